"""What a document holds, said before anything is done with it."""

from __future__ import annotations

from typing import Annotated

import typer

from exports.options import Encoding, LayoutName, one_of, two_at_most


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

    one_of(layout, LAYOUTS, "--layout")
    for line in overview(read(*two_at_most(inputs), encoding=encoding), layout):
        print(line)
