"""Quantities and names: expressions written for this project, each with what a translator says of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import quantities, same_name, same_value

CASES = Path(__file__).parent / "cases"
UNREAD = {  # cases that are still read wrongly: why
    ("zero", "số không"): "số không: không is nearly always not",
    ("82 million dong per tael", "82 triệu đồng/chỉ"): "what a price is for is not read",
    ("5ft 11in", "5 feet 11 inch"): "in is a preposition",
    ("the 15th day of the first lunar month", "rằm tháng Giêng"): "the first lunar month has no name of its own in English",
    ("every month", "hằng tháng"): "repetition is not read",
    ("Saturday evening", "sáng thứ Bảy"): "parts of a day are not read beside a weekday",
    (
        "the loan runs for 25 years at 3.9% a year",
        "khoản vay kéo dài 25 năm với lãi suất 3,9%/tháng",
    ): "what a rate is for is not read",
}
NO_ROW = {  # cases that neither the gazetteer nor the lexicon decides: what is missing
    ("NA Chairwoman Nguyen Thi Kim Ngan", "Chủ tịch Quốc hội Nguyễn Thị Kim Ngân"): "Chủ tịch Quốc hội is found as one office",
    ("Deputy Minister of Home Affairs", "Thứ trưởng Bộ Nội vụ"): "Thứ trưởng Bộ Nội vụ is taken apart wrongly",
    ("Mekong River Commission", "Ủy hội sông Mê Công"): "no row for it",
}


def cases(name: str, failing: dict[tuple[str, str], str], true: str) -> list[object]:
    listed = []
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        en, vi, verdict, _kind = line.split("\t")
        marks = [pytest.mark.xfail(strict=True, reason=failing[en, vi])] if (en, vi) in failing else []
        listed.append(pytest.param(en, vi, verdict == true, marks=marks))
    return listed


@pytest.mark.parametrize(("en", "vi", "same"), cases("numbers.tsv", UNREAD, "equal"))
def test_quantities_agree_where_a_translator_says_so(en: str, vi: str, same: bool) -> None:
    assert same_value(en, vi) is same


@pytest.mark.parametrize(("en", "vi", "same"), cases("names.tsv", NO_ROW, "same"))
def test_names_agree_where_a_translator_says_so(en: str, vi: str, same: bool) -> None:
    assert same_name(en, vi) is same


@given(st.text(max_size=60), st.sampled_from(["en", "vi"]))
def test_any_text_is_read_without_harm_and_offsets_lie_inside(text: str, language: str) -> None:
    import unicodedata

    text = unicodedata.normalize("NFC", text)
    last = 0
    for quantity in quantities(text, language):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.start >= last or quantity.readings
        last = quantity.start


NUMBER = st.integers(0, 10**12)


@given(NUMBER)
def test_digits_with_separators_are_the_same_number_in_both_languages(value: int) -> None:
    assert same_value(f"{value:,}", f"{value:,}".replace(",", "."))


@given(st.integers(1, 999), st.sampled_from([("thousand", "nghìn"), ("million", "triệu"), ("billion", "tỷ")]))
def test_scale_words(value: int, scale: tuple[str, str]) -> None:
    assert same_value(f"{value} {scale[0]}", f"{value} {scale[1]}")
    assert not same_value(f"{value} {scale[0]}", f"{value + 1} {scale[1]}")


@given(st.dates())
def test_dates_in_words_and_digits(day: object) -> None:
    import datetime

    assert isinstance(day, datetime.date)
    if day.year >= 1000 and day.year < 2200:
        assert same_value(f"{day.day} {day:%B} {day.year}", f"ngày {day.day} tháng {day.month} năm {day.year}")
        assert same_value(f"{day:%B} {day.day}, {day.year}", f"{day.day}/{day.month}/{day.year}")


@given(st.integers(0, 23), st.integers(0, 59))
def test_clock_times(hour: int, minute: int) -> None:
    half = "a.m." if hour < 12 else "p.m."
    assert same_value(f"{(hour - 1) % 12 + 1}:{minute:02d} {half}", f"{hour}h{minute:02d}")
