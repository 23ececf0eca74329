"""Figures on the development data that lie beside the checkout: languages, sentences, alignment, evidence, seeds.

Each measure takes the data folder and gives named figures, 0..1 unless said otherwise. The floors test pins them.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from aligners import align, align_sentences
from benchmarks.evidence import aligned, measure
from corpus import classify, detect, read, same_name, same_value, split_sentences
from corpus.adequacy import score_all

Figures = dict[str, float]
DATA = Path(__file__).parents[2] / "shared" / "data"


def digest(folder: Path) -> str:
    """One digest of all files of a folder, names and contents."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*") if folder.is_dir() else [folder]):
        if path.is_file():
            found.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


def labelled(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Set, label and text of each line of the detection sets."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line:
                label, text = line.split("\t", 1)
                yield path.stem, label, text


def macro_f1(rows: list[tuple[str, str]], classes: tuple[str, ...]) -> float:
    """Mean F1 over classes of (label, guess); a label may name alternatives, any of which is right."""
    scores = []
    settled = [(guess if guess in label.split("|") else label.split("|")[0], guess) for label, guess in rows]
    for name in classes:
        right = sum(label == guess == name for label, guess in settled)
        total = sum(label == name for label, _ in settled) + sum(guess == name for _, guess in settled)
        scores.append(2 * right / total if total else 1.0)
    return sum(scores) / len(scores)


def languages(data: Path) -> Figures:
    """Share of right lines for each set, and macro F1 over en, vi, other and over all five languages."""
    rows = list(labelled(data / "detect" / "dev"))
    guesses = [guess.language for guess in detect(text for _, _, text in rows)]
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for (name, label, _), guess in zip(rows, guesses, strict=True):
        group = "other_full" if re.fullmatch(r"other_[a-z]{3}(-CN)?", name) else name
        totals[group] += 1
        hits[group] += guess in label.split("|")
    figures = {name: hits[name] / totals[name] for name in totals}
    pairs = [(label, guess) for (_, label, _), guess in zip(rows, guesses, strict=True)]
    three = [(label, guess) for label, guess in pairs if set(label.split("|")) & {"en", "vi", "other"}]
    figures["macro_f1_en_vi_other"] = macro_f1(three, ("en", "vi", "other"))
    figures["macro_f1_all"] = macro_f1(pairs, ("en", "vi", "mixed", "other", "none"))
    return figures


def seeds(data: Path) -> Figures:
    """Language and kind of each line of the seed articles, and the number of pairs of the bilingual one."""
    gold = {}
    for line in (data / "detect" / "seeds.tsv").read_text(encoding="utf-8").split("\n"):
        if line:
            language, kind, place, *_ = line.split("\t")
            gold[place] = language.split("|"), kind.replace("article", "text")
    right = Counter[str]()
    lines = 0
    for path in sorted((data / "seeds").glob("*.txt")):
        document = read(path)
        texts = [line.text for line in document.lines]
        for line, guess, kind in zip(document.lines, detect(texts), classify(texts), strict=True):
            expected, expected_kind = gold[f"{path.name[:3]}:{line.number}"]
            lines += 1
            right["kind"] += kind.kind == expected_kind
            right["language"] += guess.language in expected
    bilingual = next((data / "seeds").glob("003_*.txt"))
    pairs = [pair for pair in align(read(bilingual)) if pair.is_complete]
    return {"language": right["language"] / lines, "kind": right["kind"] / lines, "pairs_of_003": len(pairs)}


def boundaries(sentences: list[str]) -> set[int]:
    """Ends of sentences, but the last, as numbers of characters other than white space before them."""
    ends, at = set(), 0
    for sentence in sentences:
        at += len("".join(sentence.split()))
        ends.add(at)
    return ends - {at}


def sentences(data: Path) -> Figures:
    """F1 of sentence boundaries for each set."""
    figures = {}
    for path in sorted((data / "split" / "dev").glob("*.jsonl")):
        right = found = wanted = 0
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line:
                case = json.loads(line)
                gold = boundaries(case["sents"])
                got = boundaries([s.text for s in split_sentences(case["text"], path.stem[-2:])])
                right, found, wanted = right + len(gold & got), found + len(got), wanted + len(gold)
        figures[path.stem] = 2 * right / (found + wanted)
    return figures


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _gold(path: Path) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    sides = (line.split(":")[:2] for line in path.read_text(encoding="utf-8").split("\n") if ":" in line)
    return {(tuple(map(int, re.findall(r"\d+", a))), tuple(map(int, re.findall(r"\d+", b)))) for a, b in sides}


ALIGN_SETS = ("ntrex-clean", "ntrex-noisy", "ntrex-hard", "d2l-plain", "d2l-noisy", "d2l-natural")


def alignment(data: Path) -> Figures:
    """Strict F1 and share of right pairs for each set of aligned documents, as the literature counts them.

    Precision is over all beads, recall over two-sided gold beads. Beads inside a region that is not scored are left out.
    """
    figures = {}
    for name in ALIGN_SETS:
        right = beads = found = wanted = exported = 0
        for path in sorted((data / "align" / name).glob("*.gold")):
            gold = _gold(path)
            blocks = _gold(path.with_suffix(".blocks")) if path.with_suffix(".blocks").exists() else set()
            en_skipped, vi_skipped = {i for en, _ in blocks for i in en}, {j for _, vi in blocks for j in vi}
            test = {
                (tuple(bead.en), tuple(bead.vi))
                for bead in align_sentences(_lines(path.with_suffix(".en")), _lines(path.with_suffix(".vi")))
                if not (en_skipped.issuperset(bead.en) and vi_skipped.issuperset(bead.vi))
            }
            both = {bead for bead in test if all(bead)}
            right, beads = right + len(test & gold), beads + len(test)
            found, exported = found + len(both & gold), exported + len(both)
            wanted += sum(all(bead) for bead in gold)
        precision, recall = right / beads, found / wanted
        figures[f"{name}.strict_f1"] = 2 * precision * recall / (precision + recall)
        figures[f"{name}.pairs_right"] = found / exported
    return figures


def evidence(data: Path) -> Figures:
    """Entries, hits and chance of the lexicon; right numbers and names."""
    figures = {}
    for name in ("ntrex-clean", "d2l-plain"):
        found = measure(list(aligned(data / "align" / name)))
        figures[f"{name}.entry"], figures[f"{name}.hit"] = found["entry"], found["hit"]
        figures[f"{name}.no_chance"] = 1 - found["chance"]
    judges: Mapping[str, tuple[Callable[[str, str], bool], str]] = {
        "numbers": (same_value, "equal"),
        "names": (same_name, "same"),
    }
    for name, (judge, yes) in judges.items():
        rows = [line.split("\t") for line in _lines(data / "qa" / f"{name}_dev.tsv")]
        cases = [row for row in rows if len(row) > 2]
        figures[name] = sum(judge(en, vi) == (verdict == yes) for en, vi, verdict, *_ in cases) / len(cases)
    return figures


SCORED_KINDS = (
    "mis_len", "mis_doc", "mis_neighbour", "trunc_tgt", "trunc_src", "omit_mid", "add_sent", "copy_src", "copy_part", "third_src",
    "third_tgt", "swapped", "words_replaced", "shuffled", "shuffled_local", "looped", "salad", "no_diacritics",
    "some_diacritics", "mojibake",
)  # fmt: skip


def ranking(rows: list[tuple[str, float]]) -> Figures:
    """Area under the ROC curve of each kind of wrong pair against all right ones, of rows (kind, score); ties count half."""
    right = sorted(score for kind, score in rows if kind == "good")
    wrong: dict[str, list[float]] = {}
    for kind, score in rows:
        wrong.setdefault(kind, []).append(score)
    figures = {}
    for kind in sorted(wrong.keys() - {"good", "good_vname"}):
        above = sum(2 * len(right) - bisect_left(right, score) - bisect_right(right, score) for score in wrong[kind])
        figures[kind] = above / (2 * len(right) * len(wrong[kind]))
    return figures


def calibration_error(rows: list[tuple[str, float]], kinds: tuple[str, ...], bins: int = 10) -> float:
    """Mean distance between score and share of right pairs, over bins of the score, where half of the pairs are right.

    Each kind of wrong pair counts the same.
    """
    sizes = Counter(kind for kind, _ in rows)
    present = [kind for kind in kinds if sizes[kind]]
    weight = {"good": 0.5 / sizes["good"], **{kind: 0.5 / len(present) / sizes[kind] for kind in present}}
    distance = [0.0] * bins
    for kind, score in rows:
        if kind in weight:
            distance[min(int(score * bins), bins - 1)] += weight[kind] * (score - (kind == "good"))
    return sum(map(abs, distance))


def quality(data: Path) -> Figures:
    """Areas under the ROC curve of the score for each kind of wrong pair, their mean, and 1 less the calibration errors."""
    lines = [line.split("\t") for line in _lines(data / "quality" / "dev.tsv")[1:]]
    scores = score_all([row[4] for row in lines], [row[5] for row in lines])
    rows = [(row[1], value) for row, value in zip(lines, scores, strict=True)]
    figures = {kind: value for kind, value in ranking(rows).items() if kind in SCORED_KINDS}
    figures["mean"] = sum(figures.values()) / len(figures)
    everything = tuple(sorted({kind for kind, _ in rows} - {"good", "good_vname"}))
    figures["calibrated"] = 1 - calibration_error(rows, SCORED_KINDS)
    figures["calibrated_on_all"] = 1 - calibration_error(rows, everything)
    return figures


MEASURES: Mapping[str, tuple[Callable[[Path], Figures], tuple[str, ...]]] = {
    "languages": (languages, ("detect/dev",)),
    "seeds": (seeds, ("seeds", "detect/seeds.tsv")),
    "sentences": (sentences, ("split/dev",)),
    "alignment": (alignment, ("align",)),
    "evidence": (evidence, ("align", "qa")),
    "quality": (quality, ("quality",)),
}


def main() -> None:
    """Print all figures as the floors file holds them."""
    for name, (take, folders) in MEASURES.items():
        print(f"[{name}]")
        print(f'digest = "{"-".join(digest(DATA / folder) for folder in folders)}"')
        for figure, value in take(DATA).items():
            print(f'"{figure}" = {value:.4f}')
        print()


if __name__ == "__main__":
    main()
