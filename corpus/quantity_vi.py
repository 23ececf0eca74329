"""Vietnamese quantities: the rules, as patterns over the letters of `LETTERS`, and what each of them means.

"Năm" is five and year, "tư" four and fourth, "ba" three and father, "thứ ba" Tuesday and third: a word is read as a
number only where its neighbours make it one, or as both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from corpus.data import tables
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
    "small": "u", "last": "v", "zero": "o", "five": "N", "ten": "m", "tens": "M", "hundred": "T", "scale": "S", "bunch": "c",
    "moon": "A", "time_of_day": "b",
}  # fmt: skip
WORDS = {  # letter in the rules: words that have it
    "l": "linh lẻ",
    "r": "rưỡi rưởi",
    "n": "nửa",
    "i": "phẩy",
    "p": "phần",
    "t": "thứ",
    "h": "tháng",
    "g": "ngày hôm",
    "j": "mùng mồng",
    "G": "giờ h g",
    "k": "kém",
    "f": "phút",
    "q": "quý",
    "x": "gấp",
    "E": "đôi cặp",
    "B": "hàng vài mấy",
    "y": "những",
    "a": "thập thế",
    "z": "kỷ kỉ niên",
    "1": "đầu",
    "2": "cuối sau",
    "3": "tiên",
    "C": "chủ",
    "4": "nhật",
    "L": "lần",
    "/": "/",
    "-": "- – —",
    ":": ":",
    "½": "½ ¼ ¾ ⅓ ⅔",
    "W": "cn",
    "7": "cả",
    "&": "nhân",
    "^": "giải hạng",
    "9": "rằm",
    "_": "m",
    "K": "k",
    "8": "tuần sang",
    "P": "am pm a.m p.m a.m. p.m.",
    "w": "qua nay mai kia tới trước ngoái rồi này",
}
# digits: d can be a day, Y a year, D is any other number, F are English digits (1.5), X has separators and is no number

_UNIT = "(?:u|N(?=[MTScN])|o(?=T))"
_BELOW_100 = f"(?:{_UNIT}M[uv]?|m[uv]?|uv|{_UNIT})"
_BELOW_1000 = f"(?:{_UNIT}T(?:l[uvN]|{_BELOW_100}|v)?|T(?:l[uvN])|{_BELOW_100})"
_SPELT = f"(?:{_BELOW_1000}S+(?:l?{_BELOW_1000}S+)*(?:l[uvN]|{_BELOW_1000})?|{_BELOW_1000})"
_DIGITS = "(?:[dYDF](?:T|S+|K)?(?:[dD]S+)*)"
_NUMBER = f"(?:(?:{_DIGITS}½?|{_SPELT})(?:i[uvN]+S*)?c?S?r?|½|n[ScT]S?|[STc]r|T(?=pT))"
_DAY = f"(?:d|{_BELOW_100}|N)"
_MONTH = f"h(?:d|{_BELOW_100}|N|v|A)"
_ORDINAL_WORD = f"(?:{_NUMBER}|N|v|R)"


PLAIN = "dYDuvNmo"  # letters of what is a number as it stands
_TABLE = word_table("vi", LETTERS, WORDS, {"cn": 8, "pm": 12, "p.m": 12, "p.m.": 12})


def _classify(token: str) -> tuple[str, Value]:
    if token[0].isdigit():
        if token[-1].isalpha():
            return CODE, 0
        value = digits(token, "vi")
        if value is None:
            foreign = digits(token, "en")
            return ("X", 0) if foreign is None else ("F", foreign)
        if token.isdecimal() and len(token) <= 2 and 1 <= value <= LAST_DAY:
            return "d", value
        return ("Y" if token.isdecimal() and EARLIEST_YEAR <= value <= LATEST_YEAR else "D"), value
    low = token.lower()
    found = _TABLE.get(low)
    if found is not None:
        return found
    if number := roman(token):
        return ("R" if len(token) > 1 else "Q"), number
    if re.fullmatch(r"[QT][1-7]", token):
        return "W", int(token[1]) + (100 if token[0] == "Q" else 0)
    if any(c.isdigit() for c in token):
        return CODE, 0
    return OTHER, 0


def _value(scan: Scan, first: int, after: int) -> Value:  # noqa: PLR0912 - a branch for each class of words
    """Value of a number in digits and words: "hai trăm linh ba", "6 triệu rưỡi", "hai nghìn bảy", "2 triệu 300 nghìn"."""
    total: Value = 0  # of finished thousands, millions ...
    current: Value | None = None
    scale: Value = 1  # of the last word
    zero = False  # after "linh": the next digit is a unit
    for at in range(first, after):
        letter, value = scan.codes[at], scan.number(at)
        if letter in PLAIN or letter == "F":
            short = current is None and total and scale >= 1000 and not zero and at == after - 1 and letter in "uv"
            if short:  # hai nghìn bảy
                return whole(Fraction(total + value * scale / 10))
            if current and letter in "uv" and scale == 100 and not zero and (at == after - 1 or scan.codes[at + 1] in "Sr"):
                current += value * 10  # trăm hai: 120
            elif current and letter in "uv" and scan.codes[at - 1] == "u":  # ba lăm
                current = current * 10 + value
            else:
                current = (current or 0) + value
            zero = False
            if letter != "o":
                scale = 1 if letter not in "dYDF" else scale
        elif letter == "M":
            tens = (current or 0) % 10
            current, scale = (current or 0) - tens + tens * 10, 10
        elif letter == "K":
            current = (current or 0) * 1000
        elif letter in "Tc":
            current, scale = (1 if current is None else current) * value, value
        elif letter == "S":
            if current is None and total:
                total *= value  # nghìn tỷ
            elif value >= 1_000_000_000 and total:
                total, current = (total + (current or 0)) * value, None
            else:
                total += (1 if current is None else current) * value
                current = None
            scale = value
        elif letter == "l":
            zero = True
        elif letter == "r":
            total += Fraction(scale, 2)
        elif letter == "n":
            current = Fraction(1, 2)
        elif letter == "½":
            current = (current or 0) + Fraction(value)
        elif letter == "i":
            decimals = [str(scan.number(later)) for later in range(at + 1, after) if scan.codes[later] in "uvN"]
            current = Fraction(f"{current or 0}.{''.join(decimals)}")
            for later in range(at + 1, after):
                current = current * scan.number(later) if scan.codes[later] == "S" else current
            break
    return whole(total + (current or 0))


def _part(scan: Scan, at: int, after: int) -> Value:
    """Value of one part of a date, in digits or words."""
    return scan.number(at) if after - at == 1 else _value(scan, at, after)


def _read_date(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Ngày 2 tháng 9 năm 1945, mùng 2 tháng Chín, 2/9/1945: day, month and year, each a quantity."""
    month_at = scan.codes.index("h", first, after)
    start = first + len(re.match(r"[gj]*", scan.codes[first:after])[0])  # type: ignore[index]
    if start < month_at:
        yield one(scan, start, month_at, Reading("day", _part(scan, start, month_at)))
    yield from _read_month(scan, month_at, after)


