"""Entries of several tokens, looked for in lists of tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, count
from operator import contains

Followers = Mapping[str, tuple[str | None, set[str]]]  # by the second token of a phrase: its key, and what may stand third
NOTHING: Followers = {}


class Phrases:
    """Entries of several tokens, found by their first two, then by the third."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """`entries`: the tokens of a phrase with spaces between them, and its key."""
        self.longer: dict[str, str | None] = {}  # phrases of three tokens and more and their beginnings: key, or None
        self.after: dict[str, dict[str, tuple[str | None, set[str]]]] = {}  # first token: what may follow it
        for phrase, name in entries:
            words = phrase.split(" ")
            if len(words) == 1:
                continue
            after = self.after.setdefault(words[0], {})
            own, thirds = after.get(words[1]) or (None, set())
            if len(words) == 2:
                after[words[1]] = (own or name, thirds)
                continue
            thirds.add(words[2])
            after[words[1]] = (own, thirds)
            self.longer[phrase] = self.longer.get(phrase) or name
            for size in range(3, len(words)):
                self.longer.setdefault(" ".join(words[:size]), None)

    def follows(self, form: str) -> Followers:
        """What may stand after a token that starts a phrase."""
        return self.after.get(form, NOTHING)

    def found(self, forms: Sequence[str], follows: Sequence[Followers]) -> list[tuple[int, int, str]]:
        """First token, token after the last, and key of every phrase that stands in a list of tokens; in their order.

        `follows` is what `Phrases.follows` says of each token.
        """
        hits: list[tuple[int, int, str]] = []
        last = len(forms) - 2
        for at in compress(count(), map(contains, follows, forms[1:])):
            name, thirds = follows[at][forms[at + 1]]
            if name:
                hits.append((at, at + 2, name))
            if thirds and at < last and forms[at + 2] in thirds:
                self._extend(forms, at, hits)
        return hits

    def _extend(self, forms: Sequence[str], at: int, hits: list[tuple[int, int, str]]) -> None:
        phrase = f"{forms[at]} {forms[at + 1]}"
        for after in range(at + 2, len(forms)):
            phrase = f"{phrase} {forms[after]}"
            if phrase not in self.longer:
                return
            if name := self.longer[phrase]:
                hits.append((at, after + 1, name))
