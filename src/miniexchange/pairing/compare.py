"""What differs between two programmes of one catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.explain.sections import Line, Section, Told
from miniexchange.pairing.explain.variations import Moves, moves
from miniexchange.pairing.explain.why_told import moved
from miniexchange.pairing.explain.words import exchange
from miniexchange.pairing.fit.score import shown
from miniexchange.pairing.problem.instance import Choice
from miniexchange.pairing.programme import Direction, Programme
from miniexchange.text.phrases import counted, listed


class ShortageChange(NamedTuple):
    """How many exchanges a region lacks on one side, before and after."""

    region: str
    direction: Direction
    before: int
    after: int


@dataclass(frozen=True)
class Difference:
    """Two programmes and what differs between them. `scores` are those of the exchanges that come, and of those that go.

    `rescored` are (exchange, score before, score after) of those that are in both, where the score changed.
    """

    before: Programme
    after: Programme
    moves: Moves
    scores: Mapping[Choice, int]
    rescored: tuple[tuple[Choice, int, int], ...]
    shortages: tuple[ShortageChange, ...]

    @property
    def nothing(self) -> bool:
        """Whether the two have the same exchanges, scores and shortages."""
        return not (
            any(self.moves)
            or self.rescored
            or self.shortages
            or self.before.total != self.after.total
            or self.before.proof.shortfall != self.after.proof.shortfall
        )


def compare(before: Programme, after: Programme) -> Difference:
    """The difference of two programmes."""
    old, new = _exchanges(before), _exchanges(after)
    lacking = [{(q.region, q.direction): q.missing for q in p.quotas} for p in (before, after)]
    changes = (
        ShortageChange(*key, *(side.get(key, 0) for side in lacking)) for key in {**lacking[0], **lacking[1]}
    )
    return Difference(
        before,
        after,
        moves(old, new),
        {**new, **old},
        tuple((c, old[c], new[c]) for c in sorted(old.keys() & new.keys()) if old[c] != new[c]),
        tuple(change for change in changes if change.before != change.after),
    )


def told(difference: Difference, catalogue: Catalogue, title: str) -> Told:
    """The difference in words."""
    d = difference
    if d.nothing:
        answer = ["Nothing changes: the best programme stays as it is."]
    elif not any(d.moves):
        answer = ["The exchanges stay the same."]
    else:
        come, go, other = map(len, d.moves)
        parts = [f"{counted(come, 'exchange')} {'comes' if come == 1 else 'come'} in"] * bool(come)
        parts += [f"{_more(go, parts)} {'goes' if go == 1 else 'go'}"] * bool(go)
        parts += [f"{_more(other, parts)} {'serves' if other == 1 else 'serve'} another need"] * bool(other)
        answer = [f"{listed(parts)}."]
    answer.append(_totals(d))
    sections = [
        Section("Exchanges", tuple(moved(d.moves, d.scores, catalogue))),
        Section("Scores", tuple(_rescored(d, catalogue))),
        Section("Shortages", tuple(_shortages(d, catalogue))),
    ]
    return Told(title, tuple(answer), tuple(s for s in sections if s.lines), _proof(d))


def _exchanges(programme: Programme) -> dict[Choice, int]:
    return {Choice(p.importer, p.practice, p.need): p.score for p in programme.proposals}


def _more(number: int, before: list[str]) -> str:
    """A number of exchanges; the word once in a sentence."""
    return str(number) if before else counted(number, "exchange")


def _totals(d: Difference) -> str:
    before, after = d.before, d.after
    change = after.total - before.total
    signed = f"{'+' if change > 0 else '−'}{shown(abs(change))}"
    total = (
        f"Total score {shown(before.total)} before, {shown(after.total)} after ({signed})"
        if change
        else f"Total score {shown(after.total)}, as before"
    )
    short, now = before.proof.shortfall, after.proof.shortfall
    missing = f"{short} before, {now} after" if short != now else f"{now}, as before"
    asked, then = (sum(q.least for q in p.quotas) for p in (before, after))
    less = (
        f" The quotas ask for {then} exports and imports in all, before for {asked}." if asked != then else ""
    )
    return f"{total}; exchanges missing: {missing}.{less}"


def _rescored(d: Difference, catalogue: Catalogue) -> Iterator[Line]:
    for choice, before, after in d.rescored:
        yield Line("→", f"{exchange(catalogue, choice)}, {shown(before)} before, {shown(after)} after")


def _shortages(d: Difference, catalogue: Catalogue) -> Iterator[Line]:
    """Shortages that vanish or shrink, then those that appear or grow, each with what is missing."""
    texts = {(s.region, s.direction): s.text for s in d.after.shortages}
    for change in sorted(d.shortages, key=lambda change: change.after > change.before):
        name, direction = catalogue.regions[change.region].name, change.direction
        if not change.after:
            missing = counted(change.before, direction[:-1])
            yield Line("+", f"{name}: the shortage of {missing} is gone")
        elif change.after < change.before:
            yield Line(
                "+", f"{name} lacks {counted(change.after, direction[:-1])}, no longer {change.before}"
            )
        else:
            yield Line("-", texts[change.region, change.direction])


def _proof(d: Difference) -> str:
    if d.before.proof.text == d.after.proof.text:
        return f"Both programmes: {d.after.proof.text}."
    return f"Before: {d.before.proof.text}. After: {d.after.proof.text}."
