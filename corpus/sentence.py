"""Sentences of a line or text: where they start and end, no character changed.

One set of rules serves both languages, because each writes the other's abbreviations. The lists are data:
`data/abbreviations.toml`. A candidate is a run of `. ? ! …` with its closing quotes and brackets, then white space;
the rules say why it is *not* an end.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands: `line.text[start:end] == text`."""

    text: str
    line: int  # 1-based; 1 where a bare string was split
    start: int  # offset in the line, code points
    end: int
    file: int = 0


CLOSERS = "\"'”’»)\\]›」』"
OPENERS = "\"'“‘«(\\[‹「『–—\\-"
END = re.compile(rf"(?P<mark>[.?!…。？！]+(?:/\.)?)(?P<closers>[{CLOSERS}]*)(?P<space>\s+|$)")
LAST_TOKEN = re.compile(r"[^\s(\[“\"'‘«]+$")
NEXT_WORD = re.compile(rf"[{OPENERS}\s]*(?P<word>[^\s.,;:?!…\"”’)\]]+)")
INITIALS = re.compile(r"(?:[A-ZĐ]\.)*[A-ZĐ]$")  # J, U.S, N.T.H, without the last stop; Á and Ý are words
LIST_MARK = re.compile(r"\s*[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|[a-zđA-ZĐ])[)\]]?$")
HEADING = re.compile(r"\s*(?P<word>[^\W\d_]+(?: [^\W\d_]+)?) (?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|[A-Za-z])$")
CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")  # iPhone, eBay: a name in lower case starts a sentence
LETTERED = re.compile(r"[a-zđ]\)")
SPEAKER = re.compile(r"(?:[^\W\d_][\w.’'-]*\s+){1,4}?(?P<verb>[^\W\d_]+)\b")
SAID_AFTER_QUOTE = 6  # words: "Ông chia sẻ." after a closed quotation belongs to it, a full sentence does not


@cache
def _lists() -> dict[str, frozenset[str]]:
    raw = tomllib.loads(files("corpus.data").joinpath("abbreviations.toml").read_text(encoding="utf-8"))
    return {name: frozenset(text.split()) for name, text in raw.items()}


def split_sentences(text: str, language: str = "en", *, line: int = 1, file: int = 0) -> list[Sentence]:
    """The sentences of a text, in order; their texts are slices of it and hold all its characters but white space.

    `language` is "en" or "vi" and decides which words start a sentence after an abbreviation. A line break ends a
    sentence, unless the next line goes on in lower case.

    >>> [s.text for s in split_sentences("He lives in the U.S. She met Mr. Tran at 5 p.m. Monday.")]
    ['He lives in the U.S.', 'She met Mr. Tran at 5 p.m. Monday.']
    >>> [s.text for s in split_sentences("Bà ở TP. Huế. Ông ở Q. Bình Thạnh, v.v. Cả hai đều khỏe./.", "vi")]
    ['Bà ở TP. Huế.', 'Ông ở Q. Bình Thạnh, v.v.', 'Cả hai đều khỏe./.']
    """
    starters = _lists()["starters_vi" if language == "vi" else "starters_en"]
    found = []
    start = 0
    for end in (*_ends(text, starters), len(text)):
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        stripped = piece.strip()
        if stripped:
            found.append(Sentence(stripped, line, start + lead, start + lead + len(stripped), file))
        start = end
    return found


def _ends(text: str, starters: frozenset[str]) -> Iterator[int]:
    """Offsets just behind each sentence but the last."""
    start = 0
    for paragraph_end in (*_line_ends(text), len(text)):
        for match in END.finditer(text, start, paragraph_end):
            end = match.end("closers")
            if end < paragraph_end and _is_end(text, start, match, paragraph_end, starters):
                yield end
                start = end
        if paragraph_end < len(text):
            yield paragraph_end
            start = paragraph_end


def _line_ends(text: str) -> Iterator[int]:
    for match in re.finditer(r"\s*[\n\r]\s*", text):
        before, after = text[: match.start()].rstrip(), text[match.end() :]
        continues = after[:1].islower() and not LETTERED.match(after) and before[-1:] not in ".?!…:"
        if before and after and not continues:
            yield match.end()


def _is_end(text: str, start: int, match: re.Match[str], stop: int, starters: frozenset[str]) -> bool:
    following = NEXT_WORD.match(text, match.end(), stop)
    if following is None:
        return bool(text[match.end() : stop].strip())
    word = following["word"]
    if word[0].islower() and not CAMEL.match(word) and not (LETTERED.match(word) or text[following.end() :][:1] == ")"):
        return False
    mark, closers = match["mark"], match["closers"]
    if mark == ".":
        segment = text[start : match.start()]
        if not closers and _is_item_mark(segment):
            return False
        if not closers or closers in (")", "]"):
            token = LAST_TOKEN.search(segment)
            if token and _joins(token[0], word, starters, closers):
                return False
    if closers and closers[-1] not in ")]" and _is_speaker(text, match, following, stop):
        return False
    return not (closers[-1:] in (")", "]") and mark == "…")


def _is_item_mark(segment: str) -> bool:
    """Is all that the sentence has so far the number of a list item or a heading: `1.`, `a.`, `Điều 5.`"""
    if LIST_MARK.match(segment):
        return True
    heading = HEADING.match(segment)
    return heading is not None and bool(set(heading["word"].lower().split()) & _lists()["headings"])


def _joins(token: str, word: str, starters: frozenset[str], closers: str) -> bool:
    """Is the full stop behind `token` that of an abbreviation, with the sentence going on at `word`?"""
    lists = _lists()
    name = token.lower().lstrip("(").removesuffix("./")
    lower = word.lower().replace("’", "'")
    if closers:
        return False
    if name in lists["before_capital"]:
        return name in ("a.m", "p.m", "am", "pm") and lower in lists["after_time"]
    if word[0].isdigit():
        return name in lists["before_digit"] or (name in lists["always"] and not name.isdigit())
    if name in lists["always"] or name.split(".")[-1] in lists["always"] and "." in name:
        return True
    if name in lists["unless_starter"] or INITIALS.fullmatch(token):
        return lower not in starters
    return False


def _is_speaker(text: str, match: re.Match[str], following: re.Match[str], stop: int) -> bool:
    """Is what follows a quotation only who said it: `“... chưa?” CNN đưa tin`, `...” Ông chia sẻ.`"""
    rest = text[following.start("word") : stop]
    speaker = SPEAKER.match(rest)
    if speaker is None or speaker["verb"] not in _lists()["reporting"]:
        return False
    if match["mark"][-1] in "?!…":
        return True
    end = END.search(rest)
    said = rest[: end.start()] if end else rest
    return len(said.split()) <= SAID_AFTER_QUOTE and any(c in text[match.start() : match.end()] for c in "”’")
