"""Is a difference between two systems more than chance? Paired tests over the statistics of their lines.

The random numbers, the rounding and the formulas are those of `sacrebleu.significance`, so that means, intervals and
p-values are the same for the same seed. One thing is not: systems that no sample tells apart have p = 1, where sacrebleu
counts samples with a greater difference than none, finds none, and calls a system significantly different from itself.
It lays out all samples at once (1,000 samples of 100,000 lines of chrF are 7 GB); here they are drawn in turn, and memory
stays at the statistics and a few megabytes.
Sources: Koehn (2004), "Statistical Significance Tests for Machine Translation Evaluation"; Riezler and Maxwell (2005),
"On Some Pitfalls in Automatic Evaluation and Significance Testing for MT".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.metric import measure

if TYPE_CHECKING:
    import numpy as np
    from sacrebleu.metrics.base import Metric

SEED = 12345  # of sacrebleu
LEVEL = 0.05  # below which a difference is called significant, as sacrebleu does
NONE = 1e-9  # points of a metric: below it a difference is the rounding of sums in another order
CELLS = 1 << 21  # statistics gathered at a time: 8 MB as float32, 16 MB as float64
DRAWN_TOGETHER = 32  # bits of a random number: rows drawn by 32 give the bits that one large draw gives


@dataclass(frozen=True, slots=True)
class Significance:
    """What a test says of one system and metric; the first system is the baseline and has no p."""

    p: float | None  # chance of such a difference between systems that are equally good
    mean: float | None = None  # of the resampled figures, bootstrap only
    interval: float | None = None  # half of the 95 % interval around the mean, bootstrap only


Kept = Mapping[str, Sequence["np.ndarray"]]  # by metric, for each system: lines x statistics
Findings = dict[str, list[Significance]]  # by metric, for each system


def bootstrap(kept: Kept, samples: int, seed: int = SEED) -> Findings:
    """Paired bootstrap resampling: figures of `samples` corpora drawn with replacement from the lines."""
    import numpy as np  # noqa: PLC0415
    from sacrebleu.significance import estimate_ci  # noqa: PLC0415

    metrics = _metrics(kept)
    figures: dict[str, list[list[float]]] = {name: [[] for _ in systems] for name, systems in kept.items()}
    random = np.random.default_rng(seed)
    lines = _lines(kept)
    for _ in range(samples):
        chosen = random.choice(lines, size=lines, replace=True)
        for name, systems in kept.items():
            for found, rows in zip(figures[name], systems, strict=True):
                found.append(_score(metrics[name], _gathered(rows, chosen)))
    findings: Findings = {}
    for name, systems in kept.items():
        real = _real(metrics[name], systems)
        drawn = [np.array(found) for found in figures[name]]
        findings[name] = []
        for at, own in enumerate(drawn):
            mean, interval = (float(value) for value in estimate_ci(own))
            gaps = np.abs(own - drawn[0])
            p = None if at == 0 else _chance(gaps, gaps - gaps.mean(), abs(real[0] - real[at]))
            findings[name].append(Significance(p, mean, interval))
    return findings


def randomise(kept: Kept, samples: int, seed: int = SEED) -> Findings:
    """Approximate randomisation: how often swapping lines of the two systems by chance parts them as far."""
    import numpy as np  # noqa: PLC0415

    metrics = _metrics(kept)
    gaps: dict[str, list[list[float]]] = {name: [[] for _ in systems] for name, systems in kept.items()}
    for swapped in _coins(samples, _lines(kept), seed):
        for name, systems in kept.items():
            for at in range(1, len(systems)):
                sides = _dealt(swapped, systems[0], systems[at])
                gaps[name][at] += [abs(a - b) for a, b in zip(*(_figures(metrics[name], side) for side in sides), strict=True)]
    findings: Findings = {}
    for name, systems in kept.items():
        real = _real(metrics[name], systems)
        found = [np.array(gaps[name][at]) for at in range(1, len(systems))]
        chances = [_chance(own, own, abs(real[0] - real[at])) for at, own in enumerate(found, 1)]
        findings[name] = [Significance(None), *map(Significance, chances)]
    return findings


def _chance(gaps: np.ndarray, drawn: np.ndarray, real: float) -> float:
    """The chance of a difference as great as the real one: the share of `drawn` differences beyond it.

    `gaps` are the differences of the samples as they are; where all of them and the real one are none, it is certain.
    """
    from sacrebleu.significance import _compute_p_value  # noqa: PLC0415

    return float(_compute_p_value(drawn, real)) if max(real, gaps.max()) > NONE else 1.0


def _metrics(kept: Kept) -> dict[str, Metric]:
    return {name: measure(name).load() for name in kept}


def _lines(kept: Kept) -> int:
    return next(len(rows) for systems in kept.values() for rows in systems)


def _score(metric: Metric, sums: Any) -> float:
    """The figure of one sum; numbers of four bytes give one of four bytes, as in sacrebleu."""
    score: float = metric._compute_score_from_stats(sums).score
    return score


def _real(metric: Metric, systems: Sequence[np.ndarray]) -> list[float]:
    return [_score(metric, rows.sum(0).tolist()) for rows in systems]


def _gathered(rows: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Sum of the chosen rows, added one after the other as float32: sacrebleu's rounding, not ours."""
    import numpy as np  # noqa: PLC0415

    step = max(CELLS // rows.shape[1], 1)
    sums = np.zeros(rows.shape[1], dtype=np.float32)
    for start in range(0, len(chosen), step):
        part = rows[chosen[start : start + step]].astype(np.float32)
        sums = np.vstack([sums[None], part]).sum(0)
    return sums


def _coins(samples: int, lines: int, seed: int) -> Iterator[np.ndarray]:
    """Rows of coin throws, one throw a line, as many rows at a time as memory allows."""
    import numpy as np  # noqa: PLC0415

    random = np.random.default_rng(seed)
    together = max(CELLS // lines // DRAWN_TOGETHER, 1) * DRAWN_TOGETHER
    for start in range(0, samples, together):
        yield random.integers(2, size=(min(together, samples - start), lines), dtype=bool)


def _dealt(swapped: np.ndarray, base: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Statistics of the two mixed systems of each throw; whole numbers stay exact as float64."""
    import numpy as np  # noqa: PLC0415

    step = max(CELLS // len(swapped), 1)
    first, second = (np.zeros((len(swapped), base.shape[1])) for _ in range(2))
    for start in range(0, len(base), step):
        part = slice(start, start + step)
        heads = swapped[:, part].astype(np.float64)
        a, b = (rows[part].astype(np.float64) for rows in (base, other))
        first += heads @ a + (1 - heads) @ b
        second += (1 - heads) @ a + heads @ b
    return first, second


def _figures(metric: Metric, sums: np.ndarray) -> list[float]:
    return [_score(metric, row) for row in sums.tolist()]


@dataclass(frozen=True, slots=True)
class Test:
    """A paired test: what people call it, what sacrebleu's signature calls it, and how it runs."""

    title: str
    key: str
    samples: int  # sacrebleu's default
    run: Callable[[Kept, int, int], Findings]


TESTS: Mapping[str, Test] = {
    "bootstrap": Test("paired bootstrap", "bs", 1_000, bootstrap),
    "randomisation": Test("approximate randomisation", "ar", 10_000, randomise),
}
