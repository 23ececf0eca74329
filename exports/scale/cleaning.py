"""A cleaning run on files: inputs cut, tasks run in a work folder, outputs put together, the account written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.errors import UnknownFormat
from corpus.rules import JUDGED, Limits, Use, uses
from exports.count import NO_PAIR, count_of
from exports.files import writing
from exports.options import UsageError
from exports.scale.clean import REJECTED, Cleaned, Output, Runner, clean, screen_tasks
from exports.scale.job import Means, job, refuse_unfit
from exports.scale.ledger import Ledger
from exports.scale.ledger_page import page
from exports.scale.parts import join, part_of
from exports.scale.shard import Shard
from exports.scale.work import signature

SOME_FAILED = 3
REPORTS = (".html", ".json")


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks of a run."""

    inputs: tuple[str, ...]
    output: Path
    preset: str = "news"
    changes: Mapping[str, tuple[str, Limits]] = field(default_factory=dict)
    rejected: Path | None = None
    report: Path | None = None
    means: Means = field(default_factory=Means)
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run has to say."""

    lines: tuple[str, ...]
    exit_code: int
    ledger: Ledger | None = None


def clean_files(request: Request, *, share: tuple[int, int] | None = None) -> Outcome:
    """Clean files into a file. With a share (part, parts) only that part of the screening is done, for `--resume` to finish.

    Raises `CorpusError`; the work folder then stays for `--resume`.
    """
    rules = uses(request.preset, request.changes)
    _check(request, share)
    with job(request.inputs, request.output, request.means) as run:
        if share is not None:
            return _screen_share(run.shards, rules, share, run.runner)
        columns = kept_columns(run.shards, rules)
        rejected = part_of(request.rejected) if request.rejected else None
        cleaned = clean(run.shards, rules, Output(part_of(request.output), columns, rejected, request.seed), run.runner)
        run.check_inputs()
        if request.rejected:
            join(cleaned.dropped, request.rejected, REJECTED)
        if request.report:
            write_report(request, cleaned.ledger)
        join(cleaned.kept, request.output, columns)  # last: where it is, all is
    return Outcome(tuple(said(request, cleaned)), SOME_FAILED if cleaned.ledger.bad_lines else 0, cleaned.ledger)


def _check(request: Request, share: tuple[int, int] | None) -> None:
    """Refuse at once what would fail at the end."""
    part_of(request.output)
    refuse_unfit(request.inputs, request.output, request.rejected, request.report)
    if request.rejected and part_of(request.rejected) not in ("tsv", "jsonl"):
        raise UnknownFormat(str(request.rejected), [".tsv", ".jsonl"], "end its name in one of")
    if request.report and request.report.suffix not in REPORTS:
        raise UsageError(f"{request.report}: a report is .html or .json")
    if request.means.work is None and share is not None:
        raise UsageError("--shard: name a folder that all parts share with --work")


def _screen_share(shards: Sequence[Shard], rules: tuple[Use, ...], share: tuple[int, int], runner: Runner) -> Outcome:
    part, parts = share
    tasks = screen_tasks(shards, rules)[part::parts]
    done = runner.phase("screening", tasks, lambda task: task.shard.end - task.shard.start, "bytes")
    pairs = sum(result.counts["pairs"] for result in done)
    lines = (
        f"screened {count_of(pairs, 'pair')} in {len(tasks)} of {len(shards)} shards",
        "when all parts are done, run without --shard to finish",
    )
    return Outcome(lines, 0)


def kept_columns(shards: Sequence[Shard], rules: tuple[Use, ...]) -> tuple[str, ...]:
    """Columns of what is kept: both sides, what the inputs have, and what was found."""
    found = dict.fromkeys(("en", "vi", *(name for shard in shards for name in shard.columns)))
    used = {each.rule for each in rules}
    if used & set(JUDGED):
        found |= dict.fromkeys(("score", "issue_codes"))
    if any(each.action == "flag" for each in rules):
        found |= {"flags": None}
    return tuple(found)


def write_report(request: Request, ledger: Ledger) -> None:
    """The ledger as HTML or JSON, by the suffix. Raises `UnwritableOutput`."""
    assert request.report
    facts = {"output": str(request.output), "preset": request.preset}
    with writing(request.report) as out:
        if request.report.suffix == ".html":
            facts = {"inputs": ", ".join(request.inputs), **facts, "made by": signature()}
            out.write(page(ledger, f"What became of {', '.join(Path(name).name for name in request.inputs)}", facts))
        else:
            facts_and_counts = {"inputs": request.inputs, **facts, "made_by": signature(), **asdict(ledger)}
            json.dump(facts_and_counts, out, ensure_ascii=False, indent=1)
            out.write("\n")


def said(request: Request, cleaned: Cleaned) -> list[str]:
    """The account of a run in lines."""
    ledger = cleaned.ledger
    flagged = count_of(ledger.flagged, "of the kept has a flag", "of the kept have a flag")
    lines = [f"{count_of(ledger.read, 'pair')} = {ledger.kept:,} kept + {ledger.dropped:,} dropped; {flagged}"]
    lines += [f"  {f.rule:16} {f.action:4} {f.caught:12,}  (only this rule: {f.alone:,})" for f in ledger.findings if f.caught]
    if ledger.bad_lines:
        count = sum(ledger.bad_lines.values())
        reasons = ", ".join(f"{reason} ({n:,})" for reason, n in ledger.bad_lines.items())
        lines.append(f"{count_of(count, *NO_PAIR)}: {reasons}")
        if request.rejected is None:
            lines += [f"  {name}:{line}: {why}" for name, line, why, _ in cleaned.bad]
            lines += [f"  and {count - len(cleaned.bad):,} more; --rejected FILE lists all"] * (count > len(cleaned.bad))
    if cleaned.reused:
        lines.append(f"{count_of(cleaned.done, 'step')} done, {cleaned.reused} taken from an earlier run")
    lines += [f"wrote {path}" for path in (request.output, request.rejected, request.report) if path and str(path) != "-"]
    return lines
