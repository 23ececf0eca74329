"""TMX 1.4b, level 1: written as a stream, read as a stream.

Standard: TMX 1.4b Specification, LISA OSCAR, 2005. What real programs accept shaped the details: the DOCTYPE and all
required attributes of the header, `xml:lang` on each `tuv`, props before the first `tuv`, no characters that XML forbids.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree
from xml.parsers import expat

from corpus.encoding import BOMS, guess_utf
from corpus.errors import UnreadableInput
from corpus.issue import Issue
from corpus.pair import InlineCode, Pair, kind_of, lines_of, lines_text, score_of, span_of, span_text
from exports.files import MAX_TEXT, beginning, reading, writing
from exports.inline import Coded, Collected, code_tag
from exports.intake import Intake
from exports.issues import issue_of, issue_text
from exports.row import EMPTY
from exports.text import xml_safe

DEFAULT_TAGS = ("en", "vi")
TOOL = "songngu"
CHUNK = 1 << 16  # bytes fed to the parser at once


def escape(text: str) -> str:
    """Text as character data; `>` too, because of `]]>`."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def _attribute(text: str) -> str:
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _header(tags: tuple[str, str]) -> str:
    stamp = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stamp and not re.fullmatch(r"[0-9]{1,11}", stamp):
        raise UnreadableInput("SOURCE_DATE_EPOCH", f"{stamp!r} is no time in seconds", "unset it or give a whole number")
    date = f' creationdate="{time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(int(stamp)))}"' if stamp else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="{TOOL}" creationtoolversion="{version("songngu")}" segtype="sentence" o-tmf="{TOOL}" '
        f'adminlang="en" srclang="{_attribute(tags[0])}" datatype="plaintext"{date}/>\n<body>\n'
    )


REMEMBERED = 100_000  # names of units kept to find one that comes again; memory must not grow with the file
DIGITS = 18  # of a number that is compared as one
NUMBERED = re.compile(r"#[0-9]+$")  # what makes a name unique that came before, or may have


class Names:
    """Names of units, each given once: one that came before gets a mark ("#") and the number of its unit.

    Names that are rising numbers need no memory; of others the first `REMEMBERED` are known, and later ones are all numbered.
    """

    def __init__(self, mark: str = "#") -> None:
        self.mark = mark
        self.numbered = re.compile(f"{re.escape(mark)}[0-9]+$")
        self.seen: set[str] = set()
        self.highest = -1

    def unique(self, name: str, number: int) -> str:
        """The name, or a numbered one; no two units get the same."""
        rising = len(name) <= DIGITS and name.isdecimal() and int(name) > self.highest
        fresh = name not in self.seen if len(self.seen) < REMEMBERED else rising
        if len(self.seen) < REMEMBERED:
            self.seen.add(name)
        if rising:
            self.highest = int(name)
        return name if fresh and not (self.mark in name and self.numbered.search(name)) else f"{name}{self.mark}{number}"


def write_tmx(pairs: Iterable[Pair], path: Path, *, tags: tuple[str, str] = DEFAULT_TAGS) -> Counter[str]:
    """Write pairs as TMX; gives back what the text policy changed. Pairs without any text are left out and counted.

    A unit has its document, kind, score, lines and issues as props, and no `tuv` for an empty side.
    """
    changes: Counter[str] = Counter()
    names = Names()
    en_start, vi_start = (f'<tuv xml:lang="{_attribute(tag)}"><seg>' for tag in tags)
    doc, doc_name, doc_prop = "", "", ""  # many pairs in a row are of one document
    with writing(path) as out:
        out.write(_header(tags))
        for number, pair in enumerate(pairs, 1):
            en, vi = xml_safe(pair.en, changes), xml_safe(pair.vi, changes)
            if not en and not vi:
                changes[EMPTY] += 1
                continue
            if pair.doc != doc:
                doc, doc_name = pair.doc, xml_safe(pair.doc, changes)
                doc_prop = f'<prop type="x-doc">{escape(doc_name)}</prop>' if doc_name else ""
            name = (f"{doc_name}-{pair.id}" if doc_name else pair.id) if pair.id else str(number)
            if not name.isalnum():
                name = xml_safe(name, changes)
            name = names.unique(name, number)
            if not name.isalnum():
                name = _attribute(name)
            en_text = f"{en_start}{escape(en)}</seg></tuv>" if en else ""
            vi_text = f"{vi_start}{escape(vi)}</seg></tuv>" if vi else ""
            out.write(f'<tu tuid="{name}">{_props(pair, doc_prop, changes)}{en_text}{vi_text}</tu>\n')
        out.write("</body>\n</tmx>\n")
    return changes


