"""A first reference-free score: how likely a pair is an acceptable translation, by its evidence and length.

The hit/miss model with chances that are the same for every pair, so that a pair's score does not depend on its file;
then a logistic curve. The two coefficients were fitted on good and mismatched pairs of the development data
(docs/score.md).
"""

from __future__ import annotations

import math

from corpus.evidence import Analysis, Item, analyse, covering
from corpus.likelihood import HIT, HIT_BACK, WEIGHT

# Chance that one item is covered by a sentence it has nothing to do with, for each token of that sentence
RATE = {"word": 0.003, "function": 0.02, "value": 0.0005, "name": 0.0005}
SLOPE = 0.35
BIAS = -0.3
LENGTH_VARIANCE = 0.06


def score(en: str, vi: str) -> float:
    """Probability that the two sides say the same, 0..1; 0 where one is empty.

    >>> score("The two leaders met.", "Hai nhà lãnh đạo đã gặp nhau.") > score("The two leaders met.", "Giá gạo tăng.")
    True
    """
    if not en.strip() or not vi.strip():
        return 0.0
    left, right = analyse(en, "en"), analyse(vi, "vi")
    total = _one_way(left, right, HIT) + _one_way(right, left, HIT_BACK)
    ratio = math.log(len(vi) / len(en))
    total -= ratio * ratio / (2 * (LENGTH_VARIANCE + 1.2 / math.sqrt(len(en) * len(vi))))
    items = len(left.items) + len(right.items)
    return 1 / (1 + math.exp(-max(min(BIAS + SLOPE * total * (4 / math.sqrt(max(items, 4))), 30), -30)))


def _one_way(own: Analysis, other: Analysis, rates: dict[str, float]) -> float:
    return sum(WEIGHT[item.kind] * _told(item, own, other, rates[item.kind]) for item in {i.key: i for i in own.items}.values())


def _told(item: Item, own: Analysis, other: Analysis, hit: float) -> float:
    chance = min(-math.expm1(-RATE[item.kind] * max(other.tokens, 1)), 0.95)
    if covering(item, own.language).isdisjoint(other.keys):
        return math.log((1 - hit) / (1 - chance))
    return math.log(hit / chance)
