"""The written forms: `exchange-instance/1`, a proposal and its certificate, as JSON documents (docs/pairing.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.certificate import Prices
from miniexchange.pairing.problem.instance import (
    Instance,
    Locked,
    PracticeLimits,
    RegionLimits,
    Rules,
    build_columns,
)
from miniexchange.pairing.problem.pairs import AtLeast, Without
from miniexchange.pairing.problem.solver import Solution

FORMAT = "exchange-instance/1"

_RULES = (*Rules.__dataclass_fields__, "min_score")
_FORM = "docs/pairing.md describes the form"


def instance_from(document: Any) -> Instance:
    """An instance from its JSON document; raises UserError with the place of what is wrong.

    Pairs that are forbidden or score less than `rules.min_score` are left out: an absent pair is not eligible.
    """
    top = _mapping(document, "the document")
    if top.get("format", FORMAT) != FORMAT:
        raise UserError(f"the format is {top['format']!r}, not {FORMAT!r}", _FORM)
    rules, least = _rules(_mapping(top.get("rules", {}), "`rules`"))
    practices = [_practice(entry, i) for i, entry in enumerate(_list(top, "practices"))]
    regions = [_region(entry, i) for i, entry in enumerate(_list(top, "regions"))]
    owners = {practice.id: practice.owner for practice in practices}
    rows = _list(top, "scores")
    for i, row in enumerate(rows):
        if type(row) is not list or not 3 <= len(row) <= 5:
            raise UserError(
                f"scores[{i}] is {row!r:.80}", "write [importer, practice, score] or add the need"
            )
    importers, wanted = _names(rows, 0), _names(rows, 1)
    needs = _names([row if len(row) > 3 else [*row, ""] for row in rows], 3)
    themes = [theme for practice in practices for theme in practice.themes]
    _check_words([*(r.id for r in regions), *owners, *owners.values(), *themes, *needs])
    sure = [row[4] if len(row) > 4 else 0 for row in rows]
    if any(type(value) is not int or abs(value) > 1_000_000_000 for value in sure):
        raise UserError("a confidence is not a whole number", "leave it out, or write a whole number")
    locked = _locked(top, owners, {region.id for region in regions})
    forbidden = {(r, p) for r, p, *_ in _pairs(top, "forbidden", 2)}
    both = sorted(forbidden & {(x.importer, x.practice) for x in locked})
    if both:
        raise UserError(
            f"{both[0][1]!r} for {both[0][0]!r} is both locked and forbidden", "keep one of the two"
        )
    scores = [row[2] for row in rows]
    costs = {(r, p): cost for r, p, cost in _pairs(top, "costs", 3)}
    for (r, p), cost in costs.items():
        if type(cost) is not int or not 0 <= cost <= 1_000_000_000:
            raise UserError(f"the cost of {p!r} for {r!r} is {cost!r}", "costs are whole numbers from 0")
    instance = build_columns(
        regions, practices, importers, wanted, scores, needs, sure, locked=locked, rules=rules, costs=costs
    )
    _check_locked(instance)
    return _eligible(instance, least, forbidden)


def instance_document(instance: Instance) -> dict[str, Any]:
    """An instance as JSON; `instance_from` makes the same of it."""
    scores: list[list[str | int]] = []
    for first, block in instance.pairs.blocks():
        row, practice = np.nonzero(block >= 0)
        sure = instance.pairs.confidence(first + row, practice)
        for r, p, confidence in zip((first + row).tolist(), practice.tolist(), sure.tolist(), strict=True):
            choice = instance.choice(r, p)
            scores.append(
                [choice.importer, choice.practice, int(block[r - first, p]), choice.need, confidence]
            )
    document = {
        "format": FORMAT,
        "regions": [
            {key: value for key, value in region._asdict().items() if value is not None}
            for region in instance.regions
        ],
        "practices": [
            {key: list(value) if key == "themes" else value for key, value in practice._asdict().items()}
            for practice in instance.practices
        ],
        "scores": scores,
        "locked": [[x.importer, x.practice, x.need] for x in instance.locked],
        "forbidden": [],
        "rules": dict(vars(instance.rules)),
    }
    if instance.costs:
        document["costs"] = [
            [instance.regions[r].id, instance.practices[p].id, cost]
            for (r, p), cost in sorted(instance.costs.items())
        ]
    return document


def proposal_document(solution: Solution) -> dict[str, Any]:
    """A solved programme as JSON. `objective` is the score without penalty; `exchanges` are [importer, practice], with the
    need as a third where there are needs. No programme's `objective − penalty · shortfall` exceeds `bound`."""
    return {
        "status": "optimal" if solution.closed else "feasible",
        "objective": solution.objective,
        "shortfall": solution.shortfall,
        "bound": solution.bound,
        "penalty": solution.penalty,
        "method": "certificate" if solution.proven else "search",
        "exchanges": [[c.importer, c.practice, *([c.need] if c.need else [])] for c in solution.chosen],
    }


