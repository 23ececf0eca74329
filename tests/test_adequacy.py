"""The score of a pair: what it tells apart, on sentences of our own, and the laws that it keeps."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import score
from corpus.adequacy import explain, score_all, score_analysed, score_column
from corpus.evidence import analyse_all
from corpus.scoring.features import FEATURES
from corpus.scoring.model import model
from corpus.scoring.reason import REASONS

RIGHT = [
    # headings, labels, answers
    ("Contact us", "Liên hệ"),
    ("Settings", "Cài đặt"),
    ("Forgot your password?", "Quên mật khẩu?"),
    ("Save changes?", "Lưu thay đổi?"),
    ("Thank you.", "Cảm ơn."),
    ("Weather", "Thời tiết"),
    ("WEATHER FORECAST", "DỰ BÁO THỜI TIẾT"),
    ("Gold prices rise again", "Giá vàng lại tăng"),
    ("Page 3 of 12", "Trang 3 trên 12"),
    ("2025", "2025"),
    ("Windows 11", "Windows 11"),
    ("Đà Nẵng", "Đà Nẵng"),
    # software
    ("Delete {count} files?", "Xóa {count} tệp?"),
    ("The file %s could not be opened.", "Không thể mở tệp %s."),
    ("Your session has expired. Please log in again.", "Phiên làm việc của bạn đã hết hạn. Vui lòng đăng nhập lại."),
    # a textbook
    ("We use a smaller learning rate in the last layers.", "Chúng ta dùng tốc độ học nhỏ hơn ở các tầng cuối."),
    ("Let x be a vector with n elements.", "Cho x là một vector có n phần tử."),
    # talk
    ("I have never seen so many people at the beach.", "Tôi chưa bao giờ thấy nhiều người ở bãi biển như vậy."),
    ("So what did we do next?", "Vậy chúng tôi đã làm gì tiếp theo?"),
    # news
    ("The ministry will publish the results of the survey next week.", "Bộ sẽ công bố kết quả khảo sát vào tuần tới."),
    (
        "Exports of coffee rose by 12 per cent to US$3 billion in the first half of the year.",
        "Xuất khẩu cà phê tăng 12%, đạt 3 tỷ đô la Mỹ trong nửa đầu năm.",
    ),
]
LONG = ("The mayor said that the old market would be closed for repairs until the end of March, and that traders could move "
        "to the car park behind the station.",
        "Thị trưởng cho biết khu chợ cũ sẽ đóng cửa để sửa chữa đến hết tháng ba, và các tiểu thương có thể chuyển sang bãi đỗ "
        "xe phía sau nhà ga.")  # fmt: skip
WRONG = {
    "stranger": (LONG[0], "Đội tuyển nữ đã giành huy chương vàng sau trận chung kết kéo dài hơn hai tiếng đồng hồ."),
    "copied": (LONG[0], LONG[0]),
    "swapped": (LONG[1], LONG[0]),
    "cut": (LONG[0], "Thị trưởng cho biết khu chợ cũ sẽ đóng cửa"),
    "source-cut": ("The mayor said that the old market", LONG[1]),
    "half-English": (LONG[0], "Thị trưởng cho biết khu chợ cũ would be closed for repairs until the end of March."),
    "sentence-added": (
        LONG[0],
        f"{LONG[1]} Nhà ga xây từ năm 1936, từng bị bom phá hỏng mái vòm và vừa được sơn lại toàn bộ, kể cả phòng chờ.",
    ),
    "French": (LONG[0], "Le maire a dit que le vieux marché serait fermé pour travaux jusqu'à la fin du mois."),
    "shuffled": (LONG[0], " ".join(sorted(LONG[1].split()))),
    "without-marks": (LONG[0], "Thi truong cho biet khu cho cu se dong cua de sua chua den het thang ba."),
    "looped": (LONG[0], "Thị trưởng cho biết " + "khu chợ cũ " * 12),
    "mojibake": (LONG[0], LONG[1].encode().decode("cp1252", "ignore")),
    "short-stranger": ("Contact us", "Giá gạo"),
    "short-copy": ("Forgot your password?", "Forgot your password?"),
}


@pytest.mark.parametrize(("en", "vi"), RIGHT, ids=[en for en, _ in RIGHT])
def test_right_pairs_of_any_length_and_domain(en: str, vi: str) -> None:
    assert score(en, vi) > 0.5


def test_a_right_pair() -> None:
    assert score(*LONG) > 0.8


TOO_SHORT = pytest.mark.xfail(strict=True, reason="a phrase that is one entry is one item: one miss is little to tell by")
WRONG_CASES = [
    pytest.param(*pair, id=name, marks=[TOO_SHORT] if name == "short-stranger" else []) for name, pair in WRONG.items()
]


@pytest.mark.parametrize(("en", "vi"), WRONG_CASES)
def test_wrong_pairs(en: str, vi: str) -> None:
    assert score(en, vi) < 0.5


@pytest.mark.parametrize(
    "vi",
    [
        pytest.param(LONG[1].replace("khu chợ cũ", "khu cũ chợ"), id="turned"),
        pytest.param(LONG[1].replace("để sửa chữa ", ""), id="left-out"),
        pytest.param(LONG[1].replace("nhà ga", "nhà máy"), id="another-word"),
        pytest.param(LONG[1].replace("tiểu thương", "tiểu tượng"), id="misspelt"),
        pytest.param(LONG[1].replace("chuyển sang", "chuyển chuyển sang"), id="doubled"),
    ],
)
def test_a_fault_costs_something(vi: str) -> None:
    assert score(LONG[0], vi) < score(*LONG)


@pytest.mark.xfail(strict=True, reason="a score of words and order does not know what not means")
def test_a_negation_costs_a_lot() -> None:
    assert score(LONG[0], LONG[1].replace("sẽ đóng cửa", "sẽ không đóng cửa")) < score(*LONG) - 0.3


@pytest.mark.parametrize("mark", ["", ".", "!"])
def test_a_fault_of_form_decides_nothing(mark: str) -> None:
    assert score(LONG[0], LONG[1].removesuffix(".") + mark) > 0.4


# --- laws

TEXT = st.text(st.sampled_from("aàbcdđêghiklmnoơpqrstuưvxyABĐ 0159.,:;!?()\"'%$-/’“”&<>\u0301\n\t文ю"), max_size=60)
PIECES = st.lists(st.sampled_from([text for pair in (*RIGHT, LONG) for text in pair]), min_size=1, max_size=3).map(" ".join)
ANY = TEXT | PIECES


@given(ANY, ANY)
def test_a_score_is_a_probability(en: str, vi: str) -> None:
    assert 0 <= score(en, vi) <= 1


@given(ANY, ANY)
def test_composed_or_decomposed_is_the_same(en: str, vi: str) -> None:
    assert score(en, vi) == score(unicodedata.normalize("NFD", en), unicodedata.normalize("NFD", vi))


@pytest.mark.parametrize(("en", "vi"), [("", "Trời mưa."), ("It rains.", ""), ("It rains.", " \n"), ("", "")])
def test_an_empty_side_is_no_translation(en: str, vi: str) -> None:
    assert score(en, vi) == 0
    assert explain(en, vi).score == 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(ANY, ANY), max_size=8), st.randoms(use_true_random=False))
def test_a_pair_scores_the_same_in_any_company(pairs: list[tuple[str, str]], chance: random.Random) -> None:
    alone = {pair: score(*pair) for pair in pairs}
    chance.shuffle(pairs)
    assert score_all([en for en, _ in pairs], [vi for _, vi in pairs]) == [alone[pair] for pair in pairs]


def test_more_than_a_block_scores_the_same() -> None:
    pairs = [*RIGHT, LONG, ("", "x")] * 60
    alone = {pair: score(*pair) for pair in pairs}
    en, vi = [en for en, _ in pairs], [vi for _, vi in pairs]
    assert score_all(en, vi) == [alone[pair] for pair in pairs]
    assert score_column(pl.DataFrame({"en": en, "vi": vi})).to_list() == [alone[pair] for pair in pairs]


def test_a_column_may_have_nulls_and_other_names() -> None:
    frame = pl.DataFrame({"source": ["It rains.", None], "target": ["Trời mưa.", "Trời mưa."]})
    assert score_column(frame, "source", "target").to_list() == [score("It rains.", "Trời mưa."), 0.0]
    assert score_column(frame.clear(), "source", "target").dtype == pl.Float64


def test_what_is_analysed_is_not_analysed_again() -> None:
    en, vi = [en for en, _ in RIGHT], [vi for _, vi in RIGHT]
    assert score_analysed(analyse_all(en, "en"), analyse_all(vi, "vi")) == score_all(en, vi)


# --- what it says of a pair


@given(ANY.filter(str.strip), ANY.filter(str.strip))
def test_the_contributions_come_largest_first(en: str, vi: str) -> None:
    found = explain(en, vi)
    assert found.score == score(en, vi)
    off = [one.off for one in found.contributions]
    assert off == sorted(off, reverse=True)
    assert all(one.text for one in found.contributions)


@pytest.mark.parametrize(
    ("en", "vi", "told"),
    [
        ("The tariff is US$5.", "Mức thuế là 6 đô la Mỹ.", '"US$5" is not stated in Vietnamese'),
        ("Mr Barnaby met the mayor.", "Ông đã gặp thị trưởng.", 'the name "Barnaby" is not in the Vietnamese'),
        (LONG[0], "Thị trưởng nói.", "the Vietnamese side is shorter than usual"),
        (LONG[0], LONG[0], "part of the Vietnamese side is English"),
        ("It rains.", "", "the Vietnamese side is empty"),
    ],
)
def test_the_reasons_name_the_words(en: str, vi: str, told: str) -> None:
    assert told in [one.text for one in explain(en, vi).contributions]


# --- the model


def test_every_curve_only_falls() -> None:
    for name, curve in model().curves.items():
        assert name in FEATURES
        assert list(curve.at) == sorted(set(curve.at))
        assert list(curve.off) == sorted(curve.off)
        assert curve.off[0] == 0


def test_every_feature_has_a_reason_and_a_place_in_the_docs() -> None:
    docs = (Path(__file__).parents[1] / "docs" / "score.md").read_text(encoding="utf-8")
    assert set(REASONS) == set(FEATURES) == set(re.findall(r"^\| `(\w+)` \|", docs, re.MULTILINE))
