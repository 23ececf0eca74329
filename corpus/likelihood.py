"""How much likelier two pieces of text are as translations of each other than by chance: the hit/miss model.

Each item of one side is either hit (something that covers it stands on the other side) or missed. With h the rate at
which translations hit and q the chance of a hit in a text of that length, a hit tells log(h / q) and a miss
log((1 - h) / (1 - q)). q comes from the document itself: q = 1 - exp(-rate * tokens), where the rate counts in how many
sentences of the other side the item is hit at all. Both directions are summed. Rates h were set on development data
(NTREX-128 news, d2l textbook); the model is described in docs/alignment.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.evidence import Analysis, Item, covering

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]

HIT = {"word": 0.68, "function": 0.70, "value": 0.92, "name": 0.55}  # English items
HIT_BACK = {"word": 0.60, "function": 0.60, "value": 0.92, "name": 0.55}  # Vietnamese items
WEIGHT = {"word": 1.0, "function": 0.5, "value": 1.0, "name": 1.0}
PRIOR_HITS = 0.4  # hits and tokens of a text seen before any: short articles need it
PRIOR_TOKENS = 670
SCALE = 0.7  # items are not independent
DOUBT = 0.8  # what a negative sum counts: free translation misses more than chance would
CHANCE = (1e-6, 0.98)


FREQUENT = 300  # cells that an item type would fill; above, a matrix product is quicker than a list of cells


@dataclass(frozen=True, slots=True)
class Side:
    """The sentences of one language of a document, as evidence against the other side.

    Item types are sorted: `frequent` ones as matrices, the many others as lists of the sentences that have them and of
    those of the other side that hit them.
    """

    has: Floats  # [i, w]: sentence i has the frequent type w
    hit: Floats  # [w, j]: sentence j of the other side covers it
    owners: Integers  # [2, n]: type and sentence, for each sentence that has a rare type
    covers: Integers  # [2, m]: type and sentence of the other side that covers it, sorted by type
    rate: Floats  # per type, frequent ones first: hits for each token of the other side
    log_hit: Floats  # per type: log h
    log_miss: Floats  # per type: log (1 - h)
    weight: Floats  # per type
    other_tokens: Floats  # per sentence of the other side


def side(own: Sequence[Analysis], other: Sequence[Analysis]) -> Side:
    """Lay out the items of `own` and where `other` hits them."""
    rows: dict[tuple[str, str], list[int]] = {}
    for row, analysis in enumerate(own):
        for kind_key in dict.fromkeys((item.kind, item.key) for item in analysis.items):
            rows.setdefault(kind_key, []).append(row)
    where: dict[str, list[int]] = {}
    for column, analysis in enumerate(other):
        for key in analysis.keys:
            where.setdefault(key, []).append(column)
    language = own[0].language if own else "en"
    columns = {
        (kind, key): sorted({column for cover in covering(Item(kind, key, 0, 0), language) for column in where.get(cover, ())})
        for kind, key in rows
    }
    types = sorted(rows, key=lambda kind_key: len(rows[kind_key]) * len(columns[kind_key]) <= FREQUENT)
    frequent = sum(len(rows[kind_key]) * len(columns[kind_key]) > FREQUENT for kind_key in types)
    has, hit = np.zeros((len(own), frequent)), np.zeros((frequent, len(other)))
    for number, kind_key in enumerate(types[:frequent]):
        has[rows[kind_key], number] = 1.0
        hit[number, columns[kind_key]] = 1.0
    owners = [(number, row) for number, kind_key in enumerate(types[frequent:], frequent) for row in rows[kind_key]]
    covers = [(number, column) for number, kind_key in enumerate(types[frequent:], frequent) for column in columns[kind_key]]

    tokens = np.array([max(analysis.tokens, 1) for analysis in other], dtype=np.float64)
    rates = HIT if language == "en" else HIT_BACK
    probability = np.array([rates[kind] for kind, _ in types], dtype=np.float64)
    hits = np.array([len(columns[kind_key]) for kind_key in types], dtype=np.float64)
    return Side(
        has,
        hit,
        np.array(owners, dtype=np.intp).reshape(-1, 2).T,
        np.array(covers, dtype=np.intp).reshape(-1, 2).T,
        (hits + PRIOR_HITS) / (tokens.sum() + PRIOR_TOKENS),
        np.log(probability),
        np.log1p(-probability),
        np.array([WEIGHT[kind] for kind, _ in types], dtype=np.float64),
        tokens,
    )


def grouped(values: Floats, size: int, axis: int, *, total: bool = False) -> Floats:
    """Values of all runs of `size` neighbours: present in any of them, or their sum."""
    count = values.shape[axis] - size + 1
    parts = [values.take(range(shift, shift + count), axis=axis) for shift in range(size)]
    found: Floats = np.sum(parts, axis=0) if total else np.max(parts, axis=0)
    return found


def _grouped_cells(cells: Integers, size: int, count: int) -> Integers:
    """Type and first sentence of each run of `size` neighbours that holds one of the cells; sorted by type."""
    if size == 1:
        return cells
    shifted = np.concatenate([cells - [[0], [shift]] for shift in range(size)], axis=1)
    fits = shifted[:, (shifted[1] >= 0) & (shifted[1] < count)]
    keys = np.unique(fits[0] * count + fits[1])
    return np.stack([keys // count, keys % count])


def _crossed(owners: Integers, covers: Integers, types: int) -> tuple[Integers, Integers, Integers]:
    """Type, own sentence and other sentence of every meeting of an item with what covers it."""
    first = np.searchsorted(covers[0], np.arange(types + 1))
    count = np.diff(first)[owners[0]]
    begin = np.repeat(np.cumsum(count) - count, count)
    kind, own = np.repeat(owners, count, axis=1)
    other = covers[1][first[kind] + np.arange(len(kind)) - begin]
    return kind, own, other


def log_ratios(found: Side, own_size: int, other_size: int) -> Floats:
    """Log-likelihood ratio of each run of `own_size` sentences against each run of `other_size`, one direction."""
    tokens = grouped(found.other_tokens, other_size, 0, total=True)
    own_count, frequent = found.has.shape
    rows, columns = own_count - own_size + 1, len(tokens)

    has = grouped(found.has, own_size, 0) * found.weight[:frequent]
    expected = np.outer(found.rate[:frequent], tokens)
    chance = np.clip(-np.expm1(-expected), *CHANCE)
    miss = found.log_miss[:frequent, None] - np.log1p(-chance)
    gain = found.log_hit[:frequent, None] - np.log(chance) - miss
    ratios: Floats = has @ (miss + grouped(found.hit, other_size, 1) * gain)

    owners = _grouped_cells(found.owners, own_size, rows)
    covers = _grouped_cells(found.covers, other_size, columns)
    weight = found.weight[owners[0]]
    missed = np.bincount(owners[1], weight * found.log_miss[owners[0]], rows)
    rates = np.bincount(owners[1], weight * found.rate[owners[0]], rows)
    ratios += missed[:, None] + rates[:, None] * tokens  # a miss of a rare item: log (1 - h) + rate * tokens
    kind, own, other = _crossed(owners, covers, len(found.rate))
    expected = found.rate[kind] * tokens[other]
    gains = found.log_hit[kind] - np.log(np.clip(-np.expm1(-expected), *CHANCE)) - found.log_miss[kind] - expected
    ratios += np.bincount(own * columns + other, found.weight[kind] * gains, rows * columns).reshape(rows, columns)
    return ratios


@dataclass(frozen=True, slots=True)
class Evidence:
    """Both sides of a document, ready to be asked about any two runs of sentences."""

    en: Side
    vi: Side

    def ratios(self, en_size: int, vi_size: int) -> Floats:
        """Log-likelihood ratios, nats: row = first English sentence of a run, column = first Vietnamese one."""
        both = log_ratios(self.en, en_size, vi_size) + log_ratios(self.vi, vi_size, en_size).T
        scaled: Floats = np.where(both < 0, both * DOUBT, both) * SCALE
        return scaled


def evidence(en: Sequence[Analysis], vi: Sequence[Analysis]) -> Evidence:
    """The evidence of the sentences of a document against each other."""
    return Evidence(side(en, vi), side(vi, en))
