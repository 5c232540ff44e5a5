"""Programmes of small catalogues: what stands uses up quotas, shortages are told with the limit that binds, reasons are true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pairing_builder import DAY, catalogue_of, pairs_of, practice, proposed, region, two

from miniexchange.catalogue.model import Catalogue
from miniexchange.diagnostic import UserError
from miniexchange.pairing import Programme, Request, propose
from miniexchange.pairing.problem.certificate import verify
from miniexchange.pairing.problem.instance import Choice
from miniexchange.pairing.propose import answer
from miniexchange.pairing.study import study

YOUTH = {"themes": ["youth"]}


def shortage(programme: Programme, region_id: str, direction: str) -> tuple[str, str]:
    (found,) = [s for s in programme.shortages if (s.region, s.direction) == (region_id, direction)]
    return found.cause, found.text


# What stands


def pair_of_regions(exchanges: Mapping[str, Any], **settings: Any) -> Catalogue:
    """Region a has two needs; b and c give two practices each."""
    return catalogue_of(
        {"a": region(needs={"m": YOUTH, "n": YOUTH}), "b": region(), "c": region()},
        {f"{r}{i}": practice(r, **YOUTH) for r in "bc" for i in (1, 2)},
        exchanges=exchanges,
        projects={p: {"title": p, "partners": [{"region": r} for r in "abc"]} for p in ("pr", "other")},
        settings=settings,
    )


def exchange(practice_id: str, status: str, **fields: Any) -> dict[str, Any]:
    return {"practice": practice_id, "importer": "a", "status": status} | fields


def test_two_needs_are_served_by_two_exporters() -> None:
    programme = propose(pair_of_regions({}), Request(as_of=DAY))
    assert {p.exporter for p in programme.proposals} == {"b", "c"}
    assert {p.need for p in programme.proposals} == {"m", "n"}


def test_the_rule_for_pairs_of_regions_can_be_switched_off() -> None:
    """b alone meets both needs in full."""
    regions = {
        "a": region(needs={"m": YOUTH, "n": {"themes": ["clusters"]}}),
        "b": region(),
        "c": region(capacity={"exports": {"min": 0}}),
    }
    practices = {
        "b1": practice("b", **YOUTH),
        "b2": practice("b", themes=["clusters"]),
        "c1": practice("c", themes=["women"]),
    }

    def exporters(rule: bool) -> list[str]:
        catalogue = catalogue_of(regions, practices, settings={"rules": {"one_per_ordered_pair": rule}})
        return sorted(p.exporter for p in propose(catalogue, Request(as_of=DAY)).proposals)

    assert exporters(True) == ["b", "c"]
    assert exporters(False) == ["b", "b"]


def test_a_live_exchange_uses_up_quota_pair_and_need() -> None:
    programme = propose(pair_of_regions({"x": exchange("b1", "agreed", need="m")}), Request(as_of=DAY))
    (proposal,) = programme.proposals
    assert (proposal.exporter, proposal.need) == ("c", "n")
    imports = next(q for q in programme.quotas if (q.region, q.direction) == ("a", "imports"))
    assert (imports.standing, imports.proposed, imports.missing) == (1, 1, 0)
    assert [s.exchange for s in programme.standing] == ["x"]


@pytest.mark.parametrize(
    ("fields", "project", "counts"),
    [
        ({"projects": ["pr"]}, "pr", True),
        ({"projects": ["other"]}, "pr", False),
        ({}, "pr", False),
        ({"projects": ["pr"]}, "", False),
    ],
)
def test_completed_exchanges_use_up_the_quota_of_their_project(
    fields: dict[str, Any], project: str, counts: bool
) -> None:
    for done in (
        exchange("b1", "completed", **fields),
        exchange("b1", "recorded", outcome={"level": "running"}, **fields),
    ):
        programme = propose(pair_of_regions({"x": done}), Request(as_of=DAY, project=project))
        assert bool(programme.standing) is counts
        assert len(programme.proposals) == (1 if counts else 2)
        assert ("a", "b1") not in {(p.importer, p.practice) for p in programme.proposals}


def test_live_exchanges_of_another_project_use_no_quota_but_are_not_repeated() -> None:
    catalogue = pair_of_regions({"x": exchange("b1", "agreed", projects=["other"])})
    programme = propose(catalogue, Request(as_of=DAY, project="pr"))
    assert programme.standing == () and len(programme.proposals) == 2
    assert "b1" not in {p.practice for p in programme.proposals}


def test_too_many_live_exchanges_are_a_warning_and_too_many_locked_ones_an_error() -> None:
    def crowded(**fields: Any) -> Catalogue:
        return pair_of_regions(
            {f"x{i}": exchange(p, "agreed", **fields) for i, p in enumerate(("b1", "c1", "c2"))}
        )

    programme = propose(crowded(), Request(as_of=DAY))
    assert programme.proposals == ()
    assert any("imports of A: 3, at most 2" in warning for warning in programme.warnings)
    with pytest.raises(UserError, match="locked exchanges exceed"):
        propose(crowded(locked=True), Request(as_of=DAY))


def test_a_practice_takes_so_many_importers() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region(needs={"n": YOUTH}), "c": region()},
        {"p": practice("c", **YOUTH, transfer={"max_importers": 1})},
    )
    programme = propose(catalogue, Request(as_of=DAY))
    assert len(programme.proposals) == 1
    loser = ({"a", "b"} - {p.importer for p in programme.proposals}).pop()
    assert shortage(programme, loser, "imports") == (
        "contested",
        f"{loser.upper()} imports 0 of 2: nothing is left that could serve ‘Need n’ (‘P’ takes at most 1 importer)",
    )


# Shortages in words


def test_no_open_need() -> None:
    programme = propose(catalogue_of({"h": region(name="Hampshire")}, {}), Request(as_of=DAY))
    assert shortage(programme, "h", "imports") == (
        "no-open-need",
        "Hampshire imports 0 of 2: it states no open need",
    )


@pytest.mark.parametrize(
    ("practices", "offers", "detail"),
    [
        ({}, None, ""),
        ({"p": {"status": "draft"}, "q": {"status": "review"}}, None, " (2 are drafts or in review)"),
        (
            {"p": {"lesson_only": True}, "q": {"status": "archived"}},
            None,
            " (1 is archived and 1 is kept as a lesson)",
        ),
        ({"p": {}}, [], " (1 is not on its list of offers)"),
    ],
)
def test_no_practice_on_offer(practices: dict[str, Any], offers: list[str] | None, detail: str) -> None:
    own = {"name": "Maramureș"} | ({} if offers is None else {"offers": offers})
    catalogue = catalogue_of(
        {"m": region(**own), "a": region(needs={"n": YOUTH})},
        {i: practice("m", **(YOUTH | fields)) for i, fields in practices.items()},
    )
    cause, text = shortage(propose(catalogue, Request(as_of=DAY)), "m", "exports")
    assert (cause, text) == (
        "no-practice-on-offer",
        f"Maramureș exports 0 of 2: it has no published practice on offer{detail}",
    )


def test_too_few_needs() -> None:
    catalogue = catalogue_of({"a": region(needs={"n": YOUTH}), "b": region()}, {"p": practice("b", **YOUTH)})
    programme = propose(catalogue, Request(as_of=DAY))
    assert shortage(programme, "a", "imports") == (
        "too-few-needs",
        "A imports 1 of 2: it states only 1 open need, and one need takes 1 practice",
    )
    assert shortage(programme, "b", "exports") == (
        "too-few-takers",
        "B exports 1 of 2: only 1 open need of other regions suits its only practice on offer, ‘P’",
    )


def test_nothing_eligible() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": {"themes": ["youth"], "avoid": ["b"]}}), "b": region(), "c": region()},
        {
            "p": practice("b", **YOUTH),
            "q": practice("c", themes=["clusters"]),
            "r": practice("c", themes=["finance"]),
        },
    )
    programme = propose(catalogue, Request(as_of=DAY))
    assert shortage(programme, "a", "imports") == (
        "nothing-eligible",
        "A imports 0 of 2: none of the 3 practices that others offer can serve ‘Need n’ "
        "(2 on other topics and 1 from a region to be avoided)",
    )
    assert shortage(programme, "b", "exports")[1] == (
        "B exports 0 of 2: no open need of another region suits its only practice on offer, ‘P’ (avoided by A)"
    )
    assert shortage(programme, "c", "exports")[1] == (
        "C exports 0 of 2: no open need of another region suits its 2 practices on offer (no topic in common with the needs of A)"
    )


def test_nobody_else_needs_or_offers_anything() -> None:
    alone = catalogue_of({"a": region(needs={"n": YOUTH}), "b": region()}, {"p": practice("a", **YOUTH)})
    programme = propose(alone, Request(as_of=DAY))
    assert shortage(programme, "a", "exports") == (
        "no-open-need",
        "A exports 0 of 2: no other region states an open need",
    )
    assert shortage(programme, "a", "imports") == (
        "nothing-eligible",
        "A imports 0 of 2: no other region has a practice on offer",
    )


def test_contested_exports_and_imports() -> None:
    """Three regions want what only d gives, and d gives two."""
    catalogue = catalogue_of(
        {
            r: region(needs={"n": YOUTH}, capacity={"exports": {"min": 0}, "imports": {"min": 1}})
            for r in "abc"
        }
        | {"d": region()},
        {"p": practice("d", **YOUTH), "q": practice("d", **YOUTH)},
    )
    programme = propose(catalogue, Request(as_of=DAY))
    (short,) = [s for s in programme.shortages if s.region in "abc"]
    assert short.cause == "contested"
    assert short.text.endswith(
        "imports 0 of 1: nothing is left that could serve ‘Need n’ (D exports as many as it may)"
    )


def test_exporters_read_why_nothing_is_left() -> None:
    """b and c offer the same; a takes one of b, which it asked for."""
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH | {"wants": ["p"]}}), "b": region(), "c": region()},
        {"p": practice("b", **YOUTH), "q": practice("c", **YOUTH), "r": practice("b", **YOUTH)},
    )
    programme = propose(catalogue, Request(as_of=DAY))
    assert proposed(programme) == {("a", "p", "n")}
    assert shortage(programme, "c", "exports") == (
        "contested",
        "C exports 0 of 2: no open need is left for its only practice on offer, ‘Q’ (the need ‘Need n’ of A is served by others)",
    )
    assert shortage(programme, "b", "exports")[1] == (
        "B exports 1 of 2: no open need is left for its 2 practices on offer (A takes a practice from it already)"
    )


# Reasons


def test_reasons_say_what_the_parts_say() -> None:
    catalogue = catalogue_of(
        {
            "a": region(
                name="Veneto",
                languages=["it"],
                nuts="ITH3",
                needs={"n": {"themes": ["youth", "finance"], "wants": ["p"], "title": "Young founders"}},
            ),
            "b": region(languages=["it"], nuts="ITH5"),
        },
        {"p": practice("b", themes=["youth", "guarantees"], period={"start": "2001", "end": "2009"})},
    )
    (proposal,) = propose(catalogue, Request(as_of=DAY)).proposals
    assert proposal.reasons[0] == "answers the need ‘Young founders’: youth and guarantees (part of finance)"
    assert proposal.reasons[1] == "Veneto asked for this practice"
    assert proposal.reasons[2] == "both work in Italian"
    assert proposal.reasons[3].startswith("about ") and proposal.reasons[3].endswith(" km apart")
    assert proposal.cautions == ("the practice ended in 2009",)


@pytest.mark.parametrize(
    ("end", "told"), [("2009", "in 2009"), ("2009-09", "in 2009-09"), ("2009-12-31", "on 2009-12-31")]
)
def test_a_caution_tells_the_day_or_the_month_of_an_end(end: str, told: str) -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region()},
        {"p": practice("b", **YOUTH, period={"start": "2001", "end": end})},
    )
    (proposal,) = propose(catalogue, Request(as_of=DAY)).proposals
    assert proposal.cautions == (f"the practice ended {told}",)


def test_a_wish_that_cannot_be_met_is_explained() -> None:
    def reasons(**wanted: Any) -> str:
        catalogue = catalogue_of(
            {"a": region(needs={"n": YOUTH | {"wants": ["w"]}}), "b": region()},
            {"p": practice("b", **YOUTH), "w": practice("b", title="The wish", **(YOUTH | wanted))},
        )
        (proposal,) = propose(catalogue, Request(as_of=DAY)).proposals
        return proposal.reasons[1]

    assert reasons(status="draft") == "A asked for ‘The wish’, but it is not published (status draft)"
    assert (
        reasons(status="archived", derived_from="p")
        == "A asked for ‘The wish’, of the same origin, but it is archived"
    )
    assert reasons(documented="2030") == "A asked for ‘The wish’, which is not known yet"


def test_a_wish_may_give_way_to_the_whole() -> None:
    """b exports one in any case; only by taking from c, too, does nobody fall short."""
    catalogue = catalogue_of(
        {
            "a": region(needs={"n": YOUTH | {"wants": ["w"]}}),
            "b": region(capacity={"exports": {"min": 0, "max": 2}}),
            "c": region(),
        },
        {
            "p": practice("c", **YOUTH),
            "w": practice("b", title="The wish", transfer={"max_importers": 5}, **YOUTH),
        },
        settings=two(),
    )
    (proposal,) = propose(catalogue, Request(as_of=DAY)).proposals
    assert proposal.practice == "p"
    assert proposal.reasons[1] == "A asked for ‘The wish’, but else C would export too little"


def test_cautions_tell_earlier_attempts_and_common_origins() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region()},
        {
            "p": practice("b", title="Copy", derived_from="origin", **YOUTH),
            "origin": practice("a", title="Original", **YOUTH),
        },
        exchanges={
            "x": {"status": "recorded", "practice": "p", "importer": "a", "outcome": {"level": "announced"}}
        },
    )
    (proposal,) = propose(catalogue, Request(as_of=DAY)).proposals
    assert proposal.cautions == (
        "an exchange of it with A is recorded as announced",
        "it has the same origin as A’s ‘Original’",
    )


# The whole


def market(order: int = 1) -> Catalogue:
    """Six regions that all need and offer something; `order` = -1 turns the order of every record around."""
    names = "abcdef"[::order]
    themes = ["youth", "women", "finance", "guarantees", "clusters", "entrepreneurship"]
    return catalogue_of(
        {
            r: region(
                needs={n: {"themes": [themes[(ord(r) + k) % 6]]} for k, n in enumerate(("m", "n"))},
                languages=["it", "en"][: 1 + ord(r) % 2],
            )
            for r in names
        },
        {
            f"{r}{i}": practice(r, themes=[themes[(ord(r) * 2 + i) % 6]])
            for r in names
            for i in range(3)[::order]
        },
        settings=two(),
    )


def test_the_certificate_of_a_catalogue_is_accepted() -> None:
    programme, problem = answer(study(market(), Request(as_of=DAY)))
    assert programme.proposals
    proof = programme.proof
    assert proof.method == "certificate" and proof.prices is not None
    chosen = [Choice(p.importer, p.practice, p.need) for p in programme.proposals]
    assert verify(problem, chosen, proof.prices).accepted
    assert proof.objective == sum(p.score for p in programme.proposals)
    assert proof.shortfall == sum(s.wanted - s.reached for s in programme.shortages)


def test_the_order_of_files_changes_nothing() -> None:
    assert propose(market(), Request(as_of=DAY)) == propose(market(-1), Request(as_of=DAY))


def test_quotas_count_what_is_proposed() -> None:
    programme = propose(market(), Request(as_of=DAY))
    for quota in programme.quotas:
        side = [p.importer if quota.direction == "imports" else p.exporter for p in programme.proposals]
        assert quota.proposed == side.count(quota.region) <= quota.most


def test_an_empty_catalogue_has_an_empty_programme() -> None:
    programme = propose(catalogue_of({}, {}), Request(as_of=DAY))
    assert (programme.proposals, programme.quotas, programme.proof.text) == (
        (),
        (),
        "proven best (certificate)",
    )


def test_zero_quotas_propose_nothing() -> None:
    assert pairs_of(pair_of_regions({}, exports={"min": 0, "max": 0}, imports={"min": 0, "max": 0})) == set()
