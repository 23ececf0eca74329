"""Vietnamese words of several syllables, and what they look like when their marks were left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from corpus.lexicon import shipped
from corpus.syllable import fold, is_bare_syllable


@dataclass(frozen=True, slots=True)
class Compounds:
    """Words of two syllables in the lexicon, and what they look like without their marks."""

    neighbours: frozenset[tuple[str, str]]  # syllables that stand side by side in any rendering
    stripped: Mapping[tuple[str, str], str]  # ("an", "toan") -> "an toàn"; "" where several words look so
    shapes: frozenset[tuple[str, str]]  # the keys of `stripped`
    suspects: frozenset[str]  # syllables without marks that are no words by themselves; each of `stripped` has one


@cache
def compounds() -> Compounds:
    """Those of the shipped lexicon."""
    renderings = [tuple(rendering.split(" ")) for rendering in shipped().headwords]
    neighbours = frozenset(pair for syllables in renderings for pair in zip(syllables, syllables[1:], strict=False))
    alone = frozenset(syllables[0] for syllables in renderings if len(syllables) == 1 and syllables[0].isascii())
    found: dict[tuple[str, str], set[str]] = {}
    for first, second in (syllables for syllables in renderings if len(syllables) == 2):
        bare = (fold(first), fold(second))
        for shape in {bare, (first, bare[1]), (bare[0], second)} - neighbours:
            changed = [part for part, full in zip(shape, (first, second), strict=True) if part != full]
            if changed and all(is_bare_syllable(part) for part in changed) and not alone.issuperset(changed):
                found.setdefault(shape, set()).add(f"{first} {second}")
    meant = {shape: next(iter(full)) if len(full) == 1 else "" for shape, full in found.items()}
    suspects = frozenset(part for shape in meant for part in shape if part.isascii()) - alone
    return Compounds(neighbours, meant, frozenset(meant), suspects)
