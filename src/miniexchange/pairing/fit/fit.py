"""Fit: how well each practice answers each need, from named parts in whole numbers.

A part is 0–1000; its weight is a whole number and all weights sum to 10, so scores are whole numbers 0–10,000 of which
each part's share is exact. What is unknown counts NEUTRAL and lowers the confidence, which runs on the same scale. A part is
one function from a need to (values, known) over all practices; `PARTS` names them all. Only the sums are kept: the parts
of a row are worked out again when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Need, Practice, Region
from miniexchange.catalogue.settings import Weights
from miniexchange.catalogue.terms import Terms
from miniexchange.diagnostic import UserError
from miniexchange.pairing.fit.context import Context
from miniexchange.pairing.fit.evidence import evidence
from miniexchange.pairing.fit.practicality import Practicality
from miniexchange.pairing.fit.recent import Recent
from miniexchange.pairing.fit.relevance import Relevance
from miniexchange.pairing.fit.score import Part, Thousandths, Values, neutral
from miniexchange.pairing.fit.spoken import Sayings
from miniexchange.pairing.fit.topics import Topics
from miniexchange.pairing.fit.transferability import Transferability
from miniexchange.pairing.fit.wish import Wishes
from miniexchange.pairing.past import Past

AKIN = 600
"""The relevance of a text from which on a practice shares something with a need, whatever their terms say.

In the catalogue that ships, of the pairs that share no term 19 in 20 lie below 360, and what lies below 600 shares words
by chance (“start”, “young”).
"""


@dataclass(frozen=True)
class NeedOf:
    """A row of the fit: an open need of a region, or the region as a whole (None) where it may import without one."""

    region: Region
    need: Need | None


class Fit:
    """The score of every practice for every need. Rows run over `needs`, columns over `practices`.

    `score` and `confidence` are matrices of whole numbers, 0 to 10,000.
    """

    def __init__(
        self,
        needs: Sequence[NeedOf],
        practices: Sequence[Practice],
        regions: Mapping[str, Region],
        vocabularies: Mapping[str, Terms],
        weights: Weights,
        past: Sequence[Past],
        as_of: date,
        saying: Sayings | None = None,
    ) -> None:
        """`vocabularies` maps the names in topics.FACETS to their terms; `past` is what was known on the day `as_of`.

        `saying` gives the words of practices whose texts are not at hand.
        Raises UserError when the weights do not sum to 10.
        """
        self.needs, self.practices, self.weights = needs, practices, weights_of(weights)
        self.past, self.as_of = past, as_of
        self._vocabularies, self._saying = vocabularies, saying
        self.topics = Topics(practices, vocabularies)
        self.wishes = Wishes(practices, regions)
        self.context = Context(practices, regions)
        self.transferability = Transferability(practices, past, as_of)
        self.practicality = Practicality(practices, regions)
        self._rows: Recent[int, Mapping[str, Values]] = Recent()
        self.score = np.zeros((len(needs), len(practices)), dtype=np.int16)
        self.confidence = np.zeros((len(needs), len(practices)), dtype=np.int16)
        self._strangers = np.zeros((len(needs), (len(practices) + 7) // 8), dtype=np.uint8)
        counted = {part: np.int16(weight) for part, weight in self.weights.items() if weight}
        for row, need in enumerate(needs):
            found = {part: PARTS[part](self, need) for part in counted}
            for part, (values, known) in found.items():
                self.score[row] += counted[part] * values
                self.confidence[row] += counted[part] * known
            self._strangers[row] = np.packbits(self._apart(need, found.get("text")))

    def row_values(self, row: int) -> Mapping[str, Values]:
        """Every part of a row: its values and how much of them is known. A few rows are remembered."""
        return self._rows.get(row, lambda: {part: of(self, self.needs[row]) for part, of in PARTS.items()})

    def parts(self, row: int, column: int) -> tuple[Part, ...]:
        """The parts of one score, in the order of PARTS."""
        return tuple(
            Part(part, int(values[column]), self.weights[part], int(known[column]))
            for part, (values, known) in self.row_values(row).items()
        )

    def strangers(self, row: int) -> NDArray[np.bool_]:
        """Which practices share neither a term with the need, though both sides state some, nor enough of their words.

        The words count where the text is part of the score at all.
        """
        return np.unpackbits(self._strangers[row], count=len(self.practices)).astype(bool)

    def _apart(self, need: NeedOf, text: Values | None) -> NDArray[np.bool_]:
        if need.need is None:
            return np.zeros(len(self.practices), dtype=bool)
        apart = self.topics.disjoint(need.need)
        if text is None:
            return apart
        values, known = text
        return apart & ~((values >= AKIN) & (known > 0))

    @cached_property
    def column_at(self) -> Mapping[str, int]:
        """The column of each practice, by id."""
        return {practice.id: column for column, practice in enumerate(self.practices)}

    @cached_property
    def columns_of(self) -> Mapping[str, Sequence[int]]:
        """The columns of each region's practices, by region; "" for those of none."""
        found: dict[str, list[int]] = {}
        for column, practice in enumerate(self.practices):
            found.setdefault(practice.region, []).append(column)
        return found

    @cached_property
    def rows_of(self) -> Mapping[str, Sequence[int]]:
        """The rows of each region's needs, by region."""
        found: dict[str, list[int]] = {}
        for row, need in enumerate(self.needs):
            found.setdefault(need.region.id, []).append(row)
        return found

    @cached_property
    def relevance(self) -> Relevance:
        """The texts, compared when they are first asked for."""
        needs = [of.need for of in self.needs if of.need]
        return Relevance(self.practices, self._vocabularies, needs, self._saying, self.topics.carriers)

    @cached_property
    def evidence(self) -> Values:
        """What is shown of each practice, whoever needs it."""
        return evidence(self.practices, self.as_of)


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


def _need(fit: Fit, of: NeedOf) -> Values:
    return fit.topics.overlap(of.need) if of.need else neutral(len(fit.practices))


def _text(fit: Fit, of: NeedOf) -> Values:
    if of.need is None:
        return neutral(len(fit.practices))
    values, known = fit.relevance.relevance(of.need)
    return _thousandths(values), _thousandths(known)


def _thousandths(values: NDArray[np.int64]) -> Thousandths:
    return values.astype(np.int16)


PARTS: Mapping[str, Callable[[Fit, NeedOf], Values]] = {
    "need": _need,
    "wish": lambda fit, of: fit.wishes.of(of.need),
    "text": _text,
    "context": lambda fit, of: fit.context.of(of.region),
    "evidence": lambda fit, of: fit.evidence,
    "transferability": lambda fit, of: fit.transferability.of(of.region, of.need),
    "practicality": lambda fit, of: fit.practicality.of(of.region),
}
"""Every part of the score: its name (as in pairing.weights) and what gives its values and how much of them is known."""
