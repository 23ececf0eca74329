"""Lines of one text from whatever file holds them: plain text, a column of a TSV, JSONL, a side of a TMX.

Files are read as they come, so that a million lines need no memory. Line n stays line n: empty lines are lines.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from corpus.document import split_lines
from corpus.encoding import decode
from corpus.errors import UnreadableInput
from exports.count import count_of
from exports.files import reading, unpacked_name
from exports.header import place_of, places_of, side_of
from exports.jsonl import remedy_of, what_is_wrong
from exports.tmx import read_tmx

OTHER_NAMES = frozenset(("ref", "reference", "hyp", "hypothesis", "system", "id", "doc", "score"))  # that tell a header as well
LIKE_A_NAME = re.compile(r"[a-z_][a-z0-9_ .+()#/-]{0,29}")  # a Vietnamese text nearly always has a letter beside these
HEAD = 1 << 12  # bytes in which it shows that a file is UTF-8; what comes after is checked line by line


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text is: a file, and a column or key in it where it holds more than one."""

    path: Path
    column: str | None = None

    def __str__(self) -> str:
        return str(self.path) if self.column is None else f"{self.path}:{self.column}"


def place(text: str) -> Place:
    """The place that a user named: FILE or FILE:COLUMN."""
    file, colon, column = text.rpartition(":")
    if colon and file and column and not Path(text).exists() and Path(file).exists():
        return Place(Path(file), column)
    return Place(Path(text))


def read_lines(where: Place, side: str, beside: Collection[str] = (), encoding: str | None = None) -> Iterator[str]:
    """The lines at a place, as they were written; `side` (en or vi) tells which text of a pair is meant.

    `beside` are other columns that are read of the same file: if one is named there, its first line is a header for all.
    `encoding` is that of the text, see `text_lines`; a TMX says its own. Raises `UnreadableInput`.
    """
    path = where.path
    if str(path) != "-":
        if path.is_dir():
            raise UnreadableInput(str(path), "this is a folder", "name a file in it")
        if not path.exists():
            raise UnreadableInput(str(where), "no such file", "check the path")
    name = unpacked_name(path)
    if name.endswith((".jsonl", ".ndjson")):
        return _json_lines(path, where.column, side, encoding)
    if name.endswith(".tmx"):
        return (getattr(pair, where.column if where.column in ("en", "vi") else side) for pair in read_tmx(path))
    if name.endswith((".tsv", ".tab")) or where.column is not None:
        return _column(text_lines(path, encoding), path, where.column, side, beside)
    return text_lines(path, encoding)


def text_lines(path: Path, encoding: str | None = None) -> Iterator[str]:
    """The lines of a text file without their ends; UTF-8 is read as it comes, an encoding that is named as a whole.

    Raises `UnreadableInput`, with the line for bytes that are not UTF-8.
    """
    with reading(path) as stream:
        if encoding is not None:
            yield from split_lines(decode(stream.read(), str(path), encoding, may_be_empty=True).text)
            return
        head = cast(io.BufferedReader, stream).peek(HEAD)
        if not _is_utf8(head):
            yield from split_lines(decode(stream.read(), str(path)).text)
            return
        decode(head[: head.rfind(b"\n") + 1], str(path), may_be_empty=True)  # tells what is a PDF, a zip, not text at all
        number = 0
        for raw in stream:
            try:
                lines = split_lines(raw.decode("utf-8-sig" if number == 0 else "utf-8"))
            except UnicodeDecodeError as error:
                what = f"byte 0x{raw[error.start]:02X} is not UTF-8"
                raise UnreadableInput(str(path), what, "save the file as UTF-8, or give --encoding auto", number + 1) from None
            number += len(lines)
            yield from lines


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head


def is_header(head: Sequence[str], asked: Collection[str] = ()) -> bool:
    """Does the first line of a TSV name its columns?

    It does if it names both languages or one of the columns that were asked for, or if it has a known name and nothing but
    what may be names. All that read a TSV ask this, so that a column is as long by its number as by its name.

    >>> is_header(["src", "old", "new", "ref"]), is_header(["source", "nguồn"]), is_header(["a", "b"], ["b"])
    (True, False, True)
    """
    low = [cell.strip().lower() for cell in head if cell.strip()]
    if places_of(head) or any(column.lower() in low for column in asked if not column.isdecimal()):
        return True
    meant = [side_of(cell)[0] for cell in head if cell.strip()]
    known = any(meant) or not OTHER_NAMES.isdisjoint(low)
    names = (LIKE_A_NAME.fullmatch(name) or (side and meant.count(side) == 1) for name, side in zip(low, meant, strict=True))
    return known and len(set(low)) == len(low) and all(names)


def column_at(head: Sequence[str], column: str | None, side: str, name: str, remedy: str) -> int:
    """Where a column of a TSV is, 0-based: it is named, or counted from 1; without one it is that of the side.

    Raises `UnreadableInput` with a remedy, for every command has its own way of naming a column.
    """
    names = [cell.strip().lower() for cell in head]
    if column is None:
        at = place_of(head, side)
    elif column.isdecimal() and not (column in names and is_header(head)):
        at = int(column) - 1 if 1 <= int(column) <= len(head) else None
    else:
        at = names.index(column.lower()) if column.lower() in names else None
    if at is not None:
        return at
    what = f"there is no column {column or side!r}; the first line has {', '.join(cell.strip()[:30] for cell in head)}"
    raise UnreadableInput(name, what, remedy, 1)


def _column(lines: Iterator[str], path: Path, column: str | None, side: str, beside: Collection[str]) -> Iterator[str]:
    at = 0
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if number == 1:
            at = column_at(cells, column, side, str(path), f"name one, or count from 1: {path}:2")
            if is_header(cells, [*beside, *([column] if column else [])]):
                continue
        if len(cells) <= at:
            what = f"{count_of(len(cells), 'column')}, expected at least {at + 1}"
            raise UnreadableInput(str(path), what, "put a tab between columns", number)
        yield cells[at]


def json_objects(path: Path, encoding: str | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file, one a line, with their lines; empty ones are passed over. Raises `UnreadableInput`."""
    for number, line in enumerate(text_lines(path, encoding), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UnreadableInput(str(path), what_is_wrong(error, line), remedy_of(line), number) from None
        if not isinstance(found, dict):
            raise UnreadableInput(str(path), "not an object", remedy_of(line), number)
        yield number, found


def text_at(found: dict[str, Any], key: str, name: str, number: int) -> str:
    """The text of a key, in the object or in its `translation`. Raises `UnreadableInput`."""
    inner = found.get("translation")
    value = found.get(key, inner.get(key) if isinstance(inner, dict) else None)
    if not isinstance(value, str):
        have = ", ".join(repr(known[:30]) for known in found)
        raise UnreadableInput(name, f"{key!r} is no text", f"the keys are {have}; name one of them", number)
    return value


def _json_lines(path: Path, column: str | None, side: str, encoding: str | None) -> Iterator[str]:
    for number, found in json_objects(path, encoding):
        yield text_at(found, column or _side_key(found, side), str(path), number)


def _side_key(found: dict[str, Any], side: str) -> str:
    """The key of a side, which may be called as a column is; the side itself where none is."""
    inner = found.get("translation")
    names = list(inner if isinstance(inner, dict) else found)
    at = None if side in names else place_of(names, side)
    return side if at is None else names[at]
