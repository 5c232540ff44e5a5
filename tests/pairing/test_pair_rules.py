"""The hard rules: each keeps its pair out, with its reason, and nothing else does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pairing_builder import DAY, catalogue_of, pairs_of, practice, region, two

from miniexchange.catalogue.model import Catalogue
from miniexchange.diagnostic import UserError
from miniexchange.pairing import propose

PAIR = {("a", "p", "n")}


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
        ({"rules": {"common_language": True}, "importer": {"languages": ["it"], "needs": {"n": {"themes": ["youth"]}}}, "exporter": {"languages": ["nl"]}}, "no-common-language"),
        *(({"exchanges": exchange(status)}, "under-way") for status in ("proposed", "agreed", "preparing", "visiting", "implementing")),
        ({"exchanges": exchange("completed")}, "already-done"),
        *(({"exchanges": exchange("recorded", outcome={"level": level})}, "already-done") for level in ("running", "adapted")),
        *(({"exchanges": exchange(status)}, "tried-before") for status in ("declined", "withdrawn", "failed")),
        ({"exchanges": exchange("recorded", outcome={"level": "dropped"})}, "tried-before"),
    ],
)  # fmt: skip
def test_rule_keeps_the_pair_out(spoiled: dict[str, Any], rule: str) -> None:
    programme = propose(one(**spoiled), as_of=DAY)
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
    programme = propose(catalogue, as_of=DAY)
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
    programme = propose(one(need=need), as_of=DAY)
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

    assert pairs_of(catalogue(), regions=["a", "b"]) == set()
    programme = propose(catalogue(allow_outside=True), as_of=DAY, regions=["a", "b"])
    (proposal,) = programme.proposals
    assert proposal.exporter in ("", "c")
    assert all(quota.reached == 0 for quota in programme.quotas if quota.direction == "exports")


def test_a_region_without_open_needs_imports_only_where_the_rules_say_so() -> None:
    def catalogue(**rules: bool) -> Catalogue:
        return catalogue_of(
            {"a": region(), "b": region()}, {"p": practice("b", themes=["youth"])}, settings=two(rules=rules)
        )

    assert pairs_of(catalogue()) == set()
    programme = propose(catalogue(allow_without_need=True), as_of=DAY)
    (proposal,) = programme.proposals
    assert (proposal.importer, proposal.practice, proposal.need) == ("a", "p", "")
    assert proposal.parts[0].value == 500 and proposal.parts[0].known == 0
    assert "states no open need" in proposal.reason


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
    assert propose(catalogue, as_of=date(2010, 1, 31)).excluded == {}
    assert propose(catalogue, as_of=date(2010, 6, 1)).excluded == {"under-way": 1}
    assert propose(catalogue, as_of=date(2010, 6, 1)).standing[0].status == "agreed"
    assert propose(catalogue, as_of=date(2011, 2, 1)).excluded == {"tried-before": 1}


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
    assert pairs_of(three(), regions=["b", "c"]) == {("b", "of-c", "n"), ("c", "of-b", "n")}
    assert pairs_of(three(), project="pr", regions=["a"]) == set()
    assert len(pairs_of(three())) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"project": "pq"}, "no project"),
        ({"regions": ["z"]}, "no region"),
        ({"project": "pr", "regions": ["c"]}, "no partner"),
        ({"min_score": 101}, "least score"),
    ],
)
def test_mistakes_are_told(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        propose(three(), **({"as_of": DAY} | options))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"exports": {"min": 3, "max": 2}}, "at least 3 exports and allow at most 2"),
        ({"weights": {"need": 10}}, "sum to 10, not 14"),
    ],
)
def test_contradictory_settings_are_told(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(UserError, match=message):
        propose(three(settings=settings), as_of=DAY)


def test_a_regions_own_quota_goes_before_the_settings() -> None:
    def quotas(capacity: dict[str, Any]) -> tuple[int, int]:
        catalogue = catalogue_of({"a": region(capacity={"exports": capacity})}, {})
        quota = propose(catalogue, as_of=DAY).quotas[0]
        return quota.least, quota.most

    assert quotas({}) == (2, 2)
    assert quotas({"max": 1}) == (1, 1)
    assert quotas({"min": 3}) == (3, 3)
    assert quotas({"min": 0, "max": 5}) == (0, 5)
    with pytest.raises(UserError, match="at least 3 exports and allows at most 1"):
        quotas({"min": 3, "max": 1})
