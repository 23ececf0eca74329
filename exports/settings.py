"""`songngu.toml`: what a project has agreed on, read from the folder of the work or one above it.

[check]
preset = "translator"
fail-on = "error"
glossary = "terms.tsv"
baseline = "baseline.json"
context = true
only = ["number_mismatch"]

[check.severity]
punctuation = "major"

[[check.ignore]]
code = "name_mismatch"
en = "Sunrise"
reason = "the brand is called Bình Minh in Vietnam"
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from corpus.checks import PRESETS
from corpus.errors import CorpusError, UnreadableInput
from corpus.issue import Issue
from exports.codes import code_of, remedy, spelt
from exports.judge import SEVERITIES, Judged
from exports.options import UsageError

FILE = "songngu.toml"
FAIL_ON = ("error", "warning", "never")


@dataclass(frozen=True, slots=True)
class Ignore:
    """A finding that is right as it is, and why. All that is given must fit."""

    code: str
    reason: str
    place: str  # file:line of the settings
    en: str = ""  # text that the English holds
    vi: str = ""
    file: str = ""  # glob; * matches folders as well
    id: str = ""

    def covers(self, judged: Judged, issue: Issue) -> bool:
        """Does it speak of this finding?"""
        pair = judged.pair
        return (
            self.code == issue.code
            and (self.en in pair.en or self.en in pair.en_coded)
            and (self.vi in pair.vi or self.vi in pair.vi_coded)
            and (not self.file or fnmatch(judged.file, self.file))
            and (not self.id or self.id in (pair.id, pair.name))
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What `songngu.toml` says; None and empty where it says nothing."""

    path: Path | None = None
    preset: str | None = None
    fail_on: str | None = None
    glossary: Path | None = None
    baseline: Path | None = None
    context: bool | None = None
    only: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[Ignore, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)  # file:line of each key

    @contextmanager
    def blamed(self, key: str, path: Path | None) -> Iterator[None]:
        """What is wrong with a file is said of the line and key that name it; a path of an option is none of theirs."""
        try:
            yield
        except CorpusError as error:
            if path is None or path is not getattr(self, key):
                raise
            raise WrongSetting(self.places[key], f"check.{key}", error) from None


class WrongSetting(CorpusError, ValueError):
    """Settings that are well written and name what cannot be used."""

    def __init__(self, place: str, key: str, error: CorpusError) -> None:
        self.place, self.key, self.error = place, key, error
        super().__init__(f"{place}: {key}: {error}")


def find_settings(start: Path) -> Path | None:
    """The settings file of a folder: its own, or that of the nearest folder above."""
    folders = (start.resolve(), *start.resolve().parents)
    found = next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)
    return found and Path(os.path.relpath(found, start))  # as people name it from where they are


