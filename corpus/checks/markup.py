"""Tags, placeholders and addresses: what machines read has to come out of a translation as it went in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpus.checks.readable import Span
from corpus.checks.subject import Subject
from corpus.issue import Issue


@dataclass(frozen=True, slots=True)
class Piece:
    """Something in a text that has to be in the other one as well."""

    written: str
    key: str  # equal where two pieces mean the same
    span: Span


Reader = Callable[[str], list[Piece]]


def differences(en: list[Piece], vi: list[Piece]) -> Iterator[tuple[Piece | None, Piece | None]]:
    """Pieces without an equal on the other side, in order; a lost one goes with one that is too many, if there is any.

    >>> [(a and a.written, b and b.written) for a, b in differences(placeholders("%s of {n}"), placeholders("{m} %s %s"))]
    [('{n}', '{m}'), (None, '%s')]
    """
    lost, added = _without(en, vi), _without(vi, en)
    for number in range(max(len(lost), len(added))):
        yield lost[number] if number < len(lost) else None, added[number] if number < len(added) else None


def _without(pieces: list[Piece], others: list[Piece]) -> list[Piece]:
    there = Counter(piece.key for piece in others)
    left = []
    for piece in pieces:
        if there[piece.key]:
            there[piece.key] -= 1
        else:
            left.append(piece)
    return left


def _report(code: str, severity: str, what: str, lost: Piece | None, added: Piece | None) -> Issue:
    if lost and added:
        message = f"{what} {lost.written} has become {added.written}."
    elif lost:
        message = f"{what} {lost.written} is missing."
    else:
        assert added
        message = f"{what} {added.written} is not in the source, or there too often."
    suggestion = lost.written if lost and added else None
    en_span, vi_span = (piece.span if piece else None for piece in (lost, added))
    return Issue(code, severity, message, en_span, vi_span, suggestion)


# --- placeholders

PLACEHOLDER = re.compile(
    r"\{\{[^{}]*\}\}"  # {{ name }}
    r"|[$%#]\{[^{}\s]*\}"  # ${name} %{name}
    r"|\{[^{}\n]{0,40}\}"  # {name} {0} {}
    r"|%\(\w+\)[sdifr]"  # %(name)s
    r"|(?<![\d%\w])%[A-Za-z_]\w*%"  # %name%
    r"|(?<![\d%])%(?:\d+\$)?[-+0#]*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?[sdiufFeEgGxXoc@](?![A-Za-z])"  # %s %1$s %.2f, never "5%"
    r"|(?<![\w$])\$[a-z_]\w+"  # $name
    r"|\b__\w+?__\b"
)
ARGUMENT = re.compile(r"\{\s*(\w+)\s*,\s*(plural|select|selectordinal|number|date|time)\b")  # ICU message format


def placeholders(text: str) -> list[Piece]:
    """Placeholders of a text; what stands in the branches of an ICU argument is left to the languages.

    >>> [piece.key for piece in placeholders("{n, plural, one {# file} other {# files}} in %1$s, 5% done")]
    ['{n, plural}', '%1$s']
    """
    found = []
    masked = text
    while argument := ARGUMENT.search(masked):
        start, end = argument.start(), _closing(masked, argument.start())
        found.append(Piece(text[start:end], f"{{{argument[1]}, {argument[2]}}}", (start, end)))
        masked = masked[:start] + " " * (end - start) + masked[end:]
    found += [Piece(match[0], "".join(match[0].split()), match.span()) for match in PLACEHOLDER.finditer(masked)]
    return sorted(found, key=lambda piece: piece.span)


def _closing(text: str, start: int) -> int:
    """The offset after the brace that closes the one at `start`, or the end of the text."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return at + 1
    return len(text)


def find_placeholders(subject: Subject) -> Iterator[Issue]:
    """Placeholders lost, changed, translated or doubled; their order is free."""
    for lost, added in differences(placeholders(subject.en), placeholders(subject.vi)):
        severity = "critical" if lost else "major"
        yield _report("placeholder_mismatch", severity, "The placeholder", lost, added)


# --- tags

TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*|\d+)(?P<rest>(?:\s[^<>]*)?)/?>"
    r"|&lt;(?P<end2>/?)(?P<name2>[A-Za-z]\w*)(?P<rest2>(?:\s[^<>&]*)?)/?&gt;"
    r"|\[(?P<end3>/?)(?P<name3>b|i|u|s|url|img|quote|code|color|size)(?P<rest3>(?:=[^\[\]]*)?)\]"
)
ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'/]+)")
FOR_READERS = {"alt", "title", "placeholder", "aria-label", "label", "content", "lang", "xml:lang", "hreflang", "summary"}
VOID = {"br", "hr", "img", "input", "wbr", "x", "ph", "meta", "link"}


