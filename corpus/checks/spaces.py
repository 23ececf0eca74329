"""White space where none belongs, and none where some does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.checks.readable import around
from corpus.checks.subject import Subject
from corpus.issue import Issue

LETTER = r"[^\W\d_]"
TOO_MANY = re.compile(
    r"(?P<edge>^\s+|\s+$)"
    r"|(?P<double>(?<=\S)[ \u00a0\t]{2,}(?=\S))"
    r"|(?P<mark>(?<=[\w)”\"%]) +(?=[,.;:!?](?:\s|$)|[,;]\w)|(?<=[a-zà-ỹ]) +(?=\.[A-ZÀ-ỸĐ][a-zà-ỹ]))"
    r"|(?P<inside>(?<=[(\[“«]) +(?=[^\s)\]])|(?<=[^\s(\[“«]) +(?=[)\]”»]))"
)
RATIO = re.compile(r"\d +: +\d")  # 3 : 1
# Most lines hold none of these, and looking for them is quicker than the expression.
SIGNS_TOO_MANY = (
    "  ",
    " ,",
    " .",
    " ;",
    " :",
    " !",
    " ?",
    "( ",
    " )",
    "[ ",
    " ]",
    "“ ",
    " ”",
    "« ",
    " »",
    "\u00a0 ",
    " \u00a0",
    "\t",
)
CLOSE = re.compile(rf"[,;:.!?…][)”\"’]?{LETTER}")
MISSING = re.compile(
    rf"(?:(?<={LETTER}{LETTER}[,;:])|(?<=\d{LETTER}[,;])|(?<=\d\d[,;])|(?<=[)”\"%][,;]))(?={LETTER}{LETTER})"
    r"|(?:(?<=[a-zà-ỹ]{2}[.!?…])|(?<=[a-zà-ỹ]{2}[.!?…][)”]))(?=[A-ZÀ-ỸĐ][^\W\d_A-Z])"
)
TITLES = frozenset(
    ["ths", "bs", "ts", "gs", "pgs", "ks", "ls", "tp", "tt", "tx", "mr", "mrs", "ms", "dr", "st", "kts", "cn", "ncs", "đ"]
)  # "ThS.Lan" is usual
ADDRESS = re.compile(r"://|@|www\.|\\|_|=|&\w")


def find_whitespace(subject: Subject) -> Iterator[Issue]:
    """Spaces doubled, at an end, before a mark or inside brackets, and none after a mark."""
    vi = subject.vi
    if vi != vi.strip() or any(map(vi.__contains__, SIGNS_TOO_MANY)):
        yield from _too_many(subject)
    if CLOSE.search(vi):
        yield from _missing(subject)


MESSAGES = {
    "edge": "There is a space at the end of the text.",
    "double": "There are two spaces in a row.",
    "mark": "There is a space before the mark.",
    "inside": "There is a space inside the bracket or quotation mark.",
}


def _too_many(subject: Subject) -> Iterator[Issue]:
    en, vi = subject.en, subject.vi
    ratios = {at for match in RATIO.finditer(vi) for at in range(*match.span())}
    for found in TOO_MANY.finditer(vi):
        kind = found.lastgroup or ""
        if found.start() in ratios:
            continue
        if kind == "mark" and f" {vi[found.end()]}" in en:
            continue
        if kind == "edge" and (en[:1].isspace() if not found.start() else en[-1:].isspace()):
            continue  # texts of a program are put together from parts with such spaces
        if kind == "edge":
            message = f"The text {'starts' if not found.start() else 'ends'} with a space: take it out."
            yield Issue("whitespace", "minor", message, None, found.span(), None)
            continue
        start, end = around(vi, found.span())
        right = vi[start : found.start()] + (" " if kind == "double" else "") + vi[found.end() : end]
        yield Issue("whitespace", "minor", MESSAGES[kind], None, (start, end), right)


def _missing(subject: Subject) -> Iterator[Issue]:
    vi = subject.vi
    for found in MISSING.finditer(vi):
        at = found.start()
        start, end = around(vi, (at, at))
        token, before = vi[start:end], re.findall(r"[^\W\d_]+", vi[start:at])
        if vi[at - 1] in ".!?…)”" and not vi[at].isupper():
            continue
        if token in subject.en or ADDRESS.search(token) or (before and before[-1].lower() in TITLES):
            continue
        yield Issue(
            "whitespace", "minor", "A space is missing after the mark.", None, (start, end), f"{vi[start:at]} {vi[at:end]}"
        )
