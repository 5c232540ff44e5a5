"""The solver against brute force, its proof against a checker of its own, and public problems with known optima."""

from __future__ import annotations

import json
import random
from array import array
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from check_certificate import objections
from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.certificate import Prices, verify
from miniexchange.pairing.problem.instance import (
    Choice,
    Instance,
    Pairs,
    PracticeLimits,
    RegionLimits,
    Scored,
    build,
    instance_from,
)
from miniexchange.pairing.problem.matrix import Polytope
from miniexchange.pairing.problem.solver import Solution, _relaxed, solve

INSTANCES = Path(__file__).parents[1] / "data" / "instances"
Document = dict[str, Any]


@st.composite
def documents(draw: st.DrawFn, *, needs: tuple[str, ...] = ("", "a", "b"), most: int = 9) -> Document:
    """Small problems with quotas, capacities, owners outside, locked and forbidden pairs; many scores are equal."""
    names = [f"r{i}" for i in range(draw(st.integers(1, 4)))]
    regions = []
    for name in names:
        export_max, import_max = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        regions.append(
            {
                "id": name,
                "export_min": draw(st.integers(0, export_max)),
                "export_max": export_max,
                "import_min": draw(st.integers(0, import_max)),
                "import_max": import_max,
            }
        )
    practices = [
        {
            "id": f"p{i}",
            "owner": draw(st.sampled_from([*names, "outside", ""])),
            "capacity": draw(st.sampled_from([None, None, 0, 1, 2])),
        }
        for i in range(draw(st.integers(1, 5)))
    ]
    ids = [p["id"] for p in practices]
    best = draw(st.sampled_from([2, 10, 10_000]))
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(ids), st.sampled_from(needs))
    scores = [
        [importer, practice, draw(st.integers(0, best)), need, draw(st.integers(0, 2))]
        for importer, practice, need in draw(st.lists(pairs, unique=True, max_size=most))
    ]
    locked = draw(
        st.lists(st.tuples(st.sampled_from(names), st.sampled_from(ids), st.sampled_from(needs)), max_size=2)
    )
    return {
        "format": "exchange-instance/1",
        "regions": regions,
        "practices": practices,
        "scores": scores,
        "locked": [list(entry) for entry in locked],
        "forbidden": [
            list(pair)
            for pair in draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(ids)), max_size=1))
        ],
        "rules": {
            "one_per_ordered_pair": draw(st.booleans()),
            "need_max": draw(st.sampled_from([1, 1, 2])),
            "min_score": draw(st.sampled_from([0, 0, 1])),
        },
    }


Worth = tuple[int, int, int, int]


