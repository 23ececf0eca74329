"""Speed and memory on long texts and on many articles: books made of the noisy development sets, no two lines alike.

Usage:  python -m benchmarks.books [LINES ..., default 10000 20000 50000]
Each size runs in a process of its own. Seconds are of the processor, for everything from text to beads; the time that the
analysis of the sentences takes is told apart.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from aligners import align_sentences
from aligners.evaluation import Pairing, compare
from benchmarks.measures import DATA, NOISY, aligned_documents
from corpus.evidence import analyse_all

LOST = 0.05  # share of beads that are left out, so that no two copies of a document are the same
SHORTENED = 0.5  # share of lines that lose a word
ARTICLE = 30  # English sentences
ARTICLES = 300


@dataclass(slots=True)
class Book:
    """Lines of both sides and their gold beads."""

    en: list[str] = field(default_factory=list)
    vi: list[str] = field(default_factory=list)
    gold: list[Pairing] = field(default_factory=list)

    def add(self, en: list[str], vi: list[str]) -> None:
        """One bead more."""
        i, j = len(self.en), len(self.vi)
        self.gold.append((tuple(range(i, i + len(en))), tuple(range(j, j + len(vi)))))
        self.en += en
        self.vi += vi


def books(size: int, *, seed: int = 1) -> Iterator[Book]:
    """Books of at least `size` English lines, without end."""
    rng = random.Random(seed)
    documents = [document for name in NOISY for document in aligned_documents(DATA / "align" / name)]
    book = Book()
    while True:
        document = rng.choice(documents)
        numbers: dict[str, str] = {}
        for en, vi in document.gold:
            if rng.random() >= LOST:
                sides = [document.en[i] for i in en], [document.vi[j] for j in vi]
                book.add(*([_changed(line, numbers, rng) for line in side] for side in sides))
            if len(book.en) >= size:
                yield book
                book = Book()


def _changed(line: str, numbers: dict[str, str], rng: random.Random) -> str:
    """The line with other numbers, the same on both sides, and perhaps without one of its words."""
    for number in re.findall(r"\d+", line):
        numbers.setdefault(number, str(rng.randrange(10 ** (len(number) - 1), 10 ** len(number))))
    words = re.sub(r"\d+", lambda match: numbers[match[0]], line).split()
    if len(words) > 6 and rng.random() < SHORTENED:
        del words[rng.randrange(len(words))]
    return " ".join(words)


def analysis_seconds(books: list[Book]) -> float:
    """What the analysis of the lines takes."""
    started = time.process_time()
    for book in books:
        analyse_all(book.en, "en")
        analyse_all(book.vi, "vi")
    return time.process_time() - started


def long_book(size: int) -> str:
    """A row of the table."""
    book = next(books(size))
    align_sentences(book.en[:10], book.vi[:10])  # start: the lexicon is read
    started = time.process_time()
    beads = align_sentences(book.en, book.vi)
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = compare(book.gold, [(tuple(bead.en), tuple(bead.vi)) for bead in beads])
    return f"{len(book.en):8} {len(book.vi):8} {seconds:8.1f} {memory:6} {found.strict.f1:8.3f} {found.lax.f1:6.3f}"


def articles() -> str:
    """Articles a second, one process, after start; the share of the analysis is measured on others of the kind."""
    source = books(ARTICLE)
    found, others = ([next(source) for _ in range(ARTICLES)] for _ in range(2))
    align_sentences(found[0].en, found[0].vi)
    started = time.process_time()
    for book in found:
        align_sentences(book.en, book.vi)
    seconds = time.process_time() - started
    share = analysis_seconds(others) / seconds
    return f"{ARTICLES} articles of {ARTICLE} sentences: {ARTICLES / seconds:.0f} a second, {share:.0%} of it analysis"


def main() -> None:
    """Print the table and the line about articles."""
    sizes = [int(text) for text in sys.argv[1:]] or [10_000, 20_000, 50_000]
    print(f"{'English':>8} {'Vietnam.':>8} {'seconds':>8} {'MB':>6} {'strict':>8} {'lax':>6}")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for size in sizes:
            print(pool.submit(long_book, size).result(), flush=True)
        print(pool.submit(articles).result())


if __name__ == "__main__":
    if not DATA.is_dir():
        sys.exit(f"{DATA}: no such folder; the development data lies beside the checkout")
    main()
