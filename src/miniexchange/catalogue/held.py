"""Documents held in an unnamed temporary file between the reading that checked them and those who need them again.

Parsing YAML takes ten times longer than decoding this, and a build from nothing needs each record three times. In memory they
would take as much room as all slim rows.
"""

from __future__ import annotations

import tempfile
import weakref
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from miniexchange.catalogue.accept import is_plain

Shape = TypeVar("Shape")


class Held:
    """The documents of files as they were checked, by path; `enabled=False` holds none.

    Whatever cannot be held, because the disk is full for instance, has to be read again from its own file.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self._file: Any = None
        if enabled:
            with suppress(OSError):
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # closed with this object
                weakref.finalize(self, self._file.close)
        self._end = 0
        self._places: dict[str, tuple[int, int]] = {}
        self._encoder = msgspec.msgpack.Encoder()

    def hold(self, path: str, document: dict[str, Any]) -> None:
        """Holds a document of the right shape, unless it has what would not come back as it is (numbers beyond 64 bits)."""
        if self._file is None or not is_plain(document):
            return
        with suppress(OverflowError, TypeError, OSError):
            data = self._encoder.encode(document)
            self._file.seek(self._end)
            if self._file.write(data) == len(data):
                self._places[path] = self._end, len(data)
                self._end += len(data)

    def document(self, path: str) -> dict[str, Any] | None:
        """A document as it was checked; None where it is not held."""
        data = self._read(path)
        return None if data is None else msgspec.msgpack.decode(data)

    def part(self, path: str, shape: type[Shape]) -> Shape | None:
        """What a shape asks for of a document; None where that is not held."""
        data = self._read(path)
        return None if data is None else msgspec.msgpack.decode(data, type=shape)

    def _read(self, path: str) -> bytes | None:
        start, length = self._places.get(path, (0, 0))
        if not length:
            return None
        with suppress(OSError):
            self._file.seek(start)
            data: bytes = self._file.read(length)
            return data if len(data) == length else None
        return None