def _props(pair: Pair, doc_prop: str, changes: Counter[str]) -> str:
    props = "" if pair.score is None else f'<prop type="x-score">{pair.score:.4f}</prop>'
    props += f'<prop type="x-align">{pair.kind}</prop>{doc_prop}'
    if pair.en_lines:
        props += f'<prop type="x-en-lines">{lines_text(pair.en_lines)}</prop>'
    if pair.vi_lines:
        props += f'<prop type="x-vi-lines">{lines_text(pair.vi_lines)}</prop>'
    if pair.span:
        props += f'<prop type="x-span">{span_text(pair.span)}</prop>'
    for issue in pair.issues:
        props += f'<prop type="x-check">{escape(xml_safe(issue_text(issue), changes))}</prop>'
    return props


LANGUAGE_TAGS = {"eng": "en", "english": "en", "vie": "vi", "vietnamese": "vi", "vn": "vi"}  # what programs write for en, vi
NATIVE = frozenset(("bpt", "ept", "ph", "it", "ut"))  # their content is code of the native format; that of hi is text
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@lru_cache(1024)
def language_of(tag: str) -> str:
    """The base language of a tag: "en" for "EN-us", "vi" for "vie" and "vn"."""
    base = re.split("[-_]", tag.strip().lower())[0]
    return LANGUAGE_TAGS.get(base, base)


# what the reader says of things that are no part of a pair
OTHER_TEXTS = "text in another language"
OTHER_LANGUAGES = "unit without English and Vietnamese text"
NATIVE_CODE = "codes of a native format, inside a text"
NOTES = "note"
OTHER_PROPS = "prop of another program"
STRANGE_PROPS = "x- prop that is not as songngu writes it"
STRANGE_ELEMENTS = "element that no TMX has"

EXPORT_AGAIN = "export it again from the program that made it"
CUT_OFF = "the file is cut off: export or copy it again"
IN_UTF_8 = "save the file as UTF-8 and name that in its first line"
REMEDIES = {  # by the parser's error
    expat.errors.XML_ERROR_NO_ELEMENTS: CUT_OFF,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: CUT_OFF,
    expat.errors.XML_ERROR_PARTIAL_CHAR: CUT_OFF,
    expat.errors.XML_ERROR_INVALID_TOKEN: "remove control characters, write & as &amp; and < as &lt;, "
    "and see that the file is in the encoding its first line names",
    expat.errors.XML_ERROR_BAD_CHAR_REF: "remove the reference; XML 1.0 has no such character",
    expat.errors.XML_ERROR_TAG_MISMATCH: "close each element that is opened; write < in text as &lt;",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "write the character itself",
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: IN_UTF_8,
    expat.errors.XML_ERROR_INCORRECT_ENCODING: IN_UTF_8,
}


def not_well_formed(name: str, error: ElementTree.ParseError | expat.ExpatError, unit: str) -> UnreadableInput:
    """An error of the parser with its line, column and unit, and what to do about it."""
    reason = expat.ErrorString(error.code)
    line, column = error.position if isinstance(error, ElementTree.ParseError) else (error.lineno, error.offset)
    entity = re.match("undefined entity (&[^;]*;)", str(error))
    if entity:
        what = f"the entity {entity[1]} is not defined in XML"
    else:
        what = f"not well-formed XML: {(reason or 'malformed').removeprefix('not well-formed ').strip('()')}"
    where = f"column {column + 1}" + (f", {unit}" if unit else "")
    return UnreadableInput(name, f"{what} ({where})", REMEDIES.get(reason or "", EXPORT_AGAIN), line)


