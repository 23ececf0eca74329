"""Pairs from one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exports.options import OutFormat, Quiet, Tags, language_tags, not_an_input, one_of, report_changes, say


def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Pairs as TMX, TSV, JSONL or Moses; - is standard input.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write; - is standard output.")],
    from_: Annotated[str | None, typer.Option("--from", help="Format of the input; default: by its suffix.")] = None,
    to: OutFormat = None,
    header: Annotated[bool, typer.Option(help="Names of the columns in the first line of a TSV.")] = True,
    lang_tags: Tags = "en,vi",
    quiet: Quiet = False,
) -> None:
    """Convert pairs between TMX, TSV, JSONL and Moses; score, kind, document and lines are kept where the format can.

    Example:  songngu convert article.tmx article.jsonl
    """
    from exports.formats import FORMATS, Choices, format_of, read_pairs, write

    one_of(from_, tuple(FORMATS), "--from")
    one_of(to, tuple(FORMATS), "--to")
    not_an_input(target, [str(source)], format_of(target, to))
    changes = write(read_pairs(source, from_), target, to, Choices(header, language_tags(lang_tags)))
    report_changes(changes, quiet=quiet)
    if str(target) != "-":
        say(f"wrote {target}", quiet=quiet)
