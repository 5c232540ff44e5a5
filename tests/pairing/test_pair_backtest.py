"""The backtest: what it hides, how it counts, and what chance would find."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pairing_builder import DAY, Record, catalogue_of, practice, region

from miniexchange.catalogue.model import Catalogue
from miniexchange.cli import main
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Named, Request
from miniexchange.pairing.backtest.backtest import NEEDS, Backtest, backtest
from miniexchange.pairing.backtest.chance import expected_hits, interval
from miniexchange.pairing.backtest.lists import DEPTHS
from miniexchange.pairing.backtest.words import meaning, percent, range_in_words, size

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "output" / "pair-backtest.schema.json").read_text(encoding="utf-8"))
PROJECT = {
    "p": {"title": "Rowing Nets", "period": {"start": "2010"}, "partners": [{"region": r} for r in "abc"]}
}
YOUTH = {"themes": ["youth"]}


def taken(practice_id: str, importer: str, **fields: Any) -> Record:
    return {"status": "recorded", "practice": practice_id, "importer": importer, "projects": ["p"]} | fields


def regions(**needs: Mapping[str, Record]) -> dict[str, Record]:
    return {r: region(needs=needs.get(r, {}), name=f"Region {r.upper()}") for r in "abc"}


def played(catalogue: Catalogue, **options: Any) -> Backtest:
    return backtest(catalogue, Request(**({"as_of": DAY, "project": "p"} | options)))


def ranks(answer: Backtest, needs: str = "all") -> list[int | None]:
    return [found.rank for found in answer.found[needs]]  # type: ignore[index]


def line(answer: Backtest, method: str, needs: str = "") -> tuple[Fraction, ...]:
    return next(x.hits for x in answer.lines if (x.method, x.needs) == (method, needs))


def small(
    *,
    exchanges: Mapping[str, Record] | None = None,
    needs: Mapping[str, Mapping[str, Record]] | None = None,
    more: Mapping[str, Record] | None = None,
    settings: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Catalogue:
    """A and B need something for the young, which C's `good` and `other` are about; `fields` are of `good`."""
    practices = {
        "good": practice("c", themes=["youth"], **fields),
        "other": practice("c", themes=["youth"], target_groups=["young"]),
        "loans": practice("c", themes=["guarantees"]),
        "mine": practice("a", themes=["youth"]),
    }
    return catalogue_of(
        regions(**(needs or {"a": {"n": YOUTH}, "b": {"n": YOUTH}})),
        practices | dict(more or {}),
        exchanges=exchanges if exchanges is not None else {"x": taken("good", "a")},
        projects=PROJECT,
        settings=settings,
    )


# Chance


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.data())
@settings(max_examples=60, deadline=None)
def test_expected_hits_are_the_mean_over_all_orders(keys: list[int], data: st.DataObject) -> None:
    target = data.draw(st.integers(0, len(keys) - 1))
    depths = (1, 2, 3, 10)
    orders = [sorted(order, key=lambda i: -keys[i]) for order in permutations(range(len(keys)))]
    assert expected_hits(keys, target, depths) == tuple(
        Fraction(sum(target in order[:depth] for order in orders), len(orders)) for depth in depths
    )


def probability(hits: range, of: int, rate: float) -> float:
    return sum(math.comb(of, n) * rate**n * (1 - rate) ** (of - n) for n in hits)


@given(st.integers(1, 60), st.data())
@settings(max_examples=60, deadline=None)
def test_the_interval_leaves_a_fortieth_on_either_side(of: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, of))
    low, high = interval(hits, of)
    assert low <= hits / of <= high
    assert (low == 0) == (hits == 0) and (high == 1) == (hits == of)
    if hits:
        assert probability(range(hits, of + 1), of, low) == pytest.approx(0.025, abs=1e-9)
    if hits < of:
        assert probability(range(hits + 1), of, high) == pytest.approx(0.025, abs=1e-9)


