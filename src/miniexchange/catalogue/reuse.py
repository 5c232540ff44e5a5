"""What of an earlier reading can be used again: rows and diagnostics of files whose content is the same."""

from __future__ import annotations

import msgspec

from miniexchange.catalogue.cache import Store
from miniexchange.catalogue.kinds import KINDS
from miniexchange.diagnostic import Diagnostic


class CachedFile(msgspec.Struct, array_like=True, frozen=True):
    path: str
    stamp: str
    digest: bytes


class Index(msgspec.Struct, array_like=True, frozen=True):
    key: bytes
    digest: bytes
    files: list[CachedFile]
    diagnostics: list[Diagnostic]  # of record rules and of reading, not of links


class Reuse:
    """What of the cache can be used again: the stamps, digests, rows and diagnostics of files by path."""

    def __init__(self, index: Index | None, store: Store) -> None:
        self.stamps: dict[str, str] = {}
        self.digests: dict[str, bytes] = {}
        self.diagnostics: dict[str, list[Diagnostic]] = {}
        self.complete = index is not None
        self._index = index
        self._store = store
        self._rows: dict[str, dict[str, bytes]] = {}
        if index is None:
            return
        for diagnostic in index.diagnostics:
            self.diagnostics.setdefault(diagnostic.path, []).append(diagnostic)
        for kind in KINDS:
            self._rows[kind] = self._load(kind)
        if self.complete:
            self.stamps = {file.path: file.stamp for file in index.files}
            self.digests = {file.path: file.digest for file in index.files if file.digest}

    def row(self, kind: str, path: str) -> bytes | None:
        """The encoded row of a path; None for a record that was invalid."""
        return self._rows[kind].get(path)

    def _load(self, kind: str) -> dict[str, bytes]:
        assert self._index is not None
        rows = load_rows(self._store, self._index.key, self._index.digest, kind)
        if rows is None:  # another command replaced or damaged it: then nothing of the cache is used
            self.complete = False
            return {}
        found: dict[str, bytes] = {}
        for raw in msgspec.msgpack.decode(rows, type=list[msgspec.Raw]):
            found[msgspec.msgpack.decode(raw, type=_RowPath).path] = bytes(raw)
        return found


class _RowPath(msgspec.Struct, array_like=True, frozen=True):
    kind: str
    id: str
    path: str


def load_rows(store: Store, key: bytes, digest: bytes, kind: str) -> bytes | None:
    """The cached rows of a kind for a state of the catalogue, packed; None when the cache has another state."""
    data = store.load(f"rows-{kind}")
    if data is None or data[:32] != key or data[32:64] != digest:
        return None
    return data[64:]


def packed_array(rows: list[bytes]) -> bytes:
    """A msgpack array of already encoded elements."""
    return b"\xdd" + len(rows).to_bytes(4, "big") + b"".join(rows)
