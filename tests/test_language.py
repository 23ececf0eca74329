"""Languages of lines: hand-written cases by origin, and what must hold for any line."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import detect
from corpus.language import LANGUAGES, word_kind

CASES = [line.split("\t") for line in (Path(__file__).parent / "cases" / "detect.tsv").read_text(encoding="utf-8").splitlines()]
KNOWN_FAILURES = {  # line -> why
    "hom nay an gi the": "the last word is an English article as well",
    "Họ và tên (Full name): ........................": "two words in brackets are taken for a term",
    "HÀ NỘI — SCHOOLS IN THE CAPITAL WILL REOPEN NEXT WEEK": "in capitals a place cannot be told from a word",
    "a² + b² = c²": "a letter of a formula is an English article as well",
    "GDP, CPI, FDI": "acronyms alone",
}


@pytest.mark.parametrize(
    ("label", "line"),
    [
        pytest.param(
            label,
            line,
            id=f"{origin}-{number}",
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN_FAILURES[line])] if line in KNOWN_FAILURES else [],
        )
        for number, (origin, label, line) in enumerate(CASES)
    ],
)
def test_language_of_a_line(label: str, line: str) -> None:
    assert detect([line])[0].language in label.split("|")


def test_every_known_failure_is_a_case() -> None:
    assert set(KNOWN_FAILURES) <= {line for _, _, line in CASES}


def test_same_answer_in_any_order_and_in_nfd() -> None:
    lines = [line for _, _, line in CASES]
    expected = dict(zip(lines, detect(lines), strict=True))
    random.Random(7).shuffle(lines)
    assert dict(zip(lines, detect(lines), strict=True)) == expected
    assert [g.language for g in detect(unicodedata.normalize("NFD", line) for line in lines)] == [
        expected[line].language for line in lines
    ]


@given(st.text(max_size=60))
def test_any_text_has_one_guess(text: str) -> None:
    (guess,) = detect([text])
    assert guess.language in LANGUAGES
    assert 0 <= guess.score <= 1


def test_spans_of_a_mixed_line() -> None:
    line = "The school is closed today / Hôm nay trường đóng cửa"
    (guess,) = detect([line])
    assert guess.language == "mixed"
    assert [(line[s.start : s.end].strip(), s.language) for s in guess.spans] == [
        ("The school is closed today", "en"),
        ("Hôm nay trường đóng cửa", "vi"),
    ]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("được", "MARKED"),
        ("nam", "BARE"),
        ("which", "EN_FUNCTION"),
        ("strengths", "LATIN"),
        ("für", "FOREIGN"),
        ("ไทย", "SCRIPT"),
    ],
)
def test_kind_of_a_word(word: str, kind: str) -> None:
    assert word_kind(word).name == kind
