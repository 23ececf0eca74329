"""Terms that have to be translated in one way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.lexicon import inflected_from, syllables

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:-[^\W\d_]+)*|%")  # of a term: "well-known" is one


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a glossary."""

    en: str
    vi: str  # as the user wrote it; alternatives parted by "|"
    words: tuple[str, ...]  # English, lower case
    renderings: tuple[tuple[str, ...], ...]  # syllables of each alternative, as `corpus.lexicon.syllables` gives them


class Glossary:
    """Terms by their first word. Made once, it serves any number of pairs.

    >>> [term.vi for term, start, end in Glossary([("data breach", "vụ rò rỉ dữ liệu")]).found("Two data breaches.")]
    ['vụ rò rỉ dữ liệu']
    """

    def __init__(self, terms: Iterable[tuple[str, str]] = ()) -> None:
        self._by_last: dict[str, list[Term]] = {}
        for en, vi in dict.fromkeys(terms):
            words = tuple(WORD.findall(en.lower()))
            renderings = tuple(tuple(syllables(part)) for part in vi.split("|") if part.strip())
            if words and renderings:
                self._by_last.setdefault(words[-1], []).append(Term(en, vi, words, renderings))

    def __bool__(self) -> bool:
        return bool(self._by_last)

    def found(self, en: str) -> Iterator[tuple[Term, int, int]]:
        """Terms in an English text with their offsets, in order; only the last word of a term may be inflected.

        A term inside a longer one is not given.
        """
        words = list(WORD.finditer(en))
        low = [word[0].lower() for word in words]
        hits = [
            (at - len(term.words) + 1, at + 1, term)
            for at in range(len(low))
            for term in self._ending_in(low[at])
            if tuple(low[max(0, at - len(term.words) + 1) : at]) == term.words[:-1]
        ]
        for start, end, term in hits:
            if not any(s <= start and end <= e and e - s > end - start for s, e, _ in hits):
                yield term, words[start].start(), words[end - 1].end()

    def _ending_in(self, word: str) -> Iterator[Term]:
        for form in _forms(word):
            yield from self._by_last.get(form, ())


@lru_cache(maxsize=10_000)
def _forms(word: str) -> tuple[str, ...]:
    plain = word.removesuffix("'s").removesuffix("’s").removesuffix("'")
    return tuple(dict.fromkeys((word, plain, *inflected_from(plain))))
