"""What stands between a need and a practice that may serve it but does not, once a programme is solved.

In a best programme every pair that could still fill a gap is blocked by a limit (else it would have been taken). A pair that no
limit blocks, seen from one side, would take the place of another exchange on that side: that one is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.fit.fit import Fit
from miniexchange.pairing.problem.instance import Choice, Instance, Locked
from miniexchange.pairing.programme import Direction, Quota
from miniexchange.pairing.rules.eligibility import Eligibility, Rule
from miniexchange.pairing.study import Study
from miniexchange.text.phrases import counted, listed, quoted

MOST_NAMES = 4
"""Of more regions or practices, the rest is told as a number."""

_NO_END = 1 << 60


class Blocker(NamedTuple):
    """One limit: its sort, and whom or what it holds back, in words."""

    sort: str
    who: str


_NOTHING = Blocker("adds-nothing", "it would add nothing to this programme")


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
        serving = [1 for entry in self.all if (entry.importer, entry.need) == (need.region.id, need.need.id)]
        return len(serving) >= self.instance.rules.need_max

    @cached_property
    def imported(self) -> frozenset[tuple[str, str]]:
        """(importer, practice) of every exchange of the programme and every one that stands."""
        return frozenset((entry.importer, entry.practice) for entry in self.all)

    @cached_property
    def exchanging(self) -> frozenset[tuple[str, str]]:
        """(importer, exporter) of the same."""
        return frozenset((entry.importer, self.exporter(entry)) for entry in self.all)

    @property
    def all(self) -> tuple[Choice | Locked, ...]:
        """The new exchanges, then those that stand."""
        return (*self.chosen, *self.instance.locked)

    def exporter(self, entry: Choice | Locked) -> str:
        """The id of the region that gives it; "" for none of the catalogue."""
        return entry.exporter if isinstance(entry, Locked) else self._owners[entry.practice]

    def owner(self, column: int) -> str:
        """The id of the region that gives a practice; "" for none of the catalogue."""
        return self.instance.practices[column].owner

    def score(self, choice: Choice) -> int:
        """The score of an exchange of the programme."""
        cell = self.instance.cell(choice)
        return int(self.fit.score[cell]) if cell else 0

    @cached_property
    def _owners(self) -> dict[str, str]:
        return {practice.id: practice.owner for practice in self.instance.practices}

    @cached_property
    def _chosen(self) -> frozenset[Choice]:
        return frozenset(self.chosen)

    @cached_property
    def _quotas(self) -> dict[tuple[str, str], Quota]:
        return {(quota.region, quota.direction): quota for quota in self.quotas}


def outcome_of(of: Study, chosen: Sequence[Choice]) -> Outcome:
    """The outcome of a question: its new exchanges with every region's quotas. What the request locks counts as standing."""
    owners = {practice.id: practice.owner for practice in of.instance.practices}
    exports = Counter(owners[choice.practice] for choice in chosen)
    repeated: Counter[str] = Counter()
    if of.instance.rules.export_counts == "practices":
        gives = [(x.exporter, x.practice) for x in of.instance.locked]
        gives += [(owners[choice.practice], choice.practice) for choice in chosen]
        repeated = Counter(exporter for exporter, _ in gives) - Counter(
            exporter for exporter, _ in set(gives)
        )
    imports = Counter(choice.importer for choice in chosen)
    given = Counter(exchange.exporter for exchange in of.instance.locked)
    taken = Counter(exchange.importer for exchange in of.instance.locked)
    quotas = []
    for r in of.instance.regions:
        quotas += [
            Quota(r.id, "exports", r.export_min, r.export_max, given[r.id], exports[r.id], repeated[r.id]),
            Quota(r.id, "imports", r.import_min, r.import_max, taken[r.id], imports[r.id]),
        ]
    return Outcome(of.catalogue, of.fit, of.eligibility, of.instance, tuple(chosen), tuple(quotas))


def of_import(o: Outcome, row: int, column: int) -> Blocker:
    """What keeps the importer from this practice, seen from the importer."""
    practice, region, owner = o.fit.practices[column], o.fit.needs[row].region, o.owner(column)
    exports = o.quota(owner, "exports")
    if (region.id, practice.id) in o.imported:
        return Blocker("practice-for-another-need", quoted(practice.title))
    if o.instance.rules.one_per_ordered_pair and owner and (region.id, owner) in o.exchanging:
        return Blocker("another-practice-from", o.name(owner))
    if exports and exports.reached >= exports.most:
        return Blocker("exports-full", o.name(owner))
    return _of_both(o, row, column) or _in_its_place(o, row, column, *_imports_in_the_way(o, row))


