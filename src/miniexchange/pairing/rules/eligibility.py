"""The hard rules: which pairs may not be proposed at all, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Practice
from miniexchange.catalogue.settings import PairingRules
from miniexchange.pairing.fit.fit import Fit
from miniexchange.pairing.fit.score import shown
from miniexchange.pairing.past import Meaning, Past


class Rule(IntEnum):
    """Why a pair is not eligible; where several rules apply, the first of this list is kept."""

    ELIGIBLE = 0
    NOT_PUBLISHED = 1
    ARCHIVED = 2
    LESSON_ONLY = 3
    OWN_PRACTICE = 4
    OUTSIDE = 5
    NOT_ON_OFFER = 6
    UNDER_WAY = 7
    ALREADY_DONE = 8
    TRIED_BEFORE = 9
    NO_COMMON_LANGUAGE = 10
    AVOIDED = 11
    NOTHING_SHARED = 12
    BELOW_MIN_SCORE = 13

    @property
    def id(self) -> str:
        """The rule's name in output, such as `own-practice`."""
        return self.name.lower().replace("_", "-")


OF_PRACTICE = frozenset(
    {Rule.NOT_PUBLISHED, Rule.ARCHIVED, Rule.LESSON_ONLY, Rule.OUTSIDE, Rule.NOT_ON_OFFER}
)
"""Rules about the practice alone, whoever would import it."""

_RULE_OF_PAST: Mapping[Meaning, Rule] = {
    "tried": Rule.TRIED_BEFORE,
    "done": Rule.ALREADY_DONE,
    "under-way": Rule.UNDER_WAY,
}

Codes = NDArray[np.int8]
Mask = NDArray[np.bool_]


class Eligibility:
    """A rule for every need (row) and practice (column) of a fit."""

    def __init__(
        self,
        fit: Fit,
        catalogue: Catalogue,
        participants: Sequence[str],
        past: Sequence[Past],
        rules: PairingRules,
        min_score: int,
    ) -> None:
        """`min_score` is in hundredths of a point."""
        self._fit, self._catalogue, self._min_score = fit, catalogue, min_score
        self._past: dict[tuple[str, str], Past] = {}
        for meaning in _RULE_OF_PAST:  # the strongest last, to stay
            self._past.update(
                {(p.exchange.practice, p.exchange.importer): p for p in past if p.meaning == meaning}
            )
        self._columns = {practice.id: column for column, practice in enumerate(fit.practices)}
        members = frozenset(participants)
        self.of_practice: Codes = np.array(
            [_of_practice(practice, catalogue, members, rules) for practice in fit.practices], dtype=np.int8
        )
        self.codes: Codes = np.zeros((len(fit.needs), len(fit.practices)), dtype=np.int8)
        for row in range(len(fit.needs)):
            codes = self.of_practice.copy()
            for rule, applies in self._of_row(row, rules).items():
                codes[applies & ((codes == Rule.ELIGIBLE) | (codes > rule))] = rule
            self.codes[row] = codes

    def _of_row(self, row: int, rules: PairingRules) -> dict[Rule, Mask]:
        """The rules that ask for the importer or the need, and the practices that each keeps out."""
        fit, need = self._fit, self._fit.needs[row]
        region = need.region.id
        found = {Rule.OWN_PRACTICE: self._from(region)}
        for practice, importer in self._past:
            if importer == region:
                rule = _RULE_OF_PAST[self._past[practice, importer].meaning]
                found[rule] = found.get(rule, self._mask(())) | self._mask([practice])
        if rules.common_language:
            found[Rule.NO_COMMON_LANGUAGE] = fit.easy(need.region)[2]
        if need.need:
            found[Rule.AVOIDED] = self._from(*need.need.avoid)
            found[Rule.NOTHING_SHARED] = fit.topics.disjoint(need.need) & ~self._mask(need.need.wants)
        found[Rule.BELOW_MIN_SCORE] = fit.score[row] < self._min_score
        return found

    def _mask(self, practices: Iterable[str]) -> Mask:
        mask = np.zeros(len(self._fit.practices), dtype=bool)
        mask[[self._columns[practice] for practice in practices if practice in self._columns]] = True
        return mask

    def _from(self, *regions: str) -> Mask:
        return self._mask(
            practice.id for region in regions for practice in self._catalogue.practices_of(region)
        )

    def rule(self, row: int, column: int) -> Rule:
        """The rule that keeps a pair out, or ELIGIBLE."""
        return Rule(int(self.codes[row, column]))

    def counts(self) -> dict[str, int]:
        """How many pairs of a need and a practice each rule keeps out, in order of the rules."""
        counts = np.bincount(self.codes.ravel(), minlength=len(Rule))
        return {rule.id: int(counts[rule]) for rule in Rule if rule and counts[rule]}

    def why(self, row: int, column: int) -> str:
        """Why a pair is not eligible, in words; "" when it is."""
        need, practice, rule = self._fit.needs[row], self._fit.practices[column], self.rule(row, column)
        importer = need.region.name
        past = self._past.get((practice.id, need.region.id))
        exporter = self._catalogue.regions.get(practice.region)
        giver = exporter.name if exporter else "its owner"
        return {
            Rule.ELIGIBLE: "",
            Rule.NOT_PUBLISHED: f"it is not published (status {practice.status})",
            Rule.ARCHIVED: "it is archived"
            + (f"; see its successor {practice.successor}" if practice.successor else ""),
            Rule.LESSON_ONLY: "it is kept as a lesson and not for export",
            Rule.OWN_PRACTICE: f"it is {importer}'s own practice",
            Rule.OUTSIDE: f"{giver if exporter else 'whoever owns it'} is not in the partnership",
            Rule.NOT_ON_OFFER: f"{giver} does not offer it",
            Rule.UNDER_WAY: f"{importer} is already importing it",
            Rule.ALREADY_DONE: f"{importer} has already imported it",
            Rule.TRIED_BEFORE: f"an earlier exchange was {past.status if past and past.status != 'recorded' else 'dropped'}",
            Rule.NO_COMMON_LANGUAGE: f"{importer} and {giver} have no working language in common",
            Rule.AVOIDED: f"{importer} does not want to import from {giver} for this need",
            Rule.NOTHING_SHARED: "it shares no topic with the need",
            Rule.BELOW_MIN_SCORE: f"its fit of {shown(int(self._fit.score[row, column]))} is below {shown(self._min_score)}",
        }[rule]


def _of_practice(
    practice: Practice, catalogue: Catalogue, participants: frozenset[str], rules: PairingRules
) -> Rule:
    if practice.status == "archived":
        return Rule.ARCHIVED
    if practice.status != "published":
        return Rule.NOT_PUBLISHED
    if practice.lesson_only:
        return Rule.LESSON_ONLY
    if practice.region not in participants and not rules.allow_outside:
        return Rule.OUTSIDE
    region = catalogue.regions.get(practice.region)
    if region and region.offers is not None and practice.id not in region.offers:
        return Rule.NOT_ON_OFFER
    return Rule.ELIGIBLE