def test_the_interval_has_its_known_values() -> None:
    assert interval(0, 1) == pytest.approx((0, 0.975))
    assert interval(1, 1) == pytest.approx((0.025, 1))
    assert interval(0, 10) == pytest.approx((0, 1 - 0.025**0.1))
    assert interval(7, 8) == pytest.approx((0.473490, 0.996840), abs=1e-6)
    assert (range_in_words(7, 8), range_in_words(0, 1)) == ("47 to 100 %", "0 to 98 %")
    assert [percent(Fraction(n, 200)) for n in (0, 1, 75, 200)] == ["0 %", "1 %", "38 %", "100 %"]
    for hits, of in ((1, 0), (-1, 3), (4, 3)):
        with pytest.raises(ValueError):
            interval(hits, of)


def by_brute_force(shelf: list[str], first: list[list[str]], target: str, depth: int) -> Fraction:
    """The share of all orders of a shelf, kept to classes that come one after the other, with the target among the first."""
    place = {p: i for i, members in enumerate(first) for p in members}
    orders = [sorted(order, key=lambda p: place[p]) for order in permutations(shelf)]
    return Fraction(sum(target in order[:depth] for order in orders), len(orders))


def test_baselines_are_what_all_orders_of_the_shelf_give() -> None:
    catalogue = small(
        exchanges={
            "x1": taken("good", "a"),
            "x2": taken("good", "b"),
            "x3": taken("loans", "a"),
            "x4": taken("mine", "b"),
        },
        more={
            "draft": practice("c", themes=["youth"]) | {"status": "draft"},
            "women": practice("b", themes=["women"]),
        },
    )
    answer = played(catalogue)
    for_a, for_b = ["good", "loans", "other", "women"], ["good", "loans", "mine", "other"]
    # What the same theme leaves: loans are about something else; B's own practice is not for B.
    young_a, young_b = ["good", "other", "women"], ["good", "mine", "other"]
    for at, depth in enumerate(DEPTHS):
        assert line(answer, "random")[at] == (
            by_brute_force(for_a, [for_a], "good", depth)
            + by_brute_force(for_a, [for_a], "loans", depth)
            + by_brute_force(for_b, [for_b], "good", depth)
            + by_brute_force(for_b, [for_b], "mine", depth)
        )
        assert line(answer, "same-theme", "all")[at] == (
            by_brute_force(young_a, [young_a], "good", depth)
            + by_brute_force(young_b, [young_b], "good", depth)
            + by_brute_force(young_b, [young_b], "mine", depth)
        )
        # For A others took good and mine once each, mine is A's own; for B others took good and loans.
        assert line(answer, "popularity")[at] == (
            by_brute_force(for_a, [["good"], ["loans", "other", "women"]], "good", depth)
            + by_brute_force(for_a, [["good"], ["loans", "other", "women"]], "loans", depth)
            + by_brute_force(for_b, [["good", "loans"], ["mine", "other"]], "good", depth)
            + by_brute_force(for_b, [["good", "loans"], ["mine", "other"]], "mine", depth)
        )


# Counting

TOPICS = st.lists(
    st.sampled_from(["youth", "women", "guarantees", "clusters"]), min_size=1, max_size=2, unique=True
)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    needs = {
        r: {
            f"n{i}": {"themes": draw(TOPICS), "inferred": draw(st.booleans())}
            | ({"wants": ["p0"]} if draw(st.booleans()) else {})
            for i in range(draw(st.integers(0, 2)))
        }
        for r in "abc"
    }
    number = draw(st.integers(2, 6))
    practices = {
        f"p{i}": practice(draw(st.sampled_from("abc")), themes=draw(TOPICS))
        | {"status": draw(st.sampled_from(["published", "published", "published", "draft"]))}
        for i in range(number)
    }
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, number - 1), st.sampled_from("abc")), min_size=1, max_size=5, unique=True
        )
    )
    exchanges = {f"x{i}": taken(f"p{p}", importer) for i, (p, importer) in enumerate(pairs)}
    return catalogue_of(regions(**needs), practices, exchanges=exchanges, projects=PROJECT)