class _Prolog:
    """What stands before the units: the root has to be a TMX, and nothing may declare entities."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_over = False
        self.prefix = ""  # of the names of elements, with its colon
        self.parser = expat.ParserCreate()
        self.parser.EntityDeclHandler = self.entity
        self.parser.StartElementHandler = self.root

    def feed(self, text: str) -> None:
        """Look at the next piece; the parser of units says later what is malformed."""
        with suppress(expat.ExpatError):
            self.parser.Parse(text, False)

    def entity(self, *_: object) -> None:
        """None belongs into a TMX, and some are traps."""
        line = self.parser.CurrentLineNumber
        column = self.parser.CurrentColumnNumber + 1
        what = f"the file declares entities (column {column})"
        raise UnreadableInput(self.name, what, "write the characters themselves", line)

    def root(self, name: str, _: object) -> None:
        """The first element tells what the file is."""
        prefix, colon, local = name.rpartition(":")
        if local != "tmx":
            raise UnreadableInput(self.name, "XML, but not TMX", "give a file whose root element is tmx")
        self.is_over = True
        self.prefix = prefix + colon
        self.parser.StartElementHandler = None


class _Tree:
    """What of a TMX is not plain, parsed into a small tree that holds no more of it than one piece.

    In place of plain units the parser is fed white space, so that its lines and columns are those of the file.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.prolog = _Prolog(name)
        self.count = 0  # units so far
        self.line = 1  # at which the parser will stand
        self.skipped = (0, 0)  # line ends, and characters after the last of them, that it was not fed
        self.namespace = ""
        builder = ElementTree.TreeBuilder()
        self.above = builder.start("", {})  # an element of ours, under which the tree grows, so that it can be seen growing
        self.parser = ElementTree.XMLParser(target=builder)
        self.body: ElementTree.Element | None = None
        self.is_ours = False

    def skip(self, text: str) -> None:
        """Pass over plain units."""
        ends = text.count("\n")
        lines, column = self.skipped
        self.skipped = (lines + ends, len(text) - text.rfind("\n") - 1) if ends else (lines, column + len(text))
        self.line += ends

    def feed(self, text: str) -> list[ElementTree.Element]:
        """Parse a piece that ends between two elements of the body; gives those in it. Raises `UnreadableInput`."""
        if not self.prolog.is_over:
            self.prolog.feed(text)
        lines, column = self.skipped
        self.skipped = (0, 0)
        self.line += text.count("\n")
        try:
            self.parser.feed("\n" * lines + " " * column + text)
        except ElementTree.ParseError as error:
            raise not_well_formed(self.name, error, self.unit()) from None
        if self.body is None and len(self.above):
            self.find_body(self.above[0])
        if self.body is None:
            return []
        whole = self.body[:]
        self.body.clear()
        self.count += len(whole)
        return whole

    def close(self) -> None:
        """Nothing comes any more. Raises `UnreadableInput` where something should."""
        try:
            self.parser.close()
        except ElementTree.ParseError as error:
            raise not_well_formed(self.name, error, self.unit()) from None

    def find_body(self, root: ElementTree.Element) -> None:
        """The element that holds the units, when it has come."""
        self.namespace = root.tag.removesuffix("tmx")
        self.body = root.find(f"{self.namespace}body")
        header = root.find(f"{self.namespace}header")
        self.is_ours = header is not None and header.get("creationtool") == TOOL

    def unit(self) -> str:
        """The unit at which the parser stands, for a message."""
        if self.body is None or not len(self.body):
            return ""
        tuid = self.body[-1].get("tuid", "")
        return f"unit {self.count + len(self.body)}" + (f" (tuid {tuid[:60]!r})" if tuid else "")


