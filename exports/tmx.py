"""TMX 1.4b, level 1: written as a stream, read as a stream.

Standard: TMX 1.4b Specification, LISA OSCAR, 2005. What real programs accept shaped the details: the DOCTYPE and all
required attributes of the header, `xml:lang` on each `tuv`, props before the first `tuv`, no characters that XML forbids.
"""

from __future__ import annotations

import json
import os
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn, TypeVar
from xml.parsers import expat

from corpus.errors import UnreadableInput
from corpus.issue import Issue
from corpus.pair import Pair, kind_of, lines_of, lines_text, score_of
from exports.files import MAX_TEXT, beginning, reading, writing
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


class _Names:
    """Names of units, each given once: one that came before gets "#" and the number of its unit.

    Names that are rising numbers need no memory; of others the first `REMEMBERED` are known, and later ones are all numbered.
    """

    def __init__(self) -> None:
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
        return name if fresh and not ("#" in name and NUMBERED.search(name)) else f"{name}#{number}"


def write_tmx(pairs: Iterable[Pair], path: Path, *, tags: tuple[str, str] = DEFAULT_TAGS) -> Counter[str]:
    """Write pairs as TMX; gives back what the text policy changed. Pairs without any text are left out and counted.

    A unit has its document, kind, score, lines and issues as props, and no `tuv` for an empty side.
    """
    changes: Counter[str] = Counter()
    names = _Names()
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
    for issue in pair.issues:
        props += f'<prop type="x-check">{escape(xml_safe(issue_text(issue), changes))}</prop>'
    return props


LANGUAGE_TAGS = {"eng": "en", "english": "en", "vie": "vi", "vietnamese": "vi", "vn": "vi"}  # what programs write for en, vi
NATIVE = frozenset(("bpt", "ept", "ph", "it", "ut"))  # their content is code of the native format; that of hi is text
PLAIN = frozenset(("tmx", "header", "body", "tu", "tuv", "seg", "prop", "note"))
MAX_DEPTH = 100  # elements within elements; a real file has ten at most
MAX_VARIANTS = 1000  # texts in one unit, language tags in one file


def language_of(tag: str) -> str:
    """The base language of a tag: "en" for "EN-us", "vi" for "vie" and "vn"."""
    base = re.split("[-_]", tag.strip().lower())[0]
    return LANGUAGE_TAGS.get(base, base)


# what the reader says of things that are no part of a pair
OTHER_LANGUAGES = "unit without English and Vietnamese text"
NATIVE_CODE = "text with codes of its native format, which were dropped"
NOTES = "note"
OTHER_PROPS = "prop of another program"
STRANGE_PROPS = "x- prop that is not as songngu writes it"
OURS = frozenset(("x-score", "x-align", "x-doc", "x-en-lines", "x-vi-lines"))

T = TypeVar("T")


