"""Names of places as they look where their capitals were left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from corpus.gazetteer import gazetteer
from corpus.syllable import is_syllable

CLASS_WORDS = re.compile(r"^(?:thành phố|tỉnh|quận|huyện) ", re.IGNORECASE)
KINDS = ("country", "city", "province", "region")


@cache
def places_in_lower_case() -> Mapping[str, Mapping[str, list[str]]]:
    """Vietnamese names of places by their first and second syllable in lower case, the longest first."""
    names = {_proper(vi) for row in gazetteer() if row.kind in KINDS for vi in row.vi}
    found: dict[str, dict[str, list[str]]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        words = name.split()
        if len(words) > 1 and all(word[0].isupper() and is_syllable(word) for word in words):
            found.setdefault(words[0].lower(), {}).setdefault(words[1].lower(), []).append(name)
    return found


def _proper(name: str) -> str:
    """A name of a place without the words for what it is: Thành phố Hồ Chí Minh."""
    return CLASS_WORDS.sub("", name)


@cache
def english_names(name: str) -> tuple[str, ...]:
    """The English names of the places that a Vietnamese name stands for."""
    return tuple(en for row in gazetteer() if row.kind in KINDS and name in map(_proper, row.vi) for en in row.en)
