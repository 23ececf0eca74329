"""Quantities of a text, and whether two expressions state the same ones."""

from __future__ import annotations

import unicodedata

from corpus import quantity_en, quantity_vi
from corpus.token import spans, tokens
from corpus.value import Quantity, unmatched

GRAMMARS = {"en": quantity_en.GRAMMAR, "vi": quantity_vi.GRAMMAR}


def quantities(text: str, language: str) -> list[Quantity]:
    """The quantities of a text in order, with offsets into its NFC form; `language` is "en" or "vi".

    >>> [(q.value, q.kind, q.unit) for q in quantities("US$111 billion", "en")]
    [(111000000000, 'money', 'USD')]
    >>> quantities("111 tỷ USD", "vi")[0].value == quantities("US$111 billion", "en")[0].value
    True
    """
    text = unicodedata.normalize("NFC", text)
    found = GRAMMARS[language].read(tokens(text, language))
    places = spans(text, language) if found else ()
    return [quantity._replace(start=places[quantity.start][0], end=places[quantity.end - 1][1]) for quantity in found]


def same_value(en: str, vi: str) -> bool:
    """Do an English and a Vietnamese expression state the same quantities, in any order?

    >>> same_value("US$111 billion", "111 tỷ USD"), same_value("7.5 million", "7,5 tỷ")
    (True, False)
    """
    left, right = quantities(en, "en"), quantities(vi, "vi")
    return bool(left and right) and not unmatched(left, right) and not unmatched(right, left)
