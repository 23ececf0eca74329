"""Issues: what a check found in a pair."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a translator should look at."""

    code: str  # key of `corpus.checks.CHECKS`
    severity: str  # MQM: minor, major, critical
    message: str
    en_span: tuple[int, int] | None = None  # offsets in the English text
    vi_span: tuple[int, int] | None = None
    suggestion: str | None = None
