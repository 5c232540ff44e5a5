"""The one place that speaks to HiGHS: a linear or whole-number programme in, numbers out."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass
from typing import Any

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

    Ctrl-C ends a search with KeyboardInterrupt. Where there is no such x, x is None and the bound minus infinity. Raises
    RuntimeError for any other end than an optimum or the time limit.
    """
    import highspy  # not at the top: what only reads results need not load it

    columns, rows = len(polytope.lower), len(polytope.row_lower)
    if not columns:
        return Optimum(np.zeros(0), np.zeros(rows), 0.0, True)
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
    _run(solver, interruptible=whole)
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Optimum(None, None, -float("inf"), True)
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


def _run(solver: Any, *, interruptible: bool) -> None:
    """Runs HiGHS. `interruptible`: Ctrl-C is noted, tells HiGHS to stop, and is raised once it has."""
    if not interruptible or threading.current_thread() is not threading.main_thread():
        solver.run()
        return
    pressed: list[int] = []

    def stop(event: Any) -> None:
        if pressed:
            event.interrupt()

    solver.cbMipInterrupt += stop
    solver.cbSimplexInterrupt += stop
    # An exception may not pass through HiGHS, so that Ctrl-C only leaves a note as long as it runs.
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        solver.run()
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _limits(values: Ints) -> Floats:
    """Limits as floats; what is unlimited is infinite."""
    found = values.astype(np.float64)
    found[values <= -UNLIMITED] = -np.inf
    found[values >= UNLIMITED] = np.inf
    return found
