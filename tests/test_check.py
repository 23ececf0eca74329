"""`songngu check`: what it reads, reports and lets pass."""

from __future__ import annotations

import gzip
import json
import random
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.checks import CHECKS
from corpus.issue import Issue
from corpus.pair import Pair
from exports.baseline import Baseline, Collected, content_key
from exports.context import NEAR, with_context
from exports.gate import Gate, Summary
from exports.inputs import units
from exports.judge import Judged, Rules, Unit, judge_all
from exports.marking import marked, segments
from tests.conftest import Run

PAIRS = (
    ("It cost $5.", "Nó có giá 6 USD."),  # number_mismatch
    ("The school is closed.", "Trường học  đóng cửa."),  # whitespace
    ("Hello world, my friend.", "Xin chào thế giới, bạn tôi."),
    ("The museum was full of visitors yesterday.", ""),  # omission
)
FOUND = ["number_mismatch", "whitespace", "omission"]


@pytest.fixture
def run(run_here: Run) -> Run:
    """Run `songngu` in this process, so that the lexicon is read once."""
    return run_here


def tsv(*pairs: tuple[str, str]) -> str:
    return "".join(f"{en}\t{vi}\n" for en, vi in (("en", "vi"), *pairs))


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    (tmp_path / "pairs.tsv").write_text(tsv(*PAIRS), encoding="utf-8")
    return tmp_path / "pairs.tsv"


def findings(out: str) -> list[tuple[str, int, str]]:
    """File, line and code of each finding in the JSONL."""
    objects = [json.loads(line) for line in out.splitlines()]
    return [(found["file"], found["line"], issue["code"]) for found in objects for issue in found["issues"]]


# inputs


def test_every_format_gives_the_same_findings_with_their_lines(run: Run, sample: Path, tmp_path: Path) -> None:
    lines = {"pairs.tsv": [2, 3, 5], "pairs.jsonl": [1, 2, 4], "pairs.tmx": [6, 7, 9]}
    for name in ("pairs.jsonl", "pairs.tmx"):
        run("convert", sample, name)
    for name, numbers in lines.items():
        done = run("check", name, "--format", "jsonl")
        assert findings(done.stdout) == [(name, line, code) for line, code in zip(numbers, FOUND, strict=True)], done.stderr
        assert done.returncode == 1


def test_a_moses_pair_is_one_input_by_either_or_both_names(run: Run, tmp_path: Path) -> None:
    for side, texts in zip(("en", "vi"), zip(*PAIRS[:3], strict=True), strict=True):
        (tmp_path / f"c.{side}").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    for names in (["c.en"], ["c.vi"], ["c.en", "c.vi"], ["c"], ["c", "c.vi"]):
        assert findings(run("check", *names, "--format", "jsonl").stdout) == [("c.en", 1, FOUND[0]), ("c.en", 2, FOUND[1])]


