"""How much likelier two pieces of text are as translations of each other than by chance: the hit/miss model.

Each item of one side is either hit (something that covers it stands on the other side) or missed. With h the rate at
which translations hit and q the chance of a hit in a text of that length, a hit tells log(h / q) and a miss
log((1 - h) / (1 - q)). q comes from the document itself: q = 1 - exp(-rate * tokens), where the rate counts in how many
sentences of the other side the item is hit at all. Both directions are summed. Rates h were set on development data
(NTREX-128 news, d2l textbook); the model is described in docs/alignment.md.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.evidence import Analysis, knowledge

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.intp]
Bools = npt.NDArray[np.bool_]
Shape = tuple[int, int]  # English and Vietnamese sentences of a bead

HIT = {"word": 0.68, "function": 0.70, "value": 0.92, "name": 0.55}  # English items
HIT_BACK = {"word": 0.60, "function": 0.60, "value": 0.92, "name": 0.55}  # Vietnamese items
WEIGHT = {"word": 1.0, "function": 0.5, "value": 1.0, "name": 1.0}
PRIOR_HITS = 0.4  # hits and tokens of a text seen before any: short articles need it
PRIOR_TOKENS = 670
SCALE = 0.7  # items are not independent
DOUBT = 0.8  # what a negative sum counts: free translation misses more than chance would
CHANCE = (1e-6, 0.98)
FREQUENT = 60  # cells that an item type would fill; above, a matrix product is quicker than a list of cells


@dataclass(frozen=True, slots=True)
class Ragged:
    """Numbers by sentence: those of sentence n are `values[first[n] : first[n + 1]]`."""

    values: Integers
    first: Integers

    def cells(self, sentences: range) -> tuple[Integers, Integers]:
        """The numbers of some neighbouring sentences, and which of them has each, counted from the first."""
        bounds = self.first[sentences.start : sentences.stop + 1]
        return self.values[bounds[0] : bounds[-1]], np.repeat(np.arange(len(sentences)), np.diff(bounds))


def _first(sizes: Sequence[int] | Integers) -> Integers:
    """Where each group of these sizes starts, and where the last ends."""
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.intp)])


@dataclass(frozen=True, slots=True)
class _Coded:
    """The analyses of one language as numbers, so that long texts fit into memory."""

    types: tuple[tuple[str, str], ...]  # kind and key of items, by number
    has: Ragged  # types by sentence, each once
    keys: Mapping[str, int]  # number by key
    offers: Ragged  # keys by sentence
    tokens: Floats  # by sentence


def _coded(analyses: Iterable[Analysis]) -> _Coded:
    types, keys = defaultdict[tuple[str, str], int](), defaultdict[str, int]()
    types.default_factory, keys.default_factory = types.__len__, keys.__len__
    has, offers = array("q"), array("q")
    has_sizes, offers_sizes, tokens = [], [], []
    for analysis in analyses:
        each = dict.fromkeys(map(types.__getitem__, analysis.types))
        has.extend(each)
        has_sizes.append(len(each))
        offers.extend(map(keys.__getitem__, analysis.keys))
        offers_sizes.append(len(analysis.keys))
        tokens.append(max(analysis.tokens, 1))
    return _Coded(
        tuple(types),
        Ragged(np.array(has, dtype=np.intp), _first(has_sizes)),
        keys,
        Ragged(np.array(offers, dtype=np.intp), _first(offers_sizes)),
        np.array(tokens, dtype=np.float64),
    )


@dataclass(frozen=True, slots=True)
class Side:
    """The sentences of one language of a document, as evidence against the other side."""

    has: Ragged  # item types by sentence
    hit: Ragged  # item types of this side by the sentence of the other side that covers them
    rate: Floats  # per type: hits for each token of the other side
    log_hit: Floats  # per type: log h
    log_miss: Floats  # per type: log (1 - h)
    weight: Floats  # per type
    other_tokens: Floats  # per sentence of the other side


def _spread(low: Integers, high: Integers) -> tuple[Integers, Integers]:
    """All places from low to high of each row: the row, and the place."""
    count = high - low
    end = np.cumsum(count)
    which = np.repeat(np.arange(len(count)), count)
    return which, np.arange(len(which)) + (low - end + count)[which]


def _covered(own: _Coded, other: _Coded, language: str) -> Ragged:
    """Item types of one side by key of the other side that covers them."""
    offered, covering = frozenset(other.keys), knowledge().covering
    cells = [
        (other.keys[cover], number) for number, (_, key) in enumerate(own.types) for cover in covering(key, language) & offered
    ]
    keys, types = np.array(cells, dtype=np.intp).reshape(-1, 2).T
    return Ragged(types[np.argsort(keys, kind="stable")], _first(np.bincount(keys, minlength=len(other.keys))))


def _side(own: _Coded, other: _Coded, language: str) -> Side:
    covered = _covered(own, other, language)
    offered, sentence = other.offers.cells(range(len(other.tokens)))
    which, place = _spread(covered.first[offered], covered.first[offered + 1])
    count = max(len(own.types), 1)
    sentence, hit = np.divmod(_unique(sentence[which] * count + covered.values[place]), count)
    rates = HIT if language == "en" else HIT_BACK
    probability = np.array([rates[kind] for kind, _ in own.types], dtype=np.float64)
    return Side(
        own.has,
        Ragged(hit, _first(np.bincount(sentence, minlength=len(other.tokens)))),
        (np.bincount(hit, minlength=len(own.types)) + PRIOR_HITS) / (other.tokens.sum() + PRIOR_TOKENS),
        np.log(probability),
        np.log1p(-probability),
        np.array([WEIGHT[kind] for kind, _ in own.types], dtype=np.float64),
        other.tokens,
    )


def _unique(cells: Integers) -> Integers:
    """Sorted, each once; plainer than `np.unique` and quicker for the few hundred cells of an article."""
    cells = np.sort(cells)
    return cells[np.concatenate([[True], cells[1:] != cells[:-1]])] if len(cells) else cells


def run_totals(values: Floats, size: int) -> Floats:
    """The sum of each run of `size` neighbours."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    found: Floats = sums[size:] - sums[:-size]
    return found


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of 1, 2 ... neighbouring sentences in one row: those of one sentence first."""

    count: int  # sentences
    longest: int  # sentences of the longest run

    @property
    def first(self) -> list[int]:
        """Place of the first run of size 1, 2 ..., and the number of all runs."""
        found = [0]
        for size in range(1, self.longest + 1):
            found.append(found[-1] + max(self.count - size + 1, 0))
        return found

    @property
    def total(self) -> int:
        """How many runs there are."""
        return self.first[-1]

    def sizes(self) -> Integers:
        """The number of sentences of each run."""
        return np.repeat(np.arange(1, self.longest + 1), np.diff(self.first))

    def of(self, size: int) -> slice:
        """The runs of a size, by their first sentence."""
        return slice(*self.first[size - 1 : size + 1])

    def cells(self, kinds: Integers, sentences: Integers) -> Integers:
        """Kind * number of runs + run, for every run that holds a sentence of the kind; sorted, each once."""
        first = self.first
        found = [kinds * first[-1] + sentences]
        for size in range(2, self.longest + 1):
            for shift in range(size):
                starts = sentences - shift
                fits = (starts >= 0) & (starts <= self.count - size)
                found.append((kinds * first[-1] + first[size - 1] + starts)[fits])
        return _unique(np.concatenate(found))

    def totals(self, values: Floats) -> Floats:
        """The sum over the sentences of each run."""
        return np.concatenate([run_totals(values, size) for size in range(1, self.longest + 1)])

    def any(self, values: Floats) -> Floats:
        """[run, ...]: the greatest value of the sentences of each run; values is [sentence, ...]."""
        parts = [values]
        for size in range(2, self.longest + 1):
            parts.append(np.maximum(parts[-1][:-1], values[size - 1 :]))
        return np.concatenate(parts)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some neighbouring sentences of both sides: which item types are where. Types are numbered anew, without gaps."""

    numbers: Integers  # per type: its number in the document
    types: Integers  # one for each sentence that has it ...
    rows: Integers  # ... and that sentence
    hits: Integers  # one for each sentence of the other side that covers it ...
    columns: Integers  # ... and that sentence

    def only(self, chosen: Bools) -> _Part:
        """Some of the types."""
        number = np.cumsum(chosen) - 1
        mine, theirs = chosen[self.types], chosen[self.hits]
        return _Part(
            self.numbers[chosen], number[self.types[mine]], self.rows[mine], number[self.hits[theirs]], self.columns[theirs]
        )


