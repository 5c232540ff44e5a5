"""Remedies of shortages: what is told really removes them, and nothing smaller does."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pairing_builder import DAY, catalogue_of, practice, region, two

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing import Programme, Request, Shortage, propose
from miniexchange.pairing.explain.blockers import Outcome, outcome_of
from miniexchange.pairing.explain.fewest_raises import fewest_raises
from miniexchange.pairing.explain.raises import Raise
from miniexchange.pairing.explain.relaxations import Relaxations
from miniexchange.pairing.explain.relief import Relief
from miniexchange.pairing.explain.variations import missing
from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.study import study
from miniexchange.pairing.whatif import changed

YOUTH = {"themes": ["youth"]}
REQUEST = Request(as_of=DAY)
NO_EXPORTS = {"exports": {"min": 0}}


def shortage(programme: Programme, region_id: str, direction: str) -> Shortage:
    (found,) = [s for s in programme.shortages if (s.region, s.direction) == (region_id, direction)]
    return found


def remedies(catalogue: Catalogue, region_id: str, direction: str, **options: Any) -> tuple[str, ...]:
    return shortage(propose(catalogue, Request(**({"as_of": DAY} | options))), region_id, direction).remedies


def outcome(catalogue: Catalogue) -> Outcome:
    of = study(catalogue, REQUEST)
    return outcome_of(of, solve(of.instance).chosen)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Up to three regions with tight quotas, up to three needs and two practices each."""
    themes = st.lists(st.sampled_from(["youth", "women", "finance"]), min_size=1, max_size=2, unique=True)
    quota = st.sampled_from(
        [{"min": 0, "max": 1}, {"min": 1, "max": 1}, {"min": 1, "max": 2}, {"min": 2, "max": 2}]
    )
    capacity = st.sampled_from([{}, {"max_importers": 1}, {"max_importers": 2}])
    names = "abc"[: draw(st.integers(2, 3))]
    regions = {
        r: region(
            needs={f"n{i}": {"themes": draw(themes)} for i in range(draw(st.integers(0, 3)))},
            capacity={"exports": draw(quota), "imports": draw(quota)},
        )
        for r in names
    }
    practices = {
        f"{r}{i}": practice(r, themes=draw(themes), transfer=draw(capacity))
        for r in names
        for i in range(draw(st.integers(0, 2)))
    }
    return catalogue_of(regions, practices)


def lacking(instance: Instance) -> dict[Any, int]:
    return dict(missing(instance, solve(instance).chosen))


def limits(instance: Instance) -> list[Raise]:
    """Every limit that could be raised."""
    found = [Raise(side, r.id) for r in instance.regions for side in ("exports", "imports")]  # type: ignore[arg-type]
    found += [Raise("capacity", p.id) for p in instance.practices]
    return [*found, Raise("need_max"), Raise("one_per_ordered_pair")]


@settings(max_examples=15, deadline=None)
@given(catalogues())
def test_what_is_told_removes_the_shortage(catalogue: Catalogue) -> None:
    """Applied as it is told, with `--what-if`; and no other shortage grows."""
    before = propose(catalogue, REQUEST)
    for short in before.shortages:
        for remedy in short.remedies:
            if "--what-if " in remedy:
                words = remedy.split("--what-if ")[1].removesuffix(").").split()
                after = propose(catalogue, changed(REQUEST, words, catalogue))
                left = {(q.region, q.direction): q.missing for q in after.quotas}
                assert not left[short.region, short.direction], remedy
                assert all(left[q.region, q.direction] <= q.missing for q in before.quotas)


