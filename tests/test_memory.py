"""What is remembered: the same answers as without memory, in a room of fixed size."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.memory import Memory


@given(st.lists(st.integers(0, 30), max_size=200), st.integers(1, 10))
def test_a_memory_gives_what_would_be_found_and_stays_small(keys: list[int], room: int) -> None:
    squares = Memory(lambda key: key * key, room)
    assert [squares[key] for key in keys] == [key * key for key in keys]
    assert len(squares) <= room
    assert len(squares.older) <= room


def test_what_is_asked_for_again_is_not_found_out_again() -> None:
    asked: list[str] = []
    memory = Memory(asked.append, 3)
    for word in ("a", "b", "a", "c", "d", "a", "e", "f", "a"):
        memory[word]
    assert asked.count("a") == 1
    memory.forget()
    memory["a"]
    assert asked.count("a") == 2
