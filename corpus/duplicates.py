"""Pairs that say again what an earlier pair said: the same text after folding, or nearly the same words.

Near duplicates are found by MinHash over the words of both sides and locality-sensitive hashing of its bands (Broder 1997;
Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3), then verified by the share of words in common.
Everything is numpy over flat arrays of words; no row is looked at alone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corpus.folding import SIDES
from corpus.lexicon import old_style
from corpus.syllable import TONES, bases

Ids: TypeAlias = NDArray[np.int64]
Words: TypeAlias = NDArray[np.uint32]

SEEDS = {"en": 2025, "vi": 2026}  # of the two sides' hashes, so that swapped sides are another pair
BANDS, ROWS = 16, 4  # pairs with 64 % of their words in common meet in one band of sixteen with 95 % chance
BLOCK = 16_384  # words hashed at once: stays in the processor's cache
PUNCTUATION = r"""[.,;:!?"'()\[\]{}“”‘’«»…–—/-]"""
NUMBER = 0x9E3779B9  # stands for every word with a digit in it


def keys(frame: pl.DataFrame) -> NDArray[np.uint64]:
    """One number for the folded texts of each pair. Comparable inside one run: polars' hash may change between versions."""
    both = (pl.col(f"folded_{side}").hash(SEEDS[side]) for side in SIDES)
    return frame.select(key=next(both) ^ next(both))["key"].to_numpy()


def repeats(found: NDArray[np.uint64]) -> tuple[Ids, Ids]:
    """Places whose key an earlier place has, and the first place that has it.

    >>> [places.tolist() for places in repeats(np.array([7, 5, 7, 7], dtype=np.uint64))]
    [[2, 3], [0, 0]]
    """
    order = np.argsort(found, kind="stable")
    ranked = found[order]
    starts = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1]))) if len(ranked) else np.empty(0, np.int64)
    first = np.repeat(order[starts], np.diff(np.append(starts, len(ranked))))
    again = first != order
    place = np.argsort(order[again], kind="stable")
    return order[again][place], first[again][place]


@dataclass(frozen=True, slots=True)
class Bags:
    """The distinct words of each pair as numbers: those of row n are `words[starts[n]:starts[n + 1]]`."""

    words: Words
    starts: Ids  # one more than there are rows


