"""Bars for counts: rows on one scale, whole or in parts; the numbers stand beside them as text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

View = dict[str, object]

WIDTH = 1000
"""The room for the longest bar, in units."""

_GAP = 6  # between the parts of a bar


@dataclass(frozen=True)
class Row:
    """A bar: its label, its value, where it leads (often nowhere), and the value in words where `5` will not do.

    `lang` is the language of the label where it is not the page's.
    """

    label: str
    value: float
    page: str = ""
    told: str = ""
    lang: str = ""


@dataclass(frozen=True)
class StackedRow:
    """A bar in parts; `values` in the order of the parts' names."""

    label: str
    values: tuple[float, ...]
    page: str = ""
    lang: str = ""


def bars(rows: Sequence[Row]) -> View:
    """A chart of bars in the order given, the longest `WIDTH` units; what is no positive number has no bar."""
    most = _most([row.value for row in rows])
    return {
        "parts": [],
        "rows": [
            {
                "title": row.label,
                "page": row.page,
                "lang": row.lang,
                "told": [row.told or _told(row.value)],
                "pieces": _pieces([row.value], most),
            }
            for row in rows
        ],
    }


def stacked(rows: Sequence[StackedRow], parts: Sequence[str]) -> View:
    """A chart of bars in parts (at most four, with these names); the parts differ in height as well as in shade.

    Raises ValueError when a row has another number of values, or there are more than four parts.
    """
    if len(parts) > len(_HEIGHTS) or any(len(row.values) != len(parts) for row in rows):
        raise ValueError("every row has one value for each of at most four parts")
    most = _most([sum(map(_length, row.values)) for row in rows])
    return {
        "parts": [{"title": name, **_piece(n, 0, WIDTH, whole=False)} for n, name in enumerate(parts)],
        "rows": [
            {
                "title": row.label,
                "page": row.page,
                "lang": row.lang,
                "told": [_told(value) for value in row.values],
                "pieces": _pieces(row.values, most),
            }
            for row in rows
        ],
    }


_HEIGHTS = (12, 9, 6, 3)


def _pieces(values: Sequence[float], most: float) -> list[View]:
    found = []
    start = 0.0
    for n, value in enumerate(values):
        length = _length(value) / most * WIDTH
        if length:
            found.append(
                _piece(n, round(start), max(round(start + length) - round(start), 2), whole=len(values) < 2)
            )
        start += length
    return found


def _piece(part: int, x: int, width: int, *, whole: bool) -> View:
    """A rectangle in a box of `WIDTH` by 12 units; parts stand on one line, with a gap between them."""
    height = _HEIGHTS[part]
    gap = 0 if whole or width <= 2 * _GAP else _GAP
    return {"part": part + 1, "x": x, "y": _HEIGHTS[0] - height, "width": width - gap, "height": height}


def _most(values: Sequence[float]) -> float:
    return max(map(_length, values), default=0.0) or 1.0


def _length(value: float) -> float:
    return min(float(value), 1e300) if value > 0 and not math.isnan(value) else 0.0


def _told(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
