"""Everything worth knowing about one record: its fields, its links, how complete it is, and what resembles it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from miniexchange.catalogue.completeness import completeness, missing_parts
from miniexchange.catalogue.kinds import FOLDERS, TITLE_FIELD
from miniexchange.catalogue.rows import Row
from miniexchange.query.links import Links
from miniexchange.query.outline import Line, Outline
from miniexchange.query.records import Records
from miniexchange.query.relations import Exchanged, Pointer, exchanged, exchanges_of, pointing_to
from miniexchange.query.similar import TERM_FIELDS, Similar, similar

_MOST = 20
"""Of a longer list of records that point here, so many are named to people."""


@dataclass(frozen=True)
class Portrait:
    """One record with what stands around it. `completeness` is None for kinds that are not scored."""

    row: Row
    document: dict[str, Any]
    completeness: int | None
    missing: tuple[str, ...]
    exchanges: tuple[Exchanged, ...]
    pointers: tuple[Pointer, ...]
    similar: tuple[Similar, ...] | None


def portrait(records: Records, row: Row, *, with_similar: bool = False) -> Portrait:
    """The portrait of a record, with similar practices where they are asked for."""
    document = records.read_document(row)
    scored = row.kind == "practice"
    return Portrait(
        row,
        document,
        completeness(row.kind, document) if scored else None,
        missing_parts(document) if scored else (),
        tuple(exchanges_of(records, row)),
        tuple(pointing_to(records, row)),
        tuple(similar(records.rows, row)) if with_similar and row.kind == "practice" else None,
    )


def as_data(shown: Portrait) -> dict[str, Any]:
    """The portrait as plain data, described by `schemas/output/show.schema.json`."""
    row = shown.row
    data: dict[str, Any] = {
        "schema_version": 1,
        "kind": row.kind,
        "id": row.id,
        "title": row.title,
        "path": row.path,
        "record": shown.document,
        "exchanges": [_exchange_data(exchange) for exchange in shown.exchanges],
        "pointed_to_by": [
            {"kind": p.row.kind, "id": p.row.id, "title": p.row.title, "field": p.field}
            for p in shown.pointers
        ],
    }
    if shown.completeness is not None:
        data["completeness"] = {"score": shown.completeness, "missing": list(shown.missing)}
    if shown.similar is not None:
        data["similar"] = [
            {
                "id": other.row.id,
                "title": other.row.title,
                "likeness": other.likeness,
                "shared": {field: list(terms) for field, terms in other.shared.items()},
            }
            for other in shown.similar
        ]
    return data


def as_lines(records: Records, shown: Portrait) -> list[Line]:
    """The portrait for people: title, facts, texts, evidence, links, completeness, similar practices, sources."""
    row = shown.row
    language = records.settings.catalogue.language
    outline = Outline(row.kind, records.rows, language)
    outline.heading(row.title)
    outline.fact(row.kind.capitalize(), row.id)
    if row.kind == "exchange" and "exporter" not in shown.document:
        exporter = exchanged(Links(records), row).exporter
        if exporter.id:
            outline.fact("Exporter", f"{exporter.name} ({exporter.id}), whose practice it is")
    outline.record(shown.document, leave_out=[TITLE_FIELD.get(row.kind, "title")])
    if shown.completeness is not None:
        outline.heading("Completeness")
        missing = f"; missing: {', '.join(shown.missing)}" if shown.missing else ""
        outline.item(f"{shown.completeness} of 100{missing}")
    if shown.exchanges:
        outline.heading("Exchanges")
        for exchange in shown.exchanges:
            outline.item(_exchange_line(row, exchange))
    _pointers(outline, shown)
    if shown.similar is not None:
        outline.heading("Similar practices")
        for other in shown.similar:
            outline.item(
                f"{other.row.title} ({other.row.id}), {other.likeness}% alike: {reason(records, other)}"
            )
        if not shown.similar:
            outline.item("none shares a theme, challenge, service or target group")
    outline.sources()
    return outline.lines


def reason(records: Records, other: Similar) -> str:
    """What two practices share, in words."""
    language = records.settings.catalogue.language
    parts = []
    for field, terms in other.shared.items():
        labels = records.rows.terms(TERM_FIELDS[field])
        parts.append(f"{field.replace('_', ' ')} {', '.join(labels.label(term, language) for term in terms)}")
    return "; ".join(parts)


def _pointers(outline: Outline, shown: Portrait) -> None:
    exchanges = {exchange.row.id for exchange in shown.exchanges}
    others = [p for p in shown.pointers if not (p.row.kind == "exchange" and p.row.id in exchanges)]
    if not others:
        return
    outline.heading("What points to it")
    for kind in dict.fromkeys(pointer.row.kind for pointer in others):
        of_kind = [pointer for pointer in others if pointer.row.kind == kind]
        for row, fields in _by_row(of_kind)[:_MOST]:
            named = f"{row.title} ({row.id})" if row.title != row.id else row.id
            outline.item(f"{kind} {named}: {', '.join(field.replace('_', ' ') for field in fields)}")
        more = len(_by_row(of_kind)) - _MOST
        if more > 0:
            outline.item(f"and {more:,} more {FOLDERS[kind]}")


def _by_row(pointers: Sequence[Pointer]) -> list[tuple[Row, list[str]]]:
    found: dict[str, tuple[Row, list[str]]] = {}
    for pointer in pointers:
        found.setdefault(pointer.row.id, (pointer.row, []))[1].append(pointer.field)
    return list(found.values())


def _exchange_line(row: Row, exchange: Exchanged) -> str:
    sides = f"{exchange.exporter.name or 'unknown'} → {exchange.importer.name or 'unknown'}"
    what = "" if row.kind == "practice" else f"{exchange.practice.name}, "
    came = f", {exchange.level}" if exchange.level else ""
    return f"{what}{sides}: {exchange.status}{came} ({exchange.row.id})"


def _exchange_data(exchange: Exchanged) -> dict[str, Any]:
    data: dict[str, Any] = {"id": exchange.row.id, "status": exchange.status}
    for side in ("practice", "exporter", "importer"):
        party = getattr(exchange, side)
        data[side] = {"id": party.id or None, "name": party.name} if party.name else None
    data["level"] = exchange.level or None
    return data
