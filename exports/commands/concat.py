"""Several corpora as one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exports.options import Quiet, UsageError, say
from exports.scale_options import Cluster, Jobs, Resume, ShardSize, Work, one_thread


def concat(
    inputs: Annotated[list[str], typer.Argument(metavar="IN...", help="Pairs: TSV, JSONL, Parquet (also .gz), TMX ...")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write: .tsv, .jsonl, .parquet ...")],
    licence: Annotated[
        list[str] | None, typer.Option(metavar="IN=LICENCE", help="Licence of an input's pairs that name none. Repeatable.")
    ] = None,
    resume: Resume = False,
    work: Work = None,
    jobs: Jobs = 0,
    cluster: Cluster = None,
    shard_size: ShardSize = 32,
    quiet: Quiet = False,
) -> None:
    """Put corpora together; the columns source and licence say where each pair is from, other columns are kept.

    Example:  songngu concat news.tsv web.parquet -o all.parquet --licence "news.tsv=CC BY 4.0"
    """
    one_thread()
    from exports.count import NO_PAIR, count_of
    from exports.scale.concat import concat_files
    from exports.scale.job import Means, refuse_unfit

    refuse_unfit(inputs, output)
    named = dict(text.partition("=")[::2] for text in licence or [])
    if "" in named or "" in named.values():
        raise UsageError('--licence: write IN=LICENCE, for example "news.tsv=CC BY 4.0"')
    joined = concat_files(inputs, output, named, Means(work, resume, jobs, cluster, shard_size << 20, quiet))
    for name, pairs in joined.pairs.items():
        say(f"{pairs:12,} {'pair' if pairs == 1 else 'pairs'} of {name}", quiet=quiet)
    if joined.bad_count:
        said = count_of(joined.bad_count, *NO_PAIR)
        say(f"{said}:" if joined.bad_count == 1 else f"{said}; the first of them:", quiet=quiet)
        for line in joined.bad:
            say(f"  {line}", quiet=quiet)
    say(f"wrote {output}", quiet=quiet or str(output) == "-")
    sys.exit(3 if joined.bad_count else 0)
