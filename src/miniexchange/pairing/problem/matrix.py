"""Some pairs of a problem as a matrix: one column per pair and per possible shortage, one row per limit that can bind.

A pair is written as its cell, row · practices + practice: one whole number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.problem.limits import NONE, UNLIMITED, Limits
from miniexchange.pairing.problem.pairs import Ints
from miniexchange.pairing.problem.prices import Keyed, RowPrices
from miniexchange.pairing.problem.sets import among, grouped

Floats = NDArray[np.float64]


_QUOTAS = ("imports", "exports", "exchanges")


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

    def with_row(self, goal: Ints, least: int, most: int) -> Polytope:
        """The part of it in which least ≤ goal · x ≤ most."""
        used = np.flatnonzero(goal)
        column = np.concatenate([self.column, used])
        order = np.argsort(column, kind="stable")
        row = np.concatenate([self.row, np.full(len(used), len(self.row_lower), dtype=np.int64)])
        return replace(
            self,
            column=column[order],
            row=row[order],
            value=np.concatenate([self.value, goal[used]])[order],
            row_lower=np.append(self.row_lower, least),
            row_upper=np.append(self.row_upper, most),
        )


@dataclass(frozen=True)
class Family:
    """The limits of one sort, such as one per importer.

    `group` gives each pair's limit (NONE: it has none), `keys` what each limit is about, `least` and `most` what it allows.
    `row` is each limit's row in the matrix, NONE where it cannot bind.
    """

    name: str
    group: Ints
    keys: Ints
    least: Ints
    most: Ints
    row: Ints


@dataclass(frozen=True)
class Matrix:
    """The programme over the pairs `cells`, in their order; then come the columns that count missing exchanges."""

    polytope: Polytope
    families: tuple[Family, ...]
    cells: Ints

    @property
    def missing(self) -> Ints:
        """A goal that counts the missing exchanges."""
        goal = np.zeros(len(self.polytope.lower), dtype=np.int64)
        goal[len(self.cells) :] = 1
        return goal

    def goal(self, of_pairs: Ints) -> Ints:
        """A goal that sums a number of each chosen pair."""
        goal = np.zeros(len(self.polytope.lower), dtype=np.int64)
        goal[: len(self.cells)] = of_pairs
        return goal

    def prices(self, of_rows: Ints) -> RowPrices:
        """Prices of limits from prices of rows; what cannot bind costs nothing."""
        of_family = {f.name: np.append(of_rows, 0)[f.row] for f in self.families}
        keyed = {f.name: Keyed.of(f.keys, of_family[f.name]) for f in self.families}
        none = Keyed.of(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        return RowPrices(
            of_family["imports"],
            of_family["exports"],
            of_family["practices"],
            of_family["needs"],
            keyed.get("pairs", none),
            keyed["importer_practices"],
            int(of_family["exchanges"][0]) if "exchanges" in of_family else 0,
        )

    def row_prices(self, prices: RowPrices) -> Ints:
        """The other way round: prices of rows from prices of limits."""
        of_rows = np.zeros(len(self.polytope.row_lower), dtype=np.int64)
        for family in self.families:
            placed = family.row != NONE
            of_rows[family.row[placed]] = prices.of(family.name, family.keys)[placed]
        return of_rows


def matrix_of(limits: Limits, cells: Ints, *, priced: RowPrices | None = None) -> Matrix:
    """The programme over some cells; the limits that have a price in `priced` get a row even where they cannot bind."""
    number, lower, upper, placed = 0, [], [], []
    for family in _families(limits, cells):
        used = np.bincount(family.group[family.group != NONE], minlength=len(family.most))
        binding = (used > family.most) | (family.least > 0)
        if priced is not None:
            binding |= priced.of(family.name, family.keys) != 0
        row = np.full(len(family.most), NONE, dtype=np.int64)
        row[binding] = number + np.arange(np.count_nonzero(binding))
        number += int(np.count_nonzero(binding))
        # Only quotas have a floor: at a floor of 0 any other row could get a price below 0, which no limit has.
        floor = family.least if family.name in _QUOTAS else np.full_like(family.least, -UNLIMITED)
        lower.append(floor[binding])
        upper.append(np.maximum(family.most, floor)[binding])
        placed.append(replace(family, row=row))
    column, row = _entries(placed, len(cells))
    short_rows, short_least, short_most = _shortages(placed)
    width = len(cells) + len(short_rows)
    polytope = Polytope(
        np.concatenate([column, np.arange(len(cells), width)]),
        np.concatenate([row, short_rows]),
        np.ones(len(column) + len(short_rows), dtype=np.int64),
        np.concatenate([np.zeros(len(cells), dtype=np.int64), short_least]),
        np.concatenate([np.ones(len(cells), dtype=np.int64), short_most]),
        np.concatenate(lower),
        np.concatenate(upper),
    )
    return Matrix(polytope, tuple(placed), cells)


def _families(limits: Limits, cells: Ints) -> list[Family]:
    """Every sort of limit that some cells touch; importers first and exporters second."""
    instance = limits.instance
    row, practice = np.divmod(cells, max(1, instance.pairs.width))
    importer, need = instance.pairs.importer[row], instance.pairs.need[row]
    owner = limits.owner[practice]
    families = [
        _family("imports", importer, limits.import_min, limits.import_max),
        _family("exports", limits.owner_region[practice], limits.export_min, limits.export_max),
        _family("practices", practice, None, limits.capacity),
        _family("needs", need, None, limits.needs),
        _keyed_family(
            "importer_practices", importer * instance.pairs.width + practice, limits.used_practices
        ),
    ]
    if instance.rules.one_per_ordered_pair:
        of_pair = np.where(owner == NONE, NONE, importer * len(limits.owners) + owner)
        families.append(_keyed_family("pairs", of_pair, limits.used_pairs))
    if instance.rules.exchanges_min:
        all_of_them = np.zeros(len(cells), dtype=np.int64)
        least = np.array([instance.rules.exchanges_min])
        families.append(_family("exchanges", all_of_them, least, np.array([UNLIMITED])))
    return families


def _family(name: str, group: Ints, least: Ints | None, most: Ints) -> Family:
    keys, none = np.arange(len(most)), np.full(len(most), NONE, dtype=np.int64)
    return Family(
        name, group, keys, np.zeros(len(most), dtype=np.int64) if least is None else least, most, none
    )


def _keyed_family(name: str, key: Ints, used: Ints) -> Family:
    """Limits of 1 per distinct key, less the keys that locked exchanges use."""
    keys, group = grouped(key)
    if len(keys) and keys[0] == NONE:
        keys, group = keys[1:], group - 1
    most = np.where(among(keys, used), 0, 1).astype(np.int64)
    zero = np.zeros(len(keys), dtype=np.int64)
    return Family(name, group.astype(np.int64), keys, zero, most, np.full(len(keys), NONE, dtype=np.int64))


def _entries(families: list[Family], pairs: int) -> tuple[Ints, Ints]:
    """(column, row) of every 1 in the pairs' columns, sorted by column."""
    rows = np.full((pairs, len(families)), NONE, dtype=np.int64)
    for position, family in enumerate(families):
        # A group of NONE, the last position, finds the NONE at the end.
        rows[:, position] = np.append(family.row, NONE)[family.group]
    column, place = np.nonzero(rows != NONE)
    return column, rows[column, place]


def _shortages(families: list[Family]) -> tuple[Ints, Ints, Ints]:
    """(row, least value, greatest value) of every column that counts missing exchanges; a least number of all exchanges is no quota.

    Where locked exchanges repeat a practice, less may be allowed than is asked for: so much is missing in any case.
    """
    quotas = [family for family in families if family.name != "exchanges"]
    rows = [family.row[family.least > 0] for family in quotas]
    least = [np.maximum(family.least - family.most, 0)[family.least > 0] for family in quotas]
    most = [family.least[family.least > 0] for family in quotas]
    return np.concatenate(rows), np.concatenate(least), np.concatenate(most)


def _sum_at(position: Ints, value: Ints, length: int) -> Ints:
    total = np.zeros(length, dtype=np.int64)
    np.add.at(total, position, value)
    return total
