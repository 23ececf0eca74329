"""Numbers and number words, and how a grammar of quantities is run over tokens.

A grammar is a table of rules: patterns over one letter for each token. The letter is the class of a word (a number
word below ten, a month, "and"), so that a rule is a regular expression and a sentence without quantities costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from corpus.data import tables
from corpus.memory import Memory
from corpus.token import tokens
from corpus.value import MEASURED, Quantity, Reading, Value

OTHER = " "  # letter of a word that has no part in quantities
LONGEST_NUMBER = 30  # digits and separators; longer ones are codes
EARLIEST_YEAR, LATEST_YEAR = 1000, 2199
LAST_DAY, LAST_MONTH, LAST_HOUR, MINUTES = 31, 12, 24, 60
MOST_WORDS_KNOWN = 10_000  # distinct tokens remembered

_EN_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_VI_NUMBER = re.compile(r"(?!0\.)\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def whole(value: Value) -> Value:
    """The value, as an integer where it is one."""
    return value if isinstance(value, int) else value.numerator if value.denominator == 1 else value


def digits(text: str, language: str) -> Value | None:
    """Value of a run of digits with separators by the convention of a language; None where it is no number in it.

    >>> digits("2,750.25", "en") == digits("2.750,25", "vi"), digits("6.543", "vi"), digits("6.54", "vi")
    (True, 6543, None)
    """
    if len(text) > LONGEST_NUMBER:
        return None
    if text.isdecimal():
        return int(text)
    if language == "en":
        return whole(Fraction(text.replace(",", ""))) if _EN_NUMBER.fullmatch(text) else None
    return whole(Fraction(text.replace(".", "").replace(",", "."))) if _VI_NUMBER.fullmatch(text) else None


ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}


def roman(text: str) -> int:
    """Value of a Roman numeral up to 39; 0 where it is none.

    >>> roman("XIV"), roman("IIX")
    (14, 0)
    """
    if not ROMAN.fullmatch(text):
        return 0
    values = [_ROMAN_VALUE[letter] for letter in text]
    return sum(-value if value < later else value for value, later in zip(values, [*values[1:], 0], strict=True))


class Scan(NamedTuple):
    """The tokens of a sentence while its quantities are read."""

    tokens: Sequence[str]  # as written
    low: Sequence[str]  # in lower case, without a stop at the end
    codes: str  # one letter a token
    known: Mapping[str, tuple[str, Value]]  # letter and value, by token

    def number(self, at: int) -> Value:
        """Value of the token at a place: of digits or of a number word."""
        return self.known[self.tokens[at]][1]


Reader = Callable[[Scan, int, int], Iterator[Quantity]]  # a match of a rule: its first token and the one after its last
Classify = Callable[[str], tuple[str, Value]]  # a token to its letter and value


class Grammar:
    """What finds the quantities of a list of tokens in one language."""

    def __init__(
        self, language: str, classify: Classify, rules: Mapping[str, tuple[str, Reader]], starts: str, joints: str
    ) -> None:
        """Rules by name: a pattern over letters, and what it means; `starts`: what any of them starts with.

        `joints`: words that stand between the ends of a range.
        """
        data = tables("quantities.toml")[language]
        self.known = Memory(classify, MOST_WORDS_KNOWN)
        self.readers = {name: reader for name, (_, reader) in rules.items()}
        self.start = re.compile(starts)
        self.pattern = re.compile("|".join(f"(?P<{name}>{rule})" for name, (rule, _) in rules.items()))
        self.tails = {" ".join(tokens(phrase, language)): _units(raw) for phrase, raw in data["tails"].items()}
        self.heads = {phrase: _units(raw) for phrase, raw in data["heads"].items()}
        self.abouts: Mapping[str, str] = data["about"]
        self.abouts_after: Mapping[str, str] = data["about_after"]
        self.relatives: Mapping[str, str] = data["relative"]
        self.longest_tail = max(phrase.count(" ") + 1 for phrase in self.tails)
        self.joints = frozenset(joints.split())
        # what can stand next to a number at all: most do not, and need no look into the tables
        self.tail_starts = {phrase.split(" ")[0] for phrase in self.tails}
        self.befores = frozenset((*self.heads, *MINUS))
        self.afters = frozenset((*self.tail_starts, "-"))
        self.about_ends = {phrase.split(" ")[-1] for phrase in self.abouts}
        self.about_starts = {phrase.split(" ")[0] for phrase in self.abouts_after}
        self.lowered = Memory(_lowered, MOST_WORDS_KNOWN)

    def letter(self, token: str) -> str:
        """The letter of a token."""
        return self.known[token][0]

    def may_start(self, letters: str) -> bool:
        """May there be a quantity among tokens with these letters?"""
        return self.start.search(letters) is not None

    def read(self, found: Sequence[str], letters: str | None = None) -> list[Quantity]:
        """The quantities of a list of tokens, in order; `start` and `end` count tokens.

        `letters`: what `letter` says of the tokens, where that is known already.
        """
        codes = "".join(map(self.letter, found)) if letters is None else letters
        quantities: list[Quantity] = []
        scan: Scan | None = None
        start = self.start.search(codes)
        while start:
            end = start.end()
            if match := self.pattern.match(codes, start.start()):
                if scan is None:
                    scan = Scan(found, list(map(self.lowered.__getitem__, found)), codes, self.known)
                end = match.end()
                for quantity in self.readers[match.lastgroup or ""](scan, match.start(), match.end()):
                    about, _, _ = self.with_about(scan.low, quantity.start, quantity.end)
                    quantities.append(quantity._replace(about=about) if about else quantity)
                    end = max(end, quantity.end)
            start = self.start.search(codes, end)
        if scan is None or len(quantities) < 2:
            return quantities
        return _with_centuries(scan, self._with_ranges(scan, self._joined(scan, quantities)), self.joints)

    def amount(self, scan: Scan, first: int, after: int, value: Value) -> Quantity:
        """A number with the unit before or after it."""
        in_digits = scan.tokens[first][0].isdigit() if after == first + 1 else _has_digits(scan.tokens[first:after])
        if (not first or scan.low[first - 1] not in self.befores) and (
            after >= len(scan.low) or scan.low[after] not in self.afters
        ):
            return Quantity((Reading("number", value),), first, after, in_digits)
        if _is_negative(scan, first):
            value, first = -value, first - 1
        if (
            first
            and scan.low[first - 1] in self.heads
            and not (scan.low[first - 1].isalpha() and scan.low[after : after + 1] == ["%"])
            and not self._is_tail(scan, first - 1)
        ):
            units = self.heads[scan.low[first - 1]]
            return Quantity(_scaled(units, value), first - 1, after, in_digits)
        at = after + 1 if scan.low[after : after + 1] == ["-"] and not scan.codes[after + 1 : after + 2].isdigit() else after
        if at < len(scan.low) and scan.low[at] in self.tail_starts:
            for size in range(min(self.longest_tail, len(scan.low) - at), 0, -1):
                if units := self.tails.get(" ".join(scan.low[at : at + size]), ()):
                    return Quantity(_scaled(units, value), first, at + size, in_digits)
        return Quantity((Reading("number", value),), first, after, in_digits)

    def _is_tail(self, scan: Scan, at: int) -> bool:
        """Does a currency belong to the number before it: "240 VND (two hundred and forty dong)"?"""
        return at > 0 and scan.low[at] in self.tails and (scan.tokens[at - 1][0].isdigit() or scan.codes[at - 1] == SCALE)

    def relative(self, scan: Scan, first: int) -> Quantity | None:
        """The relative date that starts at a token: yesterday, next month."""
        for size in range(min(4, len(scan.low) - first), 0, -1):
            if said := self.relatives.get(" ".join(scan.low[first : first + size])):
                return Quantity((Reading("relative", 0, said),), first, first + size, False)
        return None

    def with_about(self, low: Sequence[str], first: int, after: int) -> tuple[str, int, int]:
        """What the words around a quantity say of it, and where it starts and ends with them; `low` as in `Scan`."""
        if first and low[first - 1] in self.about_ends:
            for size in range(min(3, first), 0, -1):
                if said := self.abouts.get(" ".join(low[first - size : first])):
                    return said, first - size, after
        if after < len(low) and low[after] in self.about_starts:
            for size in (2, 1):
                if said := self.abouts_after.get(" ".join(low[after : after + size])):
                    return said, first, after + size
        return "", first, after

    def _joined(self, scan: Scan, found: list[Quantity]) -> list[Quantity]:
        """Measures said in two units as one: "2 hours 14 minutes", "5 feet 11 inches"."""
        joined: list[Quantity] = []
        for quantity in found:
            last = joined[-1] if joined else None
            if (
                last
                and (quantity.start == last.end or scan.low[last.end : quantity.start] in AND)
                and quantity.kind == last.kind
                and quantity.kind in ("time", "length", "period")
            ):
                one, other = last.readings[0], quantity.readings[0]
                if one.factor > other.value * other.factor:  # not "30 miles (48 km)"
                    total = Reading(
                        other.kind, one.value * one.factor / Fraction(other.factor) + other.value, other.unit, other.factor
                    )
                    joined[-1] = last._replace(readings=(total._replace(value=whole(total.value)),), end=quantity.end)
                    continue
            joined.append(quantity)
        return joined

    def _with_ranges(self, scan: Scan, found: list[Quantity]) -> list[Quantity]:
        """Give the first end of a range what the second one has: "5-7 million dollars", "20 đến 30%"."""
        for at in range(len(found) - 2, -1, -1):
            one, other = found[at], found[at + 1]
            between = scan.low[one.end : other.start]
            if one.kind == "number" and len(between) == 1 and between[0] in self.joints:
                scale = self.scale_after(scan, other)
                values = [one.value] if scale == 1 else [one.value * scale, one.value]
                added = [
                    r._replace(value=value)
                    for value in values
                    for r in other.readings
                    if r.kind in (*MEASURED, "percent", "points", "number")
                ]
                found[at] = one._replace(readings=tuple(dict.fromkeys((*added, *one.readings))))
        return found

    def scale_after(self, scan: Scan, quantity: Quantity) -> Value:
        """The scale words of a quantity in digits as one factor: a million in "7 million"."""
        scale: Value = 1
        for at in range(quantity.start, quantity.end):
            if scan.codes[at] == SCALE:
                scale *= scan.number(at)
        return scale


AND = (["and"], ["và"])
LAST_CENTURY = 30  # no number above is one


def _with_centuries(scan: Scan, found: list[Quantity], joints: Set[str]) -> list[Quantity]:
    """Give a number beside a century that reading, too: "XIX-XX centuries", "thế kỷ 19 và 20"."""
    for at, (one, other) in enumerate(pairwise(found)):
        if (one.kind == "century") == (other.kind == "century"):
            continue
        beside = at + (one.kind == "century")
        bare, between = found[beside].readings[0], scan.low[one.end : other.start]
        joined = not between or (len(between) <= len(("to", "the")) and not joints.isdisjoint(between))
        if joined and bare.kind in ("number", "ordinal") and bare.value <= LAST_CENTURY:
            found[beside] = found[beside]._replace(readings=(*found[beside].readings, Reading("century", bare.value)))
    return found


def _lowered(token: str) -> str:
    """A token in lower case, without a stop at the end."""
    return token.lower().rstrip(".") or token


MINUS = ("-", "−", "minus", "âm", "negative")


def _has_digits(found: Sequence[str]) -> bool:
    return any(token[0].isdigit() for token in found)


def _is_negative(scan: Scan, first: int) -> bool:
    """Does a minus sign stand before a number, and not the dash of a range?"""
    before = scan.tokens[first - 1 : first]
    return first > 0 and before[0] in MINUS and not (first > 1 and scan.tokens[first - 2][-1].isdigit())


BEFORE_NUMBERS = frozenset(("u", "ql", "tl", "đt", "ct", "p", "km"))  # under; Vietnamese roads, wards
THOUSANDS = 3  # digits that a separator groups
CODE = "0"  # letter of a word with digits in it


def read_code(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """A flight, a virus, a paper size: the same in every language. U17 is under seventeen, QL5 Highway 5, too."""
    low = scan.low[first]
    digits_at = len(low.rstrip("0123456789"))
    number = (Reading("number", int(low[digits_at:])),) if low[:digits_at] in BEFORE_NUMBERS and low[digits_at:] else ()
    yield Quantity((Reading("code", 0, low), *number), first, after, True)


SCALE = "S"  # letter of thousand, million ... in every grammar


def _scaled(units: Sequence[Reading], value: Value) -> tuple[Reading, ...]:
    return tuple(unit._replace(value=value) for unit in units)


def _units(raw: list[Any]) -> tuple[Reading, ...]:
    """Readings of the value 1 with a unit, from its row in the data."""
    units = raw if isinstance(raw[0], list) else [raw]
    return tuple(Reading(row[0], 1, row[1] or None, _exact(row[2])) if len(row) > 1 else Reading(row[0], 1) for row in units)


def _exact(value: int | str) -> Value:
    return Fraction(value) if isinstance(value, str) else value


def clock(minutes: Value) -> Reading:
    """A time of day, minutes since midnight."""
    return Reading("clock", minutes % (LAST_HOUR * MINUTES))


def twelve_hours(minutes: Value) -> tuple[Reading, ...]:
    """A time on a clock of twelve: both times of day it can be."""
    half_day = LAST_HOUR // 2 * MINUTES
    return (clock(minutes), clock(minutes + half_day)) if minutes <= half_day else (clock(minutes),)


# --- what both grammars read in the same way

GLYPHS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3)}


def word_table(
    language: str, letters: Mapping[str, str], words: Mapping[str, str], values: Mapping[str, Value]
) -> dict[str, tuple[str, Value]]:
    """Letter and value of each word that stands in the rules of a language.

    `letters`: of the classes of words in data/quantities.toml; `words`: further words by their letter, with their `values`.
    """
    data = tables("quantities.toml")[language]
    table: dict[str, tuple[str, Value]] = {}
    for letter, listed in words.items():
        table.update({word: (letter, values.get(word, GLYPHS.get(word, 0))) for word in listed.split()})
    for name, letter in letters.items():
        table.update({word: (letter, value) for word, value in data[name].items()})
    return table


def one(scan: Scan, first: int, after: int, *readings: Reading) -> Quantity:
    """A quantity of some tokens."""
    return Quantity(readings, first, after, _has_digits(scan.tokens[first:after]))


def read_dotted(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """30.4.1975; 2.4.1 is a version."""
    parts = scan.tokens[first].split(".")
    if len(parts) < 3 or not all(part.isdecimal() for part in parts):
        return
    if len(parts) == 3 and 1 <= int(parts[0]) <= LAST_DAY and 1 <= int(parts[1]) <= LAST_MONTH < int(parts[2]):
        for kind, part in zip(("day", "month", "year"), parts, strict=True):
            yield one(scan, first, after, Reading(kind, int(part)))
    elif any(len(part) < THOUSANDS for part in parts[1:]):  # not 1.234.567
        yield from read_code(scan, first, after)


def read_season(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """2023/24: two years."""
    year, short = scan.number(first), scan.number(after - 1)
    yield one(scan, first, first + 1, Reading("year", year))
    yield one(scan, after - 1, after, Reading("year", year - year % 100 + short), Reading("number", short))
