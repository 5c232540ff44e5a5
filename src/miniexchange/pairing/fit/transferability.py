"""How easily a practice can be taken over: what it presupposes, what it asks of the importer, and whether others managed.

- PRECONDITIONS: the share that the importer's capabilities meet; one that the practice cannot work without counts twice.
- Effort: cost and time against the need's own limits (`effort.py`).
- BEFORE: transfers to other importers, s that work and f that failed, by Laplace's rule of succession:
  (s + 1) / (s + f + 2), so that one success is a good sign and no certainty.

Each counts half while nothing is known about it. Transfers fail when they are uninformed or incomplete, that is when what
made the practice work at home is not there (Dolowitz and Marsh 2000).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Need, Practice, Region
from miniexchange.catalogue.records.practice import Precondition
from miniexchange.pairing.fit.effort import Efforts
from miniexchange.pairing.fit.recent import Recent
from miniexchange.pairing.fit.score import Values, neutral
from miniexchange.pairing.past import Past

PRECONDITIONS, BEFORE = 400, 400
"""How much each of them counts, of 1,000; the rest is effort."""

_ENDED = ("completed", "recorded")  # only then does an exchange's outcome belong to the day

Ints = NDArray[np.int32]
Mask = NDArray[np.bool_]


class Trials(NamedTuple):
    """The importers of a practice by what came of it, sorted: it works there, or it failed."""

    worked: tuple[str, ...]
    failed: tuple[str, ...]


@dataclass(frozen=True)
class _Asked:
    """Every precondition that names a capability, one entry each: of which practice (column), what, how heavy.

    `whole` is the weight of all preconditions of each practice, those in words only included; `capabilities` are the numbers of the
    capabilities.
    """

    column: Ints
    capability: Ints
    weight: Ints
    hard: Mask
    whole: Ints
    capabilities: Mapping[str, int]


class Transferability:
    """What practices ask of an importer. Arrays run over `practices`."""

    def __init__(self, practices: Sequence[Practice], past: Sequence[Past], as_of: date) -> None:
        """`past` is what was known on the day `as_of`, from which the days left to a need's date are counted."""
        self._practices = practices
        self.efforts = Efforts(practices, as_of)
        self._outcomes: dict[str, dict[str, bool]] = {}
        for entry in past:
            if (worked := _worked(entry)) is not None:
                importers = self._outcomes.setdefault(entry.exchange.practice, {})
                # Where it works now, it worked, however often it was tried.
                importers[entry.exchange.importer] = worked or importers.get(entry.exchange.importer, False)
        self._recent: Recent[str, Values] = Recent()

    def of(self, region: Region, need: Need | None) -> Values:
        """The part's values for a region's need, and how much of them is known."""
        values, known = self._recent.get(region.id, lambda: self._whatever_the_need(region))
        effort, effort_known = self.efforts.of(need)
        return values + effort, known + effort_known

    def lacking(self, region: Region) -> Mask:
        """Which practices cannot work without something that the region, which states its capabilities, does not have."""
        lacking = np.zeros(len(self._practices), dtype=bool)
        if region.capabilities:
            lacking[self._asked.column[self._asked.hard & ~self._met(region)]] = True
        return lacking

    def trials(self, column: int, importer: Region) -> Trials:
        """What came of a practice in other regions than the importer."""
        of = self._outcomes.get(self._practices[column].id, {})
        others = sorted(region for region in of if region != importer.id)
        return Trials(tuple(r for r in others if of[r]), tuple(r for r in others if not of[r]))

    def _whatever_the_need(self, region: Region) -> Values:
        ready, before = self._readiness(region), self._before(region)
        return ready[0] + before[0], ready[1] + before[1]

    def _readiness(self, region: Region) -> Values:
        """Preconditions: what is met counts in full, what nobody knows half."""
        if not region.capabilities:
            return neutral(len(self._practices), PRECONDITIONS)
        asked = self._asked
        total = np.maximum(asked.whole, 1)
        met = PRECONDITIONS * self._sum(asked.weight * self._met(region)) // total
        known = PRECONDITIONS * self._named // total
        return (met + (PRECONDITIONS - known) // 2).astype(np.int16), known.astype(np.int16)

    def _before(self, region: Region) -> Values:
        worked, tried = self._trials
        own = [(c, o[region.id]) for c, p in self._tried if region.id in (o := self._outcomes[p])]
        if own:
            columns, successes = np.array(own, dtype=np.int32).T
            worked, tried = worked.copy(), tried.copy()
            worked[columns] -= successes
            tried[columns] -= 1
        values = BEFORE * (worked + 1) // (tried + 2)
        return values.astype(np.int16), (BEFORE * (tried > 0)).astype(np.int16)

    def _met(self, region: Region) -> Mask:
        """Which entries of `_asked` a region meets."""
        numbers = self._asked.capabilities
        has = np.zeros(len(numbers), dtype=bool)
        has[[numbers[c] for c in region.capabilities if c in numbers]] = True
        return has[self._asked.capability]

    def _sum(self, weights: Ints) -> Ints:
        """The sum over each practice's entries of `_asked`."""
        sums = np.bincount(self._asked.column, weights, minlength=len(self._practices))
        return sums.astype(np.int32)

    @cached_property
    def _asked(self) -> _Asked:
        capabilities: dict[str, int] = {}
        whole = np.zeros(len(self._practices), dtype=np.int32)
        entries = array("i")
        for column, practice in enumerate(self._practices):
            for condition in preconditions(practice):
                weight, named = _weight(condition), condition.capability
                whole[column] += weight
                if named:
                    entries.extend(
                        (column, capabilities.setdefault(named, len(capabilities)), weight, condition.hard)
                    )
        column_of, capability, weights, hard = np.array(entries, dtype=np.int32).reshape(-1, 4).T
        return _Asked(column_of, capability, weights, hard.astype(bool), whole, capabilities)

    @cached_property
    def _named(self) -> Ints:
        """The weight of the preconditions of each practice that name a capability."""
        return self._sum(self._asked.weight)

    @cached_property
    def _tried(self) -> list[tuple[int, str]]:
        return [(column, p.id) for column, p in enumerate(self._practices) if p.id in self._outcomes]

    @cached_property
    def _trials(self) -> tuple[Ints, Ints]:
        """For each practice, the importers with which it worked, and all that tried it."""
        found = [self._outcomes.get(practice.id, {}) for practice in self._practices]
        return np.array([sum(o.values()) for o in found], dtype=np.int32), np.array(
            [len(o) for o in found], dtype=np.int32
        )


def preconditions(practice: Practice) -> tuple[Precondition, ...]:
    """What a practice presupposes, as its record lists it."""
    return practice.transfer.preconditions if practice.transfer else ()


def unmet(region: Region, practice: Practice) -> tuple[Precondition, ...]:
    """The preconditions that a region, which states its capabilities, does not meet; without the hard ones no transfer works."""
    if not region.capabilities:
        return ()
    return _hard_first(
        c for c in preconditions(practice) if c.capability and c.capability not in region.capabilities
    )


def to_check(region: Region, practice: Practice) -> tuple[Precondition, ...]:
    """The preconditions of which nobody has recorded whether the region meets them."""
    return _hard_first(c for c in preconditions(practice) if not (c.capability and region.capabilities))


def _hard_first(conditions: Iterable[Precondition]) -> tuple[Precondition, ...]:
    return tuple(sorted(conditions, key=lambda condition: not condition.hard))


def _weight(condition: Precondition) -> int:
    return 2 if condition.hard else 1


def _worked(entry: Past) -> bool | None:
    """What an exchange says of its practice: True where it works now, False where it failed; None says nothing.

    One that was declined or withdrawn never came to a test.
    """
    level = entry.exchange.outcome.level if entry.exchange.outcome else ""
    if entry.status == "failed" or (entry.status in _ENDED and level == "dropped"):
        return False
    if entry.status in _ENDED and level in ("adapted", "running"):
        return True
    return True if entry.status == "completed" and not level else None
