"""Rules that a pair can break, and what each preset does with those that do.

A rule is a polars expression over the columns `en`, `vi` (NFC, stripped) and `folded_en`, `folded_vi`, or is found by a later
stage (duplicates, score). What is done is said apart from what is found: a plan drops, flags or ignores.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from corpus.column import detect_column
from corpus.errors import CorpusError, UnknownName
from corpus.folding import SIDES, folded

Limits = Mapping[str, float]
ACTIONS = ("drop", "flag", "off")

VI_LETTER = r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]"  # letters of Vietnamese that French or Portuguese names do not have, or seldom
# UTF-8 read in a one-byte encoding: a capital that Vietnamese seldom has, then what is left of the next byte; "ĐÃ" is none
MOJIBAKE = "á[º»][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|[ÃÄÆ][\u0080-\u00bf\u2018-\u203a\u0192]|\ufffd"
MARKUP = r"</?[a-zA-Z][^<>]*>|&(?:[a-z]{2,8}|#[0-9]{1,6});|\{\{|\}\}"
# Words between spaces that only one of the two languages has in running text
EN_WORDS = tuple(f" {word} " for word in ("the", "of", "and", "to", "is", "was", "with", "from", "that", "are", "which", "has"))
VI_WORDS = tuple(f" {word} " for word in ("của", "và", "là", "không", "được", "các", "có", "một", "những", "đã", "người", "này"))


@dataclass(frozen=True, slots=True)
class Rule:
    """Something about a pair that may speak against it."""

    says: str  # what a pair is like that breaks it
    finds: Callable[[Limits], pl.Expr] | None = None  # None: not a matter of one expression
    limits: Limits = field(default_factory=dict)  # names and defaults
    most: float = math.inf  # that a limit can be; the least is 0


def _length_ratio(limits: Limits) -> pl.Expr:
    en, vi = (pl.col(side).str.len_chars() + limits["slack"] for side in SIDES)
    return ~(vi / en).is_between(limits["low"], limits["high"])


def _numbers_apart(limits: Limits) -> pl.Expr:
    en, vi = (pl.col(side).str.count_matches("[0-9]+").cast(pl.Int64) for side in SIDES)
    return (en - vi).abs() > limits["most"]


def _either(pattern: str) -> Callable[[Limits], pl.Expr]:
    return lambda _: pl.any_horizontal(pl.col(side).str.contains(pattern) for side in SIDES)


RULES: Mapping[str, Rule] = {
    "empty": Rule("a side has no text", lambda _: pl.any_horizontal(pl.col(side) == "" for side in SIDES)),
    "too_short": Rule(
        "a side has fewer characters than `least`",
        lambda limits: pl.any_horizontal(pl.col(side).str.len_chars() < limits["least"] for side in SIDES),
        {"least": 3},
    ),
    "too_long": Rule(
        "a side has more characters than `most`",
        lambda limits: pl.any_horizontal(pl.col(side).str.len_chars() > limits["most"] for side in SIDES),
        {"most": 1000},
    ),
    # professional news lies between 0.52 and 1.95, with ten characters added to both sides so that short texts may differ more
    "length_ratio": Rule(
        "Vietnamese characters for each English one, both plus `slack`, are below `low` or above `high`",
        _length_ratio,
        {"low": 0.5, "high": 2.2, "slack": 10},
    ),
    "no_words": Rule(
        "a side has no two letters in a row", lambda _: pl.any_horizontal(~pl.col(s).str.contains(r"\p{L}\p{L}") for s in SIDES)
    ),
    "copied": Rule("both sides are the same text", lambda _: pl.col("folded_en") == pl.col("folded_vi")),
    "no_vietnamese": Rule(
        "the Vietnamese side has at least `from` characters and no Vietnamese letter among them",
        lambda limits: (pl.col("vi").str.len_chars() >= limits["from"]) & ~pl.col("vi").str.contains(VI_LETTER),
        {"from": 25},
    ),
    "mojibake": Rule("a side was decoded wrongly (áº¿, Ä\u2018, \ufffd)", _either(MOJIBAKE)),
    "markup": Rule("a side holds tags, entities or template braces", _either(MARKUP)),
    "numbers_apart": Rule(
        "the counts of numbers in digits differ by more than `most`; says little: one side may write numbers in words",
        _numbers_apart,
        {"most": 1},
    ),
    "language": Rule("a side is surely not in its language"),
    "duplicate": Rule("an earlier pair has the same texts, but for case and white space"),
    "near_duplicate": Rule(
        "an earlier pair shares at least `alike` of the words, on each side; numbers count as one word",
        None,
        {"alike": 0.8},
        most=1,
    ),
    "low_score": Rule("the score is below `least`", None, {"least": 0.1}, most=1),
    "critical_issue": Rule("a check found a critical issue"),
    "major_issue": Rule("a check found a major issue, for example a wrong number"),
}
BIT = {name: 1 << place for place, name in enumerate(RULES)}  # its place in the column `caught`
SCREENED = tuple(name for name, rule in RULES.items() if rule.finds)  # told by one expression
JUDGED = ("low_score", "critical_issue", "major_issue")  # need the score and the checks, which cost most


@dataclass(frozen=True, slots=True)
class Use:
    """A rule in a plan: what is done with the pairs that break it, and with which limits."""

    rule: str
    action: str  # drop or flag
    limits: tuple[tuple[str, float], ...] = ()

    @property
    def bit(self) -> int:
        """The rule's bit in the column `caught`."""
        return BIT[self.rule]


