"""The language of each line."""

from __future__ import annotations

from typing import Annotated

import typer

from exports.options import Encoding


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
