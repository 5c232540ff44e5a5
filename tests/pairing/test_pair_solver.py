"""The solver against brute force, its proof against a checker of its own, and public problems with known optima."""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from check_certificate import Problem, objections
from hypothesis import given, settings
from problem_builder import Document, best_by_hand, documents, instance_of, worth

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.building import build
from miniexchange.pairing.problem.certificate import verify
from miniexchange.pairing.problem.faces import best, dual_bound
from miniexchange.pairing.problem.instance import (
    Choice,
    Instance,
    Locked,
    PracticeLimits,
    RegionLimits,
    Rules,
    Scored,
)
from miniexchange.pairing.problem.matrix import Polytope
from miniexchange.pairing.problem.pairs import Table
from miniexchange.pairing.problem.solver import Solution, solve
from miniexchange.pairing.problem.written import certificate_document, instance_from, proposal_document

INSTANCES = Path(__file__).parents[1] / "data" / "instances"
EXPECTED: Document = json.loads((INSTANCES / "expected.json").read_text(encoding="utf-8"))


def objections_to(document: Document, solution: Solution) -> list[str]:
    """What the checker that knows only the written forms says, after a turn through JSON."""
    proposal, certificate = json.loads(
        json.dumps([proposal_document(solution), certificate_document(solution.prices, solution.penalty)])
    )
    return objections(document, proposal, certificate)


def assert_best(document: Document) -> None:
    """The programme is the best of all, by the rules for ties too; both checkers agree with what it says of itself."""
    instance = instance_of(document)
    expected = best_by_hand(document)
    if expected is None:
        with pytest.raises(UserError, match="exchanges"):
            solve(instance)
        return
    solution = solve(instance)
    judged = worth(Problem(document), document, tuple(tuple(choice) for choice in solution.chosen))
    assert (-solution.shortfall, solution.objective) == judged[:2] == expected[0][:2]
    assert judged == expected[0]
    assert solution.closed and solution.bound == solution.value
    assert objections_to(document, solution) == []
    verdict = verify(instance, solution.chosen, solution.prices)
    assert (verdict.objective, verdict.shortfall) == (solution.objective, solution.shortfall)
    assert (verdict.penalty, verdict.violations) == (solution.penalty, ())
    assert verdict.bound >= solution.value
    assert verdict.accepted == solution.proven


@settings(max_examples=150)
@given(documents())
def test_programme_is_the_best_of_all(document: Document) -> None:
    assert_best(document)


@settings(max_examples=300)
@given(documents(extras=True))
def test_programme_is_the_best_of_all_under_every_rule(document: Document) -> None:
    assert_best(document)


@settings(max_examples=100)
@given(documents(most=25))
def test_certificate_is_accepted_by_both_checkers(document: Document) -> None:
    instance = instance_of(document)
    solution = solve(instance)
    verdict = verify(instance, solution.chosen, solution.prices)
    assert verdict.accepted == solution.proven
    assert objections_to(document, solution) == []


@settings(max_examples=60)
@given(documents(needs=("",), most=25))
def test_without_needs_there_is_always_a_certificate(document: Document) -> None:
    """Importer rows and exporter rows are two laminar families then, so the linear programme has whole prices."""
    instance = instance_of(document)
    solution = solve(instance)
    assert solution.proven and verify(instance, solution.chosen, solution.prices).accepted


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_public_problems_reach_their_known_optimum(name: str) -> None:
    document = json.loads((INSTANCES / f"{name}.json").read_text(encoding="utf-8"))
    instance = instance_from(document)
    solution = solve(instance)
    assert (solution.objective, solution.shortfall) == (EXPECTED[name]["objective"], 0)
    proposal = proposal_document(solution)
    assert (proposal["status"], proposal["bound"]) == ("optimal", solution.value)
    assert objections_to(document, solution) == []
    verdict = verify(instance, solution.chosen, solution.prices)
    assert verdict.violations == ()
    if name.startswith("preflib"):
        assert proposal["method"] == "certificate" and verdict.accepted
    else:
        assert proposal["method"] == "search" and not verdict.accepted


