"""Passes over all pairs of a problem: a first look for promising ones, and the pairs that prices leave worth something.

No pass holds more than one block of cells, or loops over single cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from miniexchange.pairing.problem.limits import NONE, Limits
from miniexchange.pairing.problem.pairs import Cells, Ints
from miniexchange.pairing.problem.prices import RowPrices
from miniexchange.pairing.problem.sets import among, distinct

_CHUNK = 64
_SAFE = 1 << 28
"""Prices below this leave room for sums in 32 bits."""


@dataclass(frozen=True)
class FirstLook:
    """`seeds`: the cells of the best pairs of every row and every exporter; `best`: the sum of every importer's best scores, as
    many as it may import, whether open or not, and `typical` their mean; `open`: how many pairs may still be chosen."""

    seeds: Ints
    best: int
    typical: int
    open: int


def first_look(limits: Limits, each: int) -> FirstLook:
    """One pass over all pairs, for about `each` promising ones per row and per exporter."""
    pairs, width = limits.instance.pairs, limits.instance.pairs.width
    most = limits.import_max[pairs.importer]
    # No more per row than can be exported in all: a very high import_max alone must not bring in every pair.
    each_of_row = max(each, min(int(most.max(initial=0)), -(-_exports(limits) // max(1, len(most)))))
    seeds, importers, scores, number = [], [], [], 0
    column_best = np.full(width, -1, dtype=np.int64)
    column_row = np.zeros(width, dtype=np.int64)
    for first, block, open_ in limits.open_blocks():
        wanted = int(most[first : first + len(block)].max(initial=0))
        row, column = top_cells(block, max(each_of_row, wanted))
        importers.append(pairs.importer[first + row])
        scores.append(block[row, column].astype(np.int64))
        if open_ is not block or wanted > each_of_row:
            row, column = top_cells(open_, each_of_row)
        seeds.append((first + row) * width + column)
        number += int(np.count_nonzero(open_ >= 0))
        highest = open_.max(axis=0)
        better = np.flatnonzero(highest > column_best)
        column_best[better] = highest[better]
        column_row[better] = first + open_[:, better].argmax(axis=0)
    seeds.append(_of_exporters(limits, column_best, column_row, each))
    best = _best_scores(limits, importers, scores)
    total = int(best.sum())
    return FirstLook(distinct(*seeds), total, total // max(1, len(best)), number)


def _exports(limits: Limits) -> int:
    """How many exchanges the exporters' limits allow in all."""
    outside = limits.capacity[limits.owner_region == NONE]
    return int(limits.export_max.sum()) + int(outside.sum())


