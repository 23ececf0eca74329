"""JUnit XML, which CI servers show as tests: a suite for each file, a failed test for each finding that closes the gate.

There is no standard; this keeps to what the schemas of Jenkins and of Windy Road have in common. Findings below the gate
are tests that pass and say in `system-out` what was found.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from shutil import copyfileobj
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from corpus.issue import Issue
from exports.gate import FAILING, Summary
from exports.judge import LEVELS, Judged
from exports.reports.about import About, Report, short, sides_of, told
from exports.text import xml_safe

IN_MEMORY = 1 << 20  # bytes of test cases; more go to a temporary file until their number is known


class JUnit(Report):
    """Collects the cases, because their number comes before them."""

    def __init__(self, out: IO[str], about: About) -> None:
        super().__init__(out, about)
        self.file: str | None = None
        self.cases, self.suites = _spool(), _spool()
        self.tests = self.failures = self.all_tests = self.all_failures = 0

    def add(self, judged: Judged) -> None:
        """Take the cases of a pair."""
        if judged.file != self.file:
            self._close_suite()
            self.file = judged.file
        for issue in judged.issues:
            self._case(judged, issue)

    def end(self, summary: Summary) -> None:
        """Write all of it; inputs that could not be read are errors."""
        self._close_suite()
        for failure in summary.failed:
            self.suites.write(
                f'<testsuite name={_attribute(failure.file)} tests="1" failures="0" errors="1">\n'
                f'<testcase name="readable" classname={_attribute(failure.file)}>'
                f'<error type="unreadable" message={_attribute(failure.text)}/></testcase>\n</testsuite>\n'
            )
        self.out.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<testsuites name="songngu check" tests="{self.all_tests + len(summary.failed)}" failures="{self.all_failures}" '
            f'errors="{len(summary.failed)}">\n'
        )
        self.suites.seek(0)
        copyfileobj(self.suites, self.out)
        self.out.write("</testsuites>\n")

    def close(self) -> None:
        """Let go of the temporary files."""
        self.cases.close()
        self.suites.close()

    def _case(self, judged: Judged, issue: Issue) -> None:
        pair = judged.pair
        where = f"line {pair.line}: " if pair.line else f"{pair.id}: " if pair.id else ""
        fails = LEVELS[issue.severity] in FAILING[self.about.fail_on]
        head = f"{judged.place}: {issue.severity} {issue.code}: {told(issue)}"
        body = escape(xml_safe("\n".join((head, *sides_of(pair, issue))), Counter()))
        inner = (
            f"<failure type={_attribute(issue.code)} message={_attribute(issue.message)}>{body}</failure>"
            if fails
            else f"<system-out>{body}</system-out>"
        )
        name = _attribute(f"{where}{issue.code}: {short(pair.en_coded)}")
        self.cases.write(f"<testcase name={name} classname={_attribute(judged.file)}>{inner}</testcase>\n")
        self.tests += 1
        self.failures += fails

    def _close_suite(self) -> None:
        if self.file is None:
            return
        if not self.tests:
            self.cases.write(f'<testcase name="no findings" classname={_attribute(self.file)}/>\n')
            self.tests = 1
        self.suites.write(
            f'<testsuite name={_attribute(self.file)} tests="{self.tests}" failures="{self.failures}" errors="0">\n'
        )
        self.cases.seek(0)
        copyfileobj(self.cases, self.suites)
        self.suites.write("</testsuite>\n")
        self.all_tests += self.tests
        self.all_failures += self.failures
        self.cases.seek(0)
        self.cases.truncate()
        self.tests = self.failures = 0


def _spool() -> IO[str]:
    return tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="\n")


def _attribute(text: str) -> str:
    return quoteattr(xml_safe(text, Counter()), {"\n": "&#10;", "\t": "&#9;"})
