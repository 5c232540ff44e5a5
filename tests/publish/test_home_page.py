"""The first page: what it draws of a small catalogue, and that it stays light however large the catalogue grows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from atlas_catalogue import many, page_of, scope_of, view_of

MOST_BYTES = 400
"""By how much the page may grow when regions and exchanges become ten times as many: longer numbers and names."""


def drawn(view: Any) -> tuple[set[str], list[str]]:
    return {place["id"] for place in view["map"]["places"]}, [arc["id"] for arc in view["map"]["arcs"]]


def test_of_few_regions_all_stand_on_the_map() -> None:
    places, arrows = drawn(view_of(scope_of(many(3, 12)), "index"))
    assert places == {f"r{n:03}" for n in range(12)}
    assert arrows == ["x0000"]  # the others are planned or announced, and no story yet


def test_of_many_regions_those_of_its_arrows() -> None:
    view: Any = view_of(scope_of(many(90, 60)), "index")
    places, arrows = drawn(view)
    assert len(arrows) == 4
    assert places == {"r000", *(f"r{n:03}" for n in (1, 4, 7, 10))}
    assert set(arrows) >= {story["page"].removeprefix("exchanges/") for story in view["stories"]}
    assert view["map"]["undrawn"] == []


@pytest.mark.parametrize("placed", [True, False])
def test_it_does_not_grow_with_the_number_of_regions(placed: bool) -> None:
    pages = []
    for regions in (25, 250):
        records = many(regions * 4, regions)
        if not placed:
            for n, region in enumerate(records["region"].values()):
                if n % 2:
                    del region["location"]
        pages.append(page_of(scope_of(records), "index"))
    few, lots = (set(re.findall(r'href="(regions/[^"]+)"', page)) for page in pages)
    assert 0 < len(few) <= 8 and 0 < len(lots) <= 8
    assert len(pages[1].encode()) <= len(pages[0].encode()) + MOST_BYTES
