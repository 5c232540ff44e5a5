"""The pairing of a catalogue: from a question to a proven programme with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.explain.alternatives import alternatives
from miniexchange.pairing.explain.blockers import Outcome, outcome_of
from miniexchange.pairing.explain.cautions import cautions
from miniexchange.pairing.explain.reasons import reasons
from miniexchange.pairing.explain.shortages import shortages
from miniexchange.pairing.past import Past
from miniexchange.pairing.problem.certificate import verify
from miniexchange.pairing.problem.confirm import confirmed
from miniexchange.pairing.problem.fair import fair
from miniexchange.pairing.problem.instance import Choice, Instance
from miniexchange.pairing.problem.solver import Solution, solve
from miniexchange.pairing.problem.stable import blocking, stable
from miniexchange.pairing.programme import (
    Compared,
    Programme,
    Proof,
    Proposal,
    Rivals,
    Standing,
)
from miniexchange.pairing.request import Request
from miniexchange.pairing.rules.locks import Cell
from miniexchange.pairing.study import Study, study

_RIVALS = 5
"""So many of the pairs that block a programme are named."""


class Answer(NamedTuple):
    """A programme and the bare problem that was solved for it: of a fair one, with the pairs that its threshold leaves."""

    programme: Programme
    instance: Instance


def propose(catalogue: Catalogue, request: Request) -> Programme:
    """The best exchanges of a partnership, as its records stood on a day, with reasons and a proof.

    Raises UserError for a project, region or practice that does not exist, for settings and requests that contradict
    each other, for locked exchanges that exceed a limit, and when the time is over before any programme is found.
    """
    return programme_of(study(catalogue, request))


def programme_of(of: Study) -> Programme:
    """The programme that answers a question."""
    return answer(of).programme


def answer(of: Study) -> Answer:
    """The programme that answers a question, with the bare problem that it solves."""
    request = of.request
    best = solve(of.instance, seconds=request.seconds)
    instance, solution, compared = of.instance, best, None
    if request.choice == "fair":
        found = fair(of.instance, best, seconds=request.seconds)
        instance, solution = found.instance, found.solution
        proven = best.closed and found.proven
        compared = Compared(len(best.chosen), best.shortfall, best.objective, proven, found.threshold)
    cells, chosen = solution.cells, solution.chosen
    proof = _proof(instance, solution)
    if request.choice == "stable":
        cells = stable(of.instance)
        chosen = tuple(of.instance.choice(*divmod(cell, of.instance.pairs.width)) for cell in cells)
        compared = Compared(len(best.chosen), best.shortfall, best.objective, best.closed)
        proof = _unproven(of.instance, chosen, best)
    outcome = outcome_of(of, chosen)
    width = of.instance.pairs.width
    pairs = [(Cell(*divmod(cell, width)), False) for cell in cells] + [(cell, True) for cell in of.locked]
    programme = Programme(
        request.project,
        of.regions,
        request.as_of,
        of.fit.weights,
        tuple(_proposal(outcome, cell, locked) for cell, locked in sorted(pairs)),
        tuple(
            _standing(entry)
            for entry in of.past
            if entry.counts and {entry.exchange.importer, entry.exporter} & set(of.regions)
        ),
        outcome.quotas,
        shortages(outcome),
        of.eligibility.counts(),
        of.warnings,
        proof,
        chosen,
        request.choice,
        compared,
        _rivals(of.instance, cells),
    )
    return Answer(programme, instance)


def _proof(instance: Instance, solution: Solution) -> Proof:
    """The proof as far as it holds: a programme and its certificate count only after their own check."""
    verdict = confirmed(instance, solution)
    return Proof(
        "certificate" if solution.proven else "search" if solution.closed else "unfinished",
        verdict.objective,
        verdict.shortfall,
        solution.bound,
        verdict.penalty,
        solution.prices,
    )


def _unproven(instance: Instance, chosen: Sequence[Choice], best: Solution) -> Proof:
    """What is known of the stable programme: its worth, and the best programme's bound."""
    verdict = verify(instance, chosen, best.prices)
    if any("fewer" not in violation for violation in verdict.violations):
        raise RuntimeError(f"the stable programme breaks a rule: {verdict}")
    return Proof("stable", verdict.objective, verdict.shortfall, best.bound, verdict.penalty, best.prices)


def _rivals(instance: Instance, cells: Sequence[int]) -> Rivals:
    found = blocking(instance, cells, _RIVALS)
    named = []
    for cell in found.cells:
        row, practice = divmod(cell, instance.pairs.width)
        choice = instance.choice(row, practice)
        score = int(instance.pairs.scores(np.array([row]), np.array([practice]))[0])
        named.append((choice.importer, choice.practice, choice.need, score))
    return Rivals(found.number, tuple(named))


def _proposal(outcome: Outcome, cell: Cell, locked: bool) -> Proposal:
    fit, (row, column) = outcome.fit, cell
    need, practice = fit.needs[row], fit.practices[column]
    others = alternatives(outcome, row, column)
    return Proposal(
        need.region.id,
        practice.id,
        practice.region if practice.region in outcome.catalogue.regions else "",
        need.need.id if need.need else "",
        int(fit.score[row, column]),
        int(fit.confidence[row, column]),
        fit.parts(row, column),
        reasons(outcome, row, column),
        cautions(outcome, row, column),
        locked,
        others.importer,
        others.exporter,
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
