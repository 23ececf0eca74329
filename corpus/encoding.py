"""Bytes to text: which encoding a file is in, or why it is no text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from corpus.errors import UnreadableInput
from corpus.legacy import LEAST_SHARE, LEAST_WORDS, READERS, SAMPLE, read_as, recognise
from corpus.syllable import is_syllable

BOMS = (  # longest first: the mark of UTF-32-LE starts with that of UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = {  # first bytes of what people drop on the tool by mistake
    b"PK\x03\x04": "a zip archive (docx, xlsx, epub or odt)",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Office document (doc, xls)",
    b"\x1f\x8b": "gzip-compressed",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"{\\rtf": "an RTF document",
}
LEGACY = "auto, windows-1258, tcvn3, vni, viscii, vps, viqr, utf-16 ..."


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file, NFC, and what was seen on the way."""

    text: str
    encoding: str  # as Python names it
    bom: bool
    nfc: bool  # False: the file held decomposed letters
    suspect: str | None = None  # the encoding that the text was probably in before somebody saved it as UTF-8


def decode(data: bytes, name: str, encoding: str | None = None, *, may_be_empty: bool = False) -> Decoded:
    """Decode the bytes of one file.

    A byte order mark decides; without one UTF-8 is expected, and UTF-16 recognised by its zero bytes.
    Another encoding must be named. Raises `UnreadableInput` for what is empty, binary or wrongly encoded.
    """
    if not data and not may_be_empty:
        raise UnreadableInput(name, "the file is empty", "give a file with English and Vietnamese text")
    for signature, what in SIGNATURES.items():
        if data.startswith(signature):
            raise UnreadableInput(name, f"this is {what}, not text", "save it as plain text (UTF-8) first")
    if encoding and encoding.lower() in (AUTO, *READERS):
        return _legacy(data, name, encoding.lower())
    bom = next((found for mark, found in BOMS if data.startswith(mark)), None)
    chosen = encoding or bom or guess_utf(data)
    try:
        text = data.decode(chosen)
    except LookupError:
        raise UnreadableInput(name, f"unknown encoding {chosen!r}", f"name one that Python knows: {LEGACY}") from None
    except UnicodeError as error:
        if not isinstance(error, UnicodeDecodeError):
            raise UnreadableInput(name, f"the file is not {chosen.upper()} ({error})", f"name another one: {LEGACY}") from None
        line = data.count(b"\n", 0, error.start) + 1
        known = recognise(data)
        if known is None and _looks_binary(data):
            raise _binary(name) from None
        remedy = (
            f"it reads well as {known.encoding}: give --encoding auto"
            if known
            else f"name its encoding with --encoding ({LEGACY})"
        )
        raise UnreadableInput(
            name, f"byte 0x{data[error.start]:02X} is not {chosen.upper()}", f"save the file as UTF-8, or {remedy}", line
        ) from None
    text = text.removeprefix("\ufeff")
    if _CONTROL.search(text):
        raise _binary(name)
    if not text.strip() and not may_be_empty:
        raise UnreadableInput(name, "the file holds only white space", "give a file with English and Vietnamese text")
    nfc = unicodedata.is_normalized("NFC", text)
    composed = text if nfc else unicodedata.normalize("NFC", text)
    return Decoded(composed, chosen, bom is not None, nfc, _suspect(composed))


def _suspect(text: str) -> str | None:
    """The encoding that gives legal syllables where the words with marks, as they are, are mostly none."""
    words = _marked_words(text[:SAMPLE])
    if len(words) < LEAST_WORDS or sum(map(is_syllable, words)) > len(words) / 2:
        return None
    known = recognise(text.encode())
    return known.encoding if known else None


AUTO = "auto"


def _legacy(data: bytes, name: str, encoding: str) -> Decoded:
    """Decode a Vietnamese encoding from before Unicode; "auto" finds out which, and takes plain UTF-8 as it is."""
    if encoding == AUTO:
        known = _needs_recognition(data) and recognise(data)
        if not known:
            return decode(data, name)
        encoding = known.encoding
    try:
        text = read_as(data, encoding)
    except UnicodeError:
        raise UnreadableInput(name, f"the file is not {encoding}", "give --encoding auto, or name another one") from None
    if "\x00" in text:
        raise _binary(name)
    return Decoded(text, encoding, bom=False, nfc=True)


def _marked_words(text: str) -> list[str]:
    """Words that are not plain ASCII; wrong decoding puts signs into words, so these are no ends of them."""
    return [word for word in re.findall(r"[^\s\d.,;:!?()\"“”…–-]+", text) if not word.isascii()]


def _needs_recognition(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    words = _marked_words(text)
    return not words or sum(map(is_syllable, words)) < LEAST_SHARE * len(words)


# NUL never stands in text; a stray other control character is left to the text policy of the exports
_CONTROL = re.compile(r"\x00|[\x01-\x08\x0e-\x1a]{4}")
_MOSTLY = 0.3  # share of zero bytes on one side that Latin text in UTF-16 always passes


def _binary(name: str) -> UnreadableInput:
    return UnreadableInput(name, "this is binary data, not text", "save it as plain text (UTF-8) first")


def guess_utf(data: bytes) -> str:
    """UTF-16 by its zero bytes, UTF-8 otherwise; the beginning of a file is enough."""
    head = data[:4096]
    odd, even = head[1::2].count(0), head[::2].count(0)
    half = max(len(head) // 2, 1)
    if odd / half > _MOSTLY and not even:
        return "utf-16-le"
    if even / half > _MOSTLY and not odd:
        return "utf-16-be"
    return "utf-8"


def _looks_binary(data: bytes) -> bool:
    head = data[:4096]
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)  # 9-13: tab, line feed ... carriage return
    return 0 in head or control / len(head) > 0.02  # text in a legacy encoding has none or next to none
