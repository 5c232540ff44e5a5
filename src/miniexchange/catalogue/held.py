"""Documents held packed in memory between the reading that checked them and those who need them again.

Parsing YAML takes ten times longer than decoding this, and a build from nothing needs each record three times.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from miniexchange.catalogue.accept import is_plain

Shape = TypeVar("Shape")


class Held:
    """The documents of files as they were checked, by path; `enabled=False` holds none."""

    def __init__(self, *, enabled: bool = True) -> None:
        self._enabled = enabled
        self._packed: dict[str, bytes] = {}
        self._encoder = msgspec.msgpack.Encoder()

    def hold(self, path: str, document: dict[str, Any]) -> None:
        """Holds a valid document; what cannot be packed as it is (numbers beyond 64 bits) has to be read again."""
        if self._enabled and is_plain(document):
            try:
                self._packed[path] = self._encoder.encode(document)
            except (OverflowError, TypeError):
                return

    def look(self, path: str, shape: type[Shape]) -> Shape | None:
        """What of a document a shape asks for; None where it is not held."""
        data = self._packed.get(path)
        return None if data is None else msgspec.msgpack.decode(data, type=shape)

    def take(self, path: str) -> dict[str, Any] | None:
        """A document, which is held no longer; None where it is not held."""
        data = self._packed.pop(path, None)
        return None if data is None else msgspec.msgpack.decode(data)
