"""Cleaning as tasks: screen each shard, find duplicates over all of them, judge what is left, write what is kept.

The number of a pair (`id`) is its place among all pairs that were read: shards in their order, rows in theirs. So the first
copy of a pair is the one that is kept, however many processes there are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corpus import duplicates
from corpus.duplicates import Bags, Ids
from corpus.folding import SIDES, folded
from corpus.judge import judge
from corpus.rules import BIT, JUDGED, Use, mask, screened
from exports.scale.executor import Executor
from exports.scale.ledger import Ledger, counted, rule_names, total
from exports.scale.parts import PARTS
from exports.scale.progress import Progress
from exports.scale.rows import LINE, in_lines, read_rows
from exports.scale.shard import Shard
from exports.scale.work import Counts, Done, Task, finished, whole

BUCKET_PAIRS = 4_000_000  # whose keys are sorted at once, in about 250 MB
JUDGED_PAIRS = 5_000  # of one task: some seconds of work, all that is lost when it is killed


def save(folder: Path, name: str, values: NDArray[Any]) -> None:
    """Write an array, whole or not at all."""
    with whole(folder / name) as part, part.open("wb") as out:
        np.save(out, values)


def load(folder: Path, name: str) -> NDArray[Any]:
    """An array of which only the parts in use come into memory."""
    return np.load(folder / name, mmap_mode="r")  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Screen:
    """Read a shard, normalise it and apply the cheap rules."""

    shard: Shard
    rules: tuple[Use, ...]

    @property
    def name(self) -> str:  # noqa: D102 - as Task
        return f"screen/{self.shard.number:05}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return tuple(f"{self.name}{suffix}" for suffix in (".arrow", ".keys.npy", ".lines.npy", ".bad.jsonl"))

    def work(self, folder: Path) -> Counts:  # noqa: D102
        rows = read_rows(self.shard)
        frame = screened(rows.frame, self.rules)
        alive = (frame["caught"].to_numpy() & mask(self.rules, "drop")) == 0
        keys = np.where(alive, duplicates.keys(frame), 0)
        save(folder, f"{self.name}.keys.npy", np.stack((keys, alive.astype(np.uint64))))
        save(folder, f"{self.name}.lines.npy", frame[LINE].to_numpy())
        with whole(folder / f"{self.name}.arrow") as part:
            frame.drop("folded_en", "folded_vi", LINE).write_ipc(part)
        with whole(folder / f"{self.name}.bad.jsonl") as part:
            lines = (json.dumps([bad.line, bad.reason, bad.text], ensure_ascii=True) + "\n" for bad in rows.bad)
            part.write_text("".join(lines), encoding="utf-8")
        reasons = Counter(bad.reason.split(" (")[0] for bad in rows.bad)
        return {"pairs": len(frame), "bad": dict(reasons), "blank": rows.blank}


@dataclass(frozen=True, slots=True)
class Source:
    """A task whose files another one reads."""

    name: str
    key: str
    first: int = 0  # id of the first pair of a shard
    pairs: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """Find pairs with the same texts as an earlier one, among the keys of one bucket."""

    bucket: int
    buckets: int
    screens: tuple[Source, ...]

    @property
    def name(self) -> str:  # noqa: D102
        return f"repeat/{self.bucket:03}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return (f"{self.name}.npy",)

    def work(self, folder: Path) -> Counts:  # noqa: D102
        ids, keys = [], []
        for source in self.screens:
            key, alive = load(folder, f"{source.name}.keys.npy")
            rows = np.flatnonzero((alive == 1) & (key % np.uint64(self.buckets) == self.bucket))
            ids.append(rows + source.first)
            keys.append(key[rows])
        places = np.concatenate(ids)
        later, first = duplicates.repeats(np.concatenate(keys))
        save(folder, f"{self.name}.npy", np.stack((places[later], places[first])))
        return {"repeats": len(later)}


def within(folder: Path, sources: Sequence[Source], shard: Source) -> tuple[Ids, Ids]:
    """Rows of a shard, and what they are linked to, from files of links (later id, earlier id) sorted by the later one."""
    found = []
    for source in sources:
        links = load(folder, f"{source.name}.npy")
        start, end = np.searchsorted(links[0], (shard.first, shard.first + shard.pairs))
        found.append(np.array(links[:, start:end]))
    links = np.concatenate(found, axis=1) if found else np.empty((2, 0), dtype=np.int64)
    return links[0] - shard.first, links[1]


@dataclass(frozen=True, slots=True)
class Sign:
    """Lay the words of a shard's pairs out as numbers, and take the keys of their bands."""

    screen: Source
    repeats: tuple[Source, ...]

    @property
    def name(self) -> str:  # noqa: D102
        return f"sign/{self.screen.name.split('/')[1]}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        bags = (f"{self.name}.{side}.{what}.npy" for side in SIDES for what in ("words", "starts"))
        return (f"{self.name}.ids.npy", f"{self.name}.bands.npy", *bags)

    def work(self, folder: Path) -> Counts:  # noqa: D102
        alive = load(folder, f"{self.screen.name}.keys.npy")[1] == 1
        alive[within(folder, self.repeats, self.screen)[0]] = False
        frame = _frame(folder, self.screen, SIDES).filter(pl.Series(alive))
        bags = {side: duplicates.bags(folded(frame[side]), side) for side in SIDES}
        for side, found in bags.items():
            save(folder, f"{self.name}.{side}.words.npy", found.words)
            save(folder, f"{self.name}.{side}.starts.npy", found.starts)
        save(folder, f"{self.name}.bands.npy", duplicates.bands(bags["en"], bags["vi"]))
        save(folder, f"{self.name}.ids.npy", np.flatnonzero(alive) + self.screen.first)
        return {"pairs": len(frame)}


