"""What is installed, which data it knows, and what is missing."""

from __future__ import annotations

import json
import locale
import platform
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version

from corpus.signature import DATA, digest

REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(?:\(?(?P<bounds>[^;)]*)\)?)\s*(?:;.*?extra\s*==\s*['\"](?P<extra>[^'\"]+)['\"])?"
)
LOWEST = re.compile(r">=\s*([0-9.]+)")


@dataclass(frozen=True, slots=True)
class Package:
    """A package that songngu needs, always or for an extra."""

    name: str
    extra: str | None  # None: always
    lowest: str | None  # the lowest version that will do
    found: str | None  # the version that is there

    @property
    def trouble(self) -> str | None:
        """What is wrong with it, or None."""
        if self.found is None:
            return "missing"
        if self.lowest and _numbers(self.found) < _numbers(self.lowest):
            return f"too old, {self.lowest} is needed"
        return None


def _numbers(text: str) -> list[int]:
    """The leading numbers of a version, without zeros at the end."""
    numbers = [int(part) for part in re.match(r"[0-9.]*", text)[0].strip(".").split(".") if part]  # type: ignore[index]
    while numbers and not numbers[-1]:
        numbers.pop()
    return numbers


def package(requirement: str) -> Package:
    """A package from a line of the metadata, such as `lxml>=5; extra == "test"`, and what is there of it."""
    parsed = REQUIREMENT.match(requirement)
    if parsed is None:
        raise ValueError(f"{requirement!r} is no requirement")
    lowest = LOWEST.search(parsed["bounds"] or "")
    try:
        found = version(parsed["name"])
    except PackageNotFoundError:
        found = None
    return Package(parsed["name"], parsed["extra"], lowest[1] if lowest else None, found)


def packages() -> list[Package]:
    """Everything that songngu may need, required packages first, in the order of its metadata."""
    found = [package(requirement) for requirement in requires("songngu") or ()]
    return sorted(found, key=lambda one: one.extra or "")


def is_healthy(found: list[Package]) -> bool:
    """Are all required packages there and new enough?"""
    return not any(one.trouble for one in found if one.extra is None)


def report(found: list[Package]) -> Iterator[str]:
    """The diagnosis, line by line."""
    yield f"songngu   {version('songngu')}"
    yield f"python    {platform.python_version()} ({platform.system()} {platform.machine()})"
    yield f"encoding  {_encoding()}"
    for name in DATA:
        yield f"{name:8}  {digest(name)}"
    yield "network   never used"
    width = max(len(one.name) for one in found)
    for extra in dict.fromkeys(one.extra for one in found):
        group = [one for one in found if one.extra == extra]
        yield ""
        yield "required packages" if extra is None else f"extra {extra}: {_state(group)}"
        for one in group:
            yield f"  {one.name:{width}}  {one.found or '-':9} {one.trouble or ''}".rstrip()
        if any(one.trouble for one in group):
            yield f"  install with: {install_line(extra)}"


def install_line(extra: str | None) -> str:
    """What to type to get what is missing."""
    return "pip install --upgrade songngu" if extra is None else f"pip install --upgrade 'songngu[{extra}]'"


def as_json(found: list[Package]) -> str:
    """The diagnosis for programs."""
    known = {
        "songngu": version("songngu"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "data": {name: digest(name) for name in DATA},
        "healthy": is_healthy(found),
        "packages": [{**asdict(one), "trouble": one.trouble} for one in found],
    }
    return json.dumps(known, ensure_ascii=False, indent=2)


def _state(group: list[Package]) -> str:
    missing = sum(one.trouble is not None for one in group)
    return "there" if not missing else f"{missing} of {len(group)} missing"


def _encoding() -> str:
    """What the terminal is set to; songngu writes UTF-8 whatever that is."""
    name = locale.getencoding().lower()
    known = name.replace("_", "-") in ("utf-8", "utf8")
    return name if known else f"{name}; songngu writes UTF-8, so set the terminal to it to see Vietnamese letters"
