"""The reports of `songngu check`: one table, one row a kind."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from exports.files import writing
from exports.options import by_suffix
from exports.reports.about import About, Report
from exports.reports.github import GitHub
from exports.reports.junit import JUnit
from exports.reports.page import Page
from exports.reports.rows import JsonLines, Tsv
from exports.reports.sarif import Sarif
from exports.reports.table import Table


@dataclass(frozen=True, slots=True)
class Kind:
    """How a report is made, and how its files are known."""

    suffixes: tuple[str, ...]  # those of packed files may follow
    make: Callable[[IO[str], About], Report]


REPORTS: Mapping[str, Kind] = {
    "table": Kind((".txt",), Table),
    "jsonl": Kind((".jsonl",), JsonLines),
    "tsv": Kind((".tsv",), Tsv),
    "sarif": Kind((".sarif", ".sarif.json"), Sarif),
    "junit": Kind((".xml",), JUnit),
    "github": Kind((), GitHub),
    "html": Kind((".html", ".htm"), Page),
}


def kind_of_file(path: Path, option: str) -> str:
    """The kind of report that a file name asks for; the table, where it is no file. Raises `UsageError`."""
    return by_suffix(path, {key: kind.suffixes for key, kind in REPORTS.items()}, option, "table", named=option == "-o")


@contextmanager
def reporting(kind: str, path: Path, about: About) -> Iterator[Report]:
    """A report into a file, which appears when it is complete, or onto standard output ("-")."""
    with writing(path) as out:
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(errors="backslashreplace")  # JSON may hold lone surrogates, which UTF-8 cannot
        report = REPORTS[kind].make(out, about)
        with closing(report):
            yield report
