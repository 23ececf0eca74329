"""XLSX review sheet: pairs for people to look at and mend, and the mended sheet back in.

A reviewer changes texts where they stand, and says `no` in the column `keep` to a pair that should go. All cells are text but
the score: no date is made of `3/4`, no formula of `=1+1`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import MissingExtra, UnreadableInput
from corpus.pair import Pair
from corpus.readers.sheet import sheet_rows
from exports.files import reading, writing_bytes
from exports.header import COLUMNS
from exports.intake import Intake
from exports.row import cells, pairs_of
from exports.text import xml_safe

KEEP, FINDINGS = "keep", "findings"
HEAD = (*COLUMNS[:3], KEEP, FINDINGS, *COLUMNS[3:])  # what a reviewer needs stands first
WIDTHS = {"en": 60, "vi": 60, "score": 8, KEEP: 8, FINDINGS: 40, "doc": 16, "issues": 12}  # in digits, as Excel counts
MAX_CELL = 32_767  # UTF-16 units, as Excel counts
MAX_ROWS = 1_048_576
TOO_LONG = f"pair with a text of more than {MAX_CELL:,} letters, which no cell holds"
REJECTED = "pair that the reviewer rejected"
NO = frozenset(("no", "n", "0", "false", "không"))
FIRST_DATE = "315532800"  # seconds: 1980, the first year that a zip archive knows


def write_xlsx(pairs: Iterable[Pair], path: Path) -> Counter[str]:
    """Write pairs as a review sheet, row by row; gives back what the text policy changed and what no cell holds."""
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 - an extra
        from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415
    except ImportError:
        raise MissingExtra(str(path), "xlsxwriter", "xlsx") from None
    changes: Counter[str] = Counter()
    with writing_bytes(path) as out, tempfile.TemporaryFile() as whole:  # an archive cannot be written to a pipe
        book = Workbook(whole, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        seconds = int(os.environ.get("SOURCE_DATE_EPOCH") or FIRST_DATE)
        book.set_properties({"created": datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet("review")
        text, bold = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}), book.add_format({"bold": True})
        for at, name in enumerate(HEAD):
            sheet.set_column(at, at, WIDTHS.get(name, 10), text)
            sheet.write_string(0, at, name, bold)
        sheet.freeze_panes(1, 0)
        count = 0
        for row in _rows(pairs, changes):
            count += 1
            if count >= MAX_ROWS:
                remedy = "write TSV or Parquet, or part it into several files"
                raise UnreadableInput(str(path), f"more than {MAX_ROWS - 1:,} pairs, which no sheet holds", remedy)
            for at, value in enumerate(row):
                if HEAD[at] == "score" and value:
                    sheet.write_number(count, at, float(value))
                elif value:
                    sheet.write_string(count, at, value, text)
        sheet.autofilter(0, 0, max(count, 1), len(HEAD) - 1)
        keep = HEAD.index(KEEP)
        sheet.data_validation(1, keep, max(count, 1), keep, {"validate": "list", "source": ["yes", "no"], "ignore_blank": True})
        try:
            book.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
        whole.seek(0)
        shutil.copyfileobj(whole, out)
    return changes


def _rows(pairs: Iterable[Pair], changes: Counter[str]) -> Iterator[list[str]]:
    """The cells of each pair in the order of `HEAD`."""
    for pair in pairs:
        row = cells(pair, xml_safe, changes)
        if row is None:
            continue
        known = dict(zip(COLUMNS, row, strict=True))
        known[FINDINGS] = "\n".join(xml_safe(issue.message, changes) for issue in pair.issues)
        if any(len(value.encode("utf-16-le")) // 2 > MAX_CELL for value in known.values()):
            changes[TOO_LONG] += 1
            continue
        yield [known.get(name, "") for name in HEAD]


def read_xlsx(path: Path) -> Intake:
    """Pairs of a review sheet, or of any sheet with a column for each language; rows with `keep` no are left out.

    Raises `UnreadableInput`.
    """
    with reading(path) as stream:
        data = stream.read()
    left_out: Counter[str] = Counter()
    return pairs_of(_kept(sheet_rows(data, str(path)), left_out), str(path), left_out)


def _kept(rows: Iterable[tuple[int, Sequence[str]]], rejected: Counter[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows without the columns that are the reviewer's, and without those that he rejected."""
    keep: int | None = None
    own: set[int] = set()
    for at, (number, row) in enumerate(rows):
        if not at:
            head = [cell.strip().lower() for cell in row]
            own = {place for place, name in enumerate(head) if name in (KEEP, FINDINGS)}
            keep = head.index(KEEP) if KEEP in head else None
        elif keep is not None and keep < len(row) and row[keep].strip().lower() in NO:
            rejected[REJECTED] += 1
            continue
        yield number, [cell for place, cell in enumerate(row) if place not in own]
