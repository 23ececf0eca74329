"""Tables and JSONL of other people: which of their columns and keys are read, and what is said about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import UnreadableInput
from exports import read_pairs
from exports.columns import columns_of
from exports.header import COLUMNS, NAMES, places_of, side_of
from exports.scored import Wanted, score_jsonl
from tests.conftest import Run

ENGLISH = [
    "The ferry leaves at noon.",
    "Salt is sold by weight.",
    "Nobody was hurt in the storm.",
    "The market opens before dawn.",
    "Children under six enter free.",
]
VIETNAMESE = [
    "Phà rời bến lúc trưa.",
    "Muối được bán theo cân.",
    "Không ai bị thương trong cơn bão.",
    "Chợ mở cửa trước bình minh.",
    "Trẻ em dưới sáu tuổi được vào miễn phí.",
]
HEADS = {  # first line: places of English and Vietnamese
    "en\tvi": (0, 1),
    "target\tid\tsource": (2, 0),
    "en-US\tvi-VN": (0, 1),
    "vi_VN\ten_GB": (1, 0),
    "EN\tVN": (0, 1),
    "eng_Latn\tvie_Latn": (0, 1),
    "English text\tVietnamese text": (0, 1),
    "English\tTiếng Việt": (0, 1),
    "Tiếng Việt\tEnglish": (1, 0),
    "Tiếng Anh\tTiếng Việt": (0, 1),
    "Tie\u0302\u0301ng Anh\tTie\u0302\u0301ng Vie\u0323\u0302t": (0, 1),
    "Anh\tViệt": (0, 1),
    "en\tmt": (0, 1),
    "source text\ttarget text": (0, 1),
    "sourceText\ttargetText": (0, 1),
    "key\tEnglish text\tBản dịch": (1, 2),
    "Bản gốc\tBản dịch\tghi chú": (0, 1),
    "English (US)\tVietnamese (Vietnam)": (0, 1),
    "Source (English)\tTarget (Vietnamese)": (0, 1),
    "source\tEnglish text\tVietnamese text": (1, 2),  # where it is from; a language tells more than a part
    "text.en\ttext.vi": (0, 1),
    "en_lines\tEnglish\tvi_lines\tVietnamese": (1, 3),
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("key", ["tsv", "csv"])
def test_names_in_both_languages_are_understood(head: str, key: str, tmp_path: Path) -> None:
    places = HEADS[head]
    separator = "\t" if key == "tsv" else ";"
    lines = [head.replace("\t", separator)]
    for en, vi in zip(ENGLISH, VIETNAMESE, strict=True):
        row = [""] * (head.count("\t") + 1)
        row[places[0]], row[places[1]] = en, vi
        lines.append(separator.join(row))
    (tmp_path / f"a.{key}").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "unnamed").write_text("\n".join(lines), encoding="utf-8")
    for name in (f"a.{key}", "unnamed"):  # the first line tells the format as well
        intake = read_pairs(tmp_path / name)
        assert [(pair.en, pair.vi) for pair in intake] == list(zip(ENGLISH, VIETNAMESE, strict=True))
        assert intake.notes == []


NO_HEADS = [
    "English\ttiếng Anh",
    "source text\tvăn bản nguồn",
    "Translation\tBản dịch",
    "I speak English.\tTôi nói tiếng Việt.",
    "Vi phạm\tEnglish",
    "en_lines\tvi_lines",
    "English word count\tVietnamese word count",
    "English-Vietnamese\tVietnamese-English",
    "The original English text of the old law\tBản dịch",
    "English\tFrench",
    "text\tvăn bản",
    "\t",
]


@pytest.mark.parametrize("head", NO_HEADS)
def test_pairs_and_other_names_are_no_names_of_the_two_texts(head: str) -> None:
    assert places_of(head.split("\t")) == {}


@given(st.lists(st.sampled_from([*NAMES["en"], *NAMES["vi"], *COLUMNS, "note", "EN", " vi "]), min_size=1, max_size=6))
def test_usual_names_mean_what_they_always_meant(names: list[str]) -> None:
    low = [name.strip().lower() for name in names]
    expected = {side: next((low.index(name) for name in NAMES[side] if name in low), None) for side in NAMES}
    assert places_of(names) == ({} if None in expected.values() else expected)


@given(st.text(max_size=30))
def test_any_text_may_be_asked_for(text: str) -> None:
    assert side_of(text)[0] in ("", "en", "vi")


def rows(*columns: list[str]) -> list[list[str]]:
    return [list(row) for row in zip(*columns, strict=True)]


KEYS = ["menu.open", "menu.close", "app.title", "app.quit", "x.y"]
FRENCH = ["Le bateau part à midi.", "Le sel est vendu au poids.", "Personne n'a été blessé.", "Le marché ouvre tôt.", "Gratuit."]
SAID = {  # rows of a table: places taken, what is said
    "no header": (rows(ENGLISH, VIETNAMESE), (0, 1), []),
    "no header, swapped": (rows(VIETNAMESE, ENGLISH), (1, 0), []),
    "no header, something behind": (rows(ENGLISH, VIETNAMESE, KEYS), (0, 1), []),
    "short terms": ([["salt", "muối"], ["rice", "gạo"], ["boat", "thuyền"], ["storm", "bão"]], (0, 1), []),
    "no header, something before": (
        rows(KEYS, ENGLISH, VIETNAMESE),
        (1, 2),
        ["the first line names no columns; read are column 2 as English, column 3 as Vietnamese, by their texts"],
    ),
    "names of neither": (
        [["question", "answer"], *rows(ENGLISH, VIETNAMESE)],
        (0, 1),
        ["the first line is read as a pair and looks like names of columns ('question', 'answer'); call these en and vi"],
    ),
    "Vietnamese names of neither": (
        [["Câu hỏi", "Trả lời"], *rows(ENGLISH, VIETNAMESE)],
        (0, 1),
        ["the first line is read as a pair and looks like names of columns ('Câu hỏi', 'Trả lời'); call these en and vi"],
    ),
    "one name known": (
        [["English", "Phrase"], *rows(ENGLISH, VIETNAMESE)],
        (0, 1),
        ["the first line is read as a pair and looks like names of columns ('English', 'Phrase'); call these en and vi"],
    ),
    "a short pair first": ([["Welcome", "Xin chào"], *rows(ENGLISH, VIETNAMESE)], (0, 1), []),
    "a name first": ([["Hanoi", "Hà Nội"], *rows(ENGLISH, VIETNAMESE)], (0, 1), []),
    "several that may be meant": (
        [["English", "Vietnamese MT", "Vietnamese human"], *rows(ENGLISH, VIETNAMESE, VIETNAMESE)],
        (0, 1),
        [
            "several columns may be meant; read are column 1 ('English') as English, "
            "column 2 ('Vietnamese MT') as Vietnamese; call these two en and vi"
        ],
    ),
    "the wrong names": (
        [["en", "vi"], *rows(VIETNAMESE, ENGLISH)],
        (0, 1),
        [
            "column 1 ('en') is read as English and is in Vietnamese; call the right columns en and vi",
            "column 2 ('vi') is read as Vietnamese and is in English; call the right columns en and vi",
        ],
    ),
    "no Vietnamese": (
        rows(ENGLISH, FRENCH),
        (0, 1),
        ["column 2 is read as Vietnamese and is in another language; call the right columns en and vi"],
    ),
    "translations that are missing": ([["en", "vi"], *([en, ""] for en in ENGLISH)], (0, 1), []),
    "two that were left in English": ([["en", "vi"], *rows(ENGLISH, [*ENGLISH[:2], *VIETNAMESE[2:]])], (0, 1), []),
}


@pytest.mark.parametrize("case", SAID)
def test_what_is_doubtful_is_said(case: str) -> None:
    sample, (en, vi), notes = SAID[case]
    found = columns_of(sample)
    assert (found.places["en"], found.places["vi"]) == (en, vi)
    assert list(found.notes) == notes


def test_convert_check_and_score_say_it_in_one_line(run_here: Run, tmp_path: Path) -> None:
    text = "".join("\t".join(row) + "\n" for row in rows(KEYS, ENGLISH, VIETNAMESE))
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    note = "a.tsv: the first line names no columns; read are column 2 as English, column 3 as Vietnamese, by their texts\n"
    for command in (["convert", "a.tsv", "b.tmx"], ["check", "a.tsv"], ["score", "a.tsv", "-o", "c.tsv"]):
        done = run_here(*command)
        assert done.returncode == 0
        assert done.stderr.count(note) == 1
        assert note not in run_here(*command, "-q").stderr
    assert [pair.vi for pair in read_pairs(tmp_path / "b.tmx")] == VIETNAMESE


def test_score_and_compare_understand_the_same_names(run_here: Run, tmp_path: Path) -> None:
    text = "".join("\t".join(row) + "\n" for row in [["key", "English text", "Bản dịch"], *rows(KEYS, ENGLISH, VIETNAMESE)])
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    head, *lines = run_here("score", "a.tsv").stdout.splitlines()
    assert head == "key\tEnglish text\tBản dịch\tscore"
    assert all(float(line.split("\t")[3]) > 0.5 for line in lines)
    done = run_here("compare", "--ref", "a.tsv", "own=a.tsv", "--metrics", "chrf", "--format", "tsv")
    assert done.stdout.splitlines()[1].split("\t")[:3] == ["chrf", "own", "100.0"]


def test_clean_understands_the_same_names(run_here: Run, tmp_path: Path) -> None:
    text = "".join("\t".join(row) + "\n" for row in [["English text", "Bản dịch"], *rows(ENGLISH, VIETNAMESE)])
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    assert run_here("concat", "a.tsv", "-o", "b.tsv").returncode == 0
    assert [pair.vi for pair in read_pairs(tmp_path / "b.tsv")] == VIETNAMESE


# JSONL

KEYS_OF = {  # the object, its texts
    "source and target": {"source": "Salt.", "target": "Muối.", "id": "7"},
    "src and tgt": {"tgt": "Muối.", "src": "Salt."},
    "source and mt": {"source": "Salt.", "mt": "Muối.", "reference": "Muối ăn."},
    "en and mt": {"en": "Salt.", "mt": "Muối."},
    "tags": {"en-US": "Salt.", "vi-VN": "Muối."},
    "words": {"English text": "Salt.", "Bản dịch": "Muối."},
    "source and translation": {"source": "Salt.", "translation": "Muối."},
    "nested tags": {"translation": {"en_US": "Salt.", "vi_VN": "Muối."}},
    "usual ones first": {"source": "a book", "en": "Salt.", "vi": "Muối."},
}


@pytest.mark.parametrize("case", KEYS_OF)
def test_keys_are_called_as_columns_are(case: str, run_here: Run, tmp_path: Path) -> None:
    row = KEYS_OF[case]
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    intake = read_pairs(tmp_path / "a.jsonl")
    assert [(pair.en, pair.vi) for pair in intake] == [("Salt.", "Muối.")]
    left = [what for what in intake.left_out if "key" in what]
    assert left == [f"key {key!r}, which pairs have no place for" for key in row if row[key] in ("Muối ăn.", "a book")]
    scored = json.loads(run_here("score", "a.jsonl").stdout)
    assert {key: scored[key] for key in row} == row
    assert scored["score"] > 0.5
    assert run_here("concat", "a.jsonl", "-o", "b.tsv").returncode == 0
    assert [(pair.en, pair.vi) for pair in read_pairs(tmp_path / "b.tsv")] == [("Salt.", "Muối.")]


def test_compare_finds_the_key_of_a_side(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"source": "Salt.", "target": "Muối biển ở đây."}), encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"vi-VN": "Muối biển ở đây."}), encoding="utf-8")
    done = run_here("compare", "--ref", "a.jsonl", "own=b.jsonl", "--metrics", "chrf", "--format", "tsv")
    assert done.stdout.splitlines()[1].split("\t")[:3] == ["chrf", "own", "100.0"]


BROKEN = {  # a line, what is said of it
    '{"id": 7, "source": "Salt."}': "no key 'vi' (keys: 'id', 'source'); each line is an object like",
    '{"id": 7}': "no key 'en' and 'vi' (keys: 'id'); each line",
    "{}": "no key 'en' and 'vi' (keys: none); each line",
    '{"translation": {"en": "Salt."}}': "no key 'vi' (keys: 'en'); each line",
    '{"en": "Salt.", "vi": null}': "vi is no text (null); each line",
    '{"en": "Salt.", "vi": [1, 2]}': "vi is no text ([1, 2]); each line",
    '"Salt."': "not an object; each line",
    '{"en": "Salt." "vi": "Muối."}': "no valid JSON (column 16: a comma is missing); each line",
    '{"en": "Salt.", "vi" "Muối."}': "no valid JSON (column 22: a colon is missing); each line",
    '{"en": Salt.}': "no valid JSON (column 8: a value is missing, or a text without quotation marks); each line",
    "{'en': 'Salt.'}": "no valid JSON (column 2: a key in double quotation marks is missing, or a comma is too many); each line",
    '{"en": "Salt.", "vi": "Mu': "no valid JSON (column 23: the quotation mark that ends this text is missing); each line",
    '{"en": "Salt.", "vi": "Muối."': "no valid JSON (column 30: the line ends inside of the object); each line",
    '{"en": "Sa\tlt."}': "no valid JSON (column 11: a tab or another control character inside a text; a tab is written \\t)",
    '{"en": "C:\\Salt"}': "no valid JSON (column 11: a backslash that stands for nothing; one is written \\\\); each line",
    '{"en": "\\u12"}': "no valid JSON (column 10: \\u without four hexadecimal digits); each line",
    '{"en": "Salt.", "vi": "Muối."} {}': "no valid JSON (column 32: more text after the object); each line",
    '[{"en": 1},]': "a JSON array, not an object a line; write one object a line",
    "[" * 100_000 + "1": "no valid JSON (too many brackets inside each other); write one object",
}


@pytest.mark.parametrize("line", BROKEN, ids=lambda line: line[:30])
def test_what_is_wrong_with_a_line_is_said_in_plain_words(line: str, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(f'{{"en": "a", "vi": "b"}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(UnreadableInput) as caught:
        list(read_pairs(tmp_path / "b.jsonl"))
    assert f"b.jsonl:3: {BROKEN[line]}" in str(caught.value)
    with pytest.raises(UnreadableInput) as caught:
        list(score_jsonl(tmp_path / "b.jsonl", Wanted(), []))
    assert "b.jsonl:3: " in str(caught.value)
