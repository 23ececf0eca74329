"""The sentences of a text."""

from __future__ import annotations

from typing import Annotated

import typer

from exports.options import Encoding, one_of


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

    one_of(language, ("en", "vi"), "--language")
    for line in read(file, encoding=encoding).lines:
        for sentence in split_sentences(line.text, language or guess([line.text])[0].language, line=line.number):
            print(sentence.text)
