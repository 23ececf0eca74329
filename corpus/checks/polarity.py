"""Words that deny, in both languages (`data/negation.toml`)."""

from __future__ import annotations

from functools import cache, lru_cache

from corpus.checks.subject import Subject
from corpus.data import tables


@cache
def words(language: str, name: str) -> frozenset[str]:
    """A list of words of negation of a language, by its name."""
    return frozenset(tables("negation.toml")[language][name].split())


@lru_cache(maxsize=200_000)
def is_strong(word: str) -> bool:
    """Does an English word, in lower case, deny what stands beside it?"""
    return word in words("en", "strong") or word.endswith(("n't", "n’t")) or word.startswith("no-")


def may_deny(subject: Subject) -> bool:
    """May there be a word that denies on the English side? Most texts have none."""
    return not words("en", "strong").isdisjoint(subject.en_words) or "n't" in subject.en or "n’t" in subject.en


def is_negated(subject: Subject) -> bool:
    """Does either side deny anything?"""
    return not words("vi", "strong").isdisjoint(subject.vi_word_set) or any(map(is_strong, subject.en_plain_words))
