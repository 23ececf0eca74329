"""Beads: which sentences of a document translate each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of one document that translate each other: 1-1, 1-2, 0-1 ..."""

    en: range  # sentence indexes, 0-based; an empty range is an omission
    vi: range
    confidence: float = 1.0  # posterior probability of this very bead, 0..1

    @property
    def kind(self) -> str:
        """Number of English and of Vietnamese sentences: "1-1", "2-1", "0-1".

        >>> Bead(range(0, 2), range(3, 4)).kind
        '2-1'
        """
        return f"{len(self.en)}-{len(self.vi)}"
