"""Data files of the evidence: plain tables that people can read and extend, and the two ways to read them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any


def _text(name: str) -> str:
    return files("corpus.data").joinpath(name).read_text(encoding="utf-8")


@cache
def tables(name: str) -> dict[str, Any]:
    """The tables of a TOML file."""
    return tomllib.loads(_text(name))


def rows(name: str) -> Iterator[list[str]]:
    """The cells of each row of a TSV file; empty lines and those that start with # are remarks."""
    return (line.split("\t") for line in _text(name).splitlines() if line and not line.startswith("#"))
