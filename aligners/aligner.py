"""From sentences to beads, and from a document to pairs."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from aligners.lattice import IMPOSSIBLE, Scores, Shape, Step, beads, best_path, posteriors
from aligners.likeness import likeness as score
from aligners.methods import METHODS, Method, Ratios
from corpus.bead import Bead
from corpus.document import Document
from corpus.errors import NotTranslations, UnknownName
from corpus.kind import is_agency
from corpus.language import detect
from corpus.layout import Layout, Region, Segment, find_layout
from corpus.likelihood import Floats
from corpus.pair import Pair
from corpus.sentence import Sentence, split_sentences

# How often each kind of bead is met, before anything is known of a document. Text that the layout itself pairs
# (a paragraph and its translation, a table row) loses sentences less often than it merges them.
OPEN: Mapping[Shape, float] = {
    (1, 1): 0.85, (1, 0): 0.04, (0, 1): 0.04, (1, 2): 0.03, (2, 1): 0.03, (2, 2): 0.0001, (1, 3): 0.001, (3, 1): 0.001,
}  # fmt: skip
PAIRED: Mapping[Shape, float] = {
    (1, 1): 0.90, (1, 0): 0.005, (0, 1): 0.005, (1, 2): 0.04, (2, 1): 0.04, (2, 2): 0.001, (1, 3): 0.004, (3, 1): 0.004,
}  # fmt: skip
LOCKED: Mapping[Shape, float] = {**PAIRED, (1, 0): 0.0002, (0, 1): 0.0002}  # a table row, a line with both languages
# A pair that scores less is exported as two unpaired sides: right pairs of our sample documents score from .02 on where
# the text is open, lower only where the layout itself pairs them (free renderings of a few words).
LEAST_SCORE_OPEN = 0.03
LEAST_SCORE_PAIRED = 0.002
LEAST_SURE = 0.2  # share of the least score that is enough for a sure bead
SURE = 0.95  # posterior of a bead whose neighbours leave no other place for it
PRIOR_BEADS = 20  # what the priors above count against the beads of the document itself
ROUNDS = 2  # of priors re-estimated from the beads
ACROSS = 4.0  # nats against a bead that joins sentences of two paragraphs
EQUAL_COUNTS = 10.0  # nats by which another path must beat all 1-1 where both sides have equally many sentences
WINDOW = 300  # sentences a side that are aligned at once; longer text is aligned window by window
KEPT = 0.6  # share of a window whose beads are kept before the next window starts


SENTENCES = ("split", "lines")


@dataclass(frozen=True, slots=True)
class Options:
    """How to align."""

    method: str = "lexical"  # one of METHODS
    sentences: str = "split"  # one of SENTENCES; "lines": each line is one sentence already
    layout: str | None = None  # one of LAYOUTS; None: find it


def align_sentences(
    en: Sequence[str],
    vi: Sequence[str],
    *,
    method: Method = METHODS["lexical"],
    priors: Mapping[Shape, float] = OPEN,
    paragraphs: tuple[Sequence[int], Sequence[int]] | None = None,
    barred: tuple[Sequence[bool], Sequence[bool]] | None = None,
) -> list[Bead]:
    """Best chain of beads over two lists of sentences: every sentence in exactly one bead, order kept.

    `paragraphs` numbers the paragraph of each sentence; beads rarely join two. `barred` marks sentences that pair
    with nothing. Up to `WINDOW` sentences a side time and memory grow with len(en) * len(vi), beyond linearly.

    >>> [bead.kind for bead in align_sentences(["One dog.", "Two cats."], ["Một con chó.", "Hai con mèo."])]
    ['1-1', '1-1']
    """
    found: list[Bead] = []
    i = j = 0
    ratio = len(vi) / max(len(en), 1)
    while i < len(en) or j < len(vi):
        i_end = min(len(en), i + WINDOW)
        j_end = min(len(vi), j + math.ceil(WINDOW * max(ratio, 0.5)) + WINDOW // 4)
        last = i_end == len(en) and j_end == len(vi)
        if len(en) - i <= WINDOW // 4 or len(vi) - j <= WINDOW // 4:
            i_end, j_end, last = len(en), len(vi), True
        window = _window(en, vi, slice(i, i_end), slice(j, j_end), method, priors, paragraphs, barred)
        kept = window if last else _kept(window, i_end - i, j_end - j)
        found.extend(Bead(_moved(b.en, i), _moved(b.vi, j), b.confidence) for b in kept)
        i += sum(len(bead.en) for bead in kept)
        j += sum(len(bead.vi) for bead in kept)
    return found


def _moved(indexes: range, by: int) -> range:
    return range(indexes.start + by, indexes.stop + by)


def _kept(window: list[Bead], rows: int, columns: int) -> list[Bead]:
    """The beads of the first part of a window, up to a sure one."""
    reach = next(
        (n for n, bead in enumerate(window) if bead.en.stop >= KEPT * rows or bead.vi.stop >= KEPT * columns),
        len(window),
    )
    sure = [n for n in range(reach) if window[n].kind == "1-1" and window[n].confidence > SURE]
    return window[: (sure[-1] + 1) if sure else max(reach, 1)]


def _window(
    en: Sequence[str],
    vi: Sequence[str],
    rows: slice,
    columns: slice,
    method: Method,
    priors: Mapping[Shape, float],
    paragraphs: tuple[Sequence[int], Sequence[int]] | None,
    barred: tuple[Sequence[bool], Sequence[bool]] | None,
) -> list[Bead]:
    own, other = en[rows], vi[columns]
    if not own or not other:
        return [Bead(range(n, n + 1), range(0)) for n in range(len(own))] + [
            Bead(range(0), range(n, n + 1)) for n in range(len(other))
        ]
    base = _bead_scores(method(own, other), len(own), len(other), priors)
    if paragraphs:
        _discourage_joins(base, paragraphs[0][rows], paragraphs[1][columns])
    if barred:
        _forbid(base, barred[0][rows], barred[1][columns])
    scores = _with_priors(base, priors)
    for _ in range(ROUNDS):
        path = best_path(scores, len(own), len(other))
        scores = _with_priors(base, _reestimated(path, priors))
    found = beads(scores, len(own), len(other))
    return _all_one_to_one(scores, found, len(own), len(other)) or found


def _with_priors(base: Scores, priors: Mapping[Shape, float]) -> dict[Shape, Floats]:
    return {shape: full + math.log(priors[shape]) for shape, full in base.items()}


def _bead_scores(ratios: Ratios, rows: int, columns: int, priors: Mapping[Shape, float]) -> dict[Shape, Floats]:
    """Log-likelihood ratio of each bead, laid out so that [i, j] is where it starts; beads that do not fit are barred."""
    found = {}
    for a, b in priors:
        full = np.full((rows + 1, columns + 1), IMPOSSIBLE)
        if a == 0 or b == 0:
            full[: rows + 1 - a, : columns + 1 - b] = 0.0
        elif a <= rows and b <= columns:
            full[: rows + 1 - a, : columns + 1 - b] = ratios(a, b)
        found[a, b] = full
    return found


def _discourage_joins(scores: Scores, en: Sequence[int], vi: Sequence[int]) -> None:
    """A bead that joins sentences of two paragraphs costs `ACROSS` nats for each border."""
    for (a, b), full in scores.items():
        for size, axis, numbers in ((a, 0, en), (b, 1, vi)):
            if size > 1 and len(numbers) >= size:
                places = np.asarray(numbers)
                crossed = ACROSS * (places[size - 1 :] - places[: len(places) - size + 1] > 0)
                part = full[: len(crossed), :] if axis == 0 else full[:, : len(crossed)]
                part -= crossed[:, None] if axis == 0 else crossed[None, :]


def _forbid(scores: Scores, en: Sequence[bool], vi: Sequence[bool]) -> None:
    for (a, b), full in scores.items():
        if not a or not b:
            continue
        for number in np.flatnonzero(en):
            full[max(number - a + 1, 0) : number + 1, :] = IMPOSSIBLE
        for number in np.flatnonzero(vi):
            full[:, max(number - b + 1, 0) : number + 1] = IMPOSSIBLE


def _reestimated(path: Sequence[Step], priors: Mapping[Shape, float]) -> dict[Shape, float]:
    counts = Counter(step.shape for step in path)
    total = sum(counts.values()) + PRIOR_BEADS
    return {shape: (counts[shape] + PRIOR_BEADS * prior) / total for shape, prior in priors.items()}


def _all_one_to_one(scores: Scores, found: Sequence[Bead], rows: int, columns: int) -> list[Bead] | None:
    """Where both sides count the same, the plain 1-1 path, unless the found one is clearly better."""
    if rows != columns or all(bead.kind == "1-1" for bead in found):
        return None
    best = sum(float(scores[len(b.en), len(b.vi)][b.en.start, b.vi.start]) for b in found)
    straight = float(np.trace(scores[1, 1]))
    if best - straight > EQUAL_COUNTS:
        return None
    path = [Step((1, 1), n, n) for n in range(rows)]
    sure = posteriors(scores, rows, columns, path)
    return [Bead(range(n, n + 1), range(n, n + 1), confidence) for n, confidence in enumerate(sure)]


# --- documents


def _method(options: Options) -> Method:
    if options.method not in METHODS:
        raise UnknownName("method", options.method, METHODS)
    if options.sentences not in SENTENCES:
        raise UnknownName("sentences", options.sentences, SENTENCES)
    return METHODS[options.method]


def align(en: Document | Sequence[str], vi: Sequence[str] | None = None, options: Options = Options()) -> list[Pair]:
    """Sentence pairs of a bilingual document, or of two lists of sentences.

    Text without a counterpart comes as a pair with one empty side. Of two lists each item is one sentence, and `options` only
    names the method. Raises `OneLanguage`, `UnknownLayout`
    and `NotTranslations`.

    >>> [(pair.en, pair.vi) for pair in align(["Thank you.", "Goodbye."], ["Cảm ơn bạn.", "Tạm biệt."])]
    [('Thank you.', 'Cảm ơn bạn.'), ('Goodbye.', 'Tạm biệt.')]
    """
    if isinstance(en, Document):
        return align_layout(find_layout(en, options.layout, wrapped=options.sentences == "split"), en.name, options)
    en, vi = ([unicodedata.normalize("NFC", text) for text in side] for side in (en, vi or ()))
    found = align_sentences(en, vi, method=_method(options))
    pairs = []
    for number, bead in enumerate(found, 1):
        texts = " ".join(en[n] for n in bead.en), " ".join(vi[n] for n in bead.vi)
        value = round(score(*texts), 4) if all(texts) else None
        lines = tuple(n + 1 for n in bead.en), tuple(n + 1 for n in bead.vi)
        pairs.append(Pair(*texts, value, bead.kind, "", *lines, id=str(number)))
    return pairs


@dataclass(frozen=True, slots=True)
class _Found:
    """A pair, or text without a counterpart, and where it stands."""

    place: tuple[int, int]  # line, offset
    pair: Pair
    may_pair: bool = True  # False: menus, credits, spam, and cells of a row, whose borders are the user's own


def align_layout(layout: Layout, name: str, options: Options = Options()) -> list[Pair]:
    """Sentence pairs of a document whose layout is known, and what is left over.

    In document order, or for two files in the order of the beads.
    """
    found = [item for region in layout.regions for item in _region_pairs(region, name, options)]
    if not _are_translations([item.pair for item in found]):
        counts = Counter(segment.language for segment in layout.segments)
        raise NotTranslations(name, counts["en"], counts["vi"])
    used = {id(segment) for region in layout.regions for segment in (*region.en, *region.vi)}
    for segment in layout.segments:
        if id(segment) not in used and segment.language in ("en", "vi"):
            found.extend(_alone(placed, name) for placed in _placed([segment], options))
    if layout.name != "two-files":
        found = _second_chance(sorted(found, key=lambda item: item.place), _method(options))
    return [replace(item.pair, id=str(number)) for number, item in enumerate(found, 1)]


SECOND_CHANCE = 0.8  # score of a pair of neighbours that the layout put into different regions


def _second_chance(found: Sequence[_Found], method: Method) -> list[_Found]:
    """Text without a counterpart between two pairs may translate its neighbour there, in whichever order they stand."""
    kept: list[_Found] = []
    for is_complete, run in groupby(found, key=lambda item: item.pair.is_complete):
        items = list(run)
        kept.extend(items if is_complete else _closed(items, method))
    return kept


def _closed(gap: list[_Found], method: Method) -> list[_Found]:
    en = [item for item in gap if item.pair.en and item.may_pair]
    vi = [item for item in gap if item.pair.vi and item.may_pair]
    paired: dict[int, _Found] = {}  # by the first of its items
    gone: set[int] = set()
    for bead in align_sentences([item.pair.en for item in en], [item.pair.vi for item in vi], method=method) if en and vi else ():
        items = [en[n] for n in bead.en] + [vi[n] for n in bead.vi]
        texts = " ".join(en[n].pair.en for n in bead.en), " ".join(vi[n].pair.vi for n in bead.vi)
        value = round(score(*texts), 4) if all(texts) else 0.0
        if value < SECOND_CHANCE or not _can_translate(*texts):
            continue
        first = min(items, key=lambda item: item.place)
        lines = [tuple(dict.fromkeys(k for item in items for k in getattr(item.pair, side))) for side in ("en_lines", "vi_lines")]
        paired[id(first)] = _Found(first.place, Pair(*texts, value, bead.kind, first.pair.doc, lines[0], lines[1]))
        gone.update(id(item) for item in items)
    return [paired.get(id(item), item) for item in gap if id(item) in paired or id(item) not in gone]


LEAST_PAIRED = 0.25  # share of the shorter side; below, and with no good pair among them, the texts are strangers
GOOD_SCORE = 0.9


def _are_translations(found: Sequence[Pair]) -> bool:
    paired = [pair for pair in found if pair.is_complete]
    shorter = min(sum(bool(pair.en) for pair in found), sum(bool(pair.vi) for pair in found))
    return bool(paired) and (len(paired) >= LEAST_PAIRED * shorter or any((pair.score or 0) >= GOOD_SCORE for pair in paired))


def _place(segment: Segment) -> tuple[int, int]:
    return segment.lines[0], segment.start


def _sentences(segment: Segment, options: Options) -> list[Sentence]:
    if options.sentences == "lines":
        return [Sentence(segment.text, segment.lines[0], 0, len(segment.text), segment.file)]
    return split_sentences(segment.text, segment.language, line=segment.lines[0], file=segment.file)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A sentence with the segment that it stands in."""

    sentence: Sentence
    segment: Segment
    paragraph: int


