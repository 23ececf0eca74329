"""What the evidence knows of aligned text: how many words have an entry, how often it hits, how often by chance.

Usage:  python benchmarks/evidence.py [FOLDER of align sets, default ../shared/data/align]
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from corpus import learn
from corpus.checks.number import find_numbers
from corpus.checks.subject import Subject
from corpus.data import rows as data_rows
from corpus.evidence import Analysis, analyse, analyse_all, covering, knowledge
from corpus.gazetteer import gazetteer
from corpus.language import word_lists
from corpus.lexicon import shipped_headword
from corpus.name import mismatches
from corpus.token import tokens

SETS = ("ntrex-clean", "d2l-plain")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def aligned(folder: Path) -> Iterator[tuple[str, str]]:
    """The 1-1 sentence pairs of a set."""
    for gold in sorted(folder.glob("*.gold")):
        sides = [gold.with_suffix(suffix).read_text(encoding="utf-8").split("\n") for suffix in (".en", ".vi")]
        for line in gold.read_text(encoding="utf-8").splitlines():
            en, vi = (re.findall(r"\d+", part) for part in line.split(":")[:2])
            if len(en) == len(vi) == 1:
                yield sides[0][int(en[0])], sides[1][int(vi[0])]


def content_words(text: str) -> list[str]:
    """Lower-case content words: no names (capitals inside a sentence), numbers or function words."""
    lists = word_lists()
    function = lists["en_distinctive"] | lists["en_shared"]
    return [w.lower() for w in WORD.findall(text) if w.islower() and len(w) > 2 and w not in function]


def hits(en: Analysis, vi: Analysis) -> tuple[int, int]:
    words = [item for item in en.items if item.kind == "word"]
    return sum(not covering(item, "en").isdisjoint(vi.keys) for item in words), len(words)


def measure(pairs: list[tuple[str, str]]) -> dict[str, float]:
    words = [word for en, _ in pairs for word in content_words(en)]
    entry = sum(shipped_headword(word) is not None for word in words) / len(words)
    en = analyse_all([text for text, _ in pairs], "en")
    vi = analyse_all([text for _, text in pairs], "vi")
    order = sorted(range(len(pairs)), key=lambda n: len(pairs[n][1]))
    other = {n: order[(k + 7) % len(order)] for k, n in enumerate(order)}  # another sentence of similar length
    right = [hits(a, b) for a, b in zip(en, vi, strict=True)]
    wrong = [hits(en[n], vi[other[n]]) for n in range(len(pairs))]
    return {
        "entry": entry,
        "hit": sum(h for h, _ in right) / sum(n for _, n in right),
        "chance": sum(h for h, _ in wrong) / sum(n for _, n in wrong),
    }


def false_numbers(pairs: list[tuple[str, str]]) -> float:
    """Share of right pairs with a quantity in English digits that the Vietnamese does not state."""
    found = sum(any(issue.code == "number_mismatch" for issue in find_numbers(Subject(en, vi))) for en, vi in pairs)
    return found / len(pairs)


def false_names(pairs: list[tuple[str, str]]) -> float:
    """Share of right pairs in which a name seems to stand for another one."""
    return sum(bool(mismatches(analyse(en, "en"), analyse(vi, "vi"))) for en, vi in pairs) / len(pairs)


def speed(pairs: list[tuple[str, str]], rounds: int = 5) -> tuple[float, float]:
    """Pairs analysed in a CPU second, and how many times the cost of only finding the tokens that is; best of some rounds."""
    en, vi = [text for text, _ in pairs], [text for _, text in pairs]
    _analyse_anew(en, vi)
    whole = [_seconds(lambda: _analyse_anew(en, vi)) for _ in range(rounds)]
    found = [_seconds(lambda: ([tokens(x, "en") for x in en], [tokens(x, "vi") for x in vi])) for _ in range(rounds)]
    return len(pairs) / min(whole), min(whole) / min(found)


def _analyse_anew(en: list[str], vi: list[str]) -> None:
    knowledge().forget()
    knowledge().analyse_all(en, "en")
    knowledge().analyse_all(vi, "vi")


def _seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


LOADING = "import time; t = time.process_time(); from corpus.evidence import analyse; analyse('A.', 'en'); analyse('Á.', 'vi')"


def loading() -> float:
    """CPU seconds until the first sentences of both languages are analysed, in a fresh process; best of three."""
    command = [sys.executable, "-c", f"{LOADING}; print(time.process_time() - t)"]
    return min(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(3))


def learning(pairs: list[tuple[str, str]]) -> float:
    """Pairs a CPU second in one round of learning, its links laid out once for all rounds."""
    many = pairs * max(1, 40_000 // len(pairs))
    en, vi, links = learn.laid_out(many)
    started = time.process_time()
    learn.expectation_maximisation(en, vi, links, learn.ROUNDS)
    return learn.ROUNDS * len(many) / (time.process_time() - started)


def main() -> None:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared" / "data" / "align"
    rows = list(data_rows("lexicon.tsv"))
    print(f"headwords {len(rows)}, of them of several words {sum(' ' in row[0] for row in rows)}; renderings a headword "
          f"{sum(row[1].count('; ') + 1 for row in rows) / len(rows):.2f}; gazetteer rows {len(gazetteer())}")  # fmt: skip
    print(f"loaded after {loading():.2f} CPU seconds\n")
    print("set           pairs  entry    hit  chance  numbers  names  pairs/s x tokens")
    for name in SETS:
        pairs = list(aligned(root / name))
        found = measure(pairs)
        rate, times = speed(pairs)
        print(f"{name:12} {len(pairs):6} {found['entry']:6.3f} {found['hit']:6.3f} {found['chance']:7.3f} "
              f"{false_numbers(pairs):8.3f} {false_names(pairs):6.3f} {rate:8.0f} {times:8.1f}")  # fmt: skip
    print("\nentry, hit, chance: of English content words; numbers, names: share of right pairs with a false mismatch")
    print(f"learning: {learning(pairs):.0f} pairs a CPU second and round")


if __name__ == "__main__":
    main()
