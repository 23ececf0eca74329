"""Many pairs: rules, duplicates, the ledger, resuming, executors, and the commands made of them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import duplicates
from corpus.errors import CorpusError
from corpus.rules import BIT, PRESETS, RULES, screened, uses
from exports.scale.cleaning import Request, clean_files
from exports.scale.executor import Dask, Inline, Pool, WorkerLost
from exports.scale.job import Means
from exports.scale.rows import parse_tsv
from exports.scale.shard import InputChanged, cut
from exports.scale.split import DEV, LEFT_OUT, TEST, TRAIN, Wish, deal
from exports.scale.work import Counts, TaskRefused
from tests.conftest import ROOT, Run
from tests.made_pairs import made_pairs

GOOD = ("The old bridge was closed on Monday morning.", "Cây cầu cũ đã đóng cửa vào sáng thứ Hai.")


def frame(*pairs: tuple[str, str]) -> pl.DataFrame:
    return pl.DataFrame(pairs, schema=["en", "vi"], orient="row")


BREAKS = {
    "empty": ("The school is closed.", ""),
    "too_short": ("A", "Một"),
    "too_long": ("word " * 300, "từ " * 300),
    "length_ratio": (GOOD[0] * 4, GOOD[1]),
    "no_words": ("1 2 3 4 5", "1 2 3 4 5."),
    "copied": ("The old bridge", "the OLD bridge"),
    "no_vietnamese": (GOOD[0], "The old bridge was not open on Monday."),
    "mojibake": (GOOD[0], "CÃ¢y cáº§u cÅ© Ä\u2018Ã£ Ä\u2018Ã³ng cá»\u00ada vÃ o sÃ¡ng thá»© Hai, cáº§u, cÃ¢y."),
    "markup": (GOOD[0], GOOD[1] + " <br/>"),
    "numbers_apart": ("Rooms 1, 2, 3 and 4 of the house are closed.", "Các phòng của ngôi nhà này đều đóng cửa."),
    "language": (GOOD[0], "The old bridge was closed again by the council that owns it."),
}


@pytest.mark.parametrize("rule", BREAKS)
def test_each_rule_finds_its_pair_and_leaves_a_good_one(rule: str) -> None:
    (use,) = [each for each in uses("flags") if each.rule == rule]
    found = screened(frame(BREAKS[rule], GOOD), (use,))["caught"].to_list()
    assert found == [BIT[rule], 0]


def test_capitals_are_no_mojibake() -> None:
    assert screened(frame(("HE LEFT", "ÔNG ẤY ĐÃ ĐI «RỒI»")), uses("flags"))["caught"][0] & BIT["mojibake"] == 0


def test_every_rule_is_in_a_preset_and_presets_name_rules() -> None:
    assert {rule for preset in PRESETS.values() for rule in preset} == set(RULES)
    assert all(use.action == "flag" for use in uses("flags"))


@pytest.mark.parametrize(
    ("preset", "changes", "message"),
    [
        ("newz", {}, "--preset newz: unknown; choose one of news"),
        ("news", {"lenght": ("drop", {})}, "rule lenght: unknown; choose one of empty"),
        ("news", {"empty": ("dropp", {})}, "dropp: unknown; choose one of drop, flag, off"),
        ("news", {"too_long": ("drop", {"least": 3.0})}, "rule too_long: has no limit least; its limits: most"),
        ("web", {"low_score": ("drop", {"least": 2.0})}, "rule low_score: least=2: give a number between 0 and 1"),
        ("news", {"near_duplicate": ("drop", {"alike": float("nan")})}, "alike=nan: give a number between 0 and 1"),
        ("news", {"too_long": ("drop", {"most": -1.0})}, "rule too_long: most=-1: give a number from 0"),
        ("quick", {"length_ratio": ("drop", {"low": 3.0, "high": 1.0})}, "rule length_ratio: low=3 is not below high=1"),
    ],
)
def test_wrong_rules_are_refused(preset: str, changes: dict[str, tuple[str, dict[str, float]]], message: str) -> None:
    with pytest.raises(CorpusError, match=message.replace("(", r"\(")):
        uses(preset, changes)


@given(st.lists(st.integers(0, 5)))
def test_repeats_are_all_but_the_first(keys: list[int]) -> None:
    later, first = duplicates.repeats(np.array(keys, dtype=np.uint64))
    assert later.tolist() == [n for n, key in enumerate(keys) if key in keys[:n]]
    assert first.tolist() == [keys.index(keys[n]) for n in later]


words = st.lists(st.sampled_from(["trời", "mưa", "nắng", "to", "12", "7", "hoà", "hòa", "xe"]), max_size=6).map(" ".join)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=8))
@settings(deadline=None)
def test_alike_is_what_a_plain_count_says(pairs: list[tuple[str, str]]) -> None:
    def plain(text: str) -> set[str]:
        said = ("#" if word.isdigit() else word.replace("hoà", "hòa") for word in text.split(" "))
        return {word for word in said if word}

    one, other = (duplicates.bags(pl.Series([pair[n] for pair in pairs]), "vi") for n in (0, 1))
    for share, pair in zip(duplicates.alike(one, other), pairs, strict=True):
        a, b = plain(pair[0]), plain(pair[1])
        assert share == pytest.approx(2 * len(a & b) / (len(a) + len(b)) if a or b else 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda link: link[0] > link[1])))
def test_no_two_kept_pairs_are_linked_and_each_dropped_one_has_a_kept_one(links: list[tuple[int, int]]) -> None:
    later, earlier = (np.array([link[n] for link in links], dtype=np.int64) for n in (0, 1))
    dropped, kept = (found.tolist() for found in duplicates.settle(later, earlier, 10))
    assert not set(dropped) & set(kept)
    assert all(a in dropped or b in dropped for a, b in links)
    assert all((a, b) in links for a, b in zip(dropped, kept, strict=True))


def changed(pair: tuple[str, str], kind: str, rng: random.Random) -> tuple[str, str]:
    en, vi = (side.split(" ") for side in pair)
    if kind == "word":
        en[rng.randrange(len(en))], vi[rng.randrange(len(vi))] = "yesterday", "hôm"
    elif kind == "number":
        return f"{pair[0]} Page {rng.randrange(100)}.", f"{pair[1]} Trang {rng.randrange(100)}."
    return " ".join(en), " ".join(vi)


def planted(kind: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs of which no two are nearly the same, and one changed copy of each."""
    rng = random.Random(5)
    vocabulary = ["".join(rng.choices("bcdghklmnt", k=1)) + "".join(rng.choices("aeiou", k=2)) + str(n)[:0] for n in range(400)]
    base = []
    for _ in range(500):
        sides = (" ".join(rng.choices(vocabulary, k=rng.randrange(8, 25))) for _ in range(2))
        base.append(
            (next(sides), next(sides) + (" hoà bình" if kind == "tone" else "") + (" trang 7" if kind == "number" else ""))
        )
    if kind == "tone":
        return base, [(en, vi.replace("hoà", "hòa")) for en, vi in base]
    if kind == "number":
        return base, [(en, vi.replace("trang 7", "trang 12")) for en, vi in base]
    return base, [changed(pair, kind, rng) for pair in base]


