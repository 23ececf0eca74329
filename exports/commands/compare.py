"""Translations against references."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from exports.options import Encoding, Quiet, UsageError, by_suffix, keep_apart, one_of, say

if TYPE_CHECKING:
    from collections import Counter

    from corpus.comparison import Block, Comparison, Rows
    from exports.comparing import Texts
    from exports.lines import Place


def compare(
    translations: Annotated[
        list[str],
        typer.Argument(
            metavar="[NAME=]FILE...", help="Translations line by line, the baseline first; FILE.tsv:COLUMN works too."
        ),
    ],
    ref: Annotated[list[str], typer.Option(metavar="FILE", help="The reference, line by line; several times for several ones.")],
    src: Annotated[str | None, typer.Option(metavar="FILE", help="The English source, for --per-line.")] = None,
    metrics: Annotated[str, typer.Option("--metrics", "-m", help="Some of bleu,chrf,chrf++,ter (ter is slow).")] = "bleu,chrf",
    test: Annotated[
        str | None, typer.Option(help="bootstrap, randomisation or none; default: bootstrap where there are two systems.")
    ] = None,
    samples: Annotated[
        int | None, typer.Option("--samples", "-n", min=1, help="Samples of the test; default: 1000 and 10000.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the test; the default is that of sacrebleu.")] = 12345,
    format_: Annotated[
        str | None, typer.Option("--format", "-f", help="table, json or tsv; default: by the suffix of -o, else table.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write; default: standard output.")
    ] = Path("-"),
    per_line: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write texts and figures of each line, as .tsv or .jsonl.")
    ] = None,
    fail_if_worse: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC:POINTS", help="Exit 1 if a system is worse than the baseline by more than that."),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes; the figures are the same.")] = 1,
    encoding: Encoding = None,
    quiet: Quiet = False,
) -> None:
    """Compare translations with a reference: BLEU, chrF, chrF++, TER, and whether a difference is more than chance.

    Figures, intervals and p-values are those of sacrebleu.

    Example:  songngu compare --ref ref.vi old=old.vi new=new.vi -m bleu,chrf --fail-if-worse chrf:0.5
    """
    from corpus.comparison import worse
    from corpus.significance import TESTS
    from exports.compared import FORMATS, LINE_SUFFIXES, SUFFIXES
    from exports.files import writing

    one_of(test, (*TESTS, "none"), "--test")
    one_of(format_, tuple(FORMATS), "--format")
    texts = _texts(translations, ref, src, encoding)
    allowed = _allowed(fail_if_worse or [], len(texts.systems))
    wanted = _metrics(metrics, allowed)
    chosen = test or ("bootstrap" if len(texts.systems) > 1 else "none")
    if chosen == "randomisation" and len(texts.systems) == 1:
        raise UsageError("--test randomisation: needs two translations; give another, or --test bootstrap for an interval")
    inputs = [place.path for place in (*texts.systems.values(), *texts.references, *filter(None, [texts.source]))]
    keep_apart(inputs, (output, per_line))
    chosen_format = format_ or by_suffix(output, SUFFIXES, "-o", "table", named=True)
    if per_line is not None:
        by_suffix(per_line, LINE_SUFFIXES, "--per-line", "tsv")
    tested = None if chosen == "none" else chosen
    found = _compared(texts, wanted, tested, samples or (TESTS[chosen].samples if tested else 0), seed, per_line, jobs)
    for line in _oddities(texts):
        say(line, quiet=quiet)
    with writing(output) as out:
        out.write(FORMATS[chosen_format](found) + "\n")
    for path in (output, per_line):
        if path is not None and str(path) != "-":
            say(f"wrote {path}", quiet=quiet)
    losers = worse(found, allowed)
    for result in losers:
        say(_verdict(found, result.metric, result.system, allowed[result.metric]))
    if losers:
        raise typer.Exit(1)


def _texts(translations: list[str], refs: list[str], src: str | None, encoding: str | None) -> Texts:
    """What the arguments name; every system has a name of its own and standard input is read once."""
    from exports.comparing import Texts
    from exports.lines import place

    systems: dict[str, Place] = {}
    for text in translations:
        name, equals, file = text.partition("=")
        if not equals or Path(text).exists():
            name, file = "stdin" if text == "-" else Path(text).name.partition(".")[0] or text, text
        if not name or not file or not name.isprintable():
            raise UsageError(f"{text!r}: give a name and a file, for example new=new.vi")
        if name in systems:
            raise UsageError(f"{name}: two translations have this name; name them, for example old={systems[name]} new={file}")
        systems[name] = place(file)
    texts = Texts(systems, tuple(place(file) for file in refs), None if src is None else place(src), encoding)
    if [str(p.path) for p in (*systems.values(), *texts.references, *filter(None, [texts.source]))].count("-") > 1:
        raise UsageError("-: standard input can be read only once; name files for the others")
    return texts


def _metrics(text: str, allowed: dict[str, float]) -> list[str]:
    from corpus.metric import METRICS

    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in names:
        one_of(name, tuple(METRICS), "--metrics")
    if not names:
        raise UsageError(f"--metrics {text!r}: name some of {', '.join(METRICS)}")
    return list(dict.fromkeys([*names, *allowed]))


def _allowed(texts: list[str], systems: int) -> dict[str, float]:
    """Points by metric from `chrf:0.5`."""
    from corpus.metric import METRICS

    allowed = {}
    for part in (part.strip() for text in texts for part in text.split(",")):
        metric, colon, points = part.partition(":")
        metric = metric.strip().lower()
        one_of(metric, tuple(METRICS), "--fail-if-worse")
        try:
            allowed[metric] = float(points) if colon else 0.0
        except ValueError:
            allowed[metric] = -1.0
        if not 0 <= allowed[metric] < float("inf"):
            raise UsageError(f"--fail-if-worse {part}: give a metric and points, for example chrf:0.5")
    if allowed and systems == 1:
        raise UsageError("--fail-if-worse: there is one translation; give the baseline first: old=old.vi new=new.vi")
    return allowed


def _compared(
    texts: Texts, metrics: list[str], test: str | None, samples: int, seed: int, per_line: Path | None, jobs: int
) -> Comparison:
    from corpus.comparison import Tally
    from corpus.errors import UnreadableInput
    from exports.comparing import measured
    from exports.files import writing

    tally = Tally(metrics, list(texts.systems), keep=test is not None)
    with nullcontext() if per_line is None else writing(per_line) as out:
        for block, rows in measured(metrics, texts.blocks(), jobs):
            if out is not None and per_line is not None:
                _write_lines(out, per_line, block, rows, texts)
            tally.add(rows)
        if not tally.lines:
            first = str(next(iter(texts.systems.values())))
            raise UnreadableInput(first, "there are no lines to compare", "give a file with one sentence on each line")
    return tally.compare(len(texts.references), test, samples, seed)


def _write_lines(out: IO[str], path: Path, block: Block, rows: Rows, texts: Texts) -> None:
    import json
    from collections import Counter

    from exports.compared import line_header, line_rows, line_tsv

    changes: Counter[str] = Counter()
    as_json = ".jsonl" in path.suffixes
    if block.first == 1 and not as_json:
        out.write(line_header(list(texts.systems), list(rows), len(texts.references), source=bool(texts.source)) + "\n")
    for row in line_rows(block, rows, list(texts.systems)):
        out.write((json.dumps(row, ensure_ascii=False) if as_json else line_tsv(row, changes)) + "\n")


MANY = 100  # lines that end in a full stop after a space, from which sacrebleu takes a text for tokenised


def _oddities(texts: Texts) -> list[str]:
    """What people should know of their files before they believe a figure."""
    from exports.count import count_of

    told = {
        "not NFC": ("line was not NFC and is compared as NFC", "lines were not NFC and are compared as NFC"),
        "empty": ("line is empty", "lines are empty"),
    }
    found = []
    for name, seen in texts.seen.items():
        found += [f"{name}: {count_of(seen[what], *words)}" for what, words in told.items() if seen[what]]
        if seen["tokenised"] >= MANY:
            found.append(f"{name}: {seen['tokenised']:,} lines end in ' .'; figures are for detokenised text")
    return found


def _verdict(found: Comparison, metric: str, system: str, allowed: float) -> str:
    from corpus.metric import measure
    from corpus.significance import TESTS

    base, own = (next(r for r in found.results if r.metric == metric and r.system == s) for s in (found.systems[0], system))
    text = (
        f"{system} is worse than {base.system}: {measure(metric).title} {own.value:.2f} against {base.value:.2f}, "
        f"{own.lost:.2f} points where {allowed:g} are allowed"
    )
    if found.test is None or own.significance is None:
        return f"{text}; not tested"
    sure = "significant" if own.significant else "may be chance"
    return f"{text}; {sure} (p = {own.significance.p:.4f}, {TESTS[found.test].title})"
