"""XML that may come from anywhere: no entities, nothing fetched, errors with their place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

from corpus.errors import UnreadableInput

CHUNK = 1 << 16  # bytes fed to the parser at once
Attributes = dict[str, str]


def _ignore(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Handlers:
    """What is called for the start of an element (name, attributes), its end (name) and character data."""

    start: Callable[[str, Attributes], None] = _ignore
    end: Callable[[str], None] = _ignore
    text: Callable[[str], None] = _ignore


class XmlReader:
    """A parser that is fed piece by piece and knows its line.

    Elements and attributes of a namespace are named "{uri}name" with `namespaces`, as they are written without it.
    `part` names the part of an archive. Raises `UnreadableInput` for XML that is not well-formed or declares entities.
    """

    def __init__(self, name: str, handlers: Handlers, *, part: str = "", namespaces: bool = False) -> None:
        self.name, self.part = name, part
        self._parser = expat.ParserCreate(namespace_separator="}" if namespaces else None)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = handlers.start
        self._parser.EndElementHandler = handlers.end
        self._parser.CharacterDataHandler = handlers.text
        self._parser.EntityDeclHandler = self._refuse
        self._parser.SkippedEntityHandler = self._undefined

    @property
    def line(self) -> int:
        """The line that is being read, 1-based."""
        return self._parser.CurrentLineNumber

    def feed(self, data: bytes, *, last: bool = False) -> None:
        """Parse the next bytes; `last` ends the file."""
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            what = f"not well-formed XML (column {error.offset + 1}: {expat.ErrorString(error.code)})"
            raise self.error(what, "export it again from the program that made it", error.lineno) from None

    def error(self, reason: str, remedy: str, line: int | None = None) -> UnreadableInput:
        """An error at a line of the file, or of its part."""
        at = self.line if line is None else line
        if self.part:
            return UnreadableInput(self.name, f"{self.part}, line {at}: {reason}", remedy)
        return UnreadableInput(self.name, reason, remedy, at)

    def _refuse(self, *_: object) -> None:
        raise self.error("the file declares entities", "write the characters themselves")

    def _undefined(self, name: str, _: bool) -> None:
        raise self.error(f"the entity &{name}; is not defined in XML", "write the character itself")


def read_part(data: bytes, name: str, part: str, handlers: Handlers) -> None:
    """Parse a part of an archive as a whole, its elements named as they are written."""
    XmlReader(name, handlers, part=part).feed(data, last=True)


class _Root(Exception):
    """No error: the prolog is over."""


def check_prolog(stream: IO[bytes], name: str, part: str) -> None:
    """Refuse XML that declares entities, before a library reads it."""

    def over(*_: object) -> None:
        raise _Root

    reader = XmlReader(name, Handlers(start=over), part=part)
    try:
        while chunk := stream.read(CHUNK):
            reader.feed(chunk)
    except _Root:
        return
