"""The rows of a shard as a frame of strings, and the lines that are no rows, each with its reason."""

from __future__ import annotations

import io
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from corpus.pair import lines_text
from exports.header import SIDES
from exports.jsonl import texts_of, what_is_wrong
from exports.scale.shard import InputChanged, Shard
from exports.text import one_line

GIANT = 100_000  # bytes of a line that is no pair of sentences any more
SHOWN = 300  # characters of a bad line that are kept
MORE, LINE = "@more", "@line"  # columns of our own beside those of the file


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no pair."""

    line: int  # 1-based, in its input
    reason: str  # what is special to this line in brackets
    text: str  # its beginning, what is not UTF-8 replaced


@dataclass(frozen=True, slots=True)
class Rows:
    """What a shard holds."""

    frame: pl.DataFrame  # the shard's columns as strings, and LINE (UInt64)
    bad: tuple[BadLine, ...]
    blank: int  # empty lines, which are neither


def read_rows(shard: Shard) -> Rows:
    """Read a shard; every text comes out NFC, on one line and without white space at its ends.

    Raises `InputChanged` if the file is not the one that was cut.
    """
    rows = READERS[shard.kind](shard)
    return Rows(in_lines(rows.frame), rows.bad, rows.blank)


# All other characters are NFC, compose with none of these, and stay as they are on one line of a TSV. polars' own
# `normalize` over whole columns takes 7 (Vietnamese) to 22 times (English) as long as looking for exceptions.
ODD = r"[^\x20-\x7e\u00a0-\u02ff\u1ea0-\u1ef9\u2010-\u2027]"


def in_lines(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every text as the text policy of TSV wants it."""
    return frame.with_columns(_in_lines(frame[name]) for name, kind in frame.schema.items() if kind == pl.String)


def _in_lines(texts: pl.Series) -> pl.Series:
    texts = texts.fill_null("").str.strip_chars()
    rows = texts.str.contains(ODD).arg_true()
    if rows.is_empty():
        return texts
    changes: Counter[str] = Counter()
    return texts.scatter(rows, [one_line(text, changes) for text in texts.gather(rows).to_list()])


def _bytes(shard: Shard) -> bytes:
    try:
        with Path(shard.path).open("rb") as stream:
            _unchanged(shard, os.fstat(stream.fileno()))
            stream.seek(shard.start)
            data = stream.read(shard.end - shard.start)
            _unchanged(shard, os.fstat(stream.fileno()))
    except FileNotFoundError:
        raise InputChanged(shard.name) from None
    return data


def _unchanged(shard: Shard, found: os.stat_result) -> None:
    if shard.whole != (found.st_size, found.st_mtime_ns):
        raise InputChanged(shard.name)


def _tsv(shard: Shard) -> Rows:
    return parse_tsv(_bytes(shard), shard.columns, shard.first_line)


def parse_tsv(data: bytes, columns: tuple[str, ...], first_line: int = 1) -> Rows:
    """Rows of TSV without a header. Text is as written, quotation marks included; CRLF is a line end, CR alone is a fault.

    >>> rows = parse_tsv(b"One.\\tM\\xe1\\xbb\\x99t.\\n\\nTwo.\\n", ("en", "vi"))
    >>> rows.frame.rows(), rows.blank, [(bad.line, bad.reason) for bad in rows.bad]
    ([('One.', 'Một.', 1)], 1, [(3, '1 column, expected 2')])
    """
    count = data.count(b"\n") + (not data.endswith(b"\n") and data != b"")
    clean = b"\0" not in data and (b"\r" not in data or data.count(b"\r") == data.count(b"\r\n"))
    frame = _parsed(data, columns) if clean and data else None
    if frame is None or len(frame) != count:
        return _line_by_line(data, columns, first_line)
    lines = pl.Series(LINE, np.arange(first_line, first_line + count, dtype=np.uint64))
    odd = _odd(frame, columns)
    frame = frame.drop(MORE).with_columns(lines)
    if odd.is_empty():
        return Rows(frame, (), 0)
    return _without(frame, odd.to_list(), data, columns, first_line)


def _parsed(data: bytes, columns: tuple[str, ...]) -> pl.DataFrame | None:
    """What polars reads, with a further column for cells too many; None where it refuses (bytes that are no UTF-8)."""
    try:
        return pl.read_csv(
            io.BytesIO(data),
            separator="\t",
            has_header=False,
            schema=dict.fromkeys((*columns, MORE), pl.String),
            quote_char=None,  # a quotation mark is text
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        return None


def _odd(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
    """Rows whose line has to be looked at: a cell too many, an empty or missing last cell, or a giant cell."""
    long = pl.any_horizontal(pl.col(column).str.len_bytes() > GIANT for column in columns)
    odd = pl.col(MORE).is_not_null() | pl.col(columns[-1]).is_null() | long.fill_null(value=False)
    return frame.select(odd=odd)["odd"].arg_true()


def _without(frame: pl.DataFrame, odd: list[int], data: bytes, columns: tuple[str, ...], first_line: int) -> Rows:
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))
    bad, gone, blank = [], [], 0
    for row in odd:
        start = int(ends[row - 1]) + 1 if row else 0
        line = data[start : int(ends[row]) if row < len(ends) else len(data)].rstrip(b"\r")
        reason = fault(line, len(columns))
        if reason is not None:
            gone.append(row)
            if reason:
                bad.append(BadLine(first_line + row, reason, line[: 4 * SHOWN].decode("utf-8", "replace")[:SHOWN]))
            else:
                blank += 1
    keep = np.ones(len(frame), dtype=bool)
    keep[gone] = False
    return Rows(frame.filter(pl.Series(keep)), tuple(bad), blank)


