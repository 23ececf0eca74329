"""Pairs as columns, in and out: the quick way for whole shards, with the text policy of the row-wise writers.

A frame has the columns `en` and `vi`, and any of `score`, `kind`, `doc`, `en_lines`, `vi_lines`, `id`; others are kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from corpus.errors import UnreadableInput
from corpus.pair import from_frame, to_frame
from exports.files import packing, reading, writing_bytes
from exports.formats import Choices, format_of, input_format, must_exist, read_pairs, write
from exports.text import Policy, one_line, xml_safe

# Characters that no policy changes and that are NFC wherever they stand: ASCII, Latin letters with the Vietnamese ones, and the
# punctuation, currency and arrows of ordinary text. A text with any other character is looked at by the policy itself.
SAFE = " -~\u00a0-\u02ff\u1e00-\u1e9a\u1ea0-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff"
UNSAFE: Mapping[Policy, str] = {xml_safe: f"[^{SAFE}\n\t]", one_line: f"[^{SAFE}]|^[ \u00a0]|[ \u00a0]$"}
SPACE, TILDE = 0x20, 0x7E  # the first and the last octet of printable ASCII


def clean(frame: pl.DataFrame, policy: Policy) -> tuple[pl.DataFrame, Counter[str]]:
    """The frame with all its texts as the policy wants them, and what was changed. Null counts as an empty text."""
    changes: Counter[str] = Counter()
    return _mended(frame, UNSAFE[policy], lambda text: policy(text, changes)), changes


def _mended(frame: pl.DataFrame, unsafe: str, mend: Callable[[str], str]) -> pl.DataFrame:
    """The frame with those texts mended that hold something unsafe."""
    texts = frame.select(pl.selectors.string().fill_null(""))
    return frame.with_columns(_mended_column(text, unsafe, mend) for text in texts.iter_columns())


def _mended_column(texts: pl.Series, unsafe: str, mend: Callable[[str], str]) -> pl.Series:
    if texts.name == "en":
        rows = _not_plain(texts)
        rows = rows.filter(texts.gather(rows).str.contains(unsafe))
    else:
        rows = texts.str.contains(unsafe).arg_true()
    return texts.scatter(rows, [mend(text) for text in texts.gather(rows)]) if len(rows) else texts


def _not_plain(texts: pl.Series) -> pl.Series:
    """The rows that are not printable ASCII between letters, as most English is.

    The least and the greatest octet tell, three times as quick as a regular expression, and Vietnamese has to pay for that one.
    """
    text = pl.col(texts.name)
    octets = text.cast(pl.Binary).cast(pl.List(pl.UInt8)).list
    is_plain = (octets.min() >= SPACE) & (octets.max() <= TILDE) & ~text.str.starts_with(" ") & ~text.str.ends_with(" ")
    return texts.to_frame().select(is_plain.fill_null(value=True)).to_series().not_().arg_true()  # null: an empty text


def listed(frame: pl.DataFrame) -> pl.DataFrame:
    """Line numbers as lists of numbers in place of their text."""
    return frame.with_columns(_numbers(frame[name]) for name in ("en_lines", "vi_lines") if frame.schema.get(name) == pl.String)


def _numbers(column: pl.Series) -> pl.Series:
    """Lists of the numbers that the texts of a column name; one number each, as most have, is quick."""
    single = column.cast(pl.Int64, strict=False)
    if not single.null_count():
        return single.reshape((-1, 1)).cast(pl.List(pl.Int64))
    return column.str.split(",").cast(pl.List(pl.Int64), strict=False).list.drop_nulls()


def nested(frame: pl.DataFrame) -> pl.DataFrame:
    """`en` and `vi` as the struct `translation`, line numbers as lists: the shape of Hugging Face translation data."""
    others = [name for name in frame.columns if name not in ("en", "vi")]
    return listed(frame).select(pl.struct("en", "vi").alias("translation"), *others)


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns `en` and `vi` at the top, line numbers as text; NFC. The inverse of `nested`."""
    if "translation" in frame.columns:
        frame = frame.unnest("translation")
    if not {"en", "vi"} <= set(frame.columns):
        raise ValueError(f"no columns en and vi (columns: {', '.join(frame.columns)})")
    composed = _mended(frame, UNSAFE[xml_safe], lambda text: unicodedata.normalize("NFC", text))
    lists = [name for name in ("en_lines", "vi_lines") if isinstance(frame.schema.get(name), pl.List)]
    return composed.with_columns(_numbers_text(frame[name]) for name in lists).select("en", "vi", pl.exclude("en", "vi"))


