"""Fair and stable programmes, against their definitions."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
from check_certificate import Exchange, Problem
from hypothesis import given, settings
from problem_builder import Document, best_by_hand, documents, instance_of, programmes

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.building import build
from miniexchange.pairing.problem.fair import fair
from miniexchange.pairing.problem.instance import (
    Choice,
    Instance,
    PracticeLimits,
    RegionLimits,
    Scored,
)
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.problem.stable import blocking, stable


def fair_by_hand(document: Document, number: int, missing: int) -> tuple[int, int]:
    """(the worst score, the total) of the fair programme among all with as few missing and at least as many exchanges."""
    problem = Problem(document)
    return max(
        (min((problem.eligible[x] for x in chosen), default=0), problem.objective(chosen))
        for chosen in programmes(problem)
        if problem.shortfall(chosen) == missing and len(chosen) >= number
    )


@settings(max_examples=120)
@given(documents(extras=True))
def test_fair_programme_is_fair_by_definition(document: Document) -> None:
    instance = instance_of(document)
    if best_by_hand(document) is None:
        with pytest.raises(UserError, match="exchanges"):
            solve(instance)
        return
    best = solve(instance)
    found = fair(instance, best)
    worst, total = fair_by_hand(document, len(best.chosen), best.shortfall)
    chosen = found.solution.chosen
    assert found.solution.shortfall == best.shortfall and len(chosen) >= len(best.chosen)
    assert found.proven and found.solution.closed
    assert Problem(document).over([tuple(choice) for choice in chosen]) == []
    if best.chosen:
        reached = min(Problem(document).eligible[tuple(choice)] for choice in chosen)
        assert (reached, found.solution.objective) == (worst, total)
        assert found.threshold == worst


def exchanges(instance: Instance, cells: tuple[int, ...]) -> list[Exchange]:
    return [tuple(instance.choice(*divmod(cell, instance.pairs.width))) for cell in cells]


def blocking_by_hand(document: Document, chosen: list[Exchange]) -> set[Exchange]:
    """Pairs whose every full limit holds a worse exchange, and that the budget left can pay."""
    problem = Problem(document)
    found = set()
    for pair, score in problem.eligible.items():
        if pair in chosen:
            continue
        room = []
        for key in problem.touched(pair):
            most = problem.most(key)
            if most is None:
                continue
            inside = [problem.eligible[x] for x in chosen if key in problem.touched(x)]
            room.append(len(inside) < problem.left(most, *key) or any(other < score for other in inside))
        budget = problem.regions[pair[0]].get("budget")
        if budget is not None:
            before, now = (
                sum(problem.costs.get(x[:2], 0) for x in some if x[0] == pair[0])
                for some in (problem.locked, chosen)
            )
            room.append(problem.costs.get(pair[:2], 0) <= max(0, budget - before) - now)
        if all(room):
            found.add(pair)
    return found


@settings(max_examples=150)
@given(documents(extras=True, most=20))
def test_stable_programme_keeps_the_limits_and_nothing_blocks_it(document: Document) -> None:
    instance = instance_of(document)
    cells = stable(instance)
    assert list(cells) == sorted(cells)
    chosen = exchanges(instance, cells)
    assert Problem(document).over(chosen) == []
    assert blocking_by_hand(document, chosen) == set()
    assert blocking(instance, cells, 5).number == 0


@settings(max_examples=150)
@given(documents(extras=True))
def test_blocking_pairs_of_any_programme_are_those_of_the_definition(document: Document) -> None:
    instance = instance_of(document)
    problem = Problem(document)
    every = programmes(problem)
    for chosen in chain(every[:: max(1, len(every) // 6)], every[-1:]):
        places = [instance.cell(Choice(*x)) for x in chosen]
        cells = sorted(row * instance.pairs.width + practice for row, practice in filter(None, places))
        expected = blocking_by_hand(document, list(chosen))
        found = blocking(instance, cells, 100)
        assert found.number == len(expected)
        assert set(exchanges(instance, found.cells)) == expected
        two = blocking(instance, cells, 2)
        assert (two.number, two.cells) == (found.number, found.cells[:2])
        of = instance.pairs.scores(*np.divmod(np.array(found.cells, dtype=np.int64), instance.pairs.width))
        assert list(of) == sorted(of, reverse=True)


def test_stable_programme_gives_the_last_export_to_the_best_importer() -> None:
    regions = [RegionLimits("a", 0, 1, 0, 0), RegionLimits("b", 0, 0, 0, 1), RegionLimits("c", 0, 0, 0, 1)]
    practices = [PracticeLimits("p", "a"), PracticeLimits("q", "a")]
    scores = [Scored("b", "p", 5), Scored("c", "q", 7)]
    instance = build(regions, practices, scores)
    assert exchanges(instance, stable(instance)) == [("c", "q", "")]
    assert blocking(instance, (0,), 5).cells == (3,)  # b has p, and c would be the better importer
    assert blocking(instance, (3,), 5).number == 0
