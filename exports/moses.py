"""Moses: two files, line n of one translates line n of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from corpus.document import split_lines
from corpus.encoding import decode
from corpus.errors import UnreadableInput
from corpus.pair import Pair, kind_of
from exports.files import UnwritableOutput, reading, writing
from exports.text import one_line


def side_paths(path: Path) -> tuple[Path, Path]:
    """The two files: `corpus` means `corpus.en` and `corpus.vi`; naming one of the two means both."""
    stem = path.with_suffix("") if path.suffix in (".en", ".vi") else path
    return stem.with_name(f"{stem.name}.en"), stem.with_name(f"{stem.name}.vi")


def write_moses(pairs: Iterable[Pair], path: Path) -> Counter[str]:
    """Write both files; pairs with an empty side cannot be held and are counted."""
    changes: Counter[str] = Counter()
    for side in side_paths(path):
        if side.is_dir():
            raise UnwritableOutput(side, "this is a folder")
    with ExitStack() as stack:
        outs = [stack.enter_context(writing(side)) for side in side_paths(path)]
        for pair in pairs:
            texts = [one_line(text, changes) for text in (pair.en, pair.vi)]
            if not all(texts):
                changes["unpaired text left out"] += 1
                continue
            for out, text in zip(outs, texts, strict=True):
                out.write(text + "\n")
    return changes


def read_moses(path: Path) -> Iterator[Pair]:
    """Pairs of two files. Raises `UnreadableInput` where their line counts differ."""
    paths = side_paths(path)
    texts = []
    for side in paths:
        with reading(side) as stream:
            texts.append(split_lines(decode(stream.read(), str(side), may_be_empty=True).text))
    if len(texts[0]) != len(texts[1]):
        raise UnreadableInput(
            str(paths[1]),
            f"{len(texts[1])} lines, but {paths[0].name} has {len(texts[0])}",
            "align them instead: songngu align FILE.en FILE.vi",
        )
    for number, (en, vi) in enumerate(zip(*texts, strict=True), 1):
        sides = en.strip(), vi.strip()
        yield Pair(*sides, kind=kind_of(*sides), line=number)
