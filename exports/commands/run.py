"""A pipeline from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exports.options import Quiet, say
from exports.scale_options import Cluster, Jobs, ShardSize, one_thread


def run(
    pipeline: Annotated[
        Path, typer.Argument(metavar="PIPELINE", help="A TOML file with [[step]] tables: use, in, out, options.")
    ],
    locked: Annotated[
        bool, typer.Option("--locked", help="Refuse if an input, option or version is not that of the lock file.")
    ] = False,
    jobs: Jobs = 0,
    cluster: Cluster = None,
    shard_size: ShardSize = 32,
    quiet: Quiet = False,
) -> None:
    """Run the steps of a pipeline (align, check, clean, split, concat, export) that are not up to date.

    Example:  songngu run pipeline.toml --locked
    """
    one_thread()
    from exports.scale.job import Means
    from exports.scale.pipeline import run_pipeline

    means = Means(None, resume=True, jobs=jobs, cluster=cluster, shard_bytes=shard_size << 20, quiet=quiet)
    failed = run_pipeline(pipeline, means, locked=locked)
    for line in failed:
        say(f"left out: {line}")
    sys.exit(3 if failed else 0)
