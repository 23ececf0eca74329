"""The table of checks, and what runs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from corpus.checks.characters import find_unicode_form
from corpus.checks.foreign import find_omission, find_untranslated, find_wrong_language
from corpus.checks.glossary import Glossary
from corpus.checks.number import find_numbers
from corpus.checks.row import Check
from corpus.checks.spaces import find_whitespace
from corpus.checks.subject import Subject
from corpus.errors import UnknownName
from corpus.issue import Issue

# The order is that of the issues of a pair. First stands what can make all the rest pointless.
FIRST = (
    Check("omission", "meaning", "critical", find_omission),
    Check("wrong_language", "language", "critical", find_wrong_language),
    Check("untranslated", "language", "major", find_untranslated),
)
THEN = (
    Check("number_mismatch", "number", "major", find_numbers),
    Check("whitespace", "typography", "minor", find_whitespace),
    Check("unicode_form", "script", "minor", find_unicode_form, as_written=True),
)
CHECKS: Mapping[str, Check] = {row.code: row for row in (*FIRST, *THEN)}

PRESETS: Mapping[str, frozenset[str]] = {
    "translator": frozenset(CHECKS),
    "mt": frozenset(CHECKS),
}


def check(
    en: str,
    vi: str,
    *,
    glossary: Glossary | Iterable[tuple[str, str]] = (),
    context: Iterable[tuple[str, str]] = (),
    preset: str = "translator",
) -> list[Issue]:
    """All issues of one pair, in the order of `CHECKS`; spans are offsets in the two texts as they are given.

    `glossary` holds terms, `context` earlier pairs of the document, both as English and Vietnamese text; a glossary for
    many pairs is best made once, as a `Glossary`. A pair whose translation cannot be read is not looked at any further.

    >>> [issue.code for issue in check("Exports rose by 12 percent.", "Xuất khẩu tăng 21%.")]
    ['number_mismatch']
    """
    if preset not in PRESETS:
        raise UnknownName("preset", preset, PRESETS)
    return list(_issues(Subject(en, vi, glossary, context), PRESETS[preset]))


def _issues(subject: Subject, wanted: frozenset[str]) -> Iterator[Issue]:
    hopeless = False
    for row in FIRST:
        for issue in _found(row, subject):
            hopeless = hopeless or issue.severity == "critical"
            if row.code in wanted:
                yield issue
    if hopeless:
        return
    for row in THEN:
        if row.code in wanted:
            yield from _found(row, subject)


def _found(row: Check, subject: Subject) -> Iterator[Issue]:
    """What a check found, with spans of the texts as they were typed."""
    if row.as_written or (subject.en_readable.offsets is None and subject.vi_readable.offsets is None):
        yield from row.find(subject)
        return
    for issue in row.find(subject):
        en_span, vi_span = subject.en_readable.typed(issue.en_span), subject.vi_readable.typed(issue.vi_span)
        yield replace(issue, en_span=en_span, vi_span=vi_span)
