"""Alignments in files or folders, judged by gold ones, and the table of what came out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aligners.evaluation import Agreement, Pairing, Rate, compare
from corpus.errors import UnreadableInput
from exports.ladder import read_beads

SUFFIXES = (".gold", ".align", ".ladder")
UNSCORED = ".blocks"


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found, and gold files without a counterpart."""

    agreement: Agreement
    missing: tuple[Path, ...]


def judged(gold: Path, test: Path) -> Judged:
    """Judge a file by a file, or the files of a folder by those of the same stem in another.

    Raises `UnreadableInput`.
    """
    for path in (gold, test):
        if not path.exists():
            raise UnreadableInput(str(path), "no such file or folder", "check the path")
    if gold.is_dir() != test.is_dir():
        raise UnreadableInput(str(test), f"{gold} is a {_sort(gold)}, this is a {_sort(test)}", "give two files or two folders")
    if not gold.is_dir():
        return Judged(_judged(gold, test), ())
    total, missing = Agreement(), []
    files = _alignments(gold)
    if not files:
        raise UnreadableInput(str(gold), f"no {', '.join(SUFFIXES)} file in it", "name the folder of the gold alignments")
    others = _alignments(test)
    for stem, path in files.items():
        total += _judged(path, others.get(stem))
        if stem not in others:
            missing.append(path)
    return Judged(total, tuple(missing))


def _sort(path: Path) -> str:
    return "folder" if path.is_dir() else "file"


def _alignments(folder: Path) -> dict[str, Path]:
    """The alignments of a folder by their stem, in order of names; of several of one stem the first of `SUFFIXES`."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    found: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: SUFFIXES.index(path.suffix)):
        found.setdefault(path.name.removesuffix(path.suffix), path)
    return dict(sorted(found.items()))


def _judged(gold: Path, test: Path | None) -> Agreement:
    blocks = gold.with_name(gold.name.removesuffix(gold.suffix) + UNSCORED)
    return compare(_pairings(gold), _pairings(test) if test else [], _pairings(blocks) if blocks.exists() else [])


def _pairings(path: Path) -> list[Pairing]:
    return [(bead.en, bead.vi) for bead in read_beads(path)]


def report(found: Agreement) -> Iterator[str]:
    """The table of an agreement, tab-separated: figure, precision, recall, F1, beads found and wanted."""
    yield "\t".join(("figure", "precision", "recall", "f1", "found", "wanted"))
    for name in ("strict", "lax"):
        yield _row(name, getattr(found, name))
    for kind, rate in sorted(found.kinds.items(), key=lambda item: -item[1].wanted):
        yield _row(kind, rate)
    yield _row("null", found.null)
    yield _row("pairs right", found.pairs)


def _row(name: str, rate: Rate) -> str:
    return "\t".join((name, f"{rate.precision:.4f}", f"{rate.recall:.4f}", f"{rate.f1:.4f}", str(rate.found), str(rate.wanted)))
