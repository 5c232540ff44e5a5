"""Which recorded exchanges a backtest looks for, and why it cannot look for others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Exchange
from miniexchange.pairing.past import MEANING, RECORDED


@dataclass(frozen=True)
class Case:
    """An exchange to find again: this importer took, or decided to take, this practice.

    `level` is how far it got, "" where nobody says. `deduced`: that these two belong together was concluded by whoever recorded it.
    """

    exchange: str
    practice: str
    importer: str
    level: str
    deduced: bool


class Untested(NamedTuple):
    """An exchange that no ranking can be held against, and why."""

    exchange: str
    why: str


def cases_of(
    catalogue: Catalogue, project: str, taking_part: Collection[str]
) -> tuple[tuple[Case, ...], tuple[Untested, ...]]:
    """The exchanges of a project, or of the whole catalogue, that can be tested, and those that cannot, both by id."""
    found: list[Case] = []
    untested: list[Untested] = []
    for exchange in catalogue.exchanges.values():
        if project and project not in exchange.projects:
            continue
        why = _why_not(catalogue, exchange, taking_part)
        if not why and any((c.practice, c.importer) == (exchange.practice, exchange.importer) for c in found):
            why = "the same practice and importer stand in another exchange"
        if why:
            untested.append(Untested(exchange.id, why))
            continue
        found.append(
            Case(
                exchange.id,
                exchange.practice,
                exchange.importer,
                exchange.outcome.level if exchange.outcome else "",
                exchange.inferred or bool({"practice", "importer"} & set(exchange.inferred_fields)),
            )
        )
    return tuple(found), tuple(untested)


def _why_not(catalogue: Catalogue, exchange: Exchange, taking_part: Collection[str]) -> str:
    """Why an exchange cannot be tested; "" when it can."""
    if exchange.importer not in catalogue.regions and exchange.practice not in catalogue.practices:
        return "neither its importer nor its practice is a record of the catalogue"
    if exchange.importer not in catalogue.regions:
        return "its importer is no record of the catalogue"
    if exchange.practice not in catalogue.practices:
        return "its practice is no record of the catalogue"
    level = exchange.outcome.level if exchange.outcome else ""
    meaning = MEANING.get(exchange.status) or RECORDED.get(level)
    if meaning == "tried":
        return "it came to nothing"
    if exchange.status == "proposed" or exchange.proposal:
        return "it was proposed by the pairing itself"
    if exchange.importer not in taking_part:
        return "its importer does not take part"
    return ""
