"""The structure of a TMX: what its grammar asks for, and what the programs that read TMX ask for beyond it.

Grammar: TMX 1.4b Specification, LISA OSCAR, 2005, as tables of elements, attributes and order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from corpus.errors import UnreadableInput
from exports.files import MAX_TEXT, beginning, reading
from exports.tmx import CHUNK, EXPORT_AGAIN, NATIVE, REMEMBERED, language_of, not_well_formed

INLINE = frozenset(("bpt", "ept", "ph", "it", "hi", "ut"))
CODE = frozenset(("sub",))
CHILDREN: Mapping[str, frozenset[str]] = {
    "": frozenset(("tmx",)),
    "tmx": frozenset(("header", "body")),
    "header": frozenset(("note", "prop", "ude")),
    "ude": frozenset(("map",)),
    "map": frozenset(),
    "body": frozenset(("tu",)),
    "tu": frozenset(("note", "prop", "tuv")),
    "tuv": frozenset(("note", "prop", "seg")),
    "note": frozenset(),
    "prop": frozenset(),
    "seg": INLINE,
    "hi": INLINE,
    "sub": INLINE,
    **dict.fromkeys(NATIVE, CODE),
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "tmx": ("version",),
    "header": ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"),
    "prop": ("type",),
    "ude": ("name",),
    "map": ("unicode",),
    "bpt": ("i",),
    "ept": ("i",),
    "it": ("pos",),
}
VALUES: Mapping[str, re.Pattern[str]] = {
    "segtype": re.compile("block|paragraph|sentence|phrase"),
    "pos": re.compile("begin|end"),
    **dict.fromkeys(("creationdate", "changedate", "lastusagedate"), re.compile(r"[0-9]{8}T[0-9]{6}Z")),
}
ALLOWED = {
    "segtype": "one of block, paragraph, sentence, phrase",
    "pos": "begin or end",
    **dict.fromkeys(("creationdate", "changedate", "lastusagedate"), "like 20251231T235959Z"),
}
LAST: Mapping[str, str] = {"tu": "tuv", "tuv": "seg", "tmx": "body"}  # what comes last in an element, after its notes and props
HOLDS_TEXT = frozenset(("seg", "note", "prop", "hi", "sub")) | NATIVE
VERSIONS = ("1.1", "1.2", "1.3", "1.4")
XML_LANG = ("1.3", "1.4")  # versions in which xml:lang is the name of the attribute
UTF = ("utf-8", "utf8", "utf-16")


class Add(Protocol):
    """How a finding is noted."""

    def __call__(self, code: str, what: str, line: int = 0, *, remedy: str) -> None:
        """Note one."""


class Texts(Protocol):
    """How the texts of a unit are looked at."""

    def __call__(self, en: str, vi: str, line: int, unit: str) -> None:
        """Look at those of one unit."""


@dataclass(slots=True)
class _Unit:
    """One `tu` while it is open."""

    number: int
    line: int
    tuid: str = ""
    texts: dict[str, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"unit {self.number}" + (f" (tuid {self.tuid[:60]!r})" if self.tuid else "")


class _Structure:
    """What the parser has seen, held against the tables."""

    def __init__(self, parser: expat.XMLParserType, add: Add, texts: Texts) -> None:
        self.parser, self.add, self.texts = parser, add, texts
        self.open: list[str] = [""]
        self.seen: list[set[str]] = [set()]  # children met so far, for each open element
        self.unit: _Unit | None = None
        self.units = 0
        self.version = ""
        self.language = ""
        self.segment: list[str] | None = None
        self.native = 0
        self.tuids: set[str] = set()  # the first `REMEMBERED`; memory must not grow with the file
        parser.buffer_text = True
        parser.XmlDeclHandler = self.declaration
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.undefined
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text

    def note(self, code: str, what: str, remedy: str) -> None:
        """Note what is wrong where the parser stands."""
        unit = f"{self.unit}: " if self.unit else ""
        self.add(code, unit + what, self.parser.CurrentLineNumber, remedy=remedy)

    def declaration(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in UTF:
            remedy = "save the file as UTF-8 and declare that; other programs refuse it"
            self.note("encoding", f"the first line declares {encoding}", remedy)

    def entity(self, *_: object) -> None:
        self.note("entities", "the file declares entities, which readers refuse", "write the characters themselves")
        raise _TooMuch

    def undefined(self, name: str, _: bool) -> None:
        self.note("entities", f"the entity &{name}; is not defined in XML", "write the character itself")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent, before = self.open[-1], self.seen[-1]
        if name not in CHILDREN.get(parent, ()):
            inside = f"inside {parent}" if parent else "as the root"
            instead = ", ".join(sorted(CHILDREN.get(parent, ()))) or "no element"
            remedy = "write < in text as &lt;" if parent in HOLDS_TEXT else f"a TMX has {instead} there"
            self.note("element", f"element {name} {inside}", remedy)
        last = LAST.get(parent)
        if last and last in before and (name != last or parent == "tuv"):
            self.note("order", f"{name} after {last}", f"put it before the first {last}" if name != last else "keep one")
        before.add(name)
        self.open.append(name)
        self.seen.append(set())
        if len(self.open) > MAX_DEPTH:
            self.note("element", f"more than {MAX_DEPTH} elements inside each other", EXPORT_AGAIN)
            raise _TooMuch
        self.attributes(name, attributes)
        if name == "tu":
            self.units += 1
            self.unit = _Unit(self.units, self.parser.CurrentLineNumber, attributes.get("tuid", ""))
            self.unique(self.unit.tuid)
        elif name == "seg":
            self.segment = []
        elif name in NATIVE:
            self.native += 1

    def attributes(self, name: str, attributes: dict[str, str]) -> None:
        for wanted in REQUIRED.get(name, ()):
            if wanted not in attributes:
                self.note("attribute", f"{name} has no attribute {wanted}", f"add {wanted}; readers such as OmegaT need it")
        for key, pattern in VALUES.items():
            if key in attributes and not pattern.fullmatch(attributes[key]):
                self.note("value", f"{key} {attributes[key][:40]!r}", f"write {ALLOWED[key]}")
        if name == "tmx":
            self.version = attributes.get("version", "")
            if self.version not in VERSIONS:
                self.note("value", f"version {self.version[:20]!r}", 'write version="1.4"')
        elif name == "tuv":
            self.tag(attributes)

    def tag(self, attributes: dict[str, str]) -> None:
        tag = attributes.get("xml:lang", "")
        if not tag:
            tag = attributes.get("lang", "")
            if not tag:
                self.note("language", "tuv has no xml:lang", 'write xml:lang="en" or xml:lang="vi"')
            elif self.version in XML_LANG:
                self.note("language", f"tuv has lang={tag[:20]!r}", "rename it xml:lang; several programs find no text otherwise")
        self.language = language_of(tag)
        base = re.split("[-_]", tag.strip().lower())[0]
        if base != self.language:
            what = f"{tag[:20]!r} is not the tag of {'Vietnamese' if self.language == 'vi' else 'English'}"
            self.note("language", what, f'write xml:lang="{self.language}"')

    def unique(self, tuid: str) -> None:
        if tuid in self.tuids:
            self.note("tuid", "its tuid was there before", "give each unit its own tuid, or none")
        elif tuid and len(self.tuids) < REMEMBERED:
            self.tuids.add(tuid)

    def text(self, data: str) -> None:
        if self.segment is not None:
            if not self.native:
                self.segment.append(data)
        elif self.open[-1] not in HOLDS_TEXT and not data.isspace():
            self.note("text", f"text {data.strip()[:30]!r} outside of seg", "remove it, or put it into a seg")

    def end(self, name: str) -> None:
        self.open.pop()
        before = self.seen.pop()
        last = LAST.get(name)
        if last and last not in before:
            self.note("element", f"{name} without {last}", f"add {last}, or remove the {name}")
        if name == "tmx" and "header" not in before:
            self.note("element", "no header", "add one; songngu convert does")
        if name == "body" and not self.units:
            self.note("count", "no unit in body", "export it again")
        if name in NATIVE:
            self.native -= 1
        elif name == "seg" and self.unit:
            found = self.unit.texts.setdefault(self.language, [])
            if len(found) < 2:
                found.append("".join(self.segment or ()))
            self.segment = None
        elif name == "tu" and self.unit:
            self.finish(self.unit)
            self.unit = None

    def finish(self, unit: _Unit) -> None:
        for side, language in (("en", "English"), ("vi", "Vietnamese")):
            if len(unit.texts.get(side, ())) > 1:
                remedy = "make each a unit of its own; many programs read only the first"
                self.note("variants", f"several {language} texts", remedy)
        en, vi = (unit.texts.get(side, [""])[0] for side in ("en", "vi"))
        self.texts(en, vi, unit.line, str(unit))


MAX_DEPTH = 100  # elements inside each other; a real file has ten at most


class _TooMuch(Exception):
    """Nothing after this is worth reading."""


def validate_tmx_structure(path: Path, add: Add, texts: Texts) -> None:
    """Note all that is wrong with a TMX; memory does not grow with the file.

    Raises `UnreadableInput` where nothing more can be read.
    """
    parser = expat.ParserCreate()
    structure = _Structure(parser, add, texts)
    fed = 0
    with reading(path) as stream, suppress(_TooMuch):
        if not beginning(stream):
            raise UnreadableInput(str(path), "the file is empty", "give a TMX file")
        while True:
            chunk = stream.read1(CHUNK)
            fed += len(chunk)
            try:
                parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                raise not_well_formed(str(path), error, str(structure.unit or "")) from None
            if fed - parser.CurrentByteIndex > MAX_TEXT or sum(map(len, structure.segment or ())) > MAX_TEXT:
                what = f"a tag or text of more than {MAX_TEXT:,} bytes"
                raise UnreadableInput(str(path), what, EXPORT_AGAIN, parser.CurrentLineNumber)
            if not chunk:
                return
