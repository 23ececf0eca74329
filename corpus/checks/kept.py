"""Attributes that are worked out when first asked for, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class kept(Generic[Value]):  # noqa: N801 - a decorator, as `property` is
    """`functools.cached_property` without its lock, which costs more than most of what is kept here (until Python 3.12)."""

    def __init__(self, find: Callable[[Any], Value]) -> None:
        self.find, self.name, self.__doc__ = find, find.__name__, find.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> Value:
        found = owner.__dict__[self.name] = self.find(owner)
        return found
