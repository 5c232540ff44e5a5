"""Names on the map: each at the best free position around its point, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from miniexchange.publish.pictures.arcs import Spot
from miniexchange.publish.pictures.frame import WIDTH, Point

Whole = npt.NDArray[np.int64]

SIZE = 13
"""Font size of the labels, in units."""

_UP, _DOWN = 10, 4  # what a line of that size takes above and below its base line
_EDGE = 4
_AIR = 2


@dataclass(frozen=True)
class Label:
    """A text's position: its base line starts at x (`start`), ends there (`end`) or is centred on it (`middle`)."""

    x: int
    y: int
    anchor: str
    box: tuple[int, int, int, int]  # left, top, right, bottom


def place_labels(
    spots: Sequence[Spot], widths: Sequence[int], height: int, along: Sequence[Point]
) -> list[Label | None]:
    """For each spot its label, in the order of importance; no two touch, none touches a spot or leaves the frame.

    Among the free positions the one that crosses the fewest points `along` the arrows is taken, then the first of the usual order.
    """
    points = np.array([(s.x, s.y, s.r + _AIR) for s in spots], dtype=np.int64).reshape(-1, 3)
    lines = np.array(along, dtype=np.float64).reshape(-1, 2)
    taken = np.empty((0, 4), dtype=np.int64)
    found: list[Label | None] = []
    for spot, width in zip(spots, widths, strict=True):
        free = [c for c in _candidates(spot, width) if _inside(c.box, height)]
        free = [c for c in free if not _on_label(c.box, taken) and not _on_spot(c.box, points)]
        best = min(free, key=lambda c: _crossed(c.box, lines), default=None)
        found.append(best)
        if best:
            taken = np.vstack([taken, np.array([best.box], dtype=np.int64)])
    return found


def _candidates(spot: Spot, width: int) -> list[Label]:
    """The usual order of map makers: right, above right, below right, left, above, below, then farther off."""
    found = []
    for away in (spot.r + 4, spot.r + 14):
        slant = away * 3 // 4
        for dx, dy, anchor in (
            (away, 0, "start"), (slant, -slant, "start"), (slant, slant, "start"), (-away, 0, "end"),
            (-slant, -slant, "end"), (-slant, slant, "end"), (0, -away - 4, "middle"), (0, away + 6, "middle"),
        ):  # fmt: skip
            x, y = spot.x + dx, spot.y + dy + SIZE // 3
            left = x - (width if anchor == "end" else width // 2 if anchor == "middle" else 0)
            found.append(Label(x, y, anchor, (left - _AIR, y - _UP, left + width + _AIR, y + _DOWN)))
    return found


def _inside(box: tuple[int, int, int, int], height: int) -> bool:
    return box[0] >= _EDGE and box[2] <= WIDTH - _EDGE and box[1] >= _EDGE and box[3] <= height - _EDGE


def _on_label(box: tuple[int, int, int, int], taken: Whole) -> bool:
    left, top, right, bottom = box
    return bool(
        ((taken[:, 0] < right) & (left < taken[:, 2]) & (taken[:, 1] < bottom) & (top < taken[:, 3])).any()
    )


def _on_spot(box: tuple[int, int, int, int], points: Whole) -> bool:
    x, y, r = points.T
    dx = x - np.clip(x, box[0], box[2])
    dy = y - np.clip(y, box[1], box[3])
    return bool((dx * dx + dy * dy < r * r).any())


def _crossed(box: tuple[int, int, int, int], lines: npt.NDArray[np.float64]) -> int:
    x, y = lines.T
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())
