"""Negation that one side of a pair has and the other has not.

English and Vietnamese say no in different places: "unlikely" is "không có khả năng", "do not" is "cấm", a question ends in
"không?". So a side that denies is only held against the other where that has nothing of the kind, not even in the meaning
of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache

from corpus.checks.opposite import opposites
from corpus.checks.polarity import is_strong, words
from corpus.checks.readable import Span
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.data import tables
from corpus.evidence import covering
from corpus.issue import Issue
from corpus.lexicon import shipped, shipped_headword

DENIES = Sign.DENIES
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NEGATED = re.compile(r"no-\w+|[^\W\d_]+(?:['’][^\W\d_]+)?")
SUFFIX, PREFIXES = "less", ("un", "non", "dis", "ir", "il", "in", "im", "mis")
DENIED = 3  # words that are shown with the one that denies


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    alternatives = tables("negation.toml")[language][name].replace("\n", "")
    edge = r"(?<!\w)(?:%s)(?!\w)" if language == "vi" else r"\b(?:%s)"
    return re.compile(edge % alternatives, re.IGNORECASE)


def find_negation(subject: Subject) -> Iterator[Issue]:
    """Something that is said to be so on one side and not to be so on the other."""
    here = sum(map(is_strong, subject.en_plain_words)) if subject.en_signs & DENIES else 0
    there = _denials(subject.vi) if subject.vi_signs & DENIES else []
    if here > len(there):
        yield from _dropped(subject, len(there))
    elif there and not here:
        yield from _added(subject, there)
    else:
        yield from opposites(subject, "negation")


def _denials(vi: str) -> list[Span]:
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
    around = _pattern("vi", "compounds").finditer(vi, max(0, start - LONGEST_COMPOUND), end + LONGEST_COMPOUND)
    return any(found.start() <= start < found.end() for found in around)


def _masked(vi: str, name: str) -> str:
    return _pattern("vi", name).sub(lambda found: "_" * len(found[0]), vi)


def _dropped(subject: Subject, there: int) -> Iterator[Issue]:
    """English denies and Vietnamese does not, or less often."""
    if not there:
        yield from _only(subject)
    found_there = list(_pattern("vi", "lexical").finditer(subject.vi))
    if found_there and any(_is_unexplained(subject, word.start()) for word in found_there):
        return
    text = _pattern("en", "idioms").sub(lambda found: "_" * len(found[0]), subject.en)
    denied = [word for word in NEGATED.finditer(text) if is_strong(word[0].lower())]
    found = denied[0] if len(denied) > there else None
    if found and found[0].lower() not in subject.vi_word_set and not _is_left_out(subject, found.start()):
        span = found.start(), _after(subject.en, found.start())
        message = f"The source denies: {subject.en[slice(*span)]!r}. The translation does not."
        yield Issue("negation", "critical", message, span)


NOT_ONLY = re.compile(r"\bnot (?:just|only|merely)\b|n['’]t just\b", re.IGNORECASE)
ONLY = re.compile(r"(?<!\w)chỉ(?= \w)", re.IGNORECASE)


def _only(subject: Subject) -> Iterator[Issue]:
    """Not only: that became only."""
    here, there = NOT_ONLY.search(subject.en), ONLY.search(subject.vi)
    if here and there:
        message = f"{here[0]!r} has become {there[0]!r}, only."
        yield Issue("negation", "critical", message, here.span(), there.span())


def _is_unexplained(subject: Subject, start: int) -> bool:
    """Has a Vietnamese word that denies in its meaning no English word of its own: it may stand for the negation then."""
    item = next((item for item in subject.vi_evidence.items if item.start <= start < item.end), None)
    if item is None:
        return True
    return not any(word in subject.en_evidence.keys and not is_strong(word) for word in covering(item, "vi"))


def _is_left_out(subject: Subject, start: int) -> bool:
    """Is all that is denied missing in the translation? Then it is an omission."""
    ends = [0, *(found.start() for found in CLAUSE_END.finditer(subject.en)), len(subject.en)]
    first, last = max(end for end in ends if end <= start), min(end for end in ends if end > start)
    items = [item for item in subject.en_evidence.items if first <= item.start < last and item.kind == "word"]
    return len(items) > 1 and all(covering(item, "en").isdisjoint(subject.vi_evidence.keys) for item in items)


def _added(subject: Subject, denials: list[Span]) -> Iterator[Issue]:
    """Vietnamese denies and English does not."""
    if "?" in subject.en:
        return
    said = subject.vi_evidence.keys
    if any(_may_deny(word) and not _is_said_otherwise(word, said) for word in subject.en_plain_words):
        return
    text = _masked(subject.vi, "turns")
    start = next((start for start, end in denials if text[start] != "_" and not LAST.match(text, end)), None)
    if start is None or subject.en_guess.language != "en":
        return
    span = start, _after(subject.vi, start)
    message = f"The translation denies: {subject.vi[slice(*span)]!r}. The source does not."
    yield Issue("negation", "critical", message, None, span)


CLAUSE_END = re.compile(r"[.;:!?]|, ")
LAST = re.compile(r"\s*(?:[?.!,;:\"”’')\]]|$)")  # a question: "Có đúng không?"


def _after(text: str, start: int) -> int:
    shown = list(WORD.finditer(text, start))[:DENIED]
    return shown[-1].end()


@lru_cache(maxsize=20_000)
def _may_deny(word: str) -> bool:
    """Does an English word deny in its meaning: by its parts, or because Vietnamese renders it with a word that denies?"""
    base = shipped_headword(word) or word
    if not words("en", "lexical").isdisjoint((word, base)) or word.startswith(("no-", "non-")):
        return True
    if word.endswith(SUFFIX) or any(_is_denied_by(word, prefix) for prefix in PREFIXES):
        return True
    return any(_denies(rendering) for rendering in shipped().renderings.get(base, ()))


def _is_said_otherwise(word: str, said: AbstractSet[str]) -> bool:
    """Does the translation render a word that denies in its meaning, and with no word of negation: failure, thất bại?"""
    if "-" in word:
        return False
    base = shipped_headword(word)
    renderings = said & set(shipped().renderings[base]) if base else ()
    return bool(renderings) and not any(_denies(rendering) for rendering in renderings)


def _is_denied_by(word: str, prefix: str) -> bool:
    """Does a word begin with a prefix that turns it round: un-likely, in-accurate, but not in-vest?"""
    rest = word.removeprefix(prefix).removeprefix("-")
    if rest == word or len(rest) <= len(SUFFIX):
        return False
    own, base = shipped_headword(word), shipped_headword(rest)
    return base is not None and own in (None, base)


def _denies(rendering: str) -> bool:
    return not (words("vi", "strong") | DENYING_PARTS).isdisjoint(rendering.split(" ")) and not _pattern(
        "vi", "compounds"
    ).search(rendering)


DENYING_PARTS = frozenset(("vô", "bất", "phi", "thiếu", "mất"))
