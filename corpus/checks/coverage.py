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
ALONE = {"name": 1.0, "value": 1.0}  # nats for their being left out, which other checks tell better
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
    return [
        habits[item].hit - math.log(min(max(1 - math.exp(other_tokens * habits[item].not_by_chance), LEAST_MET), MOST_MET))
        if is_met
        else min(other_tokens * -habits[item].not_by_chance - habits[item].miss, 0.0)
        for item, is_met in zip(own.types, met, strict=True)
    ]


def alone(own: Analysis, met: Sequence[bool], other_tokens: int) -> list[float]:
    """What each item tells for being on this side only, nats; nothing if it is met."""
    habits = _habits(knowledge(), own.language)
    return [
        0.0 if is_met else max(habit.left_out + other_tokens * habit.not_by_chance, 0.0)
        for habit, is_met in zip(map(habits.__getitem__, own.types), met, strict=True)
    ]


class Habit(NamedTuple):
    """How often translations, and sentences by chance, have a counterpart of an item; logarithms."""

    hit: float
    not_by_chance: float  # for each token that there is
    miss: float  # less than nothing; how much it tells against a pair
    left_out: float  # how much it tells for something left out


@lru_cache(maxsize=4)
def _habits(known: Knowledge, language: str) -> Memory[tuple[str, str], Habit]:
    def find(item: tuple[str, str]) -> Habit:
        kind, hit, chance = habit(item, language, known)
        hit = min(max(hit, LEAST_HIT), MOST_HIT)
        miss = -math.log(1 - hit)
        return Habit(math.log(hit), math.log(1 - chance), 0.0 if kind == "name" else miss, ALONE.get(kind, miss))

    return Memory(find, MOST_ITEMS)
