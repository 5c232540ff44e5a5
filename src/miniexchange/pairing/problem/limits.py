"""What the locked exchanges leave of every limit, and the cells that are closed because a limit of theirs is used up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.pairs import NOT_ELIGIBLE, Cells, Ints
from miniexchange.pairing.problem.sets import distinct

NONE = -1
UNLIMITED = 1 << 40


@dataclass(frozen=True)
class Limits:
    """Limits by position, with the locked exchanges taken off (never below 0).

    `owner` is each practice's exporter, a position in `owners`, `owner_region` its position among the regions; NONE where
    it has none. `used_pairs` are keys importer · owners + owner, `used_practices` keys importer · practices + practice.
    """

    instance: Instance
    import_min: Ints
    import_max: Ints
    export_min: Ints
    export_max: Ints
    capacity: Ints
    needs: Ints
    owners: tuple[str, ...]
    owner: Ints
    owner_region: Ints
    used_pairs: Ints
    used_practices: Ints

    @cached_property
    def closed_rows(self) -> NDArray[np.bool_]:
        """Rows in which nothing may be chosen any more."""
        pairs = self.instance.pairs
        served = np.append(self.needs, 1)[pairs.need] <= 0
        return np.asarray(served | (self.import_max[pairs.importer] <= 0))

    @cached_property
    def closed_columns(self) -> NDArray[np.bool_]:
        """Practices that nobody may choose any more."""
        return np.asarray((self.capacity <= 0) | (np.append(self.export_max, 1)[self.owner_region] <= 0))

    def open_blocks(self) -> Iterator[tuple[int, Cells, Cells]]:
        """(first row, all scores, the same with closed cells NOT_ELIGIBLE) of every block of the instance's pairs."""
        any_column = bool(self.closed_columns.any())
        for first, block in self.instance.pairs.blocks():
            rows = slice(first, first + len(block))
            open_ = block
            closed = self.closed_rows[rows]
            if any_column or closed.any():
                shut = closed[:, None] | self.closed_columns[None, :]
                open_ = np.where(shut, block.dtype.type(NOT_ELIGIBLE), block)
            for row in range(rows.start, rows.stop) if self._closed_cells else ():
                if row in self._closed_cells:
                    open_ = open_.copy() if open_ is block else open_
                    open_[row - first, self._closed_cells[row]] = NOT_ELIGIBLE
            yield first, block, open_

    @cached_property
    def _closed_cells(self) -> dict[int, Ints]:
        """By row: the columns that locked exchanges of the same importer close, by their exporter or as the same practice."""
        of_importer: dict[int, list[Ints]] = {}
        for key in self.used_pairs:
            importer, owner = divmod(int(key), len(self.owners))
            of_importer.setdefault(importer, []).append(np.flatnonzero(self.owner == owner))
        for key in self.used_practices:
            importer, practice = divmod(int(key), len(self.capacity))
            of_importer.setdefault(importer, []).append(np.array([practice]))
        return {
            int(row): np.concatenate(columns)
            for importer, columns in of_importer.items()
            for row in np.flatnonzero(self.instance.pairs.importer == importer)
        }


def limits_of(instance: Instance) -> Limits:
    """The limits of an instance."""
    regions, practices, locked = instance.regions, instance.practices, instance.locked
    region_at, practice_at = instance.region_at, instance.practice_at
    owners = tuple(sorted({p.owner for p in practices if p.owner}))
    owner_at = {owner: position for position, owner in enumerate(owners)}
    imports = Counter(x.importer for x in locked)
    exports = Counter(x.exporter for x in locked)
    taken = Counter(x.practice for x in locked)
    served = Counter((x.importer, x.need) for x in locked)
    different = Counter(e for e, _ in {(x.exporter, x.practice) for x in locked})
    counted = different if instance.rules.export_counts == "practices" else exports
    used_pairs, used_practices = [], []
    for x in locked:
        if x.importer in region_at:
            if instance.rules.one_per_ordered_pair and x.exporter in owner_at:
                used_pairs.append(region_at[x.importer] * len(owners) + owner_at[x.exporter])
            if x.practice in practice_at:
                used_practices.append(region_at[x.importer] * len(practices) + practice_at[x.practice])
    return Limits(
        instance,
        _left([r.import_min - imports[r.id] for r in regions]),
        _left([r.import_max - imports[r.id] for r in regions]),
        _left([r.export_min - counted[r.id] for r in regions]),
        _left([r.export_max - exports[r.id] for r in regions]),
        _left([UNLIMITED if p.capacity is None else p.capacity - taken[p.id] for p in practices]),
        _left([instance.rules.need_max - served[need] for need in instance.needs]),
        owners,
        np.array([owner_at.get(p.owner, NONE) for p in practices], dtype=np.int64),
        np.array([region_at.get(p.owner, NONE) for p in practices], dtype=np.int64),
        distinct(np.array(used_pairs, dtype=np.int64)),
        distinct(np.array(used_practices, dtype=np.int64)),
    )


def _left(values: list[int]) -> Ints:
    return np.maximum(np.array(values, dtype=np.int64), 0)
