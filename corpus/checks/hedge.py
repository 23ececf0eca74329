"""Words that make a statement less sure, and how Vietnamese says them (`data/hedges.tsv`)."""

from __future__ import annotations

import re
from functools import cache

from corpus.data import rows

WORD = re.compile(r"[^\W\d_]+")


@cache
def hedges() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Words of an English text, and what may stand for them in Vietnamese."""
    return [
        (re.compile(rf"\b(?:{en})\b", re.IGNORECASE), re.compile(rf"(?<!\w)(?:{vi})(?!\w)", re.IGNORECASE))
        for en, vi in rows("hedges.tsv")
    ]


@cache
def hedge_words() -> frozenset[str]:
    """The single words of the English side, in lower case."""
    return frozenset(WORD.findall(" ".join(en for en, _ in rows("hedges.tsv"))))
