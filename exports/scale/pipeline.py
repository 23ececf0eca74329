"""A pipeline file: steps that are checked before any is run, and done again only where something changed.

The lock file beside it says of each step: a digest of its options and the versions, the digests of what it read and wrote,
and its counts. A step whose digests all fit is up to date.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from glob import has_magic
from pathlib import Path
from typing import Any

from corpus.errors import CorpusError, UnreadableInput
from corpus.pair import Pair
from corpus.rules import Limits, uses
from exports.count import NO_PAIR, count_of
from exports.files import writing
from exports.formats import format_of, read_pairs, write
from exports.options import UsageError, say
from exports.scale.cleaning import Request, clean_files
from exports.scale.concat import concat_files
from exports.scale.job import Means, refuse_lost
from exports.scale.split import SUFFIXES, Wish, split_files, split_paths
from exports.scale.work import signature

Counts = dict[str, int]


class PipelineError(CorpusError, ValueError):
    """A pipeline file that cannot be run as it is."""


class LockBroken(CorpusError, ValueError):
    """Something is not what the lock file says."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pipeline."""

    number: int  # 1-based
    use: str  # key of STEPS
    inputs: tuple[str, ...]  # as written: paths and patterns, relative to the file; () is the output of the step before
    out: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How the step is called in messages."""
        return f"step {self.number} ({self.use})"


@dataclass(frozen=True, slots=True)
class Result:
    """What a step did."""

    counts: Counts
    failed: tuple[str, ...] = ()  # inputs or lines that were left out, one message each


def _align(step: Step, files: list[Path], out: Path, means: Means) -> Result:
    from aligners import align  # noqa: PLC0415 - the aligner and its lexicon, where a step needs them
    from corpus.document import read  # noqa: PLC0415

    least = step.options.get("min_score", 0.0)
    failed: list[str] = []
    counts = {"documents": 0, "pairs": 0}

    def pairs() -> Iterator[Pair]:
        for path in files:
            try:
                found = align(read(path))
            except CorpusError as error:
                failed.append(str(error))
                continue
            counts["documents"] += 1
            for pair in found:
                if pair.is_complete and (pair.score or 0) >= least:
                    counts["pairs"] += 1
                    yield pair

    del means
    write(pairs(), out)
    return Result(counts, tuple(failed))


def _clean(step: Step, files: list[Path], out: Path, means: Means, preset: str = "news") -> Result:
    options = step.options
    paths = {name: _beside(out, options[name]) if name in options else None for name in ("rejected", "report")}
    request = Request(
        tuple(map(str, files)),
        out,
        options.get("preset", preset),
        changes(step),
        paths["rejected"],
        paths["report"],
        means,
        options.get("seed", 1),
    )
    ledger = clean_files(request).ledger
    assert ledger is not None
    bad = tuple(
        f"{count_of(count, 'line')} of {', '.join(map(str, files))}: {reason}" for reason, count in ledger.bad_lines.items()
    )
    rules = {found.rule: found.caught for found in ledger.findings if found.caught}
    return Result({"read": ledger.read, "kept": ledger.kept, "dropped": ledger.dropped, **rules}, bad)


def _check(step: Step, files: list[Path], out: Path, means: Means) -> Result:
    return _clean(step, files, out, means, "flags")


def _split(step: Step, files: list[Path], out: Path, means: Means) -> Result:
    options = step.options
    wish = Wish(
        options.get("dev", 1000),
        options.get("test", 1000),
        options.get("by", "document"),
        float(options.get("near_dup", 0.8)),
        options.get("to", "tsv"),
        options.get("seed", 1),
    )
    dealt = split_files(list(map(str, files)), out, wish, means)
    return Result(dealt.counts, (count_of(dealt.bad, *NO_PAIR),) if dealt.bad else ())


def _concat(step: Step, files: list[Path], out: Path, means: Means) -> Result:
    del step
    joined = concat_files(list(map(str, files)), out, {}, means)
    return Result({"pairs": sum(joined.pairs.values())}, joined.bad)


def _export(step: Step, files: list[Path], out: Path, means: Means) -> Result:
    del step, means
    counts = {"pairs": 0}

    def pairs() -> Iterator[Pair]:
        for path in files:
            for pair in read_pairs(path):
                counts["pairs"] += 1
                yield pair

    write(pairs(), out)
    return Result(counts)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a step can be: how it runs and the options that it takes, with their types."""

    run: Callable[[Step, list[Path], Path, Means], Result]
    options: Mapping[str, type | tuple[type, ...]]


_CLEANING = {"rules": dict, "rejected": str, "report": str, "seed": int}
STEPS: Mapping[str, Kind] = {
    "align": Kind(_align, {"min_score": (int, float)}),
    "check": Kind(_check, _CLEANING),
    "clean": Kind(_clean, {"preset": str, **_CLEANING}),
    "split": Kind(_split, {"by": str, "dev": int, "test": int, "near_dup": (int, float), "to": str, "seed": int}),
    "concat": Kind(_concat, {}),
    "export": Kind(_export, {}),
}


