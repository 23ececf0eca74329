"""Misspellings that are never right, with what is meant (`data/misspellings.tsv`)."""

from __future__ import annotations

from functools import cache

from corpus.data import rows


class Misspellings:
    """The table by what is looked up: single words, and pairs of words."""

    def __init__(self) -> None:
        self.right = {wrong: right for wrong, right, *_ in rows("misspellings.tsv")}
        self.right_after = {wrong: frozenset(after[0].split()) for wrong, _, *after in rows("misspellings.tsv") if after}
        self.singles = frozenset(text for text in self.right if " " not in text)
        self.after: dict[str, set[str]] = {}  # of pairs: by the first word what stands second
        for first, second in (text.split() for text in self.right if " " in text):
            self.after.setdefault(first, set()).add(second)


@cache
def known_misspellings() -> Misspellings:
    """The table that songngu ships."""
    return Misspellings()
