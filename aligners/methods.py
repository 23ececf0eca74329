"""Methods of alignment: how well each run of English sentences fits each run of Vietnamese ones.

A method gives the log-likelihood ratio of translation against chance for beads of given shapes; the lattice, the
priors and the boundaries are the same for all. `length` looks at lengths alone (Gale & Church 1993); `lexical` adds what
the evidence knows: words, values, names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from aligners.anchors import Anchor, anchors
from corpus.evidence import Analysis, analyse_all
from corpus.likelihood import Evidence, Floats, Shape, evidence, run_totals


class Rating(Protocol):
    """Sentences of both sides of a document, ready to be rated as beads."""

    def ratios(self, shapes: Iterable[Shape], en: range, vi: range) -> dict[Shape, Floats]:
        """Log-likelihood ratios, nats, of the beads of each shape inside a part of the document.

        [i, j] is the bead that starts at English i and Vietnamese j of the part: (len(en) - a + 1, len(vi) - b + 1) of them.
        Shapes that do not fit into the part are left out.
        """

    def anchors(self) -> list[Anchor]:
        """Sentences that surely translate each other, in order; long texts are aligned from one to the next."""


class Method(Protocol):
    """Looks at the sentences once and can then rate any bead of them."""

    def __call__(self, en: Sequence[str], vi: Sequence[str], /) -> Rating:
        """Take in the sentences of both sides, in order."""


# Vietnamese to English characters of translated sentences: mean 0.01 of the log ratio; its variance falls from 0.08 at
# 20 characters to 0.026 at 200 (3,949 pairs of NTREX-128 and d2l development data). Unrelated sentences: about 0.8.
MEAN = 0.01
VARIANCE = 0.02
VARIANCE_BY_LENGTH = 1.2
UNRELATED_DEVIATION = 0.8


@dataclass(frozen=True, slots=True)
class Lengths:
    """Lengths in characters as log-normal; source: Gale & Church (1993), with the variance falling with length."""

    en: Floats  # characters by sentence
    vi: Floats

    def ratios(self, shapes: Iterable[Shape], en: range, vi: range) -> dict[Shape, Floats]:
        """As `Rating` says."""
        found = {}
        for a, b in shapes:
            if a <= len(en) and b <= len(vi):
                own = run_totals(self.en[en.start : en.stop], a)[:, None]
                other = run_totals(self.vi[vi.start : vi.stop], b)[None, :]
                variance = VARIANCE + VARIANCE_BY_LENGTH / (np.sqrt(own) * np.sqrt(other))
                ratio = np.log(other) - np.log(own)
                related = (ratio - MEAN) ** 2 / variance + np.log(variance)
                unrelated = (ratio / UNRELATED_DEVIATION) ** 2 + 2 * np.log(UNRELATED_DEVIATION)
                found[a, b] = 0.5 * (unrelated - related)
        return found

    def anchors(self) -> list[Anchor]:
        """None: a length alone is never sure."""
        return []


def by_length(en: Sequence[str], vi: Sequence[str]) -> Lengths:
    """The method `length`."""
    return Lengths(*(np.array([max(len(text), 1) for text in side], dtype=np.float64) for side in (en, vi)))


BLOCK = 500  # sentences whose analyses are in memory at once


@dataclass(frozen=True, slots=True)
class Lexical:
    """Words, values and names by the hit/miss model, and lengths."""

    evidence: Evidence
    lengths: Lengths

    def ratios(self, shapes: Iterable[Shape], en: range, vi: range) -> dict[Shape, Floats]:
        """As `Rating` says."""
        lengths = self.lengths.ratios(shapes, en, vi)
        return {shape: told + lengths[shape] for shape, told in self.evidence.ratios(lengths, en, vi).items()}

    def anchors(self) -> list[Anchor]:
        """Where rare words, values and names meet."""
        return anchors(self.evidence)


def by_words(en: Sequence[str], vi: Sequence[str]) -> Lexical:
    """The method `lexical`."""
    return Lexical(evidence(_analysed(en, "en"), _analysed(vi, "vi")), by_length(en, vi))


def _analysed(texts: Sequence[str], language: str) -> Iterator[Analysis]:
    for at in range(0, len(texts), BLOCK):
        yield from analyse_all(texts[at : at + BLOCK], language)


METHODS: Mapping[str, Method] = {"lexical": by_words, "length": by_length}