class _Reader:
    """What the parser has seen; whole units wait in `done`."""

    def __init__(self, parser: expat.XMLParserType, name: str, left_out: Counter[str]) -> None:
        self.parser, self.name, self.left_out = parser, name, left_out
        self.done: list[Pair] = []
        self.units = 0
        self.is_tmx = self.is_ours = False
        self.languages: Counter[str] = Counter()
        self.bases: dict[str, str] = {}  # language tags met so far and their languages
        self.open = 0  # elements that are no plain part of a TMX
        self.skipped = 0  # depth inside native code of a level 2 file
        self.in_unit = False
        self.segments = 0  # of the unit
        self.props: dict[str, str] = {}
        self.checks: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.tuid = self.language = self.prop = ""
        self.line = 0
        self.collected: list[str] = []
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.EntityDeclHandler = self.refuse_entities
        parser.SkippedEntityHandler = self.undefined

    def where(self) -> str:
        """Column and unit, for a message."""
        unit = f", unit {self.units + 1}" + (f" (tuid {self.tuid[:60]!r})" if self.tuid else "") if self.in_unit else ""
        return f"column {self.parser.CurrentColumnNumber + 1}{unit}"

    def refuse(self, what: str, remedy: str) -> NoReturn:
        """Stop at what no reader could take."""
        raise UnreadableInput(self.name, f"{what} ({self.where()})", remedy, self.parser.CurrentLineNumber)

    def refuse_entities(self, *_: object) -> None:
        """None belongs into a TMX, and some are traps."""
        self.refuse("the file declares entities", "write the characters themselves")

    def undefined(self, name: str, _: bool) -> None:
        """An entity of HTML, most often."""
        self.refuse(f"the entity &{name}; is not defined in XML", "write the character itself")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "prop":
            self.prop = attributes.get("type", "")
            self.collect()
        elif name == "tuv":
            self.language = attributes.get("xml:lang") or attributes.get("lang") or ""
        elif name == "seg":
            self.collect()
        elif name == "tu":
            if self.in_unit:
                self.refuse("a unit inside a unit", "export it again from the program that made it")
            self.in_unit, self.tuid, self.line = True, attributes.get("tuid", ""), self.parser.CurrentLineNumber
        elif name in PLAIN:
            self.is_tmx |= name == "tmx"
            if name == "header":
                self.is_ours = attributes.get("creationtool") == TOOL
        else:
            self.open += 1
            if self.open > MAX_DEPTH:
                self.refuse(f"more than {MAX_DEPTH} elements inside each other", "export it again from the program that made it")
            if name in NATIVE:
                self.left_out[NATIVE_CODE] += not self.skipped
                self.skipped += 1
                self.parser.CharacterDataHandler = None

    def collect(self) -> None:
        """Keep character data from here on."""
        self.collected = []
        self.parser.CharacterDataHandler = self.collected.append

    def end(self, name: str) -> None:
        if name == "prop":
            self.parser.CharacterDataHandler = None
            if self.in_unit:
                self.keep_prop("".join(self.collected))
        elif name == "seg":
            self.parser.CharacterDataHandler = None
            language = self.bases.get(self.language)
            if language is None:
                language = language_of(self.language)
                if len(self.bases) < MAX_VARIANTS:
                    self.bases[self.language] = language
            self.texts.setdefault(language, []).append("".join(self.collected))
            self.segments += 1
            if self.segments > MAX_VARIANTS:
                self.refuse(f"more than {MAX_VARIANTS} texts in a unit", "part it into units of two texts")
        elif name == "tu":
            self.finish()
        elif name == "note":
            self.left_out[NOTES] += 1
        elif name not in PLAIN:
            self.open -= 1
            if name in NATIVE:
                self.skipped -= 1
                if not self.skipped:
                    self.parser.CharacterDataHandler = self.collected.append

    def keep_prop(self, value: str) -> None:
        if self.prop in OURS:
            self.props[self.prop] = value
        elif self.prop == "x-check" and len(self.checks) < MAX_VARIANTS:
            self.checks.append(value)
        else:
            self.left_out[OTHER_PROPS] += 1

    def finish(self) -> None:
        """A unit as pairs: several texts of one language give a pair each, the other side's last one repeated."""
        en, vi = self.texts.get("en", ()), self.texts.get("vi", ())
        if not any(en) and not any(vi):
            self.left_out[OTHER_LANGUAGES] += 1
        if len(self.languages) < MAX_VARIANTS:
            self.languages.update(self.texts.keys())
        if len(en) == len(vi) == 1:
            self.emit(en[0], vi[0])
        else:
            for at in range(max(len(en), len(vi))):
                self.emit(en[min(at, len(en) - 1)] if en else "", vi[min(at, len(vi) - 1)] if vi else "")
        self.units += 1
        self.in_unit, self.segments, self.tuid, self.texts, self.props, self.checks = False, 0, "", {}, {}, []

    def emit(self, en: str, vi: str) -> None:
        if not en.isascii() and not unicodedata.is_normalized("NFC", en):
            en = unicodedata.normalize("NFC", en)
        if not unicodedata.is_normalized("NFC", vi):
            vi = unicodedata.normalize("NFC", vi)
        if not en and not vi:
            return
        get = self.props.get
        doc, name = get("x-doc", ""), self.tuid
        if self.is_ours:
            name = NUMBERED.sub("", name) if "#" in name else name
            name = name.removeprefix(f"{doc}-") if doc else name
        self.done.append(
            Pair(
                en,
                vi,
                self.said(score_of, get("x-score")),
                kind_of(en, vi, get("x-align", "")),
                doc,
                self.said(lines_of, get("x-en-lines")) or (),
                self.said(lines_of, get("x-vi-lines")) or (),
                name,
                tuple(issue for check in self.checks if (issue := self.said(_issue, check))),
                self.line,
            )
        )

    def said(self, read: Callable[[str], T], text: str | None) -> T | None:
        """The value of a prop; another program may have meant something else by it, which is counted."""
        if not text:
            return None
        try:
            return read(text)
        except (ValueError, RecursionError):
            self.left_out[STRANGE_PROPS] += 1
            return None


