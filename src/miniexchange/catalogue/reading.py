"""Reading a catalogue: every file to a slim row or to diagnostics, most of it from the cache.

The way of one file: bytes → (accelerators say yes | the references tell what is wrong) → rules → slim row.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from miniexchange.catalogue.accept import accept_schema, accept_yaml
from miniexchange.catalogue.cache import Store, program_digest
from miniexchange.catalogue.document import read_reference
from miniexchange.catalogue.faults import MAX_BYTES, YamlFault, too_large
from miniexchange.catalogue.findings import Finding, RecordContext, RecordRule
from miniexchange.catalogue.kinds import KIND_OF_FOLDER, KINDS
from miniexchange.catalogue.positions import fault, locate, unreadable
from miniexchange.catalogue.reuse import CachedFile, Index, Reuse, packed_array
from miniexchange.catalogue.rows import Row, Rows
from miniexchange.catalogue.schema import prose_fields
from miniexchange.catalogue.source import Entry, Source
from miniexchange.diagnostic import Diagnostic

LinkRule = Callable[[dict[str, Any], RecordContext, "Known"], Iterator[Finding]]
"""A rule about one record and what exists around it; run at every reading."""
_RACY_NS = 2_000_000_000
"""A file changed so shortly before it was read may change again within the clock's grain: its stamp is not trusted."""


@dataclass
class Known:
    """What references can point to, known from the listing and from the kinds read before."""

    ids: Mapping[str, Mapping[str, str]]
    """Kind → id → path, broken records included: a record that exists is not reported as missing."""
    media: frozenset[str]
    terms: dict[str, frozenset[str]] = field(default_factory=dict)
    """Vocabulary → its terms; a vocabulary that cannot be read is absent, and its terms are not judged."""
    needs: dict[str, frozenset[str]] = field(default_factory=dict)
    """Region → the ids of its needs; a region that cannot be read is absent."""


class Rules(NamedTuple):
    """The rules that a reading runs, by kind; it does not know what they say."""

    part: Mapping[str, tuple[RecordRule, ...]]
    """Rules about what is there; they also run on the sound parts of a record whose shape is wrong."""
    record: Mapping[str, tuple[RecordRule, ...]]
    """Rules about a record as a whole; they run when its shape is right."""
    link: Mapping[str, tuple[LinkRule, ...]]


@dataclass(frozen=True)
class Reading:
    """A catalogue as read: rows of the valid records, diagnostics of all, and a digest of every file's path and content."""

    rows: Rows
    diagnostics: tuple[Diagnostic, ...]
    known: Known
    files: int
    digest: bytes


class Listed(NamedTuple):
    """A record file: its kind and id from where it lies."""

    kind: str
    id: str
    entry: Entry


def list_records(entries: list[Entry]) -> tuple[list[Listed], dict[str, dict[str, str]]]:
    """The record files in reading order, and kind → id → path. A second file with the same id is left out."""
    listed: list[Listed] = []
    ids: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for entry in entries:
        steps = entry.path.split("/")
        if (
            entry.kind_of_file == "file"
            and len(steps) > 2
            and steps[1] in KIND_OF_FOLDER
            and entry.path.endswith(".yaml")
        ):
            kind, stem = KIND_OF_FOLDER[steps[1]], steps[-1][:-5]
            if stem not in ids[kind]:
                ids[kind][stem] = entry.path
                listed.append(Listed(kind, stem, entry))
    order = {kind: place for place, kind in enumerate(KINDS)}
    listed.sort(key=lambda record: (order[record.kind], record.id))
    return listed, ids


class _Read(NamedTuple):
    """What became of one file: its row when it is valid, and what of it can be judged for links."""

    digest: bytes | None
    row: bytes | None
    document: dict[str, Any]
    diagnostics: list[Diagnostic]
    data: bytes = b""


