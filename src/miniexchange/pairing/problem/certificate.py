"""Proof that no programme is better: prices whose total no programme can exceed, checked in whole numbers.

This module shares no code with the solver. Prices may come from anywhere: by weak duality

    bound = Σ_r max over 0 ≤ k ≤ import_max of (u_r k − M (import_min − k)⁺)  +  the same for the exports with z_e
          + Σ capacity_p v_p + Σ w_re + Σ need_max t_n + Σ y_rp + g · exchanges_min
          + Σ over eligible pairs of (score − u_r − z_e − v_p − w_re − t_n − y_rp − g)⁺

is at least `score − M · missing` of every programme (u and z may have either sign, g is at most 0, the others at least
0). A programme that reaches the bound is therefore the best there is. Rules that leave the flow only take programmes
away; bonuses are added to the bound as if all were earned. Locked exchanges are taken off all limits first, which never
fall below 0. M is so large that one missing exchange weighs more than every score and bonus together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.problem.instance import Choice, Instance

Pair = tuple[str, str]
_Cells = NDArray[np.int64]


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
    left = _Left.of(instance)
    penalty, bound = _penalty_and_bound(instance, left, prices)
    objective, violations = _check(instance, programme, left)
    imports, exports = _counts(instance, programme)
    shortfall = sum(max(0, least - imports[r]) for r, least in left.import_min.items())
    shortfall += sum(max(0, least - exports[e]) for e, least in left.export_min.items())
    return Verdict(objective, shortfall, bound, penalty, violations)


@dataclass(frozen=True)
class _Left:
    """What the locked exchanges leave of every limit."""

    import_min: dict[str, int]
    import_max: dict[str, int]
    export_min: dict[str, int]
    export_max: dict[str, int]
    capacity: dict[str, int | None]
    needs: dict[Pair, int]
    pairs: frozenset[Pair]
    practices: frozenset[Pair]

    @staticmethod
    def of(instance: Instance) -> _Left:
        locked = instance.locked
        imports = Counter(exchange.importer for exchange in locked)
        exports = Counter(exchange.exporter for exchange in locked)
        practices = Counter(exchange.practice for exchange in locked)
        needs = Counter((exchange.importer, exchange.need) for exchange in locked)
        counted = exports
        if instance.rules.export_counts == "practices":
            counted = Counter(e for e, _ in {(x.exporter, x.practice) for x in locked})
        return _Left(
            {r.id: max(0, r.import_min - imports[r.id]) for r in instance.regions},
            {r.id: max(0, r.import_max - imports[r.id]) for r in instance.regions},
            {r.id: max(0, r.export_min - counted[r.id]) for r in instance.regions},
            {r.id: max(0, r.export_max - exports[r.id]) for r in instance.regions},
            {
                p.id: None if p.capacity is None else max(0, p.capacity - practices[p.id])
                for p in instance.practices
            },
            {need: max(0, instance.rules.need_max - needs[need]) for need in instance.needs},
            frozenset((x.importer, x.exporter) for x in locked),
            frozenset((x.importer, x.practice) for x in locked),
        )


def _penalty_and_bound(instance: Instance, left: _Left, prices: Prices) -> tuple[int, int]:
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
        scores = np.asarray(block, dtype=np.int64)
        remains = scores - of_column
        for offset, (importer, need) in enumerate(_rows(instance, first, len(scores))):
            best[importer] = _greatest(best.get(importer, []), scores[offset], left.import_max[importer])
            remains[offset] -= prices.imports.get(importer, 0) + prices.exchanges
            remains[offset] -= prices.needs.get((importer, need), 0) if need else 0
            for columns, price in single.get(importer, ()):
                remains[offset, columns] -= price
        residual += int(remains[(remains > 0) & (scores >= 0)].sum())
    penalty = 1 + sum(map(sum, best.values())) + _all_bonuses(instance)
    return penalty, _of_limits(instance, left, prices, penalty) + residual


def _rows(instance: Instance, first: int, number: int) -> Iterator[Pair]:
    """(importer, need) of some rows; "" for no need."""
    for row in range(first, first + number):
        need = int(instance.pairs.need[row])
        importer = instance.regions[int(instance.pairs.importer[row])].id
        yield importer, instance.needs[need][1] if need >= 0 else ""


def _greatest(known: list[int], scores: _Cells, most: int) -> list[int]:
    """The `most` greatest of some numbers and of the eligible scores."""
    if most <= 0:
        return []
    if 16 * most < len(
        scores
    ):  # only scores that are not below the last of the greatest so far need be looked at
        least = max(0, known[-1] + 1 if len(known) >= most else 0)
        scores = scores[scores >= least]
        if 16 * most < len(scores):
            scores = np.partition(scores, len(scores) - most)[len(scores) - most :]
    return sorted([*known, *scores[scores >= 0].tolist()], reverse=True)[:most]


def _paid(prices: Prices, left: _Left, practice: str, owner: str) -> int:
    of_owner = prices.exports.get(owner, 0) if owner in left.export_min else 0
    return of_owner + prices.practices.get(practice, 0)


def _check_signs(instance: Instance, left: _Left, prices: Prices) -> None:
    groups = (prices.practices, prices.pairs, prices.needs, prices.importer_practices)
    if any(price < 0 for group in groups for price in group.values()) or prices.exchanges > 0:
        raise ValueError("only the prices of imports, exports and of a least number may be negative")
    for practice, price in prices.practices.items():
        if left.capacity[practice] is None and price:
            raise ValueError(f"{practice} has a price but no capacity")
    if any(prices.pairs.values()) and not instance.rules.one_per_ordered_pair:
        raise ValueError("pairs of regions have a price but no limit")


def _of_limits(instance: Instance, left: _Left, prices: Prices, penalty: int) -> int:
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
    return total + prices.exchanges * instance.rules.exchanges_min + _all_bonuses(instance)


def _side(price: int, least: int, most: int, penalty: int) -> int:
    """The best that any number of exchanges yields on one side; linear between these three."""
    return max(price * k - penalty * max(0, least - k) for k in (0, min(least, most), most))


def _all_bonuses(instance: Instance) -> int:
    """What all bonuses together could be worth at most."""
    rules, left = instance.rules, _Left.of(instance)
    total = 0
    if rules.reciprocity_bonus:
        pairs = min(len(instance.regions) ** 2 // 2, sum(left.import_max.values()))
        total += pairs * rules.reciprocity_bonus
    if rules.theme_bonus:
        total += len(_themes(instance, [])[1]) * rules.theme_bonus
    return total


def _themes(instance: Instance, programme: Collection[Choice]) -> tuple[set[str], set[str]]:
    """(themes that a programme is the first to be about, themes that no locked exchange is about)."""
    of = {practice.id: set(practice.themes) for practice in instance.practices}
    standing = set().union(*(of.get(x.practice, set()) for x in instance.locked))
    everything: set[str] = set().union(*of.values())
    new = set().union(*(of[choice.practice] for choice in programme)) - standing
    return new, everything - standing


def _counts(instance: Instance, programme: Collection[Choice]) -> tuple[Counter[str], Counter[str]]:
    """(imports by importer, exports by exporter as the rules count them)."""
    owners = {practice.id: practice.owner for practice in instance.practices}
    imports = Counter(c.importer for c in programme)
    if instance.rules.export_counts == "exchanges":
        return imports, Counter(owners.get(c.practice, "") for c in programme)
    standing = {x.practice for x in instance.locked}
    return imports, Counter(owners.get(p, "") for p in {c.practice for c in programme} - standing)


def _bonus(instance: Instance, programme: Collection[Choice]) -> int:
    rules, total = instance.rules, 0
    owners = {practice.id: practice.owner for practice in instance.practices}
    if rules.reciprocity_bonus:
        standing = {(x.importer, x.exporter) for x in instance.locked}
        ways = standing | {(c.importer, owners[c.practice]) for c in programme}
        regions = {region.id for region in instance.regions}
        for one, other in ways:
            both = one < other and {one, other} <= regions and (other, one) in ways
            if both and not {(one, other), (other, one)} <= standing:
                total += rules.reciprocity_bonus
    if rules.theme_bonus:
        total += len(_themes(instance, programme)[0]) * rules.theme_bonus
    return total


def _check(instance: Instance, programme: Collection[Choice], left: _Left) -> tuple[int, tuple[str, ...]]:
    """The programme's total score with its bonuses, and every limit that it breaks."""
    cells = [instance.cell(choice) for choice in programme]
    at = np.array([cell for cell in cells if cell], dtype=np.int64).reshape(-1, 2)
    scores = instance.pairs.scores(at[:, 0], at[:, 1])
    if len(set(programme)) < len(programme) or len(at) < len(programme) or (scores < 0).any():
        return int(scores.sum()), ("an exchange is repeated, or its pair is not eligible",)
    objective = int(scores.sum()) + _bonus(instance, programme)
    broken = [*_over_limits(instance, programme, left), *_over_rules(instance, programme)]
    return objective, tuple(sorted(broken))


