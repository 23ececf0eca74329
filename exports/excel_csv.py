"""CSV for Excel and other spreadsheets: UTF-8 with a byte order mark, commas, CRLF, quoted where needed (RFC 4180).

A spreadsheet takes cells such as `007`, `3/4` or `=1+1` for numbers, dates and formulas. The text is written as it is, and the
cells are counted; who reviews in a spreadsheet is better served by a format that says that each cell is text.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import UnreadableInput
from corpus.pair import Pair
from exports.files import MAX_TEXT, text_lines, writing
from exports.header import COLUMNS
from exports.intake import Intake
from exports.row import Row, cells, pairs_of
from exports.text import xml_safe

# a formula, or what is retyped as a number or a date when a file is opened
RETYPED = re.compile(r"\s*(?:[=+@-].*|[\d.,/:eE%-]*\d[\d.,/:eE%-]*)", re.DOTALL)
RETYPING = "text that a spreadsheet may take for a formula, number or date (written as it is)"
DELIMITERS = ",;\t"  # which of them Excel writes depends on the settings of the computer


def write_csv(pairs: Iterable[Pair], path: Path, *, header: bool = True) -> Counter[str]:
    """Write pairs as CSV; gives back what the text policy changed."""
    changes: Counter[str] = Counter()
    with writing(path) as out:
        out.write("\ufeff")
        rows = csv.writer(out, lineterminator="\r\n")
        if header:
            rows.writerow(COLUMNS)
        for pair in pairs:
            row = cells(pair, xml_safe, changes)
            if row is not None:
                changes.update({RETYPING: sum(bool(RETYPED.fullmatch(text)) for text in row[:2])})
                rows.writerow(row)
    return +changes


def read_csv(path: Path) -> Intake:
    """Pairs of a CSV file with commas, semicolons or tabs; cells may be quoted and hold line ends.

    Raises `UnreadableInput` with the line for a quotation mark that is never closed and for rows without two columns.
    """
    return pairs_of(_rows(path), str(path))


def _rows(path: Path) -> Iterator[Row]:
    lines = (f"{line}\n" for line in text_lines(path, breaks=False))
    first = next(lines, "")
    if re.fullmatch(r"sep=.\r?\n", first):  # a line for Excel alone
        delimiter, first = first[4], next(lines, "")
    else:
        delimiter = max(DELIMITERS, key=_unquoted(first).count)
    csv.field_size_limit(MAX_TEXT)

    def all_lines() -> Iterator[str]:
        yield first
        yield from lines

    rows = csv.reader(all_lines(), delimiter=delimiter, strict=True)
    try:
        start = 1
        for row in rows:
            yield start, [cell.replace("\r\n", "\n") for cell in row]
            start = rows.line_num + 1
    except csv.Error as error:
        remedy = 'close the quotation marks, and write "" for one inside a quoted cell'
        raise UnreadableInput(str(path), f"not CSV ({error})", remedy, max(rows.line_num, 1)) from None


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)
