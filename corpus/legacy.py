"""Vietnamese text from before Unicode, and text that was decoded wrongly once too often.

TCVN3 (ABC, .VnTime fonts), VNI, VISCII, VPS and VIQR by the table `data/legacy.tsv`; windows-1258 by Python; UTF-8 that was
read as windows-1252 and saved again. A text is recognised by the share of its words with Vietnamese letters that are legal
syllables: the right table gives nearly all of them, a wrong one few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from corpus.data import rows
from corpus.syllable import is_syllable


@dataclass(frozen=True, slots=True)
class Reading:
    """Bytes read in one way."""

    encoding: str  # a name of READERS
    text: str  # NFC
    share: float  # of the words with non-ASCII letters that are legal Vietnamese syllables
    words: int  # how many such words


@cache
def _table(encoding: str) -> Mapping[str, str]:
    """What stands in a file, read as Latin-1, for each letter of an encoding."""
    header, *letters = rows("legacy.tsv")
    column = header.index(encoding)
    codes = {row[column]: row[0] for row in letters if row[column]}
    if encoding == "viqr":
        return codes
    return {bytes.fromhex(code).decode("latin-1"): letter for code, letter in codes.items()}


@cache
def _pattern(encoding: str) -> re.Pattern[str]:
    codes = sorted(_table(encoding), key=len, reverse=True)  # the longest match first: u+' before u+
    return re.compile("|".join([*(r"\\." for _ in range(encoding == "viqr")), *map(re.escape, codes)]), re.DOTALL)


def _by_table(encoding: str) -> Callable[[bytes], str]:
    def read(data: bytes) -> str:
        table = _table(encoding)
        raw = data.decode("latin-1")
        return _pattern(encoding).sub(lambda match: table.get(match[0], match[0][-1]), raw)

    return read


def _windows_1258(data: bytes) -> str:
    return data.decode("cp1258")


def _twice_utf8(data: bytes) -> str:
    """UTF-8 that somebody read as windows-1252 and saved as UTF-8."""
    return _as_bytes(data.decode("utf-8")).decode("utf-8")


def _as_bytes(text: str) -> bytes:
    """The bytes that a text was before it was read as windows-1252; what that lacks was read as Latin-1."""
    return b"".join(_byte(c) for c in text)


def _byte(c: str) -> bytes:
    try:
        return c.encode("cp1252")
    except UnicodeEncodeError:
        return c.encode("latin-1")


READERS: Mapping[str, Callable[[bytes], str]] = {
    "windows-1258": _windows_1258,
    "tcvn3": _by_table("tcvn3"),
    "vni": _by_table("vni"),
    "viscii": _by_table("viscii"),
    "vps": _by_table("vps"),
    "viqr": _by_table("viqr"),
    "utf-8-twice": _twice_utf8,
}
SAMPLE = 1 << 16  # bytes that are looked at
LEAST_SHARE = 0.8  # of the words with Vietnamese letters: the right reading gives .95 and more, the wrong ones below .5
LEAST_WORDS = 5
WORD = re.compile(r"[^\W\d_]+")


def readings(data: bytes) -> Iterator[Reading]:
    """The ways to read some bytes that give text at all, in the order of `READERS`.

    Bytes that are UTF-8 may hold a legacy encoding that was taken for windows-1252.
    """
    sample = data[:SAMPLE]
    try:
        sources = [sample, _as_bytes(data.decode("utf-8"))[:SAMPLE]]
    except (UnicodeDecodeError, UnicodeEncodeError):
        sources = [sample]
    for name, read in READERS.items():
        for source in sources:
            try:
                text = unicodedata.normalize("NFC", read(source))
            except (UnicodeDecodeError, UnicodeEncodeError):
                continue
            yield _judged(name, text)


def _judged(name: str, text: str) -> Reading:
    words = [word for word in WORD.findall(text) if not word.isascii() and not word.isupper()]
    legal = sum(map(is_syllable, words))
    return Reading(name, text, legal / len(words) if words else 0.0, len(words))


def recognise(data: bytes) -> Reading | None:
    """The legacy encoding that gives the most legal syllables, or None where none gives nearly only such."""
    best = max(readings(data), key=lambda reading: (reading.share * min(reading.words, 50), reading.share), default=None)
    return best if best and best.share >= LEAST_SHARE and best.words >= LEAST_WORDS else None


def read_as(data: bytes, encoding: str) -> str:
    """All the bytes in a legacy encoding, NFC; bytes that are UTF-8 are taken back to what they were before."""
    read = READERS[encoding]
    if encoding == "utf-8-twice":
        return unicodedata.normalize("NFC", read(data))
    try:
        text = data.decode("utf-8")
        source = data if text.isascii() else _as_bytes(text)
    except (UnicodeDecodeError, UnicodeEncodeError):
        source = data
    return unicodedata.normalize("NFC", read(source))
