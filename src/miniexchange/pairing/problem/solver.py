"""The best programme of an instance, one and the same whatever the order of the files, and the prices that prove it.

The goals come one after the other: first `score − M · missing`, then, among the programmes that are equally good, the
sum of confidence, then two sums of a fixed hash of each pair's ids. Every step keeps *all* optima of the step before and
nothing else, so a later goal breaks ties without ever touching an earlier one. This is exact, not a matter of small
weights: whole-number prices whose bound equals the optimum (checked in whole numbers) prove by complementary slackness
that x is optimal if and only if it is at the limit wherever a price is not 0, and at its own bound wherever its
reduced cost is not 0. These limits are then fixed. Fixing limits keeps the matrix as it is, and a face of a polytope
with whole corners has whole corners. Where no such prices exist the goal's value is fixed by a row of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TypeVar

import numpy as np

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.certificate import Prices
from miniexchange.pairing.problem.highs import Floats, maximise
from miniexchange.pairing.problem.instance import Choice, Instance
from miniexchange.pairing.problem.matrix import NONE, Ints, Matrix, Polytope, matrix_of

_Key = TypeVar("_Key", str, tuple[str, str])
_INTEGRAL = 1e-6
_HASH_BITS = 20


@dataclass(frozen=True)
class Solution:
    """The programme found, in the instance's order. `bound` is at least `objective − penalty · shortfall` of every programme.

    `prices` are given where they prove the bound. `closed` tells that a search was brought to its end.
    """

    chosen: tuple[Choice, ...]
    positions: tuple[int, ...]
    objective: int
    shortfall: int
    bound: int
    penalty: int
    prices: Prices | None
    closed: bool


@dataclass(frozen=True)
class _Step:
    """One goal reached: a best x, the greatest value, and whole-number row prices where they prove it."""

    x: Ints
    value: int
    prices: Ints | None
    bound: int

    @property
    def closed(self) -> bool:
        return self.bound == self.value


def solve(instance: Instance, *, seconds: float = 60.0) -> Solution:
    """The best programme: fewest missing exchanges first, then the highest total score, then the rules for ties.

    `seconds` limits each search by branch and bound, which only some instances need; an unfinished one says so by a bound
    above its value.
    """
    matrix = matrix_of(instance)
    missing = np.concatenate(
        [np.zeros(len(matrix.kept), dtype=np.int64), np.ones(matrix.shortages, dtype=np.int64)]
    )
    score = np.concatenate([matrix.scores, np.zeros(matrix.shortages, dtype=np.int64)])
    whole_goal = score - matrix.penalty * missing
    step, bound = _relaxed(matrix.polytope, whole_goal)
    prices = None
    if step is not None and step.prices is not None:
        prices = _prices(instance, matrix, step.prices)
        face, closed = _face(matrix.polytope, whole_goal, step), True
    else:
        # Fewest missing and highest score as two goals: branch and bound works badly with weights as far apart as M and 1.
        fewest = _best(matrix.polytope, -missing, seconds)
        face = _face(matrix.polytope, -missing, fewest)
        step = _best(face, score, seconds)
        face, closed = _face(face, score, step), fewest.closed and step.closed
    x = step.x
    if closed:
        for goal in _tie_goals(instance, matrix, face):
            if np.array_equal(face.lower, face.upper):
                x = face.lower
                break
            step = _best(face, goal, seconds)
            x = step.x
            if not step.closed:
                break
            face = _face(face, goal, step)
    objective, shortfall = int(score @ x), int(missing @ x)
    value = objective - matrix.penalty * shortfall
    positions = tuple(int(i) for i in matrix.kept[np.flatnonzero(x[: len(matrix.kept)])])
    chosen = tuple(instance.choice(i) for i in positions)
    return Solution(
        chosen, positions, objective, shortfall, value if closed else bound, matrix.penalty, prices, closed
    )


def _best(polytope: Polytope, goal: Ints, seconds: float) -> _Step:
    """A best whole x: by the linear programme where its corner is whole, else by branch and bound."""
    step, _ = _relaxed(polytope, goal)
    if step is not None:
        return step
    found = maximise(polytope, goal, whole=True, seconds=seconds)
    x = _whole(polytope, found.x)
    if x is None:
        raise UserError(
            f"no programme was found in {seconds:g} seconds",
            "allow more time, or take part with fewer regions",
        )
    value = int(goal @ x)
    return _Step(x, value, None, max(value, _floor(found.bound)))


def _relaxed(polytope: Polytope, goal: Ints) -> tuple[_Step | None, int]:
    """The linear programme's best x when it is whole (else None), and what no x can exceed."""
    if np.array_equal(polytope.lower, polytope.upper):
        value = int(goal @ polytope.lower)
        return _Step(polytope.lower, value, np.zeros(len(polytope.row_lower), dtype=np.int64), value), value
    found = maximise(polytope, goal)
    x, bound = _whole(polytope, found.x), _floor(found.bound)
    if x is None or found.prices is None:
        return None, bound
    value = int(goal @ x)
    prices = np.rint(found.prices).astype(np.int64)
    proven = _dual_bound(polytope, goal, prices) == value
    return _Step(x, value, prices if proven else None, max(value, bound)), bound


