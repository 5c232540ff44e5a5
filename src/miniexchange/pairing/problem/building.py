"""Makes an instance of its parts in its one canonical order, and refuses parts that contradict each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TypeVar

import numpy as np

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.instance import (
    MAX_SCORE,
    Instance,
    Locked,
    PracticeLimits,
    RegionLimits,
    Rules,
    Scored,
    check_limits,
)
from miniexchange.pairing.problem.pairs import Listed

_Limits = TypeVar("_Limits", RegionLimits, PracticeLimits)
_USUAL = Rules()


def build(
    regions: Iterable[RegionLimits],
    practices: Iterable[PracticeLimits],
    scores: Iterable[Scored],
    *,
    locked: Iterable[Locked] = (),
    rules: Rules = _USUAL,
    costs: Mapping[tuple[str, str], int] | None = None,
) -> Instance:
    """An instance in its one canonical order, whatever order its parts come in.

    Raises UserError for limits that contradict each other, repeated or unknown ids, and scores that are not whole
    numbers from 0 to MAX_SCORE.
    """
    found = list(scores)
    return build_columns(
        regions,
        practices,
        [entry.importer for entry in found],
        [entry.practice for entry in found],
        [entry.score for entry in found],
        [entry.need for entry in found],
        [entry.confidence for entry in found],
        locked=locked,
        rules=rules,
        costs=costs,
    )


def build_columns(
    regions: Iterable[RegionLimits],
    practices: Iterable[PracticeLimits],
    importers: list[str],
    wanted: list[str],
    scores: list[int],
    needs: list[str],
    confidence: list[int],
    *,
    locked: Iterable[Locked] = (),
    rules: Rules = _USUAL,
    costs: Mapping[tuple[str, str], int] | None = None,
) -> Instance:
    """The same as `build`, from columns of equal length instead of rows: quicker where pairs are many."""
    ordered_regions, ordered_practices = _by_id(regions), _by_id(practices)
    check_limits(ordered_regions, ordered_practices, rules)
    region_at = _positions("region", [r.id for r in ordered_regions])
    practice_at = _positions("practice", [p.id for p in ordered_practices])
    _check_scores(importers, wanted, scores)
    _check_known("importer", importers, region_at, "regions")
    _check_known("practice", wanted, practice_at, "practices")
    practice = np.array([practice_at[name] for name in wanted], dtype=np.int64)
    keys = sorted(set(zip(importers, needs, strict=True)))
    named = tuple((r, n) for r, n in keys if n)
    need_at = {key: position for position, key in enumerate(named)}
    row_at = {key: row for row, key in enumerate(keys)}
    row = np.array([row_at[key] for key in zip(importers, needs, strict=True)], dtype=np.int64)
    cell = row * len(ordered_practices) + practice
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    twice = np.flatnonzero(cell[1:] == cell[:-1])
    if len(twice):
        i = int(order[twice[0]])
        raise UserError(
            f"{wanted[i]!r} for {importers[i]!r} is scored twice"
            + (f" for the need {needs[i]!r}" if needs[i] else ""),
            "keep one of the two scores",
        )
    pairs = Listed(
        np.array([region_at[r] for r, _ in keys], dtype=np.int64),
        np.array([need_at.get(key, -1) for key in keys], dtype=np.int64),
        len(ordered_practices),
        np.searchsorted(row[order], np.arange(len(keys) + 1)),
        practice[order].astype(np.int32),
        np.array(scores, dtype=np.int32)[order],
        np.array(confidence, dtype=np.int32)[order],
    )
    cost_at = {
        (region_at[r], practice_at[p]): cost
        for (r, p), cost in (costs or {}).items()
        if r in region_at and p in practice_at
    }
    return Instance(ordered_regions, ordered_practices, named, pairs, tuple(sorted(locked)), rules, cost_at)


def check_locked(instance: Instance) -> None:
    """Raises UserError where locked exchanges exceed a limit; each names an importer and a practice of the instance."""
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


def _by_id(entries: Iterable[_Limits]) -> tuple[_Limits, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.id))


def _check_scores(importers: list[str], wanted: list[str], scores: list[int]) -> None:
    if all(type(score) is int for score in scores) and (
        not scores or (min(scores) >= 0 and max(scores) <= MAX_SCORE)
    ):
        return
    i = next(i for i, s in enumerate(scores) if type(s) is not int or not 0 <= s <= MAX_SCORE)
    raise UserError(
        f"the score of {wanted[i]!r} for {importers[i]!r} is {scores[i]!r}",
        f"scores are whole numbers from 0 to {MAX_SCORE:,}",
    )


def _check_known(kind: str, names: list[str], known: Mapping[str, int], where: str) -> None:
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise UserError(
            f"a score names the {kind} {unknown[0]!r}, which is not among the {where}",
            f"add it to the {where}, or leave the score out",
        )


def _positions(kind: str, ids: list[str]) -> dict[str, int]:
    found = {name: position for position, name in enumerate(ids)}
    if len(found) < len(ids):
        repeated = next(name for name, after in pairwise(ids) if name == after)
        raise UserError(f"the {kind} {repeated!r} is listed twice", "keep one of the two")
    return found
