"""Shapes that several kinds of record share. They mirror `schemas/common.schema.json` (a test compares them)."""

from __future__ import annotations

import msgspec

from miniexchange.catalogue.dates import PartialDate


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A mapping inside a record. A text that is absent is "", a number or mapping that is absent is None."""


class Source(Part, frozen=True, kw_only=True):
    """One place where a statement can be read."""

    url: str
    title: str = ""
    publisher: str = ""
    accessed: PartialDate | None = None
    partly_read: bool = False
    note: str = ""


class Conflict(Part, frozen=True, kw_only=True):
    """One disagreeing statement."""

    field: str
    value: str | float | bool
    sources: tuple[Source, ...] = ()
    resolution: str = ""


class Entry(Part, frozen=True, kw_only=True):
    """A mapping that can say how sure it is: deduced or stated, by whom, and what other sources say."""

    inferred: bool = False
    inferred_fields: tuple[str, ...] = ()
    note: str = ""
    sources: tuple[Source, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Record(Entry, frozen=True, kw_only=True):
    """One record of any kind. `id` is the file's stem, `path` the file below the catalogue's root."""

    id: str
    path: str


class Period(Entry, frozen=True, kw_only=True):
    """From when to when."""

    start: PartialDate | None = None
    end: PartialDate | None = None
    recurring: str = ""


class Money(Entry, frozen=True, kw_only=True):
    """An amount of money."""

    amount: float
    amount_max: float | None = None
    currency: str
    qualifier: str = ""


class Cost(Entry, frozen=True, kw_only=True):
    """An amount of money and what it pays for."""

    item: str = ""
    amount: float
    amount_max: float | None = None
    currency: str
    qualifier: str = ""
    per: str = ""


class Location(Entry, frozen=True, kw_only=True):
    """Where it is."""

    place: str = ""
    nuts: str = ""
    nuts_version: int | None = None
    lat: float | None = None
    lon: float | None = None


class Contact(Part, frozen=True, kw_only=True):
    """Whom to ask: a role and a role mailbox or form, never a person."""

    role: str = ""
    organisation: str = ""
    email: str = ""
    url: str = ""


class Link(Part, frozen=True, kw_only=True):
    """A document or a page: an address, or a file below `media/`."""

    title: str = ""
    url: str = ""
    path: str = ""
    language: str = ""
    note: str = ""


class Media(Part, frozen=True, kw_only=True):
    """A picture or a document shown with the record."""

    path: str
    alt: str = ""
    credit: str = ""


class EvidenceLevels(Entry, frozen=True, kw_only=True):
    """Where it stands on published evidence scales; each scale by itself, never converted."""

    nesta: int | None = None
    maryland: int | None = None
    oecd: int | None = None


class Claim(Entry, frozen=True, kw_only=True):
    """One statement of evidence."""

    claim: str
    kind: str = ""
    value: float | None = None
    value_max: float | None = None
    qualifier: str = ""
    unit: str = ""
    target: float | None = None
    population: str = ""
    date: PartialDate | None = None
    design: str = ""
    levels: EvidenceLevels | None = None
    independent: bool = False
