"""Learning from the user's own pairs, and what the user's own lexicon changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpus.errors import UnreadableInput
from corpus.evidence import analyse, match, using
from corpus.learn import read_lexicon, train
from corpus.lexicon import lexicon
from tests.conftest import Run

# A made-up word stands for a term of some trade; its rendering is what stands beside it in every pair.
PAIRS = [
    ("The zorp is full.", "Bồn chứa đã đầy."),
    ("Open the zorp slowly.", "Mở bồn chứa từ từ."),
    ("A zorp holds two litres.", "Một bồn chứa đựng được hai lít."),
    ("Clean every zorp at night.", "Hãy rửa mọi bồn chứa vào ban đêm."),
    ("The valve is closed.", "Van đã đóng."),
    ("Two valves leak.", "Hai van bị rò."),
    ("Check the valve again.", "Kiểm tra lại van."),
    ("It rained all week.", "Trời mưa suốt cả tuần."),
    ("The shop sells bread.", "Cửa hàng bán bánh mì."),
    ("Nobody answered the phone.", "Không ai nghe điện thoại."),
    ("My sister lives in Hue.", "Chị tôi sống ở Huế."),
]


def test_what_stands_together_is_learnt() -> None:
    table = train(PAIRS)
    best = table.group_by("en", maintain_order=True).first()
    learnt = dict(zip(best["en"], best["vi"], strict=True))
    assert learnt["zorp"] == "bồn chứa"
    assert learnt["valve"] == "van"
    assert table["probability"].is_between(0, 1).all()


def test_the_same_pairs_give_the_same_table_in_any_order() -> None:
    rows = sorted(train(PAIRS).select("en", "vi").iter_rows())
    assert sorted(train(PAIRS[::-1]).select("en", "vi").iter_rows()) == rows


def test_nothing_is_learnt_from_nothing() -> None:
    assert train([]).is_empty()
    assert train([("One.", "Một.")]).is_empty()


def test_own_entries_are_mixed_with_the_shipped_ones_and_only_as_long_as_they_are_in_use() -> None:
    def matched() -> set[str]:
        return {item.key for item in match(analyse("The zorp leaks.", "en"), analyse("Bồn chứa bị rò rỉ.", "vi")).en_matched}

    before = matched()
    with using(lexicon([("zorp", ["bồn chứa"])])):
        assert "zorp" in matched()
        assert before <= matched()
    assert matched() == before


def test_learn_writes_a_table_that_other_commands_take(run: Run, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("en\tvi\n" + "".join(f"{en}\t{vi}\n" for en, vi in PAIRS), encoding="utf-8")
    table = tmp_path / "table.parquet"
    done = run("learn", str(pairs), "-o", str(table))
    assert done.returncode == 0
    assert "from 11 pairs" in done.stderr
    told = run("explain", "pair", "The zorp leaks.", "Bồn chứa bị rò rỉ.", "--lexicon", str(table)).stdout
    assert any(line.split() == ["word", "zorp", "bồn", "chứa"] for line in told.splitlines())
    again = tmp_path / "again.parquet"
    run("learn", str(pairs), "-o", str(again))
    assert again.read_bytes() == table.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.tsv", None, "no such lexicon"),
        ("bad.tsv", b"zorp b\xe1\xbb\x93n\n", "bad.tsv:1: no entry"),
        ("latin.tsv", b"zorp\tb\xf4n\n", "not UTF-8"),
        ("text.parquet", b"no table", "not a table that songngu learn has made"),
    ],
)
def test_a_lexicon_that_cannot_be_read_is_refused_in_one_line(
    name: str, content: bytes | None, message: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UnreadableInput, match=message):
        read_lexicon(path)
    done = run("explain", "pair", "One.", "Một.", "--lexicon", str(path))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_explain_pair_says_what_is_matched(run: Run) -> None:
    told = run("explain", "pair", "Exports to Russia rose by 12%.", "Xuất khẩu sang Nga tăng 12%.").stdout.splitlines()
    assert told[0].startswith("English: ")
    rows = {tuple(line.split()[:2]) for line in told}
    assert {("name", "Russia"), ("value", "12%"), ("word", "rose"), ("word", "Nga")} <= rows
    assert run("explain", "pair", "One text only.").returncode == 2


def test_explain_pair_shows_words_that_the_lexicon_does_not_know(run: Run) -> None:
    told = run("explain", "pair", "The zorp leaks 2 litres.", "Bồn rò 2 lít.").stdout.splitlines()
    assert "  unknown  zorp      - (not in the lexicon)" in told
    english = told[: next(at for at, line in enumerate(told) if line.startswith("Vietnamese: "))]
    assert english[0].endswith(f" of {len(english) - 1} covered")
    assert english[0].split()[1] == str(sum(not line.rstrip(")").endswith(("-", "lexicon")) for line in english[1:]))


def test_explain_pair_shows_numbers_in_words(run: Run) -> None:
    told = run("explain", "pair", "The bus leaves at seven.", "Xe buýt chạy lúc bảy giờ.").stdout
    assert re.search(r"value +seven +bảy giờ", told)
    assert re.search(r"value +bảy giờ +seven", told)
    told = run("explain", "pair", "The bus leaves at seven.", "Xe buýt chạy lúc tám giờ.").stdout
    assert re.search(r"value +seven +-", told)


def test_explain_pair_says_that_texts_are_swapped(run: Run) -> None:
    told = run("explain", "pair", "Xe buýt chạy lúc bảy giờ sáng.", "The bus leaves at seven in the morning.").stdout
    assert told.startswith("the texts look swapped: English comes first")
