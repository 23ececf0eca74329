"""Words that deny, in both languages (`data/negation.toml`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from corpus.checks.readable import Span
from corpus.data import tables

CLAUSE_END = re.compile(r"[.;:!?]|, ")


@cache
def words(language: str, name: str) -> frozenset[str]:
    """A list of words of negation of a language, by its name."""
    return frozenset(tables("negation.toml")[language][name].split())


@lru_cache(maxsize=10_000)
def is_strong(word: str) -> bool:
    """Does an English word, in lower case, deny what stands beside it?"""
    return word in words("en", "strong") or word.endswith(("n't", "n’t")) or word.startswith("no-")


@cache
def pattern(language: str, name: str) -> re.Pattern[str]:
    """A pattern of negation of a language, by its name."""
    alternatives = tables("negation.toml")[language][name].replace("\n", "")
    edge = r"(?<!\w)(?:%s)(?!\w)" if language == "vi" else r"\b(?:%s)"
    return re.compile(edge % alternatives, re.IGNORECASE)


def denials(vi: str) -> list[Span]:
    """The Vietnamese words that deny something."""
    found = [match.span() for match in _strong().finditer(vi.lower())]
    return [span for span in found if not (span[0] and IN_WORD.match(vi, span[0] - 1)) and not _is_part(vi, span)]


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(words('vi', 'strong')))})(?!\w)")


IN_WORD = re.compile(r"\w")
LONGEST_COMPOUND = 16  # letters


def _is_part(vi: str, word: Span) -> bool:
    """Is a word that denies part of one that does not: hàng không?"""
    start, end = word
    around = pattern("vi", "compounds").finditer(vi, max(0, start - LONGEST_COMPOUND), end + LONGEST_COMPOUND)
    return any(found.start() <= start < found.end() for found in around)


def is_denied(text: str, at: int, denied: list[int]) -> bool:
    """Does one of the words that deny, by their offsets, stand in the clause that has a place?"""
    start = max([found.end() for found in CLAUSE_END.finditer(text, 0, at)], default=0)
    end = CLAUSE_END.search(text, at)
    return any(start <= one < (end.start() if end else len(text)) for one in denied)
