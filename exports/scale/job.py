"""Where and how a run works: its folder, its processes, its shards. What all commands for many pairs share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnknownFormat, UnknownName, UnreadableInput
from exports.files import UnwritableOutput
from exports.formats import files_of
from exports.options import UsageError, keep_apart
from exports.scale.clean import Runner
from exports.scale.executor import executor
from exports.scale.shard import SHARD_BYTES, InputChanged, Shard, cut
from exports.scale.work import reason


@dataclass(frozen=True, slots=True)
class Means:
    """What a run may use."""

    work: Path | None = None  # folder of intermediate files, kept; None: beside the output, removed at the end
    resume: bool = False
    jobs: int = 0  # processes; 0: one for each core
    cluster: str | None = None  # address of a Dask scheduler, or "local"
    shard_bytes: int = SHARD_BYTES
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A run in its folder."""

    shards: list[Shard]
    runner: Runner
    inputs: tuple[str, ...]

    def check_inputs(self) -> None:
        """Refuse to publish if an input is not what was read any more. Raises `InputChanged`."""
        for shard in self.shards:
            if shard.path == shard.name:
                found = Path(shard.path).stat()
                if shard.whole != (found.st_size, found.st_mtime_ns):
                    raise InputChanged(shard.name)


NOTHING_TO_RESUME = (UsageError, UnknownFormat, UnknownName)  # the next run is another one


@contextmanager
def job(inputs: Sequence[str], output: Path, means: Means) -> Iterator[Job]:
    """A run on inputs; its folder goes when all is well and nobody named it, and stays for `--resume` when not.

    Raises `CorpusError`.
    """
    if inputs.count("-") > 1:
        raise UsageError("-: standard input can be read only once")
    if means.work is None and str(output) == "-":
        raise UsageError("-o -: name a folder for intermediate files with --work")
    for name in inputs:
        if name != "-" and not Path(name).is_file():
            cut([name], Path(), 1)  # says what is wrong before anything is made
    folder = _folder(output, means)
    try:
        shards = _cut(inputs, folder, means)
        workers = executor(_jobs(means, len(shards)), means.cluster)
        try:
            yield Job(shards, Runner(folder, workers, means.quiet), tuple(inputs))
        finally:
            workers.close()
    except NOTHING_TO_RESUME:
        _discard(folder, means)
        raise
    if means.work is None:
        shutil.rmtree(folder)


def refuse_lost(inputs: Iterable[str | Path], outputs: Iterable[Path]) -> None:
    """Refuse outputs that are an input or another output; of Moses both files count."""
    keep_apart([file for path in inputs for file in files_of(path)], [file for path in outputs for file in files_of(path)])


def refuse_unfit(inputs: Sequence[str], *outputs: Path | None) -> None:
    """Refuse outputs that are an input, another output, a folder, or in no folder, before any work is done."""
    refuse_lost(inputs, [path for path in outputs if path])
    for path in outputs:
        if path is None or str(path) == "-":
            continue
        if path.is_dir():
            raise UnwritableOutput(path, "this is a folder")
        if not path.resolve().parent.is_dir():
            raise UnwritableOutput(path, "no such folder")
        if (path.is_file() or not path.exists()) and not os.access(path.resolve().parent, os.W_OK):
            raise UnwritableOutput(path, "its folder is read-only")


def _discard(folder: Path, means: Means) -> None:
    """Leave no folder behind that nobody named and nobody can go on with."""
    if means.work is None and not means.resume:
        shutil.rmtree(folder, ignore_errors=True)


def _cut(inputs: Sequence[str], folder: Path, means: Means) -> list[Shard]:
    try:
        return cut(inputs, folder, means.shard_bytes)
    except UnreadableInput:
        _discard(folder, means)
        raise
    except OSError as error:
        raise UnwritableOutput(folder, reason(error)) from error


def _folder(output: Path, means: Means) -> Path:
    if output.parent.is_file():
        raise UsageError(f"{output.parent}: this is a file; name a folder")
    folder = means.work or output.resolve().with_name(f".{output.name}.work")
    try:
        if means.work is None and not means.resume and folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableOutput(folder, reason(error)) from error
    return folder


def _jobs(means: Means, shards: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    wanted = means.jobs or cores
    return wanted if means.cluster else max(1, min(wanted, shards))
