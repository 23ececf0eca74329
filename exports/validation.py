"""What is wrong with a file of pairs, where, and how to mend it; one table, one row a format.

A validator looks at everything and stops only where nothing more can be read. What it finds goes into a `Report`, which counts
all and keeps the first of each kind, so that memory does not grow with the file.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableInput
from exports.count import count_of
from exports.files import MAX_TEXT, beginning, reading
from exports.formats import read_pairs
from exports.header import header_places
from exports.jsonl import remedy_of, what_is_wrong
from exports.moses import side_paths
from exports.text import DAMAGE, FORBIDDEN
from exports.tmx_validation import validate_tmx_structure
from exports.xliff_validation import validate_xliff_structure

SIDES = ("en", "vi")
NAMES = {"en": "English", "vi": "Vietnamese"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong."""

    code: str  # key of `REMEDIES`
    what: str
    line: int = 0  # 1-based; 0: the file as a whole
    file: str = ""  # where a format has several
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}; {self.remedy}"


REMEDIES: Mapping[str, str] = {
    "bom": "save it as UTF-8 without a byte order mark",
    "control": "remove it; songngu convert does",
    "count": "export it again, or look at what was left out",
    "damage": "take the text again from where it came from",
    "empty": "remove the pair, or give the missing text",
    "encoding": "save the file as UTF-8",
    "fields": "a tab or line break stands in a text, or a cell is missing; write the text without them",
    "header": "name the columns, en and vi first, or say --no-header",
    "json": "each line is one object of JSON",
    "keys": "write the same keys in each line; an empty text is better than no key",
    "languages": "exchange the two languages, or mend what names them",
    "line end": "end each line with LF alone",
    "mojibake": "UTF-8 was read as windows-1252; make the file again from its source, or align it with --encoding auto",
    "nfc": "write it in NFC; songngu convert does",
    "quoting": "a TSV has no quoting: write the text as it is, or read the file with --from csv",
    "separator": "many readers end the line there; write a space",
    "truncated": "the file may be cut off; export or copy it again",
    "types": "give each key one type of value in all lines",
    "unreadable": "export or copy it again",
}


@dataclass(slots=True)
class Report:
    """What was found in one file: all of it counted, the first of each kind kept."""

    file: str
    keep: int = 3  # findings of each kind
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    pairs: int = 0
    broken: int = 0  # pairs with text that was read with the wrong encoding
    first_broken: int = 0
    sample: list[tuple[str, str]] = field(default_factory=list)

    def add(self, code: str, what: str, line: int = 0, *, file: str = "", remedy: str = "") -> None:
        """Note what is wrong."""
        self.counts[code] += 1
        if self.counts[code] <= self.keep:
            self.findings.append(Finding(code, what, line, file or self.file, remedy or REMEDIES[code]))

    def texts(self, en: str, vi: str, line: int, unit: str = "") -> None:
        """Look at the texts of a pair, as every format should hold them."""
        self.pairs += 1
        place = f"{unit}: " if unit else ""
        for side, text in zip(SIDES, (en, vi), strict=True):
            if not text.strip():
                self.add("empty", f"{place}no {NAMES[side]} text", line)
            self.text(text, line, f"{place}{NAMES[side]}")
        if MOJIBAKE.search(vi) or MOJIBAKE.search(en):
            self.broken += 1
            self.first_broken = self.first_broken or line
        if len(self.sample) < SAMPLE:
            self.sample.append((en, vi))

    def text(self, text: str, line: int, place: str) -> None:
        """Look at the characters of one text."""
        if not text.isprintable() and (found := FORBIDDEN.search(text)):
            self.add("control", f"{place}: character {_name(found[0])}, which no text needs and XML mostly forbids", line)
        if DAMAGE in text:
            self.add("damage", f"{place}: replacement character U+FFFD, a letter is lost", line)
        if not unicodedata.is_normalized("NFC", text):
            self.add("nfc", f"{place}: not NFC, letters and marks stand apart", line)

    def finish(self, expected: int | None = None) -> None:
        """What only the whole file tells."""
        if self.broken >= MOJIBAKE_LEAST or (self.pairs and self.broken / self.pairs > MOJIBAKE_SHARE):
            self.add("mojibake", f"text of {count_of(self.broken, 'pair')} looks like ‘Ä‘á»™ng’ for ‘động’", self.first_broken)
        else:
            self._languages()
        if expected is not None and self.pairs != expected:
            self.add("count", f"{count_of(self.pairs, 'pair')}, expected {expected:,}")
        elif not self.pairs and not self.findings:
            self.add("count", "no pairs")

    def _languages(self) -> None:
        from corpus.language import detect  # noqa: PLC0415 - only needed once the texts are there

        for at, (side, other) in enumerate((SIDES, SIDES[::-1])):
            guesses = Counter(guess.language for guess in detect(pair[at] for pair in self.sample) if guess.decided)
            if guesses[other] > guesses[side]:
                self.add("languages", f"the {NAMES[side]} side is mostly {NAMES[other]}")


