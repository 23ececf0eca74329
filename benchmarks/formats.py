"""Speed and memory of the formats beside other programs: `python -m benchmarks.formats [UNITS]`.

Beside a plain writer of strings, translate-toolkit and bare polars.
Each figure is of a process of its own: CPU seconds without imports (best of three) and the peak of its memory. Pairs are of
`examples/article.txt`, again and again, each with score, document and lines. translate-toolkit comes with the extra `test`.
"""

from __future__ import annotations

import importlib
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle, islice
from pathlib import Path

from corpus import Pair

ROOT = Path(__file__).parents[1]
UNITS = 500_000
RUNS = 3


def pairs(units: int) -> Iterator[Pair]:
    """As many pairs, numbered: the paragraphs of the article, which come in turn."""
    lines = [line.removeprefix("- ") for line in (ROOT / "examples" / "article.txt").read_text(encoding="utf-8").split("\n")]
    known = [(en, vi) for en, vi in zip(lines[2::2], lines[3::2], strict=False) if en and vi]
    for number, (en, vi) in enumerate(islice(cycle(known), units), 1):
        yield Pair(en, vi, 0.9375, "1-1", "article.txt", (number,), (number + 1,), str(number))


def write_tmx(folder: Path, units: int) -> None:
    from exports import write

    write(pairs(units), folder / "ours.tmx")


def only_pairs(_: Path, units: int) -> None:
    for _pair in pairs(units):
        pass


