"""Numbers: values that differ, and values in a form that Vietnamese does not use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.subject import Subject
from corpus.issue import Issue


def find_numbers(subject: Subject) -> Iterator[Issue]:
    """Values that differ or are missing."""
    return _of_code(subject, "number_mismatch")


def find_magnitudes(subject: Subject) -> Iterator[Issue]:
    """The same digits at another scale."""
    return _of_code(subject, "magnitude_mismatch")


def find_units(subject: Subject) -> Iterator[Issue]:
    """The same number of something else."""
    return _of_code(subject, "unit_mismatch")


def find_dates(subject: Subject) -> Iterator[Issue]:
    """Another day, month, year, weekday, period or time."""
    return _of_code(subject, "date_mismatch")


def _of_code(subject: Subject, code: str) -> Iterator[Issue]:
    return (issue for issue in subject.amount_issues if issue.code == code)


# --- form

GROUPED = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w,/]|\.\d)")  # 2,300
UNITS = (
    "triệu|tỷ|tỉ|nghìn|ngàn|phần trăm|điểm phần trăm|USD|đô|euro|km|kg|cm|mm|m|mét|kilômét|ki-lô-mét|dặm|độ|lần|giây|tấn|tạ"
    "|lít|héc-ta|ha|ounce|pound|inch|feet|GB|MB|GHz|MW|kWh"
)
DECIMAL = re.compile(rf"(?<![\w.,/-])\d+\.(?:\d{{1,2}}|\d{{4,}})(?=\s?(?:%|(?:{UNITS})(?!\w)))")  # 6.4 triệu, but never 4.0
CLOCK = re.compile(r"(?<![\w:.])\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.m\.|[ap]m(?!\w)|AM(?!\w)|PM(?!\w))")
MEASURED = re.compile(r"[.,]\d|\d\s?[apAP]\.?[mM]")


def find_number_format(subject: Subject) -> Iterator[Issue]:
    """An English number or clock time that was taken over as it is."""
    vi = subject.vi
    if not MEASURED.search(vi):
        return
    for found in GROUPED.finditer(vi):
        if found[0] in subject.en:
            right = found[0].translate(SWAPPED)
            yield _form(found, subject, right)
    for found in DECIMAL.finditer(vi):
        if re.search(rf"(?<![\d.]){re.escape(found[0])}(?![\d.]*\d)", subject.en):
            yield _form(found, subject, found[0].replace(".", ","))
    for found in CLOCK.finditer(vi):
        yield _form(found, subject, clock(found[0]))


SWAPPED = str.maketrans(",.", ".,")
NOON = 12


def clock(text: str) -> str:
    """An English clock time as Vietnamese writes it.

    >>> clock("9:20 p.m."), clock("12 am"), clock("7pm")
    ('21 giờ 20', '0 giờ', '19 giờ')
    """
    hour, minute = re.match(r"(\d+)(?:[:.](\d+))?", text).groups()  # type: ignore[union-attr]
    hours = int(hour) % NOON + (NOON if "p" in text.lower() else 0)
    return f"{hours} giờ {minute}" if minute and int(minute) else f"{hours} giờ"


def _form(found: re.Match[str], subject: Subject, right: str) -> Issue:
    at = subject.en.find(found[0])
    en_span = (at, at + len(found[0])) if at >= 0 else None
    return Issue("number_format", "minor", f"In Vietnamese this is written {right}.", en_span, found.span(), right)