@dataclass(frozen=True, slots=True)
class Meet:
    """Find pairs that share a key of one band."""

    band: int
    bucket: int
    buckets: int
    signs: tuple[Source, ...]

    @property
    def name(self) -> str:  # noqa: D102
        return f"meet/{self.band:02}-{self.bucket:03}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return (f"{self.name}.npy",)

    def work(self, folder: Path) -> Counts:  # noqa: D102
        ids, keys = [], []
        for source in self.signs:
            key = load(folder, f"{source.name}.bands.npy")[self.band]
            rows = np.flatnonzero(key % np.uint64(self.buckets) == self.bucket)
            ids.append(load(folder, f"{source.name}.ids.npy")[rows])
            keys.append(key[rows])
        places = np.concatenate(ids)
        later, earlier = duplicates.distinct(*duplicates.candidates(np.concatenate(keys)))
        save(folder, f"{self.name}.npy", np.stack((places[later], places[earlier])))
        return {"links": len(later)}


@dataclass(frozen=True, slots=True)
class Compare:
    """Verify the links of a shard's pairs by the words that they share."""

    sign: Source  # of the shard; `first` and `pairs` are those of the shard
    signs: tuple[Source, ...]
    meets: tuple[Source, ...]
    least: float

    @property
    def name(self) -> str:  # noqa: D102
        return f"compare/{self.sign.name.split('/')[1]}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return (f"{self.name}.npy",)

    def work(self, folder: Path) -> Counts:  # noqa: D102
        later, earlier = duplicates.distinct(*within(folder, self.meets, self.sign))
        later = later + self.sign.first
        found = [np.empty((2, 0), dtype=np.int64)]
        own = _bags(folder, self.sign)
        for other in self.signs:
            if other.first > self.sign.first:
                break
            inside = (earlier >= other.first) & (earlier < other.first + other.pairs)
            if inside.any():
                there = own if other.name == self.sign.name else _bags(folder, other)
                after, before = np.searchsorted(own.ids, later[inside]), np.searchsorted(there.ids, earlier[inside])
                a, b = duplicates.verified(own.sides, there.sides, after, before, self.least)
                found.append(np.stack((own.ids[a], there.ids[b])))
        good = np.concatenate(found, axis=1)
        save(folder, f"{self.name}.npy", np.stack(duplicates.distinct(good[0], good[1])))
        return {"links": good.shape[1]}


