"""What a finding is once its place is known, and the result of one check of a catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning", "hint"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault: what, where, and what to do.

    `path` is relative to the catalogue's root, with `/`. `line` and `column` count from 1, in characters; 0 means the file as a
    whole. `pointer` is the JSON pointer of the value (RFC 6901). `length` is how many characters the caret marks.
    """

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    pointer: str
    message: str
    hint: str = ""
    length: int = 1

    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: place first, then code, so that any file order gives the same report."""
        return (self.path, self.line, self.column, self.code, self.message)


def _no_line(path: str, line: int) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one run. `line_of(path, line)` gives a line of a file for showing it, or None.

    `files` counts the settings and every file that is a record or is found fault with for being none.
    """

    diagnostics: tuple[Diagnostic, ...]
    files: int
    as_of: str
    line_of: Callable[[str, int], str | None] = field(default=_no_line, compare=False)

    def count(self, severity: Severity) -> int:
        return sum(1 for d in self.diagnostics if d.severity == severity)
