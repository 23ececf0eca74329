"""The lattice of all ways to cut two lists of sentences into beads: the best way, and how sure each bead is.

Every sentence is in exactly one bead, order is kept. Cells are visited by anti-diagonals, so that a whole diagonal is
one numpy operation. Time and memory grow with len(en) * len(vi).
Sources: Gale & Church (1993), "A Program for Aligning Sentences in Bilingual Corpora"; forward-backward after
Rabiner (1989), "A Tutorial on Hidden Markov Models".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.bead import Bead
from corpus.likelihood import Floats

Shape = tuple[int, int]  # English and Vietnamese sentences of a bead
Scores = Mapping[Shape, Floats]  # [i, j]: log score of the bead that starts at English i and Vietnamese j

IMPOSSIBLE = -1e9  # finite, so that differences of impossible paths stay numbers


@dataclass(frozen=True, slots=True)
class Step:
    """One bead of a path."""

    shape: Shape
    en: int  # where it starts
    vi: int


def _diagonals(rows: int, columns: int) -> list[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]]:
    found = []
    for total in range(rows + columns + 1):
        i = np.arange(max(0, total - columns), min(rows, total) + 1)
        found.append((i, total - i))
    return found


def best_path(scores: Scores, rows: int, columns: int) -> list[Step]:
    """The chain of beads with the highest sum, from (0, 0) to (rows, columns)."""
    shapes = list(scores)
    best = np.full((rows + 1, columns + 1), IMPOSSIBLE)
    choice = np.full((rows + 1, columns + 1), -1, dtype=np.int8)
    best[0, 0] = 0.0
    for i, j in _diagonals(rows, columns)[1:]:
        options = np.full((len(shapes), len(i)), IMPOSSIBLE)
        for number, (a, b) in enumerate(shapes):
            fits = (i >= a) & (j >= b)
            options[number, fits] = best[i[fits] - a, j[fits] - b] + scores[a, b][i[fits] - a, j[fits] - b]
        choice[i, j] = options.argmax(axis=0)  # the first of equals: the order of `scores` breaks ties
        best[i, j] = options.max(axis=0)
    path = []
    i_at, j_at = rows, columns
    while i_at or j_at:
        shape = shapes[choice[i_at, j_at]]
        i_at, j_at = i_at - shape[0], j_at - shape[1]
        path.append(Step(shape, i_at, j_at))
    return path[::-1]


def _forward(scores: Scores, rows: int, columns: int) -> Floats:
    """Log of the summed weight of all paths from the start to each cell."""
    total = np.full((rows + 1, columns + 1), IMPOSSIBLE)
    total[0, 0] = 0.0
    for i, j in _diagonals(rows, columns)[1:]:
        options = np.full((len(scores), len(i)), IMPOSSIBLE)
        for number, (a, b) in enumerate(scores):
            fits = (i >= a) & (j >= b)
            options[number, fits] = total[i[fits] - a, j[fits] - b] + scores[a, b][i[fits] - a, j[fits] - b]
        total[i, j] = np.logaddexp.reduce(options, axis=0)
    return total


def posteriors(scores: Scores, rows: int, columns: int, path: list[Step]) -> list[float]:
    """For each bead of a path: the share of the weight of all paths that goes through it."""
    ahead = _forward(scores, rows, columns)
    # read from the end, a bead starts where it ended
    mirrored = {(a, b): full[: rows + 1 - a, : columns + 1 - b][::-1, ::-1] for (a, b), full in scores.items()}
    back = _forward(mirrored, rows, columns)[::-1, ::-1]
    whole = ahead[rows, columns]
    found = []
    for step in path:
        a, b = step.shape
        weight = ahead[step.en, step.vi] + scores[a, b][step.en, step.vi] + back[step.en + a, step.vi + b]
        found.append(float(np.exp(min(weight - whole, 0.0))))
    return found


def beads(scores: Scores, rows: int, columns: int) -> list[Bead]:
    """The best path as beads, each with its posterior."""
    path = best_path(scores, rows, columns)
    sure = posteriors(scores, rows, columns, path)
    return [
        Bead(range(step.en, step.en + step.shape[0]), range(step.vi, step.vi + step.shape[1]), confidence)
        for step, confidence in zip(path, sure, strict=True)
    ]
