"""Columns of text in the form in which they are compared."""

from __future__ import annotations

import re

import polars as pl

SIDES = ("en", "vi")

WIDE_SPACE = r"\s\s|[^\S ]"  # more than one space, or another kind of it
SPACES = re.compile(r"\s+")


def folded(texts: pl.Series) -> pl.Series:
    """Texts as duplicates are compared: lower case, every run of white space one space.

    >>> folded(pl.Series(["Hai  nhà Lãnh đạo"])).to_list()
    ['hai nhà lãnh đạo']
    """
    low = texts.str.to_lowercase()
    rows = low.str.contains(WIDE_SPACE).arg_true()
    return low if rows.is_empty() else low.scatter(rows, [SPACES.sub(" ", text) for text in low.gather(rows).to_list()])
