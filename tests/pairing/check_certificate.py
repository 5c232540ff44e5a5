"""A checker of programmes and certificates that uses nothing but the standard library and the written form of both.

It follows the formula in docs/pairing.md word for word and shares no code with the package. Give it the three JSON
documents; it answers with the list of objections, which is empty when the programme is proven to be the best.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

Document = dict[str, Any]


def objections(instance: Document, proposal: Document, certificate: Document) -> list[str]:
    rules = instance.get("rules", {})
    regions = {r["id"]: r for r in instance["regions"]}
    practices = {p["id"]: p for p in instance["practices"]}
    forbidden = {tuple(pair) for pair in instance.get("forbidden", [])}
    eligible = {
        (s[0], s[1], s[3] if len(s) > 3 else ""): s[2]
        for s in instance["scores"]
        if (s[0], s[1]) not in forbidden and s[2] >= rules.get("min_score", 0)
    }
    locked = [
        (x[0], x[1], x[2] if len(x) > 2 else "", practices[x[1]]["owner"]) for x in instance.get("locked", [])
    ]
    taken = Counter()
    for importer, practice, need, owner in locked:
        taken.update([("in", importer), ("out", owner), ("practice", practice), ("need", importer, need)])
        taken.update([("pair", importer, owner), ("both", importer, practice)])

    def left(limit: int, *key: str) -> int:
        return max(0, limit - taken[key])

    penalty = 1
    for r in regions:
        best = sorted((score for (importer, _, _), score in eligible.items() if importer == r), reverse=True)
        penalty += sum(best[: left(regions[r]["import_max"], "in", r)])

    faults = [] if penalty == certificate["penalty"] else ["the penalty is wrong"]
    chosen = [(x[0], x[1], x[2] if len(x) > 2 else "") for x in proposal["exchanges"]]
    if len(set(chosen)) < len(chosen) or not set(chosen) <= set(eligible):
        return [*faults, "an exchange is repeated or not eligible"]
    used = Counter()
    for importer, practice, need in chosen:
        owner = practices[practice]["owner"]
        used.update([("in", importer), ("out", owner), ("practice", practice), ("both", importer, practice)])
        used.update([("need", importer, need)] * bool(need) + [("pair", importer, owner)] * bool(owner))
    for key, count in used.items():
        match key:
            case ("in", r):
                most = regions[r]["import_max"]
            case ("out", e):
                most = regions[e]["export_max"] if e in regions else count
            case ("practice", p):
                most = practices[p].get("capacity")
            case ("need", *_):
                most = rules.get("need_max", 1)
            case ("pair", *_):
                most = 1 if rules.get("one_per_ordered_pair", True) else None
            case _:
                most = 1
        if most is not None and count > left(most, *key) and not (key[0] == "out" and key[1] not in regions):
            faults.append(f"over the limit: {key}")
    shortfall = sum(max(0, left(regions[r]["import_min"], "in", r) - used["in", r]) for r in regions)
    shortfall += sum(max(0, left(regions[r]["export_min"], "out", r) - used["out", r]) for r in regions)
    objective = sum(eligible[choice] for choice in chosen)
    if (objective, shortfall) != (proposal["objective"], proposal["shortfall"]):
        faults.append("objective or shortfall is misstated")

    u, z, v = (certificate.get(name, {}) for name in ("import", "export", "practice"))
    w = {(importer, exporter): price for importer, exporter, price in certificate.get("pair", [])}
    y = {
        (importer, practice): price for importer, practice, price in certificate.get("importer_practice", [])
    }
    t = certificate.get("need", {})
    everything = [*u.values(), *z.values(), *v.values(), *w.values(), *y.values(), *t.values()]
    if any(type(price) is not int for price in everything) or any(
        p < 0 for p in [*v.values(), *w.values(), *y.values(), *t.values()]
    ):
        return [*faults, "a price is no whole number, or negative where it may not be"]
    bound = 0
    for price, side, key in ((u, "import", "in"), (z, "export", "out")):
        for r, limits in regions.items():
            least, most = left(limits[f"{side}_min"], key, r), left(limits[f"{side}_max"], key, r)
            bound += max(price.get(r, 0) * k - penalty * max(0, least - k) for k in range(most + 1))
    bound += sum(left(practices[p]["capacity"], "practice", p) * price for p, price in v.items() if price)
    bound += sum(left(1, "pair", *pair) * price for pair, price in w.items())
    bound += sum(
        left(rules.get("need_max", 1), "need", *name.split("/")) * price for name, price in t.items()
    )
    bound += sum(left(1, "both", *pair) * price for pair, price in y.items())
    if any(w.values()) and not rules.get("one_per_ordered_pair", True):
        faults.append("pairs have a price but no limit")
    for (importer, practice, need), score in eligible.items():
        owner = practices[practice]["owner"]
        paid = u.get(importer, 0) + z.get(owner, 0) + v.get(practice, 0) + w.get((importer, owner), 0)
        paid += y.get((importer, practice), 0) + (t.get(f"{importer}/{need}", 0) if need else 0)
        bound += max(0, score - paid)
    if bound != objective - penalty * shortfall:
        faults.append(f"the bound {bound} is not reached by {objective - penalty * shortfall}")
    return faults
