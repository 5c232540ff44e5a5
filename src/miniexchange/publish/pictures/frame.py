"""The part of Europe that a map shows, and lines drawn in it with as few points as the eye needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from miniexchange.publish.pictures.land import EXTENT, Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 800
"""Width of every map, in units of its own; its height follows from what it shows."""

_MARGIN = 0.1
_SMALLEST = 1_100_000.0  # metres: nearer than that a coast is no longer recognised
_SHAPES = (1.0, 1.5)  # the narrowest and the widest frame, as width by height
_BEYOND = 6  # lines go on for so many units beyond the edge, so that no cut shows
_TOLERANCE = 0.8
_MANY = 48
"""From so many points on, reckoning them all at once is quicker than one by one."""

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


def path(frame: Frame, lines: Iterable[Line], *, closed: bool, detail: float = 0.0) -> str:
    """Lines as one SVG path at whole units, cut at the frame; `closed` for rings, whose specks are left out.

    Lines that are already without details smaller than so many metres are not looked through for them again.
    """
    parts = []
    simplified = _simplified if _TOLERANCE * frame.scale > detail else list
    for line in lines:
        if closed:
            pieces = [_clipped_ring(line, frame)]
        else:
            pieces = _clipped_line([frame.at(point) for point in line], frame)
        for piece in pieces:
            written = _written(simplified(piece))
            if len(written) > (3 if closed else 1) and not (closed and _area(written) < 5):
                parts.append(_steps(written, closed))
    return "".join(parts)


def _held(centre: float, size: float, least: float, most: float) -> tuple[float, float]:
    """An interval of that size around the centre, moved and if need be cut to stay between least and most."""
    size = min(size, most - least)
    start = min(max(centre - size / 2, least), most - size)
    return start, start + size


@lru_cache(maxsize=4096)
def _ring(line: Line) -> tuple[NDArray[np.float64], Point, Point]:
    """The points of a ring of the land, which every map draws, and its corners in the south-west and the north-east."""
    import numpy as np

    points = np.array(line)
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return points, (west, south), (east, north)


def _clipped_ring(line: Line, frame: Frame) -> list[Point]:
    """Sutherland and Hodgman, Reentrant Polygon Clipping (Communications of the ACM 17:1, 1974), in the units of the frame."""
    import numpy as np

    if not line:
        return []
    ring, south_west, north_east = _ring(line)
    (left, below), (right, above) = frame.at(south_west), frame.at(north_east)
    if right < -_BEYOND or left > WIDTH + _BEYOND or below < -_BEYOND or above > frame.height + _BEYOND:
        return []  # most of the land, for most maps show a part of it
    points = np.empty_like(ring)
    points[:, 0], points[:, 1] = (
        (ring[:, 0] - frame.west) / frame.scale,
        (frame.north - ring[:, 1]) / frame.scale,
    )
    edges = ((0, 1, -_BEYOND), (0, -1, WIDTH + _BEYOND), (1, 1, -_BEYOND), (1, -1, frame.height + _BEYOND))
    for axis, sign, edge in edges:
        here = sign * (points[:, axis] - edge)  # how far inside each point lies
        inside = here >= 0
        if inside.all():
            continue
        if not inside.any():
            return []
        before, earlier = np.roll(here, 1), np.roll(points, 1, axis=0)
        crossed = (before < 0) != (here < 0)
        found = np.empty((len(points), 2, 2))
        with np.errstate(
            divide="ignore", invalid="ignore"
        ):  # where the edge is not crossed, nothing is taken
            found[:, 0] = earlier + (points - earlier) * (before / (before - here))[:, None]
        found[:, 1] = points
        points = found[np.stack([crossed, inside], axis=1)]
    clipped: list[Point] = list(map(tuple, points.tolist()))
    return clipped + clipped[:1]


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
        n, far = (_farthest if last - first < _MANY else _farthest_of_many)(points, first, last)
        if far > _TOLERANCE**2:
            kept.add(n)
            spans += [(first, n), (n, last)]
    return [points[n] for n in sorted(kept)]


def _farthest(points: list[Point], first: int, last: int) -> tuple[int, float]:
    """The first of the points that lie farthest from the stretch between two of them, and the square of its distance."""
    (x, y), (x2, y2) = points[first], points[last]
    dx, dy = x2 - x, y2 - y
    length = dx * dx + dy * dy
    most, found = -1.0, first
    for n in range(first + 1, last):
        px, py = points[n]
        px, py = px - x, py - y
        t = (px * dx + py * dy) / length if length else 0.0
        t = 0.0 if t < 0.0 else 1.0 if t > 1.0 else t
        aside, along = px - t * dx, py - t * dy
        off = aside * aside + along * along
        if off > most:
            most, found = off, n
    return found, most


def _farthest_of_many(points: list[Point], first: int, last: int) -> tuple[int, float]:
    """As `_farthest`, to the last bit."""
    import numpy as np

    (x, y), (x2, y2) = points[first], points[last]
    dx, dy = x2 - x, y2 - y
    length = dx * dx + dy * dy
    between = np.array(points[first + 1 : last])
    px, py = between[:, 0] - x, between[:, 1] - y
    t = np.clip((px * dx + py * dy) / length, 0.0, 1.0) if length else np.zeros(len(px))
    aside, along = px - t * dx, py - t * dy
    off = aside * aside + along * along
    n = int(off.argmax())
    return first + 1 + n, float(off[n])


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
