"""A comparison as people and programs read it: table, JSON, TSV, and a file of single lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from corpus.comparison import Block, Comparison, Result, Rows
from corpus.metric import figure, measure
from corpus.significance import TESTS
from exports.count import count_of
from exports.text import one_line

VERSION = 1  # of the JSON; a key may be added without a new one


def as_json(comparison: Comparison) -> str:
    """One object with everything in full precision; keys that do not apply are null."""
    test = None
    if comparison.test is not None:
        test = {"name": comparison.test, "samples": comparison.samples, "seed": comparison.seed}
    found = {
        "version": VERSION,
        "lines": comparison.lines,
        "references": comparison.references,
        "baseline": comparison.systems[0],
        "test": test,
        "metrics": [
            {
                "metric": name,
                "name": measure(name).title,
                "higher_is_better": measure(name).direction > 0,
                "signature": comparison.signatures[name],
                "systems": [_object(result) for result in _of(comparison, name)],
            }
            for name in comparison.metrics
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2)


def _of(comparison: Comparison, metric: str) -> list[Result]:
    return [result for result in comparison.results if result.metric == metric]


def _object(result: Result) -> dict[str, Any]:
    test = result.significance
    return {
        "system": result.system,
        "score": result.value,
        "difference": result.difference,
        "mean": test and test.mean,
        "interval": test and test.interval,
        "p": test and test.p,
        "significant": result.significant,
    }


TSV = ("metric", "system", "score", "difference", "mean", "interval", "p", "signature")


def as_tsv(comparison: Comparison) -> str:
    """One line for each metric and system, in full precision; empty where a figure does not apply."""
    rows = ["\t".join(TSV)]
    for result in comparison.results:
        known = {"metric": result.metric, **_object(result), "signature": comparison.signatures[result.metric]}
        rows.append("\t".join("" if known[name] is None else str(known[name]) for name in TSV))
    return "\n".join(rows)


def as_table(comparison: Comparison) -> str:
    """A table for people, two digits, and the signatures below it."""
    rows = [["metric", "system", "score", "difference", "95 % interval", "p", ""]]
    for result in comparison.results:
        first = result.system == comparison.systems[0]
        rows.append([measure(result.metric).title if first else "", result.system, f"{result.value:.2f}", *_judged(result)])
    used = [at for at in range(len(rows[0])) if any(row[at] for row in rows[1:])]
    widths = {at: max(len(row[at]) for row in rows) for at in used}
    left = {0, 1, 6}
    lines = ["  ".join(row[at].ljust(widths[at]) if at in left else row[at].rjust(widths[at]) for at in used) for row in rows]
    signatures = [f"{measure(name).title}: {text}" for name, text in comparison.signatures.items()]
    return "\n".join(line.rstrip() for line in [_title(comparison), "", *lines, "", *signatures])


def _judged(result: Result) -> list[str]:
    test = result.significance
    interval = f"{test.mean:.2f} ± {test.interval:.2f}" if test and test.mean is not None else ""
    if result.difference is None:
        return ["", interval, "", ""]
    word = {0: "same", 1: "worse", -1: "better"}[(result.lost > 0) - (result.lost < 0)]
    sure = {True: ", significant", False: ", may be chance", None: ""}[result.significant if result.lost else None]
    p = f"{test.p:.4f}" if test and test.p is not None else ""
    return [f"{result.difference:+.2f}", interval, p, word + sure]


def _title(comparison: Comparison) -> str:
    parts = [count_of(comparison.lines, "line"), count_of(comparison.references, "reference")]
    if comparison.test is not None:
        test = TESTS[comparison.test]
        against = f" against {comparison.systems[0]}" if len(comparison.systems) > 1 else ""
        parts.append(f"{test.title}{against} ({count_of(comparison.samples, 'sample')}, seed {comparison.seed})")
    return ", ".join(parts)


FORMATS: Mapping[str, Callable[[Comparison], str]] = {"table": as_table, "json": as_json, "tsv": as_tsv}
SUFFIXES: Mapping[str, tuple[str, ...]] = {"table": (".txt",), "json": (".json",), "tsv": (".tsv",)}  # of their files
LINE_SUFFIXES: Mapping[str, tuple[str, ...]] = {"tsv": (".tsv",), "jsonl": (".jsonl",)}  # of files of single lines


def line_rows(block: Block, rows: Rows, systems: Sequence[str]) -> list[dict[str, Any]]:
    """An object for each line of a block: number, texts, and the figures of each system by each metric."""
    found = []
    for at in range(len(block)):
        row: dict[str, Any] = {"line": block.first + at}
        if block.sources:
            row["src"] = block.sources[at]
        row["ref"] = [reference[at] for reference in block.references]
        row["systems"] = {
            system: {"text": block.systems[n][at], **{m: figure(m, rows[m][n][at], single=True) for m in rows}}
            for n, system in enumerate(systems)
        }
        found.append(row)
    return found


def line_header(systems: Sequence[str], metrics: Sequence[str], references: int, *, source: bool) -> str:
    """The columns of single lines as TSV: line, src, ref (ref2 ...), then text and figures of each system."""
    refs = ["ref", *(f"ref{n}" for n in range(2, references + 1))]
    own = [column for system in systems for column in (system, *(f"{system}.{metric}" for metric in metrics))]
    return "\t".join(["line", *(["src"] if source else []), *refs, *own])


def line_tsv(row: Mapping[str, Any], changes: Counter[str]) -> str:
    """A row of `line_rows` as TSV, figures with four digits."""
    texts = ([row["src"]] if "src" in row else []) + row["ref"]
    cells = [str(row["line"]), *(one_line(text, changes) for text in texts)]
    for found in row["systems"].values():
        cells.append(one_line(found["text"], changes))
        cells += [f"{value:.4f}" for key, value in found.items() if key != "text"]
    return "\t".join(cells)
