"""The pairing of a catalogue: from records to a proven programme with its reasons."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Practice
from miniexchange.diagnostic import UserError
from miniexchange.pairing.explain.blockers import Outcome
from miniexchange.pairing.explain.reasons import cautions, reasons
from miniexchange.pairing.explain.shortages import shortages
from miniexchange.pairing.fit.fit import Fit, NeedOf
from miniexchange.pairing.fit.topics import FACETS, Topics
from miniexchange.pairing.past import Past, is_documented, is_open, past_of
from miniexchange.pairing.problem.certificate import verify
from miniexchange.pairing.problem.instance import Instance, Locked, Pairs, PracticeLimits, RegionLimits
from miniexchange.pairing.problem.solver import Solution, solve
from miniexchange.pairing.programme import Direction, Programme, Proof, Proposal, Quota, Standing
from miniexchange.pairing.rules.eligibility import Eligibility
from miniexchange.pairing.rules.partnership import limits_of, participants


def propose(
    catalogue: Catalogue,
    *,
    as_of: date,
    project: str = "",
    regions: Sequence[str] = (),
    min_score: float | None = None,
    seconds: float = 60.0,
) -> Programme:
    """The best exchanges of a partnership, as its records stood on a day, with reasons and a proof.

    Members of `project` take part, or `regions`, or all regions. `min_score` (0–100) replaces the settings' own. `seconds` limits
    the search that a few programmes need. Raises UserError for a project or region that does not exist, for settings that
    contradict each other, and for locked exchanges that exceed a limit.
    """
    settings = catalogue.settings.pairing
    taking_part = participants(catalogue, project, regions)
    limits = tuple(limits_of(catalogue.regions[region], settings) for region in taking_part)
    least = settings.rules.min_score if min_score is None else min_score
    if not 0 <= least <= 100:
        raise UserError(f"the least score cannot be {least:g}", "scores run from 0 to 100")
    practices = tuple(p for p in catalogue.practices.values() if is_documented(p, as_of))
    past = past_of(catalogue, project=project, as_of=as_of)
    needs = _needs(catalogue, taking_part, as_of)
    vocabularies = {vocabulary: catalogue.terms(vocabulary) for vocabulary, _ in FACETS.values()}
    fit = Fit(needs, practices, catalogue.regions, Topics(practices, vocabularies), settings.weights)
    eligibility = Eligibility(fit, catalogue, taking_part, past, settings.rules, round(least * 100))
    instance = _instance(catalogue, fit, eligibility, limits, past)
    warnings = _excess(catalogue, instance, past)
    solution = solve(instance, seconds=seconds)
    proof = _proof(instance, solution)
    quotas = _quotas(instance, solution)
    outcome = Outcome(catalogue, fit, eligibility, instance, solution.chosen, quotas)
    return Programme(
        project,
        taking_part,
        as_of,
        fit.weights,
        tuple(_proposal(outcome, position, past, as_of) for position in solution.positions),
        tuple(
            _standing(entry)
            for entry in past
            if entry.counts and {entry.exchange.importer, entry.exporter} & set(taking_part)
        ),
        quotas,
        shortages(outcome),
        eligibility.counts(),
        warnings,
        proof,
        instance,
    )


def _needs(catalogue: Catalogue, regions: Sequence[str], as_of: date) -> tuple[NeedOf, ...]:
    """The open needs of the regions, by region and id; a region without any counts as a whole where the rules allow it."""
    found = []
    for region in (catalogue.regions[r] for r in regions):
        open_needs = sorted((need for need in region.needs if is_open(need, as_of)), key=lambda need: need.id)
        found += [NeedOf(region, need) for need in open_needs]
        if not open_needs and catalogue.settings.pairing.rules.allow_without_need:
            found.append(NeedOf(region, None))
    return tuple(found)


def _instance(
    catalogue: Catalogue,
    fit: Fit,
    eligibility: Eligibility,
    limits: tuple[RegionLimits, ...],
    past: Sequence[Past],
) -> Instance:
    """The bare problem: rows and columns are in order already, so the pairs come out sorted."""
    rules = catalogue.settings.pairing.rules
    position = {region.id: i for i, region in enumerate(limits)}
    needs = [(need.region.id, need.need.id) for need in fit.needs if need.need]
    need_at = {need: i for i, need in enumerate(needs)}
    row, column = np.nonzero(eligibility.codes == 0)
    of_row = [(position[n.region.id], need_at[n.region.id, n.need.id] if n.need else -1) for n in fit.needs]
    importer, need = np.array(of_row, dtype=np.int64).reshape(-1, 2).T
    pairs = Pairs(
        *map(_column, (importer[row], column, need[row], fit.score[row, column], fit.confidence[row, column]))
    )
    locked = [
        Locked(p.exchange.importer, p.exchange.practice, p.exporter, p.exchange.need)
        for p in past
        if p.counts
    ]
    return Instance(
        limits,
        tuple(_practice_limits(catalogue, practice) for practice in fit.practices),
        tuple(needs),
        pairs,
        tuple(sorted(locked)),
        rules.one_per_ordered_pair,
        rules.need_max,
    )


def _column(values: NDArray[np.int64]) -> array[int]:
    return array("q", values.astype(np.int64).tobytes())


def _practice_limits(catalogue: Catalogue, practice: Practice) -> PracticeLimits:
    owner = practice.region if practice.region in catalogue.regions else ""
    return PracticeLimits(practice.id, owner, practice.transfer.max_importers if practice.transfer else None)


def _excess(catalogue: Catalogue, instance: Instance, past: Sequence[Past]) -> tuple[str, ...]:
    """Limits that standing exchanges exceed: an error where locked ones alone do, else a warning."""
    most: dict[tuple[str, ...], int] = {("exports", r.id): r.export_max for r in instance.regions}
    most |= {("imports", r.id): r.import_max for r in instance.regions}
    most |= {("practice", p.id): p.capacity for p in instance.practices if p.capacity is not None}
    most |= {("need", *need): instance.need_max for need in instance.needs}
    locked: Counter[tuple[str, ...]] = Counter()
    live: Counter[tuple[str, ...]] = Counter()
    for entry in past:
        if entry.counts and (entry.exchange.locked or entry.meaning == "under-way"):
            exchange = entry.exchange
            pair = ("pair", exchange.importer, entry.exporter)
            if instance.one_per_ordered_pair and entry.exporter:
                most[pair] = 1
            touched: tuple[tuple[str, ...], ...] = (
                ("imports", exchange.importer),
                ("exports", entry.exporter),
                ("practice", exchange.practice),
                ("need", exchange.importer, exchange.need),
                pair,
            )
            for limit in touched:
                live[limit] += 1
                locked[limit] += exchange.locked
    for limit, count in sorted(locked.items()):
        if limit in most and count > most[limit]:
            raise UserError(
                f"locked exchanges exceed a limit: {_limit_in_words(catalogue, limit)}: {count}, at most {most[limit]}",
                "unlock one of them, or raise the limit",
            )
    return tuple(
        f"exchanges under way exceed a limit: {_limit_in_words(catalogue, limit)}: {count}, at most {most[limit]}"
        for limit, count in sorted(live.items())
        if limit in most and count > most[limit]
    )


def _limit_in_words(catalogue: Catalogue, limit: tuple[str, ...]) -> str:
    kind, first, *rest = limit
    if kind == "practice":
        return f"importers of {catalogue.practices[first].title}"
    name = catalogue.regions[first].name if first in catalogue.regions else first
    if kind == "need":
        return f"practices for the need {rest[0]} of {name}"
    if kind == "pair":
        return f"exchanges from {catalogue.regions[rest[0]].name} to {name}"
    return f"{kind} of {name}"


def _proof(instance: Instance, solution: Solution) -> Proof:
    """The proof as far as it holds: a certificate counts only after its own check."""
    if solution.prices is not None:
        verdict = verify(instance, solution.chosen, solution.prices)
        if not verdict.accepted:
            raise RuntimeError(f"the programme's own certificate was refused: {verdict}")
        return Proof(
            "certificate",
            verdict.objective,
            verdict.shortfall,
            verdict.bound,
            verdict.penalty,
            solution.prices,
        )
    return Proof(
        "search" if solution.closed else "unfinished",
        solution.objective,
        solution.shortfall,
        solution.bound,
        solution.penalty,
        None,
    )


def _quotas(instance: Instance, solution: Solution) -> tuple[Quota, ...]:
    owners = {practice.id: practice.owner for practice in instance.practices}
    exports = Counter(owners[choice.practice] for choice in solution.chosen)
    imports = Counter(choice.importer for choice in solution.chosen)
    given = Counter(exchange.exporter for exchange in instance.locked)
    taken = Counter(exchange.importer for exchange in instance.locked)
    found = []
    for r in instance.regions:
        sides: tuple[tuple[Direction, int, int, int, int], ...] = (
            ("exports", r.export_min, r.export_max, given[r.id], exports[r.id]),
            ("imports", r.import_min, r.import_max, taken[r.id], imports[r.id]),
        )
        found += [Quota(r.id, *side) for side in sides]
    return tuple(found)


def _proposal(outcome: Outcome, position: int, past: Sequence[Past], as_of: date) -> Proposal:
    catalogue, fit, pairs = outcome.catalogue, outcome.fit, outcome.instance.pairs
    choice = outcome.instance.choice(position)
    column = pairs.practice[position]
    practice = fit.practices[column]
    row = next(
        i
        for i, n in enumerate(fit.needs)
        if (n.region.id, n.need.id if n.need else "") == (choice.importer, choice.need)
    )
    return Proposal(
        choice.importer,
        choice.practice,
        practice.region if practice.region in catalogue.regions else "",
        choice.need,
        pairs.score[position],
        pairs.confidence[position],
        fit.parts(row, column),
        reasons(outcome, row, column),
        cautions(catalogue, catalogue.regions[choice.importer], practice, past, as_of),
    )


def _standing(entry: Past) -> Standing:
    exchange = entry.exchange
    return Standing(
        exchange.id,
        exchange.practice,
        exchange.importer,
        entry.exporter,
        exchange.need,
        entry.status,
        exchange.locked,
    )
