"""Pairs dealt into train, dev and test so that nothing in dev or test is known from train.

By document: whole documents go to one set, at random; then pairs of train that share a side with dev or test, or are nearly
the same, are left out (and likewise of dev with test). By pair: pairs that share a side or are nearly the same form a group,
and whole groups go to one set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corpus import duplicates
from corpus.duplicates import SEEDS, Ids
from corpus.errors import UnknownName
from corpus.folding import SIDES, folded
from exports.count import NO_PAIR, count_of
from exports.options import UsageError
from exports.scale.clean import Source, load, near_links, save, screen_all
from exports.scale.job import Job, Means, job, refuse_lost
from exports.scale.ledger import mixed
from exports.scale.parts import PARTS, join
from exports.scale.work import Counts, whole

SETS = ("train", "dev", "test", "left_out")  # their places are the labels
TRAIN, DEV, TEST, LEFT_OUT = range(4)
BY = ("document", "pair")
SUFFIXES = {"tsv": ".tsv", "jsonl": ".jsonl", "parquet": ".parquet", "moses": ".en-vi"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a user asks of a split."""

    dev: int  # pairs, at most
    test: int
    by: str = "document"
    near: float = 0.8  # share of words, above which two pairs are nearly the same
    to: str = "tsv"
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Deal:
    """Write the pairs of a shard into a part of each set."""

    screen: Source
    first: int
    labels: str  # digest of all labels
    columns: tuple[str, ...]
    kind: str  # key of PARTS

    @property
    def name(self) -> str:  # noqa: D102 - as Task
        return f"deal/{self.screen.name.split('/')[1]}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return tuple(f"{self.name}.{name}" for name in SETS)

    def work(self, folder: Path) -> Counts:  # noqa: D102
        labels = load(folder, "labels.npy")[self.first : self.first + self.screen.pairs]
        frame = pl.read_ipc(folder / f"{self.screen.name}.arrow")
        missing = [pl.lit("").alias(name) for name in self.columns if name not in frame.columns]
        frame = frame.with_columns(missing).select(self.columns)
        for label, name in enumerate(SETS):
            with whole(folder / f"{self.name}.{name}") as part:
                PARTS[self.kind](frame.filter(pl.Series(labels == label)), part)
        return {}


@dataclass(frozen=True, slots=True)
class Dealt:
    """A finished split."""

    counts: dict[str, int]  # pairs of each set
    documents: dict[str, int]  # of train, dev and test, where documents are known
    bad: int  # lines that are no pairs
    paths: tuple[Path, ...]


def split_paths(folder: Path, to: str) -> tuple[Path, ...]:
    """All that a split may write."""
    return tuple(folder / f"{name}{SUFFIXES[to]}" for name in SETS)


def split_files(inputs: Sequence[str], folder: Path, wish: Wish, means: Means) -> Dealt:
    """Split files into `folder`, which is made if it is not there. Raises `CorpusError`."""
    if wish.by not in BY:
        raise UnknownName("--by", wish.by, BY)
    if wish.to not in SUFFIXES:
        raise UnknownName("--to", wish.to, SUFFIXES)
    refuse_lost(inputs, split_paths(folder, wish.to))
    with job(inputs, folder / "split", means) as run:
        start = screen_all(run.shards, (), run.runner)
        if start.pairs < wish.dev + wish.test:
            raise UsageError(f"{start.pairs:,} pairs are not enough for {wish.dev:,} of dev and {wish.test:,} of test")
        columns = tuple(dict.fromkeys(("en", "vi", *(name for shard in run.shards for name in shard.columns))))
        compared = near_links(start.sources, (), wish.near, run.runner)
        keys, documents = _read(run, start.sources)
        labels = deal(list(keys.values()), _near_links(run, compared), documents, wish)
        _refuse_empty(labels, wish, by_document=wish.by == "document" and bool(documents.any()))
        save(run.runner.folder, "labels.npy", labels)
        digest = str(hash_of(labels))
        kind = "tsv" if wish.to == "moses" else wish.to
        tasks = [Deal(source, source.first, digest, columns, kind) for source in start.sources]
        run.runner.phase("writing", tasks, lambda task: task.screen.pairs)
        run.check_inputs()
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for label, name in enumerate(SETS):
            path = folder / f"{name}{SUFFIXES[wish.to]}"
            if label != LEFT_OUT or (labels == LEFT_OUT).any():
                join([run.runner.folder / f"{task.name}.{name}" for task in tasks], path, columns)
                paths.append(path)
        counts = {name: int((labels == label).sum()) for label, name in enumerate(SETS)}
        known = (
            {name: len(np.unique(documents[labels == label])) for label, name in enumerate(SETS[:3])} if documents.any() else {}
        )
        bad = sum(sum(done.counts["bad"].values()) for done in start.read)
    return Dealt(counts, known, bad, tuple(paths))


