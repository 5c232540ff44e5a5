"""Hard rules that would have to give way for a shortage to vanish."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from miniexchange.pairing.explain.blockers import Outcome
from miniexchange.pairing.fit.score import shown
from miniexchange.pairing.programme import Quota
from miniexchange.pairing.rules.rule import Rule
from miniexchange.text.phrases import quoted

Cell = tuple[int, int]
Mask = NDArray[np.bool_]

_FOR_ALL = {
    Rule.TRIED_BEFORE: "allow what was declined or given up before (--retry-declined)",
    Rule.NO_COMMON_LANGUAGE: "let pairs do without a common language (pairing.rules.common_language in mini.yaml; "
    "to try it: --what-if rules.common_language=false)",
}
"""These hold for all pairs alike, and are lifted for all."""
_ONE_BY_ONE = (
    Rule.NOT_PUBLISHED,
    Rule.NOT_ON_OFFER,
    Rule.LESSON_ONLY,
    Rule.NOT_SELECTED,
    Rule.FORBIDDEN,
    Rule.AVOIDED,
    Rule.UNMET_PRECONDITION,
    Rule.OVER_COST_LIMIT,
    Rule.NOTHING_SHARED,
)
"""These are lifted for one practice, or one practice and one need, in the order in which it is the least work."""


class Lift(NamedTuple):
    """A rule that gives way: which pairs (row, column) become eligible then, and what somebody has to do."""

    cells: tuple[Cell, ...]
    text: str


def lifts(o: Outcome, quota: Quota, alone: Mask) -> Iterator[Lift]:
    """The rules that may be lifted for a shortage, each for as few pairs as could be enough.

    Only pairs that nothing else keeps out (`alone`), and that every limit of the programme still has room for.
    """
    of_region = np.array(
        [need.region.id == quota.region for need in o.fit.needs]
        if quota.direction == "imports"
        else [practice.owner == quota.region for practice in o.instance.practices],
        dtype=bool,
    )
    near = alone & (of_region[:, None] if quota.direction == "imports" else of_region[None, :])
    own = [cell for cell in _cells(near) if _room(o, *cell)]
    own.sort(key=lambda cell: (-int(o.fit.score[cell]), cell))
    by_rule: dict[Rule, list[Cell]] = {}
    for cell in own:
        by_rule.setdefault(o.eligibility.rule(*cell), []).append(cell)
    for rule, text in _FOR_ALL.items():
        if rule in by_rule:
            yield Lift(_cells(alone & (o.eligibility.codes == rule)), text)
    if Rule.BELOW_MIN_SCORE in by_rule:
        yield from _lower(o, alone, _apart(o, quota, by_rule[Rule.BELOW_MIN_SCORE]))
    for rule in _ONE_BY_ONE:
        chosen = _apart(o, quota, by_rule.get(rule, []))
        if len(chosen) == quota.missing:
            units = [_unit(o, alone, rule, cell) for cell in chosen]
            told = dict.fromkeys(
                f"{quoted(o.fit.practices[c].title)}: {o.eligibility.remedy(r, c)}" for r, c in chosen
            )
            yield Lift(tuple(sorted({cell for unit in units for cell in unit})), "; ".join(told))


def alone(o: Outcome) -> Mask:
    """Which pairs one rule alone keeps out."""
    codes = o.eligibility.codes
    keeping = np.tile((o.eligibility.of_practice > 0).astype(np.int8), (len(codes), 1))
    for row in range(len(codes)):
        for applies in o.eligibility.of_row(row).values():
            mask = np.zeros(codes.shape[1], dtype=np.int8)
            mask[applies] = 1
            keeping[row] += mask
    offered = np.array([_would_be_offered(o, column) for column in range(codes.shape[1])], dtype=bool)
    return np.asarray((codes > 0) & (keeping == 1) & offered[None, :])


def _would_be_offered(o: Outcome, column: int) -> bool:
    """Whether at most one rule about practices keeps it out: of several, only the first is known."""
    practice = o.fit.practices[column]
    region = o.catalogue.regions.get(practice.region)
    listed = region is None or region.offers is None or practice.id in region.offers
    reasons = (
        practice.status != "published",
        practice.lesson_only,
        not listed,
        practice.status == "archived",
    )
    return sum(reasons) <= 1 and practice.region in o.instance.region_at


def _room(o: Outcome, row: int, column: int) -> bool:
    """Whether the programme has room for one more exchange of this pair."""
    region, owner, practice = o.fit.needs[row].region.id, o.owner(column), o.instance.practices[column]
    gives, takes = o.quota(owner, "exports"), o.quota(region, "imports")
    full = any(quota and quota.reached >= quota.most for quota in (gives, takes)) or o.served(row)
    pair = o.instance.rules.one_per_ordered_pair and (region, owner) in o.exchanging
    taken = sum(1 for _, other in o.imported if other == practice.id)
    return not (full or pair or (practice.capacity is not None and taken >= practice.capacity))


def _apart(o: Outcome, quota: Quota, cells: list[Cell]) -> list[Cell]:
    """The first pairs, as many as are missing, that do not stand in each other's way: other needs, and other partners."""
    found: list[Cell] = []
    needs: set[int] = set()
    partners: set[str] = set()
    for row, column in cells:
        partner = o.owner(column) if quota.direction == "imports" else o.fit.needs[row].region.id
        if len(found) < quota.missing and row not in needs and partner not in partners:
            found.append((row, column))
            needs.add(row)
            partners.add(partner)
    return found


def _lower(o: Outcome, alone: Mask, cells: list[Cell]) -> Iterator[Lift]:
    """A lower least score that lets some pairs in, in whole tenths."""
    if not cells:
        return
    least = min(int(o.fit.score[cell]) for cell in cells) // 10 * 10
    let_in = alone & (o.eligibility.codes == Rule.BELOW_MIN_SCORE) & (o.fit.score >= least)
    score = shown(least)
    yield Lift(
        _cells(let_in),
        f"lower the least score to {score} (--min-score {score}, or pairing.rules.min_score in mini.yaml)",
    )


def _unit(o: Outcome, alone: Mask, rule: Rule, cell: Cell) -> list[Cell]:
    """What becomes eligible together with a pair: with a practice that is published, every need that it may serve."""
    row, column = cell
    if rule in (Rule.NOT_PUBLISHED, Rule.NOT_ON_OFFER, Rule.LESSON_ONLY, Rule.NOT_SELECTED):
        return [(int(r), column) for r in np.flatnonzero(alone[:, column])]
    if rule is Rule.AVOIDED:
        columns = np.flatnonzero(alone[row] & (o.eligibility.codes[row] == rule))
        return [(row, int(c)) for c in columns if o.owner(int(c)) == o.owner(column)]
    return [cell]


def _cells(mask: Mask) -> tuple[Cell, ...]:
    return tuple((int(row), int(column)) for row, column in np.argwhere(mask))