@cache
def _styles() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Hashes of syllables with their tone mark in the new style, sorted, and of the same in the old one (hoà, hòa)."""
    open_ended = sorted(base for base in bases() if base.endswith(("oa", "oe", "uy")))
    new = sorted({unicodedata.normalize("NFC", base + mark) for base in open_ended for mark in TONES})
    pairs = pl.DataFrame([(word, old_style(word)) for word in new if old_style(word) != word], ["new", "old"], orient="row")
    hashed = pairs.select(pl.all().hash(SEEDS["vi"])).sort("new")
    return hashed["new"].to_numpy(), hashed["old"].to_numpy()


def bags(texts: pl.Series, side: str) -> Bags:
    """The distinct words of folded texts, without punctuation; numbers are all one word, and so are both tone styles."""
    split = texts.str.replace_all(PUNCTUATION, "").str.split(" ")
    words = split.explode()
    hashed = words.hash(SEEDS[side]).to_numpy()
    if side == "vi":
        new, old = _styles()
        place = np.minimum(np.searchsorted(new, hashed), len(new) - 1)
        hashed = np.where(new[place] == hashed, old[place], hashed)
    short = (hashed >> np.uint64(32)).astype(np.uint32)
    short[words.str.contains("[0-9]").to_numpy()] = NUMBER
    rows = np.repeat(np.arange(len(texts), dtype=np.uint64), split.list.len().to_numpy())
    placed = np.sort(((rows << np.uint64(32)) | short)[(words != "").to_numpy()])  # np.unique takes ten times as long
    distinct = placed[np.concatenate(([True], placed[1:] != placed[:-1]))] if len(placed) else placed
    starts = np.searchsorted(distinct, np.arange(len(texts) + 1, dtype=np.uint64) << np.uint64(32))
    return Bags(distinct.astype(np.uint32), starts)


def bands(en: Bags, vi: Bags) -> NDArray[np.uint64]:
    """`BANDS` keys a pair, shape (BANDS, rows): pairs that share one of them may be nearly the same."""
    rows = len(en.starts) - 1
    lowest = np.minimum(_lowest(en, _factors()), _lowest(vi, _factors()))
    key = np.zeros((BANDS, rows), dtype=np.uint64)
    for row in range(ROWS):
        key = (key ^ lowest[row::ROWS]) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return key


@cache
def _factors() -> Words:
    return np.random.default_rng(64).integers(0, 2**31, BANDS * ROWS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)


def _lowest(found: Bags, factors: Words) -> Words:
    """The lowest value of each hash function over the words of each row, shape (functions, rows)."""
    rows = len(found.starts) - 1
    lowest = np.full((len(factors), rows), np.iinfo(np.uint32).max, dtype=np.uint32)
    counts = np.diff(found.starts)
    filled = np.flatnonzero(counts)  # reduceat cannot take empty rows
    starts = found.starts[filled]
    at = 0
    while at < len(filled):
        end = max(int(np.searchsorted(starts, starts[at] + BLOCK)), at + 1)
        stop = found.starts[filled[end - 1] + 1]
        words = found.words[starts[at] : stop]
        places = starts[at:end] - starts[at]
        for n, factor in enumerate(factors):
            lowest[n, filled[at:end]] = np.minimum.reduceat(words * factor, places)
        at = end
    return lowest


def candidates(key: NDArray[np.uint64]) -> tuple[Ids, Ids]:
    """Places (later, earlier) worth comparing among those with the same key of a band: with the first one and the one before.

    Two for each place at most, so that a key that many share costs no more than others.
    """
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    same = np.concatenate(([False], ranked[1:] == ranked[:-1])) if len(ranked) else np.empty(0, bool)
    at = np.flatnonzero(same)
    starts = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))[at] if len(order) else at
    far = starts < at - 1
    later = np.concatenate((order[at], order[at][far]))
    return later, np.concatenate((order[at - 1], order[starts][far]))


def alike(one: Bags, other: Bags) -> NDArray[np.float64]:
    """Share of words that row n of both has in common, 0..1 (twice the common ones by all); 1 where both have none."""
    sizes = np.diff(one.starts) + np.diff(other.starts)
    keyed = [_keyed(found) for found in (one, other)]
    both = np.sort(np.concatenate(keyed), kind="stable")  # two ordered runs, which this kind merges
    common = both[:-1][both[1:] == both[:-1]] >> np.uint64(32)
    shared = np.bincount(common.astype(np.int64), minlength=len(sizes))
    return np.where(sizes > 0, 2 * shared / np.maximum(sizes, 1), 1.0)


def _keyed(found: Bags) -> NDArray[np.uint64]:
    rows = np.repeat(np.arange(len(found.starts) - 1, dtype=np.uint64), np.diff(found.starts))
    return (rows << np.uint64(32)) | found.words


def taken(found: Bags, rows: Ids) -> Bags:
    """The bags of some rows, in that order."""
    counts = np.diff(found.starts)[rows]
    starts = np.concatenate(([0], np.cumsum(counts)))
    places = np.arange(starts[-1]) - np.repeat(starts[:-1], counts) + np.repeat(found.starts[rows], counts)
    return Bags(found.words[places], starts)


def settle(later: Ids, earlier: Ids, count: int) -> tuple[Ids, Ids]:
    """Which of `count` places are dropped, and the kept place that each repeats.

    A place is dropped only for one that is kept: chains of small changes do not swallow each other.
    """
    dropped = bytearray(count)
    gone, kept = [], []
    order = np.lexsort((earlier, later))
    for after, before in zip(later[order].tolist(), earlier[order].tolist(), strict=True):
        if not dropped[after] and not dropped[before]:
            dropped[after] = 1
            gone.append(after)
            kept.append(before)
    return np.array(gone, dtype=np.int64), np.array(kept, dtype=np.int64)


def groups(later: Ids, earlier: Ids, count: int) -> Ids:
    """The lowest place that each of `count` places hangs together with, by any chain of the given links."""
    parent = list(range(count))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for after, before in zip(later.tolist(), earlier.tolist(), strict=True):
        one, other = root(after), root(before)
        parent[max(one, other)] = min(one, other)
    return np.array([root(place) for place in range(count)], dtype=np.int64)


def near(frame: pl.DataFrame, least: float) -> tuple[Ids, Ids]:
    """Verified links (later, earlier) between the rows of one frame with `folded_en`, `folded_vi`."""
    both = [bags(frame[f"folded_{side}"], side) for side in SIDES]
    links = [candidates(key) for key in bands(both[0], both[1])]
    later, earlier = distinct(np.concatenate([a for a, _ in links]), np.concatenate([b for _, b in links]))
    return verified(both, both, later, earlier, least)


def distinct(later: Ids, earlier: Ids) -> tuple[Ids, Ids]:
    """Each link once, by later place, then earlier one."""
    if not len(later):
        return later, earlier
    order = np.lexsort((earlier, later))
    later, earlier = later[order], earlier[order]
    new = np.concatenate(([True], (later[1:] != later[:-1]) | (earlier[1:] != earlier[:-1])))
    return later[new], earlier[new]


CHUNK = 100_000  # links verified at once


def verified(left: list[Bags], right: list[Bags], later: Ids, earlier: Ids, least: float) -> tuple[Ids, Ids]:
    """The links (row of `left`, row of `right`; bags of both sides) whose rows share `least` of their words on each side."""
    good = []
    for start in range(0, len(later), CHUNK):
        chunk = np.arange(start, min(start + CHUNK, len(later)))
        for one, other in zip(left, right, strict=True):
            sizes, others = np.diff(one.starts)[later[chunk]], np.diff(other.starts)[earlier[chunk]]
            chunk = chunk[2 * np.minimum(sizes, others) >= least * (sizes + others)]  # others share too little whatever they are
        for one, other in zip(left, right, strict=True):
            chunk = chunk[alike(taken(one, later[chunk]), taken(other, earlier[chunk])) >= least]
        good.append(chunk)
    places = np.concatenate(good) if good else np.empty(0, dtype=np.int64)
    return later[places], earlier[places]
