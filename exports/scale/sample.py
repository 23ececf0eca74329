"""A random sample of pairs for people to read: stratified if asked, and blind if what was measured must not be seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl

from exports.options import UsageError
from exports.scale.ledger import mixed
from exports.scale.parts import PARTS, join, part_of
from exports.scale.rows import LINE, read_rows
from exports.scale.shard import Shard
from exports.scale.work import whole

SCORE_STEP = 0.2  # strata of a score
LENGTH_STEP = 50  # characters of the English side; the stratum `length` of no column
BLIND = ("id", "en", "vi", "rating", "comment")  # a sheet to fill in
ORDER, STRATUM, PLACE = "@order", "@stratum", "@place"


def sample(shards: Sequence[Shard], count: int, strata: Sequence[str], seed: int) -> pl.DataFrame:
    """`count` pairs in random order, from every stratum about as many; the same ones for the same seed and input.

    Each stratum gives its share or all it has, and what it lacks the others give. Memory grows with `count`, not with the input.
    """
    columns = tuple(dict.fromkeys(("en", "vi", *(name for shard in shards for name in shard.columns))))
    for name in strata:
        if name not in columns and name != "length":
            raise UsageError(f"--stratify {name}: no such column; columns: {', '.join(columns)}, and length")
    found = pl.DataFrame()
    first = 0
    for shard in shards:
        rows = read_rows(shard).frame
        ids = np.arange(first, first + len(rows), dtype=np.uint64)
        first += len(rows)
        missing = [pl.lit("").alias(name) for name in columns if name not in rows.columns]
        place = pl.concat_str(pl.lit(f"{shard.name}:"), pl.col(LINE)).alias(PLACE)
        rows = rows.with_columns(*missing, place, pl.Series(ORDER, mixed(ids, seed)), stratum(strata)).drop(LINE)
        rows = rows.select(*columns, PLACE, ORDER, STRATUM)
        found = _lowest(pl.concat([found, rows]) if len(found) else rows, count)
    shares = fair(dict(found.group_by(STRATUM).len().iter_rows()), count) if len(found) else {}
    rank = pl.col(ORDER).rank("ordinal").over(STRATUM)
    taken = found.filter(rank <= pl.col(STRATUM).replace_strict(shares, default=0, return_dtype=pl.UInt32))
    return taken.sort(ORDER).select(*columns, pl.col(PLACE).alias("place"))


def _lowest(frame: pl.DataFrame, count: int) -> pl.DataFrame:
    return frame.filter(pl.col(ORDER).rank("ordinal").over(STRATUM) <= count)


def stratum(names: Sequence[str]) -> pl.Expr:
    """The stratum of each pair as text: values of columns, scores in fifths, lengths in steps."""
    parts: list[pl.Expr] = [pl.lit("")]
    for name in names:
        if name == "length":
            parts.append((pl.col("en").str.len_chars() // LENGTH_STEP).cast(pl.String))
        elif name == "score":
            number = pl.col(name).cast(pl.Float64, strict=False)
            parts.append((number / SCORE_STEP).floor().clip(0, 1 / SCORE_STEP - 1).cast(pl.String).fill_null(""))
        else:
            parts.append(pl.col(name))
    return pl.concat_str(parts, separator="\t").alias(STRATUM)


def fair(sizes: dict[str, int], count: int) -> dict[str, int]:
    """How many of `count` each stratum gives: the same number, or all that it has.

    >>> fair({"high": 100, "low": 3}, 10)
    {'low': 3, 'high': 7}
    """
    shares, left = {}, count
    for place, (name, size) in enumerate(sorted(sizes.items(), key=lambda item: (item[1], item[0]))):
        shares[name] = min(size, left // (len(sizes) - place))
        left -= shares[name]
    return shares


def sample_paths(path: Path, *, blind: bool) -> tuple[Path, ...]:
    """The files of a sample: itself and, where it is blind, the key to it (`NAME.key.tsv`)."""
    return (path, path.with_name(f"{path.stem}.key.tsv")) if blind else (path,)


def write_sample(found: pl.DataFrame, path: Path, *, blind: bool) -> list[Path]:
    """Write a sample; blind, a sheet without anything but the texts, and beside it the key to it."""
    if not blind:
        return [_write(found, path)]
    numbered = found.with_columns(pl.Series("id", [str(n) for n in range(1, len(found) + 1)], dtype=pl.String))
    sheet = numbered.with_columns(pl.lit("").alias("rating"), pl.lit("").alias("comment")).select(BLIND)
    key = numbered.select("id", *(name for name in found.columns if name != "id"))
    return [_write(frame, file) for frame, file in zip((sheet, key), sample_paths(path, blind=True), strict=True)]


def _write(frame: pl.DataFrame, path: Path) -> Path:
    part = Path(path.resolve().parent if str(path) != "-" else Path.cwd()) / f".{path.name}.sample"
    try:
        with whole(part) as made:
            PARTS[part_of(path)](frame, made)
        join([part], path, frame.columns)
    finally:
        part.unlink(missing_ok=True)
    return path


def strata_counts(found: pl.DataFrame, strata: Sequence[str]) -> Counter[str]:
    """Pairs of a sample in each stratum."""
    return Counter(found.select(stratum(strata))[STRATUM].to_list())
