"""Fit the score: `python -m benchmarks.fit_score` writes corpus/data/score.toml and prints what cross-validation says.

Fitted on the development data beside the checkout (quality/dev.tsv: news and its 42 kinds of faults), on textbook pairs
(align/d2l-plain) made wrong by `benchmarks.corruption`, and on the short pairs of tests/golden, right and mixed up. Needs
scipy. What is fitted: how much each curve of `corpus.scoring.features` falls between two knots, never less than nothing.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from benchmarks.corruption import Texts, corrupted
from benchmarks.measures import DATA, SCORED_KINDS, ranking, score_calibration_error
from corpus.evidence import analyse_all
from corpus.scoring.features import FEATURES
from corpus.scoring.model import measured
from corpus.scoring.pairs import read

Floats = npt.NDArray[np.float64]

OUT = Path(__file__).parents[1] / "corpus" / "data" / "score.toml"
GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
FOLDS = 5
BLOCK = 500
NEIGHBOURS = 60  # pairs of a group: two or three articles
OTHER_KINDS = 0.25  # weight of a kind of fault that is none of the twenty: form, names, numbers, negation
HEAVY = {"copy_part": 8.0}  # of the twenty: whatever else is right, a line half in English is no translation
TEXTBOOK = 0.06  # weight of all textbook pairs, of that of the twenty kinds
SHORT = 3.0  # weight of the short pairs, in kinds
SHORTEST = 6  # words of a short pair, at most
GATES = ("en_foreign", "vi_foreign", "en_strange", "english_clause", "loops", "chance")
GATE_RIDGE = 0.005  # a gate may fall deep
RIDGE = 0.08  # of the others
LIMIT = 50.0  # how hard a curve is kept from falling by more than its feature may take off
STRENGTH = 3000.0  # all weights together, against the ridge
UNTOLD = ("nfd",)  # is no fault: the text is the same


@dataclass(frozen=True)
class Case:
    """A pair, right or made wrong."""

    set: str  # news, textbook or short
    kind: str  # "good" or what was done to it
    group: str  # pairs of one document are never split between fitting and testing
    en: str
    vi: str


def news() -> Iterator[Case]:
    """The development pairs; those that stand near each other in the corpus are one group."""
    for line in (DATA / "quality" / "dev.tsv").read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            _, kind, _, base, en, vi, _ = line.split("\t")
            number = int(re.findall(r"\d+", base)[0])
            yield Case("news", kind, f"news-{number // NEIGHBOURS:03}", en, vi)


def _documents() -> Iterator[tuple[str, list[Texts]]]:
    for path in sorted((DATA / "align" / "d2l-plain").glob("*.gold")):
        en, vi = (path.with_suffix(suffix).read_text(encoding="utf-8").split("\n") for suffix in (".en", ".vi"))
        beads = (re.fullmatch(r"\[?(\d+)\]?:\[?(\d+)\]?.*", line) for line in path.read_text(encoding="utf-8").split("\n"))
        yield path.stem, [(en[int(bead[1])], vi[int(bead[2])]) for bead in beads if bead]


def textbook() -> Iterator[Case]:
    """Pairs of the textbook, and what becomes of them."""
    for name, document in _documents():
        for en, vi in document:
            yield Case("textbook", "good", name, en, vi)
        for kind, (en, vi) in corrupted(document, name):
            yield Case("textbook", kind, name, en, vi)


def short() -> Iterator[Case]:
    """Headings, labels and answers of our own documents, and the same mixed up."""
    found = []
    for path in sorted(GOLDEN.glob("*/pairs.tsv")):
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if "\t" in line]
        found += [(path.parent.name, en, vi) for en, vi in rows if max(len(en.split()), len(vi.split())) <= SHORTEST]
    for group, en, vi in found:
        yield Case("short", "good", group, en, vi)
    chance = random.Random(5)
    for _ in range(2):
        others = [vi for _, _, vi in found]
        chance.shuffle(others)
        yield from (
            Case("short", "another", group, en, two) for (group, en, vi), two in zip(found, others, strict=True) if two != vi
        )


def features_of(cases: list[Case]) -> Floats:
    """A row of features for each case."""
    parts = []
    for at in range(0, len(cases), BLOCK):
        rows = cases[at : at + BLOCK]
        en, vi = [case.en for case in rows], [case.vi for case in rows]
        found = measured(read(en, vi, analyse_all(en, "en"), analyse_all(vi, "vi")))
        parts.append(np.stack(list(found.values()), axis=1))
    return np.concatenate(parts)


def steps(values: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """How far each case has gone between each two knots, 0..1, and the feature that they belong to."""
    columns, owner = [], []
    for number, feature in enumerate(FEATURES.values()):
        for low, high in zip(feature.knots, feature.knots[1:], strict=False):
            columns.append(np.clip((values[:, number] - low) / (high - low), 0, 1))
            owner.append(number)
    return np.stack(columns, axis=1), np.array(owner)


def weights(cases: list[Case]) -> Floats:
    """Each kind of fault of a set counts the same; right pairs count as much as all faults of their set."""
    found = np.zeros(len(cases))
    sets = np.array([case.set for case in cases])
    kinds = np.array([case.kind for case in cases])
    for name in ("news", "textbook", "short"):
        faults = sorted(set(kinds[sets == name]) - {"good", "good_vname", *UNTOLD})
        for kind in faults:
            rows = (sets == name) & (kinds == kind)
            whole = {"news": HEAVY.get(kind, 1.0) if kind in SCORED_KINDS else OTHER_KINDS, "short": SHORT}.get(name)
            found[rows] = (TEXTBOOK * len(SCORED_KINDS) / len(faults) if whole is None else whole) / rows.sum()
        right = (sets == name) & (kinds == "good")
        found[right] = found[sets == name].sum() / right.sum()
    return found * STRENGTH / found.sum()


def fitted(x: Floats, owner: npt.NDArray[np.int64], y: Floats, weight: Floats) -> Floats:
    """Log-odds of a pair without faults, and how much each step takes off it: logistic regression, no step below 0."""
    ridge = np.array([GATE_RIDGE if name in GATES else RIDGE for name in FEATURES])[owner]
    most = np.array([feature.most for feature in FEATURES.values()])

    def loss(found: Floats) -> tuple[float, Floats]:
        probability = 1 / (1 + np.exp(-(found[0] - x @ found[1:])))
        likelihood = y * np.log(probability + 1e-12) + (1 - y) * np.log(1 - probability + 1e-12)
        error = weight * (probability - y)
        over = np.maximum(np.bincount(owner, found[1:]) - most, 0)
        value = -(weight * likelihood).sum() + (ridge * found[1:] ** 2).sum() / 2 + LIMIT * (over**2).sum()
        return value, np.concatenate(([error.sum()], -(x.T @ error) + ridge * found[1:] + 2 * LIMIT * over[owner]))

    bounds = [(None, None), *[(0.0, None)] * x.shape[1]]
    found: Floats = minimize(
        loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300}
    ).x
    return found


def written(found: Floats, owner: npt.NDArray[np.int64]) -> str:
    """The coefficients as the data file holds them; a feature that takes nothing off is left out."""
    lines = [
        "# The score: log-odds of a pair without any fault, and what each feature takes off, by straight lines between points.",
        "# Fitted by `python -m benchmarks.fit_score`; on what, and what the features are: docs/score.md. Licence: Apache-2.0.",
        "",
        f"best = {found[0]:.3f}",
    ]
    for number, (name, feature) in enumerate(FEATURES.items()):
        off = np.round(np.concatenate(([0.0], np.cumsum(found[1:][owner == number]))), 3)
        if off[-1] > 0:
            lines += [
                "",
                f"[curves.{name}]",
                f"at = {[float(at) for at in feature.knots]}",
                f"off = {[float(value) for value in off]}",
            ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fit, check, write."""
    cases = [
        Case(case.set, case.kind, case.group, *(unicodedata.normalize("NFC", text).strip() for text in (case.en, case.vi)))
        for read_cases in (news, textbook, short)
        for case in read_cases()
        if case.en.strip() and case.vi.strip() and case.kind != "good_vname"
    ]
    x, owner = steps(features_of(cases))
    y = np.array([float(case.kind == "good") for case in cases])
    weight = weights(cases)
    fold = np.array([sum(case.group.encode()) % FOLDS for case in cases])
    odds = np.zeros(len(cases))
    for number in range(FOLDS):
        found = fitted(x[fold != number], owner, y[fold != number], weight[fold != number])
        odds[fold == number] = (found[0] - x @ found[1:])[fold == number]
    probability = 1 / (1 + np.exp(-odds))
    for name in ("news", "textbook", "short"):
        rows = [(case.kind, float(p)) for case, p in zip(cases, probability, strict=True) if case.set == name]
        print(f"\n{name}, cross-validated by document")
        for kind, value in ranking(rows).items():
            print(f"{kind:28} {value:.4f}")
        everything = tuple(sorted({kind for kind, _ in rows} - {"good"}))
        print(f"calibration error, all: {score_calibration_error(rows, everything):.4f}")
        if name == "news":
            print(f"calibration error, the twenty: {score_calibration_error(rows, SCORED_KINDS):.4f}")
    OUT.write_text(written(fitted(x, owner, y, weight), owner), encoding="utf-8")
    print(f"\nwrote {OUT}")


if __name__ == "__main__":
    main()