def _over_limits(instance: Instance, programme: Collection[Choice], left: _Left) -> Iterator[str]:
    owners = {practice.id: practice.owner for practice in instance.practices}
    for r, count in Counter(c.importer for c in programme).items():
        if count > left.import_max[r]:
            yield f"{r} imports too much"
    for e, count in Counter(owners[c.practice] for c in programme).items():
        if e in left.export_max and count > left.export_max[e]:
            yield f"{e} exports too much"
    for practice, count in Counter(c.practice for c in programme).items():
        capacity = left.capacity[practice]
        if capacity is not None and count > capacity:
            yield f"{practice} has too many importers"
    for need, count in Counter((c.importer, c.need) for c in programme if c.need).items():
        if count > left.needs[need]:
            yield f"the need {need[1]} of {need[0]} is served too often"
    for pair, count in Counter((c.importer, c.practice) for c in programme).items():
        if count > (pair not in left.practices):
            yield f"{pair[0]} imports {pair[1]} twice"
    if instance.rules.one_per_ordered_pair:
        for pair, count in Counter((c.importer, owners[c.practice]) for c in programme).items():
            if pair[1] and count > (pair not in left.pairs):
                yield f"{pair[0]} imports twice from {pair[1]}"


def _over_rules(instance: Instance, programme: Collection[Choice]) -> Iterator[str]:
    """What breaks the rules that leave the flow."""
    owners = {practice.id: practice.owner for practice in instance.practices}
    regions = {region.id: position for position, region in enumerate(instance.regions)}
    practices = {practice.id: position for position, practice in enumerate(instance.practices)}
    if len(programme) < instance.rules.exchanges_min:
        yield f"there are fewer than {instance.rules.exchanges_min} exchanges"
    if instance.rules.one_per_unordered_pair:
        ways = Counter(tuple(sorted((c.importer, owners[c.practice]))) for c in programme)
        standing = {tuple(sorted((x.importer, x.exporter))) for x in instance.locked}
        for way, count in ways.items():
            if set(way) <= set(regions) and count + (way in standing) > 1:
                yield f"{way[0]} and {way[1]} exchange more than once"
    stands, spent = Counter[str](), Counter[str]()
    for spender, exchanges in ((stands, instance.locked), (spent, programme)):
        for x in exchanges:
            if x.importer in regions and x.practice in practices:
                cost = instance.costs.get((regions[x.importer], practices[x.practice]), 0)
                spender[x.importer] += cost
    for region in instance.regions:
        if region.budget is not None and spent[region.id] > max(0, region.budget - stands[region.id]):
            yield f"{region.id} spends more than its budget"
