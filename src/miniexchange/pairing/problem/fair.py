"""Fairness: no exchange should be much worse than the others.

Among the programmes with as few missing exchanges and as many exchanges as the best one, the fair one lets its worst
exchange score as much as possible, and then has the highest total.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.pairs import AtLeast
from miniexchange.pairing.problem.sets import distinct
from miniexchange.pairing.problem.solver import Solution, solve


@dataclass(frozen=True)
class Fair:
    """The fair programme: every new exchange scores `threshold` at least, and no higher one is possible (`proven`).

    `instance` is the problem that `solution` solves: the pairs that reach the threshold, and as many exchanges as the best has.
    """

    instance: Instance
    solution: Solution
    threshold: int
    proven: bool


def fair(instance: Instance, best: Solution, *, seconds: float = 60.0) -> Fair:
    """The fair programme, given the best one; by binary search over the scores that occur."""
    number, scores = len(best.chosen), _scores(instance)
    known = instance.pairs.scores(
        *np.divmod(np.array(best.cells, dtype=np.int64), max(1, instance.pairs.width))
    )
    low, high = int(np.searchsorted(scores, known.min())) if number else 0, len(scores)
    cells, proven = best.cells, best.closed
    while high - low > 1:
        middle = (low + high) // 2
        found = _most_exchanges(instance, int(scores[middle]), seconds)
        if found.shortfall == best.shortfall and len(found.chosen) >= number:
            low, cells = middle, found.cells
        else:
            high, proven = middle, proven and found.closed
    threshold = int(scores[low]) if len(scores) else 0
    narrowed = replace(
        instance,
        pairs=AtLeast(instance.pairs, threshold),
        rules=replace(instance.rules, exchanges_min=number),
    )
    solution = solve(narrowed, seconds=seconds, known=cells)
    return Fair(narrowed, solution, threshold, proven)


def _most_exchanges(instance: Instance, least: int, seconds: float) -> Solution:
    """Fewest missing, then as many exchanges as possible, among the pairs that reach a score."""
    plain = replace(instance.rules, reciprocity_bonus=0, theme_bonus=0, exchanges_min=0)
    return solve(
        replace(instance, pairs=AtLeast(instance.pairs, least, equal=True), rules=plain), seconds=seconds
    )


def _scores(instance: Instance) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Every score that occurs, rising."""
    found = [distinct(block) for _, block in instance.pairs.blocks()]
    scores = distinct(*found)
    return scores[scores >= 0]
