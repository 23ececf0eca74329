"""How much likelier two pieces of text are as translations of each other than by chance: the hit/miss model.

Each item of one side is either hit (something that covers it stands on the other side) or missed. With h the rate at
which translations hit and q the chance of a hit in a text of that length, a hit tells log(h / q) and a miss
log((1 - h) / (1 - q)). q comes from the document itself: q = 1 - exp(-rate * tokens), where the rate counts in how many
sentences of the other side the item is hit at all. Both directions are summed. Rates h were set on development data
(NTREX-128 news, d2l textbook); the model and its figures are described in docs/alignment.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.evidence import Analysis, Item, covering

Floats = npt.NDArray[np.float64]

HIT = {"word": 0.68, "function": 0.70, "value": 0.92, "name": 0.55}  # English items
HIT_BACK = {"word": 0.60, "function": 0.60, "value": 0.92, "name": 0.55}  # Vietnamese items
WEIGHT = {"word": 1.0, "function": 0.5, "value": 1.0, "name": 1.0}
PRIOR_HITS = 0.4  # hits and tokens of a text seen before any: short articles need it
PRIOR_TOKENS = 670
SCALE = 0.7  # items are not independent
DOUBT = 0.8  # what a negative sum counts: free translation misses more than chance would
CHANCE = (1e-6, 0.98)


@dataclass(frozen=True, slots=True)
class Side:
    """The sentences of one language of a document, as evidence against the other side.

    `has[i, w]`: sentence i has item type w; `hit[w, j]`: sentence j of the other side covers it.
    """

    has: Floats
    hit: Floats
    rate: Floats  # per type: hits for each token of the other side
    log_hit: Floats  # per type: log h
    log_miss: Floats  # per type: log (1 - h)
    weight: Floats  # per type
    other_tokens: Floats  # per sentence of the other side


def side(own: Sequence[Analysis], other: Sequence[Analysis]) -> Side:
    """Lay out the items of `own` and where `other` hits them."""
    types: dict[tuple[str, str], int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, analysis in enumerate(own):
        for item in analysis.items:
            rows.append(row)
            columns.append(types.setdefault((item.kind, item.key), len(types)))
    has = np.zeros((len(own), len(types)))
    has[rows, columns] = 1.0

    where: dict[str, list[int]] = {}
    for column, analysis in enumerate(other):
        for key in analysis.keys:
            where.setdefault(key, []).append(column)
    language = own[0].language if own else "en"
    rates = HIT if language == "en" else HIT_BACK
    hit = np.zeros((len(types), len(other)))
    for (kind, key), number in types.items():
        for cover in covering(Item(kind, key, 0, 0), language):
            hit[number, where.get(cover, [])] = 1.0
    tokens = np.array([max(analysis.tokens, 1) for analysis in other], dtype=np.float64)
    probability = np.array([rates[kind] for kind, _ in types], dtype=np.float64)
    return Side(
        has,
        hit,
        (hit.sum(axis=1) + PRIOR_HITS) / (tokens.sum() + PRIOR_TOKENS),
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


def log_ratios(found: Side, own_size: int, other_size: int) -> Floats:
    """Log-likelihood ratio of each run of `own_size` sentences against each run of `other_size`, one direction."""
    has = grouped(found.has, own_size, 0) * found.weight
    hit = grouped(found.hit, other_size, 1)
    tokens = grouped(found.other_tokens, other_size, 0, total=True)
    expected = np.outer(found.rate, tokens)
    chance = np.clip(-np.expm1(-expected), *CHANCE)
    log_unlucky = np.log1p(-chance)
    miss = found.log_miss[:, None] - log_unlucky
    gain = found.log_hit[:, None] - np.log(chance) - miss
    ratios: Floats = has @ (miss + hit * gain)
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
