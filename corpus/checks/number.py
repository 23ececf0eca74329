"""Numbers: values that differ, and values in a form that Vietnamese does not use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.checks.subject import Subject
from corpus.issue import Issue
from corpus.quantity import quantities


def find_numbers(subject: Subject) -> Iterator[Issue]:
    """Values written in digits in English that the Vietnamese does not state."""
    if not subject.vi.strip():
        return
    stated = Counter(q.value for q in quantities(subject.vi, "vi"))
    for found in quantities(subject.en, "en"):
        written = subject.en[found.start : found.end]
        if stated[found.value]:
            stated[found.value] -= 1
        elif any(c.isdigit() for c in written):
            yield Issue("number_mismatch", "major", f"{written!r} is not in the translation.", (found.start, found.end))
