"""The rules that leave the flow, as further rows and columns: budgets, one exchange per unordered pair, different practices,
bonuses for reciprocity and for variety of themes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np

from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.limits import NONE, UNLIMITED, Limits
from miniexchange.pairing.problem.matrix import Matrix, Polytope, matrix_of
from miniexchange.pairing.problem.pairs import Ints
from miniexchange.pairing.problem.sets import distinct


@dataclass(frozen=True)
class Model:
    """A programme as a polytope with its two goals: the missing exchanges (to be few) and the score with its bonuses.

    Columns begin with `cells`, in their order.
    """

    polytope: Polytope
    missing: Ints
    score: Ints
    cells: Ints


def has_extras(instance: Instance) -> bool:
    """Whether any rule leaves the flow."""
    rules = instance.rules
    return bool(
        rules.one_per_unordered_pair
        or rules.export_counts == "practices"
        or rules.reciprocity_bonus
        or rules.theme_bonus
        or (instance.costs and any(region.budget is not None for region in instance.regions))
    )


def most_bonus(limits: Limits) -> int:
    """What all bonuses together can be worth at most."""
    rules, instance = limits.instance.rules, limits.instance
    pairs = (
        min(len(instance.regions) ** 2 // 2, int(limits.import_max.sum())) if rules.reciprocity_bonus else 0
    )
    return pairs * rules.reciprocity_bonus + len(open_themes(limits)) * rules.theme_bonus


def open_themes(limits: Limits) -> list[str]:
    """The main themes that no locked exchange is about yet, where there is a bonus for them."""
    instance = limits.instance
    if not instance.rules.theme_bonus:
        return []
    standing = {x.practice for x in instance.locked}
    covered = {theme for p in instance.practices if p.id in standing for theme in p.themes}
    return sorted({theme for p in instance.practices for theme in p.themes} - covered)


def model_of(limits: Limits, cells: Ints) -> Model:
    """The programme over some cells with all its rules."""
    instance, pairs = limits.instance, limits.instance.pairs
    different = instance.rules.export_counts == "practices"
    of_flow = replace(limits, export_min=np.zeros_like(limits.export_min)) if different else limits
    matrix = matrix_of(of_flow, cells)
    score = matrix.goal(pairs.scores(*np.divmod(cells, max(1, pairs.width))))
    more = _More(matrix)
    view = _View(limits, cells)
    missing: list[int] = np.flatnonzero(matrix.missing).tolist()
    _budgets(more, view)
    if instance.rules.one_per_unordered_pair:
        _unordered(more, view)
    if different:
        missing += _different(more, view)
    bonuses = _reciprocity(more, view) if instance.rules.reciprocity_bonus else []
    of_themes = _themes(more, view) if instance.rules.theme_bonus else []
    polytope = more.polytope()
    whole_score = np.concatenate([score, np.zeros(len(more.upper), dtype=np.int64)])
    whole_score[bonuses] = instance.rules.reciprocity_bonus
    whole_score[of_themes] = instance.rules.theme_bonus
    whole_missing = np.zeros(len(whole_score), dtype=np.int64)
    whole_missing[missing] = 1
    return Model(polytope, whole_missing, whole_score, cells)


@dataclass
class _More:
    """Rows and columns that are added to a matrix."""

    matrix: Matrix
    upper: list[int] = field(default_factory=list)
    entries: list[tuple[Ints, int, Ints]] = field(default_factory=list)
    row_lower: list[int] = field(default_factory=list)
    row_upper: list[int] = field(default_factory=list)

    def column(self, upper: int) -> int:
        """A new column from 0 to `upper`; its position."""
        self.upper.append(upper)
        return len(self.matrix.polytope.lower) + len(self.upper) - 1

    def row(self, columns: list[int] | Ints, values: list[int] | Ints, least: int, most: int) -> None:
        """A new row: least ≤ Σ value · column ≤ most."""
        at = len(self.matrix.polytope.row_lower) + len(self.row_lower)
        self.entries.append((np.asarray(columns, dtype=np.int64), at, np.asarray(values, dtype=np.int64)))
        self.row_lower.append(least)
        self.row_upper.append(most)

    def polytope(self) -> Polytope:
        """The matrix with all that was added."""
        old = self.matrix.polytope
        column = np.concatenate([old.column, *(columns for columns, _, _ in self.entries)])
        row = np.concatenate([old.row, *(np.full(len(c), at, dtype=np.int64) for c, at, _ in self.entries)])
        value = np.concatenate([old.value, *(values for _, _, values in self.entries)])
        order = np.argsort(column, kind="stable")
        return Polytope(
            column[order],
            row[order],
            value[order],
            np.concatenate([old.lower, np.zeros(len(self.upper), dtype=np.int64)]),
            np.concatenate([old.upper, np.array(self.upper, dtype=np.int64)]),
            np.concatenate([old.row_lower, np.array(self.row_lower, dtype=np.int64)]),
            np.concatenate([old.row_upper, np.array(self.row_upper, dtype=np.int64)]),
        )


class _View:
    """Some cells, seen by importer, exporter and practice."""

    def __init__(self, limits: Limits, cells: Ints) -> None:
        pairs = limits.instance.pairs
        row, self.practice = np.divmod(cells, max(1, pairs.width))
        self.limits, self.importer = limits, pairs.importer[row]
        self.exporter = limits.owner_region[self.practice]

    def by_direction(self) -> dict[tuple[int, int], Ints]:
        """Columns by (importer, exporter), both among the regions."""
        found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for column, pair in enumerate(zip(self.importer.tolist(), self.exporter.tolist(), strict=True)):
            if pair[1] != NONE:
                found[pair].append(column)
        return {pair: np.array(columns, dtype=np.int64) for pair, columns in found.items()}

    def standing(self) -> set[tuple[int, int]]:
        """(importer, exporter) of the locked exchanges, both among the regions."""
        at = self.limits.instance.region_at
        locked = self.limits.instance.locked
        return {(at[x.importer], at[x.exporter]) for x in locked if x.importer in at and x.exporter in at}


def left_of_budgets(instance: Instance) -> dict[int, int]:
    """What the locked exchanges leave of every region's budget, never below 0."""
    at, practice_at = instance.region_at, instance.practice_at
    left = {i: region.budget for i, region in enumerate(instance.regions) if region.budget is not None}
    for x in instance.locked:
        region = at.get(x.importer)
        if region in left and x.practice in practice_at:
            left[region] -= instance.costs.get((region, practice_at[x.practice]), 0)
    return {region: max(0, budget) for region, budget in left.items()}


