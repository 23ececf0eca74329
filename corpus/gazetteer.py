"""The gazetteer: names that are spelt quite differently in the two languages (United States, Hoa Kỳ; WHO, Tổ chức Y tế
Thế giới), and Vietnamese names whose marks are known (`data/names.tsv`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from corpus.data import rows


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
