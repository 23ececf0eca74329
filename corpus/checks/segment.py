"""A part of a text that the other side does not have: a clause, a phrase or a sentence.

What speaks for it is added up: what its words without a counterpart tell, and how much better the lengths of both sides
agree without it; less what the words tell that stand alone on the other side, for they may be its rendering.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from corpus.checks.coverage import alone, told
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
CLOSING = ' .!?…"”’'
WORD = re.compile(r"\w+")
USUAL_RATIO = math.log(1.22)  # Vietnamese syllables for an English word
RATIO_VARIANCE, RATIO_VARIANCE_SHORT = 0.03, 1.0  # the second is divided by the number of words
MOST_OF_LENGTH = 2.0  # nats that the lengths may add, for some translate tersely
UNKNOWN = 1.3  # nats that a word tells which the lexicon does not know
LEAST_ITEMS = 2  # of a part
# nats for a part to be reported; the professional pairs have less, but one in some 700
CLAUSE, INNER, SENTENCE = 4.4, 5.0, 2.5
LITTLE, ALL_SAID = 0.3, 0.6  # where no more stands against it, so much less is enough


class Part(NamedTuple):
    """A part of a text."""

    start: int
    end: int
    items: range
    told: float  # by its words without a counterpart, nats


def segment_alone(own: Analysis, met: Sequence[bool], other: Analysis, met_there: Sequence[bool]) -> Span | None:
    """The part of a text that the other side does not have; of several the most telling one."""
    weights = alone(own, met, other.tokens)
    reach = sum(weights) + MOST_OF_LENGTH
    has_sentences = _stops(own.text) > _stops(other.text)
    if reach < (SENTENCE if has_sentences else CLAUSE) - ALL_SAID:
        return None
    there = alone(other, met_there, own.tokens)
    against = sum(there)
    if not has_sentences and reach < CLAUSE - ALL_SAID + against:
        return None
    parts = _parts(own, weights, (SENTENCE if has_sentences else CLAUSE + against) - MOST_OF_LENGTH - ALL_SAID)
    if not parts:
        return None
    has_sentences = has_sentences and len(split_sentences(own.text, own.language)) > len(
        split_sentences(other.text, other.language)
    )
    gains = _gains(own, met, other)
    unknown = UNKNOWN * len(unknown_words(other))
    end = len(own.text.rstrip(CLOSING))
    best, most_over = None, 0.0
    for part in parts:
        is_sentence = has_sentences and _is_sentence(own, part)
        least = SENTENCE if is_sentence else CLAUSE if part.end >= end else INNER
        beside = _at_the_end(other, met_there, there) if is_sentence and part.start else against
        if beside + unknown < LITTLE:
            least -= ALL_SAID
        over = part.told - gains(part) + _length(own, other, part) - beside - unknown - least
        if over > most_over:
            best, most_over = part, over
    return (best.start, best.end) if best else None


def _stops(text: str) -> int:
    """How many sentences seem to end inside a text?"""
    return text.count(". ") + text.count("? ") + text.count("! ")


def _at_the_end(other: Analysis, met: Sequence[bool], weights: Sequence[float]) -> float:
    """What may render the last sentence, for sentences keep their order: the words that stand last, or the last clause."""
    last = max((at for at, is_met in enumerate(met) if is_met), default=-1)
    tail = weights[last + 1 :]
    if tail and "," in other.text[other.items[last].end : other.items[last + 1].start]:
        return sum(tail) + CLAUSE
    return sum(tail)


def _parts(own: Analysis, weights: Sequence[float], least: float) -> list[Part]:
    """The parts between two breaks, or a break and the end, and the first sentence, that tell enough."""
    text = own.text
    end = len(text.rstrip(CLOSING))
    limits = [found.start() for found in BREAKS[own.language].finditer(text) if 0 < found.start() < end]
    if not limits:
        return []
    first = next((cut for cut in limits if SENTENCE_END.match(text, cut)), None)
    limits.append(end)
    where = spans(text, own.language)
    starts = [where[at][0] for at, slot in enumerate(own.slots) if slot]
    cuts = [bisect_left(starts, limit) for limit in limits]
    sums = list(accumulate(weights, initial=0.0))
    bounds = [(i, j) for i in range(len(limits) - 1) for j in range(i + 1, len(limits))]
    found = [
        Part(limits[i], limits[j], range(cuts[i], cuts[j]), sums[cuts[j]] - sums[cuts[i]])
        for i, j in bounds
        if sums[cuts[j]] - sums[cuts[i]] >= least
    ]
    if first is not None and sums[cuts[limits.index(first)]] >= least:
        found.append(Part(0, first, range(cuts[limits.index(first)]), sums[cuts[limits.index(first)]]))
    # mere names and numbers are told by other checks
    is_word = [slot[0] == "word" and weight > 0 for slot, weight in zip(own.types, weights, strict=True)]
    return [part for part in found if len(part.items) >= LEAST_ITEMS and any(is_word[at] for at in part.items)]


def _gains(own: Analysis, met: Sequence[bool], other: Analysis) -> Callable[[Part], float]:
    """What tells against a part: its words that are met, unless their counterpart is that of another part too."""
    covering = knowledge().covering
    weights = told(own, met, other.tokens)
    hits = {
        at: (covering(slot[1], own.language) & other.keys, max(weights[at], 0.0))
        for at, (slot, is_met) in enumerate(zip(own.types, met, strict=True))
        if is_met
    }

    def gain(part: Part) -> float:
        beside = set().union(*[keys for at, (keys, _) in hits.items() if at not in part.items])
        return sum(weight for at, (keys, weight) in hits.items() if at in part.items and keys - beside)

    return gain


def _length(own: Analysis, other: Analysis, part: Part) -> float:
    """How much better the lengths agree without a part, nats."""
    here, there = len(WORD.findall(own.text)), len(WORD.findall(other.text)) or 1
    rest = max(here - len(WORD.findall(own.text, part.start, part.end)), 1)
    direction = 1 if own.language == "vi" else -1
    whole, without = (direction * math.log(size / there) - USUAL_RATIO for size in (here, rest))
    variance = RATIO_VARIANCE + RATIO_VARIANCE_SHORT / max(here, there)
    return min((whole * whole - without * without) / (2 * variance), MOST_OF_LENGTH)


def _is_sentence(own: Analysis, part: Part) -> bool:
    """Does a part start and end where sentences do?"""
    starts = not part.start or SENTENCE_END.match(own.text, part.start)
    return bool(starts and (part.end >= len(own.text.rstrip(CLOSING)) or SENTENCE_END.match(own.text, part.end)))
