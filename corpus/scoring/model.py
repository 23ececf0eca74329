"""The model: a curve for each feature, added up to log-odds and turned into a probability.

Additive, so that what each feature took off is exactly known; and each curve only falls, so that no fault helps.
The coefficients are in `data/score.toml`, written by `python -m benchmarks.fit_score`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from corpus.data import tables
from corpus.scoring.features import FEATURES
from corpus.scoring.pairs import Pairs

Floats = npt.NDArray[np.float64]

STEEPEST = 30.0  # exponent beyond which the curve is 0 or 1 anyway


@dataclass(frozen=True, slots=True)
class Curve:
    """What a feature takes off: straight lines between points."""

    at: tuple[float, ...]  # values of the feature, rising
    off: tuple[float, ...]  # log-odds taken off there; before the first point and after the last one as there

    def __call__(self, values: Floats) -> Floats:
        """Log-odds taken off for each value."""
        return np.interp(values, self.at, self.off)


@dataclass(frozen=True, slots=True)
class Model:
    """The log-odds of a pair without any fault, and the curves of the features."""

    best: float
    curves: Mapping[str, Curve]

    def taken_off(self, values: Mapping[str, Floats]) -> dict[str, Floats]:
        """Log-odds that each feature takes off, for each pair."""
        return {name: curve(values[name]) for name, curve in self.curves.items()}

    def probabilities(self, off: Mapping[str, Floats]) -> list[float]:
        """Probability of each pair. Added in the order of the curves, so that a pair's sum is the same in any block."""
        total: Floats = self.best - sum(off.values(), start=np.zeros(1))
        return [1 / (1 + math.exp(-max(min(float(odds), STEEPEST), -STEEPEST))) for odds in total]


@cache
def model() -> Model:
    """The model that songngu ships."""
    raw = tables("score.toml")
    return Model(raw["best"], {name: Curve(tuple(row["at"]), tuple(row["off"])) for name, row in raw["curves"].items()})


def measured(pairs: Pairs, names: Sequence[str] = tuple(FEATURES)) -> dict[str, Floats]:
    """The named features of each pair."""
    return {name: FEATURES[name].take(pairs) for name in names}
