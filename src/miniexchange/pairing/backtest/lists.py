"""What the pairing and simpler methods would have put on each importer's list, and where the recorded exchanges stand there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np

from miniexchange.catalogue.records import Practice
from miniexchange.catalogue.terms import Terms
from miniexchange.pairing.backtest.cases import Case
from miniexchange.pairing.backtest.chance import expected_hits
from miniexchange.pairing.rules import wording
from miniexchange.pairing.rules.rule import Rule
from miniexchange.pairing.study import Study

DEPTHS = (1, 3, 10)
"""So many practices from the top of an importer's list are looked at."""

Needs = Literal["all", "stated", "unwished"]
Method = Literal["pairing", "same-theme", "popularity", "random"]

_NO_HITS = (Fraction(0),) * len(DEPTHS)

_CONFIDENCE = 10_001
"""Above any confidence: it decides between equal scores only."""


@dataclass(frozen=True)
class Ranked:
    """A practice and its best score for an importer, in hundredths of a point."""

    practice: str
    score: int


@dataclass(frozen=True)
class Kept:
    """What keeps a practice off a list: the rule's name, and why in words."""

    rule: str
    why: str


@dataclass(frozen=True)
class Found:
    """How one exchange fared. `rank` and `score` are None when its practice is not on the importer's list; `off` then says why.

    `length` is how many practices the list has, `first` its first one.
    """

    rank: int | None
    score: int | None
    length: int
    first: Ranked | None
    in_programme: bool
    off: Kept | None = None


@dataclass(frozen=True)
class Line:
    """What one method finds again: so many of the cases at each of DEPTHS; for the baselines, exact expectations.

    `needs` is "" for a method that looks at none. `programme` is how many are in the best whole programme, None for a
    method that makes none.
    """

    method: Method
    needs: Needs | Literal[""]
    hits: tuple[Fraction, ...]
    programme: int | None = None


