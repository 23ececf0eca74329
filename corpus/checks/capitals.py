"""Capitals: where a sentence starts, in names, and where they do not belong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from operator import contains

from corpus.checks.place import english_names, places_in_lower_case
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.checks.word import lists
from corpus.issue import Issue
from corpus.lexicon import shipped_headword
from corpus.syllable import fold, is_bare_syllable, is_syllable

START = re.compile(r"[\s\"“”‘'«(\[¿¡*_-]*")  # what may stand before the first letter
FIRST_WORD = re.compile(r"[^\W\d_]+")
NEW_SENTENCE = re.compile(r"(?<=[a-zà-ỹ]{2}\. )[a-zà-ỹ]+")
SHOUTING = 2  # words in capitals that are no acronym any more
SHOUTING_LETTERS = 8
EN_NAME = re.compile(r"\b[A-Z][a-zà-ỹ]+(?: [A-Z][a-zà-ỹ]+)+")
PLACE = Sign.PLACE


def find_capitalisation(subject: Subject) -> Iterator[Issue]:
    """A sentence or a name that starts with a small letter, a text in capitals."""
    vi = subject.vi
    if vi.isupper():
        yield from _shouted(subject)
        return
    yield from _start(subject)
    if ". " in vi:
        yield from _later_starts(subject)
    if subject.vi_signs & PLACE:
        yield from _names(subject)
    if "x" in subject.vi_codes:
        yield from _foreign_names(subject)


def _shouted(subject: Subject) -> Iterator[Issue]:
    words = [word for word in FIRST_WORD.findall(subject.vi) if len(word) > 1 or not word.isascii()]
    if subject.en.isupper() or len(words) < SHOUTING or sum(map(len, words)) < SHOUTING_LETTERS:
        return
    if all(word.lower() in subject.en_words and not is_syllable(word) for word in words):
        return  # names in capitals
    yield Issue("capitalisation", "minor", "The translation is in capitals, the source is not.", None, (0, len(subject.vi)))


def _start(subject: Subject) -> Iterator[Issue]:
    en, vi = subject.en, subject.vi
    if vi[:1].isupper() or vi[:1].isdigit():
        return
    here, there = _first_word(vi), _first_word(en)
    if not here or not there or not here[0].islower() or not there[0][0].isupper():
        return
    if len(there[0]) > 1 and there[0].isupper():
        return  # ATM
    after = vi[here.end() : here.end() + 1]
    if not is_syllable(here[0]) or here[0] in en or (after and after in ")./_@:-'’"):
        return  # iPhone, "a) ...", a file name
    word = here[0][0].upper() + here[0][1:]
    yield Issue("capitalisation", "minor", "The sentence starts with a small letter.", there.span(), here.span(), word)


def _first_word(text: str) -> re.Match[str] | None:
    start = START.match(text)
    return FIRST_WORD.match(text, start.end() if start else 0)


def _later_starts(subject: Subject) -> Iterator[Issue]:
    vi = subject.vi
    for found in NEW_SENTENCE.finditer(vi):
        before = FIRST_WORD.findall(vi[max(0, found.start() - 12) : found.start()])[-1]
        if found[0][0].islower() and is_syllable(before) and is_syllable(found[0]) and f"{before}. {found[0]}" not in subject.en:
            word = found[0][0].upper() + found[0][1:]
            yield Issue("capitalisation", "minor", "The sentence starts with a small letter.", None, found.span(), word)


# --- names


def _names(subject: Subject) -> Iterator[Issue]:
    places, words = places_in_lower_case(), subject.vi_plain_words
    if not any(map(contains, map(places.get, words, repeat(())), words[1:])):
        return
    vi_lower = subject.vi.lower()
    pairs = {(one, other) for one, other in zip(words, words[1:], strict=False) if other in places.get(one, ())}
    for pair in sorted(pairs):
        if " ".join(part.capitalize() for part in pair) in subject.vi:
            continue
        listed = places[pair[0]][pair[1]]
        name = next((name for name in listed if name.lower() in vi_lower and _is_named(subject, name)), None)
        for found in re.finditer(rf"(?<!\w){name}(?!\w)", subject.vi, re.IGNORECASE) if name else ():
            if found[0].islower() or _has_lost_a_capital(found[0]):
                yield Issue("capitalisation", "minor", f"{name} is a name.", None, found.span(), name)


def _has_lost_a_capital(written: str) -> bool:
    """Has a name of two syllables one capital: đà Nẵng, Hà nội?"""
    first, *others = written.split()
    return (
        len(others) == 1
        and first.islower() != others[0].islower()
        and first not in lists()["place_classes"]
        and not written[1:].isupper()
    )


def _is_named(subject: Subject, name: str) -> bool:
    """Does the English side name the place as well?"""
    return any(en in subject.en for en in english_names(name)) or fold(name) in subject.en


def _foreign_names(subject: Subject) -> Iterator[Issue]:
    """Names that both sides write alike, but for the capital."""
    for found in re.finditer(r"(?<![\w@./#'’-])[a-z]{3,}(?![\w@'’-]|\.\w)", subject.vi):
        word = found[0]
        name = word.capitalize()
        if is_bare_syllable(word) or word in lists()["loanwords"] or shipped_headword(word) or f" {name}" not in subject.en:
            continue
        if f" {word}" not in subject.en:
            yield Issue("capitalisation", "minor", f"{name} is a name.", None, found.span(), name)
