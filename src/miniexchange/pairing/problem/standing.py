"""Locked exchanges that reach beyond a problem, brought inside, so that the problem can be written down by itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from miniexchange.pairing.problem.instance import Instance, Locked, PracticeLimits, RegionLimits


def self_contained(instance: Instance) -> Instance:
    """The same problem, with every locked exchange between one of its regions and one of its practices.

    A practice that is not on offer joins without scores. Each importer from outside joins as a region that imports this one
    practice and nothing else, under a name of its own: as itself it would get limits that it does not have. Limits that
    the locked exchanges exceed are raised to what they use, which leaves nothing either way. Costs and pairs keep
    their positions in the problem given, so that only `regions`, `practices` and `locked` are of use here.
    """
    regions, practices = {r.id: r for r in instance.regions}, {p.id: p for p in instance.practices}
    locked = []
    for number, x in enumerate(instance.locked):
        if not (
            x.importer in instance.region_at or x.exporter in instance.region_at or x.practice in practices
        ):
            continue
        importer = x.importer
        if importer not in instance.region_at:
            importer = f"{x.importer}:{x.practice}:{number}"
            regions[importer] = RegionLimits(importer, 0, 0, 0, 1)
        practices.setdefault(x.practice, PracticeLimits(x.practice, x.exporter))
        locked.append(Locked(importer, x.practice, x.exporter, x.need))
    imports, exports = Counter(x.importer for x in locked), Counter(x.exporter for x in locked)
    taken, spent = Counter(x.practice for x in locked), _spent(instance)
    return replace(
        instance,
        regions=tuple(
            r._replace(
                import_max=max(r.import_max, imports[r.id]),
                export_max=max(r.export_max, exports[r.id]),
                budget=None if r.budget is None else max(r.budget, spent[r.id]),
            )
            for _, r in sorted(regions.items())
        ),
        practices=tuple(
            p if p.capacity is None else p._replace(capacity=max(p.capacity, taken[p.id]))
            for _, p in sorted(practices.items())
        ),
        locked=tuple(sorted(locked)),
    )


def _spent(instance: Instance) -> Counter[str]:
    """What the locked exchanges cost each importer."""
    spent: Counter[str] = Counter()
    for x in instance.locked:
        if x.importer in instance.region_at and x.practice in instance.practice_at:
            cell = instance.region_at[x.importer], instance.practice_at[x.practice]
            spent[x.importer] += instance.costs.get(cell, 0)
    return spent