@dataclass(frozen=True, slots=True)
class _Signed:
    ids: Ids
    sides: list[Bags]


def _bags(folder: Path, sign: Source) -> _Signed:
    sides = [
        Bags(load(folder, f"{sign.name}.{side}.words.npy"), load(folder, f"{sign.name}.{side}.starts.npy")) for side in SIDES
    ]
    return _Signed(load(folder, f"{sign.name}.ids.npy"), sides)


@dataclass(frozen=True, slots=True)
class Settle:
    """Decide which of the pairs that are nearly the same is kept."""

    compares: tuple[Source, ...]
    pairs: int  # of the whole run

    name = "settle/all"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return (f"{self.name}.npy",)

    def work(self, folder: Path) -> Counts:  # noqa: D102
        links = np.concatenate([load(folder, f"{source.name}.npy") for source in self.compares], axis=1)
        dropped, kept = duplicates.settle(links[0], links[1], self.pairs)
        save(folder, f"{self.name}.npy", np.stack((dropped, kept)))
        return {"near": len(dropped)}


@dataclass(frozen=True, slots=True)
class Judge:
    """Score and check some of the pairs of a shard that nothing has dropped."""

    screen: Source
    part: int
    parts: int
    drop: int  # bits of the rules that drop
    repeats: tuple[Source, ...]
    settled: tuple[Source, ...]

    @property
    def name(self) -> str:  # noqa: D102
        return f"judge/{self.screen.name.split('/')[1]}-{self.part:03}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return (f"{self.name}.arrow",)

    def work(self, folder: Path) -> Counts:  # noqa: D102
        caught = _caught(folder, self.screen, self.repeats, self.settled)
        rows = np.array_split(np.flatnonzero((caught & self.drop) == 0), self.parts)[self.part]
        frame = _frame(folder, self.screen, SIDES)[rows]
        with whole(folder / self.files()[0]) as part:
            judge(frame).select("score", "issue_codes", "critical", "major", row=pl.Series(rows, dtype=pl.UInt32)).write_ipc(part)
        return {"pairs": len(frame)}


def _frame(folder: Path, screen: Source, columns: Sequence[str] | None = None) -> pl.DataFrame:
    return pl.read_ipc(folder / f"{screen.name}.arrow", columns=list(columns) if columns else None)


def _caught(folder: Path, screen: Source, repeats: Sequence[Source], settled: Sequence[Source]) -> NDArray[np.uint32]:
    """The rules that each pair of a shard broke, those of duplicates included."""
    caught = _frame(folder, screen, ("caught",))["caught"].to_numpy().copy()
    caught[within(folder, repeats, screen)[0]] |= BIT["duplicate"]
    caught[within(folder, settled, screen)[0]] |= BIT["near_duplicate"]
    return caught


@dataclass(frozen=True, slots=True)
class Output:
    """How what is kept and what is dropped is written."""

    kept: str  # key of PARTS
    columns: tuple[str, ...]  # of what is kept, in their order
    rejected: str | None  # key of PARTS; None: not written
    seed: int  # of the examples


REJECTED = ("rules", "file", "line", "repeats", "en", "vi", "score", "issue_codes")