def certificate_document(prices: Prices, penalty: int) -> dict[str, Any]:
    """The prices that bound every programme, as JSON; `need` is keyed `importer/need`."""
    document: dict[str, Any] = {
        "import": dict(sorted(prices.imports.items())),
        "export": dict(sorted(prices.exports.items())),
        "practice": dict(sorted(prices.practices.items())),
        "pair": [[*pair, price] for pair, price in sorted(prices.pairs.items())],
        "penalty": penalty,
    }
    if prices.needs:
        document["need"] = {f"{r}/{need}": price for (r, need), price in sorted(prices.needs.items())}
    if prices.importer_practices:
        document["importer_practice"] = [
            [*pair, price] for pair, price in sorted(prices.importer_practices.items())
        ]
    if prices.exchanges:
        document["exchanges"] = prices.exchanges
    return document


def _eligible(instance: Instance, least: int, forbidden: set[tuple[str, str]]) -> Instance:
    pairs = instance.pairs
    if least > 0:
        pairs = AtLeast(pairs, least)
    if forbidden:
        at = instance.region_at
        cells = [
            (row, instance.practice_at[p])
            for r, p in forbidden
            if r in at and p in instance.practice_at
            for row in np.flatnonzero(instance.pairs.importer == at[r]).tolist()
        ]
        row, practice = np.array(sorted(cells), dtype=np.int64).reshape(-1, 2).T
        pairs = Without(pairs, row, practice)
    return replace(instance, pairs=pairs)


def _check_locked(instance: Instance) -> None:
    """Locked exchanges that exceed a limit contradict the problem."""
    most: dict[tuple[str, ...], int] = {("imports of", r.id): r.import_max for r in instance.regions}
    most |= {("exports of", r.id): r.export_max for r in instance.regions}
    most |= {("importers of", p.id): p.capacity for p in instance.practices if p.capacity is not None}
    most |= {("practices for the need", *need): instance.rules.need_max for need in instance.needs}
    used: Counter[tuple[str, ...]] = Counter()
    for x in instance.locked:
        pair, twice = (
            ("exchanges between", x.importer, x.exporter),
            ("imports of", x.practice, "by", x.importer),
        )
        most[twice] = 1
        if instance.rules.one_per_ordered_pair and x.exporter:
            most[pair] = 1
        used.update([("imports of", x.importer), ("exports of", x.exporter), ("importers of", x.practice)])
        used.update([("practices for the need", x.importer, x.need), pair, twice])
        if instance.rules.one_per_unordered_pair and x.exporter in instance.region_at:
            both = ("exchanges between", *sorted((x.importer, x.exporter)), "in either direction")
            most[both] = 1
            used[both] += 1
        if (budget := instance.regions[instance.region_at[x.importer]].budget) is not None:
            spent = ("costs of", x.importer)
            most[spent] = budget
            at = instance.region_at[x.importer], instance.practice_at[x.practice]
            used[spent] += instance.costs.get(at, 0)
    for limit, count in sorted(used.items()):
        if count > most.get(limit, count):
            raise UserError(
                f"locked exchanges exceed a limit: {' '.join(limit)}: {count}, at most {most[limit]}",
                "unlock one of them, or raise the limit",
            )


