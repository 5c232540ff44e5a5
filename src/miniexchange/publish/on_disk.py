"""The stock of a catalogue that stays on the disk: a record is read when a page asks for it, so ten thousand need no room."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.records import Record
from miniexchange.catalogue.records.practice import Owner
from miniexchange.catalogue.records.shared import Link, Media
from miniexchange.catalogue.rows import Row
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.terms import Terms
from miniexchange.catalogue.typed import read_date, read_record, record_from
from miniexchange.check.run import Opened

_KEPT = 4096
"""How many slim records are held at once: those of the small kinds, and the practices that pages show side by side."""


class _BriefLevels(msgspec.Struct, frozen=True):
    nesta: int | None = None
    maryland: int | None = None
    oecd: int | None = None


class _BriefClaim(msgspec.Struct, frozen=True):
    kind: str = ""
    levels: _BriefLevels | None = None


class BriefPractice(msgspec.Struct):
    """A practice as lists and counts see it; `id` is set after reading, for rows hold it beside the record."""

    title: str
    status: str
    id: str = ""
    lesson_only: bool = False
    region: str = ""
    owner: Owner | None = None
    projects: tuple[str, ...] = ()
    derived_from: str = ""
    themes: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    evidence: tuple[_BriefClaim, ...] = ()
    media: tuple[Media, ...] = ()
    links: tuple[Link, ...] = ()
    documented: PartialDate | None = None
    verified: PartialDate | None = None


class OnDisk:
    """The valid records of an opened catalogue."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._kept: OrderedDict[tuple[str, str], Record] = OrderedDict()

    @property
    def settings(self) -> Settings:
        return self._opened.settings

    def ids(self, kind: str) -> Sequence[str]:
        return self._opened.rows.ids(kind)

    def slim(self, kind: str, record_id: str) -> Record | None:
        key = kind, record_id
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        row = self._opened.rows.one(kind, record_id)
        if row is None:
            return None
        record = record_from(kind, record_id, row.path, row.document)
        self._kept[key] = record
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return record

    def whole(self, kind: str, record_id: str) -> Record:
        row = self._row(kind, record_id)
        return read_record(kind, record_id, row.path, self._opened.source.read(row.path))

    def practice_facts(self) -> Iterable[BriefPractice]:
        return self._facts

    def terms(self, vocabulary: str) -> Terms:
        return self._terms.get(vocabulary) or Terms(vocabulary, {})

    def digest(self, kind: str, record_id: str) -> bytes:
        """Changes when the slim record changes."""
        packed = self._opened.rows.packed(kind, record_id)
        return hashlib.blake2b(packed, digest_size=16).digest() if packed else b""

    def content_digest(self, kind: str, record_id: str) -> bytes:
        """Changes when the record's file changes."""
        return self._digests.get(self._row(kind, record_id).path, b"")

    def _row(self, kind: str, record_id: str) -> Row:
        row = self._opened.rows.one(kind, record_id)
        if row is None:
            raise KeyError(f"{kind}/{record_id}")
        return row

    @cached_property
    def _digests(self) -> dict[str, bytes]:
        return dict(self._opened.digests())

    @cached_property
    def _terms(self) -> dict[str, Terms]:
        return {
            row.id: Terms(row.id, row.document.get("terms", {})) for row in self._opened.rows.of("vocabulary")
        }

    @cached_property
    def _facts(self) -> list[BriefPractice]:
        found: list[BriefPractice] = []
        for record_id, _path, practice in self._opened.rows.brief("practice", BriefPractice, read_date):
            practice.id = record_id
            found.append(practice)
        return found
