"""The stock of a catalogue that stays on the disk: a record is read when a page asks for it, so ten thousand need no room."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

import msgspec
from msgspec.structs import astuple

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.records import Record
from miniexchange.catalogue.records.practice import Owner
from miniexchange.catalogue.records.shared import Link, Media
from miniexchange.catalogue.rows import Row
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.terms import Terms
from miniexchange.catalogue.typed import read_date, record_from
from miniexchange.check.opened import Opened
from miniexchange.publish.stock import FILLED, Seen

_KEPT = 1024
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


_FACTS = msgspec.msgpack.Decoder(tuple[str, str, str, BriefPractice], dec_hook=read_date)
"""Of an encoded row."""
_FILLED_FIELDS = msgspec.defstruct("Filled", [(field, msgspec.Raw, msgspec.Raw()) for field in FILLED])
"""A practice with fields that are passed over, not decoded."""


class OnDisk:
    """The valid records of an opened catalogue."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._last: tuple[str, str, dict[str, Any]] = "", "", {}
        self._kept: OrderedDict[tuple[str, str], Record] = OrderedDict()

    @property
    def settings(self) -> Settings:
        return self._opened.settings

    def ids(self, kind: str) -> Sequence[str]:
        return self._opened.rows.ids(kind)

    def path(self, kind: str, record_id: str) -> str:
        return self._paths[kind].get(record_id, "")

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
        path = self._row(kind, record_id).path
        return record_from(kind, record_id, path, self._read(kind, record_id))

    def document(self, kind: str, record_id: str) -> dict[str, Any]:
        return self._read(kind, record_id)

    def _read(self, kind: str, record_id: str) -> dict[str, Any]:
        """The last file is kept: the page of a record is followed by its data. Raises as `Opened.read_document`."""
        if self._last[:2] != (kind, record_id):
            self._last = kind, record_id, self._opened.read_document(self._row(kind, record_id))
        return self._last[2]

    def practice_facts(self) -> Iterable[BriefPractice]:
        return self._facts

    def filled(self) -> Iterable[tuple[str, frozenset[str]]]:
        rows = self._opened.rows
        decoder = msgspec.msgpack.Decoder(tuple[str, str, str, _FILLED_FIELDS])  # type: ignore[valid-type]  # a row, its document in brief
        sets: dict[tuple[bool, ...], frozenset[str]] = {}  # many practices tell the same
        for record_id, _path, row in rows.all_packed("practice"):
            _, _, _, document = decoder.decode(row)
            # What is empty takes one byte.
            told = tuple([len(text) > 1 for text in map(bytes, astuple(document))])
            if told not in sets:
                sets[told] = frozenset(field for field, tells in zip(FILLED, told, strict=True) if tells)
            yield record_id, sets[told]

    def terms(self, vocabulary: str) -> Terms:
        return self._terms.get(vocabulary) or Terms(vocabulary, {})

    def seen(self, before: Mapping[str, Seen]) -> dict[str, Seen]:
        rows, digests = self._opened.rows, self._opened.digests
        found: dict[str, Seen] = {}
        for kind in KINDS:
            for record in rows.narrow(kind, ()):
                name, content = f"{kind}/{record.id}", digests.get(record.path, b"")
                known = before.get(name)
                if not (known and content and (known.content, known.path) == (content, record.path)):
                    row = rows.encoded(kind, record.id)
                    facts = (
                        msgspec.msgpack.encode(_read_facts(row), enc_hook=str) if kind == "practice" else row
                    )
                    known = Seen(content, _digest(row), _digest(facts), record.path)
                found[name] = known
        return found

    def _row(self, kind: str, record_id: str) -> Row:
        row = self._opened.rows.one(kind, record_id)
        if row is None:
            raise KeyError(f"{kind}/{record_id}")
        return row

    @cached_property
    def _paths(self) -> dict[str, dict[str, str]]:
        rows = self._opened.rows
        return {kind: {row.id: row.path for row in rows.narrow(kind, ())} for kind in KINDS}

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


def _read_facts(row: bytes | msgspec.Raw) -> BriefPractice:
    found: BriefPractice = _FACTS.decode(row)[3]
    return found


def _digest(data: bytes | msgspec.Raw) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
