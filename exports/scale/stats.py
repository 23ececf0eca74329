"""What a corpus is like in numbers, and what two of them have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corpus import duplicates
from corpus.column import detect_column
from corpus.folding import SIDES, folded
from exports.count import count_of
from exports.scale.ledger import SCORE_BARS
from exports.scale.rows import read_rows
from exports.scale.shard import Shard

LANGUAGE_SAMPLE = 2_000  # pairs of each shard whose languages are looked at, spread over it
QUANTILES = (0.01, 0.25, 0.5, 0.75, 0.99)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a corpus."""

    characters: int
    words: int  # parted by white space
    vocabulary: int  # distinct words in lower case, without punctuation; all numbers are one
    distinct: int  # distinct texts, after folding
    length: dict[str, float]  # quantiles of characters: "0.5" is the median
    languages: dict[str, int]  # of a sample of lines


@dataclass(frozen=True, slots=True)
class Stats:
    """A corpus in numbers."""

    pairs: int
    distinct: int  # pairs, after folding
    one_sided: int  # pairs with an empty side
    bad_lines: int
    documents: int  # 0 where they are not named
    en: Side
    vi: Side
    scores: tuple[int, ...]  # pairs by score, in steps of `score_step` from 0; () where there is none
    score_step: float = 1 / SCORE_BARS


