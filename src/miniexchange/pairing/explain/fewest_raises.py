"""The fewest units by which limits must be raised so that a shortage vanishes and no other one grows.

One whole-number programme: the pairs as they are, each limit with a column for the units by which it is raised.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from miniexchange.pairing.explain.raises import Raise
from miniexchange.pairing.problem.extras import model_of
from miniexchange.pairing.problem.faces import best
from miniexchange.pairing.problem.highs import maximise
from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.limits import NONE, UNLIMITED, Limits, limits_of
from miniexchange.pairing.problem.matrix import Polytope
from miniexchange.pairing.problem.pairs import Ints
from miniexchange.pairing.programme import Direction

MOST_CELLS = 20_000
"""With more pairs than this nothing is looked for: it would take too long beside the programme itself."""
_SECONDS = 5.0
ROUNDING = 1e-6
"""How far a number of HiGHS may be off."""
Side = tuple[str, Direction]


def fewest_raises(instance: Instance, missing: Mapping[Side, int], side: Side) -> tuple[Raise, ...]:
    """The raises of limits, fewest units in all, with which some programme has the shortage of `side` no more, and no other one larger.

    `missing` is what every side lacks now. Empty when no raise of limits can do it, or when there are too many pairs.
    """
    if len(eligible_cells(instance)) > MOST_CELLS:
        return ()
    found = _raises(instance, missing, side)
    off = Raise("one_per_ordered_pair")
    if instance.rules.one_per_ordered_pair and (found is None or _units(found) > 1):
        others = _raises(off.applied(instance), missing, side)
        if others is not None and (found is None or 1 + _units(others) < _units(found)):
            return (*others, off)
    return found or ()


def _raises(instance: Instance, missing: Mapping[Side, int], side: Side) -> tuple[Raise, ...] | None:
    """The same without a change of the rule for pairs; None when no raise of limits can do it."""
    cells, limits = eligible_cells(instance), limits_of(instance)
    plain = replace(instance, rules=replace(instance.rules, reciprocity_bonus=0, theme_bonus=0))
    model = model_of(_unlimited(replace(limits, instance=plain)), cells)
    columns, sides = np.flatnonzero(model.missing).tolist(), _sides(limits)
    at_side = dict(zip(sides, columns, strict=True))
    if side not in at_side:
        return None
    rows = _rows(limits, cells)
    raises = sorted({change for change, _, _ in rows})
    width = len(model.missing)
    at = {change: width + i for i, change in enumerate(raises)}
    upper = np.concatenate([model.polytope.upper, np.full(len(raises), len(cells), dtype=np.int64)])
    for key, column in at_side.items():
        upper[column] = min(int(upper[column]), missing[key])
    lower = np.append(model.polytope.lower, np.zeros(len(raises), dtype=np.int64))
    polytope = _with_rows(replace(model.polytope, lower=lower, upper=upper), rows, at)
    short = np.zeros(len(upper), dtype=np.int64)
    short[at_side[side]] = -1
    if maximise(polytope, short).bound < -ROUNDING:
        return None
    units = (1 + len(cells) * len(raises)) * short  # the shortage comes before any number of raises
    units[width:] = -1
    found = best(polytope, units, time.monotonic() + _SECONDS)
    if found is None or found.x[at_side[side]]:
        return None
    return tuple(replace(change, units=int(found.x[at[change]])) for change in raises if found.x[at[change]])


def _units(raises: tuple[Raise, ...]) -> int:
    return sum(change.units for change in raises)


def eligible_cells(instance: Instance) -> Ints:
    """All pairs, as row · practices + practice."""
    width = instance.pairs.width
    found = [np.flatnonzero(block.ravel() >= 0) + first * width for first, block in instance.pairs.blocks()]
    return np.concatenate([np.zeros(0, dtype=np.int64), *found])


def _unlimited(limits: Limits) -> Limits:
    def without(most: Ints) -> Ints:
        return np.full_like(most, UNLIMITED)

    return replace(
        limits,
        import_max=without(limits.import_max),
        export_max=without(limits.export_max),
        capacity=without(limits.capacity),
        needs=without(limits.needs),
    )


def _sides(limits: Limits) -> list[Side]:
    """What each column of missing exchanges is about, in their order: imports first, each by region."""
    regions = limits.instance.regions
    found: list[Side] = [(regions[i].id, "imports") for i in np.flatnonzero(limits.import_min > 0)]
    return found + [(regions[i].id, "exports") for i in np.flatnonzero(limits.export_min > 0)]


def _rows(limits: Limits, cells: Ints) -> list[tuple[Raise, Ints, int]]:
    """(what raises it, its pairs, how many it allows) of every limit that the pairs could exceed."""
    instance, pairs = limits.instance, limits.instance.pairs
    row, practice = np.divmod(cells, max(1, pairs.width))
    groups: defaultdict[tuple[Raise, int, int], list[int]] = defaultdict(list)
    for column, (r, p) in enumerate(zip(row.tolist(), practice.tolist(), strict=True)):
        importer, need, exporter = int(pairs.importer[r]), int(pairs.need[r]), int(limits.owner_region[p])
        imports = Raise("imports", instance.regions[importer].id)
        groups[imports, 0, int(limits.import_max[importer])].append(column)
        groups[Raise("capacity", instance.practices[p].id), 0, int(limits.capacity[p])].append(column)
        if exporter != NONE:
            exports = Raise("exports", instance.regions[exporter].id)
            groups[exports, 0, int(limits.export_max[exporter])].append(column)
        if need != NONE:
            groups[Raise("need_max"), need, int(limits.needs[need])].append(column)
    return [
        (change, np.array(columns), most)
        for (change, _, most), columns in groups.items()
        if len(columns) > most
    ]


def _with_rows(polytope: Polytope, rows: list[tuple[Raise, Ints, int]], at: Mapping[Raise, int]) -> Polytope:
    """The polytope with all these rows: Σ pairs − raise ≤ most."""
    first = len(polytope.row_lower)
    column = [polytope.column]
    row, value = [polytope.row], [polytope.value]
    for i, (change, columns, _) in enumerate(rows):
        column += [columns, np.array([at[change]])]
        row.append(np.full(len(columns) + 1, first + i))
        value += [np.ones(len(columns), dtype=np.int64), np.array([-1])]
    columns_, rows_, values = np.concatenate(column), np.concatenate(row), np.concatenate(value)
    order = np.argsort(columns_, kind="stable")
    return replace(
        polytope,
        column=columns_[order],
        row=rows_[order],
        value=values[order],
        row_lower=np.append(polytope.row_lower, np.full(len(rows), -UNLIMITED)),
        row_upper=np.append(polytope.row_upper, np.array([most for *_, most in rows], dtype=np.int64)),
    )
