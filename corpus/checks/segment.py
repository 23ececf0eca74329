"""A part of a text that the other side does not have: a clause, a phrase or a sentence.

What speaks for it is added up: what its words without a counterpart tell, and how much better the lengths of both sides
agree without it; less what the words tell that stand alone on the other side, for they may be its rendering.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from corpus.checks.coverage import told
from corpus.checks.readable import Span
from corpus.evidence import Analysis, knowledge, unknown_words
from corpus.sentence import split_sentences
from corpus.token import spans

BREAKS = {
    "en": re.compile(
        r"[,;:–—]\s|[.!?…][\"”’)]?\s+(?=[A-Z\"“])|(?<!\w)(?:and(?! (?:an? )?(?:half|quarter))|but|or|although|though|unless"
        r"|because|while|which|who|according|after|before|until|since|if|when|so|as|except|with|for|to)(?!\w)",
        re.IGNORECASE,
    ),
    "vi": re.compile(
        r"[,;:–—]\s|[.!?…][\"”’)]?\s+(?=\w)|(?<!\w)(?:và|với|để|nhưng|vì|khi|mà|nên|do|nhằm|cùng|sau|trước|nếu|rồi|hoặc|hay|tuy"
        r"|dù|theo|kèm|song|đồng thời|khiến|làm|nơi|bằng)(?!\w)",
        re.IGNORECASE,
    ),
}
SENTENCE_END = re.compile(r"[.!?…]")
WORD = re.compile(r"\w+")
USUAL_RATIO = math.log(1.22)  # Vietnamese syllables for an English word
RATIO_VARIANCE, RATIO_VARIANCE_SHORT = 0.03, 1.0  # the second is divided by the number of words
MOST_OF_LENGTH = 2.0  # nats that the lengths may add, for some translate tersely
ALONE, UNKNOWN = {"name": 1.0, "value": 1.0}, 1.3  # nats
LEAST_ITEMS = 2  # of a part
# nats for a part to be reported; the professional pairs have less, but one in some 700
CLAUSE, INNER, SENTENCE = 4.4, 5.0, 2.5


class Part(NamedTuple):
    """A part of a text."""

    start: int
    end: int
    items: range
    told: float  # at most: with hits that tell nothing


def segment_alone(own: Analysis, met: Sequence[bool], other: Analysis, met_there: Sequence[bool]) -> Span | None:
    """The part of a text that the other side does not have; of several the most telling one."""
    weights = _alone(own, met, other.tokens)
    if sum(weights) < SENTENCE - MOST_OF_LENGTH:
        return None
    parts = [part for part in _parts(own, weights) if part.told > SENTENCE - MOST_OF_LENGTH]
    if not parts:
        return None
    there = _alone(other, met_there, own.tokens)
    unknown = UNKNOWN * len(unknown_words(other))
    best, best_told = None, 0.0
    for part in parts:
        found = _own_share(own, part, weights, met, other) + _length(own, other, part)
        is_sentence = _is_sentence(own, other, part)
        least = SENTENCE if is_sentence else CLAUSE if part.end >= len(own.text.rstrip(' .!?…"”')) else INNER
        against = _at_the_end(other, met_there, there) if is_sentence and part.start else sum(there)
        over = found - against - unknown - least
        if over > best_told:
            best, best_told = part, over
    return (best.start, best.end) if best else None


def _at_the_end(other: Analysis, met: Sequence[bool], weights: Sequence[float]) -> float:
    """What may render the last sentence, for sentences keep their order: the words that stand last, or the last clause."""
    last = max((at for at, is_met in enumerate(met) if is_met), default=-1)
    tail = weights[last + 1 :]
    if tail and "," in other.text[other.items[last].end : other.items[last + 1].start]:
        return sum(tail) + CLAUSE
    return sum(tail)


def _alone(side: Analysis, met: Sequence[bool], other_tokens: int) -> list[float]:
    """What each item tells for being on this side only; nothing if it is met."""
    found = [0.0 if is_met else max(-weight, 0.0) for weight, is_met in zip(told(side, met, other_tokens), met, strict=True)]
    for at, (kind, _) in enumerate(side.types):
        if kind in ALONE and not met[at]:
            found[at] = ALONE[kind]
    return found


def _parts(own: Analysis, weights: Sequence[float]) -> list[Part]:
    """The parts between two breaks, or a break and the end, and the first sentence."""
    text = own.text
    end = len(text.rstrip(" .!?…"))
    breaks = [found.start() for found in BREAKS[own.language].finditer(text) if 0 < found.start() < end]
    if not breaks:
        return []
    where = spans(text, own.language)
    starts = [where[at][0] for at, slot in enumerate(own.slots) if slot]
    sums = list(accumulate(weights, initial=0.0))
    cuts = [sum([start < cut for start in starts]) for cut in (*breaks, end)]
    limits = [*breaks, end]
    found = [
        Part(limits[i], limits[j], range(cuts[i], cuts[j]), sums[cuts[j]] - sums[cuts[i]])
        for i in range(len(breaks))
        for j in range(i + 1, len(limits))
        if cuts[j] - cuts[i] >= LEAST_ITEMS
    ]
    first = next((at for at, cut in enumerate(breaks) if SENTENCE_END.match(text, cut)), None)
    if first is not None and cuts[first] >= LEAST_ITEMS:
        found.append(Part(0, breaks[first], range(cuts[first]), sums[cuts[first]]))
    return found


def _own_share(own: Analysis, part: Part, weights: Sequence[float], met: Sequence[bool], other: Analysis) -> float:
    """What the words of a part tell; a word that is met tells against it, unless its counterpart is that of another part too."""
    covering = knowledge().covering
    keys = [covering(slot[1], own.language) & other.keys if is_met else frozenset()
            for slot, is_met in zip(own.types, met, strict=True)]  # fmt: skip
    beside: set[str] = set()
    for at, found in enumerate(keys):
        if at not in part.items:
            beside |= found
    gains = told(own, met, other.tokens)
    return sum(weights[at] - (max(gains[at], 0.0) if keys[at] - beside else 0.0) for at in part.items)


def _length(own: Analysis, other: Analysis, part: Part) -> float:
    """How much better the lengths agree without a part, nats."""
    here, there = len(WORD.findall(own.text)), len(WORD.findall(other.text)) or 1
    rest = max(here - len(WORD.findall(own.text, part.start, part.end)), 1)
    direction = 1 if own.language == "vi" else -1
    whole, without = (direction * math.log(size / there) - USUAL_RATIO for size in (here, rest))
    variance = RATIO_VARIANCE + RATIO_VARIANCE_SHORT / max(here, there)
    return min((whole * whole - without * without) / (2 * variance), MOST_OF_LENGTH)


def _is_sentence(own: Analysis, other: Analysis, part: Part) -> bool:
    """Is a part a sentence, and has the other side fewer of them?"""
    if part.start and not SENTENCE_END.match(own.text, part.start):
        return False
    if part.end < len(own.text.rstrip(" .!?…")) and not SENTENCE_END.match(own.text, part.end):
        return False
    return len(split_sentences(own.text, own.language)) > len(split_sentences(other.text, other.language))
