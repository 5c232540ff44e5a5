"""Slim rows: every record without its long texts, cheap enough to hold and cache ten thousand of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypedDict, TypeVar

import msgspec

from miniexchange.catalogue.kinds import KINDS, TITLE_FIELD
from miniexchange.catalogue.terms import Terms

Shape = TypeVar("Shape")
_ARRAY = b"\xdd"
"""How msgpack begins an array of up to 2^32 elements; their number follows in four bytes."""


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One record without the texts that its schema marks `x-prose` at the top level.

    `document` is the record as plain dictionaries, lists and scalars, dates as they are written (a bare year is an int).
    """

    kind: str
    id: str
    path: str
    document: dict[str, Any]

    @property
    def title(self) -> str:
        """The record's title (a region's name); an exchange, which has none, is named by its id."""
        return str(self.document.get(TITLE_FIELD.get(self.kind, "title")) or self.id)


class PackedRows:
    """Encoded rows of one kind, one after the other in one growing buffer: `data`, a msgpack array."""

    def __init__(self) -> None:
        self.data = bytearray(_ARRAY + bytes(4))
        self._count = 0
        self._encoder = msgspec.msgpack.Encoder()

    def add(self, row: Row | memoryview) -> None:
        """Appends a row, or one that is encoded already."""
        if isinstance(row, Row):
            self._encoder.encode_into(row, self.data, -1)
        else:
            self.data += row
        self._count += 1
        self.data[1:5] = self._count.to_bytes(4, "big")


class Rows:
    """The rows of a catalogue by kind, each kind sorted by id, decoded when first asked for."""

    def __init__(self, packed: Mapping[str, bytearray | memoryview] | None = None) -> None:
        self._packed = dict(packed or {})
        self._rows: dict[str, list[Row]] = {}
        self._by_id: dict[str, dict[str, Row]] = {}
        self._raw: dict[str, dict[str, msgspec.Raw]] = {}

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> Rows:
        """Rows from records in memory, in any order."""
        found = cls()
        found._rows = {kind: [] for kind in KINDS}
        for row in rows:
            found._rows[row.kind].append(row)
        for of_kind in found._rows.values():
            of_kind.sort(key=lambda row: row.id)
        return found

    def of(self, kind: str) -> Sequence[Row]:
        """All rows of a kind, by id."""
        if kind not in self._rows:
            packed = self._packed.get(kind)
            self._rows[kind] = msgspec.msgpack.decode(packed, type=list[Row]) if packed else []
        return self._rows[kind]

    def narrow(self, kind: str, fields: Collection[str]) -> Sequence[Row]:
        """All rows of a kind, by id, each with these top-level fields alone: decoding ten thousand whole ones takes its time."""
        if kind in self._rows:
            return self._rows[kind]
        packed = self._packed.get(kind)
        rows = msgspec.msgpack.decode(packed, type=_narrow_rows(frozenset(fields))) if packed else []
        return [Row(*row) for row in rows]

    def without(self, paths: Collection[str]) -> Rows:
        """All rows but those of some files."""
        left: dict[str, bytearray | memoryview] = {}
        for kind in KINDS:
            rows = PackedRows()
            for _id, path, row in self.all_packed(kind):
                if path not in paths:
                    rows.add(memoryview(row))
            left[kind] = rows.data
        return Rows(left)

    def whole(self, narrow: Sequence[Row]) -> list[Row]:
        """The same rows with all their fields."""
        return [self._one(row) for row in narrow]

    def _one(self, row: Row) -> Row:
        if row.kind in self._rows:
            return self.by_id(row.kind)[row.id]
        return msgspec.msgpack.decode(self._packed_one(row.kind)[row.id], type=Row)

    def ids(self, kind: str) -> Sequence[str]:
        """The ids of a kind, sorted; no row is decoded for it."""
        return [row.id for row in self._rows[kind]] if kind in self._rows else list(self._packed_one(kind))

    def one(self, kind: str, record_id: str) -> Row | None:
        """One row; of all the others nothing is decoded."""
        if kind in self._rows:
            return self.get(kind, record_id)
        raw = self._packed_one(kind).get(record_id)
        return msgspec.msgpack.decode(raw, type=Row) if raw else None

    def all_packed(self, kind: str) -> Iterator[tuple[str, str, bytes | msgspec.Raw]]:
        """(id, path, row encoded) of a kind, by id: the same bytes as long as the row is the same."""
        if kind in self._packed:
            raws = msgspec.msgpack.decode(self._packed[kind], type=list[msgspec.Raw])
            for row, raw in zip(self.narrow(kind, ()), raws, strict=True):
                yield row.id, row.path, raw
        else:
            for row in self.of(kind):
                yield row.id, row.path, msgspec.msgpack.encode(row)

    def encoded(self, kind: str, record_id: str) -> bytes | msgspec.Raw:
        """One row encoded, the same bytes as long as the row is the same. Raises KeyError for an unknown id."""
        if kind in self._packed:
            return self._packed_one(kind)[record_id]
        return msgspec.msgpack.encode(self.by_id(kind)[record_id])

    def _packed_one(self, kind: str) -> Mapping[str, msgspec.Raw]:
        """Id → encoded row."""
        if kind not in self._raw:
            packed = self._packed.get(kind)
            raws = msgspec.msgpack.decode(packed, type=list[msgspec.Raw]) if packed else []
            self._raw[kind] = dict(zip((r.id for r in self.narrow(kind, ())), raws, strict=True))
        return self._raw[kind]

    def brief(
        self, kind: str, shape: type[Shape], dec_hook: Callable[[type, Any], Any] | None = None
    ) -> Iterator[tuple[str, str, Shape]]:
        """(id, path, record) of a kind with only the fields that `shape` names: cheap over many records.

        `dec_hook` makes values of types that are not plain data, such as partial dates.
        """
        if kind in self._rows:
            for row in self._rows[kind]:
                yield row.id, row.path, msgspec.convert(row.document, shape, dec_hook=dec_hook)
            return
        decoder = msgspec.msgpack.Decoder(list[tuple[str, str, str, shape]], dec_hook=dec_hook)  # type: ignore[valid-type]  # rows, their documents in brief
        packed = self._packed.get(kind)
        for _, record_id, path, record in decoder.decode(packed) if packed else ():
            yield record_id, path, record

    def by_id(self, kind: str) -> Mapping[str, Row]:
        """Id → row of a kind."""
        if kind not in self._by_id:
            self._by_id[kind] = {row.id: row for row in self.of(kind)}
        return self._by_id[kind]

    def get(self, kind: str, record_id: str) -> Row | None:
        return self.by_id(kind).get(record_id)

    def terms(self, vocabulary: str) -> Terms:
        """The terms of a vocabulary; none when the catalogue lacks it."""
        row = self.get("vocabulary", vocabulary)
        return Terms(vocabulary, row.document.get("terms", {}) if row else {})


@cache
def _narrow_rows(fields: frozenset[str]) -> Any:
    """The type of rows whose documents have some fields alone: the decoder passes over the others."""
    document = TypedDict("document", dict.fromkeys(sorted(fields), Any), total=False)  # type: ignore[misc]  # made at run time
    return list[tuple[str, str, str, document]]
