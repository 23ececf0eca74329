"""Subtitles in time: which lines are one sentence, and which sentences are shown together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]  # milliseconds from when to when

OPEN_END = re.compile(r"(?:[^.?!…:;\"”’)\]♪]|\.{3}|…)\s*$")  # no end of a sentence, or dots that may lead on
GOES_ON = re.compile(r"\s*(?:\.{2,}|…)?\s*[^\W\d_]")
LONGEST_PAUSE = 3000  # ms between two cues of a sentence
LONGEST = 20_000  # ms that a sentence may take
LEAST_OVERLAP = 0.5  # of the shorter one; cues that follow each other may touch


def together(text: str, span: Span, following: str, after: Span) -> bool:
    """Does a line of a subtitle go on with the following one: in the same cue, or within a sentence?

    >>> together("I thought that", (0, 900), "you knew.", (1000, 2000)), together("Yes.", (0, 900), "No.", (1000, 2000))
    (True, False)
    """
    if span[0] <= after[0] < span[1] and after[1] <= span[1]:
        return True
    if not OPEN_END.search(text) or after[0] - span[1] > LONGEST_PAUSE or after[1] - span[0] > LONGEST:
        return False
    match = GOES_ON.match(following)
    return text.rstrip().endswith(",") or bool(match and match[0][-1].islower())


@dataclass(frozen=True, slots=True)
class Meeting:
    """Sentences that are shown together, by their indexes; one side may be empty."""

    en: tuple[int, ...]
    vi: tuple[int, ...]


def meetings(en: Sequence[Span], vi: Sequence[Span]) -> Iterator[Meeting]:
    """Groups of sentences linked by time, in the order in which they are shown; every sentence is in one.

    Time grows with the number of sentences and of overlaps.

    >>> [(meeting.en, meeting.vi) for meeting in meetings([(0, 2000), (2000, 4000)], [(100, 3900), (5000, 6000)])]
    [((0, 1), (0,)), ((), (1,))]
    """
    spans = [*en, *vi]
    leader = list(range(len(spans)))

    def find(node: int) -> int:
        while leader[node] != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    active: list[int] = []
    for node in sorted(range(len(spans)), key=lambda n: spans[n]):
        active = [other for other in active if spans[other][1] > spans[node][0]]
        for other in active:
            if (other < len(en)) != (node < len(en)) and _overlap(spans[other], spans[node]) >= LEAST_OVERLAP:
                leader[find(node)] = find(other)
        active.append(node)
    groups: dict[int, list[int]] = {}
    for node in range(len(spans)):
        groups.setdefault(find(node), []).append(node)
    for group in sorted(groups.values(), key=lambda nodes: min(spans[node] for node in nodes)):
        yield Meeting(tuple(n for n in group if n < len(en)), tuple(n - len(en) for n in group if n >= len(en)))


def _overlap(a: Span, b: Span) -> float:
    """Time that both are shown, as a share of the shorter one."""
    shorter = max(min(a[1] - a[0], b[1] - b[0]), 1)
    return (min(a[1], b[1]) - max(a[0], b[0])) / shorter
