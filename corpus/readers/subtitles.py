"""Subtitles: SRT and WebVTT, each line of a cue with the time at which it is shown.

What counts is the line of times; numbers of cues are often wrong, and are not text. Styles (`<i>`, `{\\an8}`) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.encoding import decode
from corpus.errors import UnreadableInput
from corpus.line import Content, Line

_TIME = r"(?:(?P<h{0}>\d{{1,3}}):)?(?P<m{0}>\d{{1,2}}):(?P<s{0}>\d{{1,2}})[,.](?P<f{0}>\d{{1,3}})"
TIMES = re.compile(rf"\s*{_TIME.format(1)}\s*-->\s*{_TIME.format(2)}(?:\s.*)?$")
STYLE = re.compile(r"</?(?:i|b|u|s|c|v|font|ruby|rt|lang)\b[^<>]*>|\{\\[^{}]*\}|</?c[.\w]*>|<\d[\d:.]*>", re.IGNORECASE)


def is_subtitles(text: str) -> bool:
    """Do the first lines of a text hold the times of a cue?"""
    return any(TIMES.match(line) for line in text.split("\n", 8)[:8])


def milliseconds(match: re.Match[str]) -> tuple[int, int]:
    """From when to when a cue is shown."""
    start, end = (
        ((int(match[f"h{n}"] or 0) * 60 + int(match[f"m{n}"])) * 60 + int(match[f"s{n}"])) * 1000
        + int(match[f"f{n}"].ljust(3, "0"))
        for n in (1, 2)
    )
    return start, max(start, end)


def unstyled(text: str) -> str:
    """The text of a line without its styles."""
    while (bare := STYLE.sub("", text)) != text:
        text = bare
    return text.strip()


def cues(lines: Iterable[str]) -> Iterator[tuple[tuple[int, int], list[tuple[int, str]]]]:
    """Times of each cue, and its lines of text with their numbers; an empty line ends a cue."""
    span: tuple[int, int] | None = None
    texts: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        match = TIMES.match(line) if not span else None
        if match or not line.strip():
            if span and texts:
                yield span, texts
            span, texts = milliseconds(match) if match else None, []
        elif span:
            texts.append((number, line))
    if span and texts:
        yield span, texts


def read_subtitles(data: bytes, name: str, encoding: str | None = None) -> Content:
    """The lines of all cues, numbered as in the file. Raises `UnreadableInput`."""
    decoded = decode(data, name, encoding)
    lines = tuple(
        Line(number, text, span=span)
        for span, texts in cues(re.split(r"\r\n|\n|\r", decoded.text))
        for number, raw in texts
        if (text := unstyled(raw))
    )
    if not lines:
        raise UnreadableInput(name, "there are no subtitles in it", "give cues: 00:00:01,000 --> 00:00:02,500, then text")
    return Content(lines, decoded.encoding, decoded.bom, decoded.nfc, decoded.suspect)
