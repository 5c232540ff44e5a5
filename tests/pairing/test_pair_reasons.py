"""Reasons and cautions from the parts of the score: what speaks for a pair most, and what to look at first."""

from __future__ import annotations

from typing import Any

import pytest
from pairing_builder import DAY, catalogue_of, practice, region

from miniexchange.pairing import Proposal, Request, propose

YOUTH = {"themes": ["youth"]}


def proposal(
    *,
    importer: dict[str, Any] | None = None,
    exporter: dict[str, Any] | None = None,
    need: dict[str, Any] | None = None,
    p: dict[str, Any] | None = None,
    exchanges: dict[str, Any] | None = None,
    **more: Any,
) -> Proposal:
    """The only proposal where a needs what p of b offers; c and d are elsewhere."""
    regions = {
        "a": region(**{"needs": {"n": YOUTH | (need or {})}} | (importer or {})),
        "b": region(**exporter or {}),
    }
    catalogue = catalogue_of(
        regions | {r: region(name=r.upper()) for r in "cd"},
        {"p": practice("b", **YOUTH | (p or {}))},
        exchanges={
            i: {"status": "recorded", "practice": "p", "importer": i} | x
            for i, x in (exchanges or {}).items()
        },
        **more,
    )
    (found,) = propose(catalogue, Request(as_of=DAY)).proposals
    return found


def outcome(level: str) -> dict[str, Any]:
    return {"outcome": {"level": level}}


SHOWN = {"evidence": [{"claim": "It works", "kind": "result", "design": "before-after"}]}
ALIKE = {"profile": {"population": 500_000, "gdp_pps_index": 70}}
READY = {"transfer": {"preconditions": [{"capability": "rooms", "hard": True}]}}


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        ({"p": SHOWN}, "results shown by a before-and-after comparison"),
        ({"importer": ALIKE | {"needs": {"n": YOUTH}}, "exporter": ALIKE}, "the two regions are alike in size and income"),
        (
            {"importer": {"profile": {"population": 500_000, "gdp_pps_index": 90}, "needs": {"n": YOUTH}}, "exporter": ALIKE},
            "the two regions are alike in size",
        ),
        ({"exchanges": {"c": outcome("running"), "d": outcome("adapted")}}, "it has been taken over in C and D"),
        ({"importer": {"capabilities": ["rooms"], "needs": {"n": YOUTH}}, "p": READY}, "A has all that it asks for"),
        ({"need": {"constraints": {"by": "2030"}}, "p": {"transfer": {"effort": {"setup_months": 3}}}}, "it can be set up in time"),
    ],
)  # fmt: skip
def test_what_lifts_the_score_is_a_reason(spoiled: dict[str, Any], reason: str) -> None:
    assert proposal(**spoiled).reasons[1:] == (reason,)


@pytest.mark.parametrize(
    ("wants", "text", "told"),
    [
        ([], "Greenhouses of cooperatives", True),
        ([], "Greenhouses", False),  # one word in common is chance
        (["p"], "Greenhouses of cooperatives", False),  # it goes without saying
    ],
)
def test_words_in_common_are_a_reason(wants: list[str], text: str, told: bool) -> None:
    need = YOUTH | {"title": "Greenhouses", "description": text, "wants": wants}
    catalogue = catalogue_of(
        {"a": region(needs={"n": need}), "b": region()},
        {"p": practice("b", title="Greenhouses", summary=text, **YOUTH)}
        | {f"q{i}": practice("b", summary="Accounting for beginners", themes=["clusters"]) for i in range(9)},
    )
    (found,) = propose(catalogue, Request(as_of=DAY)).proposals
    assert found.practice == "p"
    assert found.reasons[-1].startswith("both texts") is told
    if told:
        assert found.reasons[-1] == "both texts speak of ‘cooperatives’ and ‘Greenhouses’"


@pytest.mark.parametrize(
    "harmless",
    [
        {"p": {"evidence": [{"claim": "It works", "kind": "result"}]}},
        {"p": {"evidence": [{"claim": "A hundred firms", "kind": "target", "design": "monitoring"}]}},
        {"importer": {"profile": {"population": 10**7}, "needs": {"n": YOUTH}}, "exporter": ALIKE},
        {"exchanges": {"c": outcome("running"), "d": outcome("dropped")}},
        {"p": READY},
        {"need": {"constraints": {"by": "2026-12"}}, "p": {"transfer": {"effort": {"setup_months": 18}}}},
        {"settings": {"weights": {"evidence": 0, "need": 4}}, "p": SHOWN},
    ],
)
def test_what_does_not_is_none(harmless: dict[str, Any]) -> None:
    assert len(proposal(**harmless).reasons) == 1