class UnfitRule(CorpusError, ValueError):
    """A rule used with limits that it does not have, or that nothing or everything would break."""

    def __init__(self, rule: str, reason: str) -> None:
        self.rule = rule
        super().__init__(f"rule {rule}: {reason}")


def use(rule: str, action: str, limits: Limits | None = None) -> Use:
    """A rule with an action and limits, defaults filled in. Raises `UnknownName` and `UnfitRule`."""
    if rule not in RULES:
        raise UnknownName("rule", rule, RULES)
    if action not in ACTIONS:
        raise UnknownName(f"rule {rule}:", action, ACTIONS)
    known = RULES[rule].limits
    for name in limits or {}:
        if name not in known:
            raise UnfitRule(rule, f"has no limit {name}; its limits: {', '.join(known) or 'none'}")
    chosen = {**known, **(limits or {})}
    for name, value in chosen.items():
        if not 0 <= value <= RULES[rule].most:
            most = RULES[rule].most
            raise UnfitRule(
                rule, f"{name}={value:g}: give a number {'from 0' if math.isinf(most) else f'between 0 and {most:g}'}"
            )
    if "low" in chosen and chosen["low"] >= chosen["high"]:
        raise UnfitRule(rule, f"low={chosen['low']:g} is not below high={chosen['high']:g}")
    return Use(rule, action, tuple(sorted(chosen.items())))


def _all(action: str, *rules: str) -> dict[str, tuple[str, Limits]]:
    return {rule: (action, {}) for rule in rules}


_CHEAP = _all("drop", "empty", "too_long", "length_ratio", "no_words", "copied", "no_vietnamese", "mojibake")
_FLAGS = _all("flag", "markup", "numbers_apart")
_ALL = {**_CHEAP, **_FLAGS, **_all("drop", "language", "duplicate", "near_duplicate")}
# News: long sentences by professionals, so little is dropped. Web: everything may be wrong. Subtitles: short and free.
# Quick: what a line loop could do, for a first look. Flags: everything is looked at, nothing dropped.
PRESETS: Mapping[str, Mapping[str, tuple[str, Limits]]] = {
    "news": {
        **_ALL,
        "length_ratio": ("drop", {"low": 0.6, "high": 2.0}),
        "low_score": ("drop", {"least": 0.1}),
        "critical_issue": ("flag", {}),
        "major_issue": ("flag", {}),
    },
    "web": {
        **_ALL,
        "too_short": ("drop", {"least": 3}),
        "markup": ("drop", {}),
        "low_score": ("drop", {"least": 0.3}),
        "critical_issue": ("drop", {}),
        "major_issue": ("flag", {}),
    },
    "subtitles": {
        **_ALL,
        "too_long": ("drop", {"most": 200}),
        "length_ratio": ("drop", {"low": 0.35, "high": 3.0, "slack": 10}),
        "low_score": ("drop", {"least": 0.05}),
        "critical_issue": ("flag", {}),
    },
    "quick": {**_CHEAP, **_FLAGS, "duplicate": ("drop", {})},
    "flags": {**_all("flag", *RULES), "low_score": ("flag", {"least": 0.3})},
}


