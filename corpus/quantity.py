"""Quantities as values: what "US$111 billion" and "111 tỷ USD" have in common.

Each language is read by its own convention: English 2,750.25 is Vietnamese 2.750,25. A number is a value with a kind
and a unit, never a run of digits. Numbers in digits and words with scale words, percent, money and months are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from corpus.data import tables


@dataclass(frozen=True, slots=True)
class Quantity:
    """One value in a text."""

    value: Fraction
    kind: str  # number, percent, money, month
    unit: str | None  # ISO 4217 code of money
    start: int  # offset in the text
    end: int


EN_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
VI_DIGITS = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d+(?:[.,]\d+)?"
TOKEN = {
    "en": re.compile(rf"(?P<number>{EN_DIGITS})(?P<ordinal>st|nd|rd|th)?|US\$|[$€£¥₫%]|[^\W\d_]+(?:[’'][^\W\d_]+)?", re.I),
    "vi": re.compile(rf"(?P<number>{VI_DIGITS})(?P<ordinal>)|US\$|[$€£¥₫%]|[^\W\d_]+(?:-[^\W\d_]+)?", re.I),
}
LONGEST_SPELT = 20  # words of a number that is written out
MOST_SCALES = 3  # "nghìn tỷ" has two; more are no number
LONGEST_NUMBER = 40  # digits and separators; longer ones are codes


@cache
def _words(language: str) -> Mapping[str, Mapping[str, int]]:
    raw = tables("quantities.toml")
    return dict(raw[language])


@cache
def _currencies(language: str) -> Mapping[str, str]:
    return dict(_words(language)["currencies"])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str  # lower case
    value: Fraction | None  # of digits
    start: int
    end: int
    title: bool


def quantities(text: str, language: str) -> list[Quantity]:
    """The quantities of a text in order, with offsets into its NFC form; `language` is "en" or "vi".

    >>> [(q.value, q.kind, q.unit) for q in quantities("US$111 billion", "en")]
    [(Fraction(111000000000, 1), 'money', 'USD')]
    >>> quantities("111 tỷ USD", "vi")[0].value == quantities("US$111 billion", "en")[0].value
    True
    """
    return list(_read(unicodedata.normalize("NFC", text), language))


@lru_cache(maxsize=20_000)
def _read(text: str, language: str) -> tuple[Quantity, ...]:
    tokens = list(_tokens(text, language))
    return tuple(_english(tokens) if language == "en" else _vietnamese(tokens))


def _tokens(text: str, language: str) -> Iterator[_Token]:
    for match in TOKEN[language].finditer(text):
        number = match["number"]
        value = _digits(number, language) if number and len(number) <= LONGEST_NUMBER else None
        yield _Token(match[0].lower(), value, match.start(), match.end(), match[0][:1].isupper())


def _digits(number: str, language: str) -> Fraction:
    """Value of a run of digits with separators, by the language's own convention.

    In Vietnamese a dot before exactly three digits groups thousands; before any other number of digits it can only
    be an English decimal point.
    """
    group, point = (",", ".") if language == "en" else (".", ",")
    if language == "vi" and (
        re.fullmatch(r"\d+\.\d{1,2}|\d+\.\d{4,}", number)
        or re.fullmatch(r"\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?", number)
        or re.fullmatch(r"0\.\d+", number)
    ):
        group, point = ",", "."
    return Fraction(number.replace(group, "").replace(point, "."))


def _english(tokens: list[_Token]) -> Iterator[Quantity]:
    words = _words("en")
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text in words["months"] and token.title and (token.text != "may" or _next_to_number(tokens, at)):
            yield Quantity(Fraction(words["months"][token.text]), "month", None, token.start, token.end)
            at += 1
            continue
        taken = _english_number(tokens, at, words)
        if taken is None:
            at += 1
            continue
        value, after = taken
        yield _with_unit(tokens, at, after, value, "en")
        at = after


def _next_to_number(tokens: list[_Token], at: int) -> bool:
    neighbours = tokens[max(at - 1, 0) : at] + tokens[at + 1 : at + 2]
    return any(token.value is not None for token in neighbours)


def _english_number(tokens: list[_Token], at: int, words: Mapping[str, Mapping[str, int]]) -> tuple[Fraction, int] | None:
    """Value of the longest number that starts at a token, and where it ends."""
    token = tokens[at]
    if token.value is not None:
        total, at = token.value, at + 1
        last = at + MOST_SCALES
        while at < min(last, len(tokens)) and tokens[at].text in words["scales"] and _touches(tokens, at):
            total *= words["scales"][tokens[at].text]
            at += 1
        return total, at
    if token.text in words["ordinals"] and token.text != "second":
        return Fraction(words["ordinals"][token.text]), at + 1
    if token.text == "dozen":
        return Fraction(12), at + 1
    if token.text not in words["units"]:
        return None
    spelt = current = 0
    first = at
    while at < min(len(tokens), first + LONGEST_SPELT):
        text = tokens[at].text
        if text in words["units"] and not (
            at > first and tokens[at - 1].text in words["units"] and words["units"][tokens[at - 1].text] < 20
        ):
            current += words["units"][text]
        elif text in words["ordinals"] and at > first and tokens[at - 1].text in words["units"]:
            current += words["ordinals"][text]
            at += 1
            break
        elif text == "hundred":
            current = max(current, 1) * 100
        elif text in words["scales"] and len(text) > 3:  # spelt out; k, m, bn follow digits
            spelt += max(current, 1) * words["scales"][text]
            current = 0
        elif (
            text == "and"
            and at + 1 < len(tokens)
            and tokens[at + 1].text in words["units"]
            and tokens[at - 1].text in words["scales"]
        ):
            pass
        else:
            break
        at += 1
    return Fraction(spelt + current), at


def _touches(tokens: list[_Token], at: int) -> bool:
    """A letter such as m or k is a scale only where it is written onto its digits; a word may stand apart."""
    return len(tokens[at].text) > 2 or tokens[at].start == tokens[at - 1].end or tokens[at].text in ("bn", "tn")


def _vietnamese(tokens: list[_Token]) -> Iterator[Quantity]:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.text == "tháng" and at + 1 < len(tokens):
            month = _month(tokens, at + 1)
            if month:
                yield Quantity(Fraction(month[0]), "month", None, token.start, tokens[month[1] - 1].end)
                at = month[1]
                continue
        taken = _vietnamese_number(tokens, at)
        if taken is None:
            at += 1
            continue
        value, after = taken
        yield _with_unit(tokens, at, after, value, "vi")
        at = after


VI_MONTHS = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "chạp": 12,
}


def _month(tokens: list[_Token], at: int) -> tuple[int, int] | None:
    token = tokens[at]
    if token.value is not None and token.value.denominator == 1 and 1 <= token.value <= 12:
        return int(token.value), at + 1
    if token.text in VI_MONTHS and token.title:
        month = VI_MONTHS[token.text]
        following = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if month == 10 and following in ("một", "hai"):
            return 10 + VI_MONTHS[following], at + 2
        return month, at + 1
    return None


YEAR_WORD = "năm"  # both "five" and "year"


def _vietnamese_number(tokens: list[_Token], at: int) -> tuple[Fraction, int] | None:
    words = _words("vi")
    token = tokens[at]
    if token.value is not None:
        total, after = token.value, at + 1
        last = after + MOST_SCALES
        while after < min(last, len(tokens)) and tokens[after].text in words["scales"] and tokens[after].text != "mươi":
            total *= words["scales"][tokens[after].text]
            after += 1
        return total, after
    if token.text not in words["units"] or token.text in ("không", "mốt", "lăm", "tư"):
        return None
    if token.text == YEAR_WORD and not _spells_on(tokens, at):
        return None
    spelt = current = 0
    first = at
    while at < min(len(tokens), first + LONGEST_SPELT):
        text = tokens[at].text
        if text in words["units"] and text != YEAR_WORD:
            current += words["units"][text]
        elif text == YEAR_WORD and (_spells_on(tokens, at) or tokens[at - 1].text in ("linh", "lẻ")):
            current += 5
        elif text == "mươi":
            current = (current // 10) * 10 + (current % 10) * 10
        elif text == "trăm":
            current = max(current, 1) * 100
        elif text in words["scales"] and text not in ("tr", "tá", "chục"):
            spelt = (
                (spelt + max(current, 1)) * words["scales"][text]
                if text in ("tỷ", "tỉ")
                else spelt + max(current, 1) * words["scales"][text]
            )
            current = 0
        elif text in ("linh", "lẻ") and at > first:
            pass
        else:
            break
        at += 1
    return Fraction(spelt + current), at


def _spells_on(tokens: list[_Token], at: int) -> bool:
    """Is "năm" the number five here, before a scale word, and not a year?"""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return following in ("mươi", "trăm", "nghìn", "ngàn", "triệu", "tỷ", "tỉ", "vạn")


def _with_unit(tokens: list[_Token], first: int, after: int, value: Fraction, language: str) -> Quantity:
    """The number with the percent sign, percent word or currency before or after it."""
    currencies = _currencies(language)
    start, end = tokens[first].start, tokens[after - 1].end
    following = [token.text for token in tokens[after : after + 3]]
    if following[:1] == ["%"] or following[:1] in (["percent"], ["pct"]) or following[:2] in (["per", "cent"], ["phần", "trăm"]):
        size = 1 if following[0] in ("%", "percent", "pct") else 2
        return Quantity(value, "percent", None, start, tokens[after + size - 1].end)
    if first and tokens[first - 1].text in currencies and not tokens[first - 1].text.isalpha():
        return Quantity(value, "money", currencies[tokens[first - 1].text], tokens[first - 1].start, end)
    for size in (3, 2, 1):
        unit = " ".join(following[:size])
        if len(following) >= size and unit in currencies:
            return Quantity(value, "money", currencies[unit], start, tokens[after + size - 1].end)
    return Quantity(value, "number", None, start, end)


def same_value(en: str, vi: str) -> bool:
    """Do an English and a Vietnamese expression state the same quantities, in any order?

    >>> same_value("US$111 billion", "111 tỷ USD"), same_value("7.5 million", "7,5 tỷ")
    (True, False)
    """
    left, right = quantities(en, "en"), quantities(vi, "vi")
    if not left or not right:
        return False
    return Counter(q.value for q in left) == Counter(q.value for q in right) and _units(left) == _units(right)


def _units(found: list[Quantity]) -> set[tuple[str, str | None]]:
    return {(q.kind, q.unit) for q in found if q.kind in ("percent", "money")}
