"""The table of checks, and what runs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from corpus.checks.capitals import find_capitalisation
from corpus.checks.characters import find_confusable, find_invisible, find_unicode_form
from corpus.checks.completeness import find_addition, find_misalignment, find_omission
from corpus.checks.foreign import find_untranslated, find_wrong_language, is_copy, is_doubtful
from corpus.checks.glossary import Glossary
from corpus.checks.left_out import find_name_missing
from corpus.checks.marks import find_brackets, find_punctuation, find_quotes
from corpus.checks.markup import find_emails, find_placeholders, find_tags, find_urls
from corpus.checks.mojibake import find_mojibake
from corpus.checks.naming import find_name_mismatch
from corpus.checks.near import near_misses
from corpus.checks.negation import find_negation
from corpus.checks.number import find_dates, find_magnitudes, find_number_format, find_numbers, find_units
from corpus.checks.repeat import find_repeated
from corpus.checks.row import Check
from corpus.checks.sense import find_mistranslation
from corpus.checks.sign import Sign
from corpus.checks.spaces import find_whitespace
from corpus.checks.spelling import find_missing_diacritics, find_spelling, find_tone_placement
from corpus.checks.subject import Subject
from corpus.checks.terms import find_inconsistency, find_register, find_terminology
from corpus.errors import UnknownName
from corpus.issue import Issue

has_amounts, has_glossary, has_context = map(attrgetter, ("may_hold_amounts", "glossary", "context"))
is_plain, is_spaced = map(attrgetter, ("is_plain", "is_spaced"))


def is_plain_or_near(subject: Subject) -> object:
    """Is the translation in plain letters, or a word nearly what the source asks for?"""
    return subject.is_plain or near_misses(subject)


LETTERS_LOST = Sign.ODD | Sign.MISREAD | Sign.STRANGE | Sign.LATIN | Sign.QUESTION | Sign.AMPERSAND

# The order is that of the issues of a pair. First stands what can make all the rest pointless.
FIRST = (
    Check("omission", "meaning", "major", find_omission),
    Check("mojibake", "script", "critical", find_mojibake, vi=LETTERS_LOST, may=is_plain, as_written=True),
    Check("wrong_language", "language", "critical", find_wrong_language, vi=Sign.ODD, may=is_doubtful),
    Check("untranslated", "language", "major", find_untranslated, vi=Sign.ENGLISH, may=is_copy),
    Check("diacritics_missing", "script", "major", find_missing_diacritics, vi=Sign.BARE | Sign.SUSPECT, may=is_plain_or_near),
    Check("misalignment", "meaning", "critical", find_misalignment),
)
THEN = (
    Check("number_mismatch", "number", "major", find_numbers, may=has_amounts),
    Check("magnitude_mismatch", "number", "critical", find_magnitudes, may=has_amounts),
    Check("unit_mismatch", "number", "major", find_units, may=has_amounts),
    Check("date_mismatch", "number", "major", find_dates, may=has_amounts),
    Check("name_mismatch", "name", "major", find_name_mismatch),
    Check("negation", "meaning", "critical", find_negation),
    Check("mistranslation", "meaning", "major", find_mistranslation),
    Check("name_missing", "name", "major", find_name_missing),
    Check("addition", "meaning", "major", find_addition),
    Check("number_format", "number", "minor", find_number_format, vi=Sign.DIGIT),
    Check("placeholder_mismatch", "markup", "critical", find_placeholders, Sign.MARKUP, Sign.MARKUP),
    Check("tag_mismatch", "markup", "major", find_tags, Sign.MARKUP, Sign.MARKUP),
    Check("url_mismatch", "markup", "major", find_urls, Sign.MARKUP, Sign.MARKUP),
    Check("email_mismatch", "markup", "major", find_emails, Sign.MARKUP, Sign.MARKUP),
    Check("terminology", "terms", "major", find_terminology, may=has_glossary),
    Check("inconsistency", "terms", "minor", find_inconsistency, may=has_context),
    Check("register", "terms", "minor", find_register, vi=Sign.ADDRESS, may=has_context),
    Check("repeated_text", "repeat", "minor", find_repeated),
    Check("spelling", "script", "minor", find_spelling, vi=Sign.STRANGE | Sign.JOINED | Sign.MISSPELT, may=near_misses),
    Check("tone_placement", "script", "minor", find_tone_placement, vi=Sign.MISPLACED | Sign.OLD | Sign.NEW),
    Check("unicode_form", "script", "minor", find_unicode_form, vi=Sign.ODD, as_written=True),
    Check("confusable", "script", "minor", find_confusable, vi=Sign.ODD, as_written=True),
    Check("invisible_char", "script", "minor", find_invisible, vi=Sign.ODD, as_written=True),
    Check("punctuation", "typography", "minor", find_punctuation),
    Check("brackets", "typography", "minor", find_brackets, Sign.PAIRED, Sign.PAIRED),
    Check("quotes", "typography", "minor", find_quotes, Sign.PAIRED, Sign.PAIRED),
    Check("capitalisation", "typography", "minor", find_capitalisation),
    Check("whitespace", "typography", "minor", find_whitespace, vi=Sign.SPACE, may=is_spaced),
)
CHECKS: Mapping[str, Check] = {row.code: row for row in (*FIRST, *THEN)}

# Training does not mind a mark or a capital that a model can learn to set; it minds what says another thing, or is no text.
FORM_ONLY = frozenset(
    [
        "number_format",
        "register",
        "inconsistency",
        "tone_placement",
        "punctuation",
        "brackets",
        "quotes",
        "capitalisation",
        "whitespace",
    ]
)
PRESETS: Mapping[str, frozenset[str]] = {
    "translator": frozenset(CHECKS),
    "mt": frozenset(CHECKS) - FORM_ONLY,
}
_THEN_OF = {preset: tuple(row for row in THEN if row.code in codes) for preset, codes in PRESETS.items()}


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
    return check_all([Subject(en, vi, glossary, context)], preset)[0]


def check_all(subjects: Sequence[Subject], preset: str = "translator") -> list[list[Issue]]:
    """The issues of each of several pairs, as `check` gives them.

    One check after the other for all pairs, so that each finds its tables in the cache of the processor: quicker by a third.
    """
    if preset not in PRESETS:
        raise UnknownName("preset", preset, PRESETS)
    wanted = PRESETS[preset]
    issues: list[list[Issue]] = [[] for _ in subjects]
    readable = list(range(len(subjects)))  # the pairs that are looked at any further
    for row in FIRST:
        for at in row.suspects(subjects, readable):
            found = _found(row, subjects[at])
            if found and row.code in wanted:
                issues[at] += found
            if any(issue.severity == "critical" or _is_unmarked(issue, subjects[at]) for issue in found):
                readable.remove(at)
    for row in _THEN_OF[preset]:
        for at in row.suspects(subjects, readable):
            issues[at] += _found(row, subjects[at])
    return [_without_echoes(found) if len(found) > 1 else found for found in issues]


def _without_echoes(issues: list[Issue]) -> list[Issue]:
    """Issues without those that say again that a part is not there: its negation, its names."""
    gone = [issue for issue in issues if issue.code in ("omission", "addition")]
    if not gone:
        return issues
    return [issue for issue in issues if issue.code not in ECHOES or not any(_lies_in(issue, part) for part in gone)]


ECHOES = frozenset(("negation", "name_missing"))


def _lies_in(issue: Issue, part: Issue) -> bool:
    """Does an issue lie in what was left out or added?"""
    inner, outer = (issue.en_span, part.en_span) if part.code == "omission" else (issue.vi_span, part.vi_span)
    return inner is not None and outer is not None and outer[0] <= inner[0] and inner[1] <= outer[1]


def _is_unmarked(issue: Issue, subject: Subject) -> bool:
    """Has the whole translation no marks, so that its words tell nothing?"""
    return issue.code == "diacritics_missing" and issue.vi_span == (0, len(subject.vi_typed))


def _found(row: Check, subject: Subject) -> list[Issue]:
    """What a check found, with spans of the texts as they were typed."""
    found = list(row.find(subject))
    if not found or row.as_written:
        return found
    en, vi = subject.en_readable, subject.vi_readable
    return [replace(issue, en_span=en.typed(issue.en_span), vi_span=vi.typed(issue.vi_span)) for issue in found]
