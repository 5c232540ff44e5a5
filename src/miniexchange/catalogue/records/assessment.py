"""The typed assessment record. It mirrors `schemas/assessment.schema.json` (a test compares them)."""

from __future__ import annotations

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.records.shared import Entry, Link, Record


class Participant(Entry, frozen=True, kw_only=True):
    """One of them."""

    organisation: str
    role: str = ""


class PeerScore(Entry, frozen=True, kw_only=True):
    """What one peer says."""

    region: str
    maturity: int | None = None
    comment: str = ""
    date: PartialDate | None = None


class Cell(Entry, frozen=True, kw_only=True):
    """One service against one challenge."""

    service: str
    challenge: str
    relevance: int | None = None
    state: str = ""
    maturity: int | None = None
    target: int | None = None
    rationale: str = ""
    evidence: str = ""
    confidence: str = ""
    peers: tuple[PeerScore, ...] = ()


class ReviewFinding(Entry, frozen=True, kw_only=True):
    """One of them."""

    text: str
    challenge: str = ""
    service: str = ""
    by: str = ""


class Assessment(Record, frozen=True, kw_only=True):
    """One round of a region's self-assessment and peer review."""

    region: str
    projects: tuple[str, ...] = ()
    round: int | None = None
    date: PartialDate | None
    instrument: str = ""
    scope: str = ""
    participants: tuple[Participant, ...] = ()
    cells: tuple[Cell, ...] = ()
    strengths: tuple[ReviewFinding, ...] = ()
    weaknesses: tuple[ReviewFinding, ...] = ()
    recommendations: tuple[ReviewFinding, ...] = ()
    documents: tuple[Link, ...] = ()
