"""The outlines of a map: reckoned many points at once, and drawn as if one by one."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from miniexchange.publish.pictures import frame as module
from miniexchange.publish.pictures.frame import Frame, Point, frame_around, path
from miniexchange.publish.pictures.land import DETAIL, EXTENT, Line, land


def clipped_plainly(line: Line, frame: Frame) -> list[Point]:
    """Sutherland and Hodgman's algorithm, point by point."""
    points = [frame.at(point) for point in line]
    low, right, bottom = -6, 806, frame.height + 6
    for axis, sign, edge in ((0, 1, low), (0, -1, right), (1, 1, low), (1, -1, bottom)):
        kept: list[Point] = []
        for a, b in pairwise([*points[-1:], *points]):
            inside_a, inside_b = sign * (a[axis] - edge), sign * (b[axis] - edge)
            if (inside_a < 0) != (inside_b < 0):
                t = inside_a / (inside_a - inside_b)
                kept.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
            if inside_b >= 0:
                kept.append(b)
        points = kept
    return points + points[:1]


@pytest.mark.parametrize("seed", range(8))
def test_land_is_cut_at_the_frame_as_if_point_by_point(seed: int) -> None:
    chance = random.Random(seed)
    places = [(chance.uniform(*EXTENT[::2]), chance.uniform(*EXTENT[1::2])) for _ in range(seed % 4)]
    frame = frame_around(places)
    for line in land():
        assert module._clipped_ring(line, frame) == clipped_plainly(line, frame)


@pytest.mark.parametrize("seed", range(12))
def test_the_land_that_ships_has_hardly_any_smaller_details_than_it_says(seed: int) -> None:
    chance = random.Random(seed)
    at = chance.uniform(*EXTENT[::2]), chance.uniform(*EXTENT[1::2])
    near = [at, (at[0] + chance.uniform(0, 1_500_000), at[1])]
    frame = frame_around([(min(x, EXTENT[2]), y) for x, y in near])
    looked_through = path(frame, land(), closed=True)
    assert len(path(frame, land(), closed=True, detail=DETAIL)) <= 1.1 * len(looked_through) + 20


@pytest.mark.parametrize("seed", range(4))
def test_many_points_at_once_give_the_same_lines(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    places = [(chance.uniform(*EXTENT[::2]), chance.uniform(*EXTENT[1::2])) for _ in range(2)]
    frame = frame_around(places)
    quick = path(frame, land(), closed=True)
    monkeypatch.setattr(module, "_MANY", 10**9)
    assert path(frame, land(), closed=True) == quick
