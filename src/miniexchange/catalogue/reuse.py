"""What of an earlier reading can be used again: rows and diagnostics of files whose content is the same."""

from __future__ import annotations

import msgspec

from miniexchange.catalogue.cache import Store
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.survey import Index
from miniexchange.diagnostic import Diagnostic


class Reuse:
    """What of the cache can be used again: the stamps, digests, rows and diagnostics of files by path."""

    def __init__(self, index: Index | None, store: Store) -> None:
        self.stamps: dict[str, str] = {}
        self.digests: dict[str, bytes] = {}
        self.of_records: dict[str, list[Diagnostic]] = {}
        self.of_links: dict[str, list[Diagnostic]] = {}
        self.around = b""
        self.complete = index is not None
        self._rows: dict[str, dict[str, memoryview]] = {}
        if index is None:
            return
        for kind in KINDS:
            rows = load_rows(store, index.key, index.digest, kind)
            if rows is None:  # another command replaced or damaged it: then nothing of the cache is used
                self.complete = False
                return
            self._rows[kind] = _by_path(rows)
        self.of_records = _grouped(index.found.of_records)
        self.of_links = _grouped(index.found.of_links)
        self.around = index.found.around
        self.stamps = {file.path: file.stamp for file in index.files}
        self.digests = {file.path: file.digest for file in index.files if file.digest}

    def row(self, kind: str, path: str) -> memoryview | None:
        """The encoded row of a path; None for a record that was invalid."""
        return self._rows[kind].get(path)


def _grouped(diagnostics: list[Diagnostic]) -> dict[str, list[Diagnostic]]:
    grouped: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        grouped.setdefault(diagnostic.path, []).append(diagnostic)
    return grouped


class _RowPath(msgspec.Struct, array_like=True, frozen=True):
    kind: str
    id: str
    path: str


def load_rows(store: Store, key: bytes, digest: bytes, kind: str) -> memoryview | None:
    """The cached rows of a kind for a state of the catalogue, packed; None when the cache has another state."""
    data = store.view(f"rows-{kind}")
    if data is None or data[:64] != key + digest:
        return None
    return data[64:]


def _by_path(rows: memoryview) -> dict[str, memoryview]:
    raws = msgspec.msgpack.decode(rows, type=list[msgspec.Raw])
    places = msgspec.msgpack.decode(rows, type=list[_RowPath])
    return {place.path: memoryview(raw) for place, raw in zip(places, raws, strict=True)}