def read_tmx(path: Path) -> Intake:
    """English–Vietnamese pairs of a TMX file, 1.1 to 1.4b, UTF-8 or UTF-16; memory does not grow with the file.

    Inline elements are flattened; a unit with several texts of a language gives several pairs. Raises `UnreadableInput` with
    line, column and unit for XML that is not well-formed, for entity declarations (none belongs into a TMX) and for XML that
    is no TMX.
    """
    left_out: Counter[str] = Counter()
    return Intake(_pairs(path, left_out), left_out)


def _pairs(path: Path, left_out: Counter[str]) -> Iterator[Pair]:
    languages: set[str] = set()
    is_bilingual = False  # has there been text in both languages?
    held: list[Pair] = []  # until there has: a file in other languages has no pairs, and not one omission after the other
    tree = _Tree(str(path))
    for texts, codes, props, checks, name, line in _units(path, tree, left_out):
        if not texts.keys() <= languages and len(languages) < MANY_LANGUAGES:
            languages |= texts.keys()
        pairs = _unit_pairs(texts, props, checks, name, line, left_out, is_ours=tree.is_ours)
        pairs = _with_codes(pairs, texts, codes) if codes else pairs
        if pairs and not texts.keys() <= BOTH:
            left_out[OTHER_TEXTS] += sum(len(found) for language, found in texts.items() if language not in BOTH)
        is_bilingual = is_bilingual or languages >= BOTH
        if not (is_bilingual or languages <= BOTH) and len(held) < MOST_HELD:
            held += pairs
            continue
        if held:
            yield from held
            held.clear()
        yield from pairs
    if tree.body is None:
        raise UnreadableInput(str(path), "a TMX without body", EXPORT_AGAIN)
    if tree.count and not (languages >= BOTH or (languages and languages <= BOTH)):
        raise no_such_language(str(path), languages, "give a file in both languages, or mend the xml:lang of its tuv")


BOTH = frozenset(("en", "vi"))
MANY_LANGUAGES = 100  # as many are named in a message
MOST_HELD = 10_000  # pairs; memory must not grow with the file


def no_such_language(name: str, languages: Iterable[str], remedy: str) -> UnreadableInput:
    """What to say of a file without text in one of the two languages, or in both."""
    known = set(languages) - {""}
    missing = " and no ".join(word for side, word in (("en", "English"), ("vi", "Vietnamese")) if side not in known)
    return UnreadableInput(name, f"no {missing} in this file (languages: {', '.join(sorted(known)) or 'none'})", remedy)


OURS = ("x-score", "x-align", "x-doc", "x-en-lines", "x-vi-lines", "x-span")  # props as we write them, in this order

# A unit as we and most programs write it needs no parser. What does not fit to the letter (references such as &amp;, inline
# elements, notes, more attributes, more languages, what XML forbids) goes to one.
_VALUE = r'([^"<&\x00-\x1f\ufffe\uffff]*+)'
_TEXT = r"([^]<&\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]*+)"  # without ], as ]]> is forbidden
_SIDE = rf'<tuv (?:xml:)?lang="{_VALUE}">\s*+<seg>{_TEXT}</seg>\s*+</tuv>\s*+'
_PROPS = "".join(rf'(?:<prop type="{name}">{_TEXT}</prop>\s*+)?' for name in OURS)
_PLAIN = rf'tu(?: tuid="{_VALUE}")?>\s*+{_PROPS}{_SIDE}{_SIDE}</tu>'
_HIDING = r"!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"  # what looks like a unit in there is none
HIDDEN = re.compile(rf"<(?:{_HIDING})|<[!?].*", re.DOTALL)
BODY = re.compile(r"<(?:[\w.-]+:)?body(?:\s[^<>]*)?>|<(?:[\w.-]+:)?body\s*/>")

Texts = Mapping[str, list[str]]  # by language, in the order of the file
Codes = Mapping[str, list[tuple[InlineCode, ...]]]  # of each text, in the same order; empty where no text has any
Props = Sequence[str | None]  # in the order of `OURS`
Unit = tuple[Texts, Codes, Props, Sequence[str], str, int]  # the fourth: issues; the last: name, line


