"""Words that miss by a letter or mark what an English word asks for: "quân dội" beside "army"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.checks.compound import compounds
from corpus.checks.subject import Subject
from corpus.lexicon import old_style, shipped
from corpus.memory import Memory
from corpus.syllable import fold, toneless

PARTS = re.compile("(ngh|ng|nh|gh|gi(?=[aăâeêoôơuư])|ch|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?([aăâeêioôơuưy]*)(ch|ng|nh|[cmnpt])?")
# What is taken for each other in some part of the country, or on a keyboard
ONSETS = ("d đ", "s x", "ch tr", "d gi", "d r", "gi r", "l n", "d v", "gi v", "c k", "g gh", "ng ngh")
CODAS = ("c t", "p t", "n ng", "ch t", "n nh", "g ng", "m n", "c ch")
CONFUSED = {frozenset(pair.split(" ")) for pair in ONSETS + CODAS}
MOST_WORDS = 5_000


class Near(NamedTuple):
    """A word that is written nearly as one that the source asks for."""

    start: int
    end: int
    right: str  # in lower case
    is_bare: bool  # nothing but marks is missing, of a syllable without any


SOUNDS = (  # what a rough ear hears, so that words that are near each other are one
    (re.compile("^(?:gi(?=[aeou])|[rv])"), "d"), (re.compile("^x"), "s"), (re.compile("^tr"), "ch"), (re.compile("^n(?!g)"), "l"),
    (re.compile("^k(?!h)"), "c"),
    (re.compile("^(n?g)h"), r"\1"), (re.compile("(?:ch|c|p)$"), "t"), (re.compile("(?:ng|nh|m|g)$"), "n"),
)  # fmt: skip


def _sound(word: str) -> str:
    """What is left of a word without its marks and finer differences."""
    rough = fold(word)
    for pattern, sound in SOUNDS:
        rough = pattern.sub(sound, rough)
    return rough


_sounds = Memory(_sound, MOST_WORDS)


class _Asked(NamedTuple):
    """What an English word asks for: its renderings of several syllables, and the pairs of these."""

    renderings: frozenset[str]
    sounds: frozenset[tuple[str, str]]
    pairs: tuple[tuple[str, str], ...]


def _asked(headword: str) -> _Asked:
    renderings = [text for text in shipped().renderings.get(headword, ()) if " " in text]
    split = [text.split(" ") for text in renderings]
    pairs = tuple(dict.fromkeys(pair for parts in split for pair in zip(parts, parts[1:], strict=False)))
    return _Asked(frozenset(renderings), frozenset((_sound(one), _sound(other)) for one, other in pairs), pairs)


_asked_by = Memory(_asked, MOST_WORDS)


def near_misses(subject: Subject) -> list[Near]:
    """The near misses of a pair, where no rendering of the English word is right."""
    return subject.once("near misses", _near_misses)


def _near_misses(subject: Subject) -> list[Near]:
    there = subject.vi_evidence.keys
    every = [_asked_by[slot[1]] for slot in subject.en_evidence.slots if slot and slot[0] == "word"]
    asked = [one for one in every if one.pairs and one.renderings.isdisjoint(there)]
    if not asked:
        return []
    heard = list(map(_sounds.__getitem__, subject.vi_plain_words))
    near = set(zip(heard, heard[1:], strict=False))
    return [
        found
        for one in asked
        if not near.isdisjoint(one.sounds)
        for pair in one.pairs
        if (pair[0] in subject.vi_word_set) != (pair[1] in subject.vi_word_set)
        for found in _beside(subject, pair)
    ]


def _beside(subject: Subject, pair: tuple[str, str]) -> Iterator[Near]:
    """Where one syllable of a word stands beside what is nearly the other, and that forms no word with what is around it."""
    words, known = ["", *subject.vi_plain_words, ""], compounds().neighbours
    is_first = pair[0] in words
    right, at = pair[is_first], words.index(pair[not is_first]) + (1 if is_first else -1)
    wrong = words[at]
    if not wrong or not is_near(wrong, right) or wrong in subject.en_words:
        return
    if (words[at - 1], wrong) in known or (wrong, words[at + 1]) in known:
        return
    if not subject.en_keys.isdisjoint(shipped().headwords.get(old_style(wrong), ())):
        return
    start, end = _place(subject, at - 1)
    written = subject.vi[start:end]
    if written.islower() or (start == 0 and written.istitle()):
        yield Near(start, end, right, wrong.isascii() and fold(right) == wrong)


def _place(subject: Subject, number: int) -> tuple[int, int]:
    """The place of a word of the Vietnamese side, without the marks around it."""
    found = list(TOKEN.finditer(subject.vi))[number]
    start = found.start() + len(found[0]) - len(found[0].lstrip(MARKS))
    return start, start + len(found[0].strip(MARKS))


TOKEN = re.compile(r"\S+")
MARKS = "".join(c for c in map(chr, range(0x2100)) if not c.isalnum() and c != "_")


def _parts(syllable: str) -> tuple[str, str, str, str] | None:
    base, tone = toneless(syllable)
    found = PARTS.fullmatch(base)
    return (found[1] or "", found[2], found[3] or "", tone) if found else None


@lru_cache(maxsize=MOST_WORDS)
def is_near(wrong: str, right: str) -> bool:
    """Does a syllable miss another by one slip: the tone, the marks of the vowel, a consonant that sounds alike?

    >>> is_near("dội", "đội"), is_near("lác", "lát"), is_near("long", "lòng"), is_near("vệ", "bệ"), is_near("bảo", "bảo")
    (True, True, True, False, False)
    """
    wrong = old_style(wrong)
    one, other = _parts(wrong), _parts(right)
    if one is None or other is None or wrong == right:
        return False
    if fold(wrong) == fold(right) and wrong.isascii():
        return True
    differing = [at for at in range(4) if one[at] != other[at]]
    if len(differing) != 1:
        return False
    at = differing[0]
    if at in (0, 2):
        return frozenset((one[at], other[at])) in CONFUSED
    return at == 3 or fold(one[1]) == fold(other[1])
