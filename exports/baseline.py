"""The baseline: findings that are known and no longer reported, by what they are about and not by where they stand.

A JSON file with one line a finding, sorted, so that a change of it reads well:
`{"key": "9f...", "count": 1, "code": "punctuation", "en": "...", "vi": "..."}`; the texts are for people, the key decides.
Before them stands whether the checks saw the context of each pair, for without it some findings can neither come nor go.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from corpus.errors import UnreadableInput
from corpus.issue import Issue
from corpus.pair import Pair
from exports.files import writing

VERSION = 1
SHOWN = 80  # characters of a text that are kept for people


def content_key(pair: Pair, issue: Issue) -> str:
    """What a finding is about: its code and both texts, whatever their file, line and white space."""
    content = "\0".join((issue.code, _plain(pair.en_coded), _plain(pair.vi_coded)))
    return hashlib.sha256(content.encode(errors="backslashreplace")).hexdigest()[:24]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True, slots=True, order=True)
class _Entry:
    """A known finding as people see it."""

    code: str
    en: str
    vi: str
    key: str


@dataclass(slots=True)
class Baseline:
    """Known findings, and how often each was met; text that stands twice with one finding counts two."""

    known: Counter[str] = field(default_factory=Counter)
    codes: dict[str, str] = field(default_factory=dict)  # of the known keys
    context: bool = True  # may it hold findings that only a run with context meets?

    def covers(self, pair: Pair, issue: Issue) -> bool:
        """Is this a known finding? Each is known as often as the baseline has it."""
        key = content_key(pair, issue)
        if self.known[key] <= 0:
            return False
        self.known[key] -= 1
        return True

    def unmet(self, looked_for: Collection[str]) -> int:
        """Known findings of the codes that were looked for, and that were not met."""
        return sum(count for key, count in self.known.items() if self.codes.get(key) in looked_for)

    def lost(self, looked_for: Collection[str], found: Mapping[str, int] = MappingProxyType({})) -> Counter[str]:
        """By code, known findings that were not looked for and are not among the `found` keys: a new baseline would lose them."""
        lost: Counter[str] = Counter()
        for key, count in self.known.items():
            if self.codes[key] not in looked_for:
                lost[self.codes[key]] += max(count - found.get(key, 0), 0)
        return +lost


@dataclass(slots=True)
class Collected:
    """Findings on their way into a new baseline."""

    entries: Counter[_Entry] = field(default_factory=Counter)

    @property
    def keys(self) -> dict[str, int]:
        """How often each key was found."""
        found: Counter[str] = Counter()
        for entry, count in self.entries.items():
            found[entry.key] += count
        return found

    def add(self, pair: Pair, issue: Issue) -> None:
        """Take one more."""
        en, vi = (_plain(text)[:SHOWN] for text in (pair.en_coded, pair.vi_coded))
        self.entries[_Entry(issue.code, en, vi, content_key(pair, issue))] += 1

    def write(self, path: Path, *, context: bool) -> None:
        """Write the file; the same findings give the same bytes, in whatever order they came."""
        rows = (
            json.dumps({"key": e.key, "count": n, "code": e.code, "en": e.en, "vi": e.vi}, ensure_ascii=False)
            .encode(errors="backslashreplace")  # a lone surrogate comes out as JSON escapes it
            .decode()
            for e, n in sorted(self.entries.items())
        )
        with writing(path) as out:
            head = f'{{"version": {VERSION}, "context": {json.dumps(context)}, "findings": [\n'
            out.write(head + ",\n".join(rows) + "\n]}\n")


def read_baseline(path: Path) -> Baseline:
    """Read a baseline file. Raises `UnreadableInput`."""
    remedy = "write it again with --write-baseline"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["version"] != VERSION:
            raise UnreadableInput(str(path), f"version {found['version']!r} of the baseline is unknown", remedy)
        known: Counter[str] = Counter()
        codes: dict[str, str] = {}
        for entry in found["findings"]:
            known[str(entry["key"])] += int(entry["count"])
            codes[str(entry["key"])] = str(entry["code"])
    except FileNotFoundError:
        raise UnreadableInput(str(path), "no such baseline", "make it first with --write-baseline") from None
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read ({error.strerror})", "check the path of the baseline") from None
    except json.JSONDecodeError as error:
        raise UnreadableInput(str(path), f"not JSON ({error.msg})", remedy, error.lineno) from None
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        if isinstance(error, UnreadableInput):
            raise
        raise UnreadableInput(str(path), "this is no baseline of songngu", remedy) from None
    return Baseline(known, codes, found.get("context") is not False)
