"""The bare problem of who imports what from whom: ids, limits and whole-number scores (`exchange-instance/1`).

It knows nothing of catalogues, so that a problem from anywhere can be solved, and a solution checked, by itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from miniexchange.diagnostic import UserError

FORMAT = "exchange-instance/1"
MAX_SCORE = 1_000_000
"""Scores above this would leave the range in which the solver's arithmetic is exact."""

_RULES = {"one_per_ordered_pair", "min_score", "need_max", "export_counts"}
_LATER = ("costs", "budget")


class RegionLimits(NamedTuple):
    """How many exchanges a region should at least, and may at most, take part in on each side."""

    id: str
    export_min: int
    export_max: int
    import_min: int
    import_max: int


class PracticeLimits(NamedTuple):
    """A practice, its exporting region and how many may import it (None: any number).

    An owner that is not among the regions has no quota of its own; "" is nobody, whom the pair rule leaves alone too.
    """

    id: str
    owner: str
    capacity: int | None = None


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
class Pairs:
    """The eligible pairs as columns of equal length, sorted by importer, need and practice.

    `importer`, `practice` and `need` are positions in the instance's `regions`, `practices` and `needs`; a need of -1 is none.
    """

    importer: array[int] = field(default_factory=lambda: array("q"))
    practice: array[int] = field(default_factory=lambda: array("q"))
    need: array[int] = field(default_factory=lambda: array("q"))
    score: array[int] = field(default_factory=lambda: array("q"))
    confidence: array[int] = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self.score)


@dataclass(frozen=True)
class Instance:
    """One problem. Regions, practices and needs are sorted by id; `needs` are (importer, need)."""

    regions: tuple[RegionLimits, ...]
    practices: tuple[PracticeLimits, ...]
    needs: tuple[tuple[str, str], ...] = ()
    pairs: Pairs = Pairs()
    locked: tuple[Locked, ...] = ()
    one_per_ordered_pair: bool = True
    need_max: int = 1

    def choice(self, position: int) -> Choice:
        """The pair at a position of the columns, in ids."""
        need = self.pairs.need[position]
        return Choice(
            self.regions[self.pairs.importer[position]].id,
            self.practices[self.pairs.practice[position]].id,
            self.needs[need][1] if need >= 0 else "",
        )


def build(
    regions: Iterable[RegionLimits],
    practices: Iterable[PracticeLimits],
    scores: Iterable[Scored],
    *,
    locked: Iterable[Locked] = (),
    one_per_ordered_pair: bool = True,
    need_max: int = 1,
) -> Instance:
    """An instance in its one canonical order, whatever order its parts come in.

    Raises UserError for limits that contradict each other, repeated or unknown ids, and scores that are not whole
    numbers from 0 to MAX_SCORE.
    """
    ordered_regions, ordered_practices = tuple(sorted(regions)), tuple(sorted(practices))
    _check_limits(ordered_regions, ordered_practices, need_max)
    region_at = _positions("region", [r.id for r in ordered_regions])
    practice_at = _positions("practice", [p.id for p in ordered_practices])
    rows = sorted(scores, key=lambda s: (s.importer, s.need, s.practice))
    needs = tuple(sorted({(s.importer, s.need) for s in rows if s.need}))
    need_at = {need: position for position, need in enumerate(needs)}
    previous = None
    for row in rows:
        if row.importer not in region_at:
            raise UserError(f"a score names the importer {row.importer!r}, which is not among the regions")
        if row.practice not in practice_at:
            raise UserError(f"a score names the practice {row.practice!r}, which is not among the practices")
        _check_score(row)
        if (row.importer, row.need, row.practice) == previous:
            raise UserError(
                f"{row.practice!r} for {row.importer!r} is scored twice"
                + (f" for the need {row.need!r}" if row.need else "")
            )
        previous = (row.importer, row.need, row.practice)
    return Instance(
        ordered_regions,
        ordered_practices,
        needs,
        Pairs(
            array("q", [region_at[s.importer] for s in rows]),
            array("q", [practice_at[s.practice] for s in rows]),
            array("q", [need_at[s.importer, s.need] if s.need else -1 for s in rows]),
            array("q", [s.score for s in rows]),
            array("q", [s.confidence for s in rows]),
        ),
        tuple(sorted(locked)),
        one_per_ordered_pair,
        need_max,
    )


