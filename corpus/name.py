"""Names in both languages: the gazetteer, and when two names are the same.

Folding away the marks finds the counterpart of a Vietnamese name in English text (To Lam, Tô Lâm); the gazetteer
(`data/names.tsv`) knows what is spelt quite differently (United States, Hoa Kỳ; WHO, Tổ chức Y tế Thế giới).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from corpus.data import rows
from corpus.syllable import fold


@dataclass(frozen=True, slots=True)
class Name:
    """A row of the gazetteer: one thing and its usual names in both languages, most usual first."""

    kind: str  # country, nationality, city, province, region, organisation, body, company, person, title, month ...
    en: tuple[str, ...]
    vi: tuple[str, ...]


@cache
def gazetteer() -> tuple[Name, ...]:
    """All rows of the gazetteer, in file order."""
    return tuple(Name(kind, tuple(en.split("; ")), tuple(vi.split("; "))) for kind, en, vi in rows("names.tsv"))


@cache
def _rows_by_name() -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    english: dict[str, set[int]] = {}
    vietnamese: dict[str, set[int]] = {}
    for number, row in enumerate(gazetteer()):
        for name in row.en:
            english.setdefault(_plain(name), set()).add(number)
        for name in row.vi:
            vietnamese.setdefault(_plain(name), set()).add(number)
    return english, vietnamese


ARTICLE = re.compile(r"^the (?=.)")


def _plain(name: str) -> str:
    """A name as it is compared: lower case, no stops, single spaces, no English article."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", name).lower().replace(".", ""))
    return ARTICLE.sub("", " ".join(words))


def same_name(en: str, vi: str) -> bool:
    """Do an English and a Vietnamese name mean the same person, place or body?

    Equal after folding, where the English side has no marks of its own; or names of one row of the gazetteer.

    >>> same_name("To Lam", "Tô Lâm"), same_name("To Lam", "Nguyễn Phú Trọng"), same_name("the U.S.", "Hoa Kỳ")
    (True, False, True)
    """
    left, right = _plain(en), _plain(vi)
    if left == right:
        return True
    if left == fold(left) and left.replace(" ", "") == fold(right).replace(" ", ""):
        return True
    english, vietnamese = _rows_by_name()
    return bool(english.get(left, set()) & vietnamese.get(right, set()))
