"""Proof that no programme is better: prices whose total no programme can exceed, checked in whole numbers.

This module shares no code with the solver. Prices may come from anywhere: by weak duality

    bound = Σ_r max over 0 ≤ k ≤ import_max of (u_r k − M (import_min − k)⁺)  +  the same for the exports with z_e
          + Σ capacity_p v_p + Σ w_re + Σ need_max t_n + Σ y_rp
          + Σ over eligible pairs of (score − u_r − z_e − v_p − w_re − t_n − y_rp)⁺

is at least `score − M · missing` of every programme (u and z may have either sign, the others are at least 0). A
programme that reaches the bound is therefore the best there is. Locked exchanges are taken off all limits first,
which never fall below 0. M is so large that one missing exchange weighs more than every score together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from miniexchange.pairing.problem.instance import Choice, Instance

Pair = tuple[str, str]


@dataclass(frozen=True)
class Prices:
    """Whole-number prices by id; an absent one is 0. Keys: importer, exporter, practice, (importer, exporter), (importer, need)
    and (importer, practice)."""

    imports: Mapping[str, int] = field(default_factory=dict)
    exports: Mapping[str, int] = field(default_factory=dict)
    practices: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[Pair, int] = field(default_factory=dict)
    needs: Mapping[Pair, int] = field(default_factory=dict)
    importer_practices: Mapping[Pair, int] = field(default_factory=dict)


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


@dataclass(frozen=True)
class _Left:
    """What the locked exchanges leave of every limit."""

    import_min: dict[str, int]
    import_max: dict[str, int]
    export_min: dict[str, int]
    export_max: dict[str, int]
    capacity: dict[str, int | None]
    needs: dict[Pair, int]
    used_pairs: frozenset[Pair]
    used_practices: frozenset[Pair]


def verify(instance: Instance, programme: Collection[Choice], prices: Prices) -> Verdict:
    """Checks a programme of new exchanges, and the prices said to prove it, against an instance."""
    left = _left(instance)
    penalty = _penalty(instance, left)
    objective, violations = _check(instance, programme, left)
    imports, exports = _counts(instance, programme)
    shortfall = sum(max(0, least - imports[r]) for r, least in left.import_min.items())
    shortfall += sum(max(0, least - exports[e]) for e, least in left.export_min.items())
    return Verdict(objective, shortfall, _bound(instance, prices, left, penalty), penalty, violations)


def _penalty(instance: Instance, left: _Left) -> int:
    """M: one more than the sum of every importer's best scores, as many as it may import."""
    scores: defaultdict[int, list[int]] = defaultdict(list)
    for importer, score in zip(instance.pairs.importer, instance.pairs.score, strict=True):
        scores[importer].append(score)
    most = [left.import_max[region.id] for region in instance.regions]
    return 1 + sum(sum(sorted(of_one, reverse=True)[: most[r]]) for r, of_one in scores.items())


def _bound(instance: Instance, prices: Prices, left: _Left, penalty: int) -> int:
    free_of_sign = (prices.practices, prices.pairs, prices.needs, prices.importer_practices)
    if any(price < 0 for group in free_of_sign for price in group.values()):
        raise ValueError("only the prices of imports and exports may be negative")
    total = sum(
        _side(prices.imports.get(r, 0), left.import_min[r], left.import_max[r], penalty)
        for r in left.import_min
    )
    total += sum(
        _side(prices.exports.get(e, 0), left.export_min[e], left.export_max[e], penalty)
        for e in left.export_min
    )
    for practice, price in prices.practices.items():
        capacity = left.capacity[practice]
        if capacity is None and price:
            raise ValueError(f"{practice} has a price but no capacity")
        total += (capacity or 0) * price
    if any(prices.pairs.values()) and not instance.one_per_ordered_pair:
        raise ValueError("pairs of regions have a price but no limit")
    total += sum(price for pair, price in prices.pairs.items() if pair not in left.used_pairs)
    total += sum(left.needs[need] * price for need, price in prices.needs.items())
    total += sum(
        price for pair, price in prices.importer_practices.items() if pair not in left.used_practices
    )
    columns = instance.pairs
    for r, p, n, score in zip(columns.importer, columns.practice, columns.need, columns.score, strict=True):
        importer, practice, exporter = (
            instance.regions[r].id,
            instance.practices[p].id,
            instance.practices[p].owner,
        )
        paid = (
            prices.imports.get(importer, 0)
            + (prices.exports.get(exporter, 0) if exporter in left.export_min else 0)
            + prices.practices.get(practice, 0)
            + (prices.pairs.get((importer, exporter), 0) if exporter else 0)
            + (prices.needs.get(instance.needs[n], 0) if n >= 0 else 0)
            + prices.importer_practices.get((importer, practice), 0)
        )
        total += max(0, score - paid)
    return total


