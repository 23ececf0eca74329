"""GitHub Actions: a workflow command for each finding, which shows it beside the line in a pull request.

Source: "Workflow commands for GitHub Actions", GitHub documentation: data escapes % and line ends, properties : and , too.
Control characters are spelt out, as a log is read in a terminal.
"""

from __future__ import annotations

from exports.gate import Summary
from exports.judge import LEVELS, Judged
from exports.reports.about import Report, short, sides_of, told
from exports.words import spelt

SHOWN = 200  # characters of a text; an annotation holds 4 kB


def _data(text: str) -> str:
    return spelt(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


class GitHub(Report):
    """Writes commands as they come."""

    def add(self, judged: Judged) -> None:
        """Write the commands of a pair."""
        pair = judged.pair
        for issue in judged.issues:
            text = "\n".join((told(issue), *(short(side, SHOWN) for side in sides_of(pair, issue))))
            title = f"{issue.code} ({issue.severity})"
            self.out.write(_command(LEVELS[issue.severity], judged.file, pair.line or None, title, text))

    def end(self, summary: Summary) -> None:
        """Inputs that could not be read are errors."""
        for failure in summary.failed:
            self.out.write(_command("error", failure.file, failure.line, "unreadable", failure.text))


def _command(level: str, file: str, line: int | None, title: str, text: str) -> str:
    place = {"file": file, "line": str(line or ""), "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items() if value)
    return f"::{level} {properties}::{_data(text)}\n"
