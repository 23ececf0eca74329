"""Options and arguments that several commands share, and how they are checked."""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import CorpusError
from exports.words import spelt

Encoding = Annotated[
    str | None,
    typer.Option(help="auto (finds legacy Vietnamese ones), tcvn3, vni, viscii, vps, viqr, windows-1258 ...; default UTF-8."),
]
LayoutName = Annotated[
    str | None, typer.Option("--layout", help="interleaved, blocks, columns or inline; default: found from the text.")
]
SentenceMode = Annotated[str, typer.Option(help="split: find the sentences; lines: each line is one sentence already.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")]
Tags = Annotated[str, typer.Option("--lang-tags", help="Language tags of TMX, XLIFF and PO, English then Vietnamese.")]
Header = Annotated[bool, typer.Option(help="Names of the columns in the first line of a TSV or CSV.")]
OutFormat = Annotated[
    str | None,
    typer.Option(
        "--to",
        help="tmx, tsv, csv, jsonl, jsonl-flat, moses, parquet, xlsx, xliff, xliff2, po or srt; default: by its suffix.",
    ),
]


LexiconFile = Annotated[
    Path | None,
    typer.Option("--lexicon", help="Your own entries beside the shipped ones: a table of songngu learn, or a TSV."),
]


class UsageError(CorpusError, ValueError):
    """An option that does not fit."""


def one_of(value: str | None, known: tuple[str, ...], option: str) -> None:
    """Refuse a value that is none of the known ones."""
    if value is not None and value not in known:
        raise UsageError(f"{option} {value}: unknown; choose one of {', '.join(known)}")


HEADED = frozenset(("tsv", "csv"))  # formats whose first line may name the columns


def refuse_headless(header: bool, keys: Iterable[str]) -> None:
    """Refuse `--no-header` where none of the formats has a header that could be left out."""
    formats = sorted(set(keys))
    if not header and HEADED.isdisjoint(formats):
        raise UsageError(f"--no-header: {', '.join(formats)} has no names of columns in a first line; leave the option out")


def say(text: str, *, quiet: bool = False) -> None:
    """Print a line on standard error; a text or name in it may hold anything."""
    if not quiet:
        print(spelt(text), file=sys.stderr)


def by_suffix(path: Path, kinds: Mapping[str, Sequence[str]], option: str, otherwise: str, *, named: bool = False) -> str:
    """The kind of output that a file name asks for, each known by its suffixes, which may be those of packed files.

    Standard output, a device or a pipe asks for `otherwise`. Raises `UsageError` for a name that asks for none; it begins with
    `option`, says what there is, and that --format names it as well where `named`.
    """
    from exports.files import unpacked_name

    name = unpacked_name(path)
    found = next((kind for kind, suffixes in kinds.items() if suffixes and name.endswith(tuple(suffixes))), None)
    if found is not None:
        return found
    if str(path) == "-" or (path.exists() and not path.is_file() and not path.is_dir()):
        return otherwise
    *most, last = [suffix for suffixes in kinds.values() for suffix in suffixes[:1]]
    raise UsageError(
        f"{option} {path}: unknown suffix; end it in {', '.join(most)} or {last}{', or name one with --format' * named}"
    )


def keep_apart(read: Iterable[Path | str | None], written: Iterable[Path | None]) -> None:
    """Refuse to write over what is read, and to write two outputs to one file; None is what was not asked for.

    `read` are all files of a run: pairs, texts, lexicons, glossaries, settings. Raises `UsageError`.
    """
    inputs = {_identity(Path(path)) for path in read if path is not None and str(path) != "-"}
    outputs: set[object] = set()
    for path in written:
        if path is None:
            continue
        file = _identity(path)
        if file is not None and file in inputs:
            raise UsageError(f"{path}: this is the input; name another output")
        if file is not None and file in outputs:
            raise UsageError(f"{path}: two outputs of this run would be this file; name another for one of them")
        outputs.add(file)


def _identity(path: Path) -> object:
    """What two names of one file have in common; None for a device or a pipe, which loses nothing."""
    if str(path) == "-":
        return "-"
    try:
        found = path.stat()
    except OSError:
        return path.resolve()
    plain = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    return (found.st_dev, found.st_ino) if plain else None


def two_at_most(inputs: list[str]) -> list[str]:
    """The inputs, if they are one document: a bilingual file, or two files of which standard input is one at most."""
    if len(inputs) > 2:
        raise UsageError(f"{len(inputs)} files given; give one bilingual file, or an English and a Vietnamese one")
    if inputs.count("-") > 1:
        raise UsageError("-: standard input can be read only once; name a file for the other language")
    return inputs


def language_tags(text: str) -> tuple[str, str]:
    """The English and the Vietnamese tag of `--lang-tags`."""
    parts = [part.strip() for part in text.split(",")]
    known = all(
        re.fullmatch(rf"{base}(?:-[A-Za-z0-9]{{2,8}})*", part, re.IGNORECASE)
        for base, part in zip(("en", "vi"), parts, strict=False)
    )
    if len(parts) != 2 or not known:
        raise UsageError(f"--lang-tags {text}: give an English and a Vietnamese tag, for example en-US,vi-VN")
    return parts[0], parts[1]


def report_changes(changes: dict[str, int], *, quiet: bool) -> None:
    """Say what the text policy of a format had to change, and in how many texts."""
    for what, count in sorted(changes.items()):
        say(f"text policy: {what} ({count:,})", quiet=quiet)


def report_left_out(left_out: dict[str, int], *, quiet: bool) -> None:
    """Say what of an input found no place in pairs, and how often."""
    for what, count in sorted(left_out.items()):
        if count:
            say(f"left out: {what} ({count:,})", quiet=quiet)


def reading_lexicon(path: Path | None) -> AbstractContextManager[None]:
    """Analyse with the user's own entries as well, if there are any, as long as the context lasts."""
    if path is None:
        return nullcontext()
    from corpus.evidence import using
    from corpus.learn import read_lexicon

    return using(read_lexicon(path))
