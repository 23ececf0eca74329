"""Translations against references: the figures of sacrebleu, from blocks, by any number of processes."""

from __future__ import annotations

import gzip
import json
import random
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.comparison import Block, Tally, block_statistics
from corpus.errors import UnknownName, UnreadableInput
from corpus.metric import BLOCK, METRICS, corpus_score, line_scores, statistics
from corpus.significance import TESTS
from exports.comparing import LinesDiffer, Texts, measured
from exports.lines import Place, place, read_lines, text_lines
from tests.conftest import Run
from tests.test_legacy import LOWER, encoded

REFERENCE = [
    "Giá gạo tăng mạnh trong tuần qua.",
    "Trường học đóng cửa vì bão số 5.",
    "Bà tôi bán dứa ở chợ nổi suốt 40 năm.",
    "Hai nhà lãnh đạo đã gặp nhau tại Hà Nội hôm thứ Ba.",
    "Con đường ven sông sẽ được mở rộng vào năm tới.",
    'Ông nói: "Chúng tôi không bán nhà."',
]
OTHER_REFERENCE = [
    "Tuần qua, giá gạo tăng mạnh.",
    "Trường đóng cửa do cơn bão số 5.",
    "Suốt 40 năm bà tôi bán dứa ở chợ nổi.",
    "Hôm thứ Ba, hai lãnh đạo gặp nhau ở Hà Nội.",
    "Sang năm, đường ven sông sẽ mở rộng.",
    "Ông bảo họ không bán nhà.",
]
OLD = [
    "Giá gạo đã tăng nhiều tuần trước.",
    "Trường đóng cửa vì cơn bão số 5.",
    "Bà tôi bán dứa ở chợ nổi trong 40 năm.",
    "Hai nhà lãnh đạo gặp nhau ở Hà Nội hôm thứ Ba.",
    "Đường ven sông được mở rộng năm tới.",
    "",
]
NEW = [
    "Giá gạo tăng mạnh trong tuần qua.",
    "Trường học đóng cửa do bão số 5.",
    "Bà tôi bán dứa ở chợ nổi suốt 40 năm.",
    "Hai lãnh đạo đã gặp nhau tại Hà Nội vào thứ Ba.",
    "Con đường ven sông sẽ mở rộng vào năm tới.",
    'Ông ấy nói: "Chúng tôi không bán nhà".',
]
SENTENCES = {"source": ["One.", "Two.", "Three.", "Four.", "Five.", "Six."], "ref": REFERENCE, "old": OLD, "new": NEW}


def own(name: str, *, single: bool = False) -> Any:
    """The metric as sacrebleu's users make it."""
    import sacrebleu

    made: dict[str, Callable[[], Any]] = {
        "bleu": lambda: sacrebleu.BLEU(effective_order=single),
        "chrf": sacrebleu.CHRF,
        "chrf++": lambda: sacrebleu.CHRF(word_order=2),
        "ter": sacrebleu.TER,
    }
    return made[name]()


def shuffled(lines: Sequence[str], count: int, seed: int) -> list[str]:
    """Lines of the given ones with some words dropped, moved or doubled."""
    chance = random.Random(seed)
    found = []
    for n in range(count):
        words = lines[n % len(lines)].split()
        for _ in range(chance.randrange(3) if words else 0):
            words.insert(chance.randrange(len(words) + 1), words.pop(chance.randrange(len(words))))
        found.append(" ".join(words[chance.randrange(2) :]))
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, lines in SENTENCES.items():
        (tmp_path / name).with_suffix(".vi").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", METRICS)
@pytest.mark.parametrize("references", [[REFERENCE], [REFERENCE, OTHER_REFERENCE]], ids=["one", "two"])
def test_figures_of_a_corpus_and_of_lines_are_those_of_sacrebleu(name: str, references: list[list[str]]) -> None:
    metric = own(name)
    expected = metric.corpus_score(OLD, references)
    found = corpus_score(name, OLD, *references)
    assert found.value == pytest.approx(expected.score, abs=1e-9)
    assert found.signature == str(metric.get_signature())
    lines = [own(name, single=True).sentence_score(line, list(refs)).score for line, *refs in zip(OLD, *references, strict=True)]
    assert [line[name] for line in line_scores([name], OLD, *references)] == pytest.approx(lines, abs=1e-9)


