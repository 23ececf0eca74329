"""Moses: two files, line n of one translates line n of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path

from corpus.errors import UnreadableInput
from corpus.pair import Pair, kind_of
from exports.count import count_of
from exports.files import UnwritableOutput, packing, text_lines, writing
from exports.text import one_line

ALONE = "text without a partner, which Moses cannot hold"


def side_paths(path: Path) -> tuple[Path, Path]:
    """The two files: `corpus` means `corpus.en` and `corpus.vi`; naming one of the two means both; so for packed ones."""
    suffix = path.suffix if packing(path) else ""
    name = path.name.removesuffix(suffix)
    stem = name[:-3] if name.endswith((".en", ".vi")) else name
    return path.with_name(f"{stem}.en{suffix}"), path.with_name(f"{stem}.vi{suffix}")


def write_moses(pairs: Iterable[Pair], path: Path) -> Counter[str]:
    """Write both files; pairs with an empty side cannot be held and are counted."""
    changes: Counter[str] = Counter()
    for side in side_paths(path):
        if side.is_dir():
            raise UnwritableOutput(side, "this is a folder")
    with ExitStack() as stack:
        en_out, vi_out = (stack.enter_context(writing(side)) for side in side_paths(path))
        for pair in pairs:
            en, vi = one_line(pair.en, changes), one_line(pair.vi, changes)
            if en and vi:
                en_out.write(en + "\n")
                vi_out.write(vi + "\n")
            else:
                changes[ALONE] += 1
    return changes


def read_moses(path: Path) -> Iterator[Pair]:
    """Pairs of two files. Raises `UnreadableInput` where their line counts differ."""
    paths = side_paths(path)
    counts = [0, 0]
    for number, texts in enumerate(zip_longest(*map(text_lines, paths)), 1):
        counts = [count + (text is not None) for count, text in zip(counts, texts, strict=True)]
        if None in texts:
            continue  # read on, to say how many lines each file has
        en, vi = (text.strip() for text in texts)
        yield Pair(en, vi, kind=kind_of(en, vi), line=number)
    if counts[0] != counts[1]:
        raise UnreadableInput(
            str(paths[1]),
            f"{count_of(counts[1], 'line')}, but {paths[0].name} has {counts[0]}",
            "align them instead: songngu align FILE.en FILE.vi",
        )
