"""What stands around one record: the exchanges it takes part in, and what points to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.references import annotated_paths, values_at
from miniexchange.catalogue.rows import Row
from miniexchange.query.links import BACKLINKS, Links
from miniexchange.query.records import Records


@dataclass(frozen=True, slots=True)
class Pointer:
    """A record that points to another, and the field (dotted) in which it does."""

    row: Row
    field: str


@dataclass(frozen=True, slots=True)
class Party:
    """A side of an exchange or its practice: the record's id, or what the exchange says where there is no record."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """An exchange in brief. `level` is how far it came, "" when that is unknown or still open."""

    row: Row
    practice: Party
    exporter: Party
    importer: Party
    status: str
    level: str


def exchanges_of(records: Records, row: Row) -> list[Exchanged]:
    """The exchanges of a practice, a region, a project or an event, by id."""
    if "exchanges" not in BACKLINKS.get(row.kind, {}):
        return []
    links = Links(records)
    return [
        exchanged(links, exchange) for exchange in links.pointing_to(row.kind, "exchanges").get(row.id, [])
    ]


def exchanged(links: Links, exchange: Row) -> Exchanged:
    """An exchange in brief."""
    document = exchange.document
    return Exchanged(
        exchange,
        practice=_party(links, "practice", document.get("practice", ""), document.get("practice_text", "")),
        exporter=_party(links, "region", links.exporter(exchange), document.get("exporter_text", "")),
        importer=_party(links, "region", document.get("importer", ""), document.get("importer_text", "")),
        status=document.get("status", ""),
        level=document.get("outcome", {}).get("level", ""),
    )


def pointing_to(records: Records, row: Row) -> list[Pointer]:
    """Every record that points to a record, by kind and id; a record that does so in several fields is there for each."""
    return [pointer for kind in KINDS for pointer in _pointers(records, kind, row)]


def _pointers(records: Records, kind: str, target: Row) -> Iterator[Pointer]:
    paths = [path for path, of_kind in annotated_paths(kind, "x-reference") if of_kind == target.kind]
    if not paths:
        return
    for row in records.rows.of(kind):
        for path in paths:
            if path[0] in row.document and any(
                value == target.id for _, value in values_at(row.document, path)
            ):
                yield Pointer(row, ".".join(step for step in path if step not in ("[]", "{}")))


def _party(links: Links, kind: str, record_id: str, text: str) -> Party:
    row = links.records.rows.get(kind, record_id) if record_id else None
    return Party(record_id, row.title if row else text or record_id)
