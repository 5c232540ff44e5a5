"""How many exchanges any method could find again at most: what a perfect one would reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from miniexchange.pairing.backtest.cases import Case
from miniexchange.pairing.backtest.lists import DEPTHS
from miniexchange.pairing.problem.pairs import NOT_ELIGIBLE, Table
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.rules.rule import Rule
from miniexchange.pairing.study import Study


def of_lists(cases: Sequence[Case]) -> tuple[int, ...]:
    """How many cases can be among the first at each of DEPTHS: an importer that took several has one list."""
    taken = Counter(case.importer for case in cases)
    return tuple(sum(min(number, depth) for number in taken.values()) for depth in DEPTHS)


def of_programme(study: Study, cases: Sequence[Case]) -> int:
    """How many cases fit into one programme together, whatever they score: quotas, pairs and needs let no more in."""
    fit, instance = study.fit, study.instance
    columns = {practice.id: column for column, practice in enumerate(fit.practices)}
    wanted = np.zeros(fit.score.shape, dtype=bool)
    for case in cases:
        if case.practice in columns:
            rows = [row for row, need in enumerate(fit.needs) if need.region.id == case.importer]
            wanted[rows, columns[case.practice]] = True
    wanted &= study.eligibility.codes == Rule.ELIGIBLE
    worth = np.where(wanted, np.int16(1), np.int16(NOT_ELIGIBLE))
    pairs = Table(instance.pairs.importer, instance.pairs.need, worth, np.zeros_like(worth))
    regions = tuple(region._replace(export_min=0, import_min=0) for region in instance.regions)
    rules = replace(instance.rules, reciprocity_bonus=0, theme_bonus=0, exchanges_min=0)
    bare = replace(instance, regions=regions, pairs=pairs, rules=rules)
    return len(solve(bare, seconds=study.request.seconds).chosen)