SAMPLE = 300  # pairs that tell whether the sides are in their languages
# UTF-8 of Vietnamese letters read one byte a character: "Ã¡", "áº¡", "á»™", "Ä‘", "Æ°", "Æ¡"; and of typographic quotes
MOJIBAKE = re.compile("Ã[\u0080-\u00bf ¡-¿]|á[º»]|Ä[\u0080-\u00bf‘]|Æ°|Æ¡|â€")
MOJIBAKE_LEAST = 3  # pairs; "á»" may once be an á before a closing quotation mark
MOJIBAKE_SHARE = 0.05
SEPARATOR = re.compile("[\r\v\f\x1c-\x1f\x85\u2028\u2029]")


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


Validator = Callable[[Path, Report, bool], None]  # the last: should the first line of a TSV name its columns?


def lines(path: Path, report: Report) -> Iterator[tuple[int, str]]:
    """Lines of a UTF-8 file with their numbers; what is wrong with the bytes goes into the report."""
    with reading(path) as stream:
        head = beginning(stream)
        if not head:
            report.add("unreadable", "the file is empty", file=str(path))
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            report.add("encoding", "UTF-16, which few readers of this format take", file=str(path))
            return
        number = 0
        raw = b"\n"
        while raw := stream.readline(MAX_TEXT):
            number += 1
            last = raw
            if number == 1 and raw.startswith(b"\xef\xbb\xbf"):
                report.add("bom", "byte order mark: readers take it for a letter of the first word", 1, file=str(path))
                raw = raw[3:]
            try:
                line = raw.decode().removesuffix("\n")
            except UnicodeDecodeError as error:
                report.add("encoding", f"byte 0x{raw[error.start]:02X} is not UTF-8", number, file=str(path))
                continue
            if line.endswith("\r"):
                report.add("line end", "the line ends with CR LF, and readers take the CR for text", number, file=str(path))
                line = line[:-1]
            yield number, line
        if head and not last.endswith(b"\n"):
            report.add("truncated", "the last line has no line end", number, file=str(path))


def _separators(line: str, number: int, report: Report, file: Path) -> None:
    if not line.isprintable() and (found := SEPARATOR.search(line)):
        report.add("separator", f"character {_name(found[0])}", number, file=str(file))


def _tsv(path: Path, report: Report, header: bool) -> None:
    places = {"en": 0, "vi": 1}
    width = 0
    for number, line in lines(path, report):
        _separators(line, number, report, path)
        row = line.split("\t")
        if not width:
            width = len(row)
            named = header_places(row)
            if header:
                if named:
                    places = named
                    continue
                report.add("header", "the first line does not name the columns en and vi", 1)
            elif named:
                report.add("header", "the first line names columns", 1, remedy="leave out --no-header")
                places = named
                continue
        if len(row) != width or len(row) < 2:
            report.add("fields", f"{len(row)} cell{'s' * (len(row) != 1)}, the first line has {width}", number)
            if len(row) <= max(places.values()):
                continue
        if any(_quoted(cell) for cell in row):
            report.add("quoting", "a cell is quoted as in CSV", number)
        report.texts(row[places["en"]], row[places["vi"]], number)


def _quoted(cell: str) -> bool:
    """Does a cell look like one of CSV: in quotation marks, and each one inside doubled?"""
    inside = cell[1:-1]
    return cell[:1] == '"' == cell[-1:] and '""' in inside and '"' not in inside.replace('""', "")


def _moses(path: Path, report: Report, header: bool) -> None:
    del header
    paths = side_paths(path)
    counts = [0, 0]
    for both in zip_longest(*(lines(side, report) for side in paths)):
        for at, found in enumerate(both):
            if found is not None:
                counts[at] += 1
                _separators(found[1].replace("\t", " "), found[0], report, paths[at])
                if "\t" in found[1]:
                    report.add("separator", "a tab", found[0], file=str(paths[at]), remedy="write a space")
        if both[0] is not None and both[1] is not None:
            report.texts(both[0][1], both[1][1], both[0][0])
    if counts[0] != counts[1]:
        what = f"{count_of(counts[1], 'line')}, but {paths[0].name} has {counts[0]}, so that lines do not answer to each other"
        report.add("count", what, file=str(paths[1]), remedy="align them: songngu align FILE.en FILE.vi")