class Lists:
    """The lists of one study. `grown` are practices that it does not hold because they grew out of exchanges that are hidden."""

    def __init__(self, study: Study, grown: Collection[str], cases: Sequence[Case]) -> None:
        self._study, self._grown, self._cases = study, grown, cases
        self._columns = {practice.id: column for column, practice in enumerate(study.fit.practices)}

    def found(self, case: Case, chosen: Collection[tuple[str, str]]) -> Found:
        """How a case stands on its importer's list, and whether it is among the `chosen` (practice, importer).

        Practices are ordered by their best score over the importer's needs, then by its confidence; of equal ones a case
        counts as the last.
        """
        fit, rows = self._study.fit, self._rows(case.importer)
        keys = fit.score[rows] * np.int64(_CONFIDENCE) + fit.confidence[rows]
        eligible = self._study.eligibility.codes[rows] == Rule.ELIGIBLE
        best = np.where(eligible, keys, -1).max(axis=0, initial=-1)
        length = int((best >= 0).sum())
        top = int(best.argmax()) if length else 0
        first = Ranked(fit.practices[top].id, int(best[top]) // _CONFIDENCE) if length else None
        column = self._columns.get(case.practice)
        if column is None or best[column] < 0:
            return Found(None, None, length, first, False, self._off(case, rows))
        rank, score = int((best >= best[column]).sum()), int(best[column]) // _CONFIDENCE
        return Found(rank, score, length, first, (case.practice, case.importer) in chosen)

    def barred(self, case: Case) -> Kept | None:
        """What keeps a practice from being proposed to its importer whatever that needs."""
        of, column = self._study, self._columns.get(case.practice)
        if case.practice in self._grown:
            return Kept("grown-from-hidden", "it grew out of an exchange that is hidden")
        if column is None:
            return Kept("not-known-yet", f"it was not known yet on {of.request.as_of}")
        practice, importer = of.fit.practices[column], of.catalogue.regions[case.importer]
        rule = Rule(int(of.eligibility.of_practice[column]))
        if practice.region == importer.id:
            rule = Rule.OWN_PRACTICE
        if rule is Rule.ELIGIBLE:
            return None
        exporter = of.catalogue.regions.get(practice.region)
        terms = of.catalogue.terms("capabilities")
        told = wording.Case(rule, importer, None, practice, exporter, None, 0, 0, terms)
        return Kept(rule.id, wording.why(told))

    def same_theme(self, needs: Needs) -> Line:
        """Random order among the practices on offer that share a main theme with one of the importer's needs, and no others."""
        hits = _NO_HITS
        for case in self._cases:
            needed = [of.need for of in self._study.fit.needs if of.need and of.region.id == case.importer]
            wanted = self._main(theme for need in needed for theme in need.themes)
            listed = [p for p in self._shelf(case.importer) if wanted & self._main_of[p.id]]
            hits = _plus(hits, case, listed, [0] * len(listed))
        return Line("same-theme", needs, hits)

    def popularity(self) -> Line:
        """Practices on offer by how many others took them in the cases, equal ones in random order."""
        hits = _NO_HITS
        for case in self._cases:
            shelf = self._shelf(case.importer)
            taken = Counter(other.practice for other in self._cases if other.importer != case.importer)
            hits = _plus(hits, case, shelf, [taken[practice.id] for practice in shelf])
        return Line("popularity", "", hits)

    def random(self) -> Line:
        """All practices on offer in random order."""
        hits = _NO_HITS
        for case in self._cases:
            shelf = self._shelf(case.importer)
            hits = _plus(hits, case, shelf, [0] * len(shelf))
        return Line("random", "", hits)

    def _off(self, case: Case, rows: Sequence[int]) -> Kept:
        """Why a practice is not on the list."""
        if barred := self.barred(case):
            return barred
        if not rows:
            return Kept("no-open-need", "its importer has no need left")
        # The rule that comes last is the one that the pair was nearest to keeping.
        of, column = self._study, self._columns[case.practice]
        row = max(rows, key=lambda r: (of.eligibility.rule(r, column), int(of.fit.score[r, column])))
        return Kept(of.eligibility.rule(row, column).id, of.eligibility.why(row, column))

    def _shelf(self, importer: str) -> list[Practice]:
        """What may be proposed to an importer, whatever it needs: on offer in the partnership, and not its own."""
        return [practice for practice in self._on_offer if practice.region != importer]

    @cached_property
    def _on_offer(self) -> list[Practice]:
        codes = self._study.eligibility.of_practice
        return [p for p, code in zip(self._study.fit.practices, codes, strict=True) if code == Rule.ELIGIBLE]

    def _rows(self, importer: str) -> list[int]:
        return [row for row, need in enumerate(self._study.fit.needs) if need.region.id == importer]

    def _main(self, themes: Iterable[str]) -> set[str]:
        """The main themes that themes belong to."""
        return {(theme, *self._themes.ancestors(theme))[-1] for theme in themes}

    @cached_property
    def _main_of(self) -> dict[str, set[str]]:
        return {practice.id: self._main(practice.themes) for practice in self._on_offer}

    @cached_property
    def _themes(self) -> Terms:
        return self._study.catalogue.terms("themes")


def pairing(needs: Needs, found: Sequence[Found]) -> Line:
    """What the pairing itself finds, counted."""
    hits = (sum(f.rank is not None and f.rank <= depth for f in found) for depth in DEPTHS)
    return Line("pairing", needs, tuple(map(Fraction, hits)), sum(f.in_programme for f in found))


def _plus(
    hits: tuple[Fraction, ...], case: Case, listed: Sequence[Practice], keys: Sequence[int]
) -> tuple[Fraction, ...]:
    """The hits with what a list, ordered by keys, finds of one more case."""
    place = next((i for i, practice in enumerate(listed) if practice.id == case.practice), None)
    if place is None:
        return hits
    return tuple(so_far + more for so_far, more in zip(hits, expected_hits(keys, place, DEPTHS), strict=True))
