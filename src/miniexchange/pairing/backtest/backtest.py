"""The backtest: the pairing, made blind, held against the recorded exchanges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import msgspec

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Need
from miniexchange.diagnostic import UserError
from miniexchange.pairing.backtest import ceiling
from miniexchange.pairing.backtest.blind import blind
from miniexchange.pairing.backtest.cases import Case, Untested, cases_of
from miniexchange.pairing.backtest.lists import DEPTHS, Found, Kept, Line, Lists, Needs, pairing
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.request import Request
from miniexchange.pairing.rules.partnership import participants
from miniexchange.pairing.study import study

NEEDS: tuple[Needs, ...] = ("all", "stated", "unwished")
"""All needs; those that are not marked as deduced; and these without what they wish for by name."""


class Size(NamedTuple):
    """How many exchanges a programme has, and how many cases any programme could hold at most within the same limits."""

    exchanges: int
    ceiling: int


@dataclass(frozen=True)
class Backtest:
    """The answer for a project, or for the whole catalogue (""), on a day.

    `found` has for each choice of needs one entry per case, `programmes` how large the best programme is. `barred` says, by a
    case's exchange, what kept it from being proposed whatever the needs; such cases are misses. `ceiling` is how many cases can
    be found at most at each of DEPTHS. `hidden` are practices that were hidden because they grew out of hidden exchanges.
    """

    project: str
    as_of: date
    cases: tuple[Case, ...]
    untested: tuple[Untested, ...]
    lines: tuple[Line, ...] = ()
    found: Mapping[Needs, tuple[Found, ...]] = field(default_factory=dict)
    programmes: Mapping[Needs, Size] = field(default_factory=dict)
    barred: Mapping[str, Kept] = field(default_factory=dict)
    ceiling: tuple[int, ...] = (0,) * len(DEPTHS)
    hidden: tuple[str, ...] = ()

    @property
    def possible(self) -> int:
        """How many cases could be proposed at all."""
        return len(self.cases) - len(self.barred)


def backtest(catalogue: Catalogue, request: Request) -> Backtest:
    """How many of a project's recorded exchanges, or of the catalogue's, come back when they are hidden.

    Raises UserError as `study` does, and for a request that locks pairs or asks for another programme than the best.
    """
    if request.lock:
        raise UserError("a locked pair would find itself again", "leave out --lock")
    if request.choice != "best":
        raise UserError("a backtest looks at the best programme only", f"leave out --{request.choice}")
    taking_part = participants(catalogue, request.project, request.regions)
    cases, untested = cases_of(catalogue, request.project, taking_part)
    answer = Backtest(request.project, request.as_of, cases, untested)
    if not cases:
        return answer
    hidden = blind(catalogue, request.project)
    lines: list[Line] = []
    found: dict[Needs, tuple[Found, ...]] = {}
    programmes: dict[Needs, Size] = {}
    for needs in NEEDS:
        of = study(_with(hidden.catalogue, needs), request)
        lists = Lists(of, hidden.grown, cases)
        chosen = {(c.practice, c.importer) for c in solve(of.instance, seconds=request.seconds).chosen}
        programmes[needs] = Size(len(chosen), ceiling.of_programme(of, cases))
        found[needs] = tuple(lists.found(case, chosen) for case in cases)
        lines += [pairing(needs, found[needs]), lists.same_theme(needs)]
    # What is on offer, and who took what, is the same whatever the needs.
    lines += [lists.popularity(), lists.random()]
    barred = {case.exchange: kept for case in cases if (kept := lists.barred(case))}
    return replace(
        answer,
        lines=tuple(lines),
        found=found,
        programmes=programmes,
        barred=barred,
        ceiling=ceiling.of_lists([case for case in cases if case.exchange not in barred]),
        hidden=tuple(sorted(hidden.grown)),
    )


def _with(catalogue: Catalogue, which: Needs) -> Catalogue:
    """The catalogue with that much of its needs."""

    def seen(need: Need) -> Need:
        if which != "unwished" or not need.wants:
            return need
        # What such a need says in words is about the practice that it wishes for.
        return msgspec.structs.replace(need, title="", description="", wants=())

    if which == "all":
        return catalogue
    regions = {
        i: msgspec.structs.replace(
            region, needs=tuple(seen(need) for need in region.needs if not need.inferred)
        )
        for i, region in catalogue.regions.items()
    }
    return replace(catalogue, regions=regions)