def test_folders_and_several_files(run: Run, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("in/b.tsv", "in/deep/a.tsv"):
        (tmp_path / name).write_text(tsv(PAIRS[0]), encoding="utf-8")
    (tmp_path / "in" / "notes.md").write_text("Not pairs.", encoding="utf-8")
    done = run("check", "in", sample, "in/b.tsv", "--format", "jsonl", "--only", "number-mismatch")
    assert [place[0] for place in findings(done.stdout)] == ["in/b.tsv", "in/deep/a.tsv", sample.as_posix()]


def test_standard_input(run: Run) -> None:
    done = run("check", "-", "--from", "tsv", stdin=tsv(*PAIRS).encode())
    assert done.stdout.startswith("stdin:2  score ")
    assert "--from" in run("check", "-", stdin=b"").stderr


def test_ids_of_jsonl_come_back_and_all_gives_every_pair(run: Run, tmp_path: Path) -> None:
    rows = [{"id": f"q{n}", "en": en, "vi": vi, "glossary": [{"en": "a", "vi": "b"}]} for n, (en, vi) in enumerate(PAIRS)]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    some = [json.loads(line) for line in run("check", "q.jsonl", "--format", "jsonl").stdout.splitlines()]
    every = [json.loads(line) for line in run("check", "q.jsonl", "--format", "jsonl", "--all").stdout.splitlines()]
    assert [found["id"] for found in some] == ["q0", "q1", "q3"]
    assert [found["id"] for found in every] == ["q0", "q1", "q2", "q3"]
    assert set(every[0]) == {"id", "doc", "file", "line", "en", "vi", "score", "issues"}
    assert set(every[0]["issues"][0]) == {"code", "severity", "en_span", "vi_span", "message", "suggestion"}
    assert [found for found in every if found["issues"]] == some
    start, end = some[0]["issues"][0]["en_span"]
    assert some[0]["en"][start:end] == "$5"


def test_glossary_and_context_of_a_line_reach_the_checks(tmp_path: Path) -> None:
    row = {"en": "a", "vi": "b", "glossary": [{"en": "t", "vi": "u"}], "context": [{"en": "c", "vi": "d"}]}
    (tmp_path / "q.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (unit,) = units([tmp_path / "q.jsonl"], None, Summary())
    assert unit.pair.glossary == (("t", "u"),)
    assert unit.pair.context == (("c", "d"),)


def test_bad_glossary_in_a_line_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"en": "a", "vi": "b", "glossary": {"x": "y"}}\n', encoding="utf-8")
    done = run("check", "q.jsonl")
    assert done.returncode == 2
    assert "q.jsonl:1: glossary is no list of objects with en and vi" in done.stderr


BAD_INPUT = {
    "missing": (["no.tsv"], "no.tsv: no such file"),
    "article": (["article.txt"], "article.txt: this is not known to be a file of pairs"),
    "empty folder": (["empty"], "empty: no file of pairs in this folder"),
    "no pairs": (["none.tsv"], "none.tsv: there are no pairs to check"),
    "over the input": (["pairs.tsv", "-o", "pairs.tsv"], "pairs.tsv: this is the input"),
    "baseline over the input": (["pairs.tsv", "--write-baseline", "--baseline", "pairs.tsv"], "pairs.tsv: this is the input"),
    "unknown report": (["pairs.tsv", "--report", "qa.pdf"], "--report qa.pdf: unknown suffix; end it in .txt, .jsonl, .tsv"),
    "unknown suffix": (
        ["pairs.tsv", "-o", "f.foo"],
        "-o f.foo: unknown suffix; end it in .txt, .jsonl, .tsv, .sarif, .xml or .html, or name",
    ),
    "a suffix like a known one": (["pairs.tsv", "-o", "f.json"], "-o f.json: unknown suffix; end it in"),
    "no suffix": (["pairs.tsv", "-o", "findings"], "-o findings: unknown suffix; end it in"),
    "unknown format": (["pairs.tsv", "--format", "xml"], "--format xml: unknown; choose one of table, jsonl"),
    "unknown level": (["pairs.tsv", "--fail-on", "minor"], "--fail-on minor: unknown; choose one of error, warning, never"),
    "unknown code": (["pairs.tsv", "--only", "number_mismach"], "--only number_mismach: unknown; did you mean number_mismatch?"),
    "no code like it": (["pairs.tsv", "--ignore", "nosuch"], "--ignore nosuch: unknown; songngu explain lists the codes"),
    "unknown preset": (["pairs.tsv", "--preset", "strict"], "--preset strict: unknown; choose one of translator, mt"),
    "no baseline": (["pairs.tsv", "--baseline", "b.json"], "b.json: no such baseline; make it first with --write-baseline"),
    "baseline nowhere": (["pairs.tsv", "--write-baseline"], "--write-baseline: where to? name the file with --baseline"),
    "no settings": (["pairs.tsv", "--settings", "s.toml"], "s.toml: cannot be read"),
    "glossary with one side": (["pairs.tsv", "--glossary", "g.tsv"], "g.tsv:2: a term without translation"),
    "output in no folder": (["pairs.tsv", "-o", "no/qa.html"], "cannot be written"),
}


@pytest.mark.parametrize("case", BAD_INPUT)
def test_what_cannot_be_done_gets_one_clear_line(run: Run, sample: Path, tmp_path: Path, case: str) -> None:
    (tmp_path / "article.txt").write_text("Hello.\nXin chào.\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "none.tsv").write_text("en\tvi\n", encoding="utf-8")
    (tmp_path / "g.tsv").write_text("inflation\tlạm phát\ntrustee\t\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    arguments, message = BAD_INPUT[case]
    done = run("check", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("songngu: error: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_keep_going_reads_the_others_and_exits_3(run: Run, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"en": "a"}\n', encoding="utf-8")
    done = run("check", "bad.jsonl", sample, "--keep-going", "-q", "--format", "junit")
    assert done.returncode == 3
    assert done.stderr.startswith("songngu: error: bad.jsonl:1: no key 'vi'")
    assert ElementTree.fromstring(done.stdout).get("errors") == "1"
    github = run("check", sample, "missing.tmx", "bad.jsonl", "--keep-going", "--format", "github").stdout.splitlines()
    assert github[-2].startswith("::error file=missing.tmx,title=unreadable::missing.tmx: no such file")
    assert github[-1].startswith("::error file=bad.jsonl,line=1,title=unreadable::bad.jsonl:1: no key 'vi'")
    stopped = run("check", "bad.jsonl", sample)
    assert stopped.returncode == 2
    assert stopped.stderr.endswith("; or check the others with --keep-going\n")
    alone = run("check", "bad.jsonl")
    assert alone.returncode == 2
    assert "--keep-going" not in alone.stderr
    assert run("check", "bad.jsonl", "--keep-going").returncode == 2


def test_a_lone_surrogate_of_json_breaks_no_report(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"en": "It cost $5 \\ud800.", "vi": "Nó có  giá 6 USD \\ud800."}\n', encoding="utf-8")
    reports = [f"--report={name}" for name in ("r.html", "r.sarif", "r.xml", "r.jsonl", "r.tsv", "r.txt")]
    done = run("check", "q.jsonl", "--format", "github", *reports, "--baseline", "b.json", "--write-baseline")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "r.jsonl").read_text(encoding="utf-8"))["en"] == "It cost $5 \ud800."


# the gate


@pytest.mark.parametrize(
    ("pairs", "level", "code"),
    [
        pytest.param(PAIRS, "error", 1, id="major fails at error"),
        pytest.param(PAIRS[1:3], "error", 0, id="minor passes at error"),
        pytest.param(PAIRS[1:3], "warning", 1, id="minor fails at warning"),
        pytest.param(PAIRS[2:3], "warning", 0, id="clean passes"),
        pytest.param(PAIRS, "never", 0, id="never"),
    ],
)
def test_exit_codes(run: Run, tmp_path: Path, pairs: tuple[tuple[str, str], ...], level: str, code: int) -> None:
    (tmp_path / "p.tsv").write_text(tsv(*pairs), encoding="utf-8")
    assert run("check", "p.tsv", "--fail-on", level).returncode == code


def test_only_and_ignore(run: Run, sample: Path) -> None:
    def found(*options: str) -> list[str]:
        return [code for _, _, code in findings(run("check", sample, "--format", "jsonl", *options).stdout)]

    assert found("--only", "whitespace,omission") == ["whitespace", "omission"]
    assert found("--only", "whitespace", "--only", "omission") == ["whitespace", "omission"]
    assert found("--ignore", "number-mismatch") == ["whitespace", "omission"]
    assert found("--only", "Number-Mismatch, WHITESPACE") == ["number_mismatch", "whitespace"]


def test_statistics_and_summary_go_to_standard_error(run: Run, sample: Path) -> None:
    done = run("check", sample, "--statistics", "--format", "jsonl")
    assert done.stderr == (
        " findings  code                   critical    major    minor\n"
        "        1  number_mismatch               0        1        0\n"
        "        1  omission                      1        0        0\n"
        "        1  whitespace                    0        0        1\n"
        "4 pairs checked, 3 with findings: 1 critical, 1 major, 1 minor\n"
        "failed: 2 findings of level error\n"
    )
    assert run("check", sample, "-q", "--format", "jsonl").stderr == ""
    quiet = run("check", sample, "-q", "--statistics", "--format", "jsonl").stderr
    assert quiet == "".join(done.stderr.splitlines(keepends=True)[:4])  # they were asked for


def test_a_baseline_lets_pass_what_was_there_and_nothing_else(run: Run, sample: Path, tmp_path: Path) -> None:
    written = run("check", sample, "--baseline", "b.json", "--write-baseline", "-q")
    assert written.returncode == 0
    kept = run("check", sample, "--baseline", "b.json", "--fail-on", "warning")
    assert kept.returncode == 0
    assert kept.stdout == ""
    assert "left out: 3 known from the baseline" in kept.stderr
    sample.write_text(tsv(*PAIRS, PAIRS[0], ("It rained for 3 days.", "Trời mưa suốt 4 ngày.")), encoding="utf-8")
    more = run("check", sample, "--baseline", "b.json", "--format", "jsonl")
    assert findings(more.stdout) == [(sample.as_posix(), 6, "number_mismatch"), (sample.as_posix(), 7, "number_mismatch")]
    sample.write_text(tsv(*PAIRS[1:]), encoding="utf-8")
    assert "gone from the baseline: 1 finding; write it again" in run("check", sample, "--baseline", "b.json").stderr


HIDING = {
    "only": (["--only", "whitespace"], True),
    "ignore": (["--ignore", "number-mismatch"], True),
    "all": ([], False),
}


@pytest.mark.parametrize(("options", "hides"), HIDING.values(), ids=list(HIDING))
def test_what_was_not_looked_for_is_not_gone_from_the_baseline(run: Run, sample: Path, options: list[str], hides: bool) -> None:
    run("check", sample, "--baseline", "b.json", "--write-baseline")
    sample.write_text(tsv(PAIRS[2]), encoding="utf-8")
    done = run("check", sample, "--baseline", "b.json", "--fail-on", "never", *options)
    assert ("gone from the baseline: 3 findings" in done.stderr) is not hides
    again = run("check", sample, "--baseline", "b.json", "--write-baseline", *options)
    assert again.returncode == (2 if hides else 0)
    assert ("does not look for" in again.stderr) is hides


TERMS = (("Go to the waiting room.", "Hãy đến sảnh đợi."), ("Sign in", "Đăng nhập"), ("Sign in", "Vào hệ thống"))
KNOWLEDGE = {  # code: what it takes to find it, and the option that is advised
    "terminology": (["--glossary", "g.tsv"], "--glossary"),
    "inconsistency": (["--context"], "--context"),
}


@pytest.mark.parametrize("code", KNOWLEDGE)
def test_what_needs_a_glossary_or_context_is_not_gone_without(run: Run, tmp_path: Path, code: str) -> None:
    options, advised = KNOWLEDGE[code]
    (tmp_path / "p.tsv").write_text(tsv(*TERMS), encoding="utf-8")
    (tmp_path / "g.tsv").write_text("waiting room\tphòng chờ\n", encoding="utf-8")
    run("check", "p.tsv", "--baseline", "b.json", "--write-baseline", *options)
    before = (tmp_path / "b.json").read_bytes()
    assert f'"code": "{code}"'.encode() in before
    assert "gone from" not in run("check", "p.tsv", "--baseline", "b.json").stderr
    again = run("check", "p.tsv", "--baseline", "b.json", "--write-baseline", "--report", "qa.html")
    assert again.returncode == 2
    assert f"not looked for without {advised} (1), and the new one would lose them; give {advised}, or" in again.stderr
    assert (tmp_path / "b.json").read_bytes() == before
    assert not (tmp_path / "qa.html").exists()
    (tmp_path / "p.tsv").write_text(tsv(TERMS[1]), encoding="utf-8")
    assert "gone from the baseline: 1 finding;" in run("check", "p.tsv", "--baseline", "b.json", *options).stderr
    assert run("check", "p.tsv", "--baseline", "b.json", "--write-baseline", *options).returncode == 0


def test_a_glossary_of_single_lines_is_enough_to_look_for_its_findings(run: Run, tmp_path: Path) -> None:
    row = {"en": TERMS[0][0], "vi": TERMS[0][1], "glossary": [{"en": "waiting room", "vi": "phòng chờ"}]}
    (tmp_path / "q.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    for _ in range(2):
        assert run("check", "q.jsonl", "--baseline", "b.json", "--write-baseline").returncode == 0
    (tmp_path / "q.jsonl").write_text(json.dumps({**row, "vi": "Hãy đến phòng chờ."}) + "\n", encoding="utf-8")
    assert "gone from the baseline: 1 finding;" in run("check", "q.jsonl", "--baseline", "b.json").stderr


def test_a_rude_word_needs_no_context_to_be_known_and_gone(run: Run, tmp_path: Path) -> None:
    rude = ("Please enter your password.", "Nhập mật khẩu của mày vào.")
    for options in ([], ["--context"]):
        (tmp_path / "p.tsv").write_text(tsv(rude), encoding="utf-8")
        run("check", "p.tsv", "--baseline", "b.json", "--write-baseline", *options)
        assert '"code": "register"' in (tmp_path / "b.json").read_text(encoding="utf-8")
        assert run("check", "p.tsv", "--baseline", "b.json", "--write-baseline", *options).returncode == 0
        (tmp_path / "p.tsv").write_text(tsv(PAIRS[2]), encoding="utf-8")
        assert ("gone from" in run("check", "p.tsv", "--baseline", "b.json").stderr) is (not options)


NOTHING = {
    "only and ignore": (["--only", "negation", "--ignore", "negation"], "nothing is looked for: --only, --ignore and preset"),
    "only and preset": (["--only", "whitespace", "--preset", "mt"], "and preset mt leave no code"),
    "an empty option": (["--only", ""], "--only: names no code; name one, or leave it out"),
    "only commas": (["--only", " , "], "--only: names no code"),
    "no glossary": (["--only", "terminology"], "nothing was looked for: terminology needs --glossary; give that"),
    "neither": (["--only", "terminology,inconsistency"], "inconsistency needs --context, terminology needs --glossary"),
}


@pytest.mark.parametrize(("options", "message"), NOTHING.values(), ids=list(NOTHING))
def test_a_gate_that_looks_for_nothing_is_a_mistake(run: Run, sample: Path, options: list[str], message: str) -> None:
    done = run("check", sample, *options)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_gate_that_can_find_a_part_is_none(run: Run, sample: Path) -> None:
    assert run("check", sample, "--only", "register").returncode == 0
    assert run("check", sample, "--only", "inconsistency", "--context").returncode == 0


def test_a_baseline_is_the_same_file_whatever_the_order(run: Run, tmp_path: Path) -> None:
    for name, pairs in (("a", PAIRS), ("b", PAIRS[::-1])):
        (tmp_path / f"{name}.tsv").write_text(tsv(*pairs), encoding="utf-8")
        run("check", f"{name}.tsv", "--baseline", f"{name}.json", "--write-baseline")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 9, "findings": []}', '{"version": 1, "findings": [{"key": 1}]}'])
def test_a_broken_baseline_is_refused(run: Run, sample: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    done = run("check", sample, "--baseline", "b.json")
    assert done.returncode == 2
    assert "b.json" in done.stderr
    assert "write it again with --write-baseline" in done.stderr


codes = st.sampled_from(["number_mismatch", "whitespace", "punctuation"])
texts = st.text("ab đ\u0301  \n", max_size=6)
judged_pairs = st.builds(
    lambda en, vi, found: Judged("f.tsv", Pair(en, vi), 0.5, tuple(Issue(code, "minor", "") for code in found)),
    texts,
    texts,
    st.lists(codes, max_size=3),
)


@given(st.lists(judged_pairs, max_size=12), st.integers(0, 1000))
def test_shuffling_lines_gives_no_new_findings(stream: list[Judged], seed: int) -> None:
    collected = Collected()
    list(Gate(collected=collected).passed(stream))
    known = Baseline()
    for entry, count in collected.entries.items():
        known.known[entry.key] += count
        known.codes[entry.key] = entry.code
    random.Random(seed).shuffle(stream)
    gate = Gate(baseline=known)
    assert all(not judged.issues for judged in gate.passed(stream))
    assert known.unmet(CHECKS) == 0


def test_the_key_of_a_finding_is_its_content() -> None:
    issue = Issue("whitespace", "minor", "One.", None, (0, 1))
    key = content_key(Pair("A b.", "Một hai.", line=3), issue)
    assert key == content_key(Pair("A  b. ", "Một hai.", line=9, doc="x"), Issue("whitespace", "major", "Two."))
    assert key != content_key(Pair("A b.", "Một ba."), issue)
    assert key != content_key(Pair("A b.", "Một hai."), Issue("brackets", "minor", "One."))


# settings

SETTINGS = """\
[check]
fail-on = "warning"
only = ["whitespace", "number_mismatch"]

[check.severity]
whitespace = "critical"

[[check.ignore]]
code = "number_mismatch"
en = "$5"
reason = "the price was raised on purpose"

[[check.ignore]]
code = "whitespace"
id = "q7"
reason = "no longer there"
"""


def test_settings_are_found_above_and_unused_ignores_are_reported(run: Run, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "songngu.toml").write_text(SETTINGS, encoding="utf-8")
    done = run("check", sample, "--format", "jsonl")
    found = [issue for line in done.stdout.splitlines() for issue in json.loads(line)["issues"]]
    assert [(issue["code"], issue["severity"]) for issue in found] == [("whitespace", "critical")]
    assert done.returncode == 1
    assert "left out: 0 known from the baseline, 1 ignored in the settings" in done.stderr
    unused = "songngu.toml:13: this ignore of whitespace covers no finding; remove it, if all of its files were checked\n"
    assert unused in done.stderr
    assert "covers no finding" not in run("check", sample, "--only", "number_mismatch").stderr
    assert "covers no finding" not in run("check", sample, "--preset", "mt").stderr
    assert "covers no finding" not in run("check", sample, "missing.tsv", "--keep-going").stderr
    (tmp_path / "songngu.toml").rename(tmp_path / "other.toml")
    assert len(findings(run("check", sample, "--format", "jsonl").stdout)) == 3
    assert len(findings(run("check", sample, "--format", "jsonl", "--settings", "other.toml").stdout)) == 1


def test_no_settings_and_options_win(run: Run, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "songngu.toml").write_text(SETTINGS, encoding="utf-8")
    assert len(findings(run("check", sample, "--format", "jsonl", "--no-settings").stdout)) == 3
    assert run("check", sample, "--fail-on", "never").returncode == 0


def test_paths_in_settings_count_from_their_folder(run: Run, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "s.toml").write_text('[check]\nbaseline = "b.json"\nglossary = "g.tsv"\n', encoding="utf-8")
    (tmp_path / "deep" / "g.tsv").write_text("school\ttrường học\n", encoding="utf-8")
    assert run("check", sample, "--settings", "deep/s.toml", "--write-baseline").returncode == 0
    assert (tmp_path / "deep" / "b.json").exists()
    assert run("check", sample, "--settings", "deep/s.toml").returncode == 0


BAD_SETTINGS = {
    "[check]\npreset = mt\n": ":2: not TOML",
    "[check]\nfail-onn = 1\n": ":2: check.fail-onn: unknown key; did you mean fail-on?",
    "[chek]\n": ":1: chek: unknown key; did you mean check?",
    '[check]\npreset = "strict"\n': ":2: check.preset: 'strict' is unknown; choose one of translator, mt",
    '\n[check]\n\nfail-on = "eror"\n': ":4: check.fail-on: 'eror' is unknown; did you mean error?",
    '[check]\ncontext = "yes"\n': ":2: check.context: 'yes' is neither true nor false",
    '[check]\nonly = "omission"\n': ":2: check.only: not a list",
    "[check]\nonly = []\n": ":2: check.only: empty; name codes, or leave it out for all",
    '[check]\nonly = ["omision"]\n': ":2: check.only: 'omision' is unknown; did you mean omission?",
    "[check]\nglossary = 3\n": ":2: check.glossary: not a text",
    '[check.severity]\nomission = "bad"\n': ":2: check.severity.omission: 'bad' is unknown; choose one of critical",
    '[check.severity]\nomision = "minor"\n': ":2: check.severity.omision: 'omision' is unknown; did you mean omission?",
    'check = "all"\n': ":1: check: not a table",
    '[check]\nignore = ["omission"]\n': ":2: check.ignore: not a list of tables",
    '[[check.ignore]]\ncode = "omission"\n': ":1: check.ignore[1]: no reason; say why",
    '[[check.ignore]]\ncode = "omission"\nreason = " "\n': (':3: check.ignore[1].reason: empty; say why: reason = "..."'),
    '[[check.ignore]]\ncode = "omission"\nreason = 3\n': ":3: check.ignore[1].reason: not a text; write it in quotation marks",
    '[[check.ignore]]\ncode = "omission"\nen = ""\nreason = "x"\n': ":3: check.ignore[1].en: empty; fill it in, or leave the key",
    '[check]\nglossary = "missing.tsv"\n': ":2: check.glossary: missing.tsv: no such file; check the path",
    '[check]\nfail-on = "never"\nglossary = "terms.xyz"\n': ":3: check.glossary: terms.xyz: no such file",
    '[check]\n\nbaseline = "nobase.json"\n': ":3: check.baseline: nobase.json: no such baseline; make it first with",
    '[[check.ignore]]\ncode = "omission"\nreason = "x"\n\n[[check.ignore]]\nreason = "y"\n': ":5: check.ignore[2]: no code",
    '[[check.ignore]]\ncode = "omission"\nreason = "x"\n[[check.ignore]]\nreason = "y"\ncode = "nix"\n': (
        ":6: check.ignore[2].code: 'nix' is unknown; songngu explain lists the codes"
    ),
    '[[check.ignore]]\ncode = "omission"\nreason = "x"\nline = 3\n': ":4: check.ignore[1].line: unknown key",
}


@pytest.mark.parametrize("text", BAD_SETTINGS)
def test_errors_of_settings_name_line_and_key(run: Run, sample: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "songngu.toml").write_text(text, encoding="utf-8")
    done = run("check", sample)
    assert done.returncode == 2
    assert done.stderr.startswith(f"songngu: error: songngu.toml{BAD_SETTINGS[text]}")
    assert done.stderr.count("\n") == 1


def test_a_missing_file_of_an_option_is_not_blamed_on_the_settings(run: Run, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "songngu.toml").write_text('[check]\nglossary = "missing.tsv"\nbaseline = "b.json"\n', encoding="utf-8")
    (tmp_path / "g.tsv").write_text("school\ttrường học\n", encoding="utf-8")
    assert run("check", sample, "--glossary", "no.tsv").stderr == "songngu: error: no.tsv: no such file; check the path\n"
    assert run("check", sample, "--glossary", "g.tsv", "--write-baseline").returncode == 0
    assert run("check", sample, "--glossary", "g.tsv").returncode == 0


def test_codes_in_settings_may_be_written_as_in_options(run: Run, sample: Path, tmp_path: Path) -> None:
    text = '[check]\nonly = ["Number-Mismatch"]\n[check.severity]\nNUMBER-MISMATCH = "minor"\n'
    (tmp_path / "songngu.toml").write_text(text, encoding="utf-8")
    (found,) = map(json.loads, run("check", sample, "--format", "jsonl").stdout.splitlines())
    assert [(issue["code"], issue["severity"]) for issue in found["issues"]] == [("number_mismatch", "minor")]
    ignore = '[[check.ignore]]\ncode = "number-mismatch"\nreason = "x"\n'
    (tmp_path / "songngu.toml").write_text(ignore, encoding="utf-8")
    assert "1 ignored in the settings" in run("check", sample).stderr


# what is seen


ISSUES = st.lists(
    st.builds(lambda a, b: Issue("c", "minor", "", (min(a, b), max(a, b))), st.integers(-1, 9), st.integers(-1, 12)), max_size=4
)


@given(st.text(max_size=9), ISSUES)
def test_marking_loses_no_text_and_every_span_is_marked_once(text: str, issues: list[Issue]) -> None:
    parts = list(segments(text, issues, "en"))
    assert "".join(part.text for part in parts) == text
    for number, issue in enumerate(issues, 1):
        assert issue.en_span
        span = text[max(issue.en_span[0], 0) : max(issue.en_span[1], 0)]
        assert "".join(part.text for part in parts if number in part.issues) == span
        assert sum(number in part.closes for part in parts) == bool(span)


def test_what_nobody_can_see_is_spelt_out() -> None:
    assert marked("Tôi\u200b đi.", [Issue("invisible_char", "minor", "", None, (3, 4))], "vi") == "Tôi[⟨U+200B⟩]¹ đi."
    assert marked("Tôi  đi.", [Issue("whitespace", "minor", "", None, (3, 5))], "vi") == "Tôi[␣␣]¹đi."


def test_the_table_in_a_pipe(run: Run, sample: Path) -> None:
    done = run("check", sample, "--only", "number_mismatch")
    assert re.fullmatch(
        r"\S+pairs\.tsv:2  score 0\.\d\d\n  en  It cost \[\$5\]¹\.\n  vi  Nó có giá \[6 USD\]¹\.\n"
        r"  1 major number_mismatch: Another value: '\$5' has become '6 USD'\.\n\n",
        done.stdout,
    )


def test_tsv_has_a_row_for_each_finding(run: Run, sample: Path) -> None:
    rows = [line.split("\t") for line in run("check", sample, "--format", "tsv").stdout.splitlines()]
    assert rows[0][:5] == ["file", "line", "id", "severity", "code"]
    assert [row[4] for row in rows[1:]] == FOUND
    assert {len(row) for row in rows} == {12}


def test_github_commands_are_escaped(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a,b.tsv").write_text(tsv(("100% sure: it cost $5.", "Chắc chắn 100%: giá 6 USD.")), encoding="utf-8")
    (line,) = run("check", "a,b.tsv", "--format", "github", "--only", "number_mismatch").stdout.splitlines()
    assert line.startswith(
        "::error file=a%2Cb.tsv,line=2,title=number_mismatch (major)::Another value: '$5' has become '6 USD'.%0Aen: 100%25 sure"
    )


def test_suffix_of_the_output_chooses_and_several_reports_agree(run: Run, sample: Path, tmp_path: Path) -> None:
    done = run("check", sample, "-o", "r.sarif", "--report", "r.xml", "--report", "r.jsonl", "--report", "r.html")
    assert done.stdout == ""
    assert "wrote r.sarif\nwrote r.xml\nwrote r.jsonl\nwrote r.html\n" in done.stderr
    results = json.loads((tmp_path / "r.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [found["ruleId"] for found in results] == FOUND
    suite = ElementTree.parse(tmp_path / "r.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    assert [code for _, _, code in findings((tmp_path / "r.jsonl").read_text(encoding="utf-8"))] == FOUND
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert re.findall(r'<li data-code="(\w+)"', page) == ["omission", "number_mismatch", "whitespace"]  # worst first


@pytest.mark.parametrize("name", ["f.txt", "f.TXT.gz", "f.foo"])
def test_the_table_goes_into_a_file_that_may_hold_it(run: Run, sample: Path, tmp_path: Path, name: str) -> None:
    done = run("check", sample, "-o", name, *(["--format", "table"] if name == "f.foo" else []))
    assert done.returncode == 1
    assert f"wrote {name}\n" in done.stderr
    data = (tmp_path / name).read_bytes()
    text = gzip.decompress(data).decode() if name.endswith(".gz") else data.decode()
    assert text == run("check", sample).stdout


def test_a_device_takes_the_table(run: Run, sample: Path) -> None:
    assert run("check", sample, "-o", "/dev/null", "--fail-on", "never").returncode == 0


# laws


def test_context_is_the_document_so_far_with_far_pairs_of_the_same_text() -> None:
    pairs = [Pair("Sign in", "Đăng nhập"), *(Pair(f"Text {n}", f"Văn bản {n}") for n in range(NEAR)), Pair("sign  in", "Vào")]
    stream = [Unit("a", pair) for pair in pairs] + [Unit("b", pairs[0])]
    got = list(with_context(stream))
    assert got[0].context == ()
    assert got[1].context == (("Sign in", "Đăng nhập"),)
    assert got[-2].context[0] == ("Sign in", "Đăng nhập")
    assert len(got[-2].context) == NEAR + 1
    assert got[-1].context == ()  # another file, another document


@pytest.mark.slow
def test_the_same_whatever_the_number_of_processes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.judge.CHUNK", 3)
    stream = [(f"{en} Number {n}.", f"{vi} Số {n + n % 2}.") for n in range(20) for en, vi in PAIRS]
    (tmp_path / "p.tsv").write_text(tsv(*stream), encoding="utf-8")
    for jobs in (1, 2, 3):
        reports = [f"--report={jobs}.{suffix}" for suffix in ("html", "sarif", "xml", "tsv")]
        done = run("check", "p.tsv", "--context", "-j", str(jobs), "-o", f"{jobs}.jsonl", *reports)
        assert done.returncode == 1
    for suffix in ("jsonl", "html", "sarif", "xml", "tsv"):
        assert len({(tmp_path / f"{jobs}.{suffix}").read_bytes() for jobs in (1, 2, 3)}) == 1


def test_order_is_kept_and_a_pair_is_judged_by_itself() -> None:
    stream = [Unit("f", Pair(en, vi, line=n)) for n, (en, vi) in enumerate(PAIRS, 1)]
    forth = list(judge_all(stream, Rules()))
    back = list(judge_all(stream[::-1], Rules()))
    assert [judged.pair.line for judged in forth] == [1, 2, 3, 4]
    assert back[::-1] == forth
    assert [judged.place for judged in forth[:2]] == ["f:1", "f:2"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(texts, texts), max_size=4))
def test_nothing_a_text_holds_breaks_a_verdict(found: list[tuple[str, str]]) -> None:
    for judged in judge_all((Unit("f", Pair(en, vi)) for en, vi in found), Rules()):
        assert 0 <= judged.score <= 1


@pytest.mark.parametrize("name", ["p.jsonl", "p.tmx"])
def test_text_is_judged_and_shown_as_it_was_written(run: Run, tmp_path: Path, name: str) -> None:
    pieces = unicodedata.normalize("NFD", "Trường học đóng cửa.")
    if name.endswith("jsonl"):
        text = json.dumps({"en": "The school is closed.", "vi": pieces})
    else:
        sides = (("en", "The school is closed."), ("vi", pieces))
        tuvs = "".join(f'<tuv xml:lang="{side}"><seg>{text}</seg></tuv>' for side, text in sides)
        text = f'<tmx version="1.4"><header/><body><tu>{tuvs}</tu></body></tmx>'
    (tmp_path / name).write_text(text, encoding="utf-8")
    (found,) = map(json.loads, run("check", name, "--format", "jsonl").stdout.splitlines())
    assert [issue["code"] for issue in found["issues"]] == ["unicode_form"]
    assert found["vi"] == pieces


def test_issues_that_a_line_brings_along_are_not_needed(run: Run, tmp_path: Path) -> None:
    brought = [{"code": "punctuation", "severity": "minor", "en_span": None, "vi_span": "đi ."}]  # spans as their text
    row = {"id": "d1", "en": "Go.", "vi": "Hãy đi .", "issues": brought, "allowed": ["whitespace"], "trap": "x"}
    (tmp_path / "q.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert [code for _, _, code in findings(run("check", "q.jsonl", "--format", "jsonl").stdout)] == ["whitespace"]


def test_a_glossary_is_in_force_from_a_file_and_from_a_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g.tsv").write_text("the ferry pier\tbến phà\nwaiting room\tphòng chờ\n", encoding="utf-8")
    row = {"en": "Go to the waiting room.", "vi": "Hãy đến sảnh đợi."}
    (tmp_path / "q.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    own = {**row, "glossary": [{"en": "waiting room", "vi": "phòng đợi"}]}
    (tmp_path / "own.jsonl").write_text(json.dumps(own) + "\n", encoding="utf-8")
    for arguments in (["q.jsonl", "--glossary", "g.tsv"], ["own.jsonl"]):
        assert "terminology" in [code for _, _, code in findings(run("check", *arguments, "--format", "jsonl").stdout)]
    assert "terminology" not in run("check", "q.jsonl", "--format", "jsonl").stdout


def test_context_finds_what_was_translated_otherwise_before(run: Run, tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text(
        tsv(("Sign in", "Đăng nhập"), ("Close", "Đóng"), ("Sign in", "Vào hệ thống")), encoding="utf-8"
    )
    assert findings(run("check", "p.tsv", "--context", "--format", "jsonl").stdout) == [("p.tsv", 4, "inconsistency")]
    assert findings(run("check", "p.tsv", "--format", "jsonl").stdout) == []


def test_the_preset_for_training_does_not_mind_spaces(run: Run, sample: Path) -> None:
    assert [code for _, _, code in findings(run("check", sample, "--preset", "mt", "--format", "jsonl").stdout)] == FOUND[::2]
