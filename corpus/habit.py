"""How often words meet their counterpart in translations, and by chance: what a hit or a miss of an item tells.

Counted in the texts of this project (`data/habits.tsv`); a word that was not counted has the habits of its kind.
"""

from __future__ import annotations

import re
from functools import cache

from corpus.data import rows
from corpus.evidence import Knowledge

HIT = {
    "en": {"word": 0.74, "function": 0.62, "name": 0.75, "value": 0.93},
    "vi": {"word": 0.58, "function": 0.64, "name": 0.75, "value": 0.93},
}
HIT_PRIOR = 6.0  # sentences seen before any, for the hit rate of a single item
CHANCE = {
    "word": 2e-4,
    "function": 2e-3,
    "name": 1.5e-4,
    "value": 4e-4,
}  # meetings for each token of the other side, beside those counted
LEAST_CHANCE, MOST_CHANCE = 1e-4, 0.2  # for each token
ALL_TOKENS = "="  # the key that counts all tokens of a language
CONTRACTION = re.compile(r"['’](?:re|ve|ll|d|m|t)$")  # I'll, We're: no names


@cache
def _habits() -> dict[str, dict[str, tuple[int, int, int]]]:
    found: dict[str, dict[str, tuple[int, int, int]]] = {"en": {}, "vi": {}}
    for language, key, offered, seen, hits in rows("habits.tsv"):
        found[language][key] = int(offered), int(seen), int(hits)
    return found


def habit(item: tuple[str, str], language: str, knowledge: Knowledge) -> tuple[str, float, float]:
    """The kind that an item counts as, how often translations hit it, and how often a token of any sentence does."""
    kind, key = item
    other = "vi" if language == "en" else "en"
    covers = knowledge.covering(key, language)
    hit_rate = None
    if kind == "name" and key[0] == "~":
        if any(cover[0] != "~" for cover in covers):
            kind = "word"  # of a title: its capital says nothing
        elif CONTRACTION.search(key):
            kind, hit_rate = "function", 0.0
    _, seen, hits = _habits()[language].get(key, (0, 0, 0))
    hit = (hits + HIT_PRIOR * HIT[language][kind]) / (seen + HIT_PRIOR) if hit_rate is None else hit_rate
    offered = sum(_habits()[other].get(cover, (0, 0, 0))[0] for cover in covers) / _habits()[other][ALL_TOKENS][0]
    return kind, hit, min(max(CHANCE[kind] + offered, LEAST_CHANCE), MOST_CHANCE)
