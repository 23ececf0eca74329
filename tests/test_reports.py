"""Reports against the rules of their formats: SARIF, JUnit and the HTML page in a real browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.checks import CHECKS
from corpus.issue import Issue
from corpus.pair import Pair
from exports.gate import FAILING, Failure, Gate, Summary
from exports.judge import LEVELS, SEVERITIES, Judged
from exports.options import say
from exports.report import REPORTS, reporting
from exports.reports import page
from exports.reports.about import About

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CODES = {
    "number_mismatch": "A value differs or is missing.",
    "whitespace": "A space too many or too few.",
    "omission": "Left out.",
}


def about(fail_on: str = "error") -> About:
    return About(CODES, fail_on, "translator")


def written(kind: str, stream: list[Judged], fail_on: str = "error", failed: tuple[Failure, ...] = ()) -> str:
    """A report of these pairs."""
    out = StringIO()
    gate = Gate()
    gate.summary.failed.extend(failed)
    report = REPORTS[kind].make(out, about(fail_on))
    for judged in gate.passed(stream):
        report.add(judged)
    report.end(gate.summary)
    report.close()
    return out.getvalue()


texts = st.text(alphabet=st.sampled_from("ab ộđ\u0301<>&\"'\n\t\r]\x00\x0b\u200b\u2028\ud800|%:,😀"), max_size=12)
spans = st.none() | st.tuples(st.integers(0, 12), st.integers(0, 14)).map(lambda span: (min(span), max(span)))
issues = st.builds(Issue, st.sampled_from(sorted(CODES)), st.sampled_from(SEVERITIES), texts, spans, spans, st.none() | texts)
pairs = st.builds(lambda en, vi, ident, doc, line: Pair(en, vi, id=ident, doc=doc, line=line), *[texts] * 4, st.integers(0, 9))
judged_pairs = st.builds(
    Judged,
    st.sampled_from(["a.tsv", "bản dịch/b c.tmx", "stdin"]),
    pairs,
    st.floats(0, 1),
    st.lists(issues, max_size=3).map(tuple),
)
streams = st.lists(judged_pairs, max_size=5)

COMMANDS = "\x1b[2J\x9b31m\x07\x08\x7f\x00"  # clear the screen, paint it red, ring the bell, go back
COMMANDED = st.text(alphabet=st.sampled_from("ab ộ]\n\t\r%:," + COMMANDS + "\x1c\x85"), max_size=12)


@pytest.mark.parametrize("kind", ["table", "github"])
@given(texts=st.lists(COMMANDED, min_size=8, max_size=8), span=spans)
def test_no_text_commands_a_terminal(kind: str, texts: list[str], span: tuple[int, int] | None) -> None:
    en, vi, ident, name, doc, message, suggestion, file = texts
    pair = Pair(en, vi, id=ident, name=name, doc=doc, line=1)
    found = written(kind, [Judged(file, pair, 0.5, (Issue("omission", "major", message, span, span, suggestion),))])
    assert all(letter.isprintable() or letter in "\n\t" for letter in found)
    assert found.count("\n") == (1 if kind == "github" else 6)


def test_commands_are_spelt_out() -> None:
    judged = Judged("a.tsv", Pair("It \x1b[31mcost $5.", "Nó \x9bcó giá 6 USD."), 0.5, (Issue("omission", "major", "\x1b!"),))
    assert written("table", [judged]).splitlines()[1:4] == [
        "  en  It ⟨U+001B⟩[31mcost $5.",
        "  vi  Nó ⟨U+009B⟩có giá 6 USD.",
        "  1 major omission: ⟨U+001B⟩!",
    ]
    assert "::⟨U+001B⟩!%0Aen: It ⟨U+001B⟩[31mcost $5." in written("github", [judged])


def test_errors_and_words_on_standard_error_are_spelt_out(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\x1b[31m.tsv: no such file")
    assert capsys.readouterr().err == "a⟨U+001B⟩[31m.tsv: no such file\n"


# SARIF 2.1.0: the objects that are written, each with the properties that its section requires and those it may have
Shape = tuple[set[str], set[str]]
SARIF: Mapping[str, Shape] = {
    "sarifLog (3.13)": ({"version", "runs"}, {"$schema"}),
    "run (3.14)": ({"tool"}, {"results", "invocations", "columnKind", "properties"}),
    "tool (3.18)": ({"driver"}, set()),
    "toolComponent (3.19)": ({"name"}, {"version", "semanticVersion", "rules"}),
    "reportingDescriptor (3.49)": ({"id"}, {"shortDescription", "fullDescription", "help", "properties", "defaultConfiguration"}),
    "result (3.27)": ({"message"}, {"ruleId", "ruleIndex", "level", "locations", "partialFingerprints", "properties"}),
    "location (3.28)": (set(), {"physicalLocation", "logicalLocations"}),
    "physicalLocation (3.29)": ({"artifactLocation"}, {"region"}),
    "region (3.30)": ({"startLine"}, set()),
    "invocation (3.20)": ({"executionSuccessful"}, {"toolExecutionNotifications"}),
    "notification (3.58)": ({"message"}, {"level"}),
}


def shaped(found: Any, name: str) -> Any:
    required, allowed = SARIF[name]
    assert isinstance(found, dict)
    assert required <= set(found) <= required | allowed, name
    return found


def sarif_results(text: str) -> list[dict[str, Any]]:
    """The results of a log that keeps the rules of the standard."""
    log = shaped(json.loads(text), "sarifLog (3.13)")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = shaped(shaped(shaped(run, "run (3.14)")["tool"], "tool (3.18)")["driver"], "toolComponent (3.19)")
    rules = [shaped(rule, "reportingDescriptor (3.49)") for rule in driver["rules"]]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules}, key=list(CODES).index)  # unique
    assert all(rule["shortDescription"]["text"] for rule in rules)
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for invocation in run["invocations"]:
        notes = shaped(invocation, "invocation (3.20)")["toolExecutionNotifications"]
        assert invocation["executionSuccessful"] == (not notes)
        assert all(shaped(note, "notification (3.58)")["message"]["text"] for note in notes)
    for result in run["results"]:
        shaped(result, "result (3.27)")
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for location in result["locations"]:
            place = shaped(location, "location (3.28)").get("physicalLocation")
            if place:
                shaped(place, "physicalLocation (3.29)")
                assert place["artifactLocation"]["uri"].isascii()
                assert " " not in place["artifactLocation"]["uri"]
                assert shaped(place.get("region", {"startLine": 1}), "region (3.30)")["startLine"] >= 1
    return list(run["results"])


@given(streams)
def test_sarif_keeps_the_rules_and_holds_every_finding(stream: list[Judged]) -> None:
    results = sarif_results(written("sarif", stream))
    found = [(judged, issue) for judged in stream for issue in judged.issues]
    assert [result["ruleId"] for result in results] == [issue.code for _, issue in found]
    assert [result["level"] for result in results] == [LEVELS[issue.severity] for _, issue in found]
    for result, (judged, _) in zip(results, found, strict=True):
        place = result["locations"][0].get("physicalLocation")
        assert bool(place) == (judged.file != "stdin")
        if place:
            assert unquote(place["artifactLocation"]["uri"]) == judged.file
            assert place.get("region", {}).get("startLine", 0) == judged.pair.line


def test_sarif_results_of_one_pair_have_fingerprints_of_their_own() -> None:
    found = Issue("whitespace", "minor", "A space too many.", None, (3, 5))
    text = written("sarif", [Judged("a.tsv", Pair("One.", "Một  hai  ba."), 1.0, (found, found))])
    assert len({result["partialFingerprints"]["songnguContent/v1"] for result in sarif_results(text)}) == 2


def test_what_could_not_be_read_is_in_every_report_for_machines() -> None:
    text = "b: c,d.tsv:3: 1 column, expected 100% more; put a tab between"
    failed = (Failure("b: c,d.tsv", 3, text),)
    run = json.loads(written("sarif", [], failed=failed))["runs"][0]
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == text
    (suite,) = ElementTree.fromstring(written("junit", [], failed=failed))
    assert suite.get("name") == "b: c,d.tsv"
    assert [error.get("message") for error in suite.iter("error")] == [text]
    command = (
        "::error file=b%3A c%2Cd.tsv,line=3,title=unreadable::b: c,d.tsv:3: 1 column, expected 100%25 more; put a tab between"
    )
    assert written("github", [], failed=failed) == f"{command}\n"
    nowhere = written("github", [], failed=(Failure("e.tmx", None, "e.tmx: no such file"),))
    assert nowhere == "::error file=e.tmx,title=unreadable::e.tmx: no such file\n"


@given(streams, st.sampled_from(sorted(FAILING)))
def test_junit_counts_what_it_holds_and_fails_where_the_gate_does(stream: list[Judged], fail_on: str) -> None:
    summary = Summary()
    for judged in stream:
        summary.add(judged)
    suites = ElementTree.fromstring(written("junit", stream, fail_on).encode())
    assert suites.tag == "testsuites"
    assert len(list(suites.iter("failure"))) == summary.closes(fail_on) == int(suites.get("failures", ""))
    assert len(list(suites.iter("testcase"))) == int(suites.get("tests", ""))
    assert len(list(suites.iter("failure"))) + len(list(suites.iter("system-out"))) == summary.findings
    for suite in suites:
        assert len(list(suite.iter("testcase"))) == int(suite.get("tests", "")) > 0
        assert len(list(suite.iter("failure"))) == int(suite.get("failures", ""))
        assert all(case.get("name") and case.get("classname") for case in suite)


@given(streams)
def test_rows_for_programs_can_be_read_back(stream: list[Judged]) -> None:
    found = [(judged, issue) for judged in stream for issue in judged.issues]
    objects = [json.loads(line) for line in written("jsonl", stream).split("\n")[:-1]]
    assert [(o["en"], o["vi"], i["message"]) for o in objects for i in o["issues"]] == [
        (judged.pair.en, judged.pair.vi, issue.message) for judged, issue in found
    ]
    rows = [line.split("\t") for line in written("tsv", stream).split("\n")[:-1]]
    assert {len(row) for row in rows} == {12}
    assert [row[4] for row in rows[1:]] == [issue.code for _, issue in found]
    commands = written("github", stream).split("\n")[:-1]
    assert len(commands) == len(found)
    assert all(command.startswith(("::error ", "::warning ")) for command in commands)


@given(streams)
@settings(deadline=None)
def test_a_page_is_ascii_safe_and_holds_every_finding(stream: list[Judged]) -> None:
    text = written("html", stream)
    assert text.count('<li data-code="') == sum(len(judged.issues) for judged in stream)
    assert not {c for c in text if c < " " and c not in "\n\t"}
    text.encode()


def test_a_page_keeps_the_worst_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_PAIRS", 2)
    stream = [
        Judged("a.tsv", Pair(f"Pair {n}", "x", line=n), 0.5, (Issue("omission", severity, "Gone."),))
        for n, severity in enumerate(("minor", "critical", "minor", "major"), 1)
    ]
    text = written("html", stream)
    assert "The page holds the worst 2 of 4 pairs with findings." in text
    assert text.index("a.tsv:2") < text.index("a.tsv:4")
    assert "a.tsv:1" not in text


def test_a_page_without_findings_says_so() -> None:
    text = written("html", [Judged("a.tsv", Pair("One.", "Một."), 0.9, ())])
    assert "Nothing was found." in text
    assert "<script" not in text


# the page in a browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
browsers = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
STREAM = [
    Judged(
        "release/strings.tsv",
        Pair("The ferry carries 250 passengers.", "Phà  chở 520 hành khách.", id="s1", line=2),
        0.31,
        (
            Issue("number_mismatch", "major", "English has 250, Vietnamese has 520.", (18, 21), (9, 12), "250"),
            Issue("whitespace", "minor", "Two spaces.", None, (3, 5)),
        ),
    ),
    Judged(
        "release/help.tsv",
        Pair("Do not open <b>the box</b>.", "", line=7),
        0.0,
        (Issue("omission", "critical", "Empty.", (0, 27)),),
    ),
    Judged(
        "release/help.tsv", Pair("Close it.", "Đóng lại .", line=9), 0.92, (Issue("whitespace", "minor", "Space.", None, (8, 9)),)
    ),
    Judged("release/help.tsv", Pair("Thanks.", "Cảm ơn.", line=10), 0.99, ()),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@dataclass(frozen=True)
class View:
    """How the page is looked at."""

    scheme: str = "light"
    width: int = 1200
    scripts: bool = True


@pytest.fixture
def opened(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The report in a browser; anything that it asks the network for, or complains of, fails the test."""
    view: View = getattr(request, "param", View())
    with reporting("html", tmp_path / "qa.html", about()) as report:
        gate = Gate()
        for judged in gate.passed(STREAM):
            report.add(judged)
        report.end(gate.summary)
    context = browser.new_context(
        color_scheme=view.scheme,  # type: ignore[arg-type]
        viewport={"width": view.width, "height": 800},
        java_script_enabled=view.scripts,
        offline=True,
    )
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith("file:") else None)
    tab.goto((tmp_path / "qa.html").as_uri())
    yield tab
    context.close()
    assert wrong == []


