"""The programme as a matrix: one column per eligible pair and per possible shortage, one row per limit that can bind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.problem.instance import Instance

Ints = NDArray[np.int64]
NONE = -1


@dataclass(frozen=True)
class Family:
    """The limits of one sort, such as one per importer.

    `group` gives each pair's limit (NONE: it has none); `least` and `most` are what locked exchanges leave of each limit.
    `row` is each limit's row in the matrix, NONE where it cannot bind.
    """

    name: str
    group: Ints
    least: Ints
    most: Ints
    row: Ints
    keys: Ints


@dataclass(frozen=True)
class Polytope:
    """All x with lower ≤ x ≤ upper and row_lower ≤ A x ≤ row_upper, in whole numbers.

    A is given by its entries, sorted by column: `column[i]`, `row[i]`, `value[i]`.
    """

    column: Ints
    row: Ints
    value: Ints
    lower: Ints
    upper: Ints
    row_lower: Ints
    row_upper: Ints

    def rows_of(self, x: Ints) -> Ints:
        """A x."""
        return _sum_at(self.row, self.value * x[self.column], len(self.row_lower))

    def columns_of(self, prices: Ints) -> Ints:
        """Aᵀ times row prices."""
        return _sum_at(self.column, self.value * prices[self.row], len(self.lower))

    def holds(self, x: Ints) -> bool:
        """Whether x lies inside."""
        rows = self.rows_of(x)
        return bool(
            np.all((self.lower <= x) & (x <= self.upper))
            and np.all((self.row_lower <= rows) & (rows <= self.row_upper))
        )


@dataclass(frozen=True)
class Matrix:
    """The whole programme. Columns: the pairs at `kept` (positions in the instance), then the shortages of imports, then of exports."""

    polytope: Polytope
    families: tuple[Family, ...]
    kept: Ints
    scores: Ints
    penalty: int

    @property
    def shortages(self) -> int:
        """How many columns at the end count missing exchanges."""
        return len(self.polytope.lower) - len(self.kept)


def matrix_of(instance: Instance) -> Matrix:
    """The programme of an instance; pairs that a limit of 0 rules out get no column."""
    pairs = instance.pairs
    scores = np.array(pairs.score, dtype=np.int64)
    families = _families(instance)
    allowed = np.ones(len(scores), dtype=bool)
    for family in families:
        limited = family.group != NONE
        allowed[limited] &= family.most[family.group[limited]] > 0
    kept = np.flatnonzero(allowed)
    rows, lower, upper, placed = 0, [], [], []
    for family in families:
        used = np.bincount(family.group[kept][family.group[kept] != NONE], minlength=len(family.most))
        binding = (used > family.most) | (family.least > 0)
        row = np.full(len(family.most), NONE, dtype=np.int64)
        row[binding] = rows + np.arange(np.count_nonzero(binding))
        rows += int(np.count_nonzero(binding))
        lower.append(family.least[binding])
        upper.append(family.most[binding])
        placed.append(Family(family.name, family.group, family.least, family.most, row, family.keys))
    column, row = _entries(placed, kept)
    short_rows, short_upper = _shortages(placed)
    shortages = len(kept) + np.arange(len(short_rows))
    polytope = Polytope(
        np.concatenate([column, shortages]),
        np.concatenate([row, short_rows]),
        np.ones(len(column) + len(short_rows), dtype=np.int64),
        np.zeros(len(kept) + len(short_rows), dtype=np.int64),
        np.concatenate([np.ones(len(kept), dtype=np.int64), short_upper]),
        np.concatenate(lower),
        np.concatenate(upper),
    )
    return Matrix(polytope, tuple(placed), kept, scores[kept], penalty_of(scores, families[0]))


def penalty_of(scores: Ints, imports: Family) -> int:
    """M: one more than the sum of every importer's best scores, as many as it may import."""
    order = np.lexsort((-scores, imports.group))
    importer = imports.group[order]
    starts = np.searchsorted(importer, np.arange(len(imports.most)))
    rank = np.arange(len(order)) - starts[importer]
    return 1 + int(scores[order][rank < imports.most[importer]].sum())


