"""Options that the commands for many pairs share."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

import typer

from exports.options import UsageError

Jobs = Annotated[int, typer.Option(min=0, help="Processes on this machine; 0: one for each core.")]
Cluster = Annotated[
    str | None,
    typer.Option(help="Address of a Dask scheduler whose workers see the same files, or local; needs songngu[cluster]."),
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where an interrupted run stopped.")]
Work = Annotated[
    Path | None,
    typer.Option(help="Folder for intermediate files, kept for later runs; default: beside the output, removed at the end."),
]
ShardOf = Annotated[
    str | None,
    typer.Option("--shard", metavar="I/N", help="For queues: only the I-th of N parts of the first step; needs --work."),
]
ShardSize = Annotated[int, typer.Option(min=1, metavar="MB", help="Size of what one process reads at once.")]
Seed = Annotated[int, typer.Option(min=0, help="Another number, another random choice.")]
RuleChanges = Annotated[
    list[str] | None,
    typer.Option(
        "--rule", metavar="RULE=ACTION[,LIMIT=N]", help="drop, flag or off; for example too_long=drop,most=500. Repeatable."
    ),
]


def one_thread() -> None:
    """Let polars use one thread in each process; must come before polars is imported.

    Processes run side by side already, and shards are small: threads that wait for each other cost a tenth more.
    """
    os.environ.setdefault("POLARS_MAX_THREADS", "1")


def parsed_changes(texts: list[str]) -> dict[str, tuple[str, dict[str, float]]]:
    """The rules of `--rule`, each with its action and limits. Raises `UsageError`.

    >>> parsed_changes(["too_long=drop,most=500", "markup=off"])
    {'too_long': ('drop', {'most': 500.0}), 'markup': ('off', {})}
    """
    found = {}
    for text in texts:
        match = re.fullmatch(r"(\w+)=(\w+)((?:,\w+=[0-9.]+)*)", text)
        if match is None:
            raise UsageError(f"--rule {text}: write RULE=ACTION or RULE=ACTION,LIMIT=NUMBER, for example too_long=drop,most=500")
        limits = dict(part.split("=") for part in match[3].split(",") if part)
        try:
            found[match[1]] = (match[2], {name: float(value) for name, value in limits.items()})
        except ValueError:
            raise UsageError(f"--rule {text}: a limit is not a number") from None
    return found


def parsed_share(text: str | None) -> tuple[int, int] | None:
    """The part and the number of parts of `--shard`, the part 0-based. Raises `UsageError`.

    >>> parsed_share("3/8")
    (2, 8)
    """
    if text is None:
        return None
    match = re.fullmatch(r"([1-9][0-9]*)/([1-9][0-9]*)", text)
    if match is None or int(match[1]) > int(match[2]):
        raise UsageError(f"--shard {text}: write I/N with I from 1 to N, for example 3/8")
    return int(match[1]) - 1, int(match[2])
