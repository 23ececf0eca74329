"""Translated pairs checked, reported and gated."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import UnreadableInput
from exports.options import Quiet, UsageError, keep_apart, one_of, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exports.baseline import Baseline
    from exports.gate import Gate
    from exports.judge import Judged, Rules
    from exports.reports.about import About


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
    from corpus.checks import PRESETS
    from exports.baseline import Collected
    from exports.context import with_context
    from exports.formats import FORMATS, files_of
    from exports.gate import Gate
    from exports.inputs import expand, terms, units
    from exports.judge import Rules, codes, cores, judge_all
    from exports.outcome import closing_lines, exit_code, paced, statistics_lines
    from exports.report import REPORTS, kind_of_file
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
    with project.blamed("glossary", glossary):
        required = terms(glossary) if glossary else ()
    rules = Rules(
        preset=preset or project.preset or "translator",
        terms=required,
        codes=chosen_codes(known, only or project.only, ignore or ()),
        severities=project.severity,
    )
    if not rules.chosen:
        raise UsageError(
            f"nothing is looked for: --only, --ignore and preset {rules.preset} leave no code; leave one of them out"
        )
    written = [output or Path("-"), *(reports or ())]
    paths = expand(inputs, from_)
    read = [*(file for given in paths for file in files_of(given, from_)), *(files_of(glossary) if glossary else ()), path]
    keep_apart([*read, None if write_baseline else baseline], [*written, baseline if write_baseline else None])
    kinds = [format_ or kind_of_file(written[0], "-o"), *(kind_of_file(report, "--report") for report in written[1:])]
    in_context = bool(project.context if context is None else context)
    with project.blamed("baseline", baseline):
        findings = _known(baseline, rules, anew=write_baseline) if baseline else None
    gate = Gate(
        project.ignore,
        findings,
        Collected() if write_baseline else None,
        given={name for name, is_given in (("glossary", glossary), ("context", in_context)) if is_given},
    )
    terminal = str(written[0]) == "-" and sys.stdout.isatty()
    pairs = units(paths, from_, gate.summary, keep_going=keep_going)
    judged = judge_all(with_context(pairs) if in_context else pairs, rules, jobs or cores())
    stream = paced(gate.passed(judged), quiet=quiet or terminal)
    _report(stream, gate, rules, list(zip(kinds, written, strict=True)), About(known, fail_on, rules.preset, every, terminal))
    if gate.collected is not None and baseline is not None:
        gate.collected.write(baseline, context="context" in gate.given)
    for failure in gate.summary.failed:
        say(f"songngu: error: {failure}")
    for line in statistics_lines(gate.summary) if statistics else ():
        say(line)  # with -q as well: they were asked for
    for line in closing_lines(gate, rules, fail_on, [name for name in map(str, written) if name != "-"]):
        say(line, quiet=quiet)
    raise SystemExit(exit_code(gate.summary, len(paths), "never" if write_baseline else fail_on))


def _known(path: Path, rules: Rules, *, anew: bool) -> Baseline | None:
    """The known findings, if there are any; refused where writing them anew would forget what this run does not look for."""
    from exports.baseline import read_baseline

    try:
        known = read_baseline(path)
    except UnreadableInput:
        if anew:
            return None  # none yet, or a broken one
        raise
    lost = known.lost(rules.chosen) if anew else None
    if lost:
        raise UsageError(
            f"--write-baseline: {path} knows findings of codes that this run does not look for ({lost.total():,}), and would "
            "lose them; leave out --only, --ignore and --preset, or name another file"
        )
    return known


def _report(stream: Iterable[Judged], gate: Gate, rules: Rules, outputs: Sequence[tuple[str, Path]], about: About) -> None:
    """Write the reports, each of a kind and to a path; none of them if the run turns out to have been blind."""
    from contextlib import ExitStack

    from exports.report import reporting

    with ExitStack() as stack:
        opened = [stack.enter_context(reporting(kind, path, about)) for kind, path in outputs]
        for judged in stream:
            for report in opened:
                report.add(judged)
        _refuse_blindness(gate, rules)
        for report in opened:
            report.end(gate.summary)


def _refuse_blindness(gate: Gate, rules: Rules) -> None:
    """Refuse a run that could find nothing, and one that would forget known findings which it could not meet.

    Only after the last pair is it known whether one of them brought a glossary or context of its own.
    """
    from exports.judge import NEEDS

    if not rules.can_find(gate.given) and gate.summary.pairs:
        needs = ", ".join(f"{code} needs --{NEEDS[code]}" for code in sorted(rules.chosen))
        raise UsageError(f"nothing was looked for: {needs}; give that, or look for other codes")
    lost = gate.lost(rules)
    if lost:
        options = " and ".join(sorted({f"--{NEEDS[code]}" for code in lost}))
        raise UsageError(
            f"--write-baseline: the old one has findings that are not looked for without {options} ({lost.total():,}), and the "
            f"new one would lose them; give {options}, or name another file"
        )