@dataclass(frozen=True, slots=True)
class Finish:
    """Write what is kept of a shard, and what is dropped with its rules; count both."""

    shard: str  # name of its input
    screen: Source
    screens: tuple[Source, ...]
    names: tuple[str, ...]  # inputs of `screens`
    rules: tuple[Use, ...]
    repeats: tuple[Source, ...]
    settled: tuple[Source, ...]
    judged: tuple[Source, ...]
    output: Output

    @property
    def name(self) -> str:  # noqa: D102
        return f"finish/{self.screen.name.split('/')[1]}"

    def files(self) -> tuple[str, ...]:  # noqa: D102
        return (f"{self.name}.kept", *((f"{self.name}.dropped",) if self.output.rejected else ()))

    def work(self, folder: Path) -> Counts:  # noqa: D102
        drop, flag = mask(self.rules, "drop"), mask(self.rules, "flag")
        frame = _frame(folder, self.screen).with_columns(
            pl.Series("caught", _caught(folder, self.screen, self.repeats, self.settled)),
            pl.Series(LINE, load(folder, f"{self.screen.name}.lines.npy")),
        )
        frame = self._with_judgement(frame, folder)
        gone = (pl.col("caught") & drop) > 0
        self._write(folder, "kept", self._kept(frame.filter(~gone), flag), self.output.kept)
        if self.output.rejected:
            numbered = frame.with_columns(self._repeated(folder, len(frame)))
            self._write(folder, "dropped", self._dropped(numbered.filter(gone), folder, drop), self.output.rejected)
        ids = np.arange(self.screen.first, self.screen.first + self.screen.pairs)
        return counted(frame, ids, self.rules, self.shard, self.output.seed)

    def _write(self, folder: Path, what: str, frame: pl.DataFrame, kind: str) -> None:
        with whole(folder / f"{self.name}.{what}") as part:
            PARTS[kind](frame, part)

    def _with_judgement(self, frame: pl.DataFrame, folder: Path) -> pl.DataFrame:
        if not self.judged:
            return frame
        found = pl.concat([pl.read_ipc(folder / f"{source.name}.arrow") for source in self.judged])
        frame = (
            frame.drop("score", "issue_codes", strict=False)
            .with_row_index("row")
            .join(found, on="row", how="left", maintain_order="left")
        )
        limits = {each.rule: dict(each.limits) for each in self.rules}
        broken = []
        if "low_score" in limits:
            broken.append((pl.col("score") < limits["low_score"]["least"]).cast(pl.UInt32) * BIT["low_score"])
        for severity in ("critical", "major"):
            if f"{severity}_issue" in limits:
                broken.append(pl.col(severity).cast(pl.UInt32) * BIT[f"{severity}_issue"])
        more = pl.sum_horizontal(each.fill_null(0) for each in broken).cast(pl.UInt32)
        return frame.with_columns(caught=pl.col("caught") | more).drop("row", "critical", "major")

    def _kept(self, frame: pl.DataFrame, flag: int) -> pl.DataFrame:
        frame = frame.with_columns(rule_names(frame["caught"], flag).alias("flags"))
        missing = [pl.lit("").alias(name) for name in self.output.columns if name not in frame.columns]
        return frame.with_columns(missing).select(self.output.columns)

    def _repeated(self, folder: Path, count: int) -> pl.Series:
        """The place (file:line) of the kept pair that each row repeats."""
        places = [""] * count
        firsts = np.array([source.first for source in self.screens])
        for links in (self.repeats, self.settled):
            rows, kept = within(folder, links, self.screen)
            shards = np.searchsorted(firsts, kept, side="right") - 1
            for shard in np.unique(shards):
                lines = load(folder, f"{self.screens[shard].name}.lines.npy")
                inside = shards == shard
                for row, line in zip(rows[inside], lines[kept[inside] - firsts[shard]], strict=True):
                    places[row] = f"{self.names[shard]}:{line}"
        return pl.Series("repeats", places, dtype=pl.String)

    def _dropped(self, frame: pl.DataFrame, folder: Path, drop: int) -> pl.DataFrame:
        judged = [name for name in ("score", "issue_codes") if name in frame.columns and self.judged]
        found = frame.select(
            rule_names(frame["caught"], drop).alias("rules"),
            pl.lit(self.shard).alias("file"),
            pl.col(LINE).alias("line"),
            "repeats",
            "en",
            "vi",
            *(pl.col(name) if name in judged else pl.lit("").alias(name) for name in ("score", "issue_codes")),
        )
        lines = (folder / f"{self.screen.name}.bad.jsonl").read_text(encoding="utf-8").splitlines()
        bad = [json.loads(line) for line in lines]
        rows = [(f"bad_line: {reason}", self.shard, number, "", text, "", None, "") for number, reason, text in bad]
        lost = pl.DataFrame(rows, schema=dict(zip(REJECTED, _REJECTED_TYPES, strict=True)), orient="row")
        found = found.with_columns(pl.col("score").cast(pl.Float64, strict=False))
        return pl.concat([found.cast(lost.schema), in_lines(lost)]).sort("line", maintain_order=True)


