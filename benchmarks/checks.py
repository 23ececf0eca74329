"""Speed of the checks, and what they say of professional pairs: `python -m benchmarks.checks`.

Prints pairs per CPU second on one core for each check and for all, and those of pofilter's checks in the same run: machines
differ and are shared, the ratio says more. Then the share of pairs that each code flags, alone and with the document as context.
"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import polars as pl
from translate.filters.checks import CheckerConfig, StandardChecker
from translate.storage.pypo import pounit

from benchmarks.measures import DATA
from corpus.checks import CHECKS, Subject, check, check_all
from corpus.evidence import knowledge
from corpus.judge import judge

Pair = tuple[str, str]
ROUNDS = 5  # the quickest counts: other programs only slow things down
NEAR = 30  # earlier pairs that are given as context


def documents() -> Iterator[list[Pair]]:
    """The professional pairs, document by document."""
    for path in sorted((DATA / "align" / "ntrex-clean").glob("*.en")):
        sides = (side.read_text(encoding="utf-8").removesuffix("\n").split("\n") for side in (path, path.with_suffix(".vi")))
        yield list(zip(*sides, strict=True))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def speed(pairs: list[Pair]) -> None:
    """Pairs per second of each check with what it is the first to ask for, in the order of the table."""
    gc.disable()
    microseconds = 1e6 / len(pairs)
    spent: Counter[str] = Counter()
    for _ in range(ROUNDS):
        subjects = [Subject(en, vi) for en, vi in pairs]
        for code, row in CHECKS.items():
            started = time.process_time()
            for at in row.suspects(subjects, range(len(subjects))):
                for _ in row.find(subjects[at]):
                    pass
            taken = time.process_time() - started
            spent[code] = min(spent[code] or taken, taken)  # type: ignore[assignment]
    for code in CHECKS:
        print(f"{code:22} {spent[code] * microseconds:8.2f} us a pair")
    ways: dict[str, Callable[[], object]] = {
        "pofilter, its checks": pofilter(pairs),
        "all, one by one": lambda: [check(en, vi) for en, vi in pairs],
        "all, check by check": lambda: check_all([Subject(en, vi) for en, vi in pairs]),
    }
    for name, way in ways.items():
        whole = seconds(way)
        print(f"{name:22} {whole * microseconds:8.2f} us a pair, {len(pairs) / whole:,.0f} pairs/s")
    frame = pl.DataFrame(pairs, schema=["en", "vi"], orient="row")
    judged = float("inf")
    for _ in range(ROUNDS):
        knowledge().forget()  # users judge every pair once
        started = time.process_time()
        judge(frame)
        judged = min(judged, time.process_time() - started)
    print(f"{'score and all checks':22} {judged * microseconds:8.2f} us a pair, {len(pairs) / judged:,.0f} pairs/s")


def pofilter(pairs: list[Pair]) -> Callable[[], object]:
    """The checks of translate-toolkit for Vietnamese, as `pofilter --language=vi` runs them."""
    checker = StandardChecker(checkerconfig=CheckerConfig(targetlanguage="vi"))
    units = []
    for en, vi in pairs:
        unit = pounit(en)
        unit.target = vi
        units.append(unit)
    return lambda: [checker.run_filters(unit) for unit in units]


def flags(texts: list[list[Pair]], near: int) -> None:
    """Share of pairs that each code flags, with so many earlier pairs as context."""
    count: Counter[str] = Counter()
    total = 0
    for pairs in texts:
        for at, (en, vi) in enumerate(pairs):
            issues = check(en, vi, context=pairs[max(0, at - near) : at] if near else ())
            total += 1
            count.update({issue.code for issue in issues})
            count["(any)"] += bool(issues)
            count["(major or critical)"] += any(issue.severity != "minor" for issue in issues)
    print(f"\n{total} pairs, {near} earlier ones as context")
    for code, number in count.most_common():
        print(f"{code:22} {number:4} {number / total:7.2%}")


def main() -> None:
    """Print everything."""
    texts = list(documents())
    if not texts:
        sys.exit(f"{DATA}: no such folder; the development data lies beside the checkout")
    speed([pair for pairs in texts for pair in pairs])
    flags(texts, 0)
    flags(texts, NEAR)


if __name__ == "__main__":
    main()
