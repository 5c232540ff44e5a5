"""Narrowing a report to the files that somebody asked about."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

from miniexchange.diagnostic import Report, UserError


def selected(report: Report, root: Path, paths: list[Path], changed_since: str) -> Report:
    """The report on the named files and folders, and on those changed since a git revision, where either is given."""
    kept = report.diagnostics
    files = report.files
    if paths:
        prefixes = [_relative(path, root) for path in paths]
        kept = tuple(
            d for d in kept if any(d.path == p or d.path.startswith(p + "/") or p == "." for p in prefixes)
        )
        files = sum(_count(root / prefix) for prefix in prefixes)
    if changed_since:
        changed = _changed(root, changed_since)
        kept = tuple(d for d in kept if d.path in changed)
        files = len(changed)
    return replace(report, diagnostics=kept, files=files)


def _relative(path: Path, root: Path) -> str:
    full = Path.cwd() / path
    if not full.exists() and not full.is_symlink():
        full = root / path
        if not full.exists() and not full.is_symlink():
            raise UserError(f"{path} does not exist", "name a file or folder of the catalogue")
    parent = full.parent.resolve()  # the last step may be a link, which is a finding and not to be followed
    try:
        return (parent / full.name).relative_to(root.resolve()).as_posix() if full.name else "."
    except ValueError:
        if full.resolve() == root.resolve():
            return "."
        raise UserError(
            f"{path} lies outside the catalogue {root}", "name a file or folder of the catalogue"
        ) from None


def _count(path: Path) -> int:
    return sum(1 for file in path.rglob("*.yaml")) if path.is_dir() else 1


def _changed(root: Path, revision: str) -> frozenset[str]:
    """Paths below the root that differ from a revision, new files included."""
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
