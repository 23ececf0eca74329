"""XLSX, XLIFF, PO and SRT: what goes out comes back, also through other programs, and what is wrong is said."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus import Issue, Pair, UnreadableInput
from corpus.readers.subtitles import unstyled
from exports import FORMATS, read_pairs, write
from exports.formats import Choices
from exports.text import one_line, xml_safe
from exports.validation import validate
from exports.xlsx import MAX_CELL, REJECTED, TOO_LONG
from tests.conftest import Run
from tests.files import docx, paragraph
from tests.test_exports import HOSTILE, pairs

CHECK = Issue("number_mismatch", "major", "English has 5, Vietnamese does not", (3, 4), None, "5")
PAIRS = [
    Pair("The ferry leaves at noon.", "Phà rời bến lúc trưa.", 0.98, "1-1", "ferry.txt", (1,), (2,), "1", span=(1000, 2500)),
    Pair("Salt & pepper < 5 dong.", "Muối & tiêu.", 0.2, "1-1", "ferry.txt", (3,), (4, 5), "2", (CHECK,), span=(3000, 4000)),
    Pair("Nobody was hurt.", "Không ai bị thương.", None, "1-2", "storm.txt", (), (), "3", span=(3_600_000, 3_601_004)),
    Pair("Nobody was hurt.", "Chẳng ai làm sao.", 0.7, "1-1", "storm.txt", (9,), (9,), "4", span=(3_602_000, 3_603_000)),
]


def through(given_pairs: list[Pair], key: str) -> tuple[list[Pair], Counter[str]]:
    """Pairs written and read again, and what was changed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p"
        changes = write(given_pairs, path, key)
        return [replace(pair, line=0) for pair in read_pairs(path, key)], changes


@pytest.mark.parametrize("key", [key for key in FORMATS if key not in ("moses", "srt")])
def test_all_that_is_known_of_a_pair_comes_back(key: str) -> None:
    assert through(PAIRS, key)[0] == PAIRS


def test_subtitles_keep_texts_and_times() -> None:
    assert [(p.en, p.vi, p.span) for p in through(PAIRS, "srt")[0]] == [(p.en, p.vi, p.span) for p in PAIRS]


# --- laws


