"""How a document is laid out: which lines hold which language, and which of them belong together.

The lines of a document become *segments* (the text of one language on one line, without layout markers such as "- "),
and segments become *regions*, inside which sentences are aligned. Six layouts are known:

- interleaved: runs of the two languages alternate, by sentence, paragraph or section; neighbouring runs are a region
- blocks: all of one language, then all of the other: one region
- columns: a table or tab-separated file: each row is a region
- inline: both languages on one line, `English / Tiếng Việt`: each line is a region
- two-files: one language in each file: one region
- times: subtitles, in one file or two: what is shown at the same time is a region
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from corpus.document import Document
from corpus.errors import OneLanguage, UnknownLayout, UnknownName, UnreadableInput
from corpus.evidence import analyse
from corpus.kind import LineKind, classify
from corpus.language import Guess, detect
from corpus.likelihood import Floats, evidence
from corpus.line import Line
from corpus.times import meetings, together

OTHER = {"en": "vi", "vi": "en"}


@dataclass(frozen=True, slots=True)
class Segment:
    """Text of one language: a line or a part of one, or a paragraph of hard-wrapped lines."""

    text: str
    lines: tuple[int, ...]  # 1-based line numbers
    start: int  # offset of the text in its first line
    language: str  # en, vi, mixed, other or none
    kind: LineKind
    guess: Guess
    by_context: bool = False  # the line alone did not tell its language
    file: int = 0
    span: tuple[int, int] | None = None  # milliseconds from when to when it is shown, if it is a subtitle


@dataclass(frozen=True, slots=True)
class Region:
    """Segments inside which sentences may pair; its borders are never crossed."""

    en: tuple[Segment, ...]
    vi: tuple[Segment, ...]
    locked: bool = False  # the user's own row or line says that all of it translates all of it

    @property
    def is_pair(self) -> bool:
        """One segment facing one: the layout itself says that they translate each other."""
        return self.locked or len(self.en) == len(self.vi) == 1


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found, how sure it is, and why."""

    name: str  # interleaved, blocks, columns, inline, two-files, times
    confidence: float  # 0..1
    reason: str
    markers: Mapping[str, str]  # language -> the marker before its lines
    regions: tuple[Region, ...]  # in document order
    segments: tuple[Segment, ...]  # all of them, in document order; those in no region are left over
    header: tuple[int, ...] = ()  # lines that only name the columns


# --- lines and markers

