"""The format of pairs by their first bytes, for files whose name does not tell and for standard input."""

from __future__ import annotations

import re

from corpus.encoding import BOMS, guess_utf
from exports.header import header_places

ROOTS = {"tmx": "tmx", "xliff": "xliff"}  # root elements
NO_ELEMENT = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)  # what may stand before the root
ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)")
JSON = re.compile(r"\s*(?:\[\s*)?\{")
PO = re.compile(r'^(?:msgctxt|msgid) "', re.MULTILINE)
SRT = re.compile(r"\s*\d+[ \t]*\n\d{2,}:\d\d:\d\d[,.]\d{3} --> \d")


def recognise(head: bytes) -> str | None:
    """The format of a file that begins so, as `exports.formats.FORMATS` calls it; None where that cannot be told.

    >>> recognise(b'{"translation": {"en": "Rice.", "vi": "..."}}'), recognise(b"Rice is cooked.")
    ('jsonl', None)
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return "xlsx" if b"xl/" in head or b"[Content_Types].xml" in head else None
    encoding = next((found for mark, found in BOMS if head.startswith(mark)), None) or guess_utf(head)
    text = head.decode(encoding, "ignore").replace("\r\n", "\n")  # the last letter may be cut
    if text.lstrip().startswith("<"):
        root = ROOT.match(NO_ELEMENT.sub("", text))
        return ROOTS.get(root[1]) if root else None
    if JSON.match(text):
        return "jsonl"
    if PO.search(text):
        return "po"
    if SRT.match(text):
        return "srt"
    return _table(text)


def _table(text: str) -> str | None:
    """A table by a first line that names both languages, or by lines that all have as many tabs."""
    lines = text.split("\n")
    if header_places(lines[0].split("\t")):
        return "tsv"
    if any(header_places([cell.strip(' "') for cell in lines[0].split(separator)]) for separator in ",;"):
        return "csv"
    whole = [line for line in (lines[:-1] or lines) if line.strip()]
    columns = {line.count("\t") for line in whole}
    return "tsv" if len(columns) == 1 and columns != {0} else None
