"""What `songngu align` does with one document, with two files to beads, and with a folder."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aligners import align_files, align_layout
from corpus.document import Document, read
from corpus.errors import UnknownFormat
from corpus.language import detect
from corpus.layout import find_layout
from exports.conflicts import Place, bead_pairs, places, worst, write_places
from exports.count import count_of
from exports.folder import (
    FilePair,
    Outcome,
    Task,
    align_all,
    entries_of,
    form_of,
    is_done,
    paired,
    sure_beads,
    sure_pairs,
    texts_of,
)
from exports.formats import files_of, format_of, write
from exports.ladder import FORMS, write_beads
from exports.options import UsageError, keep_apart, report_changes, say
from exports.overview import left_over, listed, table
from exports.progress import tracked

SHOWN = 10  # failures that are printed
LOOKED_AT = 200  # lines that tell which of two files is the English one


def align_to_pairs(inputs: Sequence[str], task: Task, conflicts: Path | None, *, as_table: bool, quiet: bool) -> None:
    """Align a document, or two files, and write pairs."""
    _keep_apart(inputs, task, conflicts)
    document = read(*inputs, encoding=task.encoding)
    laid_out = find_layout(document, task.options.layout, wrapped=task.options.sentences == "split")
    aligned = align_layout(laid_out, document.name, task.options)
    found = sure_pairs(aligned, task.min_score, task.min_confidence)
    kept = found if task.unaligned else [pair for pair in found if pair.is_complete]
    if as_table:
        table(kept)
    else:
        report_changes(write(kept, task.output, task.to, task.choices), quiet=quiet)
    for line in left_over(found, laid_out):
        say(line, quiet=quiet)
    _report(task, places(aligned), conflicts, quiet=quiet)


def align_to_beads(inputs: Sequence[str], task: Task, conflicts: Path | None, *, quiet: bool) -> None:
    """Align an English and a Vietnamese file, in either order, and write beads: numbers of their sentences."""
    if len(inputs) != 2:
        raise UsageError(f"--to {task.to}: beads are numbers of the sentences of two files; give an English and a Vietnamese one")
    _keep_apart(inputs, task, conflicts)
    en, vi = _in_order([read(name, encoding=task.encoding) for name in inputs])
    aligned = align_files(en, vi, task.options)
    found = sure_beads(aligned, task.min_confidence)
    write_beads(found, task.output, task.to)
    say(f"{count_of(len(found), 'bead')} ({listed(Counter(bead.kind for bead in found))})", quiet=quiet)
    _report(task, places(bead_pairs(aligned, *texts_of(en, vi, task.options), en.name)), conflicts, quiet=quiet)


def _keep_apart(inputs: Sequence[str], task: Task, conflicts: Path | None) -> None:
    """Refuse outputs that are one file, or a file that is read."""
    written = (task.output,) if task.to in FORMS else files_of(task.output, task.to)
    keep_apart([*inputs, *task.reads], [*written, conflicts])


def _file(output: Path) -> Path | None:
    return None if str(output) == "-" else output


def _report(task: Task, found: Sequence[Place], conflicts: Path | None, *, quiet: bool) -> None:
    for line in () if conflicts else worst(found):
        say(line, quiet=quiet)
    if _file(task.output):
        say(f"wrote {task.output}", quiet=quiet)
    if conflicts:
        write_places(found, conflicts)
        say(f"wrote {conflicts}", quiet=quiet)


def _in_order(documents: Sequence[Document]) -> Sequence[Document]:
    """The English one first."""
    votes = [Counter(guess.language for guess in detect(line.text for line in d.lines[:LOOKED_AT])) for d in documents]
    return documents[::-1] if votes[0]["vi"] - votes[0]["en"] > votes[1]["vi"] - votes[1]["en"] else documents


def _format(output: Path) -> str | None:
    """The format whose file this name would be; Moses has none of its own, its names are stems."""
    try:
        key = format_of(output)
    except UnknownFormat:
        return None
    return None if key == "moses" else key


@dataclass(frozen=True, slots=True)
class Batch:
    """How the pairs of files of a folder are gone through."""

    template: str  # of their names
    jobs: int  # processes
    resume: bool = False  # leave out what is done
    learn: bool = False  # align all, learn from the sure pairs, align again


def _refuse_unfit(folder: Path, pairs: Sequence[FilePair], task: Task, conflicts: Path | None) -> None:
    """Refuse outputs that are a file, or over what is read. Raises `UsageError`."""
    if task.output.resolve() == folder.resolve() and task.to == "moses":
        raise UsageError(f"{task.output}: two files for each pair would be written over the inputs; name another folder")
    if task.output.exists() and not task.output.is_dir():
        raise UsageError(f"{task.output}: this is a file; a folder is aligned to a folder")
    asked = None if task.output.exists() else form_of(task.output) or _format(task.output)
    if asked:
        raise UsageError(f"{task.output}: a folder is aligned to a folder; name one, and the format with --to {asked}")
    read = [path for pair in pairs for path in (pair.en, pair.vi)]
    keep_apart([*read, *task.reads], [*(file for pair in pairs for file in task.targets(pair.stem)), conflicts])


def align_folder(folder: Path, task: Task, batch: Batch, conflicts: Path | None, *, quiet: bool) -> bool:
    """Align the pairs of files of a folder into another folder. Did any of them fail?"""
    pairs, alone = paired(folder, batch.template)
    _refuse_unfit(folder, pairs, task, conflicts)
    for path in alone:
        say(f"{path}: no file of the other language; left out", quiet=quiet)
    todo = [pair for pair in pairs if not (batch.resume and is_done(pair, task))]
    if batch.learn and todo:
        task = _taught(pairs, task, batch.jobs, quiet=quiet)
    kinds: Counter[str] = Counter()
    found: list[Place] = []
    failed: list[Outcome] = []
    for outcome in tracked(align_all(todo, task, batch.jobs), len(todo), "aligned", quiet=quiet):
        kinds += outcome.kinds
        if conflicts:
            found.extend(outcome.places)
        if outcome.error:
            failed.append(outcome)
    failed.sort(key=lambda outcome: outcome.stem)
    for outcome in itertools.islice(failed, SHOWN):
        say(f"songngu: error: {outcome.error}")
    if len(failed) > SHOWN:
        say(f"songngu: error: and {len(failed) - SHOWN} more")
    if batch.resume:
        say(f"{len(pairs) - len(todo)} of {len(pairs)} pairs of files were done before", quiet=quiet)
    done = count_of(len(todo) - len(failed), "pair of files", "pairs of files")
    say(f"{done}, {count_of(kinds.total(), 'bead')} ({listed(kinds)}); {len(failed)} failed", quiet=quiet)
    if len(failed) < len(todo):
        say(f"wrote {task.output}", quiet=quiet)
    if conflicts:
        write_places(sorted(found, key=lambda place: place.doc), conflicts)
        say(f"wrote {conflicts}", quiet=quiet)
    return bool(failed or alone)


def _taught(pairs: Sequence[FilePair], task: Task, jobs: int, *, quiet: bool) -> Task:
    """The task with a lexicon learnt from the sure pairs of all files."""
    outcomes = tracked(align_all(pairs, replace(task, gathers=True), jobs), len(pairs), "looked through", quiet=quiet)
    by_stem = {outcome.stem: outcome.sure for outcome in outcomes}
    sure = [texts for pair in pairs for texts in by_stem[pair.stem]]  # in the order of names, whichever was ready first
    learnt = entries_of(sure)
    say(f"learnt {count_of(len(learnt), 'word')} from {count_of(len(sure), 'sure pair')}", quiet=quiet)
    return replace(task, entries=task.entries + learnt)
