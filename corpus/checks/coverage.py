"""Which words of content of a side have a counterpart on the other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from corpus.evidence import Analysis, Knowledge, knowledge
from corpus.habit import habit
from corpus.language import word_lists
from corpus.memory import Memory

OPEN_SLOTS = ("word", "name", "value")
MOST_ITEMS = 20_000
LEAST_HIT, MOST_HIT = 0.02, 0.98  # how often translations have a counterpart: nothing is sure
LEAST_MET, MOST_MET = 1e-5, 0.97  # and how often any sentence has one


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


def told(own: Analysis, met: Sequence[bool], other_tokens: int) -> list[float]:
    """What each item of a sentence tells for the pair, nats: a hit much for a rare word, a miss something against it.

    A name without a counterpart tells nothing, for a pronoun, an office or the country of a capital may stand for it.
    """
    habits = _habits(knowledge(), own.language)
    found = []
    for item, is_met in zip(own.types, met, strict=True):
        kind, hit, chance = habits[item]
        by_chance = min(max(1 - (1 - chance) ** other_tokens, LEAST_MET), MOST_MET)
        if is_met:
            found.append(math.log(hit / by_chance))
        else:
            found.append(0.0 if kind == "name" else math.log((1 - hit) / (1 - by_chance)))
    return found


@lru_cache(maxsize=4)
def _habits(known: Knowledge, language: str) -> Memory[tuple[str, str], tuple[str, float, float]]:
    def bounded(item: tuple[str, str]) -> tuple[str, float, float]:
        kind, hit, chance = habit(item, language, known)
        return kind, min(max(hit, LEAST_HIT), MOST_HIT), chance

    return Memory(bounded, MOST_ITEMS)