@pytest.mark.parametrize(
    ("unsure", "reason"),
    [
        ({"inferred_fields": ["need"]}, "it has been taken over in C and D"),
        ({"inferred": True}, "it has been taken over in C, and in D, which is deduced, not stated"),
        (
            {"inferred_fields": ["importer"]},
            "it has been taken over in C, and in D, which is deduced, not stated",
        ),
    ],
)
def test_who_took_it_over_is_marked_where_it_was_deduced(unsure: dict[str, Any], reason: str) -> None:
    found = proposal(exchanges={"c": outcome("running"), "d": outcome("adapted") | unsure})
    assert found.reasons[1:] == (reason,)


def test_a_claim_that_was_deduced_says_so() -> None:
    claim = {"claim": "It works", "kind": "result", "design": "before-after", "inferred": True}
    (reason,) = proposal(p={"evidence": [claim]}).reasons[1:]
    assert reason == "results shown by a before-and-after comparison (deduced, not stated)"


def test_only_the_strongest_are_told_between_the_wish_and_the_way() -> None:
    found = proposal(
        importer={"languages": ["it"], "nuts": "ITH3", "needs": {"n": YOUTH | {"wants": ["p"]}}} | ALIKE,
        exporter={"languages": ["it"], "nuts": "ITH5"} | ALIKE,
        p={"evidence": [{"claim": "It works", "kind": "result", "design": "experiment"}]}
        | {"transfer": {"effort": {"setup_months": 3}}},
        exchanges={"c": outcome("running")},
    )
    assert [reason.split(":")[0] for reason in found.reasons[:-1]] == [
        "answers the need ‘Need n’",
        "A asked for this practice",
        "results shown by an experiment",
        "the two regions are alike in size and income",
        "both work in Italian",
    ]


@pytest.mark.parametrize(
    ("spoiled", "caution"),
    [
        (
            {"p": {"transfer": {"preconditions": [
                {"text": "Goodwill."}, {"text": "A fund.", "hard": True}, {"capability": "trained-supervisors", "hard": True},
            ]}}},
            "check: a fund; trained supervisors",
        ),
        (
            {"p": {"transfer": {"inferred": True, "preconditions": [{"text": "A fund.", "hard": True}]}}},
            "check: a fund (that it takes this is deduced, not stated)",
        ),
        (
            {"p": {"transfer": {"preconditions": [{"text": "A fund.", "hard": True, "inferred": True}, {"text": "Rooms", "hard": True}]}}},
            "check: a fund (deduced); rooms",
        ),
        (
            {"p": {"transfer": {"preconditions": [{"text": f"Thing {i}", "hard": True} for i in range(5)]}}},
            "check: thing 0; thing 1; thing 2; 2 more conditions",
        ),
        (
            {"p": {"transfer": {"preconditions": [{"capability": "rooms"}]}}, "importer": {"capabilities": ["desks"], "needs": {"n": YOUTH}}},
            "A does not have rooms",
        ),
        ({"exchanges": {"c": outcome("dropped"), "d": {"status": "failed"}}}, "it failed in C and D"),
        (
            {"need": {"constraints": {"by": "2026-12"}}, "p": {"transfer": {"effort": {"setup_months": 18}}}},
            "it takes 18 months to set up, and the need is to be met by 2026-12",
        ),
        (
            {
                "need": {"constraints": {"max_cost": {"amount": 20_000, "currency": "EUR"}}},
                "p": {"transfer": {"effort": {"cost": {"amount": 10_000, "amount_max": 50_000, "currency": "EUR"}}}},
            },
            "it may cost more than the need allows: 10,000 to 50,000 EUR, at most 20,000 EUR",
        ),
    ],
)  # fmt: skip
def test_what_to_look_at_first(spoiled: dict[str, Any], caution: str) -> None:
    assert proposal(**spoiled).cautions == (caution,)


@pytest.mark.parametrize(
    "harmless",
    [
        {"p": {"transfer": {"preconditions": [{"text": "Goodwill"}, {"capability": "rooms"}]}}},
        {"p": READY, "importer": {"capabilities": ["rooms"], "needs": {"n": YOUTH}}},
        {"need": {"constraints": {"by": "2030"}}, "p": {"transfer": {"effort": {"setup_months": 18}}}},
        {
            "need": {"constraints": {"max_cost": {"amount": 20_000, "currency": "EUR"}}},
            "p": {
                "transfer": {"effort": {"cost": {"amount": 10_000, "amount_max": 20_000, "currency": "EUR"}}}
            },
        },
        {"exchanges": {"c": {"status": "declined"}}},
    ],
)
def test_nothing_to_look_at(harmless: dict[str, Any]) -> None:
    assert proposal(**harmless).cautions == ()


def test_what_is_tried_again_was_tried_before() -> None:
    catalogue = catalogue_of(
        {"a": region(needs={"n": YOUTH}), "b": region()},
        {"p": practice("b", **YOUTH)},
        exchanges={"x": {"status": "declined", "practice": "p", "importer": "a"}},
    )
    (found,) = propose(catalogue, Request(as_of=DAY, retry_declined=True)).proposals
    assert found.cautions == ("an exchange of it with A was declined",)