def _part(found: Side, own: range, other: range) -> _Part:
    types, rows = found.has.cells(own)
    hits, columns = found.hit.cells(other)
    is_here = np.zeros(len(found.rate), dtype=np.bool_)
    is_here[types] = True
    whole = _Part(np.arange(len(is_here)), types, rows, hits, columns)
    return whole.only(is_here)


def _told(found: Side, own: range, other: range, reach: Sequence[int]) -> Floats:
    """Log-likelihood ratio of all runs of `own` (rows) against all of `other`, one direction.

    `reach[k]` is the size of the longest run of the other side that is asked for with runs of k + 1 own sentences; what
    stands beyond has no meaning.
    """
    rows, columns = Runs(len(own), len(reach)), Runs(len(other), max(reach))
    tokens = columns.totals(found.other_tokens[other.start : other.stop])
    part = _part(found, own, other)
    count = len(part.numbers)
    is_frequent = np.bincount(part.types, minlength=count) * np.bincount(part.hits, minlength=count) > FREQUENT
    told = _frequent_told(found, part.only(is_frequent), rows, columns, tokens)
    _add_rare(told, found, part.only(~is_frequent), rows, columns, tokens, reach)
    return told


def _frequent_told(found: Side, part: _Part, rows: Runs, columns: Runs, tokens: Floats) -> Floats:
    """What item types with many cells tell, as a product of matrices."""
    has, hit = np.zeros((rows.count, len(part.numbers))), np.zeros((columns.count, len(part.numbers)))
    has[part.rows, part.types] = 1.0
    hit[part.columns, part.hits] = 1.0
    chance = np.clip(-np.expm1(-np.outer(tokens, found.rate[part.numbers])), *CHANCE)
    miss = found.log_miss[part.numbers] - np.log1p(-chance)
    gain = found.log_hit[part.numbers] - np.log(chance) - miss
    told: Floats = (rows.any(has) * found.weight[part.numbers]) @ (miss + columns.any(hit) * gain).T
    return told


