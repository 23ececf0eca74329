"""Corpora put together, each pair with where it is from: columns of all inputs, and `source` and `licence`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from exports.options import UsageError
from exports.scale.job import Means, job
from exports.scale.parts import PARTS, join, part_of
from exports.scale.rows import read_rows
from exports.scale.shard import Shard
from exports.scale.work import Counts, whole


@dataclass(frozen=True, slots=True)
class Copy:
    """Write a shard with the columns of all inputs."""

    shard: Shard
    columns: tuple[str, ...]
    licence: str  # of pairs that name none
    kind: str  # key of PARTS

    @property
    def name(self) -> str:  # noqa: D102 - as Task
        return f"copy/{self.shard.number:05}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return (f"{self.name}.part",)

    def work(self, folder: Path) -> Counts:  # noqa: D102
        rows = read_rows(self.shard)
        frame = with_origin(rows.frame, Path(self.shard.name).name, self.licence)
        missing = [pl.lit("").alias(name) for name in self.columns if name not in frame.columns]
        with whole(folder / self.files()[0]) as part:
            PARTS[self.kind](frame.with_columns(missing).select(self.columns), part)
        return {"pairs": len(frame), "bad": [[bad.line, bad.reason] for bad in rows.bad[:SHOWN_BAD]], "bad_count": len(rows.bad)}


SHOWN_BAD = 20  # bad lines of a shard that are said


def with_origin(frame: pl.DataFrame, source: str, licence: str) -> pl.DataFrame:
    """The pairs with columns `source` and `licence`; what a pair says of itself already stays."""
    for name, value in (("source", source), ("licence", licence)):
        own = pl.col(name) if name in frame.columns else pl.lit("")
        frame = frame.with_columns(pl.when(own == "").then(pl.lit(value)).otherwise(own).alias(name))
    return frame


@dataclass(frozen=True, slots=True)
class Joined:
    """A finished concatenation."""

    pairs: dict[str, int]  # of each input
    bad: tuple[str, ...]  # the first lines that are no pairs: "file:line: reason"
    bad_count: int


def concat_files(inputs: Sequence[str], output: Path, licences: Mapping[str, str], means: Means) -> Joined:
    """Put files together in their order. Raises `CorpusError`."""
    for name in licences:
        if name not in inputs:
            raise UsageError(f"--licence {name}: this is none of the inputs")
    kind = part_of(output)
    with job(inputs, output, means) as run:
        columns = tuple(dict.fromkeys(("en", "vi", *(c for shard in run.shards for c in shard.columns), "source", "licence")))
        tasks = [Copy(shard, columns, licences.get(shard.name, ""), kind) for shard in run.shards]
        done = run.runner.phase("copying", tasks, lambda task: task.shard.end - task.shard.start, "bytes")
        run.check_inputs()
        join([run.runner.folder / task.files()[0] for task in tasks], output, columns)
    pairs = dict.fromkeys(inputs, 0)
    bad = []
    for task, result in zip(tasks, done, strict=True):
        pairs[task.shard.name] += result.counts["pairs"]
        bad += [f"{task.shard.name}:{line}: {reason}" for line, reason in result.counts["bad"]]
    return Joined(pairs, tuple(bad[:SHOWN_BAD]), sum(result.counts["bad_count"] for result in done))
