"""Where tasks are done: in this process, in a pool of local ones, or on a Dask cluster. The bytes they write are the same.

A task that loses its process is done again, since a finished file replaces a whole one and half a file has another name.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from corpus.errors import CorpusError
from exports.scale.work import Done, Task, TaskRefused, perform, signature

T = TypeVar("T", bound=Task)

LOST_TWICE = 2  # processes lost on one task while no other was in hand, after which it is named and the run ends


class Executor(Protocol):
    """Does tasks, in any order and place."""

    def run(self, tasks: Sequence[T], folder: Path) -> Iterator[tuple[T, Done]]:
        """Each task with what it counted, as they finish. Raises `TaskRefused`."""

    def close(self) -> None:
        """Let go of processes and connections."""


class WorkerLost(CorpusError, RuntimeError):
    """A task ended its process twice."""

    def __init__(self, task: str) -> None:
        self.task = task
        super().__init__(
            f"{task}: its process died {LOST_TWICE} times, perhaps for want of memory; "
            f"try fewer --jobs or a smaller --shard-size, and --resume"
        )


class Inline:
    """One task after another in this process."""

    def run(self, tasks: Sequence[T], folder: Path) -> Iterator[tuple[T, Done]]:
        """As `Executor.run`."""
        for task in tasks:
            yield task, perform(task, folder, signature())

    def close(self) -> None:
        """Nothing to let go of."""


class Pool:
    """Processes on this machine, started afresh (polars may hang in forked ones)."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def run(self, tasks: Sequence[T], folder: Path) -> Iterator[tuple[T, Done]]:
        """As `Executor.run`; raises `WorkerLost` too.

        No more tasks are handed out than there are processes, so that those in hand are the suspects when one dies; then
        they are done one at a time, which shows the culprit.
        """
        waiting, suspects = list(reversed(tasks)), list[T]()
        lost: dict[str, int] = {}
        running: dict[Future[Done], T] = {}
        while waiting or suspects or running:
            while suspects or waiting:
                if len(running) >= (1 if suspects or lost.keys() & {task.name for task in running.values()} else self.jobs):
                    break
                task = suspects.pop() if suspects else waiting.pop()
                try:
                    running[self._start().submit(perform, task, folder, signature())] = task
                except BrokenProcessPool:  # died between two tasks
                    self.close()
                    (suspects if task.name in lost else waiting).append(task)
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                if future not in running:
                    continue
                if not isinstance(future.exception(), BrokenProcessPool):
                    yield running.pop(future), future.result()
                    continue
                for task in running.values():
                    lost[task.name] = lost.get(task.name, 0) + (len(running) == 1)
                    if lost[task.name] >= LOST_TWICE:
                        raise WorkerLost(task.name)
                    suspects.append(task)
                running.clear()
                self.close()

    def _start(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_stay_with_parent)
        return self._pool

    def close(self) -> None:
        """End the processes, in the middle of their tasks if need be."""
        if self._pool is not None:
            processes = list((self._pool._processes or {}).values())
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.terminate()
            for process in processes:
                process.join()
            self._pool = None


def _stay_with_parent() -> None:
    """In a process of the pool: leave Ctrl-C to the parent, and end when it ends, even if it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


class Dask:
    """Workers of a Dask cluster that see the same files: one that runs already, or one started here."""

    def __init__(self, address: str, jobs: int) -> None:
        """`address`: of a scheduler, such as tcp://node1:8786, or "local"."""
        try:
            self._dask: Any = import_module("distributed")  # the extra `cluster`
        except ImportError:
            raise TaskRefused("--cluster needs Dask; install it with: pip install 'songngu[cluster]'") from None
        self._cluster: Any = None
        if address == "local":
            self._cluster = self._dask.LocalCluster(n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None)
        try:
            self._client = self._dask.Client(self._cluster or address, timeout=60)
        except (OSError, ValueError) as error:
            raise TaskRefused(
                f"--cluster {address}: no Dask scheduler answers ({error}); start one with: dask scheduler"
            ) from None

    def run(self, tasks: Sequence[T], folder: Path) -> Iterator[tuple[T, Done]]:
        """As `Executor.run`; Dask does again what a lost worker had in hand."""
        run = uuid4().hex  # another run may have tasks of the same name on the same cluster
        futures = {
            self._client.submit(perform, task, folder.resolve(), signature(), pure=False, key=f"{task.name}-{run}"): task
            for task in tasks
        }
        for future in self._dask.as_completed(list(futures)):
            yield futures[future], future.result()

    def close(self) -> None:
        """Leave the cluster; end it if it was started here."""
        self._client.close()
        if self._cluster is not None:
            self._cluster.close()


def executor(jobs: int, cluster: str | None) -> Executor:
    """The executor that options ask for: a Dask cluster, a pool, or with one job this process."""
    if cluster is not None:
        return Dask(cluster, jobs)
    return Pool(jobs) if jobs > 1 else Inline()