def _placed(segments: Sequence[Segment], options: Options) -> list[_Placed]:
    return [
        _Placed(sentence, segment, number) for number, segment in enumerate(segments) for sentence in _sentences(segment, options)
    ]


def _region_pairs(region: Region, name: str, options: Options) -> Iterator[_Found]:
    en, vi = _placed(region.en, options), _placed(region.vi, options)
    found = align_sentences(
        [placed.sentence.text for placed in en],
        [placed.sentence.text for placed in vi],
        method=_method(options),
        priors=LOCKED if region.locked else PAIRED if region.is_pair else OPEN,
        paragraphs=([placed.paragraph for placed in en], [placed.paragraph for placed in vi]),
        barred=(_strangers(en, "en"), _strangers(vi, "vi")),
    )
    least = 0.0 if region.locked else LEAST_SCORE_PAIRED if region.is_pair else LEAST_SCORE_OPEN
    for bead in found:
        left, right = [en[n] for n in bead.en], [vi[n] for n in bead.vi]
        if left and right:
            value = round(score(_text(left), _text(right)), 4)
            if (value >= least or (value >= least * LEAST_SURE and bead.confidence > SURE)) and _may_pair(left, right):
                yield _Found(_place(left[0].segment), _pair(left, right, value, name))
                continue
        for placed in (*left, *right):
            yield replace(_alone(placed, name), may_pair=not region.locked and placed.segment.kind.kind not in AROUND)


