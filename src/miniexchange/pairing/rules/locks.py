"""Pairs that somebody locks, and what standing exchanges exceed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from miniexchange.catalogue.model import Catalogue
from miniexchange.diagnostic import UserError
from miniexchange.pairing.fit.fit import Fit
from miniexchange.pairing.past import Past
from miniexchange.pairing.problem.instance import Instance, Locked
from miniexchange.pairing.request import Request
from miniexchange.pairing.rules.eligibility import Eligibility
from miniexchange.pairing.rules.rule import Rule


class Cell(NamedTuple):
    """One pair of a need (`row` of the fit) and a practice (`column`)."""

    row: int
    column: int


def locks(
    fit: Fit, eligibility: Eligibility, request: Request, standing: Sequence[Locked], need_max: int
) -> list[Cell]:
    """The cells of the pairs that a request locks: each for the need that it fits best and that may still take a practice.

    A pair that stands already is left as it is. Raises UserError for a region that has no such need left.
    """
    served = Counter((x.importer, x.need) for x in standing)
    done = {(x.practice, x.importer) for x in standing}
    found = []
    for named in dict.fromkeys(request.lock):
        if named in done:
            continue
        column = fit.column_at.get(named.practice)
        if column is None:
            raise UserError(f"{named.practice} was not known yet on {request.as_of}", "take a later --as-of")
        rows = [row for row, need in enumerate(fit.needs) if need.region.id == named.importer]
        free = [
            row
            for row in rows
            if (need := fit.needs[row].need) is None or served[named.importer, need.id] < need_max
        ]
        if any(eligibility.rule(row, column) is Rule.OWN_PRACTICE for row in rows):
            raise UserError(f"{named.practice} is {named.importer}'s own practice", "lock another one")
        if not free:
            raise UserError(
                f"{named.importer} has no open need left for {named.practice}",
                "state a need in its file, or allow more practices per need (pairing.rules.need_max)",
            )
        best = max(
            free,
            key=lambda row: (eligibility.rule(row, column) is Rule.ELIGIBLE, fit.score[row, column], -row),
        )
        need = fit.needs[best].need
        served[named.importer, need.id if need else ""] += 1
        found.append(Cell(best, column))
    return found


def locked_of(catalogue: Catalogue, fit: Fit, cell: Cell) -> Locked:
    """A locked pair as the bare problem has it."""
    need, practice = fit.needs[cell.row], fit.practices[cell.column]
    exporter = practice.region if practice.region in catalogue.regions else ""
    return Locked(need.region.id, practice.id, exporter, need.need.id if need.need else "")


def standing_already(catalogue: Catalogue, request: Request, standing: Sequence[Locked]) -> tuple[str, ...]:
    """Which of the pairs to be locked stand anyway."""
    there = {(x.practice, x.importer) for x in standing}
    return tuple(
        f"{catalogue.practices[named.practice].title} for {catalogue.regions[named.importer].name} stands already: nothing to lock"
        for named in dict.fromkeys(request.lock)
        if named in there
    )


def in_spite(
    catalogue: Catalogue, fit: Fit, eligibility: Eligibility, cells: Sequence[Cell]
) -> tuple[str, ...]:
    """What a lock overrides: the rule that would keep the pair out."""
    return tuple(
        f"{fit.practices[cell.column].title} for {fit.needs[cell.row].region.name} is locked, although {why}"
        for cell in cells
        if (why := eligibility.why(cell.row, cell.column))
    )


def excess(
    catalogue: Catalogue, instance: Instance, past: Sequence[Past], added: Sequence[Locked]
) -> tuple[str, ...]:
    """Limits that standing exchanges exceed: an error where locked ones alone do, or a new lock goes beyond what all leave of
    them; else a warning, unless it is what was done that exceeds them."""
    most: dict[tuple[str, ...], int] = {("exports", r.id): r.export_max for r in instance.regions}
    most |= {("imports", r.id): r.import_max for r in instance.regions}
    most |= {("practice", p.id): p.capacity for p in instance.practices if p.capacity is not None}
    most |= {("need", *need): instance.rules.need_max for need in instance.needs}
    most |= {("budget", r.id): r.budget for r in instance.regions if r.budget is not None}
    locked: Counter[tuple[str, ...]] = Counter()
    live: Counter[tuple[str, ...]] = Counter()
    everything: Counter[tuple[str, ...]] = Counter()
    entries = [
        (
            Locked(e.exchange.importer, e.exchange.practice, e.exporter, e.exchange.need),
            e.exchange.locked,
            e.exchange.locked or e.meaning == "under-way",
            False,
        )
        for e in past
        if e.counts
    ]
    requested: set[tuple[str, ...]] = set()
    for entry, is_locked, is_live, is_asked in (*entries, *((x, True, True, True) for x in added)):
        pair = ("pair", entry.importer, entry.exporter)
        between = ("between", *sorted((entry.importer, entry.exporter)))
        if instance.rules.one_per_ordered_pair and entry.exporter:
            most[pair] = 1
        if instance.rules.one_per_unordered_pair and entry.exporter:
            most[between] = 1
        uses: dict[tuple[str, ...], int] = {
            ("imports", entry.importer): 1,
            ("exports", entry.exporter): 1,
            ("practice", entry.practice): 1,
            ("need", entry.importer, entry.need): 1,
            ("budget", entry.importer): _cost(instance, entry),
            pair: 1,
            between: 1,
        }
        everything.update(uses)
        live.update(uses if is_live else {})
        locked.update(uses if is_locked else {})
        requested.update(uses if is_asked else {})
    over = [(limit, count) for limit, count in sorted(live.items()) if count > most.get(limit, count)]
    for limit, count in sorted(everything.items()):
        if locked[limit] > most.get(limit, count) or (limit in requested and count > most.get(limit, count)):
            raise UserError(
                f"locked exchanges exceed a limit: {_limit_in_words(catalogue, limit)}: {count}, at most {most[limit]}",
                "unlock one of them, or raise the limit (to try it: --what-if exports.REGION=N, for example)",
            )
    return tuple(
        f"exchanges under way exceed a limit: {_limit_in_words(catalogue, limit)}: {count}, at most {most[limit]}"
        for limit, count in over
    )


def _cost(instance: Instance, entry: Locked) -> int:
    """What a standing exchange takes of its importer's budget."""
    at = instance.region_at.get(entry.importer), instance.practice_at.get(entry.practice)
    return instance.costs.get((at[0], at[1]), 0) if at[0] is not None and at[1] is not None else 0


def _limit_in_words(catalogue: Catalogue, limit: tuple[str, ...]) -> str:
    kind, first, *rest = limit
    if kind == "practice":
        return f"importers of {catalogue.practices[first].title}"
    name = catalogue.regions[first].name if first in catalogue.regions else first
    if kind == "need":
        return f"practices for the need {rest[0]} of {name}"
    if kind == "budget":
        return f"what the imports of {name} cost"
    if kind == "between":
        return f"exchanges between {name} and {catalogue.regions[rest[0]].name}"
    if kind == "pair":
        return f"exchanges from {catalogue.regions[rest[0]].name} to {name}"
    return f"{kind} of {name}"
