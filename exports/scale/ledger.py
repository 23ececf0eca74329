"""The ledger of a run: every pair that came in is kept or dropped, and every dropped one has its rules.

Tasks give counts of their shard; added up they are the same whatever the shards were, examples included: those are the pairs
with the lowest hash of their number, so that they are a random sample and the same one every time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corpus.rules import BIT, RULES, Use, mask
from exports.scale.rows import LINE

EXAMPLES = 20  # for each rule
SHOWN = 300  # characters of an example's side
LENGTH_STEP, LONGEST = 20, 400  # characters of a bar, and where the last one begins
SCORE_BARS = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that broke a rule."""

    place: str  # file:line
    en: str
    vi: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule did in a run."""

    rule: str
    says: str
    action: str  # drop or flag
    limits: dict[str, float]
    caught: int  # pairs that broke it
    alone: int  # of these, pairs that no other rule drops; for a flag, that broke no other rule at all
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The sum of a run; counts are of pairs unless they say lines."""

    read: int
    kept: int
    dropped: int
    flagged: int  # kept, with a flag
    bad_lines: dict[str, int]  # by reason
    blank_lines: int
    findings: tuple[Finding, ...]
    scores: tuple[int, ...]  # pairs by score, twentieths; () if nothing was scored
    lengths: dict[str, tuple[int, ...]]  # kept pairs by characters of a side, in steps of LENGTH_STEP


def mixed(numbers: NDArray[np.uint64], seed: int) -> NDArray[np.uint64]:
    """A hash of each number (splitmix64): another order for each seed, the same on every machine."""
    state = numbers + np.uint64((seed * 2 + 1) * 0x9E3779B97F4A7C15 % 2**64)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return state ^ (state >> np.uint64(31))


def counted(frame: pl.DataFrame, ids: NDArray[np.int64], rules: tuple[Use, ...], name: str, seed: int) -> dict[str, Any]:
    """The counts of a shard, as JSON can hold them.

    `frame` has `en`, `vi`, LINE, `caught` for each pair, and `score` if it was judged; `ids` are their numbers in the run.
    """
    caught = frame["caught"].to_numpy()
    drop, flag = mask(rules, "drop"), mask(rules, "flag")
    order = mixed(ids.astype(np.uint64), seed)
    gone = (caught & drop) > 0
    findings = {}
    for each in rules:
        broken = (caught & each.bit) > 0
        others = drop if each.action == "drop" else drop | flag
        shown = np.flatnonzero(broken)
        shown = shown[np.argsort(order[shown])[:EXAMPLES]]
        findings[each.rule] = {
            "caught": int(broken.sum()),
            "alone": int((broken & ((caught & others) == each.bit)).sum()),
            "examples": [[int(order[n]), f"{name}:{frame[LINE][int(n)]}", *_texts(frame, int(n))] for n in shown],
        }
    kept = frame.filter(pl.Series(~gone))
    return {
        "read": len(frame),
        "kept": int((~gone).sum()),
        "dropped": int(gone.sum()),
        "flagged": int((~gone & ((caught & flag) > 0)).sum()),
        "findings": findings,
        "scores": _bars(frame["score"].drop_nulls() * SCORE_BARS, SCORE_BARS) if "low_score" in {r.rule for r in rules} else [],
        "lengths": {side: _bars(kept[side].str.len_chars() // LENGTH_STEP, LONGEST // LENGTH_STEP + 1) for side in ("en", "vi")},
    }


def _texts(frame: pl.DataFrame, row: int) -> list[str]:
    return [frame[side][row][:SHOWN] for side in ("en", "vi")]


def _bars(values: pl.Series, count: int) -> list[int]:
    places = values.cast(pl.Int64).clip(0, count - 1).to_numpy()
    return [int(n) for n in np.bincount(places, minlength=count)]


def total(shards: Iterable[Mapping[str, Any]], lines: Iterable[Mapping[str, Any]], rules: tuple[Use, ...]) -> Ledger:
    """The ledger of all shards: what `counted` gave for each, and what reading each gave (`bad`, `blank`)."""
    shards, lines = list(shards), list(lines)
    bad: Counter[str] = Counter()
    for found in lines:
        bad.update(found["bad"])
    findings = []
    for each in rules:
        own = [shard["findings"][each.rule] for shard in shards]
        shown = sorted(example for one in own for example in one["examples"])[:EXAMPLES]
        examples = tuple(Example(*example[1:]) for example in shown)
        caught, alone = (sum(one[what] for one in own) for what in ("caught", "alone"))
        findings.append(Finding(each.rule, RULES[each.rule].says, each.action, dict(each.limits), caught, alone, examples))
    read, kept, dropped, flagged = (sum(shard[what] for shard in shards) for what in ("read", "kept", "dropped", "flagged"))
    ledger = Ledger(
        read,
        kept,
        dropped,
        flagged,
        dict(sorted(bad.items())),
        sum(found["blank"] for found in lines),
        tuple(findings),
        tuple(np.sum([shard["scores"] for shard in shards if shard["scores"]], axis=0).tolist())
        if any(shard["scores"] for shard in shards)
        else (),
        {side: tuple(np.sum([s["lengths"][side] for s in shards], axis=0).tolist()) if shards else () for side in ("en", "vi")},
    )
    if ledger.read != ledger.kept + ledger.dropped:
        raise AssertionError(f"{ledger.read} pairs read, {ledger.kept} kept and {ledger.dropped} dropped")
    return ledger


def rule_names(caught: pl.Series, chosen: int) -> pl.Series:
    """For each row the rules of `chosen` bits that it broke, joined by commas."""
    known = caught.unique()
    texts = [",".join(rule for rule, bit in BIT.items() if value & chosen & bit) for value in known]
    return caught.replace_strict(known, texts, return_dtype=pl.String)
