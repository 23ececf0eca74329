"""Quantities as values: what "US$111 billion" and "111 tỷ USD" have in common.

A quantity is a piece of text with one or more readings, each a kind, a value and a unit: "thứ ba" is Tuesday or the
third, "7 giờ" seven or nineteen o'clock or seven hours. Two quantities agree where two of their readings do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

Value = int | Fraction


class Reading(NamedTuple):
    """One way to understand a quantity."""

    kind: str  # number, percent, points, money, length, date parts (day, month, year), weekday, clock, decade ...
    value: Value  # as written, scale words included: 111 billion is 111_000_000_000; of a code or relative date 0
    unit: str | None = None  # ISO 4217 code of money, symbol of a measure, the code itself
    factor: Value = 1  # of the unit, in the base unit of its kind

    @property
    def key(self) -> str:
        """What is compared: kind and value in the base unit. Shares, ordinals and years are compared as numbers."""
        if self.kind in KEYS_OF_THEIR_OWN:
            return KEYS_OF_THEIR_OWN[self.kind](self)
        return f"{self.kind}:{self.value * self.factor}"

    @property
    def bare(self) -> str:
        """The number as written, without its unit: what is left where a translation leaves the unit out."""
        return f"number:{self.value}"


OPPOSITE = {"<": ">", ">": "<", "-": "+", "+": "-", "[": "|]", "|": "[]", "]": "[|"}
KEYS_OF_THEIR_OWN: Mapping[str, Callable[[Reading], str]] = {
    "ordinal": lambda reading: reading.bare,
    "year": lambda reading: reading.bare,
    "percent": lambda reading: f"number:{Fraction(reading.value) / 100}",
    "code": lambda reading: f"code:{reading.unit}",
    "relative": lambda reading: f"relative:{reading.unit}",
    "money": lambda reading: f"{reading.unit}:{reading.value * reading.factor}",
}
MEASURED = ("length", "area", "volume", "mass", "speed", "power", "energy", "food energy", "data", "frequency", "time", "period",
            "money", "celsius", "fahrenheit", "degree", "night")  # fmt: skip
CONVERTED = frozenset(("length", "area", "volume", "mass", "speed", "power", "energy"))  # have units of several systems
FAHRENHEIT = frozenset(("fahrenheit", "degree"))  # "90 degrees" of an American text
CONVERTIBLE = (CONVERTED - {"time"}) | FAHRENHEIT | {"celsius"}
ROUNDED, ROUNDED_ROUGHLY = Fraction(3, 100), Fraction(8, 100)  # share that a conversion may be off; with "about" beside it
WARMER, WARMER_ROUGHLY = 1, 2  # degrees Celsius that one may be off


class Quantity(NamedTuple):
    """A quantity in a text."""

    readings: tuple[Reading, ...]  # likeliest first
    start: int  # offset in the text; as the grammars give it, number of its first token
    end: int
    in_digits: bool  # written in digits
    about: str = (
        ""  # what is said of it: "~" about, "<" "<=" less, ">" ">=" more, "-" ago, "+" from now, "[" "|" "]" early mid late
    )
    foreign: Reading | None = None  # Vietnamese digits read by the English convention, where that is another value

    @property
    def value(self) -> Value:
        """Value of the likeliest reading."""
        return self.readings[0].value

    @property
    def kind(self) -> str:
        """Kind of the likeliest reading."""
        return self.readings[0].kind

    @property
    def unit(self) -> str | None:
        """Unit of the likeliest reading."""
        return self.readings[0].unit

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all readings."""
        return _keys(self.readings)


@lru_cache(maxsize=5_000)
def _keys(readings: tuple[Reading, ...]) -> frozenset[str]:
    return frozenset([reading.key for reading in readings])


def agree(one: Quantity, other: Quantity) -> bool:
    """Do two quantities state the same, as they stand or converted to another unit?"""
    return coincide(one, other) or is_converted(one, other)


def coincide(one: Quantity, other: Quantity) -> bool:
    """Do two quantities state the same as they stand: a reading of each with the same key, and no opposite bounds?"""
    if are_opposite(one, other):
        return False
    if not one.keys.isdisjoint(other.keys):
        return True
    return any(_without_unit(a, b) or _without_unit(b, a) for a in one.readings for b in other.readings)


def is_converted(one: Quantity, other: Quantity) -> bool:
    """Is one the other in another unit, rounded: 10 miles and 16 km, 68 degrees Fahrenheit and 20 degrees Celsius?"""
    roughly = "~" in (one.about, other.about)
    return any(_converts(a, b, roughly) for a in one.readings for b in other.readings) and not are_opposite(one, other)


def are_opposite(one: Quantity, other: Quantity) -> bool:
    """Is what is said of two quantities the opposite: over and under, ago and from now, early and late?"""
    return bool(one.about and other.about) and one.about[0] in OPPOSITE.get(other.about[0], "")


def _without_unit(plain: Reading, measured: Reading) -> bool:
    """Is one the bare number of the other, its unit left to the context?"""
    return plain.kind in ("number", "ordinal") and measured.kind in (*MEASURED, "multiple") and plain.value == measured.value


def _converts(one: Reading, other: Reading, roughly: bool) -> bool:
    if one.kind in FAHRENHEIT and other.kind == "celsius":
        return _is_as_warm(one.value, other.value, roughly)
    if one.kind == "celsius" and other.kind in FAHRENHEIT:
        return _is_as_warm(other.value, one.value, roughly)
    if one.kind != other.kind or one.factor == other.factor or one.kind not in CONVERTED:
        return False
    ratio = Fraction(one.factor) / Fraction(other.factor)
    if 1 in (ratio.numerator, ratio.denominator):
        return False  # metres and kilometres, feet and yards: there is nothing to round
    first, second = Fraction(one.value * one.factor), Fraction(other.value * other.factor)
    return abs(first - second) <= (ROUNDED_ROUGHLY if roughly else ROUNDED) * max(abs(first), abs(second))


def _is_as_warm(fahrenheit: Value, celsius: Value, roughly: bool) -> bool:
    difference = abs((fahrenheit - 32) * Fraction(5, 9) - celsius)
    return difference <= (WARMER_ROUGHLY if roughly else WARMER)


def unmatched(own: Sequence[Quantity], other: Sequence[Quantity]) -> list[Quantity]:
    """The quantities of one side that none of the other side agrees with."""
    return [quantity for quantity in own if not any(agree(quantity, candidate) for candidate in other)]
