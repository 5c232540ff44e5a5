"""Few pairs at a time: the same programme as over all pairs, and the same worth as other solvers find."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import defaultdict
from importlib.util import find_spec

import numpy as np
import pytest
from check_certificate import Problem
from hypothesis import given, settings
from hypothesis import strategies as st
from problem_builder import Document, documents, instance_of, large

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem import flow as flow_module
from miniexchange.pairing.problem import solver as solver_module
from miniexchange.pairing.problem.certificate import verify
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.problem.written import instance_from


@settings(max_examples=80)
@given(documents(most=30), st.sampled_from([1, 2]))
def test_few_pairs_at_a_time_lead_to_the_same_programme(document: Document, each: int) -> None:
    instance = instance_of(document)
    expected = solve(instance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow_module, "_SMALL", 0)
        patch.setattr(flow_module, "EACH", each)
        found = solve(instance)
    assert (found.chosen, found.objective, found.shortfall) == (
        expected.chosen, expected.objective, expected.shortfall,
    )  # fmt: skip
    assert found.closed and found.bound == found.value


@settings(max_examples=80)
@given(documents(most=20, extras=True))
def test_search_in_two_steps_finds_the_same_programme(document: Document) -> None:
    """First over the promising pairs, then over those that may be part of a better programme."""
    document["rules"]["exchanges_min"] = 0
    instance = instance_of(document)
    expected = solve(instance)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver_module, "_EASY", 0)
        patch.setattr(flow_module, "_SMALL", 0)
        patch.setattr(flow_module, "EACH", 1)
        found = solve(instance)
    assert (found.chosen, found.bound, found.closed) == (expected.chosen, expected.bound, True)


@settings(max_examples=40)
@given(documents(most=25), st.integers(1, 4))
def test_a_least_number_needs_more_pairs_than_the_promising_ones(document: Document, number: int) -> None:
    """The few best pairs alone may not allow so many exchanges."""
    instance = instance_of(document)
    document["rules"]["exchanges_min"] = min(number, len(solve(instance).chosen) + 1)
    asked = instance_of(document)
    results = []
    for small in (flow_module._SMALL, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(flow_module, "_SMALL", small)
            patch.setattr(flow_module, "EACH", 1)
            try:
                results.append(solve(asked).chosen)
            except UserError as told:
                results.append(str(told))
    assert results[0] == results[1]


MINIMUM_COST_FLOW = """
import json, sys
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
graph = SimpleMinCostFlow()
arcs, source, sink, total = json.load(sys.stdin)
for arc in arcs:
    graph.add_arc_with_capacity_and_unit_cost(*arc)
graph.set_nodes_supplies([source, sink], [total, -total])
assert graph.solve() == graph.OPTIMAL
print(graph.optimal_cost())
"""


def by_flow(document: Document) -> int:
    """What the best programme is worth by minimum-cost flow: without needs, one practice per pair of regions."""
    if find_spec("ortools") is None:
        pytest.skip("OR-Tools is not installed")
    problem, arcs = Problem(document), list[tuple[int, int, int, int]]()
    names: dict[tuple[str, ...], int] = {}

    def node(*name: str) -> int:
        return names.setdefault(name, len(names))

    def arc(tail: int, head: int, most: int, cost: int) -> None:
        arcs.append((tail, head, most, cost))

    def both(tail: int, head: int, least: int, most: int) -> None:
        """So many for a reward of the penalty each, the rest for nothing."""
        arc(tail, head, least, -problem.penalty)
        arc(tail, head, most - least, 0)

    missing = 0
    source, sink = node("source"), node("sink")
    for r, region in problem.regions.items():
        both(source, node("in", r), region["import_min"], region["import_max"])
        both(node("out", r), sink, region["export_min"], region["export_max"])
        missing += region["import_min"] + region["export_min"]
    best: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for (importer, practice, _), score in problem.eligible.items():
        best[importer, practice][""] = score
    for p, practice in problem.practices.items():
        capacity = practice["capacity"]
        capacity = len(problem.regions) if capacity is None else capacity
        arc(node("p", p), node("out", practice["owner"]), capacity, 0)
    for (importer, p), found in best.items():
        arc(node("in", importer), node("p", p), 1, -found[""])
    total = sum(region["import_max"] for region in problem.regions.values())
    arc(source, sink, total, 0)
    # In a process of its own: OR-Tools and highspy each bring a HiGHS and cannot be loaded together.
    told = json.dumps([arcs, source, sink, total])
    run = subprocess.run(
        [sys.executable, "-c", MINIMUM_COST_FLOW], input=told, capture_output=True, text=True, check=True
    )
    return -int(run.stdout) - problem.penalty * missing


def by_search(document: Document) -> int:
    """What the best programme is worth by branch and bound of scipy."""
    optimize = pytest.importorskip("scipy.optimize")
    sparse = pytest.importorskip("scipy.sparse")
    problem = Problem(document)
    cells = sorted(problem.eligible)
    rows: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for column, exchange in enumerate(cells):
        for key in problem.touched(exchange):
            rows[key].append(column)
    sides = [("in", r, "import_min") for r in problem.regions] + [
        ("out", r, "export_min") for r in problem.regions
    ]
    width = len(cells) + len(sides)
    entries, lower, upper = [], [], []
    for key, columns in rows.items():
        most = problem.most(key)
        if most is not None:
            entries += [(len(lower), column) for column in columns]
            lower.append(-np.inf)
            upper.append(most)
    goal = np.array([-problem.eligible[x] for x in cells] + [problem.penalty] * len(sides), dtype=float)
    for short, (side, r, least) in enumerate(sides, len(cells)):
        entries += [(len(lower), column) for column in [*rows[side, r], short]]
        lower.append(problem.regions[r][least])
        upper.append(np.inf)
    row, column = np.array(entries).T
    matrix = sparse.csr_matrix((np.ones(len(row)), (row, column)), shape=(len(lower), width))
    most_of = np.append(np.ones(len(cells)), np.full(len(sides), np.inf))
    found = optimize.milp(
        goal,
        constraints=optimize.LinearConstraint(matrix, lower, upper),
        integrality=np.ones(width),
        bounds=optimize.Bounds(0, most_of),
        options={"mip_rel_gap": 0},
    )
    assert found.status == 0
    return -round(found.fun)


@pytest.mark.parametrize("seed", [1, 2])
def test_minimum_cost_flow_agrees_on_a_large_problem(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    document = large(seed, 40, 300)
    document["rules"] = {"one_per_ordered_pair": False}
    instance = instance_from(document)
    assert len(instance.pairs.importer) * instance.pairs.width > flow_module._SMALL
    monkeypatch.setattr(flow_module, "EACH", 1)  # the first few do not suffice: there must be more rounds
    solution = solve(instance)
    assert solution.value == by_flow(document)
    assert solution.proven and verify(instance, solution.chosen, solution.prices).accepted


@pytest.mark.parametrize(("seed", "needs"), [(3, 0), (4, 3), (5, 3)])
def test_branch_and_bound_agrees_on_a_large_problem(seed: int, needs: int) -> None:
    """Needs and the rule for pairs together may leave the linear programme with halves."""
    document = large(seed, 40, 100, needs=needs, share=0.3)
    instance = instance_from(document)
    assert len(instance.pairs.importer) * instance.pairs.width > flow_module._SMALL // 2
    solution = solve(instance)
    assert solution.value == by_search(document) and solution.closed
    assert Problem(document).over([tuple(choice) for choice in solution.chosen]) == []
    assert verify(instance, solution.chosen, solution.prices).accepted == solution.proven
