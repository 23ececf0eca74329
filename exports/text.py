"""One text policy for everything that leaves: what a format cannot hold is changed, counted and reported.

Two levels. `xml_safe`: NFC, line ends as LF, and without characters that XML 1.0 forbids or that no text needs.
`one_line`: that, and every kind of line break, tab and form feed as one space. A tone style is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# XML 1.0 section 2.2 forbids the C0 controls but tab, LF and CR, surrogates, U+FFFE and U+FFFF; DEL, the C1 controls, the
# byte order mark inside text and the other noncharacters are legal, but nothing that anybody wrote
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
LINE_ENDS = re.compile(
    r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]"
)  # form feeds and the line breaks of word processors part words as well
BREAKS = re.compile(r"(?<! )[ ]*[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029][ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]*")


def xml_safe(text: str, changes: Counter[str]) -> str:
    """The text as XML can hold it; what was changed is added to `changes`."""
    if text.isascii() and text.isprintable():
        return text
    if not unicodedata.is_normalized("NFC", text):
        changes["not NFC"] += 1
        text = unicodedata.normalize("NFC", text)
    if LINE_ENDS.search(text):
        changes["line end written as LF"] += 1
        text = LINE_ENDS.sub("\n", text)
    if FORBIDDEN.search(text):
        changes["illegal character"] += 1
        text = FORBIDDEN.sub("", text)
    if "\ufffd" in text:
        changes["replacement character kept"] += 1
    return text


def one_line(text: str, changes: Counter[str]) -> str:
    """The text on one line without tabs, stripped; what was changed is added to `changes`.

    >>> one_line("two\\tleaders\\u2028met ", Counter())
    'two leaders met'
    """
    if text.isascii() and text.isprintable() and text == text.strip():
        return text
    if BREAKS.search(text):
        changes["line break or tab"] += 1
        text = BREAKS.sub(" ", text)
    text = xml_safe(text, changes)
    stripped = text.strip()
    if stripped != text:
        changes["space at an end"] += 1
    return stripped
