"""Measures the pairing on partnerships of five sizes, side by side with general solvers, and prints a table.

    python bench/pairing.py                     all sizes, a minute or two
    python bench/pairing.py --largest 300       only up to 300 regions
    python bench/pairing.py --out figures.json

Every solver runs in a process of its own. mini's time includes scoring all pairs and checking the certificate over all
pairs; the others get the scores ready made, and their time is that of building and solving their model. All must come
to the same score and the same number of missing exchanges.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from partnership import partnership

from miniexchange.pairing.problem.instance import Instance
from miniexchange.pairing.problem.pairs import number_of


@dataclass(frozen=True)
class Size:
    """A partnership, and what the pairing should need for it: seconds, and MiB in all."""

    regions: int
    practices: int
    seconds: float
    mebibytes: int | None


SIZES = (
    Size(8, 24, 0.001, None),
    Size(30, 200, 0.005, 45),
    Size(300, 5_000, 0.05, 80),
    Size(1_000, 20_000, 0.5, 200),
    Size(3_000, 100_000, 8, 500),
)
LARGEST = {"mini": 3_000, "scipy milp": 300, "OR-Tools flow": 1_000}
"""The largest partnership that each solver is given: beyond it, it needs minutes, or more memory than a laptop has."""
_LIMIT = 300.0

Answer = tuple[int, int, bool]
"""Objective, shortfall, whether it is proven best."""


def by_mini(instance: Instance) -> Callable[[], Answer]:
    """The pairing itself, with the check of its certificate."""
    # Not at the top: OR-Tools brings a HiGHS of its own, and the two do not live in one process.
    from miniexchange.pairing.problem.certificate import verify
    from miniexchange.pairing.problem.solver import solve

    def answer() -> Answer:
        solution = solve(instance)
        verdict = verify(instance, solution.chosen, solution.prices)
        return verdict.objective, verdict.shortfall, verdict.accepted

    return answer


def by_milp(instance: Instance) -> Callable[[], Answer]:
    """A general whole-number programme over all pairs: what most people would write first."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    importer, practice, score = _pairs(instance)
    owner = _owner(instance)[practice]
    regions, n, penalty = len(instance.regions), len(score), _penalty(instance, importer, score)

    def answer() -> Answer:
        pair = np.unique(importer * regions + owner, return_inverse=True)[1]
        rows = np.concatenate([importer, regions + owner, 2 * regions + pair])
        columns = np.tile(np.arange(n), 3)
        short = np.arange(2 * regions)
        matrix = csr_array(
            (
                np.ones(len(rows) + 2 * regions),
                (np.concatenate([rows, short]), np.concatenate([columns, n + short])),
            )
        )
        least = np.full(matrix.shape[0], 0.0)
        most = np.full(matrix.shape[0], 1.0)
        least[: 2 * regions] = most[: 2 * regions] = 2
        cost = np.concatenate([-score.astype(float), np.full(2 * regions, float(penalty))])
        upper = np.concatenate([np.ones(n), np.full(2 * regions, 2.0)])
        found = milp(
            cost,
            constraints=LinearConstraint(matrix, least, most),
            bounds=Bounds(0, upper),
            integrality=np.ones(len(cost)),
            options={"mip_rel_gap": 0, "time_limit": _LIMIT},
        )
        if found.x is None:
            return 0, 0, False
        x = np.rint(found.x).astype(np.int64)
        return int(score @ x[:n]), int(x[n:].sum()), found.status == 0

    return answer


