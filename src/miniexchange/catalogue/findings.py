"""A fault before its line and column are known: rules say what is wrong at which pointer, the text is looked up afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple


class Finding(NamedTuple):
    """One fault of a record. `pointer` leads to the value; `at_key` marks its key instead; `excerpt` a part of its text.

    `path` is filled by whoever knows the file; record rules leave it empty.
    """

    code: str
    pointer: str
    message: str
    hint: str = ""
    at_key: bool = False
    excerpt: str = ""
    path: str = ""


class RecordContext(NamedTuple):
    """What a record rule may know besides the record: its kind and id, the settings' limits, and the bytes of its file."""

    kind: str
    id: str
    limits: dict[str, int]
    data: bytes


RecordRule = Callable[[dict[str, Any], RecordContext], Iterator[Finding]]
"""A rule about one record alone; its findings are cached with the record."""
