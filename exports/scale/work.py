"""Tasks that write files in a work folder, and the marks they leave: what is finished is never done twice, nor half.

A task is a value: its fields say all that its output depends on. Its key is a digest of these fields, of the versions that
matter, and of the keys of the tasks that it reads from. The mark is written last and removed first; a mark with the same
key, whose files have the sizes that it says, means that the task is done.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from corpus.errors import CorpusError

VERSION = 2  # of what tasks write; a change makes all of them run again

Counts = dict[str, Any]  # what JSON can hold; tasks give back no frames


class Task(Protocol):
    """A unit of work."""

    @property
    def name(self) -> str:
        """Its place in the work folder, without a suffix: "screen/00003"."""

    def files(self) -> tuple[str, ...]:
        """The files that it writes, in the work folder."""

    def work(self, folder: Path) -> Counts:
        """Write the files, each whole or not at all, and say what was counted."""


@dataclass(frozen=True, slots=True)
class Done:
    """A task that is finished."""

    key: str
    counts: Counts


class TaskRefused(CorpusError, RuntimeError):
    """A task met an input or output that it cannot work with. Has one argument, so that it survives the way between processes."""


@cache
def signature() -> str:
    """The versions that decide what tasks write."""
    return f"songngu:{version('songngu')}|work:{VERSION}|polars:{version('polars')}"


def key_of(task: Task) -> str:
    """A digest of all that a task's files depend on."""
    assert is_dataclass(task) and not isinstance(task, type)  # noqa: PT018 - one thing: an instance
    content = [signature(), type(task).__name__, asdict(task)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def finished(task: Task, folder: Path) -> Done | None:
    """What an earlier run left of a task, if it is whole and still fits."""
    try:
        mark = json.loads(_mark(task, folder).read_text(encoding="utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in task.files()}
    except (OSError, ValueError):
        return None
    return Done(mark["key"], mark["counts"]) if mark["key"] == key_of(task) and mark["sizes"] == sizes else None


def perform(task: Task, folder: Path, expected: str) -> Done:
    """Do a task in any process that sees the folder. Raises `TaskRefused`."""
    if expected != signature():
        raise TaskRefused(f"{task.name}: this worker has {signature()}, the run began with {expected}; install the same versions")
    mark = _mark(task, folder)
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.unlink(missing_ok=True)
        counts = task.work(folder)
        sizes = {name: (folder / name).stat().st_size for name in task.files()}
        done = Done(key_of(task), counts)
        with whole(mark) as part:
            part.write_text(json.dumps({"key": done.key, "sizes": sizes, "counts": counts}, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        remedy = "make room or name another folder with --work"
        raise TaskRefused(f"{folder}: cannot be written ({reason(error)}); {remedy}") from error
    except CorpusError as error:
        raise TaskRefused(str(error)) from error
    return done


def reason(error: OSError) -> str:
    """Why a file cannot be written, in short; polars gives no number of the error, but says it."""
    full = error.errno == errno.ENOSPC or f"(os error {errno.ENOSPC})" in str(error)
    return "the disk is full" if full else error.strerror or str(error)


def _mark(task: Task, folder: Path) -> Path:
    return folder / f"{task.name}.json"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name beside `path`, which becomes `path` at the end; no `path` if anything fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
