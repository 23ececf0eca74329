"""A pair as a row of cells: what TSV and CSV have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from corpus.errors import UnreadableInput
from corpus.pair import Pair, kind_of, lines_of, lines_text, score_of, span_of, span_text
from exports.columns import SAMPLE, columns_of
from exports.intake import Intake
from exports.issues import issues_of, issues_text
from exports.text import Policy, one_line

EMPTY = "pair without text"
NO_PLACE = "which pairs have no place for"


def score_text(score: float | None) -> str:
    """A score with the four digits that a reader can use; nothing where there is none."""
    return "" if score is None else f"{score:.4f}"


def cells(pair: Pair, policy: Policy, changes: Counter[str]) -> list[str] | None:
    """The cells of a pair in the order of `COLUMNS`, or None where the policy leaves no text in it."""
    en, vi = policy(pair.en, changes), policy(pair.vi, changes)
    if not en and not vi:
        changes[EMPTY] += 1
        return None
    return [
        en,
        vi,
        score_text(pair.score),
        pair.kind,
        one_line(pair.doc, changes) if pair.doc else "",
        lines_text(pair.en_lines) if pair.en_lines else "",
        lines_text(pair.vi_lines) if pair.vi_lines else "",
        one_line(pair.id, changes) if pair.id else "",
        one_line(issues_text(pair.issues), changes) if pair.issues else "",
        span_text(pair.span) if pair.span else "",
    ]


Row = tuple[int, Sequence[str]]  # 1-based line, cells
BEYOND = "cell beyond the columns of the first line"


def pairs_of(rows: Iterator[Row], name: str, left_out: Counter[str] | None = None) -> Intake:
    """Pairs of the rows of a table: columns by their names if the first row names both sides, else by their languages.

    Raises `UnreadableInput` with the line for rows without two columns and for cells that are not what their column says.
    """
    left_out = Counter() if left_out is None else left_out
    notes: list[str] = []
    return Intake(_pairs(rows, name, left_out, notes), left_out, notes)


def _pairs(rows: Iterator[Row], name: str, left_out: Counter[str], notes: list[str]) -> Iterator[Pair]:
    sample = list(islice(rows, SAMPLE))
    if not sample:
        return
    columns = columns_of([row for _, row in sample])
    places = columns.places
    notes.extend(columns.notes)
    head = sample[0][1]
    if columns.is_named:
        for column in sorted({cell.strip() for at, cell in enumerate(head) if at not in places.values()}):
            left_out[f"column {column!r}, {NO_PLACE}"] += 1
        sample = sample[1:]
    wanted = max(places["en"], places["vi"]) + 1
    width = max(len(head), wanted)
    filled: set[int] = set()
    for number, row in chain(sample, rows):
        if not any(row) or not any(cell.strip() for cell in row):
            continue
        if len(row) < wanted:
            have = f"{len(row)} column{'s' if len(row) > 1 else ''}, expected at least {wanted}"
            remedy = "put a tab between English and Vietnamese, or give --from csv if cells are quoted"
            raise UnreadableInput(name, have, remedy, number)
        if len(row) > width:
            left_out[BEYOND] += any(cell.strip() for cell in row[width:])
        if not columns.is_named and width > 2:
            filled.update(at for at, cell in enumerate(row[:width]) if cell.strip())
        try:
            yield _pair(row, places, number)
        except ValueError as error:
            remedy = "score is a number, en_lines and vi_lines are like 3,4, issues and span are as songngu writes them"
            raise UnreadableInput(name, str(error), remedy, number) from None
    left_out.update(f"column {at + 1}, {NO_PLACE}" for at in filled - set(places.values()))


def _pair(row: Sequence[str], places: Mapping[str, int], number: int) -> Pair:
    def cell(column: str) -> str:
        at = places.get(column)
        return row[at].strip() if at is not None and at < len(row) else ""

    en, vi = row[places["en"]], row[places["vi"]]
    return Pair(
        en,
        vi,
        score_of(cell("score")),
        kind_of(en, vi, cell("kind")),
        cell("doc"),
        lines_of(cell("en_lines")),
        lines_of(cell("vi_lines")),
        cell("id"),
        issues_of(cell("issues")),
        line=number,
        span=span_of(span) if (span := cell("span")) else None,
    )
