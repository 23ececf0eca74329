"""The list of conflicts: where in an alignment a person should look first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aligners.conflicts import conflicts
from corpus.bead import Bead
from corpus.pair import Pair
from exports.files import writing
from exports.overview import listed
from exports.text import one_line

COLUMNS = ("doubt", "doc", "en_lines", "vi_lines", "kinds", "en", "vi")
SERIOUS = 0.5  # pairs expected to be wrong at a place that is worth a line on the screen
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Neighbouring pairs of a document that are doubtful or lack a side, as one."""

    doubt: float  # how many of them are expected to be wrong
    doc: str
    en_lines: tuple[int, ...]
    vi_lines: tuple[int, ...]
    kinds: str  # "2 1-0, 1 1-1"
    en: str
    vi: str


def places(pairs: Sequence[Pair]) -> list[Place]:
    """The places of a document, most doubt first."""
    beads = [(pair.is_complete, 1.0 if pair.confidence is None else pair.confidence) for pair in pairs]
    return [_place(conflict.doubt, pairs[conflict.items.start : conflict.items.stop]) for conflict in conflicts(beads)]


def _place(doubt: float, run: Sequence[Pair]) -> Place:
    return Place(
        doubt,
        run[0].doc,
        tuple(dict.fromkeys(line for pair in run for line in pair.en_lines)),
        tuple(dict.fromkeys(line for pair in run for line in pair.vi_lines)),
        listed(Counter(pair.kind for pair in run)),
        " ".join(pair.en for pair in run if pair.en),
        " ".join(pair.vi for pair in run if pair.vi),
    )


def bead_pairs(beads: Iterable[Bead], en: Sequence[str], vi: Sequence[str], doc: str) -> list[Pair]:
    """Beads as pairs whose lines are the numbers of their sentences, from 1."""
    return [
        Pair(
            " ".join(en[n] for n in bead.en), " ".join(vi[n] for n in bead.vi), None, bead.kind, doc,
            tuple(n + 1 for n in bead.en), tuple(n + 1 for n in bead.vi), confidence=bead.confidence,
        )
        for bead in beads
    ]  # fmt: skip


def _from_to(lines: Sequence[int]) -> str:
    """The first and the last of some lines in order: "", "5", "5-9"."""
    return "-".join(str(line) for line in dict.fromkeys((*lines[:1], *lines[-1:])))


def write_places(found: Iterable[Place], path: Path) -> None:
    """Write places as TSV, most doubt first, whatever document they are in."""
    changes: Counter[str] = Counter()
    with writing(path) as out:
        out.write("\t".join(COLUMNS) + "\n")
        for place in sorted(found, key=lambda place: -place.doubt):
            lines = _from_to(place.en_lines), _from_to(place.vi_lines)
            texts = (one_line(text, changes) for text in (place.doc, *lines, place.kinds, place.en, place.vi))
            out.write("\t".join((f"{place.doubt:.2f}", *texts)) + "\n")


def worst(found: Sequence[Place]) -> Iterator[str]:
    """Lines for a person: the most doubtful places, if any is serious."""
    serious = [place for place in found if place.doubt >= SERIOUS]
    if serious:
        yield f"{len(serious)} doubtful {'place' if len(serious) == 1 else 'places'}, to be looked at first:"
    for place in serious[:SHOWN]:
        en, vi = (_from_to(lines) or "none" for lines in (place.en_lines, place.vi_lines))
        yield f"  English lines {en}, Vietnamese lines {vi}: {place.kinds}"
    if len(serious) > SHOWN:
        yield f"  and {len(serious) - SHOWN} more; --conflicts FILE lists them all"
