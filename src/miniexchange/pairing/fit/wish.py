"""Who asked for what: whether the importer wants this very practice, and whether the exporter puts it forward.

Up to ASKED for the importer's side: all of it for a practice that the need asks for by name, half for a copy or the
original of such a practice (it is the same idea, and what is wanted may not be on offer), nothing for any other. A need
that asks for none says nothing. Up to OFFERED for the exporter's side: all of it where the region lists the practice among
its offers; a region without such a list says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from miniexchange.catalogue.records import Need, Practice, Region
from miniexchange.pairing.fit.lineage import origin_of
from miniexchange.pairing.fit.score import Values

ASKED, OFFERED = 700, 300
"""How much each side's word counts; the importer has to live with the practice."""


class Wishes:
    """What regions ask for and offer. Arrays run over `practices`."""

    def __init__(self, practices: Sequence[Practice], regions: Mapping[str, Region]) -> None:
        self._practices, self._regions = practices, regions

    def of(self, need: Need | None) -> Values:
        """The part's values for a need, and how much of them is known. None: a region that states no need."""
        offered, known = self._offered
        if need is None or not need.wants:
            return offered + np.int16(ASKED // 2), known
        asked = np.zeros(len(self._practices), dtype=np.int16)
        for wanted in need.wants:
            alike = self._by_origin.get(origin_of(self._by_id, wanted), [])
            asked[alike] = np.maximum(asked[alike], ASKED // 2)
        asked[[self._columns[wanted] for wanted in need.wants if wanted in self._columns]] = ASKED
        return asked + offered, known + np.int16(ASKED)

    @cached_property
    def _offered(self) -> Values:
        lists = [
            region.offers if (region := self._regions.get(practice.region)) else None
            for practice in self._practices
        ]
        values = [
            OFFERED // 2 if offers is None else OFFERED * (practice.id in offers)
            for practice, offers in zip(self._practices, lists, strict=True)
        ]
        known = [0 if offers is None else OFFERED for offers in lists]
        return np.array(values, dtype=np.int16), np.array(known, dtype=np.int16)

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {practice.id: column for column, practice in enumerate(self._practices)}

    @cached_property
    def _by_id(self) -> dict[str, Practice]:
        return {practice.id: practice for practice in self._practices}

    @cached_property
    def _by_origin(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for column, practice in enumerate(self._practices):
            found.setdefault(origin_of(self._by_id, practice.id), []).append(column)
        return found
