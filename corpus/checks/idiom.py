"""Words of several senses, and idioms, with how they are taken wrongly (`data/senses.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.data import rows
from corpus.language import word_lists

LETTERS = re.compile("[a-z]+")
SHORTEST_START = 3  # letters of a word by which its senses are found


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """A word or idiom, what tells its sense, and how it is taken wrongly."""

    word: re.Pattern[str]  # English
    near: re.Pattern[str] | None  # what else stands in the English text; None: an idiom
    wrong: re.Pattern[str]  # Vietnamese


@cache
def _senses() -> Mapping[str, tuple[Sense, ...]]:
    """All senses by the first letters of a word of theirs: most texts have no such word."""
    found: dict[str, tuple[Sense, ...]] = {}
    for en, near, vi in rows("senses.tsv"):
        patterns = (en, near, rf"(?<!\w)(?:{vi})(?!\w)")
        word, beside, wrong = (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
        for letters in _keys(en):
            found[letters] = (*found.get(letters, ()), Sense(word, None if near == "-" else beside, wrong))
    return found


@cache
def idioms() -> re.Pattern[str]:
    """Idioms and proverbs of an English text, which are translated freely (`data/idioms.tsv`)."""
    return re.compile(rf"\b(?:{'|'.join(pattern for (pattern,) in rows('idioms.tsv'))})\b", re.IGNORECASE)


def _keys(pattern: str) -> list[str]:
    """For each way to match an English pattern a word, or the start of one, that is in it, the longest where several are."""
    found: list[str] = []
    common = word_lists()["en_distinctive"]
    for alternative in _alternatives(pattern.replace(r"\b", " ").replace(r"\w", "")):
        bare = alternative
        while (shorter := GROUP.sub(" ", bare)) != bare:
            bare = shorter
        words = [word[0].rstrip("?")[: -1 if word[0][-1] == "?" else None] for word in WORD.finditer(bare)]
        words = [word for word in words if len(word) >= SHORTEST_START]
        if words:
            found.append(max(words, key=lambda word: (word not in common, len(word))))
        else:
            found += [word[:-1] for word in LETTERS.findall(alternative) if len(word) > SHORTEST_START]
    return list(dict.fromkeys(found))


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern outside brackets."""
    found, depth = [""], 0
    for letter in pattern:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            found.append("")
        else:
            found[-1] += letter
    return found


GROUP = re.compile(r"\[[^\]]*\]|\([^()]*\)")  # of letters, or of alternatives
WORD = re.compile(r"[a-z]+\??")


@lru_cache(maxsize=10_000)
@lru_cache(maxsize=5_000)
def senses_starting(word: str) -> tuple[Sense, ...]:
    """The senses that an English word, in lower case, may belong to."""
    found = _senses()
    sizes = [size for size in range(SHORTEST_START, len(word) + 1) if word[size:] in ENDINGS]
    return tuple([sense for size in sizes for sense in found.get(word[:size], ())])


ENDINGS = frozenset(("", "s", "es", "d", "ed", "ing", "t", "e", "y", "ies", "f", "ves", "ey", "eys", "er"))  # after a start
