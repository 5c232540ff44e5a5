"""Fit: how well each practice answers each need, from named parts in whole numbers.

A part is 0–1000; its weight is a whole number and all weights sum to 10, so scores are whole numbers 0–10,000 of which
each part's share is exact. What is unknown counts NEUTRAL and lowers the confidence, which runs on the same scale. A part is
one function from a need to (values, known) over all practices; `PARTS` names them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Need, Practice, Region
from miniexchange.catalogue.settings import Weights
from miniexchange.diagnostic import UserError
from miniexchange.pairing.fit.practicality import Ease, Side, ease, exporter_side, importer_side
from miniexchange.pairing.fit.score import NEUTRAL, Part
from miniexchange.pairing.fit.topics import Topics

Ints = NDArray[np.int64]
Thousandths = NDArray[np.int16]


@dataclass(frozen=True)
class NeedOf:
    """A row of the fit: an open need of a region, or the region as a whole (None) where it may import without one."""

    region: Region
    need: Need | None


class Fit:
    """The score of every practice for every need. Rows run over `needs`, columns over `practices`."""

    def __init__(
        self,
        needs: Sequence[NeedOf],
        practices: Sequence[Practice],
        regions: Mapping[str, Region],
        topics: Topics,
        weights: Weights,
    ) -> None:
        """Raises UserError when the weights do not sum to 10."""
        self.needs, self.practices, self.topics, self.weights = needs, practices, topics, weights_of(weights)
        self._regions = regions
        self._easy: dict[str, tuple[Ints, Ints, NDArray[np.bool_]]] = {}
        shape = (len(needs), len(practices))
        self.values: dict[str, Thousandths] = {part: np.zeros(shape, dtype=np.int16) for part in PARTS}
        self.known: dict[str, Thousandths] = {part: np.zeros(shape, dtype=np.int16) for part in PARTS}
        self.score = np.zeros(shape, dtype=np.int64)
        self.confidence = np.zeros(shape, dtype=np.int64)
        for row, need in enumerate(needs):
            for part, function in PARTS.items():
                values, known = function(self, need)
                self.values[part][row], self.known[part][row] = values, known
                self.score[row] += self.weights[part] * values
                self.confidence[row] += self.weights[part] * known

    def parts(self, row: int, column: int) -> tuple[Part, ...]:
        """The parts of one score."""
        return tuple(
            Part(
                part,
                int(self.values[part][row, column]),
                self.weights[part],
                int(self.known[part][row, column]),
            )
            for part in PARTS
        )

    def ease(self, region: Region, column: int) -> Ease:
        """What a region and a practice's side have in common."""
        return ease(importer_side(region), self._sides[self._side_of[column]])

    def easy(self, region: Region) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """Practicality, how much of it is known, and whether a common language is known to be missing, for every practice."""
        if region.id not in self._easy:
            mine = importer_side(region)
            found = [ease(mine, side) for side in self._sides]
            value, known = (
                np.array([e.value for e in found], dtype=np.int64),
                np.array([e.known for e in found], dtype=np.int64),
            )
            speechless = np.array([e.common is not None and not e.common for e in found], dtype=bool)
            self._easy[region.id] = value[self._side_of], known[self._side_of], speechless[self._side_of]
        return self._easy[region.id]

    @cached_property
    def _sides(self) -> list[Side]:
        """The different sides that practices come from; far fewer than practices."""
        return list(dict.fromkeys(self._side(practice) for practice in self.practices))

    @cached_property
    def _side_of(self) -> Ints:
        position = {side: i for i, side in enumerate(self._sides)}
        return np.array([position[self._side(practice)] for practice in self.practices], dtype=np.int64)

    def _side(self, practice: Practice) -> Side:
        return exporter_side(practice, self._regions.get(practice.region))


def weights_of(weights: Weights) -> dict[str, int]:
    """The weight of every part; raises UserError when they do not sum to 10."""
    found = {part: int(getattr(weights, part)) for part in PARTS}
    if sum(found.values()) != 10 or min(found.values()) < 0:
        told = " + ".join(f"{part} {weight}" for part, weight in found.items())
        raise UserError(
            f"the weights of the pairing must sum to 10, not {sum(found.values())} ({told})",
            "change pairing.weights in mini.yaml",
        )
    return found


def _need_part(fit: Fit, need: NeedOf) -> tuple[Ints, Ints]:
    if need.need is None:
        return _unknown(fit)
    return fit.topics.overlap(need.need)


def _wish_part(fit: Fit, need: NeedOf) -> tuple[Ints, Ints]:
    """1000 for a practice that the need asks for by name, 0 for every other one then; a need that asks for none says nothing."""
    if need.need is None or not need.need.wants:
        return _unknown(fit)
    wanted = np.array([practice.id in need.need.wants for practice in fit.practices], dtype=np.int64)
    return 1000 * wanted, np.full(len(fit.practices), 1000, dtype=np.int64)


def _practicality_part(fit: Fit, need: NeedOf) -> tuple[Ints, Ints]:
    return fit.easy(need.region)[:2]


def _unknown(fit: Fit) -> tuple[Ints, Ints]:
    size = len(fit.practices)
    return np.full(size, NEUTRAL, dtype=np.int64), np.zeros(size, dtype=np.int64)


PARTS: Mapping[str, Callable[[Fit, NeedOf], tuple[Ints, Ints]]] = {
    "need": _need_part,
    "wish": _wish_part,
    "practicality": _practicality_part,
}
"""Every part of the score: its name (as in pairing.weights) and what gives its values and how much of them is known."""
