"""The score and the issues of many pairs at once: the one place where a frame meets `corpus.score` and the checks."""

from __future__ import annotations

import polars as pl

from corpus.adequacy import BLOCK, score_all
from corpus.checks import Subject, check_all

JUDGED = pl.Schema({"score": pl.Float64, "issue_codes": pl.String, "critical": pl.Boolean, "major": pl.Boolean})
SCORE_DIGITS = 4  # as TSV and TMX hold it


def judge(frame: pl.DataFrame) -> pl.DataFrame:
    """The pairs with `score` (0..1), `issue_codes` (codes, sorted, joined by commas), `critical` and `major` (is one of them?).

    Some thousand pairs a second. Needs the columns `en` and `vi`, no nulls.
    """
    rows = []
    for part in frame.select("en", "vi").iter_slices(BLOCK):
        en, vi = part["en"].to_list(), part["vi"].to_list()
        subjects = list(map(Subject, en, vi))
        for value, found in zip(score_all(en, vi), check_all(subjects), strict=True):
            codes = ",".join(sorted({issue.code for issue in found}))
            severities = {issue.severity for issue in found}
            rows.append((round(value, SCORE_DIGITS), codes, "critical" in severities, "major" in severities))
    return frame.with_columns(pl.DataFrame(rows, schema=JUDGED, orient="row").get_columns())