def read_settings(path: Path, known: Iterable[str]) -> Settings:
    """Read a settings file; `known` are the codes of the checks. Raises `UnreadableInput` with line and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text)
    except OSError as error:
        raise UnreadableInput(str(path), f"cannot be read ({error.strerror})", "check the path of the settings") from None
    except UnicodeDecodeError:
        raise UnreadableInput(str(path), "the settings are not UTF-8", "save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        reason = f"not TOML: {str(error)[: at.start()] if at else error}"
        raise UnreadableInput(str(path), reason, "mend the line", int(at[1]) if at else None) from None
    return _Reader(path, text, tuple(known)).settings(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of the parsed settings, or says in which line what is wrong."""

    path: Path
    text: str
    codes: tuple[str, ...]

    def settings(self, found: dict[str, Any]) -> Settings:
        self.known(found, ("check",), "")
        table = self.table(found, "check", "check")
        self.known(table, tuple(KEYS), "check")
        lines = {key: line_of(self.text, f"check.{key}") for key in table}
        places = {key: str(self.path) if line is None else f"{self.path}:{line}" for key, line in lines.items()}
        values = {KEYS[key][0]: KEYS[key][1](self, table[key], f"check.{key}") for key in table}
        return Settings(self.path, **values, places=places)

    def refuse(self, key: str, reason: str, remedy: str) -> UnreadableInput:
        return UnreadableInput(str(self.path), f"{key}: {reason}", remedy, line_of(self.text, key))

    def known(self, table: Mapping[str, Any], names: tuple[str, ...], key: str) -> None:
        for name in table:
            if name not in names:
                whole = f"{key}.{name}" if key else name
                raise self.refuse(whole, "unknown key", _choose(name, names))

    def table(self, found: Mapping[str, Any], name: str, key: str) -> dict[str, Any]:
        value = found.get(name, {})
        if not isinstance(value, dict):
            raise self.refuse(key, "not a table", f"write it as [{key}] and its keys below")
        return value

    def word(self, value: object, key: str, names: tuple[str, ...]) -> str:
        if value not in names:
            raise self.refuse(key, f"{value!r} is unknown", _choose(str(value), names))
        return str(value)

    def preset(self, value: object, key: str) -> str:
        return self.word(value, key, tuple(PRESETS))

    def fail_on(self, value: object, key: str) -> str:
        return self.word(value, key, FAIL_ON)

    def code(self, value: object, key: str) -> str:
        code = spelt(str(value))
        if code not in self.codes:
            raise self.refuse(key, f"{value!r} is unknown", remedy(str(value)))
        return code

    def only(self, value: object, key: str) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.refuse(key, "not a list", 'write it as ["code", "code"]')
        if not value:
            raise self.refuse(key, "empty", "name codes, or leave it out for all")
        return tuple(self.code(code, key) for code in value)

    def severity(self, value: object, key: str) -> dict[str, str]:
        table = self.table({"severity": value}, "severity", key)
        return {self.code(code, f"{key}.{code}"): self.word(word, f"{key}.{code}", SEVERITIES) for code, word in table.items()}

    def flag(self, value: object, key: str) -> bool:
        if not isinstance(value, bool):
            raise self.refuse(key, f"{value!r} is neither true nor false", "write true or false")
        return value

    def string(self, value: object, key: str) -> str:
        if not isinstance(value, str):
            raise self.refuse(key, "not a text", "write it in quotation marks")
        if not value.strip():
            raise self.refuse(key, "empty", REQUIRED.get(key.rpartition(".")[2], "fill it in, or leave the key out"))
        return value

    def file(self, value: object, key: str) -> Path:
        """A path, which counts from the folder of the settings."""
        return self.path.parent / self.string(value, key)

    def ignore(self, value: object, key: str) -> tuple[Ignore, ...]:
        if not (isinstance(value, list) and all(isinstance(item, dict) for item in value)):
            raise self.refuse(key, "not a list of tables", f"begin each with [[{key}]]")
        return tuple(self.one_ignore(item, f"{key}[{number}]") for number, item in enumerate(value, 1))

    def one_ignore(self, item: dict[str, Any], key: str) -> Ignore:
        self.known(item, ("code", "reason", "en", "vi", "file", "id"), key)
        for name, what in REQUIRED.items():
            if name not in item:
                raise self.refuse(key, f"no {name}", what)
        texts = {name: self.string(value, f"{key}.{name}") for name, value in item.items()}
        texts["code"] = self.code(texts["code"], f"{key}.code")
        return Ignore(**texts, place=f"{self.path.name}:{line_of(self.text, key)}")


REQUIRED = {"code": "name the code of the finding", "reason": 'say why: reason = "..."'}  # of an ignore
KEYS: Mapping[str, tuple[str, Callable[[_Reader, Any, str], Any]]] = {
    "preset": ("preset", _Reader.preset),
    "fail-on": ("fail_on", _Reader.fail_on),
    "glossary": ("glossary", _Reader.file),
    "baseline": ("baseline", _Reader.file),
    "context": ("context", _Reader.flag),
    "only": ("only", _Reader.only),
    "severity": ("severity", _Reader.severity),
    "ignore": ("ignore", _Reader.ignore),
}


def chosen_codes(known: Iterable[str], only: Sequence[str], without: Sequence[str]) -> frozenset[str]:
    """The codes to report: all known ones or those of `only`, but none of `without`. Raises `UsageError`."""
    wanted, unwanted = (_codes(option, given) for option, given in (("--only", only), ("--ignore", without)))
    if only and not wanted:
        raise UsageError("--only: names no code; name one, or leave it out for all")
    return (wanted or frozenset(known)) - unwanted


def _codes(option: str, given: Sequence[str]) -> frozenset[str]:
    """Codes as options give them, parted by commas."""
    return frozenset(code_of(text.strip(), option) for listed in given for text in listed.split(",") if text.strip())


def _choose(name: str, names: tuple[str, ...]) -> str:
    near = get_close_matches(name, names, n=1)
    return f"did you mean {near[0]}?" if near else f"choose one of {', '.join(names)}"


STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")  # of a key: its name, and which of several
DOT = r"\s*\.\s*"


def line_of(text: str, key: str) -> int | None:
    """The line in which a key such as "check.ignore[2].code" stands, or the nearest one above that does; None if none does.

    >>> line_of('[check]\\npreset = "mt"', "check.preset")
    2
    """
    lines = text.split("\n")
    best, start = None, 0
    above: list[str] = []
    for name, number in STEP.findall(key):
        above.append(re.escape(name))
        header = rf"\[+\s*{DOT.join(above)}\s*\]"
        assignment = rf"(?:[\w-]+{DOT})*[\"']?{above[-1]}[\"']?\s*="
        opens = re.compile(rf"\s*(?:{header}|{assignment})")
        hits = [at for at in range(start, len(lines)) if opens.match(lines[at])]
        if len(hits) >= int(number or 1):
            start = hits[int(number or 1) - 1]
            best = start + 1
    return best
