"""Stability: no importer and exporter would both rather exchange with each other than keep what they have.

Both sides of a pair have the same score, so taking the best pair that still fits, again and again, gives a programme
that nothing blocks. It cares for no minimum and no bonus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from miniexchange.pairing.problem.extras import left_of_budgets
from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.limits import NONE, Limits, limits_of
from miniexchange.pairing.problem.pairs import NOT_ELIGIBLE, Ints

_BATCH = 1 << 16
_FREE = -1
_NEVER = 1 << 40


@dataclass(frozen=True)
class Blocking:
    """Pairs that both sides would rather have than something they have: how many, and the cells of those with the highest scores."""

    number: int
    cells: tuple[int, ...]


def stable(instance: Instance) -> tuple[int, ...]:
    """The cells of the stable programme, rising: pairs by falling score, then by ids, each taken where every limit allows it."""
    limits = limits_of(instance)
    pairs = instance.pairs
    found = [
        np.flatnonzero(open_.ravel() >= 0) + first * pairs.width for first, _, open_ in limits.open_blocks()
    ]
    cells = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    scores = pairs.scores(*np.divmod(cells, max(1, pairs.width)))
    cells = cells[np.argsort(-scores, kind="stable")]
    used: Counter[Hashable] = Counter(_standing(limits))
    budgets, chosen = left_of_budgets(instance), []
    full_rows = np.zeros(len(pairs.importer), dtype=bool)
    full_columns = np.zeros(pairs.width, dtype=bool)
    for start in range(0, len(cells), _BATCH):
        batch = cells[start : start + _BATCH]
        row, column = np.divmod(batch, pairs.width)
        for cell in batch[~(full_rows[row] | full_columns[column])].tolist():
            r, p = divmod(cell, pairs.width)
            importer, touched = int(pairs.importer[r]), list(_touched(limits, r, p))
            cost = instance.costs.get((importer, p), 0)
            if any(used[key] >= most for key, most in touched) or cost > budgets.get(importer, cost):
                continue
            used.update(key for key, _ in touched)
            chosen.append(cell)
            if importer in budgets:
                budgets[importer] -= cost
        full_rows = limits.import_max[pairs.importer] <= _used(used, "imports", pairs.importer)
        full_columns = limits.capacity <= _used(used, "practice", np.arange(pairs.width))
    return tuple(sorted(chosen))


def blocking(instance: Instance, chosen: Sequence[int], most: int) -> Blocking:
    """The pairs that block a programme: each full limit of theirs holds an exchange with a lower score that could make room.

    Budgets and limits that locked exchanges fill make no room. The `most` best ones are named.
    """
    limits, pairs = limits_of(instance), instance.pairs
    reach = _reach(limits, chosen)
    number, best = 0, []
    mine = np.sort(np.array(chosen, dtype=np.int64))
    for first, _, open_ in limits.open_blocks():
        score = open_.astype(np.int64)
        here = mine[(mine >= first * pairs.width) & (mine < (first + len(score)) * pairs.width)]
        score[np.divmod(here - first * pairs.width, pairs.width)] = NOT_ELIGIBLE
        least = np.maximum(reach.rows[first : first + len(score), None], reach.columns[None, :])
        for offset in range(len(score)):
            for columns, held in reach.cells.get(int(pairs.importer[first + offset]), ()):
                least[offset, columns] = np.maximum(least[offset, columns], held)
        score[reach.too_dear(first, len(score))] = NOT_ELIGIBLE
        cell = np.flatnonzero(((score > least) & (score >= 0)).ravel())
        number += len(cell)
        value = score.ravel()[cell]
        top = np.lexsort((cell, -value))[:most]
        best += list(zip((-value[top]).tolist(), (cell[top] + first * pairs.width).tolist(), strict=True))
    return Blocking(number, tuple(cell for _, cell in sorted(best)[:most]))


@dataclass(frozen=True)
class _Reach:
    """What score a pair must exceed to make room: by row, by column, and for single columns of an importer."""

    limits: Limits
    rows: Ints
    columns: Ints
    cells: dict[int, list[tuple[Ints, int]]]
    budgets: dict[int, int]

    def too_dear(self, first: int, number: int) -> tuple[Ints, Ints]:
        """(row from `first`, practice) of the cells in some rows that cost more than a budget has left."""
        instance = self.limits.instance
        importer = instance.pairs.importer[first : first + number]
        found = [
            (int(row), practice)
            for (region, practice), cost in sorted(instance.costs.items())
            if cost > self.budgets.get(region, cost)
            for row in np.flatnonzero(importer == region)
        ]
        row, practice = np.array(found, dtype=np.int64).reshape(-1, 2).T
        return row, practice


def _reach(limits: Limits, chosen: Sequence[int]) -> _Reach:
    instance, pairs = limits.instance, limits.instance.pairs
    used: Counter[Hashable] = Counter()
    lowest: dict[Hashable, int] = {}
    most_of: dict[Hashable, int] = {}
    cells: dict[int, list[tuple[Ints, int]]] = {}
    budgets = left_of_budgets(instance)
    if instance.rules.one_per_unordered_pair:
        for _, one, other in _standing(limits):
            for importer, exporter in ((one, other), (other, one)):
                cells.setdefault(importer, []).append(
                    (np.flatnonzero(limits.owner_region == exporter), _NEVER)
                )
    scores = pairs.scores(*np.divmod(np.array(chosen, dtype=np.int64), max(1, pairs.width)))
    for cell, score in zip(chosen, scores.tolist(), strict=True):
        r, p = divmod(cell, pairs.width)
        for key, most in _touched(limits, r, p):
            used[key] += 1
            most_of[key] = most
            lowest[key] = min(score, lowest.get(key, score))
        importer = int(pairs.importer[r])
        same = np.array([p])
        if instance.rules.one_per_ordered_pair and limits.owner[p] != NONE:
            same = np.flatnonzero(limits.owner == limits.owner[p])
        cells.setdefault(importer, []).append((same, score))
        exporter = int(limits.owner_region[p])
        if instance.rules.one_per_unordered_pair and exporter != NONE:
            for one, other in ((importer, exporter), (exporter, importer)):
                cells.setdefault(one, []).append((np.flatnonzero(limits.owner_region == other), score))
        if importer in budgets:
            budgets[importer] -= instance.costs.get((importer, p), 0)

    def held(kind: str, positions: Ints) -> Ints:
        keys = [(kind, int(i)) for i in positions]
        return np.array(
            [lowest[k] if k in lowest and used[k] >= most_of[k] else _FREE for k in keys], dtype=np.int64
        )

    rows = np.maximum(held("imports", pairs.importer), held("need", pairs.need))
    columns = np.maximum(held("exports", limits.owner_region), held("practice", np.arange(pairs.width)))
    return _Reach(limits, rows, columns, cells, budgets)


def _touched(limits: Limits, row: int, practice: int) -> Iterator[tuple[Hashable, int]]:
    """(limit, how much it allows) of every limit that a cell uses."""
    instance = limits.instance
    importer, need = int(instance.pairs.importer[row]), int(instance.pairs.need[row])
    exporter, owner = int(limits.owner_region[practice]), int(limits.owner[practice])
    yield ("imports", importer), int(limits.import_max[importer])
    yield ("practice", practice), int(limits.capacity[practice])
    yield ("importer practice", importer, practice), 1
    if need != NONE:
        yield ("need", need), int(limits.needs[need])
    if exporter != NONE:
        yield ("exports", exporter), int(limits.export_max[exporter])
    if instance.rules.one_per_ordered_pair and owner != NONE:
        yield ("pair", importer, owner), 1
    if instance.rules.one_per_unordered_pair and exporter != NONE:
        yield ("regions", *sorted((importer, exporter))), 1


def _standing(limits: Limits) -> Iterator[tuple[str, int, int]]:
    """The unordered pairs of regions that locked exchanges use; all else is taken off the limits already."""
    at = limits.instance.region_at
    for x in limits.instance.locked:
        if x.importer in at and x.exporter in at:
            one, other = sorted((at[x.importer], at[x.exporter]))
            yield "regions", one, other


def _used(used: Counter[Hashable], kind: str, positions: Ints) -> Ints:
    return np.array([used[kind, int(i)] for i in positions], dtype=np.int64)
