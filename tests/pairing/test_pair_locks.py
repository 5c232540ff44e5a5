"""Pairs that a request locks: limits that they would exceed are errors."""

from __future__ import annotations

from typing import Any

import pytest
from pairing_builder import DAY, catalogue_of, practice, region

from miniexchange.diagnostic import UserError
from miniexchange.pairing import Named, Request, propose

YOUTH = {"themes": ["youth"]}
MONEY = {"amount": 60_000, "currency": "EUR"}


def market(**settings: Any) -> Any:
    """Two regions that can take one practice from each other; each costs more than half of a's budget."""
    costs = {"transfer": {"effort": {"cost": MONEY}}}
    return catalogue_of(
        {
            "a": region(
                needs={"n": YOUTH, "m": YOUTH}, capacity={"budget": {"amount": 100_000, "currency": "EUR"}}
            ),
            "b": region(needs={"n": YOUTH}),
            "c": region(needs={"n": YOUTH}),
        },
        {
            "p": practice("a", **YOUTH),
            "q": practice("b", **YOUTH, **costs),
            "r": practice("c", **YOUTH, **costs),
        },
        settings=settings,
    )


def test_locks_stay_within_the_budget() -> None:
    lock = (Named("q", "a"), Named("r", "a"))
    with pytest.raises(UserError, match="what the imports of A cost: 120000, at most 100000"):
        propose(market(), Request(as_of=DAY, lock=lock))
    assert len(propose(market(), Request(as_of=DAY, lock=lock[:1])).proposals) >= 1


def test_locks_in_both_directions_break_the_rule_for_two_regions() -> None:
    lock = (Named("q", "a"), Named("p", "b"))
    with pytest.raises(UserError, match="exchanges between A and B: 2, at most 1"):
        propose(market(rules={"one_per_unordered_pair": True}), Request(as_of=DAY, lock=lock))
    assert {
        (p.practice, p.importer) for p in propose(market(), Request(as_of=DAY, lock=lock)).proposals
    } >= set(lock)


def test_a_lock_counts_beside_what_was_done_in_the_project() -> None:
    """Done exchanges of the project use up quotas, so a lock beyond these is an error, not a programme that exceeds them."""
    catalogue = catalogue_of(
        {
            "a": region(needs={"n": YOUTH}),
            "b": region(capacity={"exports": {"max": 1}}),
            "c": region(needs={"n": YOUTH}),
        },
        {"q": practice("b", **YOUTH)},
        exchanges={
            "x": {
                "practice": "q",
                "importer": "c",
                "status": "recorded",
                "projects": ["j"],
                "outcome": {"level": "running"},
            }
        },
        projects={"j": {"title": "J", "partners": [{"region": name} for name in "abc"]}},
    )
    request = Request(as_of=DAY, project="j", lock=(Named("q", "a"),))
    with pytest.raises(UserError, match="exports of B: 2, at most 1"):
        propose(catalogue, request)
