"""Syllables, lexicon, names, numbers, kinds of lines, scores and checks."""

from __future__ import annotations

import pickle
import re
import unicodedata
from importlib.resources import files

import pytest

from corpus import check, classify, same_name, same_value, score
from corpus.evidence import analyse, match
from corpus.kind import KINDS
from corpus.lexicon import headword, old_style, shipped
from corpus.name import gazetteer
from corpus.syllable import bases, fold, is_bare_syllable, is_syllable, toneless


def data_lines(name: str) -> list[str]:
    text = files("corpus.data").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "Đồng",
        "quý",
        "gì",
        "giếng",
        "hòa",
        "hoà",
        "thuỷ",
        "khuỷu",
        "quốc",
        "Ý",
        "ỷ",
        "Huỳnh",
        "thuở",
        "quyết",
        "xoè",
        "Lắk",
        "uống",
        "ương",
        "yêu",
    ],
)
def test_legal_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word", ["nghày", "tiêp", "kà", "truờng", "côc", "iêm", "strengths", "vấnđề", "ghá", "được2", "ngiêng", "quua"]
)
def test_impossible_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_syllables_without_marks() -> None:
    assert [is_bare_syllable(word) for word in ("duoc", "nguoi", "which", "street")] == [True, True, False, False]
    assert fold("Nguyễn Đắc Quỳnh") == "Nguyen Dac Quynh"
    assert toneless("nghiễm") == ("nghiêm", "ngã")
    assert 3500 < len(bases()) < 4500


def test_lexicon_has_its_form() -> None:
    rows = [line.split("\t") for line in data_lines("lexicon.tsv")]
    headwords = [row[0] for row in rows]
    assert all(len(row) == 2 for row in rows)
    assert headwords == sorted(set(headwords))
    assert len(headwords) >= 8000
    for word, text in rows:
        renderings = text.split("; ")
        assert re.fullmatch(r"[a-z][a-z' &.-]*", word), word
        assert all(part == part.strip() and part for part in renderings), word
        assert len({part.lower() for part in renderings}) == len(renderings), word
        assert unicodedata.is_normalized("NFC", text), word


def test_renderings_are_vietnamese_syllables_but_for_loans() -> None:
    words = [word for line in data_lines("lexicon.tsv") for word in re.findall(r"[^\W\d_]+", line.split("\t")[1])]
    illegal = [word for word in words if not is_syllable(word)]
    assert len(illegal) < 0.02 * len(words)  # email, marathon, URL, ...
    marked = {word for word in illegal if not word.isascii()}
    assert len(marked) < 100  # vectơ, kilômét, ...


def test_gazetteer_has_its_form() -> None:
    rows = [line.split("\t") for line in data_lines("names.tsv")]
    assert all(len(row) == 3 and all(row) for row in rows)
    assert len(rows) >= 800
    assert all(unicodedata.is_normalized("NFC", cell) for row in rows for cell in row)
    assert len({tuple(row) for row in rows}) == len(rows) == len(gazetteer())


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("tariffs", "tariff"),
        ("went", "go"),
        ("stopped", "stop"),
        ("studies", "study"),
        ("making", "make"),
        ("happier", "happy"),
        ("children", "child"),
        ("unresolved", "resolve"),
        ("xylem", None),
    ],
)
def test_headword_of_an_inflected_word(word: str, base: str | None) -> None:
    known = dict.fromkeys(("tariff", "go", "stop", "study", "make", "happy", "child", "resolve"), ())
    assert headword(word, known) == base


def test_the_usual_renderings_are_there() -> None:
    renderings = shipped().renderings
    for word, rendering in {
        "tariff": "thuế quan",
        "of": "của",
        "prime minister": "thủ tướng",
        "interest rate": "lãi suất",
        "gradient": "gradient",
        "say": "nói",
    }.items():
        assert rendering in renderings[word]


