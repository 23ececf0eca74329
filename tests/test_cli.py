"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from exports.cli import app
from tests.conftest import ROOT, Run

ARTICLE = ROOT / "examples" / "article.txt"


def test_align_writes_tmx_and_says_what_was_left_over(run: Run, tmp_path: Path) -> None:
    done = run("align", ARTICLE, "-o", "article.tmx")
    assert done.returncode == 0
    assert done.stdout == ""
    assert done.stderr.startswith("10 pairs (9 1-1, 1 1-2)\n2 sentences without partner:\n  line 1 en: Mekong")
    assert (tmp_path / "article.tmx").read_text(encoding="utf-8").count("<tu ") == 10
    assert [path.name for path in tmp_path.iterdir()] == ["article.tmx"]  # no temporary file stays


def test_in_a_pipe_align_prints_tsv(run: Run) -> None:
    done = run("align", ARTICLE, "-q")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["en", "vi", "score", "kind", "doc", "en_lines", "vi_lines", "id", "issues", "span"]
    assert len(rows) == 11
    assert all(len(row) == 10 for row in rows)
    assert done.stderr == ""


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda text: text.encode(), id="utf-8"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="bom"),
        pytest.param(lambda text: text.encode("utf-16"), id="utf-16"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text).encode(), id="nfd"),
    ],
)
def test_standard_input_gives_the_same_pairs(run: Run, data: object) -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    sides = [line.split("\t")[:2] for line in run("align", ARTICLE, "-q").stdout.splitlines()]
    piped = run("align", "-", "-q", stdin=data(text))  # type: ignore[operator]
    assert [line.split("\t")[:2] for line in piped.stdout.splitlines()] == sides


def test_unaligned_text_is_kept_on_request(run: Run) -> None:
    done = run("align", ARTICLE, "--unaligned", "keep", "-q")
    assert "Mekong Delta city opens floating market museum\t\t\t1-0\tarticle.txt\t1\t\t1\t\t\n" in done.stdout


def test_moses_and_jsonl_and_back(run: Run, tmp_path: Path) -> None:
    run("align", ARTICLE, "-o", "a.tmx")
    for target in ("a.tsv", "a.jsonl", "a.en-vi"):
        assert run("convert", "a.tmx", target).returncode == 0
    assert json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[0])["translation"]["vi"].startswith("UBND")
    english = (tmp_path / "a.en-vi.en").read_text(encoding="utf-8").splitlines()
    assert len(english) == len((tmp_path / "a.en-vi.vi").read_text(encoding="utf-8").splitlines()) == 10
    assert run("convert", "a.jsonl", "b.tmx").returncode == 0
    assert (tmp_path / "b.tmx").read_bytes() == (tmp_path / "a.tmx").read_bytes()


