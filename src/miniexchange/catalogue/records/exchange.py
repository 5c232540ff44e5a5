"""The typed exchange record. It mirrors `schemas/exchange.schema.json` (a test compares them)."""

from __future__ import annotations

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.records.shared import Claim, Entry, Link, Money, Period, Record


class Step(Entry, frozen=True, kw_only=True):
    """One step."""

    status: str
    date: PartialDate | None
    by: str = ""


class Proposal(Entry, frozen=True, kw_only=True):
    """What the pairing said."""

    date: PartialDate | None = None
    score: float | None = None
    reasons: tuple[str, ...] = ()


class FeasibilityQuestion(Entry, frozen=True, kw_only=True):
    """One question."""

    question: str
    answer: str = ""
    date: PartialDate | None = None


class Preparation(Entry, frozen=True, kw_only=True):
    """What was made ready."""

    briefing: str = ""
    local_owner: str = ""
    feasibility: tuple[FeasibilityQuestion, ...] = ()


class Training(Entry, frozen=True, kw_only=True):
    """One training."""

    topic: str
    people: int | None = None


class Visit(Entry, frozen=True, kw_only=True):
    """One visit: an event of the catalogue, or its own particulars, never both."""

    event: str = ""
    form: str = ""
    period: Period | None = None
    host: str = ""
    travellers: tuple[str, ...] = ()
    people: int | None = None
    place: str = ""
    language: str = ""
    agenda: tuple[str, ...] = ()
    training: tuple[Training, ...] = ()
    report: str = ""


class Adaptation(Entry, frozen=True, kw_only=True):
    """What the importer made of it."""

    kept: str = ""
    changed: str = ""
    dropped: str = ""


class Outcome(Entry, frozen=True, kw_only=True):
    """What came of it."""

    level: str = ""
    text: str = ""
    resulting_practice: str = ""
    evidence: tuple[Claim, ...] = ()


class Judgement(Entry, frozen=True, kw_only=True):
    """What one side says of the exchange afterwards."""

    rating: int | None = None
    text: str = ""
    date: PartialDate | None = None


class Evaluation(Entry, frozen=True, kw_only=True):
    """What both sides say afterwards."""

    exporter: Judgement | None = None
    importer: Judgement | None = None
    lessons: str = ""
    follow_up: str = ""


class ExchangeCosts(Entry, frozen=True, kw_only=True):
    """What it cost."""

    travel: Money | None = None
    staff_days: float | None = None


class Exchange(Record, frozen=True, kw_only=True):
    """One transfer of one practice to one importing region, from proposal to evaluation."""

    status: str
    practice: str = ""
    practice_text: str = ""
    importer: str = ""
    importer_text: str = ""
    exporter: str = ""
    exporter_text: str = ""
    need: str = ""
    projects: tuple[str, ...] = ()
    period: Period | None = None
    history: tuple[Step, ...] = ()
    locked: bool = False
    proposal: Proposal | None = None
    preparation: Preparation | None = None
    visits: tuple[Visit, ...] = ()
    adaptation: Adaptation | None = None
    outcome: Outcome | None = None
    evaluation: Evaluation | None = None
    costs: ExchangeCosts | None = None
    documents: tuple[Link, ...] = ()