def test_both_tone_styles_match() -> None:
    assert old_style("hoà") == "hòa"
    assert old_style("thuỷ") == "thủy"
    assert old_style("quý") == "quý"
    en = analyse("peace", "en")
    assert match(en, analyse("hoà bình", "vi")).en_matched == match(en, analyse("hòa bình", "vi")).en_matched != ()


def test_analysis_of_a_pair() -> None:
    en = analyse("The U.S. will cut the tariff on 1,500 goods, To Lam said.", "en")
    vi = analyse("Mỹ sẽ giảm thuế quan đối với 1.500 mặt hàng, ông Tô Lâm nói.", "vi")
    found = match(en, vi)
    assert {"US", "cut", "tariff", "=number:1500", "To Lam", "say"} <= {item.key for item in found.en_matched}
    assert pickle.loads(pickle.dumps(en)) == en
    assert all(0 <= item.start < item.end <= 60 for item in en.items)


@pytest.mark.parametrize(
    ("en", "vi", "same"),
    [
        ("US$111 billion", "111 tỷ USD", True),
        ("2,750.25", "2.750,25", True),
        ("7.5 million", "7,5 triệu", True),
        ("7.5 million", "7,5 tỷ", False),
        ("twenty-one", "hai mươi mốt", True),
        ("two hundred and five", "hai trăm linh năm", True),
        ("5 percent", "5%", True),
        ("5 percent", "5", False),
        ("$48", "48 euro", False),
        ("July 2, 2025", "ngày 2 tháng 7 năm 2025", True),
        ("a dozen", "12", True),
        ("9 trillion", "9.000 tỷ", True),
        ("20,000", "2 vạn", True),
        ("hello", "xin chào", False),
        ("7 p.m.", "19 giờ", True),
        ("one fifth", "20%", True),
    ],
)
def test_same_value(en: str, vi: str, same: bool) -> None:
    assert same_value(en, vi) is same


@pytest.mark.parametrize(
    ("en", "vi", "same"),
    [
        ("To Lam", "Tô Lâm", True),
        ("To Lam", "Nguyễn Phú Trọng", False),
        ("the United States", "Hoa Kỳ", True),
        ("WHO", "Tổ chức Y tế Thế giới", True),
        ("Xi Jinping", "Tập Cận Bình", True),
        ("Da Nang", "Đà Nẵng", True),
        ("Austria", "Úc", False),
        ("Lê Hoài Trung", "Lê Hoài Trúng", False),
        ("Ms Huong", "bà Hương", True),
    ],
)
def test_same_name(en: str, vi: str, same: bool) -> None:
    assert same_name(en, vi) is same


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Exports rose by 5 percent last month.", "text"),
        ("March 30, 2023 8:09 AM GMT+7", "dateline"),
        ("Thứ Sáu, ngày 14 tháng 3 năm 2025, 21:38", "dateline"),
        ("Party leaders talk by phone - Ảnh 1.", "caption"),
        ("The two ministers shake hands. Photo: VNA", "caption"),
        ("Ảnh: Nguyễn Hải Yến", "caption"),
        ("Home | About us | Contact", "menu"),
        ("Trang chủ > Thời sự > Chính trị", "menu"),
        ("We use cookies to improve your experience.", "menu"),
        ("By Nguyen Van Minh", "credit"),
        ("© 2025 Example Media", "credit"),
        ("Nhà cái uy tín số 1 châu Á", "spam"),
        ("The casino industry of Macau employs 80,000 people.", "spam"),
        ("", "blank"),
    ],
)
def test_kind_of_a_line(line: str, kind: str) -> None:
    found = classify(["A first line of the document that is there to be the headline", "And a sentence.", line])[2]
    assert found.kind == kind
    assert kind in KINDS
    assert found.reason


def test_a_list_of_short_bulleted_lines_is_a_menu() -> None:
    provinces = ["An Giang", "Ben Tre", "Ca Mau", "Dong Nai", "Gia Lai", "Ha Nam", "Kon Tum", "Lao Cai", "Phu Tho"]
    assert {kind.kind for kind in classify([f"• {name}" for name in provinces])} == {"menu"}


