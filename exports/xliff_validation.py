"""The structure of an XLIFF: what the standards 1.2 and 2.x ask for, as tables of elements and attributes.

Elements with a prefix belong to other namespaces, which may stand almost anywhere, and are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from exports.tmx import EXPORT_AGAIN, REMEMBERED, language_of
from exports.tmx_validation import UTF, Add, Texts
from exports.xliff import CODE, MAX_DEPTH, NAMESPACES, parse

INLINE_1 = frozenset(("g", "x", "bx", "ex", "bpt", "ept", "ph", "it", "mrk"))
INLINE_2 = frozenset(("pc", "ph", "sc", "ec", "mrk", "sm", "em", "cp"))
NOTED_1 = frozenset(("context-group", "count-group", "prop-group", "note"))
Elements = Mapping[str, frozenset[str]]
CHILDREN: Mapping[str, Elements] = {
    "1": {
        "": frozenset(("xliff",)),
        "xliff": frozenset(("file",)),
        "file": frozenset(("header", "body")),
        "body": frozenset(("group", "trans-unit", "bin-unit")),
        "group": frozenset(("group", "trans-unit", "bin-unit")) | NOTED_1,
        "trans-unit": frozenset(("source", "seg-source", "target", "alt-trans")) | NOTED_1,
        **dict.fromkeys(("source", "seg-source", "target", "g", "mrk"), INLINE_1),
    },
    "2": {
        "": frozenset(("xliff",)),
        "xliff": frozenset(("file",)),
        "file": frozenset(("skeleton", "notes", "group", "unit")),
        "group": frozenset(("notes", "group", "unit")),
        "unit": frozenset(("notes", "originalData", "segment", "ignorable")),
        "notes": frozenset(("note",)),
        "segment": frozenset(("source", "target")),
        **dict.fromkeys(("source", "target", "pc", "mrk"), INLINE_2),
    },
}
REQUIRED: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "1": {"file": ("original", "source-language", "datatype"), "trans-unit": ("id",), "g": ("id",), "mrk": ("mtype",)},
    "2": {"xliff": ("srcLang",), "file": ("id",), "unit": ("id",), "pc": ("id",), "ph": ("id",), "mrk": ("id",)},
}
VERSIONS = ("1.0", "1.1", "1.2", "2.0", "2.1")
NAMED = ("1.2", "2.0", "2.1")  # versions that have a namespace
NAME = re.compile(r"[\w.:-]+")  # NMTOKEN, which ids are in XLIFF 2
TEXT = ("source", "target")


@dataclass(slots=True)
class _Unit:
    """One unit while it is open."""

    id: str
    line: int
    texts: dict[str, str] = field(default_factory=dict)
    segments: dict[str, list[str]] = field(default_factory=dict)  # ids of the segments marked in each side, of XLIFF 1

    def __str__(self) -> str:
        return f"unit {self.id[:60]!r}"


class _Structure:
    """What the parser has seen, held against the tables."""

    def __init__(self, parser: expat.XMLParserType, add: Add, texts: Texts) -> None:
        self.parser, self.add, self.texts = parser, add, texts
        self.open: list[str] = [""]
        self.foreign = self.native = 0
        self.major = "1"
        self.languages = {"source": "", "target": ""}
        self.ids: set[str] = set()  # of the file; the first `REMEMBERED`, for memory must not grow with the file
        self.files: set[str] = set()
        self.unit: _Unit | None = None
        self.seen: list[set[str]] = [set()]
        self.side = ""
        self.collected: list[str] = []
        parser.buffer_text = True
        parser.XmlDeclHandler = self.declaration
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.undefined
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text

    def where(self) -> str:
        """The open unit, for a message."""
        return str(self.unit) if self.unit else ""

    def note(self, code: str, what: str, remedy: str) -> None:
        """Note what is wrong where the parser stands."""
        unit = f"{self.unit}: " if self.unit else ""
        self.add(code, unit + what, self.parser.CurrentLineNumber, remedy=remedy)

    def declaration(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in UTF:
            self.note("encoding", f"the first line declares {encoding}", "save the file as UTF-8 and declare that")

    def entity(self, *_: object) -> None:
        self.note("entities", "the file declares entities, which readers refuse", "write the characters themselves")
        raise _TooMuch

    def undefined(self, name: str, _: bool) -> None:
        self.note("entities", f"the entity &{name}; is not defined in XML", "write the character itself")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        parent = self.open[-1]
        known = CHILDREN[self.major]
        if self.foreign or ":" in name or (parent and parent not in known):  # other namespaces, headers, codes
            self.foreign += 1
            self.too_deep(self.foreign)
            return
        if name not in known[parent]:
            inside = f"inside {parent}" if parent else "as the root"
            remedy = (
                "write < in text as &lt;"
                if self.side
                else f"an XLIFF has {', '.join(sorted(known[parent])) or 'no element'} there"
            )
            self.note("element", f"element {name} {inside}", remedy)
            if not parent:
                raise _TooMuch
        self.open.append(name)
        self.too_deep(len(self.open))
        if name == "xliff":
            self.root(attributes)
        for wanted in REQUIRED[self.major].get(name, ()):
            if wanted not in attributes:
                self.note("attribute", f"{name} has no attribute {wanted}", f"add {wanted}; readers need it")
        if self.seen[-1] & ({name} if name in ("source", "seg-source", "target", "body") else set()):
            self.note("order", f"{name} twice in {parent}", "keep one")
        if name == "source" and "target" in self.seen[-1]:
            self.note("order", "source after target", "put it before the target")
        self.seen[-1].add(name)
        self.seen.append(set())
        self.begin(name, attributes)

    def too_deep(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            self.note("element", f"more than {MAX_DEPTH} elements inside each other", EXPORT_AGAIN)
            raise _TooMuch

    def root(self, attributes: dict[str, str]) -> None:
        version = attributes.get("version", "")
        if version not in VERSIONS:
            self.note("value", f"version {version[:20]!r}", 'write version="1.2" or version="2.1"')
        self.major = "2" if version.startswith("2") else "1"
        if version in NAMED and attributes.get("xmlns") != NAMESPACES[self.major]:
            self.note("value", f"namespace {attributes.get('xmlns', '')[:60]!r}", f'write xmlns="{NAMESPACES[self.major]}"')
        self.languages = {"source": attributes.get("srcLang", ""), "target": attributes.get("trgLang", "")}
        if self.major == "2":
            self.known_languages()

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "file":
            self.unique(attributes.get("id", ""), self.files, "file")
            self.ids.clear()
            if self.major == "1":
                self.languages = {side: attributes.get(f"{side}-language", "") for side in TEXT}
                self.known_languages()
        elif name in ("unit", "trans-unit"):
            self.unit = _Unit(attributes.get("id", ""), self.parser.CurrentLineNumber)
            self.unique(self.unit.id, self.ids, "unit")
        elif name in (*TEXT, "seg-source"):
            self.side, self.collected = name, []
            self.language(name.removeprefix("seg-"), attributes)
        elif name == "mrk" and self.unit and attributes.get("mtype") == "seg":
            self.unit.segments.setdefault(self.side, []).append(attributes.get("mid", ""))
        elif self.side and name in CODE:
            self.native += 1

    def known_languages(self) -> None:
        """The languages of the file, if it names both, are English and Vietnamese."""
        for side, tag in self.languages.items():
            base = re.split("[-_]", tag.strip().lower())[0]
            if tag and base not in ("en", "vi"):
                better = language_of(tag)
                remedy = f"write {better}" if better in ("en", "vi") else "give English and Vietnamese text"
                self.note("language", f"{side} language {tag[:20]!r}", remedy)

    def language(self, side: str, attributes: dict[str, str]) -> None:
        own, whole = attributes.get("xml:lang"), self.languages[side]
        if side == "target" and not own and not whole:
            name = "trgLang" if self.major == "2" else "target-language"
            self.note("language", "a target, and no language of targets", f'add {name}="vi"')
        if own and whole and own.lower() != whole.lower():
            self.note("language", f"{side} is in {own[:20]!r}, the file says {whole[:20]!r}", "name the same language")

    def unique(self, name: str, seen: set[str], what: str) -> None:
        if name and name in seen:
            self.note("id", f"the id {name[:40]!r} of this {what} was there before", "give each its own id")
        elif self.major == "2" and name and not NAME.fullmatch(name):
            self.note("id", f"the id {name[:40]!r} has characters that no id may have", "use letters, digits, dots and dashes")
        if len(seen) < REMEMBERED:
            seen.add(name)

    def text(self, data: str) -> None:
        if self.foreign:
            return
        if self.side:
            if not self.native:
                self.collected.append(data)
        elif self.open[-1] in CHILDREN[self.major] and not data.isspace():
            self.note("text", f"text {data.strip()[:30]!r} outside of source and target", "remove it, or put it into one of them")

    def end(self, name: str) -> None:
        if self.foreign:
            self.foreign -= 1
            return
        self.open.pop()
        before = self.seen.pop()
        if name in ("segment", "trans-unit") and "source" not in before:
            self.note("element", f"{name} without source", "add one")
        if name == "unit" and "segment" not in before:
            self.note("element", "unit without segment", "put source and target into a segment")
        if self.side and name in CODE:
            self.native -= 1
        elif name == self.side and self.unit:
            if name in TEXT:
                whole = f"{self.unit.texts.get(name, '')} {''.join(self.collected)}".strip(" ")
                self.unit.texts[name] = whole
            self.side = ""
        elif name in ("unit", "trans-unit") and self.unit:
            self.finish(self.unit)
            self.unit = None

    def finish(self, unit: _Unit) -> None:
        source, target = (unit.segments.get(side, []) for side in ("seg-source", "target"))
        if source and target and source != target:
            self.note("segments", "the segments marked in source and target differ", "mark the same ones in both, by mid")
        sides = unit.texts.get("source", ""), unit.texts.get("target", "")
        en, vi = sides[::-1] if language_of(self.languages["source"]) == "vi" else sides
        self.texts(en, vi, unit.line, str(unit))


class _TooMuch(Exception):
    """Nothing after this is worth reading."""


def validate_xliff_structure(path: Path, add: Add, texts: Texts) -> None:
    """Note all that is wrong with an XLIFF; memory does not grow with the file.

    Raises `UnreadableInput` where nothing more can be read.
    """
    parser = expat.ParserCreate()
    structure = _Structure(parser, add, texts)
    try:
        for _ in parse(parser, path, structure.where):
            pass
    except _TooMuch:
        return