@pytest.mark.parametrize("name", ["bleu", "chrf", "ter"])
def test_blocks_add_up_to_the_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.metric.BLOCK", 50)
    count = 2 * 50 + 7
    translations, references = shuffled(NEW, count, 1), [shuffled(REFERENCE, count, 2), shuffled(OTHER_REFERENCE, count, 3)]
    expected = own(name).corpus_score(translations, references).score
    assert corpus_score(name, translations, *references).value == pytest.approx(expected, abs=1e-9)


words = st.text(alphabet="abđế .,5", max_size=12)


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.tuples(words, words), min_size=1, max_size=5))
def test_any_text_gets_the_figure_of_sacrebleu(lines: list[tuple[str, str]]) -> None:
    translations, references = ([line[n] for line in lines] for n in (0, 1))
    for name in METRICS:
        expected = own(name).corpus_score(translations, [references]).score
        assert corpus_score(name, translations, references).value == pytest.approx(expected, abs=1e-9)


def compared(metrics: Sequence[str], systems: dict[str, list[str]], references: list[list[str]], test: str, **more: int) -> Any:
    tally = Tally(metrics, list(systems), keep=True)
    count = len(references[0])
    for start in range(0, count, 100):
        part = slice(start, start + 100)
        block = Block(
            start + 1,
            (),
            tuple(tuple(lines[part]) for lines in references),
            tuple(tuple(lines[part]) for lines in systems.values()),
        )
        tally.add(block_statistics(metrics, block))
    return tally.compare(len(references), test, more.get("samples", 200), more.get("seed", 12345))


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("seed", [12345, 7])
@pytest.mark.parametrize("references", [1, 2])
def test_means_intervals_and_p_are_those_of_sacrebleu(
    test: str, seed: int, references: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sacrebleu.significance import PairedTest

    count, samples = 250, 200
    monkeypatch.setenv("SACREBLEU_SEED", str(seed))
    systems = {"old": shuffled(OLD, count, 1), "new": shuffled(NEW, count, 2), "same": shuffled(OLD, count, 1)}
    refs = [shuffled(lines, count, 3) for lines in (REFERENCE, OTHER_REFERENCE)[:references]]
    metrics = {name: own(name) for name in METRICS}
    signatures, expected = PairedTest(list(systems.items()), metrics, refs, test_type=TESTS[test].key, n_samples=samples)()
    found = compared(list(METRICS), systems, refs, test, samples=samples, seed=seed)
    for name in METRICS:
        title = METRICS[name].title
        assert found.signatures[name] == str(signatures[title])
        for result, wanted in zip([r for r in found.results if r.metric == name], expected[title], strict=True):
            assert not isinstance(wanted, str)
            assert result.value == pytest.approx(wanted.score, abs=1e-9)
            p = 1.0 if result.system == "same" else wanted.p_value  # sacrebleu: significantly different from itself
            tested = [result.significance.p, result.significance.mean, result.significance.interval]
            assert tested == [v if v is None else pytest.approx(v, abs=1e-9) for v in (p, wanted.mean, wanted.ci)]


@pytest.mark.parametrize("test", TESTS)
def test_samples_drawn_in_turn_are_those_drawn_at_once(test: str, monkeypatch: pytest.MonkeyPatch) -> None:
    systems = {"old": shuffled(OLD, 90, 1), "new": shuffled(NEW, 90, 2)}
    refs = [shuffled(REFERENCE, 90, 3)]
    whole = compared(["bleu", "chrf"], systems, refs, test)
    monkeypatch.setattr("corpus.significance.CELLS", 64)
    assert compared(["bleu", "chrf"], systems, refs, test) == whole


def test_seed_and_samples_matter() -> None:
    systems, refs = {"old": shuffled(OLD, 60, 1), "new": shuffled(NEW, 60, 2)}, [REFERENCE * 10]
    first, second = (compared(["chrf"], systems, refs, "bootstrap", seed=seed) for seed in (0, 1))
    assert first.results != second.results
    assert first == compared(["chrf"], systems, refs, "bootstrap", seed=0)


def test_wrong_arguments_of_the_functions() -> None:
    with pytest.raises(UnknownName, match="choose one of bleu, chrf"):
        corpus_score("comet", ["a"], ["a"])
    with pytest.raises(ValueError, match="numbers of lines differ: 1, 2"):
        statistics("chrf", [["a"]], [["a", "b"]])
    with pytest.raises(ValueError, match="numbers of lines differ"):
        list(line_scores(["chrf"], ["a"], ["a", "b"]))
    with pytest.raises(ValueError, match="no sentences"):
        corpus_score("chrf", [], [])
    assert statistics("chrf", [[], []], [[]]) == [[], []]


# reading


def test_lines_of_every_kind_of_file(tmp_path: Path) -> None:
    texts = ["Trời mưa.", "", "Nhà ở xa."]
    (tmp_path / "plain.vi").write_bytes("\ufeffTrời mưa.\r\n\r\nNhà ở xa.".encode())
    (tmp_path / "old.vi").write_text("Trời mưa.\n\nNhà ở xa.\n", encoding="utf-16")
    (tmp_path / "a.vi.gz").write_bytes(gzip.compress("\n".join(texts).encode()))
    (tmp_path / "a.tsv").write_text("en\tvi\tmt\nIt rains.\tTrời mưa.\ta\n\t\t\nIt is far.\tNhà ở xa.\tb\n", encoding="utf-8")
    rows = [{"en": "x", "translation": {"vi": text}, "mt": "m"} for text in texts]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    for name in ("plain.vi", "old.vi", "a.vi.gz", "a.tsv", "a.tsv:2", "a.tsv:VI", "a.jsonl", "a.jsonl:vi"):
        assert list(read_lines(place(str(tmp_path / name)), "vi")) == texts, name
    assert list(read_lines(place(f"{tmp_path}/a.tsv:mt"), "vi")) == ["a", "", "b"]
    assert list(read_lines(place(f"{tmp_path}/a.tsv"), "en")) == ["It rains.", "", "It is far."]
    assert list(read_lines(place(f"{tmp_path}/a.jsonl:mt"), "vi")) == ["m"] * 3
    (tmp_path / "bare.tsv").write_text("It rains.\tTrời mưa.\n", encoding="utf-8")
    assert list(read_lines(place(f"{tmp_path}/bare.tsv:2"), "vi")) == ["Trời mưa."]


HEADERS = {
    "both languages": ("id\ten\tvi", ["2", "3"], 1),
    "a usual name among others": ("src\told system\tref", ["1", "old system", "3"], 1),
    "names of other people": ("English text\tNew\tHuman", ["1", "2", "3"], 1),
    "a Vietnamese name": ("key\tBản dịch\tref", ["1", "2", "3"], 1),
    "a name that was asked for": ("English!\tNew\tHuman", ["1", "2", "human"], 1),
    "none": ("It rains.\tTrời mưa.\tTrời đang mưa.", ["1", "2", "3"], 2),
    "text in English": ("source\tnguồn\tvăn bản gốc", ["1", "2", "3"], 2),
    "text without Vietnamese letters": ("Menu\tMenu\tref", ["1", "2", "3"], 2),
    "a number in a text": ("1\t3\tba", ["1", "2", "3"], 2),
}


@pytest.mark.parametrize(("head", "columns", "lines"), HEADERS.values(), ids=list(HEADERS))
def test_a_column_has_as_many_lines_by_its_number_as_by_its_name(
    tmp_path: Path, head: str, columns: list[str], lines: int
) -> None:
    (tmp_path / "all.tsv").write_text(f"{head}\na\tb\tc\n", encoding="utf-8")
    places = [place(f"{tmp_path}/all.tsv:{column}") for column in columns]
    (block,) = Texts({"first": places[0], "second": places[1]}, tuple(places[2:])).blocks()
    assert len(block) == lines


def test_lines_of_a_tmx(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("en\tvi\nIt rains.\tTrời mưa.\n", encoding="utf-8")
    run("convert", "a.tsv", "a.tmx")
    assert list(read_lines(Place(tmp_path / "a.tmx"), "vi")) == ["Trời mưa."]
    assert list(read_lines(Place(tmp_path / "a.tmx"), "en")) == ["It rains."]


def test_a_name_with_a_colon_is_a_file_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert place(f"{tmp_path}/a:b") == Place(tmp_path / "a", "b")
    (tmp_path / "a:b").touch()
    assert place(f"{tmp_path}/a:b") == Place(tmp_path / "a:b")
    assert place("C:\\x\\a.vi").column is None


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.vi", b"Xin ch\xe0o\n", "is not UTF-8"),
        (
            "a.vi",
            b"a\n" * 5000 + b"Xin ch\xe0o\n",
            "a.vi:5001: byte 0xE0 is not UTF-8; save the file as UTF-8, or give --encoding auto",
        ),
        ("a.vi", b"%PDF-1.7\n", "this is a PDF"),
        ("a.tsv", b"x\ty\n1\t2\n", "no column 'vi'; the first line has x, y"),
        ("a.tsv", b"en\tvi\none\n", "a.tsv:2: 1 column, expected at least 2"),
        ("a.jsonl", b'{"en": "x"}\n', "a.jsonl:1: 'vi' is no text; the keys are 'en'"),
        ("a.jsonl", b"[1]\n", "a.jsonl:1: not an object"),
        ("a.jsonl", b"{\n", "a.jsonl:1: no valid JSON (column 2: the line ends inside of the object); each line is an object"),
    ],
)
def test_what_is_no_text_is_refused_with_its_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        list(read_lines(Place(tmp_path / name), "vi"))
    assert message in str(caught.value)


