"""The report as workflow commands of GitHub Actions, which become annotations of a pull request."""

from __future__ import annotations

from miniexchange.diagnostic.model import Diagnostic, Report
from miniexchange.diagnostic.reporters.wording import inert, sorted_diagnostics, totals

_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}


def render(report: Report) -> str:
    """One command a line and a last line with the counts. Paths are those of the report: see `seen_from`."""
    return "".join(f"{_command(d)}\n" for d in sorted_diagnostics(report)) + totals(report) + "\n"


def _command(diagnostic: Diagnostic) -> str:
    properties = [f"file={_property(diagnostic.path)}"]
    if diagnostic.line > 0:
        column = max(diagnostic.column, 1)
        properties += [
            f"line={diagnostic.line}",
            f"endLine={diagnostic.line}",
            f"col={column}",
            f"endColumn={column + max(diagnostic.length, 1)}",
        ]
    properties.append(f"title={_property(diagnostic.code)}")
    message = _data(inert(diagnostic.message))
    if diagnostic.hint:
        message += f"%0A→ {_data(inert(diagnostic.hint))}"
    return f"::{_COMMANDS[diagnostic.severity]} {','.join(properties)}::{message}"


def _data(text: str) -> str:
    """A text as the runner's own toolkit escapes it, so that no line break can begin another command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(inert(text)).replace(":", "%3A").replace(",", "%2C")