def _alone(placed: _Placed, name: str) -> _Found:
    """A sentence without a counterpart."""
    sides = ([placed], []) if placed.segment.language == "en" else ([], [placed])
    return _Found(_place(placed.segment), _pair(*sides, None, name), placed.segment.kind.kind not in AROUND)


AROUND = frozenset(("menu", "credit", "spam"))  # what stands around texts, in both languages perhaps, and is none


def _may_pair(left: Sequence[_Placed], right: Sequence[_Placed]) -> bool:
    """Menus, credits, spam and text that is the same on both sides are no translations; a date translates a date."""
    kinds = {placed.segment.kind.kind for placed in (*left, *right)}
    if kinds & AROUND or (len(kinds) > 1 and "dateline" in kinds):
        return False
    return _can_translate(_text(left), _text(right))


def _can_translate(en: str, vi: str) -> bool:
    """Both sides have words, and are neither the same nor only the name of an agency."""
    if is_agency(en) or is_agency(vi) or en.casefold() == vi.casefold():
        return False
    return any(c.isalpha() for c in en) and any(c.isalpha() for c in vi)


def _pair(left: Sequence[_Placed], right: Sequence[_Placed], value: float | None, name: str) -> Pair:
    return Pair(_text(left), _text(right), value, f"{len(left)}-{len(right)}", name, _lines(left), _lines(right))


def _strangers(placed: Sequence[_Placed], language: str) -> list[bool]:
    """Sentences that are surely in another language than their side: they pair with nothing."""
    guesses = detect(p.sentence.text for p in placed)
    others = {"en": ("vi", "other"), "vi": ("en", "other")}[language]
    return [
        guess.decided and guess.language in others and guess.score > 0.9 and len(p.sentence.text.split()) > 3
        for guess, p in zip(guesses, placed, strict=True)
    ]


def _text(placed: Sequence[_Placed]) -> str:
    """The text of neighbouring sentences: a slice of their segment where they share one, else joined by spaces."""
    if not placed:
        return ""
    if all(p.segment is placed[0].segment for p in placed):
        return placed[0].segment.text[placed[0].sentence.start : placed[-1].sentence.end]
    return " ".join(p.sentence.text for p in placed)


def _lines(placed: Sequence[_Placed]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for p in placed for number in p.segment.lines))
