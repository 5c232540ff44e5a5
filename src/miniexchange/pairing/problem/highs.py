"""The one place that speaks to HiGHS: a linear or whole-number programme in, numbers out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from miniexchange.pairing.problem.limits import UNLIMITED
from miniexchange.pairing.problem.matrix import Floats, Polytope
from miniexchange.pairing.problem.pairs import Ints


@dataclass(frozen=True)
class Optimum:
    """What HiGHS found. `bound` is at least the value of every x; `prices` are the row duals (∂ value / ∂ limit) of a linear programme.

    `closed` tells that the search was brought to its end, `x` is None when a time limit came before any solution.
    """

    x: Floats | None
    prices: Floats | None
    bound: float
    closed: bool


def maximise(
    polytope: Polytope, goal: Ints, *, whole: bool = False, seconds: float = float("inf")
) -> Optimum:
    """The x of a polytope with the greatest goal · x; with `whole`, among whole numbers only, by branch and bound.

    Ctrl-C ends the search. Raises RuntimeError when there is no such x: the programmes built here always have one.
    """
    columns, rows = len(polytope.lower), len(polytope.row_lower)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows
    model.sense_ = highspy.ObjSense.kMinimize
    model.col_cost_ = -goal.astype(np.float64)
    model.col_lower_ = polytope.lower.astype(np.float64)
    model.col_upper_ = polytope.upper.astype(np.float64)
    model.row_lower_ = _limits(polytope.row_lower)
    model.row_upper_ = _limits(polytope.row_upper)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(polytope.column, np.arange(columns + 1)).astype(np.int32)
    model.a_matrix_.index_ = polytope.row.astype(np.int32)
    model.a_matrix_.value_ = polytope.value.astype(np.float64)
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # as the library has it
    solver.silent()
    # One thread and one seed: the same answer on every machine.
    for option, value in (
        ("threads", 1),
        ("random_seed", 0),
        ("time_limit", seconds),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.5),
    ):
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    status = solver.getModelStatus()
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
        raise RuntimeError(f"HiGHS ended with {solver.modelStatusToString(status)}")
    info, solution = solver.getInfo(), solver.getSolution()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    closed = status == highspy.HighsModelStatus.kOptimal
    return Optimum(
        np.array(solution.col_value) if found else None,
        -np.array(solution.row_dual) if solution.dual_valid and not whole else None,
        -(info.mip_dual_bound if whole else info.objective_function_value)
        if closed or whole
        else float("inf"),
        closed,
    )


def _limits(values: Ints) -> Floats:
    """Limits as floats; what is unlimited is infinite."""
    found = values.astype(np.float64)
    found[values <= -UNLIMITED] = -np.inf
    found[values >= UNLIMITED] = np.inf
    return found
