"""Quantities that the two sides of a pair do not share, and what became of each: another value, scale, unit or date.

A quantity that has no equal on the other side is set beside the one there that is most like it and has no equal either;
how the two differ says which code it is. Number words below eleven mean little by themselves ("one of them", "both"):
they are only reported where another such word stands in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from corpus.evidence import Analysis
from corpus.issue import Issue
from corpus.numeral import LAST_HOUR, MINUTES, roman
from corpus.quantity import GRAMMARS
from corpus.token import spans, tokens
from corpus.value import MEASURED, Quantity, Reading, Value, are_opposite, coincide, is_converted

DATES = frozenset(("day", "month", "year", "weekday", "clock", "quarter", "half", "decade", "century"))
COUNTED = frozenset(("number", "ordinal", "percent", "points", "multiple", *MEASURED))
UNITED = frozenset(("percent", "points", *MEASURED))  # kinds with a unit that can be another one
SURE_WORD = 11  # a number word from here on is no article, pronoun or idiom
IDIOMATIC = frozenset((12, 100, 1000, 1_000_000))  # "a dozen", "a hundred and one reasons", "one in a million"
DOSES = re.compile(r"\b(?:mg|mcg|µg|ml|millilit\w+|milligrams?|doses?|tablets?|capsules?|syrup|inject\w*|insulin|drops?)\b", re.I)
NAMED_BEFORE = re.compile(r"\b[Nn]o\. ?$|[Nn]umber $|#$")
DATED_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|of|from|to|last|next|this|early|late|mid|before|after|during|every|on)[ -]$", re.I
)
CAPITAL_AFTER = re.compile(r" [A-Z][a-z]")
NO_SURE_MONTHS = ("May", "March", "Mar", "Jan", "Jun", "August", "April", "June")  # names of people, and verbs
HOUSE = re.compile(r"\d+[A-Z]")
LETTER_AND_NUMBER = re.compile(r"[A-Z]{1,2}\d{2,4}")
PART_OF_CODE = re.compile(r"(?:%|\{|\$\{|\[|<\w*|://\S*|@\S*|\w_\S*|\w=|[A-Za-z_]/)$")
BRACKET = re.compile(r"[(\[/]|^\)|\bor\b|\bhay\b|\btức\b")
FAR = 25  # characters between the two halves of a measure that is said in two units
MANY = re.compile(r"(?<!\w)(?:nhiều|một số|một vài|vài|mấy) ")
BOUNDS = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Placed:
    """A quantity and its place in the text."""

    quantity: Quantity
    start: int
    end: int


def compare(en: Analysis, vi: Analysis) -> list[Issue]:
    """What the quantities of a pair do not agree in, in the order of the English text."""
    there = [_with_foreign(quantity) for quantity in vi.quantities if not _is_article(quantity)]
    here = en.quantities
    stray = list(_stray_units(en, vi)) if STRAY.search(vi.text) else []
    if not here:
        return stray
    equal = [[_equal(one, other) for other in there] for one in here]
    lone_here = [one for one, row in zip(here, equal, strict=True) if not any(row)]
    lone_there = [other for at, other in enumerate(there) if not any(row[at] for row in equal)]
    lone_here = [one for one in lone_here if not any(is_converted(one, other) for other in lone_there)]
    if lone_there:
        lone_here += _said_too_seldom(here, there, lone_here)
    bounds = _bounds(en, vi, here, there)
    if not lone_there:
        lone_here = [one for one in lone_here if one.in_digits or one.kind in DATES or one.value >= SURE_WORD]
    if not lone_here:
        return [*stray, *bounds]
    left, right = [one for one in _placed(lone_here, en) if not _stands(one, en, vi)], _placed(lone_there, vi)
    return [*_issues(en, vi, left, right), *stray, *bounds]


def _with_foreign(quantity: Quantity) -> Quantity:
    """A number left in English form is a matter of form, not of value."""
    if quantity.foreign is None:
        return quantity
    return Quantity(
        (*quantity.readings, quantity.foreign), quantity.start, quantity.end, quantity.in_digits, quantity.about, quantity.foreign
    )


def _is_article(quantity: Quantity) -> bool:
    return not quantity.in_digits and quantity.kind == "number" and quantity.value == 1


def _equal(one: Quantity, other: Quantity) -> bool:
    """Do two quantities state the same?"""
    if other.kind == "weekday" and one.kind == "number":  # 6, and "thứ Sáu"
        return False
    if other.kind == "clock" and one.kind == "number" and any(_is_hour_of(one.value, reading) for reading in other.readings):
        return True
    if one.keys.isdisjoint(other.keys):
        return coincide(one, other) and not _is_by_chance(one, other)
    return not (one.about and other.about) or coincide(one, other)


def _is_hour_of(value: Value, reading: Reading) -> bool:
    """Is a bare number the hour of a time on a clock of twelve: "tonight at 8", 8 giờ tối nay?"""
    half_day = LAST_HOUR // 2
    return reading.kind == "clock" and value <= LAST_HOUR and reading.value % (half_day * MINUTES) == value % half_day * MINUTES


def _is_by_chance(one: Quantity, other: Quantity) -> bool:
    """Does a bare English number equal that of a Vietnamese measure without meaning it: "1-0", "một ngày"; "31", "31 tháng"?"""
    if one.kind != "number":
        return False
    return other.unit == "month" or (one.value == 1 and one.in_digits and not other.in_digits)


def _said_too_seldom(here: Sequence[Quantity], there: Sequence[Quantity], lone: Sequence[Quantity]) -> list[Quantity]:
    """Quantities that English has more often than Vietnamese: one of them may have become another."""
    found = []
    for at, one in enumerate(here):
        if one in lone or not (one.in_digits or one.kind in DATES or one.value >= SURE_WORD):
            continue
        alike = [other for other in here[: at + 1] if _equal_in_kind(one, other)]
        if len(alike) > sum(_equal(one, other) or is_converted(one, other) for other in there):
            found.append(one)
    return found


def _equal_in_kind(one: Quantity, other: Quantity) -> bool:
    return one.readings == other.readings


def _placed(found: Sequence[Quantity], analysis: Analysis) -> list[Placed]:
    """Quantities with offsets of characters, without those that belong to placeholders and addresses."""
    where, text = spans(analysis.text, analysis.language), analysis.text
    placed = [Placed(quantity, where[quantity.start][0], where[quantity.end - 1][1]) for quantity in found]
    return [one for one in placed if not PART_OF_CODE.search(text[max(0, one.start - 40) : one.start])]


def _is_one_of_two(one: Placed, en: Analysis, vi: Analysis, lone: Sequence[Placed]) -> bool:
    """Is it half of a measure in two units, "30 miles (48 km)", of which the translation has the other half alone?"""
    text, where, there = en.text, spans(en.text, "en"), spans(vi.text, "vi")
    alone = {other.quantity.start for other in lone}
    for other in en.quantities:
        if other.start in alone or not (other.kind in (one.quantity.kind, "number") or is_converted(one.quantity, other)):
            continue
        start, end = where[other.start][0], where[other.end - 1][1]
        between = text[end : one.start] if end <= one.start else text[one.end : start]
        if len(between) < FAR and BRACKET.search(between):
            equal = [there[found.start][0] for found in vi.quantities if _equal(other, found)]
            return all(vi.text[max(0, at - 1) : at] not in ("(", "[") for at in equal)
    return False


def _stands(one: Placed, en: Analysis, vi: Analysis) -> bool:
    """Does the translation have a Roman numeral, or the number of a house, as it is written: XIV, 221B?"""
    written = en.text[one.start : one.end]
    return (roman(written) > 0 or HOUSE.fullmatch(written) is not None) and re.search(
        rf"(?<!\w){written}(?!\w)", vi.text
    ) is not None


# --- what became of a quantity

FIT = ("bound", "unit", "scale", "kind", "date", "count")  # how two quantities are alike, closest first


def _issues(en: Analysis, vi: Analysis, left: list[Placed], right: list[Placed]) -> Iterator[Issue]:
    taken: set[int] = set()
    told: list[Issue] = []
    partners: dict[int, tuple[Placed, str]] = {}
    for fit in FIT:
        for at, one in enumerate(left):
            if at in partners:
                continue
            for other in right:
                if other.start not in taken and _fit(one.quantity, other.quantity) == fit:
                    partners[at] = other, fit
                    taken.add(other.start)
                    break
    for at, one in enumerate(left):
        if at in partners:
            other, fit = partners[at]
            if _is_sure_beside(en, vi, one, other, fit):
                issue = _changed(en, vi, one, other, fit)
                if issue not in told:  # a date is told once, for all its parts
                    told.append(issue)
                    yield issue
        elif _is_sure_alone(en, vi, one) and not (one.quantity.kind in MEASURED and _is_one_of_two(one, en, vi, left)):
            yield _missing(en, vi, one)


def _fit(one: Quantity, other: Quantity) -> str:
    """How two quantities that are not equal are alike: one of FIT, or "" where one does not stand for the other."""
    a, b = one.readings[0], other.readings[0]
    if are_opposite(one, other) and coincide(one._replace(about=""), other):
        return "bound"
    kinds = {reading.kind for reading in other.readings}
    if a.kind == "relative" or b.kind == "relative":
        return "kind" if _are_opposite(a, b) else ""
    if a.kind == "code" or b.kind == "code":
        return "kind" if a.kind == b.kind and _are_alike_codes(a.unit or "", b.unit or "") else ""
    if a.kind == "vague" or b.kind == "vague":
        return "scale" if a.kind == b.kind else ""
    if a.kind in DATES:
        return "kind" if a.kind in kinds else "date" if kinds & DATES else "count" if "number" in kinds and one.in_digits else ""
    if a.kind not in COUNTED or not kinds & COUNTED:
        return "count" if one.in_digits and other.in_digits else ""
    same_digits = next((reading for reading in other.readings if reading.value == a.value), None)
    if same_digits and (a.kind in ("percent", "points") or (same_digits.kind in UNITED and (a.kind in UNITED or one.in_digits))):
        return "unit"
    if any(_is_other_scale(a.value, reading.value) for reading in other.readings):
        return "scale"
    if a.kind == b.kind or (a.kind in kinds):
        return "kind"
    return "count"


def _are_opposite(one: Reading, other: Reading) -> bool:
    """Are two dates relative to today different ones: last month, next month? "Tonight" may be "today"."""
    if one.kind != other.kind or not one.unit or not other.unit:
        return False
    return one.unit.replace("night", "day") != other.unit.replace("night", "day")


def _are_alike_codes(one: str, other: str) -> bool:
    return re.sub(r"\d", "", one) == re.sub(r"\d", "", other)


def _is_other_scale(one: Value, other: Value) -> bool:
    """Are the digits the same, but for zeros at the end: 7,000 and 70, 4 million and 4 billion?"""
    if one <= 0 or other <= 0 or one == other:
        return False
    ratio = Fraction(max(one, other)) / Fraction(min(one, other))
    while ratio.denominator == 1 and ratio.numerator % 10 == 0:
        ratio /= 10
    return ratio == 1


def _is_sure_beside(en: Analysis, vi: Analysis, one: Placed, other: Placed, fit: str) -> bool:
    """Is a quantity surely another one now, and not said in another way?"""
    a, b = one.quantity, other.quantity
    if fit == "bound":
        return _is_other_bound(en, vi, a, b)
    if fit == "count" and _is_in_its_place(en.text, vi.text, one, other):
        return True
    if a.kind in ("month", "weekday"):
        return fit == "kind" and (en.text[one.start : one.end] not in NO_SURE_MONTHS or _is_month(en.text, one))
    if a.in_digits or a.kind in ("vague", "relative", "quarter", "century", "clock"):
        return True
    if fit in ("unit", "scale"):
        return True
    if a.kind in ("half", "decade", "multiple"):
        return fit == "kind"
    if a.value < 1 or (b.value < 1 and b.kind == "number"):
        return a.value < 1 and b.value < 1
    return fit == "kind" and a.value > 1 and b.value > 1


def _is_in_its_place(en: str, vi: str, one: Placed, other: Placed) -> bool:
    """Does a number stand where one of another kind should: third floor, tầng bốn; scored twice, ghi ba bàn; at six, năm giờ?"""
    a, b = one.quantity, other.quantity
    if b.kind == "clock":
        return _is_hour(en, one)
    if a.kind == "ordinal" and b.kind == "number":
        return a.value > 1 and RANKED_BEFORE.search(vi[: other.start]) is not None
    if a.kind == "multiple" and b.kind == "number":
        return EVENT_AFTER.match(vi, other.end) is not None and not COMPARED_AFTER.match(en, one.end)
    return False


RANKED_BEFORE = re.compile(r"(?<!\w)(?:tầng|lầu|hạng|chương|bài|tập|lớp|khối|vòng|số|phần|quyển|bậc|cấp|về) $", re.I)
EVENT_AFTER = re.compile(r" (?:bàn|trận|cuộc|cú|quả|lượt|chuyến|hồi|vụ)(?!\w)")  # "ghi ba bàn"
COMPARED_AFTER = re.compile(r" (?:as|the|that|a|an|per|what)(?!\w)")  # twice as much
HOUR_BEFORE = re.compile(r"(?<!\w)(?:at|by|until|till|before|after|around|from) $", re.I)
HOUR_AFTER = re.compile(r"\W*$|[.,;:!?]| (?:on|in|tonight|tomorrow|today|every|each|and|sharp|when|but|for|with|to|by)(?!\w)")


def _is_hour(text: str, one: Placed) -> bool:
    """Is a bare number a time of day: "at six", "until 5 on Sunday"?"""
    return (
        one.quantity.kind == "number"
        and one.quantity.value <= LAST_HOUR
        and HOUR_BEFORE.search(text[: one.start]) is not None
        and HOUR_AFTER.match(text, one.end) is not None
    )


def _is_other_bound(en: Analysis, vi: Analysis, one: Quantity, other: Quantity) -> bool:
    """Do the bounds of two equal quantities say the opposite: over 5, dưới 5? Denied, one says the other: "not over 5"."""
    if one.about not in BOUNDS:
        return True
    (start, end), (there, after) = _span_of_bound(en, one), _span_of_bound(vi, other)
    if EVEN.match(vi.text, there):  # "tới 500 người" may be as many as 500
        return False
    return _has(DENIES_EN, en.text[:start], en.text[end:]) == _has(DENIES_VI, vi.text[:there], vi.text[after:])


def _has(pattern: re.Pattern[str], *texts: str) -> bool:
    return any(pattern.search(text) for text in texts)


EVEN = re.compile(r"(?:lên )?(?:tới|đến) ", re.I)
DENIES_EN = re.compile(r"\b(?:not|never|no|nor|neither|without|unless|cannot|avoid|fail\w*|exceed\w*)\b|n['’]t\b", re.I)
DENIES_VI = re.compile(r"(?<!\w)(?:không|chưa|chẳng|đừng|chớ|cấm|tránh|vượt)(?!\w)", re.I)


def _span_of_bound(analysis: Analysis, quantity: Quantity) -> tuple[int, int]:
    """Where a quantity stands, with the words that bound it: "more than 5", "từ 5 trở lên"."""
    text, language = analysis.text, analysis.language
    grammar, where = GRAMMARS[language], spans(text, language)
    low = [grammar.lowered[token] for token in tokens(text, language)]
    _, first, after = grammar.with_about(low, quantity.start, quantity.end)
    return where[first][0], where[after - 1][1]


def _is_sure_alone(en: Analysis, vi: Analysis, one: Placed) -> bool:
    """Must a quantity without anything in its place be missing?"""
    quantity = one.quantity
    before = en.text[: one.start]
    if quantity.kind in ("relative", "vague", "half"):
        return False
    if quantity.kind == "code":
        return (
            LETTER_AND_NUMBER.fullmatch(en.text[one.start : one.end]) is not None and en.text[one.start : one.end] not in vi.text
        )
    if quantity.kind == "weekday":
        return not _is_part_of_name(en.text, one)
    if quantity.kind == "month":
        return _is_month(en.text, one) and en.text[one.end : one.end + 2].strip(" .")[:1].isdigit()
    if quantity.in_digits:
        return not (quantity.value == 1 and NAMED_BEFORE.search(before))
    return quantity.kind in COUNTED and quantity.value >= SURE_WORD and quantity.value not in IDIOMATIC


def _is_month(text: str, one: Placed) -> bool:
    """Is the name of a month one, and not a person or a verb: May, March?"""
    after = text[one.end : one.end + 2].strip(" .,")[:1]
    before = text[: one.start]
    return after.isdigit() or before.rstrip()[-1:].isdigit() or DATED_BEFORE.search(before) is not None


def _is_part_of_name(text: str, one: Placed) -> bool:
    """Black Friday, Sunday Times."""
    before, after = text[: one.start], text[one.end :]
    return CAPITAL_AFTER.match(after) is not None or (
        re.search(r"(?<=\w )[A-Z]\w+ $", before) is not None and not DATED_BEFORE.search(before)
    )


def _is_year(text: str, one: Placed) -> bool:
    """Is a bare number a year: "in 2016"?"""
    written = text[one.start : one.end]
    return len(written) == 4 and written.isdecimal() and DATED_BEFORE.search(text[: one.start]) is not None


CODES = {"unit": "unit_mismatch", "scale": "magnitude_mismatch"}


def _code(text: str, one: Placed, fit: str) -> str:
    if fit in CODES:
        return CODES[fit]
    quantity = one.quantity
    if fit == "bound" and quantity.about not in BOUNDS:  # ago, from now
        return "date_mismatch"
    if fit == "bound" or not (
        quantity.kind in DATES or quantity.kind == "relative" or _is_year(text, one) or _is_hour(text, one)
    ):
        return "number_mismatch"
    return "date_mismatch"


def _changed(en: Analysis, vi: Analysis, one: Placed, other: Placed, fit: str) -> Issue:
    code = _code(en.text, one, fit)
    here, there = (one.start, one.end), (other.start, other.end)
    if fit == "bound":
        here, there = _span_of_bound(en, one.quantity), _span_of_bound(vi, other.quantity)
    elif one.quantity.kind in OF_DATES:
        here, there = _whole_date(en, here), _whole_date(vi, there)
    severity = "critical" if code == "magnitude_mismatch" or _is_dose(en.text, one) else "major"
    what = {"unit_mismatch": "Another unit", "magnitude_mismatch": "Another order of magnitude", "date_mismatch": "Another date"}
    start = "The opposite bound" if fit == "bound" and code == "number_mismatch" else what.get(code, "Another value")
    message = f"{start}: {en.text[slice(*here)]!r} has become {vi.text[slice(*there)]!r}."
    return Issue(code, severity, message, here, there)


OF_DATES = frozenset(("day", "month", "year"))
IN_DATE = re.compile(r"[ ,./–-]*(?:(?:of|the|tháng|năm|ngày) )*")


def _whole_date(analysis: Analysis, part: tuple[int, int]) -> tuple[int, int]:
    """The date that a day, month or year belongs to."""
    where, text = spans(analysis.text, analysis.language), analysis.text
    parts = sorted(
        (where[found.start][0], where[found.end - 1][1])
        for found in analysis.quantities
        if any(reading.kind in OF_DATES for reading in found.readings)
    )
    if part not in parts:
        return part
    first = last = parts.index(part)
    while first and IN_DATE.fullmatch(text[parts[first - 1][1] : parts[first][0]]):
        first -= 1
    while last + 1 < len(parts) and IN_DATE.fullmatch(text[parts[last][1] : parts[last + 1][0]]):
        last += 1
    return parts[first][0], parts[last][1]


def _missing(en: Analysis, vi: Analysis, one: Placed) -> Issue:
    said = en.text[one.start : one.end]
    many = MANY.search(vi.text)
    severity = "critical" if _is_dose(en.text, one) else "major"
    span = many.span() if many and one.quantity.kind in COUNTED else None
    return Issue(_code(en.text, one, ""), severity, f"{said!r} is not in the translation.", (one.start, one.end), span)


def _is_dose(text: str, one: Placed) -> bool:
    """Could somebody be harmed by it: is it an amount of a medicine?"""
    return (
        one.quantity.kind in ("mass", "volume", "number")
        and DOSES.search(text[one.start - 20 if one.start > 20 else 0 : one.end + 20]) is not None
    )


# --- a unit without its number

STRAY = re.compile(r"(?<!\w)(?:triệu|tỷ|tỉ|phút)(?!\w)")
SAID_IN_ENGLISH = {
    "triệu": re.compile(r"\b(?:millions?|mln|m|mn|trillion)\b|\dm\b|[Mm]illion", re.I),
    "tỷ": re.compile(r"\b(?:billions?|bn|trillions?|ratio)\b|\d(?:bn|b)\b|illion", re.I),
    "tỉ": re.compile(r"illion|\b(?:bn|ratio)\b|\dbn\b", re.I),
    "phút": re.compile(
        r"minute|moment|second|instant|\bmins?\b|\d:\d|last|late|stoppage|injury|hour|o'clock|quarter|brief|while|time|eleventh",
        re.I,
    ),
}


def _stray_units(en: Analysis, vi: Analysis) -> Iterator[Issue]:
    """Million, billion, minute in Vietnamese without a number before, where English says nothing of the kind."""
    where = [start for start, _ in spans(vi.text, "vi")]
    for found in STRAY.finditer(vi.text):
        at = where.index(found.start()) if found.start() in where else None
        if at is None or SAID_IN_ENGLISH[found[0]].search(en.text):
            continue
        inside = any(quantity.start <= at < quantity.end for quantity in vi.quantities)
        slot = vi.slots[at]
        if not inside and slot and slot[1] == found[0] and not _is_counted(vi.text, found.start()):
            message = f"{found[0]!r} stands without a number, and the source says nothing of the kind."
            yield Issue("unit_mismatch", "major", message, None, found.span())


COUNTED_BEFORE = re.compile(
    r"(?:\d|\b(?:hàng|vài|mấy|bạc|cả|chục|trăm|nghìn|ngàn|nhiều|những|các|ít|từng|mỗi|đôi|bao nhiêu))\s*$", re.I
)


def _is_counted(text: str, start: int) -> bool:
    return COUNTED_BEFORE.search(text[max(0, start - 12) : start]) is not None


# --- nearly, more than


def _bounds(en: Analysis, vi: Analysis, here: Sequence[Quantity], there: Sequence[Quantity]) -> Iterator[Issue]:
    """Quantities that are the same but for "nearly", "more than", "at least", which were left out."""
    for one in here:
        if one.about not in BOUNDS or not one.in_digits or one.kind in DATES:
            continue
        equal = [other for other in there if _equal(one, other)]
        if len(equal) != 1 or equal[0].about or not equal[0].in_digits:
            continue
        left, right = _placed([one], en), _placed(equal, vi)
        if not left or not right or _has_words_of_bound(vi, right[0]):
            continue
        span = _span_of_bound(en, one)
        message = f"{en.text[slice(*span)]!r} is said as an exact number."
        yield Issue("number_mismatch", "minor", message, span, (right[0].start, right[0].end))


BOUND_BEFORE = re.compile(
    r"(?<!\w)(?:hơn|gần|khoảng|trên|dưới|tối (?:đa|thiểu)|ít|nhiều|quá|đến|tới|lên|vượt|chưa|từ|ngoài|chừng|tầm|xấp|cả|suýt|chỉ"
    r"|mức|soát|ngót|non|sát|độ|cỡ|ngưỡng|mốc|cận|đủ|hàng|những|còn|kém|thua|đạt)(?: [^\W\d_]+)?\W*$",
    re.I,
)
BOUND_AFTER = re.compile(r"(?: ?[^\W\d_]+){0,2} (?:trở (?:lên|xuống|đi)|hơn|lẻ|đổ|quá|tối|là ít|là nhiều|dư)(?!\w)", re.I)


def _has_words_of_bound(vi: Analysis, one: Placed) -> bool:
    """Is there any word of that kind near a number?"""
    before = vi.text[max(0, one.start - 30) : one.start]
    return BOUND_BEFORE.search(before) is not None or BOUND_AFTER.match(vi.text, one.end) is not None
