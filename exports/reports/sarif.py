"""SARIF 2.1.0, which code hosts show beside the lines.

Standard: Static Analysis Results Interchange Format Version 2.1.0, OASIS, 2020. One run; the rules are all codes, so that
results can be written as they come.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from corpus.issue import Issue
from exports.baseline import content_key
from exports.gate import Summary
from exports.judge import LEVELS, Judged
from exports.reports.about import About, Report, sides_of, told

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "songnguContent/v1"  # 3.27.17: name and version of how it is made


class Sarif(Report):
    """Writes the log as a stream: tool, results, then how the run ended."""

    def __init__(self, out: IO[str], about: About) -> None:
        super().__init__(out, about)
        self.index = {code: at for at, code in enumerate(about.codes)}
        self.written = 0
        driver = {
            "name": "songngu",
            "version": about.version,
            "semanticVersion": about.version,
            "rules": [{"id": code, "shortDescription": {"text": title}} for code, title in about.codes.items()],
        }
        out.write(f'{{"$schema": {_json(SCHEMA)},\n"version": "2.1.0",\n"runs": [{{"tool": {{"driver": {_json(driver)}}},\n')
        out.write(f'"columnKind": "unicodeCodePoints",\n"properties": {{"signature": {_json(about.signature)}}},\n"results": [')

    def add(self, judged: Judged) -> None:
        """Write the results of a pair."""
        seen: Counter[str] = Counter()
        for issue in judged.issues:
            key = content_key(judged.pair, issue)
            seen[key] += 1  # two findings of one code in a pair are two results
            self.out.write(",\n" if self.written else "\n")
            self.out.write(_json(self._result(judged, issue, f"{key}:{seen[key]}")))
            self.written += 1

    def end(self, summary: Summary) -> None:
        """Write how the run ended: which inputs could not be read."""
        notes = [{"level": "error", "message": {"text": failure.text}} for failure in summary.failed]
        invocation = {"executionSuccessful": not notes, "toolExecutionNotifications": notes}
        self.out.write(f'\n],\n"invocations": [{_json(invocation)}]}}]}}\n')

    def _result(self, judged: Judged, issue: Issue, fingerprint: str) -> dict[str, Any]:
        pair = judged.pair
        return {
            "ruleId": issue.code,
            "ruleIndex": self.index[issue.code],
            "level": LEVELS[issue.severity],
            "message": {"text": "\n".join((told(issue), *sides_of(pair, issue)))},
            "locations": [_location(judged)],
            "partialFingerprints": {FINGERPRINT: fingerprint},
            "properties": {"severity": issue.severity, "score": round(judged.score, 4)},
        }


def _location(judged: Judged) -> dict[str, Any]:
    pair = judged.pair
    location: dict[str, Any] = {}
    if judged.file != "stdin":
        location["physicalLocation"] = {"artifactLocation": {"uri": uri(judged.file)}}
        if pair.line:
            location["physicalLocation"]["region"] = {"startLine": pair.line}
    name = "/".join(filter(None, (pair.doc, pair.id)))
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def uri(name: str) -> str:
    """A file name as a URI reference; absolute only where the name is.

    >>> uri("Bản dịch/a b.tmx")
    'B%E1%BA%A3n%20d%E1%BB%8Bch/a%20b.tmx'
    """
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def _json(value: object) -> str:
    return json.dumps(value)  # ASCII: whatever a text holds, lone surrogates too, fits into any file
