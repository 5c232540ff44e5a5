"""What a programme is worth and which limits it breaks: the certificate's own reading of an instance.

This module shares no code with the solver, either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from miniexchange.pairing.problem.instance import Choice, Instance

Pair = tuple[str, str]


@dataclass(frozen=True)
class Left:
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
    def of(instance: Instance) -> Left:
        """The limits of an instance less its locked exchanges; none falls below 0."""
        locked = instance.locked
        imports = Counter(exchange.importer for exchange in locked)
        exports = Counter(exchange.exporter for exchange in locked)
        practices = Counter(exchange.practice for exchange in locked)
        needs = Counter((exchange.importer, exchange.need) for exchange in locked)
        counted = exports
        if instance.rules.export_counts == "practices":
            counted = Counter(e for e, _ in {(x.exporter, x.practice) for x in locked})
        return Left(
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


def judged(instance: Instance, programme: Collection[Choice], left: Left) -> tuple[int, tuple[str, ...]]:
    """The programme's total score with its bonuses, and every limit that it breaks."""
    cells = [instance.cell(choice) for choice in programme]
    at = np.array([cell for cell in cells if cell], dtype=np.int64).reshape(-1, 2)
    scores = instance.pairs.scores(at[:, 0], at[:, 1])
    if len(set(programme)) < len(programme) or len(at) < len(programme) or (scores < 0).any():
        return int(scores.sum()), ("an exchange is repeated, or its pair is not eligible",)
    objective = int(scores.sum()) + _bonus(instance, programme)
    broken = [*_over_limits(instance, programme, left), *_over_rules(instance, programme)]
    return objective, tuple(sorted(broken))


def counts(instance: Instance, programme: Collection[Choice]) -> tuple[Counter[str], Counter[str]]:
    """(imports by importer, exports by exporter as the rules count them)."""
    owners = {practice.id: practice.owner for practice in instance.practices}
    imports = Counter(c.importer for c in programme)
    if instance.rules.export_counts == "exchanges":
        return imports, Counter(owners.get(c.practice, "") for c in programme)
    standing = {x.practice for x in instance.locked}
    return imports, Counter(owners.get(p, "") for p in {c.practice for c in programme} - standing)


def all_bonuses(instance: Instance, left: Left) -> int:
    """What all bonuses together could be worth at most."""
    rules, total = instance.rules, 0
    if rules.reciprocity_bonus:
        pairs = min(len(instance.regions) ** 2 // 2, sum(left.import_max.values()))
        total += pairs * rules.reciprocity_bonus
    if rules.theme_bonus:
        total += len(_themes(instance, [])[1]) * rules.theme_bonus
    return total


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


def _themes(instance: Instance, programme: Collection[Choice]) -> tuple[set[str], set[str]]:
    """(themes that a programme is the first to be about, themes that no locked exchange is about)."""
    of = {practice.id: set(practice.themes) for practice in instance.practices}
    standing = set().union(*(of.get(x.practice, set()) for x in instance.locked))
    everything: set[str] = set().union(*of.values())
    new = set().union(*(of[choice.practice] for choice in programme)) - standing
    return new, everything - standing


def _over_limits(instance: Instance, programme: Collection[Choice], left: Left) -> Iterator[str]:
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
