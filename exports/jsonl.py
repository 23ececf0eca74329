"""JSONL in the shape of Hugging Face translation data: one object a line, the same keys and types in each.

`{"id": "1", "translation": {"en": "...", "vi": "..."}, "score": 0.98, "kind": "1-1", "doc": "...", "en_lines": [3], ...}`
The flat shape has `en` and `vi` in place of `translation`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableInput
from corpus.pair import Pair, kind_of, score_of, span_in
from exports.files import text_lines, writing
from exports.header import COLUMNS, SIDES, candidates, places_of
from exports.intake import Intake
from exports.issues import issue_object, issue_of
from exports.row import EMPTY, NO_PLACE
from exports.text import xml_safe

KEPT = frozenset((*COLUMNS, "translation"))  # what is written again; all else is said to be left out
SHAPE = 'each line is an object like {"translation": {"en": "...", "vi": "..."}} or {"en": "...", "vi": "..."}'
SHOWN = 12  # keys in a message


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
        more = found.keys() - KEPT
        if more:
            taken = () if isinstance(found.get("translation"), dict) else side_keys(found)
            left_out.update(f"key {name!r}, {NO_PLACE}" for name in more if found[name] and name not in taken)
        yield pair


BROKEN = {  # by what the parser says first
    "Expecting property name": "a key in double quotation marks is missing, or a comma is too many",
    "Expecting ':'": "a colon is missing",
    "Expecting ','": "a comma is missing",
    "Expecting value": "a value is missing, or a text without quotation marks",
    "Unterminated string": "the quotation mark that ends this text is missing",
    "Invalid control": "a tab or another control character inside a text; a tab is written \\t",
    "Invalid \\escape": "a backslash that stands for nothing; one is written \\\\",
    "Invalid \\uXXXX": "\\u without four hexadecimal digits",
    "Extra data": "more text after the object",
    "Illegal trailing": "a comma is too many",
}
CUT = "the line ends inside of the object"
TOO_DEEP = "too many brackets inside each other"


def what_is_wrong(error: Exception, line: str) -> str:
    """What makes a line no pair, in words.

    >>> what_is_wrong(json.JSONDecodeError("Expecting ',' delimiter", '{"en": "a" "vi": "b"}', 11), '{"en": "a" "vi": "b"}')
    'no valid JSON (column 12: a comma is missing)'
    """
    if isinstance(error, RecursionError):
        return f"no valid JSON ({TOO_DEEP})"
    if not isinstance(error, json.JSONDecodeError):
        return f"no key {error}" if isinstance(error, KeyError) else str(error)
    if line.lstrip().startswith("["):
        return "a JSON array, not an object a line"
    plain = next((words for said, words in BROKEN.items() if error.msg.startswith(said)), "this cannot be read")
    ends = error.pos >= len(line.rstrip()) and error.pos > 0
    return f"no valid JSON (column {error.colno}: {CUT if ends else plain})"


def remedy_of(line: str) -> str:
    """What to do about a line that is no pair."""
    if line.lstrip().startswith("["):
        return "write one object a line, for example with jq -c '.[]'"
    return SHAPE


def texts_of(found: Any) -> tuple[str, str]:
    """The English and the Vietnamese text of an object. Raises `ValueError` with what is there instead."""
    if not isinstance(found, dict):
        raise TypeError("not an object")
    texts = _holder(found)
    en, vi = (texts[key] for key in side_keys(found))
    if isinstance(en, str) and isinstance(vi, str):
        return en, vi
    key, value = next((key, texts[key]) for key in side_keys(found) if not isinstance(texts[key], str))
    raise TypeError(f"{key} is no text ({json.dumps(value)[:40]})")


def _holder(found: dict[str, Any]) -> dict[str, Any]:
    """Where the texts of an object are: in it, or in its `translation`."""
    inner = found.get("translation")
    return inner if isinstance(inner, dict) else found


def side_keys(found: dict[str, Any]) -> tuple[str, str]:
    """The keys of the two texts of an object; they may be called as columns are. Raises `ValueError`."""
    texts = _holder(found)
    return ("en", "vi") if "en" in texts and "vi" in texts else _named_keys(tuple(texts))


@lru_cache(1024)
def _named_keys(keys: tuple[str, ...]) -> tuple[str, str]:
    places = places_of(keys)
    if places:
        return keys[places["en"]], keys[places["vi"]]
    missing = " and ".join(repr(side) for side in SIDES if not candidates(keys, side))
    have = ", ".join(repr(key[:30]) for key in keys[:SHOWN]) or "none"
    raise ValueError(f"no key {missing} (keys: {have})")


def _pair(found: Any, number: int) -> Pair:
    en, vi = texts_of(found)
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
