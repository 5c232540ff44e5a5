"""Arrows between places: bent, so that none lies on another, and shortened, so that they end before the points."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from miniexchange.publish.pictures.frame import Point

_BEND = 0.17  # how far an arrow leaves the straight line, as a share of its length
_FIRST, _STEP, _WIDEST = 16.0, 15.0, 170.0  # units
_GAP = 3.0  # between an arrow's end and the point
_HEAD = 8.5


@dataclass(frozen=True)
class Spot:
    """Where a place is drawn, in units, and how large."""

    x: int
    y: int
    r: int


@dataclass(frozen=True)
class Arrow:
    """An arrow as two SVG paths, and the points along it that a label had better leave free."""

    line: str
    end: str
    along: tuple[Point, ...]


def bends(ways: Sequence[tuple[str, str]], spots: Mapping[str, Spot]) -> list[float]:
    """How far the middle of each way (from, to) lies beside the straight line, to the left of who travels it.

    A way and its return leave the line on opposite sides, and several on the same way fan out.
    """
    taken: Counter[tuple[str, str]] = Counter()
    number = Counter(ways)
    found = []
    for way in ways:
        a, b = spots[way[0]], spots[way[1]]
        first = max(_FIRST, _BEND * math.dist((a.x, a.y), (b.x, b.y)))
        step = min(_STEP, (_WIDEST - _FIRST) / number[way])
        found.append(first + step * taken[way])
        taken[way] += 1
    return found


def arrow(start: Spot, stop: Spot, bend: float, *, shape: str) -> Arrow:
    """The arrow from one spot to another; `shape` of its end: `full`, `open` or `bar`."""
    dx, dy = stop.x - start.x, stop.y - start.y
    length = math.hypot(dx, dy) or 1.0
    # The middle of a quadratic Bézier curve lies half-way to its control point.
    control = (
        (start.x + stop.x) / 2 + dy / length * 2 * bend,
        (start.y + stop.y) / 2 - dx / length * 2 * bend,
    )
    curve = ((start.x, start.y), control, (stop.x, stop.y))
    first = _leaving(curve, start.r + _GAP)
    last = 1 - _leaving(curve[::-1], stop.r + _GAP)
    if last <= first:  # two spots side by side: from rim to rim
        first, last = 0.45, 0.55
    a, c, b = _part(curve, first, last)
    end, tail = _end(b, (b[0] - c[0], b[1] - c[1]), shape)
    along = tuple(_at((a, c, b), n / 16) for n in range(17))
    return Arrow(f"M{_told(a)}Q{_told(c)} {_told(tail)}", end, along)


def _leaving(curve: tuple[Point, ...], distance: float) -> float:
    """The parameter at which a curve is that far from its beginning, by halving; 0.5 when it never is."""
    low, high = 0.0, 0.5
    for _ in range(12):
        middle = (low + high) / 2
        if math.dist(_at(curve, middle), curve[0]) < distance:
            low = middle
        else:
            high = middle
    return high


def _at(curve: tuple[Point, ...], t: float) -> Point:
    (x0, y0), (x1, y1), (x2, y2) = curve
    u = 1 - t
    return u * u * x0 + 2 * u * t * x1 + t * t * x2, u * u * y0 + 2 * u * t * y1 + t * t * y2


def _part(curve: tuple[Point, ...], first: float, last: float) -> tuple[Point, Point, Point]:
    """The stretch of a quadratic Bézier curve between two parameters, by blossoming."""
    (x0, y0), (x1, y1), (x2, y2) = curve
    u, v = 1 - first, 1 - last

    def blossom(p0: float, p1: float, p2: float) -> float:
        return u * v * p0 + (u * last + first * v) * p1 + first * last * p2

    return _at(curve, first), (blossom(x0, x1, x2), blossom(y0, y1, y2)), _at(curve, last)


def _end(tip: Point, towards: Point, shape: str) -> tuple[str, Point]:
    """The end's path, and the point at which the line stops."""
    length = math.hypot(*towards) or 1.0
    dx, dy = towards[0] / length, towards[1] / length

    def beside(back: float, side: float) -> Point:
        return tip[0] - back * dx - side * dy, tip[1] - back * dy + side * dx

    wing = _HEAD * 0.46
    if shape == "bar":
        return f"M{_told(beside(1, wing))}L{_told(beside(1, -wing))}", beside(1, 0)
    left, right = _told(beside(_HEAD, wing)), _told(beside(_HEAD, -wing))
    if shape == "open":
        return f"M{left}L{_told(tip)} {right}", beside(0.5, 0)
    return f"M{left}L{_told(tip)} {right}z", beside(_HEAD - 1, 0)


def _told(point: Point) -> str:
    """A point at tenths of a unit, as SVG writes it; never `-0`."""
    return " ".join(f"{round(n * 10) / 10 + 0:g}" for n in point)
