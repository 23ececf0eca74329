"""Words that have to be the same: terms of a glossary, what was translated before, forms of address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.checks.glossary import WORD, Term
from corpus.checks.readable import Span
from corpus.checks.subject import Subject
from corpus.issue import Issue
from corpus.lexicon import Lexicon, shipped, shipped_headword, syllables

# --- glossary


def find_terminology(subject: Subject) -> Iterator[Issue]:
    """A term of the glossary whose translation is not the required one."""
    there = f" {' '.join(syllables(subject.vi))} "
    reported = set()
    for term, start, end in subject.glossary.found(subject.en):
        if any(f" {' '.join(rendering)} " in there for rendering in term.renderings) or term in reported:
            continue
        if has_other_sense(term, there):
            continue
        reported.add(term)
        message = f"The glossary asks for {term.vi!r} for {term.en!r}."
        yield Issue("terminology", "major", message, (start, end), _span_of_rendering(term, subject.vi), term.vi)


def has_other_sense(term: Term, there: str) -> bool:
    """Does an English word that means several things mean another one than the glossary has?

    Two renderings belong to one sense if some other English word has both as well, or if one of them has no other word.
    A rendering of another sense in the translation says so. Where the glossary has a lesser sense of a word ("current":
    dòng điện), a translation without any known rendering says nothing either way, and is left alone.
    """
    lexicon, word = shipped(), " ".join(term.words)
    known = lexicon.renderings.get(word, ())
    asked = [" ".join(rendering) for rendering in term.renderings]
    others = [rendering for rendering in known if is_other_sense(lexicon, word, asked, rendering)]
    if not others:
        return False
    if any(f" {rendering} " in there for rendering in others):
        return True
    return known[0] in others and not any(f" {rendering} " in there for rendering in known)


def is_other_sense(lexicon: Lexicon, word: str, asked: list[str], rendering: str) -> bool:
    """Is a rendering of a word of another sense than the ones asked for?"""
    mine = set().union(*(lexicon.headwords.get(text, ()) for text in asked)) - {word}
    other = set(lexicon.headwords.get(rendering, ())) - {word}
    shares_syllable = any(set(text.split()) & set(rendering.split()) for text in asked)
    return rendering not in asked and bool(other) and not mine & other and not shares_syllable


def _span_of_rendering(term: Term, vi: str) -> Span | None:
    """Where another usual rendering of the term stands."""
    for rendering in shipped().renderings.get(" ".join(term.words), ()):
        found = re.search(rf"(?<!\w){re.escape(rendering)}(?!\w)", vi, re.IGNORECASE)
        if found:
            return found.span()
    return None


# --- what was translated before

SAME_ENOUGH = re.compile(r"[^\w%]+")
LEAST_LETTERS = 2  # of a text, for its translation to be compared
LEAST_TERM = 2  # syllables of a rendering that is a term and no everyday word


def find_inconsistency(subject: Subject) -> Iterator[Issue]:
    """The same text or word translated in another way than before, or two texts in the same way."""
    en, vi = _comparable(subject.en), _comparable(subject.vi)
    ends = (0, len(subject.en)), (0, len(subject.vi))
    if len(en) < LEAST_LETTERS or not vi:
        return
    for earlier_en, earlier_vi in subject.context:
        before = _comparable(earlier_en), _comparable(earlier_vi)
        if before[0] == en and before[1] != vi and before[1]:
            message = f"The same text was translated as {earlier_vi!r} before."
            yield Issue("inconsistency", "minor", message, *ends, earlier_vi)
            return
        if before[1] == vi and before[0] != en and before[0] and not _says_the_same(en, before[0]):
            message = f"Another text was translated like this before: {earlier_en!r}."
            yield Issue("inconsistency", "minor", message, *ends)
            return
    yield from _terms(subject)


@lru_cache(maxsize=500)
def _comparable(text: str) -> str:
    return SAME_ENOUGH.sub(" ", text.casefold()).strip()


def _says_the_same(a: str, b: str) -> bool:
    """Do two English texts differ in nothing that Vietnamese has to show: number, articles, small words?"""
    return _content(a) == _content(b)


SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "it",
        "is",
        "are",
        "was",
        "were",
        "be",
        "to",
        "of",
        "your",
        "our",
        "please",
        "do",
        "does",
        "has",
        "have",
        "had",
        "will",
    ]
)


@lru_cache(maxsize=500)
def _content(text: str) -> frozenset[str]:
    words = (word for word in WORD.findall(text) if word not in SMALL)
    return frozenset(shipped_headword(word) or word for word in words)


@lru_cache(maxsize=500)
def _nouns(text: str) -> frozenset[str]:
    """Headwords of an English text whose usual renderings are terms: two syllables or more."""
    found = {shipped_headword(word) for word in WORD.findall(text.lower())}
    return frozenset(word for word in found if word and shipped().renderings[word][0].count(" ") + 1 >= LEAST_TERM)


@lru_cache(maxsize=500)
def _spaced(text: str) -> str:
    return f" {' '.join(syllables(text))} "


def _terms(subject: Subject) -> Iterator[Issue]:
    """Words that were a compound before (công ty bảo hiểm) and are its specific part with another head now (bên bảo hiểm).

    A classifier is no head: "cuộc tấn công" and "vụ tấn công" are one term, so that a compound has four syllables or more.
    """
    here, words = _spaced(subject.vi), _nouns(subject.en)
    reported: set[str] = set()
    for earlier_en, earlier_vi in reversed(subject.context):
        for word in sorted(words & _nouns(earlier_en) - reported):
            there = _spaced(earlier_vi)
            known = shipped().renderings[word]
            before = next((text for text in known if text.count(" ") + 1 >= 2 * LEAST_TERM and f" {text} " in there), None)
            if before is None or f" {before} " in here:
                continue
            kept = " ".join(before.split()[-LEAST_TERM:])
            if f" {kept} " in here and f" {kept} " not in there.replace(f" {before} ", " "):
                span = _head_span(subject.vi, kept)
                if span:
                    reported.add(word)
                    message = f"{word!r} was translated as {before!r} before."
                    yield Issue("inconsistency", "minor", message, None, span, before)


def _head_span(vi: str, kept: str) -> Span | None:
    """The kept part of a compound and the word before it."""
    found = re.search(rf"(?:(?<!\w)\w+ )?(?<!\w){re.escape(kept)}(?!\w)", vi, re.IGNORECASE)
    return found.span() if found else None


# --- forms of address

FORMAL, PLAIN, RUDE = "formal", "plain", "rude"
ADDRESS = {
    FORMAL: re.compile(r"(?<!\w)quý (?:khách(?: hàng)?|vị|ông|bà|đối tác)(?!\w)", re.IGNORECASE),
    PLAIN: re.compile(
        r"(?<!\w)(?<!người )(?<!những )(?<!tình )(?<!kết )(?<!làm )bạn(?! bè| gái| trai| đọc| học| đời| hữu| thân| cũ)(?!\w)",
        re.IGNORECASE,
    ),
    RUDE: re.compile(r"(?<!\w)(?:mày|tao|chúng mày|chúng tao|bọn mày|tụi mày|tụi bay|chúng bay)(?!\w)(?! mò)", re.IGNORECASE),
}
SPOKEN = re.compile(r"[\"“”‘«]|^\s*[-–—]\s")
YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)


def find_register(subject: Subject) -> Iterator[Issue]:
    """A form of address that is rude, or another one than before."""
    vi = subject.vi
    speaks_to_reader = YOU.search(subject.en) is not None
    here = {level: found for level, pattern in ADDRESS.items() if (found := pattern.search(vi))}
    if SPOKEN.search(vi) or not here:
        return
    earlier = _earlier_level(subject)
    rude = here.get(RUDE)
    if rude and (earlier in (FORMAL, PLAIN) or FORMAL in here or PLAIN in here or _is_polite(subject.en)):
        yield Issue("register", "minor", f"{rude[0]!r} is rude here.", _you_span(subject.en), rude.span())
    elif FORMAL in here and PLAIN in here and speaks_to_reader:
        found = here[PLAIN]
        message = f"The reader is addressed as {here[FORMAL][0]!r} and as {found[0]!r}."
        yield Issue("register", "minor", message, _you_span(subject.en), found.span())
    elif speaks_to_reader and earlier and not rude and earlier not in here:
        found = next(iter(here.values()))
        message = f"The reader is addressed as {found[0]!r}, before it was otherwise."
        yield Issue("register", "minor", message, _you_span(subject.en), found.span())


POLITE = re.compile(r"\b(?:please|dear|welcome|thank you|thanks|sir|madam|guests?|customers?|account|password)\b", re.IGNORECASE)


def _is_polite(en: str) -> bool:
    return POLITE.search(en) is not None


def _you_span(en: str) -> Span | None:
    found = YOU.search(en)
    return found.span() if found else None


def _earlier_level(subject: Subject) -> str | None:
    """How earlier pairs address the reader, if they do so in one way."""
    levels = {level for en, vi in subject.context for level in _levels(en, vi)}
    return next(iter(levels)) if len(levels) == 1 else None


@lru_cache(maxsize=500)
def _levels(en: str, vi: str) -> frozenset[str]:
    if SPOKEN.search(vi):
        return frozenset()
    return frozenset(level for level, pattern in ADDRESS.items() if pattern.search(vi) and (level == FORMAL or YOU.search(en)))
