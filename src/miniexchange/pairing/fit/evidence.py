"""How well it is shown that a practice works: by its best claim.

What was aimed at or put in shows nothing; outputs and estimates show half of what a result shows. How a claim is known is
a step on a ladder: the designs from an account to an experiment, or the step that the record names on a published scale.
Each is taken as a share of its own ladder, never converted into another; where several are stated the highest counts.
Weak evidence never counts less than silence, or a candid record would lose to an empty one.

Scales: Nesta Standards of Evidence (Puttick and Ludlow 2013); Maryland Scientific Methods Scale (Sherman et al. 1997);
the six steps of the OECD framework for the evaluation of SME policies (Storey 2000; OECD 2007).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import attrgetter

import numpy as np

from miniexchange.catalogue.records import Claim, Practice
from miniexchange.pairing.fit.score import NEUTRAL, Values
from miniexchange.pairing.past import known as known_on

KINDS: Mapping[str, int] = {"result": 1000, "output": 500, "estimate": 500, "": 500}
"""How much a claim of a kind shows, in thousandths; kinds that are missing here show nothing."""

DESIGNS = ("account", "monitoring", "before-after", "comparison", "quasi-experiment", "experiment")
"""How a claim may be known, weakest first."""

SCALES: Mapping[str, int] = {"nesta": 5, "maryland": 5, "oecd": 6}
"""Published scales and their highest step."""

_levels = attrgetter(*SCALES)

LADDER, INDEPENDENT = 400, 100
"""What the highest step adds to the middle, and what it adds that others than those who run the practice found it."""


def evidence(practices: Sequence[Practice], as_of: date) -> Values:
    """The part's values for each practice, whoever needs it, and how much of them is known."""
    found = [strength(claim) if (claim := best_claim(p, as_of)) else (NEUTRAL, 0) for p in practices]
    values, known = np.array(found, dtype=np.int16).reshape(-1, 2).T
    return values, known


def best_claim(practice: Practice, as_of: date) -> Claim | None:
    """The claim that shows most, of those made by a day; the first of several. None when none shows anything."""
    claims = [c for c in practice.evidence if c.kind in KINDS and known_on(c.date, as_of)]
    return max(claims, key=strength, default=None)


def strength(claim: Claim) -> tuple[int, int]:
    """What a claim counts, NEUTRAL to 1,000, and how much of that is known.

    A claim that does not say how it is known counts as an account and is half known.
    """
    steps = _levels(claim.levels) if claim.levels else ()
    return _strength(claim.kind, claim.design, steps, claim.independent)


@lru_cache(maxsize=4096)
def _strength(kind: str, design: str, levels: tuple[int | None, ...], independent: bool) -> tuple[int, int]:
    shows, steps = KINDS.get(kind, 0), _steps(design, levels)
    if not shows:
        return NEUTRAL, 0
    step = max(steps, default=1000 // len(DESIGNS))
    above = LADDER * step // 1000 + INDEPENDENT * independent
    return NEUTRAL + above * shows // 1000, shows if steps else shows // 2


def _steps(design: str, levels: Sequence[int | None]) -> list[int]:
    """Every step that is stated, in thousandths of its own ladder."""
    found = [1000 * (DESIGNS.index(design) + 1) // len(DESIGNS)] if design in DESIGNS else []
    return found + [
        1000 * step // highest for step, highest in zip(levels, SCALES.values(), strict=False) if step
    ]