FRACTIONAL = [
    ("r0", "p2", 97, "a"), ("r0", "p2", 4, "b"), ("r0", "p3", 77, "b"), ("r0", "p4", 51, "b"), ("r1", "p0", 2, "a"),
    ("r1", "p1", 43, "a"), ("r1", "p2", 89, "a"), ("r1", "p3", 4, "a"), ("r1", "p2", 3, "b"), ("r1", "p3", 1, "b"),
    ("r2", "p0", 40, "a"), ("r2", "p2", 14, "a"), ("r2", "p3", 1, "a"), ("r2", "p4", 1, "a"), ("r2", "p1", 4, "b"),
    ("r2", "p2", 73, "b"), ("r2", "p4", 11, "b"), ("r3", "p0", 2, "a"), ("r3", "p0", 4, "b"), ("r3", "p1", 23, "b"),
    ("r3", "p4", 56, "b"),
]  # fmt: skip
"""Needs and the rule for pairs together: the linear programme has a corner with halves."""


def fractional() -> Document:
    limits = [("r0", 1, 2, 1, 2), ("r1", 1, 2, 0, 2), ("r2", 2, 2, 1, 2), ("r3", 0, 2, 1, 2)]
    owners = [("p0", "r0", None), ("p1", "r0", 1), ("p2", "r3", 1), ("p3", "r3", None), ("p4", "r1", None)]
    sides = ("id", "export_min", "export_max", "import_min", "import_max")
    return {
        "regions": [dict(zip(sides, r, strict=True)) for r in limits],
        "practices": [dict(zip(("id", "owner", "capacity"), p, strict=True)) for p in owners],
        "scores": [list(s) for s in FRACTIONAL],
        "rules": {},
    }


def test_search_closes_where_the_linear_programme_is_not_whole() -> None:
    solution = solve(instance_from(fractional()))
    assert solution.closed and not solution.proven
    assert solution.bound == solution.value
    assert_best(fractional())


