"""A short memory: rows are worked on region by region, so what was worked out last is what is asked for next."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Remembers the values of the last few keys."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._values: dict[K, V] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made when it is not remembered."""
        if key not in self._values:
            if len(self._values) >= self._most:
                del self._values[next(iter(self._values))]
            self._values[key] = make()
        return self._values[key]
