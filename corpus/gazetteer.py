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

    kind: str  # country, nationality, city, province, region, organisation, body, company, person, event, title, month, seat ...
    en: tuple[str, ...]
    vi: tuple[str, ...]


# Kinds of what may stand for a name and is not the same: the government for its seat, the name of a saint for a given name.
# No evidence that two sentences belong together, but no mismatch either.
STAND_INS = frozenset(("seat", "given"))


@cache
def gazetteer() -> tuple[Name, ...]:
    """All rows of the gazetteer, in file order."""
    return tuple(Name(kind, tuple(en.split("; ")), tuple(vi.split("; "))) for kind, en, vi in rows("names.tsv"))
