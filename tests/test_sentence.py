"""Sentence splitting: hand-written hard cases of both languages, sorted by origin in `cases/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import split_sentences

KNOWN_FAILURES = {
    "Norway never joined the E.U. Switzerland did not either.": "a name after U.S. or E.U. goes on more often than not",
    "The winner of the pie contest was… Martha.": "a pause before a name looks like an end",
    "Người đứng trước cổng là… Hạnh.": "a pause before a name looks like an end",
}


def cases() -> list[object]:
    found = []
    for language in ("en", "vi"):
        path = Path(__file__).parent / "cases" / f"split_{language}.txt"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            origin, marked = line.split("\t")
            text = marked.replace(" ¦ ", " ")
            marks = [pytest.mark.xfail(strict=True, reason=KNOWN_FAILURES[text])] if text in KNOWN_FAILURES else []
            found.append(pytest.param(language, text, marked.split(" ¦ "), id=f"{language}-{origin}-{number}", marks=marks))
    return found


@pytest.mark.parametrize(("language", "text", "expected"), cases())
def test_sentences(language: str, text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Tin tức\nGiá gạo tăng.", ["Tin tức", "Giá gạo tăng."], id="a heading ends at its line end"),
        pytest.param("The price of\nrice rose.", ["The price of\nrice rose."], id="a wrapped line goes on"),
        pytest.param("The end.\r\nA start.", ["The end.", "A start."], id="windows line ends"),
        pytest.param("  Two.   Three.  ", ["Two.", "Three."], id="spaces around"),
        pytest.param("", [], id="nothing"),
        pytest.param("...", ["..."], id="only a mark"),
    ],
)
def test_lines_and_spaces(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in split_sentences(text)] == expected


def test_offsets_point_into_the_text() -> None:
    text = "  He left. She stayed."
    assert [(s.start, s.end) for s in split_sentences(text)] == [(2, 10), (11, 22)]
