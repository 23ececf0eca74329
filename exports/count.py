"""Numbers of things in sentences for people."""

from __future__ import annotations

NO_PAIR = ("line is no pair", "lines are no pairs")


def count_of(number: int, one: str, many: str = "") -> str:
    """A number of things; `many` is what they are called where that is not `one` and an s.

    >>> count_of(1, "pair"), count_of(1200, "pair"), count_of(0, "line is empty", "lines are empty")
    ('1 pair', '1,200 pairs', '0 lines are empty')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
