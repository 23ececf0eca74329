"""The language of a whole column of lines, as `corpus.detect` says it for each."""

from __future__ import annotations

import polars as pl

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
