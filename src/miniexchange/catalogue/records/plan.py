"""The typed plan record. It mirrors `schemas/plan.schema.json` (a test compares them)."""

from __future__ import annotations

from typing import Any

import msgspec

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.records.shared import Cost, Entry, Link, Period, Record


class Instrument(Entry, frozen=True, kw_only=True):
    """The policy instrument it improves."""

    name: str = ""
    programme: str = ""
    managing_body: str = ""
    improvement: str = ""


class Lesson(Entry, frozen=True, kw_only=True):
    """Where the idea comes from."""

    practice: str = ""
    exchange: str = ""
    assessment: str = ""
    region: str = ""
    text: str = ""


class Player(Entry, frozen=True, kw_only=True):
    """One of them."""

    organisation: str
    role: str = ""


class Indicator(Entry, frozen=True, kw_only=True):
    """One indicator."""

    id: str
    title: str
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    due: PartialDate | None = None


class Action(Entry, frozen=True, kw_only=True):
    """One action."""

    id: str
    title: str
    background: str = ""
    challenges: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    activities: tuple[str, ...] = ()
    adaptation: str = ""
    players: tuple[Player, ...] = ()
    period: Period | None = None
    costs: tuple[Cost, ...] = ()
    funding: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()


class Endorsement(Entry, frozen=True, kw_only=True):
    """Who stands behind it."""

    by: str
    date: PartialDate | None = None


class MeasuredValue(Entry, frozen=True, kw_only=True):
    """One measured value."""

    indicator: str
    actual: float | None


class PolicyChange(Entry, frozen=True, kw_only=True):
    """Whether the policy instrument changed."""

    achieved: bool = False
    proof: str = ""


class Monitoring(Entry, frozen=True, kw_only=True):
    """One look at how it goes."""

    date: PartialDate | None
    action: str = ""
    status: str
    values: tuple[MeasuredValue, ...] = ()
    explanation: str = ""
    policy_change: PolicyChange | None = None


class Plan(Record, frozen=True, kw_only=True):
    """A region's action plan for one policy instrument, with its monitoring."""

    region: str
    organisation: str = ""
    title: str
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    projects: tuple[str, ...] = ()
    date: PartialDate | None = None
    instrument: Instrument | None = None
    period: Period | None = None
    background: str = ""
    actions: tuple[Action, ...] = ()
    players: tuple[Player, ...] = ()
    endorsement: Endorsement | None = None
    monitoring: tuple[Monitoring, ...] = ()
    documents: tuple[Link, ...] = ()