def test_one_pair_is_called_one_pair(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("en\tvi\nIt rains.\tTrời mưa.\n", encoding="utf-8")
    assert run("convert", "a.tsv", "a.jsonl").stderr == "wrote a.jsonl (1 pair read)\n"
    assert run("validate", "a.jsonl").stderr == "a.jsonl: jsonl, 1 pair, no findings\n"


def test_language_tags_and_date_of_a_tmx(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    run("align", ARTICLE, "-o", "a.tmx", "--lang-tags", "en-US,vi-VN")
    text = (tmp_path / "a.tmx").read_text(encoding="utf-8")
    assert 'xml:lang="vi-VN"' in text
    assert 'srclang="en-US"' in text
    assert 'creationdate="19700101T000000Z"' in text


def test_inspect_shows_each_line_with_its_partner(run: Run) -> None:
    out = run("inspect", ARTICLE).stdout
    assert "layout: interleaved (1.00): English and Vietnamese lines alternate 6 times, vi lines marked '-'" in out
    assert "pairs: 10 (9 1-1, 1 1-2)" in out
    assert "lines without partner: 1,2" in out
    assert "    2  en     dateline  -      March 14, 2025  [a date and nothing else]" in out


def test_inspect_of_one_language_says_so(run: Run) -> None:
    done = run("inspect", ROOT / "tests" / "refused" / "english-news-viet-names.txt")
    assert done.returncode == 0
    assert "layout: monolingual" in done.stdout


def test_detect_prints_language_score_and_line(run: Run) -> None:
    done = run("detect", "-", stdin="The rice is cooked.\nCơm đã chín.\n12:30\n".encode())
    assert done.stdout == "en\t1.00\tThe rice is cooked.\nvi\t1.00\tCơm đã chín.\nnone\t1.00\t12:30\n"


def test_sentences_prints_one_on_each_line(run: Run) -> None:
    done = run("sentences", "-", "--language", "vi", stdin="Bà ở TP. Huế. Ông ở Q. 7.\n".encode())
    assert done.stdout == "Bà ở TP. Huế.\nÔng ở Q. 7.\n"


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


BAD = {
    "missing": (["align", "no.txt"], "no.txt: no such file"),
    "empty": (["align", b""], "the file is empty"),
    "white space": (["align", b" \n\t\n"], "the file holds only white space"),
    "binary": (["align", bytes(range(256)) * 20], "this is binary data, not text"),
    "docx": (["align", b"PK\x03\x04" + b"\0" * 100], "this is a zip archive (docx, xlsx, epub or odt), not text"),
    "pdf": (["align", b"%PDF-1.7\n"], "not a whole PDF"),
    "latin-1": (["align", "Caf\xe9 au lait\nTwo lines\n".encode("latin-1")], ":1: byte 0xE9 is not UTF-8"),
    "windows-1258": (
        ["align", "Hello there.\nTiê\u0301ng Viê\u0323t\n".encode("cp1258")],
        ":2: byte 0xEA is not UTF-8",
    ),
    "unknown encoding": (["align", b"Text\n", "--encoding", "klingon"], "unknown encoding 'klingon'"),
    "folder": (["align", "."], ".: no two files in it are named like {stem}.{lang}"),
    "two English files": (
        ["align", b"The cat sat here.\nIt was old.\n", b"The dog ran off.\n"],
        "there is no Vietnamese text",
    ),
    "long line": (["align", "Đây là một dòng dài. ".encode() * 50_000], ":1: the line has 1,050,000 characters"),
    "three files": (["align", b"a\n", b"b\n", b"c\n"], "3 files given"),
    "unknown suffix": (
        ["align", ARTICLE, "-o", "a.xyz"],
        "a.xyz: unknown format; name one with --to: tmx, tsv",
    ),
    "unknown layout": (["align", ARTICLE, "--layout", "spiral"], "--layout spiral: unknown; choose one of interleaved"),
    "bad tags": (
        ["align", ARTICLE, "-o", "a.tmx", "--lang-tags", "vi"],
        "--lang-tags vi: give an English and a Vietnamese tag",
    ),
    "no header to leave out": (
        ["align", ARTICLE, "-o", "a.tmx", "--no-header"],
        "--no-header: tmx has no names of columns in a first line; leave the option out",
    ),
    "no header to convert": (
        ["convert", b"en\tvi\na\tb\n", "a.jsonl", "--from", "tsv", "--no-header"],
        "--no-header: jsonl has no",
    ),
    "no header to validate": (["validate", b"{}", "--from", "jsonl", "--no-header"], "--no-header: jsonl has no"),
    "no folder": (["align", ARTICLE, "-o", "no/a.tmx"], "no/a.tmx: cannot be written (No such file or directory)"),
    "moses to stdout": (["align", ARTICLE, "--to", "moses"], "moses is two files and does not fit standard output"),
    "truncated tmx": (["convert", b"<tmx><body><tu>", "a.tsv", "--from", "tmx"], "not well-formed XML"),
    "entity bomb": (
        ["convert", b'<!DOCTYPE tmx [<!ENTITY a "ha">]><tmx version="1.4"/>', "a.tsv", "--from", "tmx"],
        "the file declares entities",
    ),
    "other xml": (["convert", b"<html/>", "a.tsv", "--from", "tmx"], "XML, but not TMX"),
    "one column": (["convert", b"en\tvi\nonly one\n", "a.tmx", "--from", "tsv"], ":2: 1 column, expected at least 2"),
    "no json": (
        ["convert", b'{"en": "a", "vi": "b"}\n{en}\n', "a.tmx", "--from", "jsonl"],
        ":2: no valid JSON (column 2: a key in double quotation marks is missing",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_gets_one_clear_line_and_leaves_nothing(run: Run, tmp_path: Path, case: str) -> None:
    arguments, message = BAD[case]
    inputs = [write(tmp_path / f"in{n}.txt", part) if isinstance(part, bytes) else part for n, part in enumerate(arguments)]
    before = sorted(tmp_path.iterdir())
    done = run(
        *inputs,
        *(["-o", "out.tmx"] if "-o" not in arguments and inputs[0] == "align" and "--to" not in arguments else []),
    )
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.startswith("songngu: error: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert sorted(tmp_path.iterdir()) == before


def test_usage_errors_exit_2(run: Run) -> None:
    assert run("align").returncode == 2
    assert run("aling", "x").returncode == 2


def test_an_internal_error_exits_4_with_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    from exports import cli

    monkeypatch.setattr(cli, "app", lambda **_: 1 / 0)
    monkeypatch.setattr(sys, "argv", ["songngu", "align", "x"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 4
    assert "internal error: ZeroDivisionError" in capsys.readouterr().err


def test_an_interrupted_command_exits_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    import typer

    from exports import cli

    app = typer.Typer()
    app.command()(interrupted)
    monkeypatch.setattr(cli, "app", app)
    monkeypatch.setattr(sys, "argv", ["songngu"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code == 130
    assert capsys.readouterr().err == "songngu: interrupted\n"


def test_same_input_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("a.tmx", "b.tmx"):
        run("align", ARTICLE, "-o", name)
    assert (tmp_path / "a.tmx").read_bytes() == (tmp_path / "b.tmx").read_bytes()


def commands() -> list[str]:
    return [command.callback.__name__ for command in app.registered_commands if command.callback]


@pytest.mark.parametrize("command", commands())
def test_every_command_has_help_with_an_example(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"Example:  songngu {command} " in done.stdout


def test_start_up_imports_nothing_heavy() -> None:
    import subprocess
    import sys

    code = "import sys, exports.cli; print([m for m in ('numpy', 'polars', 'langdetect', 'sacrebleu') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT).stdout == b"[]\n"


def test_output_never_replaces_the_input(run: Run, tmp_path: Path) -> None:
    data = b"One dog.\tM\xe1\xbb\x99t con ch\xc3\xb3.\n"
    (tmp_path / "a.tsv").write_bytes(data)
    for arguments in (("align", "a.tsv", "-o", "a.tsv"), ("convert", "a.tsv", "./a.tsv")):
        done = run(*arguments)
        assert done.returncode == 2
        assert "this is the input" in done.stderr
    assert (tmp_path / "a.tsv").read_bytes() == data


def test_a_device_is_written_to_and_a_link_followed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "target.tsv").write_text("old", encoding="utf-8")
    (tmp_path / "link.tsv").symlink_to("target.tsv")
    assert run("align", ARTICLE, "-o", "link.tsv").returncode == 0
    assert (tmp_path / "link.tsv").is_symlink()
    assert "Cần Thơ" in (tmp_path / "target.tsv").read_text(encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.tsv")
    reader = subprocess.Popen(["cat", "pipe.tsv"], cwd=tmp_path, stdout=subprocess.PIPE)
    assert run("align", ARTICLE, "-o", "pipe.tsv", "-q").returncode == 0
    assert "Cần Thơ" in reader.communicate(timeout=10)[0].decode()


def test_an_old_file_keeps_its_permissions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").touch(0o600)
    run("align", ARTICLE, "-o", "a.tsv")
    assert (tmp_path / "a.tsv").stat().st_mode & 0o777 == 0o600


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m exports.cli detect - | head -n 1; echo ${{PIPESTATUS[0]}}"
    lines = b"The rice is cooked and ready to eat.\n" * 20_000
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, input=lines, capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[1] == "0"
    assert done.stderr == b""


def test_min_score_and_the_list_of_what_is_left(run: Run) -> None:
    done = run("align", ARTICLE, "--min-score", "0.95")
    pairs, alone = (int(line.split()[0]) for line in done.stderr.splitlines()[:2])
    assert 0 < pairs < 10
    assert alone >= 2 + 2 * (10 - pairs)
    assert done.stderr.count("  line ") == alone


def test_lines_in_other_languages_are_named(run: Run) -> None:
    text = "The rice is cooked.\nCơm đã chín rồi.\nLe riz est cuit depuis longtemps, mais personne n'en veut.\n"
    done = run("align", "-", stdin=text.encode())
    assert "1 line in neither language:\n  line 3 other: Le riz est cuit" in done.stderr


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        pytest.param("Xin chào các bạn.\nHello friends.\n", [("Hello friends.", "Xin chào các bạn.")], id="two lines"),
        pytest.param(
            "The first of the boats left the harbour at six in the morning.\n"
            "Chiếc đầu tiên trong số những con tàu rời cảng lúc sáu giờ sáng.\n"
            "The others followed when the fog over the bay had lifted a bit.\n"
            "Những chiếc khác theo sau khi sương mù trên vịnh đã tan một ít.\n"
            "Nobody on the quay had expected so many passengers on that day.\n"
            "Không ai trên bến ngờ hôm ấy lại có nhiều khách đến thế.\n",
            3,
            id="lines of one length are not hard-wrapped",
        ),
    ],
)
def test_short_documents(run: Run, text: str, pairs: object) -> None:
    rows = [tuple(line.split("\t")[:2]) for line in run("align", "-", "-q", stdin=text.encode()).stdout.splitlines()[1:]]
    assert (len(rows) if isinstance(pairs, int) else rows) == pairs


def test_a_csv_with_semicolons_and_line_breaks_in_cells(run: Run, tmp_path: Path) -> None:
    text = 'English;Vietnamese\n"It rained.\nWe stayed.";"Trời mưa.\nChúng tôi ở lại."\nHe said ""no"".;Anh ấy nói không.\n'
    (tmp_path / "table.csv").write_text(text, encoding="utf-8-sig")
    rows = [line.split("\t")[:2] for line in run("align", "table.csv", "-q").stdout.splitlines()[1:]]
    assert rows[:2] == [["It rained.", "Trời mưa."], ["We stayed.", "Chúng tôi ở lại."]]


def test_convert_finds_the_order_of_unnamed_columns(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("Trời mưa suốt ngày.\tIt rained all day.\n", encoding="utf-8")
    assert (
        run("convert", "a.tsv", "-", "--to", "tsv").stdout.splitlines()[1].startswith("It rained all day.\tTrời mưa suốt ngày.")
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"en": "a", "vi": "b", "score": 9}', "9 is no score from 0 to 1"),
        ('{"en": "a", "vi": "b", "score": NaN}', "nan is no score from 0 to 1"),
        ("[" * 100_000, "too many brackets inside each other"),
    ],
)
def test_bad_json_values(run: Run, tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.jsonl").write_text(content + "\n", encoding="utf-8")
    done = run("convert", "a.jsonl", "b.tsv")
    assert done.returncode == 2
    assert message in done.stderr.replace("'", "")


def test_a_file_that_is_no_gzip(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv.gz").write_bytes(b"One.\tM\xe1\xbb\x99t.\n")
    done = run("convert", "a.tsv.gz", "b.tsv")
    assert done.returncode == 2
    assert "not a whole gzip file" in done.stderr


def test_a_tmx_without_english_and_vietnamese_is_refused_and_other_tags_are_known(run: Run, tmp_path: Path) -> None:
    tuvs = '<tuv xml:lang="{}"><seg>One.</seg></tuv><tuv xml:lang="{}"><seg>Một.</seg></tuv>'
    unit = f'<tmx version="1.4"><header/><body><tu>{tuvs}</tu></body></tmx>'
    (tmp_path / "a.tmx").write_text(unit.format("fr", "de"), encoding="utf-8")
    assert "no English and no Vietnamese in this file (languages: de, fr)" in run("convert", "a.tmx", "b.tsv").stderr
    (tmp_path / "a.tmx").write_text(unit.format("eng", "Vietnamese"), encoding="utf-8")
    assert "One.\tMột." in run("convert", "a.tmx", "-", "--to", "tsv").stdout


def test_long_lines_take_linear_time(run: Run, tmp_path: Path) -> None:
    import time

    started = time.process_time()
    for text in ("x," * 45_000, "a" * 90_000, "Mr. " * 22_000):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        assert run("detect", "a.txt").returncode == 0
        assert run("sentences", "a.txt").returncode == 0
    assert time.process_time() - started < 20


def test_moses_never_replaces_an_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "news.en").write_text("The sea is calm.\n", encoding="utf-8")
    (tmp_path / "news.vi").write_text("Biển lặng.\nChúng tôi ở nhà.\n", encoding="utf-8")
    done = run("align", "news.en", "news.vi", "-o", "news", "--to", "moses")
    assert done.returncode == 2
    assert "this is the input" in done.stderr
    assert "ở nhà" in (tmp_path / "news.vi").read_text(encoding="utf-8")


def test_an_undefined_entity_and_a_bad_date_are_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.tmx").write_text(
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>Ten&nbsp;dogs</seg></tuv>'
        "</tu></body></tmx>",
        encoding="utf-8",
    )
    assert "the entity &nbsp; is not defined in XML" in run("convert", "a.tmx", "b.tsv").stderr
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "99999999999999999999")
    done = run("align", ARTICLE, "-o", "c.tmx")
    assert done.returncode == 2
    assert "is no time in seconds" in done.stderr


@pytest.mark.parametrize("encoding", ["windows-1258", "utf-8-twice", "TCVN3", "undefined"])
def test_an_encoding_that_does_not_fit_is_one_line(run: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x8a\xff\x00\x8a text")
    done = run("align", "a.txt", "--encoding", encoding)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
