"""How alike a sentence and its partner are: what decides whether two that the lattice has put together are kept as a pair.

The hit/miss model with chances that are the same for every pair, then a logistic curve. Its two coefficients were set by
hand so that right pairs of news come out near 1 and pairs of neighbouring sentences near 0. It asks what the sides share,
not whether one is a good translation: that is `corpus.adequacy`.
"""

from __future__ import annotations

import math
import unicodedata

from corpus.evidence import Analysis, Item, analyse, covering
from corpus.likelihood import HIT, HIT_BACK, WEIGHT

# Chance that one item is covered by a sentence it has nothing to do with, for each token of that sentence
RATE = {"word": 0.003, "function": 0.02, "value": 0.0005, "name": 0.0005}
SLOPE = 0.35
BIAS = -0.3
LENGTH_VARIANCE = 0.06  # of the log ratio of lengths, before what short texts add
LENGTH_VARIANCE_SHORT = 1.2  # divided by the number of characters
FEWEST_ITEMS = 4  # for which the curve is not made flatter: a sum over many items is surer than its size says
MOST_CHANCE = 0.95
STEEPEST = 30  # exponent beyond which the curve is 0 or 1 anyway


def likeness(en: str, vi: str) -> float:
    """How likely the two sides are to belong together, 0..1; 0 where one is empty.

    >>> likeness("The two leaders met.", "Hai nhà lãnh đạo đã gặp nhau.") > likeness("The two leaders met.", "Giá gạo tăng.")
    True
    """
    if not en.strip() or not vi.strip():
        return 0.0
    en, vi = (unicodedata.normalize("NFC", text) for text in (en, vi))
    left, right = analyse(en, "en"), analyse(vi, "vi")
    total = _one_way(left, right, HIT) + _one_way(right, left, HIT_BACK)
    ratio = math.log(len(vi) / len(en))
    total -= ratio * ratio / (2 * (LENGTH_VARIANCE + LENGTH_VARIANCE_SHORT / math.sqrt(len(en) * len(vi))))
    items = max(len(left.items) + len(right.items), FEWEST_ITEMS)
    exponent = BIAS + SLOPE * total * FEWEST_ITEMS / math.sqrt(items)
    return 1 / (1 + math.exp(-max(min(exponent, STEEPEST), -STEEPEST)))


def _one_way(own: Analysis, other: Analysis, rates: dict[str, float]) -> float:
    return sum(WEIGHT[item.kind] * _told(item, own, other, rates[item.kind]) for item in {i.key: i for i in own.items}.values())


def _told(item: Item, own: Analysis, other: Analysis, hit: float) -> float:
    chance = min(-math.expm1(-RATE[item.kind] * max(other.tokens, 1)), MOST_CHANCE)
    if covering(item, own.language).isdisjoint(other.keys):
        return math.log((1 - hit) / (1 - chance))
    return math.log(hit / chance)
