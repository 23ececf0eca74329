"""Translated pairs checked, reported and gated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import UnreadableInput
from exports.options import Quiet, UsageError, keep_apart, one_of, say

if TYPE_CHECKING:
    from exports.judge import Rules


def check(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Pairs as TMX, TSV, JSONL or Moses, or folders of these; - is standard input."),
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", "-f", help="table, jsonl, tsv, sarif, junit, github or html; default: by the suffix of -o, else table."
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write; default: standard output.")] = None,
    reports: Annotated[
        list[Path] | None,
        typer.Option("--report", help="Write this report as well, by its suffix: .html, .sarif, .xml (JUnit), .jsonl, .tsv."),
    ] = None,
    from_: Annotated[str | None, typer.Option("--from", help="Format of the inputs; default: by their suffix.")] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(help="Exit 1 on findings of this level: error (critical or major; the default), warning (any) or never."),
    ] = None,
    baseline: Annotated[Path | None, typer.Option(help="File of known findings, which are left out.")] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write all findings into the baseline and exit 0.")
    ] = False,
    settings: Annotated[
        Path | None, typer.Option(help="Settings of the project; default: songngu.toml of this folder or one above.")
    ] = None,
    no_settings: Annotated[bool, typer.Option("--no-settings", help="Look for no songngu.toml.")] = False,
    only: Annotated[list[str] | None, typer.Option(help="Report these codes only; several with commas or repeated.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Do not report these codes; several with commas or repeated.")] = None,
    preset: Annotated[
        str | None, typer.Option(help="translator (all that a reader would mind; the default) or mt (what spoils training).")
    ] = None,
    glossary: Annotated[
        Path | None, typer.Option(help="Terms and their required translation, in any format that pairs are read from.")
    ] = None,
    context: Annotated[
        bool | None,
        typer.Option("--context/--no-context", help="Let checks see the earlier pairs of a document, for consistency."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Write pairs without findings too (table, jsonl).")] = False,
    statistics: Annotated[bool, typer.Option("--statistics", help="Say how often each code was found.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes, with the same result; 0: one a core.")] = 0,
    keep_going: Annotated[
        bool, typer.Option("--keep-going", help="Go on after an input that cannot be read, and exit 3 in the end.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Check translated pairs: what is wrong, where, how badly; exit 1 if that is too much.

    Example:  songngu check article.tmx --fail-on error --report qa.html
    """
    from contextlib import ExitStack

    from corpus.checks import PRESETS
    from exports.baseline import Collected, read_baseline
    from exports.context import with_context
    from exports.formats import FORMATS, files_of
    from exports.gate import Gate
    from exports.inputs import expand, terms, units
    from exports.judge import Rules, codes, cores, judge_all
    from exports.outcome import closing_lines, exit_code, paced
    from exports.report import REPORTS, kind_of_file, reporting
    from exports.reports.about import About
    from exports.settings import FAIL_ON, Settings, chosen_codes, find_settings, read_settings

    one_of(format_, tuple(REPORTS), "--format")
    one_of(from_, tuple(FORMATS), "--from")
    one_of(fail_on, FAIL_ON, "--fail-on")
    one_of(preset, tuple(PRESETS), "--preset")
    known = codes()
    path = None if no_settings else settings or find_settings(Path())
    project = read_settings(path, known) if path else Settings()
    fail_on = fail_on or project.fail_on or "error"
    baseline = baseline or project.baseline
    if write_baseline and baseline is None:
        raise UsageError("--write-baseline: where to? name the file with --baseline")
    glossary = glossary or project.glossary
    rules = Rules(
        preset=preset or project.preset or "translator",
        terms=terms(glossary) if glossary else (),
        codes=chosen_codes(known, only or project.only, ignore or ()),
        severities=project.severity,
    )
    main = (format_ or (kind_of_file(output) if output else None) or "table", output or Path("-"))
    outputs = [main, *((_kind(report, kind_of_file(report)), report) for report in reports or ())]
    paths = expand(inputs, from_)
    read = [*(file for given in paths for file in files_of(given, from_)), *(files_of(glossary) if glossary else ()), path]
    keep_apart([*read, None if write_baseline else baseline], [*(p for _, p in outputs), baseline if write_baseline else None])
    if baseline and write_baseline:
        _keep_hidden(baseline, rules)
    gate = Gate(
        project.ignore,
        None if write_baseline or baseline is None else read_baseline(baseline),
        Collected() if write_baseline else None,
    )
    terminal = str(main[1]) == "-" and sys.stdout.isatty()
    about = About(known, fail_on, rules.preset, every, terminal)
    pairs = units(paths, from_, gate.summary, keep_going=keep_going)
    wanted = with_context(pairs) if (project.context if context is None else context) else pairs
    with ExitStack() as stack:
        opened = [stack.enter_context(reporting(kind, written, about)) for kind, written in outputs]
        for judged in paced(gate.passed(judge_all(wanted, rules, jobs or cores())), quiet=quiet or terminal):
            for report in opened:
                report.add(judged)
        for report in opened:
            report.end(gate.summary)
    if gate.collected is not None and baseline is not None:
        gate.collected.write(baseline)
    for text in gate.summary.failed:
        say(f"songngu: error: {text}")
    for line in closing_lines(gate, rules, fail_on, statistics=statistics, written=[str(p) for _, p in outputs if str(p) != "-"]):
        say(line, quiet=quiet)
    raise SystemExit(exit_code(gate.summary, len(paths), "never" if write_baseline else fail_on))


def _keep_hidden(baseline: Path, rules: Rules) -> None:
    """Refuse to write a baseline that would forget known findings which this run does not look for."""
    from exports.baseline import read_baseline

    try:
        hidden = read_baseline(baseline).hidden(rules.looked_for)
    except UnreadableInput:
        return  # none yet, or a broken one, which is written again
    if hidden:
        raise UsageError(
            f"--write-baseline: {baseline} knows findings of codes that this run does not look for ({hidden:,}), and would lose "
            "them; leave out --only, --ignore and --preset, or name another file"
        )


def _kind(path: Path, kind: str | None) -> str:
    if kind is None:
        raise UsageError(f"--report {path}: unknown suffix; end it in .html, .sarif, .xml, .jsonl, .tsv or .txt")
    return kind
