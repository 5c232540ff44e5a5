"""Proof that no programme is better: prices whose total no programme can exceed, checked in whole numbers.

This module and `judged.py` share no code with the solver. Prices may come from anywhere: by weak duality

    bound = Σ_r max over 0 ≤ k ≤ import_max of (u_r k − M (import_min − k)⁺)  +  the same for the exports with z_e
          + Σ capacity_p v_p + Σ w_re + Σ need_max t_n + Σ y_rp + g · exchanges_min
          + Σ over eligible pairs of (score − u_r − z_e − v_p − w_re − t_n − y_rp − g)⁺

is at least `score − M · missing` of every programme (u and z may have either sign, g is at most 0, the others at least
0). A programme that reaches the bound is therefore the best there is. Rules that leave the flow only take programmes
away; bonuses are added to the bound as if all were earned. Locked exchanges are taken off all limits first, which never
fall below 0. M is so large that one missing exchange weighs more than every score and bonus together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.problem.instance import Choice, Instance
from miniexchange.pairing.problem.judged import Left, Pair, all_bonuses, counts, judged

_CHUNK = 64
"""Scores are looked through in chunks of so many."""


@dataclass(frozen=True)
class Prices:
    """Whole-number prices by id; an absent one is 0. Keys: importer, exporter, practice, (importer, exporter), (importer, need)
    and (importer, practice); `exchanges` is the price of a least number of exchanges."""

    imports: Mapping[str, int] = field(default_factory=dict)
    exports: Mapping[str, int] = field(default_factory=dict)
    practices: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[Pair, int] = field(default_factory=dict)
    needs: Mapping[Pair, int] = field(default_factory=dict)
    importer_practices: Mapping[Pair, int] = field(default_factory=dict)
    exchanges: int = 0


@dataclass(frozen=True)
class Verdict:
    """What a programme is worth and what the prices prove. `violations` names limits that it breaks, in words."""

    objective: int
    shortfall: int
    bound: int
    penalty: int
    violations: tuple[str, ...]

    @property
    def accepted(self) -> bool:
        """Whether the programme keeps every limit and is proven to be the best."""
        return not self.violations and self.bound == self.objective - self.penalty * self.shortfall


def verify(instance: Instance, programme: Collection[Choice], prices: Prices) -> Verdict:
    """Checks a programme of new exchanges, and the prices said to prove it, against an instance.

    Raises ValueError for prices of a sign or for a limit that cannot have one.
    """
    left = Left.of(instance)
    penalty, bound = _penalty_and_bound(instance, left, prices)
    objective, violations = judged(instance, programme, left)
    imports, exports = counts(instance, programme)
    shortfall = sum(max(0, least - imports[r]) for r, least in left.import_min.items())
    shortfall += sum(max(0, least - exports[e]) for e, least in left.export_min.items())
    return Verdict(objective, shortfall, bound, penalty, violations)


def _penalty_and_bound(instance: Instance, left: Left, prices: Prices) -> tuple[int, int]:
    """M: one more than the sum of every importer's best scores, as many as it may import, and of all bonuses; and the bound."""
    _check_signs(instance, left, prices)
    of_column = np.array([_paid(prices, left, p.id, p.owner) for p in instance.practices], dtype=np.int64)
    columns_of: defaultdict[str, list[int]] = defaultdict(list)
    for column, practice in enumerate(instance.practices):
        if practice.owner:
            columns_of[practice.owner].append(column)
    column_at = {practice.id: column for column, practice in enumerate(instance.practices)}
    single: defaultdict[str, list[tuple[list[int], int]]] = defaultdict(list)
    for (importer, exporter), price in prices.pairs.items():
        single[importer].append((columns_of[exporter], price))
    for (importer, imported), price in prices.importer_practices.items():
        single[importer].append(([column_at[imported]], price))
    best: dict[str, list[int]] = {}
    residual = 0
    for first, block in instance.pairs.blocks():
        for scores, (importer, need) in zip(block, _rows(instance, first, len(block)), strict=True):
            best[importer] = _greatest(best.get(importer, []), scores, left.import_max[importer])
            remains = scores - of_column
            remains -= prices.imports.get(importer, 0) + prices.exchanges
            remains -= prices.needs.get((importer, need), 0) if need else 0
            for columns, price in single.get(importer, ()):
                remains[columns] -= price
            remains[scores < 0] = 0
            residual += int(np.maximum(remains, 0).sum())
    penalty = 1 + sum(map(sum, best.values())) + all_bonuses(instance, left)
    return penalty, _of_limits(instance, left, prices, penalty) + residual


