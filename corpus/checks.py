"""Checks of a translated pair: each yields what it found and decides nothing.

One table, `CHECKS`, from the code of an issue to the function that finds it. So far: what is missing, in the wrong
language or copied, numbers, white space and Unicode form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from corpus.issue import Issue
from corpus.language import detect
from corpus.quantity import quantities
from corpus.value import Quantity, unmatched

Check = Callable[[str, str], Iterator[Issue]]


def check_omission(en: str, vi: str) -> Iterator[Issue]:
    """The whole translation is missing."""
    if en.strip() and not vi.strip():
        yield Issue("omission", "critical", "There is no translation.", (0, len(en)))


def check_language(en: str, vi: str) -> Iterator[Issue]:
    """A side that is surely in a third language, or both sides swapped."""
    left, right = detect([en, vi])
    if left.decided and right.decided and left.language == "vi" and right.language == "en":
        yield Issue("wrong_language", "critical", "The two sides are swapped.", (0, len(en)), (0, len(vi)))
    elif right.decided and right.language == "other" and vi.strip():
        yield Issue("wrong_language", "critical", "The translation is not Vietnamese.", None, (0, len(vi)))


def check_untranslated(en: str, vi: str) -> Iterator[Issue]:
    """The translation is the English text, or English."""
    left, right = detect([en, vi])
    copied = en.strip().casefold() == vi.strip().casefold() and left.language == "en" and left.decided
    english = right.language == "en" and right.decided and len(vi.split()) > 3
    if (copied or english) and left.language != "vi":
        yield Issue("untranslated", "critical", "The text was left in English.", None, (0, len(vi)))


def check_numbers(en: str, vi: str) -> Iterator[Issue]:
    """Quantities written in digits in English that the Vietnamese does not state."""
    if not vi.strip():
        return
    en = unicodedata.normalize("NFC", en)
    for found in unmatched(quantities(en, "en"), [_with_foreign(quantity) for quantity in quantities(vi, "vi")]):
        if found.in_digits:
            written = en[found.start : found.end]
            yield Issue("number_mismatch", "major", f"{written!r} is not in the translation.", (found.start, found.end))


def _with_foreign(quantity: Quantity) -> Quantity:
    """A number left in English form is a matter of form, not of value."""
    if quantity.foreign is None:
        return quantity
    return replace(quantity, readings=(*quantity.readings, quantity.foreign))


SPACES = re.compile(r"^\s+|\s+$|(?<=\S)[ \u00a0]{2,}(?=\S)|(?<=\w) +(?=[,.;:!?](?:\s|$))")


def check_whitespace(en: str, vi: str) -> Iterator[Issue]:
    """Spaces doubled, at an end or before a mark."""
    del en
    for found in SPACES.finditer(vi):
        yield Issue("whitespace", "minor", "A space too many.", None, found.span(), None)


def check_unicode_form(en: str, vi: str) -> Iterator[Issue]:
    """Vietnamese letters in pieces instead of composed (NFC)."""
    del en
    if not unicodedata.is_normalized("NFC", vi):
        yield Issue("unicode_form", "minor", "The text is not NFC.", None, (0, len(vi)), unicodedata.normalize("NFC", vi))


CHECKS: Mapping[str, Check] = {
    "omission": check_omission,
    "wrong_language": check_language,
    "untranslated": check_untranslated,
    "number_mismatch": check_numbers,
    "whitespace": check_whitespace,
    "unicode_form": check_unicode_form,
}


def check(en: str, vi: str) -> list[Issue]:
    """All issues of one pair, in the order of `CHECKS`.

    >>> [issue.code for issue in check("Exports rose by 12 percent.", "Xuất khẩu tăng 21%.")]
    ['number_mismatch']
    """
    return [issue for find in CHECKS.values() for issue in find(en, vi)]
