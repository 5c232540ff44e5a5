"""How far a practice is about what a need is about: overlap of terms over the vocabularies' trees.

A need's term is met in full by the same term of the practice, less by a narrower, a wider or a neighbouring one (with
the same wider term). Rare terms count more: each weighs by its information content, log2((N + 1) / (n + 1)) for a term
that n of the N published practices carry, themselves or by a narrower term; plus 1, so that no term weighs nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Need, Practice
from miniexchange.catalogue.terms import Terms
from miniexchange.pairing.fit.score import NEUTRAL, Thousandths, Values, neutral

Nearness = Literal["same", "narrower", "wider", "neighbouring"]

NEARNESS: Mapping[Nearness, int] = {"same": 1000, "narrower": 800, "wider": 500, "neighbouring": 400}
"""How much of a need's term a practice's term meets, of 1,000."""

FACETS: Mapping[str, tuple[str, int]] = {
    "themes": ("themes", 3),
    "challenges": ("challenges", 3),
    "services": ("services", 2),
    "target_groups": ("target-groups", 2),
}
"""Field → its vocabulary, and how much its terms weigh."""

PRIORITY: Mapping[str, int] = {"high": 1000, "medium": 900, "": 900, "low": 800}
"""What the overlap is multiplied by, in thousandths; a need without a priority counts as medium."""


@dataclass(frozen=True)
class Match:
    """One term of a need that a practice meets, and how: `term` is the need's, `by` the practice's."""

    facet: str
    term: str
    by: str
    nearness: Nearness


class Topics:
    """The terms of all practices, ready to be compared with needs. Arrays run over `practices`, in the order given."""

    def __init__(self, practices: Sequence[Practice], vocabularies: Mapping[str, Terms]) -> None:
        """`vocabularies` maps the names in FACETS to their terms."""
        self._practices = practices
        self._vocabularies = vocabularies
        self._met: dict[tuple[str, str], Thousandths] = {}
        self._filled: dict[tuple[str, str], Thousandths] = {}
        self._weights: dict[tuple[str, str], int] = {}

    def overlap(self, need: Need) -> Values:
        """How far each practice meets the need, and how much of that is known; both 0–1000.

        A field that the practice leaves empty is unknown and counts what it does on average among the practices that fill
        it; a need without any term counts NEUTRAL. A need that was deduced, not stated, is half known.
        """
        size, weights = len(self._practices), Counter[str]()
        total, known = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        for facet, term in _terms(need):
            weight = self._weight(facet, term)
            total += np.multiply(self._met_or_average(facet, term), weight, dtype=np.int64)
            weights[facet] += weight
        whole = weights.total()
        if not whole:
            return neutral(size)
        for facet, weight in weights.items():
            known[self._stated[facet]] += weight
        certain = 500 if need.inferred else 1000
        values = (total * PRIORITY[need.priority] + 500 * whole) // (1000 * whole)
        return values.astype(np.int16), ((known * certain + whole // 2) // whole).astype(np.int16)

    def disjoint(self, need: Need) -> NDArray[np.bool_]:
        """Which practices say what they are about and yet meet no term of the need."""
        stated, met = np.zeros(len(self._practices), dtype=bool), np.zeros(len(self._practices), dtype=bool)
        for facet, term in _terms(need):
            stated |= self._stated[facet]
            met |= self._meets(facet, term) > 0
        return stated & ~met

    def matches(self, need: Need, practice: Practice) -> tuple[Match, ...]:
        """The need's terms that a practice meets, nearest first, then the weightiest, by facet and id."""
        found = []
        for facet, (vocabulary, _) in FACETS.items():
            terms = self._vocabularies[vocabulary]
            for term in getattr(need, facet):
                near = [
                    (NEARNESS[n], by, n)
                    for by in getattr(practice, facet)
                    if (n := nearness(terms, term, by))
                ]
                if near:
                    _, by, how = min(near, key=lambda entry: (-entry[0], entry[1]))
                    found.append(Match(facet, term, by, how))
        order = list(FACETS)
        return tuple(
            sorted(
                found,
                key=lambda m: (
                    -NEARNESS[m.nearness],
                    -self._weight(m.facet, m.term),
                    order.index(m.facet),
                    m.term,
                ),
            )
        )

    def label(self, facet: str, term: str) -> str:
        """A term in words."""
        return self._vocabularies[FACETS[facet][0]].label(term)

    def _meets(self, facet: str, term: str) -> Thousandths:
        """How much of a need's term each practice meets, of 1,000."""
        if (facet, term) not in self._met:
            terms = self._vocabularies[FACETS[facet][0]]
            met = np.zeros(len(self._practices), dtype=np.int16)
            for by, positions in self.carriers[facet].items():
                near = nearness(terms, term, by)
                if near:
                    met[positions] = np.maximum(met[positions], NEARNESS[near])
            self._met[facet, term] = met
        return self._met[facet, term]

    def _met_or_average(self, facet: str, term: str) -> Thousandths:
        """The same, with the average of those that fill the field for those that leave it empty."""
        if (facet, term) not in self._filled:
            met, stated = self._meets(facet, term), self._stated[facet]
            # Left empty, a field counts as much as it does on average: a poor record must not beat a candid one.
            average = (
                int(met.sum(where=stated, dtype=np.int64)) // int(stated.sum()) if stated.any() else NEUTRAL
            )
            self._filled[facet, term] = np.where(stated, met, np.int16(average))
        return self._filled[facet, term]

    def _weight(self, facet: str, term: str) -> int:
        """The term's weight in hundredths: how much its facet counts times its information content plus 1."""
        if (facet, term) not in self._weights:
            vocabulary, facet_weight = FACETS[facet]
            carried = np.zeros(len(self._practices), dtype=bool)
            for narrower in self._vocabularies[vocabulary].with_narrower(term):
                carried[self.carriers[facet].get(narrower, [])] = True
            published = self._published
            rarity = math.log2(
                (np.count_nonzero(published) + 1) / (np.count_nonzero(carried & published) + 1)
            )
            self._weights[facet, term] = facet_weight * (100 + round(100 * rarity))
        return self._weights[facet, term]

    @cached_property
    def _published(self) -> NDArray[np.bool_]:
        return np.array([practice.status == "published" for practice in self._practices], dtype=bool)

    @cached_property
    def _stated(self) -> dict[str, NDArray[np.bool_]]:
        """Whether each practice says anything, by facet."""
        found = {facet: np.zeros(len(self._practices), dtype=bool) for facet in FACETS}
        for facet, of_terms in self.carriers.items():
            for positions in of_terms.values():
                found[facet][positions] = True
        return found

    @cached_property
    def carriers(self) -> Mapping[str, Mapping[str, NDArray[np.intp]]]:
        """Positions of the practices that carry a term themselves, by facet and term."""
        return carriers(self._practices)


def carriers(practices: Sequence[Practice]) -> dict[str, dict[str, NDArray[np.intp]]]:
    """Positions of the practices that carry a term themselves, by facet and term."""
    found: dict[str, dict[str, NDArray[np.intp]]] = {}
    for facet in FACETS:
        positions: dict[str, list[int]] = {}
        for position, terms in enumerate(map(attrgetter(facet), practices)):
            for term in terms:
                positions.setdefault(term, []).append(position)
        found[facet] = {term: np.array(places, dtype=np.intp) for term, places in positions.items()}
    return found


def _terms(need: Need) -> Iterator[tuple[str, str]]:
    return ((facet, term) for facet in FACETS for term in getattr(need, facet))


def nearness(terms: Terms, term: str, by: str) -> Nearness | None:
    """How near a practice's term `by` is to a need's `term`; None when they have nothing to do with one another."""
    if by == term:
        return "same"
    above_by, above = terms.ancestors(by), terms.ancestors(term)
    if term in above_by:
        return "narrower"
    if by in above:
        return "wider"
    return "neighbouring" if above and above_by and above[0] == above_by[0] else None
