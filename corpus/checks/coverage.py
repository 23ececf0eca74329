"""Which words of content of a side have a counterpart on the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.evidence import Analysis, Knowledge, knowledge
from corpus.language import word_lists

OPEN_SLOTS = ("word", "name", "value")
MOST_ITEMS = 200_000


class Side(NamedTuple):
    """The content of a side: for each word of content the number of its first token, and has it a counterpart?"""

    places: tuple[int, ...]
    is_met: tuple[bool, ...]

    @property
    def lone(self) -> int:
        """Number of words without a counterpart."""
        return self.is_met.count(False)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Words in a row without a counterpart: the first, and the one after the last."""
        start = None
        for at, met in enumerate((*self.is_met, True)):
            if not met and start is None:
                start = at
            elif met and start is not None:
                yield start, at
                start = None


class _Content(dict[tuple[str, str] | None, frozenset[str] | None]):
    """What covers a slot of a sentence in one language; None where it holds no word of content. Filled as slots are met."""

    def __init__(self, known: Knowledge, language: str) -> None:
        super().__init__()
        self.known, self.language = known, language

    def __missing__(self, slot: tuple[str, str] | None) -> frozenset[str] | None:
        found = None
        if slot and slot[0] in OPEN_SLOTS and slot[1] not in word_lists()["light"]:
            found = self.known.covering(slot[1], self.language)
        if len(self) > MOST_ITEMS:
            self.clear()
        self[slot] = found
        return found


@lru_cache(maxsize=4)
def _content(known: Knowledge, language: str) -> _Content:
    return _Content(known, language)


def side(own: Analysis, other: Analysis) -> Side:
    """The content of a sentence beside its translation."""
    look_up, keys = _content(knowledge(), own.language).__getitem__, other.keys
    found = [(at, covers) for at, covers in enumerate(map(look_up, own.slots)) if covers is not None]
    return Side(tuple([at for at, _ in found]), tuple([not covers.isdisjoint(keys) for _, covers in found]))


def has_met(own: Analysis, other: Analysis) -> bool:
    """Has any word of content a counterpart? Nearly always the first or second has."""
    keys = other.keys
    for covers in map(_content(knowledge(), own.language).__getitem__, own.slots):
        if covers is not None and not covers.isdisjoint(keys):
            return True
    return False
