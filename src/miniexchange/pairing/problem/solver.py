"""The best programme of an instance, one and the same whatever the order of the files, and the prices that prove it.

The goals come one after the other: fewest missing exchanges, highest score, then, among programmes that are equally good, the
sum of confidence, then two sums of a fixed hash of each pair's ids (`faces.py`).

The flow comes first (`flow.py`). Where its corner is whole, its prices prove it, and it keeps the rules that leave the flow,
it is the answer. Else branch and bound (`extras.py` has its rows) looks among the pairs that can be part of a better
programme: a pair whose price exceeds its score by more than what the best programme known may still gain cannot.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.certificate import Prices
from miniexchange.pairing.problem.extras import has_extras, model_of, most_bonus
from miniexchange.pairing.problem.faces import Step, best, face
from miniexchange.pairing.problem.flow import POOL, Flow, each_of, flow_of
from miniexchange.pairing.problem.instance import Choice, Instance
from miniexchange.pairing.problem.limits import Limits, limits_of
from miniexchange.pairing.problem.matrix import Polytope, matrix_of
from miniexchange.pairing.problem.pairs import AtLeast, Ints
from miniexchange.pairing.problem.pricing import first_look, worthwhile

_HASH_BITS = 20
_EASY = 20_000
"""So few pairs are all given to branch and bound at once."""
_EXACT = 1 << 62
"""No programme may be worth more, nor less than this below 0: whole numbers have 64 bits."""


@dataclass(frozen=True)
class Solution:
    """The programme found, in the instance's order. `bound` is at least `objective − penalty · shortfall` of every programme.

    `prices` always bound every programme that keeps the limits of the flow; `proven` tells that they prove this one best,
    `closed` that it is best in either way. `cells` are the chosen pairs as row · practices + practice.
    """

    chosen: tuple[Choice, ...]
    cells: tuple[int, ...]
    objective: int
    shortfall: int
    bound: int
    penalty: int
    prices: Prices
    proven: bool
    closed: bool

    @property
    def value(self) -> int:
        return self.objective - self.penalty * self.shortfall


def solve(instance: Instance, *, seconds: float = 60.0, known: tuple[int, ...] = ()) -> Solution:
    """The best programme: fewest missing exchanges first, then the highest total score, then the rules for ties.

    `seconds` limits the search by branch and bound, which only some instances need; an unfinished one says so by a bound
    above its value. `known` are cells of a programme that keeps every rule, where the caller has one.
    Raises UserError when the time was over before any programme was found, and for numbers too large to add up exactly.
    """
    deadline = time.monotonic() + seconds
    if instance.rules.exchanges_min > len(known):
        known = _enough(instance, seconds)
    limits = limits_of(instance)
    look = first_look(limits, each_of(limits))
    penalty = 1 + look.best + most_bonus(limits)
    if penalty * (1 + int(limits.import_min.sum() + limits.export_min.sum())) > _EXACT:
        raise UserError(
            "scores, bonuses and least numbers of exchanges are too large together for exact arithmetic",
            "lower the least numbers to what can be reached, or the scores",
        )
    flow = flow_of(limits, look, penalty, np.array(known, dtype=np.int64))
    if flow.proven:
        cells = _settled(limits, flow, penalty, deadline)
        objective = int(instance.pairs.scores(*_apart(limits, cells)).sum())
        found = _Found(cells, objective, (objective - flow.bound) // penalty, flow.bound)
        if not has_extras(instance) or _keeps_all(limits, found, penalty, deadline):
            return _solution(limits, flow, penalty, found)
    found = _searched(limits, flow, penalty, look.open, deadline)
    return _solution(limits, flow, penalty, found)


def _enough(instance: Instance, seconds: float) -> tuple[int, ...]:
    """The cells of a programme with as many exchanges as the rules ask for; raises UserError where there is none."""
    least = instance.rules.exchanges_min
    most = solve(
        replace(
            instance,
            regions=tuple(r._replace(export_min=0, import_min=0) for r in instance.regions),
            pairs=AtLeast(instance.pairs, 0, equal=True),
            rules=replace(instance.rules, reciprocity_bonus=0, theme_bonus=0, exchanges_min=0),
        ),
        seconds=seconds,
    )
    if len(most.chosen) < least and most.closed:
        raise UserError(
            f"no programme has {least} exchanges: at most {len(most.chosen)} are possible",
            "lower `exchanges_min`, or raise the limits",
        )
    if len(most.chosen) < least:
        raise UserError("the time was over before a programme was found", "allow more time")
    return most.cells


@dataclass(frozen=True)
class _Found:
    """Chosen cells, their worth, and what no programme can exceed."""

    cells: Ints
    objective: int
    missing: int
    bound: int

    def value(self, penalty: int) -> int:
        return self.objective - penalty * self.missing


def _keeps_all(limits: Limits, found: _Found, penalty: int, deadline: float) -> bool:
    """Whether the flow's best programme also keeps the rules that leave the flow; then it is the best under them, too."""
    if most_bonus(limits):
        return False
    model = model_of(limits, found.cells)
    every = model.polytope.lower.copy()
    every[: len(found.cells)] = 1
    fewest = best(replace(model.polytope, lower=every), -model.missing, deadline)
    return fewest is not None and -fewest.value == found.missing


