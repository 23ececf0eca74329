"""Anchors: sentences of a long document that surely translate each other, found without looking at all beads.

Rare words, values and names say where to look: what stands in three sentences of a book and its translation in three of the
other makes nine places. The heaviest chain of such places that rises on both sides is the way through the book; an anchor is
sure where its neighbours on the chain lie as it does. Time grows with the number of places, n log n.
Sources: hunalign's partialAlign (Varga et al. 2005) cuts at hapaxes; the chain is a heaviest increasing subsequence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corpus.likelihood import Evidence, Floats, Integers

RARE = 16  # places at which an item may meet its translation: 4 sentences a side, or 2 and 8
NEIGHBOURS = 4  # on the chain, on each side, that are asked
AGREEING = 5  # of them
DRIFT = 3  # sentences by which a neighbour may lie off, where text is missing on one side ...
DRIFT_SHARE = 0.35  # ... and for each sentence between


@dataclass(frozen=True, slots=True)
class Anchor:
    """An English and a Vietnamese sentence that surely translate each other, wholly or in part."""

    en: int
    vi: int


def anchors(evidence: Evidence) -> list[Anchor]:
    """The sure anchors of a document, in order."""
    en, vi, told = evidence.meetings(RARE)
    best = _mutually_best(en, vi, told)
    en, vi, told = en[best], vi[best], told[best]
    chain = _heaviest_chain(vi, told)
    en, vi = en[chain], vi[chain]
    return [Anchor(int(i), int(j)) for i, j in zip(en[_agreeing(en, vi)], vi[_agreeing(en, vi)], strict=True)]


def _mutually_best(en: Integers, vi: Integers, told: Floats) -> Integers:
    """Places that tell most for both of their sentences, by English sentence."""
    order = np.lexsort((vi, -told))
    first_en = order[np.unique(en[order], return_index=True)[1]]
    first_vi = order[np.unique(vi[order], return_index=True)[1]]
    return np.intersect1d(first_en, first_vi)


def _heaviest_chain(vi: Integers, told: Floats) -> list[int]:
    """The heaviest subsequence whose Vietnamese sentences increase; the input is in English order, each sentence once."""
    size = int(vi.max(initial=-1)) + 1
    best = [(0.0, -1)] * (size + 1)  # Fenwick tree: heaviest chain that ends before a sentence
    previous = []
    for number, (column, weight) in enumerate(zip(vi.tolist(), told.tolist(), strict=True)):
        at, heaviest = column, (0.0, -1)
        while at:
            heaviest = max(heaviest, best[at])
            at &= at - 1
        previous.append(heaviest[1])
        at, own = column + 1, (heaviest[0] + weight, number)
        while at <= size:
            best[at] = max(best[at], own)
            at += at & -at
    at, (_, last) = size, (0.0, -1)
    heaviest = (0.0, -1)
    while at:
        heaviest = max(heaviest, best[at])
        at &= at - 1
    chain = []
    last = heaviest[1]
    while last >= 0:
        chain.append(last)
        last = previous[last]
    return chain[::-1]


def _agreeing(en: Integers, vi: Integers) -> Integers:
    """Anchors of a chain most of whose neighbours lie as they do."""
    agree = np.zeros(len(en), dtype=np.intp)
    for step in range(1, NEIGHBOURS + 1):
        down, across = en[step:] - en[:-step], vi[step:] - vi[:-step]
        close = np.abs(across - down) <= DRIFT + DRIFT_SHARE * np.minimum(down, across)
        agree[step:] += close
        agree[:-step] += close
    return np.flatnonzero(agree >= AGREEING)