def _add_rare(told: Floats, found: Side, part: _Part, rows: Runs, columns: Runs, tokens: Floats, reach: Sequence[int]) -> None:
    """What the many item types with few cells tell: first all as missed, then what each hit gains."""
    rate, weight = found.rate[part.numbers], found.weight[part.numbers]
    log_hit, log_miss = found.log_hit[part.numbers], found.log_miss[part.numbers]
    owner, row = np.divmod(rows.cells(part.types, part.rows), rows.total)
    missed = np.bincount(row, (weight * log_miss)[owner], rows.total)
    rates = np.bincount(row, (weight * rate)[owner], rows.total)
    told += missed[:, None] + rates[:, None] * tokens  # log (1 - h) - log (1 - q), and log (1 - q) is -rate * tokens

    covers = columns.cells(part.hits, part.columns)
    kind, column = np.divmod(covers, columns.total)
    expected = rate[kind] * tokens[column]
    gain = weight[kind] * (log_hit[kind] - np.log(np.clip(-np.expm1(-expected), *CHANCE)) - log_miss[kind] - expected)
    border = np.arange(len(part.numbers)) * columns.total
    begin = np.searchsorted(covers, border)
    end = np.stack([np.searchsorted(covers, border + columns.first[size]) for size in reach])
    which, place = _spread(begin[owner], end[rows.sizes()[row] - 1, owner])
    met = row[which] * columns.total + column[place]
    told += np.bincount(met, gain[place], told.size).reshape(told.shape)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Both sides of a document, ready to be asked about any two runs of sentences."""

    en: Side
    vi: Side

    def ratios(self, shapes: Iterable[Shape], en: range, vi: range) -> dict[Shape, Floats]:
        """Log-likelihood ratios, nats, of all beads of some shapes inside a part of the document.

        Row = first English sentence of a run, column = first Vietnamese one, both counted from the start of the part.
        """
        asked = [shape for shape in shapes if shape[0] <= len(en) and shape[1] <= len(vi)]
        if not asked:
            return {}
        en_reach, vi_reach = (_reach(asked, side) for side in (0, 1))
        both = _told(self.en, en, vi, en_reach) + _told(self.vi, vi, en, vi_reach).T
        scaled = np.where(both < 0, both * DOUBT, both) * SCALE
        rows, columns = Runs(len(en), len(en_reach)), Runs(len(vi), len(vi_reach))
        return {(a, b): scaled[rows.of(a), columns.of(b)] for a, b in asked}

    def meetings(self, most: int) -> tuple[Integers, Integers, Floats]:
        """Where rare items meet: English sentence, Vietnamese sentence, and what the items they share there tell, nats.

        Rare is an item that meets what covers it at no more than `most` places of the document. Each place comes once.
        """
        (en, vi, told), (vi_back, en_back, told_back) = (_rare_meetings(side, most) for side in (self.en, self.vi))
        columns = len(self.en.other_tokens)
        cells = np.concatenate([en * columns + vi, en_back * columns + vi_back])
        places, which = np.unique(cells, return_inverse=True)
        rows, columns_met = np.divmod(places, columns)
        return rows, columns_met, np.bincount(which, np.concatenate([told, told_back]), len(places)).astype(np.float64)


def _rare_meetings(found: Side, most: int) -> tuple[Integers, Integers, Floats]:
    part = _part(found, range(len(found.has.first) - 1), range(len(found.other_tokens)))
    count = len(part.numbers)
    has, hit = np.bincount(part.types, minlength=count), np.bincount(part.hits, minlength=count)
    part = part.only((hit > 0) & (has * hit <= most))
    first = _first(np.bincount(part.hits, minlength=len(part.numbers)))
    which, place = _spread(first[part.types], first[part.types + 1])
    kind, own = part.numbers[part.types[which]], part.rows[which]
    other = part.columns[np.argsort(part.hits, kind="stable")][place]
    chance = -np.expm1(-found.rate[kind] * found.other_tokens[other])
    told: Floats = found.weight[kind] * (found.log_hit[kind] - np.log(chance))
    return own, other, told


def _reach(shapes: Iterable[Shape], side: int) -> list[int]:
    """For own runs of 1, 2 ... sentences: the longest run of the other side in any of the shapes."""
    longest: dict[int, int] = {}
    for shape in shapes:
        longest[shape[side]] = max(longest.get(shape[side], 1), shape[1 - side])
    return [longest.get(size, 1) for size in range(1, max(longest) + 1)]


def evidence(en: Iterable[Analysis], vi: Iterable[Analysis]) -> Evidence:
    """The evidence of the sentences of a document against each other."""
    left, right = _coded(en), _coded(vi)
    return Evidence(_side(left, right, "en"), _side(right, left, "vi"))
