"""What is wrong with files of pairs."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from exports.options import Header, Quiet, one_of, refuse_headless, say

FINDINGS = 1  # exit code


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files of pairs, folders of such; for Moses name one of the two.")
    ],
    from_: Annotated[str | None, typer.Option("--from", help="Format of the files; default: by their suffix or content.")] = None,
    pairs: Annotated[int | None, typer.Option(min=0, help="How many pairs each file should hold.")] = None,
    header: Header = True,
    show: Annotated[int, typer.Option(min=1, help="How many findings of each kind to print.")] = 3,
    quiet: Quiet = False,
) -> None:
    """Say what is wrong with files of pairs, where, and how to mend it; exit 1 if anything is.

    TMX, XLIFF, TSV, Moses, JSONL and Parquet are held against their rules; other formats are read, and their texts looked at.

    Example:  songngu validate article.tmx
    """
    from exports.count import count_of
    from exports.formats import FORMATS, input_format, must_exist
    from exports.inputs import expand
    from exports.validation import validate as look_at

    one_of(from_, tuple(FORMATS), "--from")
    keys = {path: input_format(path, from_) for path in expand(files, from_)}
    refuse_headless(header, keys.values())
    for path, key in keys.items():
        must_exist(path, key)
    wrong = False
    for path, key in keys.items():
        report = look_at(path, key, header=header, expected=pairs, keep=show)
        for finding in report.findings:
            print(finding)
        total = sum(report.counts.values())
        hidden = total - len(report.findings)
        more = f", {hidden:,} more like them not shown (--show)" if hidden else ""
        told = count_of(total, "finding") if total else "no findings"
        say(f"{path}: {key}, {count_of(report.pairs, 'pair')}, {told}{more}", quiet=quiet)
        wrong |= bool(total)
    if wrong:
        sys.exit(FINDINGS)