def _dual_bound(polytope: Polytope, goal: Ints, prices: Ints) -> int:
    """What no x can exceed, by weak duality, in whole numbers: each row and each column at whichever end is dearer."""
    reduced = goal - polytope.columns_of(prices)
    rows = np.maximum(prices * polytope.row_lower, prices * polytope.row_upper)
    columns = np.maximum(reduced * polytope.lower, reduced * polytope.upper)
    return int(rows.sum()) + int(columns.sum())


def _face(polytope: Polytope, goal: Ints, step: _Step) -> Polytope:
    """The part of a polytope in which every x reaches the step's value, and which holds every x that does."""
    if step.prices is None:
        return _with_row(polytope, goal, step.value)
    reduced = goal - polytope.columns_of(step.prices)
    return replace(
        polytope,
        lower=np.where(reduced > 0, polytope.upper, polytope.lower),
        upper=np.where(reduced < 0, polytope.lower, polytope.upper),
        row_lower=np.where(step.prices > 0, polytope.row_upper, polytope.row_lower),
        row_upper=np.where(step.prices < 0, polytope.row_lower, polytope.row_upper),
    )


def _with_row(polytope: Polytope, goal: Ints, value: int) -> Polytope:
    """The polytope cut by the row goal · x = value."""
    used = np.flatnonzero(goal)
    column = np.concatenate([polytope.column, used])
    order = np.argsort(column, kind="stable")
    row = np.concatenate([polytope.row, np.full(len(used), len(polytope.row_lower), dtype=np.int64)])
    return replace(
        polytope,
        column=column[order],
        row=row[order],
        value=np.concatenate([polytope.value, goal[used]])[order],
        row_lower=np.append(polytope.row_lower, value),
        row_upper=np.append(polytope.row_upper, value),
    )


def _tie_goals(instance: Instance, matrix: Matrix, face: Polytope) -> Iterator[Ints]:
    """Confidence, then a hash of the ids in two halves; only pairs that are still open need one."""
    zeros = np.zeros(len(face.lower), dtype=np.int64)
    confidence = zeros.copy()
    confidence[: len(matrix.kept)] = np.array(instance.pairs.confidence, dtype=np.int64)[matrix.kept]
    yield confidence
    high, low = zeros.copy(), zeros.copy()
    for column in np.flatnonzero(face.lower < face.upper):
        if column < len(matrix.kept):
            high[column], low[column] = _hash(instance.choice(int(matrix.kept[column])))
    yield high
    yield low


def _hash(choice: Choice) -> tuple[int, int]:
    number = int.from_bytes(blake2b("\0".join(choice).encode(), digest_size=5).digest(), "big")
    return number >> _HASH_BITS, number & ((1 << _HASH_BITS) - 1)


def _whole(polytope: Polytope, x: Floats | None) -> Ints | None:
    """x rounded, when it is whole but for rounding errors and then keeps every limit exactly."""
    if x is None or np.abs(x - np.rint(x)).max(initial=0.0) > _INTEGRAL:
        return None
    rounded = np.rint(x).astype(np.int64)
    return rounded if polytope.holds(rounded) else None


def _floor(bound: float) -> int:
    return math.floor(bound + _INTEGRAL) if math.isfinite(bound) else 2**62


def _prices(instance: Instance, matrix: Matrix, of_rows: Ints) -> Prices:
    """Prices by id from the prices of rows. Limits of 0 cost nothing at any price: theirs cover the pairs they rule out."""
    regions, practices = [r.id for r in instance.regions], [p.id for p in instance.practices]
    owners = sorted({p.owner for p in instance.practices if p.owner})
    of_family = {
        family.name: np.append(of_rows, 0)[family.row] for family in matrix.families
    }  # NONE finds the 0
    to_cover = np.array(instance.pairs.score, dtype=np.int64)
    for family in matrix.families[
        :2
    ]:  # only imports and exports may have prices below 0, which pay instead of cost
        to_cover -= np.append(np.minimum(of_family[family.name], 0), 0)[family.group]
    for position, family in enumerate(matrix.families):
        price = of_family[family.name] if position < 2 else np.maximum(of_family[family.name], 0)
        limited = np.flatnonzero(family.group != NONE)
        ruled_out = limited[family.most[family.group[limited]] == 0]
        np.maximum.at(price, family.group[ruled_out], to_cover[ruled_out])
        of_family[family.name] = price
    keys = {family.name: family.keys for family in matrix.families}
    return Prices(
        _named(of_family["imports"], regions),
        _named(of_family["exports"], regions),
        _named(of_family["practices"], practices),
        _paired(of_family["pairs"], keys["pairs"], regions, owners) if "pairs" in keys else {},
        _named(of_family["needs"], instance.needs),
        _paired(of_family["importer_practices"], keys["importer_practices"], regions, practices),
    )


def _named(prices: Ints, keys: Sequence[_Key]) -> dict[_Key, int]:
    return {keys[int(i)]: int(prices[i]) for i in np.flatnonzero(prices)}


def _paired(prices: Ints, keys: Ints, first: list[str], second: list[str]) -> dict[tuple[str, str], int]:
    found = {}
    for i in np.flatnonzero(prices):
        one, two = divmod(int(keys[i]), len(second))
        found[first[one], second[two]] = int(prices[i])
    return found
