"""The part of Europe that a map shows, and lines drawn in it with as few points as the eye needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from miniexchange.publish.pictures.land import EXTENT, Line

WIDTH = 800
"""Width of every map, in units of its own; its height follows from what it shows."""

_MARGIN = 0.1
_SMALLEST = 1_100_000.0  # metres: nearer than that a coast is no longer recognised
_SHAPES = (1.0, 1.5)  # the narrowest and the widest frame, as width by height
_BEYOND = 6  # lines go on for so many units beyond the edge, so that no cut shows
_TOLERANCE = 0.8

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """A rectangle of EPSG:3035, drawn `WIDTH` units wide."""

    west: float
    north: float
    scale: float  # metres a unit
    height: int

    def at(self, point: Point) -> Point:
        """Metres to units; y grows downwards."""
        return (point[0] - self.west) / self.scale, (self.north - point[1]) / self.scale


def frame_around(points: Sequence[Point]) -> Frame:
    """The frame that holds all points and a margin, between square and wide; all of Europe when there are none.

    Points must lie in `land.EXTENT`; the frame stays inside it too.
    """
    west, south, east, north = EXTENT
    if points:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        width = max((max(xs) - min(xs)) * (1 + 2 * _MARGIN), _SMALLEST)
        height = max((max(ys) - min(ys)) * (1 + 2 * _MARGIN), _SMALLEST / _SHAPES[1])
        width, height = max(width, height * _SHAPES[0]), max(height, width / _SHAPES[1])
        west, east = _held((min(xs) + max(xs)) / 2, width, west, east)
        south, north = _held((min(ys) + max(ys)) / 2, height, south, north)
    scale = (east - west) / WIDTH
    return Frame(west, north, scale, round((north - south) / scale))


def path(frame: Frame, lines: Iterable[Line], *, closed: bool) -> str:
    """Lines as one SVG path at whole units, cut at the frame; `closed` for rings, whose specks are left out."""
    parts = []
    for line in lines:
        points = [frame.at(point) for point in line]
        for piece in [_clipped_ring(points, frame)] if closed else _clipped_line(points, frame):
            written = _written(_simplified(piece))
            if len(written) > (3 if closed else 1) and not (closed and _area(written) < 5):
                parts.append(_steps(written, closed))
    return "".join(parts)


def _held(centre: float, size: float, least: float, most: float) -> tuple[float, float]:
    """An interval of that size around the centre, moved and if need be cut to stay between least and most."""
    size = min(size, most - least)
    start = min(max(centre - size / 2, least), most - size)
    return start, start + size


def _edges(frame: Frame) -> list[Callable[[Point], float]]:
    """How far inside each edge a point lies."""
    low, right, bottom = -_BEYOND, WIDTH + _BEYOND, frame.height + _BEYOND
    return [
        lambda p: p[0] - low,
        lambda p: right - p[0],
        lambda p: p[1] - low,
        lambda p: bottom - p[1],
    ]


def _clipped_ring(points: list[Point], frame: Frame) -> list[Point]:
    """Sutherland and Hodgman, Reentrant Polygon Clipping (Communications of the ACM 17:1, 1974)."""
    for inside in _edges(frame):
        kept: list[Point] = []
        for before, here in zip([*points[-1:], *points], points, strict=False):
            a, b = inside(before), inside(here)
            if (a < 0) != (b < 0):
                kept.append(_between(before, here, a / (a - b)))
            if b >= 0:
                kept.append(here)
        points = kept
    return points + points[:1]


def _clipped_line(points: list[Point], frame: Frame) -> list[list[Point]]:
    """The stretches of a line whose points lie in the frame, each with the neighbours that lead out of it."""
    low, right, bottom = -_BEYOND, WIDTH + _BEYOND, frame.height + _BEYOND
    inside = [low <= x <= right and low <= y <= bottom for x, y in points]
    pieces: list[list[Point]] = []
    for n, (before, here) in enumerate(pairwise(points)):
        if inside[n] or inside[n + 1]:
            if not pieces or pieces[-1][-1] is not before:
                pieces.append([before])
            pieces[-1].append(here)
    return pieces


def _between(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def _simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker (Cartographica 10:2, 1973), without recursion."""
    if len(points) < 3:
        return points
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far, n = max((_off(points[n], points[first], points[last]), -n) for n in range(first + 1, last))
        if far > _TOLERANCE**2:
            kept.add(-n)
            spans += [(first, -n), (-n, last)]
    return [points[n] for n in sorted(kept)]


def _off(p: Point, a: Point, b: Point) -> float:
    """The square of the distance of a point from a stretch."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length)) if length else 0.0
    return (p[0] - a[0] - t * dx) ** 2 + (p[1] - a[1] - t * dy) ** 2


def _written(points: list[Point]) -> list[tuple[int, int]]:
    """At whole units, no point twice in a row."""
    whole = [(round(x), round(y)) for x, y in points]
    return [point for n, point in enumerate(whole) if n == 0 or point != whole[n - 1]]


def _area(ring: list[tuple[int, int]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _steps(points: list[tuple[int, int]], closed: bool) -> str:
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    if closed:
        steps.pop()  # `z` draws the way back
    numbers = " ".join(f"{x} {y}" for x, y in steps).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{numbers}" + ("z" if closed else "")
