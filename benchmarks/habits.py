"""Count how often words stand in text and have a counterpart: `python -m benchmarks.habits` writes corpus/data/habits.tsv.

Counted in the pairs of tests/golden, which are our own, so that it may be shipped.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from corpus.evidence import analyse, shipped_knowledge
from corpus.habit import ALL_TOKENS

ROOT = Path(__file__).parents[1]
OUT = ROOT / "corpus" / "data" / "habits.tsv"
HEAD = """\
# How often words stand in text and have a counterpart: language<TAB>key<TAB>sentences that offer it<TAB>sentences where it
# has to be carried over<TAB>of them with a counterpart. Only what was seen twice; the key = counts all tokens.
# Origin: counted by `python -m benchmarks.habits` in tests/golden. Licence: Apache-2.0.
"""
LEAST = 2  # sentences


def rows() -> list[str]:
    """The rows of the table, in order."""
    known = shipped_knowledge()
    tokens: Counter[str] = Counter()
    offered: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    hits: Counter[tuple[str, str]] = Counter()
    for path in sorted((ROOT / "tests" / "golden").glob("*/pairs.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if "\t" not in line:
                continue
            en, vi = line.split("\t")
            sides = analyse(en, "en"), analyse(vi, "vi")
            for own, other in (sides, sides[::-1]):
                tokens[own.language] += own.tokens
                offered.update((own.language, key) for key in own.keys)
                for _, key in set(own.types):
                    seen[own.language, key] += 1
                    hits[own.language, key] += not known.covering(key, own.language).isdisjoint(other.keys)
    told = sorted(key for key in offered | seen if key[1][0] not in "~=" and max(offered[key], seen[key]) >= LEAST)
    totals = [f"{language}\t{ALL_TOKENS}\t{tokens[language]}\t0\t0" for language in ("en", "vi")]
    return totals + [
        f"{language}\t{key}\t{offered[language, key]}\t{seen[language, key]}\t{hits[language, key]}" for language, key in told
    ]


def main() -> None:
    """Count and write."""
    OUT.write_text(HEAD + "".join(f"{row}\n" for row in rows()), encoding="utf-8")
    print(f"wrote {OUT}")


if __name__ == "__main__":
    main()
