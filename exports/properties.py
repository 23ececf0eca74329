"""What is known of a pair beside its texts, as named values: for formats that have room for such."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from corpus.issue import Issue
from corpus.pair import Pair, kind_of, lines_of, lines_text, score_of, span_of, span_text
from exports.issues import issue_of, issue_text
from exports.row import score_text
from exports.text import Policy

CHECK = "check"  # may come several times
NAMES = frozenset(("score", "kind", "doc", "en_lines", "vi_lines", "span", CHECK))
STRANGE = "value that is not as songngu writes it"

T = TypeVar("T")


def properties(pair: Pair, policy: Policy, changes: Counter[str]) -> Iterator[tuple[str, str]]:
    """Name and value of what is known, in a fixed order; the kind is always known."""
    if pair.score is not None:
        yield "score", score_text(pair.score)
    yield "kind", pair.kind
    if pair.doc:
        yield "doc", policy(pair.doc, changes)
    if pair.en_lines:
        yield "en_lines", lines_text(pair.en_lines)
    if pair.vi_lines:
        yield "vi_lines", lines_text(pair.vi_lines)
    if pair.span:
        yield "span", span_text(pair.span)
    for issue in pair.issues:
        yield CHECK, policy(issue_text(issue), changes)


def with_properties(en: str, vi: str, found: Iterable[tuple[str, str]], left_out: Counter[str], *, id: str, line: int) -> Pair:  # noqa: A002 - as the field of a pair
    """A pair with what its properties say; values that are not ours are counted in `left_out`."""
    values: dict[str, str] = {}
    checks = []
    for name, value in found:
        if name == CHECK:
            checks.append(value)
        else:
            values[name] = value

    def said(read: Callable[[str], T], text: str | None) -> T | None:
        if not text:
            return None
        try:
            return read(text)
        except (ValueError, RecursionError):
            left_out[STRANGE] += 1
            return None

    return Pair(
        en,
        vi,
        said(score_of, values.get("score")),
        kind_of(en, vi, values.get("kind", "")),
        values.get("doc", ""),
        said(lines_of, values.get("en_lines")) or (),
        said(lines_of, values.get("vi_lines")) or (),
        id,
        tuple(issue for check in checks if (issue := said(_issue, check))),
        line,
        span=said(span_of, values.get("span")),
    )


def _issue(text: str) -> Issue:
    return issue_of(json.loads(text))
