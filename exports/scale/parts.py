"""Frames of pairs as parts of an output, and the parts as one file that appears whole or not at all."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, cast

import polars as pl

from exports.files import writing_bytes
from exports.formats import format_of, read_pairs, write

NUMBERS = ("en_lines", "vi_lines")


def write_tsv_part(frame: pl.DataFrame, path: Path) -> None:
    """Rows without names of columns; texts are on one line each."""
    frame.write_csv(path, separator="\t", include_header=False, quote_style="never", float_precision=4)


def write_jsonl_part(frame: pl.DataFrame, path: Path) -> None:
    """One object a row, as Hugging Face has translation data."""
    frame.select(_typed(frame)).write_ndjson(path)


def write_parquet_part(frame: pl.DataFrame, path: Path) -> None:
    """The same columns as JSONL."""
    frame.select(_typed(frame)).write_parquet(path)


def _typed(frame: pl.DataFrame) -> Iterator[pl.Expr]:
    """Both texts in `translation`, line numbers as lists, score as a number, all else as text."""
    yield pl.struct("en", "vi").alias("translation")
    for name in frame.columns:
        if name in NUMBERS:
            yield pl.col(name).str.split(",").list.eval(pl.element().cast(pl.Int64, strict=False)).list.drop_nulls()
        elif name == "score":
            yield pl.col(name).cast(pl.Float64, strict=False)
        elif name not in ("en", "vi"):
            yield pl.col(name)


PARTS: Mapping[str, Callable[[pl.DataFrame, Path], None]] = {
    "tsv": write_tsv_part,
    "jsonl": write_jsonl_part,
    "parquet": write_parquet_part,
}


def part_of(path: Path) -> str:
    """The kind of part that an output is put together from: its own, or TSV. Raises `UnknownFormat`."""
    kind = "tsv" if str(path) == "-" else format_of(path)
    return kind if kind in PARTS else "tsv"


def join(parts: Sequence[Path], path: Path, columns: Iterable[str]) -> None:
    """Put parts together, in their order. `.gz` and `.zst` are packed; "-" is standard output. Raises `UnwritableOutput`."""
    kind = part_of(path)
    head = "\t".join(columns) + "\n" if kind == "tsv" else ""
    if str(path) != "-" and format_of(path) != kind:
        _convert(parts, path, head)
    elif kind == "parquet":
        with writing_bytes(path) as out:
            pl.scan_parquet(list(parts)).sink_parquet(cast("io.BufferedWriter", out))
    else:
        with writing_bytes(path) as out:
            _append(parts, out, head)


def _append(parts: Sequence[Path], out: IO[bytes], head: str) -> None:
    out.write(head.encode())
    for part in parts:
        with part.open("rb") as stream:
            shutil.copyfileobj(stream, out, 1 << 20)


def _convert(parts: Sequence[Path], path: Path, head: str) -> None:
    """Formats that are written pair by pair."""
    table = path.resolve().with_name(f".{path.name}.{os.getpid()}.part.tsv")
    try:
        with writing_bytes(table) as out:
            _append(parts, out, head)
        write(read_pairs(table), path, format_of(path))
    finally:
        table.unlink(missing_ok=True)
