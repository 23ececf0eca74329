"""The bilingual sample documents in `golden/` and how a tool's pairs are judged against theirs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"
REFUSED = Path(__file__).parent / "refused"


@dataclass(frozen=True)
class Golden:
    """A document, its layout and its sentence pairs, as a careful person would export them."""

    name: str
    inputs: tuple[Path, ...]
    layout: str
    pairs: tuple[tuple[str, str], ...]


def golden() -> list[Golden]:
    return [_load(folder) for folder in sorted(GOLDEN.iterdir())]


def _load(folder: Path) -> Golden:
    inputs = tuple(sorted(folder.glob("input.*"))) or (folder / "en.txt", folder / "vi.txt")
    layout = (folder / "note.txt").read_text(encoding="utf-8").split("\n")[0].removeprefix("layout: ").strip()
    rows = (folder / "pairs.tsv").read_text(encoding="utf-8").split("\n")
    return Golden(folder.name, inputs, layout, tuple((en, vi) for en, vi in (row.split("\t") for row in rows if row)))


def refused() -> list[tuple[str, tuple[Path, ...]]]:
    """Documents that must be refused: name and files."""
    found = []
    for path in sorted(REFUSED.glob("*.txt")):
        if path.name.endswith(".vi.txt"):
            continue
        second = path.with_name(path.name.replace(".en.", ".vi."))
        found.append((path.stem, (path, second) if second != path else (path,)))
    return found


def f1(right: set[tuple[str, str]], found: set[tuple[str, str]]) -> float:
    return 2 * len(right & found) / (len(right) + len(found))
