"""Scores of translations against a reference, by sacrebleu; each travels with the signature that lets it be had again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sacrebleu.metrics.base import Metric


@dataclass(frozen=True, slots=True)
class Score:
    """A figure of a whole corpus."""

    name: str
    value: float  # 0..100; for TER lower is better and 100 no bound
    signature: str  # of sacrebleu


def _metric(name: str, **options: int) -> Callable[[], Metric]:
    def load() -> Metric:
        import sacrebleu.metrics  # noqa: PLC0415 - a tenth of a second that only references need

        found: Metric = getattr(sacrebleu.metrics, name)(**options)
        return found

    return load


METRICS: Mapping[str, Callable[[], Metric]] = {
    "bleu": _metric("BLEU"),
    "chrf": _metric("CHRF"),
    "chrf++": _metric("CHRF", word_order=2),
    "ter": _metric("TER"),
}


def corpus_score(name: str, translations: Sequence[str], references: Sequence[str]) -> Score:
    """A metric of `METRICS` over sentences in order, one reference each; equal to sacrebleu's own figure.

    >>> round(corpus_score("chrf", ["Giá gạo tăng mạnh."], ["Giá gạo tăng."]).value, 1)
    81.4
    """
    if len(translations) != len(references):
        raise ValueError(f"{len(translations)} translations, but {len(references)} references")
    metric = METRICS[name]()
    found = metric.corpus_score(translations, [references])
    return Score(name, found.score, str(metric.get_signature()))
