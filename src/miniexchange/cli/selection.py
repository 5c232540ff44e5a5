"""Narrowing a report to the files that somebody asked about."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from miniexchange.catalogue.source import WorkingTree
from miniexchange.diagnostic import Report, UserError


def selected(report: Report, root: Path, paths: list[Path], changed_since: str) -> Report:
    """The report on the named files and folders, and on those changed since a git revision, where either is given."""
    if not paths and not changed_since:
        return report
    prefixes = [_relative(path, root) for path in paths] or ["."]
    changed = _changed(root, changed_since) if changed_since else None

    def wanted(path: str) -> bool:
        return (changed is None or path in changed) and any(
            prefix in (".", path) or path.startswith(prefix + "/") for prefix in prefixes
        )

    kept = tuple(d for d in report.diagnostics if wanted(d.path))
    files = sum(wanted(entry.path) for entry in WorkingTree(root).entries())
    return replace(report, diagnostics=kept, files=files)


def _relative(path: Path, root: Path) -> str:
    """Where a path that somebody typed lies below the root; it counts from the current folder, else from the root."""
    full = next((place for place in (Path.cwd() / path, root / path) if os.path.lexists(place)), None)
    if full is None:
        raise UserError(f"{path} does not exist", "name a file or folder of the catalogue")
    if full.name in ("", "..") or full.resolve() == root.resolve():
        place = full.resolve()
    else:  # the last step may be a link, which is a finding and not to be followed
        place = full.parent.resolve() / full.name
    try:
        return place.relative_to(root.resolve()).as_posix()
    except ValueError:
        raise UserError(
            f"{path} lies outside the catalogue {root}", "name a file or folder of the catalogue"
        ) from None


def _changed(root: Path, revision: str) -> frozenset[str]:
    """Paths below the root that differ from a revision, new files included."""
    import subprocess

    if revision.startswith("-"):
        raise UserError(f"{revision!r} is not a git revision", "name a commit, a branch or a tag")
    names: set[str] = set()
    for words in (
        ["diff", "--name-only", "-z", "--relative", "--end-of-options", revision, "--", "."],
        ["ls-files", "-z", "--others", "--exclude-standard", "."],
    ):
        try:
            done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)
        except FileNotFoundError:
            raise UserError("git is not installed", "leave --changed-since out, or install git") from None
        if done.returncode:
            raise UserError(f"git knows no revision {revision!r} here", "`git log --oneline` lists revisions")
        names |= {name.decode("utf-8", "surrogateescape") for name in done.stdout.split(b"\0") if name}
    return frozenset(name for name in names if name == "mini.yaml" or name.startswith("data/"))
