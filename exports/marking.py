"""Spans of a text made visible: the text cut where issues begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.issue import Issue

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00a0\u0000-\u0008\u000b-\u001f\u007f]")

SPACES = re.compile(r" {2,}|^ $")  # more than one, or nothing else


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text that lies in the same spans from end to end."""

    text: str
    issues: tuple[int, ...] = ()  # 1-based numbers of the issues whose spans it lies in
    closes: tuple[int, ...] = ()  # of those, the ones that end with it


def segments(text: str, issues: Sequence[Issue], side: str) -> Iterator[Segment]:
    """The text in order, cut at every border of a span of that side ("en" or "vi"); nothing is lost.

    >>> note = Issue("punctuation", "minor", "No end mark.", None, (3, 6))
    >>> [(part.text, part.issues) for part in segments("Một hai", [note], "vi")]
    [('Một', ()), (' ha', (1,)), ('i', ())]
    """
    spans = [(number, span) for number, issue in enumerate(issues, 1) if (span := _span(issue, side, len(text)))]
    borders = sorted({0, len(text), *(at for _, span in spans for at in span)})
    for start, end in zip(borders, borders[1:], strict=False):
        inside = tuple(number for number, span in spans if span[0] <= start and end <= span[1])
        yield Segment(text[start:end], inside, tuple(n for n, span in spans if n in inside and span[1] == end))


def _span(issue: Issue, side: str, length: int) -> tuple[int, int] | None:
    span = issue.en_span if side == "en" else issue.vi_span
    if span is None:
        return None
    start, end = max(span[0], 0), min(span[1], length)
    return (start, end) if start < end else None


def visible(text: str) -> str:
    """A marked text in which what nobody can see is spelt out.

    >>> visible("a\\u200bb"), visible(" "), visible("a  b c")
    ('a⟨U+200B⟩b', '␣', 'a␣␣b c')
    """
    text = SPACES.sub(lambda found: "␣" * len(found[0]), text)
    return UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def bracketed(text: str, issues: Sequence[Issue], side: str) -> Iterator[Segment]:
    """The text in order, its spans in brackets and the raised number of the issue behind, for where there is no colour."""
    opened: set[int] = set()
    for part in segments(text, issues, side):
        fresh = [number for number in part.issues if number not in opened]
        opened.update(fresh)
        numbers = "".join(f"]{number}".translate(SUPERSCRIPT) for number in part.closes)
        shown = visible(part.text) if part.issues else part.text
        yield Segment("[" * len(fresh) + one_line_of(shown) + numbers, part.issues, part.closes)


def marked(text: str, issues: Sequence[Issue], side: str) -> str:
    """That as one text.

    >>> marked("It cost $5.", [Issue("number_mismatch", "major", "", (8, 10))], "en")
    'It cost [$5]¹.'
    """
    return "".join(part.text for part in bracketed(text, issues, side))


def one_line_of(text: str) -> str:
    """The text with a sign for each line break."""
    return re.sub(r"\r\n?|[\n\v\f\x1c-\x1e\x85\u2028\u2029]", "⏎", text)
