"""A row of the table of checks, and what it tells people about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.checks.subject import Subject
from corpus.data import tables
from corpus.issue import Issue

FAMILIES = ("number", "name", "language", "meaning", "terms", "typography", "markup", "script", "repeat")


@dataclass(frozen=True, slots=True)
class Check:
    """How the issues of one code are found."""

    code: str
    family: str  # one of FAMILIES
    severity: str  # MQM, the usual one: minor, major, critical
    find: Callable[[Subject], Iterator[Issue]]
    # where neither a sign stands nor `may` says so there is nothing to find; without any of them one has to look
    en: int = 0  # signs of the English side, see `corpus.checks.sign`
    vi: int = 0  # of the Vietnamese side
    may: Callable[[Subject], object] | None = None
    as_written: bool = False  # reads the text as it was typed, not its readable form, and gives spans of that

    def suspects(self, subjects: Sequence[Subject], among: Sequence[int]) -> list[int]:
        """The pairs, by their numbers among the given ones, at which a closer look is worth while."""
        en, vi, may = self.en, self.vi, self.may
        if not (en or vi or may):
            return list(among)
        return [
            at
            for at in among
            if subjects[at].vi_signs & vi or subjects[at].en_signs & en or (may is not None and may(subjects[at]))
        ]


@dataclass(frozen=True, slots=True)
class Example:
    """A pair with an issue, and how it should be."""

    en: str
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What people are told about a code."""

    title: str  # one line
    what: str  # when it is reported
    why: str  # it matters
    silent: str  # what looks alike and is not reported
    examples: tuple[Example, ...]
    glossary: tuple[tuple[str, str], ...] = ()  # in force in the examples
    context: tuple[tuple[str, str], ...] = ()  # what stands before them


@cache
def _explanations() -> dict[str, Explanation]:
    return {
        code: Explanation(
            text["title"],
            " ".join(text["what"].split()),
            " ".join(text["why"].split()),
            " ".join(text.get("silent", "").split()),
            tuple(Example(*example) for example in text["examples"]),
            tuple((en, vi) for en, vi in text.get("glossary", ())),
            tuple((en, vi) for en, vi in text.get("context", ())),
        )
        for code, text in tables("checks.toml").items()
    }


def explanation(code: str) -> Explanation:
    """What people are told about a code (`data/checks.toml`); an unknown code is a `KeyError`."""
    return _explanations()[code]
