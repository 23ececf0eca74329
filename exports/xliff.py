"""XLIFF 1.2 and 2.1: written as a stream, read as a stream.

Standards: XLIFF 1.2 and XLIFF 2.1, OASIS, 2008 and 2018. A unit is a pair; its score, kind, lines and issues stand in a
`context-group` (1.2) or as metadata (2.1), its issues once more as notes, which translators see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from corpus.errors import UnreadableInput
from corpus.pair import Pair
from exports.files import MAX_TEXT, reading, writing
from exports.inline import MAX_CODES, Coded, Collected, Mark, code_tag, composed
from exports.intake import Intake
from exports.properties import NAMES, properties, with_properties
from exports.row import EMPTY
from exports.text import xml_safe
from exports.tmx import (
    BOTH,
    DEFAULT_TAGS,
    EXPORT_AGAIN,
    NATIVE_CODE,
    NOTES,
    TOOL,
    Names,
    escape,
    language_of,
    no_such_language,
    not_well_formed,
)

NAMESPACES = {"1": "urn:oasis:names:tc:xliff:document:1.2", "2": "urn:oasis:names:tc:xliff:document:2.0"}
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
PAIR_ID = "pair-id"  # the property that holds the id of a pair whose unit has to be called otherwise
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_.:-]")  # what ids of XLIFF 2 are not made of, or not everywhere
Tags = tuple[str, str]


def attribute(text: str) -> str:
    """Text as the value of an attribute, quotation marks and all."""
    value = escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{value}"'


def write_xliff(pairs: Iterable[Pair], path: Path, *, tags: Tags = DEFAULT_TAGS) -> Counter[str]:
    """Write pairs as XLIFF 1.2, a `file` for each run of pairs of a document; gives back what the text policy changed."""
    languages = f"source-language={attribute(tags[0])} target-language={attribute(tags[1])}"
    changes: Counter[str] = Counter()
    with writing(path) as out:
        out.write(f'{DECLARATION}<xliff version="1.2" xmlns="{NAMESPACES["1"]}">\n')
        doc, names = None, Names()
        for number, pair in _with_text(pairs, changes):
            if pair.doc != doc:
                out.write("</body></file>\n" if doc is not None else "")
                out.write(f'<file original={attribute(pair.doc)} {languages} datatype="plaintext"><body>\n')
                doc, names = pair.doc, Names()
            out.write(_unit_1(pair, names.unique(pair.id or str(number), number), changes))
        if doc is None:
            out.write(f'<file original="" {languages} datatype="plaintext"><body>\n')
        out.write("</body></file>\n</xliff>\n")
    return changes


def write_xliff2(pairs: Iterable[Pair], path: Path, *, tags: Tags = DEFAULT_TAGS) -> Counter[str]:
    """Write pairs as XLIFF 2.1, a `file` for each run of pairs of a document; gives back what the text policy changed."""
    languages = f"srcLang={attribute(tags[0])} trgLang={attribute(tags[1])}"
    changes: Counter[str] = Counter()
    with writing(path) as out:
        out.write(f'{DECLARATION}<xliff version="2.1" xmlns="{NAMESPACES["2"]}" xmlns:mda="{METADATA}" {languages}>\n')
        doc, names = None, Names()
        files = 0
        for number, pair in _with_text(pairs, changes):
            if pair.doc != doc:
                out.write("</file>\n" if doc is not None else "")
                files += 1
                out.write(f'<file id="f{files}" original={attribute(pair.doc)} xml:space="preserve">\n')
                doc, names = pair.doc, Names(":")
            out.write(_unit_2(pair, names.unique(NOT_IN_NAMES.sub("_", pair.id) or str(number), number), changes))
        out.write("</file>\n</xliff>\n" if doc is not None else "</xliff>\n")
    return changes


def _with_text(pairs: Iterable[Pair], changes: Counter[str]) -> Iterator[tuple[int, Pair]]:
    """Pairs as XML can hold them, with their numbers; those without any text are left out and counted."""
    for number, pair in enumerate(pairs, 1):
        en, vi = xml_safe(pair.en, changes), xml_safe(pair.vi, changes)
        if not en and not vi:
            changes[EMPTY] += 1
            continue
        doc, id_, name = (xml_safe(text, changes) for text in (pair.doc, pair.id, pair.name))
        yield number, replace(pair, en=en, vi=vi, doc=doc, id=id_, name=name)


def _sides(pair: Pair) -> str:
    target = f"<target>{escape(pair.vi)}</target>" if pair.vi else ""
    return f"<source>{escape(pair.en)}</source>{target}"


def _known(pair: Pair, unit: str, changes: Counter[str]) -> Iterator[tuple[str, str]]:
    """What is known beside the texts; the document is what the `file` element is called, the id mostly that of the unit."""
    if unit != pair.id:
        yield PAIR_ID, pair.id
    yield from ((key, value) for key, value in properties(pair, xml_safe, changes) if key != "doc")


def _notes(pair: Pair, mark: str, changes: Counter[str]) -> str:
    """What checks found, in words."""
    return "".join(f'<note {mark}="{TOOL}">{escape(xml_safe(issue.message, changes))}</note>' for issue in pair.issues)


def _unit_1(pair: Pair, unit: str, changes: Counter[str]) -> str:
    name = f" resname={attribute(pair.name)}" if pair.name else ""
    contexts = "".join(f'<context context-type="x-{key}">{escape(value)}</context>' for key, value in _known(pair, unit, changes))
    return (
        f'<trans-unit id={attribute(unit)}{name} xml:space="preserve">{_sides(pair)}'
        f'<context-group name="{TOOL}" purpose="information">{contexts}</context-group>'
        f"{_notes(pair, 'from', changes)}</trans-unit>\n"
    )


def _unit_2(pair: Pair, unit: str, changes: Counter[str]) -> str:
    name = f" name={attribute(pair.name)}" if pair.name else ""
    known = "".join(f'<mda:meta type="{key}">{escape(value)}</mda:meta>' for key, value in _known(pair, unit, changes))
    notes = f"<notes>{_notes(pair, 'category', changes)}</notes>" if pair.issues else ""
    return (
        f'<unit id="{unit}"{name}><mda:metadata><mda:metaGroup category="{TOOL}">{known}</mda:metaGroup></mda:metadata>'
        f"{notes}<segment>{_sides(pair)}</segment></unit>\n"
    )


# --- reading

UNITS = ("trans-unit", "unit")
SIDES = ("source", "target", "seg-source")
SKIPPED = frozenset(("alt-trans", "bin-unit", "ignorable", "originalData", "matches", "glossary"))  # no part of the pair itself
CODE = frozenset(("bpt", "ept", "ph", "it", "sub", "cp", "x", "bx", "ex", "sc", "ec"))  # codes of the native format
CHARACTERS = frozenset(("cp", "sub"))  # of these: a character that XML cannot hold, and text inside of a code
AROUND = frozenset(("g", "pc"))  # codes around text
NAMING = ("id", "startRef")  # attributes that name a code; they are the same in source and target
WAITING = ("new", "needs-translation")  # states of a target that is no translation yet
OTHER_LANGUAGES = "unit in other languages"
OTHER_NAME = "resname of a unit, beside its id"
WAITS = "target that waits for its translation"
CHUNK = 1 << 16  # bytes fed to the parser at once
MAX_DEPTH = 100  # elements inside each other; a real file has ten or so
NOTHING: Coded = ("", ())
WHOLE = ""  # the text of a side that is not parted into segments


@dataclass(slots=True)
class _Unit:
    """One unit while it is open."""

    id: str
    name: str
    line: int
    known: list[tuple[str, str]]
    sides: dict[str, dict[str, Coded]] = field(default_factory=dict)  # side, then its segments: text and codes
    languages: dict[str, str] = field(default_factory=dict)  # of sides that name their own
    segments: int = 0  # of XLIFF 2


class _Reader:
    """What the parser has seen; whole pairs wait in `done`."""

    def __init__(self, parser: expat.XMLParserType, name: str, left_out: Counter[str]) -> None:
        self.parser, self.name, self.left_out = parser, name, left_out
        self.done: list[Pair] = []
        self.is_xliff = False
        self.units = self.depth = self.skipped = self.native = 0
        self.doc = ""
        self.languages = {"source": "", "target": ""}  # of the file
        self.met: set[str] = set()  # languages of units
        self.unit: _Unit | None = None
        self.side = self.key = ""  # the side, or the property, that is being read
        self.waits = False
        self.marks: list[tuple[str, Mark] | None] = []  # open marks: segment and where its text begins
        self.collected = Collected()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.EntityDeclHandler = self.refuse_entities
        parser.SkippedEntityHandler = self.undefined

    def where(self) -> str:
        """The open unit, for a message."""
        return f"unit {self.unit.id[:60]!r}" if self.unit else ""

    def refuse(self, what: str, remedy: str) -> NoReturn:
        """Stop at what no reader could take."""
        unit = f" ({self.where()})" if self.unit else ""
        raise UnreadableInput(self.name, f"{what}{unit}", remedy, self.parser.CurrentLineNumber)

    def refuse_entities(self, *_: object) -> None:
        """None belongs into an XLIFF, and some are traps."""
        self.refuse("the file declares entities", "write the characters themselves")

    def undefined(self, name: str, _: bool) -> None:
        """An entity of HTML, most often."""
        self.refuse(f"the entity &{name}; is not defined in XML", "write the character itself")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.refuse(f"more than {MAX_DEPTH} elements inside each other", EXPORT_AGAIN)
        if self.skipped or name in SKIPPED:
            self.skipped += 1
        elif self.side:
            self.start_inline(name, attributes)
        elif self.unit:
            self.start_inside(self.unit, name, attributes)
        elif name in UNITS:
            self.units += 1
            label = attributes.get("resname", attributes.get("name", ""))
            if label:
                self.left_out[OTHER_NAME] += 1
            self.unit = _Unit(attributes.get("id", ""), label, self.parser.CurrentLineNumber, [("doc", self.doc)])
        elif name == "file":
            self.doc = attributes.get("original", "")
            self.languages["source"] = attributes.get("source-language", self.languages["source"])
            self.languages["target"] = attributes.get("target-language", self.languages["target"])
        elif name == "xliff":
            self.is_xliff = True
            self.languages = {"source": attributes.get("srcLang", ""), "target": attributes.get("trgLang", "")}

    def start_inside(self, unit: _Unit, name: str, attributes: dict[str, str]) -> None:
        if name in SIDES:
            self.collected.clear()
            self.side, self.marks, self.native = name, [], 0
            self.waits = name == "target" and attributes.get("state") in WAITING
            if "xml:lang" in attributes:
                unit.languages[name.removeprefix("seg-")] = attributes["xml:lang"]
        elif name == "segment":
            unit.segments += 1
        elif name in ("context", "meta"):
            self.key = attributes.get("context-type", attributes.get("type", "")).removeprefix("x-")
            self.collected.clear()
        elif name == "note" and TOOL not in (attributes.get("from"), attributes.get("category")):
            self.left_out[NOTES] += 1

    def start_inline(self, name: str, attributes: dict[str, str]) -> None:
        if name in CODE:
            if not self.native:
                self.left_out[NATIVE_CODE] += 1
                if name not in CHARACTERS:
                    self.collected.code(code_tag(name, attributes, NAMING))
            self.native += 1
        elif name in AROUND and not self.native:
            self.collected.code(code_tag(name, attributes, NAMING, ">"))
        elif name == "mrk":
            is_segment = attributes.get("mtype") == "seg"
            self.marks.append((attributes.get("mid", ""), self.collected.mark()) if is_segment else None)

    def text(self, data: str) -> None:
        if (self.side or self.key) and not self.native and not self.skipped:
            self.collected.add(data)

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self.depth -= 1
        if self.skipped:
            self.skipped -= 1
        elif self.side and name in CODE:
            self.native -= 1
        elif self.side and name in AROUND and not self.native:
            self.collected.code(f"</{name}>")
        elif self.side and name == "mrk" and self.unit:
            mark = self.marks.pop()
            if mark:
                self.keep(self.unit, f"mrk {mark[0]}", self.collected.since(mark[1]))
        elif name == self.side and self.unit:
            self.keep(self.unit, f"segment {self.unit.segments}" if self.unit.segments else WHOLE, self.collected.since())
            self.side = ""
        elif self.key and name in ("context", "meta") and self.unit:
            if self.key in NAMES or self.key == PAIR_ID:
                self.unit.known.append((self.key, self.collected.since()[0]))
            self.key = ""
        elif name in UNITS and self.unit:
            self.finish(self.unit)
            self.unit = None

    def keep(self, unit: _Unit, segment: str, found: Coded) -> None:
        if self.waits:
            self.left_out[WAITS] += bool(found[0])
            found = NOTHING
        unit.sides.setdefault(self.side, {})[segment] = composed(found)

    def finish(self, unit: _Unit) -> None:
        """A unit as a pair, or as one for each of its segments."""
        language, other = (language_of(unit.languages.get(side, self.languages[side])) for side in ("source", "target"))
        self.met.update((language, other))
        sources, targets = unit.sides.get("source", {}), unit.sides.get("target", {})
        parted = unit.sides.get("seg-source", {})
        if len(parted) > 1 and len(targets) > 1:  # more than the whole
            sources = parted
            keys = [key for key in parted if key != WHOLE]
        else:
            keys = list(sources)
        own_id = dict(unit.known).get(PAIR_ID, unit.id)
        if {language, other} - {""} <= {"en", "vi"} and language != other and (language or other):
            swapped = language == "vi" or other == "en"
            for key in keys:
                sides = sources[key], targets.get(key, NOTHING)
                (en, en_codes), (vi, vi_codes) = sides[::-1] if swapped else sides
                if en or vi:
                    pair = with_properties(en, vi, unit.known, self.left_out, id=own_id, line=unit.line)
                    if en_codes or vi_codes or unit.name:
                        pair = replace(pair, en_codes=en_codes, vi_codes=vi_codes, name=unit.name)
                    self.done.append(pair)
        else:
            self.left_out[OTHER_LANGUAGES] += 1


def parse(parser: expat.XMLParserType, path: Path, unit: Callable[[], str]) -> Iterator[None]:
    """Feed a file to a parser, chunk by chunk; memory stays bounded. `unit` names the open unit.

    Raises `UnreadableInput` with line, column and unit for what is not well-formed or is one endless text.
    """
    fed = 0
    with reading(path) as stream:
        while True:
            chunk = stream.read1(CHUNK)
            fed += len(chunk)
            try:
                parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                raise not_well_formed(str(path), error, unit()) from None
            if fed - parser.CurrentByteIndex > MAX_TEXT:
                what = f"a tag or text of more than {MAX_TEXT:,} bytes"
                raise UnreadableInput(str(path), what, EXPORT_AGAIN, parser.CurrentLineNumber)
            yield
            if not chunk:
                return


def read_xliff(path: Path) -> Intake:
    """English–Vietnamese pairs of an XLIFF file, 1.0 to 2.1, in either direction; memory does not grow with the file.

    Inline elements are flattened; a unit with several segments gives a pair for each. Raises `UnreadableInput` with line,
    column and unit for XML that is not well-formed, for entity declarations and for XML that is no XLIFF.
    """
    left_out: Counter[str] = Counter()
    return Intake(_pairs(path, left_out), left_out)


def _pairs(path: Path, left_out: Counter[str]) -> Iterator[Pair]:
    parser = expat.ParserCreate()
    reader = _Reader(parser, str(path), left_out)
    for _ in parse(parser, path, reader.where):
        if reader.collected.length > MAX_TEXT:
            reader.refuse(f"a text of more than {MAX_TEXT:,} characters", EXPORT_AGAIN)
        if len(reader.collected.codes) > MAX_CODES:
            reader.refuse(f"a text with more than {MAX_CODES:,} codes", EXPORT_AGAIN)
        yield from reader.done
        reader.done.clear()
    if not reader.is_xliff:
        raise UnreadableInput(str(path), "XML, but not XLIFF", "give a file whose root element is xliff")
    met = reader.met - {""}
    if reader.units and not (met >= BOTH or (met and met <= BOTH)):
        raise no_such_language(str(path), met, "give a file in both languages, or mend the languages that its files name")