@given(catalogues())
@settings(max_examples=40, deadline=None)
def test_hits_grow_with_depth_and_stay_below_what_is_possible(catalogue: Catalogue) -> None:
    answer = played(catalogue)
    of = len(answer.cases)
    assert of == len(catalogue.exchanges)
    for entry in answer.lines:
        assert list(entry.hits) == sorted(entry.hits)
        assert entry.hits[0] >= 0 and entry.hits[-1] <= answer.possible <= of
        assert all(hits <= most for hits, most in zip(entry.hits, answer.ceiling, strict=True))
    for needs in NEEDS:
        found = answer.found[needs]
        counted = next(x for x in answer.lines if (x.method, x.needs) == ("pairing", needs))
        assert counted.programme == sum(f.in_programme for f in found) <= answer.programmes[needs].ceiling
        assert answer.programmes[needs].ceiling <= sum(f.rank is not None for f in found)
        assert all((f.rank is None) == (f.off is not None) for f in found)
        assert all(f.rank is None or 1 <= f.rank <= f.length for f in found)


@given(catalogues(), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_of_files_changes_nothing(catalogue: Catalogue, random: Any) -> None:
    def mixed(records: Mapping[str, Any]) -> dict[str, Any]:
        ids = list(records)
        random.shuffle(ids)
        return {i: records[i] for i in ids}

    documents = {kind: mixed(catalogue.documents[kind]) for kind in ("region", "practice", "exchange")}
    again = catalogue_of(
        documents["region"], documents["practice"], exchanges=documents["exchange"], projects=PROJECT
    )
    assert played(again) == played(catalogue)


def test_of_equal_practices_the_recorded_one_counts_as_the_last() -> None:
    answer = played(small(more={"twin": practice("c", themes=["youth"], title="GOOD")}))
    assert answer.found["all"][0].score == played(small()).found["all"][0].score
    assert (ranks(played(small())), ranks(answer)) == ([2], [3])


def test_an_importer_without_a_need_left_has_no_list() -> None:
    answer = played(small(needs={"a": {"n": YOUTH | {"inferred": True}}}))
    assert ranks(answer) != [None] and ranks(answer, "stated") == [None]
    off = answer.found["stated"][0].off
    assert off and (off.rule, off.why) == ("no-open-need", "its importer has no need left")
    assert (answer.possible, line(answer, "same-theme", "stated")[-1]) == (1, 0)
    assert line(answer, "random")[-1] == 1


def test_without_wishes_a_need_asks_for_nothing_by_name_or_in_words() -> None:
    wish = YOUTH | {"title": "Rowing boats for apprentices", "wants": ["good"], "origin": "stated"}
    told = "It has rowing boats for apprentices."
    answer = played(small(needs={"a": {"n": wish}}, summary=told))
    plainly = played(small(needs={"a": {"n": YOUTH | {"title": ""}}}, summary=told))
    assert ranks(answer) == ranks(answer, "stated") == [1]
    assert answer.found["unwished"] == plainly.found["all"]
    assert (
        answer.found["unwished"]
        != played(small(needs={"a": {"n": wish | {"wants": []}}}, summary=told)).found["all"]
    )


def test_what_could_not_be_proposed_is_a_miss_with_its_rule() -> None:
    exchanges = {f"x-{p}": taken(p, "a") for p in ("draft", "good", "later", "mine", "outside")}
    more = {
        "draft": practice("c", themes=["youth"]) | {"status": "draft"},
        "later": practice("c", themes=["youth"], documented="2027-01-01"),
        "outside": practice(themes=["youth"]),
    }
    answer = played(small(exchanges=exchanges, more=more))
    assert {exchange: kept.rule for exchange, kept in answer.barred.items()} == {
        "x-draft": "not-published",
        "x-later": "not-known-yet",
        "x-mine": "own-practice",
        "x-outside": "outside",
    }
    assert (len(answer.cases), answer.possible, answer.ceiling) == (5, 1, (1, 1, 1))
    assert [x.rank is None for x in answer.found["all"]] == [True, False, True, True, True]


def test_the_programme_cannot_hold_more_than_quotas_and_pairs_let_in() -> None:
    exchanges = {"x1": taken("good", "a"), "x2": taken("other", "a"), "x3": taken("good", "b")}
    one_each = played(small(exchanges=exchanges))
    assert (one_each.ceiling, one_each.programmes["all"].ceiling) == ((2, 3, 3), 2)
    quota = {"exports": {"min": 0, "max": 1}}
    assert played(small(exchanges=exchanges, settings=quota)).programmes["all"].ceiling == 1


def test_exchanges_that_cannot_be_tested_are_told_with_the_reason() -> None:
    exchanges: dict[str, Record] = {
        "gone": taken("good", "a", outcome={"level": "dropped"}),
        "own": taken("good", "b", proposal={"score": 50}),
        "same": taken("other", "a"),
        "same-again": taken("other", "a"),
        "text": {"status": "recorded", "practice": "good", "importer_text": "Some", "projects": ["p"]},
        "words": {"status": "recorded", "practice_text": "Something", "importer": "a", "projects": ["p"]},
        "elsewhere": taken("good", "b") | {"projects": ["q"]},
    }
    answer = played(small(exchanges=exchanges))
    assert [case.exchange for case in answer.cases] == ["same"]
    assert {entry.exchange: entry.why for entry in answer.untested} == {
        "gone": "it came to nothing",
        "own": "it was proposed by the pairing itself",
        "same-again": "the same practice and importer stand in another exchange",
        "text": "its importer is no record of the catalogue",
        "words": "its practice is no record of the catalogue",
    }
    everything = played(small(exchanges=exchanges), project="")
    assert [case.exchange for case in everything.cases] == ["elsewhere", "same"]
    narrow = played(small(exchanges={"x": taken("good", "a")}), regions=("b", "c"))
    assert narrow.cases == () and narrow.untested[0].why == "its importer does not take part"


# Hiding


EVIDENCE: list[dict[str, Any]] = [
    {"claim": "It works", "kind": "result", "design": "experiment", "independent": True}
]
SEEN: dict[str, dict[str, Any]] = {
    "what came of it": {
        "exchanges": {
            "x": taken("good", "a", outcome={"level": "running", "evidence": EVIDENCE}, period={"start": "2011"}),
            "y": taken("good", "b", outcome={"level": "running"}),
        }
    },
    "that it was completed": {
        "exchanges": {
            "x": taken("good", "a") | {"status": "completed", "history": [{"status": "completed", "date": "2012"}]},
            "y": taken("good", "b") | {"locked": True},
        }
    },
    "that it failed elsewhere": {
        "exchanges": {
            "x": taken("good", "a"),
            "y": taken("good", "b"),
            "z": taken("good", "c", outcome={"level": "dropped"}) | {"projects": ["q"]},
        }
    },
    "the need that it met": {
        "exchanges": {"x": taken("good", "a", need="n"), "y": taken("good", "b")},
        "needs": {"a": {"n": YOUTH | {"closed": "2012"}}, "b": {"n": YOUTH | {"status": "met"}}},
    },
    "a copy of it": {
        "exchanges": {"x": taken("good", "a", outcome={"resulting_practice": "copy"}), "y": taken("good", "b")},
        "more": {
            "copy": practice("a", themes=["youth"], title="Good as well"),
            "second": practice("b", themes=["youth"], derived_from="good"),
            "third": practice("c", themes=["youth"], derived_from="second", evidence=EVIDENCE),
        },
    },
    "what the practice says of it": {
        "evidence": [EVIDENCE[0] | {"claim": "It runs in Region A"}],
    },
    "what the practice says of the project": {
        "evidence": [EVIDENCE[0] | {"claim": "It was passed on through Rowing Nets"}]
    },
    "where the practice says that it works": {"evidence": [EVIDENCE[0] | {"population": "Young people, Region B"}]},
}  # fmt: skip
BOTH = {"x": taken("good", "a"), "y": taken("good", "b")}


@pytest.mark.parametrize("known", SEEN.values(), ids=SEEN)
def test_hiding_hides(known: dict[str, Any]) -> None:
    answer, plainly = played(small(**{"exchanges": BOTH} | known)), played(small(exchanges=BOTH))
    assert answer.found == plainly.found
    assert [(x.method, x.hits, x.programme) for x in answer.lines] == [
        (x.method, x.hits, x.programme) for x in plainly.lines
    ]


def test_what_has_nothing_to_do_with_the_exchanges_is_not_hidden() -> None:
    plainly = played(small(exchanges=BOTH)).found
    assert played(small(exchanges=BOTH, evidence=EVIDENCE)).found != plainly
    copy_of_another = {"copy": practice("b", themes=["youth"], derived_from="other", title="Another")}
    assert played(small(exchanges=BOTH, more=copy_of_another)).found != plainly
    withdrawn = {"a": {"n": YOUTH | {"status": "withdrawn"}}, "b": {"n": YOUTH}}
    for exchange in (BOTH["x"], BOTH["x"] | {"need": "n"}):
        assert ranks(played(small(exchanges={"x": exchange}, needs=withdrawn))) == [None]


def test_sentences_about_the_exchange_are_not_read() -> None:
    need = {"a": {"n": {"title": "Rowing boats for apprentices"}}}
    told = small(needs=need, summary="It helps firms. Region A took it for rowing boats and apprentices.")
    silent = small(needs=need, summary="It helps firms.")
    open_ = small(needs=need, summary="It helps firms. It is for rowing boats and apprentices.")
    assert played(told).found == played(silent).found != played(open_).found


def test_exchanges_that_were_over_before_the_project_began_stay_known() -> None:
    def score(**fields: Any) -> int | None:
        earlier = taken("good", "c", outcome={"level": "running"}) | {"projects": ["q"]} | fields
        answer = played(small(exchanges={"before": earlier, "x": taken("good", "a")}))
        return answer.found["all"][-1].score

    unknown = score()
    assert (
        score(period={"start": "2007", "end": "2010"})
        == score(projects=["p"], period={"end": "2009"})
        == unknown
    )
    assert (score(period={"start": "2007", "end": "2009"}) or 0) > (unknown or 0)


def test_as_of_hides_needs_and_practices_but_looks_for_every_exchange() -> None:
    needs = {"a": {"n": YOUTH}, "b": {"n": YOUTH | {"stated": "2015"}}}
    exchanges = {"x": taken("good", "a", period={"start": "2014"}), "y": taken("good", "b")}
    answer = played(small(exchanges=exchanges, needs=needs), as_of=DAY.replace(year=2012))
    assert [rank is None for rank in ranks(answer)] == [False, True]


def test_a_lock_or_another_programme_is_refused() -> None:
    with pytest.raises(UserError, match="find itself"):
        played(small(), lock=(Named("good", "a"),))
    with pytest.raises(UserError, match="best programme"):
        played(small(), choice="fair")


# The command


def run(capfd: pytest.CaptureFixture[str], *options: str) -> str:
    status = main(["pair", "--catalogue", str(ROOT), "--as-of", "2026-11-21", "--backtest", *options])
    out, err = capfd.readouterr()
    assert (status, err) == (0, "")
    return out


@pytest.mark.parametrize(
    ("project", "number"), [("mini-europe", 8), ("eis", 1), ("smart-europe", 0), ("", 9)]
)
def test_json_keeps_to_its_schema(capfd: pytest.CaptureFixture[str], project: str, number: int) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    found = json.loads(run(capfd, "--format", "json", *(["--project", project] if project else [])))
    Draft202012Validator(SCHEMA).validate(found)
    assert len(found["cases"]) == found["tested"] == number
    for entry in found["lines"]:
        assert (entry["programme"] is None) == (entry["method"] != "pairing")
        for hits in entry["hits"]:
            assert hits["rate"] == pytest.approx(hits["hits"] / number, abs=1e-6)
            assert hits["rate_of_possible"] == pytest.approx(hits["hits"] / found["possible"], abs=1e-6)
            assert (hits["interval"] is None) == (entry["method"] != "pairing")
        ranked = [case["found"][entry["needs"]]["rank"] for case in found["cases"]] if entry["needs"] else []
        if entry["method"] == "pairing":
            assert [h["hits"] for h in entry["hits"]] == [
                sum(rank is not None and rank <= depth for rank in ranked) for depth in found["depths"]
            ]


def test_mini_europe_hides_the_copy_and_says_what_a_draft_is(capfd: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capfd, "--project", "mini-europe", "--format", "json"))
    assert {"zomerondernemer", "future-entrepreneur-flevoland"} == set(found["hidden"])
    barred = {case["practice"]: case["barred"]["rule"] for case in found["cases"] if case["barred"]}
    assert (barred, found["possible"]) == ({"i-creo": "not-published"}, 7)
    assert len(found["untested"]) == 3


