"""Residual items: what one side says that the other does not.

Every item of a sentence (a word of the lexicon, a name, a value) is hit where something that covers it stands on the other
side, else missed. A hit tells log(h / q) and a miss log((1 - h) / (1 - q)): h is how often translations have a counterpart
of it, q how often a strange sentence of that length has one by chance. Items are counted, never averaged away.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

import numpy as np
import numpy.typing as npt

from corpus.evidence import Analysis, Knowledge
from corpus.habit import LEAST_CHANCE, MOST_CHANCE, habit
from corpus.scoring.piece import totals

Numbers = npt.NDArray[np.int64]

KINDS = ("word", "function", "name", "value")
LEVELS = 48  # of chance and of hit rates in the table of weights
LONGEST = 256  # tokens of the other side
UNIT = 1000  # weights are whole numbers of thousandths of a nat
MOST_ITEMS = 30_000


@cache
def _weights() -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """What a hit and a miss tell: [level of hit rate, level of chance, tokens of the other side]."""
    rates = np.exp(np.linspace(math.log(LEAST_CHANCE), math.log(MOST_CHANCE), LEVELS))
    chance = np.clip(-np.expm1(-np.outer(rates, np.arange(LONGEST + 1))), 1e-5, 0.97)
    hit = np.linspace(0.02, 0.98, LEVELS)[:, None, None]
    gain, cost = np.log(hit / chance), np.log((1 - chance) / (1 - hit))
    return np.round(gain * UNIT).astype(np.int32), np.round(cost * UNIT).astype(np.int32)


class Habits(dict[tuple[str, str], int]):
    """The number of each item in the table of what is known of its habits."""

    def __init__(self, knowledge: Knowledge, language: str) -> None:
        super().__init__()
        self.knowledge, self.language = knowledge, language
        self.table = np.zeros((1024, 3), dtype=np.int64)  # kind, level of the hit rate, level of chance

    def __missing__(self, item: tuple[str, str]) -> int:
        number = len(self)
        if number == len(self.table):
            self.table = np.concatenate((self.table, np.zeros_like(self.table)))
        kind, hit, chance = habit(item, self.language, self.knowledge)
        level = round((LEVELS - 1) * math.log(chance / LEAST_CHANCE) / math.log(MOST_CHANCE / LEAST_CHANCE))
        self.table[number] = KINDS.index(kind), max(round((LEVELS - 1) * (hit - 0.02) / 0.96), 0), level
        self[item] = number
        return number


@lru_cache(maxsize=4)
def habits(knowledge: Knowledge, language: str) -> Habits:
    """The items of a language as `knowledge` has them."""
    return Habits(knowledge, language)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The items of one side of some pairs, hit or missed on the other."""

    first: Numbers  # of each pair, its first item; one more at the end
    kind: Numbers  # of each item, in `KINDS`
    missed: npt.NDArray[np.bool_]
    gain: Numbers  # what a hit tells, thousandths of a nat
    cost: Numbers  # what a miss tells

    def total(self, values: Numbers) -> Numbers:
        """Sum of a value of items for each pair."""
        return totals(values, self.first)

    def missing(self, kind: str) -> Numbers:
        """Number of missed items of a kind for each pair."""
        return totals(self.missed & (self.kind == KINDS.index(kind)), self.first)


def cover(own: Sequence[Analysis], met: Sequence[Sequence[bool]], knowledge: Knowledge, other_tokens: Numbers) -> Coverage:
    """Which items of each sentence are covered by the sentence opposite: `met`, as `Knowledge.meet` tells."""
    known = habits(knowledge, own[0].language)
    if len(known) > MOST_ITEMS:
        known.clear()
    items = chain.from_iterable([filter(None, analysis.slots) for analysis in own])
    sizes = np.fromiter(map(len, met), np.int64, len(met))
    numbers = np.fromiter(map(known.__getitem__, items), np.int64, int(sizes.sum()))
    kind, hit, chance = known.table[numbers].T
    gains, costs = _weights()
    tokens = np.repeat(np.minimum(other_tokens, LONGEST), sizes)
    first = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)))
    missed = ~np.fromiter(chain.from_iterable(met), np.bool_, int(sizes.sum()))
    gain, cost = (weights[hit, chance, tokens].astype(np.int64) for weights in (gains, costs))
    return Coverage(first, kind, missed, gain, cost)