EN_LABELS = ("English", "Tiếng Anh", "ENG", "EN", "US", "GB", "E", "Anh")
VI_LABELS = ("Vietnamese", "Tiếng Việt", "VIE", "VI", "VN", "V", "Việt")
ROLE_LABELS = ("Source", "Target", "Original", "Translation", "SRC", "TGT", "Nguyên văn", "Bản dịch", "Dịch")
LABELS = frozenset(label.upper() for label in (*EN_LABELS, *VI_LABELS, *ROLE_LABELS))
_LABEL = "|".join(sorted((*EN_LABELS, *VI_LABELS, *ROLE_LABELS), key=len, reverse=True))
MARKER = re.compile(  # a label has a colon, brackets, or a dash with space around it: VN-Index and E-commerce are words
    rf"(?P<label>[(\[](?:{_LABEL})[)\]]\s*:?|(?:{_LABEL})(?:\s*:|\s+[-–](?=\s)))\s*"
    r"|(?P<quote>(?:>\s?)+)|(?P<bullet>[-–—•*+▪●○◦‣→⇒»~|·]|=>|->|--)\s+",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\s*<!--\s*(?P<text>[^<>]*)-->\s*$")
HEADING_MARK = re.compile(r"\s*#{1,6}\s+(?=\S)")
CLOSING_MARK = re.compile(r"(?<=\S) +#+$")
RULE_LINE = re.compile(r"\s*(?:[-=*_~#+|:–—]\s*){3,}$|\s*<!--\s*$|\s*-->\s*$|\s*```.*$")
LANGUAGE_LABEL = re.compile(  # "--- Tiếng Việt ---", "ENGLISH VERSION:": says what follows
    r"[\W_]*(?:(?:the )?(?:english|vietnamese)(?: (?:version|text|translation))?"
    r"|(?:bản |phần )?(?:dịch )?tiếng (?:việt|anh))[\W_]*",
    re.IGNORECASE,
)
WRAPPERS = (("(", ")"), ("[", "]"), ("**", "**"), ("*", "*"), ("__", "__"), ("_", "_"))
BULLETS = "•▪●○◦‣·*+"  # always list marks
DASHES = "-"  # a list mark, too; "–" and "—" may be those of a dialogue
LEAST_SHARE = 0.6  # of a side's lines that a marker stands before
LEAST_LINES = 2


@dataclass(frozen=True, slots=True)
class _Text:
    """The text proper of a line."""

    text: str
    start: int
    marker: str  # as written, stripped; "" if none


def _unmark(text: str, marks: frozenset[str]) -> _Text:
    """The text of a line without the marks that are layout; the others belong to the text."""
    start = len(text) - len(text.lstrip())
    marker = ""
    while True:
        match = MARKER.match(text, start)
        if not match or _mark(match) not in marks or not text[match.end() :].strip():
            break
        marker = marker or _mark(match)
        start = match.end()
    return _Text(text[start:].rstrip(), start, marker)


def _mark(match: re.Match[str]) -> str:
    """What a marker is called: a bullet or quote sign, or a label without its brackets."""
    if match["label"]:
        return re.sub(r"[^\w ]", "", match["label"]).strip().upper()
    return (match["quote"] or match["bullet"]).strip()[:2].strip()


def _first_mark(text: str) -> str:
    match = MARKER.match(text.lstrip())
    return _mark(match) if match else ""


def _unwrap(text: _Text, wrapper: tuple[str, str]) -> _Text:
    head, tail = wrapper
    body = text.text
    if body.startswith(head) and body.endswith(tail) and len(body) > len(head) + len(tail):
        inner = body[len(head) : -len(tail)]
        return _Text(inner.strip(), text.start + len(head) + len(inner) - len(inner.lstrip()), head)
    return text


def _is_wrapped(text: str, wrapper: tuple[str, str]) -> bool:
    head, tail = wrapper
    body = text.strip()
    return body.startswith(head) and body.endswith(tail) and len(body) > len(head) + len(tail) + 1


def _learn_marks(
    lines: Sequence[Line], guesses: Sequence[Guess]
) -> tuple[frozenset[str], dict[str, str], dict[str, tuple[str, str]]]:
    """Marks that are layout, the marker of each language, and the wrapper of each language."""
    counts: dict[str, Counter[str]] = {"en": Counter(), "vi": Counter()}
    wrapped: dict[str, Counter[tuple[str, str]]] = {"en": Counter(), "vi": Counter()}
    totals: Counter[str] = Counter()
    for line, guess in zip(lines, guesses, strict=True):
        if guess.language not in counts or not line.text.strip():
            continue
        totals[guess.language] += 1
        counts[guess.language][_first_mark(line.text)] += 1
        body = line.text.strip()
        for wrapper in WRAPPERS:
            if _is_wrapped(_unmark(body, frozenset(BULLETS + DASHES)).text, wrapper):
                wrapped[guess.language][wrapper] += 1
                break
    marks = set(BULLETS) | {"-", ">", "=>", "->", "→", "⇒", "»"}
    found: dict[str, str] = {}
    for language, counter in counts.items():
        for mark, count in counter.items():
            if mark and count >= LEAST_LINES and count >= LEAST_SHARE * totals[language]:
                found[language] = mark
                marks.add(mark)
            elif mark in LABELS and count >= LEAST_LINES and count > counts[OTHER[language]][mark]:
                marks.add(mark)
    if marks & LABELS:
        marks |= LABELS  # who writes VI: may write VN: as well
    for dash in ("–", "—"):  # those of a dialogue belong to the text, unless only one side has them
        few, many = sorted((counts["en"][dash], counts["vi"][dash]))
        if many >= LEAST_LINES and few * 4 < many:
            marks.add(dash)
        else:
            marks.discard(dash)
    wrappers = {
        language: wrapper
        for language, counter in wrapped.items()
        for wrapper, count in counter.items()
        if count >= LEAST_LINES and count >= LEAST_SHARE * totals[language] and not wrapped[OTHER[language]][wrapper] > count / 2
    }
    return frozenset(marks), found, wrappers


# --- segments

WRAP_WIDTH = (40, 110)  # characters: the columns at which people and programs wrap plain text


def _is_hard_wrapped(lines: Sequence[Line], guesses: Sequence[Guess]) -> bool:
    """Was the text filled into columns: would no long line have held the first word of the next, in the same language?"""
    pairs = [
        (a.text.rstrip(), b.text.strip(), left.language == right.language or not (left.decided and right.decided))
        for a, b, left, right in zip(lines, lines[1:], guesses, guesses[1:], strict=False)
        if a.text.strip() and b.text.strip()
    ]
    width = max((len(a) for a, _, _ in pairs), default=0)
    if not WRAP_WIDTH[0] <= width <= WRAP_WIDTH[1]:
        return False
    long = [(a, b, same) for a, b, same in pairs if len(a) > LONG_SHARE * width]
    full = sum(len(a) + 1 + len(b.split(None, 1)[0]) > width - 2 for a, b, _ in long)
    runs_on = sum(same and a[-1] not in SENTENCE_ENDS for a, b, same in long)
    return len(long) >= 4 and full >= 0.8 * len(long) and runs_on >= 0.7 * len(long)


LONG_SHARE = 0.75  # of the width: shorter lines are headers, ends of paragraphs, lists
SENTENCE_ENDS = '.?!…:;”"’)'


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of non-blank lines; a line that does not fill its column ends a paragraph as a blank line does."""
    width = max(len(line.text.rstrip()) for line in lines)
    run: list[Line] = []
    for line in lines:
        if not line.text.strip():
            if run:
                yield run
            run = []
            continue
        if run and _starts_anew(run[-1].text.rstrip(), line.text.strip(), width):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _starts_anew(previous: str, text: str, width: int) -> bool:
    short = len(previous) + 1 + len(text.split(None, 1)[0]) <= width - 8
    return (short and not text[:1].islower()) or bool(MARKER.match(text))


def _is_label(line: Line, lines: Sequence[Line]) -> bool:
    """Does a line only name the language of what follows? Beside another such line it is a word of a list."""
    if not LANGUAGE_LABEL.fullmatch(line.text):
        return False
    filled = [other for other in lines if other.text.strip()]
    at = filled.index(line)
    around = [*filled[max(at - 1, 0) : at], *filled[at + 1 : at + 2]]
    return at + 1 < len(filled) and not any(LANGUAGE_LABEL.fullmatch(other.text) for other in around)


def segments(document: Document, *, wrapped: bool = True) -> tuple[list[Segment], dict[str, str]]:
    """The segments of a document in order, and the marker of each language.

    Undecided lines keep their weak guess; `fill` settles them by their neighbours. Lines that were filled into columns
    are put together by paragraph, unless `wrapped` says that there are none.
    """
    kept = [line for line in document.lines if not RULE_LINE.match(line.text) and not _is_label(line, document.lines)]
    parts = [part for line in kept for part in _parts(line)]
    lines = [line for line, _ in parts]
    texts = [text for _, text in parts]
    kinds = classify([text.text if line.is_row else line.text for line, text in parts])
    guesses = detect([_unmark(text.text, _ALL_MARKS).text for text in texts])
    marks, markers, wrappers = _learn_marks(
        [replace(line, text=text.text) for line, text in zip(lines, texts, strict=True)], guesses
    )
    if wrapped and _is_hard_wrapped(lines, guesses):
        return _wrapped_segments(lines, marks), markers
    found = []
    for line, text, kind, guess in zip(lines, texts, kinds, guesses, strict=True):
        proper = _unmark(text.text, marks)
        language, decided = guess.language, guess.decided
        side = (
            language
            if decided
            else next((own for own, wrapper in wrappers.items() if _is_wrapped(proper.text, wrapper)), language)
        )
        if side in wrappers and _is_wrapped(proper.text, wrappers[side]):
            proper = _unwrap(proper, wrappers[side])
            language, decided = side, True
        if not proper.text:
            continue
        owner = next((side for side, mark in markers.items() if mark == proper.marker and markers.get(OTHER[side]) != mark), None)
        if owner and language != "other" and (not guess.decided or proper.marker in LABELS):
            language, decided = owner, True
        found.append(
            Segment(
                proper.text,
                (line.number,),
                text.start + proper.start,
                language,
                kind,
                replace(guess, decided=decided),
                by_context=decided and not guess.decided,
                file=line.file,
                span=line.span,
            )
        )
    return found, markers


_ALL_MARKS = frozenset(BULLETS) | frozenset({"-", "–", "—", ">", "=>", "->", "→", "⇒", "»", "|", "~", "--"}) | LABELS


def _parts(line: Line) -> list[tuple[Line, _Text]]:
    """A line with its text, or with that of each cell if it is a row of a table."""
    if not line.is_row:
        return [(line, _bare(line.text))]
    pieces = (piece for cell in _cells(line.text, "tab") for piece in _broken(cell))
    return [(line, _Text(piece.text, piece.start, "")) for piece in pieces]


def _bare(line: str) -> _Text:
    """A line without the mark-up of a comment or a heading."""
    comment = COMMENT.match(line)
    if comment:
        return _Text(comment["text"].rstrip(), comment.start("text"), "")
    heading = HEADING_MARK.match(line)
    if heading:
        return _Text(CLOSING_MARK.sub("", line[heading.end() :].rstrip()), heading.end(), "")
    return _Text(line, 0, "")


def _wrapped_segments(lines: Sequence[Line], marks: frozenset[str]) -> list[Segment]:
    found = []
    for paragraph in _paragraphs(lines):
        first = _unmark(paragraph[0].text, marks)
        rest = [_unmark(line.text, marks).text for line in paragraph[1:]]
        text = " ".join(part for part in [first.text, *rest] if part)
        numbers = tuple(line.number for line in paragraph)
        guess = detect([text])[0]
        found.append(Segment(text, numbers, first.start, guess.language, classify([text])[0], guess, file=paragraph[0].file))
    return found


WEAK = 0.5  # score of a guess that a single neighbour may overrule


def fill(found: Sequence[Segment]) -> list[Segment]:
    """Undecided segments take the language that their neighbours agree on; mixed ones the one that prevails."""
    decided = [s.language if s.guess.decided and s.language in OTHER else None for s in found]
    sequence = [language for language in decided if language]
    third = sum(s.language == "other" and s.guess.decided for s in found) > sequence.count("en")
    changes = sum(a != b for a, b in zip(sequence, sequence[1:], strict=False))
    alternating = len(sequence) > 2 and changes >= 0.6 * (len(sequence) - 1)
    befores, afters = _nearest(decided), _nearest(decided[::-1])[::-1]
    filled = []
    for number, segment in enumerate(found):
        if decided[number] or (segment.language == "other" and (segment.guess.decided or third)):
            filled.append(segment)
            continue
        before, after = befores[number], afters[number]
        neighbours = {language for language in (before, after) if language}
        if segment.language == "mixed":
            own = neighbours.pop() if len(neighbours) == 1 and not alternating else _prevailing(segment)
            filled.append(replace(segment, language=own, by_context=True))
            continue
        weak = segment.language not in OTHER or segment.guess.score <= WEAK or None not in (before, after)
        if len(neighbours) == 1 and not alternating and not segment.guess.decided and weak:
            filled.append(replace(segment, language=neighbours.pop(), by_context=True))
        elif segment.language in ("none", "other") and not alternating:
            filled.append(replace(segment, language=before or after or "none", by_context=True))
        elif segment.language == "other":
            filled.append(replace(segment, language="en" if segment.text.isascii() else "other", by_context=True))
        else:
            filled.append(segment)
    return filled


def _prevailing(segment: Segment) -> str:
    halves = [detect([part])[0].language for part in re.split(r"\s[-–—|/]\s|[:(]", segment.text) if part.strip()]
    counts = Counter(language for language in halves if language in OTHER)
    return counts.most_common(1)[0][0] if counts else "en"


def _nearest(decided: Sequence[str | None]) -> list[str | None]:
    """For each place the last language before it, if any."""
    found: list[str | None] = []
    last: str | None = None
    for language in decided:
        found.append(last)
        last = language or last
    return found


# --- columns

HEADINGS = {  # the name of the language before the role that it usually has
    "en": ("en", "eng", "english", "tiếng anh", "anh", "en-us", "en-gb", "source text", "source", "src", "original"),
    "vi": (
        "vi",
        "vie",
        "vietnamese",
        "tiếng việt",
        "việt",
        "vn",
        "vi-vn",
        "target text",
        "target",
        "tgt",
        "translation",
        "bản dịch",
    ),
}
TABLE_ROW = re.compile(r"\s*\|(?P<cells>.*)\|\s*$")
PADDED = re.compile(r"\S+(?:\s{1,2}\S+)*")
TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
LEAST_ROWS = 0.6  # share of the lines that are rows of one table


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int


def _row(line: str, separator: str) -> list[_Cell]:
    cells = []
    start = 0
    for part in re.split(rf"(?<!\\){re.escape(separator)}", line):  # a\|b is text in a Markdown table
        lead = len(part) - len(part.lstrip())
        cells.append(_Cell(part.strip().replace(f"\\{separator}", separator), start + lead))
        start += len(part) + len(separator)
    return cells


def _table_rows(document: Document) -> tuple[list[tuple[Line, list[_Cell]]], list[Line]] | None:
    """Rows of the table that a document mostly is, with its cells, and the lines that are no rows."""
    if document.name.lower().endswith(".csv"):
        return list(_records(document)), []
    marked = [line for line in document.lines if line.is_row]
    if marked:
        return [(line, _cells(line.text, "tab")) for line in marked], [
            line for line in document.lines if line.text.strip() and not line.is_row
        ]
    lines = [line for line in document.lines if line.text.strip() and not TABLE_RULE.match(line.text)]
    for kind in ("pipe", "tab", "gap"):
        rows: list[tuple[Line, list[_Cell]]] = []
        rest: list[Line] = []
        for line in lines:
            cells = _cells(line.text, kind)
            (rows.append((line, cells)) if len(cells) > 1 else rest.append(line))
        if len(rows) >= max(1, LEAST_ROWS * len(lines)):
            return rows, rest
        if kind == "pipe" and len(rows) >= 3 and any(TABLE_RULE.match(line.text) for line in document.lines):
            return rows, rest
    return None


def _cells(line: str, kind: str) -> list[_Cell]:
    if kind == "pipe":
        match = TABLE_ROW.match(line)
        if not match:
            return []
        offset = match.start("cells")
        return [_Cell(cell.text, cell.start + offset) for cell in _row(match["cells"], "|")]
    if kind == "tab":
        return _row(line, "\t") if "\t" in line.strip("\n") else []
    return [_Cell(match[0], match.start()) for match in PADDED.finditer(line)]  # padded with spaces, as copied from a page


def _records(document: Document) -> Iterator[tuple[Line, list[_Cell]]]:
    """The records of a CSV file, each with its first line; quoted cells may hold line breaks."""
    text = "\n".join(line.text for line in document.lines)
    head = next((line.text for line in document.lines if line.text.strip()), "")
    delimiter = max(",;\t", key=head.count)  # Excel writes semicolons where the comma is the decimal sign
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    number = 0
    while True:
        try:
            values = next(reader, None)
        except csv.Error as error:
            raise UnreadableInput(
                document.name, f"not well-formed CSV ({error})", "close its quotation marks", number + 1
            ) from None
        if values is None:
            return
        if any(value.strip() for value in values):
            line = document.lines[number]
            cells = [" ".join(value.split("\n")).strip() for value in values]
            yield line, [_Cell(cell, max(line.text.find(cell[:20]), 0)) for cell in cells]
        number = reader.line_num


def _columns(document: Document) -> Layout | None:
    table = _table_rows(document)
    if table is None:
        return None
    rows, rest = table
    if not rows:
        return None
    overall = _language_columns(rows, max(len(cells) for _, cells in rows))
    if overall is None:
        return None
    header: list[int] = []
    regions = []
    found = []
    for part in _tables(rows, {line.number for line in rest}):
        en_at, vi_at, by_header = _own_columns(part) or overall
        body = part
        if by_header or _is_heading(part[0][1], en_at, vi_at):
            header.append(part[0][0].number)
            body = part[1:]
        for line, cells in body:
            sides: dict[str, tuple[Segment, ...]] = {"en": (), "vi": ()}
            for language, at in (("en", en_at), ("vi", vi_at)):
                if at < len(cells):
                    pieces = [_cell_segment(piece, line, language) for piece in _broken(cells[at])]
                    found.extend(pieces)
                    sides[language] = tuple(piece for piece in pieces if piece.language == language)
            if sides["en"] or sides["vi"]:
                regions.append(Region(sides["en"], sides["vi"], locked=True))
    both = sum(1 for region in regions if region.en and region.vi)
    around = fill(segments(replace(document, lines=tuple(rest)))[0])
    found.extend(around)
    found.sort(key=lambda segment: (segment.lines[0], segment.start))
    if Counter(segment.language for segment in around).keys() >= {"en", "vi"}:
        regions.extend(_by_runs(around, {}, "interleaved").regions)
    lines = f"{len(rows)} of {len(rows) + len(rest)} lines are rows of a table"
    reason = f"{lines}; column {overall[0] + 1} is English, column {overall[1] + 1} Vietnamese"
    return Layout("columns", both / max(len(regions), 1), reason, {}, tuple(regions), tuple(found), tuple(header))


_Rows = list[tuple[Line, list[_Cell]]]
LEAST_TABLE = 3  # rows that may have columns of their own


def _own_columns(part: _Rows) -> tuple[int, int, bool] | None:
    own = _language_columns(part, max(len(cells) for _, cells in part))
    return own if own and (own[2] or len(part) >= LEAST_TABLE) else None


def _width(cells: list[_Cell]) -> int:
    return max((at + 1 for at, cell in enumerate(cells) if cell.text), default=0)


def _tables(rows: _Rows, rest: set[int]) -> Iterator[_Rows]:
    """The rows of each table: other text, or more columns than before, parts two."""
    part: _Rows = []
    for line, cells in rows:
        if part and (
            _width(cells) > max(_width(row) for _, row in part)
            or any(number in rest for number in range(part[-1][0].number, line.number))
        ):
            yield part
            part = []
        part.append((line, cells))
    if part:
        yield part


BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)


def _broken(cell: _Cell) -> Iterator[_Cell]:
    """The lines of a cell, which a table writes as <br>."""
    start = 0
    for match in (*BREAK.finditer(cell.text), None):
        end = match.start() if match else len(cell.text)
        if end > start:
            yield _Cell(cell.text[start:end], cell.start + start)
        start = match.end() if match else end


def _cell_segment(cell: _Cell, line: Line, language: str) -> Segment:
    """A cell as text of its column's language; one that is surely in another keeps that and pairs with nothing."""
    guess = detect([cell.text])[0]
    stranger = guess.decided and guess.language in ("other", OTHER[language])
    actual = guess.language if stranger else language
    return Segment(cell.text, (line.number,), cell.start, actual, LineKind("text", "a table cell"), guess, not guess.decided)


def _is_heading(cells: list[_Cell], en_at: int, vi_at: int) -> bool:
    names = [cells[at].text.lower().strip(" *_") if at < len(cells) else "" for at in (en_at, vi_at)]
    return names[0] in HEADINGS["en"] and names[1] in HEADINGS["vi"]


def _language_columns(rows: Sequence[tuple[Line, list[_Cell]]], width: int) -> tuple[int, int, bool] | None:
    """Which columns hold English and Vietnamese: by their headings, else by their text."""
    head = [cell.text.lower().strip(" *_") for cell in rows[0][1]]
    named = {language: [head.index(name) for name in names if name in head] for language, names in HEADINGS.items()}
    counts = {language: [0] * width for language in OTHER}
    for _, cells in rows:
        for at, cell in enumerate(cells):
            guess = detect([cell.text])[0]
            if guess.language in counts:
                counts[guess.language][at] += 1
    if named["en"] and named["vi"] and sum(counts["vi"]):
        return named["en"][0], named["vi"][0], True
    vi_at = int(np.argmax(counts["vi"]))
    english = [count if at != vi_at else -1 for at, count in enumerate(counts["en"])]
    en_at = int(np.argmax(english))
    if counts["vi"][vi_at] == 0 or english[en_at] <= 0 or counts["vi"][vi_at] < counts["en"][vi_at]:
        return None
    return en_at, vi_at, False


# --- both languages on one line

SEPARATORS = (
    " / ",
    " | ",
    " – ",
    " — ",
    " - ",
    " = ",
    " → ",
    " => ",
    " :: ",
    " · ",
    " • ",
    " // ",
    "\t",
    ": ",
    "; ",
    "/",
    "|",
)
BRACKETED = re.compile(
    r"^(?P<head>.+?)\s*(?:\((?P<round>[^()]+(?:\([^()]*\)[^()]*)*)\)|\[(?P<square>[^\[\]]+)\])(?P<tail>[.?!]?)\s*$"
)
CLEARLY_MORE = 0.05  # of the lines, for a separator that is tried later to win
LEAST_INLINE = 0.6  # share of the lines of text


def _halves(text: str, separator: str) -> Iterator[tuple[str, str, int]]:
    """Each way to cut a text at a separator: both parts, and the offset of the second."""
    if separator == "()":
        match = BRACKETED.match(text)
        if match:
            group = "round" if match["round"] else "square"
            tail = match["tail"].rstrip(".")  # a question mark is the first part's, a full stop that of the line
            yield match["head"] + tail, match[group], match.start(group)
        return
    at = text.find(separator)
    while at >= 0:
        yield text[:at], text[at + len(separator) :], at + len(separator)
        at = text.find(separator, at + 1)


def _cut(text: str, separator: str, first: str | None) -> tuple[str, str, int, str] | None:
    """The best cut of a line into both languages, with the language of its first part."""
    best: tuple[tuple[float, float], tuple[str, str, int, str]] | None = None
    for left, right, offset in _halves(text, separator):
        if not left.strip() or not right.strip():
            continue
        a, b = detect([left.strip()])[0], detect([right.strip()])[0]
        for order in ("en", "vi"):
            if first and order != first:
                continue
            fits = _fits(a, order), _fits(b, OTHER[order])
            fit = sum(fits) if fits[order == "en"] > 0 else 0.0  # the Vietnamese part must look it
            balance = -abs(len(left) - len(right)) / len(text)
            if fit > 0 and (best is None or (fit, balance) > best[0]):
                best = (fit, balance), (left, right, offset, order)
    return best[1] if best else None


def _fits(guess: Guess, language: str) -> float:
    if guess.language == language:
        return 1.0 if guess.decided else 0.6
    return 0.0 if guess.language in ("none", "en", "vi") and not guess.decided else -2.0


def _inline(found: Sequence[Segment], *, forced: bool = False) -> Layout | None:
    text_lines = [segment for segment in found if segment.language != "none"]
    if not text_lines:
        return None
    best: tuple[float, str, str, float] | None = None
    for separator in (*SEPARATORS, "()"):
        cuts = [cut for segment in text_lines if (cut := _cut(segment.text, separator, None))]
        sure = [cut for cut in cuts if _is_sure(cut)]
        orders = Counter(cut[3] for cut in sure).most_common(1)
        if not orders:
            continue
        share = orders[0][1] / len(text_lines)
        if best is None or share > best[0] + CLEARLY_MORE:
            best = share, separator, *orders[0]
    if best is None or (best[0] < LEAST_INLINE and not forced) or (best[3] < 2 and len(text_lines) > 1):
        return None
    _, separator, order, _ = best
    regions = []
    parts: list[Segment] = []
    for segment in found:
        cut = _cut(segment.text, separator, order)
        if cut is None:
            parts.append(segment)
            continue
        left, right, offset, first = cut
        halves = {}
        for text, shift, language in ((left, 0, first), (right, offset, OTHER[first])):
            lead = len(text) - len(text.lstrip())
            halves[language] = replace(
                segment,
                text=text.strip(),
                start=segment.start + shift + lead,
                language=language,
                guess=detect([text.strip()])[0],
            )
        parts.extend((halves[first], halves[OTHER[first]]))
        regions.append(Region((halves["en"],), (halves["vi"],), locked=True))
    names = {"()": "brackets", "\t": "a tab"}
    sign = names.get(separator, repr(separator.strip()))
    reason = f"{len(regions)} of {len(text_lines)} lines hold both languages, parted by {sign}"
    return Layout("inline", best[0], reason, {}, tuple(regions), tuple(parts))


def _is_sure(cut: tuple[str, str, int, str]) -> bool:
    a, b = detect([cut[0].strip()])[0], detect([cut[1].strip()])[0]
    return a.language == cut[3] and b.language == OTHER[cut[3]] and (a.decided or b.decided)


# --- interleaved and blocks

LARGEST = 1200  # segments a side up to which all are compared with all
PAIR_BONUS = 2.0  # nats for each pair of neighbouring runs, so that without any evidence fewer runs stay alone
RUN_BONUS = 3.0  # nats where both runs of a pair have equally many segments
BLOCKS_GAIN = 1.3  # how much better the whole must explain the text than neighbouring runs do


def _runs(found: Sequence[Segment]) -> list[list[Segment]]:
    runs: list[list[Segment]] = []
    for segment in found:
        if segment.language not in OTHER:
            continue
        if runs and runs[-1][0].language == segment.language:
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def _likeness(en: Sequence[Segment], vi: Sequence[Segment]) -> Floats:
    """Log-likelihood ratios of English segments (rows) against Vietnamese ones."""
    known = evidence((analyse(s.text, "en") for s in en), (analyse(s.text, "vi") for s in vi))
    return known.ratios([(1, 1)], range(len(en)), range(len(vi)))[1, 1]


def _monotone(ratios: Floats) -> float:
    """The best sum of an increasing chain of one-to-one matches, none of them negative."""
    best = np.zeros(ratios.shape[1] + 1)
    for row in np.maximum(ratios, 0.0):
        taken = best.copy()
        taken[1:] = np.maximum(best[1:], best[:-1] + row)
        best = np.maximum.accumulate(taken)
    return float(best[-1])


def _chain(runs: Sequence[list[Segment]], worth: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Which neighbouring runs belong together: the chain of pairs that is worth most."""
    best = [0.0, 0.0]
    paired = [False, False]
    for k in range(1, len(runs)):
        together = best[k - 1] + worth(k - 1, k)
        best.append(max(best[k], together))
        paired.append(together > best[k])
    chain = []
    k = len(runs)
    while k > 0:
        if paired[k]:
            chain.append((k - 2, k - 1))
            k -= 2
        else:
            k -= 1
    return chain[::-1]


def _by_runs(found: Sequence[Segment], markers: dict[str, str], wanted: str | None) -> Layout:
    runs = _runs(found)
    en = [segment for segment in found if segment.language == "en"]
    vi = [segment for segment in found if segment.language == "vi"]
    whole = Region(tuple(en), tuple(vi))
    if wanted == "blocks":
        return Layout("blocks", 1.0, "named by the user", markers, (whole,), tuple(found))
    small = max(len(en), len(vi)) <= LARGEST
    ratios = _likeness(en, vi) if small else None
    rows = {id(segment): number for number, segment in enumerate(en)}
    columns = {id(segment): number for number, segment in enumerate(vi)}

    def worth(a: int, b: int) -> float:
        first, second = (runs[a], runs[b]) if runs[a][0].language == "en" else (runs[b], runs[a])
        if ratios is None:
            local = _likeness(first, second) if max(len(first), len(second)) <= LARGEST else np.ones((1, 1))
        else:
            local = ratios[np.ix_([rows[id(s)] for s in first], [columns[id(s)] for s in second])]
        return _monotone(local) + PAIR_BONUS + (RUN_BONUS if len(first) == len(second) else 0.0)

    chain = _chain(runs, worth)
    regions = []
    for a, b in chain:
        first, second = (runs[a], runs[b]) if runs[a][0].language == "en" else (runs[b], runs[a])
        regions.append(Region(tuple(first), tuple(second)))
    explained = sum(worth(a, b) - PAIR_BONUS for a, b in chain)
    if ratios is not None and len(runs) > 2 and wanted != "interleaved":
        together = _monotone(ratios)
        if together > BLOCKS_GAIN * explained + PAIR_BONUS * 3:
            lines = f"{len(en)} English and {len(vi)} Vietnamese lines"
            reason = f"{lines}; neighbouring lines do not translate each other, the two texts do"
            return Layout("blocks", min(1.0, together / (together + explained)), reason, markers, (whole,), tuple(found))
    covered = sum(len(region.en) + len(region.vi) for region in regions)
    confidence = covered / max(len(en) + len(vi), 1)
    if len(regions) == 1 and max(len(regions[0].en), len(regions[0].vi)) > 1 and wanted != "interleaved":
        order = "English" if regions[0].en[0].lines < regions[0].vi[0].lines else "Vietnamese"
        reason = f"{len(regions[0].en)} English and {len(regions[0].vi)} Vietnamese lines stand together, {order} first"
        return Layout("blocks", confidence, reason, markers, tuple(regions), tuple(found))
    sections = sum(len(region.en) > 1 and len(region.vi) > 1 for region in regions)
    unit = "sections" if sections * 2 > len(regions) else "lines"
    mark = "".join(f", {language} lines marked {mark!r}" for language, mark in sorted(markers.items()))
    reason = f"English and Vietnamese {unit} alternate {len(regions)} times{mark}"
    return Layout("interleaved", confidence, reason, markers, tuple(regions), tuple(found))


# --- all of them

LAYOUTS = ("interleaved", "blocks", "columns", "inline")  # that can be named; two files are two files


def find_layout(document: Document, wanted: str | None = None, *, wrapped: bool = True) -> Layout:
    """How a document is laid out; `wanted` names one of `LAYOUTS` where the user knows better.

    `wrapped=False` says that no line goes on in the next. Raises `OneLanguage` where a language is missing and
    `UnknownLayout` where the text does not have the wanted layout.
    """
    if wanted is not None and wanted not in LAYOUTS:
        raise UnknownName("layout", wanted, LAYOUTS)
    if wanted is None and any(line.span for line in document.lines):
        return _by_times(document)
    if len(document.sources) > 1:
        return _two_files(document, wrapped=wrapped)
    if wanted in (None, "columns"):
        table = _columns(document)
        if table is not None and (wanted or table.confidence > LEAST_COMPLETE):
            return table
    raw, markers = segments(document, wrapped=wrapped)
    if wanted in (None, "inline"):
        inline = _inline(raw, forced=wanted == "inline")
        if inline is not None:
            return inline
    found = fill(raw)
    counts = Counter(segment.language for segment in found)
    try:
        _require_both(document, found, counts)
    except OneLanguage:
        inline = _inline(raw, forced=True) if wanted is None else None
        if inline is None:  # not even a few lines of it are bilingual
            raise
        return inline
    if wanted in ("columns", "inline"):
        raise UnknownLayout(document.name, counts["en"], counts["vi"])
    return _by_runs(found, markers, wanted)


LEAST_COMPLETE = 0.3  # share of the rows of a table that have both languages
STRONG = 0.8  # score of a guess that is nearly decided, which is enough in a document of up to TINY lines
TINY = 4


def _require_both(document: Document, found: Sequence[Segment], counts: Counter[str]) -> None:
    """Each language needs at least one line that is surely in it and is neither menu nor spam."""
    for language in OTHER:
        own = [s for s in found if s.language == language and s.kind.kind not in ("menu", "spam", "credit", "dateline")]
        strangers = sum(s.language == "other" and s.guess.decided for s in found)
        least = STRONG if len(found) <= TINY else 2.0
        there = any(s.guess.decided or (s.guess.score >= least and not s.by_context) for s in own)
        if not there or (language == "en" and strangers > len(own)):
            seen = Counter({key: count for key, count in counts.items() if key != language})
            raise OneLanguage(document.name, dict(seen))


def _two_files(document: Document, *, wrapped: bool) -> Layout:
    """One language in each file; which is which is told by their lines."""
    found = []
    markers: dict[str, str] = {}
    for file in range(2):
        part = Document(
            document.name,
            tuple(line for line in document.lines if line.file == file),
            document.sources[file : file + 1],
        )
        own, own_markers = segments(part, wrapped=wrapped)
        markers |= own_markers
        found.append(own)
    votes = [Counter(s.language for s in own if s.guess.decided and s.language in OTHER) for own in found]
    swapped = votes[0]["vi"] > votes[0]["en"]
    order = ("vi", "en") if swapped else ("en", "vi")
    for own, language, vote in zip(found, order, votes, strict=True):
        if vote[OTHER[language]] >= vote[language]:
            totals = Counter(s.language for s in own)
            both = sum((Counter(s.language for s in side) for side in found), Counter[str]())
            raise OneLanguage(
                document.name,
                {key: n for key, n in both.items() if key != language or totals[language]} | {language: 0},
            )
    sides: dict[str, list[Segment]] = {"en": [], "vi": []}
    for own, language in zip(found, order, strict=True):
        for segment in own:
            foreign = segment.guess.decided and segment.language in ("other", OTHER[language])
            sides[language].append(
                segment if foreign else replace(segment, language=language, by_context=segment.language != language)
            )
    region = Region(
        tuple(s for s in sides["en"] if s.language == "en"),
        tuple(s for s in sides["vi"] if s.language == "vi"),
    )
    all_found = tuple(sides[order[0]] + sides[order[1]])
    kept = len(region.en) + len(region.vi)
    reason = f"two files, {len(region.en)} English and {len(region.vi)} Vietnamese lines"
    return Layout("two-files", kept / max(len(all_found), 1), reason, markers, (region,), all_found)


# --- subtitles

LEAST_MEETING = 0.5  # share of the sentences of the side with fewer; below, the two were cut for different films


def _by_times(document: Document) -> Layout:
    """Sentences that are shown at the same time translate each other; where the times do not fit, their texts tell."""
    if len(document.sources) > 1:
        files = _two_files(document, wrapped=False)
        (sides,), markers, found = files.regions, files.markers, files.segments
    else:
        raw, markers = segments(document, wrapped=False)
        found = tuple(fill(raw))
        _require_both(document, found, Counter(segment.language for segment in found))
        en_found, vi_found = (tuple(segment for segment in found if segment.language == language) for language in ("en", "vi"))
        sides = Region(en_found, vi_found)
    dashes = frozenset((line.file, line.number) for line in document.lines if line.text.lstrip()[:1] in DIALOGUE)
    en, vi = (_shown_sentences(side, dashes) for side in (sides.en, sides.vi))
    others = [segment for segment in found if segment.language not in OTHER]
    all_found = (*en, *vi, *others)
    regions = tuple(
        Region(tuple(en[n] for n in group.en), tuple(vi[n] for n in group.vi), locked=True)
        for group in meetings(_spans(en), _spans(vi))
    )
    met = [region for region in regions if region.en and region.vi]
    share = min(sum(len(r.en) for r in met) / max(len(en), 1), sum(len(r.vi) for r in met) / max(len(vi), 1))
    count = f"{len(en)} English and {len(vi)} Vietnamese subtitles"
    if share < LEAST_MEETING:
        reason = f"{count}, of which few are shown at the same time: paired by their texts"
        return Layout("two-files", share, reason, markers, (Region(tuple(en), tuple(vi)),), all_found)
    return Layout("times", share, f"{count}, paired by the time at which they are shown", markers, regions, all_found)


DIALOGUE = ("-", "–", "—")  # before what another person says in the same subtitle


def _spans(shown: Sequence[Segment]) -> list[tuple[int, int]]:
    return [segment.span or (0, 0) for segment in shown]


def _shown_sentences(shown: Sequence[Segment], dashes: frozenset[tuple[int, int]]) -> list[Segment]:
    """Lines of subtitles put together: those of one cue, and those that a sentence takes."""
    found: list[Segment] = []
    for segment in shown:
        last = found[-1] if found else None
        begins = (segment.file, segment.lines[0]) in dashes
        if last and last.span and segment.span and not begins and together(last.text, last.span, segment.text, segment.span):
            text = f"{last.text} {segment.text}"
            span = last.span[0], max(last.span[1], segment.span[1])
            found[-1] = replace(last, text=text, lines=(*last.lines, *segment.lines), span=span)
        else:
            found.append(segment)
    return found
