"""Words of several senses, and idioms, with how they are taken wrongly (`data/senses.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus.data import rows

LETTERS = re.compile("[a-z]+")
SHORTEST_START, LONGEST_START = 3, 6  # letters of a word by which its senses are found


@dataclass(frozen=True, slots=True)
class Sense:
    """A word or idiom, what tells its sense, and how it is taken wrongly."""

    word: re.Pattern[str]  # English
    near: re.Pattern[str] | None  # what else stands in the English text; None: an idiom
    wrong: re.Pattern[str]  # Vietnamese


@cache
def _senses() -> Mapping[str, tuple[Sense, ...]]:
    """All senses by the first letters of the longest word of theirs: most texts have no such word."""
    found: dict[str, tuple[Sense, ...]] = {}
    for en, near, vi in rows("senses.tsv"):
        patterns = (en, near, rf"(?<!\w)(?:{vi})(?!\w)")
        word, beside, wrong = (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
        letters = max(LETTERS.findall(en.replace(r"\b", " ")), key=len)
        start = letters[: min(LONGEST_START, max(len(letters) - 1, SHORTEST_START))]  # the last letter may be optional
        found[start] = (*found.get(start, ()), Sense(word, None if near == "-" else beside, wrong))
    return found


@cache
def idioms() -> re.Pattern[str]:
    """Idioms and proverbs of an English text, which are translated freely (`data/idioms.tsv`)."""
    return re.compile(rf"\b(?:{'|'.join(pattern for (pattern,) in rows('idioms.tsv'))})\b", re.IGNORECASE)


def senses_starting(word: str) -> list[Sense]:
    """The senses of which an English word, in lower case, may be the longest word."""
    found = _senses()
    sizes = range(SHORTEST_START, min(LONGEST_START, len(word)) + 1)
    return [sense for size in sizes for sense in found.get(word[:size], ())]
