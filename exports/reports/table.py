"""For people: a block for each pair with findings, coloured in a terminal, plain anywhere else.

pairs.tsv:3  score 0.12
  en  It cost [$5]¹.
  vi  Nó có giá 6 đô la.
  1 major number_mismatch: '$5' is not in the translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING

from corpus.issue import Issue
from exports.judge import Judged
from exports.marking import bracketed, one_line_of
from exports.reports.about import About, Report, named
from exports.words import spelt

if TYPE_CHECKING:
    from rich.console import Console

STYLES: Mapping[str, str] = {"critical": "bold red", "major": "red", "minor": "yellow"}

Piece = tuple[str, str]  # text, style


class Table(Report):
    """Writes blocks as they come."""

    def __init__(self, out: IO[str], about: About) -> None:
        super().__init__(out, about)
        self.console = _console(out) if about.terminal else None

    def add(self, judged: Judged) -> None:
        """Write the block of a pair."""
        if not judged.issues and not self.about.every:
            return
        for row in block(judged):
            self._print(row)
        self._print([])

    def _print(self, row: list[Piece]) -> None:
        row = [(spelt(text), style) for text, style in row]  # places, ids and messages may hold anything, too
        if self.console is None:
            self.out.write("".join(text for text, _ in row).rstrip() + "\n")
        else:
            from rich.text import Text  # noqa: PLC0415 - only in a terminal

            self.console.print(Text.assemble(*row))


def _console(out: IO[str]) -> Console:
    from rich.console import Console  # noqa: PLC0415 - only in a terminal

    return Console(file=out, markup=False, emoji=False, highlight=False, soft_wrap=True)


def block(judged: Judged) -> Iterator[list[Piece]]:
    """The rows of a pair."""
    pair = judged.pair
    name = f"  id {named(pair)}" if named(pair) else ""
    yield [(one_line_of(judged.place), "bold"), (f"{one_line_of(name)}  score {judged.score:.2f}", "dim")]
    for side, text in (("en", pair.en_coded), ("vi", pair.vi_coded)):
        yield [(f"  {side}  ", "dim"), *_marked(text, judged.issues, side)]
    for number, issue in enumerate(judged.issues, 1):
        yield [
            (f"  {number} ", ""),
            (issue.severity, STYLES[issue.severity]),
            (f" {issue.code}: {one_line_of(issue.message)}", ""),
        ]
        if issue.suggestion is not None:
            yield [("      write: ", "dim"), (one_line_of(issue.suggestion), "")]


def _marked(text: str, issues: tuple[Issue, ...], side: str) -> Iterator[Piece]:
    for part in bracketed(text, issues, side):
        yield part.text, STYLES[issues[part.issues[0] - 1].severity] if part.issues else ""
