"""Pairs of files in a folder, by their names, and many of them aligned at once."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from itertools import groupby
from multiprocessing import get_context
from operator import itemgetter
from pathlib import Path

from aligners import Options, align_files, align_layout
from aligners.aligner import file_sentences
from aligners.sentences import SURE
from corpus.bead import Bead
from corpus.document import Document, join, read
from corpus.errors import CorpusError, UnreadableInput
from corpus.evidence import using
from corpus.layout import find_layout
from corpus.learn import train
from corpus.lexicon import lexicon
from corpus.pair import Pair
from exports.conflicts import Place, bead_pairs, places
from exports.files import UnwritableOutput
from exports.formats import FORMATS, Choices, files_of, write
from exports.ladder import FORMS, write_beads
from exports.options import UsageError

Entries = tuple[tuple[str, tuple[str, ...]], ...]  # headwords and renderings
LANGUAGES = ("en", "vi")
SUFFIX = {"beads": ".align", "ladder": ".ladder", "jsonl-flat": ".jsonl"}  # of the files written, where the format has none
AT_ONCE = 8  # pairs of files that a process is handed together


@dataclass(frozen=True, slots=True)
class FilePair:
    """An English and a Vietnamese file of one name."""

    stem: str
    en: Path
    vi: Path


@dataclass(frozen=True, slots=True)
class Task:
    """How to align pairs of files, and where to."""

    output: Path
    to: str  # "beads", "ladder" or a format of pairs
    options: Options
    encoding: str | None = None
    min_score: float = 0.0
    min_confidence: float = 0.0
    unaligned: bool = False  # write text without a partner, too; beads always hold it
    choices: Choices = field(default_factory=Choices)
    entries: Entries = ()  # what the user's own lexicon has, beside the shipped one
    gathers: bool = False  # write nothing, give the sure pairs: to learn from
    reads: tuple[Path, ...] = ()  # files beside the texts: lexicon, anchors

    def target(self, stem: str) -> Path:
        """The file that a pair is written to."""
        return self.output / f"{stem}{SUFFIX.get(self.to) or FORMATS[self.to].suffixes[0]}"

    def targets(self, stem: str) -> tuple[Path, ...]:
        """All files that a pair is written to: Moses has two."""
        target = self.target(stem)
        return (target,) if self.to in FORMS else files_of(target, self.to)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a pair of files."""

    stem: str
    kinds: Counter[str]  # of beads
    places: tuple[Place, ...] = ()  # to be looked at
    sure: tuple[tuple[str, str], ...] = ()  # pairs to learn from
    error: str | None = None


def form_of(path: Path) -> str | None:
    """The form of beads that a file name asks for, if any."""
    return next((form for form in FORMS if path.name.lower().endswith(SUFFIX[form])), None)


def paired(folder: Path, template: str) -> tuple[list[FilePair], list[Path]]:
    """The pairs of files of a folder whose paths in it fit a template, by name, and the files that have no partner.

    The template holds `{stem}` and `{lang}`, which is en or vi: `{stem}.{lang}`, `{lang}/{stem}.txt`. Raises `UsageError`.
    """
    if template.count("{stem}") != 1 or template.count("{lang}") != 1:
        raise UsageError(f"--pair-by {template}: it needs {{stem}} and {{lang}} once each, for example {{stem}}.{{lang}}")
    pattern = re.compile(
        re.escape(template).replace(r"\{stem\}", "(?P<stem>.+)").replace(r"\{lang\}", f"(?P<lang>{'|'.join(LANGUAGES)})")
    )
    sides: dict[str, dict[str, Path]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        match = pattern.fullmatch(path.relative_to(folder).as_posix())
        if match:
            sides.setdefault(match["stem"], {})[match["lang"]] = path
    whole = [FilePair(stem, side["en"], side["vi"]) for stem, side in sides.items() if len(side) == len(LANGUAGES)]
    alone = [path for side in sides.values() if len(side) < len(LANGUAGES) for path in side.values()]
    if not whole:
        raise UnreadableInput(
            str(folder),
            f"no two files in it are named like {template}",
            "say how with --pair-by, for example '{lang}/{stem}.txt'",
        )
    return sorted(whole, key=lambda pair: pair.stem), alone


def is_done(pair: FilePair, task: Task) -> bool:
    """Is its output there, and no older than the two files?"""
    target = task.target(pair.stem)
    return target.exists() and target.stat().st_mtime >= max(pair.en.stat().st_mtime, pair.vi.stat().st_mtime)


def align_all(pairs: Sequence[FilePair], task: Task, jobs: int) -> Iterator[Outcome]:
    """Align pairs of files and write each; outcomes come as they are ready, a failed pair stops no other."""
    if jobs <= 1 or len(pairs) <= AT_ONCE:
        with using(lexicon(task.entries)) if task.entries else nullcontext():
            yield from (align_pair(pair, task) for pair in pairs)
        return
    parts = [pairs[at : at + AT_ONCE] for at in range(0, len(pairs), AT_ONCE)]
    context = get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(parts)), context, initializer=_start, initargs=(task.entries,)) as pool:
        running = {pool.submit(_align_part, part, task): part for part in parts}
        try:
            for done in as_completed(running):
                yield from _outcomes(done, running[done])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_LASTING = ExitStack()  # what a process of the pool keeps until it ends


