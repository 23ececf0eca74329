"""Languages of lines, sentences and alignment against what installs from the package index: one command, one table.

Usage:  pip install -r benchmarks/requirements.txt && python -m benchmarks.peers
A peer that is not installed is left out and named. Speeds are ratios within this run, each measured alone.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence

from aligners import METHODS, align_sentences
from aligners.evaluation import Agreement, Pairing, compare
from benchmarks.measures import DATA, aligned_documents, boundaries, labelled, macro_f1
from corpus import detect, split_sentences

Detector = Callable[[Sequence[str]], list[str]]
Splitter = Callable[[str, str], list[str]]
SPEED_LINES = 3000


def _three(code: str) -> str:
    return code if code in ("en", "vi") else "none" if code in ("", "un", "unknown") else "other"


def _ours(lines: Sequence[str]) -> list[str]:
    return [guess.language for guess in detect(lines)]


def _langdetect() -> Detector:
    module = importlib.import_module("langdetect")
    module.DetectorFactory.seed = 0

    def one(line: str) -> str:
        try:
            return _three(str(module.detect(line)))
        except module.LangDetectException:
            return "none"

    return lambda lines: [one(line) for line in lines]


def _py3langid() -> Detector:
    module = importlib.import_module("py3langid")
    return lambda lines: [_three(str(module.classify(line)[0])) for line in lines]


def _pycld2() -> Detector:
    module = importlib.import_module("pycld2")

    def one(line: str) -> str:
        try:
            _, _, details = module.detect(line)
        except module.error:
            return "none"
        found = {detail[1] for detail in details}
        return "mixed" if {"en", "vi"} <= found else _three(str(details[0][1]))

    return lambda lines: [one(line) for line in lines]


def _lingua() -> Detector:
    module = importlib.import_module("lingua")
    detector = module.LanguageDetectorBuilder.from_all_languages().with_low_accuracy_mode().build()

    def one(line: str) -> str:
        found = detector.detect_language_of(line)
        return _three(found.iso_code_639_1.name.lower()) if found else "none"

    return lambda lines: [one(line) for line in lines]


DETECTORS: dict[str, Callable[[], Detector]] = {
    "songngu": lambda: _ours,
    "langdetect": _langdetect,
    "py3langid": _py3langid,
    "pycld2": _pycld2,
    "lingua": _lingua,
}


def _pysbd() -> Splitter:
    module = importlib.import_module("pysbd")
    segmenter = module.Segmenter(language="en", clean=False)
    return lambda text, language: list(segmenter.segment(text))


def _sentence_splitter() -> Splitter:
    module = importlib.import_module("sentence_splitter")
    splitter = module.SentenceSplitter(language="en")
    return lambda text, language: list(splitter.split(text))


SPLITTERS: dict[str, Callable[[], Splitter]] = {
    "songngu": lambda: lambda text, language: [sentence.text for sentence in split_sentences(text, language)],
    "pysbd": _pysbd,
    "sentence-splitter": _sentence_splitter,
}


def perturbed(lines: Sequence[str], count: int) -> list[str]:
    """Lines with one word replaced by a number, so that no line comes twice."""
    rng = random.Random(1)
    found = []
    for _ in range(count):
        words = rng.choice(lines).split()
        words[rng.randrange(len(words))] = str(rng.randrange(10**6))
        found.append(" ".join(words))
    return found


def languages() -> None:
    """Macro F1 over en/vi/other and over all five, three hard sets, and lines a second against langdetect."""
    rows = list(labelled(DATA / "detect" / "dev"))
    texts = [text for _, _, text in rows]
    speed = perturbed([text for name, _, text in rows if name in ("en_full", "vi_full")], SPEED_LINES)
    print(f"{'languages':18} {'F1 three':>9} {'F1 five':>8} {'en names':>9} {'no marks':>9} {'mixed':>6} {'x langdetect':>13}")
    base = 0.0
    for name in sorted(DETECTORS, key=lambda name: name != "langdetect"):
        try:
            run = DETECTORS[name]()
        except ImportError:
            print(f"{name:18} not installed")
            continue
        run(texts[:50])
        started = time.process_time()
        run(speed)
        rate = len(speed) / (time.process_time() - started)
        base = base or rate
        guesses = run(texts)
        pairs = [(label, guess) for (_, label, _), guess in zip(rows, guesses, strict=True)]
        three = [(label, guess) for label, guess in pairs if set(label.split("|")) & {"en", "vi", "other"}]
        hits, totals = Counter[str](), Counter[str]()
        for (group, label, _), guess in zip(rows, guesses, strict=True):
            totals[group] += 1
            hits[group] += guess in label.split("|")
        share = {group: hits[group] / totals[group] for group in ("en_vn_names", "vi_stripped", "mixed_joined")}
        print(
            f"{name:18} {macro_f1(three, ('en', 'vi', 'other')):9.3f} "
            f"{macro_f1(pairs, ('en', 'vi', 'mixed', 'other', 'none')):8.3f} "
            f"{share['en_vn_names']:9.3f} {share['vi_stripped']:9.3f} {share['mixed_joined']:6.3f} {rate / base:13.1f}"
        )


def sentences() -> None:
    """F1 of boundaries on clean news and hard cases, and characters a second against pysbd."""
    sets = {}
    for path in sorted((DATA / "split" / "dev").glob("*.jsonl")):
        sets[path.stem] = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    chosen = ("ntrexp_en", "ntrexp_vi", "hard_en", "hard_vi")
    print(f"\n{'sentences':18} " + " ".join(f"{name:>10}" for name in chosen) + f" {'x pysbd':>8}")
    rates = {}
    rows = {}
    for name, load in SPLITTERS.items():
        try:
            split = load()
        except ImportError:
            print(f"{name:18} not installed")
            continue
        started = time.process_time()
        figures = []
        for key in chosen:
            right = found = wanted = 0
            for case in sets[key]:
                gold, got = boundaries(case["sents"]), boundaries(split(case["text"], key[-2:]))
                right, found, wanted = right + len(gold & got), found + len(got), wanted + len(gold)
            figures.append(2 * right / (found + wanted))
        rates[name] = 1 / (time.process_time() - started)
        rows[name] = figures
    for name, figures in rows.items():
        ratio = f"{rates[name] / rates['pysbd']:8.1f}" if "pysbd" in rates else "       –"
        print(f"{name:18} " + " ".join(f"{figure:10.3f}" for figure in figures) + " " + ratio)


Aligner = Callable[[Sequence[str], Sequence[str]], list[Pairing]]
COMPARED = ("ntrex-clean", "ntrex-noisy", "ntrex-hard", "d2l-noisy")


def _songngu(method: str) -> Aligner:
    def run(en: Sequence[str], vi: Sequence[str]) -> list[Pairing]:
        return [(tuple(bead.en), tuple(bead.vi)) for bead in align_sentences(en, vi, method=METHODS[method])]

    return run


def _galechurch() -> Aligner:
    module = importlib.import_module("galechurch")

    def run(en: Sequence[str], vi: Sequence[str]) -> list[Pairing]:
        beads = module.align(list(en), list(vi)).beads
        return [(tuple(range(b.source_start, b.source_end)), tuple(range(b.target_start, b.target_end))) for b in beads]

    return run


def _nltk() -> Aligner:
    module = importlib.import_module("nltk.translate.gale_church")

    def run(en: Sequence[str], vi: Sequence[str]) -> list[Pairing]:
        pairs = module.align_blocks([len(text) for text in en], [len(text) for text in vi])
        beads: list[tuple[set[int], set[int]]] = []
        for i, j in sorted(pairs):
            if beads and (i in beads[-1][0] or j in beads[-1][1]):
                beads[-1][0].add(i)
                beads[-1][1].add(j)
            else:
                beads.append(({i}, {j}))
        alone = [((i,), ()) for i in range(len(en)) if not any(i in own for own, _ in beads)]
        alone_vi = [((), (j,)) for j in range(len(vi)) if not any(j in own for _, own in beads)]
        return [(tuple(sorted(a)), tuple(sorted(b))) for a, b in beads] + alone + alone_vi

    return run


ALIGNERS: dict[str, Callable[[], Aligner]] = {
    "songngu": lambda: _songngu("lexical"),
    "songngu, length": lambda: _songngu("length"),
    "galechurch": _galechurch,
    "nltk": _nltk,
}


def alignments() -> None:
    """Strict F1 and share of right pairs, and lines a second; hunalign is no package, its figures are in docs/alignment.md."""
    print(f"\n{'alignment':18} " + " ".join(f"{name:>12}" for name in COMPARED) + f" {'lines/s':>8}")
    for name, load in ALIGNERS.items():
        try:
            run = load()
        except ImportError:
            print(f"{name:18} not installed")
            continue
        run(["One dog."], ["Một con chó."])
        figures, lines = [], 0
        started = time.process_time()
        for key in COMPARED:
            total = Agreement()
            for document in aligned_documents(DATA / "align" / key):
                total += compare(document.gold, run(document.en, document.vi), document.unscored)
                lines += len(document.en)
            figures.append(f"{total.strict.f1:.3f} / {total.pairs.precision:.3f}".replace("0.", "."))
        rate = lines / (time.process_time() - started)
        print(f"{name:18} " + " ".join(f"{figure:>12}" for figure in figures) + f" {rate:8.0f}")


if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"{DATA}: no such folder; the development data lies beside the checkout")
    languages()
    sentences()
    alignments()
