"""White space where none belongs, and none where some does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.subject import Subject
from corpus.issue import Issue

SPACES = re.compile(r"^\s+|\s+$|(?<=\S)[ \u00a0]{2,}(?=\S)|(?<=\w) +(?=[,.;:!?](?:\s|$))")


def find_whitespace(subject: Subject) -> Iterator[Issue]:
    """Spaces doubled, at an end or before a mark."""
    for found in SPACES.finditer(subject.vi):
        yield Issue("whitespace", "minor", "A space too many.", None, found.span())
