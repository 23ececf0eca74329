"""Checks of a pair: every example of the explanations, cases by origin, laws of spans and speed gates."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.checks import CHECKS, PRESETS, Glossary, Subject, check, check_all, explanation
from corpus.checks.row import FAMILIES
from corpus.data import rows
from corpus.errors import UnknownName
from corpus.issue import Issue
from tests.conftest import SHARED, Run

CASES = Path(__file__).parent / "cases" / "checks.tsv"
SEVERITIES = ("minor", "major", "critical")


def examples() -> list[tuple[str, str, str, str]]:
    return [(code, e.en, e.wrong, e.right) for code in CHECKS for e in explanation(code).examples]


@pytest.mark.parametrize(("code", "en", "wrong", "right"), examples())
def test_examples_of_the_explanations_are_real(code: str, en: str, wrong: str, right: str) -> None:
    text = explanation(code)
    found = check(en, wrong, glossary=text.glossary, context=text.context)
    assert [issue.code for issue in found if issue.code == code]
    assert check(en, right, glossary=text.glossary, context=text.context) == []


def test_every_row_is_whole() -> None:
    for code, row in CHECKS.items():
        assert row.code == code
        assert row.family in FAMILIES
        assert row.severity in SEVERITIES
    assert all(codes <= set(CHECKS) for codes in PRESETS.values())


def cases() -> list[object]:
    found = []
    for number, row in enumerate(rows_of(CASES), 1):
        origin, codes, en, vi, *more = row
        known = codes.startswith("!")
        wanted = set(codes.removeprefix("!").split(",")) - {"-"}
        extra = dict(part.split("=", 1) for part in more)
        marks = [pytest.mark.xfail(strict=True, reason=extra.pop("reason"))] if known else []
        found.append(pytest.param(en, vi, wanted, extra, id=f"{origin}-{number}", marks=marks))
    return found


def rows_of(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [read(line) for line in lines if line and not line.startswith("#")]


def read(line: str) -> list[str]:
    r"""The cells of a line; \u and \t stand for what cannot be seen."""
    return [
        cell.encode("ascii", "backslashreplace").decode("unicode_escape") if "\\" in cell else cell for cell in line.split("\t")
    ]


@pytest.mark.parametrize(("en", "vi", "wanted", "extra"), cases())
def test_cases(en: str, vi: str, wanted: set[str], extra: dict[str, str]) -> None:
    glossary = [tuple(term.split(" = ")) for term in extra.get("glossary", "").split("; ") if term]
    context = [tuple(pair.split(" = ")) for pair in extra.get("context", "").split("; ") if pair]
    assert {issue.code for issue in check(en, vi, glossary=glossary, context=context)} == wanted


OWN = sorted((Path(__file__).parent / "cases").glob("qa*.jsonl"))
NOT_FOUND = {
    "o056": "a rendering said in another way, which nothing in the words tells",
    "o083": "a word without marks that is a word itself: moi",
    "o132": "a syllable in common: free, thả",
    "o178": "rude to nobody who was addressed before",
    "o206": "one English word at the start, that could be a name",
    "o227": "a term of one syllable",
    "complete056": "an addition of few words, most of which are frequent",
    "complete192": "few words, and a syllable in common",
    "complete200": "the same adjective in both of two strangers",
    "complete221": "the syllable of a cake in the word for bread",
    "complete227": "the second of two things, without a comma",
    "o271": "a clause in a third language",
    "neg-001": "off, a word of grammar, is all that renders what failed",
    "neg-031": "a comparison with its noun inside: nhiều nhiên liệu hơn",
    "form-146": "a party of a contract that the lexicon does not know",
    "form-147": "two names of one thing whose syllables are swapped",
}


def own() -> list[dict[str, Any]]:
    return [json.loads(line) for path in OWN for line in path.read_text(encoding="utf-8").split("\n") if line]


def own_cases() -> list[object]:
    marks = {id_: [pytest.mark.xfail(strict=True, reason=reason)] for id_, reason in NOT_FOUND.items()}
    return [pytest.param(case, id=case["id"], marks=marks.get(case["id"], ())) for case in own()]


@pytest.mark.parametrize("case", own_cases())
def test_own_cases(case: dict[str, Any]) -> None:
    pairs = {name: [(pair["en"], pair["vi"]) for pair in case.get(name, ())] for name in ("glossary", "context")}
    found = {issue.code for issue in check(case["en"], case["vi"], glossary=pairs["glossary"], context=pairs["context"])}
    wanted = {issue["code"] for issue in case["issues"]}
    assert found >= wanted
    assert found <= wanted | set(case.get("allowed", ()))


TEXTS = st.text(
    st.sampled_from("aăâbcđeêghiklmnoôơpqrstuưvxyAĐH ,.?!()\"“”'%{}<>/&;:0123456789\u0301\u0323\u200b\u00a0ðаéạ@-\n"), max_size=60
)


@given(en=TEXTS, vi=TEXTS)
def test_spans_lie_in_the_texts_and_codes_in_the_table(en: str, vi: str) -> None:
    for issue in check(en, vi, glossary=[("a", "ă")], context=[("b", "bơ")]):
        assert issue.code in CHECKS
        assert issue.severity in SEVERITIES
        assert issue.message[-1] in ".!?"
        for span, text in ((issue.en_span, en), (issue.vi_span, vi)):
            assert span is None or 0 <= span[0] <= span[1] <= len(text)


@pytest.mark.parametrize(
    ("en", "vi", "code", "suggestion"),
    [
        ("We handle it.", "Chúng tôi sử lý việc đó.", "spelling", "xử lý"),
        ("We handle it.", "Sử lý việc đó.", "spelling", "Xử lý"),
        ("The road is new.", "Con đuờng này mới.", "spelling", "đường"),
        ("A result.", "Một kết qủa.", "tone_placement", "quả"),
        ("It is safe.", "Nơi này rất an toan.", "diacritics_missing", "an toàn"),
        ("Da Lat is cold.", "Ðà Lạt lạnh.", "confusable", "Đà"),
        ("Pay 2,300 dong.", "Trả 2,300 đồng.", "number_format", "2.300"),
        ("Rain, wind.", "Mưa , gió.", "whitespace", "Mưa,"),
        ("Open {file}.", "Mở {tệp}.", "placeholder_mismatch", "{file}"),
    ],
)
def test_what_is_suggested_stands_for_the_span(en: str, vi: str, code: str, suggestion: str) -> None:
    (issue,) = (issue for issue in check(en, vi) if issue.code == code)
    assert issue.vi_span
    assert issue.suggestion == suggestion
    mended = vi[: issue.vi_span[0]] + suggestion + vi[issue.vi_span[1] :]
    assert code not in {issue.code for issue in check(en, mended)}


def test_spans_are_those_of_the_text_as_it_was_typed() -> None:
    vi = unicodedata.normalize("NFD", "Mỗi nghày một việc.")
    (issue,) = (issue for issue in check("One job every day.", vi) if issue.code == "spelling")
    assert issue.vi_span
    assert unicodedata.normalize("NFC", vi[slice(*issue.vi_span)]) == "nghày"


def test_one_odd_character_is_one_issue() -> None:
    assert [issue.code for issue in check("The library is old.", "Thư vi\u200bện đã cũ.")] == ["invisible_char"]


def test_a_text_that_cannot_be_read_is_one_issue() -> None:
    assert [issue.code for issue in check("The rice is cheap, isn't it?", "dµn nh¹c sÏ ®i l­u diÔn")] == ["mojibake"]


def test_presets() -> None:
    pair = ("The shop is open.", "Cửa hàng  đang mở")
    assert {issue.code for issue in check(*pair)} == {"punctuation", "whitespace"}
    assert check(*pair, preset="mt") == []
    with pytest.raises(UnknownName, match="preset strict: unknown; choose one of translator, mt"):
        check(*pair, preset="strict")


def test_a_glossary_is_made_once_and_serves_many_pairs() -> None:
    glossary = Glossary([("data breach", "vụ lộ dữ liệu|sự cố lộ dữ liệu"), ("breach", "vi phạm")])
    assert check("Two data breaches were found.", "Phát hiện hai vụ lộ dữ liệu.", glossary=glossary) == []
    (issue,) = check("Two data breaches were found.", "Phát hiện hai vụ mất dữ liệu.", glossary=glossary)
    assert issue == Issue("terminology", "major", issue.message, (4, 17), None, "vụ lộ dữ liệu|sự cố lộ dữ liệu")


def test_no_misspelling_is_a_correct_form_of_another() -> None:
    table = {wrong: right for wrong, right, *_ in rows("misspellings.tsv")}
    assert not table.keys() & set(table.values())
    assert all(wrong.islower() and wrong != right for wrong, right in table.items())


def test_explain_lists_and_tells(run: Run) -> None:
    listed = run("explain").stdout.splitlines()
    assert [line.split()[0] for line in listed] == list(CHECKS)
    told = run("explain", "tone_placement").stdout
    assert "qủa" in told
    assert 'code = "tone_placement"' in told
    wrong = run("explain", "nothing")
    assert wrong.returncode == 2
    assert wrong.stderr == "songngu: error: explain nothing: unknown; songngu explain lists the codes\n"
    assert run("explain", "negaton").stderr == "songngu: error: explain negaton: unknown; did you mean negation?\n"
    assert run("explain", "Tone-Placement").stdout == told
    assert "--lexicon x.tsv: codes need none" in run("explain", "negation", "--lexicon", "x.tsv").stderr


def test_examples_of_a_help_page_stand_on_lines_of_their_own(run: Run) -> None:
    lines = [line.strip() for line in run("explain", "--help").stdout.splitlines()]
    assert [line.split()[:4] for line in lines if line.startswith("Example:")] == [
        ["Example:", "songngu", "explain", "tone_placement"],
        ["Example:", "songngu", "explain", "pair"],
    ]


@pytest.mark.shared
def test_professional_pairs_come_out_nearly_clean() -> None:
    if not SHARED.is_dir():
        pytest.skip("the development data is not beside this checkout")
    pairs = [
        pair
        for path in sorted((SHARED / "align" / "ntrex-clean").glob("*.en"))
        for pair in zip(*(p.read_text(encoding="utf-8").split("\n") for p in (path, path.with_suffix(".vi"))), strict=True)
    ]
    found = [check(en, vi) for en, vi in pairs]
    of_meaning = {code for code, row in CHECKS.items() if row.family in ("number", "name", "meaning")}
    assert sum(any(issue.code not in of_meaning for issue in issues) for issues in found) / len(pairs) <= 0.025
    assert sum(any(issue.severity != "minor" for issue in issues) for issues in found) / len(pairs) <= 0.02
    assert sum(map(bool, found)) / len(pairs) <= 0.06


def test_the_table_of_the_documentation_is_the_table() -> None:
    text = (Path(__file__).parent.parent / "docs" / "checks.md").read_text(encoding="utf-8")
    for code, row in CHECKS.items():
        in_mt = "x" if code in PRESETS["mt"] else ""
        assert f"| `{code}` | {row.family} | {row.severity} | {in_mt} | {explanation(code).title} |" in text


def test_many_pairs_are_judged_as_one_by_one() -> None:
    pairs = [(case["en"], case["vi"]) for case in own()[:400]]
    together = check_all([Subject(en, vi) for en, vi in pairs])
    assert together == [check(en, vi) for en, vi in pairs]
    assert check_all([Subject(en, vi) for en, vi in reversed(pairs)]) == list(reversed(together))
    assert check_all([]) == []
