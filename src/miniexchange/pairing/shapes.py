"""Records with the fields that the pairing reads, and no others.

They stand in for the typed records: of ten thousand practices these need a fraction of the room, and what they say is all
that a programme can depend on. A part of the pairing that reads a further field fails on them; then the field is added here.
"""

from __future__ import annotations

from typing import Any

import msgspec

from miniexchange.catalogue.dates import PartialDate


class _Shape(msgspec.Struct, frozen=True, gc=False):
    """A mapping of a record."""


class Amount(_Shape, frozen=True):
    amount: float
    currency: str
    amount_max: float | None = None
    qualifier: str = ""


class Span(_Shape, frozen=True):
    start: PartialDate | None = None
    end: PartialDate | None = None
    recurring: str = ""


class Place(_Shape, frozen=True):
    nuts: str = ""
    lat: float | None = None
    lon: float | None = None


class Point(_Shape, frozen=True):
    lat: float | None = None
    lon: float | None = None


class Levels(_Shape, frozen=True):
    nesta: int | None = None
    maryland: int | None = None
    oecd: int | None = None


class Evidence(_Shape, frozen=True):
    kind: str = ""
    date: PartialDate | None = None
    design: str = ""
    levels: Levels | None = None
    independent: bool = False
    inferred: bool = False


class Condition(_Shape, frozen=True):
    capability: str = ""
    text: str = ""
    hard: bool = False
    inferred: bool = False


class Asked(_Shape, frozen=True):
    setup_months: float | None = None
    cost: Amount | None = None


class Transferring(_Shape, frozen=True):
    preconditions: tuple[Condition, ...] = ()
    effort: Asked | None = None
    languages: tuple[str, ...] = ()
    max_importers: int | None = None
    inferred: bool = False
    inferred_fields: tuple[str, ...] = ()


class PracticeShape(_Shape, frozen=True):
    """A practice without its texts: what of these counts is read by `saying`."""

    title: str
    status: str
    id: str = ""
    path: str = ""
    region: str = ""
    derived_from: str = ""
    successor: str = ""
    documented: PartialDate | None = None
    lesson_only: bool = False
    themes: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    location: Place | None = None
    period: Span | None = None
    evidence: tuple[Evidence, ...] = ()
    transfer: Transferring | None = None


class TextShape(_Shape, frozen=True):
    """The texts of a practice that are compared with needs."""

    title: str
    original_title: dict[str, str] = msgspec.field(default_factory=dict)
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    summary: str = ""
    problem: str = ""
    description: str = ""


class Figures(_Shape, frozen=True):
    population: int | None = None
    gdp_pps_index: float | None = None
    innovation_group: str = ""
    territories: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


class Range(_Shape, frozen=True):
    min: int | None = None
    max: int | None = None


class Limits(_Shape, frozen=True):
    exports: Range | None = None
    imports: Range | None = None
    budget: Amount | None = None


class Bounds(_Shape, frozen=True):
    max_cost: Amount | None = None
    by: PartialDate | None = None


class NeedShape(_Shape, frozen=True):
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
    constraints: Bounds | None = None
    stated: PartialDate | None = None
    closed: PartialDate | None = None
    status: str = ""
    inferred: bool = False


class RegionShape(_Shape, frozen=True):
    """A region that takes part, or that practices come from."""

    name: str
    id: str = ""
    path: str = ""
    nuts: str = ""
    location: Point | None = None
    languages: tuple[str, ...] = ()
    profile: Figures | None = None
    capabilities: tuple[str, ...] = ()
    offers: tuple[str, ...] | None = None
    capacity: Limits | None = None
    needs: tuple[NeedShape, ...] = ()


class Stage(_Shape, frozen=True):
    status: str
    date: PartialDate | None


class Proposed(_Shape, frozen=True):
    date: PartialDate | None = None


class Result(_Shape, frozen=True):
    level: str = ""


class ExchangeShape(_Shape, frozen=True):
    """An exchange of the past or present."""

    status: str
    id: str = ""
    path: str = ""
    practice: str = ""
    importer: str = ""
    exporter: str = ""
    need: str = ""
    projects: tuple[str, ...] = ()
    period: Span | None = None
    history: tuple[Stage, ...] = ()
    locked: bool = False
    proposal: Proposed | None = None
    outcome: Result | None = None
    inferred: bool = False
    inferred_fields: tuple[str, ...] = ()


class Member(_Shape, frozen=True):
    region: str = ""


class ProjectShape(_Shape, frozen=True):
    """A partnership."""

    id: str = ""
    path: str = ""
    partners: tuple[Member, ...] = ()
