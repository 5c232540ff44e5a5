"""What would remove a shortage: the smallest raise of limits, the rules that would have to give way, or what somebody must add.

Every raise and every lifted rule is tried by solving the problem once more: it is told only when the shortage is gone in the
best programme then, and no other one has grown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from miniexchange.pairing.explain.blockers import MOST_NAMES, Outcome
from miniexchange.pairing.explain.fewest_raises import MOST_CELLS, Side, fewest_raises
from miniexchange.pairing.explain.lifts import Lift, Mask, alone, lifts
from miniexchange.pairing.explain.raises import Raise, of_rules, together
from miniexchange.pairing.explain.relief import Relief
from miniexchange.pairing.explain.variations import missing, opened
from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.programme import Direction, Quota
from miniexchange.pairing.rules.rule import Rule
from miniexchange.text.phrases import counted, either, quoted

MOST_REMEDIES = 3
_RAISES = 2
_EFFORT, _CELLS = 96, 300_000
"""So much is tried for all shortages of a programme together: less where there are more pairs, for each trial takes longer then."""
_SCREEN, _SOLVE, _SEARCH = 1, 3, 16
"""What each sort of trial takes of that. Once it is used up, only what needs no trial is told."""
_SECONDS = 5.0


class Relaxations:
    """Remedies for the shortages of one programme. What is tried once is remembered."""

    def __init__(self, outcome: Outcome) -> None:
        self._o = outcome
        self._missing = missing(outcome.instance, outcome.chosen)
        self._tried: dict[tuple[Raise, ...], tuple[frozenset[Side], tuple[int, int]]] = {}
        cells = max(1, len(outcome.instance.pairs.importer) * outcome.instance.pairs.width)
        self._small = cells <= MOST_CELLS
        self._effort = min(_EFFORT, _CELLS // cells)

    def of(self, quota: Quota, cause: str) -> tuple[str, ...]:
        """What would remove the shortage of a quota, in sentences, the easiest first."""
        side: Side = (quota.region, quota.direction)
        found: list[str] = []
        if self._small and cause in ("contested", "too-few-needs", "too-few-takers"):
            raises = sorted(self.raises(side, thorough=cause == "contested"), key=lambda r: self._tried[r][1])
            found += [together(change, self._o.catalogue, self._o.instance) for change in raises[:_RAISES]]
        if self._small and cause not in ("no-open-need", "too-few-needs"):
            found += [lift.text for lift in lifts(self._o, quota, self._alone) if self._lifted(lift, side)]
        found += _additions(self._o, quota, cause, helped=bool(found))
        return tuple(f"{text[:1].upper()}{text[1:]}." for text in found[:MOST_REMEDIES])

    def raises(self, side: Side, *, thorough: bool = True) -> list[tuple[Raise, ...]]:
        """The raises of limits, fewest units in all, that remove the shortage of a side.

        First single units of the limits that hold back the region's own pairs; where these do not do it, whatever takes the fewest
        units anywhere (`thorough`). None where others would have the benefit.
        """
        single: list[tuple[Raise, ...]] = [
            (change,) for change in self._near(side) if self._removes((change,), side)
        ]
        if single or not thorough or self._others_benefit(side):
            return single
        self._effort -= _SEARCH
        if self._effort < 0:
            return []
        fewest = fewest_raises(self._o.instance, self._missing, side)
        return [fewest] if fewest and self._removes(fewest, side) else []

    def _others_benefit(self, side: Side) -> bool:
        """Whether a single unit of one limit would do for this shortage, but fills others instead."""
        enough = sum(self._missing.values()) - self._missing[side]
        return any(self._tried[(change,)][1][0] <= enough for change in self._near(side))

    def _near(self, side: Side) -> list[Raise]:
        """The used-up limits on which the region's own pairs depend, but for its own quota."""
        o, (region, direction) = self._o, side
        importers = np.array([need.region.id for need in o.fit.needs])
        owners = np.array([practice.owner for practice in o.instance.practices])
        eligible = o.eligibility.codes == Rule.ELIGIBLE
        if direction == "imports":
            eligible &= (importers == region)[:, None]
        else:
            eligible &= (owners == region)[None, :]
        columns = np.flatnonzero(eligible.any(axis=0))
        partners = owners[columns] if direction == "imports" else importers[eligible.any(axis=1)]
        other: Direction = "exports" if direction == "imports" else "imports"
        found = [Raise(other, r) for r in sorted(set(partners.tolist())) if r in o.instance.region_at]
        practices = (o.instance.practices[column] for column in columns)
        found += [Raise("capacity", p.id) for p in practices if p.capacity is not None]
        return [change for change in (*of_rules(o.instance), *found) if self._used_up(change)]

    def _used_up(self, change: Raise) -> bool:
        """Whether raising a limit can make room for anything."""
        if change.sort in ("exports", "imports"):
            quota = self._o.quota(change.who, "exports" if change.sort == "exports" else "imports")
            return quota is not None and quota.reached >= quota.most
        if change.sort == "capacity":
            most = self._o.instance.practices[self._o.instance.practice_at[change.who]].capacity
            return sum(1 for _, practice in self._o.imported if practice == change.who) >= (most or 0)
        return bool(self._o.all)

    def _removes(self, raises: tuple[Raise, ...], side: Side) -> bool:
        """Whether the shortage of a side is gone with some raises, and no other one larger."""
        if raises not in self._tried:
            instance = self._o.instance
            for change in raises:
                instance = change.applied(instance)
            self._tried[raises] = self._gone(instance, raises)
        return side in self._tried[raises][0]

    def _lifted(self, lift: Lift, side: Side) -> bool:
        scores = [int(self._o.fit.score[cell]) for cell in lift.cells]
        return side in self._gone(opened(self._o.instance, lift.cells, scores))[0]

    def _gone(
        self, instance: Instance, raises: tuple[Raise, ...] = ()
    ) -> tuple[frozenset[Side], tuple[int, int]]:
        """The shortages that are gone in a changed problem, none of them where another one grew; and how good its best programme is.

        `raises` are what was changed, where it was nothing but limits.
        """
        everything = sum(self._missing.values())
        as_before = frozenset[Side](), (everything, 0)
        if raises and any(relief.fewest_missing(raises) >= everything for relief in self._reliefs):
            return as_before
        self._effort -= _SCREEN
        if self._effort < 0:
            return as_before
        relief = Relief(instance)
        if relief.fewest_missing() >= everything:
            # Its prices hold for the problem as it is as well, and tell of other raises than the first prices do.
            self._reliefs += [relief] * bool(raises)
            return as_before
        self._effort -= _SOLVE
        best = solve(instance, seconds=_SECONDS)
        now = missing(instance, best.chosen)
        worth = (best.shortfall, -best.objective)
        if not best.closed or any(now[side] > before for side, before in self._missing.items()):
            return frozenset(), worth
        return frozenset(side for side, before in self._missing.items() if before and not now[side]), worth

    @cached_property
    def _reliefs(self) -> list[Relief]:
        """What is known without solving again."""
        return [Relief(self._o.instance)]

    @cached_property
    def _alone(self) -> Mask:
        return alone(self._o)


