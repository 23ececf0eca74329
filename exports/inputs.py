"""What is given to be checked: files, folders of files, standard input; and terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import CorpusError, UnknownFormat, UnreadableInput
from exports import tmx, xliff
from exports.formats import FORMATS, format_of, input_format, read_pairs
from exports.gate import Failure, Summary
from exports.judge import Texts, Unit
from exports.moses import side_paths
from exports.po import IS_FUZZY
from exports.srt import OTHER_CUES
from exports.xliff import WAITS
from exports.xlsx import REJECTED


def expand(inputs: Sequence[str], named: str | None) -> list[Path]:
    """The files that are meant, each once: folders become the files of pairs in them, in order of their names, and the stem of
    two files of Moses (`p` of p.en and p.vi) becomes these.

    Raises `UnreadableInput` for a folder without any, and for a file whose format cannot be told.
    """
    found: dict[Path, None] = {}
    for name in inputs:
        given = Path(name)
        if named is None and not given.exists() and all(side.is_file() for side in side_paths(given)):
            given = side_paths(given)[0]
        listed = _in_folder(given) if given.is_dir() else [given]
        for path in listed:
            found.setdefault(side_paths(path)[0] if _format(path, named) == "moses" else path)
    return list(found)


def _in_folder(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.is_file() and _is_known(path))
    if not found:
        suffixes = ", ".join(suffix for known in FORMATS.values() for suffix in known.suffixes)
        raise UnreadableInput(str(folder), "no file of pairs in this folder", f"its files should end in one of {suffixes}")
    return found


def _is_known(path: Path) -> bool:
    try:
        format_of(path)
    except UnknownFormat:
        return False
    return True


def _format(path: Path, named: str | None) -> str:
    try:
        return input_format(path, named)
    except UnknownFormat:
        if str(path) == "-":
            raise UnreadableInput("-", "the format of standard input cannot be told", "name it with --from") from None
        remedy = f"name its format with --from ({', '.join(FORMATS)}), or align it first: songngu align {path} -o pairs.tmx"
        raise UnreadableInput(str(path), "this is not known to be a file of pairs", remedy) from None


class Stopped(CorpusError, ValueError):
    """One of several inputs that cannot be read, where the others need not be given up for it."""

    def __init__(self, error: CorpusError) -> None:
        self.error = error
        super().__init__(f"{error}; or check the others with --keep-going")


# Text of a file that is in no pair; what else a reader leaves out (notes, codes, columns) is nothing that one would check.
NOT_CHECKED = frozenset((IS_FUZZY, OTHER_CUES, REJECTED, WAITS, tmx.OTHER_LANGUAGES, xliff.OTHER_LANGUAGES))


def units(paths: Sequence[Path], named: str | None, summary: Summary, *, keep_going: bool = False) -> Iterator[Unit]:
    """The pairs of all files, in order; what in them is no pair is counted in `summary`.

    A guess that nobody confirmed is no translation and no omission either. What is wrong with a file is raised, or with
    `keep_going` noted in `summary`. Raises `UnreadableInput` where there is not one pair in all of them, and `Stopped` for
    one of several files.
    """
    count = 0
    for path in paths:
        name = "stdin" if str(path) == "-" else path.as_posix()
        try:
            pairs = read_pairs(path, named)
            for pair in pairs:
                if not pair.unconfirmed:
                    count += 1
                    yield Unit(name, pair)
            summary.notes.extend(f"{name}: {note}" for note in pairs.notes)
            summary.left_out.update({what: n for what, n in pairs.left_out.items() if what in NOT_CHECKED and n})
        except CorpusError as error:
            if not keep_going and len(paths) > 1:
                raise Stopped(error) from None
            if not keep_going:
                raise
            where = (error.name, error.line) if isinstance(error, UnreadableInput) else (name, None)
            summary.failed.append(Failure(*where, str(error)))
    if not count and not summary.failed:
        left_out = ", ".join(f"{what} ({n:,})" for what, n in sorted(summary.left_out.items()))
        what = f"there are no pairs to check{f'; left out: {left_out}' if left_out else ''}"
        raise UnreadableInput(", ".join(map(str, paths)), what, "give a file with pairs in it")


def terms(path: Path) -> tuple[Texts, ...]:
    """The terms of a glossary: English, Vietnamese. Raises `UnreadableInput` for one without its translation."""
    found = []
    for pair in read_pairs(path):
        if not pair.is_complete:
            raise UnreadableInput(str(path), "a term without translation", "give each term both sides", pair.line or None)
        found.append((pair.en, pair.vi))
    if not found:
        raise UnreadableInput(str(path), "there are no terms in it", "write a term a line: English, tab, Vietnamese")
    return tuple(found)