def _issue(text: str) -> Issue:
    return issue_of(json.loads(text))


REMEDIES = {  # by the number of the parser's error
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "the file is cut off: export or copy it again",
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: "the file is cut off: export or copy it again",
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR]: "the file is cut off: export or copy it again",
    expat.errors.codes[
        expat.errors.XML_ERROR_INVALID_TOKEN
    ]: "remove control characters, write & as &amp; and < as &lt;, and see that the file is in the encoding its first line names",
    expat.errors.codes[expat.errors.XML_ERROR_BAD_CHAR_REF]: "remove the reference; XML 1.0 has no such character",
    expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: "close each element that is opened; write < in text as &lt;",
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]: "save the file as UTF-8 and name that in its first line",
    expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING]: "save the file as UTF-8 and name that in its first line",
}
EXPORT_AGAIN = "export it again from the program that made it"


def parse(parser: expat.XMLParserType, path: Path, where: Callable[[], str]) -> Iterator[None]:
    """Feed a file to a parser, chunk by chunk; memory stays bounded.

    Raises `UnreadableInput` with line and place for what is not well-formed or is one endless text.
    """
    fed = 0
    with reading(path) as stream:
        if not beginning(stream):
            raise UnreadableInput(str(path), "the file is empty", "give a TMX file")
        while True:
            chunk = stream.read1(CHUNK)
            fed += len(chunk)
            try:
                parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                what = f"not well-formed XML: {expat.ErrorString(error.code).removeprefix('not well-formed ').strip('()')}"
                remedy = REMEDIES.get(error.code, EXPORT_AGAIN)
                raise UnreadableInput(str(path), f"{what} ({where()})", remedy, error.lineno) from None
            if fed - parser.CurrentByteIndex > MAX_TEXT:
                what = f"a tag or text of more than {MAX_TEXT:,} bytes ({where()})"
                raise UnreadableInput(str(path), what, EXPORT_AGAIN, parser.CurrentLineNumber)
            yield
            if not chunk:
                return


def read_tmx(path: Path) -> Intake:
    """English–Vietnamese pairs of a TMX file, 1.1 to 1.4b, UTF-8 or UTF-16; memory does not grow with the file.

    Inline elements are flattened; a unit with several texts of a language gives several pairs. Raises `UnreadableInput` with
    line, column and unit for XML that is not well-formed, for entity declarations (none belongs into a TMX) and for XML that
    is no TMX.
    """
    left_out: Counter[str] = Counter()
    return Intake(_pairs(path, left_out), left_out)


def _pairs(path: Path, left_out: Counter[str]) -> Iterator[Pair]:
    parser = expat.ParserCreate()
    reader = _Reader(parser, str(path), left_out)
    for _ in parse(parser, path, reader.where):
        if sum(map(len, reader.collected)) > MAX_TEXT:
            reader.refuse(f"a text of more than {MAX_TEXT:,} characters", EXPORT_AGAIN)
        yield from reader.done
        reader.done.clear()
    if reader.units and not reader.languages.keys() & {"en", "vi"}:
        found = ", ".join(sorted(filter(None, reader.languages))) or "none"
        raise UnreadableInput(str(path), f"no unit is English or Vietnamese (languages: {found})", "mend the xml:lang of its tuv")
    if not reader.is_tmx:
        raise UnreadableInput(str(path), "XML, but not TMX", "give a file whose root element is tmx")
