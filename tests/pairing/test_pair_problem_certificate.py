"""The package's own checker refuses whatever is not proven, and names every limit that is broken."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from check_certificate import objections
from hypothesis import given, settings
from hypothesis import strategies as st
from problem_builder import Document, documents, instance_of

from miniexchange.pairing.problem.building import build
from miniexchange.pairing.problem.certificate import Prices, verify
from miniexchange.pairing.problem.instance import (
    Choice,
    Instance,
    Locked,
    PracticeLimits,
    RegionLimits,
    Rules,
    Scored,
)
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.problem.written import certificate_document, instance_from, proposal_document

INSTANCES = Path(__file__).parents[1] / "data" / "instances"


def test_certificate_refuses_what_is_not_proven() -> None:
    document: Document = json.loads((INSTANCES / "preflib2.json").read_text(encoding="utf-8"))
    instance = instance_from(document)
    solution = solve(instance)
    prices = solution.prices
    dearer = replace(prices, imports={**prices.imports, "paper0": prices.imports.get("paper0", 0) + 1})
    assert verify(instance, solution.chosen, dearer).bound > solution.bound
    assert not verify(instance, solution.chosen, dearer).accepted
    assert not verify(instance, solution.chosen[1:], prices).accepted
    for wrong in (solution.chosen[0], Choice("paper0", "unheard-of"), Choice("unheard-of", "p0")):
        assert verify(instance, [*solution.chosen, wrong], prices).violations
        assert not verify(instance, [*solution.chosen, wrong], prices).accepted


@settings(max_examples=80)
@given(documents(needs=("",)), st.data())
def test_prices_that_are_changed_never_prove_less_than_the_best(
    document: Document, data: st.DataObject
) -> None:
    """Whatever the prices are, their bound is no lower than what the best programme is worth."""
    instance = instance_of(document)
    solution = solve(instance)
    price = st.integers(-20, 20)
    regions, practices = [r["id"] for r in document["regions"]], instance.practices
    free = {r: data.draw(price) for r in regions}
    other = {r: data.draw(price) for r in regions}
    of_practice = {p.id: abs(data.draw(price)) for p in practices if p.capacity is not None}
    verdict = verify(instance, solution.chosen, Prices(free, other, of_practice))
    assert verdict.bound >= solution.value
    assert verdict.accepted == (verdict.bound == solution.value)


def test_a_wrong_statement_is_refused_by_the_checker_of_written_forms() -> None:
    document: Document = json.loads((INSTANCES / "preflib2.json").read_text(encoding="utf-8"))
    solution = solve(instance_from(document))
    proposal = proposal_document(solution)
    certificate = certificate_document(solution.prices, solution.penalty)
    assert objections(document, proposal, certificate) == []
    for wrong in (
        {"objective": solution.objective + 1, "bound": solution.objective + 1},
        {"bound": solution.objective + 1},
        {"shortfall": 1},
        {"status": "feasible"},
        {"exchanges": proposal["exchanges"][1:]},
        {"exchanges": [*proposal["exchanges"], proposal["exchanges"][0]]},
        {"exchanges": [*proposal["exchanges"], ["paper0", "unheard-of"]]},
    ):
        assert objections(document, {**proposal, **wrong}, certificate)
    for wrong in (
        {"penalty": solution.penalty + 1},
        {"practice": {"p0": -1}},
        {"import": {**certificate["import"], "paper0": certificate["import"].get("paper0", 0) + 1}},
        {"import": {}},
        {"export": {r: float(price) for r, price in certificate["export"].items()}},
    ):
        assert objections(document, proposal, {**certificate, **wrong})


@pytest.mark.parametrize(
    ("prices", "message"),
    [
        (Prices(practices={"q": -1}), "negative"),
        (Prices(pairs={("a", "b"): -1}), "negative"),
        (Prices(needs={("a", "n"): -1}), "negative"),
        (Prices(importer_practices={("a", "p"): -1}), "negative"),
        (Prices(exchanges=1), "negative"),
        (Prices(practices={"p": 1}), "no capacity"),
        (Prices(pairs={("a", "b"): 1}), "no limit"),
    ],
)
def test_prices_of_a_wrong_sign_or_without_a_limit_are_refused(prices: Prices, message: str) -> None:
    instance = two_regions(rules=Rules(one_per_ordered_pair="no limit" not in message))
    with pytest.raises(ValueError, match=message):
        verify(instance, (), prices)


PLAIN = Rules()
LOOSE = Rules(one_per_ordered_pair=False, need_max=3)


def two_regions(
    *, locked: tuple[Locked, ...] = (), rules: Rules = PLAIN, budget: int | None = None
) -> Instance:
    """a and b exchange p, q (of b, q for one importer) and z (of a); a has the need n."""
    return build(
        [
            RegionLimits("a", 0, 9, 0, 2, budget),
            RegionLimits("b", 0, 3, 0, 9),
            RegionLimits("c", 0, 0, 0, 9),
        ],
        [
            PracticeLimits("p", "b"),
            PracticeLimits("p2", "b"),
            PracticeLimits("q", "b", 1),
            PracticeLimits("z", "a"),
        ],
        [
            *(Scored(r, p, 5) for r in ("a", "c") for p in ("p", "p2", "q", "z")),
            *(Scored("a", p, 5, "n") for p in ("p", "p2", "q", "z")),
            Scored("b", "z", 5),
        ],
        locked=locked,
        rules=rules,
        costs={("a", "p"): 3, ("a", "z"): 1},
    )


OF_P = Locked("a", "p", "b")


@pytest.mark.parametrize(
    ("instance", "programme", "broken"),
    [
        (two_regions(rules=LOOSE), ["a p", "a p2", "a z"], ["a imports too much"]),
        (two_regions(rules=LOOSE, locked=(OF_P,)), ["a p2", "a z"], ["a imports too much"]),
        (two_regions(rules=LOOSE), ["a p", "a p2", "c p", "c p2"], ["b exports too much"]),
        (two_regions(rules=LOOSE, locked=(OF_P,)), ["a p2", "c p", "c p2"], ["b exports too much"]),
        (two_regions(rules=LOOSE), ["a q", "c q"], ["q has too many importers"]),
        (two_regions(rules=LOOSE, locked=(Locked("c", "q", "b"),)), ["a q"], ["q has too many importers"]),
        (
            two_regions(rules=Rules(one_per_ordered_pair=False)),
            ["a p n", "a p2 n"],
            ["the need n of a is served too often"],
        ),
        (
            two_regions(locked=(Locked("a", "z", "a", "n"),)),
            ["a p n"],
            ["the need n of a is served too often"],
        ),
        (two_regions(rules=LOOSE), ["a p", "a p n"], ["a imports p twice"]),
        (two_regions(rules=LOOSE, locked=(OF_P,)), ["a p n"], ["a imports p twice"]),
        (two_regions(), ["a p", "a p2"], ["a imports twice from b"]),
        (two_regions(locked=(OF_P,)), ["a p2"], ["a imports twice from b"]),
        (
            two_regions(rules=Rules(one_per_unordered_pair=True)),
            ["a p", "b z"],
            ["a and b exchange more than once"],
        ),
        (
            two_regions(rules=Rules(one_per_unordered_pair=True), locked=(OF_P,)),
            ["b z"],
            ["a and b exchange more than once"],
        ),
        (two_regions(rules=Rules(exchanges_min=2)), ["a p"], ["there are fewer than 2 exchanges"]),
        (two_regions(budget=2), ["a p"], ["a spends more than its budget"]),
        (two_regions(budget=3, locked=(OF_P,)), ["a z"], ["a spends more than its budget"]),
        (two_regions(budget=2, locked=(OF_P,)), ["a q"], ["a imports twice from b"]),
        (two_regions(budget=4, locked=(OF_P,)), ["a z", "b z", "c p", "c z"], []),
        (two_regions(), ["a p", "a p"], ["an exchange is repeated, or its pair is not eligible"]),
        (two_regions(), ["b p"], ["an exchange is repeated, or its pair is not eligible"]),
    ],
)
def test_every_broken_limit_is_named(instance: Instance, programme: list[str], broken: list[str]) -> None:
    verdict = verify(instance, [Choice(*words.split()) for words in programme], Prices())
    assert list(verdict.violations) == broken
    assert not broken or not verdict.accepted


def test_shortfall_counts_what_the_rules_count() -> None:
    regions = [RegionLimits("a", 2, 9, 0, 0), *(RegionLimits(r, 0, 0, 1, 2) for r in "bc")]
    practices = [PracticeLimits("p", "a"), PracticeLimits("q", "a")]
    scores = [Scored(r, p, 5) for r in "bc" for p in "pq"]
    for counts, programme, expected in (
        ("exchanges", ["b p", "c p"], 0),
        ("practices", ["b p", "c p"], 1),
        ("practices", ["b p", "c q"], 0),
        ("exchanges", ["b p"], 2),
    ):
        instance = build(regions, practices, scores, rules=Rules(export_counts=counts))  # type: ignore[arg-type]
        chosen = [Choice(*words.split()) for words in programme]
        assert verify(instance, chosen, Prices()).shortfall == expected
    standing = build(
        regions, practices, scores, rules=Rules(export_counts="practices"), locked=[Locked("b", "p", "a")]
    )
    assert verify(standing, [Choice("c", "p")], Prices()).shortfall == 1
    assert verify(standing, [Choice("c", "q")], Prices()).shortfall == 0


def test_the_price_of_a_need_counts_for_its_pairs_only() -> None:
    regions = [RegionLimits("a", 0, 0, 0, 9), RegionLimits("b", 0, 9, 0, 0)]
    practices = [PracticeLimits("p", "b"), PracticeLimits("q", "b")]
    scores = [Scored("a", "p", 9, "n"), Scored("a", "q", 5, "n"), Scored("a", "q", 4, "m")]
    instance = build(regions, practices, scores, rules=Rules(one_per_ordered_pair=False))
    programme = [Choice("a", "p", "n"), Choice("a", "q", "m")]
    assert verify(instance, programme, Prices(needs={("a", "n"): 5})).bound == 5 + 4 + 4
    proof = Prices(needs={("a", "n"): 5}, importer_practices={("a", "q"): 0})
    assert verify(instance, programme, proof).accepted
    assert not verify(instance, programme, Prices(needs={("a", "m"): 5})).accepted


def test_what_stands_earns_no_bonus_and_an_outside_owner_may_give_twice() -> None:
    regions = [RegionLimits(r, 0, 9, 0, 9) for r in "ab"]
    practices = [
        PracticeLimits("p", "a"),
        PracticeLimits("q", "b"),
        PracticeLimits("x", "out"),
        PracticeLimits("y", "out"),
    ]
    scores = [Scored("a", p, 5) for p in "qxy"] + [Scored("b", "p", 5)]
    rules = Rules(one_per_ordered_pair=False, one_per_unordered_pair=True, reciprocity_bonus=3)
    instance = build(regions, practices, scores, rules=rules)
    assert verify(instance, [Choice("a", "x"), Choice("a", "y")], Prices()).violations == ()
    both = [Locked("a", "q", "b"), Locked("b", "p", "a")]
    standing = build(regions, practices, scores, rules=Rules(reciprocity_bonus=3), locked=both)
    assert verify(standing, [Choice("a", "x")], Prices()).objective == 5
    half = build(regions, practices, scores, rules=Rules(reciprocity_bonus=3), locked=both[:1])
    assert verify(half, [Choice("b", "p")], Prices()).objective == 5 + 3
