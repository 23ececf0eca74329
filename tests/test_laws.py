"""Laws of lines, sentences and beads, on generated input."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners import METHODS, align_sentences
from aligners.lattice import best_path, posteriors
from corpus import from_text, split_sentences
from corpus.document import split_lines
from corpus.evidence import analyse
from corpus.likelihood import evidence

WORDS = {
    "en": [
        "The",
        "U.S.",
        "president",
        "met",
        "Mr.",
        "Tran",
        "at",
        "5",
        "p.m.",
        "in",
        "Hanoi",
        ".",
        "!",
        "?",
        "…",
        "“",
        "”",
        "(",
        ")",
        "etc.",
        "3.5",
        "No.",
        "iPhone",
        "and",
        "then",
    ],
    "vi": [
        "Tổng",
        "thống",
        "Mỹ",
        "gặp",
        "ông",
        "Trần",
        "lúc",
        "17",
        "giờ",
        "tại",
        "TP.",
        "HCM",
        ".",
        "!",
        "?",
        "…",
        "“",
        "”",
        "(",
        ")",
        "v.v.",
        "3,5",
        "./.",
        "Á",
        "và",
        "sau",
        "đó",
    ],
}
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def texts(language: str) -> st.SearchStrategy[str]:
    joiner = st.sampled_from([" ", " ", " ", "", "\n", "  "])
    return st.lists(st.tuples(st.sampled_from(WORDS[language]), joiner), max_size=30).map(
        lambda parts: "".join(a + b for a, b in parts)
    )


@pytest.mark.parametrize("language", ["en", "vi"])
@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_sentences_are_slices_and_lose_no_character(language: str, data: st.DataObject) -> None:
    text = data.draw(texts(language) | anything)
    found = split_sentences(text, language)
    assert all(text[s.start : s.end] == s.text for s in found)
    assert all(s.text == s.text.strip() and s.text for s in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert "".join("".join(s.text.split()) for s in found) == "".join(text.split())


@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs", "Cc"])), min_size=1),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_lines_are_kept_whatever_ends_them(lines: list[str], end: str) -> None:
    assert split_lines(end.join([*lines, ""])) == lines


@given(anything.filter(lambda text: text.strip() and not any(c < "\x20" and c not in "\t\n\r" for c in text)))
def test_a_document_keeps_the_text_of_its_lines(text: str) -> None:
    import unicodedata

    document = from_text(text)
    joined = "".join(line.text for line in document.lines)
    assert joined == unicodedata.normalize("NFC", text).removeprefix("\ufeff").replace("\r", "").replace("\n", "")


EN = [
    "The price of rice rose.",
    "He went home.",
    "Three boats sank.",
    "Nobody knows why.",
    "The school is closed.",
    "Yes.",
    "It rained for 5 days.",
]
VI = [
    "Giá gạo tăng.",
    "Anh ấy về nhà.",
    "Ba chiếc thuyền bị chìm.",
    "Không ai biết tại sao.",
    "Trường học đóng cửa.",
    "Vâng.",
    "Trời mưa suốt 5 ngày.",
]
english = st.lists(st.sampled_from(EN), max_size=9)
vietnamese = st.lists(st.sampled_from(VI), max_size=9)


@pytest.mark.parametrize("method", METHODS)
@given(en=english, vi=vietnamese)
@settings(max_examples=60, deadline=None)
def test_every_sentence_is_in_exactly_one_bead_and_order_is_kept(method: str, en: list[str], vi: list[str]) -> None:
    beads = align_sentences(en, vi, method=METHODS[method])
    assert [i for bead in beads for i in bead.en] == list(range(len(en)))
    assert [j for bead in beads for j in bead.vi] == list(range(len(vi)))
    assert all(0 <= bead.confidence <= 1 for bead in beads)
    assert align_sentences(en, vi, method=METHODS[method]) == beads


@given(en=english, vi=vietnamese, barred=st.data())
@settings(max_examples=40, deadline=None)
def test_a_barred_sentence_pairs_with_nothing(en: list[str], vi: list[str], barred: st.DataObject) -> None:
    marks = barred.draw(st.lists(st.booleans(), min_size=len(en), max_size=len(en)))
    for bead in align_sentences(en, vi, barred=(marks, [False] * len(vi))):
        if any(marks[i] for i in bead.en):
            assert not bead.vi


def test_long_text_is_aligned_window_by_window() -> None:
    rng = random.Random(1)
    order = [rng.randrange(len(EN)) for _ in range(1500)]
    en = [f"{EN[n]} Number {k}." for k, n in enumerate(order)]
    vi = [f"{VI[n]} Số {k}." for k, n in enumerate(order)]
    missing = set(rng.sample(range(1500), 60))
    beads = align_sentences(en, [text for k, text in enumerate(vi) if k not in missing])
    assert [i for bead in beads for i in bead.en] == list(range(1500))
    left = {i for bead in beads if not bead.vi for i in bead.en}
    assert len(left & missing) >= 58


@given(st.integers(0, 4), st.integers(0, 4), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_the_lattice_agrees_with_trying_all_paths(rows: int, columns: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    shapes = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1)]
    scores = {shape: rng.normal(size=(rows + 1, columns + 1)) for shape in shapes}

    def paths(i: int, j: int) -> list[tuple[float, list[tuple[tuple[int, int], int, int]]]]:
        if (i, j) == (rows, columns):
            return [(0.0, [])]
        found = []
        for a, b in shapes:
            if i + a <= rows and j + b <= columns:
                found += [(scores[a, b][i, j] + total, [((a, b), i, j), *rest]) for total, rest in paths(i + a, j + b)]
        return found

    every = paths(0, 0)
    path = best_path(scores, rows, columns)
    assert [(step.shape, step.en, step.vi) for step in path] == max(every, key=lambda item: item[0])[1]
    weights = np.exp([total for total, _ in every])
    for step, sure in zip(path, posteriors(scores, rows, columns, path), strict=True):
        through = [(step.shape, step.en, step.vi) in steps for _, steps in every]
        assert sure == pytest.approx(weights[through].sum() / weights.sum(), abs=1e-6)


def test_evidence_of_a_run_is_that_of_its_joined_text() -> None:
    known = evidence([analyse(text, "en") for text in EN], [analyse(text, "vi") for text in VI])
    assert known.ratios(1, 1).shape == (7, 7)
    assert known.ratios(2, 1).shape == (6, 7)
    assert (known.ratios(1, 1).argmax(axis=1) == np.arange(7)).sum() >= 6
