"""A programme as new exchange records, status `proposed`, to be put before the two regions of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from miniexchange.catalogue.model import Catalogue
from miniexchange.diagnostic import plain
from miniexchange.edit.naming import suggested_id
from miniexchange.pairing.past import status_on
from miniexchange.pairing.programme import Programme, Proposal

LONGEST_ID = 80
"""Characters of an id, as `schemas/common.schema.json` has it."""

LONGEST_REASON = 500
"""Characters of a reason, as `schemas/exchange.schema.json` has it."""


@dataclass(frozen=True)
class NewExchange:
    """One record to be written: its id, its fields, and the proposal that it is made of."""

    id: str
    document: Mapping[str, Any]
    proposal: Proposal


@dataclass(frozen=True)
class Draft:
    """The records of a programme, by importer, need and practice.

    `later` are proposals that are left out, each with the id of its exchange: it is managed in the catalogue, and begins after
    the day as of which the programme was made. To write them would make a second record of one exchange.
    """

    new: tuple[NewExchange, ...]
    later: tuple[tuple[Proposal, str], ...]


def draft(programme: Programme, catalogue: Catalogue) -> Draft:
    """The exchange records that a programme proposes, dated the day as of which it was made.

    An id is made of practice and importer; where an exchange of the catalogue has it already it gets a number (-2, -3 …). The
    exporter is the practice's own region, so no record names it.
    """
    used, new, later = set(catalogue.exchanges), [], []
    begun = {
        (exchange.practice, exchange.importer): exchange.id
        for exchange in catalogue.exchanges.values()
        if exchange.status != "recorded" and not status_on(exchange, programme.as_of)
    }
    for proposal in programme.proposals:
        existing = begun.get((proposal.practice, proposal.importer))
        if existing:
            later.append((proposal, existing))
            continue
        document = _document(programme, proposal)
        record_id = _free_id(suggested_id("exchange", document), used)
        used.add(record_id)
        new.append(NewExchange(record_id, document, proposal))
    return Draft(tuple(new), tuple(later))


def _document(programme: Programme, proposal: Proposal) -> dict[str, Any]:
    day = programme.as_of.isoformat()
    points, rest = divmod(proposal.score, 100)
    document: dict[str, Any] = {
        "status": "proposed",
        "practice": proposal.practice,
        "importer": proposal.importer,
        "need": proposal.need,
        "projects": [programme.project] if programme.project else [],
        "history": [{"status": "proposed", "date": day}],
        "locked": proposal.locked,
        "proposal": {
            "date": day,
            "score": proposal.score / 100 if rest else points,
            "reasons": [_sentence(reason) for reason in proposal.reasons],
        },
    }
    return {key: value for key, value in document.items() if value}


def _sentence(reason: str) -> str:
    """A reason as a sentence of its own, on one line, cut where a record could not hold it."""
    text = " ".join(plain(reason).split())
    text = text[:1].upper() + text[1:]
    if len(text) >= LONGEST_REASON:
        return f"{text[: LONGEST_REASON - 1].rstrip()}…"
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _free_id(wanted: str, used: Collection[str]) -> str:
    """The id that was wanted, or the first with a number that nobody has; cut at a hyphen where it is too long."""
    for number in count(1):
        ending = f"-{number}" if number > 1 else ""
        room = LONGEST_ID - len(ending)
        name = wanted if len(wanted) <= room else wanted[: room + 1].rpartition("-")[0] or wanted[:room]
        if name + ending not in used:
            return name + ending
    raise AssertionError("numbers do not end")
