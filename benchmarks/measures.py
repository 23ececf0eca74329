"""Figures on the development data that lie beside the checkout: languages, sentences, alignment, evidence, seeds.

Each measure takes the data folder and gives named figures, 0..1 unless said otherwise. The floors test pins them.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aligners import align, align_sentences
from aligners.evaluation import Agreement, Pairing, compare
from benchmarks.evidence import aligned, false_names, false_numbers, measure
from corpus import classify, detect, read, same_name, same_value, split_sentences
from corpus.adequacy import score_all
from corpus.checks import CHECKS, Subject, check
from exports.ladder import read_beads

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


ALIGN_SETS = ("ntrex-clean", "ntrex-noisy", "ntrex-hard", "d2l-plain", "d2l-noisy", "d2l-natural")
NOISY = ("ntrex-noisy", "ntrex-hard", "d2l-noisy")
BINS = 10  # of confidence
MOST_WRONG = 0.01  # of the pairs that are sure enough


@dataclass(frozen=True, slots=True)
class AlignedDocument:
    """A development document: its lines and its gold beads."""

    en: list[str]
    vi: list[str]
    gold: list[Pairing]
    unscored: list[Pairing]


def aligned_documents(folder: Path) -> Iterator[AlignedDocument]:
    """The documents of a set of aligned files, by name."""
    for path in sorted(folder.glob("*.gold")):
        blocks = path.with_suffix(".blocks")
        beads, unscored = ([(b.en, b.vi) for b in read_beads(name)] if name.exists() else [] for name in (path, blocks))
        yield AlignedDocument(_lines(path.with_suffix(".en")), _lines(path.with_suffix(".vi")), beads, unscored)


def calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """Mean distance of confidence and share of right ones, over bins of equal width, weighted by their size."""
    bins: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    for value, is_right in zip(sure, right, strict=True):
        bins[min(int(value * BINS), BINS - 1)].append((value, is_right))
    return sum(abs(sum(v for v, _ in own) - sum(r for _, r in own)) for own in bins.values()) / max(len(sure), 1)


def recall_of_sure(sure: Sequence[float], right: Sequence[bool], wanted: int) -> float:
    """Share of the gold pairs among the surest ones, as many as leave no more than `MOST_WRONG` of them wrong."""
    best = found = 0
    for count, (_, is_right) in enumerate(sorted(zip(sure, right, strict=True), key=lambda item: -item[0]), 1):
        found += is_right
        if count - found <= MOST_WRONG * count:
            best = found
    return best / wanted


def alignment(data: Path) -> Figures:
    """Strict F1 and share of right pairs for each set of aligned documents, as the literature counts them.

    Of the noisy sets also how well confidence tells right pairs from wrong ones, and of the natural one the share of the
    translators' own merges that are found.
    """
    figures = {}
    for name in ALIGN_SETS:
        total = Agreement()
        sure: list[float] = []
        right: list[bool] = []
        for document in aligned_documents(data / "align" / name):
            beads = align_sentences(document.en, document.vi)
            test = [(tuple(bead.en), tuple(bead.vi)) for bead in beads]
            total += compare(document.gold, test, document.unscored)
            scored = [compare(document.gold, [pairing], document.unscored).pairs for pairing in test]
            sure += [bead.confidence for bead, rate in zip(beads, scored, strict=True) if rate.found]
            right += [bool(rate.right) for rate in scored if rate.found]
        figures[f"{name}.strict_f1"] = total.strict.f1
        figures[f"{name}.pairs_right"] = total.pairs.precision
        if name in NOISY:
            figures[f"{name}.calibration"] = 1 - calibration_error(sure, right)
            figures[f"{name}.recall_at_99"] = recall_of_sure(sure, right, total.pairs.wanted)
        if name == "d2l-natural":
            merges = [rate for kind, rate in total.kinds.items() if kind != "1-1"]
            figures[f"{name}.merges"] = sum(rate.right for rate in merges) / sum(rate.wanted for rate in merges)
    return figures


def evidence(data: Path) -> Figures:
    """Entries, hits and chance of the lexicon; right numbers and names."""
    figures = {}
    for name in ("ntrex-clean", "d2l-plain"):
        pairs = list(aligned(data / "align" / name))
        found = measure(pairs)
        figures[f"{name}.entry"], figures[f"{name}.hit"] = found["entry"], found["hit"]
        figures[f"{name}.no_chance"] = 1 - found["chance"]
        figures[f"{name}.no_false_number"] = 1 - false_numbers(pairs)
        figures[f"{name}.no_false_name"] = 1 - false_names(pairs)
    judges: Mapping[str, tuple[Callable[[str, str], bool], str]] = {
        "numbers": (same_value, "equal"),
        "names": (same_name, "same"),
    }
    for name, (judge, yes) in judges.items():
        rows = [line.split("\t") for line in _lines(data / "qa" / f"{name}_dev.tsv")]
        cases = [row for row in rows if len(row) > 2]
        figures[name] = sum(judge(en, vi) == (verdict == yes) for en, vi, verdict, *_ in cases) / len(cases)
    return figures


KINDS = {  # kinds of faults in quality/dev.tsv: family of the codes that should tell them
    "number_changed": "number", "number_dropped": "number", "date_changed": "number", "unit_changed": "number",
    "name_replaced": "name", "name_misspelt": "name", "vname_replaced": "name", "vname_one_word": "name",
    "neg_dropped": "negation", "neg_added": "negation",
}  # fmt: skip
CODES = {
    "number": ("number_mismatch", "magnitude_mismatch", "unit_mismatch", "date_mismatch"),
    "name": ("name_mismatch", "name_missing"),
    "negation": ("negation",),
}


def f1(cases: list[tuple[set[str], set[str], set[str]]]) -> float:
    """Micro F1 over cases of wanted, allowed and found codes, as the contract of the QA data counts."""
    right = sum(len(wanted & found) for wanted, _, found in cases)
    wrong = sum(len(found - wanted - allowed) for wanted, allowed, found in cases)
    missed = sum(len(wanted - found) for wanted, _, found in cases)
    return 2 * right / (2 * right + wrong + missed)


def checks(data: Path) -> Figures:
    """The QA cases, the faults made by machine in professional pairs, and what is said of those pairs as they are."""
    figures, cases, by_family, critical = {}, [], [], []
    for line in _lines(data / "qa" / "dev.jsonl"):
        case = json.loads(line)
        terms, context = ([(pair["en"], pair["vi"]) for pair in case.get(name, ())] for name in ("glossary", "context"))
        found = {issue.code for issue in check(case["en"], case["vi"], glossary=terms, context=context)}
        wanted, allowed = {issue["code"] for issue in case["issues"]}, set(case.get("allowed", ()))
        cases.append((wanted, allowed, found))
        by_family.append(tuple({CHECKS[code].family for code in codes} for codes in (wanted, allowed, found)))
        critical += [issue["code"] in found for issue in case["issues"] if issue["severity"] == "critical"]
    clean = [not found - allowed for wanted, allowed, found in cases if not wanted]
    figures["qa.f1"], figures["qa.f1_of_families"] = f1(cases), f1(by_family)  # type: ignore[arg-type]
    figures["qa.critical_found"], figures["qa.clean"] = sum(critical) / len(critical), sum(clean) / len(clean)
    hits, totals = Counter[str](), Counter[str]()
    for line in _lines(data / "quality" / "dev.tsv")[1:]:
        _, kind, _, _, en, vi, _ = line.split("\t")
        if kind in KINDS or kind == "good":
            subject = Subject(en, vi)
            for family in (KINDS[kind],) if kind in KINDS else CODES:
                name = kind if kind in KINDS else f"{family}.no_false_alarm"
                found_any = any(True for code in CODES[family] for _ in CHECKS[code].find(subject))
                totals[name] += 1
                hits[name] += found_any == (kind in KINDS)
    figures |= {f"quality.{name}": hits[name] / totals[name] for name in sorted(totals)}
    pairs = [
        pair
        for path in sorted((data / "align" / "ntrex-clean").glob("*.en"))
        for pair in zip(_lines(path), _lines(path.with_suffix(".vi")), strict=True)
    ]
    issues = [check(en, vi) for en, vi in pairs]
    figures["professional.clean"] = 1 - sum(map(bool, issues)) / len(pairs)
    grave = sum(any(issue.severity != "minor" for issue in found) for found in issues)
    return figures | {"professional.no_major": 1 - grave / len(pairs)}


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


def score_calibration_error(rows: list[tuple[str, float]], kinds: tuple[str, ...], bins: int = 10) -> float:
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
    figures["calibrated"] = 1 - score_calibration_error(rows, SCORED_KINDS)
    figures["calibrated_on_all"] = 1 - score_calibration_error(rows, everything)
    return figures


MEASURES: Mapping[str, tuple[Callable[[Path], Figures], tuple[str, ...]]] = {
    "languages": (languages, ("detect/dev",)),
    "seeds": (seeds, ("seeds", "detect/seeds.tsv")),
    "sentences": (sentences, ("split/dev",)),
    "alignment": (alignment, ("align",)),
    "evidence": (evidence, ("align", "qa")),
    "checks": (checks, ("qa", "quality/dev.tsv", "align/ntrex-clean")),
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
