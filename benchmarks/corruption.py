"""Right pairs made wrong on purpose, for fitting the score on texts that have no set of wrong pairs of their own.

Each way is a function of a pair, the texts of its document and a seeded random generator; None where it does not apply.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

from corpus.syllable import fold

Texts = tuple[str, str]
Way = Callable[[Texts, Sequence[Texts], random.Random], Texts | None]
LEAST = 8  # syllables of a sentence that is cut or stirred


def _other(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    _, vi = chance.choice(document)
    return (pair[0], vi) if vi != pair[1] else None


def _alike_in_length(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    near = [vi for _, vi in document if vi != pair[1] and 0.85 < len(vi) / len(pair[1]) < 1.18]
    return (pair[0], chance.choice(near)) if near else None


def _cut(pair: Texts, side: int, chance: random.Random) -> Texts | None:
    words = pair[side].split()
    if len(words) < LEAST:
        return None
    kept = " ".join(words[: round(len(words) * chance.uniform(0.4, 0.75))])
    return (kept, pair[1]) if side == 0 else (pair[0], kept)


def _gap(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    words = pair[1].split()
    if len(words) < LEAST:
        return None
    size = max(3, round(len(words) * chance.uniform(0.2, 0.35)))
    at = chance.randrange(1, len(words) - size)
    return pair[0], " ".join(words[:at] + words[at + size :])


def _more(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    _, vi = chance.choice(document)
    return (pair[0], f"{pair[1]} {vi}") if vi != pair[1] and len(vi.split()) >= LEAST else None


def _stirred(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    words = pair[1].split()
    if len(words) < LEAST:
        return None
    chance.shuffle(words)
    return pair[0], " ".join(words)


def _stirred_a_little(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    words = pair[1].split()
    if len(words) < LEAST:
        return None
    places = sorted(range(len(words)), key=lambda at: at + chance.uniform(0, 2.5))
    return pair[0], " ".join(words[at] for at in places)


def _replaced(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    words, others = pair[1].split(), [word for _, vi in document for word in vi.split()]
    if len(words) < LEAST:
        return None
    return pair[0], " ".join(chance.choice(others) if chance.random() < 0.25 else word for word in words)


def _looped(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    words = pair[1].split()
    if len(words) < LEAST:
        return None
    at, size = chance.randrange(len(words) - 4), chance.randrange(2, 5)
    return pair[0], " ".join(words[:at] + words[at : at + size] * (len(words) // size))


def _bare_words(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    words = [fold(word) if chance.random() < 0.35 else word for word in pair[1].split()]
    return (pair[0], " ".join(words)) if words != pair[1].split() else None


def _half_copied(pair: Texts, document: Sequence[Texts], chance: random.Random) -> Texts | None:
    en, vi = pair[0].split(), pair[1].split()
    if min(len(en), len(vi)) < LEAST:
        return None
    return pair[0], " ".join(vi[: len(vi) // 2] + en[len(en) // 2 :])


WAYS: Mapping[str, Way] = {
    "another sentence": _other,
    "another of the same length": _alike_in_length,
    "Vietnamese cut": lambda pair, _, chance: _cut(pair, 1, chance),
    "English cut": lambda pair, _, chance: _cut(pair, 0, chance),
    "a gap": _gap,
    "a sentence more": _more,
    "stirred": _stirred,
    "stirred a little": _stirred_a_little,
    "words replaced": _replaced,
    "looped": _looped,
    "without some marks": _bare_words,
    "half copied": _half_copied,
    "copied": lambda pair, *_: (pair[0], pair[0]),
    "swapped": lambda pair, *_: (pair[1], pair[0]),
}


def corrupted(document: Sequence[Texts], seed: str) -> Iterator[tuple[str, Texts]]:
    """Way and wrong pair, for each pair of a document and each way that applies to it; same seed, same pairs."""
    for number, pair in enumerate(document):
        for name, way in WAYS.items():
            found = way(pair, document, random.Random(f"{seed}|{number}|{name}"))
            if found is not None:
                yield name, found
