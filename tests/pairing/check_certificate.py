"""A checker of programmes and certificates that uses nothing but the standard library and the written form of both.

It follows the formula in docs/pairing.md word for word and shares no code with the package. Give it the three JSON
documents; it answers with the list of objections, which is empty when the programme is proven to be the best. `Problem`
judges single programmes, so that brute force can try them all.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

Document = dict[str, Any]
Exchange = tuple[str, str, str]


class Problem:
    """An instance document, ready to judge programmes: (importer, practice, need) each, "" for no need."""

    def __init__(self, document: Document) -> None:
        rules = document.get("rules", {})
        self.rules = rules
        self.regions = {r["id"]: r for r in document["regions"]}
        self.practices = {p["id"]: p for p in document["practices"]}
        self.costs = {(r, p): cost for r, p, cost in document.get("costs", [])}
        forbidden = {tuple(pair) for pair in document.get("forbidden", [])}
        self.eligible: dict[Exchange, int] = {
            (s[0], s[1], s[3] if len(s) > 3 else ""): s[2]
            for s in document["scores"]
            if (s[0], s[1]) not in forbidden and s[2] >= rules.get("min_score", 0)
        }
        self.locked = [(x[0], x[1], x[2] if len(x) > 2 else "") for x in document.get("locked", [])]
        self.taken = Counter(key for exchange in self.locked for key in self.touched(exchange))
        self.penalty = 1 + self.most_bonus()
        best: defaultdict[str, list[int]] = defaultdict(list)
        for (importer, _, _), score in self.eligible.items():
            best[importer].append(score)
        for r, found in best.items():
            self.penalty += sum(
                sorted(found, reverse=True)[: self.left(self.regions[r]["import_max"], "in", r)]
            )

    def owner(self, practice: str) -> str:
        return str(self.practices[practice]["owner"])

    def touched(self, exchange: Exchange) -> list[tuple[str, ...]]:
        """Every limit that an exchange uses."""
        importer, practice, need = exchange
        owner = self.owner(practice)
        keys: list[tuple[str, ...]] = [("in", importer), ("practice", practice), ("both", importer, practice)]
        keys += [("need", importer, need)] if need else []
        keys += [("pair", importer, owner)] if owner else []
        if owner in self.regions:
            keys += [("out", owner), ("regions", *sorted((importer, owner)))]
        return keys

    def most(self, key: tuple[str, ...]) -> int | None:
        """What a limit allows; None for any number."""
        match key:
            case ("in", r):
                return int(self.regions[r]["import_max"])
            case ("out", e):
                return int(self.regions[e]["export_max"])
            case ("practice", p):
                return self.practices[p].get("capacity")
            case ("need", *_):
                return int(self.rules.get("need_max", 1))
            case ("pair", *_):
                return 1 if self.rules.get("one_per_ordered_pair", True) else None
            case ("regions", *_):
                return 1 if self.rules.get("one_per_unordered_pair", False) else None
            case _:
                return 1

    def left(self, limit: int, *key: str) -> int:
        return max(0, limit - self.taken[key])

    def export_least(self, region: str) -> int:
        """What the locked exchanges leave of the least number of exports."""
        counted = self.taken["out", region]
        if self.rules.get("export_counts", "exchanges") == "practices":
            counted = len({p for _, p, _ in self.locked if self.owner(p) == region})
        return max(0, int(self.regions[region]["export_min"]) - counted)

    def over(self, chosen: Collection[Exchange]) -> list[str]:
        """The upper limits that a programme breaks."""
        used = Counter(key for exchange in chosen for key in self.touched(exchange))
        faults = []
        for key, count in used.items():
            most = self.most(key)
            if most is not None and count > self.left(most, *key):
                faults.append(f"over the limit: {key}")
        for r, region in self.regions.items():
            if (budget := region.get("budget")) is not None:
                spent = sum(self.costs.get((x[0], x[1]), 0) for x in chosen if x[0] == r)
                before = sum(self.costs.get((x[0], x[1]), 0) for x in self.locked if x[0] == r)
                if spent > max(0, budget - before):
                    faults.append(f"over the budget: {r}")
        return faults

    def shortfall(self, chosen: Collection[Exchange]) -> int:
        imports = Counter(importer for importer, _, _ in chosen)
        exports = Counter(self.owner(practice) for _, practice, _ in chosen)
        if self.rules.get("export_counts", "exchanges") == "practices":
            standing = {practice for _, practice, _ in self.locked}
            exports = Counter(self.owner(p) for p in {p for _, p, _ in chosen} - standing)
        missing = sum(
            max(0, self.left(region["import_min"], "in", r) - imports[r])
            for r, region in self.regions.items()
        )
        return missing + sum(max(0, self.export_least(r) - exports[r]) for r in self.regions)

    def mutual(self, exchanges: Collection[Exchange]) -> int:
        """How many pairs of different regions import from each other."""
        ways = {(importer, self.owner(practice)) for importer, practice, _ in exchanges}
        return sum(one < other and other in self.regions and (other, one) in ways for one, other in ways)

    def themes(self, exchanges: Collection[Exchange]) -> set[str]:
        return {theme for _, practice, _ in exchanges for theme in self.practices[practice].get("themes", [])}

    def objective(self, chosen: Collection[Exchange]) -> int:
        """The scores and the bonuses that the locked exchanges do not earn already."""
        both = [*self.locked, *chosen]
        mutual = self.mutual(both) - self.mutual(self.locked)
        themes = len(self.themes(both)) - len(self.themes(self.locked))
        bonus = mutual * self.rules.get("reciprocity_bonus", 0) + themes * self.rules.get("theme_bonus", 0)
        return sum(self.eligible[exchange] for exchange in chosen) + int(bonus)

    def most_bonus(self) -> int:
        """What all bonuses together could be worth at most."""
        total = 0
        if self.rules.get("reciprocity_bonus", 0):
            imports = sum(self.left(region["import_max"], "in", r) for r, region in self.regions.items())
            total += min(len(self.regions) ** 2 // 2, imports) * self.rules["reciprocity_bonus"]
        if self.rules.get("theme_bonus", 0):
            everything = {theme for p in self.practices.values() for theme in p.get("themes", [])}
            total += len(everything - self.themes(self.locked)) * self.rules["theme_bonus"]
        return total


def objections(instance: Document, proposal: Document, certificate: Document) -> list[str]:
    """What speaks against a programme being the best; where only a search proved it, against its own statement of that."""
    problem = Problem(instance)
    faults = [] if problem.penalty == certificate["penalty"] else ["the penalty is wrong"]
    chosen = [(x[0], x[1], x[2] if len(x) > 2 else "") for x in proposal["exchanges"]]
    if len(set(chosen)) < len(chosen) or not set(chosen) <= set(problem.eligible):
        return [*faults, "an exchange is repeated or not eligible"]
    faults += problem.over(chosen)
    if len(chosen) < problem.rules.get("exchanges_min", 0):
        faults.append("there are too few exchanges")
    objective, shortfall = problem.objective(chosen), problem.shortfall(chosen)
    if (objective, shortfall) != (proposal["objective"], proposal["shortfall"]):
        faults.append("objective or shortfall is misstated")
    if proposal["status"] != "optimal" or proposal["bound"] != objective - problem.penalty * shortfall:
        faults.append("it does not claim to be the best")
    if proposal["method"] != "certificate":
        return faults
    bound = bound_of(problem, certificate)
    if bound is None:
        faults.append("a price is no whole number, or not of a kind that its limit can have")
    elif bound != objective - problem.penalty * shortfall:
        faults.append(f"the bound {bound} is not reached by {objective - problem.penalty * shortfall}")
    return faults


def bound_of(problem: Problem, certificate: Document) -> int | None:
    """What no programme can exceed at some prices; None for prices that may not be."""
    u, z, v, t = (certificate.get(name, {}) for name in ("import", "export", "practice", "need"))
    w = {(importer, exporter): price for importer, exporter, price in certificate.get("pair", [])}
    y = {(importer, p): price for importer, p, price in certificate.get("importer_practice", [])}
    g = certificate.get("exchanges", 0)
    never_negative = [*v.values(), *w.values(), *y.values(), *t.values(), -g]
    everything = [*u.values(), *z.values(), *never_negative]
    if any(type(price) is not int for price in everything) or any(price < 0 for price in never_negative):
        return None
    if any(w.values()) and not problem.rules.get("one_per_ordered_pair", True):
        return None
    if any(price and problem.practices[p].get("capacity") is None for p, price in v.items()):
        return None
    bound = problem.most_bonus() + g * problem.rules.get("exchanges_min", 0)
    for r, limits in problem.regions.items():
        sides = (
            (u.get(r, 0), problem.left(limits["import_min"], "in", r), problem.left(limits["import_max"], "in", r)),
            (z.get(r, 0), problem.export_least(r), problem.left(limits["export_max"], "out", r)),
        )  # fmt: skip
        for price, least, most in sides:
            bound += max(price * k - problem.penalty * max(0, least - k) for k in range(most + 1))
    bound += sum(problem.left(problem.practices[p]["capacity"], "practice", p) * v[p] for p in v if v[p])
    bound += sum(problem.left(1, "pair", *pair) * price for pair, price in w.items())
    need_max = problem.rules.get("need_max", 1)
    bound += sum(problem.left(need_max, "need", *name.split("/")) * price for name, price in t.items())
    bound += sum(problem.left(1, "both", *pair) * price for pair, price in y.items())
    for (importer, practice, need), score in problem.eligible.items():
        owner = problem.owner(practice)
        paid = u.get(importer, 0) + z.get(owner, 0) + v.get(practice, 0) + w.get((importer, owner), 0) + g
        paid += y.get((importer, practice), 0) + (t.get(f"{importer}/{need}", 0) if need else 0)
        bound += max(0, score - paid)
    return bound


def main() -> int:
    """`python check_certificate.py problem.json answer.json proof.json`: says what speaks against the answer, or that it is proven."""
    if len(sys.argv) != 4:
        print("usage: python check_certificate.py PROBLEM.json ANSWER.json PROOF.json", file=sys.stderr)
        return 2
    problem, answer, proof = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:])
    found = objections(problem, answer, proof)
    fine = "the answer keeps every limit, and the prices prove it the best"
    if answer["method"] != "certificate":
        fine = (
            "the answer keeps every limit; that it is the best is the word of a search, which no prices prove"
        )
    print("\n".join(found) or fine)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