def by_flow(instance: Instance) -> Callable[[], Answer]:
    """A flow from importers over (importer, exporter) and practices to exporters, by a solver for flows of least cost."""
    from ortools.graph.python import min_cost_flow

    importer, practice, score = _pairs(instance)
    owner = _owner(instance)
    regions, practices = len(instance.regions), instance.pairs.width
    penalty = _penalty(instance, importer, score)

    def answer() -> Answer:
        keys, pair = np.unique(importer * regions + owner[practice], return_inverse=True)
        source, sink = 0, 1
        importers, exporters = 2 + np.arange(regions), 2 + regions + np.arange(regions)
        of_practice = 2 + 2 * regions + np.arange(practices)
        of_pair = 2 + 2 * regions + practices + np.arange(len(keys))
        two, many = np.full(regions, 2), np.full(practices, 2)
        ones, zeros = np.ones(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
        flow = min_cost_flow.SimpleMinCostFlow()
        add = flow.add_arcs_with_capacity_and_unit_cost
        # An exchange that fills a quota on both sides spares two penalties.
        add(np.full(regions, source), importers, two, np.full(regions, -penalty))
        add(importers[keys // regions], of_pair, ones, zeros)
        arcs = add(of_pair[pair], of_practice[practice], np.ones(len(score), dtype=np.int64), -score)
        add(of_practice, exporters[owner], many, np.zeros(practices, dtype=np.int64))
        add(exporters, np.full(regions, sink), two, np.full(regions, -penalty))
        flow.add_arc_with_capacity_and_unit_cost(source, sink, 2 * regions, 0)
        flow.set_nodes_supplies(np.array([source, sink]), np.array([2 * regions, -2 * regions]))
        status = flow.solve()
        chosen = flow.flows(arcs) > 0
        missing = 4 * regions - 2 * int(chosen.sum())
        return int(score[chosen].sum()), missing, status == flow.OPTIMAL

    return answer


SOLVERS = {"mini": by_mini, "scipy milp": by_milp, "OR-Tools flow": by_flow}


def _pairs(instance: Instance) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(importer, practice, score) of all eligible pairs."""
    found = []
    for first, block in instance.pairs.blocks():
        row, practice = np.nonzero(block >= 0)
        found.append((first + row, practice, block[row, practice].astype(np.int64)))
    importer, practice, score = (np.concatenate(column) for column in zip(*found, strict=True))
    return importer, practice, score


def _owner(instance: Instance) -> np.ndarray:
    return np.array([instance.region_at[p.owner] for p in instance.practices], dtype=np.int64)


def _penalty(instance: Instance, importer: np.ndarray, score: np.ndarray) -> int:
    """More than all scores together can be worth."""
    return 1 + 2 * len(instance.regions) * int(score.max(initial=0))


def one(solver: str, regions: int, practices: int) -> dict[str, object]:
    """Measures one solver on one partnership; small ones several times."""
    instance = partnership(regions, practices)
    answer = SOLVERS[solver](instance)
    seconds: list[float] = []
    while len(seconds) < 9 and sum(seconds) < 2:
        started = time.perf_counter()
        objective, shortfall, proven = answer()
        seconds.append(time.perf_counter() - started)
    # The first run of a process also loads code; with several runs, the middle one counts.
    return {
        "solver": solver,
        "regions": regions,
        "practices": practices,
        "pairs": number_of(instance.pairs),
        "seconds": median(seconds),
        "objective": objective,
        "shortfall": shortfall,
        "proven": proven,
    }


def _measured(solver: str, size: Size) -> dict[str, object]:
    """The same in a process of its own, with the peak of its memory in MiB."""
    command = [sys.executable, __file__, "--one", solver, str(size.regions), str(size.practices)]
    single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **single})
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{solver} failed on {size.regions} × {size.practices}")
    unit = 1 if sys.platform == "darwin" else 1024
    return json.loads(output) | {"peak": usage.ru_maxrss * unit / 2**20}


def _row(size: Size, found: dict[str, object], ours: float) -> str:
    seconds = float(str(found["seconds"]))
    aim = ""
    if found["solver"] == "mini":
        memory = f", {size.mebibytes} MiB" if size.mebibytes else ""
        aim = f"{size.seconds:g} s{memory}"
    cells = [
        f"{size.regions:,} × {size.practices:,}",
        f"{found['pairs']:,}",
        str(found["solver"]),
        f"{seconds:.4f} s" if seconds < 1 else f"{seconds:.1f} s",
        f"{seconds / ours:.1f} ×",
        f"{found['peak']:.0f} MiB",
        "yes" if found["proven"] else "no",
        aim,
    ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the pairing beside general solvers.")
    parser.add_argument("--largest", type=int, default=3_000, help="no partnership with more regions")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    parser.add_argument("--one", nargs=3, metavar=("SOLVER", "REGIONS", "PRACTICES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        solver, regions, practices = options.one
        print(json.dumps(one(solver, int(regions), int(practices))))
        return
    print("| regions × practices | eligible pairs | solver | time | to mini | peak | proven | aim |")
    print("|---|---|---|---|---|---|---|---|")
    figures = []
    for size in SIZES:
        if size.regions > options.largest:
            continue
        answers, ours = set(), 0.0
        for solver in SOLVERS:
            if size.regions > LARGEST[solver]:
                continue
            found = _measured(solver, size)
            figures.append(found)
            if solver == "mini":
                ours = float(str(found["seconds"]))
            if found["proven"]:
                answers.add((found["objective"], found["shortfall"]))
            print(_row(size, found, ours), flush=True)
        if len(answers) > 1:
            raise RuntimeError(f"the solvers disagree on {size}: {answers}")
    if options.out:
        options.out.write_text(
            json.dumps({"schema_version": 1, "figures": figures}, indent=2) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
