"""Scores of translations against references, by sacrebleu; each travels with the signature that lets it be had again.

A metric of sacrebleu turns each line into statistics (counts of n-grams, edits); the figure of a corpus comes from their
sum. Keeping the n-grams of all references, as sacrebleu's `corpus_score` does, takes 57 KB a line for chrF; here they live
for one block of lines, and only the statistics go on. The figures are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from corpus.errors import UnknownName

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric

Statistics = Sequence[float]  # of one line or a sum of lines; what they count is sacrebleu's matter
References = Sequence[Sequence[str]]  # one sequence of lines for each reference

BLOCK = 1_000  # lines whose n-grams are in memory at a time: some 60 MB for chrF, and no quicker when larger


@dataclass(frozen=True, slots=True)
class Score:
    """A figure of a whole corpus."""

    name: str
    value: float  # 0..100; for TER lower is better and 100 no bound
    signature: str  # of sacrebleu


@dataclass(frozen=True, slots=True)
class Measure:
    """A metric: how sacrebleu calls it and makes it, and what its figures mean."""

    title: str
    kind: str  # class in sacrebleu.metrics
    options: Mapping[str, int]
    line_options: Mapping[str, int]  # what differs for the figure of a single line
    direction: int = 1  # 1: higher is better, -1: lower
    counts: bool = True  # are the statistics whole numbers?

    def load(self, references: References | None = None, *, single: bool = False) -> Metric:
        """The metric of sacrebleu, for single lines or for corpora."""
        import sacrebleu.metrics  # noqa: PLC0415 - a tenth of a second that only references need

        options = {**self.options, **(self.line_options if single else {})}
        found: Metric = getattr(sacrebleu.metrics, self.kind)(references=references, **options)
        return found


METRICS: Mapping[str, Measure] = {
    # force: sacrebleu warns of tokenised text once a block; effective order: what it uses for sentences
    "bleu": Measure("BLEU", "BLEU", {"force": True}, {"effective_order": True}),
    "chrf": Measure("chrF2", "CHRF", {}, {}),
    "chrf++": Measure("chrF2++", "CHRF", {"word_order": 2}, {}),
    "ter": Measure("TER", "TER", {}, {}, direction=-1, counts=False),
}


def measure(name: str) -> Measure:
    """A metric by its name. Raises `UnknownName`."""
    if name not in METRICS:
        raise UnknownName("metric", name, METRICS)
    return METRICS[name]


def statistics(name: str, systems: Sequence[Sequence[str]], references: References) -> list[list[Statistics]]:
    """The statistics of each line of each system; the references are taken apart once for all systems.

    Raises `ValueError` where a reference or a system has another number of lines. Memory: see `BLOCK`.
    """
    counts = {len(lines) for lines in (*systems, *references)}
    if len(counts) > 1:
        raise ValueError(f"the numbers of lines differ: {', '.join(map(str, sorted(counts)))}")
    if counts == {0}:
        return [[] for _ in systems]
    metric = measure(name).load(references)
    return [metric._extract_corpus_statistics(lines, None) for lines in systems]


def total(sums: Iterable[Statistics]) -> Statistics:
    """Sum of statistics, added in order as sacrebleu adds them."""
    from sacrebleu.utils import sum_of_lists  # noqa: PLC0415

    found: Statistics = sum_of_lists(list(sums))  # type: ignore[no-untyped-call]
    return found


@cache
def _scorer(name: str, single: bool) -> Metric:
    return measure(name).load(single=single)


def figure(name: str, sums: Statistics, *, single: bool = False) -> float:
    """The figure of a corpus from the sum of its statistics, or of a single line from its own."""
    score: float = _scorer(name, single)._compute_score_from_stats(list(sums)).score
    return score


def signature(name: str, references: int, more: Mapping[str, str | int] = MappingProxyType({}), *, single: bool = False) -> str:
    """How a figure came about, in sacrebleu's words; `more` has its keys `seed`, `bs` and `ar`."""
    metric = measure(name).load(single=single)
    metric.num_refs = references
    found = metric.get_signature()
    for key, value in more.items():
        found.update(key, value)
    return str(found)


def line_scores(names: Sequence[str], translations: Iterable[str], *references: Iterable[str]) -> Iterator[dict[str, float]]:
    """The figures of each line by the names of the metrics, in order; equal to sacrebleu's `sentence_score`.

    Reads ahead one block and keeps no more. Raises `ValueError` where the numbers of lines differ.

    >>> [round(line["chrf"], 1) for line in line_scores(["chrf"], ["Giá gạo tăng mạnh."], ["Giá gạo tăng."])]
    [81.4]
    """
    streams = [iter(lines) for lines in (translations, *references)]
    while any(blocks := [list(islice(stream, BLOCK)) for stream in streams]):
        rows = {name: statistics(name, blocks[:1], blocks[1:])[0] for name in names}
        for at in range(len(blocks[0])):
            yield {name: figure(name, rows[name][at], single=True) for name in names}


def corpus_score(name: str, translations: Sequence[str], references: Sequence[str], *more: Sequence[str]) -> Score:
    """A metric of `METRICS` over sentences in order, one reference each or more; equal to sacrebleu's own figure.

    >>> round(corpus_score("chrf", ["Giá gạo tăng mạnh."], ["Giá gạo tăng."]).value, 1)
    81.4
    """
    every = (references, *more)
    if any(len(translations) != len(lines) for lines in every):
        counts = ", ".join(str(len(lines)) for lines in every)
        raise ValueError(f"{len(translations)} translations, but {counts} references")
    sums: Statistics | None = None
    for start in range(0, len(translations), BLOCK):
        part = slice(start, start + BLOCK)
        rows = statistics(name, [translations[part]], [lines[part] for lines in every])[0]
        sums = total(rows if sums is None else [sums, *rows])
    if sums is None:
        raise ValueError("there are no sentences to score")
    return Score(name, figure(name, sums), signature(name, len(every)))
