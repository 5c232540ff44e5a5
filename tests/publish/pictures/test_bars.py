"""Bars: lengths in proportion, odd numbers without a bar."""

from __future__ import annotations

import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from miniexchange.publish.pictures.bars import WIDTH, Row, bars


def widths(view: Any) -> list[int]:
    return [row["width"] for row in view["rows"]]


def test_the_longest_bar_fills_the_room_and_the_others_follow() -> None:
    view: Any = bars([Row("A", 10, "a"), Row("B", 5), Row("C", 0), Row("D", 2.5, told="2½")])
    assert widths(view) == [WIDTH, WIDTH // 2, 0, WIDTH // 4]
    assert [row["told"] for row in view["rows"]] == ["10", "5", "0", "2½"]
    assert [(row["title"], row["page"]) for row in view["rows"]][:2] == [("A", "a"), ("B", "")]


@given(st.lists(st.floats() | st.integers(-(10**6), 10**6), max_size=12))
def test_any_numbers(values: list[float]) -> None:
    view: Any = bars([Row(str(n), value) for n, value in enumerate(values)])
    for value, width in zip(values, widths(view), strict=True):
        assert 0 <= width <= WIDTH
        assert bool(width) <= (value > 0)
    sizes = sorted((v, width) for v, width in zip(values, widths(view), strict=True) if not math.isnan(v))
    assert [width for _, width in sizes] == sorted(width for _, width in sizes)
