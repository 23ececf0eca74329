"""How an output came about, in one line that travels with it, in the manner of sacrebleu.

`splitter:rules|aligner:lexical|score:adequacy|lexicon:5f1c0a92b3de|names:0b6e...|version:0.1.0`: what did the work, which
data it knew, which version of songngu. Two outputs of the same input with the same signature are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

PARTS = ("splitter", "aligner", "score", "checks")  # in this order; one that took no part is left out
DATA = {"lexicon": "lexicon.tsv", "names": "names.tsv"}  # what decides most of what is found
DIGITS = 12  # of a digest: enough that no two states of a file meet
RESERVED = ":|"


@cache
def digest(name: str) -> str:
    """The first hexadecimal digits of the SHA-256 of a data file, by its key in `DATA`.

    Line ends do not count: a checkout on Windows has the same data.
    """
    data = (files("corpus.data") / DATA[name]).read_bytes()
    return sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:DIGITS]


def signature(parts: Mapping[str, str]) -> str:
    """The signature of what the parts (some of `PARTS`, each with what it was) made.

    Raises `ValueError` for another part, and for a value that would not read back.

    >>> signature({"aligner": "lexical"}).split("|")[0]
    'aligner:lexical'
    """
    unknown = [name for name in parts if name not in PARTS]
    if unknown:
        raise ValueError(f"{', '.join(unknown)}: no part of a signature; known are {', '.join(PARTS)}")
    for name, value in parts.items():
        if not value or any(mark in value for mark in RESERVED) or not value.isprintable():
            raise ValueError(f"{name}: {value!r} cannot stand in a signature")
    found = {name: parts[name] for name in PARTS if name in parts}
    found |= {name: digest(name) for name in DATA} | {"version": version("songngu")}
    return "|".join(f"{name}:{value}" for name, value in found.items())


def parts_of(text: str) -> dict[str, str]:
    """What a signature says, by name; the way back from `signature`. Raises `ValueError`."""
    pairs = [part.partition(":") for part in text.split("|")]
    if not all(name and colon and value for name, colon, value in pairs):
        raise ValueError(f"{text!r} is no signature")
    return {name: value for name, _, value in pairs}
