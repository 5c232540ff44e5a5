"""From records to the bare problem: who takes part, how well everything fits, what is eligible, what stands already."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Practice
from miniexchange.catalogue.settings import PairingRules
from miniexchange.diagnostic import UserError
from miniexchange.pairing.fit.fit import Fit, NeedOf
from miniexchange.pairing.fit.spoken import Sayings
from miniexchange.pairing.fit.topics import FACETS
from miniexchange.pairing.past import Past, is_documented, is_open, past_of
from miniexchange.pairing.problem.instance import (
    Instance,
    Locked,
    PracticeLimits,
    RegionLimits,
    Rules,
    check_limits,
)
from miniexchange.pairing.problem.pairs import NOT_ELIGIBLE, Table
from miniexchange.pairing.request import Request
from miniexchange.pairing.rules.eligibility import Eligibility
from miniexchange.pairing.rules.locks import Cell, excess, in_spite, locked_of, locks, standing_already
from miniexchange.pairing.rules.partnership import check_taking_part, known_id, limits_of, participants
from miniexchange.pairing.rules.rule import Rule


@dataclass(frozen=True)
class Study:
    """A question about a catalogue, ready to be solved. Rows of the fit, and of the instance's pairs, are the same.

    `locked` are the pairs that the request locks, beyond what stands already: they are part of every programme.
    """

    catalogue: Catalogue
    request: Request
    regions: tuple[str, ...]
    rules: PairingRules
    past: tuple[Past, ...]
    fit: Fit
    eligibility: Eligibility
    instance: Instance
    locked: tuple[Cell, ...]
    warnings: tuple[str, ...]


def study(catalogue: Catalogue, request: Request, saying: Sayings | None = None) -> Study:
    """Everything about a question but its answer. `saying` gives the words of practices whose texts are not at hand.

    Raises UserError for ids that do not exist, for settings that contradict each other, and for locked exchanges that
    exceed a limit.
    """
    settings = catalogue.settings.pairing
    rules = request.rules or settings.rules
    taking_part = participants(catalogue, request.project, request.regions)
    least = rules.min_score if request.min_score is None else request.min_score
    if not 0 <= least <= 100:
        raise UserError(f"the least score cannot be {least:g}", "scores run from 0 to 100")
    _check_named(catalogue, request, taking_part)
    practices = tuple(p for p in catalogue.practices.values() if is_documented(p, request.as_of))
    past = past_of(catalogue, project=request.project, as_of=request.as_of)
    vocabularies = {vocabulary: catalogue.terms(vocabulary) for vocabulary, _ in FACETS.values()}
    fit = Fit(
        _needs(catalogue, taking_part, rules, request.as_of),
        practices,
        catalogue.regions,
        vocabularies,
        request.weights or settings.weights,
        past,
        request.as_of,
        saying,
    )
    eligibility = Eligibility(
        fit,
        catalogue,
        taking_part,
        past,
        rules,
        round(least * 100),
        forbidden={(named.practice, named.importer) for named in request.forbid},
        retry_declined=request.retry_declined,
        selected=request.practices,
    )
    limits = tuple(_limits(catalogue, request, region) for region in taking_part)
    standing = [
        Locked(p.exchange.importer, p.exchange.practice, p.exporter, p.exchange.need)
        for p in past
        if p.counts
    ]
    cells = locks(fit, eligibility, request, standing, rules.need_max)
    added = [locked_of(catalogue, fit, cell) for cell in cells]
    instance = _instance(catalogue, request, fit, eligibility, limits, rules, [*standing, *added])
    warnings = (
        *excess(catalogue, instance, past, added),
        *in_spite(catalogue, fit, eligibility, cells),
        *standing_already(catalogue, request, standing),
    )
    return Study(
        catalogue, request, taking_part, rules, past, fit, eligibility, instance, tuple(cells), warnings
    )


def _check_named(catalogue: Catalogue, request: Request, regions: Sequence[str]) -> None:
    """The pairs and ids that a request names exist and do not contradict each other."""
    for named in (*request.lock, *request.forbid):
        known_id("practice", named.practice, catalogue.practices)
        check_taking_part(named.importer, regions, catalogue)
    both = sorted(set(request.lock) & set(request.forbid))
    if both:
        raise UserError(
            f"{both[0].practice}:{both[0].importer} is both locked and forbidden", "keep one of the two"
        )
    for region in (*request.exports, *request.imports):
        check_taking_part(region, regions, catalogue)
    for practice in request.capacities:
        known_id("practice", practice, catalogue.practices)


def _needs(
    catalogue: Catalogue, regions: Sequence[str], rules: PairingRules, as_of: date
) -> tuple[NeedOf, ...]:
    """The open needs of the regions, by region and id; a region without any counts as a whole where the rules allow it."""
    found = []
    for region in (catalogue.regions[r] for r in regions):
        open_needs = sorted((need for need in region.needs if is_open(need, as_of)), key=lambda need: need.id)
        found += [NeedOf(region, need) for need in open_needs]
        if not open_needs and rules.allow_without_need:
            found.append(NeedOf(region, None))
    return tuple(found)


def _limits(catalogue: Catalogue, request: Request, region: str) -> RegionLimits:
    """A region's limits, as the request changes them, and its budget in whole units of its currency."""
    record = catalogue.regions[region]
    found = limits_of(record, catalogue.settings.pairing)
    if region in request.exports:
        least, most = request.exports[region]
        found = found._replace(export_min=least, export_max=most)
    if region in request.imports:
        least, most = request.imports[region]
        found = found._replace(import_min=least, import_max=most)
    budget = record.capacity.budget if record.capacity else None
    return found._replace(budget=math.floor(budget.amount)) if budget else found


