"""Limits at their edges: locked exchanges beyond them, very high ones, and numbers too large to be added up."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from check_certificate import Problem
from hypothesis import given, settings
from hypothesis import strategies as st
from problem_builder import Document, best_by_hand, documents, instance_of, worth

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.building import build
from miniexchange.pairing.problem.certificate import Prices, verify
from miniexchange.pairing.problem.faces import Step, best, dual_bound, face
from miniexchange.pairing.problem.fair import fair
from miniexchange.pairing.problem.instance import (
    MAX_LIMIT,
    MAX_SCORE,
    Choice,
    Instance,
    Locked,
    PracticeLimits,
    RegionLimits,
    Rules,
    Scored,
)
from miniexchange.pairing.problem.limits import UNLIMITED, limits_of
from miniexchange.pairing.problem.matrix import Polytope
from miniexchange.pairing.problem.pairs import Table
from miniexchange.pairing.problem.pricing import first_look
from miniexchange.pairing.problem.solver import _better, _Found, solve
from miniexchange.pairing.problem.written import instance_document, instance_from

PRACTICES = Rules(export_counts="practices")


def given_twice(least: int, most: int) -> Instance:
    """a's practice p stands with b and with c; d and e might import q."""
    regions = [RegionLimits("a", least, most, 0, 0), *(RegionLimits(r, 0, 0, 1, 1) for r in "bcde")]
    practices = [PracticeLimits("p", "a"), PracticeLimits("q", "a")]
    scores = [Scored(r, "q", 5) for r in "bcde"]
    locked = [Locked("b", "p", "a"), Locked("c", "p", "a")]
    return build(regions, practices, scores, locked=locked, rules=PRACTICES)


def test_a_practice_given_twice_leaves_less_room_than_is_still_asked_for() -> None:
    """Two exports are used up, one counts: the second practice is missing in any case, and prices prove it."""
    solution = solve(given_twice(2, 2))
    assert (solution.chosen, solution.shortfall, solution.bound) == ((), 3, -3 * solution.penalty)
    assert solution.proven and verify(given_twice(2, 2), (), solution.prices).accepted


def test_a_practice_given_twice_counts_once() -> None:
    solution = solve(given_twice(2, 3))
    assert len(solution.chosen) == 1 and solution.shortfall == 1
    assert verify(given_twice(2, 3), solution.chosen, solution.prices).shortfall == 1
    assert verify(given_twice(2, 3), (), Prices()).shortfall == 3
    assert limits_of(given_twice(2, 3)).export_min[0] == 1
    exchanges = limits_of(replace(given_twice(2, 3), rules=Rules()))
    assert exchanges.export_min[0] == 0


@settings(max_examples=150)
@given(documents(extras=True, most=7), st.data())
def test_locked_exchanges_beyond_every_limit_leave_nothing_of_it(
    document: Document, data: st.DataObject
) -> None:
    """Settings are refused where they contradict locked exchanges; what stands already may exceed them."""
    document["locked"], document["forbidden"] = [], []
    empty = instance_of(document)
    importers, owners = [r["id"] for r in document["regions"]], {p.id: p.owner for p in empty.practices}
    some = st.tuples(st.sampled_from(importers), st.sampled_from(sorted(owners)), st.sampled_from(["", "a"]))
    document["locked"] = [list(x) for x in data.draw(st.lists(some, max_size=4))]
    locked = tuple(sorted(Locked(r, p, owners[p], need) for r, p, need in document["locked"]))
    instance = replace(empty, locked=locked)
    expected = best_by_hand(document)
    if expected is None:
        with pytest.raises(UserError, match="exchanges"):
            solve(instance)
        return
    solution = solve(instance)
    assert (
        worth(Problem(document), document, tuple((c.importer, c.practice, c.need) for c in solution.chosen))
        == expected[0]
    )
    verdict = verify(instance, solution.chosen, solution.prices)
    assert solution.closed and verdict.violations == () and verdict.accepted == solution.proven


def test_a_very_high_limit_brings_in_few_pairs() -> None:
    """Everybody may import everything, but each exports two: a few pairs per importer are enough to begin with."""
    score = (np.arange(80_000, dtype=np.int32) * 7919 % 9973).reshape(40, 2000)
    instance = Instance(
        tuple(RegionLimits(f"r{i:02}", 2, 2, 0, MAX_LIMIT) for i in range(40)),
        tuple(PracticeLimits(f"p{i:04}", f"r{i % 40:02}") for i in range(2000)),
        (),
        Table(np.arange(40), np.full(40, -1), score, np.zeros_like(score)),
    )
    look = first_look(limits_of(instance), 10)
    assert len(look.seeds) < 4_000
    assert look.best == int(score.sum(dtype=np.int64))
    solution = solve(instance)
    assert solution.proven and verify(instance, solution.chosen, solution.prices).accepted


def test_numbers_too_large_to_add_up_are_refused() -> None:
    """So many missing exchanges, each of which outweighs every bonus, have no sum in 64 bits."""
    many = tuple(f"t{i}" for i in range(300_000))
    regions = [RegionLimits(f"r{i}", MAX_LIMIT, MAX_LIMIT, MAX_LIMIT, MAX_LIMIT) for i in range(40)]
    practices = [PracticeLimits("p", "r0", None, many)]
    scores = [Scored("r1", "p", MAX_SCORE)]
    with pytest.raises(UserError, match="too large together"):
        solve(build(regions, practices, scores, rules=Rules(theme_bonus=MAX_SCORE)))
    solution = solve(build(regions, practices, scores))
    assert (solution.shortfall, solution.proven) == (80 * MAX_LIMIT - 2, True)


