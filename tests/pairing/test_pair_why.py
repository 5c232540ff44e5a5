"""`mini pair --why`: the price of a pair is the difference of two best programmes, and the answer says what is true."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from check_certificate import Problem
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pairing_builder import DAY, catalogue_of, practice, region, two
from problem_builder import documents, instance_of, programmes

from miniexchange.catalogue.model import Catalogue
from miniexchange.cli import main
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Named, Request, propose
from miniexchange.pairing.explain.variations import Price, Solved, missing, price, solved, with_pair, without
from miniexchange.pairing.explain.why import Why, why
from miniexchange.pairing.explain.why_told import told
from miniexchange.pairing.problem.instance import Choice
from miniexchange.pairing.study import study
from miniexchange.pairing.whatif import changed

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "output" / "pair-why.schema.json").read_text(encoding="utf-8"))
YOUTH = {"themes": ["youth"]}


def ask(catalogue: Catalogue, practice_id: str, region_id: str, **options: Any) -> Why:
    return why(study(catalogue, Request(**({"as_of": DAY} | options))), practice_id, region_id)


def answer(catalogue: Catalogue, found: Why) -> str:
    return " ".join(told(found, catalogue).answer)


# The price


@settings(max_examples=150, deadline=None)
@given(documents(extras=True))
def test_the_price_is_the_difference_of_two_best_programmes(document: dict[str, Any]) -> None:
    """Both are found by trying all programmes, for every pair of small problems with every rule."""
    document["rules"]["exchanges_min"] = 0
    instance, problem = instance_of(document), Problem(document)
    tried = {
        chosen: (problem.shortfall(chosen), -problem.objective(chosen)) for chosen in programmes(problem)
    }
    best = min(tried.values())
    solution = solved(instance, 60)
    assert (solution.missing, -solution.score) == best and solution.closed
    for exchange in sorted(problem.eligible):
        cell = instance.cell(Choice(*exchange))
        assert cell is not None
        holding = [worth for chosen, worth in tried.items() if exchange in chosen]
        avoiding = [worth for chosen, worth in tried.items() if exchange not in chosen]
        forced = with_pair(instance, cell, 60)
        assert (forced is None) == (not holding)
        if forced:
            assert Choice(*exchange) in forced.chosen
            of_it = price(solution, forced)
            assert (of_it.missing + best[0], -best[1] - of_it.score) == (min(holding)[0], -min(holding)[1])
            assert (of_it.missing, of_it.score) >= (0, 0) and of_it.exact
        barred = solved(without(instance, [cell]), 60)
        assert Choice(*exchange) not in barred.chosen
        assert (barred.missing, -barred.score) == min(avoiding)


@settings(max_examples=100, deadline=None)
@given(documents(extras=True))
def test_missing_exchanges_are_counted_as_the_solver_counts_them(document: dict[str, Any]) -> None:
    document["rules"]["exchanges_min"] = 0
    instance = instance_of(document)
    found = solved(instance, 60)
    assert sum(missing(instance, found.chosen).values()) == found.missing


def test_an_unfinished_search_gives_the_least_that_it_costs() -> None:
    best = Solved((), 2, 500, True, 2, 500)
    known = price(best, Solved((), 4, 450, False, 3, 480))
    assert known == Price(1, 20, False)
    assert price(best, Solved((), 2, 450, False, 2, 520)) == Price(0, 0, False)
    assert not Price(0, 0, False).nothing and Price(0, 0, True).nothing


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Three regions with up to two needs and two practices each."""
    themes = st.lists(
        st.sampled_from(["youth", "women", "finance", "clusters"]), min_size=1, max_size=2, unique=True
    )
    quota = st.sampled_from(
        [{"min": 0, "max": 1}, {"min": 1, "max": 1}, {"min": 1, "max": 2}, {"min": 2, "max": 2}]
    )
    regions = {
        r: region(
            needs={f"n{i}": {"themes": draw(themes)} for i in range(draw(st.integers(0, 2)))},
            capacity={"exports": draw(quota), "imports": draw(quota)},
        )
        for r in "abc"
    }
    practices = {
        f"{r}{i}": practice(r, themes=draw(themes)) for r in "abc" for i in range(draw(st.integers(1, 2)))
    }
    return catalogue_of(regions, practices, settings={"rules": {"need_max": draw(st.sampled_from([1, 2]))}})


