"""How good an alignment is beside a gold one, counted as the literature does.

Strict: a bead is right when the same bead is in gold. Lax: when it shares a line pair with some gold bead. Precision is over
all beads of the test, recall over the gold beads that have both sides; counts are summed over documents before dividing.
Source: the definition that vecalign uses, after Sennrich & Volk (2011), "Iterative, MT-based Sentence Alignment of
Parallel Texts".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

Pairing = tuple[tuple[int, ...], tuple[int, ...]]  # 0-based English and Vietnamese lines of a bead, in order


@dataclass(frozen=True, slots=True)
class Rate:
    """Right ones among those that were found, and among those that were to be found."""

    right: int = 0
    found: int = 0
    recalled: int = 0
    wanted: int = 0

    def __add__(self, other: Rate) -> Rate:
        return Rate(
            self.right + other.right, self.found + other.found, self.recalled + other.recalled, self.wanted + other.wanted
        )

    @property
    def precision(self) -> float:
        """0..1; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """0..1; 0 where there was nothing to find."""
        return self.recalled / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two alignments have in common; agreements of several documents add up."""

    strict: Rate = Rate()
    lax: Rate = Rate()
    null: Rate = Rate()  # lines without a partner; a run of them counts line by line
    pairs: Rate = Rate()  # beads with both sides
    kinds: Mapping[str, Rate] = field(default_factory=dict)  # strict, by kind of bead: "1-1", "1-2" ...

    def __add__(self, other: Agreement) -> Agreement:
        kinds = {kind: self.kinds.get(kind, Rate()) + other.kinds.get(kind, Rate()) for kind in {**self.kinds, **other.kinds}}
        return Agreement(
            self.strict + other.strict, self.lax + other.lax, self.null + other.null, self.pairs + other.pairs, kinds
        )


def compare(gold: Iterable[Pairing], test: Iterable[Pairing], unscored: Iterable[Pairing] = ()) -> Agreement:
    """Compare the beads of one document with gold; test beads that lie wholly in `unscored` lines are left out.

    >>> found = compare([((0,), (0,)), ((1,), (1, 2))], [((0,), (0,)), ((1,), (1,)), ((), (2,))])
    >>> found.strict.precision, found.strict.recall, found.lax.recall
    (0.3333333333333333, 0.5, 1.0)
    """
    en_off, vi_off = (frozenset(line for bead in unscored for line in bead[side]) for side in (0, 1))
    wanted = {bead for bead in gold if any(bead)}
    found = {bead for bead in test if any(bead) and not (unscored and en_off.issuperset(bead[0]) and vi_off.issuperset(bead[1]))}
    wanted_pairs, found_pairs = ({bead for bead in beads if all(bead)} for beads in (wanted, found))
    recalled = len(wanted_pairs & found_pairs)
    return Agreement(
        Rate(len(found & wanted), len(found), recalled, len(wanted_pairs)),
        Rate(_touching(found, wanted), len(found), _touching(wanted_pairs, found_pairs), len(wanted_pairs)),
        _same(_alone(wanted), _alone(found)),
        _same(wanted_pairs, found_pairs),
        {
            kind: _same({b for b in wanted_pairs if _kind(b) == kind}, {b for b in found_pairs if _kind(b) == kind})
            for kind in sorted({_kind(bead) for bead in wanted_pairs | found_pairs})
        },
    )


def _kind(bead: Pairing) -> str:
    return f"{len(bead[0])}-{len(bead[1])}"


def _alone(beads: Iterable[Pairing]) -> set[tuple[int, int]]:
    """Side and line of each line without a partner."""
    return {(side, line) for bead in beads for side in (0, 1) if not bead[1 - side] for line in bead[side]}


def _same(wanted: Collection[object], found: Collection[object]) -> Rate:
    right = len(set(wanted) & set(found))
    return Rate(right, len(found), right, len(wanted))


def _touching(beads: Collection[Pairing], others: Collection[Pairing]) -> int:
    """Beads that are among the others or share a pair of lines with one of them."""
    partners: defaultdict[int, set[int]] = defaultdict(set)
    for en, vi in others:
        for line in en:
            partners[line].update(vi)
    return sum(
        bead in others or any(not partners[line].isdisjoint(bead[1]) for line in bead[0] if line in partners) for bead in beads
    )
