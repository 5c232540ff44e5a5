"""What an inspection finds: the same fault in many files is one finding with a count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from miniexchange.diagnostic import plain


@dataclass(frozen=True)
class Finding:
    """One fault of a built site.

    `file` is the first file that has it, relative to the site's folder, with `/`; `line` counts from 1, and 0 means the
    file as a whole. `files` is how many files have it.
    """

    file: str
    line: int
    what: str
    remedy: str
    files: int = 1


class Findings:
    """Collects faults file after file."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, int, str]] = {}
        self._last: dict[str, str] = {}
        self._files: dict[str, int] = {}

    def note(self, file: str, line: int, what: str, remedy: str, files: int = 1) -> None:
        """Adds a fault of a file, or of several of which this is the first.

        `what` names it: the same words in another file count as the same fault.
        """
        self._first.setdefault(what, (file, line, remedy))
        if self._last.get(what) != file:
            self._last[what] = file
            self._files[what] = self._files.get(what, 0) + files

    def all(self) -> list[Finding]:
        """The findings in order of their first place."""
        found = [
            Finding(file, line, what, remedy, self._files[what])
            for what, (file, line, remedy) in self._first.items()
        ]
        return sorted(found, key=lambda finding: (finding.file, finding.line, finding.what))


def told(findings: Iterable[Finding], limit: int = 50) -> str:
    """The findings for people, two lines each and a count at the end; those beyond `limit` are only counted."""
    every = list(findings)
    lines = []
    for finding in every[:limit]:
        place = f"{finding.file}:{finding.line}" if finding.line else finding.file
        rest = finding.files - 1
        more = f" (and in {rest:,} more {'file' if rest == 1 else 'files'})" if rest else ""
        lines += [plain(f"{place}: {finding.what}{more}"), plain(f"  → {finding.remedy}")]
    if len(every) > limit:
        lines.append(f"… and {len(every) - limit:,} more")
    lines.append(f"{len(every):,} {'fault' if len(every) == 1 else 'faults'} in the site")
    return "\n".join(lines)
