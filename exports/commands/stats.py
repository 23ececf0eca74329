"""A corpus in numbers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exports.options import UsageError, one_of, say
from exports.scale_options import ShardSize, one_thread


def stats(
    inputs: Annotated[list[str], typer.Argument(metavar="IN...", help="Pairs: TSV, JSONL, Parquet (also .gz), TMX ...")],
    overlap: Annotated[
        bool, typer.Option("--overlap", help="What texts of the second of two corpora the first one has; exit code 1 if any.")
    ] = False,
    format_: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
    shard_size: ShardSize = 32,
) -> None:
    """Print pairs, lengths, languages, vocabulary, duplicates and scores of a corpus, or what two have in common.

    Example:  songngu stats --overlap data/train.tsv data/test.tsv
    """
    one_thread()
    import json
    import tempfile
    from dataclasses import asdict

    from exports.scale import stats as numbers
    from exports.scale.shard import cut

    one_of(format_, ("table", "json"), "--format")
    if overlap and len(inputs) != 2:
        raise UsageError(f"--overlap: {len(inputs)} files given; give two, for example train.tsv test.tsv")
    with tempfile.TemporaryDirectory(prefix="songngu-") as name:
        if overlap:
            first, second = (cut([path], Path(name) / str(n), shard_size << 20) for n, path in enumerate(inputs))
            found: numbers.Overlap | numbers.Stats = numbers.overlap(first, second)
        else:
            found = numbers.stats(cut(inputs, Path(name), shard_size << 20))
    if format_ == "json":
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        for line in numbers.lines(found):
            print(line)
    if isinstance(found, numbers.Overlap) and (found.en or found.vi):
        say(f"{inputs[0]} has texts of {inputs[1]}")
        sys.exit(1)
