"""Whole columns: the language of lines as `corpus.detect` says it for each, the evidence of pairs as `corpus.evidence` does."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import polars as pl

from corpus.evidence import Analysis, analyse_all, knowledge
from corpus.language import detect

SCHEMA = pl.Schema({"language": pl.String, "score": pl.Float64, "decided": pl.Boolean})
CHUNK = 50_000  # lines whose guesses are held as objects at once; keeps memory flat


def detect_column(lines: pl.Series) -> pl.DataFrame:
    """Language, score and `decided` of each line, schema `SCHEMA`, in the order of the lines; a null line is "none".

    A line is decided from one short string of word codes, so that single lines are quick enough: laying out the words of
    all lines in polars and joining a table of distinct words was measured, and is slower.
    """
    parts = [_chunk(lines.slice(start, CHUNK)) for start in range(0, len(lines), CHUNK)]
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)


def _chunk(lines: pl.Series) -> pl.DataFrame:
    guesses = detect(line or "" for line in lines.cast(pl.String).to_list())
    return pl.DataFrame(
        {
            "language": [guess.language for guess in guesses],
            "score": [guess.score for guess in guesses],
            "decided": [guess.decided for guess in guesses],
        },
        schema=SCHEMA,
    )


EVIDENCE = pl.Schema(
    {"en_items": pl.UInt32(), "en_missing": pl.List(pl.String), "vi_items": pl.UInt32(), "vi_missing": pl.List(pl.String)}
)


def match_columns(frame: pl.DataFrame, en: str = "en", vi: str = "vi") -> pl.DataFrame:
    """What the sides of each pair have alone, schema `EVIDENCE`, in the order of the rows; a null side is an empty one.

    `*_items`: words, names and values of a side; `*_missing`: the keys of those that the other side does not cover.
    """
    parts = [_matched(frame.slice(start, CHUNK), en, vi) for start in range(0, len(frame), CHUNK)]
    return pl.concat(parts) if parts else pl.DataFrame(schema=EVIDENCE)


def _matched(frame: pl.DataFrame, en: str, vi: str) -> pl.DataFrame:
    left, right = _analysed(frame[en], "en"), _analysed(frame[vi], "vi")
    return pl.DataFrame(
        {
            "en_items": [len(one.types) for one in left],
            "en_missing": _missing(left, right, "en"),
            "vi_items": [len(one.types) for one in right],
            "vi_missing": _missing(right, left, "vi"),
        },
        schema=EVIDENCE,
    )


def _analysed(texts: pl.Series, language: str) -> list[Analysis]:
    return analyse_all([unicodedata.normalize("NFC", text or "") for text in texts.to_list()], language)


def _missing(own: Sequence[Analysis], other: Sequence[Analysis], language: str) -> list[list[str]]:
    covering = knowledge().covering
    return [
        [key for _, key in one.types if covering(key, language).isdisjoint(facing.keys)]
        for one, facing in zip(own, other, strict=True)
    ]
