"""What a score is made of, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEUTRAL = 500
"""What an unknown part counts, of 1,000."""

Thousandths = NDArray[np.int16]
"""One number from 0 to 1,000 for each practice."""

Values = tuple[Thousandths, Thousandths]
"""A part for one need: its value for each practice, and how much of it is known."""


@dataclass(frozen=True)
class Part:
    """One part of a score: its value and how much of it is known, both 0–1000, and its weight."""

    name: str
    value: int
    weight: int
    known: int

    @property
    def points(self) -> int:
        """What it adds to the score, in hundredths of a point."""
        return self.value * self.weight


def neutral(size: int, share: int = 1000) -> Values:
    """A part, or a share of one, of which nothing is known, for `size` practices."""
    return np.full(size, share * NEUTRAL // 1000, dtype=np.int16), np.zeros(size, dtype=np.int16)


def shown(hundredths: int) -> str:
    """A score as people see it: 0–100 with one decimal, halves rounded up."""
    tenths = (hundredths + 5) // 10
    return f"{tenths // 10:,}.{tenths % 10}"


def shown_points(parts: Sequence[Part]) -> dict[str, str]:
    """Every part's points with one decimal, so that they add up to the score as shown.

    Each is rounded up or down to a tenth, those with the largest remainders up (then in order of the parts).
    """
    tenths = [part.points // 10 for part in parts]
    total = (sum(part.points for part in parts) + 5) // 10
    by_remainder = sorted(range(len(parts)), key=lambda i: (-(parts[i].points % 10), i))
    for i in by_remainder[: total - sum(tenths)]:
        tenths[i] += 1
    return {part.name: f"{t // 10}.{t % 10}" for part, t in zip(parts, tenths, strict=True)}