def _numbers_text(column: pl.Series) -> pl.Series:
    """The text of lists of numbers; the inverse of `_numbers`, and as quick."""
    if (column.list.len() == 1).all():
        return column.list.first().cast(pl.String)
    return column.cast(pl.List(pl.String)).list.join(",")


AS_USUAL = Choices()


def write_frame(frame: pl.DataFrame, path: Path | str, to: str | None = None, choices: Choices = AS_USUAL) -> Counter[str]:
    """Write a frame of pairs in a format; gives back what the text policy changed.

    The file appears whole or not at all. TSV, JSONL and Parquet go by columns, other formats by pairs.
    Raises `UnknownFormat`, `UnwritableOutput`.
    """
    target = Path(path)
    key = format_of(target, to)
    if key not in WRITERS or (packing(target) and key == "parquet"):
        return write(from_frame(frame), target, key, choices)
    policy, put = WRITERS[key]
    cleaned, changes = clean(frame, policy)
    with writing_bytes(target) as out:
        put(cleaned, out, choices)
    return changes


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """Scores with four digits at most; to let polars write exactly four takes as long as all the rest."""
    return frame.with_columns(pl.col("score").round(4)) if frame.schema.get("score") == pl.Float64 else frame


WRITERS: Mapping[str, tuple[Policy, Callable[..., object]]] = {
    "tsv": (
        one_line,
        lambda frame, out, choices: _rounded(frame).write_csv(
            out, separator="\t", quote_style="never", include_header=choices.header
        ),
    ),
    "jsonl": (xml_safe, lambda frame, out, _: nested(frame).write_ndjson(out)),
    "jsonl-flat": (xml_safe, lambda frame, out, _: listed(frame).write_ndjson(out)),
    "parquet": (xml_safe, lambda frame, out, _: nested(frame).write_parquet(out)),
}


def read_frame(path: Path | str, named: str | None = None) -> pl.DataFrame:
    """The pairs of a file as a frame: `en`, `vi` and what else it holds, texts NFC; all in memory.

    TSV with a header, JSONL and Parquet go by columns, other files by pairs. Raises `UnreadableInput`.
    """
    source = Path(path)
    key = input_format(source, named)
    must_exist(source, key)
    if key not in READERS or (key == "tsv" and not _has_header(source)):
        return to_frame(read_pairs(source, key))
    try:
        with reading(source) as stream:
            return flat(READERS[key](stream.read() if packing(source) else source))
    except (pl.exceptions.PolarsError, ValueError) as error:
        if isinstance(error, UnreadableInput):
            raise
        reason = str(error).splitlines()[0][:200]
        raise UnreadableInput(str(source), reason, f"look at it with songngu validate --from {key}") from None


def _has_header(path: Path) -> bool:
    with reading(path) as stream:
        return bool(re.match(rb"(?:\xef\xbb\xbf)?(?:[^\n]*\t)?en\t(?:[^\n]*\t)?vi(?:\t|\r?\n)", stream.peek(4096)))


def _read_tsv(source: Path | bytes) -> pl.DataFrame:
    frame = pl.read_csv(source, separator="\t", quote_char=None, infer_schema=False)
    return frame.with_columns(pl.col("score").cast(pl.Float64)) if "score" in frame.columns else frame


READERS: Mapping[str, Callable[..., pl.DataFrame]] = {
    "tsv": _read_tsv,
    "jsonl": pl.read_ndjson,
    "jsonl-flat": pl.read_ndjson,
    "parquet": pl.read_parquet,
}
