"""The gate: what is left of the findings after ignores and baseline, and whether that lets a release pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.issue import Issue
from exports.baseline import Baseline, Collected
from exports.judge import LEVELS, Judged, Rules
from exports.settings import Ignore

BINS = 20  # of the histogram of scores
FAILING: Mapping[str, frozenset[str]] = {  # levels that close the gate
    "error": frozenset(("error",)),
    "warning": frozenset(("error", "warning")),
    "never": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read."""

    file: str
    line: int | None  # where that is known
    text: str  # what is wrong, with file and line before it

    def __str__(self) -> str:
        return self.text


@dataclass(slots=True)
class Summary:
    """Counts of one run."""

    pairs: int = 0
    flagged: int = 0  # pairs with a finding
    severities: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    code_severities: Counter[tuple[str, str]] = field(default_factory=Counter)
    scores: list[int] = field(default_factory=lambda: [0] * BINS)  # pairs in each of BINS equal steps from 0 to 1
    files: Counter[str] = field(default_factory=Counter)  # findings of each file that was read
    known: int = 0  # left out: in the baseline
    ignored: int = 0  # left out: ignored with a reason
    failed: list[Failure] = field(default_factory=list)  # inputs that could not be read
    left_out: Counter[str] = field(default_factory=Counter)  # text of the inputs that is in no pair
    notes: list[str] = field(default_factory=list)  # how an input was understood, where that may not be what was meant

    @property
    def findings(self) -> int:
        """All that was found and not left out."""
        return sum(self.severities.values())

    def add(self, judged: Judged) -> None:
        """Count a pair."""
        self.pairs += 1
        self.flagged += bool(judged.issues)
        self.scores[min(int(judged.score * BINS), BINS - 1)] += 1
        self.files[judged.file] += len(judged.issues)
        for issue in judged.issues:
            self.severities[issue.severity] += 1
            self.codes[issue.code] += 1
            self.code_severities[issue.code, issue.severity] += 1

    def closes(self, fail_on: str) -> int:
        """Findings that close the gate."""
        return sum(n for severity, n in self.severities.items() if LEVELS[severity] in FAILING[fail_on])


@dataclass(slots=True)
class Gate:
    """Lets findings through that nobody has dismissed, and counts."""

    ignores: Sequence[Ignore] = ()
    baseline: Baseline | None = None
    collected: Collected | None = None  # findings for a new baseline; the old one then covers none
    given: set[str] = field(default_factory=set)  # what the checks may use beside a pair: "glossary", "context"
    summary: Summary = field(default_factory=Summary)
    used: Counter[Ignore] = field(default_factory=Counter)

    def passed(self, stream: Iterable[Judged]) -> Iterator[Judged]:
        """The pairs in order, with the findings that are left."""
        for judged in stream:
            if judged.pair.glossary:
                self.given.add("glossary")
            if judged.pair.context:
                self.given.add("context")
            left = tuple(issue for issue in judged.issues if not self._dismissed(judged, issue))
            kept = judged if len(left) == len(judged.issues) else replace(judged, issues=left)
            self.summary.add(kept)
            yield kept

    def _dismissed(self, judged: Judged, issue: Issue) -> bool:
        covering = next((ignore for ignore in self.ignores if ignore.covers(judged, issue)), None)
        if covering:
            self.used[covering] += 1
            self.summary.ignored += 1
            return True
        if self.collected is not None:
            self.collected.add(judged.pair, issue)
            return False
        if self.baseline is not None and self.baseline.covers(judged.pair, issue):
            self.summary.known += 1
            return True
        return False

    def gone(self, rules: Rules) -> int:
        """Known findings that were looked for and not met, after all pairs."""
        if self.baseline is None or self.collected is not None:
            return 0
        return self.baseline.unmet(self._settled(rules, self.baseline))

    def lost(self, rules: Rules) -> Counter[str]:
        """By code, findings of the old baseline that the new one would not have because they were not looked for."""
        if self.baseline is None or self.collected is None:
            return Counter()
        return self.baseline.lost(self._settled(rules, self.baseline), self.collected.keys)

    def _settled(self, rules: Rules, known: Baseline) -> frozenset[str]:
        """The codes whose known findings are gone where they are not met; one made without context has none that need it."""
        return (rules.looked_for if known.context else rules.can_find)(self.given)

    def unused(self, rules: Rules) -> list[Ignore]:
        """Ignores that spoke of nothing that was found, although it was looked for."""
        return [ignore for ignore in self.ignores if not self.used[ignore] and ignore.code in rules.looked_for(self.given)]