class _Tally:
    """What is gathered of one side, shard by shard."""

    def __init__(self) -> None:
        self.characters = self.words = 0
        self.vocabulary = np.empty(0, dtype=np.uint32)
        self.texts: list[NDArray[np.uint64]] = []
        self.lengths: Counter[int] = Counter()
        self.languages: Counter[str] = Counter()

    def add(self, texts: pl.Series, side: str) -> None:
        low = folded(texts)
        lengths = texts.str.len_chars()
        self.characters += int(lengths.sum())
        self.words += int((low.str.count_matches(" ", literal=True) + (low != "").cast(pl.UInt32)).sum())
        self.vocabulary = np.union1d(self.vocabulary, duplicates.bags(low, side).words)
        self.texts.append(low.hash(duplicates.SEEDS[side]).to_numpy())
        self.lengths.update(dict(lengths.value_counts().iter_rows()))
        step = max(len(texts) // LANGUAGE_SAMPLE, 1)
        self.languages.update(detect_column(texts.gather_every(step))["language"].to_list())

    def side(self) -> Side:
        lengths = sorted(self.lengths.items())
        ends = np.cumsum([count for _, count in lengths]) if lengths else np.array([0])
        places = {f"{q:g}": np.searchsorted(ends, q * ends[-1]) for q in QUANTILES}
        return Side(
            self.characters,
            self.words,
            len(self.vocabulary),
            _distinct(self.texts),
            {q: float(lengths[place][0]) for q, place in places.items()} if lengths else {},
            dict(self.languages.most_common()),
        )


def _distinct(keys: Iterable[NDArray[np.uint64]]) -> int:
    ordered = np.sort(np.concatenate([*keys, np.empty(0, np.uint64)]))
    return int((ordered[1:] != ordered[:-1]).sum()) + (len(ordered) > 0)


def stats(shards: Sequence[Shard]) -> Stats:
    """The numbers of all shards. Memory: 24 bytes a pair."""
    sides = {side: _Tally() for side in SIDES}
    pairs = bad = one_sided = 0
    documents: set[str] = set()
    scores = np.zeros(SCORE_BARS, dtype=np.int64)
    for shard in shards:
        rows = read_rows(shard)
        pairs += len(rows.frame)
        bad += len(rows.bad)
        one_sided += int((rows.frame["en"].eq("") | rows.frame["vi"].eq("")).sum())
        for side, tally in sides.items():
            tally.add(rows.frame[side], side)
        if "doc" in rows.frame.columns:
            documents.update(rows.frame["doc"].unique().to_list())
        if "score" in rows.frame.columns:
            found = rows.frame["score"].cast(pl.Float64, strict=False).drop_nulls()
            scores += np.bincount((found * SCORE_BARS).cast(pl.Int64).clip(0, SCORE_BARS - 1).to_numpy(), minlength=SCORE_BARS)
    both = (en ^ vi for en, vi in zip(sides["en"].texts, sides["vi"].texts, strict=True))
    return Stats(
        pairs,
        _distinct(both),
        one_sided,
        bad,
        len(documents - {""}),
        sides["en"].side(),
        sides["vi"].side(),
        tuple(scores.tolist()) if scores.any() else (),
    )


@dataclass(frozen=True, slots=True)
class Overlap:
    """What of a second corpus is found in a first one, after folding; counts are pairs of the second."""

    pairs: int  # of the second in all
    en: int  # whose English is in the first
    vi: int
    both: int  # as one pair
    examples: tuple[str, ...]


EXAMPLES = 10


def overlap(first: Sequence[Shard], second: Sequence[Shard]) -> Overlap:
    """Texts of the second corpus that the first one has. The second is held in memory: name the smaller one there.

    Texts themselves are compared, no hashes, so that nothing found means nothing there.
    """
    as_written = [read_rows(shard).frame.select(SIDES) for shard in second]
    written = pl.concat(as_written) if as_written else pl.DataFrame(schema=dict.fromkeys(SIDES, pl.String))
    held = _folded(written)
    found = {name: pl.repeat(value=False, n=len(held), dtype=pl.Boolean, eager=True) for name in (*SIDES, "both")}
    for shard in first:
        here = _folded(read_rows(shard).frame)
        for side in SIDES:
            found[side] |= held[side].is_in(here[side].implode()) & held[side].ne("")
        found["both"] |= held.select(pl.struct(SIDES))["en"].is_in(here.select(pl.struct(SIDES))["en"].implode())
    any_side = (found["en"] | found["vi"]).arg_true()[:EXAMPLES]
    examples = tuple(f"{en} | {vi}" for en, vi in written[any_side].iter_rows())
    return Overlap(len(held), int(found["en"].sum()), int(found["vi"].sum()), int(found["both"].sum()), examples)


def _folded(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame([folded(frame[side]) for side in SIDES])


def lines(found: Stats | Overlap) -> list[str]:
    """The numbers as lines for people."""
    if isinstance(found, Overlap):
        told = [f"{count_of(found.pairs, 'pair')} looked for"]
        for name, count in (("English sides", found.en), ("Vietnamese sides", found.vi), ("whole pairs", found.both)):
            told.append(f"{name} found: {count:,}")
        return told + [f"  {example}" for example in found.examples]
    told = [f"pairs            {found.pairs:,} ({found.distinct:,} distinct, {found.one_sided:,} with an empty side)"]
    told.append(f"documents        {found.documents:,}" if found.documents else "documents        not named")
    if found.bad_lines:
        told.append(f"no pairs         {count_of(found.bad_lines, 'line')}; songngu clean --rejected FILE lists them")
    for name, side in (("English", found.en), ("Vietnamese", found.vi)):
        texts = count_of(side.distinct, "different text")
        told.append(f"{name:16} {count_of(side.words, 'word')}, {side.vocabulary:,} different; {texts}")
        if not side.length:  # no text, so nothing to say of it
            continue
        told.append(f"{'':16} characters: " + ", ".join(f"{float(q):.0%} below {value:.0f}" for q, value in side.length.items()))
        told.append(f"{'':16} languages of a sample: " + ", ".join(f"{name} {count:,}" for name, count in side.languages.items()))
    if found.scores:
        top = max(found.scores)
        for place, count in enumerate(found.scores):
            low, high = place * found.score_step, (place + 1) * found.score_step
            told.append(f"score {low:.2f} to {high:.2f} {count:9,} {'#' * round(40 * count / top)}")
    return told
