"""Pieces: what stands between spaces, and what is known of each, as columns.

A piece is looked at once; after that a text is a row of numbers, and all texts of a block are counted together in numpy.
All counts are whole numbers, so that a sum does not depend on what else is in the block.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.language import NOISE, ROMAN_ONE, WORD, code_of, is_noisy, piece_codes

Numbers = npt.NDArray[np.int64]

FIRST_ROOM = 1024  # pieces; the table grows as it fills
MOST_PIECES = 24_000  # distinct ones remembered; then they are forgotten
OPENING = "([{“\"'‘«<*–—-/|"
STOPS = ".?!…"
CLOSING = ")]}”\"'’»>*,;:–—-/|…"
LONGEST_TITLE = 4  # letters of an abbreviation before a name: Prof
CODED = frozenset("{}<>@\\_%$#=")  # placeholders, markup, formulas: in no language
QUOTES = "”\"'’»)"
GROUPS = {  # what words in lower case say, by their codes, see `corpus.language`
    "surely_english": "fgk",
    "english_function": "fg",
    "shared": "bs",
    "function_like": "fgs",
    "vietnamese": "vm",
    "bare": "wu",
    "strange": "xoc",
    "english_title": "KFG",
}
COLUMNS = (
    *GROUPS,  # words of each group
    "unusual",  # bare syllables that are no words as they stand
    "syllable",  # its number in the table of the flow
    "opens",  # does a clause begin at it, by its marks?
    "closes",  # does one end with it?
    "stops",  # does a sentence?
    "capital",  # title case
    "lower",  # lower case
)
AT = {name: at for at, name in enumerate(COLUMNS)}


def totals(values: npt.NDArray[Any], first: Numbers) -> Numbers:
    """Sums of the values from each first place to the next; whole numbers, so that what stands before does not count."""
    running = np.concatenate((np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)))
    found: Numbers = running[first[1:]] - running[first[:-1]]
    return found


def largest(values: Numbers, first: Numbers) -> Numbers:
    """The largest of the values from each first place to the next; 0 where there are none."""
    found = np.zeros(len(first) - 1, dtype=np.int64)
    filled = first[1:] > first[:-1]
    if filled.any():
        found[filled] = np.maximum.reduceat(values, first[:-1][filled])
    return found


def last(values: Numbers, first: Numbers) -> Numbers:
    """The last of the values from each first place to the next; 0 where there are none."""
    found = np.zeros(len(first) - 1, dtype=np.int64)
    filled = first[1:] > first[:-1]
    found[filled] = values[first[1:][filled] - 1]
    return found


def running(weights: Numbers, counts: npt.NDArray[np.bool_], first: Numbers) -> Numbers:
    """At each place the weight of the unbroken run of places that count and that ends there; weights are not negative."""
    sums = np.cumsum(np.where(counts, weights, 0))
    starts = np.concatenate((np.zeros(1, np.int64), sums))[first[:-1]]
    broken = np.maximum.accumulate(np.where(counts, 0, sums)) if len(sums) else sums
    found: Numbers = sums - np.maximum(broken, np.repeat(starts, np.diff(first)))
    return found


@dataclass(frozen=True, slots=True)
class Block:
    """The pieces of some texts."""

    text: Numbers  # of each piece, the number of its text
    number: Numbers  # of each piece, its number in the vocabulary
    first: Numbers  # of each text, its first piece; one more at the end
    table: npt.NDArray[np.int32]  # the columns of the vocabulary: [column, number]

    def __getitem__(self, name: str) -> Numbers:
        """A column of `COLUMNS` for each piece."""
        found: Numbers = self.table[AT[name]][self.number].astype(np.int64)
        return found

    def total(self, name: str) -> Numbers:
        """Sum of a column for each text."""
        return totals(self[name], self.first)

    @property
    def pieces(self) -> Numbers:
        """Number of pieces of each text."""
        found: Numbers = np.diff(self.first)
        return found


def _stops(piece: str, core: str) -> bool:
    """Does a sentence end with a piece? With Mr., TT. and U.S. none does."""
    end = piece.rstrip(QUOTES)[-1:]
    return (
        end in STOPS and end != "" and not (end == "." and ((len(core) <= LONGEST_TITLE and core[:1].isupper()) or "." in core))
    )


def _codes(piece: str) -> str:
    """The codes of its words, without what is noise in it."""
    is_plain = piece not in ROMAN_ONE and not is_noisy(piece)
    return piece_codes(piece) if is_plain else "".join(map(code_of, WORD.findall(NOISE.sub("", piece))))


def _empty() -> npt.NDArray[np.int32]:
    return np.zeros((len(COLUMNS), FIRST_ROOM), dtype=np.int32)


class Vocabulary(dict[str, int]):
    """Pieces of one language by number, with their columns."""

    def __init__(self, syllable: Callable[[str], int], usual: Callable[[str], bool]) -> None:
        """`syllable`: the number of a Vietnamese syllable, in the form it is looked up, in the table of the flow."""
        super().__init__()
        self.syllable, self.usual = syllable, usual
        self.table = _empty()

    def __missing__(self, piece: str) -> int:
        number = len(self)
        if number == self.table.shape[1]:
            self.table = np.concatenate((self.table, np.zeros_like(self.table)), axis=1)
        self.table[:, number] = self._columns(piece)
        self[piece] = number
        return number

    def _columns(self, piece: str) -> list[int]:
        codes = "" if CODED.intersection(piece) else _codes(piece)
        core = piece.strip(OPENING + STOPS + CLOSING)
        return [
            *(sum(map(codes.count, group)) for group in GROUPS.values()),
            sum(map(codes.count, "wu")) and not self.usual(core),
            self.syllable(core),
            not codes or piece[0] in OPENING,
            not codes or piece[-1] in CLOSING + STOPS,
            _stops(piece, core),
            core[:1].isupper() and core[1:].islower(),
            core.islower(),
        ]

    def block(self, texts: Sequence[str]) -> Block:
        """The pieces of some texts."""
        if len(self) > MOST_PIECES:
            self.clear()
            self.table = _empty()
        pieces = [text.split() for text in texts]
        sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
        number = np.fromiter(map(self.__getitem__, chain.from_iterable(pieces)), np.int64, int(sizes.sum()))
        first = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        return Block(np.repeat(np.arange(len(pieces)), sizes), number, first, self.table)