def worth(instance: Instance, chosen: list[int]) -> Worth:
    """What a programme is judged by: score less missing exchanges, confidence, both halves of the hash."""
    verdict = verify(instance, [instance.choice(i) for i in chosen], Prices())
    hashes = [
        int.from_bytes(blake2b("\0".join(instance.choice(i)).encode(), digest_size=5).digest(), "big")
        for i in chosen
    ]
    return (
        verdict.objective - verdict.penalty * verdict.shortfall,
        sum(instance.pairs.confidence[i] for i in chosen),
        sum(number // 2**20 for number in hashes),
        sum(number % 2**20 for number in hashes),
    )


def best_by_hand(instance: Instance) -> tuple[Worth, list[int]]:
    """Tries every programme that keeps the limits."""
    best: tuple[Worth, list[int]] | None = None
    waiting: list[tuple[int, list[int]]] = [(0, [])]
    while waiting:
        position, chosen = waiting.pop()
        if verify(instance, [instance.choice(i) for i in chosen], Prices()).violations:
            continue
        if position < len(instance.pairs):
            waiting += [(position + 1, chosen), (position + 1, [*chosen, position])]
        elif best is None or worth(instance, chosen) > best[0]:
            best = (worth(instance, chosen), chosen)
    assert best is not None
    return best


def certificate_of(solution: Solution) -> Document:
    prices = solution.prices
    assert prices is not None
    return {
        "import": dict(prices.imports),
        "export": dict(prices.exports),
        "practice": dict(prices.practices),
        "pair": [[*pair, price] for pair, price in prices.pairs.items()],
        "need": {"/".join(need): price for need, price in prices.needs.items()},
        "importer_practice": [[*pair, price] for pair, price in prices.importer_practices.items()],
        "penalty": solution.penalty,
    }


def proposal_of(solution: Solution) -> Document:
    return {
        "objective": solution.objective,
        "shortfall": solution.shortfall,
        "exchanges": [list(c) for c in solution.chosen],
    }


@settings(max_examples=100, deadline=None)
@given(documents())
def test_programme_is_the_best_of_all(document: Document) -> None:
    instance = instance_from(document)
    solution = solve(instance)
    best, chosen = best_by_hand(instance)
    assert solution.objective - solution.penalty * solution.shortfall == best[0]
    assert solution.bound == best[0] and solution.closed
    assert worth(instance, list(solution.positions)) == best
    assert list(solution.positions) == chosen


@settings(max_examples=100, deadline=None)
@given(documents(most=25))
def test_certificate_is_accepted_by_both_checkers(document: Document) -> None:
    instance = instance_from(document)
    solution = solve(instance)
    if solution.prices is not None:
        verdict = verify(instance, solution.chosen, solution.prices)
        assert verdict.accepted, verdict
        assert objections(document, proposal_of(solution), certificate_of(solution)) == []


@settings(max_examples=60, deadline=None)
@given(documents(needs=("",), most=25))
def test_without_needs_there_is_always_a_certificate(document: Document) -> None:
    """Importer rows and exporter rows are two laminar families then, so the linear programme has whole prices."""
    assert solve(instance_from(document)).prices is not None


@settings(max_examples=60, deadline=None)
@given(documents(most=20), st.randoms(use_true_random=False))
def test_order_changes_nothing(document: Document, mixer: random.Random) -> None:
    shuffled = json.loads(json.dumps(document))
    for key in ("regions", "practices", "scores", "locked"):
        mixer.shuffle(shuffled[key])
    assert instance_from(shuffled) == instance_from(document)
    assert solve(instance_from(shuffled)) == solve(instance_from(document))


@pytest.mark.parametrize("name", ["preflib1", "preflib2"])
def test_public_problems_reach_their_known_optimum(name: str) -> None:
    document = json.loads((INSTANCES / f"{name}.json").read_text(encoding="utf-8"))
    expected = json.loads((INSTANCES / "expected.json").read_text(encoding="utf-8"))[name]
    instance = instance_from(document)
    solution = solve(instance)
    assert (solution.objective, solution.shortfall) == (expected["objective"], expected["shortfall"])
    assert solution.prices is not None and verify(instance, solution.chosen, solution.prices).accepted
    assert objections(document, proposal_of(solution), certificate_of(solution)) == []


FRACTIONAL = [
    ("r0", "p2", 97, "a"), ("r0", "p2", 4, "b"), ("r0", "p3", 77, "b"), ("r0", "p4", 51, "b"), ("r1", "p0", 2, "a"),
    ("r1", "p1", 43, "a"), ("r1", "p2", 89, "a"), ("r1", "p3", 4, "a"), ("r1", "p2", 3, "b"), ("r1", "p3", 1, "b"),
    ("r2", "p0", 40, "a"), ("r2", "p2", 14, "a"), ("r2", "p3", 1, "a"), ("r2", "p4", 1, "a"), ("r2", "p1", 4, "b"),
    ("r2", "p2", 73, "b"), ("r2", "p4", 11, "b"), ("r3", "p0", 2, "a"), ("r3", "p0", 4, "b"), ("r3", "p1", 23, "b"),
    ("r3", "p4", 56, "b"),
]  # fmt: skip


def fractional() -> Instance:
    """Needs and the rule for pairs together: the linear programme has a corner with halves."""
    limits = [("r0", 1, 2, 1, 2), ("r1", 1, 2, 0, 2), ("r2", 2, 2, 1, 2), ("r3", 0, 2, 1, 2)]
    owners = [("p0", "r0", None), ("p1", "r0", 1), ("p2", "r3", 1), ("p3", "r3", None), ("p4", "r1", None)]
    return build(
        [RegionLimits(*r) for r in limits],
        [PracticeLimits(*p) for p in owners],
        [Scored(*s) for s in FRACTIONAL],
    )


def test_search_closes_where_the_linear_programme_is_not_whole() -> None:
    instance = fractional()
    solution = solve(instance)
    assert solution.prices is None and solution.closed
    best, chosen = best_by_hand(instance)
    assert solution.bound == solution.objective - solution.penalty * solution.shortfall == best[0]
    assert list(solution.positions) == chosen


def test_prices_that_are_not_whole_prove_nothing() -> None:
    """max x with 2x ≤ 2 and x ≤ 5: the price is one half, and no whole price has a bound of 1."""
    one, none = np.ones(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    step, bound = _relaxed(Polytope(none, none, 2 * one, none, 5 * one, none, 2 * one), one)
    assert step is not None and (step.value, step.bound, bound) == (1, 1, 1)
    assert step.prices is None


def test_certificate_refuses_what_is_not_proven() -> None:
    document = json.loads((INSTANCES / "preflib2.json").read_text(encoding="utf-8"))
    instance = instance_from(document)
    solution = solve(instance)
    prices = solution.prices
    assert prices is not None
    dearer = Prices(
        {**prices.imports, "paper0": prices.imports.get("paper0", 0) + 1},
        prices.exports,
        prices.practices,
        prices.pairs,
    )
    assert verify(instance, solution.chosen, dearer).bound > solution.bound
    assert not verify(instance, solution.chosen, dearer).accepted
    assert not verify(instance, solution.chosen[1:], prices).accepted
    assert verify(instance, [*solution.chosen, solution.chosen[0]], prices).violations
    assert verify(instance, [Choice("paper0", "unheard-of")], prices).violations
    with pytest.raises(ValueError, match="negative"):
        verify(instance, solution.chosen, Prices(practices={"p0": -1}))


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
    """Three hundred thousand pairs, none of which may be chosen."""
    regions = tuple(RegionLimits(f"r{i:03}", 0, 0, 0, 0) for i in range(300))
    practices = tuple(PracticeLimits(f"p{i:04}", f"r{i % 300:03}") for i in range(1000))
    size = range(300 * 1000)
    pairs = Pairs(
        array("q", [i // 1000 for i in size]),
        array("q", [i % 1000 for i in size]),
        array("q", [-1] * len(size)),
        array("q", [i % 9973 for i in size]),
        array("q", [0] * len(size)),
    )
    instance = Instance(regions, practices, (), pairs)
    solution = solve(instance)
    assert solution.chosen == () and solution.bound == 0
    assert solution.prices is not None and verify(instance, (), solution.prices).accepted


def test_nothing_at_all_is_solved_too() -> None:
    solution = solve(build([], [], []))
    assert (solution.chosen, solution.objective, solution.shortfall, solution.bound) == ((), 0, 0, 0)
    lonely = solve(build([RegionLimits("a", 2, 2, 2, 2)], [], []))
    assert (lonely.shortfall, lonely.bound, lonely.closed) == (4, -4 * lonely.penalty, True)


PLAIN: Document = {
    "regions": [
        {"id": r, "export_min": 0, "export_max": 1, "import_min": 0, "import_max": 1} for r in ("a", "b")
    ],
    "practices": [{"id": "p", "owner": "b", "capacity": None}],
    "scores": [["a", "p", 5]],
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"regions": [{"id": "a", "export_min": 2, "export_max": 1, "import_min": 0, "import_max": 0}]},
            "contradict",
        ),
        ({"regions": [*PLAIN["regions"], PLAIN["regions"][0]]}, "listed twice"),
        ({"practices": [{"id": "p", "owner": "b", "capacity": -1}]}, "capacity"),
        ({"scores": [["x", "p", 5]]}, "not among the regions"),
        ({"scores": [["a", "x", 5]]}, "not among the practices"),
        ({"scores": [["a", "p", -5]]}, "whole number"),
        ({"scores": [["a", "p", 0.5]]}, "whole number"),
        ({"scores": [["a", "p", 5], ["a", "p", 6]]}, "twice"),
        ({"scores": [["a"]]}, "not an exchange-instance/1"),
        ({"format": "something-else/2"}, "format"),
        ({"costs": [["a", "p", 5]]}, "costs"),
        ({"rules": {"export_counts": "practices"}}, "export_counts"),
        ({"rules": {"surprise": True}}, "surprise"),
        ({"rules": {"need_max": -1}}, "cannot take -1 practices"),
    ],
)
def test_contradictions_are_told(change: Document, message: str) -> None:
    with pytest.raises(UserError, match=message):
        instance_from(PLAIN | change)


def test_plain_document_is_fine() -> None:
    assert solve(instance_from(PLAIN)).chosen == (Choice("a", "p"),)
    assert Counter(solve(instance_from(PLAIN | {"forbidden": [["a", "p"]]})).chosen) == Counter()