def _settled(limits: Limits, flow: Flow, penalty: int, deadline: float) -> Ints:
    """The cells of the programme that the rules for ties name among those that reach the flow's bound."""
    cells = flow.cells if flow.pool is None else flow.pool
    matrix = matrix_of(limits, cells, priced=flow.prices)
    goal = matrix.goal(limits.instance.pairs.scores(*_apart(limits, cells)))
    goal -= penalty * matrix.missing
    prices = matrix.row_prices(flow.prices)
    start = face(
        matrix.polytope, goal, Step(np.zeros(0, dtype=np.int64), flow.bound, flow.bound, prices, True)
    )
    return _tie_broken(limits, cells, start, None, deadline)


def _tie_broken(limits: Limits, cells: Ints, at: Polytope, x: Ints | None, deadline: float) -> Ints:
    """The chosen cells of a polytope's best x by the rules for ties; `x` is one of its members, where it is known."""
    for goal in _tie_goals(limits, cells, at):
        if np.array_equal(at.lower, at.upper):
            x = at.lower
            break
        if not goal[at.lower < at.upper].any():
            continue
        step = best(at, goal, deadline)
        if step is None:
            break
        x = step.x
        if not step.closed:
            break
        at = face(at, goal, step)
    if x is None and (step := best(at, np.zeros_like(at.lower), deadline)) is not None:
        x = step.x
    if x is None:
        raise UserError("the time was over before a programme was found", "allow more time")
    return cells[np.flatnonzero(x[: len(cells)])]


def _tie_goals(limits: Limits, cells: Ints, at: Polytope) -> Iterator[Ints]:
    """Confidence, then a hash of the ids in two halves; only pairs that are still open need one."""
    zeros = np.zeros(len(at.lower), dtype=np.int64)
    row, practice = _apart(limits, cells)
    confidence = zeros.copy()
    confidence[: len(cells)] = limits.instance.pairs.confidence(row, practice)
    yield confidence
    high, low = zeros.copy(), zeros.copy()
    for column in np.flatnonzero((at.lower < at.upper)[: len(cells)]).tolist():
        high[column], low[column] = _hash(limits.instance.choice(int(row[column]), int(practice[column])))
    yield high
    yield low


def _hash(choice: Choice) -> tuple[int, int]:
    number = int.from_bytes(blake2b("\0".join(choice).encode(), digest_size=5).digest(), "big")
    return number >> _HASH_BITS, number & ((1 << _HASH_BITS) - 1)


def _searched(limits: Limits, flow: Flow, penalty: int, open_pairs: int, deadline: float) -> _Found:
    """The best programme by branch and bound, over those pairs that may be part of it."""
    above = flow.bound + most_bonus(limits)
    if open_pairs <= _EASY:
        pool = worthwhile(limits, flow.prices, flow.cells, 1, floor=-(1 << 60), most=POOL)[2]
    else:
        first = _branched(limits, penalty, flow.cells, deadline)
        gain = above - first.value(penalty)
        pool = worthwhile(limits, flow.prices, flow.cells, 1, floor=-gain, most=POOL)[2]
        if pool is None or time.monotonic() > deadline:
            return replace(first, bound=above)
    assert pool is not None, "so few pairs always fit"
    found = _branched(limits, penalty, pool, deadline)
    if open_pairs > _EASY:
        found = _better(first, found, penalty)
    return replace(found, bound=min(found.bound, above))


def _better(first: _Found, found: _Found, penalty: int) -> _Found:
    """The second search's programme, unless its time was over before it came as far as the first; its bound holds for both."""
    return found if found.value(penalty) >= first.value(penalty) else replace(first, bound=found.bound)


def _branched(limits: Limits, penalty: int, cells: Ints, deadline: float) -> _Found:
    """The best programme over some cells, the two goals one after the other; `bound` holds for these cells only.

    One goal with weights as far apart as M and 1 would make branch and bound work badly.
    """
    model = model_of(limits, cells)
    fewest = best(model.polytope, -model.missing, deadline)
    if fewest is None:
        raise UserError("the time was over before a programme was found", "allow more time")
    at = face(model.polytope, -model.missing, fewest)
    step = best(at, model.score, deadline) or replace(
        fewest, value=int(model.score @ fewest.x), bound=penalty - 1
    )
    if not (fewest.closed and step.closed):
        chosen = step.x[: len(cells)]
        bound = penalty * fewest.bound + (step.bound if fewest.closed else penalty - 1)
        return _Found(cells[np.flatnonzero(chosen)], step.value, int(model.missing @ step.x), bound)
    kept = _tie_broken(limits, cells, face(at, model.score, step), step.x, deadline)
    return _Found(kept, step.value, -fewest.value, step.value + penalty * fewest.value)


def _solution(limits: Limits, flow: Flow, penalty: int, found: _Found) -> Solution:
    instance, cells = limits.instance, np.sort(found.cells)
    row, practice = _apart(limits, cells)
    value = found.value(penalty)
    return Solution(
        tuple(instance.choice(int(r), int(p)) for r, p in zip(row, practice, strict=True)),
        tuple(cells.tolist()),
        found.objective,
        found.missing,
        max(found.bound, value),
        penalty,
        flow.prices.named(limits),
        flow.bound + most_bonus(limits) == value,
        found.bound <= value,
    )


def _apart(limits: Limits, cells: Ints) -> tuple[Ints, Ints]:
    """Rows and columns of cells."""
    row, practice = np.divmod(cells, max(1, limits.instance.pairs.width))
    return row, practice
