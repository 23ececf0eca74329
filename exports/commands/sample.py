"""Pairs for people to read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exports.options import Quiet, UsageError, say
from exports.scale_options import Seed, ShardSize, one_thread


def sample(
    inputs: Annotated[list[str], typer.Argument(metavar="IN...", help="Pairs: TSV, JSONL, Parquet (also .gz), TMX ...")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write: .tsv, .jsonl, .parquet ...")],
    count: Annotated[int, typer.Option("--count", "-n", min=1, help="How many pairs.")] = 200,
    stratify: Annotated[
        str | None, typer.Option(metavar="COLUMN,...", help="As many from each value: a column, score (in fifths) or length.")
    ] = None,
    blind: Annotated[bool, typer.Option("--blind", help="A sheet of texts to rate; the rest goes to NAME.key.tsv.")] = False,
    shard_size: ShardSize = 32,
    seed: Seed = 1,
    quiet: Quiet = False,
) -> None:
    """Draw a random sample, the same one for the same seed; from each stratum as many, so that the rare is seen too.

    Example:  songngu sample train.tsv -n 200 --stratify score -o forpeople.tsv --blind
    """
    one_thread()
    from contextlib import ExitStack
    from tempfile import TemporaryDirectory

    from exports.count import count_of
    from exports.scale.job import Means, job, refuse_unfit
    from exports.scale.parts import part_of
    from exports.scale.sample import sample as draw
    from exports.scale.sample import sample_paths, write_sample

    refuse_unfit(inputs, *sample_paths(output, blind=blind))
    if blind and str(output) == "-":
        raise UsageError("--blind writes two files; name the first with -o")
    part_of(output)  # an unknown format is refused before anything is read
    with ExitStack() as stack:
        work = Path(stack.enter_context(TemporaryDirectory(prefix="songngu-"))) if str(output) == "-" else None
        run = stack.enter_context(job(inputs, output, Means(work, jobs=1, shard_bytes=shard_size << 20)))
        found = draw(run.shards, count, stratify.split(",") if stratify else (), seed)
        paths = write_sample(found, output, blind=blind)
    say(count_of(len(found), "pair") + (f", fewer than {count:,}: there are no more" if len(found) < count else ""), quiet=quiet)
    for path in paths:
        say(f"wrote {path}", quiet=quiet or str(path) == "-")