@pytest.mark.parametrize(("kind", "least"), [("word", 0.95), ("number", 1.0), ("tone", 1.0)])
def test_near_duplicates_are_found_and_nothing_else(kind: str, least: float) -> None:
    base, copies = planted(kind)
    both = screened(frame(*base, *copies), ())
    later, earlier = duplicates.near(both, 0.8)
    right = {(n + len(base), n) for n in range(len(base))}
    found = set(zip(later.tolist(), earlier.tolist(), strict=True))
    assert len(found & right) >= least * len(base)
    assert not found - right


# --- lines that are no pairs

BAD = {
    b"a\tb\tc": "3 columns, expected 2",
    b"alone": "1 column, expected 2",
    b"a\rb\tc": "a carriage return inside the line",
    b"a\0\tb": "a NUL character",
    b"a\xff\tb": "not UTF-8 (byte 0xFF at 2)",
    b"x" * 200_000 + b"\ty": "a giant line (200,002 bytes)",
}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("line", BAD, ids=lambda line: BAD[line])
def test_a_bad_line_is_named_and_the_rest_is_read(line: bytes, end: bytes) -> None:
    rows = parse_tsv(
        end.join(
            (b'"One\tM\xe1\xbb\x99t', line, b"", b"Two\tHai"),
        ),
        ("en", "vi"),
    )
    assert [(bad.line, bad.reason) for bad in rows.bad] == [(2, BAD[line])]
    assert rows.frame.rows() == [('"One', "Một", 1), ("Two", "Hai", 4)]
    assert rows.blank == 1


