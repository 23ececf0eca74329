"""Lines of one text from whatever file holds them: plain text, a column of a TSV, JSONL, a side of a TMX.

Files are read as they come, so that a million lines need no memory. Line n stays line n: empty lines are lines.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from corpus.document import split_lines
from corpus.encoding import decode
from corpus.errors import UnreadableInput
from exports.files import reading
from exports.header import NAMES, candidates, places_of
from exports.jsonl import remedy_of, what_is_wrong
from exports.tmx import read_tmx
from exports.words import count_of

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


def read_lines(where: Place, side: str) -> Iterator[str]:
    """The lines at a place, as they were written; `side` (en or vi) tells which text of a pair is meant.

    Raises `UnreadableInput`.
    """
    path = where.path
    if str(path) != "-":
        if path.is_dir():
            raise UnreadableInput(str(path), "this is a folder", "name a file in it")
        if not path.exists():
            raise UnreadableInput(str(where), "no such file", "check the path")
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".jsonl", ".ndjson")):
        return _json_lines(path, where.column, side)
    if name.endswith(".tmx"):
        return (getattr(pair, where.column if where.column in ("en", "vi") else side) for pair in read_tmx(path))
    if name.endswith((".tsv", ".tab")) or where.column is not None:
        return _column(path, where.column, side)
    return text_lines(path)


def text_lines(path: Path) -> Iterator[str]:
    """The lines of a text file without their ends; UTF-8 is read as it comes, other encodings as a whole.

    Raises `UnreadableInput`, with the line for bytes that are not UTF-8.
    """
    with reading(path) as stream:
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
                raise UnreadableInput(str(path), what, "save the file as UTF-8", number + 1) from None
            number += len(lines)
            yield from lines


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head


def named_column(head: list[str], column: str | None, side: str, name: str) -> tuple[int, bool]:
    """Where the column of a TSV is, 0-based, and whether the first line is a header.

    A column is named, or counted from 1. Without one it is that of the side. Raises `UnreadableInput`.
    """
    names = [cell.strip().lower() for cell in head]
    places = places_of(head)
    header = bool(places)
    if column is None and header:
        return places[side], True
    for known in NAMES[side] if column is None else (column.lower(),):
        if known in names:
            return names.index(known), True
    if column is None and (found := candidates([cell.strip() for cell in head], side)):
        return found[0], True
    if column is not None and column.isdecimal() and 1 <= int(column) <= len(head):
        return int(column) - 1, header
    what = f"there is no column {column or side!r}; the first line has {', '.join(cell.strip()[:30] for cell in head)}"
    raise UnreadableInput(name, what, f"name one, or count from 1: {name}:2", 1)


def _column(path: Path, column: str | None, side: str) -> Iterator[str]:
    at = 0
    for number, line in enumerate(text_lines(path), 1):
        cells = line.split("\t")
        if number == 1:
            at, header = named_column(cells, column, side, str(path))
            if header:
                continue
        if len(cells) <= at:
            what = f"{count_of(len(cells), 'column')}, expected at least {at + 1}"
            raise UnreadableInput(str(path), what, "put a tab between columns", number)
        yield cells[at]


def json_objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file, one a line, with their lines; empty ones are passed over. Raises `UnreadableInput`."""
    for number, line in enumerate(text_lines(path), 1):
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


def _json_lines(path: Path, column: str | None, side: str) -> Iterator[str]:
    for number, found in json_objects(path):
        yield text_at(found, column or _side_key(found, side), str(path), number)


def _side_key(found: dict[str, Any], side: str) -> str:
    """The key of a side, which may be called as a column is; the side itself where none is."""
    inner = found.get("translation")
    names = list(inner if isinstance(inner, dict) else found)
    at = places_of(names).get(side, next(iter(candidates(names, side)), None))
    return side if at is None or side in names else names[at]