def test_score_knows_translations() -> None:
    right = score("The two leaders welcomed the trade agreement.", "Hai nhà lãnh đạo hoan nghênh thỏa thuận thương mại.")
    wrong = score(
        "The two leaders welcomed the trade agreement.", "Giá gạo tại Đồng bằng sông Cửu Long tăng mạnh trong tuần qua."
    )
    assert right > 0.75  # calibrated: a probability, no likeness
    assert wrong < 0.1
    assert score("Something.", "") == 0


@pytest.mark.parametrize(
    ("en", "vi", "codes"),
    [
        ("Exports rose by 12 percent.", "Xuất khẩu tăng 12%.", []),
        ("Exports rose by 12 percent.", "Xuất khẩu tăng 21%.", ["number_mismatch"]),
        ("The school is closed.", "", ["omission"]),
        ("The school is closed today.", "The school is closed today.", ["untranslated"]),
        ("Trường học đóng cửa.", "The school is closed.", ["wrong_language"]),
        ("The school is closed.", "L'école est fermée aujourd'hui pour cause de tempête.", ["wrong_language"]),
        ("The school is closed.", "Trường học  đóng cửa .", ["whitespace", "whitespace"]),
        ("The school is closed.", unicodedata.normalize("NFD", "Trường học đóng cửa."), ["unicode_form"]),
        ("UNESCO", "UNESCO", []),
    ],
)
def test_checks(en: str, vi: str, codes: list[str]) -> None:
    assert [issue.code for issue in check(en, vi)] == codes


@pytest.mark.parametrize("name", ["bleu", "chrf", "chrf++", "ter"])
def test_metrics_are_those_of_sacrebleu(name: str) -> None:
    import sacrebleu

    from corpus.metric import corpus_score

    translations, references = (
        ["Giá gạo tăng mạnh tuần qua.", "Trường đóng cửa."],
        ["Giá gạo tăng trong tuần qua.", "Trường học đóng cửa."],
    )
    found = corpus_score(name, translations, references)
    own = {"bleu": sacrebleu.BLEU(), "chrf": sacrebleu.CHRF(), "chrf++": sacrebleu.CHRF(word_order=2), "ter": sacrebleu.TER()}[
        name
    ]
    assert found.value == pytest.approx(own.corpus_score(translations, [references]).score, abs=1e-9)
    assert "version:" in found.signature
    with pytest.raises(ValueError, match="2 translations, but 1 references"):
        corpus_score(name, translations, references[:1])


def test_a_column_says_what_single_lines_say() -> None:
    import polars as pl

    from corpus import detect
    from corpus.column import detect_column

    lines = ["The rice is cooked.", "Cơm đã chín.", None, "12:30", "The rice is cooked.", "Hello - Xin chào các bạn"]
    found = detect_column(pl.Series(lines))
    guesses = detect(line or "" for line in lines)
    assert found.rows() == [(guess.language, guess.score, guess.decided) for guess in guesses]
    assert detect_column(pl.Series([], dtype=pl.String)).is_empty()


def test_the_evidence_of_a_column_is_that_of_its_pairs() -> None:
    import polars as pl

    from corpus.column import match_columns

    pairs = [("The tariff rose by 5%.", "Thuế quan tăng 5%."), ("Rice is cheap.", "Hôm nay trời mưa."), (None, "Cơm.")]
    found = match_columns(pl.DataFrame(pairs, schema=["en", "vi"], orient="row"))
    for (en, vi), row in zip(pairs, found.iter_rows(named=True), strict=True):
        own = match(analyse(en or "", "en"), analyse(vi or "", "vi"))
        assert row["en_items"] == len(own.en_matched) + len(own.en_missing)
        assert row["en_missing"] == [item.key for item in own.en_missing]
        assert row["vi_missing"] == [item.key for item in own.vi_missing]
    assert match_columns(pl.DataFrame({"en": [], "vi": []})).is_empty()