_REJECTED_TYPES = (pl.String, pl.String, pl.UInt64, pl.String, pl.String, pl.String, pl.Float64, pl.String)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A finished run."""

    ledger: Ledger
    kept: tuple[Path, ...]  # parts, in order
    dropped: tuple[Path, ...]
    bad: tuple[tuple[str, int, str, str], ...]  # first lines that are no pairs: file, line, reason, text
    done: int  # tasks that this run did
    reused: int  # tasks that an earlier run had done


T = TypeVar("T", bound=Task)


@dataclass
class Runner:
    """Does phases of tasks in a folder, and counts which it had to do."""

    folder: Path
    executor: Executor
    quiet: bool = False
    done: int = 0
    reused: int = 0

    def phase(self, title: str, tasks: Sequence[T], size: Callable[[T], int], unit: str = "pairs") -> list[Done]:
        """Do the tasks that are not done, and give all results in the order of the tasks."""
        results: dict[str, Done] = {}
        with Progress(title, sum(size(task) for task in tasks), unit, quiet=self.quiet) as progress:
            open_tasks = []
            for task in tasks:
                known = finished(task, self.folder)
                if known is None:
                    open_tasks.append(task)
                else:
                    results[task.name] = known
                    progress.skip(size(task))
            self.reused += len(tasks) - len(open_tasks)
            for task, result in self.executor.run(open_tasks, self.folder):
                results[task.name] = result
                progress.advance(size(task))
                self.done += 1
        return [results[task.name] for task in tasks]


def sources(tasks: Sequence[Task], done: Sequence[Done]) -> tuple[Source, ...]:
    """Finished tasks as what others read from."""
    return tuple(Source(task.name, result.key) for task, result in zip(tasks, done, strict=True))


def screen_tasks(shards: Sequence[Shard], rules: tuple[Use, ...]) -> list[Screen]:
    """The first phase: a task for each shard, with the rules that it looks at."""
    later = ("duplicate", "near_duplicate", *JUDGED)
    return [Screen(shard, tuple(each for each in rules if each.rule not in later)) for shard in shards]


@dataclass(frozen=True, slots=True)
class Screened:
    """All shards after the first phase."""

    tasks: list[Screen]
    read: list[Done]  # what was counted of each
    sources: tuple[Source, ...]

    @property
    def pairs(self) -> int:
        """Pairs in all shards."""
        return sum(source.pairs for source in self.sources)


def screen_all(shards: Sequence[Shard], rules: tuple[Use, ...], runner: Runner) -> Screened:
    """The first phase: every shard read, normalised, screened by the cheap rules among these."""
    tasks = screen_tasks(shards, rules)
    read = runner.phase("screening", tasks, lambda task: task.shard.end - task.shard.start, "bytes")
    found, first = [], 0
    for task, done in zip(tasks, read, strict=True):
        found.append(Source(task.name, done.key, first, done.counts["pairs"]))
        first += done.counts["pairs"]
    return Screened(tasks, read, tuple(found))


def clean(shards: Sequence[Shard], rules: tuple[Use, ...], output: Output, runner: Runner) -> Cleaned:
    """Run all phases. Raises what tasks raise."""
    folder = runner.folder
    used = {each.rule: dict(each.limits) for each in rules}
    start = screen_all(shards, rules, runner)
    screened_, screens, read = start.sources, start.tasks, start.read
    repeats = _repeats(screened_, start.pairs, runner) if "duplicate" in used else ()
    settled: tuple[Source, ...] = ()
    if "near_duplicate" in used:
        settle = Settle(near_links(screened_, repeats, used["near_duplicate"]["alike"], runner), start.pairs)
        settled = sources([settle], runner.phase("settling", [settle], lambda _: start.pairs))
    judged = _judge(screened_, repeats, settled, rules, runner) if set(JUDGED) & set(used) else {}
    names = tuple(shard.name for shard in shards)
    last = [
        Finish(shard.name, source, screened_, names, rules, repeats, settled, judged.get(source.name, ()), output)
        for shard, source in zip(shards, screened_, strict=True)
    ]
    written = runner.phase("writing", last, lambda task: task.screen.pairs)
    ledger = total((done.counts for done in written), (done.counts for done in read), rules)
    kept = tuple(folder / f"{task.name}.kept" for task in last)
    dropped = tuple(folder / f"{task.name}.dropped" for task in last) if output.rejected else ()
    return Cleaned(ledger, kept, dropped, tuple(_bad_lines(screens, folder)), runner.done, runner.reused)


def _repeats(screens: tuple[Source, ...], pairs: int, runner: Runner) -> tuple[Source, ...]:
    buckets = pairs // BUCKET_PAIRS + 1
    tasks = [Repeat(bucket, buckets, screens) for bucket in range(buckets)]
    return sources(tasks, runner.phase("duplicates", tasks, lambda _: pairs // buckets))


def near_links(screens: tuple[Source, ...], repeats: tuple[Source, ...], least: float, runner: Runner) -> tuple[Source, ...]:
    """Files of verified links (later id, earlier id) between pairs that share `least` of their words on each side."""
    pairs = sum(screen.pairs for screen in screens)
    buckets = pairs // BUCKET_PAIRS + 1
    signs = [Sign(screen, repeats) for screen in screens]
    done = runner.phase("words of pairs", signs, lambda task: task.screen.pairs)
    signed = tuple(
        Source(task.name, result.key, task.screen.first, task.screen.pairs) for task, result in zip(signs, done, strict=True)
    )
    bare = tuple(Source(source.name, source.key) for source in signed)  # whose place among all pairs does not matter
    meets = [Meet(band, bucket, buckets, bare) for band in range(duplicates.BANDS) for bucket in range(buckets)]
    met = sources(meets, runner.phase("near duplicates", meets, lambda _: pairs // buckets))
    compares = [Compare(sign, signed, met, least) for sign in signed]
    return sources(compares, runner.phase("comparing", compares, lambda task: task.sign.pairs))


def _judge(
    screens: tuple[Source, ...], repeats: tuple[Source, ...], settled: tuple[Source, ...], rules: tuple[Use, ...], runner: Runner
) -> dict[str, tuple[Source, ...]]:
    drop = mask(rules, "drop")
    tasks = []
    for screen in screens:
        parts = int((_caught(runner.folder, screen, repeats, settled) & drop == 0).sum()) // JUDGED_PAIRS + 1
        tasks += [Judge(screen, part, parts, drop, repeats, settled) for part in range(parts)]
    done = runner.phase("scoring", tasks, lambda task: task.screen.pairs // task.parts)
    found: dict[str, tuple[Source, ...]] = {}
    for task, source in zip(tasks, sources(tasks, done), strict=True):
        found[task.screen.name] = (*found.get(task.screen.name, ()), source)
    return found


SHOWN_BAD = 20  # bad lines that are said when there is no file for them


def _bad_lines(screens: Sequence[Screen], folder: Path) -> Iterator[tuple[str, int, str, str]]:
    shown = 0
    for task in screens:
        with (folder / f"{task.name}.bad.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                if shown == SHOWN_BAD:
                    return
                shown += 1
                yield (task.shard.name, *json.loads(line))
