"""What lies in a source at this moment, and whether the cache knows just that.

A file is taken for unchanged by its stamp, as git does it, or else by the hash of its content. Answers about the whole
catalogue are kept under one digest of the contents of all records.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec

from miniexchange.catalogue.cache import Store, program_digest
from miniexchange.catalogue.faults import MAX_BYTES
from miniexchange.catalogue.rows import PackedRows
from miniexchange.catalogue.source import Entry, Source
from miniexchange.diagnostic import Diagnostic

_RACY_NS = 2_000_000_000
"""A file changed so shortly before it was read may change again within the clock's grain: its stamp is not trusted."""


class CachedFile(msgspec.Struct, array_like=True, frozen=True):
    """A file as it was read. Its stamp is "" where that is not to be trusted; its digest is None where it is no record,
    and empty where it could not be read."""

    path: str
    kind_of_file: str
    stamp: str
    digest: bytes | None


class Found(msgspec.Struct, array_like=True, frozen=True):
    """What is wrong: with each file by itself, and with what they point to.

    The latter holds for digests of the files below `media/` and of everything that references could point to.
    """

    of_records: list[Diagnostic]
    of_links: list[Diagnostic]
    media: bytes
    around: bytes


class Index(msgspec.Struct, array_like=True, frozen=True):
    """What an earlier reading saw and found."""

    key: bytes
    digest: bytes
    files: list[CachedFile]
    found: Found


class Survey:
    """The listing of a source, and what the cache holds of an earlier reading by the same program with the same limits."""

    def __init__(self, source: Source, store: Store, limits: dict[str, int]) -> None:
        self.source = source
        self.store = store
        self.limits = limits
        self.started = time.time_ns()
        self.entries = source.entries()
        self.media = source.media()
        limits_text = repr(sorted(limits.items())).encode()
        self.key = hashlib.sha256(program_digest() + limits_text + source.label.encode()).digest()

    @cached_property
    def index(self) -> Index | None:
        """The index of the latest reading; None when there is none that this program can use."""
        data = self.store.load("index")
        try:
            index = msgspec.msgpack.decode(data, type=Index) if data else None
        except msgspec.DecodeError:
            return None
        return index if index and index.key == self.key else None

    def known_digest(self) -> bytes | None:
        """The digest of the whole catalogue when it is the one that the cache knows: nothing needs to be judged then."""
        head = self.store.load("head")
        if head and head[:-32] == self.key + self._listing():
            return head[-32:]
        index = self.index
        if index is None or not self._same_content(index.files):
            return None
        self._save_index(index.digest, {file.path: file.digest for file in index.files}, index.found)
        return index.digest

    def found(self, digest: bytes) -> list[Diagnostic] | None:
        """What the reading found that had this digest; None when something else may be found now."""
        index = self.index
        if index is None or index.digest != digest or index.found.media != self.media_digest():
            return None
        return index.found.of_records + index.found.of_links

    def digest(self, digests: Mapping[str, bytes | None]) -> bytes:
        """One digest of all: which files there are, and what the records among them hold."""
        whole = hashlib.sha256(self.key)
        for entry in self.entries:
            whole.update(f"{entry.path}\0{entry.kind_of_file}\0".encode())
            whole.update(digests.get(entry.path) or b"")
        return whole.digest()

    def save(
        self,
        digest: bytes,
        digests: Mapping[str, bytes | None],
        rows: Mapping[str, PackedRows],
        found: Found,
    ) -> None:
        """Keeps what a reading found: the content's digest of every record (empty: not readable), rows, diagnostics."""
        if not self.store.enabled:
            return
        for kind, packed in rows.items():
            self.store.store(f"rows-{kind}", self.key + digest, packed.data)
        self._save_index(digest, digests, found)

    def _save_index(self, digest: bytes, digests: Mapping[str, bytes | None], found: Found) -> None:
        files = [
            CachedFile(entry.path, entry.kind_of_file, self._lasting_stamp(entry, content), content)
            for entry in self.entries
            for content in (digests.get(entry.path),)
        ]
        self.store.store("index", msgspec.msgpack.encode(Index(self.key, digest, files, found)))
        if all(file.stamp or file.digest is None for file in files):
            self.store.store("head", self.key + self._listing() + digest)

    def media_digest(self) -> bytes:
        """Changes when a file below `media/` comes or goes."""
        return hashlib.sha256("\0".join(sorted(self.media)).encode()).digest()

    def _listing(self) -> bytes:
        return hashlib.sha256(msgspec.msgpack.encode(self.entries)).digest()

    def _same_content(self, files: Sequence[CachedFile]) -> bool:
        """Whether the files are those of an earlier reading, the records among them with the same content."""
        if len(files) != len(self.entries):
            return False
        for file, entry in zip(files, self.entries, strict=True):
            if (file.path, file.kind_of_file) != (entry.path, entry.kind_of_file):
                return False
            if file.digest is None or (file.stamp and file.stamp == entry.stamp):
                continue
            if entry.size > MAX_BYTES:
                return False
            try:
                data = self.source.read(entry.path)
            except OSError:
                return False
            if hashlib.sha256(data).digest() != file.digest:
                return False
        return True

    def _lasting_stamp(self, entry: Entry, content: bytes | None) -> str:
        """The stamp by which the file may be taken for unchanged next time; "" where it has to be read again."""
        if content == b"":  # it could not be read
            return ""
        if ":" not in entry.stamp:  # a git blob's hash
            return entry.stamp
        _, modified, _, changed = entry.stamp.split(":")
        racy = self.started - max(int(modified), int(changed)) < _RACY_NS
        return "" if racy else entry.stamp
