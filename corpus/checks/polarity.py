"""Words that deny, in both languages (`data/negation.toml`)."""

from __future__ import annotations

from functools import cache, lru_cache

from corpus.data import tables


@cache
def words(language: str, name: str) -> frozenset[str]:
    """A list of words of negation of a language, by its name."""
    return frozenset(tables("negation.toml")[language][name].split())


@lru_cache(maxsize=20_000)
def is_strong(word: str) -> bool:
    """Does an English word, in lower case, deny what stands beside it?"""
    return word in words("en", "strong") or word.endswith(("n't", "n’t")) or word.startswith("no-")
