"""Layouts: text that looks like a marker and is none, odd tables, wrapped text, what must not be joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligners import Options, align
from corpus import CorpusError, UnreadableInput, find_layout, from_text, read


def pairs(text: str, name: str = "text.txt", **options: str) -> list[tuple[str, str]]:
    return [(pair.en, pair.vi) for pair in align(from_text(text, name), options=Options(**options)) if pair.is_complete]


def test_words_that_start_like_a_label_keep_their_start() -> None:
    text = (
        "The VN-Index rose by two percent.\nVN-Index tăng hai phần trăm.\n"
        "E-commerce is growing fast.\nThương mại điện tử tăng nhanh.\n"
        "US-China trade fell again.\nThương mại Mỹ-Trung lại giảm.\n"
        "VN-Index futures were flat.\nVN-Index tương lai đi ngang.\n"
    )
    found = pairs(text)
    assert found[0] == ("The VN-Index rose by two percent.", "VN-Index tăng hai phần trăm.")
    assert [en.split()[0] for en, _ in found] == ["The", "E-commerce", "US-China", "VN-Index"]


@pytest.mark.parametrize(
    ("en", "vi"), [("EN: ", "VI: "), ("English: ", "Tiếng Việt: "), ("[EN] ", "[VN] "), ("Tiếng Anh: ", "VN: ")]
)
def test_labels_are_no_text(en: str, vi: str) -> None:
    text = f"{en}The shop is open.\n{vi}Cửa hàng mở cửa.\n{en}No dogs, please.\n{vi}Vui lòng không mang chó.\n"
    assert pairs(text) == [("The shop is open.", "Cửa hàng mở cửa."), ("No dogs, please.", "Vui lòng không mang chó.")]


def test_headings_keep_their_sharps_and_many_spaces_are_quick() -> None:
    assert pairs("# Learning C# ##\n# Học lập trình C#\n")[0] == ("Learning C#", "Học lập trình C#")
    find_layout(from_text("# The" + " " * 20_000 + "x\n\nGiá gạo tăng.\nThe price of rice rose.\n"))


def test_lines_that_are_sentences_are_never_put_together() -> None:
    text = (
        "the boats left the harbour in the early hours of the day and\n"
        "the others followed when the fog over the bay was gone and\n"
        "nobody on the quay had thought of so many people there and\n"
        "the captain said that he would wait for them at the quay and\n"
        "then all of them went home without a word to anyone at all\n"
        "những con tàu rời cảng vào những giờ đầu tiên của ngày và\n"
        "những chiếc khác theo sau khi sương mù trên vịnh đã tan và\n"
        "không ai trên bến nghĩ rằng ở đó lại đông người đến như thế và\n"
        "thuyền trưởng nói rằng ông sẽ đợi họ ở ngay bến cảng này và\n"
        "rồi tất cả bọn họ về nhà mà không nói với ai một lời nào\n"
    )
    assert len(pairs(text, sentences="lines")) == 5


def test_a_short_row_does_not_choose_its_own_columns() -> None:
    text = (
        "The boat is old.\tChiếc thuyền đã cũ.\tchecked\nThe sea is calm.\tBiển lặng.\tchecked\n"
        "Tran Van An\tÔng Trần Văn An là giáo viên.\tthis is the teacher of the village school\n"
        "We sail at dawn.\tChúng tôi ra khơi lúc bình minh.\n"
    )
    assert ("this is the teacher of the village school", "Ông Trần Văn An là giáo viên.") not in pairs(text)
    assert ("We sail at dawn.", "Chúng tôi ra khơi lúc bình minh.") in pairs(text)


def test_rows_of_a_table_are_borders() -> None:
    text = "The boat is old.\tChiếc thuyền đã cũ.\nThe sea is calm.\t\n\tBiển lặng.\nWe sail.\tChúng tôi ra khơi.\n"
    assert ("The sea is calm.", "Biển lặng.") not in pairs(text)


def test_columns_are_known_by_language_before_role() -> None:
    text = "source\ten\tvi\nmanual-7\tThe boat is old.\tChiếc thuyền đã cũ.\nmanual-8\tThe sea is calm.\tBiển lặng.\n"
    assert pairs(text)[0] == ("The boat is old.", "Chiếc thuyền đã cũ.")


def test_names_of_languages_in_a_list_are_text() -> None:
    text = "French\nTiếng Pháp\nVietnamese\nTiếng Việt\nThe list is short.\nDanh sách này ngắn.\n"
    assert ("Vietnamese", "Tiếng Việt") in pairs(text)


def test_csv_without_text_or_with_an_open_quote_is_refused() -> None:
    with pytest.raises(CorpusError):
        align(from_text(",,,\n,,,\n", "x.csv"))
    with pytest.raises(UnreadableInput, match="not well-formed CSV"):
        align(from_text('en,vi\n"The boat,Chiếc thuyền\n', "x.csv"))


@pytest.mark.parametrize("options", [{"layout": "spiral"}, {"sentences": "some"}, {"method": "magic"}])
def test_an_unknown_option_lists_the_known_ones(options: dict[str, str]) -> None:
    with pytest.raises(CorpusError, match="unknown; choose one of"):
        pairs("The boat is old.\nChiếc thuyền đã cũ.\n", **options)


def test_decomposed_text_scores_as_composed(tmp_path: Path) -> None:
    import unicodedata

    from corpus import check, same_value, score

    vi = "Giá gạo tăng 5 tỷ đồng trong tuần qua."
    apart = unicodedata.normalize("NFD", vi)
    assert score("The price of rice rose.", apart) == score("The price of rice rose.", vi)
    assert same_value("5 billion dong", unicodedata.normalize("NFD", "5 tỷ đồng"))
    assert [issue.code for issue in check("It rose by 5 billion dong.", unicodedata.normalize("NFD", "Tăng 5 tỷ đồng."))] == [
        "unicode_form"
    ]
    assert align(["The sea is calm."], [unicodedata.normalize("NFD", "Biển lặng.")])[0].vi == "Biển lặng."
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    with pytest.raises(TypeError):
        read(tmp_path / "a.txt", tmp_path / "a.txt", tmp_path / "a.txt")  # type: ignore[call-arg]
