"""The words of practices, as numbers, with the files that they were read from; and how they are kept in the cache."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from miniexchange.pairing.fit.spoken import Ints, Spoken, Uses, small

_FILE, _WORDS = 32, 16
"""Bytes of the digest of a file, and of the words in it."""


class Heard(NamedTuple):
    """The words of practices, one practice after the other, and what they were read from.

    `files` are the digests of the files at `paths`, `digests` those of the words as they stand there: also of their order, for of
    two spellings that are as frequent the first is shown.
    """

    paths: Sequence[str]
    files: Sequence[bytes]
    digests: Sequence[bytes]
    spoken: Spoken


class _Numbers(msgspec.Struct, array_like=True, frozen=True):
    """Whole numbers in as few bytes each as the largest needs."""

    kind: str
    data: bytes

    @classmethod
    def of(cls, numbers: Ints) -> _Numbers:
        found = small(numbers)
        found = found.astype(found.dtype.newbyteorder("<"))
        return cls(found.dtype.str, found.tobytes())

    @property
    def numbers(self) -> Ints:
        return np.frombuffer(self.data, dtype=self.kind)


class _Packed(msgspec.Struct, array_like=True, frozen=True):
    """The words in few pieces: to load ten thousand practices one by one would take its time."""

    program: bytes
    paths: list[str]
    files: bytes
    digests: bytes
    words: str
    """The different words, each on its line."""
    own: tuple[_Numbers, _Numbers, _Numbers]
    other: tuple[_Numbers, _Numbers, _Numbers]
    more: _Numbers


def packed(heard: Heard, program: bytes) -> bytes:
    """The words for the cache, for as long as the program is the same."""
    found = heard.spoken
    return msgspec.msgpack.encode(
        _Packed(
            program,
            list(heard.paths),
            b"".join(heard.files),
            b"".join(heard.digests),
            "\n".join(found.words),
            _uses_packed(found.own),
            _uses_packed(found.other),
            _Numbers.of(found.more.astype(np.uint8)),
        )
    )


def heard_of(data: bytes | None, program: bytes) -> Heard | None:
    """The words that this program kept; None where there are none."""
    try:
        found = msgspec.msgpack.decode(data, type=_Packed) if data else None
    except msgspec.DecodeError:
        return None
    if found is None or found.program != program:
        return None
    return Heard(
        found.paths,
        _pieces(found.files, _FILE),
        _pieces(found.digests, _WORDS),
        Spoken(
            found.words.split("\n") if found.words else [],
            _uses(found.own),
            _uses(found.other),
            found.more.numbers.astype(bool),
        ),
    )


def _uses_packed(uses: Uses) -> tuple[_Numbers, _Numbers, _Numbers]:
    return _Numbers.of(uses.words), _Numbers.of(uses.times), _Numbers.of(uses.ends)


def _uses(found: tuple[_Numbers, _Numbers, _Numbers]) -> Uses:
    words, times, ends = found
    return Uses(words.numbers, times.numbers, ends.numbers.astype(np.int64))


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]