def _start(entries: Entries) -> None:
    if entries:
        _LASTING.enter_context(using(lexicon(entries)))


def entries_of(pairs: Sequence[tuple[str, str]]) -> Entries:
    """What translates what in pairs of sentences, learnt from them."""
    table = train(pairs).select("en", "vi").iter_rows()
    return tuple((en, tuple(vi for _, vi in rows)) for en, rows in groupby(table, key=itemgetter(0)))


def _outcomes(done: Future[list[Outcome]], part: Sequence[FilePair]) -> list[Outcome]:
    try:
        return done.result()
    except BrokenProcessPool:
        reason = "its process ended early, perhaps for want of memory; try --jobs 1"
        return [Outcome(pair.stem, Counter(), error=f"{pair.stem}: {reason}") for pair in part]


def _align_part(pairs: Sequence[FilePair], task: Task) -> list[Outcome]:
    return [align_pair(pair, task) for pair in pairs]


def align_pair(pair: FilePair, task: Task) -> Outcome:
    """Align one pair of files and write what came out. What is wrong with its input or output is part of the outcome."""
    try:
        aligned, kinds = _beads(pair, task) if task.to in FORMS else _pairs(pair, task)
        if task.gathers:
            return Outcome(pair.stem, Counter(), sure=tuple((p.en, p.vi) for p in aligned if _is_sure(p)))
        return Outcome(pair.stem, kinds, tuple(places(aligned)))
    except (CorpusError, OSError) as error:
        return Outcome(pair.stem, Counter(), error=str(error))


def _is_sure(pair: Pair) -> bool:
    return pair.is_complete and pair.kind == "1-1" and (pair.confidence or 0) > SURE


def _open(task: Task, stem: str) -> Path:
    """The file that a pair is written to, in a folder that is there. Raises `UnwritableOutput`."""
    target = task.target(stem)
    make_folder(target.parent)
    return target


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, if it is not there. Raises `UnwritableOutput`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableOutput(folder, os.strerror(error.errno or 0)) from None


def _beads(pair: FilePair, task: Task) -> tuple[list[Pair], Counter[str]]:
    """What was aligned, and the kinds of what was written."""
    en, vi = (read(path, encoding=task.encoding) for path in (pair.en, pair.vi))
    aligned = align_files(en, vi, task.options)
    found = sure_beads(aligned, task.min_confidence)
    if not task.gathers:
        write_beads(found, _open(task, pair.stem), task.to)
    return bead_pairs(aligned, *texts_of(en, vi, task.options), pair.stem), Counter(bead.kind for bead in found)


def texts_of(en: Document, vi: Document, options: Options) -> tuple[list[str], list[str]]:
    """The sentences of two files as `align_files` counts them."""
    left, right = ([s.text for s in file_sentences(side, name, options)] for side, name in ((en, "en"), (vi, "vi")))
    return left, right


def _pairs(pair: FilePair, task: Task) -> tuple[list[Pair], Counter[str]]:
    document = replace(join([read(path, encoding=task.encoding) for path in (pair.en, pair.vi)]), name=pair.stem)
    layout = find_layout(document, wrapped=task.options.sentences == "split")
    aligned = align_layout(layout, pair.stem, task.options)
    found = sure_pairs(aligned, task.min_score, task.min_confidence)
    if not task.gathers:
        write([p for p in found if p.is_complete or task.unaligned], _open(task, pair.stem), task.to, task.choices)
    return aligned, Counter(item.kind for item in found)


def sure_pairs(pairs: Sequence[Pair], min_score: float, min_confidence: float) -> list[Pair]:
    """The pairs, those that score less or are less sure taken apart into their two sides."""
    found: list[Pair] = []
    for pair in pairs:
        is_kept = (pair.score or 0) >= min_score and (pair.confidence is None or pair.confidence >= min_confidence)
        found += [pair] if is_kept or not pair.is_complete else pair.sides()
    return found


def sure_beads(beads: Sequence[Bead], least: float) -> list[Bead]:
    """The beads, those of two sides that are less sure taken apart into lines without a partner."""
    found: list[Bead] = []
    for bead in beads:
        if bead.confidence >= least or not (bead.en and bead.vi):
            found.append(bead)
        else:
            unsure = 1 - bead.confidence
            found += [Bead(range(n, n + 1), range(bead.vi.start, bead.vi.start), unsure) for n in bead.en]
            found += [Bead(range(bead.en.stop, bead.en.stop), range(n, n + 1), unsure) for n in bead.vi]
    return found
