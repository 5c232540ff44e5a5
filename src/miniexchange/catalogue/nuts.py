"""The nomenclature of territorial units: which codes of 2024 exist, and a point inside each.

Codes and names are EU law; the points are by Eurostat/GISCO (`nuts_2024_points.json`: code, level, names, longitude, latitude).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

CURRENT_VERSION = 2024
_COUNTRY_OF_PREFIX = {"EL": "GR", "UK": "GB"}


def country_of(code: str) -> str:
    """The ISO 3166 code of the country of a NUTS code."""
    return _COUNTRY_OF_PREFIX.get(code[:2], code[:2])


def is_known(code: str) -> bool:
    """Whether a code of level 1 or 2 is in the edition of 2024."""
    return code in _points()


def point(code: str) -> tuple[float, float] | None:
    """(latitude, longitude) inside a unit; a level-3 code takes the point of its level-2 unit; None where unknown."""
    points = _points()
    return points.get(code) or points.get(code[:4])


@cache
def _points() -> dict[str, tuple[float, float]]:
    rows = json.loads(Path(__file__).with_name("nuts_2024_points.json").read_text(encoding="utf-8"))
    return {row[0]: (row[5], row[4]) for row in rows}
