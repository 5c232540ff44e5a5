"""The written forms: `exchange-instance/1`, a proposal and its certificate, as JSON documents (docs/pairing.md)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.building import build_columns, check_locked
from miniexchange.pairing.problem.certificate import Prices
from miniexchange.pairing.problem.fields import (
    FORM,
    check_words,
    entries,
    mapping,
    whole_number,
    word,
    word_column,
)
from miniexchange.pairing.problem.instance import (
    Instance,
    Locked,
    PracticeLimits,
    RegionLimits,
    Rules,
)
from miniexchange.pairing.problem.pairs import AtLeast, Without
from miniexchange.pairing.problem.solver import Solution
from miniexchange.pairing.problem.standing import self_contained

FORMAT = "exchange-instance/1"

_RULES = (*Rules.__dataclass_fields__, "min_score")


def instance_from(document: Any) -> Instance:
    """An instance from its JSON document; raises UserError with the place of what is wrong.

    Pairs that are forbidden or score less than `rules.min_score` are left out: an absent pair is not eligible.
    """
    top = mapping(document, "the document")
    if top.get("format", FORMAT) != FORMAT:
        raise UserError(f"the format is {top['format']!r}, not {FORMAT!r}", FORM)
    rules, least = _rules(mapping(top.get("rules", {}), "`rules`"))
    practices = [_practice(entry, i) for i, entry in enumerate(entries(top, "practices"))]
    regions = [_region(entry, i) for i, entry in enumerate(entries(top, "regions"))]
    owners = {practice.id: practice.owner for practice in practices}
    rows = entries(top, "scores")
    for i, row in enumerate(rows):
        if type(row) is not list or not 3 <= len(row) <= 5:
            raise UserError(
                f"scores[{i}] is {row!r:.80}", "write [importer, practice, score] or add the need"
            )
    importers, wanted = word_column(rows, 0), word_column(rows, 1)
    needs = word_column([row if len(row) > 3 else [*row, ""] for row in rows], 3)
    themes = [theme for practice in practices for theme in practice.themes]
    slashed = sorted(name for name in (*(r.id for r in regions), *needs) if "/" in name)
    if slashed and any(needs):
        raise UserError(
            f"{slashed[0]!r} holds a slash", "a proof writes a need as importer/need: use another sign"
        )
    check_words([*(r.id for r in regions), *owners, *owners.values(), *themes, *needs])
    sure = [row[4] if len(row) > 4 else 0 for row in rows]
    if any(type(value) is not int or abs(value) > 1_000_000_000 for value in sure):
        raise UserError("a confidence is not a whole number", "leave it out, or write a whole number")
    locked = _locked(top, owners, {region.id for region in regions})
    forbidden = {(r, p) for r, p in _pairs(top, "forbidden", 2)}
    both = sorted(forbidden & {(x.importer, x.practice) for x in locked})
    if both:
        raise UserError(
            f"{both[0][1]!r} for {both[0][0]!r} is both locked and forbidden", "keep one of the two"
        )
    scores = [row[2] for row in rows]
    costs = {(r, p): cost for r, p, cost in _pairs(top, "costs", 3)}
    if len(costs) < len(top.get("costs", [])):
        raise UserError("`costs` name a pair twice", "keep one of the two")
    _check_pairs({"forbidden": forbidden, "costs": costs}, {region.id for region in regions}, owners)
    for (r, p), cost in costs.items():
        if type(cost) is not int or not 0 <= cost <= 1_000_000_000:
            raise UserError(f"the cost of {p!r} for {r!r} is {cost!r}", "costs are whole numbers from 0")
    instance = build_columns(
        regions, practices, importers, wanted, scores, needs, sure, locked=locked, rules=rules, costs=costs
    )
    check_locked(instance)
    return _eligible(instance, least, forbidden)


def instance_document(instance: Instance) -> dict[str, Any]:
    """An instance as JSON; `instance_from` makes the same of it, with locked exchanges that reach beyond it brought inside."""
    whole = self_contained(instance)
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
            for region in whole.regions
        ],
        "practices": [
            {key: list(value) if key == "themes" else value for key, value in practice._asdict().items()}
            for practice in whole.practices
        ],
        "scores": scores,
        "locked": [[x.importer, x.practice, x.need] for x in whole.locked],
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
    found = mapping(entry, f"regions[{i}]")
    export_min, export_max, import_min, import_max = (
        whole_number(found, key, f"regions[{i}]") for key in RegionLimits._fields[1:5]
    )
    budget = None if found.get("budget") is None else whole_number(found, "budget", f"regions[{i}]")
    name = word(found, "id", f"regions[{i}]")
    return RegionLimits(name, export_min, export_max, import_min, import_max, budget)


def _practice(entry: Any, i: int) -> PracticeLimits:
    where = f"practices[{i}]"
    found = mapping(entry, where)
    owner, themes = found.get("owner", ""), found.get("themes", [])
    capacity = None if found.get("capacity") is None else whole_number(found, "capacity", where)
    if type(owner) is not str or type(themes) is not list or any(type(t) is not str for t in themes):
        raise UserError(
            f"{where} has no good owner or themes", "the owner is a word, themes are a list of words"
        )
    return PracticeLimits(word(found, "id", where), owner, capacity, tuple(themes))


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


def _check_pairs(
    lists: Mapping[str, Iterable[tuple[str, str]]], regions: Collection[str], practices: Collection[str]
) -> None:
    """Raises UserError for a pair that names what is not there: a slip of the pen would undo it without a word."""
    for key, pairs in lists.items():
        for r, p in sorted(pairs):
            if r not in regions or p not in practices:
                unknown, where = (r, "regions") if r not in regions else (p, "practices")
                raise UserError(f"`{key}` names {unknown!r}, which is not among the {where}", "mend its id")


def _pairs(top: Mapping[str, Any], key: str, *lengths: int) -> list[list[Any]]:
    found = entries(top, key) if key in top else []
    for i, entry in enumerate(found):
        named = type(entry) is list and all(type(name) is str for name in entry[:2])
        if not named or len(entry) not in lengths:
            raise UserError(f"{key}[{i}] is {entry!r:.80}", "it begins with [importer, practice]")
    return found
