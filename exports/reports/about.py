"""What every report is told, and what it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import IO

from corpus.issue import Issue
from corpus.pair import Pair
from exports.gate import Summary
from exports.judge import Judged
from exports.marking import marked


@dataclass(frozen=True, slots=True)
class About:
    """One run of the checks, before it has begun."""

    codes: Mapping[str, str]  # every code that can be reported, with what it is about
    fail_on: str
    preset: str
    every: bool = False  # also pairs without findings
    terminal: bool = False  # the output is one, and may be coloured

    @property
    def version(self) -> str:
        """Version of songngu."""
        return version("songngu")

    @property
    def signature(self) -> str:
        """What is needed to get the same report again."""
        return f"songngu:{self.version}|preset:{self.preset}|checks:{len(self.codes)}"


class Report(ABC):
    """Takes the judged pairs of a run one by one and writes them as it goes."""

    def __init__(self, out: IO[str], about: About) -> None:
        self.out = out
        self.about = about

    @abstractmethod
    def add(self, judged: Judged) -> None:
        """Write a pair."""

    def end(self, summary: Summary) -> None:  # noqa: B027 - most reports have nothing to add
        """Write what comes last."""

    def close(self) -> None:  # noqa: B027 - only one holds anything
        """Let go of what is held, whether the report became complete or not."""


def told(issue: Issue) -> str:
    """What a finding says, with what to write instead."""
    return issue.message if issue.suggestion is None else f"{issue.message}\nWrite: {issue.suggestion}"


def sides_of(pair: Pair, issue: Issue) -> tuple[str, str]:
    """Both sides with what one finding marks in them: "en: ...", "vi: ..."."""
    return f"en: {marked(pair.en_coded, [issue], 'en')}", f"vi: {marked(pair.vi_coded, [issue], 'vi')}"


def named(pair: Pair) -> str:
    """The id of a pair, and its other name behind it: "7 (tos.title)"; nothing where it has neither."""
    return f"{pair.id} ({pair.name})" if pair.id and pair.name else pair.id or pair.name


def short(text: str, most: int = 60) -> str:
    """A text on one line, cut after some characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
