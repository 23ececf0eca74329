"""A reference-free score: the probability that a pair is an acceptable translation, and what took off how much of it.

Offline, and the same for a pair whatever stands beside it. Features and model are in `corpus.scoring`; what they were
fitted on, and what they cannot see, is in docs/score.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.evidence import Analysis, analyse, analyse_all
from corpus.scoring.model import measured, model
from corpus.scoring.pairs import Pairs, read
from corpus.scoring.reason import reason

if TYPE_CHECKING:
    import polars as pl

BLOCK = 500  # pairs that are scored together
LEAST_TOLD = 0.3  # log-odds; what takes off less is not worth telling


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature says of a pair."""

    feature: str  # its name in `corpus.scoring.features`
    value: float  # of the feature
    off: float  # log-odds that it takes off
    text: str  # in words


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score and what it came from."""

    score: float  # 0..1
    contributions: tuple[Contribution, ...]  # largest first


def score(en: str, vi: str) -> float:
    """Probability that a pair is an acceptable translation, 0..1; 0 where a side is empty.

    >>> score("The two leaders met.", "Hai nhà lãnh đạo đã gặp nhau.") > score("The two leaders met.", "Giá gạo tăng.")
    True
    """
    en, vi = _plain(en), _plain(vi)
    if not en or not vi:
        return 0.0
    return _scores(read([en], [vi], [analyse(en, "en")], [analyse(vi, "vi")]))[0]


def score_all(en: Sequence[str], vi: Sequence[str]) -> list[float]:
    """The score of each pair, as `score` gives it; quicker than one by one.

    >>> score_all(["It rains.", ""], ["Trời mưa.", "Trời mưa."])[1]
    0.0
    """
    found = [0.0] * len(en)
    texts = [(_plain(one), _plain(other)) for one, other in zip(en, vi, strict=True)]
    filled = [number for number, sides in enumerate(texts) if all(sides)]
    for at in range(0, len(filled), BLOCK):
        numbers = filled[at : at + BLOCK]
        left, right = ([texts[number][side] for number in numbers] for side in (0, 1))
        block = read(left, right, analyse_all(left, "en"), analyse_all(right, "vi"))
        for number, value in zip(numbers, _scores(block), strict=True):
            found[number] = value
    return found


def score_analysed(en: Sequence[Analysis], vi: Sequence[Analysis]) -> list[float]:
    """The score of pairs that are analysed already; no text is empty."""
    found: list[float] = []
    for at in range(0, len(en), BLOCK):
        left, right = en[at : at + BLOCK], vi[at : at + BLOCK]
        found += _scores(read([one.text for one in left], [one.text for one in right], left, right))
    return found


def score_column(pairs: pl.DataFrame, en: str = "en", vi: str = "vi") -> pl.Series:
    """The score of each row, a column `score` of Float64; an empty or null side gives 0."""
    import polars as pl  # noqa: PLC0415 - heavy

    found: list[float] = []
    for rows in pairs.select(en, vi).iter_slices(BLOCK):
        found += score_all(rows[en].fill_null("").to_list(), rows[vi].fill_null("").to_list())
    return pl.Series("score", found, dtype=pl.Float64)


def explain(en: str, vi: str) -> Explanation:
    """The score of a pair and what took off how much, largest first.

    >>> explain("The tariff is 5%.", "Mức thuế là 6%.").contributions[0].text
    '"5%" is not stated in Vietnamese'
    """
    en, vi = _plain(en), _plain(vi)
    if not en or not vi:
        return Explanation(
            0.0, (Contribution("empty", 1.0, float("inf"), f"the {'Vietnamese' if en else 'English'} side is empty"),)
        )
    left, right = analyse(en, "en"), analyse(vi, "vi")
    values = measured(read([en], [vi], [left], [right]))
    off = model().taken_off(values)
    found = [
        Contribution(name, float(values[name][0]), float(taken[0]), reason(name, left, right))
        for name, taken in off.items()
        if taken[0] >= LEAST_TOLD
    ]
    return Explanation(model().probabilities(off)[0], tuple(sorted(found, key=lambda one: (-one.off, one.feature))))


def _scores(pairs: Pairs) -> list[float]:
    return model().probabilities(model().taken_off(measured(pairs)))


def _plain(text: str) -> str:
    """NFC, without spaces around."""
    return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
