"""English quantities: the rules, as patterns over the letters of `LETTERS`, and what each of them means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from corpus.numeral import (
    CODE,
    EARLIEST_YEAR,
    LAST_DAY,
    LAST_HOUR,
    LAST_MONTH,
    LATEST_YEAR,
    MINUTES,
    OTHER,
    Grammar,
    Reader,
    Scan,
    clock,
    digits,
    one,
    read_code,
    read_dotted,
    read_season,
    roman,
    twelve_hours,
    whole,
    word_table,
)  # fmt: skip
from corpus.value import Quantity, Reading, Value

LETTERS = {  # class of words in data/quantities.toml: its letter in the rules
    "small": "u", "teen": "e", "tens": "t", "hundred": "H", "scale": "S", "short": "k", "dozen": "z", "plural": "P",
    "ordinal": "o", "parts": "f", "decade": "T", "multiple": "w", "divided": "v", "month": "M", "weekday": "W", "noon": "n",
    "half_day": "m", "numbered": "K", "group": "G",
}  # fmt: skip
WORDS = {  # letter in the rules: words that have it
    "a": "a an",
    "&": "and",
    "h": "half",
    "q": "quarter",
    "C": "century centuries",
    "g": "of",
    "p": "past to after before",
    "O": "o'clock o’clock",
    "s": "s",
    "x": "st nd rd th",
    ":": ":",
    "/": "/",
    "-": "- – —",
    ".": ".",
    "V": "several few",
    "i": "point",
    "½": "½ ¼ ¾ ⅓ ⅔",
    "c": "score",
    "l": "minutes",
    "B": "pair couple",
    "U": "hour year month week day minute mile kilometre kilometer metre meter percentage percent",
    "J": "decade fortnight millennium",
    "I": "in",
    "Z": "out",
    "y": "last next this",
    "9": "yesterday today tomorrow tonight",
}
# digits: d can be a day, Y a year, D is any other number, X has separators and is no number; N is the month in "May's"

_BELOW_100 = "(?:tu?|e|u)"
_BELOW_1000 = f"(?:[ua]H(?:&?{_BELOW_100})?|{_BELOW_100}(?:H(?:&?{_BELOW_100})?)?)"
_SPELT = f"(?:(?:{_BELOW_1000}|a)S+(?:&?{_BELOW_1000}S+)*(?:&?{_BELOW_1000})?|{_BELOW_1000})"
_DIGITS = "(?:[dYD](?:[HS]+|k)?)"
_NUMBER = f"(?:{_DIGITS}½?[zS]?|½S?|{_SPELT}(?:iu+)?z?|az|ha?[SzH]|z)(?:&ah[Sz]?)?"
_ORDINAL = f"(?:(?:{_SPELT}H?&?)?t?o|[dYD]x)"
_DAY_OF_MONTH = r"(?:dx?|t?o)"


SCORE = 20  # "four score"; a score by itself is that of a game
_TABLE = word_table("en", LETTERS, WORDS, {"score": SCORE})


def _classify(token: str) -> tuple[str, Value]:
    if token[0].isdigit():
        if token[-1].isalpha():
            return CODE, 0
        value = digits(token, "en")
        if value is None:
            return "X", 0
        if token.isdecimal() and len(token) <= 2 and 1 <= value <= LAST_DAY:
            return "d", value
        return ("Y" if token.isdecimal() and EARLIEST_YEAR <= value <= LATEST_YEAR else "D"), value
    low = token.lower().rstrip(".") or token
    letter, value = _TABLE.get(low, (OTHER, 0)) if low[-2:] not in ("'s", "’s") else _of_owner(low[:-2])
    if letter in "MWN":
        return (letter, value) if token[0].isupper() else (OTHER, 0)
    if letter == "K":
        return letter, value
    if letter == OTHER:
        if number := roman(token):
            return ("r" if len(token) > 1 else "R"), number
        if re.fullmatch(r"Q[1-4]", token):
            return "Q", int(token[1])
        if re.fullmatch(r"H[12]", token):
            return "j", int(token[1])
        if any(c.isdigit() for c in token):
            return CODE, 0
        if low.endswith("fold") and low[:-4] in _TABLE:
            return "w", _TABLE[low[:-4]][1]
    return letter, value


def _of_owner(low: str) -> tuple[str, Value]:
    """Letter of a word with 's: Friday's talks; "May's 4-1 win" is no date."""
    letter, value = _TABLE.get(low, (OTHER, 0))
    return ("N" if letter == "M" else letter, value) if letter in "MW" else (OTHER, 0)


def _value(scan: Scan, first: int, after: int) -> Value:
    """Value of a number in digits and words."""
    total: Value = 0
    current: Value | None = None
    scale: Value = 1
    for at in range(first, after):
        letter, value = scan.codes[at], scan.number(at)
        if letter in "dYDuet":
            current = value if current is None else current + value
        elif letter == "a":
            current = 1 if current is None and scan.codes[at + 1 : at + 2] != "h" else current
        elif letter in "Hkz" or (letter == "S" and current is not None and current != int(current)):
            current = (1 if current is None else current) * value
            scale = value
        elif letter == "S":
            total += (1 if current is None else current) * value
            current, scale = None, value
        elif letter in "h½":
            part = Fraction(1, 2) if letter == "h" else Fraction(value)
            if current is None:
                total, current = (total + part * scale, None) if total else (total, part)
            else:
                current += part * (scale if letter == "h" and scale != 1 else 1)
        elif letter == "i":
            decimals = "".join(str(scan.number(later)) for later in range(at + 1, after) if scan.codes[later] == "u")
            return whole(Fraction(f"{total + (current or 0)}.{decimals}"))
    return whole(total + (current or 0))


def _read_date(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Month with day or year in any order, each part a quantity: "30 April 1975", "Oct. 10", "June 2021"."""
    for at in range(first, after):
        letter = scan.codes[at]
        if letter == "M":
            yield one(scan, at, at + 1, Reading("month", scan.number(at)))
        elif letter == "Y":
            yield one(scan, at, at + 1, Reading("year", scan.number(at)))
        elif letter in "do":
            value = scan.number(at) + (scan.number(at - 1) if at > first and scan.codes[at - 1] == "t" else 0)
            yield one(scan, at, at + 1, Reading("day", value))