@settings(max_examples=20, deadline=None)
@given(catalogues())
def test_every_answer_agrees_with_the_programme_and_leads_to_the_other_one(catalogue: Catalogue) -> None:
    programme = propose(catalogue, Request(as_of=DAY))
    chosen = {Choice(p.importer, p.practice, p.need) for p in programme.proposals}
    held = {(c.practice, c.importer) for c in chosen}
    for pair in [(p, r) for p in catalogue.practices for r in catalogue.regions]:
        found = ask(catalogue, *pair)
        assert (found.case == "proposed") == (pair in held)
        if found.case in ("proposed", "possible"):
            before, after = (
                (set(side) for side in zip(*found.moves.moved, strict=True))
                if found.moves.moved
                else (set(), set())
            )
            other = (chosen - set(found.moves.go) - before) | set(found.moves.come) | after
            assert (pair in {(c.practice, c.importer) for c in other}) == (pair not in held)
            assert found.price is not None and found.price.exact
            scores = {
                **{Choice(p.importer, p.practice, p.need): p.score for p in programme.proposals},
                **found.scores,
            }
            lost = sum(scores[c] for c in found.moves.go) - sum(scores[c] for c in found.moves.come)
            if not found.moves.moved:
                assert lost == found.price.score
        assert (found.case == "not-eligible") == bool(found.kept)


@settings(max_examples=20, deadline=None)
@given(catalogues())
def test_the_changes_that_are_told_bring_the_pair_in(catalogue: Catalogue) -> None:
    request = Request(as_of=DAY)
    for pair in [(p, r) for p in catalogue.practices for r in catalogue.regions]:
        for change in ask(catalogue, *pair).changes:
            words = change.split("--what-if ")[1].removesuffix(")").split()
            programme = propose(catalogue, changed(request, words, catalogue))
            assert pair in {(p.practice, p.importer) for p in programme.proposals}


def test_a_score_above_the_price_brings_it_in() -> None:
    """The price in points is what the pair's own score lacks."""
    of = study(contested(), Request(as_of=DAY))
    found = why(of, "q", "a")
    assert found.case == "possible" and found.price is not None and not found.price.missing
    row = next(i for i, need in enumerate(of.fit.needs) if need.region.id == "a")
    column = next(i for i, p in enumerate(of.fit.practices) if p.id == "q")
    table = of.instance.pairs
    for more, taken in ((found.price.score - 1, False), (found.price.score + 1, True)):
        score = table.score.copy()  # type: ignore[attr-defined]
        score[row, column] += more
        raised = solved(replace(of.instance, pairs=replace(table, score=score)), 60)  # type: ignore[type-var]
        assert (Choice("a", "q", "n") in raised.chosen) is taken
    assert np.array_equal(table.score, of.instance.pairs.score)  # type: ignore[attr-defined]


# Cases


def contested(**fields: Any) -> Catalogue:
    """a may take p or q, and p fits it better; each of b and c gives one."""
    return catalogue_of(
        {
            "a": region(
                name="Veneto",
                needs={"n": YOUTH | {"wants": ["p"], "title": "Young founders"}} | fields.pop("needs", {}),
            ),
            "b": region(),
            "c": region(),
        },
        {"p": practice("b", **YOUTH), "q": practice("c", **(YOUTH | fields))},
        settings=two(exports={"min": 0, "max": 2}),
    )


def test_a_proposed_pair_tells_what_its_loss_would_cost_and_what_would_come() -> None:
    catalogue = contested()
    found = ask(catalogue, "p", "a")
    assert (found.case, found.need) == ("proposed", "n")
    assert found.moves.come == (Choice("a", "q", "n"),) and found.moves.go == (Choice("a", "p", "n"),)
    assert answer(catalogue, found).startswith("Proposed for the need ‘Young founders’, with a score of")
    assert "Without it, the whole programme would lose" in answer(catalogue, found)


def test_a_pair_without_which_something_is_missing() -> None:
    catalogue = contested(themes=["clusters"])
    found = ask(catalogue, "p", "a")
    assert found.price is not None and found.price.missing == 1
    assert answer(catalogue, found).endswith("points, and one more exchange would be missing.")


def test_a_possible_pair_tells_who_has_what_it_needs() -> None:
    found = ask(contested(), "q", "a")
    assert found.case == "possible"
    assert [text.split(":")[0] for text in found.contested] == ["the need ‘Young founders’ takes one"]
    assert "‘P’ from B" in found.contested[0]
    assert found.changes == (
        "let every need take 2 practices (pairing.rules.need_max in mini.yaml; to try it: --what-if rules.need_max=2)",
    )


def test_a_tie_says_that_the_other_programme_is_just_as_good() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region(), "c": region()},
        {"p": practice("b", **YOUTH), "q": practice("c", **YOUTH)},
        settings=two(exports={"min": 0, "max": 2}),
    )
    cases = {p: ask(catalogue, p, "a") for p in "pq"}
    assert {found.case for found in cases.values()} == {"proposed", "possible"}
    for found in cases.values():
        assert found.price == Price(0, 0, True) and found.changes == ()
        assert "would be just as good" in answer(catalogue, found)