def test_a_price_at_no_limit_bounds_nothing_and_closes_nothing() -> None:
    """x + y ≥ 1 without an upper limit: a price above 0 would claim a bound, and one so high would leave 64 bits."""
    one, none = np.ones(2, dtype=np.int64), np.zeros(2, dtype=np.int64)
    both = np.arange(2)
    polytope = Polytope(both, none, one, none, one, np.array([1]), np.array([UNLIMITED]))
    for price in (1, 1 << 23, 1 << 24):
        assert dual_bound(polytope, one, np.array([price])) > UNLIMITED
    assert dual_bound(polytope, -one, np.array([-1])) == -1
    dear = -np.array([1 << 30, (1 << 30) + 1])
    step = best(polytope, dear, float("inf"))
    assert step is not None and (step.value, step.proves) == (-(1 << 30), True)
    found = face(polytope, one, Step(one, 2, 2, np.array([1 << 24]), False))
    assert found.holds(one) and not found.holds(none)


def test_the_better_of_two_searches_stays() -> None:
    cells = np.arange(1)
    first, worse, better = (_Found(cells, value, 0, 20) for value in (7, 5, 9))
    assert _better(first, replace(worse, bound=12), 100) == replace(first, bound=12)
    assert _better(first, better, 100) is better
    assert _better(first, replace(first, missing=1), 100).missing == 0


def two_from_one(rules: Rules) -> Instance:
    regions = [RegionLimits("a", 0, 0, 0, 2), RegionLimits("b", 0, 2, 0, 0)]
    practices = [PracticeLimits("p", "b"), PracticeLimits("q", "b")]
    return build(regions, practices, [Scored("a", "p", 1), Scored("a", "q", 5)], rules=rules)


@pytest.mark.parametrize("least", [0, 2])
def test_fairness_gives_up_no_exchange(least: int) -> None:
    """One exchange alone would score 5 at least; but two are possible, and may even be asked for."""
    instance = two_from_one(Rules(one_per_ordered_pair=False, exchanges_min=least))
    found = fair(instance, solve(instance))
    assert (found.threshold, len(found.solution.chosen), found.proven) == (1, 2, True)


def test_prices_of_what_is_not_there_are_refused() -> None:
    instance = two_from_one(Rules())
    for prices in (
        Prices(practices={"x": 0}),
        Prices(needs={("a", "x"): 1}),
        Prices(importer_practices={("a", "x"): 1}),
    ):
        with pytest.raises(ValueError, match="not in the problem"):
            verify(instance, (), prices)


REGIONS = [
    {"id": r, "export_min": 0, "export_max": 2, "import_min": 0, "import_max": 2} for r in ("a", "b/c")
]
SLASHED: Document = {
    "regions": REGIONS,
    "practices": [{"id": "p", "owner": "b/c"}],
    "scores": [["a", "p", 5]],
}


def test_a_slash_is_refused_only_where_a_proof_could_not_be_read() -> None:
    assert solve(instance_from(SLASHED)).chosen == (Choice("a", "p"),)
    with pytest.raises(UserError, match="slash"):
        instance_from(SLASHED | {"scores": [["a", "p", 5, "n"]]})
    with pytest.raises(UserError, match="slash"):
        instance_from(SLASHED | {"regions": REGIONS[:1], "scores": [["a", "p", 5, "n/m"]]})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"forbidden": [["x", "p"]]}, "'x', which is not among the regions"),
        ({"forbidden": [["a", "x"]]}, "'x', which is not among the practices"),
        ({"costs": [["x", "p", 1]]}, "'x', which is not among the regions"),
        ({"costs": [["a", "x", 1]]}, "'x', which is not among the practices"),
        ({"costs": [["a", "p", 1], ["a", "p", 2]]}, "twice"),
    ],
)
def test_pairs_that_name_nothing_are_told(change: Document, message: str) -> None:
    with pytest.raises(UserError, match=message):
        instance_from(SLASHED | change)


@pytest.mark.parametrize("rules", [Rules(), PRACTICES, Rules(theme_bonus=3)])
def test_what_stands_with_others_is_written_too(rules: Rules) -> None:
    """Of a partnership's part: exchanges with regions and of practices that are not in it use up limits all the same."""
    regions = [RegionLimits("a", 1, 3, 0, 1, 2), RegionLimits("b", 2, 2, 1, 3)]
    practices = [
        PracticeLimits("p", "a", 2, ("x",)),
        PracticeLimits("q", "b", None, ("y",)),
        PracticeLimits("s", "b"),
        PracticeLimits("full", "a", 0),
        PracticeLimits("dear", "nobody"),
    ]
    scores = [Scored("b", "p", 5), Scored("a", "q", 4), Scored("a", "s", 2)]
    locked = [
        Locked("out", "p", "a"),
        Locked("out", "full", "a"),
        Locked("out", "q", "b"),
        Locked("a", "dear", "nobody"),
        Locked("b", "gone", "far"),
        Locked("away", "gone", "far"),
        Locked("a", "gone-two", "b"),
        Locked("a", "gone-too", "far"),
        Locked("out", "gone-three", "b"),
    ]
    costs = {("a", "q"): 1, ("a", "dear"): 5}
    instance = build(regions, practices, scores, locked=locked, rules=rules, costs=costs)
    written = json.loads(json.dumps(instance_document(instance)))
    assert not any("away" in region["id"] for region in written["regions"])  # it touches nothing here
    again = instance_from(written)
    one, other = solve(instance), solve(again)
    assert (one.chosen, one.objective, one.shortfall) == (other.chosen, other.objective, other.shortfall)
    assert one.penalty == other.penalty and one.chosen == (Choice("b", "p"),)
    assert instance_document(again) == instance_document(instance)
