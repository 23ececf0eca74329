"""From a document to pairs."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from aligners.borders import Spot, Tie, TiesCross, fixed_beads
from aligners.likeness import likeness
from aligners.methods import METHODS, Method
from aligners.sentences import LOCKED, OPEN, PAIRED, SURE, align_sentences
from corpus.adequacy import score_all
from corpus.bead import Bead
from corpus.document import Document
from corpus.errors import NotTranslations, UnknownName
from corpus.kind import is_agency
from corpus.language import detect
from corpus.layout import Layout, Region, Segment, find_layout
from corpus.pair import Pair
from corpus.sentence import Sentence, split_sentences

# A pair that scores less is exported as two unpaired sides: right pairs of our sample documents score from .02 on where
# the text is open, lower only where the layout itself pairs them (free renderings of a few words).
LEAST_SCORE_OPEN = 0.03
LEAST_SCORE_PAIRED = 0.002
SURELY = 0.9  # score of a guess of a language
FEW_WORDS = 3  # that may be a name or a quotation
LEAST_SURE = 0.2  # share of the least score that is enough for a sure bead

SENTENCES = ("split", "lines")


@dataclass(frozen=True, slots=True)
class Options:
    """How to align."""

    method: str = "lexical"  # one of METHODS
    sentences: str = "split"  # one of SENTENCES; "lines": each line is one sentence already
    layout: str | None = None  # one of LAYOUTS; None: find it
    boundary: str | None = None  # regular expression of lines that begin the same part on both sides; no bead crosses
    ties: tuple[Tie, ...] = ()  # lines that pair because a person says so


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
        lines = tuple(n + 1 for n in bead.en), tuple(n + 1 for n in bead.vi)
        pairs.append(Pair(*texts, None, bead.kind, "", *lines, id=str(number), confidence=bead.confidence))
    return _scored(pairs)


def align_files(en: Document, vi: Document, options: Options = Options()) -> list[Bead]:
    """Beads of an English and a Vietnamese file, whose lines are taken as they are: no layout is looked for.

    They count the `file_sentences` of each. Raises `BordersDiffer` and `TiesCross`.
    """
    method = _method(options)
    left, right = file_sentences(en, "en", options), file_sentences(vi, "vi", options)
    texts = [sentence.text for sentence in left], [sentence.text for sentence in right]
    spots = [
        [Spot((sentence.line,), lines[sentence.line - 1].text if sentence.start == 0 else "") for sentence in side]
        for side, lines in ((left, en.lines), (right, vi.lines))
    ]
    return align_sentences(
        *texts,
        method=method,
        paragraphs=None if options.sentences == "lines" else ([s.line for s in left], [s.line for s in right]),
        barred=(_strangers(texts[0], ("vi",)), _strangers(texts[1], ("en",))),
        fixed=fixed_beads(spots[0], spots[1], options.boundary, options.ties),
    )


def file_sentences(document: Document, language: str, options: Options) -> list[Sentence]:
    """The sentences of a file in one language; with `sentences="lines"` its lines, empty ones too."""
    if options.sentences == "lines":
        return [Sentence(line.text, line.number, 0, len(line.text)) for line in document.lines]
    return [sentence for line in document.lines for sentence in split_sentences(line.text, language, line=line.number)]


@dataclass(frozen=True, slots=True)
class _Found:
    """A pair, or text without a counterpart, and where it stands."""

    place: tuple[int, int]  # line, offset
    pair: Pair
    may_pair: bool = True  # False: menus, credits, spam, and cells of a row, whose borders are the user's own


def align_layout(layout: Layout, name: str, options: Options = Options()) -> list[Pair]:
    """Sentence pairs of a document whose layout is known, and what is left over.

    In document order, or for two files in the order of the beads, or for subtitles in that of their times.
    """
    _check_ties(layout, options.ties)
    found = [item for region in layout.regions for item in _region_pairs(region, name, options)]
    if not _are_translations([item.pair for item in found]):
        counts = Counter(segment.language for segment in layout.segments)
        raise NotTranslations(name, counts["en"], counts["vi"])
    used = {id(segment) for region in layout.regions for segment in (*region.en, *region.vi)}
    for segment in layout.segments:
        if id(segment) not in used and segment.language in ("en", "vi"):
            found.extend(_alone(placed, name) for placed in _placed([segment], options))
    if layout.name not in ("two-files", "times"):
        found = _second_chance(sorted(found, key=lambda item: item.place), _method(options))
    return _scored([replace(item.pair, id=str(number)) for number, item in enumerate(found, 1)])


def _scored(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs with the score of each as a translation; until here it was how alike its sides are."""
    scores = score_all([pair.en for pair in pairs], [pair.vi for pair in pairs])
    return [replace(pair, score=round(value, 4)) if pair.is_complete else pair for pair, value in zip(pairs, scores, strict=True)]


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
        value = round(likeness(*texts), 4) if all(texts) else 0.0
        if value < SECOND_CHANCE or not _can_translate(*texts):
            continue
        first = min(items, key=lambda item: item.place)
        lines = [tuple(dict.fromkeys(k for item in items for k in getattr(item.pair, side))) for side in ("en_lines", "vi_lines")]
        pair = Pair(*texts, value, bead.kind, first.pair.doc, lines[0], lines[1], confidence=bead.confidence)
        paired[id(first)] = _Found(first.place, pair)
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
    boundary = None if region.is_pair else options.boundary
    fixed = fixed_beads(_spots(en), _spots(vi), boundary, [tie for tie in options.ties if _is_in(tie, region)])
    found = align_sentences(
        [placed.sentence.text for placed in en],
        [placed.sentence.text for placed in vi],
        method=_method(options),
        priors=LOCKED if region.locked else PAIRED if region.is_pair else OPEN,
        paragraphs=([placed.paragraph for placed in en], [placed.paragraph for placed in vi]),
        barred=(
            _strangers([placed.sentence.text for placed in en], ("vi", "other")),
            _strangers([placed.sentence.text for placed in vi], ("en", "other")),
        ),
        fixed=fixed,
    )
    least = 0.0 if region.locked else LEAST_SCORE_PAIRED if region.is_pair else LEAST_SCORE_OPEN
    for bead in found:
        left, right = [en[n] for n in bead.en], [vi[n] for n in bead.vi]
        if left and right:
            value = round(likeness(_text(left), _text(right)), 4)
            is_enough = value >= least or (value >= least * LEAST_SURE and bead.confidence > SURE)
            if bead in fixed or (is_enough and _may_pair(left, right)):
                yield _Found(_place(left[0].segment), _pair(left, right, value, name, bead.confidence))
                continue
        sure = 1.0 - bead.confidence if left and right else bead.confidence
        for placed in (*left, *right):
            yield replace(_alone(placed, name, sure), may_pair=not region.locked and placed.segment.kind.kind not in AROUND)


