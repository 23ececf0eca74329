"""Signs: what single pieces of a text give away, so that most checks need not look at most pairs.

A piece is what stands between two spaces. What is known of a piece is found out once, for texts are made of the same
pieces again and again. The signs of a text are those of all its pieces. A sign decides nothing: where one stands, the
check that asks for it looks closely; where none does, there is nothing to be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, reduce
from itertools import count
from operator import itemgetter, or_
from sys import intern
from typing import NamedTuple

from corpus.checks.compound import compounds
from corpus.checks.hedge import hedge_words
from corpus.checks.idiom import senses_starting
from corpus.checks.misspelling import known_misspellings
from corpus.checks.place import places_in_lower_case
from corpus.checks.polarity import is_strong, words
from corpus.checks.readable import MISREAD, ODD
from corpus.checks.word import lists, oddities, oddity
from corpus.language import is_english, is_noisy, piece_codes
from corpus.memory import Memory
from corpus.syllable import fold, is_bare_syllable, is_syllable

WORD = re.compile(r"[^\W\d_]+")
EDGES = re.compile(r"^\W+|\W+$")


_bits = count()


def _bit() -> int:
    return 1 << next(_bits)


class Sign:
    """What a piece of a text may give away, each a bit: plain numbers, for they are added up piece by piece."""

    ODD = _bit()  # a character that is neither English nor Vietnamese, or no printed one
    PAIRED = _bit()  # a bracket or quotation mark
    MARKUP = _bit()  # a sign that tags, placeholders and addresses have
    LONE = _bit()  # a capital letter by itself, or after "+"
    DENIES = _bit()  # a word that denies
    DEPUTY = _bit()  # or what reads like one
    # English
    HEDGE = _bit()  # perhaps, reportedly
    REFRAINS = _bit()  # fail, refuse: what was not done
    GIVEN = _bit()  # what may be the given name of a Vietnamese, or a title before one
    SENSE = _bit()  # a word that is taken in a wrong sense, or of an idiom
    # Vietnamese
    MISREAD = _bit()  # what bytes of UTF-8 look like in windows-1252
    QUESTION = _bit()  # "?", which also stands for lost letters
    AMPERSAND = _bit()
    NOISY = _bit()  # see `corpus.language.is_noisy`
    DIGIT = _bit()
    STRAY = _bit()  # million, billion, minute
    SPACE = _bit()  # a mark on the wrong side, or none where a space belongs
    MARKS = _bit()  # two marks in a row, or one of another script
    ENGLISH = _bit()  # an English word
    NOTE = _bit()  # a word of a translator's note
    ADDRESS = _bit()  # of a reader or of somebody else
    SURNAME = _bit()  # a Vietnamese family name
    FOREIGN = _bit()  # a foreign word with a capital
    MISSPELT = _bit()  # a known misspelling, or the first of several words of one
    SUSPECT = _bit()  # a syllable without marks that is no word by itself
    PLACE = _bit()  # the first word of a place
    # letters of `corpus.checks.word`
    OLD = _bit()
    NEW = _bit()
    MISPLACED = _bit()
    STRANGE = _bit()
    JOINED = _bit()
    BARE = _bit()
    LATIN = _bit()


OF_LETTERS = {"o": Sign.OLD, "n": Sign.NEW, "p": Sign.MISPLACED, "s": Sign.STRANGE, "j": Sign.JOINED, "d": Sign.BARE,
              "f": Sign.LATIN}  # fmt: skip
OF_CHARACTERS = {  # of either side
    Sign.ODD: ODD,
    Sign.PAIRED: re.compile(r'[()\[\]"“”„«»]'),
    Sign.MARKUP: re.compile(r"[{<@_]|://|\.[a-zA-Z]|\[/|&lt;|%[^\s,.;:)]|\$[a-z_]"),
}
OF_VIETNAMESE_CHARACTERS = {
    Sign.QUESTION: re.compile(r"\?"),
    Sign.AMPERSAND: re.compile("&"),
    Sign.DIGIT: re.compile(r"[\d_]"),
    Sign.SPACE: re.compile(r"^[,.;:!?)\]”»]|[(\[“«]$|[,;:.!?…][)”\"’]?[^\W\d_]"),
    Sign.MARKS: re.compile(r"[,;:.!?][,;:.!?]|[。，、；：？！．]"),
}
ADDRESSES = frozenset(("mày", "tao", "bạn", "quý", "bay", "cậu"))
STRAY = frozenset(("triệu", "tỷ", "tỉ", "phút"))
NOTE = re.compile(r"dịch|[Tt]ranslation|ND")
DEPUTIES_VI = frozenset(("phó", "thứ"))
TITLES = frozenset(
    ("mr", "mrs", "ms", "miss", "dr", "madam", "sir", "uncle", "aunt", "auntie", "brother", "sister", "grandma", "grandpa",
     "teacher")
)  # fmt: skip
DEPUTIES_EN = ("eputy", "vice", "Vice")
REFRAINS = ("fail", "refus", "declin", "forg", "neglect", "omit")
TAG = re.compile(r"<[^<>]*>|^[^<]*>|<[^>]*$")
LONE_LETTER = re.compile(r"(?:.*\w\+)?[A-HJ-Z]\W*$")
ENGLISH_CODES = frozenset("kfgsKFG")
LEAST_FOREIGN = 3  # letters of a foreign name
MOST_PIECES = 12_000  # remembered of each language, and as many that were met before


class Piece(NamedTuple):
    """What is known of a piece."""

    signs: int  # of `Sign`
    plain: str  # in lower case, without the marks around it; "" for a lone mark
    codes: str = ""  # one letter for each Vietnamese word, see `corpus.language.codes`
    oddities: str = ""  # see `corpus.checks.word`
    foreign: tuple[str, ...] = ()  # its words that look foreign and have a capital, as they are compared


@cache
def _word_signs() -> dict[str, int]:
    """The signs of single Vietnamese words, in lower case."""
    misspellings = known_misspellings()
    listed = {
        Sign.DENIES: words("vi", "strong"),
        Sign.DEPUTY: DEPUTIES_VI,
        Sign.ADDRESS: ADDRESSES,
        Sign.MISSPELT: misspellings.singles | misspellings.after.keys(),
        Sign.SUSPECT: compounds().suspects,
    }
    found: dict[str, int] = {}
    for sign, texts in listed.items():
        for text in texts:
            found[text] = found.get(text, 0) | sign
    return found


def _characters(piece: str, table: dict[int, re.Pattern[str]]) -> int:
    found = 0
    for sign, pattern in table.items():
        if pattern.search(piece):
            found |= sign
    return found


def _english(piece: str) -> Piece:
    plain = EDGES.sub("", piece).lower()
    found = 0 if piece.isalpha() and piece.isascii() else _characters(piece, OF_CHARACTERS)
    low = WORD.findall(piece.lower())
    if is_strong(plain) or ("<" in piece and any(map(is_strong, WORD.findall(TAG.sub(" ", piece.lower()))))):
        found |= Sign.DENIES
    if LONE_LETTER.match(piece):
        found |= Sign.LONE
    if plain.startswith(REFRAINS):
        found |= Sign.REFRAINS
    if any(map(piece.__contains__, DEPUTIES_EN)):
        found |= Sign.DEPUTY
    if not hedge_words().isdisjoint(low):
        found |= Sign.HEDGE
    if any(map(senses_starting, low)):
        found |= Sign.SENSE
    if piece[:1].isupper() and low and (low[0] in TITLES or (_may_be_syllable(low[0]) and not is_english(low[0]))):
        found |= Sign.GIVEN
    return Piece(found, piece if plain == piece else plain)


def _may_be_syllable(word: str) -> bool:
    return len(word) > 1 and (is_syllable(word) or is_bare_syllable(word))


def _vietnamese(piece: str) -> Piece:
    plain, codes, odd = EDGES.sub("", piece).lower(), piece_codes(piece), oddities(piece)
    found = _word_signs().get(plain, 0)
    for letter in odd:
        found |= OF_LETTERS[letter]
    if not ENGLISH_CODES.isdisjoint(codes):
        found |= Sign.ENGLISH
    if plain in places_in_lower_case() and not piece.isupper():
        found |= Sign.PLACE
    if piece.isascii() and piece[:1].isupper() and oddity(plain) == "d":
        found |= Sign.BARE
    if LONE_LETTER.match(piece):
        found |= Sign.LONE
    if not piece.isalpha():
        found |= _characters(piece, OF_CHARACTERS) | _characters(piece, OF_VIETNAMESE_CHARACTERS)
        found |= Sign.NOISY | Sign.ENGLISH if is_noisy(piece) else 0
    elif ODD.search(piece):
        found |= Sign.ODD
    if MISREAD.search(piece):
        found |= Sign.MISREAD
    if NOTE.search(piece):
        found |= Sign.NOTE
    split = WORD.findall(piece)
    if not STRAY.isdisjoint(split):
        found |= Sign.STRAY
    if not lists()["surnames"].isdisjoint(split):
        found |= Sign.SURNAME
    foreign = tuple([fold(word.lower()) for word in split if looks_foreign(word)])
    found |= Sign.FOREIGN if foreign else 0
    return Piece(found, piece if plain == piece else plain, intern(codes), odd, foreign)


def looks_foreign(word: str) -> bool:
    """Is a word of a Vietnamese text foreign, and has it a capital: Obama, NATO?"""
    if len(word) < LEAST_FOREIGN or not word[0].isupper():
        return False
    return not is_syllable(word) or (word.isupper() and word.isascii())


pieces = {"en": Memory(_english, MOST_PIECES), "vi": Memory(_vietnamese, MOST_PIECES)}


def signs(found: Iterable[Piece]) -> int:
    """The signs of all pieces of a text."""
    return reduce(or_, map(itemgetter(0), found), 0)