def _beside(out: Path, name: str) -> Path:
    return out.parent / name


def changes(step: Step) -> dict[str, tuple[str, Limits]]:
    """The changed rules of a step: `rules.too_long = { action = "drop", most = 500 }`. Raises `PipelineError`."""
    found: dict[str, tuple[str, Limits]] = {}
    for rule, what in step.options.get("rules", {}).items():
        if not isinstance(what, dict) or not isinstance(what.get("action"), str):
            raise PipelineError(f'{step.label}: rules.{rule}: write {{ action = "drop" }}, "flag" or "off", and limits')
        limits = {name: value for name, value in what.items() if name != "action"}
        if not all(isinstance(value, int | float) for value in limits.values()):
            raise PipelineError(f"{step.label}: rules.{rule}: limits are numbers")
        found[rule] = (what["action"], limits)
    return found


def read_pipeline(path: Path) -> list[Step]:
    """The steps of a pipeline file, all of them checked. Raises `UnreadableInput` and `PipelineError`."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read ({error.strerror})", "check the path") from None
    except ValueError as error:
        raise UnreadableInput(str(path), f"not TOML: {error}", "mend it there") from None
    unknown = set(found) - {"step"}
    tables = found.get("step")
    if unknown or not isinstance(tables, list) or not tables:
        what = f"unknown table {min(unknown)}" if unknown else "no steps"
        raise PipelineError(f"{path}: {what}; a pipeline is a list of [[step]] tables, each with use, in and out")
    steps = [_step(number, table, path) for number, table in enumerate(tables, 1)]
    if not steps[0].inputs:
        raise PipelineError(f"{path}: {steps[0].label}: the first step needs in = [...]")
    outs = [step.out for step in steps]
    for step in steps:
        if outs.count(step.out) > 1:
            raise PipelineError(f"{path}: {step.label}: out = {step.out!r} is the output of another step as well")
    return steps


def _step(number: int, table: Any, path: Path) -> Step:
    where = f"{path}: step {number}"
    if not isinstance(table, dict) or table.get("use") not in STEPS:
        use = table.get("use") if isinstance(table, dict) else None
        raise PipelineError(f"{where}: use = {use!r} is unknown; choose one of {', '.join(STEPS)}")
    kind = STEPS[table["use"]]
    inputs = table.get("in", [])
    inputs = [inputs] if isinstance(inputs, str) else inputs
    if not isinstance(inputs, list) or not all(isinstance(name, str) for name in inputs):
        raise PipelineError(f'{where}: in = {inputs!r}: write a list of paths, for example ["news/*.txt"]')
    if not isinstance(table.get("out"), str) or not table["out"]:
        raise PipelineError(f"{where}: no out; name the output, for example out = 'pairs.tsv'")
    options = {name: value for name, value in table.items() if name not in ("use", "in", "out")}
    for name, value in options.items():
        if name not in kind.options:
            raise PipelineError(f"{where}: {table['use']} has no option {name}; it has {', '.join(kind.options) or 'none'}")
        wanted = kind.options[name]
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise PipelineError(f"{where}: {name} = {value!r} is of the wrong type")
    step = Step(number, table["use"], tuple(inputs), table["out"], options)
    _fits(step, where)
    return step


def _fits(step: Step, where: str) -> None:
    """Refuse values that would fail when the step runs."""
    try:
        if step.use in ("clean", "check"):
            uses(step.options.get("preset", "news"), changes(step))
        if step.use == "split":
            if step.options.get("to", "tsv") not in SUFFIXES:
                raise UsageError(f"to = {step.options['to']!r}; choose one of {', '.join(SUFFIXES)}")
        else:
            format_of(Path(step.out))
    except CorpusError as error:
        raise PipelineError(f"{where}: {error}") from None


@dataclass(frozen=True, slots=True)
class Locked:
    """What the lock file says of a step."""

    use: str
    key: str  # of options and versions
    inputs: dict[str, str]  # path to digest
    outputs: dict[str, str]
    counts: Counts


def run_pipeline(path: Path, means: Means, *, locked: bool = False) -> tuple[str, ...]:
    """Run the steps that are not up to date; gives back what was left out. Raises `CorpusError`.

    With `locked`, refuses when options, versions or inputs are not those of the lock file, and when an output is another one.
    """
    steps = read_pipeline(path)
    lock_path = path.with_suffix(".lock")
    known = _read_lock(lock_path)
    if locked and len(known) != len(steps):
        raise LockBroken(f"{lock_path}: holds {len(known)} of {len(steps)} steps; run once without --locked")
    done: list[Locked] = []
    failed: list[str] = []
    before: list[str] = []
    read: list[Path] = [path, lock_path]  # by this and all earlier steps
    written: list[Path] = []
    for step in steps:
        files = _files(step, path, before)
        read += files
        _refuse_lost(step, path, read, written)
        now = Locked(step.use, _key(step), {_name(file, path): digest(file) for file in files}, {}, {})
        old = known[step.number - 1] if step.number <= len(known) else None
        if locked and old:
            _same(step, now, old, lock_path)
        if old and replace(old, outputs={}, counts={}) == now and _whole(old, path):
            say(f"{step.label}: up to date", quiet=means.quiet)
            done.append(old)
        else:
            out = path.parent / step.out
            _make_room(out, step)
            result = STEPS[step.use].run(step, files, out, means)
            say(f"{step.label}: " + ", ".join(f"{name} {count:,}" for name, count in result.counts.items()), quiet=means.quiet)
            failed += result.failed
            made = _outputs(step, path)
            now = replace(now, outputs={_name(file, path): digest(file) for file in made}, counts=result.counts)
            if locked and old and old.outputs != now.outputs:
                raise LockBroken(f"{step.label}: {step.out} came out different from what {lock_path} says")
            done.append(now)
            if not locked and not result.failed:
                _write_lock(lock_path, [*done, *known[step.number :]])
        before = [name for name in done[-1].outputs if not name.endswith(("left_out.tsv", *_extras(step)))]
    return tuple(failed)


def _refuse_lost(step: Step, path: Path, read: Sequence[Path], written: list[Path]) -> None:
    """Refuse a step that would write over what was read, or over an output, which is then added to those written."""
    out = path.parent / step.out
    main = split_paths(out, step.options.get("to", "tsv")) if step.use == "split" else (out,)
    own = [*main, *(_beside(out, name) for name in _extras(step))]
    try:
        refuse_lost(read, own)
        refuse_lost((), [*written, *own])
    except UsageError as error:
        raise PipelineError(f"{step.label}: {error}") from None
    written += own


def _extras(step: Step) -> tuple[str, ...]:
    """Outputs of a step that are no input of the next one."""
    return tuple(step.options[name] for name in ("rejected", "report") if name in step.options)


def _files(step: Step, path: Path, before: list[str]) -> list[Path]:
    if not step.inputs:
        return [path.parent / name for name in before]
    found = []
    for name in step.inputs:
        files = sorted(file for file in path.parent.glob(name) if file.is_file()) if has_magic(name) else [path.parent / name]
        if not files:
            raise UnreadableInput(name, f"no file fits ({step.label})", "check the pattern; it is relative to the pipeline file")
        if not files[0].is_file():
            raise UnreadableInput(
                str(files[0]), f"no such file ({step.label})", "check the path; it is relative to the pipeline file"
            )
        found += files
    return found


def _name(file: Path, path: Path) -> str:
    return file.relative_to(path.parent).as_posix() if file.is_relative_to(path.parent) else str(file)


def _key(step: Step) -> str:
    content = json.dumps([step.use, step.inputs, step.out, step.options, signature()], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _make_room(out: Path, step: Step) -> None:
    try:
        (out if step.use == "split" else out.parent).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PipelineError(f"{step.label}: out = {step.out}: cannot be made ({error.strerror})") from None


def _outputs(step: Step, path: Path) -> list[Path]:
    out = path.parent / step.out
    if step.use == "split":
        return sorted(file for file in out.iterdir() if file.is_file())
    made = [out] if out.is_file() else sorted(out.parent.glob(f"{out.name}.*"))
    return [*made, *(_beside(out, name) for name in _extras(step))]


def _whole(old: Locked, path: Path) -> bool:
    files = {name: path.parent / name for name in old.outputs}
    return all(file.is_file() and digest(file) == old.outputs[name] for name, file in files.items())


def _same(step: Step, now: Locked, old: Locked, lock: Path) -> None:
    if now.key != old.key or now.use != old.use:
        raise LockBroken(f"{step.label}: its options or the installed versions are not those of {lock}; run without --locked")
    for name in sorted(now.inputs.keys() | old.inputs.keys()):
        if now.inputs.get(name) != old.inputs.get(name):
            what = "is new" if name not in old.inputs else "is gone" if name not in now.inputs else "was changed"
            raise LockBroken(f"{name}: {what} since {lock} was written; run without --locked to take it")


def _read_lock(path: Path) -> list[Locked]:
    if not path.exists():
        return []
    try:
        return [Locked(**step) for step in json.loads(path.read_text(encoding="utf-8"))["steps"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise UnreadableInput(str(path), f"not a lock file ({error})", "delete it, and every step runs again") from None


def _write_lock(path: Path, steps: list[Locked]) -> None:
    with writing(path) as out:
        json.dump(
            {"made_by": signature(), "steps": [asdict(step) for step in steps]}, out, ensure_ascii=False, indent=1, sort_keys=True
        )
        out.write("\n")
