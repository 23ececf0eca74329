"""Words of several senses, and idioms, with how they are taken wrongly (`data/senses.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus.data import rows

LETTERS, START = re.compile("[a-z]+"), 3


@dataclass(frozen=True, slots=True)
class Sense:
    """A word or idiom, what tells its sense, and how it is taken wrongly."""

    word: re.Pattern[str]  # English
    near: re.Pattern[str] | None  # what else stands in the English text; None: an idiom
    wrong: re.Pattern[str]  # Vietnamese


@cache
def senses_by_start() -> Mapping[str, tuple[Sense, ...]]:
    """All senses by the first letters of the longest word of theirs: most texts have no such word."""
    found: dict[str, tuple[Sense, ...]] = {}
    for en, near, vi in rows("senses.tsv"):
        patterns = (en, near, rf"(?<!\w)(?:{vi})(?!\w)")
        word, beside, wrong = (re.compile(pattern, re.IGNORECASE) for pattern in patterns)
        start = max(LETTERS.findall(en.replace(r"\b", " ")), key=len)[:START]
        found[start] = (*found.get(start, ()), Sense(word, None if near == "-" else beside, wrong))
    return found
