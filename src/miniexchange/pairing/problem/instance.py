"""The bare problem of who imports what from whom: ids, limits, rules and whole-number scores.

It knows nothing of catalogues, so that a problem from anywhere can be solved, and a solution checked, by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from miniexchange.diagnostic import UserError
from miniexchange.pairing.problem.pairs import Pairs

MAX_SCORE = 1_000_000
"""Scores above this would leave the range in which the solver's arithmetic is exact."""
MAX_LIMIT = 1_000_000
"""The greatest quota or capacity: more than any partnership has, and small enough for exact arithmetic."""

ExportCounts = Literal["exchanges", "practices"]


class RegionLimits(NamedTuple):
    """How many exchanges a region should at least, and may at most, take part in on each side; what its imports may cost (None: anything)."""

    id: str
    export_min: int
    export_max: int
    import_min: int
    import_max: int
    budget: int | None = None


class PracticeLimits(NamedTuple):
    """A practice, its exporting region, how many may import it (None: any number) and the main themes it is about.

    An owner that is not among the regions has no quota of its own; "" is nobody, whom the pair rule leaves alone too.
    """

    id: str
    owner: str
    capacity: int | None = None
    themes: tuple[str, ...] = ()


class Scored(NamedTuple):
    """One eligible pair: what it is worth, which need of the importer it serves ("" for none), and how sure that is."""

    importer: str
    practice: str
    score: int
    need: str = ""
    confidence: int = 0


class Locked(NamedTuple):
    """An exchange that stands: it is no longer chosen and only uses up limits, on those sides that are in the problem."""

    importer: str
    practice: str
    exporter: str
    need: str = ""


class Choice(NamedTuple):
    """One new exchange of a programme."""

    importer: str
    practice: str
    need: str = ""


@dataclass(frozen=True)
class Rules:
    """What a programme must keep to. Bonuses are in the unit of the scores.

    `need_max`: practices for one need. `one_per_ordered_pair`: an importer takes one practice from an exporter at most;
    `one_per_unordered_pair`: two regions exchange once at most, in whichever direction. `export_counts`: whether the least
    number of exports counts every exchange or different practices only. `reciprocity_bonus`: for two regions that import
    from each other; `theme_bonus`: for each main theme that some exchange is about. `exchanges_min`: the least number of new exchanges.
    """

    one_per_ordered_pair: bool = True
    need_max: int = 1
    one_per_unordered_pair: bool = False
    export_counts: ExportCounts = "exchanges"
    reciprocity_bonus: int = 0
    theme_bonus: int = 0
    exchanges_min: int = 0


@dataclass(frozen=True)
class Instance:
    """One problem. Regions, practices and needs are sorted by id; `needs` are (importer, need).

    `costs` maps (importer, practice), as positions, to what the exchange costs the importer; an absent pair costs nothing.
    """

    regions: tuple[RegionLimits, ...]
    practices: tuple[PracticeLimits, ...]
    needs: tuple[tuple[str, str], ...]
    pairs: Pairs
    locked: tuple[Locked, ...] = ()
    rules: Rules = Rules()
    costs: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def choice(self, row: int, practice: int) -> Choice:
        """The pair of a row and a column, in ids."""
        need = self.pairs.need[row]
        return Choice(
            self.regions[self.pairs.importer[row]].id,
            self.practices[practice].id,
            self.needs[need][1] if need >= 0 else "",
        )

    def cell(self, choice: Choice) -> tuple[int, int] | None:
        """The row and the column of a pair; None when there are none."""
        row = self._row_at.get((choice.importer, choice.need))
        practice = self.practice_at.get(choice.practice)
        return None if row is None or practice is None else (row, practice)

    @cached_property
    def region_at(self) -> dict[str, int]:
        return {region.id: position for position, region in enumerate(self.regions)}

    @cached_property
    def practice_at(self) -> dict[str, int]:
        return {practice.id: position for position, practice in enumerate(self.practices)}

    @cached_property
    def _row_at(self) -> dict[tuple[str, str], int]:
        return {
            (self.regions[r].id, self.needs[n][1] if n >= 0 else ""): row
            for row, (r, n) in enumerate(zip(self.pairs.importer, self.pairs.need, strict=True))
        }


def check_limits(regions: Iterable[RegionLimits], practices: Iterable[PracticeLimits], rules: Rules) -> None:
    """Raises UserError for limits that contradict each other or are out of range."""
    for region in regions:
        for side, least, most in (
            ("exports", region.export_min, region.export_max),
            ("imports", region.import_min, region.import_max),
        ):
            if least < 0 or most < least or most > MAX_LIMIT:
                raise UserError(
                    f"{region.id}: at least {least} and at most {most} {side} "
                    + ("are too many" if most > MAX_LIMIT else "contradict each other"),
                    f"make `min` and `max` of {side} agree (0 ≤ min ≤ max ≤ {MAX_LIMIT:,})",
                )
        if region.budget is not None and region.budget < 0:
            raise UserError(
                f"{region.id}: the budget is {region.budget}", "make it 0 or more, or leave it out"
            )
    for practice in practices:
        if practice.capacity is not None and not 0 <= practice.capacity <= MAX_LIMIT:
            raise UserError(
                f"the practice {practice.id!r} has the capacity {practice.capacity}",
                f"make it a whole number from 0 to {MAX_LIMIT:,}, or leave it out",
            )
    if not 0 <= rules.need_max <= MAX_LIMIT:
        raise UserError(f"a need cannot take {rules.need_max} practices", "make `need_max` 0 or more")
    if not 0 <= rules.exchanges_min <= MAX_LIMIT:
        raise UserError(
            f"`exchanges_min` is {rules.exchanges_min}", f"make it a whole number from 0 to {MAX_LIMIT:,}"
        )
    for name, bonus in (
        ("reciprocity_bonus", rules.reciprocity_bonus),
        ("theme_bonus", rules.theme_bonus),
    ):
        if not 0 <= bonus <= MAX_SCORE:
            raise UserError(f"`{name}` is {bonus}", f"make it a whole number from 0 to {MAX_SCORE:,}")
