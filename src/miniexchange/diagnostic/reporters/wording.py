"""Words and cleaning that several reporters share."""

from __future__ import annotations

import re

from miniexchange.diagnostic.model import SEVERITIES, Diagnostic, Report
from miniexchange.diagnostic.terminal import plain

_SURROGATE = re.compile("[\ud800-\udfff]")
MARKER = re.compile(r"##(?=\w*\[)")
"""What build servers obey wherever it stands in a line: `##[group]`, `##vso[…]`, `##teamcity[…]`."""


def inert(text: str) -> str:
    """One line of text that neither steers a terminal nor holds a marker that build servers obey."""
    return MARKER.sub("## ", plain(text))


def encodable(text: str) -> str:
    """The text with lone surrogates, which no encoding can hold, replaced by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def sorted_diagnostics(report: Report) -> list[Diagnostic]:
    """The findings by place, whatever order the checks ran in."""
    return sorted(report.diagnostics, key=Diagnostic.order)


def totals(report: Report) -> str:
    """`3 errors, 1 warning in 61 files`; `0 errors in 61 files` when there is nothing to tell."""
    counts = [(report.count(severity), severity) for severity in SEVERITIES]
    told = ", ".join(counted(count, severity) for count, severity in counts if count) or "0 errors"
    return f"{told} in {counted(report.files, 'file')}"


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def place(diagnostic: Diagnostic) -> str:
    """`path:line:column`, as far as the place is known, in the form that editors make clickable."""
    path = inert(diagnostic.path)
    if path.startswith((":", " ")):
        path = f"./{path}"
    if diagnostic.line < 1:
        return path
    return f"{path}:{diagnostic.line}:{max(diagnostic.column, 1)}"
