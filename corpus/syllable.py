"""Legal Vietnamese syllables: onset, rhyme and tone.

The table is `data/syllables.toml`. A word that is no legal syllable is foreign or misspelt; a legal one may still be
the wrong word. Both styles of placing the tone mark (hòa, hoà) are legal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from corpus.data import tables

TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0309": "hỏi", "\u0303": "ngã", "\u0323": "nặng"}
STOPS = ("c", "ch", "p", "t")  # a syllable closed by one of these carries sắc or nặng, never another tone
FRONT = "ieêy"  # before these vowels k, gh, ngh are written; before all others c, g, ng


def fold(text: str) -> str:
    """The text without Vietnamese marks: NFC, đ as d, no tone or vowel marks; other letters stay.

    >>> fold("Nguyễn Phú Trọng, Đắk Lắk")
    'Nguyen Phu Trong, Dak Lak'
    """
    if text.isascii():
        return text
    if LATIN_ONLY.fullmatch(text):
        return text.translate(_plain_letters())
    return _without_marks(text)


def _without_marks(text: str) -> str:
    bare = "".join([c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)])
    return bare.translate(_D)


_D = str.maketrans("đĐ", "dD")
LATIN_ONLY = re.compile("[\0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2026]*")


@cache
def _plain_letters() -> dict[int, str]:
    """What is left of the letters of `LATIN_ONLY` without their marks, where that is not the letter itself."""
    codes = [*range(0xC0, 0x250), *range(0x300, 0x370), *range(0x1E00, 0x1F00)]
    return {code: plain for code in codes if (plain := _without_marks(chr(code))) != chr(code)}


def toneless(word: str) -> tuple[str, str]:
    """A lower-case word without its tone mark, and the tone's name; two tone marks give the tone "?".

    >>> toneless("tiếng")
    ('tiêng', 'sắc')
    """
    decomposed = unicodedata.normalize("NFD", word)
    tones = [TONES[c] for c in decomposed if c in TONES]
    base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES))
    return base, tones[0] if len(tones) == 1 else "?" if tones else "ngang"


@cache
def _table() -> dict[str, list[str]]:
    raw = tables("syllables.toml")
    return {name: text.split() for name, text in raw.items()}


def _spelt(onset: str, rhyme: str) -> bool:
    front = rhyme[0] in FRONT
    if onset in ("k", "gh", "ngh"):
        return front and (rhyme[0] != "y" or onset == "k")
    if onset in ("c", "g", "ng"):
        return not front
    return True


@cache
def bases() -> frozenset[str]:
    """All legal syllables without tone, in both spellings where two exist."""
    table = _table()
    rhymes = table["plain"] + table["glide"]
    found = {onset + rhyme for onset in table["onsets"] if onset not in ("qu", "gi") for rhyme in rhymes if _spelt(onset, rhyme)}
    found |= {rhyme for rhyme in rhymes if not rhyme.startswith("iê")} | set(table["no_onset"])
    found |= {"qu" + rhyme for rhyme in table["after_qu"]}
    found |= {"gi" + rhyme for rhyme in table["plain"] if rhyme[0] != "i"}
    found |= {"g" + rhyme for rhyme in table["after_g_as_gi"]}
    return frozenset(found)


@cache
def _bare() -> frozenset[str]:
    return frozenset(fold(base) for base in bases() | frozenset(_exceptions()))


@cache
def _exceptions() -> frozenset[str]:
    return frozenset(_table()["exceptions"])


def is_syllable(word: str) -> bool:
    """Is the word, in any case, a legal Vietnamese syllable as it is written?

    >>> [is_syllable(word) for word in ("nghiêng", "Đồng", "nghày", "tiêp", "strengths")]
    [True, True, False, False, False]
    """
    return _legal(unicodedata.normalize("NFC", word).lower())


@lru_cache(maxsize=10_000)
def _legal(word: str) -> bool:
    if word in _exceptions():
        return True
    base, tone = toneless(word)
    if tone == "?" or base not in bases():
        return False
    return not base.endswith(STOPS) or tone in ("sắc", "nặng")


def is_bare_syllable(word: str) -> bool:
    """Could the word be a Vietnamese syllable written without its marks ("duoc", "nguoi")?

    >>> [is_bare_syllable(word) for word in ("duoc", "the", "which")]
    [True, True, False]
    """
    return word.lower() in _bare()
