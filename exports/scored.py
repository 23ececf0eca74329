"""Files of pairs with figures added; whatever else a row holds stays as it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from corpus.adequacy import explain, score_all
from corpus.errors import UnknownFormat, UnreadableInput
from corpus.metric import BLOCK, line_scores
from exports.columns import SAMPLE, columns_of
from exports.count import count_of
from exports.formats import input_format, must_exist
from exports.header import SIDES
from exports.jsonl import SHAPE, texts_of
from exports.lines import column_at, is_header, json_objects, text_at, text_lines

METRICS = ("bleu", "chrf", "ter")  # added where there is a reference

Texts = tuple[str, str, str | None]  # English, Vietnamese, reference


REASONS_TOLD = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is added to each pair beside its score."""

    ref: str | None = None  # the column with references: `METRICS`
    why: bool = False  # what took most off the score, in words

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of all that is added, in order."""
        return ("score", *(("why",) if self.why else ()), *(METRICS if self.ref else ()))


def figures(pairs: Sequence[Texts], why: bool = False) -> list[dict[str, float | str]]:
    """The figures of some pairs, in order, and with `why` reasons; all of them have a reference or none has."""
    found: list[dict[str, float | str]] = [
        {"score": value} for value in score_all([en for en, *_ in pairs], [vi for _, vi, _ in pairs])
    ]
    if why:
        for own, (en, vi, _) in zip(found, pairs, strict=True):
            own["why"] = _why(en, vi)
    references = [ref for *_, ref in pairs if ref is not None]
    if references:
        for own, more in zip(found, line_scores(METRICS, [vi for _, vi, _ in pairs], references), strict=True):
            own.update(more)
    return found


def _why(en: str, vi: str) -> str:
    """What took most off the score of a pair; empty where nothing did."""
    told = dict.fromkeys(one.text for one in explain(en, vi).contributions)
    return " ".join("; ".join(list(told)[:REASONS_TOLD]).split())


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
            what = f"{count_of(len(cells), 'column')}, expected at least {max(self.texts) + 1}"
            raise UnreadableInput(name, what, "put a tab between columns", number)
        en, vi, *ref = (cells[at].strip() for at in self.texts)
        return en, vi, ref[0] if ref else None

    def row(self, cells: Sequence[str], values: Mapping[str, str]) -> str:
        """A row with its figures."""
        whole = [*cells, *[""] * (self.width - len(cells))]
        for name, at in self.added.items():
            whole[at] = values[name]
        return "\t".join(whole)


def _columns(first: Sequence[str], asked: Wanted, name: str, notes: list[str]) -> Columns:
    """The columns, from the first lines of a TSV; where these have no header, the texts tell which are the pair.

    Raises `UnreadableInput`, also for a header without both languages: which columns are the pair cannot be told from it.
    """
    rows = [line.split("\t") for line in first]
    head, found = rows[0], columns_of(rows)
    header = is_header(head, [asked.ref] if asked.ref else [])
    unnamed = "name the columns of the pair en and vi in the first line"
    order = [column_at(head, None, side, name, unnamed) if header else found.places[side] for side in SIDES]
    texts = [*order, column_at(head, asked.ref, "vi", name, "name one, or count from 1: --ref 2")] if asked.ref else order
    notes.extend(found.notes)
    old = [cell.strip().lower() if header else "" for cell in head]
    wanted = asked.columns
    new = [column for column in wanted if column not in old]
    added = {column: old.index(column) if column in old else len(old) + new.index(column) for column in wanted}
    return Columns(tuple(texts), added, len(old) + len(new), header)


def score_tsv(path: Path, asked: Wanted, notes: list[str], encoding: str | None = None) -> Iterator[str]:
    """The lines of a TSV with the columns that are wanted; figures with four digits.

    Rows and other columns stay in order, empty lines too. Raises `UnreadableInput`.
    """
    lines = text_lines(path, encoding)
    first = list(islice(lines, SAMPLE))
    if not first:
        raise no_pairs(path)
    columns = _columns(first, asked, str(path), notes)
    if len(first) < SAMPLE and not any(line.strip() for line in first[columns.header :]):
        raise no_pairs(path)
    numbered = enumerate(chain(first, lines), 1)
    if columns.header:
        yield columns.row(next(numbered)[1].split("\t"), {name: name for name in columns.added})
    while batch := list(islice(numbered, BLOCK)):
        cells = [(number, line.split("\t")) for number, line in batch if line.strip()]
        values = iter(figures([columns.pair(row, str(path), number) for number, row in cells], asked.why))
        rows = iter(cells)
        for _, line in batch:
            yield columns.row(next(rows)[1], _cells(next(values))) if line.strip() else line


def _cells(values: Mapping[str, float | str]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else f"{value:.4f}" for name, value in values.items()}


def no_pairs(path: Path) -> UnreadableInput:
    """What to say of a file without any."""
    return UnreadableInput(str(path), "there are no pairs to score", "give a file with pairs in it")


def score_jsonl(path: Path, asked: Wanted, _notes: list[str], encoding: str | None = None) -> Iterator[str]:
    """The lines of a JSONL file with the keys that are wanted; figures in full precision.

    Empty lines are left out. Raises `UnreadableInput`.
    """
    numbered = json_objects(path, encoding)
    empty = True
    while batch := list(islice(numbered, BLOCK)):
        empty = False
        texts = [_texts(found, asked.ref, str(path), number) for number, found in batch]
        for (_, found), values in zip(batch, figures(texts, asked.why), strict=True):
            yield json.dumps({**found, **values}, ensure_ascii=False)
    if empty:
        raise no_pairs(path)


def _texts(found: dict[str, Any], ref: str | None, name: str, number: int) -> Texts:
    try:
        en, vi = texts_of(found)
    except (TypeError, ValueError) as error:
        raise UnreadableInput(name, str(error), SHAPE, number) from None
    return en, vi, None if ref is None else text_at(found, ref, name, number)


SUFFIXES: Mapping[str, tuple[str, ...]] = {"tsv": (".tsv", ".tab", ".txt"), "jsonl": (".jsonl", ".ndjson")}  # of their files
Scorer = Callable[[Path, Wanted, list[str], str | None], Iterable[str]]  # the list gets what to know about the input
SCORERS: Mapping[str, Scorer] = {"tsv": score_tsv, "jsonl": score_jsonl}


def scored_format(path: Path, named: str | None) -> str:
    """The key of `SCORERS` that is named, or that the suffix or content tells; TSV where nothing does.

    Raises `UnreadableInput` for a folder, what is not there, and other formats.
    """
    must_exist(path, "")
    if named is not None:
        return named
    try:
        key = input_format(path).removesuffix("-flat")
    except UnknownFormat:
        return "tsv"
    if key not in SCORERS:
        remedy = f"convert it first: songngu convert {path} {path.name.split('.')[0].strip('-') or 'pairs'}.tsv"
        raise UnreadableInput(str(path), f"score reads TSV and JSONL, and this is {key.upper()}", remedy)
    return key
