"""The hard rules: which pairs may not be proposed at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Practice
from miniexchange.catalogue.settings import PairingRules
from miniexchange.pairing.fit.fit import Fit
from miniexchange.pairing.past import Meaning, Past
from miniexchange.pairing.rules.rule import Rule
from miniexchange.pairing.rules.wording import Case, remedy, why

__all__ = ["Eligibility", "Rule"]


_RULE_OF_PAST: Mapping[Meaning, Rule] = {
    "tried": Rule.TRIED_BEFORE,
    "done": Rule.ALREADY_DONE,
    "under-way": Rule.UNDER_WAY,
}

Codes = NDArray[np.int8]
Selector = NDArray[np.bool_] | list[int]


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
        *,
        forbidden: Collection[tuple[str, str]] = (),
        retry_declined: bool = False,
        selected: frozenset[str] | None = None,
    ) -> None:
        """`min_score` is in hundredths of a point. `forbidden` holds (practice, importing region).

        `retry_declined` lets a practice be proposed again to an importer with whom it came to nothing. `selected` are the ids of
        the only practices asked for; None asks for all.
        """
        self._fit, self._catalogue, self._min_score = fit, catalogue, min_score
        self._rules = rules
        self._past: dict[str, dict[str, Past]] = {}
        for meaning in _RULE_OF_PAST:  # the strongest last, to stay
            for entry in past:
                if entry.meaning == meaning and not (retry_declined and meaning == "tried"):
                    self._past.setdefault(entry.exchange.importer, {})[entry.exchange.practice] = entry
        self._forbidden: dict[str, list[str]] = {}
        for practice, importer in sorted(forbidden):
            self._forbidden.setdefault(importer, []).append(practice)
        members = frozenset(participants)
        self.of_practice: Codes = np.array(
            [_of_practice(practice, catalogue, members, rules, selected) for practice in fit.practices],
            dtype=np.int8,
        )
        self.codes: Codes = np.zeros((len(fit.needs), len(fit.practices)), dtype=np.int8)
        of_practice = self.of_practice > 0
        for row in range(len(fit.needs)):
            codes = self.codes[row]
            for rule, applies in sorted(self.of_row(row).items(), reverse=True):  # the first stays
                codes[applies] = rule
            first = of_practice & ((codes == Rule.ELIGIBLE) | (self.of_practice < codes))
            np.copyto(codes, self.of_practice, where=first)

    def of_row(self, row: int) -> dict[Rule, Selector]:
        """The rules that ask for the importer or the need, and the practices that each keeps out."""
        fit, need = self._fit, self._fit.needs[row]
        region = need.region.id
        found: dict[Rule, Selector] = {
            Rule.OWN_PRACTICE: self._from(region),
            Rule.FORBIDDEN: self._at(self._forbidden.get(region, ())),
            Rule.UNMET_PRECONDITION: fit.transferability.lacking(need.region),
        }
        past = self._past.get(region, {})
        for meaning, rule in _RULE_OF_PAST.items():
            found[rule] = self._at(p for p, entry in past.items() if entry.meaning == meaning)
        if self._rules.common_language:
            found[Rule.NO_COMMON_LANGUAGE] = fit.practicality.speechless(need.region)
        if need.need:
            found[Rule.AVOIDED] = self._from(*need.need.avoid)
            strangers = fit.strangers(row)
            strangers[self._at(need.need.wants)] = False
            found[Rule.NOTHING_SHARED] = strangers
            if need.need.constraints and need.need.constraints.max_cost:
                found[Rule.OVER_COST_LIMIT] = fit.transferability.efforts.too_dear(need.need)
        if self._min_score:
            found[Rule.BELOW_MIN_SCORE] = fit.score[row] < self._min_score
        return found

    def _at(self, practices: Iterable[str]) -> list[int]:
        return [self._fit.column_at[practice] for practice in practices if practice in self._fit.column_at]

    def _from(self, *regions: str) -> list[int]:
        return self._at(
            practice.id for region in regions for practice in self._catalogue.practices_of(region)
        )

    def rule(self, row: int, column: int) -> Rule:
        """The rule that keeps a pair out, or ELIGIBLE."""
        return Rule(int(self.codes[row, column]))

    def counts(self) -> dict[str, int]:
        """How many pairs of a need and a practice each rule keeps out, in order of the rules."""
        counts = np.zeros(len(Rule), dtype=np.int64)
        for codes in self.codes:  # row by row, as counting widens what it counts
            counts += np.bincount(codes, minlength=len(Rule))
        return {rule.id: int(counts[rule]) for rule in Rule if rule and counts[rule]}

    def why(self, row: int, column: int) -> str:
        """Why a pair is not eligible, in words; "" when it is."""
        return why(self._case(row, column))

    def remedy(self, row: int, column: int) -> str:
        """What would make a pair eligible, as far as its rule goes, in words; "" where nothing should."""
        return remedy(self._case(row, column))

    def _case(self, row: int, column: int) -> Case:
        need, practice = self._fit.needs[row], self._fit.practices[column]
        return Case(
            self.rule(row, column),
            need.region,
            need.need,
            practice,
            self._catalogue.regions.get(practice.region),
            self._past.get(need.region.id, {}).get(practice.id),
            int(self._fit.score[row, column]),
            self._min_score,
            self._catalogue.terms("capabilities"),
        )


def _of_practice(
    practice: Practice,
    catalogue: Catalogue,
    participants: frozenset[str],
    rules: PairingRules,
    selected: frozenset[str] | None,
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
    if selected is not None and practice.id not in selected:
        return Rule.NOT_SELECTED
    return Rule.ELIGIBLE
