"""Formats that a file's content tells."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from corpus import Pair
from exports import FORMATS, read_pairs, write
from exports.recognition import recognise
from tests.conftest import Run

PAIRS = [
    Pair("The tide comes in at noon.", "Thủy triều lên lúc trưa.", 0.75, doc="tides.srt", id="1", span=(61_000, 63_500)),
    Pair("Pull the boat up.", "Kéo thuyền lên.", 0.5, doc="tides.srt", id="2", span=(64_000, 66_250)),
]
HEADS = {
    "tmx": (b'<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">', "tmx"),
    "tmx after a comment": (b"\n<!-- <xliff> --><tmx>", "tmx"),
    "tmx with a prefix, UTF-16": ('<?xml version="1.0" encoding="UTF-16"?><t:tmx xmlns:t="x">'.encode("utf-16"), "tmx"),
    "xliff": (b'\xef\xbb\xbf<?xml version="1.0"?><xliff version="1.2">', "xliff"),
    "other XML": (b"<html><body>", None),
    "jsonl": (b'{"en": "Salt.", "vi"', "jsonl"),
    "JSON array": (b'[\n {"en": "Salt."', "jsonl"),  # whose reader says what to do about it
    "po": (b'# Salt\nmsgid ""\nmsgstr ""\n', "po"),
    "srt": (b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:02,000\r\nSalt.\r\n", "srt"),
    "parquet": (b"PAR1\x15\x04", "parquet"),
    "zip": (b"PK\x03\x04" + b"word/document.xml", None),
    "tsv with names": (b"id\tsource\ttarget\n1\tSalt.\t", "tsv"),
    "tsv without names": ("Salt.\tMuối.\nRice.\tGạo.\nFi".encode(), "tsv"),
    "csv": ('"en","vi"\r\n"Salt.","Muối."\r\n'.encode(), "csv"),
    "text with a tab": (b"Salt and\trice\nand nothing else.\n", None),
    "text": (b"Salt, rice and fish.\n", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("case", HEADS)
def test_first_bytes_tell_the_format(case: str) -> None:
    head, expected = HEADS[case]
    assert recognise(head) == expected


TOLD = [key for key in FORMATS if key not in ("moses", "jsonl-flat", "xliff2")]


@pytest.mark.parametrize("key", TOLD)
def test_a_file_without_suffix_is_read_as_what_it_is(key: str, tmp_path: Path) -> None:
    write(PAIRS, tmp_path / "pairs", key)
    assert [(pair.en, pair.vi) for pair in read_pairs(tmp_path / "pairs")] == [(pair.en, pair.vi) for pair in PAIRS]


@pytest.mark.parametrize("key", ["tmx", "tsv", "jsonl", "po", "srt", "xliff"])
def test_standard_input_is_known_by_its_content(key: str, run: Run, tmp_path: Path) -> None:
    write(PAIRS, tmp_path / "pairs", key)
    content = (tmp_path / "pairs").read_bytes()
    for stdin in (content, gzip.compress(content)):
        done = run("convert", "-", "-", "--to", "tsv", stdin=stdin)
        assert done.returncode == 0
        assert done.stdout.count("\n") == 1 + len(PAIRS)


def test_what_cannot_be_known_is_refused_in_one_line(run: Run) -> None:
    for stdin in (b"Salt, rice and fish.\n", b""):
        done = run("convert", "-", "out.tsv", stdin=stdin)
        assert done.returncode == 2
        assert "name one with --from" in done.stderr
    assert "no such file" in run("convert", "missing", "out.tsv").stderr


def test_validate_takes_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    write(PAIRS, folder / "a.tmx")
    write(PAIRS, folder / "b.en-vi")
    (folder / "c.jsonl").write_text(json.dumps({"translation": {"en": "Salt."}}) + "\n", encoding="utf-8")
    (folder / "notes.txt").write_text("Nothing to see.\n", encoding="utf-8")
    done = run("validate", folder)
    assert done.returncode == 1
    assert [line.partition(": ")[0].rpartition("/")[2] for line in done.stderr.splitlines()] == ["a.tmx", "b.en-vi.en", "c.jsonl"]
    assert "no key vi" in done.stdout
