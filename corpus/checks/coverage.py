"""Which words of content of a side have a counterpart on the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import compress
from operator import and_
from typing import NamedTuple

from corpus.evidence import Analysis
from corpus.language import word_lists
from corpus.memory import Memory

OPEN_SLOTS = ("word", "name", "value")
MOST_ITEMS = 20_000


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


def _is_content(item: tuple[str, str]) -> bool:
    return item[0] in OPEN_SLOTS and item[1] not in word_lists()["light"]


_content = Memory(_is_content, MOST_ITEMS)


def side(own: Analysis, met: Sequence[bool]) -> Side:
    """The content of a sentence, with what `corpus.evidence.meet` says of its items."""
    content = list(map(_content.__getitem__, own.types))
    places = [at for at, slot in enumerate(own.slots) if slot]
    return Side(tuple(compress(places, content)), tuple(compress(met, content)))


def has_met(own: Analysis, met: Sequence[bool]) -> bool:
    """Has any word of content a counterpart? Nearly always the first or second has."""
    return any(map(and_, met, map(_content.__getitem__, own.types)))