def _rows(instance: Instance, first: int, number: int) -> Iterator[Pair]:
    """(importer, need) of some rows; "" for no need."""
    for row in range(first, first + number):
        need = int(instance.pairs.need[row])
        importer = instance.regions[int(instance.pairs.importer[row])].id
        yield importer, instance.needs[need][1] if need >= 0 else ""


def _greatest(known: list[int], scores: NDArray[np.integer], most: int) -> list[int]:
    """The `most` greatest of some numbers and of the eligible scores."""
    if most <= 0:
        return []
    chunks = len(scores) // _CHUNK
    if (
        chunks > 4 * most
    ):  # as many scores at least as are asked for reach the last of the greatest chunks' maxima
        highest = scores[: chunks * _CHUNK].reshape(chunks, _CHUNK).max(axis=1)
        scores = scores[scores >= np.partition(highest, chunks - most)[chunks - most]]
    if len(scores) > 16 * most:
        scores = np.partition(scores, len(scores) - most)[len(scores) - most :]
    return sorted([*known, *scores[scores >= 0].tolist()], reverse=True)[:most]


def _paid(prices: Prices, left: Left, practice: str, owner: str) -> int:
    of_owner = prices.exports.get(owner, 0) if owner in left.export_min else 0
    return of_owner + prices.practices.get(practice, 0)


def _check_signs(instance: Instance, left: Left, prices: Prices) -> None:
    known = (
        (prices.practices, left.capacity),
        (prices.needs, left.needs),
        ((practice for _, practice in prices.importer_practices), left.capacity),
    )
    if any(key not in limited for keys, limited in known for key in keys):
        raise ValueError("a practice or a need has a price that is not in the problem")
    groups = (prices.practices, prices.pairs, prices.needs, prices.importer_practices)
    if any(price < 0 for group in groups for price in group.values()) or prices.exchanges > 0:
        raise ValueError("only the prices of imports, exports and of a least number may be negative")
    for practice, price in prices.practices.items():
        if left.capacity[practice] is None and price:
            raise ValueError(f"{practice} has a price but no capacity")
    if any(prices.pairs.values()) and not instance.rules.one_per_ordered_pair:
        raise ValueError("pairs of regions have a price but no limit")


def _of_limits(instance: Instance, left: Left, prices: Prices, penalty: int) -> int:
    total = sum(
        _side(prices.imports.get(r, 0), left.import_min[r], left.import_max[r], penalty)
        for r in left.import_min
    )
    total += sum(
        _side(prices.exports.get(e, 0), left.export_min[e], left.export_max[e], penalty)
        for e in left.export_min
    )
    total += sum((left.capacity[practice] or 0) * price for practice, price in prices.practices.items())
    total += sum(price for pair, price in prices.pairs.items() if pair not in left.pairs)
    total += sum(left.needs[need] * price for need, price in prices.needs.items())
    total += sum(price for pair, price in prices.importer_practices.items() if pair not in left.practices)
    return total + prices.exchanges * instance.rules.exchanges_min + all_bonuses(instance, left)


def _side(price: int, least: int, most: int, penalty: int) -> int:
    """The best that any number of exchanges yields on one side; linear between these three."""
    return max(price * k - penalty * max(0, least - k) for k in (0, min(least, most), most))
