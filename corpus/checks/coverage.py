"""Which words of content of a side have a counterpart on the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.evidence import Analysis, knowledge
from corpus.language import word_lists

OPEN_SLOTS = ("word", "name", "value")


@dataclass(frozen=True, slots=True)
class Side:
    """The content of a side: for each word of content the number of its first token, and has it a counterpart?"""

    places: tuple[int, ...]
    is_met: tuple[bool, ...]

    @property
    def lone(self) -> int:
        """Number of words without a counterpart."""
        return len(self.is_met) - sum(self.is_met)

    def runs(self) -> Iterator[tuple[int, int]]:
        """Words in a row without a counterpart: the first, and the one after the last."""
        start = None
        for at, met in enumerate((*self.is_met, True)):
            if not met and start is None:
                start = at
            elif met and start is not None:
                yield start, at
                start = None


def side(own: Analysis, other: Analysis) -> Side:
    """The content of a sentence beside its translation."""
    look_up, keys, light = knowledge().covering, other.keys, word_lists()["light"]
    places, met = [], []
    for at, slot in enumerate(own.slots):
        if slot and slot[0] in OPEN_SLOTS and slot[1] not in light:
            places.append(at)
            met.append(not look_up(slot[1], own.language).isdisjoint(keys))
    return Side(tuple(places), tuple(met))


def has_met(own: Analysis, other: Analysis) -> bool:
    """Has any word of content a counterpart? Nearly always the first or second has."""
    look_up, keys, light = knowledge().covering, other.keys, word_lists()["light"]
    return any(
        slot and slot[0] in OPEN_SLOTS and slot[1] not in light and not look_up(slot[1], own.language).isdisjoint(keys)
        for slot in own.slots
    )
