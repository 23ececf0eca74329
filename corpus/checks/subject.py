"""What a check gets: a pair, what is in force for it, and what several checks want to know of it.

Everything is worked out when first asked for and then kept, so that a check that nobody needs costs nothing. Most checks
read the *readable form* of the texts: NFC, without invisible characters, look-alike letters replaced. What is wrong with
the characters themselves is thus said once, by the checks that look at the text as it was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from corpus.checks.amount import compare
from corpus.checks.coverage import Side, side
from corpus.checks.glossary import Glossary
from corpus.checks.kept import kept
from corpus.checks.readable import Readable, readable
from corpus.checks.sign import WORD, Piece, Sign, pieces, signs
from corpus.evidence import Analysis, Item, Meeting, analyse, meet
from corpus.issue import Issue
from corpus.language import Guess, codes, detect, settled
from corpus.lexicon import old_style

Found = TypeVar("Found")
NO_TERMS = Glossary()
OF_CAPITALS = Sign.NOISY | Sign.ENGLISH  # in a heading in capitals a piece by itself does not tell them
ODD, NOISY, STRAY = Sign.ODD, Sign.NOISY, Sign.STRAY


class Text:
    """A side of a pair: as a reader sees it, and the pieces of that."""

    __slots__ = ("pieces", "readable", "signs", "spaced")

    def __init__(self, typed: str, language: str) -> None:
        look_up = pieces[language].__getitem__
        split = typed.split()
        self.readable = Readable(typed)
        self.pieces: list[Piece] = list(map(look_up, split))
        self.signs = signs(self.pieces)
        self.spaced = " ".join(split) != typed  # other white space than single spaces between words
        if self.spaced or self.signs & ODD:
            self.readable = readable(typed)
            if self.readable.offsets is not None:
                self.pieces = list(map(look_up, self.readable.text.split()))
                self.signs = signs(self.pieces) | ODD
        if typed.isupper():
            self.signs |= OF_CAPITALS


class Subject:
    """A pair that is checked."""

    def __init__(
        self,
        en: str,
        vi: str,
        glossary: Glossary | Iterable[tuple[str, str]] = (),
        context: Iterable[tuple[str, str]] = (),
    ) -> None:
        left, right = Text(en, "en"), Text(vi, "vi")
        self.en_typed, self.vi_typed = en, vi
        self.en_readable, self.vi_readable = left.readable, right.readable
        self.en, self.vi = left.readable.text, right.readable.text
        self.en_pieces, self.vi_pieces = left.pieces, right.pieces
        self.en_signs, self.vi_signs = left.signs, right.signs  # see `corpus.checks.sign`
        self.is_plain = vi.isascii()
        self.is_spaced = right.spaced  # has the Vietnamese side other white space than single spaces between words?
        self.glossary = glossary if isinstance(glossary, Glossary) else Glossary(glossary) if glossary else NO_TERMS
        self._found: dict[str, Any] = {}
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
        if self.vi_signs & NOISY:
            return codes(self.vi)
        return settled("".join([piece.codes for piece in self.vi_pieces]))

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
        return "".join([piece.oddities for piece in self.vi_pieces])

    @kept
    def vi_plain_words(self) -> list[str]:
        """The pieces of the Vietnamese side in lower case, without the marks around them; "" for a lone mark."""
        return [piece.plain for piece in self.vi_pieces]

    @kept
    def vi_word_set(self) -> frozenset[str]:
        """The distinct ones of `vi_plain_words`."""
        return frozenset(self.vi_plain_words)

    @kept
    def vi_line(self) -> str:
        """`vi_plain_words` as they are looked up, with spaces between and around them."""
        return f" {old_style(' '.join(self.vi_plain_words))} "

    @kept
    def vi_word_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbours in `vi_plain_words`."""
        return frozenset(zip(self.vi_plain_words, self.vi_plain_words[1:], strict=False))

    @kept
    def en_plain_words(self) -> list[str]:
        """The pieces of the English side in lower case, without the marks around them."""
        return [piece.plain for piece in self.en_pieces]

    @kept
    def en_evidence(self) -> Analysis:
        """The evidence of the English side."""
        return analyse(self.en, "en")

    @kept
    def vi_evidence(self) -> Analysis:
        """The evidence of the Vietnamese side."""
        return analyse(self.vi, "vi")

    @kept
    def en_items(self) -> tuple[Item, ...]:
        """The English items with their offsets."""
        return self.en_evidence.items

    @kept
    def vi_items(self) -> tuple[Item, ...]:
        """The Vietnamese items with their offsets."""
        return self.vi_evidence.items

    @kept
    def meeting(self) -> Meeting:
        """Which items of the two sides have a counterpart."""
        return meet(self.en_evidence, self.vi_evidence)

    @kept
    def en_keys(self) -> frozenset[str]:
        """The keys of the English items."""
        return frozenset([slot[1] for slot in self.en_evidence.slots if slot])

    @kept
    def en_side(self) -> Side:
        """Which words of the English side have a counterpart."""
        return side(self.en_evidence, self.meeting.en)

    @kept
    def vi_side(self) -> Side:
        """Which words of the Vietnamese side have a counterpart."""
        return side(self.vi_evidence, self.meeting.vi)

    def once(self, name: str, find: Callable[[Subject], Found]) -> Found:
        """What several checks share, found when the first of them asks for it."""
        if name not in self._found:
            self._found[name] = find(self)
        found: Found = self._found[name]
        return found

    @kept
    def may_hold_amounts(self) -> bool:
        """Is there a quantity on either side, or a word of a scale without one?"""
        return bool(self.en_evidence.quantities or self.vi_evidence.quantities or self.vi_signs & STRAY)

    @kept
    def amount_issues(self) -> list[Issue]:
        """What the quantities of the two sides do not agree in, of all codes."""
        return compare(self.en_evidence, self.vi_evidence) if self.vi.strip() else []