def _read_month(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Tháng 6/2021, tháng Mười Một, tháng Năm năm 2020."""
    end = after
    if scan.codes[after - 1] == "Y":
        yield one(scan, after - 1, after, Reading("year", scan.number(after - 1)))
        end = after - 1 - (scan.codes[after - 2] in "N/-" and after - 2 > first + 1)
    value = _part(scan, first + 1, end)
    if 1 <= value <= LAST_MONTH:
        yield one(scan, first, end, Reading("month", value))
    else:
        yield GRAMMAR.amount(scan, first + 1, end, value)


def _read_numeric_date(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """2/9, 30/4/1975, 30-4-1975: day first; two numbers may be a fraction."""
    parts = [at for at in range(first, after) if scan.codes[at] in "dYDF"]
    values = [scan.number(at) for at in parts]
    if scan.codes[parts[0]] == "Y":
        kinds = ("year", "month", "day")
    elif len(parts) == 2 and scan.codes[parts[1]] == "Y":
        kinds = ("month", "year", "")
    else:
        kinds = ("day", "month", "year")
    fraction = (Reading("number", Fraction(values[0]) / Fraction(values[1])),) if len(parts) == 2 and values[1] else ()
    dated = all(value <= LAST_MONTH for value, kind in zip(values, kinds, strict=False) if kind == "month") and values[0] == int(
        values[0]
    )
    for at, value, kind in zip(parts, values, kinds, strict=False):
        year = 2000 if kind == "year" and value < 100 else 0
        readings = (Reading(kind, value + year),) if dated else ()
        yield one(scan, at, at + 1, *readings, *fraction, Reading("number", value))


def _read_day(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Ngày 2, mùng 5."""
    start = first + len(re.match(r"[gj]*", scan.codes[first:after])[0])  # type: ignore[index]
    value = _part(scan, start, after)
    yield one(scan, start, after, Reading("day", value), Reading("number", value))


def _read_year(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Năm 1945."""
    yield one(scan, after - 1, after, Reading("year", scan.number(after - 1)))


def _time_of_day(scan: Scan, at: int, minutes: Value) -> tuple[Reading, ...]:
    """Readings of a time with what follows: sáng, chiều, tối ... or nothing."""
    if scan.codes[at : at + 1] != "b":
        return twelve_hours(minutes)
    noon = LAST_HOUR // 2 * MINUTES
    word = scan.low[at]
    if word == "sáng" or minutes > noon + MINUTES:
        return (clock(minutes),)
    if word == "trưa":
        return (clock(minutes if minutes >= 10 * MINUTES else minutes + noon),)
    if word in ("đêm", "khuya"):
        return (clock(minutes if minutes < 5 * MINUTES or minutes >= noon + MINUTES else minutes + noon),)
    return (clock(minutes if minutes >= noon else minutes + noon),)


def _read_clock(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """17 giờ 30, 17h30, 5 giờ kém 10 chiều, 9 rưỡi tối, 9:45; without minutes or time of day also hours."""
    codes = scan.codes[first:after]
    end = after - 1 if codes.endswith("b") else after
    turn = next((at for at in range(first, end) if scan.codes[at] in "G:"), None)
    if turn is None:  # 2 rưỡi chiều
        value = _value(scan, first, end)
        hours = () if end < after else (Reading("number", value),)
        yield one(scan, first, after, *hours, *_time_of_day(scan, end, value * MINUTES))
        return
    hour = _value(scan, first, turn)
    if hour > LAST_HOUR or (scan.codes[turn] == ":" and (len(scan.tokens[turn + 1]) != 2 or scan.number(turn + 1) >= MINUTES)):
        yield GRAMMAR.amount(scan, first, turn, hour)
        if scan.codes[turn] == ":":
            yield GRAMMAR.amount(scan, turn + 1, turn + 2, scan.number(turn + 1))
        return
    if scan.low[turn] == "g" and turn == after - 1:  # grams
        yield GRAMMAR.amount(scan, first, turn, hour)
        return
    rest = scan.codes[turn + 1 : end]
    minutes: Value = round((hour - int(hour)) * 100) if scan.codes[first] == "F" else 0  # 7.55 giờ
    hour = int(hour) if minutes else hour
    if rest == "r":
        minutes = 30
    elif rest:
        start = turn + 2 if rest[0] == "k" else turn + 1
        minutes = _value(scan, start, end - rest.endswith("f")) * (-1 if rest[0] == "k" else 1)
    readings = _time_of_day(scan, end, hour * MINUTES + minutes)
    if end == after and rest in ("", "r") and scan.codes[turn] == "G":  # hai giờ rưỡi: half past two or two and a half hours
        readings = (*readings, Reading("time", hour + Fraction(minutes, MINUTES) if minutes else hour, "hour", 3600))
    elif end == after and scan.codes[turn] == "G" and scan.low[turn] == "giờ":
        readings = (*readings, Reading("time", hour * MINUTES + minutes, "minute", 60))
    yield Quantity(readings, first, after, any(token[0].isdigit() for token in scan.tokens[first:after]))


def _read_english_clock(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """9:20 p.m., 3 PM: English form, which is no matter of value."""
    parts = [scan.number(at) for at in range(first, after - 1) if scan.codes[at] != ":"]
    half_day = LAST_HOUR // 2
    hours = int(parts[0]) % half_day + scan.number(after - 1)
    minutes = parts[1] if len(parts) > 1 else round((parts[0] - int(parts[0])) * 100)
    if parts[0] <= LAST_HOUR and minutes < MINUTES:
        yield one(scan, first, after, clock(hours * MINUTES + minutes))


def _read_weekday(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Chủ nhật, T2, CN; Q1 is a quarter."""
    if scan.codes[first] == "C":
        yield one(scan, first, after, Reading("weekday", 8))
        return
    value = scan.number(first)
    if value > 100:
        yield one(scan, first, after, Reading("quarter", value - 100))
    else:
        code = (Reading("code", 0, scan.low[first]),) if scan.codes[first:after] == "W" and value < 8 else ()
        yield one(scan, first, after, Reading("weekday", value), *code)


def _read_ordinal(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Thứ ba: the third, or Tuesday; thứ nhất, thứ XIII, đầu tiên."""
    if scan.codes[after - 1] == "3":
        yield one(scan, first, after, Reading("ordinal", 1))
        return
    value = _part(scan, first + 1, after)
    weekday = (Reading("weekday", value),) if 2 <= value <= 7 and after - first == 2 and scan.codes[first] == "t" else ()
    ordinal = Reading("ordinal", value)
    capital = scan.tokens[first + 1][0].isupper() and scan.codes[first + 1] in "uvN"
    yield one(scan, first, after, *((*weekday, ordinal) if capital else (ordinal, *weekday)))


def _read_quarter(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Quý III, quý 3: as good as digits; quý ba."""
    written = scan.codes[after - 1] in "dRQ"
    yield Quantity((Reading("quarter", scan.number(after - 1)),), first, after, written)


def _read_half_year(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Nửa đầu năm; 6 tháng cuối năm, which is six months, too."""
    part = Reading("half", 1 if scan.codes[after - 1] == "1" else 2)
    first_part = part.value == 1
    if scan.codes[first] == "n":
        yield one(scan, first, after, part, Reading("ordinal", part.value))
        return
    value = _value(scan, first, after - 2)
    months = Reading("period", value, "month", 1)
    yield one(scan, first, after - 1, *((months, part) if value == 6 else (months,)))
    if first_part:
        yield one(scan, after - 1, after, Reading("ordinal", 1), *((part,) if value == 6 else ()))


def _read_decade(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Thập niên 1990, những năm 90, thập kỷ 70."""
    value = scan.number(after - 1)
    short = (Reading("decade", value % 100),) if value >= EARLIEST_YEAR else ()
    year = (Reading("year", value),) if scan.codes[first] == "y" else ()
    yield one(scan, after - 1, after, Reading("decade", value), *short, *year)


def _read_century(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Thế kỷ XXI, thế kỷ 18, thế kỷ hai mươi."""
    yield one(scan, first, after, Reading("century", _part(scan, first + 2, after)))


def _read_era(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    reader = _read_century if scan.low[first] == "thế" else _read_decade
    yield from reader(scan, first, after)


def _read_multiple(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Gấp đôi, gấp bốn lần, gấp rưỡi."""
    end = after - (scan.codes[after - 1] == "L")
    letter = scan.codes[first + 1]
    value: Value = 2 if letter == "E" else Fraction(3, 2) if letter == "r" else _value(scan, first + 1, end)
    yield one(scan, first, after, Reading("multiple", value))


def _read_vague(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Hàng chục, vài trăm nghìn: the order of magnitude."""
    value: Value = 1
    for at in range(first + 1, after):
        value *= 10 if scan.codes[at] == "c" else scan.number(at)
    exact = (Reading("number", value),) if scan.low[first] == "hàng" else ()
    yield one(scan, first, after, Reading("vague", value), *exact)


def _read_fraction(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Một phần ba, 2 phần 5."""
    turn = scan.codes.index("p", first, after)
    count, share = _value(scan, first, turn), _part(scan, turn + 1, after)
    yield one(scan, first, after, Reading("number", whole(Fraction(count) / Fraction(share))))


def _read_half(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Một nửa, nửa năm."""
    yield GRAMMAR.amount(scan, after - 1, after, Fraction(1, 2))._replace(start=first)


def _read_midnight(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield one(scan, first, after, clock(0))


def _read_full_moon(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Rằm: the fifteenth of a lunar month."""
    yield one(scan, first, after, Reading("day", 15), Reading("ordinal", 15))


def _read_five(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Năm is five before a unit and before what is counted, and a year elsewhere."""
    found = _with_half(scan, GRAMMAR.amount(scan, first, after, 5))
    if found.kind != "number" or _is_counted(scan, first):
        yield found


def _is_counted(scan: Scan, at: int) -> bool:
    """Is năm the number of what follows, "năm con mèo", and no year: "mỗi năm người dân", "năm sinh", "năm nhuận"?"""
    if at and scan.low[at - 1] in OF_YEARS:
        return False
    return not COUNTED.isdisjoint([*scan.low[at + 1 : at + 2], " ".join(scan.low[at + 1 : at + 3])])


_LISTED = tables("quantities.toml")["vi"]
COUNTED, OF_YEARS = frozenset(_LISTED["counted"]), frozenset(_LISTED["of_years"])


def _read_metres(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """1m75."""
    decimals = scan.tokens[first + 2]
    yield one(scan, first, after, Reading("length", Fraction(f"{scan.tokens[first]}.{decimals}"), "m"))


def _read_relative(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Năm ngoái, tháng tới, hôm qua."""
    found = GRAMMAR.relative(scan, first)
    if found:
        yield found


def _read_pair(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """Một đôi, cặp: two; cả hai, cả ba."""
    if scan.codes[first] == "7":
        yield one(scan, first, after, Reading("number", scan.number(after - 1)))
        return
    yield one(scan, first, after, Reading("number", 2), Reading("multiple", 2))


def _read_roman(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    yield Quantity((Reading("number", scan.number(first)), Reading("ordinal", scan.number(first))), first, after, True)


def _read_amount(scan: Scan, first: int, after: int) -> Iterator[Quantity]:
    """A number with its unit and what "rưỡi" after the unit adds; English digits are read as such, and said."""
    is_plain = after == first + 1 and scan.codes[first] in PLAIN
    value = scan.number(first) if is_plain else _value(scan, first, after)
    quantity = _with_half(scan, GRAMMAR.amount(scan, first, after, value))
    foreign = _foreign(scan, first, after) if quantity.in_digits else None
    yield quantity if foreign is None else quantity._replace(foreign=quantity.readings[0]._replace(value=foreign))


def _with_half(scan: Scan, quantity: Quantity) -> Quantity:
    """A measure with what "rưỡi" after its unit adds: hai năm rưỡi, năm tiếng rưỡi."""
    if quantity.kind == "number" or scan.codes[quantity.end : quantity.end + 1] != "r":
        return quantity
    readings = tuple(reading._replace(value=reading.value + Fraction(1, 2)) for reading in quantity.readings)
    return quantity._replace(readings=readings, end=quantity.end + 1)


def _foreign(scan: Scan, first: int, after: int) -> Value | None:
    """Value of digits that would be another number in English: 2,300 or 6.543."""
    token = scan.tokens[first]
    if scan.codes[first] == "F":
        return _value(scan, first, after)
    if "," not in token and "." not in token:
        return None
    value = digits(token, "en")
    own = scan.number(first) if token[0].isdigit() else 0
    return None if value is None or value == own or not own else whole(Fraction(_value(scan, first, after)) / own * value)


_RULES: dict[str, tuple[str, Reader]] = {
    "date": (rf"(?:g?j?|gj){_DAY}{_MONTH}(?:[N/-]?Y)?", _read_date),
    "season": ("Y[/-]d(?![/-])", read_season),
    "numeric_date": (r"g?j?(?:d/d/[dYD]|d-d-Y|Y-d-d|d/Y|d/d|d-Y|[dDF]/[dYD])|gj?d-d", _read_numeric_date),
    "relative": ("[ghN8b][w2]|8N(?!t)", _read_relative),
    "moon": ("9", _read_full_moon),
    "metres": ("d_[dD]", _read_metres),
    "dotted": ("X", read_dotted),
    "month": (rf"{_MONTH}(?:[N/-]?Y)?", _read_month),
    "day": (rf"(?:j|gj){_DAY}|g(?:d|{_BELOW_100})(?![hL])", _read_day),
    "year": ("NY", _read_year),
    "half_year": (rf"n[12]|(?:d|{_BELOW_100})h[12]", _read_half_year),
    "era": (f"az(?:[dYD]|R|Q|{_BELOW_100})", _read_era),
    "decade": ("yN[dYD]", _read_decade),
    "english_clock": ("[dDF](?::[dDY])?P", _read_english_clock),
    "clock": (
        rf"(?:d|D|F|{_BELOW_100}|N)G(?:k(?:{_BELOW_100}|[dN])?f?|[dD]f?|r|{_BELOW_100}f?|Nf)?b?|[dD]:[dDYF]b?|(?:d|{_BELOW_100}|N)rb?",
        _read_clock,
    ),
    "fraction": (rf"(?:d|{_BELOW_100})p(?!T)(?:{_SPELT}|[dD]|v|N|m)", _read_fraction),
    "ordinal": (rf"t{_ORDINAL_WORD}|13|\^(?:u|v|N|d|R)", _read_ordinal),
    "weekday": ("C4|W", _read_weekday),
    "quarter": ("q(?:d|R|Q|u)", _read_quarter),
    "multiple": (rf"x(?:E|r|{_NUMBER}|N)L?|&(?:E|u)L?", _read_multiple),
    "vague": ("B[cTS]+", _read_vague),
    "roman": ("R|Q", _read_roman),
    "midnight": ("nb", _read_midnight),
    "half": ("u?n(?![ScT])", _read_half),
    "five": ("N(?![MTScN])", _read_five),
    "code": (CODE, read_code),
    "pair": ("u?E|7u", _read_pair),
    "amount": (_NUMBER, _read_amount),
}
# Where a rule may begin; letters of frequent words only before what makes them one
_STARTS = (
    f"[jdYDFXumNoTSchnqRQE½W9{CODE}]|g(?=[djumNvwX2])|a(?=z)|y(?=N)|x(?=[dYDFErumNTSchon½])|t(?=[dDumNvRTc])|B(?=[cTS])|C(?=4)"
    "|1(?=3)|7(?=u)|\\^(?=[uvNdR])|8(?=[w2N])|b(?=[w2])|&(?=[Eu])"
)
GRAMMAR = Grammar("vi", _classify, _RULES, _STARTS, joints="- – — đến tới và hoặc hay")
