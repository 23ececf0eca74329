"""Frames of pairs as parts of an output, and the parts as one file that appears whole or not at all."""

from __future__ import annotations

import gzip
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, cast

import polars as pl

from exports.files import UnwritableOutput
from exports.formats import format_of, read_pairs, write
from exports.scale.work import reason, whole

NUMBERS = ("en_lines", "vi_lines")


def write_tsv_part(frame: pl.DataFrame, path: Path) -> None:
    """Rows without names of columns; texts are on one line each."""
    frame.write_csv(path, separator="\t", include_header=False, quote_style="never", float_precision=4)


def write_jsonl_part(frame: pl.DataFrame, path: Path) -> None:
    """One object a row; texts in `translation` as Hugging Face has it, line numbers as lists, score as a number."""
    columns = [pl.struct("en", "vi").alias("translation")]
    for name in frame.columns:
        if name in NUMBERS:
            columns.append(pl.col(name).str.split(",").list.eval(pl.element().cast(pl.Int64, strict=False)).list.drop_nulls())
        elif name == "score":
            columns.append(pl.col(name).cast(pl.Float64, strict=False))
        elif name not in ("en", "vi"):
            columns.append(pl.col(name))
    frame.select(columns).write_ndjson(path)


def write_parquet_part(frame: pl.DataFrame, path: Path) -> None:
    """Strings, and score as a number."""
    if "score" in frame.columns:
        frame = frame.with_columns(pl.col("score").cast(pl.Float64, strict=False))
    frame.write_parquet(path)


PARTS: Mapping[str, Callable[[pl.DataFrame, Path], None]] = {
    "tsv": write_tsv_part,
    "jsonl": write_jsonl_part,
    "parquet": write_parquet_part,
}


def part_of(path: Path) -> str:
    """The kind of part that an output is put together from: its own, or TSV. Raises `UnknownFormat`."""
    if path.suffix.lower() == ".parquet":
        return "parquet"
    kind = "tsv" if str(path) == "-" else format_of(path)
    return kind if kind in PARTS else "tsv"


def join(parts: Sequence[Path], path: Path, columns: Iterable[str]) -> None:
    """Put parts together, in their order. `.gz` is packed; "-" is standard output. Raises `UnwritableOutput`."""
    kind = part_of(path)
    head = "\t".join(columns) + "\n" if kind == "tsv" else ""
    if str(path) == "-":
        _append(parts, sys.stdout.buffer, head)
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise UnwritableOutput(path, "this is a folder")
    try:
        if format_of_part(path) != kind:
            _convert(parts, path, head)
            return
        with whole(path.resolve()) as part:
            if kind == "parquet":
                pl.scan_parquet(list(parts)).sink_parquet(part)
            elif path.suffix.lower() == ".gz":
                with part.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
                    _append(parts, cast("IO[bytes]", packed), head)
            else:
                with part.open("wb") as out:
                    _append(parts, out, head)
    except UnwritableOutput:
        raise
    except OSError as error:
        raise UnwritableOutput(path, reason(error)) from error


def format_of_part(path: Path) -> str:
    """The format that an output has in the end."""
    return "parquet" if path.suffix.lower() == ".parquet" else format_of(path)


def _append(parts: Sequence[Path], out: IO[bytes], head: str) -> None:
    out.write(head.encode())
    for part in parts:
        with part.open("rb") as stream:
            shutil.copyfileobj(stream, out, 1 << 20)


def _convert(parts: Sequence[Path], path: Path, head: str) -> None:
    """Formats that are written pair by pair."""
    table = path.resolve().with_name(f".{path.name}.{os.getpid()}.part.tsv")
    try:
        with table.open("wb") as out:
            _append(parts, out, head)
        write(read_pairs(table), path, format_of(path))
    finally:
        table.unlink(missing_ok=True)
