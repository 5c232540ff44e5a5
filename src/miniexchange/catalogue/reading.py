"""Reading a catalogue: every file to a slim row or to diagnostics, most of it from the cache.

The way of one file: bytes → (accelerators say yes | the references tell what is wrong) → rules → slim row.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import msgspec

from miniexchange.catalogue.accept import accept_schema, accept_yaml
from miniexchange.catalogue.cache import Store, program_digest
from miniexchange.catalogue.findings import Finding, RecordContext, RecordRule
from miniexchange.catalogue.kinds import KIND_OF_FOLDER, KINDS
from miniexchange.catalogue.positions import fault, locate, unplaced
from miniexchange.catalogue.rows import Row, Rows
from miniexchange.catalogue.schema import prose_fields
from miniexchange.catalogue.source import Entry, Source
from miniexchange.catalogue.yaml12 import MAX_BYTES, YamlFault, compose, decode
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

    record: Mapping[str, tuple[RecordRule, ...]]
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


class _CachedFile(msgspec.Struct, array_like=True, frozen=True):
    path: str
    stamp: str
    digest: bytes


class _Index(msgspec.Struct, array_like=True, frozen=True):
    key: bytes
    digest: bytes
    files: list[_CachedFile]
    diagnostics: list[Diagnostic]  # of record rules and of reading, not of links


def list_records(entries: list[Entry]) -> tuple[list[Listed], dict[str, dict[str, str]]]:
    """The record files in reading order, and kind → id → path. A second file with the same id is left out."""
    listed: list[Listed] = []
    ids: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for entry in entries:
        steps = entry.path.split("/")
        if entry.kind_of_file == "file" and len(steps) > 2 and steps[1] in KIND_OF_FOLDER and entry.path.endswith(".yaml"):
            kind, stem = KIND_OF_FOLDER[steps[1]], steps[-1][:-5]
            if stem not in ids[kind]:
                ids[kind][stem] = entry.path
                listed.append(Listed(kind, stem, entry))
    order = {kind: place for place, kind in enumerate(KINDS)}
    listed.sort(key=lambda record: (order[record.kind], record.id))
    return listed, ids


class Reader:
    """Reads one source once, using and renewing the cache."""

    def __init__(self, source: Source, rules: Rules, limits: dict[str, int], store: Store) -> None:
        self.source = source
        self.rules = rules
        self.limits = limits
        self.store = store
        self.started = time.time_ns()
        self.entries = source.entries()
        limits_text = repr(sorted(limits.items())).encode()
        self.key = hashlib.sha256(program_digest() + limits_text + source.label.encode()).digest()
        self.cached = self._load_index()

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
        known = Known(ids, self.source.media())
        digests: dict[str, bytes] = {}
        record_diagnostics: list[Diagnostic] = []
        link_diagnostics: list[Diagnostic] = []
        packed: dict[str, list[bytes]] = {kind: [] for kind in KINDS}
        reuse = _Reuse(self.cached, self.store)
        encoder = msgspec.msgpack.Encoder()
        changed = False
        for record in listed:
            path = record.entry.path
            data = b""
            trusted = path in reuse.digests and bool(record.entry.stamp) and reuse.stamps[path] == record.entry.stamp
            if not trusted:
                try:
                    data = self._bytes(record.entry)
                except OSError as error:
                    finding = Finding("MX116", "", f"the file cannot be read: {error.strerror or error}", "check its permissions", path=path)
                    record_diagnostics.append(unplaced(finding))
                    changed = True
                    continue
                except YamlFault as error:
                    record_diagnostics.append(fault(path, error))
                    changed = True
                    continue
                digests[path] = hashlib.sha256(data).digest()
            else:
                digests[path] = reuse.digests[path]
            if digests[path] == reuse.digests.get(path):
                raw = reuse.row(record.kind, path)
                record_diagnostics += reuse.diagnostics.get(path, ())
                document = msgspec.msgpack.decode(raw, type=Row).document if raw else None
            else:
                changed = True
                document, diagnostics = self._read_record(record, data)
                record_diagnostics += diagnostics
                raw = None
                if document is not None:
                    prose = prose_fields(record.kind)
                    slim = {key: value for key, value in document.items() if key not in prose}
                    raw = encoder.encode(Row(record.kind, record.id, path, slim))
            if document is None or raw is None:
                continue
            packed[record.kind].append(raw)
            self._learn(known, record, document)
            link_diagnostics += self._links(record, document, data, known)
        reading = Reading(
            Rows({kind: _array(rows) for kind, rows in packed.items()}),
            tuple(record_diagnostics + link_diagnostics),
            known,
            len(self.entries),
            self._digest(digests),
        )
        if changed or not reuse.complete or self.unchanged_digest() is None:
            self._save(reading, packed, digests, record_diagnostics)
        return reading

    # One record

    def _bytes(self, entry: Entry) -> bytes:
        if entry.size > MAX_BYTES:
            raise YamlFault("MX101", 0, 0, f"the file has {entry.size:,} bytes; a record may have {MAX_BYTES:,}", "keep long documents in media/ and link to them")
        return self.source.read(entry.path)

    def _read_record(self, record: Listed, data: bytes) -> tuple[dict[str, Any] | None, list[Diagnostic]]:
        path = record.entry.path
        document = accept_yaml(data)
        if document is None or not accept_schema(record.kind, document):
            try:
                document = read_reference(data)
            except YamlFault as error:
                return None, [fault(path, error)]
            from miniexchange.catalogue.verdict import schema_findings

            findings = schema_findings(record.kind, document)
            if findings:
                return None, locate(path, data, findings)
        context = RecordContext(record.kind, record.id, self.limits, data)
        findings = [finding for rule in self.rules.record[record.kind] for finding in rule(document, context)]
        return document, locate(path, data, findings) if findings else []

    def _links(self, record: Listed, document: dict[str, Any], data: bytes, known: Known) -> list[Diagnostic]:
        context = RecordContext(record.kind, record.id, self.limits, data)
        findings = [finding for rule in self.rules.link[record.kind] for finding in rule(document, context, known)]
        if not findings:
            return []
        return locate(record.entry.path, data or self.source.read(record.entry.path), findings)

    def _learn(self, known: Known, record: Listed, document: dict[str, Any]) -> None:
        if record.kind == "vocabulary":
            known.terms[record.id] = frozenset(document["terms"])
        elif record.kind == "region":
            known.needs[record.id] = frozenset(need["id"] for need in document.get("needs", ()))

    # The cache

    def _load_index(self) -> _Index | None:
        data = self.store.load("index")
        try:
            index = msgspec.msgpack.decode(data, type=_Index) if data else None
        except msgspec.DecodeError:
            return None
        return index if index and index.key == self.key else None

    def _digest(self, digests: dict[str, bytes]) -> bytes:
        whole = hashlib.sha256(self.key)
        for entry in self.entries:
            whole.update(f"{entry.path}\0{entry.kind_of_file}\0".encode("utf-8", "surrogateescape"))
            whole.update(digests.get(entry.path) or entry.stamp.encode())
        return whole.digest()

    def _save(self, reading: Reading, packed: dict[str, list[bytes]], digests: dict[str, bytes], diagnostics: list[Diagnostic]) -> None:
        files = [
            _CachedFile(e.path, "" if self._is_racy(e) else e.stamp, digests.get(e.path, b"")) for e in self.entries
        ]
        for kind, rows in packed.items():
            self.store.store(f"rows-{kind}", self.key + reading.digest + _array(rows))
        self.store.store("index", msgspec.msgpack.encode(_Index(self.key, reading.digest, files, diagnostics)))

    def _is_racy(self, entry: Entry) -> bool:
        if ":" not in entry.stamp:  # a git blob's hash
            return False
        return self.started - int(entry.stamp.split(":")[1]) < _RACY_NS


class _Reuse:
    """What of the cache can be used again: the stamps, digests, rows and diagnostics of files by path."""

    def __init__(self, index: _Index | None, store: Store) -> None:
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


def read_reference(data: bytes) -> dict[str, Any]:
    """The mapping in a file as the reference reads it; raises YamlFault for everything else."""
    value = compose(decode(data)).value
    if value is None:
        raise YamlFault("MX110", 0, 0, "the file is empty", "`mini new` writes a record to fill in; or delete the file")
    if not isinstance(value, dict):
        raise YamlFault("MX111", 1, 1, "a record is a mapping of `key: value` lines; this is something else", "begin with `title: …` at the left margin")
    return value


def read_document(data: bytes) -> dict[str, Any]:
    """A record's file as plain dictionaries; raises YamlFault where it is not readable."""
    return accept_yaml_text_keys(data) or read_reference(data)


def accept_yaml_text_keys(data: bytes) -> dict[str, Any] | None:
    """Like `accept_yaml`, but None where a key is no text: the reference turns such keys into text."""
    document = accept_yaml(data)
    return document if document is not None and _has_text_keys(document) else None


def _has_text_keys(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(map(_has_text_keys, value.values()))
    return all(map(_has_text_keys, value)) if isinstance(value, list) else True


def _array(rows: list[bytes]) -> bytes:
    """A msgpack array of already encoded elements."""
    return b"\xdd" + len(rows).to_bytes(4, "big") + b"".join(rows)


def stem(path: str) -> str:
    """The id that a path gives its record."""
    return PurePosixPath(path).stem
