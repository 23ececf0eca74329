"""Many pairs in, training pairs out, and an account of what was dropped."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exports.options import Quiet, say
from exports.scale_options import Cluster, Jobs, Resume, RuleChanges, Seed, ShardOf, ShardSize, Work


def clean(
    inputs: Annotated[
        list[str], typer.Argument(metavar="IN...", help="Pairs: TSV, JSONL, Parquet (also .gz), TMX ...; - is a TSV.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write what is kept; - is a TSV on standard output.")],
    preset: Annotated[str, typer.Option(help="news, web, subtitles, or quick: no scores, no near duplicates.")] = "news",
    rule: RuleChanges = None,
    rejected: Annotated[Path | None, typer.Option(help="What is dropped, with its rules and its place: .tsv or .jsonl.")] = None,
    report: Annotated[Path | None, typer.Option(help="The account of the run: .html or .json.")] = None,
    resume: Resume = False,
    work: Work = None,
    jobs: Jobs = 0,
    cluster: Cluster = None,
    shard: ShardOf = None,
    shard_size: ShardSize = 32,
    seed: Seed = 1,
    quiet: Quiet = False,
) -> None:
    """Drop what is no good training pair: rules, duplicates, near duplicates, low scores; say what was dropped and why.

    Example:  songngu clean crawl.tsv.gz -o train.tsv --rejected dropped.tsv --report clean.html
    """
    from exports.scale_options import one_thread, parsed_changes, parsed_share

    one_thread()
    from exports.scale.cleaning import Request, clean_files
    from exports.scale.job import Means

    means = Means(work, resume, jobs, cluster, shard_size << 20, quiet)
    request = Request(tuple(inputs), output, preset, parsed_changes(rule or []), rejected, report, means, seed)
    outcome = clean_files(request, share=parsed_share(shard))
    for line in outcome.lines:
        say(line, quiet=quiet)
    sys.exit(outcome.exit_code)
