"""Issues in files: an object of JSON each, so that every format keeps all of what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from corpus.issue import Issue


def issue_object(issue: Issue) -> dict[str, Any]:
    """An issue as the object that JSONL holds; a span is a list of two offsets."""
    return {
        "code": issue.code,
        "severity": issue.severity,
        "en_span": None if issue.en_span is None else list(issue.en_span),
        "vi_span": None if issue.vi_span is None else list(issue.vi_span),
        "message": issue.message,
        "suggestion": issue.suggestion,
    }


def issue_of(found: Any, en: str = "", vi: str = "") -> Issue:
    """An issue from its object; a span may be the text that it marks in `en` or `vi`. Raises `ValueError` for anything else."""
    if not (isinstance(found, dict) and isinstance(found.get("code"), str) and found["code"]):
        raise ValueError("an issue is no object with a code")
    suggestion = found.get("suggestion")
    return Issue(
        found["code"],
        str(found.get("severity") or "minor"),
        str(found.get("message") or ""),
        _span(found.get("en_span"), en),
        _span(found.get("vi_span"), vi),
        None if suggestion is None else str(suggestion),
    )


def _span(found: Any, text: str) -> tuple[int, int] | None:
    if found is None:
        return None
    if isinstance(found, str) and found in text:
        return text.index(found), text.index(found) + len(found)
    if not (isinstance(found, list) and len(found) == 2 and all(type(offset) is int for offset in found)):
        raise ValueError(f"{found!r} is no span of two offsets")
    return found[0], found[1]


def issue_text(issue: Issue) -> str:
    """An issue as one line of JSON without its empty parts."""
    return json.dumps({key: value for key, value in issue_object(issue).items() if value is not None}, ensure_ascii=False)


def issues_text(issues: Iterable[Issue]) -> str:
    """Issues as one cell of a table: a JSON array, empty where there are none."""
    found = ", ".join(map(issue_text, issues))
    return f"[{found}]" if found else ""


def issues_of(text: str) -> tuple[Issue, ...]:
    """Issues from a cell. Raises `ValueError` for what is no JSON array of issues.

    >>> issues_of('[{"code": "number_mismatch", "severity": "major", "en_span": [3, 4]}]')[0].en_span
    (3, 4)
    """
    if not text.strip():
        return ()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise ValueError(f"{text[:40]!r} is no JSON array of issues")
    return tuple(map(issue_of, found))
