"""The score of each pair in a file, and metrics where it has a reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exports.options import Encoding, Quiet, UsageError, by_suffix, keep_apart, one_of, say


def score(
    pairs: Annotated[Path, typer.Argument(metavar="FILE", help="Pairs as TSV or JSONL; - is standard input.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write; default: standard output.")
    ] = Path("-"),
    ref: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column with reference translations: adds bleu, chrf and ter.")
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Add the column why: the three things that took most off the score.")
    ] = False,
    from_: Annotated[str | None, typer.Option("--from", help="tsv or jsonl; default: by the suffix of the input.")] = None,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Add the score of each pair, 0 to 1: how likely it is an acceptable translation; other columns and the order of rows stay.

    Example:  songngu score pairs.tsv -o scored.tsv
    """
    from exports.files import writing
    from exports.scored import SCORERS, SUFFIXES, Wanted, scored_format

    one_of(from_, tuple(SCORERS), "--from")
    keep_apart([pairs], [output])
    kind = scored_format(pairs, from_)
    if by_suffix(output, SUFFIXES, "-o", kind) != kind:
        raise UsageError(
            f"-o {output}: {pairs} is read as {kind.upper()} and keeps its format; end it in {SUFFIXES[kind][0]}, or make it "
            "the other format first with songngu convert"
        )
    notes: list[str] = []
    with writing(output) as out:
        for line in SCORERS[kind](pairs, Wanted(ref, why), notes, encoding):
            out.write(line + "\n")
    for note in notes:
        say(f"{pairs}: {note}", quiet=quiet)
    if str(output) != "-":
        say(f"wrote {output}", quiet=quiet)
