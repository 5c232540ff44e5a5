"""Measures mini as whole processes, side by side with what it is compared to, and prints ratios.

    python bench/run.py                    10,000 practices, some minutes
    python bench/run.py --full             also 100,000 practices, and the other checker on every file
    python bench/run.py --out figures.json

Seconds differ from machine to machine and from minute to minute; ratios of medians from runs in turn hardly do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generate import AS_OF, generate
from measure import Case, measure, run

from miniexchange import __version__
from miniexchange.catalogue.schema import load
from miniexchange.cli import COMMANDS

PYTHON = sys.executable
_BIN = Path(sys.executable).parent
_FLOOR = """
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        file = os.open(folder + "/" + name, os.O_RDONLY)
        os.read(file, 1 << 16)
        os.close(file)
"""
_SAMPLE = 1_000
"""Practices in the small catalogue, on which the slow checker is compared."""


@dataclass(frozen=True)
class Aim:
    """A figure that mini should not exceed: a ratio of processor times, or seconds of it, or memory."""

    name: str
    value: float
    limit: float
    unit: str

    @property
    def met(self) -> bool:
        return self.value <= self.limit


class Bench:
    """The catalogues in a temporary folder, the commands on them, and what they should cost."""

    def __init__(self, folder: Path, practices: int, full: bool) -> None:
        self.folder, self.practices, self.full = folder, practices, full
        self.caches = 0
        self.commands = _commands()
        self.large = self._catalogue("large", practices)
        self.edited = self._catalogue("edited", practices)
        self.touched = self._catalogue("touched", practices)
        self.small = self._catalogue("small", _SAMPLE)
        self.huge = self._catalogue("huge", 10 * practices) if full else None
        self.schema = folder / "practice.json"
        self.schema.write_text(json.dumps(load("practice")), encoding="utf-8")
        self.warm = {"XDG_CACHE_HOME": str(folder / "warm")}
        time.sleep(2.5)  # younger files are read again whatever the cache says
        for root in (self.large, self.edited, self.touched):
            run(self._validate(root), self.warm)
        self.asked = {"XDG_CACHE_HOME": str(folder / "asked")}  # queries are as of today
        self.cases: dict[str, Case] = {}
        for case in (*self._starting(), *self._reading(), *self._others()):
            self.cases[case.name] = case

    def _catalogue(self, name: str, practices: int) -> Path:
        generate(self.folder / name, practices)
        return self.folder / name

    def _starting(self) -> Iterator[Case]:
        yield Case("python -c pass", [PYTHON, "-c", "pass"])
        yield Case("mini --version", [_mini(), "--version"])
        yield Case("mini --help", [_mini(), "--help"])
        for name in self.commands:
            yield Case(f"mini {name} --help", [_mini(), name, "--help"])

    def _reading(self) -> Iterator[Case]:
        yield Case("floor", [PYTHON, "-c", _FLOOR, str(self.large / "data")])
        yield Case("cold, no cache", self._validate(self.large, "--no-cache"), rounds=3)
        new = Case("cold, empty cache", self._validate(self.large), rounds=3)
        new.before = lambda: self._empty_cache(new)
        yield new
        yield Case("warm", self._validate(self.large), self.warm)
        yield Case("warm, one file changed", self._validate(self.edited), self.warm, self._change_one)
        yield Case("warm, every file touched", self._validate(self.touched), self.warm, self._touch_all)
        if "query" in self.commands:
            for name, words in (("query", "theme:finance"), ("full text query", "guarantee")):
                query = [_mini(), "query", "practices", words, "--count", "--catalogue", str(self.large)]
                run(query, self.asked)
                yield Case(name, query, self.asked)
        if self.huge:
            yield Case("cold, ten times as many", self._validate(self.huge, "--no-cache"), rounds=1)

    def _others(self) -> Iterator[Case]:
        checker = [str(_BIN / "check-jsonschema"), "--schemafile", str(self.schema)]
        files = sorted(map(str, (self.small / "data" / "practices").iterdir()))
        yield Case("small, cold", self._validate(self.small, "--no-cache"), rounds=3)
        yield Case("small, check-jsonschema", [*checker, *files], rounds=3)
        if self.full:
            files = sorted(map(str, (self.large / "data" / "practices").iterdir()))
            yield Case("check-jsonschema", [*checker, *files], rounds=1)

    def _validate(self, root: Path, *options: str) -> list[str]:
        return [_mini(), "validate", "--catalogue", str(root), "--as-of", AS_OF, *options]

    def _empty_cache(self, case: Case) -> None:
        self.caches += 1
        case.environment = {"XDG_CACHE_HOME": str(self.folder / f"cache-{self.caches}")}

    def _change_one(self) -> None:
        path = min((self.edited / "data" / "practices").iterdir())
        path.write_bytes(path.read_bytes() + b"# changed\n")

    def _touch_all(self) -> None:
        earlier = time.time() - 60 - self.caches
        self.caches += 1
        for folder, _, names in os.walk(self.touched / "data"):
            for name in names:
                os.utime(f"{folder}/{name}", (earlier, earlier))

    def aims(self) -> list[Aim]:
        """What was measured against what it should be."""
        cases, bare, floor = self.cases, self.cases["python -c pass"].cpu, self.cases["floor"].cpu
        cold = max(cases["cold, no cache"].cpu, cases["cold, empty cache"].cpu)
        peak = max(cases["cold, no cache"].peak, cases["cold, empty cache"].peak)
        found = [
            Aim(
                "cold validate, 1,000 practices / check-jsonschema",
                _ratio(cases, "small, cold", "small, check-jsonschema"),
                0.1,
                "×",
            ),
            Aim("cold validate / floor", cold / floor, 20, "×"),
            Aim("warm validate / floor", cases["warm"].cpu / floor, 2, "×"),
            Aim(
                "warm validate, one file changed / floor", cases["warm, one file changed"].cpu / floor, 2, "×"
            ),
            Aim(
                "warm validate, every file touched / floor",
                cases["warm, every file touched"].cpu / floor,
                2.5,
                "×",
            ),
            Aim("cold validate, peak", peak / 2**20, 128, "MiB"),
            Aim("mini --version / bare Python", cases["mini --version"].cpu / bare, 3, "×"),
            Aim("mini --help / bare Python", cases["mini --help"].cpu / bare, 3, "×"),
        ]
        slowest = max(self.commands, key=lambda name: cases[f"mini {name} --help"].cpu)
        found.append(
            Aim(
                f"mini {slowest} --help (the slowest) / bare Python",
                cases[f"mini {slowest} --help"].cpu / bare,
                8,
                "×",
            )
        )
        if "query" in cases:
            found.append(Aim("warm query, whole command", cases["query"].cpu, 0.3, "s"))
            found.append(Aim("warm full text query, whole command", cases["full text query"].cpu, 0.3, "s"))
        if self.full:
            huge = cases["cold, ten times as many"]
            found += [
                Aim(
                    f"cold validate, {self.practices:,} practices / check-jsonschema",
                    _ratio(cases, "cold, no cache", "check-jsonschema"),
                    0.1,
                    "×",
                ),
                Aim(
                    f"{10 * self.practices:,} practices / {self.practices:,}",
                    huge.cpu / cases["cold, no cache"].cpu,
                    11,
                    "×",
                ),
                Aim(f"{10 * self.practices:,} practices, peak", huge.peak / 2**20, 200, "MiB"),
            ]
        return found


def _mini() -> str:
    return str(_BIN / "mini")


def _commands() -> list[str]:
    import miniexchange.cli

    folder = Path(miniexchange.cli.__file__).parent
    return [
        name
        for name, command in COMMANDS.items()
        if (folder / f"{command.module}.py").is_file() or (folder / command.module).is_dir()
    ]


def _ratio(cases: dict[str, Case], one: str, other: str) -> float:
    return cases[one].cpu / cases[other].cpu


def _tables(bench: Bench, aims: list[Aim]) -> str:
    width = max(len(name) for name in (*bench.cases, *(aim.name for aim in aims)))
    lines = [f"{'':<{width}}  CPU s   wall s  peak MiB"]
    for case in bench.cases.values():
        lines.append(f"{case.name:<{width}}  {case.cpu:6.3f}  {case.wall:6.3f}  {case.peak / 2**20:7.0f}")
    lines += ["", f"{'':<{width}}  measured       aim"]
    for aim in aims:
        mark = "" if aim.met else "  missed"
        lines.append(f"{aim.name:<{width}}  {aim.value:8.3f}  ≤ {aim.limit:g} {aim.unit}{mark}")
    return "\n".join(lines)


def _figures(bench: Bench, aims: list[Aim]) -> dict[str, object]:
    return {
        "schema_version": 1,
        "version": __version__,
        "python": platform.python_version(),
        "practices": bench.practices,
        "cases": {
            case.name: {"cpu": case.cpu, "wall": case.wall, "peak": case.peak, "runs": len(case.runs)}
            for case in bench.cases.values()
        },
        "aims": [
            {"name": aim.name, "value": aim.value, "limit": aim.limit, "unit": aim.unit, "met": aim.met}
            for aim in aims
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure mini and print ratios.")
    parser.add_argument("--practices", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--full", action="store_true", help="also ten times as many practices, and the other checker on all"
    )
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mini-bench-") as folder:
        print(f"writing catalogues of {options.practices:,} practices …", file=sys.stderr)
        bench = Bench(Path(folder), options.practices, options.full)
        measure(list(bench.cases.values()), options.rounds, lambda text: print(text, file=sys.stderr))
    aims = bench.aims()
    print(_tables(bench, aims))
    if options.out:
        options.out.write_text(json.dumps(_figures(bench, aims), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
