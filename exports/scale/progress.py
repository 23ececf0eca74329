"""How far a long run is: a bar in a terminal, else a line every half minute, always on standard error."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Self

EVERY = 30  # seconds between two lines


class Progress:
    """Counts what is done in one phase of a run. Use as a context manager."""

    def __init__(self, phase: str, total: int, unit: str, *, quiet: bool = False) -> None:
        self.phase, self.total, self.unit = phase, total, unit
        self._done = self._before = 0
        self._started = time.monotonic()
        self._stop = threading.Event()
        terminal = sys.stderr.isatty()
        draws = None if quiet or not total else self._bar if terminal else self._lines
        self._thread = threading.Thread(target=draws, daemon=True) if draws else None

    def __enter__(self) -> Self:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join()

    def skip(self, count: int) -> None:
        """Count what an earlier run has done: it says nothing of the rate."""
        self._before += count

    def advance(self, count: int) -> None:
        """Count what was just done."""
        self._done += count

    def line(self) -> str:
        """Counts, rate and time left, as one line."""
        done = self._before + self._done
        text = f"{self.phase}: {done:,} of {self.total:,} {self.unit} ({done / self.total:.0%})"
        rate = self._done / max(time.monotonic() - self._started, 0.001)
        if not self._done:
            return text
        return f"{text}, {rate:,.0f} a second, {_span((self.total - done) / rate)} left"

    def _lines(self) -> None:
        while not self._stop.wait(EVERY):
            print(self.line(), file=sys.stderr, flush=True)

    def _bar(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only in a terminal
        from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

        columns = (BarColumn(), TextColumn("{task.description}", markup=False))
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self.line(), total=self.total)
            while not self._stop.wait(0.2):
                bar.update(task, completed=self._before + self._done, description=self.line())


def _span(seconds: float) -> str:
    """A time as people say it.

    >>> [_span(seconds) for seconds in (5, 90, 9000)]
    ['5 s', '2 min', '2 h 30 min']
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