def _refuse_empty(labels: NDArray[np.uint8], wish: Wish, *, by_document: bool) -> None:
    """A set that was asked for and came out empty would be noticed only when it is used. Raises `UsageError`."""
    for label, name, wanted in ((TEST, "test", wish.test), (DEV, "dev", wish.dev)):
        if wanted and not (labels == label).any():
            what = "document" if by_document else "group of pairs that are alike"
            remedy = "give --by pair, or a larger number" if by_document else "give a larger number, or a higher --near-dup"
            raise UsageError(f"--{name} {wanted:,}: {name} would be empty, no {what} of at most so many pairs is left; {remedy}")


def hash_of(labels: NDArray[np.uint8]) -> int:
    """A number that tells one array of labels from another."""
    places = np.arange(len(labels), dtype=np.uint64)
    return int(mixed(places * np.uint64(4) + labels, 0).sum(dtype=np.uint64))


def _read(run: Job, screens: Sequence[Source]) -> tuple[dict[str, NDArray[np.uint64]], NDArray[np.uint64]]:
    """A key of each folded side of all pairs, and of their documents; document 0 is none."""
    keys: dict[str, list[NDArray[np.uint64]]] = {side: [] for side in SIDES}
    documents = []
    for screen in screens:
        frame = pl.read_ipc(run.runner.folder / f"{screen.name}.arrow")
        for side in SIDES:
            keys[side].append(folded(frame[side]).hash(SEEDS[side]).to_numpy())
        doc = frame["doc"] if "doc" in frame.columns else pl.repeat("", len(frame), eager=True)
        documents.append(np.where((doc == "").to_numpy(), 0, doc.hash(0).to_numpy()).astype(np.uint64))
    return {side: np.concatenate(found) for side, found in keys.items()}, np.concatenate(documents)


def _near_links(run: Job, compared: Sequence[Source]) -> tuple[Ids, Ids]:
    links = np.concatenate([load(run.runner.folder, f"{source.name}.npy") for source in compared], axis=1)
    return links[0], links[1]


def deal(
    keys: Sequence[NDArray[np.uint64]], near: tuple[Ids, Ids], documents: NDArray[np.uint64], wish: Wish
) -> NDArray[np.uint8]:
    """The label (place in `SETS`) of each pair, from the keys of its two sides, verified links and documents (0: none).

    A unit (document, or group of pairs that are alike) is taken whole; units too big for what is still wanted stay in train.
    """
    pairs = len(documents)
    if wish.by == "document" and documents.any():
        _, units = np.unique(np.where(documents > 0, documents, np.arange(pairs, dtype=np.uint64)), return_inverse=True)
        return _without_leaks(_drawn(units, wish), keys, duplicates.groups(*near, pairs))
    links = [*(duplicates.repeats(key) for key in keys), near]
    later, earlier = (np.concatenate([link[end] for link in links]) for end in (0, 1))
    _, units = np.unique(duplicates.groups(later, earlier, pairs), return_inverse=True)
    return _drawn(units, wish)


def _drawn(units: Ids, wish: Wish) -> NDArray[np.uint8]:
    first = np.full(units.max() + 1 if len(units) else 0, len(units), dtype=np.int64)
    np.minimum.at(first, units, np.arange(len(units)))
    sizes = np.bincount(units)
    chosen = np.zeros(len(sizes), dtype=np.uint8)
    order = np.argsort(mixed(first.astype(np.uint64), wish.seed)).tolist()
    for label, wanted in ((TEST, wish.test), (DEV, wish.dev)):
        room = wanted
        for unit in order:
            if room == 0:
                break
            if chosen[unit] == TRAIN and sizes[unit] <= room:
                chosen[unit] = label
                room -= int(sizes[unit])
    return chosen[units]


def _without_leaks(labels: NDArray[np.uint8], keys: Sequence[NDArray[np.uint64]], alike: Ids) -> NDArray[np.uint8]:
    """Labels in which no pair of train shares a side or a group with one of dev or test, nor one of dev with one of test."""
    labels = labels.copy()
    for label, below in ((TEST, (TRAIN, DEV)), (DEV, (TRAIN,))):
        held = labels == label
        known = np.isin(alike, alike[held])
        for key in keys:
            known |= np.isin(key, key[held])
        labels[known & np.isin(labels, below)] = LEFT_OUT
    return labels


def said(dealt: Dealt) -> list[str]:
    """The account of a split in lines."""
    counts = Counter(dealt.counts)
    lines = [", ".join(f"{name} {counts[name]:,}" for name in SETS[:3]) + " pairs"]
    if dealt.documents:
        lines.append("documents: " + ", ".join(f"{name} {count:,}" for name, count in dealt.documents.items()))
    if counts["left_out"]:
        lines.append(f"{count_of(counts['left_out'], 'pair')} left out for a side or nearly the same words as dev or test")
    if dealt.bad:
        lines.append(f"{count_of(dealt.bad, *NO_PAIR)}; songngu clean --rejected FILE lists them")
    return [*lines, *(f"wrote {path}" for path in dealt.paths)]
