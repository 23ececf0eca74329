"""Pairs: the text of a bead, and the frame that many of them are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.issue import Issue

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class InlineCode:
    """A code of a translation program inside a text (bold, a line break, a field), as a tag."""

    at: int  # offset in the text, which holds no codes
    tag: str  # <g id="2">


@dataclass(frozen=True, slots=True)
class Pair:
    """A translation unit; an empty side is text without a counterpart."""

    en: str
    vi: str
    score: float | None = None  # 0 (unrelated) to 1 (says the same); None where not scored or one side is empty
    kind: str = "1-1"  # number of English and of Vietnamese sentences
    doc: str = ""
    en_lines: tuple[int, ...] = ()  # 1-based line numbers in the document
    vi_lines: tuple[int, ...] = ()
    id: str = ""  # unique in its document or file
    issues: tuple[Issue, ...] = ()  # what checks found in it
    line: int = field(default=0, compare=False)  # 1-based line of the file it was read from; 0 where that has no lines
    glossary: tuple[tuple[str, str], ...] = ()  # terms in force for it: English, Vietnamese
    context: tuple[tuple[str, str], ...] = ()  # earlier pairs of its document, in order: English, Vietnamese
    span: tuple[int, int] | None = None  # milliseconds from when to when subtitles show it
    confidence: float | None = None  # that these very sentences belong together, 0..1; None where nothing was aligned
    name: str = ""  # what its file calls it beside its id: resname of an XLIFF unit
    unconfirmed: str = ""  # a guess that its file has for the empty side: fuzzy in a PO
    po_entry: tuple[str, ...] = ()  # lines of its entry in a PO beside the texts: comments, references, flags, msgctxt
    en_codes: tuple[InlineCode, ...] = ()  # what its file has inside the English text and `en` has not
    vi_codes: tuple[InlineCode, ...] = ()

    @property
    def en_coded(self) -> str:
        """The English text with its codes as tags, as a translator sees it."""
        return coded(self.en, self.en_codes)

    @property
    def vi_coded(self) -> str:
        """The Vietnamese text with its codes as tags."""
        return coded(self.vi, self.vi_codes)

    @property
    def is_complete(self) -> bool:
        """Are both sides there?"""
        return bool(self.en and self.vi)

    def sides(self) -> tuple[Pair, ...]:
        """The two sides as text without a counterpart each."""
        en_count, vi_count = self.kind.split("-")
        unsure = None if self.confidence is None else 1 - self.confidence
        return (
            Pair(self.en, "", None, f"{en_count}-0", self.doc, self.en_lines, (), f"{self.id}en", confidence=unsure),
            Pair("", self.vi, None, f"0-{vi_count}", self.doc, (), self.vi_lines, f"{self.id}vi", confidence=unsure),
        )


def coded(text: str, codes: Sequence[InlineCode]) -> str:
    """A text with its codes, which come in order, where they belong.

    >>> coded("Click here.", [InlineCode(6, '<g id="2">'), InlineCode(10, "</g>")])
    'Click <g id="2">here</g>.'
    """
    if not codes:
        return text
    parts: list[str] = []
    done = 0
    for code in codes:
        parts += text[done : code.at], code.tag
        done = code.at
    return "".join((*parts, text[done:]))


def coded_span(span: tuple[int, int], codes: Sequence[InlineCode]) -> tuple[int, int]:
    """Where a span of a text is once its codes are in it; those at its borders stay outside.

    >>> coded_span((6, 10), [InlineCode(6, '<g id="2">'), InlineCode(10, "</g>")])
    (16, 20)
    """
    start, end = span
    before = sum(len(code.tag) for code in codes if code.at <= start)
    return start + before, max(start + before, end + sum(len(code.tag) for code in codes if code.at < end))


def kind_of(en: str, vi: str, said: str = "") -> str:
    """The kind that is said of a pair, if that is one, else what the sides tell that are there: "1-1", "1-0", "0-1"."""
    return said if said == "1-1" or KIND.fullmatch(said) else f"{int(bool(en))}-{int(bool(vi))}"


KIND = re.compile(r"[0-9]{1,4}-[0-9]{1,4}")
SPAN = re.compile(r"([0-9]{1,12})-([0-9]{1,12})")
COLUMNS = ("en", "vi", "score", "kind", "doc", "en_lines", "vi_lines", "id")


def lines_text(numbers: Iterable[int]) -> str:
    """Line numbers as text: "3" or "3,4"."""
    return ",".join(str(number) for number in numbers)


def lines_of(text: str) -> tuple[int, ...]:
    """Line numbers from their text; anything else is refused with `ValueError`."""
    if text.isdecimal():  # one number, as most are
        return (int(text),)
    if not all(number.isdecimal() for number in text.split(",") if number):
        raise ValueError(f"{text!r} are no line numbers")
    return tuple(int(number) for number in text.split(",") if number)


def span_text(span: tuple[int, int]) -> str:
    """From when to when, as text: "61000-63500"."""
    return f"{span[0]}-{span[1]}"


def span_of(text: str) -> tuple[int, int]:
    """From when to when, from its text; anything else is refused with `ValueError`."""
    match = SPAN.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no span of time")
    return int(match[1]), int(match[2])


def span_in(found: Sequence[object] | None) -> tuple[int, int] | None:
    """From when to when, from a list of both or of none; anything else is refused with `ValueError`."""
    return span_of("-".join(map(str, found))) if found else None


def score_of(text: object) -> float | None:
    """A score from its text or number, None where there is none; anything but 0..1 is refused with `ValueError`."""
    if text is None or text == "":
        return None
    try:
        value = float(str(text))
    except ValueError:
        raise ValueError(f"{text!r} is no score") from None
    if not 0 <= value <= 1:
        raise ValueError(f"{text!r} is no score from 0 to 1")
    return value


def to_frame(pairs: Iterable[Pair]) -> pl.DataFrame:
    """Lay pairs out as columns, one row a pair: strings, but `score` (Float64, null where not scored)."""
    import polars as pl  # noqa: PLC0415 - a quarter of a second that a one-page article need not pay

    schema = {name: pl.Float64 if name == "score" else pl.String for name in COLUMNS}
    rows = [(p.en, p.vi, p.score, p.kind, p.doc, lines_text(p.en_lines), lines_text(p.vi_lines), p.id) for p in pairs]
    return pl.DataFrame(rows, schema=schema, orient="row")


def from_frame(frame: pl.DataFrame) -> list[Pair]:
    """The pairs of a frame that has at least the columns `en` and `vi`."""
    return [
        Pair(
            row["en"] or "",
            row["vi"] or "",
            row.get("score"),
            row.get("kind") or "1-1",
            row.get("doc") or "",
            lines_of(row.get("en_lines") or ""),
            lines_of(row.get("vi_lines") or ""),
            row.get("id") or "",
        )
        for row in frame.iter_rows(named=True)
    ]
