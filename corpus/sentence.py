"""Sentences of a line or text: where they start and end, no character changed.

One set of rules serves both languages, because each writes the other's abbreviations. The lists are data:
`data/abbreviations.toml`. A candidate is a run of `. ? ! …` with its closing quotes and brackets, then white space;
the rules say why it is *not* an end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.data import tables


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands: `text` is the slice from `start` to `end` of the string that was split."""

    text: str
    line: int  # 1-based, of the document it was split from; 1 for a bare string
    start: int  # offset, code points
    end: int
    file: int = 0


CLOSERS = "\"'”’»)\\]›」』"
OPENERS = "\"'“‘«(\\[‹「『–—\\-"
MARKS = "[.?!…。？！]{1,30}"  # a line of dots is no sentence end worth a long look
END = re.compile(rf"(?P<mark>{MARKS}(?:/\.)?)(?P<closers>[{CLOSERS}]*)(?P<space>\s+|$)")
LAST_TOKEN = re.compile(r"[^\s(\[“\"'‘«]+$")
NEXT_WORD = re.compile(rf"[{OPENERS}\s]*(?P<word>[^\s.,;:?!…\"”’)\]]+)")
INITIALS = re.compile(r"(?:[A-ZĐ]\.)*[A-ZĐ]$")  # J, U.S, N.T.H, without the last stop; Á and Ý are words
LIST_MARK = re.compile(r"\s*[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|[a-zđA-ZĐ])[)\]]?$")
HEADING = re.compile(r"\s*(?P<word>[^\W\d_]+(?: [^\W\d_]+)?) (?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,5}|[A-Za-z])$")
CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")  # iPhone, eBay: a name in lower case starts a sentence
LETTERED = re.compile(r"[a-zđ]\)")
INITIAL_BEFORE = re.compile(r"(?:^|\s)(?:[A-ZĐÀ-Ỹ][\w’'.-]*|\S+\.)\s+$")  # what stands before an initial: a name, another one
ANOTHER_INITIAL = re.compile(r"[A-ZĐ]\.\s")
NOT_SPACE = re.compile(r"\S")
INTERJECTION = 2  # words before an ellipsis after which "I" goes on: Well... I am not sure
NEAR = 200  # characters before and after a mark that are looked at
SAID_AFTER_QUOTE = 6  # words: "Ông chia sẻ." after a closed quotation belongs to it, a full sentence does not


@cache
def _lists() -> dict[str, frozenset[str]]:
    raw = tables("abbreviations.toml")
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
    for end in (*_ends(text, language, starters), len(text)):
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip())
        stripped = piece.strip()
        if stripped:
            found.append(Sentence(stripped, line, start + lead, start + lead + len(stripped), file))
        start = end
    return found


def _ends(text: str, language: str, starters: frozenset[str]) -> Iterator[int]:
    """Offsets just behind each sentence but the last."""
    start = 0
    for paragraph_end in (*_line_ends(text), len(text)):
        for match in END.finditer(text, start, paragraph_end):
            end = match.end("closers")
            if end < paragraph_end and _is_end(text, start, match, paragraph_end, language, starters):
                yield end
                start = end
        if paragraph_end < len(text):
            yield paragraph_end
            start = paragraph_end


def _line_ends(text: str) -> Iterator[int]:
    for match in re.finditer(r"[\n\r]\s*", text):
        before, after = text[max(0, match.start() - NEAR) : match.start()].rstrip(), text[match.end() : match.end() + NEAR]
        continues = after[:1].islower() and not LETTERED.match(after) and before[-1:] not in ".?!…:"
        if before and after and not continues:
            yield match.end()


