"""DOCX: the paragraphs and tables of a Word document, in order.

Read are the text of the body with its text boxes, insertions that are still tracked, and field results; not read are
deletions, hidden text, headers, footers, notes and comments. Source: ECMA-376, part 1, chapter 17.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.line import Content, Line, content_of, row_text
from corpus.readers.archive import Archive
from corpus.readers.xml import Attributes, Handlers, read_part

DOCUMENT = "word/document.xml"
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑", "ptab": "\t"}
SKIPPED = frozenset(  # Fallback repeats what Choice holds; the style of a paragraph holds tab stops, which are no tabs
    ("del", "moveFrom", "Fallback", "rt", "instrText", "delText", "pPr", "sectPr")
)
MAX_SPAN = 63  # columns: as many as a table of Word can have


@dataclass(slots=True)
class _Row:
    cells: list[list[str]] = field(default_factory=list)  # paragraphs of each cell
    spans: list[int] = field(default_factory=list)  # columns that it takes


@dataclass(slots=True)
class _Body:
    """What has been read, and what is open where the parser stands."""

    lines: list[tuple[str, bool]] = field(default_factory=list)  # text, is it a row
    paragraphs: list[list[str]] = field(default_factory=list)  # open ones: a text box opens one inside another
    rows: list[_Row] = field(default_factory=list)  # open ones: a cell may hold a table
    is_text: bool = False
    hidden: bool = False
    in_run_style: bool = False
    skipped: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        name = tag.rpartition(":")[2]
        if name in SKIPPED or self.skipped:
            self.skipped += 1
        elif name == "p":
            self.paragraphs.append([])
        elif name == "tr":
            self.rows.append(_Row())
        elif name == "tc" and self.rows:
            self.rows[-1].cells.append([])
            self.rows[-1].spans.append(1)
        elif name == "gridSpan" and self.rows and self.rows[-1].spans:
            value = _value(attributes, "val", "1")
            self.rows[-1].spans[-1] = min(int(value), MAX_SPAN) if value.isdecimal() else 1
        elif name == "r":
            self.hidden = False
        elif name == "rPr":
            self.in_run_style = True
        elif name == "vanish" and self.in_run_style:
            self.hidden = _value(attributes, "val", "1") not in ("0", "false", "off")
        elif name == "t":
            self.is_text = True
        elif name in SIGNS and self.paragraphs and not self.hidden and not self.in_run_style:
            self.paragraphs[-1].append(SIGNS[name] if _value(attributes, "type", "") != "page" else "")

    def text(self, data: str) -> None:
        if self.is_text and self.paragraphs and not self.hidden and not self.skipped:
            self.paragraphs[-1].append(data)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if self.skipped:
            self.skipped -= 1
        elif name == "t":
            self.is_text = False
        elif name == "rPr":
            self.in_run_style = False
        elif name == "p":
            self._add("".join(self.paragraphs.pop()))
            self.hidden = False
        elif name == "tr":
            self._close(self.rows.pop())

    def _add(self, paragraph: str) -> None:
        """A paragraph that is over: into its cell, or as lines, for a line break in a paragraph parts lines."""
        if self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1].append(paragraph)
        else:
            self.lines.extend((line, False) for line in paragraph.split("\n"))

    def _close(self, row: _Row) -> None:
        """A row that is over: into the cell that holds its table, as lines if it has one cell, else as a row."""
        if self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1].extend(paragraph for cell in row.cells for paragraph in cell)
        elif len(row.cells) == 1:
            self.lines.extend((line, False) for paragraph in row.cells[0] for line in paragraph.split("\n"))
        else:
            wide = [("\n".join(cell), span) for cell, span in zip(row.cells, row.spans, strict=True)]
            self.lines.append((row_text(text for cell, span in wide for text in (cell, *[""] * (span - 1))), True))


def _value(attributes: Attributes, name: str, default: str) -> str:
    """An attribute, whatever the prefix of its namespace."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), default)


def read_docx(data: bytes, name: str) -> Content:
    """Paragraphs as lines and tables as rows; a line is numbered as if the document were saved as text.

    Raises `UnreadableInput`.
    """
    body = _Body()
    read_part(Archive(data, name).part(DOCUMENT), name, DOCUMENT, Handlers(body.start, body.end, body.text))
    return content_of(Line(number, text, is_row=is_row) for number, (text, is_row) in enumerate(body.lines, 1))