def _side(price: int, least: int, most: int, penalty: int) -> int:
    """The best that any number of exchanges yields on one side; linear between these three."""
    return max(price * k - penalty * max(0, least - k) for k in (0, least, most))


def _left(instance: Instance) -> _Left:
    imports = Counter(exchange.importer for exchange in instance.locked)
    exports = Counter(exchange.exporter for exchange in instance.locked)
    practices = Counter(exchange.practice for exchange in instance.locked)
    needs = Counter((exchange.importer, exchange.need) for exchange in instance.locked)
    return _Left(
        {r.id: max(0, r.import_min - imports[r.id]) for r in instance.regions},
        {r.id: max(0, r.import_max - imports[r.id]) for r in instance.regions},
        {r.id: max(0, r.export_min - exports[r.id]) for r in instance.regions},
        {r.id: max(0, r.export_max - exports[r.id]) for r in instance.regions},
        {
            p.id: None if p.capacity is None else max(0, p.capacity - practices[p.id])
            for p in instance.practices
        },
        {need: max(0, instance.need_max - needs[need]) for need in instance.needs},
        frozenset((exchange.importer, exchange.exporter) for exchange in instance.locked),
        frozenset((exchange.importer, exchange.practice) for exchange in instance.locked),
    )


def _counts(instance: Instance, programme: Collection[Choice]) -> tuple[Counter[str], Counter[str]]:
    owners = {practice.id: practice.owner for practice in instance.practices}
    return Counter(c.importer for c in programme), Counter(owners.get(c.practice, "") for c in programme)


def _check(instance: Instance, programme: Collection[Choice], left: _Left) -> tuple[int, tuple[str, ...]]:
    """The programme's total score, and every limit that it breaks."""
    columns, wanted, found, objective = instance.pairs, set(programme), 0, 0
    practices_wanted = {choice.practice for choice in wanted}
    for position, p in enumerate(columns.practice):
        if instance.practices[p].id in practices_wanted and instance.choice(position) in wanted:
            found, objective = found + 1, objective + columns.score[position]
    if found < len(programme):
        return objective, ("an exchange is repeated, or its pair is not eligible",)
    broken = []
    imports, exports = _counts(instance, programme)
    broken += [f"{r} imports too much" for r, count in imports.items() if count > left.import_max[r]]
    broken += [
        f"{e} exports too much"
        for e, count in exports.items()
        if e in left.export_max and count > left.export_max[e]
    ]
    for practice, count in Counter(c.practice for c in programme).items():
        capacity = left.capacity[practice]
        if capacity is not None and count > capacity:
            broken.append(f"{practice} has too many importers")
    for need, count in Counter((c.importer, c.need) for c in programme if c.need).items():
        if count > left.needs[need]:
            broken.append(f"the need {need[1]} of {need[0]} is served too often")
    for pair, count in Counter((c.importer, c.practice) for c in programme).items():
        if count > (pair not in left.used_practices):
            broken.append(f"{pair[0]} imports {pair[1]} twice")
    if instance.one_per_ordered_pair:
        owners = {practice.id: practice.owner for practice in instance.practices}
        for pair, count in Counter((c.importer, owners[c.practice]) for c in programme).items():
            if pair[1] and count > (pair not in left.used_pairs):
                broken.append(f"{pair[0]} imports twice from {pair[1]}")
    return objective, tuple(sorted(broken))