@given(given_pairs=st.lists(pairs, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_catalogue_keeps_what_has_english(given_pairs: list[Pair]) -> None:
    found, _ = through(given_pairs, "po")
    kept = [pair for pair in given_pairs if xml_safe(pair.en, Counter())]
    assert [(p.en, p.vi) for p in found] == [(xml_safe(p.en, Counter()), xml_safe(p.vi, Counter())) for p in kept]
    for got, wanted in zip(found, kept, strict=True):
        if got.vi:
            assert (got.score, got.kind, got.doc, got.issues, got.id) == (
                wanted.score, wanted.kind, wanted.doc, wanted.issues, wanted.id,
            )  # fmt: skip
            assert (got.en_lines, got.vi_lines) == (wanted.en_lines, wanted.vi_lines)


@given(given_pairs=st.lists(pairs, max_size=4))
@settings(max_examples=40, deadline=None)
def test_polib_reads_the_same_texts_in_a_catalogue(given_pairs: list[Pair]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.po"
        write(given_pairs, path)
        found = [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(path))]
        own = [(pair.en, pair.vi) for pair in read_pairs(path)]
    assert found == own


@given(given_pairs=st.lists(pairs, max_size=4))
@settings(max_examples=25, deadline=None)
def test_a_review_sheet_keeps_everything(given_pairs: list[Pair]) -> None:
    found, _ = through(given_pairs, "xlsx")
    kept = [pair for pair in given_pairs if xml_safe(pair.en, Counter()) or xml_safe(pair.vi, Counter())]
    assert [(p.en, p.vi) for p in found] == [(xml_safe(p.en, Counter()), xml_safe(p.vi, Counter())) for p in kept]
    for got, wanted in zip(found, kept, strict=True):
        assert (got.score, got.kind, got.doc, got.issues, got.id) == (
            wanted.score, wanted.kind, wanted.doc, wanted.issues, wanted.id,
        )  # fmt: skip


def subtitle(text: str) -> str:
    return unstyled(one_line(text, Counter()))


@given(given_pairs=st.lists(pairs, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_subtitles_keep_the_texts(given_pairs: list[Pair]) -> None:
    shown = [
        replace(
            pair, en=f"Where is my brother? {pair.en}", vi=f"Anh trai tôi đâu rồi? {pair.vi}", span=(n * 1000, n * 1000 + 900)
        )
        for n, pair in enumerate(given_pairs)
    ]
    found = [(pair.en, pair.vi) for pair in through(shown, "srt")[0]]
    assert found == [(subtitle(pair.en), subtitle(pair.vi)) for pair in shown]


@pytest.mark.parametrize("key", ["xlsx", "po", "srt"])
def test_hostile_text(key: str) -> None:
    given_pairs = [Pair(text, f"Đây là một đoạn chữ khó đọc: {text}", span=(1, 2)) for text in HOSTILE if len(text) < MAX_CELL]
    policy = subtitle if key == "srt" else lambda text: xml_safe(text, Counter())
    found, changes = through(given_pairs, key)
    assert [(p.en, p.vi) for p in found] == [(policy(p.en), policy(p.vi)) for p in given_pairs]
    assert changes["illegal character removed"] > 0


@pytest.mark.parametrize("text", ["=1+1", "3/4", "007", "12345678901234567890", "NULL", "TRUE", "_x0041_", "http://a.vn", "1.0"])
def test_a_cell_is_text_whatever_it_looks_like(text: str) -> None:
    assert through([Pair(text, f"Số {text}", doc=text)], "xlsx")[0] == [Pair(text, f"Số {text}", doc=text)]


def test_a_text_that_no_cell_holds_is_left_out_and_said() -> None:
    found, changes = through([Pair("x" * 40_000, "a"), Pair("b", "👩" * 20_000), Pair("c", "d")], "xlsx")
    assert [pair.en for pair in found] == ["c"]
    assert changes[TOO_LONG] == 2


@pytest.mark.parametrize("key", ["xlsx", "xliff", "xliff2", "po", "srt"])
def test_the_same_pairs_give_the_same_bytes(key: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(PAIRS, tmp_path / name, key)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


# --- review sheets


def test_what_a_reviewer_changes_comes_back(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "review.xlsx"
    write(PAIRS, path)
    book = load_workbook(path)
    sheet = book.active
    head = [cell.value for cell in sheet[1]]
    assert head[:5] == ["en", "vi", "score", "keep", "findings"]
    assert sheet.cell(3, head.index("findings") + 1).value == CHECK.message
    sheet.cell(2, 2).value = "Phà khởi hành lúc trưa."
    sheet.cell(3, head.index("keep") + 1).value = "No"
    book.save(path)
    intake = read_pairs(path)
    assert [pair.vi for pair in intake] == ["Phà khởi hành lúc trưa.", PAIRS[2].vi, PAIRS[3].vi]
    assert intake.left_out == {REJECTED: 1}


def test_columns_of_a_sheet_that_are_left_out_are_said(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["en", "vi", "keep", "remark"], ["Salt.", "Muối.", "", "!"], ["Rice.", "Gạo.", "no", ""]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    intake = read_pairs(tmp_path / "a.xlsx")
    assert [pair.en for pair in intake] == ["Salt."]
    assert intake.left_out == {REJECTED: 1, "column 'remark', which pairs have no place for": 1}


# --- XLIFF of other programs

XLIFF_1 = """<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.docx" source-language="vi-VN" target-language="en-US" datatype="xml"><header><tool tool-id="x"/></header>
<body><group>
<trans-unit id="1"><source>Phà <g id="1">rời bến</g><x id="2"/> lúc <ph id="3">&lt;b></ph>trưa.</source>
<target state="translated">The ferry leaves at noon.</target>
<alt-trans><source>X</source><target>Y</target></alt-trans></trans-unit>
<trans-unit id="2"><source>Một. Hai.</source>
<seg-source><mrk mtype="seg" mid="1">Một.</mrk> <mrk mtype="seg" mid="2">Hai.</mrk></seg-source>
<target><mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2">Two.</mrk></target><note>by hand</note></trans-unit>
<trans-unit id="3"><source>Ba.</source><target state="needs-translation">Ba.</target></trans-unit>
</group></body></file></xliff>"""
XLIFF_2 = """<?xml version="1.0"?><xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="vi">
<file id="f"><group id="g"><unit id="u"><originalData><data id="d">X</data></originalData>
<segment><source>One <pc id="1">thing</pc>.<cp hex="0007"/></source>
<target>Một <mrk id="m" type="term">thứ</mrk>.</target></segment>
<ignorable><source> </source></ignorable><segment><source>Two<ph id="2" dataRef="d"/>.</source><target>Hai.</target></segment>
</unit></group></file></xliff>"""


FETCHED = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xliff_of_other_programs(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "p.xlf"
    path.write_bytes(XLIFF_1.encode(encoding))
    intake = read_pairs(path)
    assert [(pair.en, pair.vi, pair.doc) for pair in intake] == [
        ("The ferry leaves at noon.", "Phà rời bến lúc trưa.", "a.docx"),
        ("One.", "Một.", "a.docx"),
        ("Two.", "Hai.", "a.docx"),
        ("", "Ba.", "a.docx"),
    ]
    assert intake.left_out["note"] == 1
    path.write_bytes(XLIFF_2.encode(encoding))
    assert [(pair.en, pair.vi) for pair in read_pairs(path)] == [("One thing.", "Một thứ."), ("Two.", "Hai.")]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda t: t[: len(t) // 2], "the file is cut off", id="truncated"),
        pytest.param(lambda _: "<tmx/>", "XML, but not XLIFF", id="other"),
        pytest.param(lambda t: t.replace("vi-VN", "fr").replace("en-US", "de"), "languages: de, fr", id="languages"),
        pytest.param(lambda t: t.replace("vi-VN", "fr"), "no Vietnamese in this file (languages: en, fr)", id="no Vietnamese"),
        pytest.param(lambda t: t.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "declares entities", id="entities"),
        pytest.param(lambda t: t.replace("?>", f"?>{FETCHED}", 1).replace("Ba.", "&a;"), "entity &a;", id="undefined"),
        pytest.param(lambda t: t.replace("<group>", "<group>" * 200), "inside each other", id="deep"),
    ],
)
def test_xliff_that_cannot_be_read_is_refused(change: Callable[[str], str], message: str, tmp_path: Path) -> None:
    path = tmp_path / "p.xlf"
    path.write_text(change(XLIFF_1), encoding="utf-8")
    with pytest.raises(UnreadableInput) as caught:
        list(read_pairs(path))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("key", ["xliff", "xliff2"])
def test_xliff_is_well_formed_and_marks_its_languages(key: str, tmp_path: Path) -> None:
    path = tmp_path / "p.xlf"
    write(PAIRS, path, key, Choices(tags=("en-US", "vi-VN")))
    root = etree.parse(path).getroot()
    ids = [unit.get("id") for unit in root.iter("{*}trans-unit", "{*}unit")]
    assert len(set(ids)) == len(PAIRS)
    assert [note.text for note in root.iter("{*}note")] == [CHECK.message]
    assert [file.get("original") for file in root.iter("{*}file")] == ["ferry.txt", "storm.txt"]
    assert "vi-VN" in (root.get("trgLang") or root[0].get("target-language"))


@pytest.mark.parametrize("key", ["xliff", "xliff2"])
def test_validate_finds_nothing_in_our_xliff(key: str, tmp_path: Path) -> None:
    path = tmp_path / "p.xlf"
    write(PAIRS, path, key)
    report = validate(path, key, expected=4)
    assert report.findings == []


WRONG: dict[str, tuple[str, Callable[[str], str], str]] = {
    "truncated": ("xliff", lambda t: t[: len(t) // 2], "the file is cut off"),
    "raw ampersand": ("xliff", lambda t: t.replace("&amp;", "&"), ":5: not well-formed XML"),
    "markup": ("xliff", lambda t: t.replace("The ferry", "The <b>ferry</b>"), "element b inside source; write < in text as &lt;"),
    "no version": ("xliff", lambda t: t.replace(' version="1.2"', ""), "version ''"),
    "namespace": ("xliff", lambda t: t.replace("document:1.2", "document:1.1"), "namespace"),
    "no original": ("xliff", lambda t: t.replace(' original="ferry.txt"', ""), ":3: file has no attribute original"),
    "no language": ("xliff", lambda t: t.replace(' target-language="vi"', ""), "a target, and no language of targets"),
    "vn": ("xliff", lambda t: t.replace('"vi"', '"vn"'), "target language 'vn'; write vi"),
    "no id": ("xliff", lambda t: t.replace('trans-unit id="1"', "trans-unit"), ":4: trans-unit has no attribute id"),
    "same id": ("xliff", lambda t: t.replace('id="2"', 'id="1"'), "unit '1': the id '1' of this unit was there before"),
    "no source": ("xliff", lambda t: re.sub("<source>.*?</source>", "", t), "trans-unit without source"),
    "order": ("xliff", lambda t: re.sub("(<source>.*?</source>)(<target>.*?</target>)", r"\2\1", t), "source after target"),
    "no target": ("xliff", lambda t: re.sub("<target>.*?</target>", "", t), "unit '1': no Vietnamese text"),
    "stray text": ("xliff", lambda t: t.replace("</source>", "</source>and"), "text 'and' outside"),
    "encoding": ("xliff", lambda t: t.replace("UTF-8", "ISO-8859-1"), "the first line declares ISO-8859-1"),
    "entity": ("xliff", lambda t: t.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1), "declares entities"),
    "not XLIFF": ("xliff", lambda _: "<tmx version='1.4'/>", "element tmx as the root"),
    "NFD": ("xliff", lambda t: t.replace("Phà", "Pha\u0300"), "not NFC"),
    "swapped": ("xliff", lambda t: t.replace('"en"', '"x"').replace('"vi"', '"en"').replace('"x"', '"vi"'), "mostly"),
    "2: no srcLang": ("xliff2", lambda t: t.replace(' srcLang="en"', ""), "xliff has no attribute srcLang"),
    "2: no trgLang": ("xliff2", lambda t: t.replace(' trgLang="vi"', ""), "a target, and no language of targets"),
    "2: id": ("xliff2", lambda t: t.replace('unit id="1"', 'unit id="a b"'), "the id 'a b' has characters that no id may have"),
    "2: file id": ("xliff2", lambda t: t.replace('"f2"', '"f1"'), "the id 'f1' of this file was there before"),
    "2: no segment": ("xliff2", lambda t: re.sub("</?segment>", "", t), "element source inside unit"),
    "2: old element": ("xliff2", lambda t: t.replace("segment", "trans-unit"), "an XLIFF has ignorable, notes"),
}


@pytest.mark.parametrize("what", WRONG)
def test_validate_says_what_is_wrong_with_an_xliff(what: str, tmp_path: Path) -> None:
    key, change, message = WRONG[what]
    path = tmp_path / "p.xlf"
    write(PAIRS, path, key)
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")
    assert any(message in str(finding) for finding in validate(path, key).findings), validate(path, key).findings


# --- PO of other programs

CATALOGUE = r"""# Vietnamese for a program
msgid ""
msgstr ""
"Project-Id-Version: x\n"
"Language: vi\n"

#: src/main.c:12
msgid "Open \"%s\""
msgstr "Mở \"%s\""

#, fuzzy, c-format
#| msgid "Close"
msgid "Closed"
msgstr "Đóng"

msgctxt "menu"
msgid ""
"Two\n"
"lines"
msgstr ""
"Hai\n"
"dòng"

msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d tệp"

#~ msgid "Old"
#~ msgstr "Cũ"
"""


def test_a_catalogue_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "vi.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    intake = read_pairs(path)
    assert [(pair.en, pair.vi) for pair in intake] == [
        ('Open "%s"', 'Mở "%s"'),
        ("Closed", ""),
        ("Two\nlines", "Hai\ndòng"),
        ("%d files", "%d tệp"),
    ]
    assert +intake.left_out == {
        "fuzzy translation, which nobody confirmed": 1,
        "obsolete entry": 1,
        "entry's comments, references, flags or msgctxt": 3,
        "plural of an entry, taken as a pair of its own": 1,
        "field or comment of the header": 2,
    }


def test_what_only_a_catalogue_has_goes_from_one_to_another(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(CATALOGUE, encoding="utf-8")
    write(read_pairs(tmp_path / "a.po"), tmp_path / "b.po")
    before, after = (
        [entry for entry in polib.pofile(str(tmp_path / name)) if not (entry.obsolete or entry.msgid_plural)]
        for name in ("a.po", "b.po")
    )
    for old, new in zip(before, after, strict=False):
        assert (old.msgid, old.msgstr, old.msgctxt, old.occurrences) == (new.msgid, new.msgstr, new.msgctxt, new.occurrences)
        assert (sorted(old.flags), old.previous_msgid) == (sorted(new.flags), new.previous_msgid)
        assert new.comment == ("" if old.fuzzy else "kind: 1-1")  # a guess that is confirmed later is a whole pair
    write(read_pairs(tmp_path / "b.po"), tmp_path / "c.po")
    assert (tmp_path / "c.po").read_bytes() == (tmp_path / "b.po").read_bytes()


COMMENTED = """msgid ""
msgstr "Language: vi\\n"

# for the harbour master
#. shown on the quay
#. score: 0.25
#: quay.c:7
#, c-format
msgctxt "one \\"two\\""
msgid "High tide at %s"
msgstr "Nước lớn lúc %s"

msgctxt "other"
msgid "High tide at %s"
msgstr "Triều cao lúc %s"

msgctxt "other"
msgid "High tide at %s"
msgstr "Triều cao lúc %s"
"""


def test_comments_and_contexts_stand_as_they_were_and_no_entry_comes_twice(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(COMMENTED, encoding="utf-8")
    write(read_pairs(tmp_path / "a.po"), tmp_path / "b.po")
    first, *others = polib.pofile(str(tmp_path / "b.po"), check_for_duplicates=True)
    assert (first.tcomment, first.occurrences, first.msgctxt) == ("for the harbour master", [("quay.c", "7")], 'one "two"')
    assert first.flags == ["fuzzy", "c-format"]  # fuzzy because of its score
    assert "shown on the quay" in first.comment.splitlines()
    assert [entry.msgctxt for entry in others] == ["other", "songngu-3"]


def test_convert_says_what_of_a_catalogue_is_left_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(CATALOGUE, encoding="utf-8")
    kept = ["fuzzy translation, which nobody confirmed (1)", "entry's comments, references, flags or msgctxt (3)"]
    for name, expected in (("b.po", False), ("b.tsv", True)):
        said = run("convert", "a.po", name).stderr
        assert "left out: plural of an entry, taken as a pair of its own (1)" in said
        assert [f"left out: {what}" in said for what in kept] == [expected] * 2


def test_a_guess_that_nobody_confirmed_is_not_checked_and_no_omission(run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(CATALOGUE, encoding="utf-8")
    done = run_here("check", "a.po", "--format", "jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 pairs checked, 0 with findings" in done.stderr
    assert "not checked: fuzzy translation, which nobody confirmed (1)\n" in done.stderr
    (tmp_path / "b.po").write_text('#, fuzzy\nmsgid "Salt"\nmsgstr "Muối"\n\nmsgid "Rice"\nmsgstr ""\n', encoding="utf-8")
    assert '"code": "omission"' in run_here("check", "b.po", "--format", "jsonl").stdout  # nobody has translated it
    (tmp_path / "c.po").write_text('#, fuzzy\nmsgid "Salt"\nmsgstr "Muối"\n', encoding="utf-8")
    done = run_here("check", "c.po")
    assert done.returncode == 2
    assert "there are no pairs to check; left out: fuzzy translation, which nobody confirmed (1)" in done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('msgid "a"\n', "the last entry has no msgstr", id="truncated"),
        pytest.param('msgid "a"\nmsgstr "b\n', ":2: not PO", id="open quotation"),
        pytest.param('msgid "a"\nmsgstr "b"c"\n', ":2: a quotation mark inside a text", id="quotation mark"),
        pytest.param("hello\n", ":1: not PO: 'hello'", id="other text"),
        pytest.param('msgid ""\nmsgstr "Language: fr\\n"\n', "the translations are in 'fr'", id="language"),
    ],
)
def test_a_catalogue_that_cannot_be_read_is_refused(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "p.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput, match=re.escape(message)):
        list(read_pairs(path))


def test_repeated_english_has_a_context_and_unsure_pairs_are_fuzzy(tmp_path: Path) -> None:
    path = tmp_path / "p.po"
    write(PAIRS, path)
    found = polib.pofile(str(path), check_for_duplicates=True)
    assert [entry.msgctxt for entry in found] == [None, None, None, "songngu-4"]
    assert [entry.fuzzy for entry in found] == [False, True, False, False]
    assert found.metadata["Language"] == "vi"


# --- SRT


def test_pairs_without_times_are_no_subtitles(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no pair has a time"):
        write([Pair("a", "b")], tmp_path / "p.srt")
    assert list(tmp_path.iterdir()) == []


def test_bilingual_subtitles_with_vietnamese_above(tmp_path: Path) -> None:
    path = tmp_path / "p.srt"
    path.write_text(
        "1\n00:00:01,000 --> 00:00:02,000\n<i>Phà rời bến lúc trưa.</i>\nThe ferry leaves at noon.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n♪\n",
        encoding="utf-8-sig",
    )
    intake = read_pairs(path)
    assert [(pair.en, pair.vi, pair.span) for pair in intake] == [
        ("The ferry leaves at noon.", "Phà rời bến lúc trưa.", (1000, 2000))
    ]
    assert sum(intake.left_out.values()) == 1


def test_subtitles_in_one_language_are_no_pairs(tmp_path: Path) -> None:
    path = tmp_path / "film.srt"
    cue = "{0}\n00:00:0{0},000 --> 00:00:0{0},900\nThe last boat left the island\nbefore the storm came.\n\n"
    path.write_text("".join(map(cue.format, range(5))), encoding="utf-8")
    with pytest.raises(UnreadableInput, match="the subtitles are in one language"):
        list(read_pairs(path))


@pytest.mark.parametrize("key", ["xliff", "xliff2", "po", "srt"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_file_is_read_or_refused(key: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p"
        write(PAIRS, path, key)
        whole = path.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1))
        inside = data.draw(st.sampled_from([b"", b"\\", b'"', b"\0", b"<source>", b"<ph>", b"</ph>", b"\xff", b"\n", b"\n\n"]))
        path.write_bytes(whole[:at] + inside + whole[at + data.draw(st.integers(0, 20)) :])
        with suppress(UnreadableInput):
            list(read_pairs(path, key))


def test_from_two_files_of_subtitles_to_one(run: Run, tmp_path: Path) -> None:
    for name, texts in (("en", ("Where are you?", "I am at home.")), ("vi", ("Bạn đang ở đâu?", "Tôi đang ở nhà."))):
        cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n\n" for n, text in enumerate(texts, 1))
        (tmp_path / f"film.{name}.srt").write_text(cues, encoding="utf-8")
    assert run("align", "film.en.srt", "film.vi.srt", "-o", "film.srt").returncode == 0
    assert run("convert", "film.srt", "film.xlf").returncode == 0
    assert run("convert", "film.xlf", "film.po").returncode == 0
    assert run("convert", "film.po", "again.srt").returncode == 0
    assert (tmp_path / "again.srt").read_bytes() == (tmp_path / "film.srt").read_bytes()
    assert "I am at home.\nTôi đang ở nhà." in (tmp_path / "film.srt").read_text(encoding="utf-8")


# --- judged by other programs


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_gettext_takes_the_catalogue(tmp_path: Path) -> None:
    write(PAIRS + [Pair(text, text) for text in HOSTILE if text.strip()], tmp_path / "p.po")
    subprocess.run(["msgfmt", "--check-format", "-o", str(tmp_path / "p.mo"), str(tmp_path / "p.po")], check=True)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_keeps_the_review_sheet(tmp_path: Path) -> None:
    path = tmp_path / "review.xlsx"
    given_pairs = [replace(pair, span=None) for pair in PAIRS] + [Pair("=1+1", "3/4"), Pair("007", "NULL")]
    write(given_pairs, path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert [replace(pair, line=0) for pair in read_pairs(tmp_path / "out" / "review.xlsx")] == given_pairs


PROJECT = """<?xml version="1.0" encoding="UTF-8"?><omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir>
<target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
<glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>en</source_lang>
<target_lang>vi</target_lang><source_tok>org.omegat.tokenizer.DefaultTokenizer</source_tok>
<target_tok>org.omegat.tokenizer.DefaultTokenizer</target_tok><sentence_seg>false</sentence_seg>
<support_default_translations>true</support_default_translations><remove_tags>true</remove_tags></project></omegat>"""
DUMP = """if (eventType.toString() == "LOAD") { new File(System.getenv("OMEGAT_DUMP")).withWriter("UTF-8") { w ->
  org.omegat.core.Core.getProject().getProjectFiles().each { file -> file.entries.each { e ->
    w.write(groovy.json.JsonOutput.toJson([file.filePath, e.srcText, e.sourceTranslation]) + "\\n") } } } }"""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("omegat") is None, reason="OmegaT is not installed")
def test_omegat_finds_the_same_texts(tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("source", "target", "tm/auto", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT, encoding="utf-8")
    for name in ("p.po", "p.srt", "p.xlf"):
        write(PAIRS, project / "source" / name)
    (project / "source" / "p.docx").write_bytes(docx("".join(paragraph(pair.vi) for pair in PAIRS)))
    (project / "source" / "p.html").write_text("".join(f"<p>{pair.vi}</p>" for pair in PAIRS), encoding="utf-8")
    (tmp_path / "dump.groovy").write_text(DUMP, encoding="utf-8")
    command = ["omegat", "--mode=console-translate", f"--script={tmp_path / 'dump.groovy'}", str(project)]
    own = {"OMEGAT_DUMP": str(tmp_path / "dump"), "HOME": str(tmp_path)}
    subprocess.run([*command, f"--config-dir={tmp_path}"], check=True, capture_output=True, timeout=180, env=os.environ | own)
    found: dict[str, list[tuple[str, str | None]]] = {}
    for line in (tmp_path / "dump").read_text(encoding="utf-8").splitlines():
        name, source, target = json.loads(line)
        found.setdefault(name, []).append((source, target))
    assert found["p.po"][1:] == [(pair.en, pair.vi) for pair in PAIRS]
    assert found["p.srt"] == [(f"{pair.en}\n{pair.vi}", None) for pair in PAIRS]
    assert [source for source, _ in found["p.xlf"]] == [pair.vi for pair in PAIRS]  # it translates the targets on
    assert [source for source, _ in found["p.docx"]] == [pair.vi for pair in PAIRS]
    assert [source for source, _ in found["p.html"]] == [pair.vi for pair in PAIRS]


@pytest.mark.parametrize(("key", "module"), [("xliff", "xliff.xlifffile"), ("xliff2", "xliff2.Xliff2File"), ("po", "po.pofile")])
def test_translate_toolkit_reads_the_same_texts(key: str, module: str, tmp_path: Path) -> None:
    import importlib

    name, factory = module.split(".")
    store_of = getattr(importlib.import_module(f"translate.storage.{name}"), factory)
    path = tmp_path / "p"
    write(PAIRS, path, key)
    units = [unit for unit in store_of.parsestring(path.read_bytes()).units if str(unit.source)]
    assert [(str(unit.source), str(unit.target)) for unit in units] == [(pair.en, pair.vi) for pair in PAIRS]
