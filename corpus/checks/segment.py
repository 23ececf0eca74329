"""A part of a text that the other side does not have: a clause, a phrase or a sentence.

What speaks for it is added up: what its words without a counterpart tell, and how much better the lengths of both sides
agree without it; less what the words tell that stand alone on the other side, for they may be its rendering.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from corpus.checks.coverage import alone, told
from corpus.checks.readable import Span
from corpus.evidence import NUMBER_WORDS, Analysis, knowledge, unknown_words
from corpus.sentence import split_sentences
from corpus.token import spans

SENTENCE_ENDS = frozenset(".!?…")
CLAUSE_MARKS = frozenset(",;:–—")
LINKS = {  # words that a part may start with
    "en": frozenset(
        ("and", "but", "or", "although", "though", "unless", "because", "while", "which", "who", "according", "after", "before",
         "until", "since", "if", "when", "so", "as", "except", "with", "for", "to", "including", "plus")
    ),
    "vi": frozenset(
        ("và", "với", "để", "nhưng", "vì", "khi", "mà", "nên", "do", "nhằm", "cùng", "sau", "trước", "nếu", "rồi", "hoặc", "hay",
         "tuy", "dù", "theo", "kèm", "song", "đồng", "khiến", "làm", "nơi", "bằng")
    ),
}  # fmt: skip
OF_NUMBERS = NUMBER_WORDS | {"a", "an", "half", "quarter"}  # "two and a half hours", "a hundred and ten" say one thing
USUAL_RATIO = math.log(1.22)  # Vietnamese syllables for an English word
RATIO_VARIANCE, RATIO_VARIANCE_SHORT = 0.03, 1.0  # the second is divided by the number of words
MOST_OF_LENGTH = 2.0  # nats that the lengths may add, for some translate tersely
UNKNOWN = 1.3  # nats that a word tells which the lexicon does not know
LEAST_ITEMS = 2  # of a part
# nats for a part to be reported; one in 700 of the professional pairs has more
CLAUSE, INNER, SENTENCE = 4.4, 5.0, 2.5
LITTLE, ALL_SAID = 0.3, 0.6  # where no more stands against it, so much less is enough


class Part(NamedTuple):
    """A part of a text, by the numbers of its tokens and items."""

    tokens: range
    items: range
    told: float  # by its words without a counterpart, nats


def segment_alone(own: Analysis, met: Sequence[bool], other: Analysis, met_there: Sequence[bool]) -> Span | None:
    """The part of a text that the other side does not have; of several the most telling one."""
    has_sentences = _stops(own.text) > _stops(other.text)
    if not has_sentences and met.count(False) <= met_there.count(False):
        return None
    weights = alone(own, met, other.tokens)
    of_length = _of_length(own, other)
    reach = sum(weights) + of_length + ALL_SAID
    if reach < (SENTENCE if has_sentences else CLAUSE):
        return None
    there = alone(other, met_there, own.tokens)
    against = sum(there)
    least = SENTENCE if has_sentences else CLAUSE + against
    if reach < least:
        return None
    where = spans(own.text, own.language)
    end = _end(own.text, where)
    parts = _parts(own, where[:end], weights, least - of_length - ALL_SAID)
    if not parts:
        return None
    has_sentences = has_sentences and len(split_sentences(own.text, own.language)) > len(
        split_sentences(other.text, other.language)
    )
    gains = _gains(own, met, other)
    unknown = UNKNOWN * len(unknown_words(other))
    best, most_over = None, 0.0
    for part in parts:
        is_sentence = has_sentences and _is_sentence(own.text, where, part, end)
        needed = SENTENCE if is_sentence else CLAUSE if part.tokens.stop == end else INNER
        beside = _at_the_end(other, met_there, there) if is_sentence and part.tokens.start else against
        if beside + unknown < LITTLE:
            needed -= ALL_SAID
        over = part.told - gains(part) + _of_length(own, other, len(part.tokens)) - beside - unknown - needed
        if over > most_over:
            best, most_over = part, over
    if best is None:
        return None
    stop = where[best.tokens.stop][0] if best.tokens.stop < end else where[end - 1][1]
    start = best.tokens.start + (own.text[where[best.tokens.start][0]] in SENTENCE_ENDS)
    return where[start][0], stop


def _stops(text: str) -> int:
    """How many sentences seem to end inside a text?"""
    return text.count(". ") + text.count("? ") + text.count("! ")


def _end(text: str, where: Sequence[Span]) -> int:
    """The token after the last word."""
    end = len(where)
    while end and not text[where[end - 1][0]].isalnum():
        end -= 1
    return end


def _of_length(own: Analysis, other: Analysis, tokens: int | None = None) -> float:
    """How much better the lengths agree without so many tokens, nats; how much they may without any."""
    here, there = own.tokens, other.tokens or 1
    direction = 1 if own.language == "vi" else -1
    whole = direction * math.log(here / there) - USUAL_RATIO
    rest = direction * math.log(max(here - tokens, 1) / there) - USUAL_RATIO if tokens is not None else 0.0
    return min((whole * whole - rest * rest) / (2 * (RATIO_VARIANCE + RATIO_VARIANCE_SHORT / max(here, there))), MOST_OF_LENGTH)


def _parts(own: Analysis, where: Sequence[Span], weights: Sequence[float], least: float) -> list[Part]:
    """The parts between two breaks, or a break and the end, and the first sentence, that tell enough."""
    limits = [at for at in range(1, len(where)) if _is_break(own, where, at)]
    if not limits:
        return []
    limits.append(len(where))
    items = [at for at, slot in enumerate(own.slots) if slot]
    cuts = [bisect_left(items, limit) for limit in limits]
    sums = list(accumulate(weights, initial=0.0))
    bounds = [(i, j) for i in range(len(limits) - 1) for j in range(i + 1, len(limits))]
    found = [
        Part(range(limits[i], limits[j]), range(cuts[i], cuts[j]), sums[cuts[j]] - sums[cuts[i]])
        for i, j in bounds
        if sums[cuts[j]] - sums[cuts[i]] >= least
    ]
    first = next((i for i, at in enumerate(limits[:-1]) if own.text[where[at][0]] in SENTENCE_ENDS), None)
    if first is not None and sums[cuts[first]] >= least:
        found.append(Part(range(limits[first]), range(cuts[first]), sums[cuts[first]]))
    # mere names and numbers are told by other checks
    is_word = [weight > 0 and slot[0] in ("word", "function") for slot, weight in zip(own.types, weights, strict=True)]
    return [part for part in found if sum(is_word[part.items.start : part.items.stop]) >= LEAST_ITEMS]


def _is_break(own: Analysis, where: Sequence[Span], at: int) -> bool:
    """May a part start or end at a token?"""
    text, (start, end) = own.text, where[at]
    token = text[start:end]
    if token in SENTENCE_ENDS:
        return at + 1 < len(where) and text[end : end + 1].strip() == "" and not text[where[at + 1][0]].islower()
    between = text[where[at - 1][1] : start]
    if between != " " and not CLAUSE_MARKS.isdisjoint(between) and between[-1:].isspace():
        return True
    if token.lower() not in LINKS[own.language]:
        return False
    return token != "and" or at + 1 == len(where) or text[slice(*where[at + 1])] not in OF_NUMBERS


def _gains(own: Analysis, met: Sequence[bool], other: Analysis) -> Callable[[Part], float]:
    """What tells against a part: its words that are met, unless their counterpart is that of another part too."""
    covering = knowledge().covering
    weights = told(own, met, other.tokens)
    items = {slot[1] for slot in other.slots if slot}
    hits = {}
    for at, ((kind, key), is_met) in enumerate(zip(own.types, met, strict=True)):
        if is_met:
            keys = covering(key, own.language) & other.keys
            inside = kind in ("word", "function") and keys.isdisjoint(items)  # of a word of several syllables: phí, "miễn phí"
            hits[at] = keys, 0.0 if inside else max(weights[at], 0.0)

    def gain(part: Part) -> float:
        beside = set().union(*[keys for at, (keys, _) in hits.items() if at not in part.items])
        return sum(weight for at, (keys, weight) in hits.items() if at in part.items and keys - beside)

    return gain


def _is_sentence(text: str, where: Sequence[Span], part: Part, end: int) -> bool:
    """Does a part start and end where sentences do?"""
    start, stop = part.tokens.start, part.tokens.stop
    return (not start or text[where[start][0]] in SENTENCE_ENDS) and (stop == end or text[where[stop][0]] in SENTENCE_ENDS)


def _at_the_end(other: Analysis, met: Sequence[bool], weights: Sequence[float]) -> float:
    """What may render the last sentence, for sentences keep their order: the words that stand last, or the last clause."""
    last = max((at for at, is_met in enumerate(met) if is_met), default=-1)
    tail = weights[last + 1 :]
    if tail and "," in other.text[other.items[last].end : other.items[last + 1].start]:
        return sum(tail) + CLAUSE
    return sum(tail)
