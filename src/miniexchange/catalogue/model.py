"""The catalogue in memory: typed records, and the links between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from miniexchange.catalogue.records import (
    Assessment,
    Event,
    Exchange,
    Need,
    Plan,
    Practice,
    Project,
    Record,
    Region,
    Vocabulary,
)
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.terms import Terms


@dataclass(frozen=True)
class Backlink:
    """One place in a record (`kind`, `id`, JSON `pointer`) that points to another record."""

    kind: str
    id: str
    pointer: str


@dataclass(frozen=True)
class Catalogue:
    """Every record by kind and id (each mapping sorted by id), and what the records mean to one another.

    `documents` holds the same records as plain dictionaries, key order as written: `documents["practice"]["i-creo"]`.
    `revision` names the git revision that was read, "" for the working tree.
    """

    settings: Settings
    practices: Mapping[str, Practice]
    regions: Mapping[str, Region]
    exchanges: Mapping[str, Exchange]
    projects: Mapping[str, Project]
    events: Mapping[str, Event]
    assessments: Mapping[str, Assessment]
    plans: Mapping[str, Plan]
    vocabularies: Mapping[str, Vocabulary]
    documents: Mapping[str, Mapping[str, Mapping[str, Any]]]
    revision: str = ""

    def of(self, kind: str) -> Mapping[str, Record]:
        """All records of a kind, such as `practice`."""
        mappings: dict[str, Mapping[str, Record]] = {
            "practice": self.practices,
            "region": self.regions,
            "exchange": self.exchanges,
            "project": self.projects,
            "event": self.events,
            "assessment": self.assessments,
            "plan": self.plans,
            "vocabulary": self.vocabularies,
        }
        return mappings[kind]

    def terms(self, vocabulary: str) -> Terms:
        """The terms of a vocabulary such as `themes`."""
        document = self.documents["vocabulary"].get(vocabulary, {})
        return Terms(vocabulary, document.get("terms", {}))

    # Who gives and who takes

    def exporter(self, exchange: Exchange) -> Region | None:
        """The exporting region: the one named, else the practice's; None when it lies outside the catalogue."""
        practice = self.practices.get(exchange.practice)
        region = exchange.exporter or (practice.region if practice else "")
        return self.regions.get(region)

    def importer(self, exchange: Exchange) -> Region | None:
        """The importing region; None when it lies outside the catalogue."""
        return self.regions.get(exchange.importer)

    def need(self, exchange: Exchange) -> Need | None:
        """The importer's need that the exchange serves, where it names one."""
        region = self.regions.get(exchange.importer)
        return next((need for need in region.needs if need.id == exchange.need), None) if region else None

    def practices_of(self, region: str) -> tuple[Practice, ...]:
        """The practices that belong to a region, by id."""
        return self._practices_by_region.get(region, ())

    def offered_by(self, region: str) -> tuple[Practice, ...]:
        """What a region offers to export: its `offers`, else every published practice that is more than a lesson."""
        offers = self.regions[region].offers
        if offers is not None:
            return tuple(self.practices[p] for p in offers if p in self.practices)
        return tuple(p for p in self.practices_of(region) if p.status == "published" and not p.lesson_only)

    def exchanges_of(self, practice: str) -> tuple[Exchange, ...]:
        """The exchanges of a practice, by id."""
        return tuple(x for x in self.exchanges.values() if x.practice == practice)

    def exports(self, region: str) -> tuple[Exchange, ...]:
        """The exchanges in which a region gives, by id."""
        return tuple(x for x in self.exchanges.values() if (e := self.exporter(x)) and e.id == region)

    def imports(self, region: str) -> tuple[Exchange, ...]:
        """The exchanges in which a region takes, by id."""
        return tuple(x for x in self.exchanges.values() if x.importer == region)

    def members(self, project: str) -> tuple[str, ...]:
        """The regions that are partners of a project, sorted and without repetition."""
        return tuple(sorted({p.region for p in self.projects[project].partners if p.region}))

    def countries(self, practice: Practice) -> tuple[str, ...]:
        """The countries of a practice: its region's, else its owner's."""
        if practice.region in self.regions:
            return (self.regions[practice.region].country,)
        return practice.owner.countries if practice.owner else ()

    # What points where

    def backlinks(self, kind: str, record_id: str) -> tuple[Backlink, ...]:
        """Every place in the catalogue that points to a record."""
        return self._backlinks.get((kind, record_id), ())

    @cached_property
    def _practices_by_region(self) -> dict[str, tuple[Practice, ...]]:
        found: dict[str, list[Practice]] = {}
        for practice in self.practices.values():
            if practice.region:
                found.setdefault(practice.region, []).append(practice)
        return {region: tuple(practices) for region, practices in found.items()}

    @cached_property
    def _backlinks(self) -> dict[tuple[str, str], tuple[Backlink, ...]]:
        from miniexchange.catalogue.references import references

        found: dict[tuple[str, str], list[Backlink]] = {}
        for kind, documents in self.documents.items():
            for record_id, document in documents.items():
                for reference in references(kind, document):
                    found.setdefault((reference.kind, reference.id), []).append(
                        Backlink(kind, record_id, reference.pointer)
                    )
        return {target: tuple(places) for target, places in found.items()}

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        """(kind, record) for every record, kinds in reading order."""
        for kind in self.documents:
            for record in self.of(kind).values():
                yield kind, record
