"""Boxes packed without overlap into a wide ellipse, or into a column, each near where it wants to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from miniexchange.publish.pictures.nearness import Floats

Grid = npt.NDArray[np.int64]

STEP = 4
"""Centres of boxes lie on a grid of so many units."""

_STAY = 400  # how much a box clings to where it is; a box that is wholly like it pulls with 1000
_WINDOW = (44, 20)  # how far around its wish a box looks first, in steps
_AIR = 1.2  # the area that the boxes are given, as a multiple of their own


@dataclass(frozen=True)
class Shape:
    """What the boxes are packed into: an ellipse so many times as wide as high; `column` is its width at most, 0 for no limit."""

    wide: float
    column: int = 0


def pack(
    sizes: Sequence[tuple[int, int]], wishes: Floats, like: Floats, shape: Shape
) -> list[tuple[int, int]]:
    """The centre (x, y) of each box (width, height); the first boxes are placed first.

    `wishes` are points around the origin that say which boxes belong beside each other, `like` how much (0 to 1).
    """
    if not sizes:
        return []
    ground = _Ground(sizes, shape)
    for n, (x, y) in enumerate(_spread(sizes, wishes, ground.a, ground.b)):
        ground.put(n, x, y, draw=0.15)
    for n in ground.from_outside():
        x, y = ground.friends(n, like)
        ground.put(n, x, y, draw=0.5)
    for n in ground.from_outside()[::-1]:  # inwards, to close the gaps
        x, y = ground.centres[n]
        ground.put(n, x * 0.3, y * 0.3, draw=0.5)
    return [(x * STEP, y * STEP) for x, y in ground.centres]


class _Ground:
    """A grid of possible centres, and what lies on it. All costs are whole numbers, so no machine decides otherwise."""

    def __init__(self, sizes: Sequence[tuple[int, int]], shape: Shape) -> None:
        # Sizes in steps, rounded up, so that boxes apart on the grid are apart in units.
        self.sizes = [(-(-w // STEP), -(-h // STEP)) for w, h in sizes]
        self.centres: list[tuple[int, int]] = []
        area = sum(w * h for w, h in self.sizes) * _AIR
        self.b = (area / shape.wide / 3.1416) ** 0.5
        self.a = self.b * shape.wide
        self._limit = shape.column // STEP // 2 if shape.column else 10**6
        if shape.column:
            self.a, self.b = float(self._limit), area / (3.4 * self._limit)
        self._boxes: Grid = np.zeros((len(sizes), 4), dtype=np.int64)  # x, y, width, height; none so far
        self._boxes[:, 2:] = self.sizes

    def put(self, n: int, x: float, y: float, *, draw: float) -> None:
        """Places box n, or moves it, to the best free centre around (x, y) in steps; `draw` is the pull to the middle."""
        edge = max(self._limit - (self.sizes[n][0] + 1) // 2, 0)
        x = min(max(x, -edge), edge)
        reach_x, reach_y = _WINDOW
        while not self._put_within(n, x, y, draw, edge, reach_x, reach_y):
            reach_x, reach_y = 2 * reach_x, 2 * reach_y

    def _put_within(
        self, n: int, x: float, y: float, draw: float, edge: int, reach_x: int, reach_y: int
    ) -> bool:
        first_x, last_x = max(round(x) - reach_x, -edge), min(round(x) + reach_x, edge)
        first_y, last_y = round(y) - reach_y, round(y) + reach_y
        across = np.arange(first_x, last_x + 1, dtype=np.int64)
        down = np.arange(first_y, last_y + 1, dtype=np.int64)
        cost = (
            _cost(across, x, self.a, draw, self.sizes[n][0])[:, None]
            + _cost(down, y, self.b, draw, self.sizes[n][1])[None, :]
        )
        others = self._boxes[: len(self.centres)]
        half = (others[:, 2:] + self.sizes[n] + 1) // 2
        first = others[:, :2] - half + 1 - (first_x, first_y)
        last = others[:, :2] + half - (first_x, first_y)
        near = (last[:, 0] > 0) & (last[:, 1] > 0) & (first[:, 0] < len(across)) & (first[:, 1] < len(down))
        near[n : n + 1] = False
        for (left, top), (right, bottom) in zip(
            np.maximum(first[near], 0).tolist(), last[near].tolist(), strict=True
        ):
            cost[left:right, top:bottom] = _NEVER
        column, row = divmod(int(cost.argmin()), len(down))
        if cost[column, row] == _NEVER:
            return False
        self._boxes[n, :2] = found = first_x + column, first_y + row
        self.centres[n : n + 1] = [found]
        return True

    def from_outside(self) -> list[int]:
        """The boxes, the farthest from the middle first."""
        return sorted(
            range(len(self.centres)),
            key=lambda n: (-((self.centres[n][0] / self.a) ** 2 + (self.centres[n][1] / self.b) ** 2), n),
        )

    def friends(self, n: int, like: Floats) -> tuple[float, float]:
        """The middle of the boxes that are like box n, and of where it is itself."""
        share = np.round(like[n] * like[n] * 1000).astype(np.int64)
        share[n] = _STAY
        x, y = (self._boxes[:, axis] * share for axis in (0, 1))
        return int(x.sum()) / int(share.sum()), int(y.sum()) / int(share.sum())


def _spread(
    sizes: Sequence[tuple[int, int]], wishes: Floats, a: float, b: float
) -> list[tuple[float, float]]:
    """The wishes stretched to fill the ellipse evenly: as much area inside each point's ring as ranks before it."""
    points = [(float(x), float(y)) for x, y in wishes]
    radius = [(x * x + y * y) ** 0.5 for x, y in points]
    whole = sum(w * h for w, h in sizes)
    found = [(0.0, 0.0)] * len(points)
    inside = 0.0
    for n in sorted(range(len(points)), key=lambda n: (radius[n], n)):
        share = ((inside + sizes[n][0] * sizes[n][1] / 2) / whole) ** 0.5
        inside += sizes[n][0] * sizes[n][1]
        if radius[n]:
            found[n] = points[n][0] / radius[n] * share * a, points[n][1] / radius[n] * share * b
    return found


def _cost(line: Grid, wish: float, reach: float, draw: float, size: int) -> Grid:
    """What each centre on an axis costs: its distance from the wish, and how far its box reaches from the middle."""
    away = (line - wish) / reach
    out = (np.abs(line) + size / 2) / reach
    whole: Grid = np.round((away * away + draw * out * out) * 1e6).astype(np.int64)
    return whole


_NEVER = np.iinfo(np.int64).max
