"""The formats that pairs are read from and written to: one table, one row a format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnknownFormat, UnreadableInput
from corpus.pair import Pair
from exports.excel_csv import read_csv, write_csv
from exports.files import UnwritableOutput, first_bytes, packing, unpacked_name
from exports.intake import Intake
from exports.jsonl import read_jsonl, write_jsonl
from exports.moses import read_moses, side_paths, write_moses
from exports.parquet import read_parquet, write_parquet
from exports.po import AROUND, IS_FUZZY, read_po, write_po
from exports.recognition import recognise
from exports.srt import read_srt, write_srt
from exports.tmx import DEFAULT_TAGS, read_tmx, write_tmx
from exports.tsv import read_tsv, write_tsv
from exports.xliff import OTHER_NAME, read_xliff, write_xliff, write_xliff2
from exports.xlsx import read_xlsx, write_xlsx


@dataclass(frozen=True, slots=True)
class Choices:
    """Options of single formats."""

    header: bool = True  # TSV, CSV
    tags: tuple[str, str] = DEFAULT_TAGS  # TMX, XLIFF, PO


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read and written, and how its files are known."""

    suffixes: tuple[str, ...]  # in lower case, without those of packed files; none: the format has to be named
    read: Callable[[Path], Iterator[Pair]]
    write: Callable[[Iterable[Pair], Path, Choices], Counter[str]]
    takes_stdout: bool = True
    packs: bool = True  # may be .gz or .zst
    keeps: tuple[str, ...] = ()  # what a reader counts as left out and this format holds after all


FORMATS: Mapping[str, Format] = {
    "tmx": Format((".tmx",), read_tmx, lambda pairs, path, choices: write_tmx(pairs, path, tags=choices.tags)),
    "tsv": Format((".tsv", ".tab"), read_tsv, lambda pairs, path, choices: write_tsv(pairs, path, header=choices.header)),
    "csv": Format((".csv",), read_csv, lambda pairs, path, choices: write_csv(pairs, path, header=choices.header)),
    "jsonl": Format((".jsonl", ".ndjson"), read_jsonl, lambda pairs, path, _: write_jsonl(pairs, path)),
    "jsonl-flat": Format((), read_jsonl, lambda pairs, path, _: write_jsonl(pairs, path, flat=True)),
    "moses": Format((".en-vi", ".en", ".vi"), read_moses, lambda pairs, path, _: write_moses(pairs, path), takes_stdout=False),
    "parquet": Format((".parquet",), read_parquet, lambda pairs, path, _: write_parquet(pairs, path), packs=False),
    "xlsx": Format((".xlsx",), read_xlsx, lambda pairs, path, _: write_xlsx(pairs, path), packs=False),
    "xliff": Format(
        (".xlf", ".xliff"),
        read_xliff,
        lambda pairs, path, choices: write_xliff(pairs, path, tags=choices.tags),
        keeps=(OTHER_NAME,),
    ),
    "xliff2": Format(
        (), read_xliff, lambda pairs, path, choices: write_xliff2(pairs, path, tags=choices.tags), keeps=(OTHER_NAME,)
    ),
    "po": Format(
        (".po", ".pot"),
        read_po,
        lambda pairs, path, choices: write_po(pairs, path, tags=choices.tags),
        keeps=(AROUND, IS_FUZZY),
    ),
    "srt": Format((".srt",), read_srt, lambda pairs, path, _: write_srt(pairs, path)),
}


def format_of(path: Path, named: str | None = None, option: str = "") -> str:
    """The format that is named, else the one of the file's suffix. Raises `UnknownFormat`.

    `option` is the one that names a format in the command that asks, if it has one.
    """
    if named is not None:
        if named not in FORMATS:
            raise UnknownFormat(named, list(FORMATS))
        return named
    name = unpacked_name(path)
    for key, known in FORMATS.items():
        if known.suffixes and name.endswith(known.suffixes):
            return key
    if option:
        raise UnknownFormat(str(path), list(FORMATS), f"name one with {option}:")
    raise UnknownFormat(str(path), [suffix for known in FORMATS.values() for suffix in known.suffixes], "end its name in one of")


def output_format(path: Path, named: str | None = None, option: str = "") -> str:
    """As `format_of`, for what is to be written. Raises `UnwritableOutput` for a folder as well."""
    if any(file.is_dir() for file in files_of(path, named)):
        raise UnwritableOutput(path, "this is a folder")
    return format_of(path, named, option)


def input_format(path: Path, named: str | None = None, option: str = "") -> str:
    """The format that is named, else the one that the suffix tells, else the one that the file looks like.

    Raises `UnknownFormat`, and `UnreadableInput` where nothing is there to look at.
    """
    try:
        return format_of(path, named, option)
    except UnknownFormat:
        if named is not None:
            raise
        must_exist(path, "")
        found = recognise(first_bytes(path))
        if found is None:
            raise
        return found


def write(pairs: Iterable[Pair], path: Path | str, to: str | None = None, choices: Choices = Choices()) -> Counter[str]:
    """Write pairs in the format that is named, or that the suffix tells; "-" is standard output.

    The file appears whole or not at all. Gives back how often the text policy had to change what.
    Raises `UnknownFormat` and `UnwritableOutput`.
    """
    target = Path(path)
    key = output_format(target, to)
    if str(path) == "-" and not FORMATS[key].takes_stdout:
        raise UnreadableInput("-", f"{key} is two files and does not fit standard output", "name a file to write to")
    if packing(target) and not FORMATS[key].packs:
        raise UnreadableInput(str(path), f"{key} packs its content itself", f"leave out {target.suffix}")
    return FORMATS[key].write(pairs, target, choices)


def files_of(path: Path | str, named: str | None = None) -> tuple[Path, ...]:
    """The files that a path means: both sides where it is Moses, else the path itself, of whatever format."""
    try:
        is_moses = format_of(Path(path), named) == "moses"
    except UnknownFormat:
        is_moses = False
    return side_paths(Path(path)) if is_moses else (Path(path),)


def read_pairs(path: Path | str, named: str | None = None) -> Intake:
    """Pairs of a file in the format that is named, or that its suffix or content tells. Raises `UnreadableInput`.

    What comes back counts the pairs, and what of the file is no part of a pair.
    """
    source = Path(path)
    key = input_format(source, named)
    must_exist(source, key)
    pairs = FORMATS[key].read(source)
    return pairs if isinstance(pairs, Intake) else Intake(pairs)


def must_exist(path: Path, key: str) -> None:
    """Refuse what is no file with `UnreadableInput`."""
    for file in side_paths(path) if key == "moses" else (path,):
        if str(file) == "-":
            continue
        if file.is_dir():
            raise UnreadableInput(str(file), "this is a folder", "name a file in it")
        if not file.exists():
            raise UnreadableInput(str(file), "no such file", "check the path")