class Reader:
    """Reads one source once, using and renewing the cache."""

    def __init__(self, source: Source, rules: Rules, limits: dict[str, int], store: Store) -> None:
        self.source = source
        self.rules = rules
        self.limits = limits
        self.store = store
        self.started = time.time_ns()
        self.entries = source.entries()
        self.media = source.media()
        limits_text = repr(sorted(limits.items())).encode()
        self.key = hashlib.sha256(program_digest() + limits_text + source.label.encode()).digest()
        self.cached = self._load_index()
        self.encoder = msgspec.msgpack.Encoder()

    def unchanged_digest(self) -> bytes | None:
        """The digest of the whole catalogue when every stamp is the cached one: nothing needs to be read then."""
        index = self.cached
        if index is None or len(index.files) != len(self.entries):
            return None
        for file, entry in zip(index.files, self.entries, strict=True):
            if file.path != entry.path or file.stamp != entry.stamp or not file.stamp:
                return None
        return index.digest

    def read(self) -> Reading:
        """Every record, from the cache where its content is the cached one."""
        listed, ids = list_records(self.entries)
        known = Known(ids, self.media)
        reuse = Reuse(self.cached, self.store)
        digests: dict[str, bytes] = {}
        of_records: list[Diagnostic] = []
        of_links: list[Diagnostic] = []
        packed: dict[str, list[bytes]] = {kind: [] for kind in KINDS}
        for record in listed:
            read = self._read_record(record, reuse)
            of_records += read.diagnostics
            digests[record.entry.path] = read.digest or b""
            if read.row is not None:
                packed[record.kind].append(read.row)
                self._learn(known, record, read.document)
            of_links += self._links(record, read, known)
        reading = Reading(
            Rows({kind: packed_array(rows) for kind, rows in packed.items()}),
            tuple(of_records + of_links),
            known,
            len(self.entries),
            self._digest(digests),
        )
        if self.unchanged_digest() is None or not reuse.complete:
            self._save(reading, packed, digests, of_records)
        return reading

    # One record

    def _read_record(self, record: Listed, reuse: Reuse) -> _Read:
        path, entry = record.entry.path, record.entry
        if entry.stamp and reuse.stamps.get(path) == entry.stamp and (row := reuse.row(record.kind, path)):
            return _Read(reuse.digests[path], row, _slim_document(row), reuse.diagnostics.get(path, []))
        try:
            data = self._bytes(entry)
        except OSError as error:
            return _Read(None, None, {}, [unreadable(path, error)])
        except YamlFault as error:
            return _Read(None, None, {}, [fault(path, error)])
        digest = hashlib.sha256(data).digest()
        if reuse.digests.get(path) == digest and (row := reuse.row(record.kind, path)):
            return _Read(digest, row, _slim_document(row), reuse.diagnostics.get(path, []), data)
        return self._judge(record, data, digest)

    def _bytes(self, entry: Entry) -> bytes:
        if entry.size > MAX_BYTES:
            raise too_large(entry.size)
        return self.source.read(entry.path)

    def _judge(self, record: Listed, data: bytes, digest: bytes) -> _Read:
        path, kind = record.entry.path, record.kind
        context = RecordContext(kind, record.id, self.limits, data)
        document = accept_yaml(data)
        if document is None or not accept_schema(kind, document):
            try:
                document = read_reference(data)
            except YamlFault as error:
                return _Read(digest, None, {}, [fault(path, error)])
            findings = _shape_findings(kind, document)
            if findings:
                from miniexchange.catalogue.salvage import sound_parts

                parts = sound_parts(kind, document, findings)
                findings += [finding for rule in self.rules.part[kind] for finding in rule(parts, context)]
                return _Read(digest, None, parts, locate(path, data, findings), data)
        findings = [
            finding
            for rules in (self.rules.part[kind], self.rules.record[kind])
            for rule in rules
            for finding in rule(document, context)
        ]
        prose = prose_fields(kind)
        slim = {key: value for key, value in document.items() if key not in prose}
        row = self.encoder.encode(Row(kind, record.id, path, slim))
        return _Read(digest, row, document, locate(path, data, findings) if findings else [], data)

    def _links(self, record: Listed, read: _Read, known: Known) -> list[Diagnostic]:
        context = RecordContext(record.kind, record.id, self.limits, read.data)
        findings = [
            finding
            for rule in self.rules.link[record.kind]
            for finding in rule(read.document, context, known)
        ]
        if not findings:
            return []
        return locate(record.entry.path, read.data or self.source.read(record.entry.path), findings)

    def _learn(self, known: Known, record: Listed, document: dict[str, Any]) -> None:
        if record.kind == "vocabulary":
            known.terms[record.id] = frozenset(document["terms"])
        elif record.kind == "region":
            known.needs[record.id] = frozenset(need["id"] for need in document.get("needs", ()))

    # The cache

    def _load_index(self) -> Index | None:
        data = self.store.load("index")
        try:
            index = msgspec.msgpack.decode(data, type=Index) if data else None
        except msgspec.DecodeError:
            return None
        return index if index and index.key == self.key else None

    def _digest(self, digests: dict[str, bytes]) -> bytes:
        whole = hashlib.sha256(self.key)
        for entry in self.entries:
            whole.update(f"{entry.path}\0{entry.kind_of_file}\0".encode("utf-8", "surrogateescape"))
            whole.update(digests.get(entry.path) or entry.stamp.encode())
        return whole.digest()

    def _save(
        self,
        reading: Reading,
        packed: dict[str, list[bytes]],
        digests: dict[str, bytes],
        diagnostics: list[Diagnostic],
    ) -> None:
        files = [
            CachedFile(e.path, self._lasting_stamp(e, digests), digests.get(e.path, b""))
            for e in self.entries
        ]
        for kind, rows in packed.items():
            self.store.store(f"rows-{kind}", self.key + reading.digest + packed_array(rows))
        self.store.store("index", msgspec.msgpack.encode(Index(self.key, reading.digest, files, diagnostics)))

    def _lasting_stamp(self, entry: Entry, digests: dict[str, bytes]) -> str:
        """The stamp by which the file may be taken for unchanged next time; "" where it has to be read again."""
        if digests.get(entry.path) == b"":  # it could not be read
            return ""
        if ":" not in entry.stamp:  # a git blob's hash
            return entry.stamp
        _, modified, _, changed = entry.stamp.split(":")
        racy = self.started - max(int(modified), int(changed)) < _RACY_NS
        return "" if racy else entry.stamp


def _shape_findings(kind: str, document: dict[str, Any]) -> list[Finding]:
    """What the schema finds wrong; the reference validator is loaded only where the accelerator does not say yes."""
    if accept_schema(kind, document):
        return []
    from miniexchange.catalogue.verdict import schema_findings

    return schema_findings(kind, document)


def _slim_document(row: bytes) -> dict[str, Any]:
    return msgspec.msgpack.decode(row, type=Row).document
