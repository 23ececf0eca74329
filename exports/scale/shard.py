"""Inputs cut into shards: parts of a file that one process reads at once, between lines and not inside a document.

A plain TSV or JSONL file is not copied: its shards are ranges of bytes. What cannot be cut (packed files, standard input,
TMX and the like) is unpacked once into pieces in the work folder.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any

from corpus.document import MAX_LINE
from corpus.errors import CorpusError, UnreadableInput
from corpus.pair import Pair
from exports.files import packing, reading
from exports.formats import format_of, read_pairs, write
from exports.header import places_of
from exports.jsonl import side_keys

SHARD_BYTES = 32 << 20  # one shard and what is made of it take about 250 MB in memory
ONE_DOCUMENT = 4  # a document longer than so many shards is cut after all
PAIRS_A_PIECE = 50_000  # of formats that are read pair by pair
SAMPLE = 200  # lines that tell the order of two unnamed columns
JSON_SAMPLE = 1000  # objects whose keys become columns
BOM = b"\xef\xbb\xbf"
LINE_FORMATS = ("tsv", "jsonl")


class InputChanged(CorpusError, RuntimeError):
    """An input is not what it was when the run began."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name}: the file was changed during the run; leave it alone and run again with --resume")


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of an input."""

    number: int  # 0-based, over all inputs in their order
    name: str  # the input, as the user named it
    path: str  # the file that holds the rows: the input, or what was unpacked from it
    kind: str  # tsv, jsonl or parquet
    start: int  # bytes of a line format, rows of a Parquet file
    end: int
    first_line: int  # 1-based, in the input; of formats without lines, the number of the pair
    columns: tuple[str, ...]  # by their place in a TSV
    digest: str  # of the bytes
    whole: tuple[int, int] = (0, 0)  # bytes and time of change (ns) of the file


def cut(inputs: Sequence[str], folder: Path, size: int = SHARD_BYTES) -> list[Shard]:
    """The shards of all inputs, in order; what has to be unpacked goes to `folder`. Raises `UnreadableInput`.

    The list is kept in `folder`: inputs that have the size and time of change that it says are not read again.
    """
    listed = folder / "shards.json"
    about = {"shard": size, "inputs": [[name, *_state(Path(name))] for name in inputs]}
    if "-" not in inputs and listed.is_file():
        known = json.loads(listed.read_text(encoding="utf-8"))
        if known["about"] == about:
            return [_shard(found) for found in known["shards"]]
    found = [shard for place, name in enumerate(inputs) for shard in _cut_one(name, folder / f"{place:04}", size)]
    shards = [replace(shard, number=number) for number, shard in enumerate(found)]
    if about["inputs"] != [[name, *_state(Path(name))] for name in inputs]:
        raise InputChanged(", ".join(inputs))
    folder.mkdir(parents=True, exist_ok=True)
    part = listed.with_suffix(".part")
    part.write_text(json.dumps({"about": about, "shards": [asdict(shard) for shard in shards]}), encoding="utf-8")
    part.replace(listed)
    return shards


def _shard(found: dict[str, Any]) -> Shard:
    return Shard(**{**found, "columns": tuple(found["columns"]), "whole": tuple(found["whole"])})


def _state(path: Path) -> tuple[int, int]:
    if str(path) == "-":
        return 0, 0
    try:
        found = path.stat()
    except OSError as error:
        remedy = "check the path and its permissions"
        raise UnreadableInput(str(path), f"cannot be read ({error.strerror})", remedy) from None
    if path.is_dir():
        raise UnreadableInput(str(path), "this is a folder", "name the files in it")
    return found.st_size, found.st_mtime_ns


def _cut_one(name: str, pieces: Path, size: int) -> Iterator[Shard]:
    path = Path(name)
    kind = "tsv" if name == "-" else format_of(path)
    if kind == "parquet":
        yield from _parquet_shards(name, size)
    elif kind in LINE_FORMATS:
        in_place = not packing(path) and path.is_file()
        yield from _line_shards(name, kind, None if in_place else pieces, size)
    else:
        yield from _pair_shards(name, pieces)


def _line_shards(name: str, kind: str, pieces: Path | None, size: int) -> Iterator[Shard]:
    """Shards of a file of lines; with `pieces` each is unpacked to a file of its own there."""
    with reading(Path(name)) as stream:
        first = stream.read(min(size, 1 << 20))
        if first.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise UnreadableInput(name, "UTF-16 text", "convert it to UTF-8, for example with iconv")
        columns, skipped = _columns(first, kind, name)
        at, line = skipped, 1 + (skipped > len(BOM))
        state = _state(Path(name)) if pieces is None else (0, 0)
        for number, block in enumerate(blocks(stream, first[skipped:], size, _place(columns, "doc") if kind == "tsv" else None)):
            digest = hashlib.sha256(block).hexdigest()
            shard = Shard(0, name, name, kind, at, at + len(block), line, columns, digest, state)
            if pieces is not None:
                path = pieces / f"{number:05}.{kind}"
                _publish(path, block)
                shard = replace(shard, path=str(path), start=0, end=len(block), whole=_state(path))
            yield shard
            at += len(block)
            line += block.count(b"\n")


def blocks(stream: IO[bytes], carry: bytes, size: int, doc_at: int | None = None) -> Iterator[bytes]:
    """Blocks of whole lines, about `size` bytes each, the first beginning with `carry`; none ends in a run of column `doc_at`.

    A file without lines is one empty block.

    >>> import io
    >>> list(blocks(io.BytesIO(b"b\\tx\\nc\\tx\\nd\\ty\\n"), b"a\\tw\\n", 5, 1))
    [b'a\\tw\\nb\\tx\\nc\\tx\\n', b'd\\ty\\n']
    """
    first = True
    while True:
        parts = [carry, stream.read(max(size - len(carry), 0))]
        carry = b""
        if parts[0] + parts[1][:1] == b"" and not first:
            return
        first = False
        parts.append(stream.readline())
        length = sum(map(len, parts))
        if doc_at is not None:
            tail = b"".join(parts)
            last = _cell(tail[tail.rfind(b"\n", 0, len(tail) - 1) + 1 :], doc_at)
            parts = [tail]
            while last and length < ONE_DOCUMENT * size and (carry := stream.readline()):
                if _cell(carry, doc_at) != last:
                    break
                parts.append(carry)
                length += len(carry)
                carry = b""
        yield b"".join(parts)


def _cell(line: bytes, place: int) -> bytes:
    cells = line.rstrip(b"\r\n").split(b"\t")
    return cells[place] if place < len(cells) else b""


def _place(columns: tuple[str, ...], name: str) -> int | None:
    return columns.index(name) if name in columns else None


def _columns(first: bytes, kind: str, name: str) -> tuple[tuple[str, ...], int]:
    """Names of the columns, and the bytes before the first row: a byte order mark and a line of names."""
    skipped = len(BOM) if first.startswith(BOM) else 0
    lines = first[skipped:].decode("utf-8", "replace").split("\n", SAMPLE)[:SAMPLE]
    if kind == "jsonl":
        return _json_columns(first[skipped:]), skipped
    head = lines[0].rstrip("\r").split("\t")
    low = [cell.strip().lower() for cell in head]
    places = places_of(head)
    if places:
        titles = {place: side for side, place in places.items()}
        named = tuple(titles.get(place, cell) for place, cell in enumerate(low))
        if len(set(named)) < len(named) or "" in named:
            raise UnreadableInput(name, f"columns with the same or no name: {', '.join(low)}", "give each its own", 1)
        return named, skipped + len(first[skipped:].split(b"\n", 1)[0]) + 1
    sides = ("vi", "en") if _is_swapped(lines) else ("en", "vi")
    return sides + tuple(f"column_{place}" for place in range(3, len(head) + 1)), skipped


def _is_swapped(lines: list[str]) -> bool:
    from corpus.language import detect  # noqa: PLC0415 - only where the columns have no names

    rows = [line.split("\t") for line in lines if "\t" in line]
    first, second = (Counter(g.language for g in detect(row[n][:MAX_LINE] for row in rows) if g.decided) for n in (0, 1))
    return first["vi"] + second["en"] > first["en"] + second["vi"]


def _json_columns(first: bytes) -> tuple[str, ...]:
    found: dict[str, None] = {"en": None, "vi": None}
    for line in first.split(b"\n")[:JSON_SAMPLE]:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict):
            texts = _text_keys(row)
            found |= dict.fromkeys(key for key in row if key not in texts)
    return tuple(found)


def _text_keys(row: dict[str, Any]) -> tuple[str, ...]:
    """The keys that hold the two texts of an object."""
    if isinstance(row.get("translation"), dict):
        return ("translation",)
    try:
        return side_keys(row)
    except ValueError:
        return ("translation",)


def _parquet_shards(name: str, size: int) -> Iterator[Shard]:
    import polars as pl  # noqa: PLC0415 - a quarter of a second

    state = _state(Path(name))
    try:
        schema = pl.read_parquet_schema(name)
        count = pl.scan_parquet(name).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableInput(name, f"not a Parquet file that can be read ({error})", "write it again") from None
    columns = tuple(column for column in schema if column != "translation")
    columns = (*(side for side in ("en", "vi") if side not in columns), *columns) if "translation" in schema else columns
    if not {"en", "vi"} <= set(columns):
        raise UnreadableInput(name, f"no columns en and vi, but {', '.join(columns)}", "rename them")
    rows = max(1, count * size // max(state[0] * 2, 1))  # packed text is about half as long
    for start in range(0, max(count, 1), rows):  # an empty file is one empty shard
        end = min(start + rows, count)
        digest = hashlib.sha256(json.dumps([state, start, end]).encode()).hexdigest()
        yield Shard(0, name, name, "parquet", start, end, start + 1, columns, digest, state)


def _pair_shards(name: str, pieces: Path) -> Iterator[Shard]:
    """Shards of a format that only `read_pairs` can read, unpacked as JSONL."""
    pairs: Iterator[Pair] = iter(read_pairs(name))
    line, number = 1, 0
    while (chunk := list(islice(pairs, PAIRS_A_PIECE))) or number == 0:
        path = pieces / f"{number:05}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        write(chunk, path)
        data = path.read_bytes()
        columns = _json_columns(data.split(b"\n", 1)[0])
        yield Shard(0, name, str(path), "jsonl", 0, len(data), line, columns, hashlib.sha256(data).hexdigest(), _state(path))
        line, number = line + len(chunk), number + 1


def _publish(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
