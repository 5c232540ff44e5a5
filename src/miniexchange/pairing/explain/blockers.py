"""What stands between a need and a practice that may serve it but does not, once a programme is solved.

In a best programme every pair that could still fill a gap is blocked by a limit (else it would have been taken).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.fit.fit import Fit
from miniexchange.pairing.problem.instance import Choice, Instance, Locked
from miniexchange.pairing.programme import Direction, Quota
from miniexchange.pairing.rules.eligibility import Eligibility, Rule
from miniexchange.text.phrases import counted, listed, quoted

MOST_NAMES = 4
"""Of more regions or practices, the rest is told as a number."""


class Blocker(NamedTuple):
    """One limit: its sort, and whom or what it holds back, in words."""

    sort: str
    who: str


@dataclass(frozen=True)
class Outcome:
    """A solved programme, with all that is needed to explain it."""

    catalogue: Catalogue
    fit: Fit
    eligibility: Eligibility
    instance: Instance
    chosen: tuple[Choice, ...]
    quotas: tuple[Quota, ...]

    def quota(self, region: str, direction: Direction) -> Quota | None:
        """A region's quota; None for a region that does not take part."""
        return self._quotas.get((region, direction))

    def name(self, region: str) -> str:
        return self.catalogue.regions[region].name

    def eligible(self, row: int, column: int) -> bool:
        return self.eligibility.rule(row, column) is Rule.ELIGIBLE

    def chosen_at(self, row: int, column: int) -> bool:
        """Whether the programme serves this need with this practice."""
        need = self.fit.needs[row]
        return (
            Choice(need.region.id, self.fit.practices[column].id, need.need.id if need.need else "")
            in self._chosen
        )

    def served(self, row: int) -> bool:
        """Whether a need has all the practices that it may have."""
        need = self.fit.needs[row]
        if need.need is None:
            return False
        serving = [1 for entry in self._all if (entry.importer, entry.need) == (need.region.id, need.need.id)]
        return len(serving) >= self.instance.rules.need_max

    @cached_property
    def imported(self) -> frozenset[tuple[str, str]]:
        """(importer, practice) of every exchange of the programme and every one that stands."""
        return frozenset((entry.importer, entry.practice) for entry in self._all)

    @cached_property
    def exchanging(self) -> frozenset[tuple[str, str]]:
        """(importer, exporter) of the same."""
        owners = {entry.id: entry.owner for entry in self.instance.practices}
        new = ((choice.importer, owners[choice.practice]) for choice in self.chosen)
        return frozenset((*new, *((entry.importer, entry.exporter) for entry in self.instance.locked)))

    @property
    def _all(self) -> tuple[Choice | Locked, ...]:
        return (*self.chosen, *self.instance.locked)

    @cached_property
    def _chosen(self) -> frozenset[Choice]:
        return frozenset(self.chosen)

    @cached_property
    def _quotas(self) -> dict[tuple[str, str], Quota]:
        return {(quota.region, quota.direction): quota for quota in self.quotas}


def of_import(o: Outcome, row: int, column: int) -> Blocker | None:
    """What keeps the importer from this practice, seen from the importer; None when only a better programme does."""
    practice, region = o.fit.practices[column], o.fit.needs[row].region
    exports = o.quota(practice.region, "exports")
    if (region.id, practice.id) in o.imported:
        return Blocker("practice-for-another-need", quoted(practice.title))
    if (
        o.instance.rules.one_per_ordered_pair
        and practice.region
        and (region.id, practice.region) in o.exchanging
    ):
        return Blocker("another-practice-from", o.name(practice.region))
    if exports and exports.reached >= exports.most:
        return Blocker("exports-full", o.name(practice.region))
    return _capacity(o, column)


def of_export(o: Outcome, row: int, column: int) -> Blocker | None:
    """What keeps the practice from this need, seen from the exporter; None when only a better programme does."""
    need, practice = o.fit.needs[row], o.fit.practices[column]
    imports = o.quota(need.region.id, "imports")
    if (need.region.id, practice.id) in o.imported or (
        o.instance.rules.one_per_ordered_pair and (need.region.id, practice.region) in o.exchanging
    ):
        return Blocker("another-practice-to", need.region.name)
    if imports and imports.reached >= imports.most:
        return Blocker("imports-full", need.region.name)
    if need.need and o.served(row):
        return Blocker("need-served", f"{quoted(need.need.title)} of {need.region.name}")
    return _capacity(o, column)


def told(blockers: Iterable[Blocker | None]) -> str:
    """Blockers in words, one clause for each sort."""
    sorts: dict[str, list[str]] = {}
    for blocker in blockers:
        if blocker:
            sorts.setdefault(blocker.sort, []).append(blocker.who)
    return (
        "; ".join(_clause(sort, list(dict.fromkeys(who))) for sort, who in sorts.items())
        or "the whole programme is better so"
    )


def _clause(sort: str, who: Sequence[str]) -> str:
    names, many = listed(who, most=MOST_NAMES), len(who) > 1
    return {
        "practice-for-another-need": f"{names} {'serve' if many else 'serves'} another need already",
        "another-practice-from": f"{names} {'give' if many else 'gives'} it another practice",
        "exports-full": f"{names} {'export' if many else 'exports'} as many as {'they' if many else 'it'} may",
        "another-practice-to": f"{names} {'take' if many else 'takes'} a practice from it already",
        "imports-full": f"{names} {'import' if many else 'imports'} as many as {'they' if many else 'it'} may",
        "need-served": f"the need{'s' * many} {names} {'are' if many else 'is'} served by others",
        "capacity": names,
    }[sort]


def _capacity(o: Outcome, column: int) -> Blocker | None:
    practice = o.fit.practices[column]
    most = practice.transfer.max_importers if practice.transfer else None
    taken = sum(1 for _, taken in o.imported if taken == practice.id)
    if most is None or taken < most:
        return None
    return Blocker("capacity", f"{quoted(practice.title)} takes at most {counted(most, 'importer')}")
