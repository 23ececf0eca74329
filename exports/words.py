"""Text for people that may hold anything."""

from __future__ import annotations

import re

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and LF: what a terminal may take for a command


def spelt(text: str) -> str:
    """A text in which control characters are spelt out, so that no text moves a cursor or paints a terminal.

    >>> spelt("red \\x1b[31mtext")
    'red ⟨U+001B⟩[31mtext'
    """
    return text if text.isprintable() else CONTROL.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)
