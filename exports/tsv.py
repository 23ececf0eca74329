"""TSV: one pair a line, no quoting, LF; the columns `en` and `vi` come first.

Quotation marks are text: read it with `quote_char=None` (polars) or `quoting=3` (pandas).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.pair import Pair
from exports.files import text_lines, writing
from exports.header import COLUMNS
from exports.intake import Intake
from exports.row import Row, cells, pairs_of
from exports.text import one_line


def write_tsv(pairs: Iterable[Pair], path: Path, *, header: bool = True) -> Counter[str]:
    """Write pairs as TSV; gives back what the text policy changed."""
    changes: Counter[str] = Counter()
    with writing(path) as out:
        if header:
            out.write("\t".join(COLUMNS) + "\n")
        for pair in pairs:
            row = cells(pair, one_line, changes)
            if row is not None:
                out.write("\t".join(row) + "\n")
    return changes


def read_tsv(path: Path) -> Intake:
    """Pairs of a TSV file: columns by their names if the first line names `en` and `vi`, else the first two.

    Raises `UnreadableInput` with the line for rows without two columns.
    """
    return pairs_of(_rows(path), str(path))


def _rows(path: Path) -> Iterator[Row]:
    for number, line in enumerate(text_lines(path), 1):
        yield number, [cell.strip() for cell in line.split("	")]
