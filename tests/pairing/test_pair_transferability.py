"""Transferability: preconditions against capabilities, effort against limits, and transfers that were tried before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairing_builder import DAY, catalogue_of, practice, region

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.fit.transferability import Transferability, to_check, unmet
from miniexchange.pairing.past import past_of

SHARES = {"preconditions": 400, "effort": 200, "before": 400}


def catalogue(
    transfer: dict[str, Any] | None = None,
    *,
    capabilities: list[str] | None = None,
    constraints: dict[str, Any] | None = None,
    exchanges: dict[str, dict[str, Any]] | None = None,
) -> Catalogue:
    """Region a may take p from b; c and d have perhaps tried it."""
    return catalogue_of(
        {
            "a": region(
                capabilities=capabilities or [],
                needs={"n": {"constraints": constraints} if constraints else {}},
            ),
            **{r: region() for r in "bcd"},
        },
        {"p": practice("b", transfer=transfer or {}), "q": practice("b")},
        exchanges={
            i: {"status": "recorded", "practice": "p", "importer": i[0]} | fields
            for i, fields in (exchanges or {}).items()
        },
    )


def transferability(found: Catalogue, as_of: date = DAY) -> Transferability:
    return Transferability(tuple(found.practices.values()), past_of(found, project="", as_of=as_of), as_of)


def value(found: Catalogue, as_of: date = DAY) -> tuple[int, int]:
    """What p counts for a's need, and how much of it is known."""
    importer = found.regions["a"]
    values, known = transferability(found, as_of).of(importer, importer.needs[0])
    assert (values[1], known[1]) == (500, 0), "q says nothing"
    return int(values[0]), int(known[0])


HARD = {"capability": "supervisors", "text": "Trained supervisors", "hard": True}
SOFT = {"capability": "rooms"}
WORDS = {"text": "Goodwill", "hard": True}


@pytest.mark.parametrize(
    ("preconditions", "capabilities", "expected"),
    [
        ([HARD, SOFT], ["supervisors", "rooms"], (700, 400)),
        ([HARD, SOFT], ["rooms"], (500 - 200 + 133, 400)),  # a hard one counts twice
        ([HARD, SOFT], ["other"], (300, 400)),
        ([HARD, WORDS], ["supervisors"], (500 + 100, 200)),  # words alone cannot be checked
        ([HARD, SOFT], [], (500, 0)),
        ([], ["rooms"], (500, 0)),
    ],
)
def test_preconditions(preconditions: list[Any], capabilities: list[str], expected: tuple[int, int]) -> None:
    assert value(catalogue({"preconditions": preconditions}, capabilities=capabilities)) == expected


def test_unmet_and_to_check_share_out_what_is_not_met() -> None:
    found = catalogue({"preconditions": [SOFT, WORDS, HARD]}, capabilities=["other"])
    a, p = found.regions["a"], found.practices["p"]
    assert [c.capability for c in unmet(a, p)] == ["supervisors", "rooms"]
    assert [c.text for c in to_check(a, p)] == ["Goodwill"]
    silent = catalogue({"preconditions": [SOFT, WORDS, HARD]}).regions["a"]
    assert unmet(silent, p) == () and len(to_check(silent, p)) == 3


def test_only_a_hard_one_that_is_known_to_be_lacking_stands_in_the_way() -> None:
    def lacking(preconditions: list[Any], capabilities: list[str]) -> list[bool]:
        found = catalogue({"preconditions": preconditions}, capabilities=capabilities)
        return transferability(found).lacking(found.regions["a"]).tolist()

    assert lacking([HARD], ["rooms"]) == [True, False]
    for harmless in (([HARD], []), ([SOFT], ["x"]), ([WORDS], ["x"]), ([HARD], ["supervisors"])):
        assert lacking(*harmless) == [False, False]


def euros(amount: float, **fields: Any) -> dict[str, Any]:
    return {"amount": amount, "currency": "EUR"} | fields


