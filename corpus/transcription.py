"""Is a Vietnamese spelling a transcription of a foreign name: Xta-lin for Stalin, Niu Y-oóc for New York?

Both spellings are brought to a line of sound classes, vowels left out, in which what Vietnamese cannot say is the same
as what it says instead (b and p, s and x and ch, l and n at the end of a syllable); then they are compared by edit
distance. The vowels only have to begin alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.syllable import fold

CLOSE = 0.3  # share of sounds that may differ
LONGER = 1.7  # times as many sounds are another name: Lenin, Leningrad
SHORTEST = 2  # sounds of a name that can be told by them
# Letters to classes of sounds, longest first; vowels and w, y, h are no sounds of their own
_CLASSES = (
    ("sch", "S"), ("tch", "S"), ("tsch", "S"), ("ngh", "N"), ("chr", "KR"), ("tion", "SN"),
("ch", "S"), ("sh", "S"), ("ph", "F"), ("th", "T"),
    ("tr", "TR"), ("gh", "K"), ("kh", "K"), ("ck", "K"), ("qu", "K"), ("nh", "N"), ("ng", "N"),
    ("gi", "S"), ("ge", "S"), ("ci", "S"),
    ("ce", "S"), ("cy", "S"), ("x", "S"), ("s", "S"), ("z", "S"), ("j", "S"), ("c", "K"), ("k", "K"), ("q", "K"), ("g", "K"),
    ("p", "P"), ("b", "P"), ("f", "F"), ("v", "F"), ("d", "T"), ("t", "T"), ("m", "M"), ("n", "N"), ("l", "L"), ("r", "R"),
)  # fmt: skip
_SOUND = re.compile("|".join(letters for letters, _ in sorted(_CLASSES, key=lambda row: -len(row[0]))))
_OF = dict(_CLASSES)
_DOUBLED = re.compile(r"(.)\1+")
CHEAP = {
    ("L", "N"),
    ("N", "L"),
    ("L", "R"),
    ("R", "L"),
    ("K", "S"),
    ("S", "K"),
    ("F", "P"),
    ("P", "F"),
    ("S", "T"),
    ("T", "S"),
    ("M", "N"),
    ("N", "M"),
}
LOST = {"R": 0.4, "L": 0.6, "S": 0.6, "T": 0.5, "N": 0.7}  # cost of a sound that one side leaves out


@lru_cache(maxsize=5_000)
def sounds(name: str) -> str:
    """The sound classes of a name.

    >>> sounds("Stalin"), sounds("Xta-lin"), sounds("Moscow"), sounds("Mát-xcơ-va")
    ('STLN', 'STLN', 'MSK', 'MTSKF')
    """
    letters = re.sub(r"[^a-z]", "", fold(name.lower()))
    return _DOUBLED.sub(r"\1", "".join(_OF[match[0]] for match in _SOUND.finditer(letters)))


def distance(one: str, other: str) -> float:
    """Weighted edit distance of two lines of sound classes."""
    row = [0.0]
    for sound in other:
        row.append(row[-1] + LOST.get(sound, 1))
    for sound in one:
        before, row = row, [row[0] + LOST.get(sound, 1)]
        for at, candidate in enumerate(other):
            changed = 0 if sound == candidate else 0.4 if (sound, candidate) in CHEAP else 1
            row.append(min(before[at] + changed, before[at + 1] + LOST.get(sound, 1), row[-1] + LOST.get(candidate, 1)))
    return row[-1]


def is_transcription(foreign: str, vietnamese: str) -> bool:
    """Does a Vietnamese spelling sound like a foreign name?

    >>> is_transcription("New York", "Niu Y-oóc"), is_transcription("Stalin", "Lê-nin")
    (True, False)
    """
    one, other = sounds(foreign), sounds(vietnamese)
    if min(len(one), len(other)) < SHORTEST or max(len(one), len(other)) > LONGER * min(len(one), len(other)):
        return False
    starts = fold(foreign[0].lower()), fold(vietnamese[0].lower())
    if (starts[0] in "aeiouywh") != (starts[1] in "aeiouywhg") and one[0] != other[0]:
        return False
    return distance(one, other) <= CLOSE * max(len(one), len(other))