def _is_end(text: str, start: int, match: re.Match[str], stop: int, language: str, starters: frozenset[str]) -> bool:
    following = NEXT_WORD.match(text, match.end(), stop)
    if following is None:
        return NOT_SPACE.search(text, match.end(), stop) is not None
    word = following["word"]
    if word[0].islower() and not CAMEL.match(word) and not (LETTERED.match(word) or text[following.end() :][:1] == ")"):
        return False
    mark, closers = match["mark"], match["closers"]
    segment = text[max(start, match.start() - NEAR) : match.start()]  # enough for any rule, and no line is too long for it
    token = LAST_TOKEN.search(segment)
    if mark == "." and not closers:
        if _is_item_mark(segment):
            return False
        if token and _joins(
            token[0],
            text[max(0, match.start() - NEAR) : match.start()],
            text[match.end() : min(stop, match.end() + NEAR)],
            word,
            language,
            starters,
        ):
            return False
    if mark[0] in "!?" and token and (token[0] + mark).lower() in _lists()["names"]:
        return False
    if mark in ("...", "…") and word in ("I", "I'm", "I’m", "I've", "I’ve") and len(segment.split()) <= INTERJECTION:
        return False
    if (closers and closers[-1] not in ")]") or text[match.end() : match.end() + 1] in ("–", "—"):
        return not _is_speaker(text, match, following, stop)
    return not (closers[-1:] in (")", "]") and mark == "…")


def _is_item_mark(segment: str) -> bool:
    """Is all that the sentence has so far the number of a list item or a heading: `1.`, `a.`, `Điều 5.`"""
    if LIST_MARK.match(segment):
        return True
    heading = HEADING.match(segment)
    return heading is not None and bool(set(heading["word"].lower().split()) & _lists()["headings"])


def _joins(token: str, before: str, after: str, word: str, language: str, starters: frozenset[str]) -> bool:
    """Is the full stop behind `token` that of an abbreviation, with the sentence going on at `word`?"""
    lists = _lists()
    name = token.lower().removesuffix("./")
    if name in lists["before_capital"]:
        zone = re.split(r"[^\w]", word.lower())[0]
        return name in ("a.m", "p.m", "am", "pm") and zone in lists["after_time"]
    initials = INITIALS.fullmatch(token) is not None
    if word[0].isdigit():
        if name in lists["unless_starter"] or (initials and "." in token):
            return True
        return name in lists["before_digit"] or name in lists["always"]
    if name in lists["always"] or (name.split(".")[-1] in lists["always"] and "." in name):
        return True
    if len(token) == 1 and initials:
        if language == "vi" and name in lists["places_vi"]:
            return True
        own = before[: -len(token)]
        if own.strip() and not INITIAL_BEFORE.search(own) and not ANOTHER_INITIAL.match(after):
            return False  # vitamin C, plan B, bảng A
    if name not in lists["unless_starter"] and not initials:
        return False
    if after[0] in "([":
        return True
    return not _starts_sentence(word, after, language, starters)


def _starts_sentence(word: str, after: str, language: str, starters: frozenset[str]) -> bool:
    """Does a capitalised word behind an abbreviation start a sentence: a word that often does, or in Vietnamese, where
    names have capitals throughout, any word that goes on in lower case (Gia đình)?"""
    if word.lower().replace("’", "'") in starters:
        return True
    words = after.split(None, 2)
    return language == "vi" and len(words) > 1 and words[1][0].islower() and not word.isascii()


@cache
def _speaker() -> re.Pattern[str]:
    """Up to four words, of which the last is one of saying: Nora Blake wondered, bà nói."""
    verbs = "|".join(sorted(_lists()["reporting"]))
    return re.compile(rf"(?:[^\W\d_][\w.’'-]*\s+){{1,4}}?(?:{verbs})\b")


def _is_speaker(text: str, match: re.Match[str], following: re.Match[str], stop: int) -> bool:
    """Is what follows a quotation only who said it: `“... chưa?” CNN đưa tin`, `...” Ông chia sẻ.`"""
    rest = text[following.start("word") : min(stop, following.start("word") + NEAR)]
    if not _speaker().match(rest):
        return False
    if match["mark"][-1] in "?!…":
        return True
    end = END.search(rest)
    said = rest[: end.start()] if end else rest
    return len(said.split()) <= SAID_AFTER_QUOTE and any(c in text[match.start() : match.end()] for c in "”’")
