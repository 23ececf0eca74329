"""Text that was decoded wrongly: nobody can read it, but most of it can be brought back."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from corpus.checks.readable import MISREAD, around
from corpus.checks.sign import Sign
from corpus.checks.subject import Subject
from corpus.issue import Issue
from corpus.legacy import readings
from corpus.syllable import is_syllable

HALF_LOST = re.compile("á[º»](?=[^\\W\\d_])|(?<=[^\\W\\d_])Ä(?=[^\\W\\d_])")
LOST = re.compile(r"\ufffd+|(?<=[^\W\d_])\?(?=[^\W\d_A-Z])")
ENTITY = re.compile(r"&(?:amp;)?(?:[a-zA-Z]{2,8}\d?|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
WORD = re.compile(r"[^\W\d_]+")
MISREAD_SIGN = Sign.MISREAD
VIQR_MARK = re.compile(r"[aeiouyAEIOUY][(^+]?['`?~.](?=\w)|[aeoAEO]\^|[uoUO]\+|[aA]\((?=[\w'`?~.])|\b[dD][dD](?=[aeiouy])")
LEAST_VIQR = 3  # marks
LEAST_SHARE = 0.8  # of the words with Vietnamese letters in the right reading; see corpus.legacy
LEAST_GAIN = 0.3  # that share over the share in the text as it is
LEAST_STRANGE = 2  # words that are no Vietnamese, for a closer look
LEAST_ILLEGAL = 0.4  # of the words with other than plain letters, for a text to be suspicious


def find_mojibake(subject: Subject) -> Iterator[Issue]:
    """Characters of another encoding, letters that were lost, entities of HTML."""
    vi = subject.vi_typed
    if vi.isascii():
        yield from _legacy(vi) if len(VIQR_MARK.findall(vi)) >= LEAST_VIQR and vi != subject.en_typed else ()
    elif subject.vi_signs & MISREAD_SIGN and (found := _twice(vi)):
        yield found
        return
    elif _is_strange(subject):
        legacy = list(_legacy(vi))
        if legacy:
            yield from legacy
            return
    yield from _lost(subject)
    if "&" in vi:
        yield from _entities(subject)


def _twice(vi: str) -> Issue | None:
    """UTF-8 that was read as windows-1252."""
    found = [(match, right) for match in MISREAD.finditer(vi) if (right := _decoded(match[0])) and not _is_capital(vi, match)]
    right, at = "", 0
    for match, meant in found:
        right += vi[at : match.start()] + meant
        at = match.end()
    right += vi[at:]
    places = [match.span() for match, _ in found] + [match.span() for match in HALF_LOST.finditer(right)]
    if not places:
        return None
    start, end = min(places)[0], max(match.end() for match, _ in found) if found else max(places)[1]
    start, end = around(vi, (start, end))
    suggestion = right[start : len(right) - (len(vi) - end)] if MISREAD.search(right) is None else None
    message = "UTF-8 was read as windows-1252: the text cannot be read."
    return Issue("mojibake", "critical", message, None, (start, end), suggestion)


def _is_capital(vi: str, match: re.Match[str]) -> bool:
    """Is it a Vietnamese capital with a mark after it: “NHÀ VĂN HÓA XÃ”?"""
    return match[0][0] in "ÃÂ" and match[0][1:] in CLOSING and (match.start() == 0 or vi[match.start() - 1].isupper())


CLOSING = tuple("”’»…–—")


def _decoded(run: str) -> str | None:
    try:
        return b"".join(_byte(c) for c in run).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return None


def _byte(c: str) -> bytes:
    try:
        return c.encode("cp1252")
    except UnicodeEncodeError:
        return c.encode("latin-1")


def _is_strange(subject: Subject) -> bool:
    """Are many of the words with other than plain letters no Vietnamese?"""
    if subject.oddities.count("f") + subject.oddities.count("s") < LEAST_STRANGE and not subject.vi_readable.offsets:
        return False
    marked = [word for word in WORD.findall(subject.vi_typed) if not word.isascii()]
    illegal = [word for word in marked if not is_syllable(word) and word not in subject.en_typed]
    return len(illegal) > 1 and len(illegal) >= LEAST_ILLEGAL * len(marked)


def _legacy(vi: str) -> Iterator[Issue]:
    """An encoding from before Unicode, if one gives Vietnamese."""
    now = _share(vi)
    best = max(readings(vi.encode()), key=lambda reading: (reading.share * min(reading.words, 50), reading.share), default=None)
    if (
        best
        and best.text != unicodedata.normalize("NFC", vi)
        and best.share >= max(LEAST_SHARE, now + LEAST_GAIN)
        and best.words > 1
    ):
        message = f"The text is in the encoding {best.encoding} and cannot be read."
        yield Issue("mojibake", "critical", message, None, (0, len(vi)), best.text)


def _share(text: str) -> float:
    words = [word for word in WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def _lost(subject: Subject) -> Iterator[Issue]:
    vi = subject.vi_typed
    if "?" not in vi[:-1] and (vi.isascii() or "\ufffd" not in vi):
        return
    found = [match for match in LOST.finditer(vi) if match[0] != "?" or not _is_query(vi, match.start(), subject.en_typed)]
    if found:
        start, end = around(vi, (found[0].start(), found[-1].end()))
        severity = "critical" if len(found) > 1 else "major"
        yield Issue("mojibake", severity, "Letters were lost and replaced by a sign.", None, (start, end))


def _is_query(vi: str, at: int, en: str) -> bool:
    """Is a question mark part of an address or written so in the source as well?"""
    start = vi.rfind(" ", 0, at) + 1
    end = vi.find(" ", at)
    token = vi[start : end if end >= 0 else len(vi)]
    return token in en or "/" in token or "=" in token


def _entities(subject: Subject) -> Iterator[Issue]:
    for found in ENTITY.finditer(subject.vi_typed):
        text = html.unescape(html.unescape(found[0]))
        if text != found[0] and found[0] not in subject.en_typed and not ("&lt;" in subject.en_typed and text in "<>"):
            message = f"{found[0]} is an entity of HTML."
            yield Issue("mojibake", "major", message, None, found.span(), text)
