"""How a run of the checks ends: what is said on standard error, and the exit code. And how far it has come."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence

from exports.count import count_of
from exports.gate import Gate, Summary
from exports.judge import SEVERITIES, Judged, Rules

FINDINGS, UNREADABLE, PARTLY = 1, 2, 3  # exit codes


def exit_code(summary: Summary, inputs: int, fail_on: str) -> int:
    """0 if the gate lets pass; inputs that could not be read weigh more than findings."""
    if summary.failed:
        return UNREADABLE if len(summary.failed) == inputs else PARTLY
    return FINDINGS if summary.closes(fail_on) else 0


def closing_lines(gate: Gate, rules: Rules, fail_on: str, written: Sequence[str]) -> Iterator[str]:
    """What a person should know after all findings."""
    summary = gate.summary
    yield from summary.notes
    counts = ", ".join(f"{summary.severities[severity]:,} {severity}" for severity in SEVERITIES)
    yield f"{count_of(summary.pairs, 'pair')} checked, {summary.flagged:,} with findings: {counts}"
    yield from (f"not checked: {what} ({count:,})" for what, count in sorted(summary.left_out.items()))
    if summary.known or summary.ignored:
        yield f"left out: {summary.known:,} known from the baseline, {summary.ignored:,} ignored in the settings"
    gone = 0 if summary.failed else gate.gone(rules)
    if gone:
        yield (
            f"gone from the baseline: {count_of(gone, 'finding')}; "
            "write it again with --write-baseline, if all of its files were checked"
        )
    for ignore in () if summary.failed else gate.unused(rules):
        yield f"{ignore.place}: this ignore of {ignore.code} covers no finding; remove it, if all of its files were checked"
    yield from (f"wrote {name}" for name in written)
    if gate.collected is not None:
        yield f"wrote the baseline: {count_of(sum(gate.collected.entries.values()), 'finding')} known from now on"
    elif summary.closes(fail_on):
        yield f"failed: {count_of(summary.closes(fail_on), 'finding')} of level {fail_on}{' or worse' * (fail_on == 'warning')}"


def statistics_lines(summary: Summary) -> Iterator[str]:
    """A row a code, the commonest first."""
    yield f"{'findings':>9}  {'code':22} " + " ".join(f"{severity:>8}" for severity in SEVERITIES)
    for code, count in sorted(summary.codes.items(), key=lambda item: (-item[1], item[0])):
        parts = " ".join(f"{summary.code_severities[code, severity]:>8,}" for severity in SEVERITIES)
        yield f"{count:>9,}  {code:22} {parts}"


EVERY = 30  # seconds between two lines in a log
BLINK = 0.5  # seconds between two states in a terminal


def paced(stream: Iterable[Judged], *, quiet: bool) -> Iterator[Judged]:
    """The stream; how far it has come is said on standard error: in a terminal on one line, in a log now and then."""
    terminal = sys.stderr.isatty()
    begun = last = time.monotonic()
    for count, judged in enumerate(stream, 1):
        yield judged
        now = time.monotonic()
        if quiet or now - last < (BLINK if terminal else EVERY):
            continue
        last = now
        text = f"{count:,} pairs checked, {count / (now - begun):,.0f} a second"
        sys.stderr.write(f"\r{text}\x1b[K" if terminal else f"{text}\n")
        sys.stderr.flush()
    if terminal and last > begun:
        sys.stderr.write("\r\x1b[K")
