"""Nothing that a run reads is written over, and no two of its outputs are one file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from exports.cli import app, main
from exports.options import UsageError, keep_apart

PAIRS = "en\tvi\nThe boat is ready.\tThuyền đã sẵn sàng.\nWe leave at noon.\tChúng tôi đi lúc trưa.\n"
FILES = {
    "pairs.tsv": PAIRS,
    "sheet.key.tsv": PAIRS,
    "data/train.tsv": PAIRS,
    "terms.tsv": "boat\tthuyền\n",
    "words.tsv": "boat\tthuyền\n",
    "ties.tsv": "1\t1\n",
    "known.json": '{"version": 1, "findings": []}\n',
    "songngu.toml": '[check]\npreset = "mt"\n',
    "en.txt": "The boat is ready.\nWe leave at noon.\n",
    "vi.txt": "Thuyền đã sẵn sàng.\nChúng tôi đi lúc trưa.\n",
    "side.en": "The boat is ready.\n",
    "side.vi": "Thuyền đã sẵn sàng.\n",
    "texts/a.en": "The boat is ready.\n",
    "texts/a.vi": "Thuyền đã sẵn sàng.\n",
}
INPUT = "this is the input; name another output"
TWICE = "two outputs of this run would be this file"
REFUSED = {  # command line, what the error says
    "conflicts over a text": ("align en.txt vi.txt -o a.tsv --conflicts en.txt", f"en.txt: {INPUT}"),
    "pairs over anchors": ("align en.txt vi.txt --anchors ties.tsv -o ties.tsv", f"ties.tsv: {INPUT}"),
    "pairs over the lexicon": ("align en.txt vi.txt --lexicon words.tsv -o ./words.tsv", f"words.tsv: {INPUT}"),
    "beads over a text": ("align en.txt vi.txt --to beads -o vi.txt", f"vi.txt: {INPUT}"),
    "a folder over the lexicon": ("align texts -o . --lexicon a.tsv", f"a.tsv: {INPUT}"),
    "conflicts over a text of a folder": ("align texts -o out --conflicts texts/a.en", f"texts/a.en: {INPUT}"),
    "report over the glossary": ("check pairs.tsv --glossary terms.tsv -o terms.tsv", f"terms.tsv: {INPUT}"),
    "report over the baseline": ("check pairs.tsv --baseline known.json -o known.json", f"known.json: {INPUT}"),
    "report over the settings": ("check pairs.tsv --report songngu.toml.tsv --settings songngu.toml.tsv", INPUT),
    "report over the other side": ("check side.en --no-settings -o side.vi", f"side.vi: {INPUT}"),
    "table over the pairs": ("learn pairs.parquet -o pairs.parquet", f"pairs.parquet: {INPUT}"),
    "key over the pairs": ("sample sheet.key.tsv -n 1 -o sheet.tsv --blind", f"sheet.key.tsv: {INPUT}"),
    "train over the pairs": ("split data/train.tsv -o data --dev 1 --test 1", f"data/train.tsv: {INPUT}"),
    "scores over the pairs": ("score pairs.tsv -o pairs.tsv", f"pairs.tsv: {INPUT}"),
    "pairs over one side": ("convert side.en side.vi", f"side.en: {INPUT}"),
    "kept over the pairs": ("clean pairs.tsv -o pairs.tsv", f"pairs.tsv: {INPUT}"),
    "all over one": ("concat pairs.tsv terms.tsv -o terms.tsv", f"terms.tsv: {INPUT}"),
    "lines over the reference": ("compare --ref vi.txt a=side.vi -o vi.txt", f"vi.txt: {INPUT}"),
    "kept and dropped": ("clean pairs.tsv -o a.tsv --rejected a.tsv", f"a.tsv: {TWICE}"),
    "pairs and conflicts": ("align en.txt vi.txt -o a.tsv --conflicts ./a.tsv", f"a.tsv: {TWICE}"),
    "figures and lines": ("compare --ref vi.txt a=side.vi -o a.tsv --per-line a.tsv", f"a.tsv: {TWICE}"),
    "two reports": ("check pairs.tsv -o a.jsonl --report a.jsonl", f"a.jsonl: {TWICE}"),
    "report and baseline": ("check pairs.tsv -o a.jsonl --baseline a.jsonl --write-baseline", f"a.jsonl: {TWICE}"),
    "both on standard output": ("align en.txt vi.txt --to tsv --conflicts -", f"-: {TWICE}"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with `FILES`, which is the current one."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, same in (("songngu.toml.tsv", "songngu.toml"), ("a.tsv", "words.tsv"), ("pairs.parquet", "pairs.tsv")):
        (tmp_path / name).write_text(FILES[same], encoding="utf-8")
    (tmp_path / "wide.tsv").write_text(PAIRS, encoding="utf-16")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("line", "says"), REFUSED.values(), ids=list(REFUSED))
def test_no_output_takes_the_place_of_an_input_or_of_another_output(folder: Path, line: str, says: str) -> None:
    before = _state(folder)
    with pytest.raises(UsageError) as refused:
        app(line.split(), standalone_mode=False)
    assert says in str(refused.value)
    assert _state(folder) == before


STEPS = {
    "concat": 'use = "concat"\nin = ["pairs.tsv"]\nout = "pairs.tsv"',
    "export": 'use = "export"\nin = ["pairs.tsv"]\nout = "pairs.tsv"',
    "split": 'use = "split"\nin = ["data/train.tsv"]\nout = "data"\ndev = 1\ntest = 1',
    "rejected": 'use = "clean"\nin = ["pairs.tsv"]\nout = "a.jsonl"\nrejected = "a.jsonl"',
}


@pytest.mark.parametrize("use", STEPS)
def test_no_step_of_a_pipeline_does(folder: Path, use: str) -> None:
    (folder / "p.toml").write_text(f"[[step]]\n{STEPS[use]}\n", encoding="utf-8")
    before = _state(folder)
    with pytest.raises(CorpusError, match=r"step 1 .*(this is the input|two outputs)"):
        app(["run", "p.toml"], standalone_mode=False)
    assert _state(folder) == before


def test_a_later_step_writes_over_nothing_that_an_earlier_one_read(folder: Path) -> None:
    steps = (("pairs.tsv", "first.tsv"), ("first.tsv", "pairs.tsv"))
    text = "".join(f'[[step]]\nuse = "export"\nin = ["{one}"]\nout = "{other}"\n' for one, other in steps)
    (folder / "p.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"step 2 \(export\): .*pairs.tsv: this is the input"):
        app(["run", "p.toml"], standalone_mode=False)
    assert (folder / "pairs.tsv").read_text(encoding="utf-8") == PAIRS


def test_links_are_the_file_that_they_point_to_and_devices_are_nobodys(tmp_path: Path) -> None:
    plain, link = tmp_path / "plain", tmp_path / "link"
    plain.touch()
    link.symlink_to(plain)
    with pytest.raises(UsageError, match="link: this is the input"):
        keep_apart([plain], [link])
    keep_apart(["-", None], [Path("-"), None, Path("/dev/null"), Path("/dev/null"), plain])


REMEDIES = {  # command line, what the error says; nothing is left behind
    "a folder as output": ("convert pairs.tsv texts", "texts: cannot be written (this is a folder)"),
    "a folder for one text": ("align en.txt vi.txt -o texts", "texts: cannot be written (this is a folder)"),
    "a file for a folder": ("align texts -o a.tmx", "a.tmx: a folder is aligned to a folder"),
    "beads for a folder": ("align texts -o a.align", "name one, and the format with --to beads"),
    "a file for sets": ("split pairs.tsv -o en.txt --dev 1 --test 1", "en.txt: this is a file; name a folder"),
    "output of no format": ("convert pairs.tsv a.xyz", "a.xyz: unknown format; name one with --to: tmx, tsv"),
    "input of no format": ("convert en.txt a.tsv", "en.txt: unknown format; name one with --from: tmx, tsv"),
    "sample of no format": ("sample pairs.tsv -o a.xyz", "a.xyz: unknown format; end its name in one of .tmx, .tsv"),
    "sample of a text": ("sample en.txt -o b.tsv", "en.txt: unknown format; end its name in one of .tmx, .tsv"),
    "concat of a text": ("concat en.txt -o b.tsv", "en.txt: unknown format; end its name in one of .tmx, .tsv"),
    "concat of UTF-16": ("concat wide.tsv -o b.tsv", "UTF-16 text"),
    "no such column": ("sample pairs.tsv -o b.tsv --stratify mood", "--stratify mood: no such column"),
    "too few pairs": ("split pairs.tsv -o data --dev 9", "pairs are not enough"),
    "no glossary": ("check pairs.tsv --glossary en.txt", "en.txt: unknown format; end its name in one of"),
    "no such file": ("check no.txt", "no.txt: no such file"),
}


@pytest.mark.parametrize(("line", "says"), REMEDIES.values(), ids=list(REMEDIES))
def test_an_error_names_what_the_command_has_and_leaves_nothing(folder: Path, line: str, says: str) -> None:
    before = sorted(folder.rglob("*"))
    with pytest.raises(CorpusError) as refused:
        app(line.split(), standalone_mode=False)
    assert says in str(refused.value)
    assert sorted(folder.rglob("*")) == before


def test_a_sample_goes_to_standard_output(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    app(["sample", "pairs.tsv", "-n", "1", "-o", "-"], standalone_mode=False)
    assert capfd.readouterr().out.startswith("en\tvi\t")


def test_a_suffix_asks_for_beads(folder: Path) -> None:
    app(["align", "en.txt", "vi.txt", "-o", "b.align"], standalone_mode=False)
    assert (folder / "b.align").read_text(encoding="utf-8").startswith("[0]:[0]:")


WRONG_OPTIONS = {
    "no output": (["clean", "pairs.tsv"], "Missing option '--output' / '-o'; see songngu clean --help"),
    "unknown option": (["run", "--foo"], "No such option: --foo; see songngu run --help"),
    "unknown command": (["aling"], "; see songngu --help"),
}


@pytest.mark.parametrize(("words", "says"), WRONG_OPTIONS.values(), ids=list(WRONG_OPTIONS))
def test_wrong_options_get_one_line(
    words: list[str], says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["songngu", *words])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert told.startswith("songngu: error: ")
    assert told.endswith(f"{says}\n")
    assert told.count("\n") == 1
