"""What a person has fixed before texts are aligned: borders that no bead crosses, and lines that pair.

A border is a line that matches a pattern on both sides, such as `^(Chapter|Chương) [0-9]`: the first one of the English side
and the first of the Vietnamese begin the same part, and so on. A tie is a line, or some, of each side that translate each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.bead import Bead
from corpus.errors import CorpusError


@dataclass(frozen=True, slots=True)
class Tie:
    """Lines that translate each other because a person says so."""

    en: tuple[int, ...]  # 1-based line numbers, neighbours
    vi: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a sentence stands."""

    lines: tuple[int, ...]  # 1-based line numbers
    opens: str = ""  # text of the line or paragraph that it opens; empty inside one


class BordersDiffer(CorpusError, ValueError):
    """A boundary pattern that finds more parts in one language than in the other."""

    def __init__(self, pattern: str, en: Sequence[int], vi: Sequence[int]) -> None:
        self.pattern, self.en, self.vi = pattern, tuple(en), tuple(vi)
        places = (f"{len(lines)} {name} (lines {_some(lines)})" for name, lines in (("English", en), ("Vietnamese", vi)))
        super().__init__(
            f"--boundary {pattern}: begins {' and '.join(places)} parts; change the pattern so that both texts have equally many"
        )


def _some(lines: Sequence[int]) -> str:
    shown = [str(line) for line in lines[:8]]
    return ", ".join(shown + (["..."] if len(lines) > len(shown) else [])) or "none"


class TiesCross(CorpusError, ValueError):
    """Ties that leave no order, or that name lines that are not there."""

    def __init__(self, tie: Tie, reason: str) -> None:
        self.tie = tie
        en, vi = (",".join(map(str, lines)) for lines in (tie.en, tie.vi))
        super().__init__(f"--anchors: English lines {en} and Vietnamese lines {vi}: {reason}")


def fixed_beads(en: Sequence[Spot], vi: Sequence[Spot], boundary: str | None, ties: Sequence[Tie]) -> list[Bead]:
    """What is fixed, in order: a bead for each tie, an empty bead for each border.

    Raises `BordersDiffer` and `TiesCross`.

    >>> fixed_beads([Spot((1,), "Chapter 1"), Spot((2,), "It")], [Spot((1,), "Chương 1")], "^Ch", [])
    [Bead(en=range(0, 0), vi=range(0, 0), confidence=1.0)]
    """
    found: list[tuple[Bead, Tie | None]] = [(bead, None) for bead in (_borders(en, vi, boundary) if boundary else ())]
    found += [(Bead(_sentences(en, tie.en, tie), _sentences(vi, tie.vi, tie)), tie) for tie in ties]
    found.sort(key=lambda item: (item[0].en.start, item[0].vi.start, item[0].en.stop, item[0].vi.stop))
    for (before, first), (bead, second) in zip(found, found[1:], strict=False):
        tie = second or first
        if tie and (bead.en.start < before.en.stop or bead.vi.start < before.vi.stop):
            raise TiesCross(tie, "they cross other lines that pair, or a border; beads keep the order of both texts")
    return [bead for bead, _ in found]


def _borders(en: Sequence[Spot], vi: Sequence[Spot], boundary: str) -> list[Bead]:
    pattern = re.compile(boundary)
    sides = [[number for number, spot in enumerate(side) if spot.opens and pattern.search(spot.opens)] for side in (en, vi)]
    if len(sides[0]) != len(sides[1]):
        raise BordersDiffer(boundary, [en[n].lines[0] for n in sides[0]], [vi[n].lines[0] for n in sides[1]])
    return [Bead(range(i, i), range(j, j)) for i, j in zip(*sides, strict=True)]


def _sentences(side: Sequence[Spot], lines: tuple[int, ...], tie: Tie) -> range:
    wanted = set(lines)
    found = [number for number, spot in enumerate(side) if not wanted.isdisjoint(spot.lines)]
    if not found:
        raise TiesCross(tie, "there is no text in them; give line numbers as an editor shows them, from 1")
    return range(found[0], found[-1] + 1)
