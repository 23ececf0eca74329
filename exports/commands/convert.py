"""Pairs from one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from exports.options import (
    Header,
    OutFormat,
    Quiet,
    Tags,
    keep_apart,
    language_tags,
    one_of,
    refuse_headless,
    report_changes,
    report_left_out,
    say,
)


def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Pairs in any of the formats; - is standard input.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write; - is standard output.")],
    from_: Annotated[str | None, typer.Option("--from", help="Format of the input; default: by its suffix or content.")] = None,
    to: OutFormat = None,
    header: Header = True,
    lang_tags: Tags = "en,vi",
    quiet: Quiet = False,
) -> None:
    """Convert pairs between TMX, TSV, CSV, JSONL, Parquet, Moses, XLSX, XLIFF, PO and SRT.

    Score, kind, document, lines, id and issues are kept where the format can; a suffix .gz or .zst packs and unpacks.
    What is changed or left out is said.

    Example:  songngu convert article.tmx article.jsonl
    """
    from exports.count import count_of
    from exports.formats import FORMATS, Choices, files_of, input_format, output_format, read_pairs, write

    one_of(from_, tuple(FORMATS), "--from")
    one_of(to, tuple(FORMATS), "--to")
    key = output_format(target, to, "--to")
    refuse_headless(header, [key])
    keep_apart(files_of(source, from_), files_of(target, key))
    pairs = read_pairs(source, input_format(source, from_, "--from"))
    changes = write(pairs, target, to, Choices(header, language_tags(lang_tags)))
    for note in pairs.notes:
        say(f"{source}: {note}", quiet=quiet)
    report_left_out({what: n for what, n in pairs.left_out.items() if what not in FORMATS[key].keeps}, quiet=quiet)
    report_changes(changes, quiet=quiet)
    if str(target) != "-":
        names = " and ".join(map(str, files_of(target, key)))
        say(f"wrote {names} ({count_of(pairs.count, 'pair')} read)", quiet=quiet)
    elif not pairs.count:
        say("0 pairs read", quiet=quiet)
