"""For programs: one JSON object a pair, or one TSV row a finding."""

from __future__ import annotations

import json
from collections import Counter
from typing import IO

from exports.judge import Judged
from exports.reports.about import About, Report
from exports.text import one_line


class JsonLines(Report):
    """An object for each pair with findings; offsets of spans count characters of `en` and `vi` as they are given."""

    def add(self, judged: Judged) -> None:
        """Write the line of a pair."""
        if not judged.issues and not self.about.every:
            return
        pair = judged.pair
        found = {
            "id": pair.id,
            "doc": pair.doc,
            "file": judged.file,
            "line": pair.line or None,
            "en": pair.en_coded,
            "vi": pair.vi_coded,
            "score": round(judged.score, 4),
            "issues": [
                {
                    "code": issue.code,
                    "severity": issue.severity,
                    "en_span": issue.en_span,
                    "vi_span": issue.vi_span,
                    "message": issue.message,
                    "suggestion": issue.suggestion,
                }
                for issue in judged.issues
            ],
        }
        self.out.write(json.dumps(found, ensure_ascii=False) + "\n")


COLUMNS = ("file", "line", "id", "severity", "code", "message", "suggestion", "en_span", "vi_span", "score", "en", "vi")


class Tsv(Report):
    """A row for each finding, the names of the columns first; spans as the text they mark."""

    def __init__(self, out: IO[str], about: About) -> None:
        super().__init__(out, about)
        out.write("\t".join(COLUMNS) + "\n")

    def add(self, judged: Judged) -> None:
        """Write the rows of a pair."""
        pair = judged.pair
        en, vi = pair.en_coded, pair.vi_coded
        for issue in judged.issues:
            spans = ("" if span is None else text[slice(*span)] for text, span in ((en, issue.en_span), (vi, issue.vi_span)))
            cells = (
                judged.file, str(pair.line or ""), pair.id, issue.severity, issue.code, issue.message, issue.suggestion or "",
                *spans, f"{judged.score:.4f}", en, vi,
            )  # fmt: skip
            self.out.write("\t".join(one_line(cell, Counter()) for cell in cells) + "\n")
