"""What people read on the terminal: the overview of a document, pairs as a table, what is left over."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aligners import Options, align_layout
from corpus.document import Document
from corpus.errors import CorpusError, OneLanguage
from corpus.kind import classify
from corpus.language import detect
from corpus.layout import Layout, Segment, fill, find_layout, segments
from corpus.pair import Pair, lines_text
from exports.count import count_of

if TYPE_CHECKING:
    from corpus.evidence import Analysis, Item

SHOWN = 60  # characters of a line


def overview(document: Document, wanted: str | None) -> Iterator[str]:
    """Lines that say what a document holds and how it was understood."""
    for source in document.sources:
        marks = [
            *([] if source.format == "text" else [source.format.upper()]),
            source.encoding.upper(),
            *(["byte order mark"] if source.bom else []),
            "NFC" if source.nfc else "not NFC (read as NFC)",
        ]
        yield f"{source.name}: {', '.join(marks)}"
        if source.suspect:
            yield f"{source.name}: reads better as {source.suspect}; --encoding auto decodes it"
    try:
        layout = find_layout(document, wanted)
    except OneLanguage as error:
        found = fill(segments(document)[0])
        yield f"lines: {_counts(found)}"
        yield f"layout: monolingual; {str(error).removeprefix(f'{document.name}: ')}"
        yield from _lines(document, found, {})
        return
    yield f"lines: {_counts(layout.segments)}"
    yield f"layout: {layout.name} ({layout.confidence:.2f}): {layout.reason}"
    try:
        pairs = align_layout(layout, document.name, Options())
    except CorpusError as error:
        yield f"pairs: none; {str(error).removeprefix(f'{document.name}: ')}"
        yield from _lines(document, layout.segments, {})
        return
    kinds = Counter(pair.kind for pair in pairs if pair.is_complete)
    yield f"pairs: {sum(kinds.values())} ({listed(kinds)})"
    partners = _partners(pairs)
    alone = [
        s for s in layout.segments if not any(partners.get((s.language, line)) for line in s.lines) and s.language in ("en", "vi")
    ]
    yield f"lines without partner: {lines_text(line for s in alone for line in s.lines) or 'none'}"
    yield from _lines(document, layout.segments, partners)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _counts(found: Sequence[Segment]) -> str:
    names = {"en": "English", "vi": "Vietnamese", "mixed": "mixed", "other": "other language", "none": "no language"}
    counts = Counter(segment.language for segment in found)
    return ", ".join(f"{counts[key]} {name}" for key, name in names.items() if counts[key])


def listed(counts: Counter[str]) -> str:
    """Counts in words, the greatest first: "9 1-1, 1 1-2"."""
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))) or "none"


def _partners(pairs: Sequence[Pair]) -> dict[tuple[str, int], set[int]]:
    """Line numbers that translate a line of a language."""
    found: dict[tuple[str, int], set[int]] = {}
    for pair in pairs:
        if pair.is_complete:
            for line in pair.en_lines:
                found.setdefault(("en", line), set()).update(pair.vi_lines)
            for line in pair.vi_lines:
                found.setdefault(("vi", line), set()).update(pair.en_lines)
    return found


def _lines(document: Document, found: Sequence[Segment], partners: dict[tuple[str, int], set[int]]) -> Iterator[str]:
    """One row a line: number, language (a * where its neighbours decided), kind, partner, text, and why it is that kind."""
    by_line = {(s.file, line): s for s in found for line in s.lines}
    kinds = classify([line.text for line in document.lines])
    guesses = detect([line.text for line in document.lines])
    yield f"{'line':>5}  {'lang':6} {'kind':9} {'with':6} text"
    for line, kind, guess in zip(document.lines, kinds, guesses, strict=True):
        if not line.text.strip():
            continue
        segment = by_line.get((line.file, line.number))
        language = segment.language if segment else guess.language
        star = "*" if segment and segment.by_context else ""
        partner = lines_text(sorted(partners.get((language, line.number), ()))) or "-"
        shown = _short(line.text.strip())
        why = "" if kind.kind == "text" else f"  [{kind.reason}]"
        yield f"{line.number:>5}  {language + star:6} {kind.kind:9} {partner:6} {shown}{why}"


LISTED = 20  # lines of text without a partner


def left_over(pairs: Sequence[Pair], layout: Layout) -> Iterator[str]:
    """How many pairs there are, which text has no partner, and which lines are in neither language."""
    complete = [pair for pair in pairs if pair.is_complete]
    yield f"{count_of(len(complete), 'pair')} ({listed(Counter(pair.kind for pair in complete))})"
    alone = [pair for pair in pairs if not pair.is_complete]
    rows = [("en", pair.en, pair.en_lines) if pair.en else ("vi", pair.vi, pair.vi_lines) for pair in alone]
    yield from _some(rows, ("sentence without partner", "sentences without partner"), "--unaligned keep writes them all")
    others = [(s.language, s.text, s.lines) for s in layout.segments if s.language not in ("en", "vi")]
    yield from _some(others, ("line in neither language", "lines in neither language"), "songngu inspect shows them all")


def _some(rows: Sequence[tuple[str, str, tuple[int, ...]]], what: tuple[str, str], how: str) -> Iterator[str]:
    if rows:
        yield f"{count_of(len(rows), *what)}:"
    for language, text, lines in rows[:LISTED]:
        yield f"  line {lines_text(lines)} {language}: {_short(text)}"
    if len(rows) > LISTED:
        yield f"  and {len(rows) - LISTED} more; {how}"


def table(pairs: Sequence[Pair]) -> None:
    """Print pairs as a table for people."""
    from rich.console import Console  # noqa: PLC0415 - only in a terminal
    from rich.table import Table  # noqa: PLC0415

    grid = Table(show_lines=True)
    for name in ("#", "English", "Vietnamese", "score"):
        grid.add_column(name, justify="right" if name in ("#", "score") else "left", overflow="fold")
    for number, pair in enumerate(pairs, 1):
        score = "" if pair.score is None else f"{pair.score:.2f}"
        grid.add_row(str(number), pair.en or "—", pair.vi or "—", score)
    Console(markup=False, emoji=False, highlight=False).print(grid)


def evidence_lines(en: str, vi: str) -> Iterator[str]:
    """What of a pair has a counterpart: a row for each word, value and name, and what covers it."""
    from corpus.evidence import analyse, covering, unknown_words  # noqa: PLC0415 - the lexicon is loaded for those who ask

    if [guess.language for guess in detect([en, vi])] == ["vi", "en"]:
        yield "the texts look swapped: English comes first"
    sides = analyse(unicodedata.normalize("NFC", en), "en"), analyse(unicodedata.normalize("NFC", vi), "vi")
    for own, other in (sides, sides[::-1]):
        rows = [(item, _counterpart(sorted(covering(item, own.language) & other.keys))) for item in own.items]
        rows = _with_spelt_values(rows, own, other)
        covered = sum(found != NO_COUNTERPART for _, found in rows)
        rows += [(item, f"{NO_COUNTERPART} (not in the lexicon)") for item in unknown_words(own)]
        rows.sort(key=lambda row: row[0].start)
        yield f"{LANGUAGE_NAMES[own.language]}: {covered} of {len(rows)} covered"
        width = max((len(own.text[item.start : item.end]) for item, _ in rows), default=0)
        for item, found in rows:
            yield f"  {item.kind:8} {own.text[item.start : item.end]:{width}}  {found}"


def _with_spelt_values(rows: list[tuple[Item, str]], own: Analysis, other: Analysis) -> list[tuple[Item, str]]:
    """The rows with the numbers in words, which are no items, in place of what of their words has no counterpart."""
    from corpus.evidence import Item  # noqa: PLC0415
    from corpus.token import spans  # noqa: PLC0415
    from corpus.value import agree  # noqa: PLC0415

    here, there = spans(own.text, own.language), spans(other.text, other.language)
    for quantity in own.quantities:
        start, end = here[quantity.start][0], here[quantity.end - 1][1]
        inside = [row for row in rows if start <= row[0].start < end]
        if any(item.kind == "value" or found != NO_COUNTERPART for item, found in inside):
            continue
        equal = next((one for one in other.quantities if agree(quantity, one)), None)
        said = other.text[there[equal.start][0] : there[equal.end - 1][1]] if equal else NO_COUNTERPART
        rows = [*(row for row in rows if row not in inside), (Item("value", "", start, end), said)]
    return rows


LANGUAGE_NAMES = {"en": "English", "vi": "Vietnamese"}
NO_COUNTERPART = "-"


def _counterpart(keys: Sequence[str]) -> str:
    """What covers an item, as a reader would say it."""
    return ", ".join(dict.fromkeys(key.removeprefix("=").removeprefix("~") for key in keys)) or NO_COUNTERPART
