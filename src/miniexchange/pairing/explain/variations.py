"""A problem solved once more with something changed: a pair forced in or kept out, a pair let in, a limit raised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from miniexchange.pairing.problem.certificate import Prices, verify
from miniexchange.pairing.problem.instance import Choice, Instance, Locked
from miniexchange.pairing.problem.pairs import Table, Without
from miniexchange.pairing.problem.solver import Solution, solve
from miniexchange.pairing.programme import Direction

Cells = Sequence[tuple[int, int]]
"""Pairs as (row, column)."""


@dataclass(frozen=True)
class Solved:
    """The best programme of a problem: its new exchanges, how many are missing, and the total score, bonuses included.

    `closed` tells that it is known to be best. Else no programme has fewer than `least_missing` missing exchanges, or as few and a
    score above `most_score`.
    """

    chosen: tuple[Choice, ...]
    missing: int
    score: int
    closed: bool
    least_missing: int
    most_score: int


@dataclass(frozen=True)
class Price:
    """What it costs the whole programme to have a pair in, or out: more `missing` exchanges, and less total `score`.

    The score may rise (below 0) where more is missing. Where not `exact`, it is at least this much.
    """

    missing: int
    score: int
    exact: bool

    @property
    def nothing(self) -> bool:
        """Whether an equally good programme has the pair in, or out."""
        return self.exact and not self.missing and not self.score


class Moves(NamedTuple):
    """What differs between two programmes, sorted: exchanges that `come` and that `go`, and (before, after) of those that serve another need."""

    come: tuple[Choice, ...]
    go: tuple[Choice, ...]
    moved: tuple[tuple[Choice, Choice], ...]


def solved(instance: Instance, seconds: float) -> Solved:
    """The best programme of a problem, checked against it. Raises RuntimeError when the check refuses it."""
    solution = solve(instance, seconds=seconds)
    verdict = verify(instance, solution.chosen, solution.prices)
    same = (verdict.objective, verdict.shortfall) == (solution.objective, solution.shortfall)
    if verdict.violations or not same or (solution.proven and not verdict.accepted):
        raise RuntimeError(f"the programme was refused by its own check: {verdict}")
    return _solved(solution, solution.chosen, solution.objective, solution.shortfall)


def with_pair(instance: Instance, cell: tuple[int, int], seconds: float) -> Solved | None:
    """The best programme that holds an eligible pair; None where no programme can."""
    choice = instance.choice(*cell)
    owner = instance.practices[cell[1]].owner
    lock = Locked(choice.importer, choice.practice, owner, choice.need)
    if verify(instance, [choice], Prices()).violations:
        return None
    rest = replace(instance, locked=tuple(sorted((*instance.locked, lock))))
    solution = solve(rest, seconds=seconds)
    chosen = tuple(sorted((*solution.chosen, choice)))
    whole = verify(instance, chosen, Prices())
    if whole.violations or (solution.proven and not verify(rest, solution.chosen, solution.prices).accepted):
        raise RuntimeError(f"the programme with {choice} was refused by its own check: {whole}")
    return _solved(solution, chosen, whole.objective, whole.shortfall)


def without(instance: Instance, cells: Cells) -> Instance:
    """The problem without some pairs."""
    row, column = np.array(sorted(cells), dtype=np.int64).reshape(-1, 2).T
    return replace(instance, pairs=Without(instance.pairs, row, column))


def opened(instance: Instance, cells: Cells, scores: Sequence[int]) -> Instance:
    """The problem with some further pairs."""
    pairs = instance.pairs
    if not isinstance(pairs, Table):
        raise TypeError("only a table can take further pairs")
    table = pairs.score.copy()
    for (row, column), score in zip(cells, scores, strict=True):
        table[row, column] = score
    return replace(instance, pairs=replace(pairs, score=table))


def price(best: Solved, other: Solved) -> Price:
    """The difference between the best programme and the best one of those that hold, or do not hold, a pair."""
    if best.closed and other.closed:
        return Price(other.missing - best.missing, best.score - other.score, True)
    least = (other.least_missing - best.missing, best.score - other.most_score)
    return Price(*max(least, (0, 0)), False)


def moves(before: Iterable[Choice], after: Iterable[Choice]) -> Moves:
    """What differs between the exchanges of two programmes."""
    old, new = set(before), set(after)
    come = {(c.importer, c.practice): c for c in sorted(new - old)}
    go = {(c.importer, c.practice): c for c in sorted(old - new)}
    both = sorted(come.keys() & go.keys())
    return Moves(
        tuple(c for key, c in come.items() if key not in go),
        tuple(c for key, c in go.items() if key not in come),
        tuple((go[key], come[key]) for key in both),
    )


def missing(instance: Instance, chosen: Collection[Choice]) -> dict[tuple[str, Direction], int]:
    """How many exchanges each region still lacks on each side."""
    owners = {practice.id: practice.owner for practice in instance.practices}
    imports = Counter(c.importer for c in chosen) + Counter(x.importer for x in instance.locked)
    given = [(owners[c.practice], c.practice) for c in chosen]
    given += [(x.exporter, x.practice) for x in instance.locked]
    if instance.rules.export_counts == "practices":
        given = list(set(given))
    exports = Counter(exporter for exporter, _ in given)
    found: dict[tuple[str, Direction], int] = {}
    for r in instance.regions:
        found[r.id, "exports"] = max(0, r.export_min - exports[r.id])
        found[r.id, "imports"] = max(0, r.import_min - imports[r.id])
    return found


def _solved(solution: Solution, chosen: tuple[Choice, ...], score: int, short: int) -> Solved:
    """`score` and `short` are of the whole programme; what the solution's own score lacks of it is the same for every programme."""
    least = -(solution.bound // solution.penalty)
    most = solution.bound % solution.penalty + score - solution.objective
    if solution.closed:
        least, most = short, score
    return Solved(chosen, short, score, solution.closed, max(0, least), most)
