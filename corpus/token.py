"""Tokens: the pieces of a sentence that the evidence is read from.

Words, runs of digits with their separators, abbreviations with stops, and the marks that mean something in a quantity
or end a clause. Commas, brackets and quotation marks are no tokens, nor is a hyphen between letters: "well-known" is two
tokens, a Vietnamese token is a syllable.
"""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = r"\d+(?:[.,]\d+)*"
_STOPS = r"(?:[A-Za-z]\.){2,}"  # U.S., p.m.
_MONEY = r"[A-Z]{1,2}\$|(?:VND|USD|EUR|GBP|JPY|AUD)(?=\d)"
_NAMED = r"[2-6][GD]\b(?!\w)"  # 5G, 3D: names, no quantities
_LONG_WORD = r"(?!(?:VND|USD|EUR|GBP|JPY|AUD)\d)[^\W\d_]{2}[^\W_]*(?:['’][^\W_]+)*(?!\$)"  # most tokens: looked for first
_WORD = r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*"
_DASH = r"(?<![^\W\d_])[-–—−](?=[\d$€£¥])|(?<=\d)[-–—](?=\S)"  # of a range, a date or a negative number
_MARK = r"[%‰$€£¥₫₩₹°℃½⅓⅔¼¾/:.?!…;+×]"
TOKEN = {
    "en": re.compile(f"{_LONG_WORD}|{_NAMED}|{_NUMBER}|{_STOPS}|{_MONEY}|{_WORD}|{_DASH}|{_MARK}"),
    "vi": re.compile(
        rf"{_LONG_WORD}|{_NAMED}|{_NUMBER}|{_STOPS}|{_MONEY}|(?<=\d)[hgm](?=\d)|{_WORD}|{_DASH}|{_MARK}"
    ),  # 17h30, 1m75
}


def tokens(text: str, language: str) -> list[str]:
    """The tokens of a text in `language`, "en" or "vi".

    >>> tokens("U.S. exports rose 12.5% to $3bn.", "en")
    ['U.S.', 'exports', 'rose', '12.5', '%', 'to', '$', '3', 'bn', '.']
    >>> tokens("17h30 ngày 2/9, ở Xta-lin-grát", "vi")
    ['17', 'h', '30', 'ngày', '2', '/', '9', 'ở', 'Xta', 'lin', 'grát']
    """
    return TOKEN[language].findall(text)


@lru_cache(maxsize=16)  # several checks ask for those of the pair at hand
def spans(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Where each of the tokens stands: offsets in the text."""
    return tuple([match.span() for match in TOKEN[language].finditer(text)])
