"""The command line: thin skins over corpus, aligners and exports.

Data goes to standard output, everything else to standard error. Exit codes: 0 done, 1 findings, 2 usage or unreadable
input, 3 some inputs failed, 4 internal error, 130 interrupted.
"""

from __future__ import annotations

import errno
import io
import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from corpus.errors import CorpusError

app = typer.Typer(
    name="songngu",
    help="English-Vietnamese bilingual text in, sentence pairs one can trust out.",
    epilog="Exit codes: 0 done, 1 findings, 2 usage or input, 3 some inputs failed, 4 internal error, 130 interrupted.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Encoding = Annotated[
    str | None,
    typer.Option(help="auto (finds legacy Vietnamese ones), tcvn3, vni, viscii, vps, viqr, windows-1258 ...; default UTF-8."),
]
LayoutName = Annotated[
    str | None, typer.Option("--layout", help="interleaved, blocks, columns or inline; default: found from the text.")
]
SentenceMode = Annotated[str, typer.Option(help="split: find the sentences; lines: each line is one sentence already.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only errors on standard error.")]
Tags = Annotated[str, typer.Option("--lang-tags", help="Language tags of TMX, English then Vietnamese.")]
OutFormat = Annotated[str | None, typer.Option("--to", help="tmx, tsv, jsonl or moses; default: by the suffix of the output.")]


class UsageError(CorpusError, ValueError):
    """An option that does not fit."""


def _one_of(value: str | None, known: tuple[str, ...], option: str) -> None:
    if value is not None and value not in known:
        raise UsageError(f"{option} {value}: unknown; choose one of {', '.join(known)}")


def _say(text: str, *, quiet: bool = False) -> None:
    if not quiet:
        print(text, file=sys.stderr)


def _version(wanted: bool) -> None:
    if wanted:
        print(version_text())
        raise typer.Exit


def version_text() -> str:
    """Name and version of the installed package."""
    from importlib.metadata import version

    return f"songngu {version('songngu')}"


@app.callback()
def _main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
) -> None:
    """English-Vietnamese bilingual text in, sentence pairs one can trust out."""
    del version
    if debug:
        os.environ["SONGNGU_DEBUG"] = "1"


@app.command()
def inspect(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="A bilingual file, or an English and a Vietnamese one; - is standard input."),
    ],
    layout: LayoutName = None,
    encoding: Encoding = None,
) -> None:
    """Say what a document holds: encoding, languages, layout, kinds of lines, lines without a partner.

    Example:  songngu inspect article.txt
    """
    from corpus.document import read
    from corpus.layout import LAYOUTS
    from exports.overview import overview

    _one_of(layout, LAYOUTS, "--layout")
    for line in overview(read(*_two_at_most(inputs), encoding=encoding), layout):
        print(line)


@app.command()
def detect(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file; - is standard input.")],
    encoding: Encoding = None,
) -> None:
    """Print the language of each line: language, score and line, parted by tabs.

    Languages: en, vi, mixed, other, none.

    Example:  songngu detect article.txt
    """
    from corpus.document import read
    from corpus.language import detect as guess

    lines = [line.text for line in read(file, encoding=encoding).lines]
    for found, line in zip(guess(lines), lines, strict=True):
        print(f"{found.language}\t{found.score:.2f}\t{line}")


@app.command()
def sentences(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file; - is standard input.")],
    language: Annotated[str | None, typer.Option(help="en or vi; default: the language of each line.")] = None,
    encoding: Encoding = None,
) -> None:
    """Print the sentences of a text, one on each line, no character changed.

    Example:  songngu sentences article.txt --language vi
    """
    from corpus.document import read
    from corpus.language import detect as guess
    from corpus.sentence import split_sentences

    _one_of(language, ("en", "vi"), "--language")
    for line in read(file, encoding=encoding).lines:
        for sentence in split_sentences(line.text, language or guess([line.text])[0].language, line=line.number):
            print(sentence.text)


