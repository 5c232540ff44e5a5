"""Bars: lengths in proportion, odd numbers without a bar."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.publish.pictures.bars import WIDTH, Row, StackedRow, bars, stacked


def pieces(view: Any) -> list[list[tuple[int, int]]]:
    return [[(piece["x"], piece["width"]) for piece in row["pieces"]] for row in view["rows"]]


def test_the_longest_bar_fills_the_room_and_the_others_follow() -> None:
    view: Any = bars([Row("A", 10, "a"), Row("B", 5), Row("C", 0), Row("D", 2.5, told="2½")])
    assert pieces(view) == [[(0, WIDTH)], [(0, WIDTH // 2)], [], [(0, WIDTH // 4)]]
    assert [row["told"] for row in view["rows"]] == [["10"], ["5"], ["0"], ["2½"]]
    assert [(row["title"], row["page"]) for row in view["rows"]][:2] == [("A", "a"), ("B", "")]


def test_parts_follow_one_another_and_differ_in_height() -> None:
    view: Any = stacked([StackedRow("A", (2, 1, 1)), StackedRow("B", (0, 0, 2))], ["x", "y", "z"])
    first, second = pieces(view)
    assert [x for x, _ in first] == [0, 500, 750]
    assert all(x + width < following for (x, width), (following, _) in pairwise(first))
    assert second == [(0, 494)]
    assert view["rows"][1]["pieces"][0]["part"] == 3
    assert len({part["height"] for part in view["parts"]}) == 3


def test_stacked_rows_fit_their_parts() -> None:
    for rows, parts in (([StackedRow("A", (1,))], ["x", "y"]), ([], list("abcde"))):
        with pytest.raises(ValueError, match="at most four parts"):
            stacked(rows, parts)


@given(st.lists(st.floats() | st.integers(-(10**6), 10**6), max_size=12))
def test_any_numbers(values: list[float]) -> None:
    view: Any = bars([Row(str(n), value) for n, value in enumerate(values)])
    for value, row in zip(values, pieces(view), strict=True):
        assert all(0 < width <= WIDTH for _, width in row)
        assert bool(row) <= (value > 0)
    sizes = sorted(
        (v, row[0][1] if row else 0) for v, row in zip(values, pieces(view), strict=True) if not math.isnan(v)
    )
    assert [width for _, width in sizes] == sorted(width for _, width in sizes)