def test_different_numbers_of_lines_are_all_counted(tmp_path: Path) -> None:
    for name, count in (("ref", 2500), ("old", 2500), ("new", 2400), ("long", 2600)):
        (tmp_path / name).write_text("Một.\n" * count, encoding="utf-8")
    places = [Place(tmp_path / name) for name in ("ref", "old", "new", "long")]
    texts = Texts({"old": places[1], "new": places[2], "long": places[3]}, (places[0],))
    with pytest.raises(LinesDiffer) as caught:
        list(texts.blocks())
    assert list(caught.value.counts.values()) == [2500, 2400, 2600, 2500]


@pytest.mark.slow
def test_processes_give_the_same_blocks(tmp_path: Path) -> None:
    count = 2 * BLOCK + 100
    for name, lines in (("ref", REFERENCE), ("old", OLD)):
        (tmp_path / name).write_text("\n".join(shuffled(lines, count, 4)) + "\n", encoding="utf-8")
    found = [
        list(measured(["chrf", "bleu"], Texts({"old": Place(tmp_path / "old")}, (Place(tmp_path / "ref"),)).blocks(), jobs))
        for jobs in (1, 2)
    ]
    assert found[0] == found[1]
    assert [block.first for block, _ in found[0]] == [1, BLOCK + 1, 2 * BLOCK + 1]


