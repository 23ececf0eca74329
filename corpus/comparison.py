"""Several translations of the same lines against their references: figures, differences, and whether they are chance."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from corpus.metric import Statistics, figure, measure, signature, statistics, total
from corpus.significance import LEVEL, SEED, TESTS, Significance

if TYPE_CHECKING:
    import numpy as np

Rows = Mapping[str, Sequence[Sequence[Statistics]]]  # of a block: by metric, for each system, for each line


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines that follow each other, of every text that is compared."""

    first: int  # 1-based number of its first line
    sources: tuple[str, ...]  # empty where no source was given
    references: tuple[tuple[str, ...], ...]
    systems: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.systems[0])


@dataclass(frozen=True, slots=True)
class Result:
    """One system by one metric."""

    system: str
    metric: str  # key of `METRICS`
    value: float
    difference: float | None  # to the baseline; None for the baseline itself
    significance: Significance | None  # None where no test was asked for

    @property
    def lost(self) -> float:
        """By how much it is worse than the baseline; negative where it is better."""
        return 0.0 if self.difference is None else -self.difference * measure(self.metric).direction

    @property
    def significant(self) -> bool | None:
        """Is the difference more than chance (p < .05)? None where nothing was tested."""
        p = None if self.significance is None else self.significance.p
        return None if p is None else p < LEVEL


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that was found; the first system is the baseline."""

    lines: int
    references: int
    systems: tuple[str, ...]
    test: str | None  # key of `TESTS`
    samples: int
    seed: int
    results: tuple[Result, ...]  # by metric, then by system
    signatures: Mapping[str, str]  # by metric, in sacrebleu's words

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics in the order in which they were asked for."""
        return tuple(self.signatures)


def block_statistics(metrics: Sequence[str], block: Block) -> Rows:
    """The statistics of a block; blocks are independent, so any process can do any of them."""
    return {name: statistics(name, block.systems, block.references) for name in metrics}


class Tally:
    """Adds up the statistics of blocks in order; keeps those of single lines only where a test needs them."""

    def __init__(self, metrics: Sequence[str], systems: Sequence[str], *, keep: bool) -> None:
        self.metrics, self.systems, self.keep = tuple(metrics), tuple(systems), keep
        self.lines = 0
        self._sums: dict[str, list[Statistics]] = {}
        # numbers of four bytes where they are counts: 72 bytes a line for chrF
        self._kept: dict[str, list[array[Any]]] = {
            name: [array("i" if measure(name).counts else "d") for _ in systems] for name in metrics
        }

    def add(self, rows: Rows) -> None:
        """Add the statistics of the next block."""
        self.lines += len(next(iter(rows.values()))[0])
        for name, systems in rows.items():
            old = self._sums.get(name)
            self._sums[name] = [total(lines if old is None else [old[at], *lines]) for at, lines in enumerate(systems)]
            if self.keep:
                for kept, lines in zip(self._kept[name], systems, strict=True):
                    kept.extend(chain.from_iterable(lines))

    def compare(self, references: int, test: str | None, samples: int, seed: int = SEED) -> Comparison:
        """The figures of all lines that were added, and what the test says of them."""
        found = {} if test is None else TESTS[test].run(self._frames(), samples, seed)
        results = []
        for name in self.metrics:
            values = [figure(name, sums) for sums in self._sums[name]]
            for at, system in enumerate(self.systems):
                difference = values[at] - values[0] if at else None
                results.append(Result(system, name, values[at], difference, found[name][at] if found else None))
        more: dict[str, str | int] = {} if test is None else {"seed": seed, TESTS[test].key: samples}
        signatures = {name: signature(name, references, more) for name in self.metrics}
        return Comparison(self.lines, references, self.systems, test, samples, seed, tuple(results), signatures)

    def _frames(self) -> dict[str, list[np.ndarray]]:
        """By metric, for each system: lines x statistics, without a copy."""
        import numpy as np  # noqa: PLC0415

        return {
            name: [np.frombuffer(kept, dtype=kept.typecode).reshape(self.lines, -1) for kept in systems]
            for name, systems in self._kept.items()
        }


def worse(comparison: Comparison, allowed: Mapping[str, float]) -> list[Result]:
    """The systems that are worse than the baseline by more than is allowed, in points of the metric."""
    return [r for r in comparison.results if r.metric in allowed and r.lost > allowed[r.metric]]
