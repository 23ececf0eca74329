"""The features: what is counted of a pair, each a number that is larger the more it speaks against the pair.

How much each tells is in `data/score.toml`: a curve for each feature, which may only fall.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.scoring.coverage import UNIT, Coverage
from corpus.scoring.pairs import Pairs
from corpus.scoring.piece import Block, largest, last, running, totals

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

# What is added to the sizes of short texts, so that one word of three is less sure a sign than ten of thirty
FEW_ITEMS = 6
FEW_NATS = 3.0
FEW_WORDS = 1
FEW_JUNCTIONS = 6
USUAL_STRENGTH = 1.0  # nats, of the junctions that a short text does not have
USUAL_RATIO = 0.064  # of the logarithms of the lengths in characters, Vietnamese over English
RATIO_VARIANCE = 0.02  # of long texts; news and lectures
RATIO_VARIANCE_SHORT = 1.2  # divided by the mean length


# --- is each side in its language?


def en_foreign(pairs: Pairs) -> Floats:
    """Share of the lower-case words of the English side that are no English; its function words count most."""
    block = pairs.en_pieces
    own = 2 * block.total("surely_english") + 2 * block.total("english_function") + block.total("shared")
    other = 2 * (block.total("vietnamese") + block.total("bare") + block.total("strange"))
    found: Floats = other / (other + own + 2 * FEW_WORDS)
    return found


def vi_foreign(pairs: Pairs) -> Floats:
    """Share of the lower-case words of the Vietnamese side that are no Vietnamese."""
    block = pairs.vi_pieces
    own = block.total("vietnamese") + block.total("bare")
    other = block.total("surely_english") + block.total("strange")
    found: Floats = other / (other + own + block.total("shared") + 2 * FEW_WORDS)
    return found


def en_strange(pairs: Pairs) -> Floats:
    """Foreign words of the English side beyond what its English words make up for; formulas and codes have few."""
    block = pairs.en_pieces
    own = block.total("surely_english") + block.total("english_function")
    other = block.total("vietnamese") + block.total("bare") + block.total("strange")
    found: Floats = np.maximum(other - own, 0).astype(np.float64)
    return found


def _english_runs(block: Block) -> tuple[Numbers, Numbers]:
    """At each piece the English words, and the function words among them, of the run that it ends."""
    english = block["surely_english"] + block["english_title"] + ((block["strange"] > 0) & (block["vietnamese"] == 0))
    going = (block["vietnamese"] == 0) & (block["bare"] == 0)
    return running(english, going, block.first), running(block["function_like"], going, block.first)


def english_run(pairs: Pairs) -> Floats:
    """Longest run of English words on the Vietnamese side, words: titles and terms as well as lines half translated."""
    runs, _ = _english_runs(pairs.vi_pieces)
    return largest(runs, pairs.vi_pieces.first).astype(np.float64)


def english_clause(pairs: Pairs) -> Floats:
    """The longest such run with a function word in it: running text, hardly a term."""
    runs, function = _english_runs(pairs.vi_pieces)
    return largest(np.where(function > 0, runs, 0), pairs.vi_pieces.first).astype(np.float64)


def bare(pairs: Pairs) -> Floats:
    """Share of the Vietnamese words that are syllables without marks, and hardly words as they stand."""
    block = pairs.vi_pieces
    found: Floats = block.total("unusual") / (block.pieces + FEW_WORDS)
    return found


def unknown(pairs: Pairs) -> Floats:
    """Share of the words of the Vietnamese side that are no syllables, or syllables that no known word has."""
    block = pairs.vi_pieces
    odd = block.total("strange")
    found: Floats = odd / (block.pieces + FEW_WORDS + 1)
    return found


# --- does each side say what the other says?


def chance(pairs: Pairs) -> Floats:
    """How much better chance explains what the two sides share than translation does, nats by the root of the items."""
    told = _told(pairs.en_cover) + _told(pairs.vi_cover)
    items = np.diff(pairs.en_cover.first) + np.diff(pairs.vi_cover.first)
    found: Floats = -told / UNIT / np.sqrt(np.maximum(items, FEW_ITEMS))
    return found


def _told(side: Coverage) -> Numbers:
    return side.total(np.where(side.missed, -side.cost, side.gain))


def _missed(side: Coverage) -> Numbers:
    return np.where(side.missed, np.maximum(side.cost, 0), 0)


def _missing_share(side: Coverage) -> Floats:
    found: Floats = side.total(_missed(side)) / (side.total(np.maximum(side.cost, 0)) + FEW_NATS * UNIT)
    return found


def en_share(pairs: Pairs) -> Floats:
    """Share of the information of the English side that has no counterpart."""
    return _missing_share(pairs.en_cover)


def vi_share(pairs: Pairs) -> Floats:
    """Share of the information of the Vietnamese side that has no counterpart."""
    return _missing_share(pairs.vi_cover)


def en_missing(pairs: Pairs) -> Floats:
    """Information of the English words without a counterpart, nats."""
    found: Floats = pairs.en_cover.total(_missed(pairs.en_cover)) / UNIT
    return found


def vi_missing(pairs: Pairs) -> Floats:
    """Information of the Vietnamese words without a counterpart, nats."""
    found: Floats = pairs.vi_cover.total(_missed(pairs.vi_cover)) / UNIT
    return found


def _gaps(side: Coverage) -> Numbers:
    return running(np.maximum(side.cost, 0), side.missed, side.first)


def en_gap(pairs: Pairs) -> Floats:
    """Most information in a row without a counterpart, English side, nats: what was left out in the middle."""
    found: Floats = largest(_gaps(pairs.en_cover), pairs.en_cover.first) / UNIT
    return found


def vi_gap(pairs: Pairs) -> Floats:
    """Most information in a row without a counterpart, Vietnamese side, nats: what was added."""
    found: Floats = largest(_gaps(pairs.vi_cover), pairs.vi_cover.first) / UNIT
    return found


def en_tail(pairs: Pairs) -> Floats:
    """Information at the end of the English side without a counterpart, nats: a translation that breaks off."""
    found: Floats = last(_gaps(pairs.en_cover), pairs.en_cover.first) / UNIT
    return found


def vi_tail(pairs: Pairs) -> Floats:
    """Information at the end of the Vietnamese side without a counterpart, nats."""
    found: Floats = last(_gaps(pairs.vi_cover), pairs.vi_cover.first) / UNIT
    return found


def en_values(pairs: Pairs) -> Floats:
    """Numbers, amounts and dates of the English side that are not stated in Vietnamese."""
    found: Floats = pairs.en_cover.missing("value").astype(np.float64)
    return found


def vi_values(pairs: Pairs) -> Floats:
    """Numbers, amounts and dates of the Vietnamese side that are not stated in English."""
    found: Floats = pairs.vi_cover.missing("value").astype(np.float64)
    return found


def en_names(pairs: Pairs) -> Floats:
    """Names, or their parts, of the English side that Vietnamese does not have."""
    found: Floats = pairs.en_cover.missing("name").astype(np.float64)
    return found


def vi_names(pairs: Pairs) -> Floats:
    """Names, or their parts, of the Vietnamese side that English does not have."""
    found: Floats = pairs.vi_cover.missing("name").astype(np.float64)
    return found


# --- is there as much on each side?


def _length(pairs: Pairs) -> Floats:
    ratio = np.array([math.log(v / e) for e, v in zip(pairs.en_length, pairs.vi_length, strict=True)])
    mean = np.sqrt((pairs.en_length * pairs.vi_length).astype(np.float64))
    found: Floats = (ratio - USUAL_RATIO) / np.sqrt(RATIO_VARIANCE + RATIO_VARIANCE_SHORT / mean)
    return found


def short(pairs: Pairs) -> Floats:
    """How much shorter than usual the Vietnamese side is, standard deviations."""
    found: Floats = np.maximum(-_length(pairs), 0.0)
    return found


def long(pairs: Pairs) -> Floats:
    """How much longer than usual the Vietnamese side is, standard deviations."""
    found: Floats = np.maximum(_length(pairs), 0.0)
    return found


def sentences(pairs: Pairs) -> Floats:
    """How many sentences more one side has than the other."""
    found: Floats = np.abs(pairs.vi_pieces.total("stops") - pairs.en_pieces.total("stops")).astype(np.float64)
    return found


# --- is the Vietnamese side Vietnamese as one writes it?


def order(pairs: Pairs) -> Floats:
    """How weakly neighbouring syllables of the Vietnamese side hold together, nats for each junction."""
    found: Floats = -(pairs.stream.strength / UNIT + FEW_JUNCTIONS * USUAL_STRENGTH) / (pairs.stream.junctions + FEW_JUNCTIONS)
    return found


def broken(pairs: Pairs) -> Floats:
    """Share of the junctions where the halves of a word stand turned round or apart."""
    return _of_junctions(pairs.stream.broken, pairs)


def near(pairs: Pairs) -> Floats:
    """Share of the junctions that would be a word with other marks."""
    return _of_junctions(pairs.stream.near, pairs)


def capitals(pairs: Pairs) -> Floats:
    """Share of the junctions with a capital that nothing asks for."""
    return _of_junctions(pairs.stream.stray_capitals, pairs)


def _of_junctions(part: Numbers, pairs: Pairs) -> Floats:
    found: Floats = part / (pairs.stream.junctions + FEW_JUNCTIONS)
    return found


def beginning(pairs: Pairs) -> Floats:
    """How unusual the first Vietnamese syllable is at the beginning, nats."""
    found: Floats = -pairs.stream.beginning / UNIT
    return found


def ending(pairs: Pairs) -> Floats:
    """How unusual the last Vietnamese syllable is at the end, nats: a text cut after "của"."""
    found: Floats = -pairs.stream.ending / UNIT
    return found


def loops(pairs: Pairs) -> Floats:
    """Share of the Vietnamese side that repeats three words that stood there before."""
    found: Floats = pairs.stream.repeated / (pairs.vi_pieces.pieces + 2)
    return found


def doubled(pairs: Pairs) -> Floats:
    """Syllables that stand twice in a row and make no word."""
    found: Floats = pairs.stream.doubled.astype(np.float64)
    return found


# --- is it well formed? These never decide alone.


def stops(pairs: Pairs) -> Floats:
    """Full stops on the Vietnamese side with a small letter after them, more than on the English side."""
    found: Floats = np.maximum(_small_after_stop(pairs.vi_pieces) - _small_after_stop(pairs.en_pieces), 0).astype(np.float64)
    return found


def _small_after_stop(block: Block) -> Numbers:
    follows = np.zeros(len(block.number), dtype=np.int64)
    follows[:-1] = (block["stops"][:-1] == 1) & (block["lower"][1:] == 1) & (block.text[1:] == block.text[:-1])
    return totals(follows, block.first)


def end_mark(pairs: Pairs) -> Floats:
    """Is the end mark another one (1), or missing on one side (2)?"""
    found: Floats = pairs.form[0].astype(np.float64)
    return found


def small_start(pairs: Pairs) -> Floats:
    """Does the Vietnamese side begin with a small letter, the English one with a capital?"""
    found: Floats = pairs.form[1].astype(np.float64)
    return found


def odd_signs(pairs: Pairs) -> Floats:
    """Faults with spaces, brackets, quotation marks and markup on the Vietnamese side alone."""
    found: Floats = pairs.form[2].astype(np.float64)
    return found


def all_capitals(pairs: Pairs) -> Floats:
    """Is the Vietnamese side alone all in capitals?"""
    found: Floats = pairs.form[3].astype(np.float64)
    return found


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature and the places where its curve may bend."""

    take: Callable[[Pairs], Floats]
    knots: tuple[float, ...]
    most: float = 8.0  # log-odds that it may take off: a limit for what is no proof


