"""A block of pairs, read once: what the features are taken from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from corpus.evidence import Analysis, knowledge
from corpus.scoring.coverage import Coverage, cover
from corpus.scoring.flow import Stream, flow, stream
from corpus.scoring.piece import Block, Vocabulary

Numbers = npt.NDArray[np.int64]

END_MARKS = frozenset(".?!…:;,")
AFTER_MARK = " ”\"'’»)]*"  # what may stand after the mark at the end
ALIKE = frozenset(".!…")  # Vietnamese has far fewer exclamation marks
MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:\w+|#\d+);")


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of texts (NFC, no side empty) and what is known of them; arrays hold a figure for each pair."""

    en: Sequence[str]
    vi: Sequence[str]
    en_cover: Coverage
    vi_cover: Coverage
    en_pieces: Block
    vi_pieces: Block
    stream: Stream
    en_length: Numbers  # characters
    vi_length: Numbers
    form: Numbers  # [4, pair]: faults of form of the Vietnamese side, see `_form`


@cache
def _vocabularies() -> tuple[Vocabulary, Vocabulary]:
    return Vocabulary(lambda core: 0, lambda core: False), Vocabulary(flow().number, flow().is_usual)


def read(en: Sequence[str], vi: Sequence[str], en_found: Sequence[Analysis], vi_found: Sequence[Analysis]) -> Pairs:
    """Read pairs of texts (NFC) and their analyses."""
    own, other = _vocabularies()
    known = knowledge()
    met = list(map(known.meet, en_found, vi_found))
    en_tokens, vi_tokens = (np.array([found.tokens for found in side], dtype=np.int64) for side in (en_found, vi_found))
    vi_pieces = other.block([_in_lower_case(text) for text in vi])
    return Pairs(
        en,
        vi,
        cover(en_found, [pair.en for pair in met], known, vi_tokens),
        cover(vi_found, [pair.vi for pair in met], known, en_tokens),
        own.block([_in_lower_case(text) for text in en]),
        vi_pieces,
        stream(vi_pieces, flow()),
        np.fromiter(map(len, en), np.int64, len(en)),
        np.fromiter(map(len, vi), np.int64, len(vi)),
        np.array([_form(one, two) for one, two in zip(en, vi, strict=True)], dtype=np.int64).T,
    )


def _in_lower_case(text: str) -> str:
    """In a heading in capitals case says nothing."""
    return text.lower() if text.isupper() else text


def _form(en: str, vi: str) -> tuple[int, int, int, int]:
    """Faults of form: the end mark differs, a small letter begins, spaces or brackets or markup that English does not have."""
    return _end_differs(en, vi), _begins_small(en, vi), _odd(en, vi), _case(en, vi)


def _end_differs(en: str, vi: str) -> int:
    """0: the same; 1: another mark; 2: one has none."""
    if en[-1] == vi[-1]:
        return 0
    one, two = (text.rstrip(AFTER_MARK)[-1:] for text in (en, vi))
    marked = (one in END_MARKS) + (two in END_MARKS)
    if marked < 2:
        return 2 * marked
    return int(one != two and not ALIKE.issuperset((one, two)))


def _begins_small(en: str, vi: str) -> int:
    return int(vi[0].islower() and en[0].isupper())


def _odd(en: str, vi: str) -> int:
    found = 0
    if ("  " in vi or " ," in vi or " ." in vi) and "  " not in en:
        found += 1
    if ("<" in vi or "&" in vi) and len(MARKUP.findall(vi)) > len(MARKUP.findall(en)):
        found += 1
    if ("(" in vi) + ("[" in vi) != (")" in vi) + ("]" in vi) or _quotes(vi) % 2 != _quotes(en) % 2:
        found += 1
    return found


def _quotes(text: str) -> int:
    return sum(map(text.count, '"“”'))


def _case(en: str, vi: str) -> int:
    return int(vi.isupper() and not en.isupper())