def _is_in(tie: Tie, region: Region) -> bool:
    sides = ((tie.en, region.en), (tie.vi, region.vi))
    return all(any(not set(lines).isdisjoint(segment.lines) for segment in segments) for lines, segments in sides)


def _check_ties(layout: Layout, ties: Sequence[Tie]) -> None:
    for tie in ties:
        if not any(_is_in(tie, region) for region in layout.regions):
            raise TiesCross(tie, "there is no text of both languages in them that the layout lets pair")


def _spots(side: Sequence[_Placed]) -> list[Spot]:
    return [Spot(placed.segment.lines, placed.segment.text if placed.sentence.start == 0 else "") for placed in side]


def _alone(placed: _Placed, name: str, confidence: float | None = None) -> _Found:
    """A sentence without a counterpart."""
    sides = ([placed], []) if placed.segment.language == "en" else ([], [placed])
    return _Found(_place(placed.segment), _pair(*sides, None, name, confidence), placed.segment.kind.kind not in AROUND)


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


def _pair(
    left: Sequence[_Placed], right: Sequence[_Placed], value: float | None, name: str, confidence: float | None = None
) -> Pair:
    kind = f"{len(left)}-{len(right)}"
    lines, span = (_lines(left), _lines(right)), _span((*left, *right))
    return Pair(_text(left), _text(right), value, kind, name, *lines, span=span, confidence=confidence)


def _span(placed: Sequence[_Placed]) -> tuple[int, int] | None:
    spans = [p.segment.span for p in placed if p.segment.span]
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def _strangers(texts: Sequence[str], others: Sequence[str]) -> list[bool]:
    """Empty lines, and sentences that are surely in one of some languages that their side is not: they pair with nothing."""
    return [
        not text.strip()
        or (guess.decided and guess.language in others and guess.score > SURELY and len(text.split()) > FEW_WORDS)
        for guess, text in zip(detect(texts), texts, strict=True)
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
