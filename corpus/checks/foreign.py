"""Text in the wrong language, or none at all."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.checks.subject import Subject
from corpus.issue import Issue


def find_omission(subject: Subject) -> Iterator[Issue]:
    """The whole translation is missing."""
    en = subject.en_typed
    if not subject.vi.strip() and en.strip():
        yield Issue("omission", "critical", "There is no translation.", (0, len(en)))


def find_wrong_language(subject: Subject) -> Iterator[Issue]:
    """A side that is surely in a third language, or both sides swapped."""
    left, right = subject.en_guess, subject.vi_guess
    ends = (0, len(subject.en)), (0, len(subject.vi))
    if left.decided and right.decided and left.language == "vi" and right.language == "en":
        yield Issue("wrong_language", "critical", "The two sides are swapped.", *ends)
    elif right.decided and right.language == "other" and subject.vi.strip():
        yield Issue("wrong_language", "critical", "The translation is not Vietnamese.", None, ends[1])


def find_untranslated(subject: Subject) -> Iterator[Issue]:
    """The translation is the English text, or English."""
    left, right = subject.en_guess, subject.vi_guess
    copied = subject.en.strip().casefold() == subject.vi.strip().casefold() and left.language == "en" and left.decided
    english = right.language == "en" and right.decided and len(subject.vi.split()) > 3
    if (copied or english) and left.language != "vi":
        yield Issue("untranslated", "critical", "The text was left in English.", None, (0, len(subject.vi)))
