"""What nearly was proposed: the best other practices for an importer, and the best other needs for an exporter."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from miniexchange.pairing.explain import blockers
from miniexchange.pairing.explain.blockers import Blocker, Outcome
from miniexchange.pairing.programme import Alternative
from miniexchange.pairing.rules.rule import Rule

_EACH = 2

_Block = Callable[[Outcome, int, int], Blocker]


def alternatives(
    o: Outcome, row: int, column: int
) -> tuple[tuple[Alternative, ...], tuple[Alternative, ...]]:
    """(for the importer, for the exporter) of a proposal: each the best eligible pairs that the programme does not hold.

    The importer's are other practices for any of its needs, the exporter's are other importers of any of its practices.
    """
    fit, region = o.fit, o.fit.needs[row].region.id
    exporter = fit.practices[column].region
    rows = [i for i, need in enumerate(fit.needs) if need.region.id == region]
    columns = [i for i, practice in enumerate(fit.practices) if exporter and practice.region == exporter]
    of_importer = _best(o, ((i, c) for i, c in _eligible(o, rows) if c != column), blockers.of_import)
    of_exporter = _best(
        o, ((i, c) for c in columns for i in _takers(o, c) if i not in rows), blockers.of_export
    )
    return of_importer, of_exporter


def _eligible(o: Outcome, rows: Iterable[int]) -> list[tuple[int, int]]:
    """The most promising eligible cells of some rows."""
    found = []
    for row in rows:
        eligible = np.flatnonzero(o.eligibility.codes[row] == Rule.ELIGIBLE)
        order = np.lexsort((eligible, -o.fit.score[row, eligible].astype(np.int64)))
        # A chosen practice may stand before the alternatives, in each of the programme's exchanges of this importer.
        found += [(row, int(column)) for column in eligible[order[: _EACH + len(o.chosen)]]]
    return found


def _takers(o: Outcome, column: int) -> list[int]:
    return [int(row) for row in np.flatnonzero(o.eligibility.codes[:, column] == Rule.ELIGIBLE)]


def _best(o: Outcome, cells: Iterable[tuple[int, int]], block: _Block) -> tuple[Alternative, ...]:
    """The best of some cells that the programme does not hold, one for each importer and practice."""
    order = sorted(cells, key=lambda cell: (-int(o.fit.score[cell]), cell))
    found: dict[tuple[str, str], Alternative] = {}
    for row, column in order:
        need, practice = o.fit.needs[row], o.fit.practices[column]
        key = (need.region.id, practice.id)
        if key in o.imported or key in found:
            continue
        found[key] = Alternative(
            need.region.id,
            practice.id,
            practice.region if practice.region in o.catalogue.regions else "",
            need.need.id if need.need else "",
            int(o.fit.score[row, column]),
            blockers.told([block(o, row, column)]),
        )
        if len(found) == _EACH:
            break
    return tuple(found.values())
