"""The typed practice record. It mirrors `schemas/practice.schema.json` (a test compares them)."""

from __future__ import annotations

from typing import Any

import msgspec

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.records.shared import (
    Claim,
    Contact,
    Cost,
    Entry,
    Link,
    Location,
    Media,
    Money,
    Period,
    Record,
)


class Owner(Entry, frozen=True, kw_only=True):
    """Whose it is, where no partner region owns it."""

    organisation: str = ""
    place: str = ""
    countries: tuple[str, ...] = ()


class Resources(Entry, frozen=True, kw_only=True):
    """What it takes."""

    costs: tuple[Cost, ...] = ()
    funding: tuple[str, ...] = ()
    staff_fte: float | None = None


class Precondition(Entry, frozen=True, kw_only=True):
    """One precondition."""

    capability: str = ""
    text: str = ""
    hard: bool = False


class Effort(Entry, frozen=True, kw_only=True):
    """What taking it over asks of the importer."""

    setup_months: float | None = None
    staff_fte: float | None = None
    cost: Money | None = None


class Transfer(Entry, frozen=True, kw_only=True):
    """Potential for learning or transfer."""

    text: str = ""
    core: tuple[str, ...] = ()
    adaptable: tuple[str, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    effort: Effort | None = None
    languages: tuple[str, ...] = ()
    max_importers: int | None = None


class Recognition(Entry, frozen=True, kw_only=True):
    """One award or mention."""

    title: str
    date: PartialDate | None = None
    url: str = ""


class ExpertOpinion(Entry, frozen=True, kw_only=True):
    """What an outside expert said of it."""

    by: str = ""
    date: PartialDate | None = None
    text: str


class Practice(Record, frozen=True, kw_only=True):
    """A good practice: a policy instrument that worked, or a documented attempt that did not."""

    title: str
    original_title: dict[str, str] = msgspec.field(default_factory=dict)
    translations: dict[str, dict[str, Any]] = msgspec.field(default_factory=dict)
    type: str = ""
    region: str = ""
    owner: Owner | None = None
    organisation: str = ""
    origin: str = ""
    projects: tuple[str, ...] = ()
    derived_from: str = ""
    status: str
    successor: str = ""
    documented: PartialDate | None = None
    lesson_only: bool = False
    themes: tuple[str, ...] = ()
    challenges: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    summary: str = ""
    problem: str = ""
    description: str = ""
    location: Location | None = None
    period: Period | None = None
    stakeholders: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    resources: Resources | None = None
    evidence: tuple[Claim, ...] = ()
    difficulties: tuple[str, ...] = ()
    transfer: Transfer | None = None
    recognition: tuple[Recognition, ...] = ()
    contact: Contact | None = None
    links: tuple[Link, ...] = ()
    media: tuple[Media, ...] = ()
    expert_opinion: ExpertOpinion | None = None
    verified: PartialDate | None = None
