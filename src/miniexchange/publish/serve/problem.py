"""What keeps the site from being built, as plain data for the terminal and for the page."""

from __future__ import annotations

from dataclasses import dataclass

from miniexchange.diagnostic import Diagnostic, InvalidCatalogue, Report, UserError, plain
from miniexchange.diagnostic.reporters.text import excerpt

SHOWN = 20
"""How many faults a page tells; the rest are counted."""


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `place` is `file:line:column` or empty; `line` and `mark` show the line and a caret below it."""

    place: str
    message: str
    remedy: str
    line: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Problem:
    """Why there is no new site: a heading, the faults, and how many more there are."""

    heading: str
    faults: tuple[Fault, ...]
    more: int = 0


def problem_of(error: Exception) -> Problem:
    """What an error of a build means to the person who edits."""
    if isinstance(error, InvalidCatalogue):
        errors = [one for one in error.report.diagnostics if one.severity == "error"]
        count = f"{len(errors):,} {'error' if len(errors) == 1 else 'errors'} in the catalogue"
        faults = tuple(_fault(one, error.report) for one in errors[:SHOWN])
        return Problem(count, faults, max(len(errors) - SHOWN, 0))
    if isinstance(error, UserError):
        return Problem("The site could not be built", (Fault("", error.message, error.hint),))
    if isinstance(error, OSError):
        place = str(error.filename or "")
        fault = Fault(place, error.strerror or str(error), "check the disk, the path and its permissions")
        return Problem("A file could not be read or written", (fault,))
    told = f"{type(error).__name__}: {error}"
    return Problem(
        "A bug in mini, not in your catalogue",
        (Fault("", told, "the terminal shows more; please report it"),),
    )


def told(problem: Problem) -> str:
    """The problem for a terminal."""
    lines = [f"{plain(problem.heading)}:"]
    for fault in problem.faults:
        lines.append(plain(": ".join(filter(None, (fault.place, fault.message))), keep_newlines=True))
        lines += [f"    {plain(fault.line)}", f"    {fault.mark}"] if fault.line else []
        lines += [f"  → {plain(fault.remedy, keep_newlines=True)}"] if fault.remedy else []
    lines += [f"… and {problem.more:,} more"] if problem.more else []
    return "\n".join(lines)


def _fault(diagnostic: Diagnostic, report: Report) -> Fault:
    place = f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}" if diagnostic.line else diagnostic.path
    message = f"{diagnostic.code} {diagnostic.message}"
    line = report.line_of(diagnostic.path, diagnostic.line) if diagnostic.line else None
    if line is None:
        return Fault(place, message, diagnostic.hint)
    shown, before, marked = excerpt(line.rstrip("\r\n"), diagnostic.column, diagnostic.length)
    return Fault(place, message, diagnostic.hint, shown, " " * before + "^" * marked)
