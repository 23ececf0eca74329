"""TMX 1.4b, level 1: written as a stream, read as a stream.

Standard: TMX 1.4b Specification, LISA OSCAR, 2005. What real programs accept shaped the details: the DOCTYPE and all
required attributes of the header, `xml:lang` on each `tuv`, props before the first `tuv`, no characters that XML forbids.
"""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from xml.parsers import expat

from corpus.errors import UnreadableInput
from corpus.pair import Pair, kind_of, lines_of, lines_text, score_of
from exports.files import reading, writing
from exports.text import xml_safe

DEFAULT_TAGS = ("en", "vi")
PROPS = {"score": "x-score", "kind": "x-align", "doc": "x-doc", "en_lines": "x-en-lines", "vi_lines": "x-vi-lines"}
CHUNK = 1 << 16  # bytes fed to the parser at once


def escape(text: str) -> str:
    """Text as character data; `>` too, because of `]]>`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def _header(tags: tuple[str, str]) -> str:
    stamp = os.environ.get("SOURCE_DATE_EPOCH", "")
    if stamp and not re.fullmatch(r"[0-9]{1,11}", stamp):
        raise UnreadableInput("SOURCE_DATE_EPOCH", f"{stamp!r} is no time in seconds", "unset it or give a whole number")
    date = f' creationdate="{time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(int(stamp)))}"' if stamp else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
        f'<header creationtool="songngu" creationtoolversion="{version("songngu")}" segtype="sentence" o-tmf="songngu" '
        f'adminlang="en" srclang="{_attribute(tags[0])}" datatype="plaintext"{date}/>\n<body>\n'
    )


def unit(pair: Pair, tuid: str, tags: tuple[str, str], changes: Counter[str]) -> str:
    """A pair as a `tu` element with its line end; an empty side has no `tuv`."""
    values = {
        "score": "" if pair.score is None else f"{pair.score:.4f}",
        "kind": pair.kind,
        "doc": xml_safe(pair.doc, changes),
        "en_lines": lines_text(pair.en_lines),
        "vi_lines": lines_text(pair.vi_lines),
    }
    props = "".join(f'<prop type="{PROPS[name]}">{escape(value)}</prop>' for name, value in values.items() if value)
    sides = "".join(
        f'<tuv xml:lang="{_attribute(tag)}"><seg>{escape(xml_safe(text, changes))}</seg></tuv>'
        for tag, text in zip(tags, (pair.en, pair.vi), strict=True)
        if text
    )
    return f'<tu tuid="{_attribute(tuid)}">{props}{sides}</tu>\n'


def write_tmx(pairs: Iterable[Pair], path: Path, *, tags: tuple[str, str] = DEFAULT_TAGS) -> Counter[str]:
    """Write pairs as TMX; gives back what the text policy changed. Pairs without any text are left out and counted."""
    changes: Counter[str] = Counter()
    seen: set[str] = set()
    with writing(path) as out:
        out.write(_header(tags))
        for number, pair in enumerate(pairs, 1):
            if not pair.en and not pair.vi:
                changes["pair without text left out"] += 1
                continue
            tuid = xml_safe(f"{pair.doc}-{pair.id}".strip("-") if pair.id else str(number), changes)
            if tuid in seen:
                tuid = f"{tuid}-{number}"
            seen.add(tuid)
            out.write(unit(pair, tuid, tags, changes))
        out.write("</body>\n</tmx>\n")
    return changes


@dataclass(slots=True)
class _Reader:
    """What the parser has seen of the current unit."""

    parser: expat.XMLParserType
    done: list[Pair] = field(default_factory=list)
    props: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    tuid: str = ""
    language: str = ""
    collected: list[str] | None = None  # character data of the seg or prop being read
    prop: str = ""
    skipped: int = 0  # depth inside native code of a level 2 file: bpt, ept, ph, it, ut
    is_tmx: bool = False
    units: int = 0
    languages: set[str] = field(default_factory=set)
    line: int = 0  # where the current unit begins

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tmx":
            self.is_tmx = True
        elif name == "tu":
            self.props, self.texts, self.tuid = {}, {}, attributes.get("tuid", "")
            self.line = self.parser.CurrentLineNumber
        elif name == "tuv":
            self.language = attributes.get("xml:lang", attributes.get("lang", "")).lower()
        elif name == "seg":
            self.collected = []
        elif name == "prop":
            self.prop, self.collected = attributes.get("type", ""), []
        elif name in NATIVE:
            self.skipped += 1

    def end(self, name: str) -> None:
        if name in NATIVE:
            self.skipped -= 1
        elif name == "seg":
            base = re.split("[-_]", self.language)[0]
            self.texts.setdefault(LANGUAGE_TAGS.get(base, base), "".join(self.collected or []))
            self.collected = None
        elif name == "prop":
            self.props[self.prop] = "".join(self.collected or [])
            self.collected = None
        elif name == "tu":
            self.units += 1
            self.languages.update(self.texts)
            pair = self.pair()
            if pair.en or pair.vi:
                self.done.append(pair)

    def text(self, data: str) -> None:
        if self.collected is not None and not self.skipped:
            self.collected.append(data)

    def pair(self) -> Pair:
        en, vi = self.texts.get("en", ""), self.texts.get("vi", "")
        props = {name: self.props.get(prop, "") for name, prop in PROPS.items()}
        doc = props["doc"]
        return Pair(
            en,
            vi,
            score_of(props["score"]),
            props["kind"] or kind_of(en, vi),
            doc,
            lines_of(props["en_lines"]),
            lines_of(props["vi_lines"]),
            self.tuid.removeprefix(f"{doc}-") if doc else self.tuid,
            line=self.line,
        )


LANGUAGE_TAGS = {"eng": "en", "english": "en", "vie": "vi", "vietnamese": "vi", "vn": "vi"}  # what programs write for en, vi
NATIVE = frozenset(("bpt", "ept", "ph", "it", "ut"))  # their content is code of the native format; that of hi is text


def read_tmx(path: Path) -> Iterator[Pair]:
    """English–Vietnamese pairs of a TMX file, 1.1 to 1.4b, UTF-8 or UTF-16; memory does not grow with the file.

    Inline elements are flattened. Raises `UnreadableInput` with the line for XML that is not well-formed, for entity
    declarations (none belongs into a TMX) and for XML that is no TMX.
    """
    parser = expat.ParserCreate()
    reader = _Reader(parser)
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text

    def refuse(*_: object) -> None:
        raise UnreadableInput(
            str(path), "the file declares entities", "write the characters themselves", parser.CurrentLineNumber
        )

    def undefined(name: str, _: bool) -> None:
        what = f"the entity &{name}; is not defined in XML"
        raise UnreadableInput(str(path), what, "write the character itself", parser.CurrentLineNumber)

    parser.EntityDeclHandler = refuse
    parser.SkippedEntityHandler = undefined
    with reading(path) as stream:
        while True:
            chunk = stream.read(CHUNK)
            try:
                parser.Parse(chunk, not chunk)
            except expat.ExpatError as error:
                what = f"not well-formed XML (column {error.offset + 1}: {expat.ErrorString(error.code)})"
                raise UnreadableInput(str(path), what, "export it again from the program that made it", error.lineno) from None
            except ValueError as error:
                if isinstance(error, UnreadableInput):
                    raise
                raise UnreadableInput(
                    str(path), f"unit {reader.tuid!r}: {error}", "mend its x- props", parser.CurrentLineNumber
                ) from None
            yield from reader.done
            reader.done.clear()
            if not chunk:
                break
    if reader.units and not reader.languages & {"en", "vi"}:
        found = ", ".join(sorted(filter(None, reader.languages))) or "none"
        raise UnreadableInput(str(path), f"no unit is English or Vietnamese (languages: {found})", "mend the xml:lang of its tuv")
    if not reader.is_tmx:
        raise UnreadableInput(str(path), "XML, but not TMX", "give a file whose root element is tmx")
