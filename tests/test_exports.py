"""Formats: what goes out comes back, whatever the text holds."""

from __future__ import annotations

import gzip
import tempfile
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus import Issue, Pair, UnreadableInput, from_frame, to_frame
from exports import FORMATS, read_pairs, write
from exports.files import writing
from exports.text import one_line, xml_safe
from exports.tmx import read_tmx

HOSTILE = [
    "tab\there",
    "two\nlines",
    "carriage\rreturn",
    "quote \" and '",
    "a < b && c > d ]]> e",
    "bell \x07 and nul-free",
    "Tie\u0302\u0301ng Vie\u0323\u0302t",
    "right-to-left \u200fmark",
    "emoji 👩‍🌾 and 🇻🇳",
    "line\u2028separator\u0085and\x0bmore",
    "  spaces at both ends  ",
    "back\\slash \\n",
    "=1+1",
    "NULL",
    "x" * 50_000,
    "“Hòa bình” — hoà bình…",
]
PLAIN_TEXT = ("tsv", "moses")  # formats of the level one_line
KEYS = [key for key in FORMATS if key not in ("po", "srt", "xlsx")]  # which cannot hold everything: test_pair_formats.py

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
printable = st.text("abc đường, \"'<&>{}[]\\\\|", max_size=12).map(str.strip)
spans = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9))
issues = st.builds(
    Issue,
    st.sampled_from(["number_mismatch", "name_mismatch"]),
    st.sampled_from(["minor", "major", "critical"]),
    printable,
    spans,
    spans,
    st.none() | printable,
)
numbers = st.lists(st.integers(1, 999), max_size=3).map(tuple)
pairs = st.builds(
    Pair,
    texts,
    texts,
    st.none() | st.floats(0, 1).map(lambda x: round(x, 4)),
    st.sampled_from(["1-1", "1-2", "2-1"]),
    st.sampled_from(["", "a.txt", "b&c.txt"]),
    numbers,
    numbers,
    st.sampled_from(["", "7", "a-1", "b#2", "9"]),
    st.lists(issues, max_size=2).map(tuple),
)


def cleaned(text: str, key: str) -> str:
    policy = one_line if key in PLAIN_TEXT else xml_safe
    return policy(text, Counter())


