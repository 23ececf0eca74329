"""Alignments as numbers of lines: the bead form, which is that of vecalign, and the ladder of hunalign.

Beads, one a line: `[0,1]:[0]:0.973`, English lines, Vietnamese lines, confidence (vecalign writes a cost there). Ladder, one
rung a line: `2<TAB>1<TAB>0.973`, how many English and Vietnamese lines lie before the rung; a bead is what lies between two.
All numbers are 0-based.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.bead import Bead
from corpus.document import split_lines
from corpus.encoding import decode
from corpus.errors import UnreadableInput
from exports.files import reading, writing

NUMBERS = r"\[?\s*(\d*(?:\s*,\s*\d+)*)\s*\]?"
BEAD = re.compile(rf"{NUMBERS}\s*:\s*{NUMBERS}\s*(?::\s*(\S+)\s*)?")
RUNG = re.compile(r"(\d+)\t(\d+)(?:\t(\S+))?")


def bead_line(bead: Bead) -> str:
    """A bead as text.

    >>> bead_line(Bead(range(0, 2), range(0, 1), 0.97312))
    '[0,1]:[0]:0.973'
    """
    sides = (f"[{','.join(map(str, side))}]" for side in (bead.en, bead.vi))
    return f"{':'.join(sides)}:{bead.confidence:.3f}"


def rungs(beads: Iterable[Bead]) -> Iterable[str]:
    """The ladder of beads: a rung where each begins, with its confidence, and the last where all end.

    >>> list(rungs([Bead(range(0, 2), range(0, 1), 0.9)]))
    ['0\\t0\\t0.900', '2\\t1\\t0']
    """
    i = j = 0
    for bead in beads:
        yield f"{i}\t{j}\t{bead.confidence:.3f}"
        i, j = i + len(bead.en), j + len(bead.vi)
    yield f"{i}\t{j}\t0"


FORMS: Mapping[str, Callable[[Iterable[Bead]], Iterable[str]]] = {
    "beads": lambda beads: map(bead_line, beads),
    "ladder": rungs,
}


def write_beads(beads: Iterable[Bead], path: Path, form: str = "beads") -> None:
    """Write an alignment in one of `FORMS`; the file appears whole or not at all."""
    with writing(path) as out:
        out.writelines(f"{line}\n" for line in FORMS[form](beads))


@dataclass(frozen=True, slots=True)
class Lines:
    """A bead as a file has it; other tools may write lines that are no neighbours."""

    en: tuple[int, ...]  # 0-based, in order
    vi: tuple[int, ...]
    confidence: float = 1.0


def read_beads(path: Path) -> list[Lines]:
    """The beads of a file in either form. Raises `UnreadableInput` with the line that cannot be read."""
    with reading(path) as stream:
        lines = split_lines(decode(stream.read(), str(path), may_be_empty=True).text)
    is_ladder = any("\t" in line and ":" not in line for line in lines)
    return _from_ladder(lines, path) if is_ladder else _from_beads(lines, path)


def _from_beads(lines: Sequence[str], path: Path) -> list[Lines]:
    found = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            match = BEAD.fullmatch(line.strip())
            if not match:
                raise UnreadableInput(str(path), f"{line[:40]!r} is no bead", "write it like [0,1]:[0]:0.973", number)
            en, vi = (tuple(int(part) for part in text.split(",") if part.strip()) for text in match.groups()[:2])
            found.append(Lines(en, vi, _confidence(match[3])))
    return found


def _confidence(text: str | None) -> float:
    """A confidence as it is, and 1 where there is none or where another tool wrote a cost or a score of its own."""
    try:
        value = float(text or 1)
    except ValueError:
        return 1.0
    return value if 0 <= value <= 1 else 1.0


def _from_ladder(lines: Sequence[str], path: Path) -> list[Lines]:
    steps: list[tuple[int, int, float]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            match = RUNG.fullmatch(line.strip())
            if not match:
                raise UnreadableInput(str(path), f"{line[:40]!r} is no rung", "write two line numbers and a score", number)
            steps.append((int(match[1]), int(match[2]), _confidence(match[3])))
            if len(steps) > 1 and (steps[-1][0] < steps[-2][0] or steps[-1][1] < steps[-2][1]):
                raise UnreadableInput(str(path), "the ladder goes down", "its numbers never fall", number)
    return [
        Lines(tuple(range(i, k)), tuple(range(j, m)), sure)
        for (i, j, sure), (k, m, _) in zip(steps, steps[1:], strict=False)
        if (i, j) != (k, m)
    ]
