"""What was found out about words and texts, remembered while it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")


class Memory(dict[Key, Found]):
    """What `find` says of each key, found out once: `memory[key]`, or `map(memory.__getitem__, keys)` for many.

    When `room` keys are in it they become the older half, and those that are not asked for again are forgotten with the
    next half. So the memory stays flat, and frequent keys stay in it.

    >>> squares = Memory(lambda n: n * n, room=2)
    >>> [squares[n] for n in (1, 2, 3)], dict(squares), squares.older
    ([1, 4, 9], {3: 9}, {1: 1, 2: 4})
    """

    def __init__(self, find: Callable[[Key], Found], room: int) -> None:
        super().__init__()
        self.find, self.room = find, room
        self.older: dict[Key, Found] = {}

    def __missing__(self, key: Key) -> Found:
        if len(self) >= self.room:
            self.older = {}  # before the copy is made, for there is no room for three halves
            self.older = dict(self)
            self.clear()
        try:
            found = self.older.pop(key)
        except KeyError:
            found = self.find(key)
        self[key] = found
        return found

    def forget(self) -> None:
        """Find out anew what was found out before."""
        self.older = {}
        self.clear()
