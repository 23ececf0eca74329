"""Names of columns and keys: which of them is the English text, and which the Vietnamese one.

A name is understood where each of its words is known: a language or its code, what a text is to the other ("source",
"bản dịch"), or a word such as "text". So no sentence is taken for a name, and no pair for a line of names, as the two
sides of a pair name the same side: "source text" and "văn bản nguồn".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

SIDES = ("en", "vi")
COLUMNS = ("en", "vi", "score", "kind", "doc", "en_lines", "vi_lines", "id", "issues", "span")  # as they are written
NAMES: Mapping[str, tuple[str, ...]] = {  # usual ones; the first that is there is taken
    "en": ("en", "english", "source", "src"),
    "vi": ("vi", "vietnamese", "target", "tgt", "mt"),
}
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "en": ("english", "eng", "en", "tiếng anh", "tieng anh", "anh ngữ", "anh văn"),
    "vi": ("vietnamese", "vie", "vi", "vn", "tiếng việt", "tieng viet", "việt ngữ", "việt văn"),
}
ALONE = {"anh": "en", "việt": "vi"}  # languages as well, but only where they are the whole name
PARTS: Mapping[str, tuple[str, ...]] = {  # what a text is to the other
    "en": ("source", "src", "original", "bản gốc", "gốc", "nguồn", "nguyên văn", "nguyên bản"),
    "vi": ("target", "tgt", "mt", "translation", "translated", "bản dịch", "dịch", "đích"),
}
OTHERS = frozenset((  # words that change nothing
    "text", "texts", "sentence", "sentences", "segment", "segments", "seg", "string", "strings", "content", "language",
    "lang", "column", "col", "version", "value", "machine", "human", "output", "the", "of", "in", "us", "uk", "gb", "au",
    "ca", "latn", "vietnam", "việt", "nam", "văn", "bản", "câu", "đoạn", "nội", "dung", "ngôn", "ngữ", "cột", "từ", "chuỗi",
    "chữ", "máy",
))  # fmt: skip
MOST_WORDS = 6  # of a name
WORD = re.compile(r"[^\W\d_]+|\d+")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # sourceText


@lru_cache(4096)
def side_of(name: str) -> tuple[str, bool]:
    """The side that a name means ("en", "vi", or nothing), and whether it names the language.

    >>> side_of("en-US"), side_of("Bản dịch"), side_of("English lines"), side_of("I speak English.")
    (('en', True), ('vi', False), ('', False), ('', False))
    """
    words = WORD.findall(HUMP.sub(" ", unicodedata.normalize("NFC", name)).lower())
    if not words or len(words) > MOST_WORDS or re.search(r"[.!?…]\s*$", name):
        return "", False
    if len(words) == 1 and words[0] in ALONE:
        return ALONE[words[0]], True
    text = f" {' '.join(words)} "
    text, languages = _without(text, LANGUAGES)
    text, parts = _without(text, PARTS)
    if not OTHERS.issuperset(text.split()):
        return "", False
    sides = languages or parts
    return (min(sides), bool(languages)) if len(sides) == 1 else ("", False)


def _without(text: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, set[str]]:
    """The text without the names that are in it, and the sides that these mean; long names first."""
    found = set()
    for side, name in sorted(((s, n) for s in SIDES for n in known[s]), key=lambda item: -len(item[1])):
        while f" {name} " in text:
            text = text.replace(f" {name} ", "  ", 1)
            found.add(side)
    return text, found


def places_of(names: Iterable[str]) -> dict[str, int]:
    """Where the two texts are among some names, by "en" and "vi"; empty if not both can be told.

    >>> places_of(["key", "English text", "Bản dịch"])
    {'en': 1, 'vi': 2}
    """
    listed = [name.strip() for name in names]
    low = [name.lower() for name in listed]
    usual = {side: _usual(low, side) for side in SIDES}
    if None not in usual.values():
        return {side: at for side, at in usual.items() if at is not None}
    found = {side: candidates(listed, side) for side in SIDES}
    return {side: found[side][0] for side in SIDES} if all(found.values()) else {}


def place_of(names: Sequence[str], side: str) -> int | None:
    """Where the text of a side is among some names, which may tell nothing of the other side.

    >>> place_of(["key", "Bản dịch"], "vi"), place_of(["key", "Bản dịch"], "en")
    (1, None)
    """
    if places := places_of(names):
        return places[side]
    listed = [name.strip() for name in names]
    usual = _usual([name.lower() for name in listed], side)
    return next(iter(candidates(listed, side)), None) if usual is None else usual


def _usual(low: Sequence[str], side: str) -> int | None:
    return next((low.index(name) for name in NAMES[side] if name in low), None)


def candidates(names: Sequence[str], side: str) -> list[int]:
    """The places of the names that may mean a side equally well: those that name the language, else all that mean it."""
    meant = [(at, sure) for at, name in enumerate(names) if (found := side_of(name))[0] == side for sure in (found[1],)]
    return [at for at, sure in meant if sure] or [at for at, _ in meant]


def header_places(head: Sequence[str]) -> dict[str, int]:
    """Where the columns are that a first row names, by the names of `COLUMNS`; empty if it does not name both languages."""
    places = places_of(head)
    names = [cell.strip().lower() for cell in head]
    return {known: names.index(known) for known in COLUMNS if known in names} | places if places else {}