def instance_from(document: Mapping[str, Any]) -> Instance:
    """An instance from its JSON document (`exchange-instance/1`); raises UserError when it is not one.

    Pairs that are forbidden or score less than `rules.min_score` are left out: an absent pair is not eligible.
    """
    if document.get("format", FORMAT) != FORMAT:
        raise UserError(f"the format is {document['format']!r}, not {FORMAT!r}")
    rules = document.get("rules", {})
    unknown = sorted(set(rules) - _RULES)
    if unknown:
        raise UserError(f"the rule {unknown[0]!r} is not known", f"known rules: {', '.join(sorted(_RULES))}")
    if rules.get("export_counts", "exchanges") != "exchanges":
        raise UserError("`export_counts` other than `exchanges` cannot be solved yet")
    if document.get("costs") or any("budget" in region for region in document.get("regions", ())):
        raise UserError(
            "budgets and costs cannot be solved yet",
            f"remove {' and '.join(_LATER)} to solve it without them",
        )
    try:
        owners = {entry["id"]: entry.get("owner", "") for entry in document["practices"]}
        forbidden = {(importer, practice) for importer, practice in document.get("forbidden", ())}
        scores = [Scored(*entry) for entry in document["scores"]]
        regions = [
            RegionLimits(**{key: entry[key] for key in RegionLimits._fields}) for entry in document["regions"]
        ]
        practices = [
            PracticeLimits(entry["id"], entry.get("owner", ""), entry.get("capacity"))
            for entry in document["practices"]
        ]
        locked = [_locked(entry, owners) for entry in document.get("locked", ())]
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"not an {FORMAT} document: {error!r}", "see docs/pairing.md for its form") from error
    for score in scores:  # all of them, whatever the least score would leave out
        _check_score(score)
    least = rules.get("min_score", 0)
    return build(
        regions,
        practices,
        (s for s in scores if s.score >= least and (s.importer, s.practice) not in forbidden),
        locked=locked,
        one_per_ordered_pair=rules.get("one_per_ordered_pair", True),
        need_max=rules.get("need_max", 1),
    )


def _check_score(entry: Scored) -> None:
    if type(entry.score) is not int or not 0 <= entry.score <= MAX_SCORE:
        raise UserError(
            f"the score of {entry.practice!r} for {entry.importer!r} is {entry.score!r}, not a whole number from 0 to {MAX_SCORE:,}"
        )


def _locked(entry: list[str], owners: Mapping[str, str]) -> Locked:
    importer, practice, *need = entry
    return Locked(importer, practice, owners.get(practice, ""), *need)


def _positions(kind: str, ids: list[str]) -> dict[str, int]:
    found = {name: position for position, name in enumerate(ids)}
    if len(found) < len(ids):
        repeated = next(name for name in ids if ids.count(name) > 1)
        raise UserError(f"the {kind} {repeated!r} is listed twice")
    return found


def _check_limits(
    regions: tuple[RegionLimits, ...], practices: tuple[PracticeLimits, ...], need_max: int
) -> None:
    for region in regions:
        for side, least, most in (
            ("exports", region.export_min, region.export_max),
            ("imports", region.import_min, region.import_max),
        ):
            if least < 0 or most < least:
                raise UserError(
                    f"{region.id}: at least {least} and at most {most} {side} contradict each other",
                    f"make `min` and `max` of {side} agree (0 ≤ min ≤ max)",
                )
    for practice in practices:
        if practice.capacity is not None and practice.capacity < 0:
            raise UserError(
                f"the practice {practice.id!r} has the capacity {practice.capacity}; it cannot be less than 0"
            )
    if need_max < 0:
        raise UserError(f"a need cannot take {need_max} practices", "make `need_max` 0 or more")
