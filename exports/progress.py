"""How far a batch is, on standard error: a bar in a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from exports.options import say

Thing = TypeVar("Thing")
SILENT = 30.0  # seconds between two lines


def tracked(things: Iterable[Thing], total: int, what: str, *, quiet: bool = False) -> Iterator[Thing]:
    """The things as they come, while what was done of `total` is shown."""
    if quiet:
        yield from things
    elif sys.stderr.isatty():
        from rich.console import Console  # noqa: PLC0415 - only in a terminal
        from rich.progress import track  # noqa: PLC0415

        yield from track(things, total=total, description=what, console=Console(stderr=True), transient=True)
    else:
        yield from _with_lines(things, total, what)


def _with_lines(things: Iterable[Thing], total: int, what: str) -> Iterator[Thing]:
    said = time.monotonic()
    for done, thing in enumerate(things, 1):
        yield thing
        if time.monotonic() - said >= SILENT and done < total:
            said = time.monotonic()
            say(f"{what}: {done} of {total}")