@lru_cache
def _tokens(prefix: str) -> re.Pattern[str]:
    """Finds plain units, what hides units, and the beginnings of both; all begin with <, so that the search leaps."""
    start = rf"{re.escape(prefix)}tu(?=[\s/>])"
    return re.compile(f"<(?:(?P<plain>{_PLAIN})|(?P<hiding>{_HIDING})|(?P<start>{start})|(?P<open>[!?]))", re.DOTALL)


def _units(path: Path, tree: _Tree, left_out: Counter[str]) -> Iterator[Unit]:
    """All units of a file; memory holds a chunk of it, or one unit that is longer."""
    text = ""
    enough = 0  # characters, before which it is no use to look again
    for chunk in _chunks(path):
        text += chunk
        if len(text) < enough:
            continue
        before = len(text)
        while tree.body is None and (body := BODY.search(text)):
            tree.feed(text[: body.end()])
            text = text[body.end() :]
        if tree.body is None:
            cut = max(text.rfind("<"), 0)
            tree.feed(text[:cut])
        else:
            cut = yield from _whole_units(text, tree, left_out)
        text = text[cut:]
        enough = 2 * before if len(text) == before else 0
        if len(text) > MAX_TEXT:
            where = f"unit {tree.count + 1}" if tree.body is not None else "before the first"
            what = f"more than {MAX_TEXT:,} characters without the end of a unit ({where})"
            raise UnreadableInput(str(path), what, EXPORT_AGAIN, tree.line)
    cut = (yield from _whole_units(text, tree, left_out)) if tree.body is not None else 0
    last = list(_parsed(text[cut:], tree, [tree.line], left_out))
    try:
        tree.close()
    except UnreadableInput:  # what is cut off is no unit
        if re.search(rf"</{re.escape(tree.prolog.prefix)}tu\s*>", HIDDEN.sub("", text[cut:])):
            yield from last
        raise
    yield from last


def _whole_units(text: str, tree: _Tree, left_out: Counter[str]) -> Generator[Unit, None, int]:
    """The units that are whole in a text which begins between two units; gives back up to where they reach."""
    passed = done = at = 0  # up to where the tree was told, units were given, lines were counted
    line, lines = tree.line, []  # of the units after `done`, which are not plain
    open_at = -1  # where the last of them begins, or something that hides units and has not ended
    for token in _tokens(tree.prolog.prefix).finditer(text):
        kind, start = token.lastgroup, token.start()
        if kind == "hiding":
            continue
        if kind == "open":
            open_at = start if open_at < 0 else open_at
            break
        line += text.count("\n", at, start)
        at = start
        if kind == "start":
            lines.append(line)
            open_at = start
            continue
        if text.find("<", done, start) >= 0:
            tree.skip(text[passed:done])
            yield from _parsed(text[done:start], tree, lines, left_out)
            passed, lines, open_at = start, [], -1
        done = token.end()
        tree.count += 1
        yield _plain(token, line)
    cut = open_at if open_at >= 0 else max(text.rfind("<", done), done)
    if text.find("<", done, cut) < 0:
        done = cut
    tree.skip(text[passed:done])
    if done < cut:
        yield from _parsed(text[done:cut], tree, lines, left_out)
    return cut


def _plain(token: re.Match[str], line: int) -> Unit:
    _, name, *values, one_tag, one, other_tag, other = token.groups()[: len(OURS) + 6]
    first, second = language_of(one_tag), language_of(other_tag)
    texts = {first: [one, other]} if first == second else {first: [one], second: [other]}
    return texts, NO_CODES, values, (), name or "", line


def _parsed(text: str, tree: _Tree, lines: list[int], left_out: Counter[str]) -> Iterator[Unit]:
    """The units in a piece of text that ends between two of them, and the lines on which they begin."""
    elements = tree.feed(text)
    known = iter(lines)
    for number, element in enumerate(elements, tree.count - len(elements) + 1):
        if element.tag != f"{tree.namespace}tu":
            left_out[STRANGE_ELEMENTS] += 1
            continue
        line = next(known, 0)
        try:
            texts, codes, props, checks = _unit(element, tree.namespace, left_out)
        except RecursionError:
            what = f"too many elements inside each other (unit {number})"
            raise UnreadableInput(tree.name, what, EXPORT_AGAIN, line or None) from None
        yield texts, codes, props, checks, element.get("tuid", ""), line


DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)""")


def _encoding(head: bytes, name: str) -> str:
    """The encoding of an XML file by its first bytes, or as its first line says. Raises `UnreadableInput`."""
    seen = next((found for mark, found in BOMS if head.startswith(mark)), None) or guess_utf(head)
    said = DECLARED.match(head)
    if seen != "utf-8" or not said:
        return seen
    encoding = said[1].decode()
    try:
        wide = len("a".encode(encoding)) > 1
    except LookupError:
        raise UnreadableInput(name, f"the encoding {encoding!r} of its first line is not known", IN_UTF_8, 1) from None
    if wide:
        raise UnreadableInput(name, f"the first line names {encoding}, but the file is not in it", IN_UTF_8, 1)
    return encoding


def _chunks(path: Path) -> Iterator[str]:
    """The text of an XML file piece by piece, with line ends as LF. Raises `UnreadableInput`."""
    with reading(path) as stream:
        head = beginning(stream)
        if not head:
            raise UnreadableInput(str(path), "the file is empty", "give a TMX file")
        encoding = _encoding(head, str(path))
        decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
        line = 1
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, not chunk)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                what = f"byte 0x{error.object[error.start]:02X} is not {encoding.upper()}"
                raise UnreadableInput(str(path), what, IN_UTF_8, line) from None
            line += text.count("\n")
            yield text
            if not chunk:
                return


T = TypeVar("T")
quick_score = lru_cache(1 << 14)(score_of)  # a score has four digits, so that few differ


def _with_codes(pairs: Sequence[Pair], texts: Texts, codes: Codes) -> list[Pair]:
    """The pairs of a unit with the codes of their texts."""
    sides = [sides for sides, both in zip(_sides(codes, ()), _sides(texts, ""), strict=True) if any(both)]
    return [replace(pair, en_codes=en, vi_codes=vi) for pair, (en, vi) in zip(pairs, sides, strict=True)]


def _unit_pairs(
    texts: Texts, props: Props, checks: Sequence[str], name: str, line: int, left_out: Counter[str], *, is_ours: bool
) -> list[Pair]:
    """The pairs of a unit: one, unless a language has several texts."""
    score_said, kind, doc, en_said, vi_said, span_said = props
    doc = doc or ""
    if is_ours:
        if "#" in name:
            name = NUMBERED.sub("", name)
        if doc and name.startswith(doc):
            name = name[len(doc) :].removeprefix("-")
    try:
        score, en_lines, vi_lines = quick_score(score_said), lines_of(en_said or ""), lines_of(vi_said or "")
    except ValueError:
        score = _said(quick_score, score_said, left_out)
        en_lines = _said(lines_of, en_said, left_out) or ()
        vi_lines = _said(lines_of, vi_said, left_out) or ()
    span = _said(span_of, span_said, left_out) if span_said else None
    issues = tuple(issue for check in checks if (issue := _said(_issue, check, left_out))) if checks else ()
    pairs = []
    for en, vi in _sides(texts, ""):
        if en or vi:
            known = kind_of(en, vi, kind or "")
            pairs.append(Pair(en, vi, score, known, doc, en_lines, vi_lines, name, issues, line, (), (), span))
        else:
            left_out[OTHER_LANGUAGES] += 1
    return pairs


def _unit(element: ElementTree.Element, namespace: str, left_out: Counter[str]) -> tuple[Texts, Codes, Props, Sequence[str]]:
    """The texts of a unit, their codes, its props that are ours, its issues."""
    texts: dict[str, list[str]] = {}
    codes: dict[str, list[tuple[InlineCode, ...]]] = {}
    props: list[str | None] = [None] * len(OURS)
    checks: list[str] = []
    prop, tuv, segment = f"{namespace}prop", f"{namespace}tuv", f"{namespace}seg"
    for child in element:
        tag = child.tag
        if tag == prop:
            name = child.get("type", "")
            if name in OURS:
                props[OURS.index(name)] = child.text or ""
            elif name == "x-check":
                checks.append(child.text or "")
            else:
                left_out[OTHER_PROPS] += 1
        elif tag == tuv:
            language = language_of(child.get(XML_LANG) or child.get("lang", ""))
            only = child[0] if len(child) == 1 else child
            plain = only.tag == segment and not len(only)  # most are
            text, inside = (only.text or "", ()) if plain else _segment(child, namespace, left_out)
            texts.setdefault(language, []).append(text)
            codes.setdefault(language, []).append(inside)
        else:
            left_out[NOTES if tag.endswith("note") else STRANGE_ELEMENTS] += 1
    return texts, codes if any(map(any, codes.values())) else NO_CODES, props, checks


def _segment(variant: ElementTree.Element, namespace: str, left_out: Counter[str]) -> Coded:
    """The text of a `tuv`, flattened to level 1, and the codes that were in it."""
    segment = variant.find(f"{namespace}seg")
    if len(variant) > 1:
        left_out[OTHER_PROPS] += sum(child.tag.endswith("prop") for child in variant)
        left_out[NOTES] += sum(child.tag.endswith("note") for child in variant)
    if segment is None:
        return "", ()
    if not len(segment):
        return segment.text or "", ()
    left_out[NATIVE_CODE] += any(child.tag.removeprefix(namespace) in NATIVE for child in segment.iter())
    return level_1(segment, namespace)


def _sides(found: Mapping[str, list[T]], missing: T) -> list[tuple[T, T]]:
    """English and Vietnamese texts, or codes, of a unit in pairs: where one language has fewer, its last is repeated."""
    en, vi = found.get("en", [missing]), found.get("vi", [missing])
    if len(en) == len(vi) == 1:
        return [(en[0], vi[0])]
    return [(en[min(at, len(en) - 1)], vi[min(at, len(vi) - 1)]) for at in range(max(len(en), len(vi)))]


def _said(read: Callable[[str], T], text: str | None, left_out: Counter[str]) -> T | None:
    """The value of a prop; another program may have meant something else by it, which is counted."""
    if not text:
        return None
    try:
        return read(text)
    except (ValueError, RecursionError):
        left_out[STRANGE_PROPS] += 1
        return None


def _issue(text: str) -> Issue:
    return issue_of(json.loads(text))


NO_CODES: Codes = {}
NAMING = ("x", "i", "pos")  # attributes that tell a code from others; an `x` is the same in all languages of a unit


def level_1(segment: ElementTree.Element, namespace: str = "") -> Coded:
    """The text of a segment without its codes, and these; the text of `hi`, and of elements no TMX has, is kept."""
    found = Collected()
    _flatten(segment, namespace, found, {})
    return found.since()


def _flatten(element: ElementTree.Element, namespace: str, found: Collected, begun: dict[str, str]) -> None:
    """Add what an element holds; `begun` has the tags of `bpt` by their `i`."""
    found.add(element.text)
    for child in element:
        name = child.tag.removeprefix(namespace)
        if name in NATIVE:
            found.code(_native_tag(name, child.attrib, begun))
        elif name == "hi":
            found.code(code_tag(name, child.attrib, ("x", "type"), ">"))
            _flatten(child, namespace, found, begun)
            found.code("</hi>")
        else:
            _flatten(child, namespace, found, begun)
        found.add(child.tail)


def _native_tag(name: str, attributes: Mapping[str, str], begun: dict[str, str]) -> str:
    """The tag of a code; what ends one is named as what began it, for only `bpt` has an `x`."""
    number = attributes.get("i", "")
    if name == "ept" and number in begun:
        return begun[number].replace("<bpt", "<ept", 1)
    tag = code_tag(name, attributes, ("x",) if name == "bpt" and "x" in attributes else NAMING)
    if name == "bpt":
        begun[number] = tag
    return tag