def top_cells(block: Cells, each: int) -> tuple[Ints, Ints]:
    """(row, column) of at least the `each` best eligible cells of every row, and of not many more."""
    rows, width = block.shape
    chunk = min(_CHUNK, width // (4 * max(1, each)))
    if chunk < 2:
        row, column = np.nonzero(block >= 0)
    else:
        # The each-th greatest of the chunks' maxima: so many cells reach it at least.
        maxima = block[:, : width // chunk * chunk].reshape(rows, -1, chunk).max(axis=2)
        reach = np.partition(maxima, maxima.shape[1] - each, axis=1)[:, maxima.shape[1] - each]
        row, column = np.nonzero(block >= np.maximum(reach, 0)[:, None])
    if len(row) <= 2 * each * rows:
        return row, column
    # Among many equals, spread the choice over the columns: else every row would offer the same ones.
    spread = (column * 40503 + row * 7919) % 65521
    order = np.lexsort((spread, -block[row, column].astype(np.int64), row))
    kept = np.sort(order[_rank(row[order]) < each])
    return row[kept], column[kept]


def worthwhile(
    limits: Limits,
    prices: RowPrices,
    known: Ints,
    each: int,
    *,
    margin: int = 0,
    floor: int = 0,
    most: int = 0,
) -> tuple[int, Ints, Ints | None]:
    """One pass over all pairs at some prices: (residual, promising, pool).

    `residual` is the sum of what is left of every score above its prices, where something is. `promising` are cells with
    something left that are not in `known` (rising), about `each` per row and column; where there are such cells, also those
    that lack no more than `margin`, since the next prices may well favour them. `pool` are all cells with at least `floor`
    left, None when there are more than `most`.
    """
    pairs, width = limits.instance.pairs, limits.instance.pairs.width
    of_column = prices.practices + np.append(prices.exports, 0)[limits.owner_region]
    of_row = prices.imports[pairs.importer] + np.append(prices.needs, 0)[pairs.need] + prices.exchanges
    greatest = max(
        int(np.abs(a).max(initial=0))
        for a in (of_column, of_row, prices.pairs.price, prices.importer_practices.price)
    )
    dtype = np.int32 if greatest < _SAFE else np.int64
    low = -(1 << 30) if dtype is np.int32 else -(1 << 60)
    of_column, of_row = of_column.astype(dtype), of_row.astype(dtype)
    single = _single_prices(limits, prices)
    residual, promising, pool, pooled, found_any = 0, [], [], 0, False
    for first, _, open_ in limits.open_blocks():
        left = np.subtract(open_, of_column, dtype=dtype)
        left -= of_row[first : first + len(open_), None]
        for row in range(first, first + len(open_)) if single else ():
            for columns, price in single.get(int(pairs.importer[row]), ()):
                left[row - first, columns] -= price
        np.putmask(left, open_ < 0, low)
        cell = np.flatnonzero(left.ravel() >= min(floor, -margin))
        if floor <= low:
            cell = cell[open_.ravel()[cell] >= 0]
        value = left.ravel()[cell].astype(np.int64)
        cell += first * width
        positive = value > 0
        residual += int(value[positive].sum())
        fresh = (value > -max(1, margin)) & ~among(cell, known)
        found_any |= bool((fresh & positive).any())
        if fresh.any():
            promising.append(_most_promising(cell[fresh], value[fresh], width, each))
        reached = value >= floor
        pooled += int(np.count_nonzero(reached))
        if pooled <= most:
            pool.append(cell[reached])
    found = np.concatenate(promising) if found_any else np.zeros(0, dtype=np.int64)
    whole_pool = np.concatenate([np.zeros(0, dtype=np.int64), *pool]) if pooled <= most else None
    return residual, found, whole_pool


def _of_exporters(limits: Limits, best: Ints, row: Ints, each: int) -> Ints:
    """The best cell of each exporter's `each` best practices."""
    columns = np.flatnonzero((best >= 0) & (limits.owner != NONE))
    order = columns[np.lexsort((columns, -best[columns], limits.owner[columns]))]
    kept = order[_rank(limits.owner[order]) < each]
    return row[kept] * limits.instance.pairs.width + kept


def _best_scores(limits: Limits, importers: list[Ints], scores: list[Ints]) -> Ints:
    """Every importer's best scores, as many as it may import."""
    if not importers:
        return np.zeros(0, dtype=np.int64)
    importer, score = np.concatenate(importers), np.concatenate(scores)
    order = np.lexsort((-score, importer))
    return score[order][_rank(importer[order]) < limits.import_max[importer[order]]]


def _single_prices(limits: Limits, prices: RowPrices) -> dict[int, list[tuple[Ints, int]]]:
    """(columns, price) of the prices that hold for one importer and some practices only, by importer."""
    found: dict[int, list[tuple[Ints, int]]] = {}
    width, owners = limits.instance.pairs.width, max(1, len(limits.owners))
    if len(prices.pairs.keys):
        order = np.argsort(limits.owner, kind="stable")
        starts = np.searchsorted(limits.owner[order], np.arange(owners + 1))
        for key, price in zip(prices.pairs.keys.tolist(), prices.pairs.price.tolist(), strict=True):
            importer, owner = divmod(key, owners)
            found.setdefault(importer, []).append((order[starts[owner] : starts[owner + 1]], price))
    of_cells = prices.importer_practices
    for key, price in zip(of_cells.keys.tolist(), of_cells.price.tolist(), strict=True):
        importer, practice = divmod(key, width)
        found.setdefault(importer, []).append((np.array([practice]), price))
    return found


def _most_promising(cell: Ints, value: Ints, width: int, each: int) -> Ints:
    """Of some cells, the `each` most valuable of every row and of every column."""
    if len(cell) <= each:
        return cell
    row, column = np.divmod(cell, width)
    kept = np.zeros(len(cell), dtype=bool)
    for group in (row, column):
        order = np.lexsort((cell, -value, group))
        kept[order[_rank(group[order]) < each]] = True
    return cell[kept]


def _rank(group: Ints) -> Ints:
    """Each entry's position within its group, the groups standing together."""
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1])) if len(group) else group
    return np.arange(len(group)) - np.repeat(starts, np.diff(np.append(starts, len(group))))
