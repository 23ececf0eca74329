"""What a check gets: a pair, what is in force for it, and what several checks want to know of it.

Everything is worked out when first asked for and then kept, so that a check that nobody needs costs nothing. Most checks
read the *readable form* of the texts: NFC, without invisible characters, look-alike letters replaced. What is wrong with
the characters themselves is thus said once, by the checks that look at the text as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from corpus.checks.amount import compare
from corpus.checks.coverage import Side, side
from corpus.checks.glossary import Glossary
from corpus.checks.kept import kept
from corpus.checks.word import oddities_of, plain_of
from corpus.evidence import Analysis, analyse
from corpus.issue import Issue
from corpus.language import Guess, codes, detect
from corpus.syllable import is_syllable

Span = tuple[int, int]

# --- the readable form of a text

ODD = re.compile("[^ -~\u00a0\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u024f\u1ea0-\u1ef9–—“”‘’…°²³£€«»·•]")  # eth is odd
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
LOOK_ALIKES = {
    "ð": "đ", "Ð": "Đ", "ɖ": "đ", "Ɖ": "Đ",
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s", "ԁ": "d", "һ": "h", "ӏ": "l",
    "ј": "j", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "У": "Y",
    "Х": "X", "І": "I", "ο": "o", "ν": "v", "α": "a", "ι": "i", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I",
    "Κ": "K", "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
}  # fmt: skip
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
    pieces, offsets = [], []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", INVISIBLE.sub("", text[at:end]))
        pieces.append(piece)
        offsets.extend([at] * len(piece))
        at = end
    shown = WORD.sub(lambda word: unmasked(word[0]) or word[0], "".join(pieces))
    return Readable(shown, (*offsets, len(text)))


# --- the pair

PAIRED = re.compile(r'[()\[\]"“”„«»]')  # brackets and quotation marks
MARKUP_SIGN = re.compile(r"[{<@_]|://|\.[a-zA-Z]|\[/|&lt;|%[^\s,.;:)]|\$[a-z_]")


class Subject:
    """A pair that is checked."""

    def __init__(
        self,
        en: str,
        vi: str,
        glossary: Glossary | Iterable[tuple[str, str]] = (),
        context: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.en_typed, self.vi_typed = en, vi
        self.en_readable, self.vi_readable = readable(en), readable(vi)
        self.en, self.vi = self.en_readable.text, self.vi_readable.text
        self.glossary = glossary if isinstance(glossary, Glossary) else Glossary(glossary)
        self._found: dict[str, list[Issue]] = {}
        self.context = tuple(context)  # earlier pairs of the document, in order

    @kept
    def en_guess(self) -> Guess:
        """The language of the English side."""
        return detect([self.en])[0]

    @kept
    def vi_guess(self) -> Guess:
        """The language of the Vietnamese side."""
        return detect([self.vi])[0]

    @kept
    def vi_codes(self) -> str:
        """One letter for each word of the Vietnamese side, see `corpus.language.codes`."""
        return codes(self.vi)

    @kept
    def is_odd(self) -> bool:
        """Has the Vietnamese side characters that it should not need? Then its readable form is another text."""
        return self.vi_readable.offsets is not None

    @kept
    def may_hold_markup(self) -> bool:
        """Is there a sign that tags, placeholders and addresses have? Most pairs have none."""
        return MARKUP_SIGN.search(self.en) is not None or MARKUP_SIGN.search(self.vi) is not None

    @kept
    def has_paired(self) -> bool:
        """Is there a bracket or quotation mark on either side?"""
        return PAIRED.search(self.vi) is not None or PAIRED.search(self.en) is not None

    @kept
    def has_digits(self) -> bool:
        """Is there a word with a digit on the Vietnamese side?"""
        return "0" in self.vi_codes

    @kept
    def en_lower(self) -> str:
        """The English side in lower case."""
        return self.en.lower()

    @kept
    def en_words(self) -> frozenset[str]:
        """Lower-case words of the English side."""
        return frozenset(WORD.findall(self.en_lower))

    @kept
    def vi_tokens(self) -> list[str]:
        """What stands between spaces on the Vietnamese side, marks and all."""
        return self.vi.split()

    @kept
    def oddities(self) -> str:
        """What single words of the Vietnamese side give away, see `corpus.checks.word`; mostly nothing."""
        return "".join(map(oddities_of.__getitem__, self.vi_tokens))

    @kept
    def vi_plain_words(self) -> list[str]:
        """The tokens of the Vietnamese side in lower case, without the marks around them; "" for a lone mark."""
        return list(map(plain_of.__getitem__, self.vi_tokens))

    @kept
    def vi_word_set(self) -> frozenset[str]:
        """The distinct ones of `vi_plain_words`."""
        return frozenset(self.vi_plain_words)

    @kept
    def vi_word_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbours in `vi_plain_words`."""
        return frozenset(zip(self.vi_plain_words, self.vi_plain_words[1:], strict=False))

    @kept
    def en_plain_words(self) -> list[str]:
        """The tokens of the English side in lower case, without the marks around them."""
        return list(map(plain_of.__getitem__, self.en.split()))

    @kept
    def en_evidence(self) -> Analysis:
        """The evidence of the English side."""
        return analyse(self.en, "en")

    @kept
    def vi_evidence(self) -> Analysis:
        """The evidence of the Vietnamese side."""
        return analyse(self.vi, "vi")

    @kept
    def en_keys(self) -> frozenset[str]:
        """The keys of the English items."""
        return frozenset([slot[1] for slot in self.en_evidence.slots if slot])

    @kept
    def vi_keys(self) -> frozenset[str]:
        """The keys of the Vietnamese items."""
        return frozenset([slot[1] for slot in self.vi_evidence.slots if slot])

    @kept
    def en_side(self) -> Side:
        """Which words of the English side have a counterpart."""
        return side(self.en_evidence, self.vi_evidence)

    @kept
    def vi_side(self) -> Side:
        """Which words of the Vietnamese side have a counterpart."""
        return side(self.vi_evidence, self.en_evidence)

    def once(self, name: str, find: Callable[[Subject], list[Issue]]) -> list[Issue]:
        """What several checks share, found when the first of them asks for it."""
        if name not in self._found:
            self._found[name] = find(self)
        return self._found[name]

    @kept
    def amount_issues(self) -> list[Issue]:
        """What the quantities of the two sides do not agree in, of all codes."""
        return compare(self.en_evidence, self.vi_evidence) if self.vi.strip() else []