def test_no_remedy_lets_another_shortage_grow() -> None:
    """With two more imports, both A and C would have enough, but B, which lacks one import now, would lack two."""

    def of(theme: list[str], exports: tuple[int, int]) -> Any:
        limits = {"exports": dict(zip(("min", "max"), exports, strict=True)), "imports": {"min": 2, "max": 2}}
        return region(needs={"n0": {"themes": theme}}, capacity=limits)

    catalogue = catalogue_of(
        {"a": of(["finance"], (1, 1)), "b": of(["women", "finance"], (1, 2)), "c": of(["finance"], (1, 1))},
        {
            "a0": practice("a", themes=["finance"], transfer={"max_importers": 1}),
            "a1": practice("a", themes=["women", "youth"], transfer={"max_importers": 2}),
            "b0": practice("b", themes=["youth", "finance"], transfer={"max_importers": 2}),
            "b1": practice("b", themes=["finance"], transfer={"max_importers": 1}),
            "c0": practice("c", themes=["finance", "youth"], transfer={"max_importers": 1}),
        },
    )
    programme = propose(catalogue, REQUEST)
    lacks = {(q.region, q.direction): q.missing for q in programme.quotas if q.missing}
    assert lacks == {("a", "imports"): 1, ("b", "imports"): 1, ("c", "imports"): 1}
    of_all = changed(REQUEST, ["rules.need_max=2"], catalogue)
    after = {(q.region, q.direction): q.missing for q in propose(catalogue, of_all).quotas if q.missing}
    assert after == {("b", "imports"): 2}
    assert not any("--what-if rules.need_max=2)" in r for s in programme.shortages for r in s.remedies)


@settings(max_examples=30, deadline=None)
@given(catalogues(), st.booleans(), st.data())
def test_what_prices_say_of_a_raise_holds(
    catalogue: Catalogue, one_per_pair: bool, data: st.DataObject
) -> None:
    """No programme falls below it, whatever is raised; from the prices of the problem as it is, or of another raise of it."""
    instance = outcome(catalogue).instance
    instance = replace(instance, rules=replace(instance.rules, one_per_ordered_pair=one_per_pair))
    possible = limits(instance)
    plain, other = Relief(instance), Relief(data.draw(st.sampled_from(possible)).applied(instance))
    assert plain.fewest_missing() <= solve(instance).shortfall
    for first in possible:
        raises = {first, data.draw(st.sampled_from(possible))}
        raised = instance
        for change in raises:
            raised = change.applied(raised)
        least = solve(raised).shortfall
        assert max(r.fewest_missing(raises) for r in (plain, other)) <= least
        assert Relief(raised).fewest_missing() <= least


def test_prices_tell_what_cannot_help() -> None:
    """One practice for one of two regions: more imports of theirs are worth nothing, another importer of it is worth one."""
    catalogue = catalogue_of(
        {r: region(needs={"n": YOUTH}, capacity=NO_EXPORTS | {"imports": {"min": 1, "max": 1}}) for r in "ab"}
        | {"c": region()},
        {"p": practice("c", **YOUTH, transfer={"max_importers": 1})},
        settings={"exports": {"min": 0, "max": 2}, "imports": {"min": 0, "max": 1}},
    )
    relief = Relief(outcome(catalogue).instance)
    assert (
        relief.fewest_missing() == 1 == relief.fewest_missing([Raise("imports", "a"), Raise("exports", "c")])
    )
    assert relief.fewest_missing([Raise("capacity", "p")]) == 0


def test_a_practice_that_may_go_further_is_not_taken_for_one_that_may_not() -> None:
    catalogue = catalogue_of(
        {r: region(needs={"n": YOUTH}, capacity=NO_EXPORTS | {"imports": {"min": 1, "max": 1}}) for r in "ab"}
        | {"c": region()},
        {"p": practice("c", **YOUTH, transfer={"max_importers": 1}), "q": practice("c", **YOUTH)},
        settings={"exports": {"min": 0, "max": 2}, "imports": {"min": 0, "max": 1}},
    )
    assert Relief(outcome(catalogue).instance).fewest_missing() == 0