def uses(preset: str, changes: Mapping[str, tuple[str, Limits]] | None = None) -> tuple[Use, ...]:
    """The rules of a preset with changes to single ones, in the order of `RULES`, without those that are off.

    A changed rule keeps the limits of the preset that are not named. Raises `UnknownName` and `UnfitRule`.
    """
    if preset not in PRESETS:
        raise UnknownName("--preset", preset, PRESETS)
    chosen = dict(PRESETS[preset])
    for rule, (action, limits) in (changes or {}).items():
        if rule not in RULES:
            raise UnknownName("rule", rule, RULES)
        chosen[rule] = (action, {**chosen.get(rule, ("", {}))[1], **limits})
    found = [use(rule, *chosen[rule]) for rule in RULES if rule in chosen]
    return tuple(each for each in found if each.action != "off")


def screened(frame: pl.DataFrame, rules: tuple[Use, ...]) -> pl.DataFrame:
    """The pairs with `folded_en`, `folded_vi` and `caught`: one bit for each rule that a pair breaks (UInt32)."""
    frame = frame.with_columns(folded(frame[side]).alias(f"folded_{side}") for side in SIDES)
    found = [pl.lit(0, pl.UInt32)]
    for each in rules:
        finds = RULES[each.rule].finds
        if finds is not None:
            found.append(finds(dict(each.limits)).cast(pl.UInt32) * each.bit)
    caught = frame.select(caught=pl.sum_horizontal(found).cast(pl.UInt32))["caught"]
    if len(caught) != len(frame):  # no rule looked at a column: one value came back for all rows
        caught = pl.Series("caught", [0], pl.UInt32).new_from_index(0, len(frame))
    frame = frame.with_columns(caught.alias("caught"))
    if any(each.rule == "language" for each in rules):
        wrong = wrong_language(frame).cast(pl.UInt32) * BIT["language"]
        frame = frame.with_columns((pl.col("caught") | wrong).alias("caught"))
    return frame


def wrong_language(frame: pl.DataFrame) -> pl.Series:
    """Is a side surely not in its language? A side with its own little words and none of the other's is right without more."""
    wrong = pl.repeat(value=False, n=len(frame), dtype=pl.Boolean, eager=True)
    for side, own, other in (("en", EN_WORDS, VI_WORDS), ("vi", VI_WORDS, EN_WORDS)):
        text = pl.col(f"folded_{side}")
        plain = text.str.contains_any(list(own)) & ~text.str.contains_any(list(other))
        rows = frame.select(plain)[f"folded_{side}"].not_().arg_true()
        guesses = detect_column(frame[side].gather(rows))
        strange = (guesses["decided"] & ~guesses["language"].is_in([side, "mixed", "none"])).arg_true()
        wrong = wrong.scatter(rows.gather(strange), True)
    return wrong


def names(caught: int) -> tuple[str, ...]:
    """The rules whose bits are set.

    >>> names(BIT["empty"] | BIT["duplicate"])
    ('empty', 'duplicate')
    """
    return tuple(rule for rule, bit in BIT.items() if caught & bit)


def mask(rules: tuple[Use, ...], action: str) -> int:
    """The bits of all rules with an action."""
    return sum(each.bit for each in rules if each.action == action)
