"""Reports in the forms that people and programs read: each a pure function from a `Report` to a text."""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable

from miniexchange.diagnostic.model import Report

REPORTERS: dict[str, str] = {
    "text": "text",
    "json": "json_report",
    "github": "github",
    "sarif": "sarif",
    "junit": "junit",
}
"""Format → the module below this package whose `render` writes it."""


def reporter(name: str) -> Callable[[Report], str]:
    """The function that writes a format of `REPORTERS`; raises KeyError for any other name."""
    render: Callable[[Report], str] = importlib.import_module(f"{__name__}.{REPORTERS[name]}").render
    return render


def seen_from(report: Report, folder: str) -> Report:
    """The same report with paths from further up, for a catalogue that is the folder `folder` of a repository."""
    prefix = folder.strip("/")
    if prefix in ("", "."):
        return report
    return dataclasses.replace(
        report,
        diagnostics=tuple(dataclasses.replace(d, path=f"{prefix}/{d.path}") for d in report.diagnostics),
        line_of=lambda path, line: report.line_of(path.removeprefix(f"{prefix}/"), line),
    )
