"""JSONL in the shape of Hugging Face translation data: one object a line, the same keys and types in each.

`{"id": "1", "translation": {"en": "...", "vi": "..."}, "score": 0.98, "kind": "1-1", "doc": "...", "en_lines": [3], ...}`
The flat shape has `en` and `vi` in place of `translation`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableInput
from corpus.pair import Pair, kind_of, score_of, span_in
from exports.files import text_lines, writing
from exports.header import COLUMNS
from exports.intake import Intake
from exports.issues import issue_object, issue_of
from exports.row import EMPTY, NO_PLACE
from exports.text import xml_safe

KEPT = frozenset((*COLUMNS, "translation"))  # what is written again; all else is said to be left out
SHAPE = 'each line is an object like {"translation": {"en": "...", "vi": "..."}}'


def write_jsonl(pairs: Iterable[Pair], path: Path, *, flat: bool = False) -> Counter[str]:
    """Write pairs as JSONL; gives back what the text policy changed. A pair without an id gets its number."""
    changes: Counter[str] = Counter()
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    with writing(path) as out:
        for number, pair in enumerate(pairs, 1):
            en, vi = xml_safe(pair.en, changes), xml_safe(pair.vi, changes)
            if not en and not vi:
                changes[EMPTY] += 1
                continue
            texts: dict[str, Any] = {"en": en, "vi": vi}
            row = {
                "id": xml_safe(pair.id, changes) if pair.id else str(number),
                **(texts if flat else {"translation": texts}),
                "score": pair.score,
                "kind": pair.kind,
                "doc": xml_safe(pair.doc, changes) if pair.doc else "",
                "en_lines": pair.en_lines,
                "vi_lines": pair.vi_lines,
                "span": pair.span or [],
                "issues": [issue_object(issue) for issue in pair.issues] if pair.issues else [],
            }
            out.write(encode(row) + "\n")
    return changes


def read_jsonl(path: Path) -> Intake:
    """Pairs of a JSONL file, with `translation` or flat `en` and `vi`. Raises `UnreadableInput` with the line."""
    left_out: Counter[str] = Counter()
    return Intake(_pairs(path, left_out), left_out)


def _pairs(path: Path, left_out: Counter[str]) -> Iterator[Pair]:
    for number, line in enumerate(text_lines(path, breaks=False), 1):
        if not line or line.isspace():
            continue
        try:
            found = json.loads(line)
            pair = _pair(found, number)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise UnreadableInput(str(path), what_is_wrong(error, line), remedy_of(line), number) from None
        left_out.update(f"key {name!r}, {NO_PLACE}" for name in found.keys() - KEPT if found[name])
        yield pair


def what_is_wrong(error: Exception, line: str) -> str:
    """What makes a line no pair, in words."""
    if isinstance(error, json.JSONDecodeError) and line.lstrip().startswith("["):
        return "a JSON array, not an object a line"
    return f"no key {error}" if isinstance(error, KeyError) else str(error)


def remedy_of(line: str) -> str:
    """What to do about a line that is no pair."""
    if line.lstrip().startswith("["):
        return "write one object a line, for example with jq -c '.[]'"
    return SHAPE


def _pair(found: Any, number: int) -> Pair:
    if not isinstance(found, dict):
        raise TypeError("not an object")
    texts = found.get("translation", found)
    if not (isinstance(texts, dict) and isinstance(texts["en"], str) and isinstance(texts["vi"], str)):
        raise TypeError("en and vi are not texts")
    en, vi = texts["en"], texts["vi"]
    en_lines, vi_lines = (tuple(int(n) for n in found.get(name) or ()) for name in ("en_lines", "vi_lines"))
    return Pair(
        en,
        vi,
        score_of(found.get("score")),
        kind_of(en, vi, str(found.get("kind"))),
        str(found.get("doc") or ""),
        en_lines,
        vi_lines,
        str(found.get("id") or ""),
        tuple(issue_of(issue, en, vi) for issue in found.get("issues") or ()),
        number,
        _texts(found, "glossary"),
        _texts(found, "context"),
        span_in(found.get("span")),
    )


def _texts(found: dict[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    """What a check should know besides the pair: a list of objects with `en` and `vi`."""
    listed = found.get(key) or []
    if not (isinstance(listed, list) and all(isinstance(item, dict) for item in listed)):
        raise TypeError(f"{key} is no list of objects with en and vi")
    return tuple((str(item["en"]), str(item["vi"])) for item in listed)
