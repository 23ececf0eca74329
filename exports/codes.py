"""Codes of issues as people write them."""

from __future__ import annotations

from difflib import get_close_matches

from corpus.checks import CHECKS
from exports.options import UsageError


def spelt(text: str) -> str:
    """A code as songngu spells it, whether there is such a one or not: "Number-Mismatch" is number_mismatch."""
    return text.strip().lower().replace("-", "_")


def remedy(text: str) -> str:
    """What to do about a code that there is not: the one it is like, or where all of them are listed."""
    near = get_close_matches(spelt(text), CHECKS, n=1)
    return f"did you mean {near[0]}?" if near else "songngu explain lists the codes"


def code_of(text: str, option: str) -> str:
    """The code that is meant. Raises `UsageError`."""
    code = spelt(text)
    if code not in CHECKS:
        raise UsageError(f"{option} {text}: unknown; {remedy(text)}")
    return code
