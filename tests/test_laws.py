"""Laws of lines, sentences and beads, on generated input."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners import METHODS, align_sentences
from aligners.lattice import Band, Scores, Step, along, best_path, best_sums, lattice, posteriors, whole
from corpus import from_text, split_sentences
from corpus.document import split_lines
from corpus.evidence import analyse
from corpus.likelihood import Floats, Shape, evidence

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


SHAPES: list[Shape] = [(1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1)]


def random_scores(rows: int, columns: int, seed: int, scale: float = 1.0) -> Scores:
    rng = np.random.default_rng(seed)
    fitting = [(a, b) for a, b in SHAPES if a <= rows and b <= columns]
    return {(a, b): scale * rng.normal(size=(rows + 1 - a, columns + 1 - b)) for a, b in fitting}


def solved(scores: Scores, band: Band) -> tuple[list[Step], Floats]:
    laid_out = lattice(scores, band)
    source = laid_out.moved(-1)
    best = best_sums(laid_out, source)
    path = best_path(laid_out, source, best)
    return path, posteriors(laid_out, source, best, path)


def starts(step: Step, side: int, rows: int, columns: int) -> list[tuple[int, int]]:
    """Where a bead of one sentence may stand: beside any sentence of the other language."""
    if side == 0:
        return [(step.en, j) for j in range(columns + 1)]
    return [(i, step.vi) for i in range(rows + 1)]


@given(st.integers(0, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_the_lattice_agrees_with_trying_all_paths(rows: int, columns: int, seed: int) -> None:
    scores = random_scores(rows, columns, seed)

    def paths(i: int, j: int) -> list[tuple[float, list[Step]]]:
        if (i, j) == (rows, columns):
            return [(0.0, [])]
        found = []
        for a, b in scores:
            if i + a <= rows and j + b <= columns:
                found += [(scores[a, b][i, j] + total, [Step((a, b), i, j), *rest]) for total, rest in paths(i + a, j + b)]
        return found

    every = paths(0, 0)
    path, sure = solved(scores, whole(rows, columns))
    assert path == max(every, key=lambda item: item[0])[1]
    weights = np.exp([total for total, _ in every])
    for step, share in zip(path, sure, strict=True):
        side = step.shape.index(1) if sum(step.shape) == 1 else None
        alike = [step] if side is None else [Step(step.shape, *places) for places in starts(step, side, rows, columns)]
        through = [not set(alike).isdisjoint(steps) for _, steps in every]
        assert share == pytest.approx(weights[through].sum() / weights.sum(), abs=1e-6)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32 - 1), st.data())
@settings(max_examples=60, deadline=None)
def test_a_wide_band_gives_what_the_whole_lattice_gives(rows: int, columns: int, seed: int, data: st.DataObject) -> None:
    scores = random_scores(rows, columns, seed)
    middle = [(data.draw(st.integers(0, rows)), data.draw(st.integers(0, columns)))]
    path, sure = solved(scores, whole(rows, columns))
    banded, banded_sure = solved(scores, along(middle, rows, columns, rows + columns))
    assert banded == path
    assert banded_sure == pytest.approx(sure)


@given(st.integers(3, 12), st.integers(3, 12), st.integers(0, 2**32 - 1), st.data())
@settings(max_examples=60, deadline=None)
def test_a_narrow_band_still_has_every_sentence_once(rows: int, columns: int, seed: int, data: st.DataObject) -> None:
    steps = data.draw(st.lists(st.booleans(), min_size=rows + columns, max_size=rows + columns))
    walk = list(zip(np.cumsum(steps).tolist(), np.cumsum(np.logical_not(steps)).tolist(), strict=True))
    inside = [(i, j) for i, j in walk if i <= rows and j <= columns]
    path, sure = solved(random_scores(rows, columns, seed), along(inside, rows, columns, 1))
    i = j = 0
    for step in path:
        assert (step.en, step.vi) == (i, j)
        i, j = i + step.shape[0], j + step.shape[1]
    assert (i, j) == (rows, columns)
    assert ((sure >= 0) & (sure <= 1)).all()


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_swapping_the_sides_mirrors_the_path(rows: int, columns: int, seed: int) -> None:
    scores = random_scores(rows, columns, seed)
    path, sure = solved(scores, whole(rows, columns))
    mirrored, mirrored_sure = solved({(b, a): full.T for (a, b), full in scores.items()}, whole(columns, rows))
    assert [Step((b, a), vi, en) for (a, b), en, vi in ((s.shape, s.en, s.vi) for s in path)] == mirrored
    assert mirrored_sure == pytest.approx(sure)


def test_posteriors_of_many_equal_paths_stay_numbers() -> None:
    rows = columns = 700
    scores = {shape: np.zeros((rows + 1 - shape[0], columns + 1 - shape[1])) for shape in SHAPES}
    _, sure = solved(scores, along([(n, n) for n in range(700)], rows, columns, 10))
    assert np.isfinite(sure).all()
    assert sure.max() < 0.5


def test_evidence_of_a_run_is_that_of_its_joined_text() -> None:
    known = evidence((analyse(text, "en") for text in EN), (analyse(text, "vi") for text in VI))
    found = known.ratios(SHAPES[:1] + SHAPES[3:], range(7), range(7))
    assert found[1, 1].shape == (7, 7)
    assert found[2, 1].shape == (6, 7)
    assert (found[1, 1].argmax(axis=1) == np.arange(7)).sum() >= 6
    part = known.ratios([(1, 1), (2, 1)], range(2, 6), range(1, 4))
    assert part[2, 1] == pytest.approx(found[2, 1][2:5, 1:4])
