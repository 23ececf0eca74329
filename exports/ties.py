"""Pairs that a person has fixed, from a file: a line for each, English line numbers, a tab, Vietnamese line numbers.

Numbers are those that an editor shows, from 1; several lines of one side as `12,13` or `12-14`. `#` starts a comment.
"""

from __future__ import annotations

import re
from pathlib import Path

from aligners.borders import Tie
from corpus.document import split_lines
from corpus.encoding import decode
from corpus.errors import UnreadableInput
from exports.files import reading

LINES = r"(\d+(?:\s*[-,]\s*\d+)*)"
TIE = re.compile(rf"{LINES}\s*\t\s*{LINES}\s*(?:#.*)?")


def read_ties(path: Path) -> tuple[Tie, ...]:
    """The pairs of a file. Raises `UnreadableInput` with the line that cannot be read."""
    with reading(path) as stream:
        lines = split_lines(decode(stream.read(), str(path), may_be_empty=True).text)
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            match = TIE.fullmatch(line.strip())
            sides = [_numbers(text) for text in match.groups()] if match else []
            if not all(sides) or not sides:
                raise UnreadableInput(
                    str(path),
                    f"{line[:40]!r} names no pair",
                    "write English lines, a tab, Vietnamese lines: 12,13<TAB>14",
                    number,
                )
            found.append(Tie(*sides))
    return tuple(found)


def _numbers(text: str) -> tuple[int, ...]:
    """Line numbers of "12,13" or "12-14"; none where they are no neighbours.

    >>> _numbers("12-14"), _numbers("3"), _numbers("3,5")
    ((12, 13, 14), (3,), ())
    """
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found) if found and found[0] > 0 and found == list(range(found[0], found[-1] + 1)) else ()
