"""Methods of alignment: how well each run of English sentences fits each run of Vietnamese ones.

A method gives the log-likelihood ratio of translation against chance for beads of a given shape; the lattice, the
priors and the boundaries are the same for all. `length` looks at lengths alone (Gale & Church 1993); `lexical` adds what
the evidence knows: words, values, names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from corpus.evidence import analyse
from corpus.likelihood import Floats, evidence, grouped


class Ratios(Protocol):
    """Log-likelihood ratios, nats, of all beads of a shape; [i, j] is the bead that starts at English i, Vietnamese j."""

    def __call__(self, en_size: int, vi_size: int, /) -> Floats:
        """Array of shape (len(en) - en_size + 1, len(vi) - vi_size + 1)."""


class Method(Protocol):
    """Looks at the sentences once and can then rate any bead of them."""

    def __call__(self, en: Sequence[str], vi: Sequence[str], /) -> Ratios:
        """Take in the sentences of both sides, in order."""


# Vietnamese to English characters of translated sentences: mean 0.01 of the log ratio; its variance falls from 0.08 at
# 20 characters to 0.026 at 200 (3,949 pairs of NTREX-128 and d2l development data). Unrelated sentences: about 0.8.
MEAN = 0.01
VARIANCE = 0.02
VARIANCE_BY_LENGTH = 1.2
UNRELATED_DEVIATION = 0.8


def length_ratios(en: Sequence[str], vi: Sequence[str]) -> Ratios:
    """Lengths in characters as log-normal; source: Gale & Church (1993), with the variance falling with length."""
    en_chars = np.array([max(len(text), 1) for text in en], dtype=np.float64)
    vi_chars = np.array([max(len(text), 1) for text in vi], dtype=np.float64)

    def ratios(en_size: int, vi_size: int) -> Floats:
        own = grouped(en_chars, en_size, 0, total=True)[:, None]
        other = grouped(vi_chars, vi_size, 0, total=True)[None, :]
        ratio = np.log(other / own)
        variance = VARIANCE + VARIANCE_BY_LENGTH / np.sqrt(own * other)
        related = -0.5 * ((ratio - MEAN) ** 2 / variance + np.log(variance))
        unrelated = -0.5 * (ratio / UNRELATED_DEVIATION) ** 2 - np.log(UNRELATED_DEVIATION)
        found: Floats = related - unrelated
        return found

    return ratios


def lexical_ratios(en: Sequence[str], vi: Sequence[str]) -> Ratios:
    """Words, values and names by the hit/miss model, and lengths."""
    known = evidence([analyse(text, "en") for text in en], [analyse(text, "vi") for text in vi])
    lengths = length_ratios(en, vi)

    def ratios(en_size: int, vi_size: int) -> Floats:
        found: Floats = known.ratios(en_size, vi_size) + lengths(en_size, vi_size)
        return found

    return ratios


METHODS: Mapping[str, Method] = {"lexical": lexical_ratios, "length": length_ratios}
