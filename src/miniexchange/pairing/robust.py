"""How firm a programme is: what stays of it with other weights, and were the unknown to turn out this way or that.

Weights are judgements and nobody knows them to a tenth; so each trial draws them anew around the settings' (J. Butler, J. Jia
and J. Dyer, Simulation techniques for the sensitivity analysis of multi-criteria decision models, European Journal of
Operational Research 103, 1997). Weights and unknown values are moved together, because one at a time hides what they do
jointly (A. Saltelli et al., Global Sensitivity Analysis: The Primer, 2008, chapter 1); how much of it is due to the
weights is told apart by a second run with the weights alone. Each trial is solved as the programme itself is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from miniexchange.diagnostic import UserError
from miniexchange.pairing.fit.score import shown
from miniexchange.pairing.problem.fair import fair
from miniexchange.pairing.problem.pairs import Table
from miniexchange.pairing.problem.solver import solve
from miniexchange.pairing.problem.stable import stable
from miniexchange.pairing.programme import Programme, Proposal
from miniexchange.pairing.propose import programme_of
from miniexchange.pairing.study import Study
from miniexchange.pairing.trials import Scores, trials_of
from miniexchange.text.phrases import listed

MOST_TRIALS = 10_000

FIRM, LIKELY = 90, 60
"""From these shares of the trials on, in percent, a proposal is called firm, and likely."""

_OUTSIDE = 5
"""So many of the pairs that come in are named."""
_SHOWN_PARTS = 3

Word = Literal["firm", "likely", "open"]


@dataclass(frozen=True)
class Firmness:
    """One proposal and the number of trials in which it `stays`: the same practice for the same importer, for whatever need.

    `with_weights` is that number when only the weights change. A locked proposal stays in every trial.
    """

    proposal: Proposal
    stays: int
    with_weights: int
    trials: int

    @property
    def word(self) -> Word:
        if 100 * self.stays >= FIRM * self.trials:
            return "firm"
        return "likely" if 100 * self.stays >= LIKELY * self.trials else "open"

    @property
    def unknown(self) -> dict[str, int]:
        """What each part that is not fully known would add at most if it were, in hundredths of a point; largest first."""
        found = {part.name: part.weight * (1000 - part.known) for part in self.proposal.parts}
        return {name: points for name, points in sorted(found.items(), key=lambda item: -item[1]) if points}

    @property
    def depends_on(self) -> str:
        """What it depends on whether the proposal stays, in sentences; "" for a firm one."""
        if self.word == "firm":
            return ""
        alone = f"With other weights alone it stays in {percent(self.with_weights, self.trials)} %."
        unknown = self.unknown
        if not unknown:
            return f"All of its score is known. {alone}"
        parts = [f"{name} ({shown(points)} points)" for name, points in unknown.items()]
        share = percent(sum(unknown.values()), 10_000)
        return f"{share} % of its score is not known: {listed(parts, most=_SHOWN_PARTS + 1)}. {alone}"


@dataclass(frozen=True)
class Incoming:
    """A pair outside the programme and the number of trials in which it comes in."""

    importer: str
    practice: str
    comes_in: int


@dataclass(frozen=True)
class Robust:
    """What stays of a programme in a number of trials; `same` counts those in which all of it does and nothing is added.

    `firmness` runs over the programme's proposals in their order, `incoming` over the pairs outside that come in most often.
    """

    programme: Programme
    trials: int
    firmness: tuple[Firmness, ...]
    incoming: tuple[Incoming, ...]
    same: int


def robust(of: Study, trials: int) -> Robust:
    """How often each proposal stays when a question is answered with other weights and other values of what is unknown.

    The same question and the same number of trials give the same answer. Raises UserError for fewer than one trial or more than
    MOST_TRIALS, and when a trial's time is over before any programme is found.
    """
    if not 1 <= trials <= MOST_TRIALS:
        raise UserError(
            f"{trials:,} trials are too {'few' if trials < 1 else 'many'}",
            f"give a number from 1 to {MOST_TRIALS:,}; 100 tells enough",
        )
    programme = programme_of(of)
    base = {(choice.importer, choice.practice) for choice in programme.chosen}
    both: Counter[tuple[str, str]] = Counter()
    weights_only: Counter[tuple[str, str]] = Counter()
    same = 0
    for run in trials_of(of, trials):
        for trial in range(len(run.both)):
            found = _chosen(of, run.both[trial])
            both.update(found)
            same += found == base
            weights_only.update(_chosen(of, run.weights_only[trial]))
    firmness = []
    for proposal in programme.proposals:
        pair = (proposal.importer, proposal.practice)
        counts = (trials, trials) if proposal.locked else (both[pair], weights_only[pair])
        firmness.append(Firmness(proposal, *counts, trials))
    incoming = sorted((-times, *pair) for pair, times in both.items() if pair not in base)[:_OUTSIDE]
    return Robust(
        programme,
        trials,
        tuple(firmness),
        tuple(Incoming(importer, practice, -times) for times, importer, practice in incoming),
        same,
    )


def percent(number: int, of: int) -> int:
    """A share in whole percent, halves rounded up."""
    return (200 * number + of) // (2 * of)


def _chosen(of: Study, score: Scores) -> set[tuple[str, str]]:
    """(importer, practice) of the new exchanges with other scores, chosen as the request asks."""
    pairs, seconds = of.instance.pairs, of.request.seconds
    instance = replace(of.instance, pairs=Table(pairs.importer, pairs.need, score, of.fit.confidence))
    if of.request.choice == "stable":
        cells: Sequence[int] = stable(instance)
    else:
        solution = solve(instance, seconds=seconds)
        if of.request.choice == "fair":
            solution = fair(instance, solution, seconds=seconds).solution
        cells = solution.cells
    choices = (instance.choice(*divmod(cell, pairs.width)) for cell in cells)
    return {(choice.importer, choice.practice) for choice in choices}
