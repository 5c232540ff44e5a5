"""What a raise of a limit could do about missing exchanges at most, known without solving again."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from miniexchange.pairing.explain.fewest_raises import ROUNDING, eligible_cells
from miniexchange.pairing.explain.raises import Raise, Sort
from miniexchange.pairing.problem.extras import has_extras, model_of
from miniexchange.pairing.problem.highs import maximise
from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.limits import NONE, UNLIMITED, Limits, limits_of
from miniexchange.pairing.problem.matrix import Floats, Matrix, matrix_of
from miniexchange.pairing.problem.pairs import Ints

_FAMILY: Mapping[Sort, str] = {
    "imports": "imports",
    "exports": "exports",
    "capacity": "practices",
    "need_max": "needs",
}
"""Limits that can be raised by units → what the matrix calls them."""


class Relief:
    """How few exchanges can be missing at least, and what a raise of limits could do about it at most.

    A price of the linear programme with the fewest missing exchanges is what one unit more of a limit is worth at most, and prices
    add up (weak duality).
    """

    def __init__(self, instance: Instance) -> None:
        limits, cells = limits_of(instance), eligible_cells(instance)
        self._worth: defaultdict[Raise, float] | None = None
        if has_extras(instance):
            model = model_of(limits, cells)
            self._fewest = -maximise(model.polytope, -model.missing).bound
            return
        matrix = matrix_of(limits, _different(limits, cells))
        found = maximise(matrix.polytope, -matrix.missing)
        self._fewest = -found.bound
        if found.prices is not None:
            self._worth = _worth(instance, matrix, found.prices)

    def fewest_missing(self, raises: Iterable[Raise] = ()) -> int:
        """A number of missing exchanges that no programme can fall below, with some raises; 0 where nothing is known of these."""
        worth = 0.0
        for change in raises:
            if self._worth is None or change.sort not in _FAMILY:
                return 0
            worth += change.units * self._worth[replace(change, units=1)]
        return max(0, math.ceil(self._fewest - worth - ROUNDING))


def _different(limits: Limits, cells: Ints) -> Ints:
    """The pairs without those that every limit treats like another one: of a need with one exporter, as only one can be chosen."""
    if not limits.instance.rules.one_per_ordered_pair:
        return cells
    row, practice = np.divmod(cells, max(1, limits.instance.pairs.width))
    owner = limits.owner[practice]
    alike = (owner != NONE) & (limits.capacity[practice] >= UNLIMITED)
    keys = (row * len(limits.owners) + owner)[alike]
    order = np.argsort(keys, kind="stable")
    first = order[np.diff(keys[order], prepend=-1) > 0]  # numpy.unique would load all of numpy.ma
    return np.sort(np.concatenate([cells[~alike], cells[alike][first]]))


def _worth(instance: Instance, matrix: Matrix, prices: Floats) -> defaultdict[Raise, float]:
    """What a unit more of each limit is worth, from the prices of the rows; what has no row is worth nothing."""
    regions = [region.id for region in instance.regions]
    named = {
        "imports": regions,
        "exports": regions,
        "capacity": [practice.id for practice in instance.practices],
        "need_max": [""] * len(instance.needs),
    }
    found: defaultdict[Raise, float] = defaultdict(float)
    families = {family.name: family for family in matrix.families}
    for sort, name in _FAMILY.items():
        family = families[name]
        for key, row in zip(family.keys.tolist(), family.row.tolist(), strict=True):
            if row != NONE:
                found[Raise(sort, named[sort][key])] += max(0.0, float(prices[row]))
    return found
