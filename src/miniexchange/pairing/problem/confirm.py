"""Nothing leaves the solver that the certificate's own check refuses."""

from __future__ import annotations

from miniexchange.pairing.problem.certificate import Verdict, verify
from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.solver import Solution


def confirmed(instance: Instance, solution: Solution) -> Verdict:
    """The check's verdict on a solution; raises RuntimeError when it comes to other figures, or refuses the proof."""
    verdict = verify(instance, solution.chosen, solution.prices)
    same = (verdict.objective, verdict.shortfall) == (solution.objective, solution.shortfall)
    if verdict.violations or not same or (solution.proven and not verdict.accepted):
        raise RuntimeError(f"the programme was refused by its own check: {verdict}")
    return verdict
