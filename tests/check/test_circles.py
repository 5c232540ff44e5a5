"""Circles in what points upwards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from miniexchange.check.circles import circles, round_trip

IDS = st.sampled_from("abcdefgh")


@given(st.dictionaries(IDS, IDS))
def test_each_circle_is_found_once_and_nothing_else(parents: dict[str, str]) -> None:
    found = circles(parents)
    for circle in found:
        assert [parents[one] for one in circle] == [*circle[1:], circle[0]]
        assert circle[0] == next(one for one in parents if one in circle)
    assert sorted(one for circle in found for one in circle) == sorted(
        filter(lambda one: _returns(one, parents), parents)
    )


def _returns(start: str, parents: dict[str, str]) -> bool:
    step = parents.get(start)
    for _ in parents:
        if step is None or step == start:
            break
        step = parents.get(step)
    return step == start


def test_a_chain_of_a_hundred_thousand_is_walked_once() -> None:
    chain = {f"p{n}": f"p{n + 1}" for n in range(100_000)}
    assert circles(chain) == []
    ring = circles(chain | {"p100000": "p0"})
    assert [len(circle) for circle in ring] == [100_001]


def test_a_long_circle_is_told_short() -> None:
    assert round_trip(["a", "b"], 1) == "b → a → b"
    assert round_trip([f"p{n}" for n in range(20)]).endswith("p7 → … 12 more → p0")
