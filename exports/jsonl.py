"""JSONL in the shape of Hugging Face translation data: one object a line, the same keys and types in each.

`{"id": "1", "translation": {"en": "...", "vi": "..."}, "score": 0.98, "kind": "1-1", "doc": "...", "en_lines": [3], ...}`
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableInput
from corpus.pair import Pair, kind_of, score_of
from exports.files import reading, writing
from exports.text import xml_safe

BOM = b"\xef\xbb\xbf"


def row(pair: Pair, changes: Counter[str]) -> str:
    """A pair as one line of JSON, without its end."""
    return json.dumps(
        {
            "id": xml_safe(pair.id, changes),
            "translation": {"en": xml_safe(pair.en, changes), "vi": xml_safe(pair.vi, changes)},
            "score": pair.score,
            "kind": pair.kind,
            "doc": xml_safe(pair.doc, changes),
            "en_lines": list(pair.en_lines),
            "vi_lines": list(pair.vi_lines),
        },
        ensure_ascii=False,
    )


def write_jsonl(pairs: Iterable[Pair], path: Path) -> Counter[str]:
    """Write pairs as JSONL; gives back what the text policy changed."""
    changes: Counter[str] = Counter()
    with writing(path) as out:
        for number, pair in enumerate(pairs, 1):
            out.write(row(pair if pair.id else _with_id(pair, number), changes) + "\n")
    return changes


def _with_id(pair: Pair, number: int) -> Pair:
    return Pair(pair.en, pair.vi, pair.score, pair.kind, pair.doc, pair.en_lines, pair.vi_lines, str(number))


def read_jsonl(path: Path) -> Iterator[Pair]:
    """Pairs of a JSONL file, with `translation` or flat `en` and `vi`. Raises `UnreadableInput` with the line."""
    with reading(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                yield _pair(json.loads(line.removeprefix(BOM) if number == 1 else line), number)
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                what = f"no key {error}" if isinstance(error, KeyError) else str(error)
                raise UnreadableInput(
                    str(path), what, 'each line is an object like {"translation": {"en": "...", "vi": "..."}}', number
                ) from None


def _pair(found: Any, number: int) -> Pair:
    if not isinstance(found, dict):
        raise TypeError("not an object")
    texts = found.get("translation", found)
    if not (isinstance(texts, dict) and isinstance(texts["en"], str) and isinstance(texts["vi"], str)):
        raise TypeError("en and vi are not texts")
    kind = found.get("kind") or kind_of(texts["en"], texts["vi"])
    en_lines, vi_lines = (tuple(int(n) for n in found.get(name) or ()) for name in ("en_lines", "vi_lines"))
    return Pair(
        texts["en"], texts["vi"], score_of(found.get("score")), kind, str(found.get("doc") or ""), en_lines, vi_lines,
        id=str(found.get("id") or ""), line=number, glossary=_texts(found, "glossary"), context=_texts(found, "context"),
    )  # fmt: skip


def _texts(found: dict[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    """What a check should know besides the pair: a list of objects with `en` and `vi`."""
    listed = found.get(key) or []
    if not (isinstance(listed, list) and all(isinstance(item, dict) for item in listed)):
        raise TypeError(f"{key} is no list of objects with en and vi")
    return tuple((str(item["en"]), str(item["vi"])) for item in listed)