cells = st.text(st.characters(exclude_characters="\n\r\t\0", exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(st.lists(st.tuples(cells, cells), min_size=1))
def test_fast_and_slow_reading_agree(pairs: list[tuple[str, str]]) -> None:
    data = "".join(f"{en}\t{vi}\n" for en, vi in pairs).encode()
    fast, slow = parse_tsv(data, ("en", "vi")), parse_tsv(data + b"\0", ("en", "vi"))
    assert fast.frame.rows() == slow.frame.rows() == [(*pair, n) for n, pair in enumerate(pairs, 1)]


# --- whole runs


def write_pairs(path: Path, pairs: list[tuple[str, str]], head: str = "") -> Path:
    path.write_text(head + "".join(f"{en}\t{vi}\n" for en, vi in pairs), encoding="utf-8")
    return path


def crawl(path: Path, count: int = 1500) -> Path:
    """Pairs with faults of many kinds, some of them far from each other."""
    pairs = made_pairs(count)
    pairs += [(en.upper(), vi) for en, vi in pairs[::20]] + [(en, en) for en, _ in pairs[::30]] + pairs[::25]
    pairs += [(f"{en} Again.", f"{vi} Lại nữa.") for en, vi in pairs[:count:40]]
    random.Random(3).shuffle(pairs)
    return write_pairs(path, pairs)


SMALL = Means(jobs=1, shard_bytes=20_000, quiet=True)


def request(tmp_path: Path, name: str = "out", **changes: object) -> Request:
    asked = Request((str(tmp_path / "in.tsv"),), tmp_path / f"{name}.tsv", "quick", {"near_duplicate": ("drop", {"alike": 0.9})})
    return replace(asked, rejected=tmp_path / f"{name}.rejected.tsv", means=SMALL, **changes)  # type: ignore[arg-type]


def outputs(tmp_path: Path, name: str = "out") -> tuple[bytes, bytes]:
    return (tmp_path / f"{name}.tsv").read_bytes(), (tmp_path / f"{name}.rejected.tsv").read_bytes()


def test_every_pair_is_kept_or_dropped_with_its_rules(tmp_path: Path) -> None:
    source = crawl(tmp_path / "in.tsv")
    ledger = clean_files(request(tmp_path)).ledger
    assert ledger
    kept, rejected = (pl.read_csv(data, separator="\t", quote_char=None, infer_schema=False) for data in outputs(tmp_path))
    lines = source.read_text(encoding="utf-8").splitlines()
    assert ledger.read == len(lines) == ledger.kept + ledger.dropped == len(kept) + len(rejected)
    assert (rejected["rules"] != "").all()
    assert all(lines[int(number) - 1] == f"{en}\t{vi}" for number, en, vi in rejected.select("line", "en", "vi").rows())
    told = [row for row in rejected.rows(named=True) if "duplicate" in row["rules"]]
    assert told
    assert all(int(row["repeats"].rsplit(":", 1)[1]) < int(row["line"]) for row in told)
    for found in ledger.findings:
        if found.action == "drop":
            rules = rejected["rules"].str.split(",")
            assert found.caught == rules.list.contains(found.rule).sum()
            assert found.alone == (rejected["rules"] == found.rule).sum()
    assert len(set(kept.select(pl.col("en", "vi").str.to_lowercase()).rows())) == len(kept)


def test_the_account_does_not_depend_on_the_shards(tmp_path: Path) -> None:
    crawl(tmp_path / "in.tsv")
    one = clean_files(request(tmp_path, "one"))
    two = clean_files(replace(request(tmp_path, "two"), means=replace(SMALL, shard_bytes=77_000)))
    assert outputs(tmp_path, "one")[0] == outputs(tmp_path, "two")[0]
    assert one.ledger == two.ledger


class Counted(Exception):
    """Raised in the middle of a run."""


def killed_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import exports.scale.executor as module

    perform, count = module.perform, 0

    def counting(*arguments: object) -> object:
        nonlocal count
        count += 1
        if count > steps:
            raise Counted
        return perform(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "perform", counting)


@pytest.mark.parametrize("steps", [0, 1, 9, 30, 45])
def test_a_stopped_run_goes_on_to_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    crawl(tmp_path / "in.tsv")
    clean_files(request(tmp_path, "whole"))
    killed_after(steps, monkeypatch)
    with pytest.raises(Counted):
        clean_files(request(tmp_path))
    monkeypatch.undo()
    assert not (tmp_path / "out.tsv").exists()
    outcome = clean_files(replace(request(tmp_path), means=replace(SMALL, resume=True)))
    assert outputs(tmp_path) == outputs(tmp_path, "whole")
    assert steps == 0 or f"{steps} taken from an earlier run" in "\n".join(outcome.lines)
    assert not list(tmp_path.glob(".*"))


def test_only_what_depends_on_a_change_runs_again(tmp_path: Path) -> None:
    crawl(tmp_path / "in.tsv")
    (tmp_path / "more.tsv").write_text("\t".join(GOOD) + "\n", encoding="utf-8")
    kept = replace(SMALL, work=tmp_path / "work")

    def steps(asked: Request) -> tuple[int, int]:
        text = "\n".join(clean_files(asked).lines)
        done, _, reused = text.partition(" steps done, ")
        return int(done.split()[-1]), int(reused.split()[0])

    asked = replace(request(tmp_path), means=kept)
    first = clean_files(asked)
    assert "taken from an earlier run" not in "\n".join(first.lines)
    done, reused = steps(asked)
    assert done == 0
    shards = (tmp_path / "in.tsv").stat().st_size // 20_000 + 1
    done_near, _ = steps(replace(asked, changes={"near_duplicate": ("drop", {"alike": 0.8})}))
    assert done_near == 2 * shards + 1  # compared, settled and written again
    done_input, reused_input = steps(replace(asked, inputs=(*asked.inputs, str(tmp_path / "more.tsv"))))
    assert reused_input >= shards  # nothing read before is screened again
    assert done_input < done_near + reused


@pytest.mark.slow
@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_all_executors_write_the_same_bytes_and_a_lost_dask_worker_changes_nothing(tmp_path: Path) -> None:
    crawl(tmp_path / "in.tsv")
    clean_files(request(tmp_path, "inline"))
    clean_files(replace(request(tmp_path, "pool"), means=replace(SMALL, jobs=2)))
    assert outputs(tmp_path, "pool") == outputs(tmp_path, "inline")
    clean_files(replace(request(tmp_path, "dask"), means=replace(SMALL, jobs=2, cluster="local")))
    assert outputs(tmp_path, "dask") == outputs(tmp_path, "inline")
    cluster = Dask("local", 2)
    try:
        found = dict(cluster.run([Dies(0, 0), Dies(1, 1), Dies(2, 0)], tmp_path))
    finally:
        cluster.close()
    assert found[Dies(1, 1)].counts == {"tries": 2}


@dataclass(frozen=True, slots=True)
class Dies:
    """A task whose process dies the first `times` times."""

    number: int
    times: int

    @property
    def name(self) -> str:
        return f"dies/{self.number}"

    def files(self) -> tuple[str, ...]:
        return ()

    def work(self, folder: Path) -> Counts:
        tries = folder / f"{self.number}.tries"
        before = tries.read_text(encoding="utf-8") if tries.exists() else ""
        tries.write_text(before + "x", encoding="utf-8")
        if len(before) < self.times:
            os.kill(os.getpid(), signal.SIGKILL)
        return {"tries": len(before) + 1}


def test_a_lost_process_of_the_pool_is_replaced(tmp_path: Path) -> None:
    pool = Pool(2)
    try:
        found = dict(pool.run([Dies(0, 0), Dies(1, 1), Dies(2, 0), Dies(3, 0)], tmp_path))
    finally:
        pool.close()
    assert len(found) == 4


def test_a_task_that_kills_its_process_is_named(tmp_path: Path) -> None:
    pool = Pool(2)
    try:
        with pytest.raises(WorkerLost, match="dies/1: its process died 2 times"):
            list(pool.run([Dies(0, 0), Dies(1, 9), Dies(2, 0)], tmp_path))
    finally:
        pool.close()


@dataclass(frozen=True, slots=True)
class Fails:
    """A task that meets an error of the system."""

    error: int
    name = "fails/0"

    def files(self) -> tuple[str, ...]:
        return ()

    def work(self, folder: Path) -> Counts:
        raise OSError(self.error, os.strerror(self.error))


@pytest.mark.parametrize(("error", "message"), [(28, "the disk is full"), (30, "Read-only file system")])
def test_an_error_of_the_disk_is_one_clear_line(tmp_path: Path, error: int, message: str) -> None:
    with pytest.raises(TaskRefused, match=message):
        list(Inline().run([Fails(error)], tmp_path))
    assert not (tmp_path / "fails" / "0.json").exists()


def test_an_input_that_changes_during_the_run_is_refused(tmp_path: Path) -> None:
    source = crawl(tmp_path / "in.tsv")
    shards = cut([str(source)], tmp_path / "work", 20_000)
    with source.open("a", encoding="utf-8") as out:
        out.write("\t".join(GOOD) + "\n")
    from exports.scale.rows import read_rows

    with pytest.raises(InputChanged, match=r"in\.tsv: the file was changed during the run"):
        read_rows(shards[0])


def test_shards_end_between_documents(tmp_path: Path) -> None:
    source = tmp_path / "in.tsv"
    rows = [f"{en}\t{vi}\tdoc{n // 7}\n" for n, (en, vi) in enumerate(made_pairs(200))]
    source.write_text("en\tvi\tdoc\n" + "".join(rows), encoding="utf-8")
    shards = cut([str(source)], tmp_path / "work", 3_000)
    from exports.scale.rows import read_rows

    frames = [read_rows(shard).frame for shard in shards]
    assert len(frames) > 5
    assert pl.concat(frames)["@line"].to_list() == list(range(2, 202))
    for one, other in zip(frames, frames[1:], strict=False):
        assert one["doc"][-1] != other["doc"][0]


def test_only_this_rule_of_a_flag_counts_pairs_that_nothing_else_found(tmp_path: Path) -> None:
    numbers = BREAKS["numbers_apart"]
    write_pairs(tmp_path / "in.tsv", [GOOD, numbers, ("1, 2, 3 and 4", ""), ("A <b>small</b> boat.", "Một chiếc thuyền nhỏ.")])
    ledger = clean_files(request(tmp_path)).ledger
    assert ledger
    assert {f.rule: (f.caught, f.alone) for f in ledger.findings if f.action == "flag"} == {
        "markup": (1, 1),
        "numbers_apart": (2, 1),
    }
    assert ledger.flagged == 2


@pytest.mark.parametrize(("action", "kept"), [("drop", 1), ("flag", 2)])
def test_pairs_with_a_wrong_number_can_be_dropped(tmp_path: Path, action: str, kept: int) -> None:
    write_pairs(
        tmp_path / "in.tsv", [GOOD, ("The town bought 35 buses last year.", "Năm ngoái thị trấn đã mua 25 chiếc xe buýt.")]
    )
    ledger = clean_files(replace(request(tmp_path), changes={"major_issue": (action, {})})).ledger
    assert ledger
    assert (ledger.kept, ledger.flagged) == (kept, int(action == "flag"))


# --- splitting


def test_dev_gets_what_is_too_big_for_the_rest_of_test() -> None:
    documents = np.repeat(np.arange(1, 21, dtype=np.uint64), 7)
    pairs = np.arange(len(documents), dtype=np.uint64)
    none = np.empty(0, dtype=np.int64)
    labels = deal([pairs, pairs], (none, none), documents, Wish(dev=10, test=10))
    assert [int((labels == label).sum()) for label in (TRAIN, DEV, TEST)] == [126, 7, 7]


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=40),
    st.sampled_from(["document", "pair"]),
    st.integers(1, 5),
)
@settings(deadline=None)
def test_nothing_of_test_or_dev_is_known_from_train(rows: list[tuple[int, int, int]], by: str, seed: int) -> None:
    en, vi, documents = (np.array([row[n] for row in rows], dtype=np.uint64) for n in range(3))
    none = np.empty(0, dtype=np.int64)
    labels = deal([en, vi], (none, none), documents, Wish(dev=4, test=4, by=by, seed=seed))
    for label in (DEV, TEST):
        assert (labels == label).sum() <= 4
        for key in (en, vi):
            assert not set(key[labels == label].tolist()) & set(key[labels == TRAIN].tolist())
    if by == "document":
        named = documents > 0
        assert not set(documents[(labels == TEST) & named].tolist()) & set(documents[(labels == TRAIN) & named].tolist())
    assert (labels != LEFT_OUT).all() or by == "document"


