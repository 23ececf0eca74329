"""One text policy for everything that leaves: what a format cannot hold is changed, counted and reported.

Two levels. `xml_safe`: NFC, line ends as LF, and without characters that XML 1.0 forbids or that no text needs.
`one_line`: that, and every kind of line break, tab and form feed as one space. A tone style is never changed.
Both give NFC, and what they gave once they give again.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

Policy = Callable[[str, Counter[str]], str]

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
DAMAGE = "\ufffd"  # what a decoder wrote for bytes it could not read; the letter is lost, so it stays for somebody to see

# what the policies count, in the words of the report
CONTROLS = "illegal character removed"
LINE_END = "line end written as LF"
FOLDED = "line break or tab written as a space"
NOT_NFC = "not NFC, written as NFC"
EDGES = "space at an end removed"
DAMAGED = "replacement character U+FFFD kept: the text was damaged before"


def xml_safe(text: str, changes: Counter[str]) -> str:
    """The text as XML can hold it; what was changed is added to `changes`, once a text.

    >>> changes = Counter()
    >>> xml_safe("Hue\\x07\\r\\nHoi An", changes), sorted(changes)
    ('Hue\\nHoi An', ['illegal character removed', 'line end written as LF'])
    """
    if text.isprintable() and DAMAGE not in text and unicodedata.is_normalized("NFC", text):
        return text  # what is forbidden or ends a line is never printable
    if LINE_ENDS.search(text):
        changes[LINE_END] += 1
        text = LINE_ENDS.sub("\n", text)
    if FORBIDDEN.search(text):
        changes[CONTROLS] += 1
        text = FORBIDDEN.sub("", text)
    if not unicodedata.is_normalized("NFC", text):  # last: a letter and its mark may have stood apart until now
        changes[NOT_NFC] += 1
        text = unicodedata.normalize("NFC", text)
    if DAMAGE in text:
        changes[DAMAGED] += 1
    return text


def one_line(text: str, changes: Counter[str]) -> str:
    """The text on one line without tabs, stripped; what was changed is added to `changes`, once a text.

    >>> one_line("two\\tleaders\\u2028met ", Counter())
    'two leaders met'
    """
    if not text.isprintable() and BREAKS.search(text):
        changes[FOLDED] += 1
        text = BREAKS.sub(" ", text)
    text = xml_safe(text, changes)
    stripped = text.strip()
    if stripped != text:
        changes[EDGES] += 1
    return stripped
