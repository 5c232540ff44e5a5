"""One goal after the other: each step keeps all optima of the step before, and nothing else.

Whole-number prices whose bound equals the optimum (checked in whole numbers) prove by complementary slackness that x is
optimal if and only if it is at the limit wherever a price is not 0, and at its own bound wherever its reduced cost is
not 0. Fixing these keeps the matrix as it is, and a face of a polytope with whole corners has whole corners. Where no
such prices exist the goal's value is fixed by a row of its own.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np

from miniexchange.pairing.problem.highs import maximise
from miniexchange.pairing.problem.limits import UNLIMITED
from miniexchange.pairing.problem.matrix import Floats, Polytope
from miniexchange.pairing.problem.pairs import Ints

_INTEGRAL = 1e-6
_BEYOND = 1 << 62


@dataclass(frozen=True)
class Step:
    """One goal reached: a best x, its value, what no x can exceed, and whole-number row prices.

    The prices bound every x; where that bound is the value itself, they `prove` it.
    """

    x: Ints
    value: int
    bound: int
    prices: Ints
    proves: bool

    @property
    def closed(self) -> bool:
        """Whether x is known to be best."""
        return self.bound == self.value


def best(polytope: Polytope, goal: Ints, deadline: float) -> Step | None:
    """A best whole x: by the linear programme where its corner is whole, else by branch and bound until the deadline.

    None when there is none, or the deadline came before any was found. `deadline` is a time of `time.monotonic`.
    """
    fixed = polytope.lower == polytope.upper
    if fixed.all():
        if not polytope.holds(polytope.lower):
            return None
        value = int(goal @ polytope.lower)
        return Step(polytope.lower, value, value, np.zeros(len(polytope.row_lower), dtype=np.int64), True)
    relaxed = maximise(polytope, goal)
    x = whole(polytope, relaxed.x)
    prices = np.zeros(len(polytope.row_lower), dtype=np.int64)
    if relaxed.prices is not None:
        prices = np.rint(relaxed.prices).astype(np.int64)
    if x is not None and dual_bound(polytope, goal, prices) == int(goal @ x):
        return Step(x, int(goal @ x), int(goal @ x), prices, True)
    found = maximise(polytope, goal, whole=True, seconds=max(0.01, deadline - time.monotonic()))
    x = whole(polytope, found.x)
    if x is None:
        return None
    value = int(goal @ x)
    return Step(x, value, max(value, _floor(min(found.bound, relaxed.bound))), prices, False)


def face(polytope: Polytope, goal: Ints, step: Step) -> Polytope:
    """The part of a polytope in which every x reaches the step's value, and which holds every x that does."""
    reduced = goal - polytope.columns_of(step.prices)
    if not step.proves:
        # A unit of x that costs more than the prices leave to be gained cannot be part of any optimum.
        gain = dual_bound(polytope, goal, step.prices) - step.value
        of_value = replace(
            polytope,
            lower=np.where(reduced > gain, polytope.upper, polytope.lower),
            upper=np.where(reduced < -gain, polytope.lower, polytope.upper),
        )
        return of_value.with_row(goal, step.value, step.value)
    return replace(
        polytope,
        lower=np.where(reduced > 0, polytope.upper, polytope.lower),
        upper=np.where(reduced < 0, polytope.lower, polytope.upper),
        row_lower=np.where(step.prices > 0, polytope.row_upper, polytope.row_lower),
        row_upper=np.where(step.prices < 0, polytope.row_lower, polytope.row_upper),
    )


def dual_bound(polytope: Polytope, goal: Ints, prices: Ints) -> int:
    """What no x can exceed, by weak duality, in whole numbers: each row and each column at whichever end is dearer.

    A price at an end that is unlimited bounds nothing.
    """
    reduced = goal - polytope.columns_of(prices)
    ends = np.where(prices > 0, polytope.row_upper, polytope.row_lower)
    if (np.abs(ends[prices != 0]) >= UNLIMITED).any():
        return _BEYOND
    rows = prices * ends
    columns = np.maximum(reduced * polytope.lower, reduced * polytope.upper)
    return int(rows.sum()) + int(columns.sum())


def whole(polytope: Polytope, x: Floats | None) -> Ints | None:
    """x rounded, when it is whole but for rounding errors and then keeps every limit exactly."""
    if x is None or np.abs(x - np.rint(x)).max(initial=0.0) > _INTEGRAL:
        return None
    rounded = np.rint(x).astype(np.int64)
    return rounded if polytope.holds(rounded) else None


def _floor(bound: float) -> int:
    return math.floor(bound + _INTEGRAL) if math.isfinite(bound) else _BEYOND
