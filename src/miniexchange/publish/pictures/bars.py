"""Bars for counts: rows on one scale; the numbers stand beside them as text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

View = dict[str, object]

WIDTH = 1000
"""The room for the longest bar, in units."""


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


def bars(rows: Sequence[Row]) -> View:
    """A chart of bars in the order given, the longest `WIDTH` units; what is no positive number has no bar."""
    most = max((_length(row.value) for row in rows), default=0.0) or 1.0
    return {
        "rows": [
            {
                "title": row.label,
                "page": row.page,
                "lang": row.lang,
                "told": row.told or _told(row.value),
                "width": _width(_length(row.value) / most),
            }
            for row in rows
        ],
    }


def _width(share: float) -> int:
    """Units of the longest bar; what is there can be seen."""
    return max(round(share * WIDTH), 2) if share else 0


def _length(value: float) -> float:
    return min(float(value), 1e300) if value > 0 and not math.isnan(value) else 0.0


def _told(value: float) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