@settings(max_examples=15, deadline=None)
@given(catalogues())
def test_no_smaller_raise_would_do(catalogue: Catalogue) -> None:
    """Against every raise with fewer units, each tried by solving again; and a single unit is found where one does."""
    o = outcome(catalogue)
    relaxations, instance = Relaxations(o), o.instance
    before = missing(instance, o.chosen)
    gone: dict[tuple[Raise, ...], set[Any]] = {}
    for raises in [(one,) for one in limits(instance)]:
        after = lacking(raises[0].applied(instance))
        worse = any(after[side] > count for side, count in before.items())
        gone[raises] = (
            set() if worse else {side for side, count in before.items() if count and not after[side]}
        )
    for side in [side for side, count in before.items() if count]:
        found = relaxations.raises(side)
        units = {sum(change.units for change in raises) for raises in found}
        singles = {raises for raises, sides in gone.items() if side in sides}
        if found and units != {1}:
            assert not singles
        if units == {1}:
            assert set(found) <= singles


@settings(max_examples=15, deadline=None)
@given(catalogues())
def test_fewest_raises_is_the_least_by_trying_all(catalogue: Catalogue) -> None:
    """Of up to two units: some programme then fills the shortage while no other grows."""
    o = outcome(catalogue)
    before = missing(o.instance, o.chosen)
    for side in [side for side, count in before.items() if count][:1]:
        found = fewest_raises(o.instance, before, side)
        number = sum(change.units for change in found)
        for units in range(1, 3):
            reached = any(
                _filled(raises, o.instance, before, side)
                for raises in combinations_with_replacement(limits(o.instance), units)
            )
            if number == units:
                assert reached
            elif not number or number > units:
                assert not reached


def _filled(raises: tuple[Raise, ...], instance: Instance, before: dict[Any, int], side: Any) -> bool:
    """Whether with some raises the best programme fills a shortage, and none grows."""
    for change in raises:
        instance = change.applied(instance)
    after = lacking(instance)
    return not after[side] and all(after[other] <= count for other, count in before.items())


# Sentences


def test_a_contested_practice() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region(needs={"n": YOUTH}), "c": region()},
        {"p": practice("c", **YOUTH, transfer={"max_importers": 1})},
        settings=two(exports={"min": 0, "max": 2}),
    )
    programme = propose(catalogue, REQUEST)
    loser = ({"a", "b"} - {p.importer for p in programme.proposals}).pop()
    assert shortage(programme, loser, "imports").remedies[0] == (
        "Let 2 regions import ‘P’ (transfer.max_importers in data/practice/p.yaml; to try it: --what-if capacity.p=2)."
    )


def test_contested_exports() -> None:
    catalogue = catalogue_of(
        {r: region(needs={"n": YOUTH}, capacity=NO_EXPORTS | {"imports": {"min": 1}}) for r in "abc"}
        | {"d": region(name="Mid Sweden")},
        {"p": practice("d", **YOUTH), "q": practice("d", **YOUTH)},
    )
    (short,) = [s for s in propose(catalogue, REQUEST).shortages if s.region in "abc"]
    assert short.remedies[0] == (
        "Let Mid Sweden export 3 (capacity.exports.max in data/region/d.yaml; to try it: --what-if exports.d=3)."
    )
    assert short.remedies[1].startswith("Let a region that can still export offer a practice for ‘Need n’: ")