def _rules(found: Mapping[str, Any]) -> tuple[Rules, int]:
    unknown = sorted(set(found) - set(_RULES))
    if unknown:
        raise UserError(f"the rule {unknown[0]!r} is not known", f"known rules: {', '.join(sorted(_RULES))}")
    defaults = Rules()
    for name, value in found.items():
        default = getattr(defaults, name, 0)
        if type(value) is not type(default):
            kind = {bool: "true or false", int: "a whole number", str: "a word"}[type(default)]
            raise UserError(f"rules.{name} is {value!r}", f"write {kind}")
    if found.get("export_counts", "exchanges") not in ("exchanges", "practices"):
        raise UserError(f"rules.export_counts is {found['export_counts']!r}", "write exchanges or practices")
    given = {name: value for name, value in found.items() if name != "min_score"}
    return Rules(**given), found.get("min_score", 0)


def _region(entry: Any, i: int) -> RegionLimits:
    found = _mapping(entry, f"regions[{i}]")
    export_min, export_max, import_min, import_max = (
        _number(found, key, f"regions[{i}]") for key in RegionLimits._fields[1:5]
    )
    budget = None if found.get("budget") is None else _number(found, "budget", f"regions[{i}]")
    name = _name(found, "id", f"regions[{i}]")
    return RegionLimits(name, export_min, export_max, import_min, import_max, budget)


def _practice(entry: Any, i: int) -> PracticeLimits:
    where = f"practices[{i}]"
    found = _mapping(entry, where)
    owner, themes = found.get("owner", ""), found.get("themes", [])
    capacity = None if found.get("capacity") is None else _number(found, "capacity", where)
    if type(owner) is not str or type(themes) is not list or any(type(t) is not str for t in themes):
        raise UserError(
            f"{where} has no good owner or themes", "the owner is a word, themes are a list of words"
        )
    return PracticeLimits(_name(found, "id", where), owner, capacity, tuple(themes))


def _locked(top: Mapping[str, Any], owners: Mapping[str, str], regions: set[str]) -> list[Locked]:
    found = []
    for r, p, *need in _pairs(top, "locked", 2, 3):
        if need and type(need[0]) is not str:
            raise UserError(
                f"a locked pair names the need {need[0]!r:.80}", "ids are words in quotation marks"
            )
        if r not in regions or p not in owners:
            unknown, where = (r, "regions") if r not in regions else (p, "practices")
            raise UserError(f"a locked pair names {unknown!r}, which is not among the {where}", "mend its id")
        found.append(Locked(r, p, owners[p], *need))
    return found


def _pairs(top: Mapping[str, Any], key: str, *lengths: int) -> list[list[Any]]:
    found = _list(top, key) if key in top else []
    for i, entry in enumerate(found):
        named = type(entry) is list and all(type(name) is str for name in entry[:2])
        if not named or len(entry) not in lengths:
            raise UserError(f"{key}[{i}] is {entry!r:.80}", "it begins with [importer, practice]")
    return found


def _names(rows: list[list[Any]], position: int) -> list[str]:
    found = [row[position] for row in rows]
    if any(type(name) is not str for name in found):
        i = next(i for i, name in enumerate(found) if type(name) is not str)
        raise UserError(f"scores[{i}] names {found[i]!r:.80}", "ids are words in quotation marks")
    return found


def _check_words(names: list[str]) -> None:
    try:
        "".join(names).encode()
    except UnicodeEncodeError as wrong:
        raise UserError(
            f"a name holds {wrong.object[wrong.start]!a}, which cannot be written", "mend or leave it out"
        ) from None


def _number(found: Mapping[str, Any], key: str, where: str) -> int:
    value = found.get(key)
    if type(value) is not int:
        raise UserError(
            f"{where} has no {key}" if value is None else f"{where}: {key} is {value!r:.80}",
            "write a whole number",
        )
    return value


def _name(found: Mapping[str, Any], key: str, where: str) -> str:
    value = found.get(key)
    if type(value) is not str or not value:
        raise UserError(f"{where} has no {key}", _FORM)
    return value


def _list(top: Mapping[str, Any], key: str) -> list[Any]:
    value = top.get(key)
    if type(value) is not list:
        raise UserError(f"`{key}` is not a list" if key in top else f"there are no `{key}`", _FORM)
    return value


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if type(value) is not dict:
        raise UserError(f"{what} is not a mapping", _FORM)
    return value
