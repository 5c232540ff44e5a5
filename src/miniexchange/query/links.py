"""What a record says about others and others about it: fields that stand in no single record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from miniexchange.catalogue.rows import Row
from miniexchange.query.records import Records

Pointing = Callable[["Links", Row], Iterable[str]]
"""The ids that a record points to in one respect."""


class Links:
    """The links of a catalogue, each table of them made when it is first needed."""

    def __init__(self, records: Records) -> None:
        self.records = records
        self._back: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._completeness: dict[str, dict[str, int]] = {}

    def pointing_to(self, kind: str, name: str) -> dict[str, list[Row]]:
        """Id of a record of `kind` → the records that point to it under `name`, such as `exchanges` of a practice."""
        if (kind, name) not in self._back:
            other, pointing = BACKLINKS[kind][name]
            table: dict[str, list[Row]] = {}
            for row in self.records.rows.of(other):
                for record_id in dict.fromkeys(pointing(self, row)):
                    table.setdefault(record_id, []).append(row)
            self._back[kind, name] = table
        return self._back[kind, name]

    def exporter(self, exchange: Row) -> str:
        """The exporting region of an exchange: the one named, else the practice's; "" when there is none."""
        named = exchange.document.get("exporter")
        practice = self._practices.get(exchange.document.get("practice", ""))
        return str(named or (practice.document.get("region", "") if practice else ""))

    def countries(self, row: Row) -> list[str]:
        """The countries of a record: its own, its region's or its owner's, an exchange's importer's, a project's partners'."""
        document = row.document
        if row.kind == "practice":
            owner = document.get("owner", {})
            return self._countries_of([document.get("region")]) or list(owner.get("countries", ()))
        if row.kind == "exchange":
            return self._countries_of([document.get("importer")])
        if row.kind == "project":
            partners = document.get("partners", ())
            named = [partner["country"] for partner in partners if "country" in partner]
            return list(
                dict.fromkeys(self._countries_of(partner.get("region") for partner in partners) + named)
            )
        if "country" in document:
            return [document["country"]]
        return self._countries_of([document.get("region")])

    def completeness(self, row: Row) -> int:
        """How much of a record is filled in, 0 to 100; kept in the cache, for it needs the whole record."""
        if row.kind not in self._completeness:
            self._completeness[row.kind] = self._all_completeness(row.kind)
        return self._completeness[row.kind][row.id]

    def _countries_of(self, regions: Iterable[Any]) -> list[str]:
        found = (self._regions.get(region) for region in regions if region)
        return list(dict.fromkeys(region.document["country"] for region in found if region))

    @cached_property
    def _regions(self) -> dict[str, Row]:
        return dict(self.records.rows.by_id("region"))

    @cached_property
    def _practices(self) -> dict[str, Row]:
        return dict(self.records.rows.by_id("practice"))

    def _all_completeness(self, kind: str) -> dict[str, int]:
        from miniexchange.catalogue.completeness import completeness

        rows, key = self.records.rows.narrow(kind, ()), self.records.digest.encode()
        kept = self.records.load(f"completeness-{kind}")
        if kept is not None and kept.startswith(key) and len(kept) == len(key) + len(rows):
            return {row.id: value for row, value in zip(rows, kept[len(key) :], strict=True)}
        values = [completeness(kind, self.records.read_document(row)) for row in rows]
        self.records.store(f"completeness-{kind}", key + bytes(values))
        return {row.id: value for row, value in zip(rows, values, strict=True)}


def _one(field: str) -> Pointing:
    return lambda links, row: [row.document[field]] if field in row.document else []


def _many(field: str) -> Pointing:
    return lambda links, row: row.document.get(field, ())


def _parties(links: Links, exchange: Row) -> list[str]:
    return [region for region in (links.exporter(exchange), exchange.document.get("importer")) if region]


def _exporter(links: Links, exchange: Row) -> list[str]:
    exporter = links.exporter(exchange)
    return [exporter] if exporter else []


def _partners(links: Links, project: Row) -> list[str]:
    return [partner["region"] for partner in project.document.get("partners", ()) if "region" in partner]


def _present(links: Links, event: Row) -> list[str]:
    host, document = event.document.get("host"), event.document
    there = document.get("participants", {}).get("regions", [])
    return [*([host] if host else []), *there, *document.get("reviewed", [])]


def _visited(links: Links, exchange: Row) -> list[str]:
    return [visit["event"] for visit in exchange.document.get("visits", ()) if "event" in visit]


BACKLINKS: dict[str, dict[str, tuple[str, Pointing]]] = {
    "practice": {
        "exchanges": ("exchange", _one("practice")),
        "events": ("event", _many("practices")),
        "copies": ("practice", _one("derived_from")),
    },
    "region": {
        "practices": ("practice", _one("region")),
        "exchanges": ("exchange", _parties),
        "exports": ("exchange", _exporter),
        "imports": ("exchange", _one("importer")),
        "projects": ("project", _partners),
        "events": ("event", _present),
        "assessments": ("assessment", _one("region")),
        "plans": ("plan", _one("region")),
    },
    "project": {
        "practices": ("practice", _many("projects")),
        "exchanges": ("exchange", _many("projects")),
        "events": ("event", _many("projects")),
        "assessments": ("assessment", _many("projects")),
        "plans": ("plan", _many("projects")),
    },
    "event": {"exchanges": ("exchange", _visited)},
    "assessment": {"events": ("event", _many("assessments"))},
}
"""Kind → name → the kind that points to it, and how: the links that can be followed backwards."""