# --- the command line


def test_split_and_its_proof(run: Run, tmp_path: Path) -> None:
    pairs = made_pairs(600)
    rows = [(en, f"{vi}\td{n // 6}") for n, (en, vi) in enumerate(pairs + pairs[:50])]
    write_pairs(tmp_path / "a.tsv", rows, "en\tvi\tdoc\n")
    done = run("split", "a.tsv", "-o", "data", "--dev", "60", "--test", "60", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["dev.tsv", "left_out.tsv", "test.tsv", "train.tsv"]
    for held in ("dev", "test"):
        found = run("stats", "--overlap", "data/train.tsv", f"data/{held}.tsv")
        assert found.returncode == 0, found.stdout
    assert run("stats", "--overlap", "a.tsv", "data/test.tsv").returncode == 1
    again = run("split", "a.tsv", "-o", "again", "--dev", "60", "--test", "60", "--jobs", "2", "--shard-size", "1")
    assert again.returncode == 0
    for name in ("train", "dev", "test", "left_out"):
        assert (tmp_path / "again" / f"{name}.tsv").read_bytes() == (tmp_path / "data" / f"{name}.tsv").read_bytes()


def test_bad_lines_are_said_and_the_run_goes_on(run: Run, tmp_path: Path) -> None:
    good = [f"{en}\t{vi}".encode() for en, vi in made_pairs(30)]
    (tmp_path / "a.tsv").write_bytes(b"\n".join([*good, *BAD, b""]))
    done = run("clean", "a.tsv", "-o", "b.tsv", "--preset", "quick", "--rejected", "r.tsv")
    assert done.returncode == 3
    rejected = (tmp_path / "r.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split("\t")[:3] for line in rejected] == [
        [f"bad_line: {reason}", "a.tsv", str(n)] for n, reason in enumerate(BAD.values(), 31)
    ]
    assert len((tmp_path / "b.tsv").read_bytes().splitlines()) == 31
    assert f"a.tsv:{31}: " in run("clean", "a.tsv", "-o", "c.tsv", "--preset", "quick").stderr


@pytest.mark.parametrize("suffix", [".tsv", ".tsv.gz", ".jsonl", ".parquet", ".tmx"])
def test_all_formats_hold_the_same_pairs(run: Run, tmp_path: Path, suffix: str) -> None:
    write_pairs(tmp_path / "a.tsv", made_pairs(40))
    assert run("clean", "a.tsv", "-o", f"b{suffix}", "--preset", "quick", "-q").returncode == 0
    assert run("clean", f"b{suffix}", "-o", "c.jsonl", "--preset", "quick", "-q").returncode == 0
    sides = [json.loads(line)["translation"] for line in (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["en"], each["vi"]) for each in sides] == made_pairs(40)


def test_the_report_is_one_page_and_one_file_of_numbers(run: Run, tmp_path: Path) -> None:
    write_pairs(tmp_path / "a.tsv", [*made_pairs(40), ("<b>One</b> of the houses", "<b>Một</b> trong những ngôi nhà")])
    for report in ("r.html", "r.json"):
        run("clean", "a.tsv", "-o", "b.tsv", "--report", report, "-q")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "&lt;b&gt;One" in page
    assert "http" not in page
    assert "prefers-color-scheme: dark" in page
    assert "`" not in page.partition("</style>")[2]
    numbers = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert numbers["read"] == 41 == numbers["kept"] + numbers["dropped"]
    assert sum(numbers["scores"]) == numbers["kept"] + next(f for f in numbers["findings"] if f["rule"] == "low_score")["caught"]


def test_sample_is_fair_and_blind(run: Run, tmp_path: Path) -> None:
    pairs = made_pairs(100)
    write_pairs(
        tmp_path / "a.tsv", [(en, f"{vi}\t{0.95 if n % 20 else 0.15}") for n, (en, vi) in enumerate(pairs)], "en\tvi\tscore\n"
    )
    assert run("sample", "a.tsv", "-n", "10", "--stratify", "score", "-o", "s.tsv", "--blind").returncode == 0
    sheet, key = ((tmp_path / name).read_text(encoding="utf-8").splitlines() for name in ("s.tsv", "s.key.tsv"))
    assert sheet[0] == "id\ten\tvi\trating\tcomment"
    assert sorted(line.split("\t")[3] for line in key[1:]) == ["0.15"] * 5 + ["0.95"] * 5
    assert "no such column" in run("sample", "a.tsv", "--stratify", "domain", "-o", "t.tsv").stderr


def test_concat_keeps_where_pairs_are_from(run: Run, tmp_path: Path) -> None:
    write_pairs(tmp_path / "a.tsv", [(*GOOD[:1], f"{GOOD[1]}\tboats\t")], "en\tvi\tdoc\tlicence\n")
    write_pairs(tmp_path / "b.tsv", [GOOD])
    assert run("concat", "a.tsv", "b.tsv", "-o", "c.tsv", "--licence", "a.tsv=CC0").returncode == 0
    assert (tmp_path / "c.tsv").read_text(encoding="utf-8").splitlines() == [
        "en\tvi\tdoc\tlicence\tsource",
        f"{GOOD[0]}\t{GOOD[1]}\tboats\tCC0\ta.tsv",
        f"{GOOD[0]}\t{GOOD[1]}\t\t\tb.tsv",
    ]


def test_stats_count_what_is_there(run: Run, tmp_path: Path) -> None:
    write_pairs(tmp_path / "a.tsv", [GOOD, (GOOD[0].upper(), GOOD[1]), ("A boat.", "")])
    numbers = json.loads(run("stats", "a.tsv", "--format", "json").stdout)
    assert (numbers["pairs"], numbers["distinct"], numbers["one_sided"]) == (3, 2, 1)
    assert (numbers["en"]["words"], numbers["en"]["vocabulary"], numbers["vi"]["distinct"]) == (18, 10, 2)
    assert numbers["score_step"] == 0.05


def test_stats_of_no_pairs_say_no_more_than_that(run: Run, tmp_path: Path) -> None:
    write_pairs(tmp_path / "a.tsv", [], "en\tvi\n")
    assert run("stats", "a.tsv").stdout.splitlines() == [
        "pairs            0 (0 distinct, 0 with an empty side)",
        "documents        not named",
        "English          0 words, 0 different; 0 different texts",
        "Vietnamese       0 words, 0 different; 0 different texts",
    ]


def test_what_two_corpora_share_is_shown_as_it_stands(run: Run, tmp_path: Path) -> None:
    write_pairs(tmp_path / "a.tsv", [GOOD])
    write_pairs(tmp_path / "b.tsv", [(GOOD[0].upper(), GOOD[1])])
    assert f"  {GOOD[0].upper()} | {GOOD[1]}" in run("stats", "--overlap", "a.tsv", "b.tsv").stdout.splitlines()


@pytest.mark.parametrize("suffix", ["jsonl", "parquet", "tsv"])
def test_what_convert_has_no_place_for_is_said(run: Run, tmp_path: Path, suffix: str) -> None:
    write_pairs(tmp_path / "a.tsv", [GOOD])
    run("concat", "a.tsv", "-o", f"all.{suffix}", "--licence", "a.tsv=CC0")
    said = run("convert", f"all.{suffix}", "all.tmx").stderr
    for name in ("licence", "source"):
        assert f"{name!r}, which pairs have no place for" in said


WRONG: dict[str, tuple[list[str], str]] = {
    "missing": (["clean", "no.tsv", "-o", "b.tsv"], "no.tsv: cannot be read (No such file or directory)"),
    "input as output": (["clean", "a.tsv", "-o", "a.tsv"], "a.tsv: this is the input"),
    "no folder": (["clean", "a.tsv", "-o", "no/b.tsv"], "no such folder"),
    "suffix": (["clean", "a.tsv", "-o", "b.xyz"], "b.xyz: unknown format"),
    "rule": (["clean", "a.tsv", "-o", "b.tsv", "--rule", "too_long"], "--rule too_long: write RULE=ACTION"),
    "shard": (["clean", "a.tsv", "-o", "b.tsv", "--shard", "5/4", "--work", "w"], "--shard 5/4: write I/N"),
    "shard without work": (["clean", "a.tsv", "-o", "b.tsv", "--shard", "1/4"], "name a folder that all parts share with --work"),
    "report": (["clean", "a.tsv", "-o", "b.tsv", "--report", "r.pdf"], "r.pdf: a report is .html or .json"),
    "too few": (["split", "a.tsv", "-o", "d"], "20 pairs are not enough"),
    "empty set": (["split", "doc.tsv", "-o", "d", "--dev", "0", "--test", "3"], "--test 3: test would be empty, no document"),
    "overlap of one": (["stats", "--overlap", "a.tsv"], "--overlap: 1 files given"),
    "licence": (["concat", "a.tsv", "-o", "b.tsv", "--licence", "z.tsv=CC0"], "--licence z.tsv: this is none of the inputs"),
    "no toml": (["run", "a.tsv"], "a.tsv: not TOML"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_gets_one_clear_line(run: Run, tmp_path: Path, case: str) -> None:
    write_pairs(tmp_path / "a.tsv", made_pairs(20))
    write_pairs(tmp_path / "doc.tsv", [(en, f"{vi}\tnews") for en, vi in made_pairs(20)], "en\tvi\tdoc\n")
    arguments, message = WRONG[case]
    done = run(*arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "b.tsv").exists()


@pytest.mark.parametrize("text", ["", "en\tvi\n"], ids=["empty", "names of columns only"])
def test_no_pairs_are_no_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "in.tsv").write_text(text, encoding="utf-8")
    ledger = clean_files(replace(request(tmp_path), preset="news", report=tmp_path / "r.html")).ledger
    assert ledger
    assert ledger.read == 0
    assert (tmp_path / "out.tsv").read_text(encoding="utf-8").startswith("en\tvi")


def test_a_queue_screens_in_parts_and_one_run_finishes(run: Run, tmp_path: Path) -> None:
    crawl(tmp_path / "a.tsv", 9000)
    options = ("a.tsv", "--preset", "quick", "--shard-size", "1", "--jobs", "1")
    run("clean", *options, "-o", "whole.tsv")
    for part in ("1/2", "2/2"):
        done = run("clean", *options, "-o", "b.tsv", "--work", "w", "--shard", part)
        assert done.returncode == 0, done.stderr
    finished = run("clean", *options, "-o", "b.tsv", "--work", "w")
    assert "2 taken from an earlier run" in finished.stderr
    assert (tmp_path / "b.tsv").read_bytes() == (tmp_path / "whole.tsv").read_bytes()


PIPELINE = """
[[step]]
use = "check"
in = ["*.tsv"]
out = "made/checked.tsv"

[[step]]
use = "clean"
preset = "quick"
out = "made/clean.tsv"
rules.too_long = { action = "drop", most = 400 }

[[step]]
use = "export"
out = "made/clean.tmx"
"""


def test_a_pipeline_runs_what_changed_and_locked_refuses_it(run: Run, tmp_path: Path) -> None:
    write_pairs(tmp_path / "a.tsv", made_pairs(20))
    (tmp_path / "p.toml").write_text(PIPELINE, encoding="utf-8")
    assert "run once without --locked" in run("run", "p.toml", "--locked").stderr
    assert run("run", "p.toml").stderr.splitlines()[-1] == "step 3 (export): pairs 20"
    assert run("run", "p.toml", "--locked").stderr.count("up to date") == 3
    (tmp_path / "p.toml").write_text(PIPELINE.replace("400", "40"), encoding="utf-8")
    assert "step 2 (clean): its options or the installed versions" in run("run", "p.toml", "--locked").stderr
    done = run("run", "p.toml").stderr
    assert "step 1 (check): up to date" in done
    assert "step 2 (clean): read 20, kept 0" in done
    write_pairs(tmp_path / "a.tsv", made_pairs(19))
    refused = run("run", "p.toml", "--locked")
    assert refused.returncode == 2
    assert "a.tsv: was changed since p.lock was written" in refused.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('use = "check"', 'use = "chek"', "step 1: use = 'chek' is unknown; choose one of align, check"),
        ('preset = "quick"', 'preset = "quik"', "step 2: --preset quik: unknown"),
        ('preset = "quick"', "prest = 1", "step 2: clean has no option prest; it has preset, rules"),
        ("400", '"many"', "step 2: step 2 (clean): rules.too_long: limits are numbers"),
        ('out = "made/clean.tmx"', "", "step 3: no out"),
        ("[[step]]", "[[steps]]", "unknown table steps"),
        ('in = ["*.tsv"]', 'in = ["*.txt"]', "*.txt: no file fits (step 1 (check))"),
    ],
)
def test_a_wrong_pipeline_is_refused_before_it_runs(run: Run, tmp_path: Path, old: str, new: str, message: str) -> None:
    write_pairs(tmp_path / "a.tsv", made_pairs(5))
    (tmp_path / "p.toml").write_text(PIPELINE.replace(old, new), encoding="utf-8")
    done = run("run", "p.toml")
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "made").exists()