@pytest.mark.parametrize("key", KEYS)
@given(given_pairs=st.lists(pairs, max_size=5))
@settings(max_examples=60, deadline=None)
def test_export_then_import_gives_the_same_pairs(key: str, given_pairs: list[Pair]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p"
        write(given_pairs, path, key)
        found = list(read_pairs(path, key))
    expected = [(cleaned(p.en, key), cleaned(p.vi, key)) for p in given_pairs]
    assert [(p.en, p.vi) for p in found] == [sides for sides in expected if (all if key == "moses" else any)(sides)]
    if key != "moses" and all(any(sides) for sides in expected):
        for got, wanted in zip(found, given_pairs, strict=True):
            assert (got.score, got.kind, got.doc, got.issues) == (wanted.score, wanted.kind, wanted.doc, wanted.issues)
            assert (got.en_lines, got.vi_lines) == (wanted.en_lines, wanted.vi_lines)
            assert got.id == wanted.id or not wanted.id


@pytest.mark.parametrize("key", KEYS)
def test_hostile_text(key: str, tmp_path: Path) -> None:
    given_pairs = [Pair(text, text[::-1] if text.isascii() else text) for text in HOSTILE]
    path = tmp_path / "p"
    changes = write(given_pairs, path, key)
    found = list(read_pairs(path, key))
    assert len(found) == len(HOSTILE)
    assert [p.en for p in found] == [cleaned(text, key) for text in HOSTILE]
    assert all(unicodedata.is_normalized("NFC", p.vi) for p in found)
    assert changes["illegal character removed"] > 0  # said, not silent
    assert found[-1].en == HOSTILE[-1]  # both tone styles stay as they are


def test_tmx_is_well_formed_with_what_clients_need(tmp_path: Path) -> None:
    path = tmp_path / "p.tmx"
    write([Pair(text, text, 0.5, id=str(n), doc='d"<&>') for n, text in enumerate(HOSTILE)] + [Pair("alone", "")], path)
    root = etree.parse(path, etree.XMLParser(load_dtd=False, no_network=True, huge_tree=True)).getroot()
    assert root.get("version") == "1.4"
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert required <= set(root.find("header").attrib)
    units = root.findall("body/tu")
    assert len({unit.get("tuid") for unit in units}) == len(units) == len(HOSTILE) + 1
    for unit in units:
        names = [child.tag for child in unit]
        assert names == sorted(names)  # prop before tuv
    assert len(units[-1].findall("tuv")) == 1


LEVEL_2 = """<?xml version="1.0"?><tmx version="1.4"><header/><body><tu tuid="7">
<tuv lang="EN-us"><seg>The <bpt i="1">&lt;b></bpt>two<ept i="1">&lt;/b></ept>
<hi>leaders</hi> met in<ph>&lt;br/></ph> Hue.</seg></tuv>
<tuv xml:lang="vi-VN"><seg>Hai nhà lãnh đạo gặp nhau ở Huế.</seg></tuv></tu></body></tmx>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_level_2_is_flattened_and_hi_text_kept(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "p.tmx"
    path.write_bytes(LEVEL_2.encode(encoding))
    (pair,) = read_tmx(path)
    assert pair.en == "The two\nleaders met in Hue."
    assert pair.vi == "Hai nhà lãnh đạo gặp nhau ở Huế."
    assert pair.id == "7"


def test_compressed_files_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    path = tmp_path / "p.tmx.gz"
    write([Pair("One.", "Một.")], path)
    first = path.read_bytes()
    write([Pair("One.", "Một.")], path)
    assert path.read_bytes() == first
    assert b"<seg>One.</seg>" in gzip.decompress(first)
    assert [p.en for p in read_pairs(path)] == ["One."]


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "p.tsv"
    path.write_text("old\n", encoding="utf-8")

    def broken() -> object:
        yield Pair("One.", "Một.")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(broken(), path)  # type: ignore[arg-type]
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_new_files_have_ordinary_permissions(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    with writing(tmp_path / "ours") as out:
        out.write("x")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_tsv_without_header_and_with_other_names(tmp_path: Path) -> None:
    path = tmp_path / "p.tsv"
    path.write_text("One.\tMột.\nTwo.\tHai.\n", encoding="utf-8")
    assert [(p.en, p.vi) for p in read_pairs(path)] == [("One.", "Một."), ("Two.", "Hai.")]
    path.write_text("id\ttarget\tsource\n7\tMột.\tOne.\n", encoding="utf-8")
    assert [(p.en, p.vi, p.id) for p in read_pairs(path)] == [("One.", "Một.", "7")]


def test_moses_files_of_unequal_length_are_refused(tmp_path: Path) -> None:
    (tmp_path / "p.en").write_text("One.\nTwo.\n", encoding="utf-8")
    (tmp_path / "p.vi").write_text("Một.\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match=r"1 line, but p\.en has 2"):
        list(read_pairs(tmp_path / "p.en"))


@given(st.lists(pairs, max_size=4))
@settings(deadline=None)  # the first example imports polars
def test_a_frame_holds_what_pairs_hold(given_pairs: list[Pair]) -> None:
    frame = to_frame(given_pairs)
    assert frame.columns == ["en", "vi", "score", "kind", "doc", "en_lines", "vi_lines", "id"]
    assert from_frame(frame) == [replace(pair, issues=()) for pair in given_pairs]  # a frame has no place for issues


VARIANTS = """<tmx version="1.4"><header/><body><tu tuid="7"><note>Check this.</note><prop type="x-score">85%</prop>
<prop type="x-client">ferry office</prop><tuv xml:lang="en-GB"><seg>The boat is full.</seg></tuv>
<tuv xml:lang="vi"><seg>Tàu đã đầy.</seg></tuv><tuv xml:lang="vi-VN"><seg>Tàu hết chỗ.</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Le bateau est plein.</seg></tuv></tu></body></tmx>"""


def test_no_text_of_a_unit_is_lost_and_the_rest_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(VARIANTS, encoding="utf-8")
    intake = read_pairs(path)
    assert [(p.en, p.vi, p.id, p.line) for p in intake] == [
        ("The boat is full.", "Tàu đã đầy.", "7", 1),
        ("The boat is full.", "Tàu hết chỗ.", "7", 1),
    ]
    assert intake.count == 2
    assert sorted(+intake.left_out) == [
        "note",
        "prop of another program",
        "unit without English and Vietnamese text",
        "x- prop that is not as songngu writes it",
    ]


def test_lines_of_units_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    given_pairs = [Pair("One\ntwo " * (n % 5), f"Một {n}") for n in range(1000)]
    write(given_pairs, path)
    lines = path.read_text(encoding="utf-8").split("\n")
    found = list(read_pairs(path))
    assert all(lines[pair.line - 1].startswith("<tu ") and f'tuid="{pair.id}"' in lines[pair.line - 1] for pair in found)


@given(st.lists(st.sampled_from(["1", "2", "10", "a", "a#1", "a#2", "b", ""]), max_size=12))
@settings(deadline=None)
def test_names_of_units_are_unique_and_come_back(ids: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tmx"
        write([Pair("One.", "Một.", id=name) for name in ids], path)
        names = [unit.get("tuid") for unit in etree.parse(path).getroot().findall("body/tu")]
        found = [pair.id for pair in read_pairs(path)]
    assert len(set(names)) == len(ids)
    assert [name for name, given_name in zip(found, ids, strict=True) if given_name] == [name for name in ids if name]


def test_names_beyond_those_remembered_are_unique(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.tmx.REMEMBERED", 3)
    path = tmp_path / "a.tmx"
    write([Pair("One.", "Một.", id=name) for name in ("x", "5", "x", "y", "y", "6", "5", "7")], path)
    names = [unit.get("tuid") for unit in etree.parse(path).getroot().findall("body/tu")]
    assert names == ["x", "5", "x#3", "y", "y#5", "6", "5#7", "7"]


TRAPS = {
    "billion laughs": '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><tmx version="1.4"><body>&b;</body></tmx>',
    "external entity": '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/hostname">]><tmx version="1.4"><body>&a;</body></tmx>',
    "external parameter": '<!DOCTYPE tmx [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]><tmx version="1.4"/>',
    "deep": '<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>' + "<hi>" * 200_000,
    "endless text": '<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>' + "ha " * 6_000_000,
    "endless tag": '<tmx version="1.4"><header/><body><tu tuid="' + "7" * 17_000_000,
    "cut off": '<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>One',
    "no tmx": "<html><body/></html>",
    "no body": '<tmx version="1.4"/>',
}


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_are_refused_with_one_line(trap: str, tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(TRAPS[trap], encoding="utf-8")
    with pytest.raises(UnreadableInput) as caught:
        list(read_pairs(path))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("key", ["tsv", "jsonl"])
def test_an_endless_line_is_refused(key: str, tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    with gzip.open(path, "wb") as out:
        out.write(b"x" * 17_000_000)
    with pytest.raises(UnreadableInput, match="the line has more than"):
        list(read_pairs(path, key))


def test_packed_files_are_known_by_their_bytes(tmp_path: Path) -> None:
    write([Pair("One.", "Một.")], tmp_path / "a.tsv.zst")
    (tmp_path / "b.tsv").write_bytes((tmp_path / "a.tsv.zst").read_bytes())
    assert [p.vi for p in read_pairs(tmp_path / "b.tsv")] == ["Một."]
    (tmp_path / "c.tsv.zst").write_bytes((tmp_path / "a.tsv.zst").read_bytes()[:-4])
    with pytest.raises(UnreadableInput, match="not a whole zstd file"):
        list(read_pairs(tmp_path / "c.tsv.zst"))


def test_csv_of_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('sep=;\r\nvi;en;remark\r\n"Trời\r\nmưa.";"It ""rained"".";x\r\n', encoding="utf-16")
    intake = read_pairs(path)
    assert [(p.en, p.vi) for p in intake] == [('It "rained".', "Trời\nmưa.")]
    assert list(intake.left_out) == ["column 'remark', which pairs have no place for"]
    path.write_text('en,vi\n"One,Một\n', encoding="utf-8")
    with pytest.raises(UnreadableInput, match="not CSV"):
        list(read_pairs(path))


@pytest.mark.parametrize("key", ["tsv", "jsonl", "jsonl-flat", "parquet", "tmx"])
@given(given_pairs=st.lists(pairs, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_columns_say_what_rows_say(key: str, given_pairs: list[Pair]) -> None:
    from exports.frames import read_frame, write_frame

    plain = [replace(pair, issues=(), id=pair.id or str(n)) for n, pair in enumerate(given_pairs, 1)]
    plain = [pair for pair in plain if any(cleaned(text, key) for text in (pair.en, pair.vi))]
    with tempfile.TemporaryDirectory() as folder:
        rows, columns = Path(folder) / "rows", Path(folder) / "columns"
        changes = write(plain, rows, key)
        assert write_frame(to_frame(plain), columns, key) == changes
        assert list(read_pairs(columns, key)) == list(read_pairs(rows, key))
        if plain:
            frame = read_frame(rows, key)
            assert list(zip(frame["en"], frame["vi"], strict=True)) == [(p.en, p.vi) for p in read_pairs(rows, key)]


HIDDEN = """<?xml version="1.0"?>
<tmx version="1.4"><header creationtool="x"/><body>
<!-- <tu tuid="1"><tuv xml:lang="en"><seg>Old.</seg></tuv><tuv xml:lang="vi"><seg>Cũ.</seg></tuv></tu> -->
<tu tuid="2"><tuv xml:lang="en"><seg>Boats.</seg></tuv><tuv xml:lang="vi"><seg>Thuyền.</seg></tuv></tu>
<tu tuid="3"><note>Look.</note><tuv xml:lang="en"><seg>Salt &amp; rice.</seg></tuv>
<tuv xml:lang="vi"><seg><![CDATA[Muối & gạo </tu><tu>]]></seg></tuv></tu>
<?keep <tu> ?><tu tuid="4"><tuv xml:lang="vi"><seg>Ghe.</seg></tuv><tuv xml:lang="en"><seg>Sampan.</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize("chunk", [5, 64, 1 << 16])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_plain_units_come_in_order_with_those_that_are_not(
    chunk: int, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.tmx.CHUNK", chunk)
    path = tmp_path / "a.tmx"
    path.write_bytes(HIDDEN.encode(encoding))
    assert [(pair.id, pair.en, pair.vi, pair.line) for pair in read_tmx(path)] == [
        ("2", "Boats.", "Thuyền.", 4),
        ("3", "Salt & rice.", "Muối & gạo </tu><tu>", 5),
        ("4", "Sampan.", "Ghe.", 7),
    ]


MALFORMED = {
    "bare ampersand": ("Salt & rice", r"invalid token \(column 38, unit 4"),
    "control": ("Salt\x01", r"invalid token \(column 36, unit 4"),
    "end of CDATA": ("Salt ]]> rice", r"invalid token \(column \d+, unit 4"),
    "no character": ("Salt\ufffe", r"invalid token \(column 36, unit 4"),
    "undefined entity": ("Salt&nbsp;", r"the entity &nbsp; is not defined in XML \(column 36, unit 4"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_what_is_malformed_is_said_with_line_column_and_unit(case: str, tmp_path: Path) -> None:
    text, message = MALFORMED[case]
    path = tmp_path / "a.tmx"
    write([Pair(text if n == 3 else "Fish.", "Cá.") for n in range(6)], path)
    whole = path.read_text(encoding="utf-8").splitlines()
    whole[8] = f'<tu><tuv xml:lang="en"><seg>abc{text}</seg></tuv><tuv xml:lang="vi"><seg>Cá.</seg></tuv></tu>'
    path.write_text("\n".join(whole), encoding="utf-8")
    with pytest.raises(UnreadableInput, match=f"a.tmx:9: .*{message}"):
        list(read_pairs(path))


def test_bytes_that_are_not_in_the_encoding_are_said_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(HIDDEN.replace("Boats", "Caf\xe9").encode("latin-1", "ignore"))
    with pytest.raises(UnreadableInput, match=r"a\.tmx:\d: byte 0x.. is not UTF-8"):
        list(read_pairs(path))
    path.write_bytes(HIDDEN.replace('"1.0"', '"1.0" encoding="UTF-16"').encode())
    with pytest.raises(UnreadableInput, match="the first line names UTF-16, but the file is not in it"):
        list(read_pairs(path))


def unit(number: int, **texts: str) -> str:
    """A unit of a TMX with a note, so that it takes a parser, if its number is odd."""
    tuvs = "".join(f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>' for language, text in texts.items())
    return f'<tu tuid="{number}">{"<note>x</note>" * (number % 2)}{tuvs}</tu>\n'


def tmx(*units: str) -> str:
    return f'<tmx version="1.4"><header/><body>\n{"".join(units)}</body></tmx>\n'


def test_texts_in_other_languages_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    units = [
        unit(1, en="One.", vi="Một.", fr="Un."),
        unit(2, en="Two.", vi="Hai."),
        unit(3, de="Drei."),
        unit(4, en="Four.", fr="4"),
    ]
    path.write_text(tmx(*units), encoding="utf-8")
    intake = read_pairs(path)
    assert [(pair.en, pair.vi) for pair in intake] == [("One.", "Một."), ("Two.", "Hai."), ("Four.", "")]
    assert intake.left_out["text in another language"] == 2
    assert intake.left_out["unit without English and Vietnamese text"] == 1


ONE_SIDED = {  # languages of each unit, what is said
    "English and French": (("en", "fr"), "no Vietnamese in this file (languages: en, fr)"),
    "Vietnamese and French": (("vi", "fr"), "no English in this file (languages: fr, vi)"),
    "German and French": (("de", "fr"), "no English and no Vietnamese in this file (languages: de, fr)"),
    "English and one without a name": (("en-GB", ""), "no Vietnamese in this file (languages: en)"),
}


@pytest.mark.parametrize("case", ONE_SIDED)
def test_a_tmx_of_another_pair_of_languages_is_refused_before_any_pair(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.tmx.CHUNK", 64)
    languages, message = ONE_SIDED[case]
    (tmp_path / "a.tmx").write_text(tmx(*(unit(n, **dict.fromkeys(languages, "One.")) for n in range(50))), encoding="utf-8")
    pairs = read_pairs(tmp_path / "a.tmx")
    with pytest.raises(UnreadableInput) as caught:
        next(pairs)
    assert message in str(caught.value)


@pytest.mark.parametrize("held", [0, 2, 100])
def test_a_unit_without_vietnamese_is_a_pair_where_others_have_some(
    held: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.tmx.MOST_HELD", held)
    first = [unit(n, en=f"{n}.", fr="x") for n in range(5)]
    (tmp_path / "a.tmx").write_text(tmx(*first, unit(5, en="5.", vi="Năm.")), encoding="utf-8")
    assert [pair.en for pair in read_pairs(tmp_path / "a.tmx")] == [f"{n}." for n in range(6)]


def test_a_tmx_with_one_language_alone_is_text_without_a_partner(tmp_path: Path) -> None:
    write([Pair("One.", ""), Pair("Two.", "")], tmp_path / "a.tmx")
    assert [pair.en for pair in read_pairs(tmp_path / "a.tmx")] == ["One.", "Two."]


def until_it_breaks(path: Path) -> list[str]:
    """The ids of the pairs that come before the error, which has to come."""
    pairs = read_pairs(path)
    found = []
    while True:
        try:
            found.append(next(pairs).id)
        except UnreadableInput:
            return found


@pytest.mark.parametrize("chunk", [7, 1 << 16])
@pytest.mark.parametrize("number", [0, 1])  # of the last unit: plain, or one that takes a parser
def test_a_unit_that_is_cut_off_is_no_pair(number: int, chunk: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.tmx.CHUNK", chunk)
    last = (
        unit(number, en="Salt &amp; rice.", vi="<![CDATA[Muối </tu>]]> và gạo.")
        if number
        else unit(number, en="Salt.", vi="Muối.")
    )
    whole = tmx(unit(2, en="One.", vi="Một."), unit(3, en="Two.", vi="Hai."), last)
    path = tmp_path / "a.tmx"
    start, end = whole.index(last), whole.index(last) + len(last.rstrip())
    for cut in range(start + 1, len(whole.rstrip()) - 1):
        path.write_text(whole[:cut], encoding="utf-8")
        assert until_it_breaks(path) == ["2", "3", *([str(number)] if cut >= end else [])], whole[:cut]


def test_cells_and_keys_without_a_place_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("en\tvi\nOne.\tMột.\tmore\nTwo.\tHai.\t\nThree.\tBa.\t\tx\ty\n", encoding="utf-8")
    intake = read_pairs(path)
    assert len(list(intake)) == 3
    assert +intake.left_out == {"cell beyond the columns of the first line": 2}
    path.write_text("One.\tMột.\t1\t\nTwo.\tHai.\t2\t\t3\n", encoding="utf-8")
    intake = read_pairs(path)
    assert len(list(intake)) == 2
    assert +intake.left_out == {
        "column 3, which pairs have no place for": 1,
        "cell beyond the columns of the first line": 1,
    }
    path = tmp_path / "a.jsonl"
    path.write_text('{"en": "a", "vi": "b", "glossary": [{"en": "a", "vi": "b"}], "context": [], "x": 1}\n', encoding="utf-8")
    intake = read_pairs(path)
    assert next(iter(intake)).glossary == (("a", "b"),)
    assert intake.left_out == {"key 'glossary', which pairs have no place for": 1, "key 'x', which pairs have no place for": 1}