FORM = 1.2  # log-odds that a fault of form may take off
FEATURES: Mapping[str, Feature] = {
    "en_foreign": Feature(en_foreign, (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)),
    "vi_foreign": Feature(vi_foreign, (0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.25, 0.32, 0.45, 0.8)),
    "en_strange": Feature(en_strange, (0, 1, 2, 3, 5, 8)),
    "english_run": Feature(english_run, (2, 3, 4, 5, 6, 9)),
    "english_clause": Feature(english_clause, (0, 1, 2, 3, 4, 6, 9)),
    "bare": Feature(bare, (0, 0.03, 0.06, 0.1, 0.2, 0.4)),
    "unknown": Feature(unknown, (0, 0.04, 0.1, 0.2, 0.5)),
    "chance": Feature(chance, (-10, -7, -5, -3.5, -2, -1, 0, 1, 3, 6)),
    "en_share": Feature(en_share, (0.05, 0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 0.9)),
    "vi_share": Feature(vi_share, (0.05, 0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 0.9)),
    "en_missing": Feature(en_missing, (0, 2, 4, 8, 14, 22, 32)),
    "vi_missing": Feature(vi_missing, (0, 2, 4, 8, 14, 22, 32)),
    "en_gap": Feature(en_gap, (0, 1.5, 2.5, 4, 6, 9, 14, 22)),
    "vi_gap": Feature(vi_gap, (0, 1.5, 2.5, 4, 6, 9, 14, 22)),
    "en_tail": Feature(en_tail, (0, 1.5, 3, 5, 9, 15)),
    "vi_tail": Feature(vi_tail, (0, 1.5, 3, 5, 9, 15)),
    "en_values": Feature(en_values, (0, 1, 2, 3)),
    "vi_values": Feature(vi_values, (0, 1, 2, 3)),
    "en_names": Feature(en_names, (0, 1, 2, 4, 7)),
    "vi_names": Feature(vi_names, (0, 1, 2, 4, 7)),
    "short": Feature(short, (0, 0.5, 1, 1.5, 2, 2.7, 3.5, 5)),
    "long": Feature(long, (0, 0.5, 1, 1.5, 2, 2.7, 3.5, 5)),
    "sentences": Feature(sentences, (0, 1, 2)),
    "order": Feature(order, (-2, -1.5, -1.1, -0.8, -0.5, -0.2, 0.2)),
    "broken": Feature(broken, (0, 0.04, 0.08, 0.14, 0.25, 0.4)),
    "near": Feature(near, (0, 0.04, 0.08, 0.14, 0.25)),
    "capitals": Feature(capitals, (0, 0.04, 0.08, 0.14, 0.25)),
    "beginning": Feature(beginning, (-0.5, 0, 0.5, 1)),
    "ending": Feature(ending, (-0.5, 0, 0.5, 1, 1.5)),
    "loops": Feature(loops, (0, 0.06, 0.15, 0.4)),
    "doubled": Feature(doubled, (0, 1, 2), 2 * FORM),
    "stops": Feature(stops, (0, 1, 2), 2 * FORM),
    "end_mark": Feature(end_mark, (0, 1, 2), FORM),
    "small_start": Feature(small_start, (0, 1), FORM),
    "odd_signs": Feature(odd_signs, (0, 1, 2), FORM),
    "all_capitals": Feature(all_capitals, (0, 1), FORM),
}
