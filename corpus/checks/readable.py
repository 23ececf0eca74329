"""The readable form of a text: NFC, without invisible characters, look-alike letters replaced."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from corpus.syllable import is_syllable

Span = tuple[int, int]

USUAL = " -~\u00a0\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u024f\u1ea0-\u1ef9–—“”‘’…°²³£€«»·•"  # eth is odd
ODD = re.compile(f"[^{USUAL}]")
PLAIN = re.compile(f"[{USUAL}]+(?=[{USUAL}]|$)")  # without a last character that has its marks after it
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
# A byte that starts a character of Vietnamese, of punctuation or of Latin-1 in UTF-8, and one that goes on, as windows-1252
# shows them. "Ã" and "Â" alone are Vietnamese capitals, and a byte that windows-1252 lacks is often lost: "Bá»n".
FOLLOWS = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
MISREAD = re.compile(rf"(?:[ÃÄÅÆÂ]{FOLLOWS}|á[º»]{FOLLOWS}?|â€{FOLLOWS}?|ï»¿)+")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
LOOK_ALIKES = {
    "ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ",
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s", "ԁ": "d", "һ": "h", "ӏ": "l",
    "ј": "j", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "У": "Y",
    "Х": "X", "І": "I", "ο": "o", "ν": "v", "α": "a", "ι": "i", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I",
    "ɡ": "g", "ɑ": "a", "ρ": "p", "κ": "k", "υ": "u", "χ": "x", "ԛ": "q", "ԝ": "w", "к": "k", "т": "t", "м": "m", "н": "h",
    "օ": "o", "ո": "n", "ս": "u", "ց": "g", "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
}  # fmt: skip
WIDE = {
    wide: wide - 0xFEE0 for wide in (0xFF05, *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}  # ９ Ａ ％
ETHS = "ðÐɖƉ"
FOLDED = str.maketrans(LOOK_ALIKES)
WORD = re.compile(r"[^\W\d_]+")


class Readable(NamedTuple):
    """A text as a reader sees it, and where each of its characters stood."""

    text: str
    offsets: tuple[int, ...] | None = None  # of each character in the text as typed, and its end; None: the same

    def typed(self, span: Span | None) -> Span | None:
        """The span of the text as it was typed."""
        if span is None or self.offsets is None:
            return span
        return self.offsets[span[0]], self.offsets[span[1]] if span[0] < span[1] else self.offsets[span[0]]


def unmasked(word: str) -> str | None:
    """A word with its look-alike letters replaced, or None where it has none or is a word of another script.

    >>> unmasked("Ðồng"), unmasked("nướс"), unmasked("Путин"), unmasked("Guðrún")
    ('Đồng', 'nước', None, None)
    """
    plain = word.translate(FOLDED)
    if plain == word:
        return None
    if any(c in ETHS for c in word):
        return plain if is_syllable(plain) else None
    return plain if LATIN.search(word) and all(LATIN.match(c) for c in plain) else None


def readable(text: str) -> Readable:
    """The readable form of a text; nearly all texts are readable as they are, which one search tells."""
    if ODD.search(text) is None:
        return Readable(text)
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(text):
        if plain := PLAIN.match(text, at):
            pieces.append(plain[0])
            offsets.extend(range(at, plain.end()))
            at = plain.end()
            continue
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", INVISIBLE.sub("", text[at:end])).translate(WIDE)
        pieces.append(piece)
        offsets.extend([at] * len(piece))
        at = end
    shown = WORD.sub(lambda word: unmasked(word[0]) or word[0], "".join(pieces))
    return Readable(shown, (*offsets, len(text)))


def around(text: str, span: Span) -> Span:
    """The span and the words beside it."""
    start, end = span
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
