"""A pair as a row of cells: what TSV and CSV have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from corpus.errors import UnreadableInput
from corpus.language import detect
from corpus.pair import Pair, kind_of, lines_of, lines_text, score_of, span_of, span_text
from exports.intake import Intake
from exports.issues import issues_of, issues_text
from exports.text import Policy, one_line

COLUMNS = ("en", "vi", "score", "kind", "doc", "en_lines", "vi_lines", "id", "issues", "span")
NAMES = {"en": ("en", "english", "source", "src"), "vi": ("vi", "vietnamese", "target", "tgt")}
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
SAMPLE = 200  # rows that tell the order of two unnamed columns


def pairs_of(rows: Iterator[Row], name: str, left_out: Counter[str] | None = None) -> Intake:
    """Pairs of the rows of a table: columns by their names if the first row names `en` and `vi`, else the first two.

    Raises `UnreadableInput` with the line for rows without two columns and for cells that are not what their column says.
    """
    left_out = Counter() if left_out is None else left_out
    return Intake(_pairs(rows, name, left_out), left_out)


def header_places(head: Sequence[str]) -> dict[str, int]:
    """Where the columns are that a first row names; empty if it does not name both languages."""
    names = [cell.strip().lower() for cell in head]
    places = {known: names.index(known) for known in COLUMNS if known in names}
    for side, aliases in NAMES.items():
        found = next((names.index(alias) for alias in aliases if alias in names), None)
        if found is None:
            return {}
        places[side] = found
    return places


def _pairs(rows: Iterator[Row], name: str, left_out: Counter[str]) -> Iterator[Pair]:
    first = next(rows, None)
    if first is None:
        return
    places = header_places(first[1])
    if places:
        for column in sorted({cell.strip() for at, cell in enumerate(first[1]) if at not in places.values()}):
            left_out[f"column {column!r}, {NO_PLACE}"] += 1
    else:
        sample = [first, *islice(rows, SAMPLE - 1)]
        places = _first_two([row for _, row in sample])
        rows = chain(sample, rows)
    wanted = max(places["en"], places["vi"]) + 1
    for number, row in rows:
        if not any(row) or not any(cell.strip() for cell in row):
            continue
        if len(row) < wanted:
            columns = f"{len(row)} column{'s' if len(row) > 1 else ''}, expected at least {wanted}"
            remedy = "put a tab between English and Vietnamese, or give --from csv if cells are quoted"
            raise UnreadableInput(name, columns, remedy, number)
        try:
            yield _pair(row, places, number)
        except ValueError as error:
            remedy = "score is a number, en_lines and vi_lines are like 3,4, issues and span are as songngu writes them"
            raise UnreadableInput(name, str(error), remedy, number) from None


def _first_two(rows: Iterable[Sequence[str]]) -> dict[str, int]:
    """The columns of English and Vietnamese, by the languages of the first two."""
    rows = list(rows)
    first = Counter(guess.language for guess in detect(row[0] for row in rows if row) if guess.decided)
    second = Counter(guess.language for guess in detect(row[1] for row in rows if len(row) > 1) if guess.decided)
    swapped = first["vi"] + second["en"] > first["en"] + second["vi"]
    return {"en": 1, "vi": 0} if swapped else {"en": 0, "vi": 1}


def _pair(row: Sequence[str], places: dict[str, int], number: int) -> Pair:
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
