"""Pairs on their way in: how many came, and what of the file is no part of a pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.pair import Pair


@dataclass(slots=True)
class Intake:
    """An iterator of pairs that counts them and what the reader leaves out; both are complete when it has ended."""

    pairs: Iterator[Pair]
    left_out: Counter[str] = field(default_factory=Counter)  # in the words of the report
    notes: list[str] = field(default_factory=list)  # how the file was understood, where that may not be what was meant
    count: int = 0

    def __iter__(self) -> Iterator[Pair]:
        return self

    def __next__(self) -> Pair:
        pair = next(self.pairs)
        self.count += 1
        return pair