def tags(text: str) -> list[Piece]:
    """Tags of a text; attributes that people read may be translated, `<br>` and `<br/>` are one.

    >>> [piece.key for piece in tags('<a title="Help" href="/h">a < b</a><br />')]
    ['<a href="/h">', '</a>', '<br>']
    """
    return [Piece(match[0], _tag_key(match), match.span()) for match in TAG.finditer(text)]


def _tag_key(match: re.Match[str]) -> str:
    end = match["end"] or match["end2"] or match["end3"] or ""
    name = match["name"] or match["name2"] or match["name3"]
    rest = match["rest"] or match["rest2"] or match["rest3"] or ""
    attributes = sorted((key, value.strip("\"'")) for key, value in ATTRIBUTE.findall(rest) if key.lower() not in FOR_READERS)
    written = "".join([f' {key}="{value}"' for key, value in attributes])
    return f"<{end}{name.lower()}{written}>"


def is_nested(pieces: list[Piece]) -> bool:
    """Is every tag that is closed opened before, and closed in the order of opening?"""
    closed = {piece.key.strip("</>") for piece in pieces if piece.key.startswith("</")}
    open_tags: list[str] = []
    for piece in pieces:
        name = piece.key.strip("</>").split(" ")[0]
        if piece.key.startswith("</"):
            if not open_tags or open_tags.pop() != name:
                return False
        elif name in closed and name not in VOID:
            open_tags.append(name)
    return True


def find_tags(subject: Subject) -> Iterator[Issue]:
    """Tags lost, changed, doubled or closed before they are opened; their order is free otherwise."""
    en, vi = tags(subject.en), tags(subject.vi)
    found = list(differences(en, vi))
    for lost, added in found:
        yield _report("tag_mismatch", "major", "The tag", lost, added)
    if not found and is_nested(en) and not is_nested(vi):
        span = (vi[0].span[0], vi[-1].span[1])
        yield Issue("tag_mismatch", "major", "A tag is closed before it is opened, or tags cross.", None, span)


# --- addresses

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+")
URL = re.compile(r"(?:(?:https?|ftp)://|www\.)[^\s<>\"“”«»|]+")
DOMAIN = re.compile(
    r"(?<![@\w./-])(?:[a-z0-9-]+\.)+(?:com|net|org|vn|gov|edu|io|info|example)(?:/[^\s<>\"“”]*)?(?![\w@])", re.IGNORECASE
)
AFTER_URL = ".,;:!?…)]}'’”"
OWN_LANGUAGE = re.compile(r"(?<=[/.=_-])(?:en|vi)(?:[-_](?:us|gb|vn))?(?=[/.&]|$)|^(?:en|vi)\.", re.IGNORECASE)


def urls(text: str) -> list[Piece]:
    """Addresses of pages; the protocol, a stroke at the end and the language of the page do not count."""
    found = []
    for match in URL.finditer(text):
        written = match[0].rstrip(AFTER_URL)
        if match[0].count("(") and match[0][len(written) :].startswith(")"):
            written += ")"
        found.append(Piece(written, _url_key(written), (match.start(), match.start() + len(written))))
    return found


def _url_key(url: str) -> str:
    plain = re.sub(r"^(?:https?|ftp)://", "", url).removeprefix("www.").rstrip("/")
    host, stroke, path = plain.partition("/")
    return OWN_LANGUAGE.sub("", host.lower() + stroke + path)


def domains(text: str) -> list[Piece]:
    """Addresses without a protocol: songs.example/list. They may also be names of companies."""
    masked = EMAIL.sub(lambda match: " " * len(match[0]), URL.sub(lambda match: " " * len(match[0]), text))
    pieces = ((match[0].rstrip(AFTER_URL), match.start()) for match in DOMAIN.finditer(masked))
    return [Piece(written, _url_key(written), (start, start + len(written))) for written, start in pieces]


def emails(text: str) -> list[Piece]:
    """Mail addresses."""
    pieces = ((match[0].rstrip("."), match.start()) for match in EMAIL.finditer(text))
    return [Piece(written, written.lower(), (start, start + len(written))) for written, start in pieces]


def find_urls(subject: Subject) -> Iterator[Issue]:
    """Page addresses changed or missing."""
    vi = urls(subject.vi)
    bare = {piece.key for piece in domains(subject.vi)}
    for lost, added in differences([piece for piece in urls(subject.en) if piece.key not in bare], vi):
        if lost:
            yield _report("url_mismatch", "major", "The address", lost, added)
    there = {piece.key for piece in vi}
    for lost, added in differences([piece for piece in domains(subject.en) if piece.key not in there], domains(subject.vi)):
        if lost and added:  # a lost one alone may be a company that is called without its ".com"
            yield _report("url_mismatch", "major", "The address", lost, added)


def find_emails(subject: Subject) -> Iterator[Issue]:
    """Mail addresses changed or missing."""
    if "@" not in subject.en:
        return
    for lost, added in differences(emails(subject.en), emails(subject.vi)):
        if lost:
            yield _report("email_mismatch", "major", "The mail address", lost, added)
