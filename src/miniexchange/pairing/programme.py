"""What the pairing answers: proposals with their parts and reasons, quotas, shortages, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from miniexchange.pairing.fit.score import Part, shown
from miniexchange.pairing.problem.certificate import Prices
from miniexchange.pairing.problem.instance import Choice

NO_COMMON_LANGUAGE = "no working language in common is recorded"
"""The reason that is told once where it holds for every proposal."""

Direction = Literal["exports", "imports"]


@dataclass(frozen=True)
class Alternative:
    """A pair that was not chosen, and in words what stands in its way."""

    importer: str
    practice: str
    exporter: str
    need: str
    score: int
    why_not: str


@dataclass(frozen=True)
class Proposal:
    """One exchange proposed: `practice` of `exporter` ("" when no region of the catalogue owns it) serves `need` of `importer`.

    `score` and `confidence` are in hundredths of a point, 0–10,000 (shown as 0–100); `score` is the sum of the parts' points. `reasons`
    say why, best first; `cautions` what to look at before agreeing. `locked`: somebody asked for it to be in. The alternatives are
    the best other practices for the importer, and the best other needs for the exporter.
    """

    importer: str
    practice: str
    exporter: str
    need: str
    score: int
    confidence: int
    parts: tuple[Part, ...]
    reasons: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    locked: bool = False
    importer_alternatives: tuple[Alternative, ...] = ()
    exporter_alternatives: tuple[Alternative, ...] = ()

    @property
    def reason(self) -> str:
        """All reasons as one sentence."""
        return "; ".join(self.reasons)


@dataclass(frozen=True)
class Standing:
    """An exchange that stands already and uses up quotas: under way, or done within the project."""

    exchange: str
    practice: str
    importer: str
    exporter: str
    need: str
    status: str
    locked: bool


@dataclass(frozen=True)
class Quota:
    """How many exchanges a region has on one side: `standing` ones and `proposed` ones, against its least and most.

    Where only different practices count (`rules.export_counts`), `repeated` are the exports that do not count to the least.
    """

    region: str
    direction: Direction
    least: int
    most: int
    standing: int
    proposed: int
    repeated: int = 0

    @property
    def reached(self) -> int:
        return self.standing + self.proposed

    @property
    def counted(self) -> int:
        """How many of them count towards the least."""
        return self.reached - self.repeated

    @property
    def missing(self) -> int:
        return max(0, self.least - self.counted)


@dataclass(frozen=True)
class Shortage:
    """A quota that the programme does not reach; `cause` is the limit that binds, `text` the whole in a sentence.

    `remedies` are the smallest changes that would remove it, each in words.
    """

    region: str
    direction: Direction
    reached: int
    wanted: int
    cause: str
    text: str
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """How good the programme is known to be, in hundredths of a point.

    `objective` is the total score of the new exchanges, bonuses included; `value` is `objective − penalty · shortfall`; no
    programme that could be chosen has more than `bound`. `prices` bound every programme; with the method `certificate` they
    prove this one best.
    """

    method: Literal["certificate", "search", "unfinished", "stable"]
    objective: int
    shortfall: int
    bound: int
    penalty: int
    prices: Prices

    @property
    def value(self) -> int:
        return self.objective - self.penalty * self.shortfall

    @property
    def gap(self) -> int:
        return self.bound - self.value

    @property
    def status(self) -> Literal["optimal", "feasible"]:
        return "optimal" if self.gap == 0 else "feasible"

    @property
    def text(self) -> str:
        """The proof in words."""
        if self.method == "certificate":
            return "proven best (certificate)"
        if self.method == "search":
            return "proven best (search closed, gap 0)"
        if self.method == "stable":
            return "stable (checked over all pairs)"
        missing, total = divmod(self.gap, self.penalty)
        gap = [f"{missing} missing exchange{'s' * (missing != 1)}"] * bool(missing) + [
            f"{shown(total)} points"
        ] * bool(total)
        return f"best found in the time allowed; a better one could gain at most {' and '.join(gap)}"


@dataclass(frozen=True)
class Compared:
    """What the best programme would have, where another one was chosen: exchanges, missing ones, total score; the `threshold` that
    every new exchange of the fair programme reaches.

    `proven`: that the one is best, and that no threshold of the other could be higher.
    """

    exchanges: int
    shortfall: int
    objective: int
    proven: bool
    threshold: int | None = None


@dataclass(frozen=True)
class Rivals:
    """Pairs that block the programme: importer and exporter would both rather exchange with each other than keep what they have.

    `number` counts them all; `pairs` names the best: (importer, practice, need, score).
    """

    number: int
    pairs: tuple[tuple[str, str, str, int], ...]


@dataclass(frozen=True)
class Programme:
    """The proposed exchanges of a partnership and everything that explains them.

    `regions` are those that take part, sorted; `excluded` counts the ineligible pairs by rule; `warnings` are about the whole.
    `compared` tells what the best programme would have, where `choice` is another one. `chosen` are the new exchanges that were
    solved for: all proposals but the locked ones.
    """

    project: str
    regions: tuple[str, ...]
    as_of: date
    weights: Mapping[str, int]
    proposals: tuple[Proposal, ...]
    standing: tuple[Standing, ...]
    quotas: tuple[Quota, ...]
    shortages: tuple[Shortage, ...]
    excluded: Mapping[str, int]
    warnings: tuple[str, ...]
    proof: Proof
    chosen: tuple[Choice, ...] = ()
    choice: Literal["best", "fair", "stable"] = "best"
    compared: Compared | None = None
    rivals: Rivals = Rivals(0, ())

    @property
    def total(self) -> int:
        """The total score of all proposals, in hundredths of a point, bonuses included."""
        return self.proof.objective + sum(p.score for p in self.proposals if p.locked)

    @property
    def bonus(self) -> int:
        """What of the total is no exchange's own score."""
        return self.total - sum(p.score for p in self.proposals)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What holds for every proposal, in sentences: it is told once, and not among the reasons of each."""
        if len(self.proposals) > 1 and all(NO_COMMON_LANGUAGE in p.reasons for p in self.proposals):
            return ("No two regions that are paired here have a working language in common on record.",)
        return ()

    def told(self, proposal: Proposal) -> tuple[str, ...]:
        """The reasons of a proposal without what `remarks` tells of all."""
        return tuple(r for r in proposal.reasons if not self.remarks or r != NO_COMMON_LANGUAGE)
