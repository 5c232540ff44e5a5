"""What taking a practice over asks of the importer, against the limits that a need sets.

COST counts in full where even the most it may cost is within the need's limit, not at all where the least is over it, half
between. TIME counts in full where the practice is set up by the need's date, else by the share of the time there is. Each
counts half where the practice, or the need, says nothing, or where the currencies differ.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from miniexchange.catalogue.records import Need, Practice
from miniexchange.catalogue.records.shared import Money
from miniexchange.pairing.fit.score import Values, neutral

COST, TIME = 100, 100
"""How much each of them counts, of 1,000."""

_MONTH = 365.25 / 12  # days
_UNSTATED = -1

Amounts = NDArray[np.float64]


class Efforts:
    """The effort that practices ask for. Arrays run over `practices`."""

    def __init__(self, practices: Sequence[Practice], as_of: date) -> None:
        """`as_of` is the day from which the days left to a need's date are counted."""
        self._practices, self._as_of = practices, as_of

    def of(self, need: Need | None) -> Values:
        """What effort adds to transferability for a need, 0 to COST + TIME, and how much of that is known."""
        if need is None or need.constraints is None:
            return self._nothing_known
        (cost, cost_known), (time, time_known) = self._cost(need), self._time(need)
        return cost + time, cost_known + time_known

    def too_dear(self, need: Need) -> NDArray[np.bool_]:
        """Which practices cost more than the need allows, in the same currency."""
        lowest, _, limit = self._costs(need)
        return lowest > limit

    def days_left(self, need: Need) -> int | None:
        """Days until the need must be served, 0 when that day has passed; None when it names none."""
        if need.constraints is None or need.constraints.by is None:
            return None
        return max((need.constraints.by.span[1] - self._as_of).days, 0)

    def _cost(self, need: Need) -> Values:
        if need.constraints is None or need.constraints.max_cost is None:
            return neutral(len(self._practices), COST)
        lowest, highest, limit = self._costs(need)
        values = np.select(
            [np.isnan(lowest), lowest > limit, highest <= limit], [COST // 2, 0, COST], COST // 2
        )
        return values.astype(np.int16), (COST * ~np.isnan(lowest)).astype(np.int16)

    def _costs(self, need: Need) -> tuple[Amounts, Amounts, float]:
        """The least and the most that each practice costs, not a number where unknown, and what the need allows."""
        most = need.constraints.max_cost if need.constraints else None
        empty = np.full(len(self._practices), np.nan)
        if most is None:
            return empty, empty, math.inf
        return *self._by_currency.get(most.currency, (empty, empty)), cost_range(most)[1]

    def _time(self, need: Need) -> Values:
        left = self.days_left(need)
        if left is None:
            return neutral(len(self._practices), TIME)
        days = self._setup
        values = TIME * np.minimum(days, left) // np.maximum(days, 1)
        values[days == 0] = TIME
        values[days == _UNSTATED] = TIME // 2
        return values.astype(np.int16), (TIME * (days != _UNSTATED)).astype(np.int16)

    @cached_property
    def _nothing_known(self) -> Values:
        return neutral(len(self._practices), COST + TIME)

    @cached_property
    def _by_currency(self) -> dict[str, tuple[Amounts, Amounts]]:
        """The least and the most that each practice costs, by currency; not a number where it states no cost in it."""
        found: dict[str, tuple[Amounts, Amounts]] = {}
        for column, practice in enumerate(self._practices):
            effort = practice.transfer.effort if practice.transfer else None
            if effort and effort.cost:
                if effort.cost.currency not in found:
                    empty = np.full(len(self._practices), np.nan)
                    found[effort.cost.currency] = empty, empty.copy()
                lowest, highest = found[effort.cost.currency]
                lowest[column], highest[column] = cost_range(effort.cost)
        return found

    @cached_property
    def _setup(self) -> NDArray[np.int32]:
        return np.array(
            [_UNSTATED if (days := setup_days(p)) is None else days for p in self._practices], dtype=np.int32
        )


def setup_days(practice: Practice) -> int | None:
    """How long the practice takes to set up, in days; None when it does not say. Nothing real takes a million days."""
    effort = practice.transfer.effort if practice.transfer else None
    if effort is None or effort.setup_months is None:
        return None
    return round(min(effort.setup_months * _MONTH, 1e6))


def cost_range(money: Money) -> tuple[float, float]:
    """The least and the most that a sum of money may mean; “at most” leaves the least open, “at least” the most."""
    highest = money.amount if money.amount_max is None else money.amount_max
    return (
        -math.inf if money.qualifier == "at-most" else money.amount,
        math.inf if money.qualifier == "at-least" else highest,
    )
