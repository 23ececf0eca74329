"""Parquet in the shape of Hugging Face translation data: a struct column `translation` {en, vi} and the rest flat.

Columns keep their types whatever they hold, so this is the shape for big corpora. Written and read in batches.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableInput
from corpus.pair import Pair, kind_of, score_of, span_in
from exports.files import writing_bytes
from exports.header import COLUMNS
from exports.intake import Intake
from exports.issues import issue_object, issue_of
from exports.row import EMPTY, NO_PLACE
from exports.text import xml_safe

if TYPE_CHECKING:
    import polars as pl

BATCH = 10_000  # pairs held at once
ROW_GROUP = 50_000  # pairs; readers skip or load a group at a time


def schema() -> pl.Schema:
    """The columns of a Parquet file of pairs."""
    import polars as pl

    lines = pl.List(pl.Int64)
    span = pl.List(pl.Int64)
    text = pl.String()
    issue = {"code": text, "severity": text, "en_span": span, "vi_span": span, "message": text, "suggestion": text}
    return pl.Schema(
        {
            "id": text,
            "translation": pl.Struct({"en": text, "vi": text}),
            "score": pl.Float64(),
            "kind": text,
            "doc": text,
            "en_lines": lines,
            "vi_lines": lines,
            "span": span,
            "issues": pl.List(pl.Struct(issue)),
        }
    )


def write_parquet(pairs: Iterable[Pair], path: Path) -> Counter[str]:
    """Write pairs as Parquet; gives back what the text policy changed. A pair without an id gets its number."""
    import polars as pl
    from polars.io.plugins import register_io_source

    changes: Counter[str] = Counter()
    columns = schema()
    rows = _rows(pairs, changes)
    failed: list[BaseException] = []

    def frames(*_: object) -> Iterator[pl.DataFrame]:
        try:
            while batch := list(islice(rows, BATCH)):
                yield pl.DataFrame(batch, schema=columns, orient="row")
        except BaseException as error:  # the engine would wrap it in an error of its own
            failed.append(error)
            raise

    with writing_bytes(path) as out:
        try:
            register_io_source(frames, schema=columns).sink_parquet(out, row_group_size=ROW_GROUP)
        except Exception:
            if failed:
                raise failed[0] from None
            raise
    return changes


def _rows(pairs: Iterable[Pair], changes: Counter[str]) -> Iterator[tuple[Any, ...]]:
    for number, pair in enumerate(pairs, 1):
        en, vi = xml_safe(pair.en, changes), xml_safe(pair.vi, changes)
        if not en and not vi:
            changes[EMPTY] += 1
            continue
        yield (
            xml_safe(pair.id, changes) if pair.id else str(number),
            {"en": en, "vi": vi},
            pair.score,
            pair.kind,
            xml_safe(pair.doc, changes),
            list(pair.en_lines),
            list(pair.vi_lines),
            list(pair.span or ()),
            [issue_object(issue) for issue in pair.issues],
        )


def read_parquet(path: Path) -> Intake:
    """Pairs of a Parquet file with a column `translation` or the columns `en` and `vi`. Raises `UnreadableInput`."""
    left_out: Counter[str] = Counter()
    return Intake(_pairs(path, left_out), left_out)


def _pairs(path: Path, left_out: Counter[str]) -> Iterator[Pair]:
    for number, row in enumerate(_read_rows(path, left_out), 1):
        try:
            yield _pair(row)
        except (ValueError, TypeError, KeyError) as error:
            remedy = "translation holds en and vi as text, score is a number from 0 to 1"
            raise UnreadableInput(str(path), f"row {number}: {error}", remedy) from None


def _read_rows(path: Path, left_out: Counter[str]) -> Iterator[dict[str, Any]]:
    import polars as pl

    if str(path) == "-":
        raise UnreadableInput("-", "Parquet cannot be read from standard input", "give the name of a file")
    try:
        lazy = pl.scan_parquet(path, glob=False)
        found = lazy.collect_schema()
        if "translation" not in found and not {"en", "vi"} <= set(found):
            raise UnreadableInput(str(path), f"no column translation (columns: {', '.join(found)})", "name it so, or en and vi")
        left_out.update(f"column {name!r}, {NO_PLACE}" for name in found if name not in (*COLUMNS, "translation"))
        for frame in lazy.collect_batches(chunk_size=BATCH):
            yield from frame.iter_rows(named=True)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).splitlines()[0][:200]
        raise UnreadableInput(str(path), f"not a whole Parquet file ({reason})", "write or copy it again") from None


def _pair(row: dict[str, Any]) -> Pair:
    texts = row.get("translation", row)
    if not (isinstance(texts, dict) and isinstance(texts["en"], str) and isinstance(texts["vi"], str)):
        raise TypeError("en and vi are not texts")
    en, vi = unicodedata.normalize("NFC", texts["en"]), unicodedata.normalize("NFC", texts["vi"])
    return Pair(
        en,
        vi,
        score_of(row.get("score")),
        kind_of(en, vi, str(row.get("kind"))),
        str(row.get("doc") or ""),
        tuple(row.get("en_lines") or ()),
        tuple(row.get("vi_lines") or ()),
        str(row.get("id") or ""),
        tuple(map(issue_of, row.get("issues") or ())),
        span=span_in(row.get("span")),
    )
