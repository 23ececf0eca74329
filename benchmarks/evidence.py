"""What the evidence knows of aligned text: how many words have an entry, how often it hits, how often by chance.

Usage:  python benchmarks/evidence.py [FOLDER of align sets, default ../shared/data/align]
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from corpus.evidence import Analysis, analyse, covering
from corpus.language import word_lists
from corpus.lexicon import shipped_headword

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
    en = [analyse(text, "en") for text, _ in pairs]
    vi = [analyse(text, "vi") for _, text in pairs]
    order = sorted(range(len(pairs)), key=lambda n: len(pairs[n][1]))
    other = {n: order[(k + 7) % len(order)] for k, n in enumerate(order)}  # another sentence of similar length
    right = [hits(a, b) for a, b in zip(en, vi, strict=True)]
    wrong = [hits(en[n], vi[other[n]]) for n in range(len(pairs))]
    return {
        "entry": entry,
        "hit": sum(h for h, _ in right) / sum(n for _, n in right),
        "chance": sum(h for h, _ in wrong) / sum(n for _, n in wrong),
    }


def main() -> None:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared" / "data" / "align"
    print(f"{'set':14} {'pairs':>6} {'entry':>6} {'hit':>6} {'chance':>7} {'pairs/s':>8}")
    for name in SETS:
        pairs = list(aligned(root / name))
        started = time.process_time()
        for en, vi in pairs:
            analyse(en, "en")
            analyse(vi, "vi")
        speed = len(pairs) / (time.process_time() - started)
        found = measure(pairs)
        print(f"{name:14} {len(pairs):6} {found['entry']:6.3f} {found['hit']:6.3f} {found['chance']:7.3f} {speed:8.0f}")


if __name__ == "__main__":
    main()
