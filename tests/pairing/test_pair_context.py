"""Context: how alike two territories are, trait by trait."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.catalogue.records import Practice, Region
from miniexchange.catalogue.typed import record_from
from miniexchange.pairing.fit.context import GROUPS, TRAITS, Context


def region(name: str, **profile: Any) -> Region:
    found = record_from("region", name, "", {"name": name, "country": "IT", "profile": profile})
    assert isinstance(found, Region)
    return found


def context(*exporters: Region) -> Context:
    """One practice of each region, and one of a region that nobody knows."""
    practices = []
    for owner in (*(r.id for r in exporters), "unheard-of"):
        found = record_from(
            "practice", f"of-{owner}", "", {"title": "P", "status": "published", "region": owner}
        )
        assert isinstance(found, Practice)
        practices.append(found)
    return Context(practices, {r.id: r for r in exporters})


def likeness(trait: str, mine: dict[str, Any], theirs: dict[str, Any]) -> int | None:
    return context(region("b", **theirs)).traits(region("a", **mine), 0).get(trait)


@pytest.mark.parametrize(
    ("people", "expected"), [(1_000_000, 1000), (10_000_000, 0), (50_000_000, 0), (100_000, 0)]
)
def test_size_is_a_ratio(people: int, expected: int) -> None:
    assert likeness("size", {"population": 1_000_000}, {"population": people}) == expected
    assert likeness("size", {"population": 1_000_000}, {"population": 2_000_000}) == 699  # 1 − log10 2


@pytest.mark.parametrize(("index", "expected"), [(75, 1000), (100, 500), (50, 500), (125, 0), (300, 0)])
def test_income_is_a_difference(index: float, expected: int) -> None:
    assert likeness("income", {"gdp_pps_index": 75}, {"gdp_pps_index": index}) == expected


def test_innovation_groups_are_steps() -> None:
    found = [
        likeness("innovation", {"innovation_group": "emerging"}, {"innovation_group": g}) for g in GROUPS
    ]
    assert found == [1000, 666, 333, 0]


def test_territories_in_common_of_all() -> None:
    mine = {"territories": ["urban", "coastal"]}
    assert likeness("territory", mine, mine) == 1000
    assert likeness("territory", mine, {"territories": ["urban"]}) == 500
    assert likeness("territory", mine, {"territories": ["rural"]}) == 0


def test_sectors_meet_by_a_telling_word() -> None:
    mine = {"sectors": ["wood and furniture", "IT", "food industry", "tourism"]}
    assert likeness("sectors", mine, {"sectors": ["Furnitures", "it", "food", "rural tourism"]}) == 1000
    assert likeness("sectors", mine, {"sectors": ["chemical industry", "textiles and leather"]}) == 0
    # One of four of mine, one of two of theirs.
    assert likeness("sectors", mine, {"sectors": ["tourism", "fishing"]}) == 375


@pytest.mark.parametrize(
    "theirs", [{}, {"population": 0, "gdp_pps_index": None, "territories": [], "sectors": []}]
)
def test_what_either_side_does_not_state_is_unknown(theirs: dict[str, Any]) -> None:
    mine = {
        "population": 9,
        "gdp_pps_index": 100,
        "innovation_group": "leader",
        "territories": ["urban"],
        "sectors": ["IT"],
    }
    for importer, exporter in ((mine, theirs), (theirs, mine)):
        values, known = context(region("b", **{k: v for k, v in exporter.items() if v is not None})).of(
            region("a", **{k: v for k, v in importer.items() if v is not None})
        )
        assert (values.tolist(), known.tolist()) == ([500, 500], [0, 0])


def test_traits_count_alike() -> None:
    values, known = context(region("b", gdp_pps_index=80, innovation_group="leader")).of(
        region("a", gdp_pps_index=80, innovation_group="emerging")
    )
    assert (values.tolist(), known.tolist()) == ([500, 500], [400, 0])
    values, known = context(region("b", gdp_pps_index=80)).of(region("a", gdp_pps_index=80))
    assert (values.tolist(), known.tolist()) == ([600, 500], [200, 0])


PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "population": st.integers(0, 10**9),
        "gdp_pps_index": st.floats(0, 1e12),
        "innovation_group": st.sampled_from(GROUPS),
        "territories": st.lists(st.sampled_from(["urban", "rural", "coastal"]), unique=True),
        "sectors": st.lists(
            st.sampled_from(["IT", "food industry", "food", "wood", "and", "—"]), unique=True
        ),
    },
)


@given(PROFILES, PROFILES, PROFILES)
def test_likeness_is_mutual_bounded_and_complete_with_oneself(
    one: dict[str, Any], other: dict[str, Any], third: dict[str, Any]
) -> None:
    a, b = region("a", **one), region("b", **other)
    there, back = context(b, region("c", **third)), context(region("c", **third), a)
    assert there.of(a)[0][0] == back.of(b)[0][1] and there.of(a)[1][0] == back.of(b)[1][1]
    assert 0 <= there.of(a)[0][0] <= 1000
    assert set(context(a).traits(a, 0).values()) <= {1000}
    assert set(there.traits(a, 0)) <= set(TRAITS)
