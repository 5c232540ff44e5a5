"""Reading a catalogue: every file to a slim row or to diagnostics, most of it from the cache.

The way of one file: bytes → (accelerators say yes | the references tell what is wrong) → rules → slim row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from miniexchange.catalogue.accept import accept_schema, accept_yaml
from miniexchange.catalogue.document import read_reference
from miniexchange.catalogue.faults import MAX_BYTES, YamlFault, too_large
from miniexchange.catalogue.findings import Finding, RecordContext, RecordRule
from miniexchange.catalogue.held import Held
from miniexchange.catalogue.kinds import KIND_OF_FOLDER, KINDS
from miniexchange.catalogue.positions import fault, locate, unreadable
from miniexchange.catalogue.reuse import Reuse
from miniexchange.catalogue.rows import PackedRows, Row, Rows
from miniexchange.catalogue.schema import prose_fields
from miniexchange.catalogue.source import Entry
from miniexchange.catalogue.survey import Found, Survey
from miniexchange.diagnostic import Diagnostic

LinkRule = Callable[[dict[str, Any], RecordContext, "Known"], Iterator[Finding]]
"""A rule about one record and what exists around it; run at every reading, unless nothing around it has changed."""
_READ_FIRST = ("vocabulary", "project", "region")
"""The first kinds of all: once they are read, everything is known that references can point to."""


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

    def digest(self) -> bytes:
        """Changes when what references can point to does."""
        ids = {kind: sorted(of_kind) for kind, of_kind in self.ids.items()}
        inner = [
            {name: sorted(of_name) for name, of_name in group.items()} for group in (self.terms, self.needs)
        ]
        return hashlib.sha256(msgspec.msgpack.encode((ids, sorted(self.media), inner))).digest()


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
    digest: bytes
    digests: Mapping[str, bytes | None]
    """Path → digest of the content of each record file; empty or None where it could not be read."""


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
    row: Row | memoryview | None
    document: dict[str, Any] | None
    """The whole record, or its sound parts; None where the row comes from the cache and has not been looked into."""
    diagnostics: list[Diagnostic]
    data: bytes = b""

    def parts(self) -> dict[str, Any]:
        """The record as far as it can be judged."""
        if self.document is None and isinstance(self.row, memoryview):
            return msgspec.msgpack.decode(self.row, type=Row).document
        return self.document or {}


class Reader:
    """Reads what a survey found once, using and renewing the cache. Documents that had to be read are `held`."""

    def __init__(self, survey: Survey, rules: Rules, held: Held) -> None:
        self.survey = survey
        self.held = held
        self.source = survey.source
        self.rules = rules

    def read(self) -> Reading:
        """Every record, from the cache where its content is the cached one."""
        survey = self.survey
        listed, ids = list_records(survey.entries)
        known = Known(ids, survey.media)
        reuse = Reuse(survey.index, survey.store)
        digests: dict[str, bytes | None] = {}
        of_records: list[Diagnostic] = []
        of_links: list[Diagnostic] = []
        rows = {kind: PackedRows() for kind in KINDS}
        around = b""
        same_around = False  # whether references can point to just what they could at the earlier reading
        for record in listed:
            read = self._read_record(record, reuse)
            of_records += read.diagnostics
            digests[record.entry.path] = read.digest or b""
            if read.row is not None:
                rows[record.kind].add(read.row)
                self._learn(known, record, read)
            if not around and record.kind not in _READ_FIRST:
                around = known.digest()
                same_around = around == reuse.around
            if same_around and read.document is None:
                of_links += reuse.of_links.get(record.entry.path, ())
            else:
                of_links += self._links(record, read, known)
        digest = survey.digest(digests)
        found = Found(of_records, of_links, survey.media_digest(), around)
        if (
            not reuse.complete
            or survey.index is None
            or (survey.index.digest, survey.index.found) != (digest, found)
        ):
            survey.save(digest, digests, rows, found)
        packed = {kind: rows_of_kind.data for kind, rows_of_kind in rows.items()}
        return Reading(Rows(packed), tuple(of_records + of_links), known, digest, digests)

    # One record

    def _read_record(self, record: Listed, reuse: Reuse) -> _Read:
        path, entry = record.entry.path, record.entry
        if entry.stamp and reuse.stamps.get(path) == entry.stamp and (row := reuse.row(record.kind, path)):
            return _Read(reuse.digests[path], row, None, reuse.of_records.get(path, []))
        try:
            data = self._bytes(entry)
        except OSError as error:
            return _Read(None, None, {}, [unreadable(path, error)])
        except YamlFault as error:
            return _Read(None, None, {}, [fault(path, error)])
        digest = hashlib.sha256(data).digest()
        if reuse.digests.get(path) == digest and (row := reuse.row(record.kind, path)):
            return _Read(digest, row, None, reuse.of_records.get(path, []), data)
        return self._judge(record, data, digest)

    def _bytes(self, entry: Entry) -> bytes:
        if entry.size > MAX_BYTES:
            raise too_large(entry.size)
        return self.source.read(entry.path)

    def _judge(self, record: Listed, data: bytes, digest: bytes) -> _Read:
        path, kind = record.entry.path, record.kind
        context = RecordContext(kind, record.id, self.survey.limits, data)
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
        self.held.hold(path, document)
        prose = prose_fields(kind)
        slim = {key: value for key, value in document.items() if key not in prose}
        row = Row(kind, record.id, path, slim)
        return _Read(digest, row, document, locate(path, data, findings) if findings else [], data)

    def _links(self, record: Listed, read: _Read, known: Known) -> list[Diagnostic]:
        parts = read.parts()
        context = RecordContext(record.kind, record.id, self.survey.limits, read.data)
        findings = [
            finding for rule in self.rules.link[record.kind] for finding in rule(parts, context, known)
        ]
        if not findings:
            return []
        return locate(record.entry.path, read.data or self.source.read(record.entry.path), findings)

    def _learn(self, known: Known, record: Listed, read: _Read) -> None:
        if record.kind == "vocabulary":
            known.terms[record.id] = frozenset(read.parts()["terms"])
        elif record.kind == "region":
            known.needs[record.id] = frozenset(need["id"] for need in read.parts().get("needs", ()))


def _shape_findings(kind: str, document: dict[str, Any]) -> list[Finding]:
    """What the schema finds wrong; the reference validator is loaded only where the accelerator does not say yes."""
    if accept_schema(kind, document):
        return []
    from miniexchange.catalogue.verdict import schema_findings

    return schema_findings(kind, document)
