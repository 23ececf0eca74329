"""Inline codes on their way in: a text of TMX or XLIFF without them, and where each of them stood, as a tag."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from corpus.pair import InlineCode

MAX_CODES = 1 << 18  # in one text; a real one has tens, and memory must not follow a trap
Coded = tuple[str, tuple[InlineCode, ...]]  # a text and its codes
Mark = tuple[int, int, int]  # how many pieces, codes and characters there were


def code_tag(name: str, attributes: Mapping[str, str], naming: Sequence[str], end: str = "/>") -> str:
    """A code as a tag, with those of its attributes that tell it from others of its kind.

    >>> code_tag("ph", {"x": "1", "type": "lb"}, ("x", "i"))
    '<ph x="1"/>'
    """
    return "".join((f"<{name}", *(f' {key}="{escape(attributes[key])}"' for key in naming if key in attributes), end))


@dataclass(slots=True)
class Collected:
    """A text while it is read."""

    pieces: list[str] = field(default_factory=list)
    codes: list[InlineCode] = field(default_factory=list)
    length: int = 0  # characters of the pieces

    def add(self, text: str | None) -> None:
        """Take more text."""
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def clear(self) -> None:
        """Begin another text."""
        self.pieces, self.codes, self.length = [], [], 0

    def code(self, tag: str) -> None:
        """Take a code that stands here."""
        self.codes.append(InlineCode(self.length, tag))

    def mark(self) -> Mark:
        """Where the text has come to."""
        return len(self.pieces), len(self.codes), self.length

    def since(self, mark: Mark = (0, 0, 0)) -> Coded:
        """The text from a mark on, and its codes."""
        pieces, codes, length = mark
        if not self.codes:  # as in most texts
            return "".join(self.pieces[pieces:] if pieces else self.pieces), ()
        return "".join(self.pieces[pieces:]), tuple(replace(code, at=code.at - length) for code in self.codes[codes:])


def composed(found: Coded) -> Coded:
    """The same in NFC."""
    text, codes = found
    if unicodedata.is_normalized("NFC", text):
        return found
    nfc = unicodedata.normalize("NFC", text)
    return nfc, tuple(replace(code, at=len(unicodedata.normalize("NFC", text[: code.at]))) for code in codes)