# the command


def test_a_table_for_people(run: Run, files: Path) -> None:
    done = run("compare", "--ref", "ref.vi", "old=old.vi", "new=new.vi", "-m", "chrf,ter")
    assert done.returncode == 0
    title, _, head, old, new, *rest = done.stdout.splitlines()
    assert title == "6 lines, 1 reference, paired bootstrap against old (1,000 samples, seed 12345)"
    assert head.split() == ["metric", "system", "score", "difference", "95", "%", "interval", "p"]
    assert old.startswith("chrF2   old")
    assert new.endswith(("better, significant", "better, may be chance"))
    assert rest[-2].startswith("chrF2: nrefs:1|bs:1000|seed:12345|")
    assert done.stderr == "old.vi: 1 line is empty\n"


def test_a_system_is_not_significantly_different_from_itself(run: Run, files: Path) -> None:
    for test in TESTS:
        done = run("compare", "--ref", "ref.vi", "old=old.vi", "again=old.vi", "-m", "chrf,ter", "-n", "50", "--test", test)
        rows = [line.split() for line in done.stdout.splitlines() if " again " in line]
        assert [row[-2:] for row in rows] == [["1.0000", "same"]] * 2


def test_json_of_all_metrics_has_everything(run: Run, files: Path) -> None:
    arguments = ("compare", "--ref", "ref.vi", "--ref", "new.vi", "old.vi", "new.vi", "-m", "bleu,chrf,chrf++,ter", "-n", "50")
    for test in TESTS:
        found = json.loads(run(*arguments, "-f", "json", "--test", test).stdout)
        assert [metric["metric"] for metric in found["metrics"]] == list(METRICS)
        assert found["test"] == {"name": test, "samples": 50, "seed": 12345}
        assert found["baseline"] == "old"
        for metric in found["metrics"]:
            base, other = metric["systems"]
            assert other["difference"] == other["score"] - base["score"]
            assert base["p"] is None
            assert 0 < other["p"] <= 1
            assert "nrefs:2" in metric["signature"]


