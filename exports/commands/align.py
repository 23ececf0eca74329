"""From a document, two, or a folder of them, to pairs."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from exports.options import (
    Encoding,
    Header,
    LayoutName,
    Quiet,
    SentenceMode,
    Tags,
    UsageError,
    language_tags,
    one_of,
    refuse_headless,
    two_at_most,
)

SOME_FAILED = 3


def align(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="A bilingual file, an English and a Vietnamese one, or a folder; - is standard input."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Where to write; default: a table in a terminal, TSV in a pipe. For a folder a folder."
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            help="A format of pairs (tmx, tsv ...), beads ([0,1]:[0]:0.973) or ladder; default: by the suffix of the output.",
        ),
    ] = None,
    layout: LayoutName = None,
    sentences: SentenceMode = "split",
    unaligned: Annotated[
        str, typer.Option(help="drop: only report text without a partner; keep: write it with one empty side.")
    ] = "drop",
    method: Annotated[str, typer.Option(help="lexical: words, values, names and lengths; length: lengths alone.")] = "lexical",
    min_score: Annotated[
        float, typer.Option(min=0, max=1, help="Pairs that score less are text without a partner; 0.5 keeps the sure ones.")
    ] = 0,
    min_confidence: Annotated[
        float,
        typer.Option(min=0, max=1, help="So are pairs whose sentences less surely belong together; 0.9 keeps the sure ones."),
    ] = 0,
    boundary: Annotated[
        str | None, typer.Option(metavar="REGEX", help="Lines that begin the same part on both sides: '^(Chapter|Chương) [0-9]'.")
    ] = None,
    anchors: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Pairs fixed by hand: English line numbers, a tab, Vietnamese line numbers."),
    ] = None,
    conflicts: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write there what to look at, doubtful and without a partner, worst first."),
    ] = None,
    pair_by: Annotated[
        str, typer.Option(metavar="TEMPLATE", help="How the files of a folder are named; {lang} is en or vi.")
    ] = "{stem}.{lang}",
    lexicon: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Your own words beside the shipped: a table of songngu learn, or TSV."),
    ] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="For a folder: align, learn words from the sure pairs, align again.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=0, help="Processes for a folder; 0: one for each core.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Leave out pairs of a folder that are written already.")] = False,
    header: Header = True,
    lang_tags: Tags = "en,vi",
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Align a bilingual document, two files, or a folder of them, to sentence pairs.

    Example:  songngu align article.txt -o article.tmx
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads would only wait for each other
    from aligners import METHODS, Options
    from corpus.evidence import using
    from corpus.layout import LAYOUTS
    from corpus.learn import read_lexicon
    from corpus.lexicon import lexicon as known
    from exports.aligning import Batch, align_folder, align_to_beads, align_to_pairs
    from exports.folder import Task
    from exports.formats import FORMATS, Choices
    from exports.ladder import FORMS
    from exports.ties import read_ties

    one_of(layout, LAYOUTS, "--layout")
    one_of(sentences, ("split", "lines"), "--sentences")
    one_of(unaligned, ("drop", "keep"), "--unaligned")
    one_of(method, tuple(METHODS), "--method")
    one_of(to, (*FORMATS, *FORMS), "--to")
    is_folder = any(Path(name).is_dir() for name in inputs)
    named = output and str(output) != "-" and not is_folder
    task = Task(
        output or Path("-"),
        to or (_format(output) if output and named else "tsv"),
        Options(method, sentences, layout, _pattern(boundary), read_ties(anchors) if anchors else ()),
        encoding,
        min_score,
        min_confidence,
        unaligned == "keep",
        Choices(header, language_tags(lang_tags)),
        tuple((word, tuple(renderings)) for word, renderings in read_lexicon(lexicon).renderings.items()) if lexicon else (),
        reads=tuple(path for path in (lexicon, anchors) if path),
    )
    refuse_headless(header, [task.to])
    if is_folder:
        if len(inputs) > 1 or not output or anchors:
            raise UsageError(f"{inputs[0]}: a folder is aligned alone, to a folder named with -o, without --anchors")
        batch = Batch(pair_by, jobs or os.cpu_count() or 1, resume, learn)
        sys.exit(SOME_FAILED if align_folder(Path(inputs[0]), task, batch, conflicts, quiet=quiet) else 0)
    if learn:
        raise UsageError("--learn: one document is too little to learn from; give a folder, or a lexicon with --lexicon")
    with using(known(task.entries)) if task.entries else nullcontext():
        if task.to in FORMS:
            align_to_beads(two_at_most(inputs), task, conflicts, quiet=quiet)
        else:
            as_table = output is None and to is None and sys.stdout.isatty()
            align_to_pairs(two_at_most(inputs), task, conflicts, as_table=as_table, quiet=quiet)


def _format(output: Path) -> str:
    """The form of beads or the format of pairs that a file name asks for. Raises `CorpusError`."""
    from exports.folder import form_of
    from exports.formats import output_format

    return form_of(output) or output_format(output, option="--to")


def _pattern(boundary: str | None) -> str | None:
    import re

    try:
        re.compile(boundary or "")
    except re.error as error:
        raise UsageError(f"--boundary {boundary}: no regular expression ({error})") from None
    return boundary
