"""Why a pair is, or is not, in the best programme, and what it costs to have it otherwise.

The price of a pair is the difference between two solved programmes: the best one, and the best one of those that hold the pair
(or, for a pair that is in, that do not).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from miniexchange.diagnostic import UserError
from miniexchange.pairing.explain.blockers import Outcome, outcome_of
from miniexchange.pairing.explain.cautions import cautions
from miniexchange.pairing.explain.openings import Opening, changes_for, openings_for
from miniexchange.pairing.explain.reasons import reasons
from miniexchange.pairing.explain.variations import (
    Moves,
    Price,
    Solved,
    moves,
    opened,
    price,
    solved,
    with_pair,
    without,
)
from miniexchange.pairing.explain.words import contested
from miniexchange.pairing.fit.score import Part
from miniexchange.pairing.problem.instance import Choice, Instance
from miniexchange.pairing.request import Named
from miniexchange.pairing.rules.partnership import check_taking_part, known_id
from miniexchange.pairing.rules.rule import Rule
from miniexchange.pairing.study import Study, study

Case = Literal["proposed", "possible", "no-room", "not-eligible", "no-need", "standing"]

_FOR_GOOD = (Rule.OWN_PRACTICE, Rule.UNDER_WAY, Rule.ALREADY_DONE)
"""What these rules keep out, nobody would want in."""
_NO_MOVES = Moves((), (), ())


@dataclass(frozen=True)
class Kept:
    """Why a pair is not eligible: the rule, for which needs (ids), in words, and what would lift it ("" for nothing)."""

    rule: str
    needs: tuple[str, ...]
    why: str
    remedy: str


@dataclass(frozen=True)
class Why:
    """The answer for one practice and one importer.

    - `proposed`: the best programme holds it. `possible`: it may be chosen, but is not. `no-room`: no programme can hold it, for a
      limit that it needs is used up, or too low from the start. `not-eligible`: a rule keeps it from every need (`kept`). `no-need`: the region
      states no open need. `standing`: it is under way or done.
    - `need` (id), `score`, `confidence`, `parts`, `reasons` and `cautions` are for the need that it serves, or would serve in the
      best programme that holds it; `score` is None where there is no need.
    - `price` is what the whole programme loses with the pair forced in, or kept out if it is in; `moves` lead from the best
      programme to that other one. For a pair that is not eligible both suppose that no rule kept it out (`lifted`); then
      `proposed_if_lifted` tells that the best programme would hold it, and there is no price.
    - `scores` are those of the exchanges in `moves`, `total` is the score of the best programme.
    - `contested` are the limits that are used up, with those who use them; `changes` the smallest raises of limits that bring it in;
      `openings` those that only make room for it, where there is none.
    - `locked`: the request locks the pair, which is left aside here.
    """

    case: Case
    practice: str
    importer: str
    exporter: str
    need: str = ""
    score: int | None = None
    confidence: int = 0
    parts: tuple[Part, ...] = ()
    reasons: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    price: Price | None = None
    moves: Moves = _NO_MOVES
    scores: Mapping[Choice, int] = field(default_factory=dict)
    total: int = 0
    contested: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    openings: tuple[Opening, ...] = ()
    kept: tuple[Kept, ...] = ()
    proposed_if_lifted: bool = False
    status: str = ""
    locked: bool = False

    @property
    def lifted(self) -> bool:
        """Whether price and score suppose that no rule kept the pair out."""
        return self.case == "not-eligible" and self.score is not None


def why(of: Study, practice: str, region: str) -> Why:
    """Why the best programme holds a practice for an importer, or not.

    The two names may come in either order. Raises UserError for ids that do not exist or do not take part, for a practice that
    was not known yet, and for a programme that is not chosen to be best.
    """
    practice, region = in_order(of, practice, region)
    if of.request.choice != "best":
        raise UserError(
            f"--why is about the best programme, not the {of.request.choice} one",
            f"leave out --{of.request.choice}",
        )
    column = next((i for i, p in enumerate(of.fit.practices) if p.id == practice), None)
    if column is None:
        raise UserError(f"{practice} was not known yet on {of.request.as_of}", "take a later --as-of")
    locked = Named(practice, region) in of.request.lock
    if locked:
        rest = tuple(named for named in of.request.lock if named != Named(practice, region))
        of = study(of.catalogue, replace(of.request, lock=rest))
    return replace(_answer(of, column, region), locked=locked)


def in_order(of: Study, practice: str, region: str) -> tuple[str, str]:
    """The practice and the region that take part, whichever was named first; raises UserError where one is not known."""
    practices, regions = of.catalogue.practices, of.catalogue.regions
    if practice not in practices and practice in regions and region in practices:
        practice, region = region, practice
    known_id("practice", practice, practices)
    check_taking_part(region, of.regions, of.catalogue)
    return practice, region


def _answer(of: Study, column: int, region: str) -> Why:
    practice = of.fit.practices[column]
    exporter = practice.region if practice.region in of.catalogue.regions else ""
    rows = [row for row, need in enumerate(of.fit.needs) if need.region.id == region]
    eligible = [(row, column) for row in rows if of.eligibility.rule(row, column) is Rule.ELIGIBLE]
    standing = next(
        (
            x
            for x in of.past
            if x.counts and (x.exchange.practice, x.exchange.importer) == (practice.id, region)
        ),
        None,
    )
    plain = Why("no-need", practice.id, region, exporter)
    if standing:
        return replace(plain, case="standing", status=standing.status)
    if not rows:
        return plain
    best = solved(of.instance, of.request.seconds)
    if not eligible:
        return _not_eligible(of, plain, best, [(row, column) for row in rows])
    taken = _held(best, plain)
    outcome = outcome_of(of, best.chosen)
    if taken:
        other = solved(without(of.instance, eligible), of.request.seconds)
        cell = of.instance.cell(taken) or eligible[0]
        return _described(outcome, cell, _priced(replace(plain, case="proposed"), best, other))
    forced = _forced(of.instance, eligible, of.request.seconds)
    if forced is None:
        cell = max(eligible, key=lambda c: (int(of.fit.score[c]), -c[0]))
        found = replace(plain, case="no-room")
    else:
        other, cell = forced
        found = _priced(replace(plain, case="possible"), best, other)
    changes = tuple(changes_for(of, cell)) if not (found.price and found.price.nothing) else ()
    openings = tuple(openings_for(of, cell)) if found.case == "no-room" and not changes else ()
    held = tuple(contested(outcome, *cell))
    return replace(_described(outcome, cell, found), contested=held, changes=changes, openings=openings)


def _not_eligible(of: Study, plain: Why, best: Solved, cells: Sequence[tuple[int, int]]) -> Why:
    """Which rules keep the pair out, and what it would be worth without them."""
    found = replace(plain, case="not-eligible", kept=tuple(_kept(of, cells)))
    free = [cell for cell in cells if of.eligibility.rule(*cell) not in _FOR_GOOD]
    if not free:
        return found
    instance = opened(of.instance, free, [int(of.fit.score[cell]) for cell in free])
    changed = solved(instance, of.request.seconds)
    taken = _held(changed, plain)
    outcome = outcome_of(replace(of, instance=instance), best.chosen)
    if taken:
        cell = instance.cell(taken) or free[0]
        found = replace(found, proposed_if_lifted=True, moves=moves(best.chosen, changed.chosen))
    elif forced := _forced(instance, free, of.request.seconds):
        other, cell = forced
        found = _priced(found, changed, other)
    else:
        cell = max(free, key=lambda c: (int(of.fit.score[c]), -c[0]))
    held = () if taken else tuple(contested(outcome, *cell))
    return replace(_described(outcome, cell, found), contested=held)


def _kept(of: Study, cells: Sequence[tuple[int, int]]) -> Iterator[Kept]:
    """The rules, each with the needs from which it keeps the practice in the same words."""
    needs: dict[tuple[str, str, str], list[str]] = {}
    for cell in cells:
        need = of.fit.needs[cell[0]].need
        key = of.eligibility.rule(*cell).id, of.eligibility.why(*cell), of.eligibility.remedy(*cell)
        needs.setdefault(key, []).append(need.id if need else "")
    for (rule, told, remedy), of_needs in needs.items():
        yield Kept(rule, tuple(need for need in of_needs if need), told, remedy)


def _forced(
    instance: Instance, cells: Sequence[tuple[int, int]], seconds: float
) -> tuple[Solved, tuple[int, int]] | None:
    """The best programme that holds one of some pairs, and which; None where no programme can."""
    found = [(other, cell) for cell in cells if (other := with_pair(instance, cell, seconds))]
    return min(found, key=lambda entry: (entry[0].missing, -entry[0].score, entry[1]), default=None)


def _held(of: Solved, pair: Why) -> Choice | None:
    """The exchange of a programme that is this pair."""
    found = (c for c in of.chosen if (c.practice, c.importer) == (pair.practice, pair.importer))
    return next(found, None)


def _priced(found: Why, best: Solved, other: Solved) -> Why:
    """The answer with what the other programme loses against the best one, and how the two differ."""
    return replace(found, price=price(best, other), moves=moves(best.chosen, other.chosen), total=best.score)


def _described(outcome: Outcome, cell: tuple[int, int], found: Why) -> Why:
    """The answer with what speaks for the pair."""
    fit, need = outcome.fit, outcome.fit.needs[cell[0]].need
    return replace(
        found,
        scores={choice: outcome.score(choice) for choice in (*found.moves.come, *found.moves.go)},
        need=need.id if need else "",
        score=int(fit.score[cell]),
        confidence=int(fit.confidence[cell]),
        parts=fit.parts(*cell),
        reasons=reasons(outcome, *cell),
        cautions=cautions(outcome, *cell),
    )
