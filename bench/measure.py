"""Measuring whole processes: processor time, wall time and the peak of memory, as the system reports them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds of the processor (user and system), seconds on the wall, bytes at the peak.

    A process is born with the memory of the one that starts it, so no peak is below that of the benchmark itself.
    """

    cpu: float
    wall: float
    peak: int


@dataclass
class Case:
    """One command to measure. `before` prepares each run and is not measured; `rounds` is how often at most it is run."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] | None = None
    rounds: int = 99
    runs: list[Run] = field(default_factory=list)

    @property
    def cpu(self) -> float:
        return median(run.cpu for run in self.runs)

    @property
    def wall(self) -> float:
        return median(run.wall for run in self.runs)

    @property
    def peak(self) -> int:
        return max(run.peak for run in self.runs)


def measure(cases: Sequence[Case], rounds: int, progress: Callable[[str], object]) -> None:
    """Runs all cases in turn, `rounds` times over, so that a slow minute of the machine falls on all of them."""
    for number in range(rounds):
        for case in cases:
            if number < case.rounds:
                progress(f"round {number + 1} of {rounds}: {case.name}")
                if case.before:
                    case.before()
                case.runs.append(run(case.command, case.environment))


def run(command: Sequence[str], environment: Mapping[str, str]) -> Run:
    """Runs a command to its end; raises RuntimeError when it fails otherwise than by finding something (status 1)."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command[:6])} … ended with status {process.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * _RSS_UNIT)