def of_export(o: Outcome, row: int, column: int) -> Blocker:
    """What keeps the practice from this need, seen from the exporter."""
    need, practice, owner = o.fit.needs[row], o.fit.practices[column], o.owner(column)
    imports = o.quota(need.region.id, "imports")
    if (need.region.id, practice.id) in o.imported or (
        o.instance.rules.one_per_ordered_pair and owner and (need.region.id, owner) in o.exchanging
    ):
        return Blocker("another-practice-to", need.region.name)
    if imports and imports.reached >= imports.most:
        return Blocker("imports-full", need.region.name)
    if need.need and o.served(row):
        return Blocker("need-served", f"{quoted(need.need.title)} of {need.region.name}")
    exporting = [choice for choice in o.chosen if owner and o.exporter(choice) == owner]
    standing = Blocker("exports-full", o.name(owner)) if owner else _NOTHING
    return _of_both(o, row, column) or _in_its_place(o, row, column, exporting, standing)


def told(blockers: Iterable[Blocker]) -> str:
    """Blockers in words, one clause for each sort."""
    sorts: dict[str, list[str]] = {}
    for blocker in blockers:
        sorts.setdefault(blocker.sort, []).append(blocker.who)
    return "; ".join(_clause(sort, list(dict.fromkeys(who))) for sort, who in sorts.items())


def _clause(sort: str, who: Sequence[str]) -> str:
    names, many = listed(who, most=MOST_NAMES), len(who) > 1
    return {
        "practice-for-another-need": f"{names} {'serve' if many else 'serves'} another need already",
        "another-practice-from": f"{names} {'give' if many else 'gives'} it another practice",
        "exports-full": f"{names} {'export' if many else 'exports'} as many as {'they' if many else 'it'} may",
        "another-practice-to": f"{names} {'take' if many else 'takes'} a practice from it already",
        "imports-full": f"{names} {'import' if many else 'imports'} as many as {'they' if many else 'it'} may",
        "need-served": f"the need{'s' * many} {names} {'are' if many else 'is'} served by others",
        "exchanging": f"{names} exchange already",
        "budget": f"the budget of {names} does not reach for it",
        "fits-better": f"{names} {'fit' if many else 'fits'} better",
        "exports-too-few": f"else {names} would export too little",
        "imports-too-few": f"else {names} would import too little",
    }.get(sort, names)


def _of_both(o: Outcome, row: int, column: int) -> Blocker | None:
    """The limits that both sides see alike: what a practice and a budget bear, and one exchange between two regions."""
    practice, importer, owner = o.fit.practices[column], o.fit.needs[row].region, o.owner(column)
    most = o.instance.practices[column].capacity
    taken = sum(1 for _, taken in o.imported if taken == practice.id)
    if most is not None and taken >= most:
        return Blocker("capacity", f"{quoted(practice.title)} takes at most {counted(most, 'importer')}")
    if (
        o.instance.rules.one_per_unordered_pair
        and {(importer.id, owner), (owner, importer.id)} & o.exchanging
    ):
        return Blocker("exchanging", f"{importer.name} and {o.name(owner)}")
    at = o.instance.region_at[importer.id]
    if o.instance.costs.get((at, column), 0) > left_of_budget(o, at):
        return Blocker("budget", importer.name)
    return None


def left_of_budget(o: Outcome, region: int) -> int:
    """What the programme leaves of a region's budget; more than anything costs where it has none."""
    budget = o.instance.regions[region].budget
    if budget is None:
        return _NO_END
    of_it = (e.practice for e in o.all if e.importer == o.instance.regions[region].id)
    columns = (o.instance.practice_at[practice] for practice in of_it if practice in o.instance.practice_at)
    return budget - sum(o.instance.costs.get((region, column), 0) for column in columns)


def _imports_in_the_way(o: Outcome, row: int) -> tuple[list[Choice], Blocker]:
    """The new exchanges of which a further one of a need would take the place, and what stands in the way where there are none."""
    need = o.fit.needs[row]
    own = [choice for choice in o.chosen if choice.importer == need.region.id]
    if need.need and o.served(row):
        of_need = Blocker("need-served", f"{quoted(need.need.title)} of {need.region.name}")
        return [choice for choice in own if choice.need == need.need.id], of_need
    return own, Blocker("imports-full", need.region.name)


def _in_its_place(o: Outcome, row: int, column: int, others: Sequence[Choice], standing: Blocker) -> Blocker:
    """Why one of some exchanges is in the programme, and not this pair: it fits better, or somebody would fall short."""
    owner, importer = o.owner(column), o.fit.needs[row].region.id
    if not others:
        full = any(
            quota and quota.reached >= quota.most
            for quota in (o.quota(importer, "imports"), o.quota(owner, "exports"))
        )
        return standing if full or o.served(row) else _NOTHING
    least = min(others, key=lambda choice: (o.score(choice), choice))
    if o.score(least) >= int(o.fit.score[row, column]):
        return Blocker("fits-better", quoted(o.catalogue.practices[least.practice].title))
    gives, takes = o.quota(o.exporter(least), "exports"), o.quota(least.importer, "imports")
    if gives and gives.region != owner and gives.reached <= gives.least:
        return Blocker("exports-too-few", o.name(gives.region))
    if takes and takes.region != importer and takes.reached <= takes.least:
        return Blocker("imports-too-few", o.name(takes.region))
    return Blocker("total", "the other exchanges would lose more than it brings")
