"""Count which Vietnamese syllables follow each other: `python -m benchmarks.flow` writes corpus/data/flow.tsv.

Counted in texts of this project alone (the Vietnamese sides of tests/golden and the sentences of tests/cases), so that it
may be shipped. What stands inside words of the lexicon is read from the lexicon itself, see `corpus.scoring.flow`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from corpus.lexicon import form
from corpus.scoring.flow import BEGIN, END, FOREIGN, NUMBER
from corpus.syllable import is_syllable

ROOT = Path(__file__).parents[1]
OUT = ROOT / "corpus" / "data" / "flow.tsv"
CUT = re.compile(r"[^\w\s'’-]+|(?<=\s)[-'’](?=\s)")  # marks between clauses
HEAD = """\
# Neighbours in Vietnamese text: a syllable<TAB>those that follow it, with how often where it is more than once.
# < and > begin and end a clause, 0 is a number, * a foreign word.
# Origin: counted by `python -m benchmarks.flow` in texts of this project (tests/golden, tests/cases). Licence: Apache-2.0.
"""


def sentences() -> Iterator[str]:
    """Vietnamese text of this project."""
    for path in sorted((ROOT / "tests" / "golden").glob("*/pairs.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if "\t" in line:
                yield line.split("\t")[1]
    for name in ("cases/split_vi.txt", "refused/vietnamese-only.txt"):
        yield from (ROOT / "tests" / name).read_text(encoding="utf-8").split("\n")


def unit(word: str) -> str:
    """A word as it is counted."""
    if is_syllable(word):
        return form(word)
    return NUMBER if any(map(str.isdigit, word)) else FOREIGN


def followers() -> dict[str, Counter[str]]:
    """What follows each unit, and how often."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences():
        for clause in CUT.split(sentence):
            units = [unit(word) for piece in clause.split() if (word := piece.strip("'’-_"))]
            if units:
                for first, second in zip([BEGIN, *units], [*units, END], strict=True):
                    found[first][second] += 1
    return found


def main() -> None:
    """Count and write."""
    rows = [
        f"{first}\t{' '.join(f'{second}:{times}' if times > 1 else second for second, times in sorted(found.items()))}\n"
        for first, found in sorted(followers().items())
    ]
    OUT.write_text(HEAD + "".join(rows), encoding="utf-8")
    print(f"wrote {OUT}")


if __name__ == "__main__":
    main()
