"""TSV: one pair a line, no quoting, LF; the columns `en` and `vi` come first.

Quotation marks are text: read it with `quote_char=None` (polars) or `quoting=3` (pandas).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.document import split_lines
from corpus.encoding import decode
from corpus.errors import UnreadableInput
from corpus.language import detect
from corpus.pair import Pair, kind_of, lines_of, lines_text, score_of
from exports.files import reading, writing
from exports.text import one_line

COLUMNS = ("en", "vi", "score", "kind", "doc", "en_lines", "vi_lines")
NAMES = {"en": ("en", "english", "source", "src"), "vi": ("vi", "vietnamese", "target", "tgt")}


def row(pair: Pair, changes: Counter[str]) -> str:
    """A pair as a line, without its end."""
    score = "" if pair.score is None else f"{pair.score:.4f}"
    texts = (one_line(text, changes) for text in (pair.en, pair.vi))
    return "\t".join(
        (*texts, score, pair.kind, one_line(pair.doc, changes), lines_text(pair.en_lines), lines_text(pair.vi_lines))
    )


def write_tsv(pairs: Iterable[Pair], path: Path, *, header: bool = True) -> Counter[str]:
    """Write pairs as TSV; gives back what the text policy changed."""
    changes: Counter[str] = Counter()
    with writing(path) as out:
        if header:
            out.write("\t".join(COLUMNS) + "\n")
        for pair in pairs:
            out.write(row(pair, changes) + "\n")
    return changes


def read_tsv(path: Path) -> Iterator[Pair]:
    """Pairs of a TSV file: columns by their names if the first line names `en` and `vi`, else the first two.

    Raises `UnreadableInput` with the line for rows without two columns.
    """
    with reading(path) as stream:
        lines = split_lines(decode(stream.read(), str(path), may_be_empty=True).text)
    head = [name.strip().lower() for name in lines[0].split("\t")] if lines else []
    places = {side: next((head.index(name) for name in names if name in head), None) for side, names in NAMES.items()}
    named = places["en"] is not None and places["vi"] is not None
    columns = {name: at for at, name in enumerate(head)} if named else {}
    en_at, vi_at = (places["en"] or 0, places["vi"] or 0) if named else _first_two(lines)
    for number, line in enumerate(lines[1:] if named else lines, 2 if named else 1):
        if not line.strip("\t "):
            continue
        cells = line.split("\t")
        if len(cells) <= max(en_at, vi_at):
            raise UnreadableInput(
                str(path),
                f"{len(cells)} column, expected at least 2",
                "put a tab between English and Vietnamese",
                number,
            )
        yield _pair(cells, columns, en_at, vi_at, str(path), number)


SAMPLE = 200  # lines that tell the order of two unnamed columns


def _first_two(lines: list[str]) -> tuple[int, int]:
    """The columns of English and Vietnamese, by the languages of the first two."""
    rows = [line.split("\t") for line in lines[:SAMPLE]]
    first = Counter(guess.language for guess in detect(row[0] for row in rows) if guess.decided)
    second = Counter(guess.language for guess in detect(row[1] for row in rows if len(row) > 1) if guess.decided)
    return (1, 0) if first["vi"] + second["en"] > first["en"] + second["vi"] else (0, 1)


def _pair(cells: list[str], columns: dict[str, int], en_at: int, vi_at: int, name: str, number: int) -> Pair:
    def cell(column: str) -> str:
        at = columns.get(column)
        return cells[at] if at is not None and at < len(cells) else ""

    try:
        score = score_of(cell("score"))
        en_lines, vi_lines = lines_of(cell("en_lines")), lines_of(cell("vi_lines"))
    except ValueError as error:
        raise UnreadableInput(name, str(error), "score is a number, en_lines and vi_lines are like 3,4", number) from None
    sides = cells[en_at].strip(), cells[vi_at].strip()
    kind = cell("kind") or kind_of(*sides)
    return Pair(*sides, score, kind, cell("doc"), en_lines, vi_lines, cell("id"), line=number)
