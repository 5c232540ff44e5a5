"""What somebody asks of the pairing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from miniexchange.catalogue.settings import PairingRules, Weights

Choice = Literal["best", "fair", "stable"]


class Named(NamedTuple):
    """A pair that somebody names: a practice and the region that is to import it, or is not."""

    practice: str
    importer: str


@dataclass(frozen=True)
class Request:
    """One question. Everything has a default but the day: records dated later are not known yet.

    Members of `project` take part, narrowed to `regions`; only `practices` may be proposed where these are given. `lock` and `forbid`
    name pairs that must, and must not, be in the programme. `weights` and `rules` replace the settings' own, `min_score`
    (0–100) the rules'. `exports`, `imports` (least and most, by region) and `capacities` (by practice) replace what records
    and settings say. `retry_declined` lets pairs be proposed that were declined or given up. `choice` is what the programme
    is chosen for; `seconds` limits the search that a few programmes need.
    """

    as_of: date
    project: str = ""
    regions: tuple[str, ...] = ()
    practices: frozenset[str] | None = None
    lock: tuple[Named, ...] = ()
    forbid: tuple[Named, ...] = ()
    weights: Weights | None = None
    rules: PairingRules | None = None
    min_score: float | None = None
    exports: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    imports: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    capacities: Mapping[str, int] = field(default_factory=dict)
    retry_declined: bool = False
    choice: Choice = "best"
    seconds: float = 60.0
