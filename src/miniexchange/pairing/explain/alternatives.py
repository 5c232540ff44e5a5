"""What nearly was proposed: the best other practices for an importer, and the best other needs for an exporter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.explain import blockers
from miniexchange.pairing.explain.blockers import Blocker, Outcome
from miniexchange.pairing.programme import Alternative
from miniexchange.pairing.rules.rule import Rule

_EACH = 2

_Block = Callable[[Outcome, int, int], Blocker]


class Alternatives(NamedTuple):
    """Of one proposal: other practices for any need of its importer, other importers for any practice of its exporter."""

    importer: tuple[Alternative, ...]
    exporter: tuple[Alternative, ...]


def alternatives(o: Outcome, row: int, column: int) -> Alternatives:
    """The best eligible pairs that the programme does not hold, by score, then by ids."""
    fit, region = o.fit, o.fit.needs[row].region.id
    exporter = fit.practices[column].region
    taken = {practice for importer, practice in o.imported if importer == region}
    out = [fit.column_at[practice] for practice in taken if practice in fit.column_at]
    in_rows = [
        (r, c)
        for r in fit.rows_of[region]
        for c in _best_of(o.eligibility.codes[r], fit.score[r], [column, *out], _EACH)
    ]
    in_columns = []
    most = _EACH * max(len(rows) for rows in fit.rows_of.values())  # several may be needs of one importer
    for c in fit.columns_of[exporter] if exporter else ():
        importers = {importer for importer, practice in o.imported if practice == fit.practices[c].id}
        rows = [r for importer in (region, *importers) for r in fit.rows_of.get(importer, ())]
        in_columns += [(r, c) for r in _best_of(o.eligibility.codes[:, c], fit.score[:, c], rows, most)]
    return Alternatives(_told(o, in_rows, blockers.of_import), _told(o, in_columns, blockers.of_export))


def _best_of(codes: NDArray[np.int8], scores: NDArray[np.int16], out: list[int], most: int) -> list[int]:
    """Where the highest scores of eligible pairs are, less some places."""
    open_ = codes == Rule.ELIGIBLE
    open_[out] = False
    eligible = np.flatnonzero(open_)
    order = np.argsort(-scores[eligible].astype(np.int64), kind="stable")[:most]
    return [int(i) for i in eligible[order]]


def _told(o: Outcome, cells: Iterable[tuple[int, int]], block: _Block) -> tuple[Alternative, ...]:
    """The best of some cells, one for each importer and practice, with what stands in their way."""
    found: dict[tuple[str, str], Alternative] = {}
    for row, column in sorted(cells, key=lambda cell: (-int(o.fit.score[cell]), cell)):
        need, practice = o.fit.needs[row], o.fit.practices[column]
        key = (need.region.id, practice.id)
        if key in found:
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
