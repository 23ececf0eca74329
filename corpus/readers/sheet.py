"""XLSX: the rows of a workbook's first sheet that holds text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from corpus.errors import MissingExtra, UnreadableInput
from corpus.line import Content, Line, content_of, row_text
from corpus.readers.archive import Archive
from corpus.readers.xml import check_prolog

CODED = re.compile("_x([0-9A-Fa-f]{4})_")  # how Excel writes what XML cannot hold, and an underscore before such a code
CR = "\r"  # in line breaks inside cells of old files


def sheet_rows(data: bytes, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Number (1-based) and cells of each row with text, as a person sees them. Raises `UnreadableInput`."""
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra(name, "openpyxl", "xlsx") from None
    archive = Archive(data, name)
    for part in sorted(archive.names):
        if part.endswith((".xml", ".rels")):
            check_prolog(io.BytesIO(archive.part(part)), name, part)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # other programs write wrong ones
            rows = ((number, row) for number, row in enumerate(sheet.iter_rows(values_only=True), 1))
            filled = False
            for number, row in rows:
                if any(value is not None for value in row):
                    filled = True
                    yield number, tuple(map(_text, row))
            if filled:
                return
    except UnreadableInput:
        raise
    except Exception as error:  # openpyxl lets through whatever a damaged part makes of its code
        raise UnreadableInput(
            name, f"not a workbook that can be read ({type(error).__name__}: {error})", "save it again as .xlsx"
        ) from None


def _text(value: object) -> str:
    """A cell as text: whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return CODED.sub(lambda match: chr(int(match[1], 16)), str(value)).replace(CR, "")


def read_xlsx(data: bytes, name: str) -> Content:
    """The rows of a workbook; a line is numbered as its row. Raises `UnreadableInput`."""
    lines = [Line(number, row_text(cells), is_row=True) for number, cells in sheet_rows(data, name)]
    if not lines:
        raise UnreadableInput(name, "no sheet holds any text", "give a workbook with a column of English and one of Vietnamese")
    return content_of(lines)