def test_prices_that_are_not_whole_prove_nothing() -> None:
    """max x with 2x ≤ 2 and x ≤ 5: the price is one half, and no whole price has a bound of 1."""
    one, none = np.ones(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    polytope = Polytope(none, none, 2 * one, none, 5 * one, none, 2 * one)
    step = best(polytope, one, float("inf"))
    assert step is not None and (step.value, step.bound, step.closed) == (1, 1, True)
    assert not step.proves and dual_bound(polytope, one, step.prices) > 1


def test_ties_go_to_the_surer_programme_and_then_to_a_fixed_one() -> None:
    regions = [RegionLimits("a", 0, 0, 0, 1), *(RegionLimits(r, 0, 1, 0, 0) for r in "bcd")]
    practices = [PracticeLimits(f"of-{r}", r) for r in "bcd"]
    equal = [Scored("a", "of-b", 50, "", 3), Scored("a", "of-c", 50, "", 7), Scored("a", "of-d", 50, "", 5)]
    assert solve(build(regions, practices, equal)).chosen == (Choice("a", "of-c"),)
    level = [score._replace(confidence=1) for score in equal]
    hashes = {s.practice: blake2b(f"a\0{s.practice}\0".encode(), digest_size=5).digest() for s in level}
    assert solve(build(regions, practices, level)).chosen == (
        Choice("a", max(hashes, key=hashes.__getitem__)),
    )


def test_minima_come_before_the_total() -> None:
    """One exchange each for b and c (1 + 1) is better than the dear one of b alone (100)."""
    regions = [
        RegionLimits("a", 0, 0, 0, 1),
        RegionLimits("d", 0, 0, 0, 1),
        RegionLimits("b", 1, 2, 0, 0),
        RegionLimits("c", 1, 2, 0, 0),
    ]
    practices = [PracticeLimits("of-b", "b"), PracticeLimits("of-c", "c")]
    scores = [Scored("a", "of-b", 100), Scored("a", "of-c", 1), Scored("d", "of-b", 1)]
    solution = solve(build(regions, practices, scores))
    assert (solution.objective, solution.shortfall) == (2, 0)


def test_zero_quotas_leave_an_empty_proven_programme_at_once() -> None:
    """A million pairs, none of which may be chosen."""
    regions = tuple(RegionLimits(f"r{i:04}", 0, 0, 0, 0) for i in range(1000))
    practices = tuple(PracticeLimits(f"p{i:04}", f"r{i:04}") for i in range(1000))
    score = (np.arange(1_000_000, dtype=np.int32) % 9973).reshape(1000, 1000)
    pairs = Table(np.arange(1000), np.full(1000, -1), score, np.zeros_like(score))
    instance = Instance(regions, practices, (), pairs)
    solution = solve(instance)
    assert solution.chosen == () and solution.bound == 0 and solution.proven
    assert verify(instance, (), solution.prices).accepted


def test_nothing_at_all_is_solved_too() -> None:
    solution = solve(build([], [], []))
    assert (solution.chosen, solution.objective, solution.shortfall, solution.bound) == ((), 0, 0, 0)
    lonely = solve(build([RegionLimits("a", 2, 2, 2, 2)], [], []))
    assert (lonely.shortfall, lonely.bound, lonely.closed) == (4, -4 * lonely.penalty, True)


def test_a_bonus_is_not_forgotten_by_the_proof() -> None:
    """Without the bonus 10 + 9 is best, and its prices prove it; with it, 9 + 9 + 2 is."""
    regions = [RegionLimits(r, 0, 1, 0, 1) for r in "abc"]
    practices = [PracticeLimits(f"of-{r}", r) for r in "abc"]
    scores = [Scored("a", "of-b", 9), Scored("b", "of-a", 9), Scored("a", "of-c", 10)]
    plain = solve(build(regions, practices, scores))
    assert (plain.objective, plain.proven) == (19, True)
    instance = build(regions, practices, scores, rules=Rules(reciprocity_bonus=2))
    solution = solve(instance)
    assert (solution.objective, solution.closed, solution.proven) == (20, True, False)
    assert not verify(instance, plain.chosen, plain.prices).accepted


def test_two_exports_of_one_practice_are_one_where_practices_count() -> None:
    """The better practice goes to both, unless two different ones have to be exported."""
    regions = [RegionLimits("a", 2, 2, 0, 0), RegionLimits("b", 0, 0, 0, 1), RegionLimits("c", 0, 0, 0, 1)]
    practices = [PracticeLimits("p", "a"), PracticeLimits("q", "a")]
    scores = [Scored("b", "p", 9), Scored("c", "p", 9), Scored("b", "q", 5), Scored("c", "q", 4)]
    assert solve(build(regions, practices, scores)).objective == 18
    counted = Rules(export_counts="practices")
    solution = solve(build(regions, practices, scores, rules=counted))
    assert (solution.chosen, solution.shortfall) == ((Choice("b", "q"), Choice("c", "p")), 0)
    standing = [Locked("c", "p", "a")]
    solution = solve(build(regions, practices, scores, rules=counted, locked=standing))
    assert (solution.chosen, solution.shortfall) == ((Choice("b", "q"),), 0)
    alone = solve(build(regions, practices[:1], scores[:2], rules=counted))
    assert (alone.objective, alone.shortfall, alone.closed) == (18, 1, True)


def test_an_overspent_budget_still_allows_what_costs_nothing() -> None:
    regions = [RegionLimits("a", 0, 0, 0, 3, 2), RegionLimits("b", 0, 3, 0, 0)]
    practices = [PracticeLimits(p, "b") for p in "pqr"]
    instance = build(
        regions,
        practices,
        [Scored("a", p, 5) for p in "pqr"],
        locked=[Locked("a", "p", "b")],
        rules=Rules(one_per_ordered_pair=False),
        costs={("a", "p"): 3, ("a", "q"): 1},
    )
    solution = solve(instance)
    assert solution.chosen == (Choice("a", "r"),)
    assert verify(instance, solution.chosen, solution.prices).violations == ()


def test_locked_exchanges_use_up_every_limit() -> None:
    regions = [RegionLimits("a", 1, 1, 1, 2), RegionLimits("b", 0, 2, 0, 2)]
    practices = [PracticeLimits("of-a", "a"), PracticeLimits("of-b", "b", 1), PracticeLimits("b-too", "b")]
    scores = [Scored("a", "of-b", 5), Scored("a", "b-too", 5), Scored("b", "of-a", 5)]
    locked = [Locked("a", "of-b", "b")]
    solution = solve(build(regions, practices, scores, locked=locked))
    assert solution.chosen == (Choice("b", "of-a"),)  # "b-too" would be the second from b
    loose = Rules(one_per_ordered_pair=False)
    solution = solve(build(regions, practices, scores, locked=locked, rules=loose))
    assert solution.chosen == (Choice("a", "b-too"), Choice("b", "of-a"))


def test_a_least_number_of_exchanges_that_cannot_be_is_told() -> None:
    regions = [RegionLimits("a", 0, 1, 0, 1), RegionLimits("b", 0, 1, 0, 1)]
    practices = [PracticeLimits("of-b", "b")]
    instance = build(regions, practices, [Scored("a", "of-b", 5)], rules=Rules(exchanges_min=2))
    with pytest.raises(UserError, match="2 exchanges"):
        solve(instance)
