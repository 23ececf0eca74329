"""Validation: every fault is found with its line and a remedy, and nothing is found in what songngu writes."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from pathlib import Path

import pytest

from corpus import Pair
from exports import FORMATS, write
from exports.formats import Choices
from exports.validation import REMEDIES, validate
from tests.conftest import Run

PAIRS = [
    ("The ferry leaves at noon.", "Phà rời bến lúc trưa."),
    ("Salt & pepper cost < 5 dong.", "Muối & tiêu giá < 5 đồng."),
    ("“We fixed the roof,” she said.", "“Chúng tôi đã sửa mái nhà”, bà nói."),
    ("He waited\nfor an hour.", "Anh ấy đợi\nsuốt một tiếng."),
    ("Nobody was hurt.", "Không ai bị thương."),
]
TYPES = {"tmx": "a.tmx", "tsv": "a.tsv", "csv": "a.csv", "jsonl": "a.jsonl", "jsonl-flat": "a.jsonl", "parquet": "a.parquet"}
TYPES["moses"] = "a.en-vi"


def export(folder: Path, key: str, *, header: bool = True) -> Path:
    path = folder / TYPES[key]
    choices = Choices(header=header)
    write([Pair(en, vi, 0.5, doc="ferry.txt", id=str(n)) for n, (en, vi) in enumerate(PAIRS, 1)], path, key, choices)
    return path


def test_every_format_is_tried() -> None:
    assert set(TYPES) <= set(FORMATS)


@pytest.mark.parametrize("key", TYPES)
def test_nothing_is_found_in_what_songngu_writes(key: str, tmp_path: Path) -> None:
    report = validate(export(tmp_path, key), key, expected=5)
    assert report.findings == []
    assert report.pairs == 5


def broken_utf8(text: str) -> str:
    return text.encode().decode("cp1252", "ignore")


TMX = {
    "truncated": (lambda t: t[: len(t) // 2], "the file is cut off"),
    "empty": (lambda _: "", "the file is empty"),
    "raw ampersand": (lambda t: t.replace("&amp;", "&"), ":7: not well-formed XML: invalid token (column 154, unit 2"),
    "raw less-than": (lambda t: t.replace("&lt;", "<b>"), "element b inside seg; write < in text as &lt;"),
    "control character": (lambda t: t.replace("ferry leaves", "ferry \x0bleaves"), ":6: not well-formed XML"),
    "reference to one": (lambda t: t.replace("ferry leaves", "ferry &#2;leaves"), "reference to invalid character number"),
    "legal control": (
        lambda t: t.replace("ferry leaves", "ferry \x9fleaves"),
        "unit 1 (tuid 'ferry.txt-1'): English: character",
    ),
    "byte order mark inside": (lambda t: t.replace("ferry leaves", "ferry \ufeffleaves"), "character U+FEFF"),
    "entity": (lambda t: t.replace('tmx14.dtd"', 'tmx14.dtd" [<!ENTITY a "b">]'), "declares entities"),
    "undefined entity": (lambda t: t.replace("ferry leaves", "ferry&nbsp;leaves"), "the entity &nbsp; is not defined"),
    "no header": (lambda t: re.sub("<header.*/>", "", t), "no header"),
    "no srclang": (lambda t: t.replace(' srclang="en"', ""), ":4: header has no attribute srclang"),
    "segtype": (lambda t: t.replace('"sentence"', '"line"'), "segtype 'line'; write one of block"),
    "version": (lambda t: t.replace('"1.4"', '"1.4."'), "version '1.4.'"),
    "date": (lambda t: t.replace("datatype=", 'creationdate="2025-03-14" datatype='), "creationdate '2025-03-14'"),
    "encoding": (lambda t: t.replace("UTF-8", "ISO-8859-1"), ":1: the first line declares ISO-8859-1"),
    "lang": (lambda t: t.replace("xml:lang", "lang"), "rename it xml:lang"),
    "no language": (lambda t: t.replace(' xml:lang="vi"', ""), "tuv has no xml:lang"),
    "vn": (lambda t: t.replace('"vi"', '"vn"'), "'vn' is not the tag of Vietnamese"),
    "one language": (lambda t: t.replace('"vi"', '"en"'), "several English texts"),
    "one side": (lambda t: re.sub(r'<tuv xml:lang="vi">.*?</tuv>', "", t, flags=re.DOTALL), "no Vietnamese text"),
    "empty target": (lambda t: t.replace("Không ai bị thương.", " "), ":12: unit 5 (tuid 'ferry.txt-5'): no Vietnamese text"),
    "no seg": (lambda t: re.sub("<seg>Nobody.*?</seg>", "", t), "tuv without seg"),
    "stray text": (lambda t: t.replace("</tuv></tu>", "</tuv>and</tu>", 1), "text 'and' outside of seg"),
    "prop after tuv": (lambda t: re.sub("(<prop[^>]*>1-1</prop>)(.*)</tu>", r"\2\1</tu>", t), "prop after tuv; put it before"),
    "same tuid": (
        lambda t: t.replace("ferry.txt-2", "ferry.txt-1"),
        "unit 2 (tuid 'ferry.txt-1'): its tuid was",
    ),
    "no units": (lambda t: re.sub("<tu .*</tu>\n", "", t, flags=re.DOTALL), "no unit in body"),
    "other root": (lambda _: "<html/>", "element html as the root"),
    "not NFC": (lambda t: unicodedata.normalize("NFD", t), "not NFC"),
    "mojibake": (broken_utf8, "looks like"),
    "swapped": (lambda t: t.replace('"en"><seg', '"x"><seg').replace('"vi"', '"en"').replace('"x"', '"vi"'), "mostly Vietnamese"),
}
TSV = {
    "byte order mark": (lambda t: "\ufeff" + t, ":1: byte order mark"),
    "Windows line ends": (lambda t: t.replace("\n", "\r\n"), ":1: the line ends with CR LF"),
    "truncated": (lambda t: t[:-5], ":6: the last line has no line end"),
    "tab inside": (lambda t: t.replace("ferry leaves", "ferry\tleaves"), ":2: 11 cells, the first line has 10"),
    "line break inside": (lambda t: t.replace("ferry leaves", "ferry\nleaves"), ":2: 1 cell, the first line has 10"),
    "separator": (lambda t: t.replace("ferry leaves", "ferry\u2028leaves"), ":2: character U+2028"),
    "carriage return": (lambda t: t.replace("ferry leaves", "ferry\rleaves"), ":2: character U+000D"),
    "no header": (lambda t: t.split("\n", 1)[1], ":1: the first line does not name the columns"),
    "CSV quoting": (lambda t: t.replace("Nobody was hurt.", '"He said ""no""."'), ":6: a cell is quoted as in CSV"),
    "empty cell": (lambda t: t.replace("Nobody was hurt.", ""), ":6: no English text"),
    "damage": (lambda t: t.replace("Không", "Kh\ufffdng"), ":6: Vietnamese: replacement character U+FFFD"),
    "not NFC": (lambda t: unicodedata.normalize("NFD", t), "not NFC"),
    "mojibake": (broken_utf8, "looks like"),
    "mislabelled": (lambda t: t.replace("en\tvi", "vi\ten", 1), "the English side is mostly Vietnamese"),
}
JSONL = {
    "truncated": (lambda t: t[:-30], ":5: no valid JSON (column"),
    "array": (
        lambda t: json.dumps([json.loads(line) for line in t.split("\n") if line]),
        ":1: not an object, but a list; write one",
    ),
    "array, indented": (lambda t: json.dumps([t], indent=1), ":1: a JSON array"),
    "comma": (lambda t: t.replace("}\n", "},\n"), "more text after the object"),
    "flat": (lambda t: re.sub(r'"translation": \{(.*?)\}', r"\1", t), "flat: en and vi are not inside translation"),
    "wrong key": (lambda t: t.replace('"vi":', '"vn":'), "no key vi (keys: en, vn)"),
    "null": (lambda t: t.replace('"Không ai bị thương."', "null"), ":5: vi is no text, but null"),
    "type": (lambda t: t.replace("0.5", '"high"', 1), ":2: score is a number, and a text in earlier lines"),
    "other keys": (lambda t: t.replace('"kind"', '"type"', 1), ":2: keys that not every line has: kind, type"),
    "number": (lambda t: t + "7\n", ":6: not an object, but a number"),
    "not NFC": (lambda t: unicodedata.normalize("NFD", t), "not NFC"),
}
FAULTS = [(key, name, *fault) for key, faults in (("tmx", TMX), ("tsv", TSV), ("jsonl", JSONL)) for name, fault in faults.items()]


@pytest.mark.parametrize(("key", "name", "break_it", "message"), FAULTS, ids=[f"{key}: {name}" for key, name, *_ in FAULTS])
def test_every_fault_is_found(key: str, name: str, break_it: object, message: str, tmp_path: Path) -> None:
    path = export(tmp_path, key)
    text = path.read_text(encoding="utf-8")
    broken = break_it(text)  # type: ignore[operator]
    assert broken != text, name
    path.write_bytes(broken.encode())
    report = validate(path, key)
    found = [str(finding) for finding in report.findings]
    assert any(message in line for line in found), found
    assert all(line.startswith(str(path)) and "; " in line and "\n" not in line for line in found)


def test_utf_16_is_no_tsv_but_a_tmx(tmp_path: Path) -> None:
    tsv = export(tmp_path, "tsv")
    tsv.write_bytes(tsv.read_text(encoding="utf-8").encode("utf-16"))
    assert [finding.code for finding in validate(tsv, "tsv").findings] == ["encoding"]
    tmx = export(tmp_path, "tmx")
    tmx.write_bytes(tmx.read_text(encoding="utf-8").replace("UTF-8", "UTF-16").encode("utf-16"))
    assert validate(tmx, "tmx").findings == []


def test_moses_files_have_to_answer_to_each_other(tmp_path: Path) -> None:
    path = export(tmp_path, "moses")
    vietnamese = path.with_name("a.en-vi.vi")
    lines = vietnamese.read_text(encoding="utf-8").split("\n")
    vietnamese.write_text("\n".join(lines[1:]), encoding="utf-8")
    assert "4 lines, but a.en-vi.en has 5" in str(validate(path, "moses").findings[-1])
    vietnamese.write_text("\n".join(["", *lines[1:]]), encoding="utf-8")
    assert str(validate(path, "moses").findings[0]).endswith(f"a.en-vi:1: no Vietnamese text; {REMEDIES['empty']}")


def test_a_tsv_without_names_of_columns_has_to_be_called_so(tmp_path: Path) -> None:
    path = export(tmp_path, "tsv", header=False)
    assert validate(path, "tsv", header=False, expected=5).findings == []
    assert [finding.code for finding in validate(path, "tsv").findings] == ["header"]


def test_what_is_no_whole_file_is_a_finding(tmp_path: Path) -> None:
    path = export(tmp_path, "parquet")
    path.write_bytes(path.read_bytes()[:-20])
    assert "not a whole Parquet file" in str(validate(path, "parquet").findings[0])
    packed = tmp_path / "a.tsv.gz"
    packed.write_bytes(gzip.compress(export(tmp_path, "tsv").read_bytes())[:-9])
    assert "not a whole gzip file" in str(validate(packed, "tsv").findings[0])


def test_the_command_prints_findings_and_exits_1(run: Run, tmp_path: Path) -> None:
    export(tmp_path, "tmx")
    done = run("validate", "a.tmx", "--pairs", "5")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "a.tmx: tmx, 5 pairs, no findings\n")
    done = run("validate", "a.tmx", "--pairs", "6")
    assert done.returncode == 1
    assert done.stdout == "a.tmx: 5 pairs, expected 6; export it again, or look at what was left out\n"
    assert run("validate", "a.tmx", "no.tmx").returncode == 2


def test_many_findings_of_a_kind_are_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("en\tvi\n" + "one\n" * 20, encoding="utf-8")
    done = run("validate", "a.tsv")
    assert done.stdout.count("\n") == 3
    assert "20 findings, 17 more like them not shown (--show)" in done.stderr