def _additions(o: Outcome, quota: Quota, cause: str, *, helped: bool) -> Iterator[str]:
    """What somebody would have to write: a need, or a practice; `helped`: something else would do already."""
    region, lacking = o.catalogue.regions[quota.region], quota.missing
    if quota.direction == "imports":
        if cause in ("no-open-need", "too-few-needs"):
            more = "a further need" if cause == "too-few-needs" else "an open need"
            number = more if lacking == 1 else f"{lacking} {'further' if 'further' in more else 'open'} needs"
            yield f"state {number} (needs in {region.path})"
        else:
            givers = _with_room(o, "exports", quota.region)
            needs = [
                of.need
                for row, of in enumerate(o.fit.needs)
                if of.region == region and of.need and not o.served(row)
            ]
            if givers and needs:
                yield f"let a region that can still export offer a practice for {quoted(needs[0].title)}: {_either(o, givers)}"
        return
    if cause == "no-practice-on-offer":
        own = o.fit.columns_of.get(quota.region, ())
        if any(o.eligibility.of_practice[column] == Rule.NOT_SELECTED for column in own):
            if not helped:
                yield f"ask for practices of {region.name} as well (a wider --where, or none)"
            return
        yield f"describe {counted(lacking, 'good practice')} of {region.name} (mini new practice)"
        return
    takers = _with_room(o, "imports", quota.region)
    if takers:
        need = "a need" if lacking == 1 else f"{lacking} needs in all"
        yield f"let a region that can still import state {need} that a practice of {region.name} answers best: {_either(o, takers)}"


def _with_room(o: Outcome, direction: str, other: str) -> Sequence[str]:
    """The regions that may still give (or take) more, and may exchange with the other one."""
    found = []
    for quota in o.quotas:
        pair = (other, quota.region) if direction == "exports" else (quota.region, other)
        taken = o.instance.rules.one_per_ordered_pair and pair in o.exchanging
        if (
            quota.direction == direction
            and quota.region != other
            and quota.reached < quota.most
            and not taken
        ):
            found.append(quota.region)
    return found


def _either(o: Outcome, regions: Sequence[str]) -> str:
    names = [o.name(region) for region in regions]
    return either(
        names
        if len(names) <= MOST_NAMES
        else [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more"]
    )
