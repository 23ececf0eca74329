"""A document: its lines as they were read, and the one edge at which files come in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.encoding import Decoded, decode
from corpus.errors import UnreadableInput
from corpus.line import Content, Line
from corpus.readers.archive import kind_of_archive
from corpus.readers.docx import read_docx
from corpus.readers.epub import read_epub
from corpus.readers.html import read_html
from corpus.readers.pdf import read_pdf
from corpus.readers.sheet import read_xlsx
from corpus.readers.subtitles import is_subtitles, read_subtitles

__all__ = ["READERS", "Document", "Line", "Source", "format_of", "from_text", "join", "read", "read_bytes", "split_lines"]

MAX_LINE = 100_000  # characters; a longer "line" is minified code or data, and nobody can point at a place in it
LINE_END = re.compile(r"\r\n|\n|\r")  # never str.splitlines: it also cuts at U+2028, U+0085, form feeds


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a document and how it was encoded."""

    name: str
    encoding: str
    bom: bool = False
    nfc: bool = True
    suspect: str | None = None  # an encoding in which the text reads better
    format: str = "text"  # key of READERS


@dataclass(frozen=True, slots=True)
class Document:
    """Bilingual text as it was read: one file, or two with one language each."""

    name: str
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]


def split_lines(text: str) -> list[str]:
    """Lines of a text, without line ends; a last line end opens no further line.

    >>> split_lines("a\\r\\nb\\rc\\n")
    ['a', 'b', 'c']
    """
    lines = LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return lines


def from_text(text: str, name: str = "text", *, file: int = 0) -> Document:
    """A document from a string (NFC or not)."""
    found = _document(_plain(decode(text.encode(), name)), name, "text")
    return replace(found, lines=tuple(replace(line, file=file) for line in found.lines))


Reader = Callable[[bytes, str, str | None], Content]  # bytes, name, the encoding that the user named
READERS: Mapping[str, Reader] = {
    "text": lambda data, name, encoding: _plain(decode(data, name, encoding)),
    "html": read_html,
    "docx": lambda data, name, _: read_docx(data, name),
    "xlsx": lambda data, name, _: read_xlsx(data, name),
    "epub": lambda data, name, _: read_epub(data, name),
    "pdf": lambda data, name, _: read_pdf(data, name),
    "srt": read_subtitles,
}
SUFFIXES = {".html": "html", ".htm": "html", ".xhtml": "html", ".srt": "srt", ".vtt": "srt"}  # of formats that are text
ARCHIVES = {".docx": "docx", ".xlsx": "xlsx", ".epub": "epub"}
HTML_HEAD = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
HEAD = 4096  # bytes that tell the format


def format_of(data: bytes, name: str) -> str:
    """The format of a file, one of READERS: by what it holds, then by its suffix, whatever the suffix says.

    >>> format_of(b"<!DOCTYPE html><p>Hi", "page.txt")
    'html'
    """
    suffix = Path(name).suffix.lower()
    if data.startswith(b"PK"):
        return kind_of_archive(data) or ARCHIVES.get(suffix, "text")  # a cut-off archive tells nothing
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = data[:HEAD].decode("utf-8", "ignore").removeprefix("\ufeff")
    if HTML_HEAD.match(head):
        return "html"
    if is_subtitles(head.replace("\r\n", "\n").replace("\r", "\n")):
        return "srt"
    return SUFFIXES.get(suffix, "text")


def read(first: Path | str, second: Path | str | None = None, *, encoding: str | None = None) -> Document:
    """Read one bilingual file, or an English and a Vietnamese one in either order; "-" is standard input.

    Text comes out NFC with its line numbers. Raises `UnreadableInput`.
    """
    paths = (first,) if second is None else (first, second)
    return join([_read_one(str(path), encoding) for path in paths])


def _read_one(path: str, encoding: str | None) -> Document:
    data = read_bytes(path)
    key = format_of(data, path)
    return _document(READERS[key](data, path, encoding), path, key)


def join(parts: Sequence[Document]) -> Document:
    """Several files as one document, in order; each line knows its file."""
    name = Path(parts[0].name).name if parts[0].name != "-" else "stdin"
    return Document(
        name,
        tuple(replace(line, file=file) for file, part in enumerate(parts) for line in part.lines),
        tuple(source for part in parts for source in part.sources),
    )


def read_bytes(path: Path | str) -> bytes:
    """The bytes of a file or of standard input ("-"). Raises `UnreadableInput`."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise UnreadableInput(str(path), "no such file", "check the path") from None
    except IsADirectoryError:
        raise UnreadableInput(str(path), "this is a folder", "name the files in it") from None
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read ({error.strerror})", "check its permissions") from None


def _plain(decoded: Decoded) -> Content:
    """Plain text, Markdown, TSV and CSV: the lines of the file."""
    lines = tuple(Line(number, text) for number, text in enumerate(split_lines(decoded.text), 1))
    return Content(lines, decoded.encoding, decoded.bom, decoded.nfc, decoded.suspect)


def _document(content: Content, name: str, key: str) -> Document:
    for line in content.lines:
        if len(line.text) > MAX_LINE:
            raise UnreadableInput(
                name, f"the line has {len(line.text):,} characters", f"break it into lines of at most {MAX_LINE:,}", line.number
            )
    source = Source(name, content.encoding, content.bom, content.nfc, content.suspect, key)
    return Document(name, content.lines, (source,))