def test_standing_exchanges_may_leave_no_room() -> None:
    catalogue = catalogue_of(
        {
            "a": region(needs={"n": YOUTH}),
            "b": region(name="Mid Sweden", capacity={"exports": {"max": 1}}),
            "c": region(),
        },
        {"p": practice("b", **YOUTH)},
        exchanges={"x": {"practice": "p", "importer": "c", "status": "agreed"}},
        settings=two(),
    )
    found = ask(catalogue, "p", "a")
    assert (found.case, found.price) == ("no-room", None)
    assert found.contested == ("Mid Sweden may export one: ‘P’ to C (stands already)",)
    assert "exports.b=2" in found.changes[0]
    assert answer(catalogue, found).startswith("No room for it: a limit that it would need")
    standing = ask(catalogue, "p", "c")
    assert (standing.case, standing.status) == ("standing", "agreed")


def test_a_pair_that_is_not_eligible_tells_the_rule_the_remedy_and_its_worth() -> None:
    catalogue = contested(status="draft")
    found = ask(catalogue, "q", "a")
    (kept,) = found.kept
    assert (found.case, kept.rule, kept.needs) == ("not-eligible", "not-published", ("n",))
    text = answer(catalogue, found)
    assert (
        "Not possible: it is not published (status draft). To let it in: publish it (status in data/practice/q.yaml)."
        in text
    )
    assert "If nothing kept it out, it would score" in text and "still not be proposed: with it" in text
    alone = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region()}, {"p": practice("b", status="draft", **YOUTH)}
    )
    assert ask(alone, "p", "a").proposed_if_lifted
    assert answer(alone, ask(alone, "p", "a")).endswith("and be proposed.")


def test_an_own_practice_is_worth_nothing() -> None:
    found = ask(contested(), "p", "b")
    assert found.case == "no-need"
    own = catalogue_of({"a": region(needs={"n": YOUTH})}, {"p": practice("a", **YOUTH)})
    assert (ask(own, "p", "a").case, ask(own, "p", "a").score) == ("not-eligible", None)


def test_each_need_may_have_its_own_rule() -> None:
    catalogue = contested(needs={"m": {"themes": ["clusters"]}, "o": {"themes": ["youth"], "avoid": ["c"]}})
    assert ask(catalogue, "q", "a").case == "proposed"
    strict = study(catalogue, Request(as_of=DAY, min_score=90))
    found = why(strict, "q", "a")
    assert {kept.rule for kept in found.kept} == {"nothing-shared", "avoided", "below-min-score"}
    assert sorted(need for kept in found.kept for need in kept.needs) == ["m", "n", "o"]


def test_locks_and_bans_of_the_request_are_told() -> None:
    catalogue = contested()
    locked = ask(catalogue, "q", "a", lock=(Named("q", "a"),))
    assert locked.locked and locked.case == "possible" and locked.price == ask(catalogue, "q", "a").price
    assert answer(catalogue, locked).startswith("You lock this exchange")
    forbidden = ask(catalogue, "p", "a", forbid=(Named("p", "a"),))
    assert (forbidden.kept[0].rule, forbidden.proposed_if_lifted) == ("forbidden", True)


def test_names_may_come_in_either_order_and_mistakes_are_told() -> None:
    catalogue = contested()
    assert ask(catalogue, "a", "q") == ask(catalogue, "q", "a")
    for names, options, message in (
        (("q", "aa"), {}, "no region 'aa'"),
        (("qqq", "a"), {}, "no practice 'qqq'"),
        (("q", "a"), {"regions": ("b", "c")}, "Veneto does not take part"),
        (("q", "a"), {"choice": "fair"}, "--why is about the best programme"),
    ):
        with pytest.raises(UserError, match=message):
            ask(catalogue, *names, **options)
    with pytest.raises(UserError, match="not known yet"):
        ask(contested(documented="2030"), "q", "a")


# The command


def run(capfd: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    status = main(["pair", "--catalogue", str(ROOT), "--as-of", "2026-11-21", *options])
    captured = capfd.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize(
    ("options", "case"),
    [
        (("zomerondernemer", "veneto"), "proposed"),
        (("veneto", "summer-entrepreneur"), "possible"),
        (("summer-entrepreneur", "veneto", "--project", "mini-europe"), "no-room"),
        (("summer-entrepreneur", "flevoland", "--project", "mini-europe"), "standing"),
        (("er-go-global", "veneto", "--project", "mini-europe"), "not-eligible"),
        (("i-creo", "mid-sweden"), "no-need"),
    ],
)
def test_the_catalogue_that_ships(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], case: str
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    status, out, err = run(capfd, "--why", *options, "--format", "json")
    found = json.loads(out)
    assert (status, err, found["case"]) == (0, "", case)
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(found)
    status, text, _ = run(capfd, "--why", *options)
    assert status == 0 and max(map(len, text.splitlines())) <= 80
    assert " ".join(" ".join(found["answer"]).split()) in " ".join(text.split())
    status, markdown, _ = run(capfd, "--why", *options, "--format", "markdown")
    assert status == 0 and markdown.startswith("# ")


def test_the_command_tells_a_near_name(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capfd, "--why", "zomerondernemer", "venetto")
    assert (status, out) == (2, "") and "did you mean veneto?" in err
