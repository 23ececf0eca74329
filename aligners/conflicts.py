"""Conflicts: places of an alignment that a person should look at first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

DOUBTFUL = 0.9  # confidence below which a bead is worth a look: of 100 such ones about 20 are wrong


@dataclass(frozen=True, slots=True)
class Conflict:
    """Neighbouring beads that are doubtful or have one side only."""

    items: range  # of the beads
    doubt: float  # how many of them are expected to be wrong


def conflicts(beads: Sequence[tuple[bool, float]]) -> list[Conflict]:
    """The runs of beads that lack a side or are doubtful, most doubt first; a bead is (has both sides?, confidence).

    >>> [conflict.items for conflict in conflicts([(True, 0.99), (False, 0.98), (True, 0.99), (True, 0.4), (False, 0.5)])]
    [range(3, 5), range(1, 2)]
    """
    found = []
    numbered = enumerate(beads)
    for is_conflict, run in groupby(numbered, key=lambda item: not item[1][0] or item[1][1] < DOUBTFUL):
        if is_conflict:
            items = list(run)
            doubt = sum(1 - confidence for _, (_, confidence) in items)
            found.append(Conflict(range(items[0][0], items[-1][0] + 1), doubt))
    return sorted(found, key=lambda conflict: (-conflict.doubt, conflict.items.start))
