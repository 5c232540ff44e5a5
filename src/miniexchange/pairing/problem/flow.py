"""The programme without the rules that leave the flow, by column generation.

Few pairs are promising: the linear programme is solved over these, its prices are held against all pairs, those that are
worth more than their price join, and so on until there is none. The last prices then bound every programme over all
pairs; where they are whole and the corner is whole, that bound is the programme's own value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from miniexchange.pairing.problem.faces import whole
from miniexchange.pairing.problem.highs import maximise
from miniexchange.pairing.problem.instance import MAX_SCORE
from miniexchange.pairing.problem.limits import Limits
from miniexchange.pairing.problem.matrix import matrix_of
from miniexchange.pairing.problem.pairs import Ints
from miniexchange.pairing.problem.prices import RowPrices
from miniexchange.pairing.problem.pricing import FirstLook, worthwhile
from miniexchange.pairing.problem.sets import among, distinct

EACH = 10
"""How many pairs of a row and of an exporter join at a time."""
POOL = 200_000
"""More pairs than this are not searched for ties, nor by branch and bound."""
_MARGIN = 30
"""Pairs that lack less than this part of a typical best score join as well: far fewer rounds, hardly more pairs."""
_SMALL = 4096
_ROUNDS = 60


@dataclass(frozen=True)
class Flow:
    """What the linear programme told. `bound` is at least the value of every programme; `cells` are the pairs that were looked at.

    `value` is that of its own programme where the corner was whole, else None. `pool` are all pairs that may be part of a
    programme that reaches the bound, None when these are too many.
    """

    cells: Ints
    value: int | None
    bound: int
    prices: RowPrices
    pool: Ints | None

    @property
    def proven(self) -> bool:
        """Whether the prices prove the programme best."""
        return self.value == self.bound


def each_of(limits: Limits) -> int:
    """How many pairs per row to begin with: all of them where that is quick."""
    pairs = limits.instance.pairs
    return pairs.width if len(pairs.importer) * pairs.width <= _SMALL else EACH


def flow_of(limits: Limits, look: FirstLook, penalty: int, seeds: Ints) -> Flow:
    """The linear programme's optimum over all pairs. `seeds` join the promising ones of the first look."""
    cells = distinct(look.seeds, seeds)
    pairs = limits.instance.pairs
    for _ in range(_ROUNDS):
        matrix = matrix_of(limits, cells)
        goal = matrix.goal(pairs.scores(*np.divmod(cells, max(1, pairs.width)))) - penalty * matrix.missing
        found = maximise(matrix.polytope, goal)
        x = whole(matrix.polytope, found.x)
        of_rows = np.zeros(len(matrix.polytope.row_lower), dtype=np.int64)
        if found.prices is not None:
            of_rows = np.rint(found.prices).astype(np.int64)
        prices = matrix.prices(of_rows).covering(limits, 4 * penalty + MAX_SCORE)
        residual, promising, pool = worthwhile(
            limits, prices, cells, EACH, margin=look.typical // _MARGIN, most=POOL
        )
        if not len(promising):
            break
        cells = distinct(cells, promising)
    value = None if x is None else int(goal @ x)
    return Flow(cells, value, bound_of(limits, prices, penalty) + residual, prices, pool)


def bound_of(limits: Limits, prices: RowPrices, penalty: int) -> int:
    """What the limits are worth at some prices: with the residual of all pairs, no programme is worth more."""

    def side(price: Ints, least: Ints, most: Ints) -> int:
        ends = [
            price * k - penalty * np.maximum(0, least - k)
            for k in (np.zeros_like(most), np.minimum(least, most), most)
        ]
        return int(np.maximum.reduce(ends).sum()) if len(price) else 0

    total = side(prices.imports, limits.import_min, limits.import_max)
    total += side(prices.exports, limits.export_min, limits.export_max)
    total += int((prices.practices[prices.practices > 0] * limits.capacity[prices.practices > 0]).sum())
    total += int((prices.needs * limits.needs).sum())
    for keyed, used in (
        (prices.pairs, limits.used_pairs),
        (prices.importer_practices, limits.used_practices),
    ):
        total += int(keyed.price[~among(keyed.keys, used)].sum())
    return total + prices.exchanges * limits.instance.rules.exchanges_min
