"""What a line is for: text, headline, caption, credit, dateline, menu or spam.

A label, with its reason; nothing is dropped because of it. Menus, credits and spam are listed as text without a partner, all
other kinds may have one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.data import tables
from corpus.lexicon import shipped_headword

KINDS = ("text", "headline", "caption", "credit", "dateline", "menu", "spam", "blank")


@dataclass(frozen=True, slots=True)
class LineKind:
    """The kind of a line and what it was told by."""

    kind: str  # one of KINDS
    reason: str


MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?"
)
DAYS = (
    r"mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật"
)
CLOCK = r"\d{1,2}(?:[:.h]\d{2}| giờ(?: \d{1,2})?)(?::\d{2})?\s*(?:[ap]\.?m\.?)?"
DATE_WORDS = re.compile(
    rf"\b(?:{MONTHS}|{DAYS}|{CLOCK}|\d+(?:st|nd|rd|th)?|ngày|tháng|năm|giờ|lúc|at|on|gmt|utc|ict|am|pm|posted|published|updated|last|date|"
    r"cập nhật|đăng|xuất bản)\b|[\W_]",
    re.IGNORECASE,
)
HAS_DATE = re.compile(
    rf"\b(?:{MONTHS}|tháng)\b.*\d|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}} ?(?:{MONTHS})\b", re.IGNORECASE
)
BULLET = re.compile(r"\s*[•▪◦●○‣*·»>+–-]\s+")
PICTURE_TAIL = re.compile(r"(?:\b(?:photo|ảnh|hình|image|picture)\s*\d+\s*\.?|!\[[^\]]*\]\([^)]*\)|\|)\s*$", re.IGNORECASE)
AGENCY_PHOTO = re.compile(r"(?:[A-Z][\w.]*/)?[A-Z][\w.]* (?:[Pp]hotos?|ảnh)\s*[|.]?\s*$")
SENTENCE_END = re.compile(r"[.?!…:;]['\"”’)\]|]*\s*$")
SHORT = 4  # words of a menu item
SINGLE_MENU = "a word of a site menu"
LONGEST_CREDIT = 12  # words
LONGEST_HEADLINE = 25
LEAST_MENU = 4  # bulleted or listed short lines in a row


@cache
def _phrases(name: str) -> frozenset[str]:
    raw = tables("boilerplate.toml")
    return frozenset(phrase.strip() for phrase in raw[name].replace("\n", "").split("|") if phrase.strip())


@cache
def _spam() -> re.Pattern[str]:
    phrases = sorted(_phrases("spam"), key=len, reverse=True)
    words = "|".join(re.escape(phrase) for phrase in phrases if " " not in phrase)
    runs = "|".join(re.escape(phrase) for phrase in phrases if " " in phrase)  # injected: glued to what stands before
    return re.compile(rf"(?:{runs})(?![^\W_])|(?<![^\W_])(?:{words})(?![^\W_])")


def classify(lines: Sequence[str]) -> list[LineKind]:
    """The kind of each line of a document, in order; the first text of a document may be its headline.

    >>> [k.kind for k in classify(["Rice exports rise", "July 2, 2025", "Exports rose by 5 percent. Photo: VNA"])]
    ['headline', 'dateline', 'caption']
    """
    found = [_alone(line) for line in lines]
    _unmark_single_menus(lines, found)
    _mark_menus(lines, found)
    _mark_headlines(lines, found)
    return found


def _alone(line: str) -> LineKind:
    text = line.strip()
    low = text.lower()
    if not text:
        return LineKind("blank", "no text")
    spam = _spam().search(low)
    if spam:
        return LineKind("spam", f"advertises {spam[0]!r}")
    if HAS_DATE.search(text) and not re.search(r"[^\W\d_]{2,}", DATE_WORDS.sub(" ", low)):
        return LineKind("dateline", "a date and nothing else")
    words = text.split()
    body = BULLET.sub("", low, count=1).strip(" |>»-")
    if len(words) > 2 and _is_menu_row(low):
        return LineKind("menu", "words of a site menu")
    if body in _phrases("menu"):
        return LineKind("menu", SINGLE_MENU)
    if len(words) < 60 and any(re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", low) for phrase in _phrases("banner")):
        return LineKind("menu", "words of a banner or footer")
    if low.startswith(("©", "copyright ")) or ("©" in low and len(words) <= LONGEST_CREDIT):
        return LineKind("credit", "a copyright notice")
    caption = _caption(text, low)
    if caption:
        return caption
    return _credit(text, low, words) or LineKind("text", "a line of text")


def _is_menu_row(low: str) -> bool:
    parts = [part.strip() for part in re.split(r"\s[|>»·•/–-]\s|\||\s{2,}", low) if part.strip()]
    known = sum(part in _phrases("menu") for part in parts)
    return len(parts) >= LEAST_MENU - 1 and all(len(part.split()) <= SHORT for part in parts) and known >= 1


PHOTOGRAPHER = re.compile(
    r"(?:[.!?)(\[–—-]|^)\s*\(?"
    r"(?i:photos? by|photos? courtesy|photos?|image|courtesy of|ảnh của|ảnh|nguồn ảnh)(?:\s*:| (?=[A-ZĐ]))"
)


def _caption(text: str, low: str) -> LineKind | None:
    if PICTURE_TAIL.search(text) and len(text.split()) > SHORT:
        return LineKind("caption", "ends like a picture's caption")
    if AGENCY_PHOTO.search(text):
        return LineKind("caption", "ends with the agency that took the photo")
    head = re.match(r"[(\[]?\s*([^\W\d_]+(?: [^\W\d_]+){0,2})\s*(?:\d+\s*)?[:.]", low)
    if head and head[1] in _phrases("photo"):
        return LineKind("caption", f"starts with {head[1]!r}")
    tail = PHOTOGRAPHER.search(text)
    if tail:
        return LineKind("caption", "names who took the photo")
    return None


def _credit(text: str, low: str, words: list[str]) -> LineKind | None:
    if len(words) > LONGEST_CREDIT:
        return None
    head = re.match(r"[-–—(\s]*([^\W\d_]+(?: [^\W\d_]+)?)\s*(:?)\s*(?=[^\W\d_])", low)
    if head and not SENTENCE_END.search(text):
        first = next((name for name in (head[1], head[1].split()[0]) if name in _phrases("credit")), None)
        after = text[low.index(first) + len(first) :].lstrip(" :") if first else ""
        if after[:1].isupper() and all(w[:1].isupper() or w in ("and", "và", "-", "&", "/", "for") for w in after.split()):
            return LineKind("credit", f"starts with {first!r} and goes on with a name")
    if is_agency(text):
        return LineKind("credit", "only the name of an agency or site")
    return None


AGENCY = re.compile(r"[-–—(\s]*(?P<name>[A-Z]{2,7}(?:[/+][A-Za-z]+)?|[A-Z]\w*\.(?:com|vn|net|org)(?:\.vn)?)[)\s.]*")


def is_agency(text: str) -> bool:
    """Is a text no more than who reported it: "— VNS", "(TTXVN)", "Example.vn"? A word in capitals is a heading."""
    match = AGENCY.fullmatch(text.strip())
    return match is not None and shipped_headword(match["name"].lower()) is None


def _unmark_single_menus(lines: Sequence[str], found: list[LineKind]) -> None:
    """One "Contact" or "Giới thiệu" between paragraphs is a heading; a menu has company."""
    filled = [number for number, kind in enumerate(found) if kind.kind != "blank"]
    for place, number in enumerate(filled):
        if found[number].kind != "menu" or found[number].reason != SINGLE_MENU:
            continue
        around = [found[other].kind for other in (*filled[max(place - 1, 0) : place], *filled[place + 1 : place + 2])]
        if "menu" not in around:
            found[number] = LineKind("text", "a line of text")


def _mark_menus(lines: Sequence[str], found: list[LineKind]) -> None:
    """A run of short bulleted lines without sentence ends is a menu or list of links."""
    run: list[int] = []
    for number, line in enumerate([*lines, "An end. That is no menu item, with more than a few words."]):
        text = line.strip()
        if not text and run:
            continue
        item = (
            BULLET.match(text) and len(text.split()) <= SHORT + 1 and not SENTENCE_END.search(text) and not re.search(r"\d", text)
        )
        if item:
            run.append(number)
            continue
        if len(run) >= 2 * LEAST_MENU:
            for index in run:
                found[index] = LineKind("menu", f"one of {len(run)} short bulleted lines in a row")
        run = []


def _mark_headlines(lines: Sequence[str], found: list[LineKind]) -> None:
    """The first lines of running text, where they do not end like a sentence; and Markdown headings."""
    before_text = True
    for number, line in enumerate(lines):
        text = line.strip()
        if found[number].kind != "text":
            continue
        if text.startswith("#"):
            found[number] = LineKind("headline", "a Markdown heading")
            continue
        title = not SENTENCE_END.search(text) and len(text.split()) <= LONGEST_HEADLINE and text[:1].isalnum()
        if before_text and title:
            found[number] = LineKind("headline", "before the text, and no sentence end")
        elif not title:
            before_text = False