def _jsonl(path: Path, report: Report, header: bool, *, flat: bool = False) -> None:
    del header
    keys: set[str] = set()
    types: dict[str, str] = {}
    for number, line in lines(path, report):
        if not line.strip():
            report.add("json", "an empty line", number, remedy="remove it")
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            report.add("json", what_is_wrong(error, line), number, remedy=remedy_of(line))
            if line.lstrip().startswith("[") and number == 1:
                return
            continue
        if not isinstance(found, dict):
            report.add("json", f"not an object, but {_type(found) or 'null'}", number, remedy=remedy_of(line))
            continue
        keys = keys or set(found)
        if set(found) != keys:
            report.add("keys", f"keys that not every line has: {', '.join(sorted(set(found) ^ keys))}", number)
        for key, value in found.items():
            kind = _type(value)
            if kind and types.setdefault(key, kind) != kind:
                report.add("types", f"{key} is {kind}, and {types[key]} in earlier lines", number)
        texts = _texts(found, flat=flat)
        if isinstance(texts, str):
            report.add("keys", texts, number, remedy=FLAT if flat else NESTED if texts == IS_FLAT else SHAPE)
        else:
            report.texts(*texts, number)


IS_FLAT = "flat: en and vi are not inside translation"
NESTED = "if it is meant to be so, say --from jsonl-flat; else songngu convert writes them inside"
SHAPE = 'write {"translation": {"en": "...", "vi": "..."}}, as songngu convert does'
FLAT = 'write {"en": "...", "vi": "..."}, as songngu convert --to jsonl-flat does'


def _type(value: Any) -> str:
    if value is None:
        return ""
    return (
        "a number"
        if type(value) in (int, float)
        else {"str": "a text", "list": "a list", "dict": "an object"}.get(type(value).__name__, "true or false")
    )


def _texts(found: dict[str, Any], *, flat: bool) -> tuple[str, str] | str:
    """The two texts, or what is wrong with the place where they should be."""
    texts = found if flat else found.get("translation")
    if not isinstance(texts, dict):
        return IS_FLAT if {"en", "vi"} <= set(found) else "no object translation"
    for side in SIDES:
        if side not in texts:
            return f"no key {side} (keys: {', '.join(map(str, texts))})"
        if not isinstance(texts[side], str):
            return f"{side} is no text, but {json.dumps(texts[side])[:40]}"
    return texts["en"], texts["vi"]


def _parquet(path: Path, report: Report, header: bool) -> None:
    import polars as pl  # noqa: PLC0415 - only this format needs it

    try:
        found = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        report.add("unreadable", f"not a whole Parquet file ({str(error).splitlines()[0][:200]})")
        return
    if "translation" not in found:
        report.add("keys", f"no column translation (columns: {', '.join(found)})", remedy="write it with songngu convert")
        return
    _pairs("parquet")(path, report, header)


def _pairs(key: str) -> Validator:
    """A format of which no more is asked than that its pairs can be read and that their texts are sound."""

    def validate(path: Path, report: Report, header: bool) -> None:
        del header
        for pair in read_pairs(path, key):
            report.texts(pair.en, pair.vi, pair.line)

    return validate


def _tmx(path: Path, report: Report, header: bool) -> None:
    del header
    validate_tmx_structure(path, report.add, report.texts)


def _xliff(path: Path, report: Report, header: bool) -> None:
    del header
    validate_xliff_structure(path, report.add, report.texts)


VALIDATORS: Mapping[str, Validator] = {
    "tmx": _tmx,
    "tsv": _tsv,
    "moses": _moses,
    "jsonl": _jsonl,
    "jsonl-flat": lambda path, report, header: _jsonl(path, report, header, flat=True),
    "parquet": _parquet,
    "xliff": _xliff,
    "xliff2": _xliff,
}


def validate(path: Path, key: str, *, header: bool = True, expected: int | None = None, keep: int = 3) -> Report:
    """Look at a file of pairs in a format; formats without a validator of their own are read, and their texts looked at.

    The file must be there; what cannot be read in it is a finding, too.
    """
    report = Report(str(path), keep)
    try:
        VALIDATORS.get(key, _pairs(key))(path, report, header)
    except UnreadableInput as error:
        report.add("unreadable", error.reason, error.line or 0, file=error.name, remedy=error.remedy)
    report.finish(expected)
    return report