def fault(line: bytes, columns: int) -> str | None:
    """Why a line is no row of so many columns; "" if it is blank, None if it is a row.

    >>> fault(b"a\\tb\\tc", 2), fault(b"a\\tb", 2), fault(b" ", 2), fault(b"a\\rb\\tc", 2)
    ('3 columns, expected 2', None, '', 'a carriage return inside the line')
    """
    if not line.strip(b" \r"):
        return ""
    if len(line) > GIANT:
        return f"a giant line ({len(line):,} bytes)"
    if b"\0" in line:
        return "a NUL character"
    if b"\r" in line:
        return "a carriage return inside the line"
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return f"not UTF-8 (byte 0x{line[error.start]:02X} at {error.start + 1})"
    found = line.count(b"\t") + 1
    if found == columns:
        return None
    return f"{found} column{'s' * (found > 1)}, expected {columns}"


def _line_by_line(data: bytes, columns: tuple[str, ...], first_line: int) -> Rows:
    rows, bad, blank = [], [], 0
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()
    for number, raw in enumerate(lines, first_line):
        line = raw.removesuffix(b"\r")
        reason = fault(line, len(columns))
        if reason is None:
            rows.append((*line.decode().split("\t"), number))
        elif reason:
            bad.append(BadLine(number, reason, line[: 4 * SHOWN].decode("utf-8", "replace")[:SHOWN]))
        else:
            blank += 1
    return Rows(_frame(rows, columns), tuple(bad), blank)


def _frame(rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={**dict.fromkeys(columns, pl.String), LINE: pl.UInt64}, orient="row")


def _jsonl(shard: Shard) -> Rows:
    rows, bad, blank = [], [], 0
    for number, line in enumerate(_bytes(shard).split(b"\n"), shard.first_line):
        if not line.strip():
            blank += 1
            continue
        try:
            if len(line) > GIANT:
                raise ValueError(f"a giant line ({len(line):,} bytes)")
            rows.append((*_cells(json.loads(line), shard.columns), number))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            reason = what_is_wrong(error, line.decode("utf-8", "replace")) if len(line) <= GIANT else str(error)
            bad.append(BadLine(number, reason, line[: 4 * SHOWN].decode("utf-8", "replace")[:SHOWN]))
    return Rows(_frame(rows, shard.columns), tuple(bad), max(blank - 1, 0))  # what follows the last line end is no line


def _cells(found: Any, columns: tuple[str, ...]) -> list[str]:
    if not isinstance(found, dict):
        raise TypeError("not an object")
    texts = dict(zip(SIDES, texts_of(found), strict=True))
    cells = [texts[name] if name in texts else str_of(found.get(name)) for name in columns]
    for cell in cells:
        cell.encode()  # half a surrogate pair, which JSON can write, is no text
    return cells


def str_of(value: Any) -> str:
    """A value of JSON or Parquet as a cell: texts as they are, line numbers as "3,4", nothing as "".

    >>> [str_of(value) for value in ("a", None, [3, 4], 0.5, True)]
    ['a', '', '3,4', '0.5', 'true']
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and all(type(each) is int for each in value):
        return lines_text(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _parquet(shard: Shard) -> Rows:
    _unchanged(shard, Path(shard.path).stat())
    frame = pl.scan_parquet(shard.path).slice(shard.start, shard.end - shard.start).collect()
    _unchanged(shard, Path(shard.path).stat())
    if "translation" in frame.columns:
        frame = frame.unnest("translation")
    cells = [_texts(frame[name]) for name in shard.columns]
    lines = pl.Series(LINE, np.arange(shard.first_line, shard.first_line + len(frame), dtype=np.uint64))
    return Rows(pl.DataFrame(cells).with_columns(lines), (), 0)


def _texts(column: pl.Series) -> pl.Series:
    if column.dtype == pl.String:
        return column.fill_null("")
    return pl.Series(column.name, [str_of(value) for value in column.to_list()], pl.String)


READERS: Mapping[str, Callable[[Shard], Rows]] = {"tsv": _tsv, "jsonl": _jsonl, "parquet": _parquet}
