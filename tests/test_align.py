"""Aligning two files and folders: beads, borders, ties, conflicts, batches; and judging what came out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners import align_sentences
from aligners.borders import BordersDiffer, Spot, Tie, TiesCross, fixed_beads
from aligners.evaluation import Agreement, compare
from corpus.bead import Bead
from exports.ladder import FORMS, read_beads, write_beads
from tests.conftest import Run

EN = [
    "Chapter 1",
    "The ferry left the harbour at six.",
    "It was raining. Nobody was on deck.",
    "The captain drank his coffee.",
    "Chapter 2",
    "In the morning they saw the island.",
    "The island was green and very small.",
]
VI = [
    "Chương 1",
    "Chuyến phà rời cảng lúc sáu giờ.",
    "Trời đang mưa.",
    "Không có ai trên boong.",
    "Thuyền trưởng uống cà phê.",
    "Chương 2",
    "Buổi sáng họ nhìn thấy hòn đảo.",
    "Hòn đảo xanh tươi và rất nhỏ.",
]
BEADS = ["[0]:[0]", "[1]:[1]", "[2]:[2,3]", "[3]:[4]", "[4]:[5]", "[5]:[6]", "[6]:[7]"]


@pytest.fixture
def books(tmp_path: Path) -> Path:
    folder = tmp_path / "books"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.en").write_text("\n".join(EN) + "\n", encoding="utf-8")
        (folder / f"{name}.vi").write_text("\n".join(VI) + "\n", encoding="utf-8")
    return folder


def sides(text: str) -> list[str]:
    return [line.rsplit(":", 1)[0] for line in text.splitlines()]


def test_two_files_to_beads_in_either_order(run: Run, books: Path) -> None:
    done = run("align", books / "a.en", books / "a.vi", "--to", "beads", "--sentences", "lines")
    assert sides(done.stdout) == BEADS
    assert done.stderr == "7 beads (6 1-1, 1 1-2)\n"
    turned = run("align", books / "a.vi", books / "a.en", "--to", "beads", "--sentences", "lines")
    assert turned.stdout == done.stdout


def test_a_ladder_holds_the_same_beads(run: Run, books: Path, tmp_path: Path) -> None:
    for form in FORMS:
        run("align", books / "a.en", books / "a.vi", "--to", form, "-o", f"out.{form}", "--sentences", "lines", "-q")
    assert (tmp_path / "out.ladder").read_text(encoding="utf-8").splitlines()[-1] == "7\t8\t0"
    first, second = ([(b.en, b.vi) for b in read_beads(tmp_path / f"out.{form}")] for form in FORMS)
    assert first == second
    judged = run("evaluate", "alignment", "out.beads", "out.ladder").stdout.splitlines()
    assert judged[1] == "strict\t1.0000\t1.0000\t1.0000\t7\t7"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_whatever_the_number_of_processes(run: Run, books: Path, tmp_path: Path, jobs: int) -> None:
    for number in range(9):
        for language in ("en", "vi"):
            (books / f"sub{number}").mkdir(exist_ok=True)
            (books / f"sub{number}" / f"c.{language}").write_bytes((books / f"a.{language}").read_bytes())
    done = run("align", books, "-o", "out", "--to", "beads", "--sentences", "lines", "--jobs", str(jobs))
    assert done.returncode == 0
    assert done.stderr == "11 pairs of files, 77 beads (66 1-1, 11 1-2); 0 failed\nwrote out\n"
    written = sorted((tmp_path / "out").rglob("*.align"))
    assert len(written) == 11
    assert all(sides(path.read_text(encoding="utf-8")) == BEADS for path in written)


def test_one_bad_pair_does_not_stop_the_rest(run: Run, books: Path, tmp_path: Path) -> None:
    (books / "a.vi").write_bytes(b"\x00\x01\x02" * 100)
    (books / "alone.en").write_text("One.\n", encoding="utf-8")
    done = run("align", books, "-o", "out", "--to", "beads", "--sentences", "lines")
    assert done.returncode == 3
    assert "alone.en: no file of the other language" in done.stderr
    assert "a.vi: this is binary data" in done.stderr
    assert "1 pair of files, 7 beads (6 1-1, 1 1-2); 1 failed" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["b.align"]


def test_resume_leaves_out_what_is_done(run: Run, books: Path, tmp_path: Path) -> None:
    arguments = ("align", books, "-o", "out", "--to", "tsv", "--sentences", "lines", "--resume")
    assert "0 of 2 pairs of files were done before" in run(*arguments).stderr
    (tmp_path / "out" / "a.tsv").unlink()
    done = run(*arguments)
    assert "1 of 2 pairs of files were done before" in done.stderr
    assert (tmp_path / "out" / "a.tsv").read_bytes().replace(b"\ta\t", b"\tb\t") == (tmp_path / "out" / "b.tsv").read_bytes()


def test_words_are_learnt_from_a_whole_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    en = [f"The zorbel {word} near the harbour." for word in ("sleeps", "sings", "waits", "eats")]
    vi = [f"Con dơ bồ {word} gần bến cảng." for word in ("ngủ", "hát", "đợi", "ăn")]
    for number in range(4):
        (folder / f"{number}.en").write_text("\n".join(en[number:] + en[:number]) + "\n", encoding="utf-8")
        (folder / f"{number}.vi").write_text("\n".join(vi[number:] + vi[:number]) + "\n", encoding="utf-8")
    outputs = []
    for jobs in ("1", "2"):
        done = run("align", "texts", "-o", jobs, "--to", "beads", "--sentences", "lines", "--learn", "--jobs", jobs)
        assert "words from 16 sure pairs" in done.stderr
        outputs.append([path.read_bytes() for path in sorted((tmp_path / jobs).iterdir())])
    assert outputs[0] == outputs[1]
    assert "give a folder" in run("align", "texts/0.en", "texts/0.vi", "--learn").stderr


def test_own_words_are_used(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.en").write_text("Zorbel?\nQuanx!\nBliff.\n", encoding="utf-8")
    (tmp_path / "x.vi").write_text("Mây!\nNắng.\n", encoding="utf-8")
    (tmp_path / "own.tsv").write_text("quanx\tmây\nbliff\tnắng\n", encoding="utf-8")
    arguments = ("align", "x.en", "x.vi", "--to", "beads", "--sentences", "lines", "-q")
    assert sides(run(*arguments, "--lexicon", "own.tsv").stdout) == ["[0]:[]", "[1]:[0]", "[2]:[1]"]


def test_names_of_files_by_a_template(run: Run, books: Path, tmp_path: Path) -> None:
    for language in ("en", "vi"):
        (books / language).mkdir()
        (books / f"a.{language}").rename(books / language / "one.txt")
    done = run("align", books, "-o", "out", "--pair-by", "{lang}/{stem}.txt", "--to", "ladder", "--sentences", "lines")
    assert done.returncode == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["one.ladder"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["books", "--to", "beads"], "a folder is aligned alone", id="folder without output"),
        pytest.param(["books", "-o", "out", "--pair-by", "{stem}"], "it needs {stem} and {lang}", id="template"),
        pytest.param(["books", "-o", "out", "--pair-by", "{stem}-{lang}.txt"], "no two files in it", id="no match"),
        pytest.param(["books/a.en", "--to", "beads"], "give an English and a Vietnamese one", id="one file to beads"),
        pytest.param(["books/a.en", "books/a.vi", "--boundary", "("], "no regular expression", id="pattern"),
        pytest.param(["books/a.en", "books/a.vi", "--boundary", "^Chapter"], "begins 2 English (lines 1, 5)", id="parts"),
        pytest.param(["books/a.en", "books/a.vi", "--anchors", "no.txt"], "no.txt: cannot be read", id="no anchors"),
        pytest.param(["books/a.en", "books/a.vi", "--anchors", "books/a.en"], "names no pair", id="no pairs"),
    ],
)
def test_what_is_wrong_is_one_line(run: Run, books: Path, arguments: list[str], message: str) -> None:
    del books
    done = run("align", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_boundary_is_never_crossed_and_a_tie_stays(run: Run, books: Path, tmp_path: Path) -> None:
    (tmp_path / "ties.txt").write_text("# by hand\n3-4\t3\n", encoding="utf-8")
    done = run(
        "align", books / "a.en", books / "a.vi", "--to", "beads", "--sentences", "lines",
        "--boundary", "^(Chapter|Chương) [0-9]", "--anchors", "ties.txt",
    )  # fmt: skip
    assert "[2,3]:[2]:1.000" in done.stdout
    assert sides(done.stdout)[-3:] == BEADS[-3:]
    pairs = run("align", books / "a.en", books / "a.vi", "--sentences", "lines", "--anchors", "ties.txt", "-q").stdout
    assert f"{EN[2]} {EN[3]}\t{VI[2]}\t" in pairs


def test_doubtful_places_come_worst_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.en").write_text("The cat sleeps.\nWell, yes.\nOh no.\nThe price of rice rose in May.\n", encoding="utf-8")
    (tmp_path / "x.vi").write_text("Con mèo ngủ.\nChà.\nGiá gạo tăng vào tháng 5.\nÔng ấy bán nhà.\n", encoding="utf-8")
    done = run("align", "x.en", "x.vi", "--to", "beads", "--sentences", "lines", "--conflicts", "look.tsv", "-q")
    rows = [line.split("\t") for line in (tmp_path / "look.tsv").read_text(encoding="utf-8").splitlines()]
    assert rows[0][:4] == ["doubt", "doc", "en_lines", "vi_lines"]
    doubts = [float(row[0]) for row in rows[1:]]
    assert doubts == sorted(doubts, reverse=True)
    assert done.stderr == ""


def test_unsure_pairs_come_apart(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.en").write_text("The cat sleeps.\nWell, yes.\nThe price of rice rose in May.\n", encoding="utf-8")
    (tmp_path / "x.vi").write_text("Con mèo ngủ.\nChà.\nGiá gạo tăng vào tháng 5.\n", encoding="utf-8")
    done = run("align", "x.en", "x.vi", "--to", "beads", "--sentences", "lines", "--min-confidence", "1", "-q")
    assert all("[]" in line or line.endswith("1.000") for line in done.stdout.splitlines())


def test_figures_of_an_alignment(run: Run, tmp_path: Path) -> None:
    for name in ("gold", "test"):
        (tmp_path / name).mkdir()
    (tmp_path / "gold" / "x.gold").write_text("[0]:[0]\n[1]:[1,2]\n[2]:[]\n[3]:[3]\n", encoding="utf-8")
    (tmp_path / "test" / "x.align").write_text("0:0:0.9\n1:1:0.4\n:2:0.5\n2:3:0.5\n3::0.3\n", encoding="utf-8")
    (tmp_path / "gold" / "missing.gold").write_text("[0]:[0]\n", encoding="utf-8")
    done = run("evaluate", "alignment", "gold", "test")
    assert done.returncode == 3
    assert "missing.gold: no alignment of that name in test" in done.stderr
    rows = {row[0]: row[1:] for row in (line.split("\t") for line in done.stdout.splitlines())}
    assert rows["strict"] == ["0.2000", "0.2500", "0.2222", "5", "4"]
    assert rows["lax"] == ["0.4000", "0.5000", "0.4444", "5", "4"]
    assert rows["null"][3:] == ["2", "1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [("[0]:[0]\nnonsense\n", "x.align:2: 'nonsense' is no bead"), ("1\t1\t0\n0\t0\t0\n", "x.align:2: the ladder goes down")],
)
def test_bad_beads_are_refused_with_their_line(run: Run, tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "x.align").write_text(content, encoding="utf-8")
    done = run("evaluate", "alignment", "x.align", "x.align")
    assert done.returncode == 2
    assert message in done.stderr


chains = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=12)


def chained(sizes: list[tuple[int, int]]) -> list[Bead]:
    beads, i, j = [], 0, 0
    for a, b in sizes:
        beads.append(Bead(range(i, i + a), range(j, j + b)))
        i, j = i + a, j + b
    return beads


@given(chains, st.sampled_from(list(FORMS)))
def test_beads_survive_their_forms(tmp_path_factory: pytest.TempPathFactory, sizes: list[tuple[int, int]], form: str) -> None:
    path = tmp_path_factory.mktemp("beads") / "x"
    beads = chained(sizes)
    write_beads(beads, path, form)
    assert [(b.en, b.vi) for b in read_beads(path)] == [(tuple(b.en), tuple(b.vi)) for b in beads]


@given(chains)
def test_an_alignment_agrees_with_itself(sizes: list[tuple[int, int]]) -> None:
    beads = [(tuple(bead.en), tuple(bead.vi)) for bead in chained(sizes)]
    found = compare(beads, beads)
    assert found.strict.precision == found.lax.precision == (1.0 if beads else 0.0)
    assert (found + Agreement()).strict == found.strict


spots = st.integers(1, 8)


@given(spots, spots, st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_fixed_stays_and_borders_are_never_crossed(rows: int, columns: int, data: st.DataObject) -> None:
    en, vi = EN[:rows], VI[:columns]
    i, j = data.draw(st.integers(0, len(en))), data.draw(st.integers(0, len(vi)))
    k, m = data.draw(st.integers(i, len(en))), data.draw(st.integers(j, len(vi)))
    fixed = Bead(range(i, k), range(j, m))
    beads = align_sentences(en, vi, fixed=[fixed])
    assert [n for bead in beads for n in bead.en] == list(range(len(en)))
    assert [n for bead in beads for n in bead.vi] == list(range(len(vi)))
    assert fixed in beads or not (fixed.en or fixed.vi)
    for bead in beads:
        assert bead.en.stop <= i or bead.en.start >= i or bead == fixed
        before = bead.en.stop <= i and bead.vi.stop <= j
        after = bead.en.start >= k and bead.vi.start >= m
        assert before or after or bead == fixed


def test_borders_and_ties_that_do_not_fit_are_refused() -> None:
    en, vi = [Spot((n,), f"Part {n}") for n in (1, 2, 3)], [Spot((n,), f"Phần {n}") for n in (1, 2, 3)]
    with pytest.raises(BordersDiffer, match=r"3 English .lines 1, 2, 3. and 0 Vietnamese .lines none."):
        fixed_beads(en, vi, "^Part", [])
    with pytest.raises(TiesCross, match="they cross"):
        fixed_beads(en, vi, None, [Tie((1,), (2,)), Tie((2,), (1,))])
    with pytest.raises(TiesCross, match="no text"):
        fixed_beads(en, vi, None, [Tie((9,), (1,))])