@pytest.mark.parametrize(
    ("cost", "limit", "expected", "over"),
    [
        (euros(50), euros(50), (550, 100), False),
        (euros(51), euros(50), (450, 100), True),
        (euros(40, amount_max=60), euros(50), (500, 100), False),
        (euros(51, amount_max=60), euros(50), (450, 100), True),
        (euros(90, qualifier="at-most"), euros(50), (500, 100), False),
        (euros(40, qualifier="at-least"), euros(50), (500, 100), False),
        (euros(51), {"amount": 50, "currency": "SEK"}, (500, 0), False),
        (euros(55), euros(40, amount_max=60), (550, 100), False),
        (None, euros(50), (500, 0), False),
    ],
)
def test_cost_against_the_limit(
    cost: dict[str, Any] | None, limit: dict[str, Any], expected: tuple[int, int], over: bool
) -> None:
    found = catalogue({"effort": {"cost": cost} if cost else {}}, constraints={"max_cost": limit})
    assert value(found) == expected
    need = found.regions["a"].needs[0]
    assert transferability(found).efforts.too_dear(need).tolist() == [over, False]


@pytest.mark.parametrize(
    ("months", "by", "expected"),
    [
        (1, "2026-12-31", (550, 100)),
        (0, "2025", (550, 100)),
        (6, "2025", (450, 100)),  # the day has passed
        (2, "2026-12-21", (450 + 49, 100)),  # 30 days of 61
        (None, "2027", (500, 0)),
    ],
)
def test_time_against_the_date(months: float | None, by: str, expected: tuple[int, int]) -> None:
    effort = {} if months is None else {"setup_months": months}
    assert value(catalogue({"effort": effort}, constraints={"by": by})) == expected


def outcome(level: str) -> dict[str, Any]:
    return {"outcome": {"level": level}}


@pytest.mark.parametrize(
    ("exchanges", "expected"),
    [
        ({"c": outcome("running")}, (500 - 200 + 266, 400)),  # 2 of 3
        ({"c": outcome("adapted"), "d": {"status": "completed"}}, (500 - 200 + 300, 400)),  # 3 of 4
        ({"c": outcome("dropped")}, (500 - 200 + 133, 400)),
        ({"c": {"status": "failed"}, "d": outcome("running")}, (500, 400)),
        ({"c": outcome("dropped"), "c2": outcome("running")}, (566, 400)),  # where it works now, it worked
        ({"c": {"status": "completed"} | outcome("dropped")}, (433, 400)),
        ({"c": outcome("announced"), "d": {"status": "declined"}}, (500, 0)),
        ({"c": {"status": "implementing"} | outcome("running")}, (500, 0)),  # not over yet
        ({"a": outcome("running")}, (500, 0)),  # the importer itself is no other
    ],
)
def test_transfers_elsewhere(exchanges: dict[str, dict[str, Any]], expected: tuple[int, int]) -> None:
    assert value(catalogue(exchanges=exchanges)) == expected


def test_transfers_of_later_days_are_hidden() -> None:
    found = catalogue(exchanges={"c": outcome("running") | {"period": {"start": "2012"}}})
    assert value(found, date(2011, 6, 1)) == (500, 0)
    assert value(found, date(2013, 6, 1)) == (566, 400)


def test_trials_name_the_others() -> None:
    found = catalogue(exchanges={"d": outcome("running"), "c": outcome("dropped"), "a": outcome("running")})
    assert transferability(found).trials(0, found.regions["a"]) == (("d",), ("c",))
    assert transferability(found).trials(0, found.regions["d"]) == (("a",), ("c",))


@given(
    st.lists(st.fixed_dictionaries({"hard": st.booleans()}, optional={"capability": st.sampled_from("xyz"), "text": st.just("T")}), max_size=4),
    st.lists(st.sampled_from("xyz"), unique=True),
    st.floats(0, 1e300),
    st.sampled_from(["2001", "2026-11-21", "9999"]),
    st.dictionaries(st.sampled_from("acd"), st.sampled_from(["running", "dropped"]).map(outcome)),
)  # fmt: skip
def test_bounded_and_better_with_more_capabilities(
    preconditions: list[Any], capabilities: list[str], months: float, by: str, exchanges: dict[str, Any]
) -> None:
    def at(has: list[str]) -> tuple[int, int]:
        transfer = {"preconditions": preconditions, "effort": {"setup_months": months}}
        return value(catalogue(transfer, capabilities=has, constraints={"by": by}, exchanges=exchanges))

    some, all_ = at(["other", *capabilities]), at(["other", *"xyz"])
    assert 0 <= some[0] <= all_[0] <= 1000 and 0 <= some[1] == all_[1] <= 1000