def _read_numeric_date(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """9/11, 30/4/1975, 2025-07-02: day and month in either order, or a fraction."""
    parts = [at for at in range(first, after) if scan.codes[at] in "dYD"]
    values = [scan.number(at) for at in parts]
    if scan.codes[first] == "Y":
        kinds: list[tuple[str, ...]] = [("year",), ("month",), ("day",)]
    else:
        kinds = [
            ("day", "month") if values[1] <= LAST_MONTH else ("month",),
            ("month", "day") if values[1] <= LAST_MONTH else ("day",),
            ("year",),
        ]
        if values[0] > LAST_MONTH:
            kinds[:2] = [("day",), ("month",)]
    fraction = (Reading("number", Fraction(values[0]) / Fraction(values[1])),) if len(parts) == 2 and values[1] else ()
    for at, value, kind in zip(parts, values, kinds, strict=False):
        readings = tuple(Reading(name, value + (2000 if name == "year" and value < 100 else 0)) for name in kind)
        yield one(scan, at, at + 1, *readings, *fraction)


def _half_day(scan: Scan, at: int, minutes: Value) -> tuple[Reading, ...]:
    """Readings of a time with what follows: a.m., p.m. or nothing."""
    if scan.codes[at : at + 1] != "m":
        return twelve_hours(minutes)
    hours = 0 if minutes >= LAST_HOUR // 2 * MINUTES and minutes < (LAST_HOUR // 2 + 1) * MINUTES else minutes // MINUTES
    return (clock((hours + scan.number(at)) * MINUTES + minutes % MINUTES),)


def _read_clock(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """9:45, 9:45 a.m., 7 p.m., 7.30 pm, ten o'clock; a score such as 3:1 is none."""
    colon = scan.codes[first:after].find(":")
    if colon > 0:
        written = scan.tokens[first + colon + 1]
        hours, minutes = scan.number(first), scan.number(first + colon + 1)
        if len(written) != 2 or minutes >= MINUTES or hours > LAST_HOUR:
            yield one(scan, first, first + 1, Reading("number", hours))
            yield one(scan, first + 2, first + 3, Reading("number", minutes))
            return
        total = hours * MINUTES + minutes
    else:
        number = _value(scan, first, after - 1)
        hours = int(number)
        total = hours * MINUTES + round((number - hours) * 100)  # 7.30 p.m.
        if hours > LAST_HOUR:
            yield one(scan, first, after, Reading("number", number))
            return
    end = after - 1 if scan.codes[after - 1] in "mO" else after
    yield Quantity(_half_day(scan, end, total), first, after, True)


def _read_past(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Half past two, a quarter to ten, twenty past six."""
    turn = scan.codes.index("p", first)
    named = scan.codes[first:turn].strip("a")
    part: Value = 30 if named == "h" else 15 if named == "q" else _value(scan, first, turn - (scan.codes[turn - 1] == "l"))
    end = after - 1 if scan.codes[after - 1] in "mO" else after
    hours = _value(scan, turn + 1, end)
    total = hours * MINUTES + (-part if scan.low[turn] == "to" else part)
    readings = _half_day(scan, end, total)
    if named not in ("h", "q") and scan.low[turn] != "past" and scan.codes[turn - 1] != "l":  # ten to five: a range as well
        yield one(scan, first, turn, Reading("number", part), *readings)
        second = GRAMMAR.amount(scan, turn + 1, end, hours)
        yield second if second.kind != "number" else second._replace(readings=(*second.readings, *readings))
        return
    yield Quantity(readings, first, after, True)


def _read_noon(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield one(scan, first, after, clock(scan.number(first) * MINUTES))


def _read_decade(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """The 1990s, the 70s, the fifties, in her fifties: by its first year; of two digits, an age too."""
    value = scan.number(first)
    if value % 10:
        yield GRAMMAR.amount(scan, first, first + 1, value)
        return
    short = value % 100 if value >= EARLIEST_YEAR else value
    age = () if value >= EARLIEST_YEAR else (Reading("period", value, "year", 12),)
    yield one(scan, first, after, Reading("decade", value), Reading("decade", short), *age)


def _read_century(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield one(scan, first, after, Reading("century", _ordinal(scan, first, after - 1)))


def _ordinal(scan: Scan, first: int, after: int) -> Value:
    """Value of an ordinal: twenty-first, 12th, hundredth; of a century also XIX."""
    if scan.codes[after - 1] == "x" or scan.codes[first] in "dYDrR":
        return scan.number(first)
    return _value(scan, first, after - 1) + scan.number(after - 1)


def _read_ordinal(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    value = _ordinal(scan, first, after)
    day = (Reading("day", value),) if value <= LAST_DAY else ()
    yield one(scan, first, after, Reading("ordinal", value), *day)


def _read_quarter(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Q3, the third quarter."""
    written = scan.codes[first] == "Q"
    value = scan.number(first) if written else _ordinal(scan, first, after - 1)
    yield Quantity((Reading("quarter", value),), first, after, written or scan.tokens[first][0].isdigit())


def _read_half(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """The first half, H1."""
    value = scan.number(first) if scan.codes[first] == "j" else _ordinal(scan, first, after - 1)
    yield one(scan, first, after, Reading("half", value), Reading("ordinal", value))


def _read_fraction(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Two thirds, a fifth, three quarters; with "a" or "one" before it also an ordinal."""
    share = {"q": 4, "h": 2}.get(scan.codes[after - 1]) or scan.number(after - 1)
    count = _value(scan, first, after - 1)
    if scan.codes[after - 1] in "oq" and count != 1:
        yield GRAMMAR.amount(scan, first, after - 1, count)
        return
    if scan.low[after - 1] == "second":
        yield GRAMMAR.amount(scan, first, after - 1, count)
        return
    other = (Reading("ordinal", share),) if scan.codes[first:after] == "ao" else ()
    yield one(scan, first, after, Reading("number", whole(Fraction(count) / Fraction(share))), *other)


def _read_multiple(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield one(scan, first, after, Reading("multiple", scan.number(first)))


def _read_divided(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield one(scan, first, after, Reading("number", Fraction(1, 2)))


def _read_vague(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Dozens, tens of thousands, several hundred: the order of magnitude."""
    value: Value = 1
    for at in range(first, after):
        if scan.codes[at] in "PzHS":
            value *= 10 if scan.codes[at] == "z" else scan.number(at)
    yield one(scan, first, after, Reading("vague", value))


def _read_roman(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield Quantity(
        (Reading("number", scan.number(after - 1)), Reading("ordinal", scan.number(after - 1))), after - 1, after, True
    )


def _read_amount(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """A number with its unit; of one that may be short for million or metres, both."""
    if scan.codes[after - 1] == "k" and scan.low[after - 1] == "m" and not (first and scan.low[first - 1] in GRAMMAR.heads):
        number = _value(scan, first, after - 1)
        yield one(scan, first, after, Reading("length", number, "m"), Reading("number", number * scan.number(after - 1)))
        return
    value = _value(scan, first, after)
    for phrase, hours in HALF_DAYS.items():
        size = phrase.count(" ") + 1
        if value <= LAST_HOUR // 2 and " ".join(scan.low[after : after + size]) == phrase:
            yield Quantity((clock((value % (LAST_HOUR // 2) + hours) * MINUTES),), first, after + size, True)
            return
    yield _of_a_year(scan, GRAMMAR.amount(scan, first, after, value))


HALF_DAYS = {"in the morning": 0, "in the afternoon": 12, "in the evening": 12, "at night": 12}


def _read_one_unit(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Half an hour, a year and a half, a decade; "a day" says no quantity."""
    unit = next(at for at in range(first, after) if scan.codes[at] in "UJC")
    value: Value = Fraction(1, 2) if scan.codes[first] == "h" else Fraction(3, 2) if after > unit + 1 else 1
    yield GRAMMAR.amount(scan, unit, unit, value)._replace(start=first, end=after)


def _read_one_in(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """One in four, nine out of ten: two numbers, or a fraction."""
    turn = next(at for at in range(first, after) if scan.codes[at] in "IZ")
    start = turn + (2 if scan.codes[turn] == "Z" else 1)
    count, whole_of = _value(scan, first, turn), _value(scan, start, after)
    fraction = (Reading("number", whole(Fraction(count) / Fraction(whole_of))),) if whole_of else ()
    yield one(scan, first, turn, Reading("number", count), *fraction)
    yield one(scan, start, after, Reading("number", whole_of), *fraction)


def _read_relative(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Yesterday, next month, the day after tomorrow."""
    phrase = " ".join(scan.low[max(first - 3, 0) : after])
    found = GRAMMAR.relative(scan, first - 3) if phrase in GRAMMAR.relatives and first > 2 else GRAMMAR.relative(scan, first)
    if found:
        yield found


def _read_group(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield one(scan, first, after, Reading("number", 2 if scan.codes[after - 1] == "B" else scan.number(first)))


def _read_score(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Four score and seven; "the one score" is that of a game."""
    turn = scan.codes.index("c", first)
    count = _value(scan, first, turn)
    if count > 1:
        yield GRAMMAR.amount(scan, first, after, count * SCORE + _value(scan, turn + 1, after))


def _read_fraction_of(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """A quarter of a million."""
    share = 4 if scan.codes[first + 1] == "q" else 2 if scan.codes[first + 1] == "h" else scan.number(first + 1)
    value = whole(Fraction(scan.number(after - 1)) / Fraction(share))
    yield GRAMMAR.amount(scan, after - 1, after, value)._replace(start=first)


def _of_a_year(scan: Scan, quantity: Quantity) -> Quantity:
    """The first six months are a half, too; "last three months of the year" is none."""
    if quantity.kind == "period" and quantity.value in (3, 6) and quantity.unit == "month" and quantity.start:
        before = scan.low[quantity.start - 1]
        part = {"first": 1, "last": 2, "final": 2, "second": 2}.get(before)
        if part and quantity.value == 6:
            return Quantity((*quantity.readings, Reading("half", part)), quantity.start, quantity.end, quantity.in_digits)
    return quantity


def _read_year_in_words(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Nineteen eighty-four."""
    century = scan.number(first)
    rest = sum(scan.number(at) for at in range(first + 1, after))
    yield one(scan, first, after, Reading("year", century * 100 + rest))


def _read_month(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    if scan.tokens[first] in ("May", "March", "Mar", "Jun", "Jan") and first == 0 and len(scan.tokens) > 1:
        return  # "May I ask", "March on": a verb at the start
    yield one(scan, first, after, Reading("month", scan.number(first)))


def _read_weekday(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield one(scan, first, after, Reading("weekday", scan.number(first)))


def _read_whole_half(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield one(scan, first, after, Reading("number", Fraction(1, 2)))


_RULES: dict[str, tuple[str, Reader]] = {
    "date": (rf"M\.?{_DAY_OF_MONTH}(?:Y)?|{_DAY_OF_MONTH}g?M\.?Y?|M\.?Y", _read_date),
    "season": ("Y[/-]d(?![/-])", read_season),
    "relative": ("yU|9", _read_relative),
    "numeric_date": ("d/d/[dYD]|d-d-Y|Y-d-d|d/d|[dD]/[dYD]", _read_numeric_date),
    "dotted": ("X", read_dotted),
    "clock": (rf"[dD]:[dD]m?|D:d|[dD]m|{_BELOW_100}m|(?:d|{_BELOW_100})Om?", _read_clock),
    "past": (
        rf"hp(?:d|{_BELOW_100})[mO]?|a?qp(?:d|{_BELOW_100})[mO]?|(?:d|{_BELOW_100})l?p(?:d|{_BELOW_100})[mO]?(?![HSkzf])",
        _read_past,
    ),
    "noon": ("n", _read_noon),
    "decade": ("[dYD]s|T", _read_decade),
    "century": (f"(?:{_ORDINAL}|[rR])-?C", _read_century),
    "quarter": (f"Q|{_ORDINAL}q", _read_quarter),
    "half": (f"{_ORDINAL}h|j", _read_half),
    "fraction_of": ("[au][oqh]gaS", _read_fraction_of),
    "one_in": (f"{_BELOW_100}I{_BELOW_100}|dId|{_NUMBER}Zg{_NUMBER}", _read_one_in),
    "one_unit": ("ha[UJC]|a[UJC]&ah|a[JC]", _read_one_unit),
    "fraction": (rf"(?:[dD]|{_BELOW_100}|a)f|[au][oq]", _read_fraction),
    "year_in_words": ("et(?:u)?|tt(?:u)?|te", _read_year_in_words),
    "ordinal": (_ORDINAL, _read_ordinal),
    "multiple": ("w", _read_multiple),
    "divided": ("v", _read_divided),
    "group": ("G|aB", _read_group),
    "score": (f"{_BELOW_100}c(?:&?{_BELOW_100})?", _read_score),
    "code": (CODE, read_code),
    "vague": ("V?P(?:gP)*|aVgP|V[zHS]+", _read_vague),
    "roman": ("K[rR]|r", _read_roman),
    "amount": (_NUMBER, _read_amount),
    "whole_half": ("h", _read_whole_half),
    "month": ("[MN]", _read_month),
    "weekday": ("W", _read_weekday),
}
# Where a rule may begin; letters of frequent words only before what makes them one
_STARTS = f"[dYDXuetHSzPofTwvMNWnQrh½qGj9{CODE}]|a(?=[HSzoqhUJCBV])|y(?=U)|K(?=[rR])|R(?=-?C)|V(?=[PzHS])"
GRAMMAR = Grammar("en", _classify, _RULES, _STARTS, joints="- – — to and or")
