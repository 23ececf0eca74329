"""PDF: what stands on its pages, put together again as paragraphs and rows.

A PDF knows where letters stand, and nothing of lines, paragraphs or tables. pypdf gives the pages as text with their
columns kept; here lines that were filled to the width are joined, and columns side by side become the cells of a row.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.errors import MissingExtra, UnreadableInput
from corpus.language import detect
from corpus.line import Content, Line, content_of, row_text

GUTTER = 3  # spaces that are wider than any between two words of filled text
FULL = 0.85  # share of the width; letters differ in theirs, so that full lines differ in their count of characters
SHORT_LINE = 30  # characters; below, a block is a list of names or numbers and nothing was filled
PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:(?:page|trang)\s*)?\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?(?:\s*[-–—|])?", re.IGNORECASE
)
LEAST_PAGES = 3  # with the same first or last line, which then is a running head
SENTENCE_ENDS = '.?!…:;”"’)'
NEW_ITEM = re.compile(r"[-–—•*▪●○◦‣]\s|\(?\d{1,3}[.)]\s|\(?[a-zđ][.)]\s")


def read_pdf(data: bytes, name: str) -> Content:
    """Paragraphs as lines, columns side by side as rows, numbered by their order. Raises `UnreadableInput`."""
    texts = [text for page in _without_furniture(_pages(data, name)) for text in _page_lines(page)]
    if not texts:
        raise UnreadableInput(
            name, "there is no text in this PDF, only pictures perhaps", "let a program recognise its text first (OCR)"
        )
    return content_of(Line(number, text, is_row="\t" in text) for number, text in enumerate(texts, 1))


def _pages(data: bytes, name: str) -> list[list[str]]:
    """The lines of each page, white space kept."""
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - an extra
        from pypdf.errors import PdfReadError  # noqa: PLC0415
    except ImportError:
        raise MissingExtra(name, "pypdf", "pdf") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on untidy files are no use to a reader of them
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput(name, "this PDF is locked by a password", "save it without one")
        return [
            page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True).split("\n") for page in reader.pages
        ]
    except UnreadableInput:
        raise
    except PdfReadError as error:
        raise UnreadableInput(name, f"not a whole PDF ({error})", "copy it again, or print it to a new PDF") from None
    except Exception as error:  # pypdf lets through whatever a damaged object makes of its code
        reason = f"this PDF cannot be read ({type(error).__name__}: {error})".replace("\n", " ")
        raise UnreadableInput(name, reason, "print it to a new PDF") from None


def _without_furniture(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """Pages without their numbers and running heads: lines at their edges that are numbers, or the same on each page."""
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line.strip()]
        edges.update({_shape(line) for line in (*filled[:1], *filled[-1:])})
    for page in pages:
        filled_at = [at for at, line in enumerate(page) if line.strip()]
        gone = {
            at
            for at in (*filled_at[:1], *filled_at[-1:])
            if PAGE_NUMBER.fullmatch(page[at].strip()) or edges[_shape(page[at])] >= LEAST_PAGES
        }
        yield ["" if at in gone else line for at, line in enumerate(page)]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _blocks(page: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines with text."""
    block: list[str] = []
    for line in (*page, ""):
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield block
            block = []


def _page_lines(page: Sequence[str]) -> list[str]:
    """The paragraphs and rows of a page."""
    blocks = [_columns(block) for block in _blocks(page)]
    widths: dict[tuple[int, int], int] = {}  # of the columns of all blocks that have as many: characters
    for block in blocks:
        for at, column in enumerate(zip(*block, strict=True)):
            key = len(block[0]), at
            widths[key] = max(widths.get(key, 0), *map(len, column))
    return [text for block in blocks for text in _texts(block, [widths[len(block[0]), at] for at in range(len(block[0]))])]


def _columns(block: Sequence[str]) -> list[list[str]]:
    """The lines of a block, cut at the white space that runs through all of them; mostly there is one column."""
    borders = [0, *_gutters(block), max(map(len, block))]
    return [[line[a:b].strip() for a, b in zip(borders, borders[1:], strict=False)] for line in block]


def _texts(block: Sequence[list[str]], widths: Sequence[int]) -> list[str]:
    """The paragraphs of a block of one column, or the rows of one with several."""
    if len(widths) == 1:
        return _paragraphs([line[0] for line in block], widths[0])
    return [
        row_text("\n".join(_paragraphs(column, width)) for column, width in zip(zip(*row, strict=True), widths, strict=True))
        for row in _rows(block, widths)
    ]


def _rows(lines: Sequence[list[str]], widths: Sequence[int]) -> Iterator[list[list[str]]]:
    """Lines of columns that are one row: a new one begins where all columns have text and none goes on.

    `widths` are those of the columns, in characters.
    """
    row: list[list[str]] = []
    for line in lines:
        last = row[-1] if row else [""] * len(line)
        running = any(
            before and _goes_on(before, text, width) for before, text, width in zip(last, line, widths, strict=True) if text
        )
        if row and all(line) and not running:
            yield row
            row = []
        row.append(line)
    yield row


def _gutters(block: Sequence[str]) -> list[int]:
    """Where the columns of a block begin, but for the first: after white space that runs through all its lines."""
    width = max(map(len, block))
    blank = [all(at >= len(line) or line[at] == " " for line in block) for at in range(width)]
    cuts = []
    run = 0
    for at, is_blank in enumerate(blank):
        if not is_blank and run >= GUTTER and any(line[:at].strip() for line in block):
            cuts.append(at)
        run = run + 1 if is_blank else 0
    return cuts


def _paragraphs(lines: Sequence[str], width: int) -> list[str]:
    """Lines that fill the width go on in the next one, unless that begins an item or is in another language."""
    lines = [line for line in lines if line]
    if width < SHORT_LINE:
        return lines
    languages = [guess.language if guess.decided else None for guess in detect(lines)]
    found: list[str] = []
    for at, line in enumerate(lines):
        same = at > 0 and (languages[at] == languages[at - 1] or None in languages[at - 1 : at + 1])
        if same and _goes_on(lines[at - 1], line, width):
            found[-1] += line if found[-1].endswith("-") and line[:1].islower() else f" {line}"
        else:
            found.append(line)
    return found


def _goes_on(line: str, following: str, width: int) -> bool:
    """Would the first word of the following line not have fitted? A sentence end needs a line that is full by itself."""
    ends = line[-1:] in SENTENCE_ENDS and not following[:1].islower()
    needed = len(line) + (0 if ends else 1 + len(following.split(None, 1)[0]))
    return width >= SHORT_LINE and needed > FULL * width and not NEW_ITEM.match(following)
