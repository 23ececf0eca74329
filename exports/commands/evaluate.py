"""How good an alignment is beside a gold one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from exports.options import Quiet, one_of, say

SUBJECTS = ("alignment",)
SOME_MISSING = 3


def evaluate(
    subject: Annotated[str, typer.Argument(metavar="alignment", help="What is evaluated; so far alignments only.")],
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Right beads: a file, or a folder of .gold, .align or .ladder.")],
    test: Annotated[Path, typer.Argument(metavar="TEST", help="Beads to judge: a file, or a folder with the same names.")],
    quiet: Quiet = False,
) -> None:
    """Judge an alignment by a gold one: strict and lax precision, recall and F1, by kind of bead, and pairs that are right.

    Beads as `align --to beads` and vecalign write them, or the ladders of hunalign. A NAME.blocks file beside NAME.gold names
    lines that are not scored.

    Example:  songngu evaluate alignment gold/ aligned/
    """
    from exports.judged import judged, report

    one_of(subject, SUBJECTS, "evaluate")
    found = judged(gold, test)
    for line in report(found.agreement):
        print(line)
    for path in found.missing:
        say(f"{path}: no alignment of that name in {test}; counted as empty", quiet=quiet)
    if found.missing:
        sys.exit(SOME_MISSING)