def test_what_somebody_must_add_removes_the_shortage() -> None:
    """The remedies that no option can try: needs are stated, practices described, and the shortage is gone."""

    def catalogue(needs: int, practices: int) -> Catalogue:
        return catalogue_of(
            {"a": region(needs={f"n{i}": YOUTH for i in range(needs)}), "b": region(), "c": region()},
            {f"{r}{i}": practice(r, **YOUTH) for r in "bc" for i in range(practices)},
            settings={"exports": {"min": 0, "max": 2}, "imports": {"min": 0, "max": 2}},
        )

    def of_a(needs: int, practices: int) -> list[Shortage]:
        request = Request(as_of=DAY, imports={"a": (2, 2)})
        return [s for s in propose(catalogue(needs, practices), request).shortages if s.region == "a"]

    (none,), (one_,) = of_a(0, 1), of_a(1, 1)
    assert none.remedies == ("State 2 open needs (needs in data/region/a.yaml).",)
    assert one_.remedies[-1] == "State a further need (needs in data/region/a.yaml)."
    assert of_a(2, 1) == []

    def of_b(practices: int) -> list[Shortage]:
        request = Request(as_of=DAY, exports={"b": (1, 2)})
        return [s for s in propose(catalogue(1, practices), request).shortages if s.region == "b"]

    (empty,) = of_b(0)
    assert empty.remedies == ("Describe 1 good practice of B (mini new practice).",)
    assert of_b(1) == []


def test_missing_needs_are_to_be_stated() -> None:
    catalogue = catalogue_of({"a": region(needs={"n": YOUTH}), "b": region()}, {"p": practice("b", **YOUTH)})
    assert remedies(catalogue, "b", "imports") == ("State 2 open needs (needs in data/region/b.yaml).",)
    assert remedies(catalogue, "a", "imports")[-1] == "State a further need (needs in data/region/a.yaml)."
    assert remedies(catalogue, "a", "exports") == ("Describe 2 good practices of A (mini new practice).",)


@pytest.mark.parametrize(
    ("fields", "offers", "remedy"),
    [
        ({"status": "draft"}, None, "‘P’: publish it (status in data/practice/p.yaml)."),
        ({}, [], "‘P’: put it on B’s list of offers (offers in data/region/b.yaml)."),
        ({"lesson_only": True}, None, "‘P’: let it be exported (lesson_only in data/practice/p.yaml)."),
    ],
)
def test_a_practice_that_is_held_back_is_to_be_let_out(
    fields: dict[str, Any], offers: Any, remedy: str
) -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region(**({} if offers is None else {"offers": offers}))},
        {"p": practice("b", **(YOUTH | fields))},
        settings=two(),
    )
    assert remedies(catalogue, "b", "exports")[0] == remedy


def test_two_rules_that_keep_a_practice_back_are_not_told_as_one() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region(offers=[])},
        {"p": practice("b", status="draft", **YOUTH)},
        settings=two(),
    )
    assert not any("publish" in text for text in remedies(catalogue, "b", "exports"))


def one(region_fields: dict[str, Any], need: dict[str, Any], **settings_: Any) -> Catalogue:
    return catalogue_of(
        {
            "a": region(needs={"n": YOUTH | need}, **region_fields),
            "b": region(languages=["sv"], capacity={"imports": {"min": 0}}),
        },
        {
            "p": practice(
                "b",
                **YOUTH,
                transfer={"preconditions": [{"text": "a fund", "capability": "fund", "hard": True}]},
            )
        },
        settings=two(**settings_),
    )


@pytest.mark.parametrize(
    ("region_fields", "need", "options", "remedy"),
    [
        ({"languages": ["it"]}, {}, {"common_language": True}, "Let pairs do without a common language"),
        ({}, {"avoid": ["b"]}, {}, "‘P’: take B off the regions that the need ‘Need n’ avoids"),
        ({"capabilities": ["network"]}, {}, {}, "‘P’: record ‘fund’ once A has it"),
        ({}, {"themes": ["clusters"]}, {}, "‘P’: name a topic that the two share"),
    ],
)
def test_a_rule_that_gives_way(
    region_fields: dict[str, Any], need: dict[str, Any], options: dict[str, Any], remedy: str
) -> None:
    catalogue = one(region_fields, need, rules=options)
    for side in (("a", "imports"), ("b", "exports")):
        assert remedies(catalogue, *side)[0].startswith(remedy)


def test_a_pair_that_two_rules_keep_out_has_no_remedy_of_one() -> None:
    catalogue = one({}, {"avoid": ["b"], "themes": ["clusters"]})
    assert not any("‘P’" in text for text in remedies(catalogue, "a", "imports"))