VIEWS = [View(), View("dark"), View(width=320), View("dark", 320)]


@browsers
@pytest.mark.slow
@pytest.mark.parametrize("opened", VIEWS, indirect=True, ids=lambda view: f"{view.scheme} {view.width}")
def test_axe_finds_nothing_and_nothing_sticks_out(opened: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(opened)
    assert found.violations_count == 0, found.generate_report()
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


@browsers
@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 1200])
def test_many_codes_and_long_words_fit(browser: Browser, tmp_path: Path, width: int) -> None:
    long = "https://example.org/" + "a" * 200
    stream = [
        Judged(f"{'folder' * 20}/a.tsv", Pair(long, long, line=n), 0.5, (Issue(code, severity, long, (0, 220), (0, 220), long),))
        for n, (code, severity) in enumerate(zip(CHECKS, SEVERITIES * len(CHECKS), strict=False), 1)
    ]
    out = StringIO()
    report = REPORTS["html"].make(out, About(dict.fromkeys(CHECKS, "Something."), "error", "translator"))
    gate = Gate()
    for judged in gate.passed(stream):
        report.add(judged)
    gate.summary.failed.append(Failure("b.tsv", None, f"{long}: no such file"))
    report.end(gate.summary)
    (tmp_path / "qa.html").write_text(out.getvalue(), encoding="utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto((tmp_path / "qa.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heads = tab.evaluate("Array.from(document.querySelectorAll('thead th'), (cell) => cell.getClientRects()[0].height)")
    assert len(set(heads)) == 1
    assert heads[0] < 2 * 16  # "Findings" on one line
    rows = """Array.from(document.querySelectorAll('.codes code'), (code) => [
        code.textContent, new Set(Array.from(code.getClientRects(), (piece) => Math.round(piece.top))).size])"""
    assert all(lines <= 1 + code.count("_") for code, lines in tab.evaluate(rows))  # broken after underscores only
    fields = tab.evaluate("Array.from(document.querySelectorAll('.fields input, .fields select'), (field) => field.offsetHeight)")
    assert len(set(fields)) == 1
    if width == 320:  # the findings are not far below
        assert tab.evaluate("document.querySelector('form').offsetHeight") < 800
    tab.close()


def test_the_bars_of_the_page_have_a_key() -> None:
    text = written("html", STREAM)
    for severity in SEVERITIES:
        assert f'<span class="key {severity}">{severity}</span>' in text
    assert "<code>number_<wbr>mismatch</code>" in text


def places(tab: Page, count: int) -> list[str]:
    """Where the pairs stand that are shown, once there are as many as expected."""
    from playwright.sync_api import expect

    expect(tab.locator(".pair:visible")).to_have_count(count)
    return [text.split(" ")[0] for text in tab.locator(".pair:visible h3").all_text_contents()]


def says(tab: Page, text: str) -> None:
    from playwright.sync_api import expect

    expect(tab.locator("#shown")).to_have_text(text)


@browsers
@pytest.mark.slow
def test_findings_are_worst_first_marked_and_filtered(opened: Page) -> None:
    assert places(opened, 3) == ["release/help.tsv:7", "release/strings.tsv:2", "release/help.tsv:9"]
    assert opened.locator("mark.major").all_text_contents() == ["2501", "5201"]  # the text and the number of the finding
    assert opened.locator("mark.minor").first.text_content() == "␣␣2"
    says(opened, "4 findings in 3 of 3 pairs.")
    opened.uncheck("input[name=severity][value=minor]")
    says(opened, "2 findings in 2 of 3 pairs.")
    assert opened.locator(".issues li:visible").count() == 2
    opened.uncheck("input[name=code][value=number_mismatch]")
    assert places(opened, 1) == ["release/help.tsv:7"]
    opened.get_by_text("Start over").click()
    assert len(places(opened, 3)) == 3
    opened.fill("input[name=words]", "HÀNH khách")
    assert places(opened, 1) == ["release/strings.tsv:2"]
    opened.fill("input[name=words]", "")
    opened.select_option("select[name=order]", "place")
    opened.select_option("select[name=file]", "release/help.tsv")
    assert places(opened, 2) == ["release/help.tsv:7", "release/help.tsv:9"]
    opened.get_by_text("No code").click()
    assert places(opened, 0) == []


@browsers
@pytest.mark.slow
def test_many_findings_come_in_portions(browser: Browser, tmp_path: Path) -> None:
    issue = Issue("whitespace", "minor", "Two spaces.", None, (3, 5))
    stream = [Judged("a.tsv", Pair(f"Pair {n}.", f"Cặp  {n}.", line=n), 0.5, (issue,)) for n in range(1, 10_001)]
    (tmp_path / "qa.html").write_text(written("html", stream), encoding="utf-8")
    tab = browser.new_page()
    tab.goto((tmp_path / "qa.html").as_uri())
    says(tab, "10,000 findings in 10,000 of 10,000 pairs. The first 200 pairs are shown.")
    assert places(tab, 200)[-1] == "a.tsv:200"
    tab.get_by_text("Show more").click()
    assert places(tab, 400)[-1] == "a.tsv:400"
    assert tab.evaluate("document.activeElement.textContent").startswith("a.tsv:201 ")
    tab.fill("input[name=words]", "Pair 9999")
    says(tab, "1 finding in 1 of 10,000 pairs.")
    assert places(tab, 1) == ["a.tsv:9999"]
    tab.close()


@browsers
@pytest.mark.slow
def test_the_keyboard_is_enough(opened: Page) -> None:
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.textContent") == "Skip to the findings"
    opened.keyboard.press("Enter")
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.value") == "critical"
    opened.keyboard.press("Space")
    says(opened, "3 findings in 2 of 3 pairs.")
    for _ in range(3):  # two more severities, then the codes, the commonest first
        opened.keyboard.press("Tab")
    opened.keyboard.press("Space")
    says(opened, "1 finding in 1 of 3 pairs.")


@browsers
@pytest.mark.slow
@pytest.mark.parametrize("opened", [View(scripts=False)], indirect=True)
def test_without_scripts_all_is_there(opened: Page) -> None:
    assert opened.locator(".pair:visible").count() == 3
    assert not opened.locator("form").is_visible()