def write_plain(folder: Path, units: int) -> None:
    """The same elements by string formatting and nothing else: no text policy, no unique names, no temporary file."""

    def escape(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    with (folder / "plain.tmx").open("w", encoding="utf-8", newline="\n") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header/>\n<body>\n')
        for pair in pairs(units):
            en_lines, vi_lines = (",".join(map(str, lines)) for lines in (pair.en_lines, pair.vi_lines))
            out.write(
                f'<tu tuid="{pair.doc}-{pair.id}"><prop type="x-score">{pair.score:.4f}</prop>'
                f'<prop type="x-align">{pair.kind}</prop><prop type="x-doc">{escape(pair.doc)}</prop>'
                f'<prop type="x-en-lines">{en_lines}</prop><prop type="x-vi-lines">{vi_lines}</prop>'
                f'<tuv xml:lang="en"><seg>{escape(pair.en)}</seg></tuv>'
                f'<tuv xml:lang="vi"><seg>{escape(pair.vi)}</seg></tuv></tu>\n'
            )
        out.write("</body>\n</tmx>\n")


def write_toolkit(folder: Path, units: int) -> None:
    """The same units with the same props, each added before the first `tuv`, as its own `setcontext` does."""
    from lxml import etree
    from translate.storage import tmx

    store = tmx.tmxfile(sourcelanguage="en", targetlanguage="vi")
    for pair in pairs(units):
        store.addtranslation(pair.en, "en", pair.vi, "vi")
        unit = store.units[-1]
        unit.xmlelement.set("tuid", f"{pair.doc}-{pair.id}")
        values = {
            "x-score": f"{pair.score:.4f}",
            "x-align": pair.kind,
            "x-doc": pair.doc,
            "x-en-lines": str(pair.en_lines[0]),
            "x-vi-lines": str(pair.vi_lines[0]),
        }
        for name, value in values.items():
            prop = etree.Element("prop", type=name)
            prop.text = value
            unit._insert_element_before(prop, "tuv")
    with (folder / "toolkit.tmx").open("wb") as out:
        store.serialize(out)


def read_tmx(folder: Path, units: int) -> None:
    from exports import read_pairs

    assert sum(1 for _ in read_pairs(folder / "ours.tmx")) == units


def read_toolkit(folder: Path, units: int) -> None:
    from translate.storage import tmx

    with (folder / "ours.tmx").open("rb") as stream:
        store = tmx.tmxfile(stream, "en", "vi")
    assert sum(1 for unit in store.units if unit.source and unit.target) == units


def frame(folder: Path, units: int) -> None:
    """The frame that the column writers get."""
    from corpus import to_frame

    to_frame(pairs(units)).write_parquet(folder / "frame.parquet")


def columns(key: str, direction: str, *, bare: bool) -> Callable[[Path, int], float]:
    """Time to write or read a format by columns, ours or by polars alone."""

    def measure(folder: Path, _: int) -> float:
        import polars as pl

        from exports.frames import nested, read_frame, write_frame

        target = folder / f"ours.{key}"
        table = pl.read_parquet(folder / "frame.parquet")
        plain = table if key == "tsv" else nested(table)
        writers = {
            "tsv": lambda: plain.write_csv(folder / "bare.tsv", separator="\t", quote_style="never"),
            "jsonl": lambda: plain.write_ndjson(folder / "bare.jsonl"),
            "parquet": lambda: plain.write_parquet(folder / "bare.parquet"),
        }
        readers = {
            "tsv": lambda: pl.read_csv(target, separator="\t", quote_char=None, infer_schema=False),
            "jsonl": lambda: pl.read_ndjson(target),
            "parquet": lambda: pl.read_parquet(target),
        }
        started = time.process_time()
        if bare:
            (writers if direction == "write" else readers)[key]()
        elif direction == "write":
            write_frame(table, target)
        else:
            read_frame(target)
        return time.process_time() - started

    return measure


METHODS: Mapping[str, Callable[[Path, int], float | None]] = {
    "pairs": only_pairs,
    "tmx write songngu": write_tmx,
    "tmx write plain": write_plain,
    "tmx write toolkit": write_toolkit,
    "tmx read songngu": read_tmx,
    "tmx read toolkit": read_toolkit,
    "frame": frame,
    **{
        f"{key} {direction} {'polars' if bare else 'songngu'}": columns(key, direction, bare=bare)
        for key in ("tsv", "jsonl", "parquet")
        for direction in ("write", "read")
        for bare in (False, True)
    },
}
IMPORTS: Mapping[str, tuple[str, ...]] = {  # by the last word of a method: what is not measured
    "songngu": ("exports",),
    "toolkit": ("translate.storage.tmx", "lxml.etree"),
    "polars": ("polars",),
}
RATIOS = (  # ours, the other, what is counted out of both, floor
    ("tmx write songngu", "tmx write plain", "pairs", "at most 2"),
    ("tmx write toolkit", "tmx write songngu", "pairs", "at least 8"),
    ("tmx read toolkit", "tmx read songngu", "", "at least 2.5"),
    *(
        (f"{key} {direction} songngu", f"{key} {direction} polars", "", "at most 2")
        for key in ("tsv", "jsonl", "parquet")
        for direction in ("write", "read")
    ),
)


def one(name: str, folder: Path, units: int) -> None:
    """Run a method in this process and print its CPU seconds and peak memory."""
    warnings.simplefilter("ignore")
    for module in IMPORTS.get(name.rpartition(" ")[2], ()):
        importlib.import_module(module)
    started = time.process_time()
    seconds = METHODS[name](folder, units)
    print(
        time.process_time() - started if seconds is None else seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    )


def main(units: int) -> None:
    """Print the table."""
    best: dict[str, float] = {}
    peak: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        print(f"{units:,} units\n{'':22}{'CPU s':>9}{'peak MB':>9}")
        for _ in range(RUNS):  # all methods in turn, so that a busy minute of the machine hits no method alone
            for method in METHODS:
                command = [sys.executable, "-m", "benchmarks.formats", str(units), method, name]
                done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
                seconds, memory = done.stdout.split()
                best[method] = min(best.get(method, float("inf")), float(seconds))
                peak[method] = max(peak.get(method, 0), int(memory))
        for method in METHODS:
            print(f"{method:22}{best[method]:9.2f}{peak[method]:9d}")
    print()
    for ours, other, less, floor in RATIOS:
        base = best.get(less, 0)
        print(f"{ours} / {other}: {(best[ours] - base) / (best[other] - base):.2f} ({floor})")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    if len(sys.argv) > 2:
        one(sys.argv[2], Path(sys.argv[3]), count)
    else:
        main(count)
