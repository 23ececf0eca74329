"""Pairs judged: score and issues of each, in order, by one process or several with the same result.

This is where reports and gate meet the checks of `corpus`: they know no more of them than `codes` and `judge` tell.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice, repeat
from multiprocessing import get_context

from corpus.adequacy import score_all
from corpus.checks import CHECKS, PRESETS, Glossary, Subject, check, check_all, explanation
from corpus.checks.table import FIRST
from corpus.issue import Issue
from corpus.pair import InlineCode, Pair, coded_span

SEVERITIES = ("critical", "major", "minor")  # worst first
LEVELS: Mapping[str, str] = {"critical": "error", "major": "error", "minor": "warning"}

Texts = tuple[str, str]  # English, Vietnamese

# what a check has to know beside the pair itself, to meet all of its findings; of `PARTLY` it meets some without
NEEDS: Mapping[str, str] = {"terminology": "glossary", "inconsistency": "context", "register": "context"}
PARTLY = frozenset(("register",))


@dataclass(frozen=True, slots=True)
class Rules:
    """What is looked for."""

    preset: str = "translator"
    terms: tuple[Texts, ...] = ()  # the glossary in force for all pairs
    codes: frozenset[str] | None = None  # None: all
    severities: Mapping[str, str] = field(default_factory=dict)  # of codes that weigh otherwise than usual
    glossary: Glossary = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "glossary", Glossary(self.terms))  # made once, serves all pairs

    @property
    def chosen(self) -> frozenset[str]:
        """The codes that are wanted: those of the preset, and of them those of `codes`."""
        return frozenset(PRESETS[self.preset]) & (frozenset(CHECKS) if self.codes is None else self.codes)

    def looked_for(self, given: Collection[str]) -> frozenset[str]:
        """The chosen codes of which a run meets every finding that is there, by what it is `given`: "glossary", "context"."""
        return frozenset(code for code in self.chosen if NEEDS.get(code) in (None, *given))

    def can_find(self, given: Collection[str]) -> frozenset[str]:
        """The chosen codes of which it meets any."""
        return self.looked_for(given) | (self.chosen & PARTLY)


@dataclass(frozen=True, slots=True)
class Unit:
    """A pair that is to be judged."""

    file: str
    pair: Pair
    context: tuple[Texts, ...] = ()  # earlier pairs of its document, in order


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what was found in it."""

    file: str
    pair: Pair
    score: float  # 0..1
    issues: tuple[Issue, ...]

    @property
    def place(self) -> str:
        """Where the pair stands, as editors understand it: file:line."""
        return f"{self.file}:{self.pair.line}" if self.pair.line else self.file


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a worker sends back; the pair itself stays where it was read."""

    score: float
    issues: tuple[Issue, ...]


def codes() -> dict[str, str]:
    """Every code that a check can report, with a sentence that says what it is about."""
    return {code: explanation(code).title for code in CHECKS}


def judge(unit: Unit, rules: Rules) -> Judged:
    """Score and issues of one pair; they depend on nothing but the pair, its glossary and its context."""
    return next(_joined([unit], _verdicts([unit], rules)))


def _verdicts(units: Sequence[Unit], rules: Rules) -> list[_Verdict]:
    scores = score_all([unit.pair.en for unit in units], [unit.pair.vi for unit in units])
    found = check_all([_subject(unit, rules) for unit in units], rules.preset)
    return [_Verdict(*verdict) for verdict in zip(scores, map(_wanted, found, units, repeat(rules)), strict=True)]


def _subject(unit: Unit, rules: Rules) -> Subject:
    pair = unit.pair
    glossary = Glossary((*rules.terms, *pair.glossary)) if pair.glossary else rules.glossary
    return Subject(pair.en, pair.vi, glossary, pair.context or unit.context)


def _wanted(found: list[Issue], unit: Unit, rules: Rules) -> tuple[Issue, ...]:
    """What was found in a pair, as the rules want it."""
    pair = unit.pair
    if pair.en_codes or pair.vi_codes:
        found = _with_codes(found, pair, rules.preset)
    return tuple(
        replace(issue, severity=rules.severities.get(issue.code, issue.severity))
        for issue in found
        if rules.codes is None or issue.code in rules.codes
    )


# What the words say is judged without the codes, whose numbers are no numbers and which all texts have in common; how a text
# is written, with them: a code that was taken out leaves spaces, and words that touch.
OF_WORDS = frozenset(("meaning", "language", "number", "name", "terms"))
ORDER = {code: at for at, code in enumerate(CHECKS)}
POINTLESS = frozenset(row.code for row in FIRST)  # what makes the rest so, where it is critical


def _with_codes(found: Sequence[Issue], pair: Pair, preset: str) -> list[Issue]:
    """The issues of a pair with codes: those of its words, then those of how it is written; spans are of the coded texts."""
    of_words = [
        replace(issue, en_span=_moved(issue.en_span, pair.en_codes), vi_span=_moved(issue.vi_span, pair.vi_codes))
        for issue in found
        if CHECKS[issue.code].family in OF_WORDS
    ]
    if any(issue.code in POINTLESS and issue.severity == "critical" for issue in of_words):
        return of_words
    written = (issue for issue in check(pair.en_coded, pair.vi_coded, preset=preset) if CHECKS[issue.code].family not in OF_WORDS)
    return sorted((*of_words, *written), key=lambda issue: ORDER[issue.code])


def _moved(span: tuple[int, int] | None, codes: Sequence[InlineCode]) -> tuple[int, int] | None:
    return None if span is None else coded_span(span, codes)


CHUNK = 200  # pairs that travel together: some tens of milliseconds of work, against one of travel
WAITING = 3  # chunks a process, so that none is idle and memory stays flat


def judge_all(units: Iterable[Unit], rules: Rules, jobs: int = 1) -> Iterator[Judged]:
    """The units judged, in their order; what comes out does not depend on `jobs`.

    Processes start only where there are more units than a chunk for each.
    """
    stream = iter(units)
    first = list(islice(stream, CHUNK * jobs + 1)) if jobs > 1 else []
    if len(first) <= CHUNK * jobs:
        for chunk in _chunks(chain(first, stream)):
            yield from _joined(chunk, _verdicts(chunk, rules))
        return
    yield from _in_processes(_chunks(chain(first, stream)), rules, jobs)


def _chunks(stream: Iterator[Unit]) -> Iterator[list[Unit]]:
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _in_processes(chunks: Iterator[list[Unit]], rules: Rules, jobs: int) -> Iterator[Judged]:
    waiting: deque[tuple[list[Unit], Future[list[_Verdict]]]] = deque()
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(rules,))
    try:
        for chunk in chunks:
            with _interrupts_ignored():  # a process may start here, and takes that over
                waiting.append((chunk, pool.submit(_in_worker, chunk)))
            if len(waiting) >= jobs * WAITING:
                yield from _finished(*waiting.popleft())
        while waiting:
            yield from _finished(*waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_rules: list[Rules] = []  # of this worker: they come once, for a glossary can be long


def _begin(rules: Rules) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it was not taken over; the parent stops its workers
    _rules.append(rules)


def _in_worker(chunk: Sequence[Unit]) -> list[_Verdict]:
    return _verdicts(chunk, _rules[-1])


def _finished(chunk: Sequence[Unit], future: Future[list[_Verdict]]) -> Iterator[Judged]:
    yield from _joined(chunk, future.result())


def _joined(chunk: Sequence[Unit], verdicts: Sequence[_Verdict]) -> Iterator[Judged]:
    for unit, verdict in zip(chunk, verdicts, strict=True):
        yield Judged(unit.file, unit.pair, verdict.score, verdict.issues)


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