@app.command()
def align(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="A bilingual file, or an English and a Vietnamese one; - is standard input."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Where to write; default: a table in a terminal, TSV in a pipe."),
    ] = None,
    to: OutFormat = None,
    layout: LayoutName = None,
    sentences: SentenceMode = "split",
    unaligned: Annotated[
        str, typer.Option(help="drop: only report text without a partner; keep: write it with one empty side.")
    ] = "drop",
    method: Annotated[str, typer.Option(help="lexical: words, values, names and lengths; length: lengths alone.")] = "lexical",
    min_score: Annotated[
        float, typer.Option(min=0, max=1, help="Pairs that score less are text without a partner; 0.5 keeps the sure ones.")
    ] = 0,
    header: Annotated[bool, typer.Option(help="Names of the columns in the first line of a TSV.")] = True,
    lang_tags: Tags = "en,vi",
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Align a bilingual document, or two files, to sentence pairs.

    Example:  songngu align article.txt -o article.tmx
    """
    from aligners import METHODS, Options, align_layout
    from corpus.document import read
    from corpus.layout import LAYOUTS, find_layout
    from exports.formats import FORMATS, Choices, format_of, write
    from exports.overview import left_over, table

    _one_of(layout, LAYOUTS, "--layout")
    _one_of(sentences, ("split", "lines"), "--sentences")
    _one_of(unaligned, ("drop", "keep"), "--unaligned")
    _one_of(method, tuple(METHODS), "--method")
    _one_of(to, tuple(FORMATS), "--to")
    choices = Choices(header, _tags(lang_tags))
    key = to or (format_of(output) if output and str(output) != "-" else "tsv")
    _not_an_input(output, inputs, key)
    document = read(*_two_at_most(inputs), encoding=encoding)
    laid_out = find_layout(document, layout, wrapped=sentences == "split")
    found = align_layout(laid_out, document.name, Options(method, sentences, layout))
    found = [
        side for pair in found for side in ((pair,) if (pair.score or 0) >= min_score or not pair.is_complete else pair.sides())
    ]
    kept = found if unaligned == "keep" else [pair for pair in found if pair.is_complete]
    if output is None and to is None and sys.stdout.isatty():
        table(kept)
    else:
        _report_changes(write(kept, output or "-", key, choices), quiet=quiet)
    for line in left_over(found, laid_out):
        _say(line, quiet=quiet)
    if output and str(output) != "-":
        _say(f"wrote {output}", quiet=quiet)


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="Pairs as TMX, TSV, JSONL or Moses; - is standard input.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="Where to write; - is standard output.")],
    from_: Annotated[str | None, typer.Option("--from", help="Format of the input; default: by its suffix.")] = None,
    to: OutFormat = None,
    header: Annotated[bool, typer.Option(help="Names of the columns in the first line of a TSV.")] = True,
    lang_tags: Tags = "en,vi",
    quiet: Quiet = False,
) -> None:
    """Convert pairs between TMX, TSV, JSONL and Moses; score, kind, document and lines are kept where the format can.

    Example:  songngu convert article.tmx article.jsonl
    """
    from exports.formats import FORMATS, Choices, format_of, read_pairs, write

    _one_of(from_, tuple(FORMATS), "--from")
    _one_of(to, tuple(FORMATS), "--to")
    _not_an_input(target, [str(source)], format_of(target, to))
    changes = write(read_pairs(source, from_), target, to, Choices(header, _tags(lang_tags)))
    _report_changes(changes, quiet=quiet)
    if str(target) != "-":
        _say(f"wrote {target}", quiet=quiet)


def _not_an_input(output: Path | None, inputs: list[str], key: str) -> None:
    """Refuse to write over what is being read."""
    from exports.moses import side_paths

    for path in () if output is None else side_paths(output) if key == "moses" else (output,):
        for name in inputs:
            if name != "-" and path.is_file() and Path(name).exists() and path.samefile(name):
                raise UsageError(f"{path}: this is the input; name another output")


def _two_at_most(inputs: list[str]) -> list[str]:
    if len(inputs) > 2:
        raise UsageError(f"{len(inputs)} files given; give one bilingual file, or an English and a Vietnamese one")
    if inputs.count("-") > 1:
        raise UsageError("-: standard input can be read only once; name a file for the other language")
    return inputs


def _tags(text: str) -> tuple[str, str]:
    parts = [part.strip() for part in text.split(",")]
    known = all(
        re.fullmatch(rf"{base}(?:-[A-Za-z0-9]{{2,8}})*", part, re.IGNORECASE)
        for base, part in zip(("en", "vi"), parts, strict=False)
    )
    if len(parts) != 2 or not known:
        raise UsageError(f"--lang-tags {text}: give an English and a Vietnamese tag, for example en-US,vi-VN")
    return parts[0], parts[1]


def _report_changes(changes: dict[str, int], *, quiet: bool) -> None:
    for what, count in sorted(changes.items()):
        _say(f"changed for the format: {what} ({count})", quiet=quiet)


INTERNAL_ERROR = 4
INTERRUPTED = 130


def main() -> None:
    """Run the command line; every way out has its own exit code and at most one line of error."""
    if sys.argv[1:] == ["--version"]:
        print(version_text())
        return
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # under any locale; file names may be no text
    try:
        app(standalone_mode=False)
        sys.stdout.flush()
    except CorpusError as error:
        _say(f"songngu: error: {error}")
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        _say("songngu: interrupted")
        sys.exit(INTERRUPTED)
    except (BrokenPipeError, SystemExit) as stop:
        if isinstance(stop, SystemExit) and not isinstance(stop.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader of the pipe has seen enough
        sys.exit(0)
    except typer.Exit as done:
        sys.exit(done.exit_code)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # what typer says of wrong options
            error.show()
            sys.exit(error.exit_code)
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _say("songngu: error: the output is full; make room or name another place with -o")
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(2)
        if os.environ.get("SONGNGU_DEBUG"):
            raise
        _say(f"songngu: internal error: {type(error).__name__}: {error}; run again with songngu --debug and report it")
        sys.exit(INTERNAL_ERROR)


if __name__ == "__main__":
    main()
