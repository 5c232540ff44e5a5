"""The typed event record. It mirrors `schemas/event.schema.json` (a test compares them)."""

from __future__ import annotations

from typing import Any

import msgspec

from miniexchange.catalogue.records.shared import Entry, Link, Period, Record


class Participants(Entry, frozen=True, kw_only=True):
    """Who came."""

    count: int | None = None
    qualifier: str = ""
    regions: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Event(Record, frozen=True, kw_only=True):
    """A partner meeting, conference, workshop, study visit, staff exchange or peer review."""

    title: str
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    kind: str
    projects: tuple[str, ...] = ()
    period: Period | None
    place: str = ""
    country: str = ""
    host: str = ""
    participants: Participants | None = None
    reviewed: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    assessments: tuple[str, ...] = ()
    summary: str = ""
    documents: tuple[Link, ...] = ()
