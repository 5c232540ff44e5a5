"""Measures `mini build` beside Hugo and MkDocs on the same records, as whole processes, and prints ratios.

    python bench/publishing.py                      10,000 practices, a quarter of an hour
    python bench/publishing.py --practices 1000     a minute
    python bench/publishing.py --out figures.json

Every build that starts from nothing writes into a folder that did not exist, and nothing is deleted before the end: on some
file systems new files cost many times more just after others were deleted. TMPDIR chooses the disk.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import hugo_site
import mkdocs_site
from measure import Case, measure, run
from publication import FOLDERS, Records, publication

from miniexchange import __version__

_BIN = Path(sys.executable).parent
_SAME_FILES = ("html", "json", "markdown", "bibtex", "ris")


@dataclass(frozen=True)
class Aim:
    """A ratio that mini should not exceed; None where there was nothing to compare with."""

    name: str
    value: float | None
    limit: float


class Bench:
    """The same records as a catalogue and as sources of the other programs, and the commands on them."""

    def __init__(self, folder: Path, practices: int) -> None:
        self.folder = folder
        self.numbers: dict[str, int] = {}
        self.catalogue = folder / "catalogue"
        records = publication(self.catalogue, practices)
        first = next(record_id for kind, record_id, _ in records if kind == "practice")
        self.practice = self.catalogue / "data" / FOLDERS["practice"] / f"{first}.yaml"
        self.warm = {"XDG_CACHE_HOME": str(folder / "warm"), "NO_MKDOCS_2_WARNING": "1"}
        self.missing: list[str] = []
        self.cases: dict[str, Case] = {}
        time.sleep(2.5)  # younger files are read again whatever the cache says
        self._mini()
        hugo = shutil.which("hugo")
        if hugo:
            self._hugo(hugo, records, first)
        else:
            self.missing.append("hugo")
        mkdocs = shutil.which(str(_BIN / "mkdocs")) or shutil.which("mkdocs")
        if mkdocs:
            self._mkdocs(mkdocs, records)
        else:
            self.missing.append("mkdocs")

    def _add(
        self, name: str, command: list[str], before: Callable[[Case], object] | None = None, rounds: int = 99
    ) -> None:
        case = Case(name, command, self.warm, rounds=rounds)
        if before:
            case.before = lambda: before(case)
        self.cases[name] = case

    def _mini(self) -> None:
        mini, root = str(_BIN / "mini"), ["--catalogue", str(self.catalogue)]
        check = [mini, "validate", *root]
        self._add("mini validate, warm", check, lambda _: self._settled(check))
        self._add("mini build, no cache", [], self._into_new(mini, [*root, "--no-cache"]), rounds=2)
        self._add("mini build, warm cache", [], self._into_new(mini, root))
        kept = str(self.folder / "kept")
        run([mini, "validate", *root], self.warm)
        run([mini, "build", *root, "--out", kept], self.warm)
        again = [mini, "build", *root, "--out", kept]
        self._add("mini build, a text edited", again, lambda _: self._edit_text())
        self._add("mini build, title and terms edited", again, lambda _: self._edit_title())
        self._add("mini build, nothing changed", again, lambda _: self._settled(again))

    def _into_new(self, mini: str, options: list[str]) -> Callable[[Case], object]:
        def prepare(case: Case) -> None:
            case.command = [mini, "build", *options, "--out", str(self._new("site"))]

        return prepare

    def _hugo(self, hugo: str, records: Records, first: str) -> None:
        for name, formats in (("hugo", _SAME_FILES), ("hugo, HTML and JSON", _SAME_FILES[:2])):
            source = self._new("hugo")
            source.mkdir()
            hugo_site.hugo_site(source, records, formats)
            self._add(
                name,
                [],
                self._with_destination([hugo, "--quiet", "--source", str(source), "--destination"]),
                rounds=2,
            )
            if formats is _SAME_FILES:
                edited = partial(self._append, hugo_site.content_file(source, "practice", first))
                kept = [
                    hugo,
                    "--quiet",
                    "--source",
                    str(source),
                    "--destination",
                    str(self._new("hugo-site")),
                ]
                run(kept, self.warm)
                self._add("hugo, a text edited", kept, edited, rounds=2)

    def _mkdocs(self, mkdocs: str, records: Records) -> None:
        source = self._new("mkdocs")
        source.mkdir()
        mkdocs_site.mkdocs_site(source, records)
        build = [mkdocs, "build", "--quiet", "--config-file", str(source / "mkdocs.yml"), "--site-dir"]
        self._add("mkdocs", [], self._with_destination(build), rounds=1)

    def _with_destination(self, command: list[str]) -> Callable[[Case], object]:
        def prepare(case: Case) -> None:
            case.command = [*command, str(self._new("site"))]

        return prepare

    def _new(self, name: str) -> Path:
        """A path in the bench's folder that was never used."""
        self.numbers[name] = self.numbers.get(name, 0) + 1
        return self.folder / f"{name}-{self.numbers[name]}"

    def _edit_text(self) -> None:
        text = self.practice.read_text("utf-8")
        self.practice.write_text(text.replace("problem: >-\n", "problem: >-\n  Edited.\n", 1), "utf-8")

    def _edit_title(self) -> None:
        text = self.practice.read_text("utf-8")
        lines = text.split("\n")
        title = next(number for number, line in enumerate(lines) if line.startswith("title: "))
        lines[title] += " again"
        term = lines.index("themes:") + 1
        lines[term] = "  - clusters" if lines[term] != "  - clusters" else "  - finance"
        # The same term twice would be an error.
        end = next(number for number in range(term, len(lines)) if not lines[number].startswith("  - "))
        lines[term + 1 : end] = [line for line in lines[term + 1 : end] if line != lines[term]]
        self.practice.write_text("\n".join(lines), "utf-8")

    def _settled(self, again: list[str]) -> None:
        """Lets the last edit grow old enough for its stamp to be trusted, and runs a command once, so that nothing is new to it."""
        time.sleep(2.5)
        run(again, self.warm)

    @staticmethod
    def _append(page: Path, _: Case) -> None:
        with page.open("a", encoding="utf-8") as file:
            file.write("\nEdited.\n")

    def aims(self) -> list[Aim]:
        """What was measured against what it should be."""
        return [
            Aim("full build, CPU / hugo", self._ratio("mini build, no cache", "hugo"), 1),
            Aim(
                "full build, CPU / hugo, HTML and JSON",
                self._ratio("mini build, no cache", "hugo, HTML and JSON"),
                1,
            ),
            Aim("full build, CPU / mkdocs", self._ratio("mini build, no cache", "mkdocs"), 1),
            Aim("full build, peak / hugo", self._ratio("mini build, no cache", "hugo", "peak"), 0.2),
            Aim("full build, peak / mkdocs", self._ratio("mini build, no cache", "mkdocs", "peak"), 0.2),
            Aim(
                "a text edited, CPU / hugo",
                self._ratio("mini build, a text edited", "hugo, a text edited"),
                0.05,
            ),
            Aim(
                "title and terms edited, CPU / hugo",
                self._ratio("mini build, title and terms edited", "hugo, a text edited"),
                0.05,
            ),
            Aim(
                "nothing changed, CPU / warm validate",
                self._ratio("mini build, nothing changed", "mini validate, warm"),
                2,
            ),
        ]

    def _ratio(self, one: str, other: str, of: str = "cpu") -> float | None:
        if other not in self.cases:
            return None
        return float(getattr(self.cases[one], of)) / float(getattr(self.cases[other], of))


