"""Degrees to EPSG:3035: published points, the laws of the projection, and what is no point."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.publish.pictures.projection import project


@pytest.mark.parametrize(
    ("lon", "lat", "east", "north"),
    [
        (10, 52, 4321000.00, 3210000.00),  # the origin, by definition
        (5, 50, 3962799.45, 2999718.85),  # the worked example of IOGP Guidance Note 7-2, method 9820
        (-9.1393, 38.7223, 2665519.21, 1946764.04),  # Lisbon, Helsinki, Saint-Denis: PROJ 9
        (24.9384, 60.1699, 5145297.88, 4206147.97),
        (55.4481, -20.8823, 9980950.53, -3030463.94),
    ],
)
def test_known_points(lon: float, lat: float, east: float, north: float) -> None:
    assert project(lon, lat) == pytest.approx((east, north), abs=0.01)


@given(st.floats(-25, 45), st.floats(28, 72))
def test_areas_keep_their_size(lon: float, lat: float) -> None:
    """A small quadrangle of the ellipsoid is as large on the map: within a part in a thousand."""
    d = 0.01
    corners = [project(lon + x, lat + y) for x, y in ((0, 0), (d, 0), (d, d), (0, d))]
    points = [p for p in corners if p]
    ring = [*points, points[0]]
    drawn = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2
    a, e2, mid = 6378137.0, 0.00669438, math.radians(lat + d / 2)
    w = 1 - e2 * math.sin(mid) ** 2
    real = math.radians(d) ** 2 * a * (1 - e2) / w**1.5 * a / math.sqrt(w) * math.cos(mid)
    assert drawn == pytest.approx(real, rel=1e-3)


@given(st.floats(0, 60), st.floats(20, 80))
def test_east_and_west_of_the_middle_mirror_each_other(away: float, lat: float) -> None:
    right, left = project(10 + away, lat), project(10 - away, lat)
    assert right and left
    assert right[0] - 4321000 == pytest.approx(4321000 - left[0], abs=1e-3)
    assert right[1] == pytest.approx(left[1], abs=1e-3)


@pytest.mark.parametrize(
    ("lon", "lat"), [(math.nan, 50), (10, math.nan), (math.inf, 0), (181, 0), (0, -91), (-170, -52)]
)
def test_no_point(lon: float, lat: float) -> None:
    assert project(lon, lat) is None


@given(st.floats(), st.floats())
def test_any_number_gives_a_finite_point_or_none(lon: float, lat: float) -> None:
    found = project(lon, lat)
    assert found is None or all(map(math.isfinite, found))
