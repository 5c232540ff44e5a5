"""The hard rules: each keeps its pair out, with its reason, and nothing else does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pairing_builder import DAY, catalogue_of, eligibility_of, pairs_of, practice, region, two

from miniexchange.catalogue.model import Catalogue
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Request, propose
from miniexchange.pairing.rules.eligibility import Eligibility, Rule
from miniexchange.pairing.rules.wording import Case, remedy

PAIR = {("a", "p", "n")}
LACKING = {"transfer": {"preconditions": [{"capability": "trained-supervisors", "hard": True}]}}
COST_LIMIT = {"constraints": {"max_cost": {"amount": 50, "currency": "EUR"}}}


def dear(amount: int, currency: str = "EUR") -> dict[str, Any]:
    """A practice that costs so much to set up."""
    return {"transfer": {"effort": {"cost": {"amount": amount, "currency": currency}}}}


def one(
    *,
    importer: dict[str, Any] | None = None,
    exporter: dict[str, Any] | None = None,
    need: dict[str, Any] | None = None,
    p: dict[str, Any] | None = None,
    exchanges: dict[str, Any] | None = None,
    **settings: Any,
) -> Catalogue:
    """Region a needs what practice p of region b offers; the arguments spoil it."""
    return catalogue_of(
        {
            "a": region(**({"needs": {"n": {"themes": ["youth"]} | (need or {})}} | (importer or {}))),
            "b": region(**(exporter or {})),
        },
        {"p": practice("b", **({"themes": ["youth"]} | (p or {})))},
        exchanges=exchanges,
        settings=settings,
    )


def exchange(status: str, **fields: Any) -> dict[str, Any]:
    return {"x": {"status": status, "practice": "p", "importer": "a"} | fields}


def test_the_plain_pair_is_proposed() -> None:
    assert pairs_of(one()) == PAIR


@pytest.mark.parametrize(
    ("spoiled", "rule"),
    [
        ({"p": {"status": "draft"}}, "not-published"),
        ({"p": {"status": "review"}}, "not-published"),
        ({"p": {"status": "archived"}}, "archived"),
        ({"p": {"lesson_only": True}}, "lesson-only"),
        ({"exporter": {"offers": []}}, "not-on-offer"),
        ({"need": {"avoid": ["b"]}}, "avoided"),
        ({"need": {"themes": ["clusters"]}}, "nothing-shared"),
        ({"rules": {"min_score": 99}}, "below-min-score"),
        ({"p": LACKING, "importer": {"capabilities": ["rooms"], "needs": {"n": {"themes": ["youth"]}}}}, "unmet-precondition"),
        ({"p": dear(51), "need": COST_LIMIT}, "over-cost-limit"),
        ({"rules": {"common_language": True}, "importer": {"languages": ["it"], "needs": {"n": {"themes": ["youth"]}}}, "exporter": {"languages": ["nl"]}}, "no-common-language"),
        *(({"exchanges": exchange(status)}, "under-way") for status in ("proposed", "agreed", "preparing", "visiting", "implementing")),
        ({"exchanges": exchange("completed")}, "already-done"),
        *(({"exchanges": exchange("recorded", outcome={"level": level})}, "already-done") for level in ("running", "adapted")),
        *(({"exchanges": exchange(status)}, "tried-before") for status in ("declined", "withdrawn", "failed")),
        ({"exchanges": exchange("recorded", outcome={"level": "dropped"})}, "tried-before"),
    ],
)  # fmt: skip
def test_rule_keeps_the_pair_out(spoiled: dict[str, Any], rule: str) -> None:
    programme = propose(one(**spoiled), Request(as_of=DAY))
    assert programme.proposals == ()
    assert programme.excluded == {rule: 1}


@pytest.mark.parametrize(
    "harmless",
    [
        {"exporter": {"offers": ["p"]}},
        {"need": {"avoid": ["a"]}},
        {"need": {"themes": ["clusters"], "wants": ["p"]}},  # asked for by name, whatever the topics say
        {"p": {"themes": [], "services": ["loan"]}},  # says nothing about themes: unknown, no disagreement
        {"rules": {"common_language": True}},  # languages unknown
        {"rules": {"min_score": 20}},
        {"p": LACKING},  # nobody has recorded what the importer has
        {"p": dear(50), "need": COST_LIMIT},
        {"p": dear(51, currency="SEK"), "need": COST_LIMIT},
        {"need": COST_LIMIT},
        *(
            {"exchanges": exchange("recorded", outcome={"level": level})}
            for level in ("announced", "learning", "planned", "unknown")
        ),
        {"exchanges": exchange("recorded")},
        {"p": {"period": {"start": "2005", "end": "2009"}}},
    ],
)
def test_harmless_facts_keep_nothing_out(harmless: dict[str, Any]) -> None:
    assert pairs_of(one(**harmless)) == PAIR


def test_own_practices_are_not_imported() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": {"themes": ["youth"]}})}, {"p": practice("a", themes=["youth"])}
    )
    programme = propose(catalogue, Request(as_of=DAY))
    assert (programme.proposals, programme.excluded) == ((), {"own-practice": 1})


@pytest.mark.parametrize(
    "need",
    [
        {"status": "met"},
        {"status": "withdrawn"},
        {"status": "matched"},
        {"closed": "2020"},
        {"stated": "2030"},
    ],
)
def test_needs_that_are_not_open_ask_for_nothing(need: dict[str, Any]) -> None:
    programme = propose(one(need=need), Request(as_of=DAY))
    assert programme.proposals == () and programme.excluded == {}


def test_outside_practices_need_a_rule_and_count_as_nobodys_export() -> None:
    def catalogue(**rules: bool) -> Catalogue:
        return catalogue_of(
            {"a": region(needs={"n": {"themes": ["youth"]}}), "b": region(), "c": region()},
            {
                "p": practice(themes=["youth"], owner={"organisation": "An agency"}),
                "q": practice("c", themes=["youth"]),
            },
            settings={"rules": rules},
        )

    assert pairs_of(catalogue(), regions=("a", "b")) == set()
    programme = propose(catalogue(allow_outside=True), Request(as_of=DAY, regions=("a", "b")))
    (proposal,) = programme.proposals
    assert proposal.exporter in ("", "c")
    assert all(quota.reached == 0 for quota in programme.quotas if quota.direction == "exports")


def test_a_region_without_open_needs_imports_only_where_the_rules_say_so() -> None:
    def catalogue(**rules: bool) -> Catalogue:
        return catalogue_of(
            {"a": region(), "b": region()}, {"p": practice("b", themes=["youth"])}, settings=two(rules=rules)
        )

    assert pairs_of(catalogue()) == set()
    programme = propose(catalogue(allow_without_need=True), Request(as_of=DAY))
    (proposal,) = programme.proposals
    assert (proposal.importer, proposal.practice, proposal.need) == ("a", "p", "")
    assert proposal.parts[0].value == 500 and proposal.parts[0].known == 0
    assert "states no open need" in proposal.reason


# What somebody asks for


def only(catalogue: Catalogue, **options: Any) -> Rule:
    """The rule for the only pair of `one`: the need of a (row 0) and p."""
    return eligibility_of(catalogue, **options).rule(0, 0)


def test_forbidden_pairs_stay_out() -> None:
    assert only(one(), forbidden={("p", "a")}) is Rule.FORBIDDEN
    for harmless in (("p", "b"), ("q", "a"), ("unheard-of", "a"), ("p", "nowhere")):
        assert only(one(), forbidden={harmless}) is Rule.ELIGIBLE


def test_a_selection_leaves_the_others_out() -> None:
    assert only(one(), selected=frozenset({"p", "q"})) is Rule.ELIGIBLE
    for selected in (frozenset({"q"}), frozenset[str]()):
        assert only(one(), selected=selected) is Rule.NOT_SELECTED


@pytest.mark.parametrize("status", ["declined", "withdrawn", "failed"])
def test_what_came_to_nothing_may_be_tried_again(status: str) -> None:
    assert only(one(exchanges=exchange(status))) is Rule.TRIED_BEFORE
    assert only(one(exchanges=exchange(status)), retry_declined=True) is Rule.ELIGIBLE


def test_trying_again_does_not_repeat_what_stands() -> None:
    tried_and_done = exchange("declined") | {"y": exchange("completed")["x"]}
    assert only(one(exchanges=tried_and_done), retry_declined=True) is Rule.ALREADY_DONE


def test_the_first_rule_is_kept() -> None:
    """Every rule applies at once; taking away the first lets the next show."""
    spoiled: dict[str, Any] = {
        "importer": {"languages": ["it"], "capabilities": ["rooms"], "needs": {"n": {"themes": ["clusters"], "avoid": ["b"]} | COST_LIMIT}},
        "exporter": {"languages": ["nl"], "offers": []},
        "p": {"status": "draft", "lesson_only": True, "transfer": LACKING["transfer"] | dear(51)["transfer"]},
        "exchanges": exchange("declined"),
    }  # fmt: skip
    asked: dict[str, Any] = {"forbidden": {("p", "a")}, "selected": frozenset(), "min_score": 9900}
    seen = []
    for relief in (
        lambda: spoiled["p"].update(status="published"),
        lambda: spoiled["p"].update(lesson_only=False),
        lambda: spoiled["exporter"].pop("offers"),
        lambda: asked.pop("selected"),
        lambda: spoiled.pop("exchanges"),
        lambda: asked.pop("forbidden"),
        lambda: spoiled["exporter"].pop("languages"),
        lambda: spoiled["importer"]["needs"]["n"].pop("avoid"),
        lambda: spoiled["importer"].pop("capabilities"),
        lambda: spoiled["importer"]["needs"]["n"].pop("constraints"),
        lambda: spoiled["importer"]["needs"]["n"].update(themes=["youth"]),
        lambda: asked.pop("min_score"),
    ):
        seen.append(only(one(**spoiled, rules={"common_language": True}), **asked))
        relief()
    assert seen == [
        Rule.NOT_PUBLISHED, Rule.LESSON_ONLY, Rule.NOT_ON_OFFER, Rule.NOT_SELECTED, Rule.TRIED_BEFORE, Rule.FORBIDDEN,
        Rule.NO_COMMON_LANGUAGE, Rule.AVOIDED, Rule.UNMET_PRECONDITION, Rule.OVER_COST_LIMIT, Rule.NOTHING_SHARED, Rule.BELOW_MIN_SCORE,
    ]  # fmt: skip
    assert only(one(**spoiled, rules={"common_language": True}), **asked) is Rule.ELIGIBLE


# In words


def told(found: Eligibility) -> tuple[str, str]:
    return found.why(0, 0), found.remedy(0, 0)


@pytest.mark.parametrize(
    ("spoiled", "asked", "why", "change"),
    [
        ({}, {}, "", ""),
        ({"p": {"status": "draft"}}, {}, "it is not published (status draft)", "publish it (status in data/practice/p.yaml)"),
        ({"exporter": {"offers": [], "name": "Veneto"}}, {}, "Veneto does not offer it", "put it on Veneto’s list of offers (offers in data/region/b.yaml)"),
        ({"exchanges": exchange("completed")}, {}, "A has already imported it", ""),
        ({"exchanges": exchange("agreed")}, {}, "A is already importing it", ""),
        ({"exchanges": exchange("declined")}, {}, "an earlier exchange was declined", "allow what came to nothing before (--retry-declined)"),
        ({}, {"forbidden": {("p", "a")}}, "it is forbidden for A", "allow it (leave out --forbid p:a)"),
        ({}, {"selected": frozenset()}, "it is not among the practices asked for", "ask for it as well, or leave out the filter"),
        ({"need": {"avoid": ["b"]}}, {}, "A does not want to import from B for this need", "take B off the regions that the need ‘Need n’ avoids (avoid in data/region/a.yaml)"),
        (
            {"p": LACKING, "importer": {"capabilities": ["rooms"], "needs": {"n": {"themes": ["youth"]}}}}, {},
            "it cannot work without ‘trained supervisors’, which A does not have on record",
            "record ‘trained supervisors’ once A has it (capabilities in data/region/a.yaml)",
        ),
        (
            {"p": dear(12_500), "need": COST_LIMIT}, {},
            "it costs 12,500 EUR, and the need allows at most 50 EUR",
            "raise what the need ‘Need n’ may cost (constraints.max_cost in data/region/a.yaml)",
        ),
        (
            {"need": {"themes": ["clusters"]}}, {},
            "it shares no topic with the need",
            "name a topic that the two share, or ask for it by name (wants of the need ‘Need n’ in data/region/a.yaml)",
        ),
    ],
)  # fmt: skip
def test_rules_and_remedies_in_words(
    spoiled: dict[str, Any], asked: dict[str, Any], why: str, change: str
) -> None:
    assert told(eligibility_of(one(**spoiled), **asked)) == (why, change)


@pytest.mark.parametrize(("score", "least"), [(4130, "41.3"), (4139, "41.3"), (4140, "41.4"), (905, "9.0")])
def test_the_remedy_for_a_low_score_is_a_least_score_that_lets_it_in(score: int, least: str) -> None:
    found = one()
    case = Case(
        Rule.BELOW_MIN_SCORE, found.regions["a"], None, found.practices["p"], None, None, score, 9900, found.terms("capabilities")
    )  # fmt: skip
    assert remedy(case) == (
        f"lower the least score to {least} (--min-score, or pairing.rules.min_score in mini.yaml)"
    )


# As of a day


def as_of(catalogue: Catalogue, day: str) -> set[tuple[str, str, str]]:
    return pairs_of(catalogue, as_of=date.fromisoformat(day))


def test_what_is_dated_later_is_not_known() -> None:
    need = one(need={"stated": "2012-05"})
    assert as_of(need, "2012-04-30") == set() and as_of(need, "2012-05-01") == PAIR
    documented = one(p={"documented": "2012"})
    assert as_of(documented, "2011-12-31") == set() and as_of(documented, "2012-06-01") == PAIR
    begun = one(p={"period": {"start": "2012"}})
    assert as_of(begun, "2011-12-31") == set() and as_of(begun, "2012-06-01") == PAIR
    closed = one(need={"closed": "2012-05-10", "status": "met"})
    assert as_of(closed, "2012-05-09") == PAIR and as_of(closed, "2012-05-10") == set()


def test_an_exchange_stands_as_its_history_had_it() -> None:
    steps = [
        {"status": "proposed", "date": "2010-02"},
        {"status": "agreed", "date": "2010-05"},
        {"status": "withdrawn", "date": "2011-01"},
    ]
    catalogue = one(exchanges=exchange("withdrawn", history=steps))
    assert propose(catalogue, Request(as_of=date(2010, 1, 31))).excluded == {}
    assert propose(catalogue, Request(as_of=date(2010, 6, 1))).excluded == {"under-way": 1}
    assert propose(catalogue, Request(as_of=date(2010, 6, 1))).standing[0].status == "agreed"
    assert propose(catalogue, Request(as_of=date(2011, 2, 1))).excluded == {"tried-before": 1}


def test_a_recorded_exchange_begins_with_its_period() -> None:
    catalogue = one(
        exchanges=exchange("recorded", period={"start": "2009-12-03"}, outcome={"level": "running"})
    )
    assert as_of(catalogue, "2009-12-02") == PAIR and as_of(catalogue, "2009-12-03") == set()


# Who takes part


def three(**options: Any) -> Catalogue:
    return catalogue_of(
        {r: region(needs={"n": {"themes": ["youth"]}}) for r in "abc"},
        {f"of-{r}": practice(r, themes=["youth"]) for r in "abc"},
        projects={
            "pr": {
                "title": "Project",
                "partners": [{"region": "a"}, {"region": "b"}, {"organisation": "Alone"}],
            }
        },
        **options,
    )


def test_a_project_restricts_both_sides() -> None:
    assert pairs_of(three(), project="pr") == {("a", "of-b", "n"), ("b", "of-a", "n")}
    assert pairs_of(three(), regions=("b", "c")) == {("b", "of-c", "n"), ("c", "of-b", "n")}
    assert pairs_of(three(), project="pr", regions=("a",)) == set()
    assert len(pairs_of(three())) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"project": "pq"}, "no project"),
        ({"regions": ("z",)}, "no region"),
        ({"project": "pr", "regions": ("c",)}, "no partner"),
        ({"min_score": 101}, "least score"),
    ],
)
def test_mistakes_are_told(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        propose(three(), Request(**({"as_of": DAY} | options)))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"exports": {"min": 3, "max": 2}}, "at least 3 exports and allow at most 2"),
        ({"weights": {"need": 10}}, "sum to 10, not 17"),
    ],
)
def test_contradictory_settings_are_told(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        propose(three(settings=settings), Request(as_of=DAY))


def test_a_regions_own_quota_goes_before_the_settings() -> None:
    def quotas(capacity: dict[str, Any]) -> tuple[int, int]:
        catalogue = catalogue_of({"a": region(capacity={"exports": capacity})}, {})
        quota = propose(catalogue, Request(as_of=DAY)).quotas[0]
        return quota.least, quota.most

    assert quotas({}) == (2, 2)
    assert quotas({"max": 1}) == (1, 1)
    assert quotas({"min": 3}) == (3, 3)
    assert quotas({"min": 0, "max": 5}) == (0, 5)
    with pytest.raises(UserError, match="at least 3 exports and allows at most 1"):
        quotas({"min": 3, "max": 1})
