"""Files of pairs with figures added; whatever else a row holds stays as it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from corpus.adequacy import score
from corpus.errors import UnreadableInput
from corpus.language import detect
from corpus.metric import BLOCK, line_scores
from exports.lines import NAMES, json_objects, named_column, text_at, text_lines

METRICS = ("bleu", "chrf", "ter")  # added where there is a reference
SAMPLE = 200  # lines that tell the order of two unnamed columns

Texts = tuple[str, str, str | None]  # English, Vietnamese, reference


def figures(pairs: Sequence[Texts]) -> list[dict[str, float]]:
    """The figures of some pairs, in order; all of them have a reference or none has."""
    found = [{"score": score(en, vi)} for en, vi, _ in pairs]
    references = [ref for *_, ref in pairs if ref is not None]
    if references:
        for own, more in zip(found, line_scores(METRICS, [vi for _, vi, _ in pairs], references), strict=True):
            own.update(more)
    return found


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the texts of a TSV are, 0-based, and where its figures go."""

    texts: tuple[int, ...]  # English, Vietnamese, and the reference where there is one
    added: Mapping[str, int]  # a column that is there already is replaced
    width: int  # with the added ones
    header: bool

    def pair(self, cells: Sequence[str], name: str, number: int) -> Texts:
        """The texts of a row. Raises `UnreadableInput` where a column is missing."""
        if len(cells) <= max(self.texts):
            what = f"{len(cells)} columns, expected at least {max(self.texts) + 1}"
            raise UnreadableInput(name, what, "put a tab between columns", number)
        en, vi, *ref = (cells[at].strip() for at in self.texts)
        return en, vi, ref[0] if ref else None

    def row(self, cells: Sequence[str], values: Mapping[str, str]) -> str:
        """A row with its figures."""
        whole = [*cells, *[""] * (self.width - len(cells))]
        for name, at in self.added.items():
            whole[at] = values[name]
        return "\t".join(whole)


def columns_of(first: Sequence[str], ref: str | None, name: str) -> Columns:
    """The columns, from the first lines of a TSV. Raises `UnreadableInput`."""
    head = [cell.strip().lower() for cell in first[0].split("\t")]
    header = all(any(known in head for known in names) for names in NAMES.values())
    order = [named_column(head, None, side, name)[0] for side in ("en", "vi")] if header else _order(first)
    texts = [*order, named_column(head, ref, "vi", name)[0]] if ref else order
    old = head if header else [""] * len(head)
    wanted = ["score", *(METRICS if ref else ())]
    new = [column for column in wanted if column not in old]
    added = {column: old.index(column) if column in old else len(old) + new.index(column) for column in wanted}
    return Columns(tuple(texts), added, len(old) + len(new), header)


def _order(first: Sequence[str]) -> list[int]:
    """Which of the first two columns is English, which Vietnamese."""
    rows = [line.split("\t") for line in first]
    counts = [Counter(guess.language for guess in detect(row[at] for row in rows if len(row) > at)) for at in (0, 1)]
    return [1, 0] if counts[0]["vi"] + counts[1]["en"] > counts[0]["en"] + counts[1]["vi"] else [0, 1]


def score_tsv(path: Path, ref: str | None) -> Iterator[str]:
    """The lines of a TSV with the column score, and with those of `METRICS` where `ref` names a column; four digits.

    Rows and other columns stay in order, empty lines too. Raises `UnreadableInput`.
    """
    lines = text_lines(path)
    first = list(islice(lines, SAMPLE))
    if not first:
        raise UnreadableInput(str(path), "there are no pairs", "give a file with an English and a Vietnamese column")
    columns = columns_of(first, ref, str(path))
    numbered = enumerate(chain(first, lines), 1)
    if columns.header:
        yield columns.row(next(numbered)[1].split("\t"), {name: name for name in columns.added})
    while batch := list(islice(numbered, BLOCK)):
        cells = [(number, line.split("\t")) for number, line in batch if line.strip()]
        values = iter(figures([columns.pair(row, str(path), number) for number, row in cells]))
        rows = iter(cells)
        for _, line in batch:
            yield columns.row(next(rows)[1], {k: f"{v:.4f}" for k, v in next(values).items()}) if line.strip() else line


def score_jsonl(path: Path, ref: str | None) -> Iterator[str]:
    """The lines of a JSONL file with the keys score and, where `ref` names a key, those of `METRICS`; in full precision.

    Empty lines are left out. Raises `UnreadableInput`.
    """
    numbered = enumerate(json_objects(path), 1)
    empty = True
    while batch := list(islice(numbered, BLOCK)):
        empty = False
        texts = [_texts(found, ref, str(path), number) for number, found in batch]
        for (_, found), values in zip(batch, figures(texts), strict=True):
            yield json.dumps({**found, **values}, ensure_ascii=False)
    if empty:
        raise UnreadableInput(str(path), "there are no pairs", 'give lines like {"translation": {"en": "...", "vi": "..."}}')


def _texts(found: dict[str, Any], ref: str | None, name: str, number: int) -> Texts:
    en, vi = (text_at(found, side, name, number) for side in ("en", "vi"))
    return en, vi, None if ref is None else text_at(found, ref, name, number)


SCORERS: Mapping[str, Callable[[Path, str | None], Iterable[str]]] = {"tsv": score_tsv, "jsonl": score_jsonl}


def format_of(path: Path) -> str:
    """JSONL by its suffix, TSV everything else."""
    return "jsonl" if path.name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson")) else "tsv"
