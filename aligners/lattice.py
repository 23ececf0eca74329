"""The lattice of all ways to cut two lists of sentences into beads: the best way, and how sure each bead is.

Every sentence is in exactly one bead, order is kept. A node (i, j) is the place after i English and j Vietnamese
sentences. Nodes lie by diagonals i + j, so that a whole diagonal is one numpy operation; a band keeps a number of nodes on
each, so that time and memory grow with (len(en) + len(vi)) * width.
Sources: Gale & Church (1993), "A Program for Aligning Sentences in Bilingual Corpora"; forward-backward after
Rabiner (1989), "A Tutorial on Hidden Markov Models".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.bead import Bead
from corpus.likelihood import Floats, Integers, Shape

Scores = Mapping[Shape, Floats]  # [i, j]: log score of the bead that starts at node (i, j); only beads that fit

IMPOSSIBLE = -1e9  # finite, so that differences of impossible paths stay numbers


@dataclass(frozen=True, slots=True)
class Step:
    """One bead of a path."""

    shape: Shape
    en: int  # where it starts
    vi: int


@dataclass(frozen=True, slots=True)
class Band:
    """The nodes that are looked at: on diagonal d those from i = start[d] on, `width` of them."""

    rows: int  # English sentences
    columns: int  # Vietnamese sentences
    start: Integers  # by diagonal; grows by 0 or 1 from each to the next
    width: int


def whole(rows: int, columns: int) -> Band:
    """The band of all nodes."""
    return Band(rows, columns, np.maximum(np.arange(rows + columns + 1) - columns, 0), min(rows, columns) + 1)


def along(places: Sequence[tuple[int, int]], rows: int, columns: int, slack: int) -> Band:
    """The band of all paths through some nodes, given in order, and of those that pass them by at most `slack` sentences."""
    nodes = np.array([(0, 0), *places, (rows, columns)])
    width = 2 * (int(np.diff(nodes, axis=0).min(axis=1).max()) + slack) + 1
    if width > min(rows, columns):
        return whole(rows, columns)
    middle = np.interp(np.arange(rows + columns + 1), nodes.sum(axis=1), nodes[:, 0])
    return Band(rows, columns, np.floor(middle + 0.5).astype(np.intp) - width // 2, width)


@dataclass(frozen=True, slots=True)
class Lattice:
    """Beads with their scores, laid out by the node where they end, and room for a number at each node.

    That room is a flat array of `height` rows, one for each diagonal and some before and after, of `stride` places, those of
    the band and some beside it, so that no bead leads out of it.
    """

    band: Band
    shapes: tuple[Shape, ...]
    scores: Floats  # [diagonal, shape, place]
    reach: int  # rows before the first diagonal and after the last
    margin: int  # places on both sides of the band

    @property
    def height(self) -> int:
        """Rows of the room."""
        return len(self.band.start) + 2 * self.reach

    @property
    def stride(self) -> int:
        """Places of a row of the room."""
        return self.band.width + 2 * self.margin

    def plus(self, scores: Mapping[Shape, float]) -> Lattice:
        """The same with something added to all beads of a shape."""
        return replace(self, scores=self.scores + np.array([scores[shape] for shape in self.shapes])[:, None])

    def node(self, i: Integers | int, j: Integers | int) -> Integers:
        """Places of nodes in the room."""
        found: Integers = (i + j + self.reach) * self.stride + self.margin + i - self.band.start[i + j]
        return found

    def moved(self, by: int) -> Integers:
        """[diagonal, shape, place]: the place of the node that lies a bead before (by = -1) or after (by = 1)."""
        diagonal = np.arange(len(self.band.start))[:, None]
        a, b = by * np.array(self.shapes).T
        start = self.band.start[np.clip(diagonal + a + b, 0, len(self.band.start) - 1)]
        first = (diagonal + a + b + self.reach) * self.stride + self.margin + self.band.start[:, None] + a - start
        found: Integers = first[:, :, None] + np.arange(self.band.width)
        return found


def lattice(scores: Scores, band: Band) -> Lattice:
    """Lay beads out in a band. Beads that start or end outside it are left out."""
    shapes = tuple(scores)
    nodes = (band.rows + 1) * (band.columns + 1)
    ends = np.full((len(shapes), nodes + 1), IMPOSSIBLE)  # one more: what lies outside
    for row, (a, b) in zip(ends, shapes, strict=True):
        row[:-1].reshape(band.rows + 1, band.columns + 1)[a:, b:] = scores[a, b]
    i = band.start[:, None] + np.arange(band.width)
    j = np.arange(len(band.start))[:, None] - i
    inside = (i >= 0) & (i <= band.rows) & (j >= 0) & (j <= band.columns)
    number = np.where(inside, i * (band.columns + 1) + j, nodes)
    laid_out = ends.ravel()[number[:, None, :] + (np.arange(len(shapes)) * (nodes + 1))[:, None]]
    return Lattice(band, shapes, laid_out, max(a + b for a, b in shapes), max(max(shape) for shape in shapes))


def best_sums(found: Lattice, source: Integers) -> Floats:
    """For each node the highest sum of a path from the start. `source` is `found.moved(-1)`."""
    room = np.full((found.height, found.stride), IMPOSSIBLE)
    best = room.ravel()
    best[found.node(0, 0)] = 0.0
    rows = room[found.reach + 1 : -found.reach, found.margin : -found.margin]
    for row, places, scores in zip(rows, source[1:], found.scores[1:], strict=True):
        np.maximum.reduce(best[places] + scores, axis=0, out=row)
    return best


def best_path(found: Lattice, source: Integers, best: Floats) -> list[Step]:
    """The chain of beads with the highest sum from corner to corner; the first of the shapes wins a tie."""
    path = []
    i, j = found.band.rows, found.band.columns
    while i or j:
        place = i - found.band.start[i + j]
        a, b = found.shapes[int((best[source[i + j, :, place]] + found.scores[i + j, :, place]).argmax())]
        i, j = i - a, j - b
        path.append(Step((a, b), i, j))
    return path[::-1]


def posteriors(found: Lattice, source: Integers, best: Floats, path: Sequence[Step]) -> Floats:
    """For each bead of a path: the share of the weight of all paths that goes through it.

    For a sentence alone it is the share of all paths on which it is alone, wherever that is: the order of neighbours of which
    one has no Vietnamese and one no English partner means nothing. A bead weighs what it is worth beside the best way to the
    node where it ends, so that plain sums do not vanish.
    """
    inner = slice(found.reach, -found.reach), slice(found.margin, -found.margin)
    at_end = best.reshape(found.height, found.stride)[inner][:, None, :]
    worth = np.exp(np.minimum(best[source] + found.scores - at_end, 0.0))
    weights = np.zeros((len(found.shapes), found.height, found.stride))
    weights[:, *inner] = np.where(found.scores > IMPOSSIBLE / 2, worth, 0.0).swapaxes(0, 1)
    by_end = weights[:, *inner].swapaxes(0, 1)
    target = found.moved(1)
    by_start = weights.reshape(len(found.shapes), -1)[np.arange(len(found.shapes))[:, None], target]

    end = found.node(found.band.rows, found.band.columns)
    last = len(best) - 1
    ahead, ahead_scale = _totals(found, found.node(0, 0), source, by_end)
    back, back_scale = _totals(found, last - end, last - target[::-1, :, ::-1], by_start[::-1, :, ::-1])
    back, back_scale = back[::-1], back_scale[::-1]

    en, vi, a, b = np.array([(step.en, step.vi, *step.shape) for step in path], dtype=np.intp).reshape(-1, 4).T
    kind = np.array([found.shapes.index(step.shape) for step in path], dtype=np.intp)
    before, after = found.node(en, vi), found.node(en + a, vi + b)
    share = np.log(ahead[before]) + np.log(weights.reshape(len(found.shapes), -1)[kind, after]) + np.log(back[after])
    scale = ahead_scale[en + vi] + back_scale[en + a + vi + b] - ahead_scale[-1]
    posterior: Floats = np.exp(np.minimum(share - np.log(ahead[end]) + scale, 0.0))

    places = np.arange(found.height * found.stride).reshape(found.height, found.stride)[inner]
    scales = np.concatenate([[0.0], ahead_scale[:-1] + back_scale[1:] - ahead_scale[-1]])[:, None]
    for shape, numbers in (((1, 0), en), ((0, 1), vi)):
        if shape in found.shapes:
            own = found.shapes.index(shape)
            with np.errstate(divide="ignore"):  # the logarithm of no weight at all
                through = np.log(ahead[source[:, own]]) + np.log(by_end[:, own]) + np.log(back[places])
            shares = np.exp(np.minimum(through - np.log(ahead[end]) + scales, 0.0))
            alone = (a == shape[0]) & (b == shape[1])
            posterior[alone] = np.minimum(_by_sentence(found.band, shares, shape)[numbers[alone]], 1.0)
    return posterior


def _by_sentence(band: Band, shares: Floats, shape: Shape) -> Floats:
    """The sums of [diagonal, place], of beads of one sentence by the node where they end, by that sentence."""
    i = band.start[:, None] + np.arange(band.width)
    number = i - 1 if shape == (1, 0) else np.arange(len(band.start))[:, None] - i - 1
    inside = (number >= 0) & (shares > 0)
    found: Floats = np.bincount(number[inside], shares[inside], max(band.rows, band.columns)).astype(np.float64)
    return found


HUGE = 1e100
OFTEN = 32  # diagonals; a sum grows by the number of shapes with each at most


def _totals(found: Lattice, seed: Integers, places: Integers, weights: Floats) -> tuple[Floats, Floats]:
    """For each node the summed weight of all paths from the seed, and by diagonal the log of what it was divided by."""
    room = np.zeros((found.height, found.stride))
    total = room.ravel()
    total[seed] = 1.0
    scale = np.zeros(len(found.band.start))
    for diagonal in range(1, len(scale)):
        row = room[diagonal + found.reach, found.margin : -found.margin]
        np.add.reduce(total[places[diagonal]] * weights[diagonal], axis=0, out=row)
        if diagonal % OFTEN == 0 and (most := row.max()) > HUGE:
            room[diagonal : diagonal + found.reach + 1] /= most
            scale[max(diagonal - found.reach, 0) :] += np.log(most)
    return total, scale


def beads(path: Sequence[Step], sure: Floats, en: int, vi: int) -> list[Bead]:
    """The beads of a path, each with its posterior; the first sentences of the lattice are `en` and `vi` of the document."""
    return [
        Bead(range(en + step.en, en + step.en + step.shape[0]), range(vi + step.vi, vi + step.vi + step.shape[1]), confidence)
        for step, confidence in zip(path, sure.tolist(), strict=True)
    ]