def test_the_rule_for_pairs_of_regions_counts_as_one_unit() -> None:
    """One exporter alone: no quota helps, the rule does; with the practice's capacity it takes two units."""

    def raises(capacity: int) -> tuple[Raise, ...]:
        catalogue = catalogue_of(
            {"a": region(needs={"m": YOUTH, "n": YOUTH}), "b": region(), "c": region(needs={"m": YOUTH})},
            {"p": practice("b", **YOUTH), "q": practice("b", transfer={"max_importers": capacity}, **YOUTH)},
            settings={"exports": {"min": 0, "max": 3}, "imports": {"min": 0, "max": 2}},
        )
        of = study(catalogue, Request(as_of=DAY, imports={"a": (2, 2)}))
        o = outcome_of(of, solve(of.instance).chosen)
        return fewest_raises(o.instance, missing(o.instance, o.chosen), ("a", "imports"))

    assert raises(1) == (Raise("one_per_ordered_pair"),)
    assert raises(0) == (Raise("capacity", "q"), Raise("one_per_ordered_pair"))


def test_the_least_score_is_lowered_just_enough() -> None:
    catalogue = one({}, {})
    (told,) = [text for text in remedies(catalogue, "a", "imports", min_score=90) if "least score" in text]
    score = float(told.split("--min-score ")[1].split(",")[0])
    assert propose(catalogue, Request(as_of=DAY, min_score=score)).proposals
    assert not propose(catalogue, Request(as_of=DAY, min_score=score + 0.1)).proposals


def test_what_was_declined_may_be_tried_again() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region()},
        {"p": practice("b", **YOUTH)},
        exchanges={"x": {"practice": "p", "importer": "a", "status": "declined"}},
        settings=two(),
    )
    assert (
        remedies(catalogue, "a", "imports")[0]
        == "Allow what was declined or given up before (--retry-declined)."
    )
    again = propose(catalogue, Request(as_of=DAY, retry_declined=True))
    assert [(p.importer, p.practice) for p in again.proposals] == [("a", "p")]


def test_no_text_says_only_that_the_whole_is_better() -> None:
    """Where a pair has no limit in its way, what stands in its place is named."""
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH | {"wants": ["w"]}}), "b": region(capacity=NO_EXPORTS), "c": region()},
        {"p": practice("c", **YOUTH), "w": practice("b", title="The wish", **YOUTH)},
        settings=two(),
    )
    (proposal,) = propose(catalogue, REQUEST).proposals
    assert [a.why_not for a in proposal.importer_alternatives] == ["else C would export too little"]
    weaker = catalogue_of(
        {"a": region(needs={"n": YOUTH | {"wants": ["w"]}}), "b": region(), "c": region()},
        {"p": practice("c", **YOUTH), "w": practice("b", title="The wish", **YOUTH)},
        settings=two(),
    )
    (proposal,) = propose(weaker, REQUEST).proposals
    assert [a.why_not for a in proposal.importer_alternatives] == ["‘The wish’ fits better"]


def test_a_filter_is_told_as_the_remedy() -> None:
    """The region has practices; the question leaves them out: nobody need write another one."""

    def remedies(needs: dict[str, Any]) -> tuple[str, ...]:
        catalogue = catalogue_of(
            {"a": region(needs=needs), "b": region(name="Veneto")},
            {"p": practice("b", **YOUTH), "q": practice("a", **YOUTH)},
            settings=two(),
        )
        found = propose(catalogue, Request(as_of=DAY, practices=frozenset({"q"}))).shortages
        return next(s.remedies for s in found if (s.region, s.direction) == ("b", "exports"))

    assert remedies({"n": YOUTH}) == ("‘P’: ask for it as well, or leave out the filter.",)
    assert remedies({}) == ("Ask for practices of Veneto as well (a wider --where, or none).",)
