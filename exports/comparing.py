"""Texts from files to figures: read side by side, in blocks, by one process or several."""

from __future__ import annotations

import unicodedata
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from multiprocessing import get_context

from corpus.comparison import Block, Rows, block_statistics
from corpus.errors import CorpusError
from corpus.metric import BLOCK
from exports.lines import Place, read_lines

AHEAD = 3  # blocks that wait for each process: enough that none idles, few enough that memory stays
TOKENISED = " ."  # how lines end that were tokenised for a model and not put together again


class LinesDiffer(CorpusError, ValueError):
    """Texts that should translate each other line by line and have different numbers of lines."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        found = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        super().__init__(f"the numbers of lines differ ({found}); line n of each file must belong to line n of the others")


@dataclass
class Texts:
    """What is compared: places of text, by the names that people gave them."""

    systems: dict[str, Place]
    references: tuple[Place, ...]
    source: Place | None = None
    encoding: str | None = None  # of all texts; None: UTF-8, or what a byte order mark says
    seen: dict[str, Counter[str]] = field(default_factory=dict)  # by file: what was odd, filled while reading

    def blocks(self) -> Iterator[Block]:
        """The texts side by side, NFC. Raises `LinesDiffer` and `UnreadableInput`."""
        places = [*self.systems.values(), *self.references, *([self.source] if self.source else [])]
        streams = [self._watched(p, "en" if n == len(places) - 1 and self.source else "vi", places) for n, p in enumerate(places)]
        rows = zip_longest(*streams)
        first = 1
        while block := list(islice(rows, BLOCK)):
            if None in block[-1]:  # a text that has ended stays ended
                whole = sum(None not in row for row in block)
                self._refuse(places, first + whole - 1, block[whole:], rows)
            columns = tuple(zip(*block, strict=True))
            systems, references = len(self.systems), len(self.references)
            source = columns[-1] if self.source else ()
            yield Block(first, source, columns[systems : systems + references], columns[:systems])
            first += len(block)

    def _watched(self, where: Place, side: str, places: Sequence[Place]) -> Iterator[str]:
        seen = self.seen.setdefault(str(where), Counter())
        beside = [other.column for other in places if other.path == where.path and other.column]
        for line in read_lines(where, side, beside, self.encoding):
            seen["empty"] += not line.strip()
            seen["tokenised"] += line.endswith(TOKENISED)
            if unicodedata.is_normalized("NFC", line):
                yield line
            else:
                seen["not NFC"] += 1
                yield unicodedata.normalize("NFC", line)

    def _refuse(self, places: Sequence[Place], whole: int, *rest: Iterable[Sequence[str | None]]) -> None:
        counts = dict.fromkeys(map(str, places), whole)
        for rows in rest:
            for row in rows:
                for where, line in zip(places, row, strict=True):
                    counts[str(where)] += line is not None
        raise LinesDiffer(counts)


def measured(metrics: Sequence[str], blocks: Iterable[Block], jobs: int = 1) -> Iterator[tuple[Block, Rows]]:
    """Blocks in order with the statistics of their lines; the same ones by any number of processes."""
    if jobs == 1:
        for block in blocks:
            yield block, block_statistics(metrics, block)
        return
    waiting: deque[tuple[Block, Future[Rows]]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for block in blocks:
            waiting.append((block, pool.submit(block_statistics, metrics, block)))
            if len(waiting) > AHEAD * jobs:
                yield _done(waiting)
        while waiting:
            yield _done(waiting)


def _done(waiting: deque[tuple[Block, Future[Rows]]]) -> tuple[Block, Rows]:
    block, rows = waiting.popleft()
    return block, rows.result()
