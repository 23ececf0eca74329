"""Words that make a statement less sure, and how Vietnamese says them (`data/hedges.tsv`)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from corpus.data import rows

FIRST_WORDS = re.compile(r"(?:\(\?:)?([a-z|]+)")


class Hedge(NamedTuple):
    """Words of an English text, what may stand for them in Vietnamese, and where they say something else."""

    word: re.Pattern[str]
    stand_in: re.Pattern[str]
    otherwise: re.Pattern[str] | None


@cache
def hedges() -> list[Hedge]:
    """All hedges."""
    return [
        Hedge(
            re.compile(rf"\b(?:{en})\b", re.IGNORECASE),
            re.compile(rf"(?<!\w)(?:{vi})(?!\w)", re.IGNORECASE),
            re.compile(otherwise[0], re.IGNORECASE) if otherwise else None,
        )
        for en, vi, *otherwise in rows("hedges.tsv")
    ]


@cache
def hedge_words() -> frozenset[str]:
    """The words of which each has one, in lower case."""
    found = (FIRST_WORDS.match(en) for en, *_ in rows("hedges.tsv"))
    return frozenset(word for words in found if words for word in words[1].split("|"))