def started(tmp_path: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "exports.cli", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_killed_command_resumes_to_the_same_bytes(run: Run, tmp_path: Path, stop: signal.Signals) -> None:
    crawl(tmp_path / "a.tsv", 12_000)
    options = ("clean", "a.tsv", "--preset", "quick", "--rule", "near_duplicate=drop", "--shard-size", "1", "--jobs", "2")
    process = started(tmp_path, *options, "-o", "b.tsv", "--rejected", "r.tsv")
    wait_for(lambda: list(tmp_path.glob(".b.tsv.work/screen/*.json")))
    os.killpg(process.pid, stop) if stop == signal.SIGINT else process.kill()
    _, said = process.communicate(timeout=60)
    assert process.returncode == (130 if stop == signal.SIGINT else -signal.SIGKILL)
    assert stop != signal.SIGINT or said.decode().strip().endswith("interrupted")
    assert not (tmp_path / "b.tsv").exists()
    if stop == signal.SIGINT:
        return
    assert run(*options, "-o", "b.tsv", "--rejected", "r.tsv", "--resume").returncode == 0
    run(*options, "-o", "whole.tsv", "--rejected", "rw.tsv")
    assert (tmp_path / "b.tsv").read_bytes() == (tmp_path / "whole.tsv").read_bytes()
    assert (tmp_path / "r.tsv").read_bytes() == (tmp_path / "rw.tsv").read_bytes()
