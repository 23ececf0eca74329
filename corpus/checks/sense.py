"""Words that say another thing: the opposite, another sense of the word, an idiom word for word, who did what to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.idiom import senses_starting
from corpus.checks.opposite import opposites
from corpus.checks.role import find_turned
from corpus.checks.sign import WORD, Sign
from corpus.checks.subject import Subject
from corpus.evidence import covering
from corpus.issue import Issue

SENSE = Sign.SENSE
NEAR = 60  # characters on either side of a word that may tell its sense


def find_mistranslation(subject: Subject) -> Iterator[Issue]:
    """The opposite, a wrong sense, a literal idiom, roles that were swapped."""
    found = [issue for issue in opposites(subject, "mistranslation") if not _is_of_amount(subject, issue)]
    yield from found
    yield from _wrong_senses(subject)
    if not found:
        yield from find_turned(subject)


def _is_of_amount(subject: Subject, issue: Issue) -> bool:
    """Is it said with a quantity: below 10°C, trên 10°C?"""
    start = (issue.vi_span or (0, 0))[0]
    amounts = subject.amount_issues if subject.may_hold_amounts else []
    return any(other.vi_span and other.vi_span[0] <= start < other.vi_span[1] for other in amounts)


# --- senses and idioms


def _wrong_senses(subject: Subject) -> Iterator[Issue]:
    if not subject.en_signs & SENSE:
        return
    words = {word for piece in subject.en_pieces if piece.signs & SENSE for word in WORD.findall(piece.plain)}
    for sense in dict.fromkeys([sense for word in sorted(words) for sense in senses_starting(word)]):
        here = sense.word.search(subject.en)
        there = sense.wrong.search(subject.vi) if here else None
        if not here or not there or (sense.near and not _is_sure(subject, sense.near, here, there)):
            continue
        message = f"{here[0]!r} is no {there[0]!r} here: it is another sense." if sense.near else f"{here[0]!r} is an idiom."
        yield Issue("mistranslation", "major", message, here.span(), there.span())
        return


def _is_sure(subject: Subject, near: re.Pattern[str], here: re.Match[str], there: re.Match[str]) -> bool:
    """Does a word near a common noun tell its sense, and is the suspected rendering that of no other word?"""
    if here[0][0].isupper() and here.start() and not here[0].isupper():
        return False
    around = max(0, here.start() - NEAR), here.end() + NEAR
    return near.search(subject.en, *around) is not None and not _is_meant(subject, here, there)


def _is_meant(subject: Subject, here: re.Match[str], there: re.Match[str]) -> bool:
    """Is the suspected rendering that of another word of the source?"""
    own = frozenset([item.key for item in subject.en_items if item.start < here.end() and here.start() < item.end])
    words = subject.en_keys - own
    items = [item for item in subject.vi_items if item.start < there.end() and there.start() < item.end]
    return any(not covering(item, "vi").isdisjoint(words) for item in items)
