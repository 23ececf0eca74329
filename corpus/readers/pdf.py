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
NEW_ITEM = re.compile(r"[-–—•*▪●○◦‣]\s|\(?\d{1,3}[.)]\s|\(?[a-zđ][.)]\s")


def read_pdf(data: bytes, name: str) -> Content:
    """Paragraphs as lines, columns side by side as rows, numbered by their order. Raises `UnreadableInput`."""
    blocks = [block for page in _without_furniture(_pages(data, name)) for block in _blocks(page)]
    texts = [text for block in blocks for text in _block_lines(block)]
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


def _block_lines(block: Sequence[str]) -> list[str]:
    """The paragraphs of a block, or its columns as the cells of one row."""
    cuts = _gutters(block)
    if not cuts:
        return _paragraphs([line.strip() for line in block])
    borders = [0, *cuts, max(map(len, block))]
    columns = [[line[a:b].strip() for line in block] for a, b in zip(borders, borders[1:], strict=False)]
    return [row_text("\n".join(_paragraphs([line for line in column if line])) for column in columns)]


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


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines that fill the width go on in the next one, unless that begins an item or is in another language."""
    width = max(map(len, lines), default=0)
    if width < SHORT_LINE:
        return list(lines)
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
    first = following.split(None, 1)[0]
    return len(line) + 1 + len(first) > FULL * width and not NEW_ITEM.match(following)
