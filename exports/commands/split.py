"""Training, development and test sets without leakage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exports.options import Quiet, say
from exports.scale_options import Cluster, Jobs, Resume, Seed, ShardSize, Work, one_thread


def split(
    inputs: Annotated[list[str], typer.Argument(metavar="IN...", help="Pairs: TSV, JSONL, Parquet (also .gz), TMX ...")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for train, dev and test.")],
    dev: Annotated[int, typer.Option(min=0, help="Pairs for dev, at most.")] = 1000,
    test: Annotated[int, typer.Option(min=0, help="Pairs for test, at most.")] = 1000,
    by: Annotated[
        str, typer.Option(help="document: whole documents (column doc); pair: groups of pairs that are alike.")
    ] = "document",
    near_dup: Annotated[float, typer.Option(min=0.5, max=1, help="Share of words from which pairs are nearly the same.")] = 0.8,
    to: Annotated[str, typer.Option(help="tsv, jsonl, parquet or moses.")] = "tsv",
    resume: Resume = False,
    work: Work = None,
    jobs: Jobs = 0,
    cluster: Cluster = None,
    shard_size: ShardSize = 32,
    seed: Seed = 1,
    quiet: Quiet = False,
) -> None:
    """Deal pairs into train, dev and test: no sentence of dev or test, and nothing nearly the same, is left in train.

    Example:  songngu split train.tsv -o data --dev 1000 --test 1000 --by document
    """
    one_thread()
    from exports.scale.job import Means
    from exports.scale.split import Wish, said, split_files

    means = Means(work, resume, jobs, cluster, shard_size << 20, quiet)
    dealt = split_files(inputs, output, Wish(dev, test, by, near_dup, to, seed), means)
    for line in said(dealt):
        say(line, quiet=quiet)
    sys.exit(3 if dealt.bad else 0)
