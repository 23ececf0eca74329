"""A document: its lines as they were read, and the one edge at which files come in."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.encoding import Decoded, decode
from corpus.errors import UnreadableInput

MAX_LINE = 100_000  # characters; a longer "line" is minified code or data, and nobody can point at a place in it
LINE_END = re.compile(r"\r\n|\n|\r")  # never str.splitlines: it also cuts at U+2028, U+0085, form feeds


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, white space and all, without its line end."""

    number: int  # 1-based in its file
    text: str  # NFC
    file: int = 0  # which of the document's files


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a document and how it was encoded."""

    name: str
    encoding: str
    bom: bool = False
    nfc: bool = True
    suspect: str | None = None  # an encoding in which the text reads better


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
    return _document(decode(text.encode(), name), name, file)


def read(first: Path | str, second: Path | str | None = None, *, encoding: str | None = None) -> Document:
    """Read one bilingual file, or an English and a Vietnamese one in either order; "-" is standard input.

    Text comes out NFC with its line numbers. Raises `UnreadableInput`.
    """
    paths = (first,) if second is None else (first, second)
    parts = [_document(_decoded(path, encoding), str(path), file) for file, path in enumerate(paths)]
    return join(parts)


def join(parts: Sequence[Document]) -> Document:
    """Several files as one document, in order; each line knows its file."""
    name = Path(parts[0].name).name if parts[0].name != "-" else "stdin"
    return Document(
        name,
        tuple(Line(line.number, line.text, file) for file, part in enumerate(parts) for line in part.lines),
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


def _decoded(path: Path | str, encoding: str | None) -> Decoded:
    return decode(read_bytes(path), str(path), encoding)


def _document(decoded: Decoded, name: str, file: int) -> Document:
    texts = split_lines(decoded.text)
    for number, text in enumerate(texts, 1):
        if len(text) > MAX_LINE:
            raise UnreadableInput(
                name, f"the line has {len(text):,} characters", f"break it into lines of at most {MAX_LINE:,}", number
            )
    lines = tuple(Line(number, text, file) for number, text in enumerate(texts, 1))
    return Document(name, lines, (Source(name, decoded.encoding, decoded.bom, decoded.nfc, decoded.suspect),))
