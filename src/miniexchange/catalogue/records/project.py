"""The typed project record. It mirrors `schemas/project.schema.json` (a test compares them)."""

from __future__ import annotations

from typing import Any

import msgspec

from miniexchange.catalogue.records.shared import Entry, Link, Money, Period, Record


class Funding(Entry, frozen=True, kw_only=True):
    """One source of money."""

    source: str
    amount: float | None = None
    amount_max: float | None = None
    currency: str = ""
    qualifier: str = ""


class Partner(Entry, frozen=True, kw_only=True):
    """One partner."""

    region: str = ""
    organisation: str = ""
    role: str = ""
    country: str = ""


class Project(Record, frozen=True, kw_only=True):
    """A partnership: programme, period, partners, targets."""

    title: str
    acronym: str = ""
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    programme: str = ""
    reference: str = ""
    period: Period | None = None
    budget: Money | None = None
    funding: tuple[Funding, ...] = ()
    website: str = ""
    partners: tuple[Partner, ...] = ()
    themes: tuple[str, ...] = ()
    targets: dict[str, float] = msgspec.field(default_factory=dict)
    summary: str = ""
    documents: tuple[Link, ...] = ()
    follow_up: str = ""