def _budgets(more: _More, view: _View) -> None:
    costs = view.limits.instance.costs
    for region, budget in left_of_budgets(view.limits.instance).items():
        columns = np.flatnonzero(view.importer == region)
        values = [costs.get((region, int(p)), 0) for p in view.practice[columns]]
        if sum(values) > budget:
            more.row(columns, values, 0, budget)


def _unordered(more: _More, view: _View) -> None:
    directions, standing = view.by_direction(), view.standing()
    for one, other in sorted({(min(pair), max(pair)) for pair in directions}):
        columns = [directions.get(pair, np.zeros(0, dtype=np.int64)) for pair in ((one, other), (other, one))]
        both = distinct(*columns)  # one region with itself has the same columns twice
        taken = bool({(one, other), (other, one)} & standing)
        more.row(both, np.ones(len(both), dtype=np.int64), 0, 0 if taken else 1)


def _different(more: _More, view: _View) -> list[int]:
    """One column per practice that is exported at all, and one per exporter for what is missing; the latter are returned."""
    instance, limits = view.limits.instance, view.limits
    standing = {x.practice for x in instance.locked}
    columns_of: defaultdict[int, list[int]] = defaultdict(list)
    for column, practice in enumerate(view.practice.tolist()):
        columns_of[practice].append(column)
    practices_of: defaultdict[int, list[int]] = defaultdict(list)
    for practice in sorted(columns_of):
        if instance.practices[practice].id not in standing and limits.owner_region[practice] != NONE:
            practices_of[int(limits.owner_region[practice])].append(practice)
    missing = []
    for exporter in np.flatnonzero(limits.export_min > 0).tolist():
        exported = []
        for practice in practices_of.get(exporter, ()):
            at_all = more.column(1)
            columns = columns_of[practice]
            more.row([*columns, at_all], [1] * len(columns) + [-1], 0, UNLIMITED)
            exported.append(at_all)
        least = int(limits.export_min[exporter])
        short = more.column(least)
        missing.append(short)
        more.row([*exported, short], [1] * (len(exported) + 1), least, UNLIMITED)
    return missing


def _reciprocity(more: _More, view: _View) -> list[int]:
    """One column for every two regions that may come to import from each other."""
    directions, standing = view.by_direction(), view.standing()
    found = []
    for one, other in sorted({(min(pair), max(pair)) for pair in directions}):
        sides = [pair for pair in ((one, other), (other, one)) if pair not in standing]
        if one == other or not sides or any(pair not in directions for pair in sides):
            continue
        both = more.column(1)
        for pair in sides:
            columns = directions[pair]
            more.row([*columns, both], [1] * len(columns) + [-1], 0, UNLIMITED)
        found.append(both)
    return found


def _themes(more: _More, view: _View) -> list[int]:
    """One column for every main theme that no locked exchange is about yet."""
    practices = view.limits.instance.practices
    found = []
    for theme in open_themes(view.limits):
        about = np.array([theme in p.themes for p in practices], dtype=bool)
        columns = np.flatnonzero(about[view.practice]) if len(view.practice) else view.practice
        if len(columns):
            some = more.column(1)
            more.row([*columns, some], [1] * len(columns) + [-1], 0, UNLIMITED)
            found.append(some)
    return found
