"""Lines: what every reader gives, whatever the file was."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, white space and all, without its line end."""

    number: int  # 1-based in its file
    text: str  # NFC
    file: int = 0  # which of the document's files
    is_row: bool = False  # cells of a table, parted by tabs; a line break in a cell is <br>
    span: tuple[int, int] | None = None  # milliseconds from when to when a subtitle is shown


@dataclass(frozen=True, slots=True)
class Content:
    """The lines of one file and how they were encoded."""

    lines: tuple[Line, ...]
    encoding: str = "utf-8"
    bom: bool = False
    nfc: bool = True  # False: the file held decomposed letters
    suspect: str | None = None  # an encoding in which the text reads better


def content_of(lines: Iterable[Line]) -> Content:
    """Lines of a file in which text has one encoding only; they come out NFC."""
    found = tuple(lines)
    composed = tuple(
        line if unicodedata.is_normalized("NFC", line.text) else replace(line, text=unicodedata.normalize("NFC", line.text))
        for line in found
    )
    return Content(composed, nfc=composed == found)


def row_text(cells: Iterable[str]) -> str:
    """The cells of a table's row as the text of a line.

    >>> row_text(["two\\nparagraphs", "a\\ttab"])
    'two<br>paragraphs\\ta tab'
    """
    return "\t".join("<br>".join(" ".join(part.split()) for part in cell.split("\n") if part.strip()) for cell in cells)
