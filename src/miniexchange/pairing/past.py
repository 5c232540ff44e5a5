"""What exchanges of the past and present mean for new ones, as things stood on a day.

Dates later than that day are not known yet; what is undated counts as known, and so does a partial date that may lie
before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Exchange, Need, Practice

Meaning = Literal["under-way", "done", "tried", "nothing"]

MEANING: Mapping[str, Meaning] = {
    "proposed": "under-way",
    "agreed": "under-way",
    "preparing": "under-way",
    "visiting": "under-way",
    "implementing": "under-way",
    "completed": "done",
    "declined": "tried",
    "withdrawn": "tried",
    "failed": "tried",
}
"""Status → what it means for proposing the same practice to the same importer again."""

RECORDED: Mapping[str, Meaning] = {"adapted": "done", "running": "done", "dropped": "tried"}
"""The same for recorded exchanges, by outcome: an announcement, a plan or an unknown outcome stands in nobody's way."""


@dataclass(frozen=True)
class Past:
    """One exchange of a practice and an importer of the catalogue: what it means, and whether it uses up quotas of this programme.

    `exporter` is "" when no region of the catalogue gives it.
    """

    exchange: Exchange
    exporter: str
    status: str
    meaning: Meaning
    counts: bool


def past_of(catalogue: Catalogue, *, project: str, as_of: date) -> tuple[Past, ...]:
    """Every exchange known on a day between records of the catalogue, by id.

    Live and locked exchanges use up quotas, unless they belong to other projects only. What is done uses up the quotas of its own
    project; without a project, a programme is a new round and what is done counts in nobody's quota.
    """
    found = []
    for exchange in catalogue.exchanges.values():
        status = status_on(exchange, as_of)
        if not status or not exchange.practice or not exchange.importer:
            continue
        level = exchange.outcome.level if exchange.outcome else ""
        meaning = RECORDED.get(level, "nothing") if status == "recorded" else MEANING[status]
        live = meaning == "under-way" or (exchange.locked and meaning != "tried")
        counts = (live and not (project and exchange.projects and project not in exchange.projects)) or (
            meaning == "done" and bool(project) and project in exchange.projects
        )
        region = catalogue.exporter(exchange)
        found.append(
            Past(
                exchange,
                region.id if region else "",
                status,
                "under-way" if counts and live else meaning,
                counts,
            )
        )
    return tuple(found)


def known(on: PartialDate | None, as_of: date) -> bool:
    """Whether something of that date may have been known on a day."""
    return on is None or on.span[0] <= as_of


def status_on(exchange: Exchange, as_of: date) -> str:
    """The exchange's status on a day: of the last step known then; "" when it did not exist yet."""
    steps = [step for step in exchange.history if known(step.date, as_of)]
    if len(steps) < len(exchange.history):
        return steps[-1].status if steps else ""
    start = exchange.period.start if exchange.period else None
    if not exchange.history and not (
        known(start, as_of) and known(exchange.proposal.date if exchange.proposal else None, as_of)
    ):
        return ""
    return exchange.status


def is_documented(practice: Practice, as_of: date) -> bool:
    """Whether a practice was known on a day: by the date it was first described, else by its start."""
    return known(practice.documented or (practice.period.start if practice.period else None), as_of)


def is_open(need: Need, as_of: date) -> bool:
    """Whether a need was stated and not yet closed on a day. A closing date counts before the status, which may be newer."""
    if not known(need.stated, as_of):
        return False
    if need.closed is not None:
        return not known(need.closed, as_of)
    return need.status in ("", "open")
