"""Proposed programmes that are kept from one run to the next, for who shows them again and again.

A kept programme is given only where `propose` would give the same: for the same state of the catalogue, or for one that differs
in nothing that the pairing reads. `Reading` decides what that is: the pairing runs on what is digested there and on nothing
else, so no field can be read that the digest leaves out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec

from miniexchange.catalogue.cache import program_digest
from miniexchange.check.opened import Opened
from miniexchange.pairing.fit.heard import heard_of, packed
from miniexchange.pairing.programme import Programme
from miniexchange.pairing.propose import programme_of
from miniexchange.pairing.reading import Reading
from miniexchange.pairing.request import Request
from miniexchange.pairing.study import study

_MOST = 8
"""So many programmes are kept of a catalogue: of several projects, for instance."""
_MOST_BYTES = 8_000_000
"""And so many bytes of them all."""
_PROGRAMMES, _WORDS = "programmes", "programmes-words"
"""The names of the entries in the cache."""


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """A programme, encoded, and what it answers: the request, the state of the catalogue, what was read of that."""

    request: bytes
    state: str
    read: bytes
    programme: bytes


class _Programmes(msgspec.Struct, array_like=True, frozen=True):
    """The kept programmes, the last one used first, and the program that made them."""

    program: bytes
    programmes: list[_Kept]


def kept_programme(opened: Opened, request: Request) -> Programme:
    """The programme that `propose` gives for an opened catalogue, from the cache where nothing that it depends on has changed.

    Records that have no row are left out; for those with other errors see `Opened.without_errors`. Raises UserError as `propose` does.
    """
    asked, state = _encoder().encode(request), opened.digest
    programmes = _load(opened)
    of_request = [kept for kept in programmes if kept.request == asked]
    for kept in of_request:
        if kept.state == state:
            return _decode(kept.programme)
    reading = Reading(opened, heard_of(opened.load(_WORDS), _program()))
    if of_request:
        read = reading.digest
        for kept in of_request:
            if kept.read == read:
                _store(opened, reading, msgspec.structs.replace(kept, state=state), programmes)
                return _decode(kept.programme)
    programme = programme_of(study(reading.catalogue, request, reading))
    if programme.proof.method != "unfinished" and (programme.compared is None or programme.compared.proven):
        # What the clock has stopped depends on more than the catalogue.
        kept = _Kept(asked, state, reading.digest, msgspec.msgpack.encode(programme))
        _store(opened, reading, kept, programmes)
    return programme


def _load(opened: Opened) -> list[_Kept]:
    data = opened.load(_PROGRAMMES)
    try:
        found = msgspec.msgpack.decode(data, type=_Programmes) if data else None
    except msgspec.DecodeError:  # of another version of the program
        return []
    return found.programmes if found and found.program == _program() else []


def _store(opened: Opened, reading: Reading, kept: _Kept, programmes: Sequence[_Kept]) -> None:
    """Keeps a programme in the place of that of the same request, and with it the last used ones of others."""
    found, size = [kept], len(kept.programme)
    for other in programmes:
        size += len(other.programme)
        if other.request != kept.request and len(found) < _MOST and size <= _MOST_BYTES:
            found.append(other)
    opened.store(_PROGRAMMES, msgspec.msgpack.encode(_Programmes(_program(), found)))
    heard = reading.heard
    if not reading.is_known:
        opened.store(_WORDS, packed(heard, _program()))


def _decode(data: bytes) -> Programme:
    return msgspec.msgpack.decode(data, type=Programme)


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    """The same bytes for the same request, whatever the order of its sets."""
    return msgspec.msgpack.Encoder(order="deterministic")


@cache
def _program() -> bytes:
    """A digest of what a programme depends on besides the catalogue: the code of the pairing and of the rooms before it, libraries."""
    folder = Path(__file__).parent
    digest = hashlib.blake2b(program_digest(), digest_size=32)
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(file.read_bytes())
    return digest.digest()
