"""From a document, or two, to pairs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exports.options import (
    Encoding,
    Header,
    LayoutName,
    OutFormat,
    Quiet,
    SentenceMode,
    Tags,
    language_tags,
    not_an_input,
    one_of,
    report_changes,
    say,
    two_at_most,
)


def align(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="A bilingual file, or an English and a Vietnamese one; - is standard input."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write; default: a table in a terminal, TSV in a pipe."),
    ] = None,
    to: OutFormat = None,
    layout: LayoutName = None,
    sentences: SentenceMode = "split",
    unaligned: Annotated[
        str, typer.Option(help="drop: only report text without a partner; keep: write it with one empty side.")
    ] = "drop",
    method: Annotated[str, typer.Option(help="lexical: words, values, names and lengths; length: lengths alone.")] = "lexical",
    min_score: Annotated[
        float, typer.Option(min=0, max=1, help="Pairs that score less are text without a partner; 0.5 keeps the sure ones.")
    ] = 0,
    header: Header = True,
    lang_tags: Tags = "en,vi",
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Align a bilingual document, or two files, to sentence pairs.

    Example:  songngu align article.txt -o article.tmx
    """
    from aligners import METHODS, Options, align_layout
    from corpus.document import read
    from corpus.layout import LAYOUTS, find_layout
    from exports.formats import FORMATS, Choices, format_of, write
    from exports.overview import left_over, table

    one_of(layout, LAYOUTS, "--layout")
    one_of(sentences, ("split", "lines"), "--sentences")
    one_of(unaligned, ("drop", "keep"), "--unaligned")
    one_of(method, tuple(METHODS), "--method")
    one_of(to, tuple(FORMATS), "--to")
    choices = Choices(header, language_tags(lang_tags))
    key = to or (format_of(output) if output and str(output) != "-" else "tsv")
    not_an_input(output, inputs, key)
    document = read(*two_at_most(inputs), encoding=encoding)
    laid_out = find_layout(document, layout, wrapped=sentences == "split")
    found = align_layout(laid_out, document.name, Options(method, sentences, layout))
    found = [
        side for pair in found for side in ((pair,) if (pair.score or 0) >= min_score or not pair.is_complete else pair.sides())
    ]
    kept = found if unaligned == "keep" else [pair for pair in found if pair.is_complete]
    if output is None and to is None and sys.stdout.isatty():
        table(kept)
    else:
        report_changes(write(kept, output or "-", key, choices), quiet=quiet)
    for line in left_over(found, laid_out):
        say(line, quiet=quiet)
    if output and str(output) != "-":
        say(f"wrote {output}", quiet=quiet)
