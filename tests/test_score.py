"""Files of pairs with a score added."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import Pair, score
from exports import write
from tests.conftest import Run
from tests.test_legacy import LOWER, encoded

PAIRS = [("The school is closed.", "Trường học đóng cửa."), ("The school is closed.", "Giá gạo tăng mạnh."), ("It rains.", "")]


def test_a_tsv_keeps_its_columns_and_rows(run: Run, tmp_path: Path) -> None:
    rows = [f'{n}\t{vi}\t"x  {n}\t{en}' for n, (en, vi) in enumerate(PAIRS)]
    (tmp_path / "a.tsv").write_text("\n".join(["ID\tvi\tnote\ten", *rows[:2], "", rows[2]]) + "\n", encoding="utf-8")
    assert run("score", "a.tsv", "-o", "b.tsv").stderr == "wrote b.tsv\n"
    head, *lines = (tmp_path / "b.tsv").read_text(encoding="utf-8").splitlines()
    assert head == "ID\tvi\tnote\ten\tscore"
    assert lines.pop(2) == ""
    assert lines == [f"{row}\t{score(en, vi):.4f}" for row, (en, vi) in zip(rows, PAIRS, strict=True)]


def test_an_old_score_is_replaced_in_its_place(run: Run) -> None:
    done = run("score", "-", stdin="score\ten\tvi\n9\tThe school is closed.\tTrường học đóng cửa.\n".encode())
    assert done.stdout == f"score\ten\tvi\n{score(*PAIRS[0]):.4f}\tThe school is closed.\tTrường học đóng cửa.\n"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_columns_without_names(run: Run, order: tuple[int, int]) -> None:
    lines = ["\t".join(pair[at] for at in order) for pair in PAIRS[:2]]
    done = run("score", "-", stdin="\n".join(lines).encode())
    assert done.stdout.splitlines() == [f"{line}\t{score(*pair):.4f}" for line, pair in zip(lines, PAIRS, strict=False)]


def test_jsonl(run: Run, tmp_path: Path) -> None:
    rows = [{"id": 1, "translation": {"en": PAIRS[0][0], "vi": PAIRS[0][1]}}, {"en": "A.", "vi": "B.", "more": [1]}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    found = [json.loads(line) for line in run("score", "a.jsonl").stdout.splitlines()]
    assert found == [{**rows[0], "score": score(*PAIRS[0])}, {**rows[1], "score": score("A.", "B.")}]


def test_a_reference_adds_the_metrics_of_sacrebleu(run: Run, tmp_path: Path) -> None:
    import sacrebleu

    texts = ("The school is closed.", "Trường đóng cửa rồi.", "Trường học đóng cửa.")
    (tmp_path / "a.tsv").write_text("en\tvi\thuman\n" + "\t".join(texts) + "\n", encoding="utf-8")
    head, row = run("score", "a.tsv", "--ref", "human").stdout.splitlines()
    assert head == "en\tvi\thuman\tscore\tbleu\tchrf\tter"
    metrics = (sacrebleu.BLEU(effective_order=True), sacrebleu.CHRF(), sacrebleu.TER())
    assert row.split("\t")[4:] == [f"{m.sentence_score(texts[1], [texts[2]]).score:.4f}" for m in metrics]
    (tmp_path / "a.jsonl").write_text(json.dumps(dict(zip(("en", "vi", "human"), texts, strict=True))), encoding="utf-8")
    found = json.loads(run("score", "a.jsonl", "--ref", "human").stdout)
    assert found["chrf"] == pytest.approx(sacrebleu.CHRF().sentence_score(texts[1], [texts[2]]).score, abs=1e-9)


@pytest.mark.parametrize("ref", ["3", "human"])
@pytest.mark.parametrize("head", ["en\tvi\thuman", "src\ttgt\thuman"])
def test_a_header_is_no_pair_however_the_reference_is_named(run: Run, head: str, ref: str) -> None:
    done = run("score", "-", "--ref", ref, stdin=f"{head}\nIt rains.\tTrời mưa.\tTrời đang mưa.\n".encode())
    first, *rows = done.stdout.splitlines()
    assert first == f"{head}\tscore\tbleu\tchrf\tter"
    assert len(rows) == 1


@pytest.mark.parametrize("name", ["a.tsv", "a.jsonl"])
def test_legacy_text_is_scored_with_the_option_that_its_error_names(run: Run, tmp_path: Path, name: str) -> None:
    text = " ".join(LOWER.splitlines())
    line = f"It rains.\t{text}\n" if name == "a.tsv" else f'{{"en": "It rains.", "vi": "{text}"}}\n'
    (tmp_path / name).write_bytes(encoded(line, "tcvn3"))
    assert "give --encoding auto" in run("score", name).stderr
    assert text in run("score", name, "--encoding", "auto").stdout


@pytest.mark.parametrize(
    ("name", "content", "arguments", "message"),
    [
        ("a.tsv", "en\tvi\nIt rains.\n", (), "a.tsv:2: 1 column, expected at least 2"),
        ("a.tsv", "It rains.\n", (), "a.tsv:1: 1 column,"),
        ("a.tsv", "", (), "there are no pairs to score; give a file with pairs in it"),
        ("a.tsv", "en\tvi\n", (), "there are no pairs to score"),
        ("a.tsv", "en\tvi\n\n\t\n \n", (), "there are no pairs to score"),
        ("a.jsonl", "", ("-o", "out.jsonl"), "there are no pairs to score"),
        ("a.jsonl", "\n \n", ("-o", "out.jsonl"), "there are no pairs to score"),
        ("a.jsonl", '{"en": "x"}', ("-o", "out.jsonl"), "a.jsonl:1: no key 'vi' (keys: 'en'); each line is an object like"),
        (
            "a.tsv",
            "en\tvi\na\tb\n",
            ("--ref", "human"),
            "there is no column 'human'; the first line has en, vi; name one, or count from 1: --ref 2\n",
        ),
        ("a.tsv", "en\tvi\na\tb\n", ("--ref", "3"), "there is no column '3'; the first line has en, vi; name one"),
        ("a.tsv", "en\told\tref\na\tb\tc\n", (), "there is no column 'vi'; the first line has en, old, ref; name the columns"),
        ("a.tsv", "English text\told\na\tb\n", (), "there is no column 'vi'; the first line has English text, old; name the"),
        ("a.tsv", "en\tvi\na\tb\n", ("--from", "tmx"), "--from tmx: unknown; choose one of tsv, jsonl"),
        ("a.tsv", "en\tvi\na\tb\n", ("-o", "a.tsv"), "this is the input"),
        (
            "a.tsv",
            "en\tvi\na\tb\n",
            ("-o", "out.jsonl"),
            "-o out.jsonl: a.tsv is read as TSV and keeps its format; end it in .tsv",
        ),
        ("a.jsonl", '{"en": "x", "vi": "y"}', ("-o", "out.tsv"), "-o out.tsv: a.jsonl is read as JSONL and keeps its format"),
        ("a.tsv", "en\tvi\na\tb\n", ("-o", "out.foo"), "-o out.foo: unknown suffix; end it in .tsv or .jsonl"),
        ("b.tsv", "", (), "a.tsv: no such file; check the path"),
    ],
)
def test_wrong_input_is_one_line_and_leaves_no_file(
    run: Run, tmp_path: Path, name: str, content: str, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    done = run("score", name.replace("b.", "a."), *(arguments or ("-o", "out.tsv")))
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == {name}


OTHERS = {  # what is given to score, what it says
    "Tide.v2.tmx": "score reads TSV and JSONL, and this is TMX; convert it first: songngu convert Tide.v2.tmx Tide.tsv",
    "a.csv": "score reads TSV and JSONL, and this is CSV; convert it first: songngu convert a.csv a.tsv",
    "a.po.gz": "score reads TSV and JSONL, and this is PO; convert it first: songngu convert a.po.gz a.tsv",
    "tmx": "score reads TSV and JSONL, and this is TMX; convert it first: songngu convert tmx tmx.tsv",
    "folder": "folder: this is a folder; name a file in it",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_score_does_not_read_is_said_and_how_to_convert_it(name: str, run_here: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    if name != "folder":
        write([Pair(*PAIRS[0])], tmp_path / name, "tmx" if name == "tmx" else None)
    done = run_here("score", name, "-o", "out.tsv")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert OTHERS[name] in done.stderr
    assert not (tmp_path / "out.tsv").exists()


def test_the_content_tells_the_format_where_the_name_does_not(run_here: Run, tmp_path: Path) -> None:
    row = json.dumps({"en": PAIRS[0][0], "vi": PAIRS[0][1]})
    assert json.loads(run_here("score", "-", stdin=row.encode()).stdout)["score"] == score(*PAIRS[0])
    (tmp_path / "pairs.txt").write_text("\t".join(PAIRS[0]) + "\tmore\nIt rains.\tTrời mưa.\n", encoding="utf-8")
    assert len(run_here("score", "pairs.txt").stdout.splitlines()) == 2


EMPTY = {"header.tsv": "en\tvi\n", "nothing.tsv": "", "blank.jsonl": "\n", "header.csv": "en,vi\n"}


@pytest.mark.parametrize("name", EMPTY)
def test_no_pairs_are_an_error_of_check_and_score_and_said_by_convert(name: str, run_here: Run, tmp_path: Path) -> None:
    (tmp_path / name).write_text(EMPTY[name], encoding="utf-8")
    checked = run_here("check", name)
    assert (checked.returncode, checked.stdout) == (2, "")
    assert checked.stderr == f"songngu: error: {name}: there are no pairs to check; give a file with pairs in it\n"
    scored = run_here("score", name)
    assert (scored.returncode, scored.stdout, scored.stderr.count("\n")) == (2, "", 1)
    assert "wrote out.jsonl (0 pairs read)" in run_here("convert", name, "out.jsonl").stderr
    assert run_here("convert", name, "-", "--to", "tsv").stderr == "0 pairs read\n"
