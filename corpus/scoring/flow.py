"""How Vietnamese syllables follow each other: what a translation in a wrong order, with wrong words or loops breaks.

A junction, two neighbouring syllables, is *known* where it stands inside a word of the lexicon or the gazetteer, or in the
texts that `data/flow.tsv` was counted in. Its strength is how much likelier the two stand together than apart. What is
not known is judged by classes: a frequent syllable (mostly a function word) is a class of its own, all others are one;
and by how open the two are to new neighbours: "siêu" is nearly always followed by the second half of a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.data import rows
from corpus.gazetteer import gazetteer
from corpus.lexicon import form, key, shipped
from corpus.scoring.piece import Block, totals
from corpus.syllable import fold, is_syllable

Numbers = npt.NDArray[np.int64]
Narrow = npt.NDArray[np.int32]

BEGIN, END, NUMBER, FOREIGN, UNKNOWN = "<", ">", "0", "*", "?"
MARKS = (BEGIN, END, NUMBER, FOREIGN, UNKNOWN)  # numbered before all syllables
SPECIAL = MARKS.index(FOREIGN)  # above are syllables
FREQUENT = 25  # times in the texts that were counted, for a syllable to be a class of its own
WORD_WEIGHT = 0.5  # of a word of the lexicon beside one meeting in a text
SMOOTH = 6.0  # meetings of two classes seen before any
DISCOUNT = 0.5  # of a meeting, for what was not met
STRONGEST = 6.0  # nats
WIDE = 1 << 17  # more than a vocabulary and a block have pieces; three of them and the number of a text fit in a whole number
UNIT = 1000  # strengths are whole numbers of thousandths of a nat


@dataclass(frozen=True, slots=True)
class Flow:
    """The table of syllables; strengths in thousandths of a nat."""

    numbers: dict[str, int]  # of syllables; those that are not here have the number of FOREIGN or of an unknown one
    size: int
    junctions: Narrow  # first * size + second, sorted
    strength: Numbers  # of each
    inside: Narrow  # those inside a word, sorted
    classes: Numbers  # of each syllable
    transition: Numbers  # [class, class] strength
    before: Numbers  # of each syllable: how open it is to an unknown syllable after it, at most 0
    after: Numbers  # and before it
    usual: frozenset[str]  # syllables that were met in texts or are words
    folded: Numbers  # of each syllable: number of its form without marks
    folded_words: Narrow  # sorted junctions of words, by numbers of forms without marks

    def number(self, core: str) -> int:
        """The number of what a piece holds."""
        found = self.numbers.get(form(core)) if core else None
        if found is not None:
            return found
        if any(map(str.isdigit, core)):
            return self.numbers[NUMBER]
        return self.numbers[UNKNOWN] if is_syllable(core) else self.numbers[FOREIGN]

    def is_usual(self, core: str) -> bool:
        """Is a syllable one that stands in Vietnamese text as it is written?"""
        return form(core) in self.usual

    def known(self, junctions: Numbers, otherwise: Numbers) -> tuple[npt.NDArray[np.bool_], Numbers]:
        """Which junctions are in the table, and the strength of each; of those that are not, the given one."""
        narrow = junctions.astype(np.int32)  # half the cache
        at = np.minimum(np.searchsorted(self.junctions, narrow), len(self.junctions) - 1)
        found = self.junctions[at] == narrow
        return found, np.where(found, self.strength[at], otherwise)

    def is_inside(self, junctions: Numbers) -> npt.NDArray[np.bool_]:
        """Which junctions stand inside a word."""
        return _contains(self.inside, junctions)


def _counted() -> Iterator[tuple[str, str, int]]:
    for first, followers in rows("flow.tsv"):
        for follower in followers.split(" "):
            second, _, times = follower.partition(":")
            yield first, second, int(times or 1)


def _words() -> set[str]:
    """Words of several syllables, as they are looked up."""
    found = {rendering for rendering in shipped().headwords if " " in rendering}
    found.update(key(name) for row in gazetteer() for name in row.vi if " " in name)
    return found


@cache
def flow() -> Flow:
    """The table of what songngu ships."""
    text = {(first, second): times for first, second, times in _counted()}
    met: Counter[tuple[str, str]] = Counter(text)
    inside: set[tuple[str, str]] = set()
    alone: Counter[str] = Counter()
    for word in _words():
        parts = word.split(" ")
        inside.update(zip(parts, parts[1:], strict=False))
    for pair in inside:
        met[pair] += WORD_WEIGHT  # type: ignore[assignment]
    for rendering in shipped().headwords:
        if " " not in rendering:
            alone[rendering] += 1
    numbers = {unit: at for at, unit in enumerate(dict.fromkeys((*MARKS, *(u for p in met for u in p), *alone)))}
    size = len(numbers)
    first = np.array([numbers[a] for a, _ in met], dtype=np.int64)
    second = np.array([numbers[b] for _, b in met], dtype=np.int64)
    times = np.array(list(met.values()), dtype=np.float64)
    in_word = np.array([pair in inside for pair in met], dtype=np.bool_)

    left, right = np.bincount(first, times, size), np.bincount(second, times, size)
    total = times.sum()
    left_types, right_types = np.bincount(first, minlength=size), np.bincount(second, minlength=size)
    loose = np.array([alone[unit] for unit in numbers], dtype=np.float64)
    open_after = (DISCOUNT * left_types + loose + 1) / (left + loose + 1)
    open_before = (DISCOUNT * right_types + loose + 1) / (right + loose + 1)

    frequency = np.bincount(first, [text.get(pair, 0) for pair in met], size)
    frequent = np.flatnonzero((frequency >= FREQUENT) | (np.arange(size) < 4))
    classes = np.full(size, len(frequent), dtype=np.int64)
    classes[frequent] = np.arange(len(frequent))
    kinds = len(frequent) + 1
    text_times = np.array([text.get(pair, 0) for pair in met], dtype=np.float64)
    table = np.zeros((kinds, kinds))
    np.add.at(table, (classes[first], classes[second]), text_times)
    rows_, columns = table.sum(1), table.sum(0)
    expected = np.outer(rows_, columns) / table.sum()
    transition = np.log((table + SMOOTH) / (expected + SMOOTH))

    together = (times - DISCOUNT * 0.5) * total / (left[first] * right[second])
    strength = np.maximum(np.log(together), transition[classes[first], classes[second]])
    junctions = first * size + second
    order = np.argsort(junctions)

    plain: dict[str, int] = {}
    folded = np.array([plain.setdefault(fold(unit), len(plain)) for unit in numbers], dtype=np.int64)
    folded_words = np.unique(folded[first[in_word]] * size + folded[second[in_word]]).astype(np.int32)
    return Flow(
        numbers,
        size,
        junctions[order].astype(np.int32),
        _whole(np.minimum(strength, STRONGEST))[order],
        np.sort(junctions[in_word]).astype(np.int32),
        classes,
        _whole(transition),
        _whole(np.log(np.minimum(open_after, 1))),
        _whole(np.log(np.minimum(open_before, 1))),
        frozenset((*(unit for pair in text for unit in pair), *alone)),
        folded,
        folded_words,
    )


def _contains(sorted_ones: Narrow, values: Numbers) -> npt.NDArray[np.bool_]:
    narrow = values.astype(np.int32)
    at = np.minimum(np.searchsorted(sorted_ones, narrow), len(sorted_ones) - 1)
    found: npt.NDArray[np.bool_] = sorted_ones[at] == narrow
    return found


def _whole(values: npt.NDArray[np.float64]) -> Numbers:
    return np.round(values * UNIT).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Stream:
    """The junctions of some texts: figures for each text."""

    junctions: Numbers  # between Vietnamese syllables with nothing but a space between
    strength: Numbers  # of them together, thousandths of a nat
    broken: Numbers  # halves of a word in the wrong order, or with a syllable between
    near: Numbers  # two syllables that would be a word with other marks
    beginning: Numbers  # how usual the first syllable is at the beginning, thousandths of a nat
    ending: Numbers  # and the last one at the end
    doubled: Numbers  # the same syllable twice, where that is no word
    stray_capitals: Numbers  # title case after a word that it does not go with
    repeated: Numbers  # three pieces in a row that stood there before


def stream(block: Block, table: Flow) -> Stream:
    """Read the junctions of Vietnamese texts."""
    count, texts = len(block.number), len(block.first) - 1
    if not count:
        return Stream(*[np.zeros(texts, dtype=np.int64) for _ in fields(Stream)])
    here = block["syllable"]
    following = _shifted(here, 1)
    last_ones = np.concatenate((block.text[1:] != block.text[:-1], [True]))
    first_ones = np.concatenate(([True], last_ones[:-1]))
    is_syllable_ = here > SPECIAL
    joined = ~last_ones & (block["closes"] == 0) & (_shifted(block["opens"], 1) == 0) & is_syllable_ & _shifted(is_syllable_, 1)
    classes = table.classes[here]
    next_classes = _shifted(classes, 1)
    strength = table.transition[classes, next_classes] + table.before[here] + table.after[following]
    places = np.flatnonzero(joined)
    known, strength[places] = table.known(here[places] * table.size + following[places], strength[places])
    is_known = np.zeros(count, dtype=np.bool_)
    is_known[places] = known
    places = places[~known]  # few lookups are left to do
    unknown = np.zeros(count, dtype=np.bool_)
    unknown[places] = True

    broken = np.zeros(count, dtype=np.int64)
    near = np.zeros(count, dtype=np.bool_)
    first, second, third = here[places], following[places], _shifted(here, 2)[places]
    turned = table.is_inside(second * table.size + first)
    apart = _shifted(joined, 1)[places] & table.is_inside(first * table.size + third)
    broken[places] = turned.astype(np.int64) + apart
    near[places] = _contains(table.folded_words, table.folded[first] * table.size + table.folded[second])

    begin, end = table.numbers[BEGIN], table.numbers[END]
    beginning = np.where(first_ones, table.transition[table.classes[begin], classes], 0)
    ending = np.where(last_ones, table.transition[classes, table.classes[end]], 0)
    after_known = np.concatenate(([False], is_known[:-1]))
    plain_before = np.concatenate(([False], joined[:-1]))
    stray = (block["capital"] == 1) & plain_before & ~after_known & ~is_known & is_syllable_
    figures: tuple[npt.NDArray[Any], ...] = (
        joined,
        np.where(joined, strength, 0),
        broken,
        near,
        beginning,
        ending,
        unknown & (here == following),
        stray,
    )
    return Stream(*[*(totals(figure, block.first) for figure in figures), _repeated(block, last_ones)])


def _shifted(values: npt.NDArray[Any], by: int) -> npt.NDArray[Any]:
    """The values of the pieces that follow."""
    found = np.zeros_like(values)
    found[:-by] = values[by:]
    return found


def _repeated(block: Block, last_ones: npt.NDArray[np.bool_]) -> Numbers:
    """How many times three pieces of a text have stood in it in this order before."""
    texts = len(block.first) - 1
    places = np.flatnonzero(~last_ones[:-1] & ~np.concatenate((last_ones[1:-1], [True])))
    numbers = block.number % WIDE
    threes = ((block.text[places] * WIDE + numbers[places]) * WIDE + numbers[places + 1]) * WIDE + numbers[places + 2]
    threes.sort()
    again = threes[1:][threes[1:] == threes[:-1]]
    return np.bincount(again // WIDE**3, minlength=texts).astype(np.int64)