def test_table_and_markdown_say_the_same(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    table = run(capfd, "--project", "mini-europe")
    markdown = run(capfd, "--project", "mini-europe", "--format", "markdown")
    for text in (
        "too few for a verdict",
        "cannot be proposed: it is not published",
        "Clopper and Pearson 1934",
    ):
        assert text in table and text in markdown
    assert [x.split() for x in table.splitlines() if x.startswith("  random")] == [
        x.replace("|", " ").split() for x in markdown.splitlines() if x.startswith("| random")
    ]
    monkeypatch.setenv("COLUMNS", "80")
    assert max(map(len, run(capfd, "--project", "mini-europe").splitlines())) <= 80


def test_one_exchange_is_said_to_show_next_to_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    out = " ".join(run(capfd, "--project", "eis").split())
    assert "There is only one exchange to test." in out
    assert "nothing here tells the pairing apart from chance" in out
    assert "1 exchange is itself deduced, not stated: Donegal ←" in out


def test_without_an_exchange_there_is_a_plain_message(capfd: pytest.CaptureFixture[str]) -> None:
    assert (
        run(capfd, "--project", "smart-europe")
        == "SMART EUROPE: no exchange can be tested; none is recorded\n"
    )
    empty = played(small(exchanges={"x": taken("good", "a", outcome={"level": "dropped"})}))
    assert (empty.lines, size(empty), meaning(empty, small())) == ((), (), ())


def test_what_chance_cannot_explain_is_named() -> None:
    """Many importers took what fits them best, of which only they have need."""
    names = [f"r{i:02}" for i in range(12)]
    everyone = {n: region(needs={"n": {"themes": ["youth"]}}) for n in names} | {"c": region()}
    practices = {f"p{i:02}": practice("c", themes=["clusters"]) for i in range(30)}
    practices["good"] = practice("c", themes=["youth"])
    project = {"p": {"title": "P", "partners": [{"region": r} for r in everyone]}}
    exchanges = {f"x{n}": taken("good", n) for n in names}
    catalogue = catalogue_of(everyone, practices, exchanges=exchanges, projects=project)
    answer = played(catalogue)
    first, dependent, *_ = meaning(answer, catalogue)
    assert ranks(answer) == [1] * 12
    assert "random below at 1, 3 and 10 (all needs)" in first and "popularity" not in first
    assert "12 are imports of GOOD" in dependent
    assert size(answer)[0].startswith("12 exchanges are too few for a verdict")
    assert "from 73 to 100 % with all needs" in size(answer)[0]
    assert replace(answer, cases=answer.cases * 3) and size(replace(answer, cases=answer.cases * 3)) == ()