def test_tsv_without_a_test(run: Run, files: Path) -> None:
    done = run("compare", "--ref", "ref.vi", "new.vi", "-o", "out.tsv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "wrote out.tsv\n")
    rows = [line.split("\t") for line in (files / "out.tsv").read_text(encoding="utf-8").splitlines()]
    assert rows[0][:3] == ["metric", "system", "score"]
    assert [row[:2] for row in rows[1:]] == [["bleu", "new"], ["chrf", "new"]]
    assert rows[1][3:7] == [""] * 4


def test_the_suffix_of_the_output_chooses_the_format(run: Run, files: Path) -> None:
    base = ("compare", "--ref", "ref.vi", "new.vi", "-m", "chrf")
    for name, kind in (("a.txt", "table"), ("a.json", "json"), ("a.tsv", "tsv")):
        assert run(*base, "-o", name, "--per-line", "l.jsonl").stderr == f"wrote {name}\nwrote l.jsonl\n"
        assert (files / name).read_text(encoding="utf-8") == run(*base, "--format", kind).stdout
    assert run(*base, "-o", "a.foo", "--format", "json", "-q").stderr == ""
    assert json.loads((files / "a.foo").read_text(encoding="utf-8"))["lines"] == 6


def test_an_interval_of_one_system(run: Run, files: Path) -> None:
    done = run("compare", "--ref", "ref.vi", "new.vi", "--test", "bootstrap")
    assert "95 % interval" in done.stdout
    assert "p  " not in done.stdout


def test_single_lines_as_tsv_and_jsonl(run: Run, files: Path) -> None:
    base = ("compare", "--ref", "ref.vi", "--src", "source.vi", "old.vi", "new.vi", "-m", "chrf", "--test", "none")
    assert run(*base, "--per-line", "lines.tsv").returncode == 0
    assert run(*base, "--per-line", "lines.jsonl").returncode == 0
    head, first, *rest = (files / "lines.tsv").read_text(encoding="utf-8").splitlines()
    assert head.split("\t") == ["line", "src", "ref", "old", "old.chrf", "new", "new.chrf"]
    assert len(rest) == 5
    row = json.loads((files / "lines.jsonl").read_text(encoding="utf-8").splitlines()[0])
    value = own("chrf").sentence_score(OLD[0], [REFERENCE[0]]).score
    assert row["systems"]["old"] == {"text": OLD[0], "chrf": pytest.approx(value, abs=1e-9)}
    assert first.split("\t")[:5] == ["1", "One.", REFERENCE[0], OLD[0], f"{value:.4f}"]


@pytest.mark.parametrize(
    ("limit", "code", "said"),
    [
        ("chrf:0.5", 1, "old is worse than new: chrF2 "),
        ("ter:2", 1, "old is worse than new: TER "),
        ("chrf:60", 0, ""),
        ("ter:99,chrf:99", 0, ""),
        ("chrf", 1, "points where 0 are allowed"),
    ],
)
def test_the_gate(run: Run, files: Path, limit: str, code: int, said: str) -> None:
    done = run("compare", "--ref", "ref.vi", "new.vi", "old.vi", "--fail-if-worse", limit, "-n", "100")
    assert done.returncode == code
    assert said in done.stderr
    assert ("significant" in done.stderr or "may be chance" in done.stderr) == bool(code)
    better = run("compare", "--ref", "ref.vi", "old.vi", "new.vi", "--fail-if-worse", limit, "--test", "none")
    assert better.returncode == 0


def test_decomposed_letters_are_compared_as_composed_ones_and_said(run: Run, files: Path) -> None:
    (files / "nfd.vi").write_text(unicodedata.normalize("NFD", "\n".join(REFERENCE)), encoding="utf-8")
    done = run("compare", "--ref", "ref.vi", "nfd.vi", "-m", "chrf", "-f", "tsv")
    assert "\t100.0\t" in done.stdout
    assert done.stderr == "nfd.vi: 6 lines were not NFC and are compared as NFC\n"


def test_tokenised_text_is_noticed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.vi").write_text("Giá gạo tăng .\n" * 120, encoding="utf-8")
    done = run("compare", "--ref", "a.vi", "a.vi")
    assert done.stderr == "a.vi: 240 lines end in ' .'; figures are for detokenised text\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--ref", "ref.vi", "nix.vi"), "nix.vi: no such file"),
        (("--ref", "ref.vi", "x=nix.tsv:vi"), "nix.tsv:vi: no such file"),
        (("--ref", "ref.vi", "."), "this is a folder"),
        (("--ref", "ref.vi", "a=old.vi", "a=new.vi"), "two translations have this name"),
        (("--ref", "ref.vi", "=old.vi"), "give a name and a file"),
        (("--ref", "ref.vi", "a\tb=old.vi"), "give a name and a file"),
        (("--ref", "-", "-"), "standard input can be read only once"),
        (("--ref", "ref.vi", "old.vi", "-m", "comet"), "--metrics comet: unknown; choose one of bleu, chrf, chrf++, ter"),
        (("--ref", "ref.vi", "old.vi", "-m", ""), "name some of bleu"),
        (("--ref", "ref.vi", "old.vi", "--test", "t"), "choose one of bootstrap, randomisation, none"),
        (("--ref", "ref.vi", "old.vi", "--test", "randomisation"), "needs two translations"),
        (("--ref", "ref.vi", "old.vi", "--format", "xml"), "choose one of table, json, tsv"),
        (("--ref", "ref.vi", "old.vi", "--fail-if-worse", "chrf:1"), "give the baseline first"),
        (("--ref", "ref.vi", "old.vi", "new.vi", "--fail-if-worse", "chrf:x"), "for example chrf:0.5"),
        (("--ref", "ref.vi", "old.vi", "new.vi", "--fail-if-worse", "chrf:-1"), "for example chrf:0.5"),
        (("--ref", "ref.vi", "old.vi", "-o", "ref.vi"), "this is the input"),
        (("--ref", "ref.vi", "old.vi", "--per-line", "old.vi"), "this is the input"),
        (
            ("--ref", "ref.vi", "old.vi", "--per-line", "lines.csv"),
            "--per-line lines.csv: unknown suffix; end it in .tsv or .jsonl",
        ),
        (
            ("--ref", "ref.vi", "old.vi", "-o", "f.csv"),
            "-o f.csv: unknown suffix; end it in .txt, .json or .tsv, or name one with --format",
        ),
        (("--ref", "empty.vi", "empty.vi"), "there are no lines to compare"),
        (("--ref", "ref.vi", "short.vi"), "the numbers of lines differ (short.vi 1, ref.vi 6)"),
    ],
)
def test_wrong_input_is_one_line(run: Run, files: Path, arguments: tuple[str, ...], message: str) -> None:
    (files / "empty.vi").touch()
    (files / "short.vi").write_text("Một dòng.\n", encoding="utf-8")
    done = run("compare", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert (files / "ref.vi").read_text(encoding="utf-8").splitlines() == REFERENCE


@pytest.mark.parametrize("encoding", ["auto", "vni"])
def test_legacy_text_is_compared_with_the_option_that_its_error_names(run: Run, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "ref.vi").write_text(LOWER, encoding="utf-8")
    (tmp_path / "old.vi").write_bytes(encoded(LOWER, "vni"))
    refused = run("compare", "--ref", "ref.vi", "old.vi")
    assert refused.returncode == 2
    assert "give --encoding auto" in refused.stderr
    if encoding == "vni":  # a named one is that of all files
        (tmp_path / "ref.vi").write_bytes(encoded(LOWER, "vni"))
    done = run("compare", "--ref", "ref.vi", "old.vi", "-m", "chrf", "-f", "tsv", "--encoding", encoding)
    assert done.stdout.splitlines()[1].startswith("chrf\told\t100.0\t"), done.stderr


def test_standard_input(run: Run, files: Path) -> None:
    done = run("compare", "--ref", "ref.vi", "-", "-m", "chrf", "-f", "tsv", stdin="\n".join(REFERENCE).encode())
    assert done.stdout.splitlines()[1].startswith("chrf\tstdin\t100.0\t")


def test_text_lines_of_a_stream_are_read_as_they_come(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a\n" * 10_000 + b"\xff\n")
    lines = text_lines(tmp_path / "a")
    assert next(lines) == "a"