def _tables(bench: Bench, aims: list[Aim]) -> str:
    width = max(len(name) for name in (*bench.cases, *(aim.name for aim in aims)))
    lines = [f"{'':<{width}}  CPU s   wall s  peak MiB"]
    for case in bench.cases.values():
        lines.append(f"{case.name:<{width}}  {case.cpu:6.2f}  {case.wall:6.2f}  {case.peak / 2**20:7.0f}")
    lines += ["", f"{'':<{width}}  measured    aim"]
    for aim in aims:
        if aim.value is None:
            lines.append(f"{aim.name:<{width}}  not measured")
        else:
            mark = "" if aim.value <= aim.limit else "  missed"
            lines.append(f"{aim.name:<{width}}  {aim.value:8.3f}  ≤ {aim.limit:g} ×{mark}")
    lines += [
        f"\nNOT MEASURED: {name} is not installed, so nothing is compared with it." for name in bench.missing
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the publishing beside Hugo and MkDocs.")
    parser.add_argument("--practices", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mini-bench-") as folder:
        print(f"writing {options.practices:,} practices and their sources …", file=sys.stderr)
        bench = Bench(Path(folder), options.practices)
        for name in bench.missing:
            print(f"WARNING: {name} is not installed and is left out", file=sys.stderr)
        measure(list(bench.cases.values()), options.rounds, lambda text: print(text, file=sys.stderr))
        aims = bench.aims()
        print(_tables(bench, aims))
    if options.out:
        figures = {
            "schema_version": 1,
            "version": __version__,
            "python": platform.python_version(),
            "practices": options.practices,
            "missing": bench.missing,
            "cases": {
                case.name: {"cpu": case.cpu, "wall": case.wall, "peak": case.peak, "runs": len(case.runs)}
                for case in bench.cases.values()
            },
            "aims": [{"name": aim.name, "value": aim.value, "limit": aim.limit} for aim in aims],
        }
        options.out.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