def _families(instance: Instance) -> list[Family]:
    """Every sort of limit, importers first and exporters second, with the locked exchanges taken off."""
    pairs, regions, practices = instance.pairs, instance.regions, instance.practices
    importer, practice, need = (
        np.array(c, dtype=np.int64) for c in (pairs.importer, pairs.practice, pairs.need)
    )
    region_at = {region.id: position for position, region in enumerate(regions)}
    practice_at = {entry.id: position for position, entry in enumerate(practices)}
    need_at = {name: position for position, name in enumerate(instance.needs)}
    owners = sorted({entry.owner for entry in practices if entry.owner})
    owner_at = {owner: position for position, owner in enumerate(owners)}
    owner = np.array([owner_at.get(entry.owner, NONE) for entry in practices], dtype=np.int64)
    owner_region = np.array([region_at.get(entry.owner, NONE) for entry in practices], dtype=np.int64)
    unlimited = len(pairs) + len(instance.locked) + 1
    capacity = np.array([unlimited if p.capacity is None else p.capacity for p in practices], dtype=np.int64)
    locked = instance.locked
    families = [
        _family("imports", importer, [r.import_min for r in regions], [r.import_max for r in regions],
                [region_at.get(x.importer, NONE) for x in locked]),
        _family("exports", owner_region[practice], [r.export_min for r in regions], [r.export_max for r in regions],
                [region_at.get(x.exporter, NONE) for x in locked]),
        _family("practices", practice, None, capacity, [practice_at.get(x.practice, NONE) for x in locked]),
        _family("needs", need, None, [instance.need_max] * len(instance.needs),
                [need_at.get((x.importer, x.need), NONE) for x in locked]),
        _keyed_family("importer_practices", importer * len(practices) + practice,
                      [region_at[x.importer] * len(practices) + practice_at[x.practice]
                       for x in locked if x.importer in region_at and x.practice in practice_at]),
    ]  # fmt: skip
    if instance.one_per_ordered_pair:
        of_pair = np.where(owner[practice] == NONE, NONE, importer * len(owners) + owner[practice])
        used = [
            region_at[x.importer] * len(owners) + owner_at[x.exporter]
            for x in locked
            if x.importer in region_at and x.exporter in owner_at
        ]
        families.append(_keyed_family("pairs", of_pair, used))
    return families


def _family(
    name: str, group: Ints, least: list[int] | None, most: list[int] | Ints, used: list[int]
) -> Family:
    limits = np.array(most, dtype=np.int64)
    taken = np.bincount(np.array([u for u in used if u != NONE], dtype=np.int64), minlength=len(limits))
    lower = np.zeros(len(limits), dtype=np.int64) if least is None else np.array(least, dtype=np.int64)
    left = np.maximum(limits - taken, 0)
    none = np.full(len(limits), NONE, dtype=np.int64)
    return Family(name, group, np.maximum(lower - taken, 0), left, none, np.arange(len(limits)))


def _keyed_family(name: str, key: Ints, used: list[int]) -> Family:
    """Limits of 1 per distinct key, less the keys that locked exchanges use."""
    keys, group = np.unique(key, return_inverse=True)
    if len(keys) and keys[0] == NONE:
        keys, group = keys[1:], group - 1
    left = np.where(np.isin(keys, np.array(used, dtype=np.int64)), 0, 1).astype(np.int64)
    zero = np.zeros(len(keys), dtype=np.int64)
    return Family(name, group.astype(np.int64), zero, left, np.full(len(keys), NONE, dtype=np.int64), keys)


def _entries(families: list[Family], kept: Ints) -> tuple[Ints, Ints]:
    """(column, row) of every 1 in the pairs' columns, sorted by column."""
    of_family = []
    for family in families:
        group = family.group[kept]
        # The extra NONE at the end is what a group of NONE, the last position, finds.
        of_family.append(np.append(family.row, NONE)[group])
    rows = np.stack(of_family, axis=1)
    column, position = np.nonzero(rows != NONE)
    return column.astype(np.int64), rows[column, position]


def _shortages(families: list[Family]) -> tuple[Ints, Ints]:
    """(row, greatest value) of every column that counts missing exchanges."""
    rows = [family.row[family.least > 0] for family in families]
    most = [family.least[family.least > 0] for family in families]
    return np.concatenate(rows), np.concatenate(most)


def _sum_at(position: Ints, value: Ints, length: int) -> Ints:
    total = np.zeros(length, dtype=np.int64)
    np.add.at(total, position, value)
    return total