def _instance(
    catalogue: Catalogue,
    request: Request,
    fit: Fit,
    eligibility: Eligibility,
    limits: tuple[RegionLimits, ...],
    rules: PairingRules,
    locked: Sequence[Locked],
) -> Instance:
    """The bare problem: rows and columns are in order already."""
    position = {region.id: i for i, region in enumerate(limits)}
    needs = [(need.region.id, need.need.id) for need in fit.needs if need.need]
    need_at = {need: i for i, need in enumerate(needs)}
    of_row = [(position[n.region.id], need_at[n.region.id, n.need.id] if n.need else -1) for n in fit.needs]
    importer, need = np.array(of_row, dtype=np.int64).reshape(-1, 2).T
    table = Table(
        importer,
        need,
        np.where(eligibility.codes == Rule.ELIGIBLE, fit.score, np.int16(NOT_ELIGIBLE)),
        fit.confidence,
    )
    bare = Rules(
        one_per_ordered_pair=rules.one_per_ordered_pair,
        need_max=rules.need_max,
        one_per_unordered_pair=rules.one_per_unordered_pair,
        export_counts="practices" if rules.export_counts == "practices" else "exchanges",
        reciprocity_bonus=round(100 * rules.reciprocity_bonus),
        theme_bonus=round(100 * rules.theme_bonus),
    )
    practices = tuple(_practice_limits(catalogue, request, p, bool(bare.theme_bonus)) for p in fit.practices)
    check_limits(limits, practices, bare)
    return Instance(
        limits,
        practices,
        tuple(needs),
        table,
        tuple(sorted(locked)),
        bare,
        _costs(catalogue, fit.practices, limits),
    )


def _practice_limits(
    catalogue: Catalogue, request: Request, practice: Practice, with_themes: bool
) -> PracticeLimits:
    owner = practice.region if practice.region in catalogue.regions else ""
    most = practice.transfer.max_importers if practice.transfer else None
    main: set[str] = set()
    if with_themes:
        terms = catalogue.terms("themes")
        main = {(theme, *terms.ancestors(theme))[-1] for theme in practice.themes}
    return PracticeLimits(practice.id, owner, request.capacities.get(practice.id, most), tuple(sorted(main)))


def _costs(
    catalogue: Catalogue, practices: Sequence[Practice], limits: Sequence[RegionLimits]
) -> dict[tuple[int, int], int]:
    """What each practice costs an importer that has a budget in the same currency, rounded up; unknown costs are left out."""
    found = {}
    for region, limit in enumerate(limits):
        capacity = catalogue.regions[limit.id].capacity
        if limit.budget is None or capacity is None or capacity.budget is None:
            continue
        for column, practice in enumerate(practices):
            cost = practice.transfer.effort.cost if practice.transfer and practice.transfer.effort else None
            if cost and cost.currency == capacity.budget.currency:
                found[region, column] = math.ceil(cost.amount)
    return found
