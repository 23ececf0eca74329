"""Characters that are not what they look like: letters in pieces, look-alikes, invisible ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpus.checks.readable import INVISIBLE, ODD, WORD, Span, around, unmasked
from corpus.checks.subject import Subject
from corpus.issue import Issue

FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ％]+")
MARKED = re.compile(r"\S*[\u0300-\u036f]\S*")
DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
NAMES = {
    "\u00ad": "a soft hyphen", "\u200b": "a zero-width space", "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner", "\u2060": "a word joiner", "\ufeff": "a byte order mark",
    **dict.fromkeys(DIRECTION, "a direction mark"),
}  # fmt: skip
EMOJI_BEFORE_JOINER = re.compile("[\U0001f000-\U0001faff\u2190-\u2bff\ufe0f\u200d0-9#*]")


def find_unicode_form(subject: Subject) -> Iterator[Issue]:
    """Vietnamese letters in pieces instead of composed (NFC), and full-width digits or letters."""
    vi = subject.vi_typed
    if ODD.search(vi) is None:
        return
    if not unicodedata.is_normalized("NFC", vi):
        words = [match.span() for match in re.finditer(r"\S+", vi) if not unicodedata.is_normalized("NFC", match[0])]
        start, end = words[0][0], words[-1][1]
        right = unicodedata.normalize("NFC", vi[start:end])
        yield Issue(
            "unicode_form", "minor", "Letters and their marks are separate characters (not NFC).", None, (start, end), right
        )
    for found in FULL_WIDTH.finditer(vi):
        if found[0] not in subject.en_typed:
            right = unicodedata.normalize("NFKC", found[0])
            yield Issue("unicode_form", "minor", "Full-width digits or letters.", None, found.span(), right)


def find_confusable(subject: Subject) -> Iterator[Issue]:
    """Letters of another alphabet inside a Vietnamese or Latin word."""
    vi = subject.vi_typed
    if ODD.search(vi) is None:
        return
    for found in WORD.finditer(unicodedata.normalize("NFC", vi) if unicodedata.is_normalized("NFC", vi) else vi):
        right = None if found[0].isascii() else unmasked(found[0])
        if right and found[0] not in subject.en_typed:
            odd = next(a for a, b in zip(found[0], right, strict=True) if a != b)
            message = f"{odd} in this word is {unicodedata.name(odd, 'another letter').lower()}, not the letter it looks like."
            yield Issue("confusable", "minor", message, None, found.span(), right)


def find_invisible(subject: Subject) -> Iterator[Issue]:
    """Characters that nobody sees and that split words for a machine."""
    vi = subject.vi_typed
    if ODD.search(vi) is None:
        return
    words: set[Span] = set()  # one issue for each
    for found in INVISIBLE.finditer(vi):
        c, at = found[0], found.start()
        if c in subject.en_typed or (c in "\u200d\ufe0f\ufe0e" and EMOJI_BEFORE_JOINER.match(vi[at - 1 : at])):
            continue
        message = f"There is {NAMES.get(c, 'an invisible character')} (U+{ord(c):04X}) in the text."
        span = around(vi, found.span())
        if span not in words:
            yield Issue("invisible_char", "minor", message, None, span, INVISIBLE.sub("", vi[slice(*span)]) or None)
        words.add(span)
