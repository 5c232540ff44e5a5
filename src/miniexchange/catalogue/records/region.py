"""The typed region record. It mirrors `schemas/region.schema.json` (a test compares them)."""

from __future__ import annotations

from typing import Any

import msgspec

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.records.shared import Contact, Entry, Money, Part, Record


class Point(Entry, frozen=True, kw_only=True):
    """A point that stands for it on the map."""

    place: str = ""
    lat: float | None = None
    lon: float | None = None


class Organisation(Entry, frozen=True, kw_only=True):
    """A body that takes part for the region."""

    name: str
    city: str = ""
    country: str = ""
    url: str = ""


class Profile(Entry, frozen=True, kw_only=True):
    """What kind of territory it is."""

    population: int | None = None
    area_km2: float | None = None
    gdp_pps_index: float | None = None
    innovation_group: str = ""
    territories: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


class Quota(Part, frozen=True, kw_only=True):
    """How many exchanges, at least and at most; absent values come from the settings."""

    min: int | None = None
    max: int | None = None


class Capacity(Entry, frozen=True, kw_only=True):
    """How many exchanges it can carry; absent values come from the settings."""

    exports: Quota | None = None
    imports: Quota | None = None
    budget: Money | None = None


class Constraints(Entry, frozen=True, kw_only=True):
    """Limits of what can be taken over."""

    max_cost: Money | None = None
    by: PartialDate | None = None


class Need(Entry, frozen=True, kw_only=True):
    """Something the region wants to learn or build."""

    id: str
    title: str
    description: str = ""
    themes: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    priority: str = ""
    wants: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    constraints: Constraints | None = None
    stated: PartialDate | None = None
    closed: PartialDate | None = None
    status: str = ""
    origin: str = ""
    assessment: str = ""


class Region(Record, frozen=True, kw_only=True):
    """A partner territory: who it is, what it offers, what it needs, how much it can give and take."""

    name: str
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    country: str
    nuts: str = ""
    nuts_version: int | None = None
    location: Point | None = None
    organisations: tuple[Organisation, ...] = ()
    stakeholders: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    profile: Profile | None = None
    capabilities: tuple[str, ...] = ()
    offers: tuple[str, ...] | None = None  # absent: everything published; empty: nothing
    capacity: Capacity | None = None
    needs: tuple[Need, ...] = ()
    contact: Contact | None = None
    summary: str = ""
