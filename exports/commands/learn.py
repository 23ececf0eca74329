"""What translates what, learnt from the user's own pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exports.options import Quiet, UsageError, keep_apart, say


def learn(
    inputs: Annotated[list[str], typer.Argument(metavar="PAIRS...", help="Aligned pairs: TMX, TSV, JSONL, Moses ...")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the table, a .parquet file.")],
    rounds: Annotated[int, typer.Option(min=1, max=50, help="Rounds of IBM model 1.")] = 5,
    quiet: Quiet = False,
) -> None:
    """Learn from aligned pairs what translates what; the table is then mixed with the shipped lexicon by --lexicon.

    Some thousand pairs of one domain are worth it; words that stand in fewer than two pairs are left out.

    Example:  songngu learn pairs.tsv -o table.parquet
    """
    from corpus.learn import train
    from exports.count import count_of
    from exports.files import writing_bytes
    from exports.formats import files_of, read_pairs

    if output.suffix != ".parquet":
        raise UsageError(f"{output}: the table is a Parquet file; name it {output.with_suffix('.parquet').name}")
    keep_apart([file for name in inputs for file in files_of(name)], [output])
    pairs = [(pair.en, pair.vi) for name in inputs for pair in read_pairs(name) if pair.is_complete]
    if not pairs:
        raise UsageError(f"{inputs[0]}: no pair has both sides; there is nothing to learn from")
    table = train(pairs, rounds)
    with writing_bytes(output) as place:
        table.write_parquet(place)
    say(f"{count_of(table['en'].n_unique(), 'word')} learnt from {count_of(len(pairs), 'pair')}", quiet=quiet)
    say(f"wrote {output}", quiet=quiet)
