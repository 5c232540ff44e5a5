"""Following records back through the history: when each last changed in content, and what it was called before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from miniexchange.history.compare import same_record
from miniexchange.history.log import NO_BLOB, Commit, Touch
from miniexchange.history.moment import Contents, key_of


@dataclass
class Trace:
    """What the history says of files, by their path at its end."""

    days: dict[str, str] = field(default_factory=dict)
    """Path → the day of the last commit that changed what the record says."""
    gone: dict[str, str] = field(default_factory=dict)
    """Path that is no more → the day on which it went, or the file that it had become."""
    earlier: dict[str, list[str]] = field(default_factory=dict)
    """Path → its former paths, the latest first."""
    before: dict[str, str] = field(default_factory=dict)
    """Path → its path before the first of the commits, for files that are older than that."""


def trace(commits: Iterable[Commit], paths: Iterable[str], contents: Contents) -> Trace:
    """Follows the files with these paths back through commits, the newest of which comes first.

    A new name for a record counts as a change, another folder for it or another way to write it does not.
    """
    found = Trace()
    now = {path: path for path in paths}  # the path at this moment → the path at the end
    for commit in commits:
        moved: list[tuple[str, str]] = []
        for touch in commit.touches:
            _note_gone(touch, commit.day, found.gone)
            end = now.get(touch.new)
            if end is None or touch.new_blob == NO_BLOB:
                continue
            if end not in found.days and _changed(touch, contents):
                found.days[end] = commit.day
            if touch.old_blob == NO_BLOB:
                del now[touch.new]
            elif touch.old != touch.new:
                found.earlier.setdefault(end, []).append(touch.old)
                del now[touch.new]
                moved.append((touch.old, end))
        now.update(moved)
    found.before = {end: path for path, end in now.items()}
    return found


def _note_gone(touch: Touch, day: str, gone: dict[str, str]) -> None:
    if touch.old_blob != NO_BLOB and (touch.new_blob == NO_BLOB or touch.old != touch.new):
        gone.setdefault(touch.old, gone.get(touch.new, day) if touch.old != touch.new else day)


def _changed(touch: Touch, contents: Contents) -> bool:
    if touch.old_blob == NO_BLOB or key_of(touch.old) != key_of(touch.new):
        return True
    if touch.old_blob == touch.new_blob:
        return False
    return not same_record(contents.of_blob(touch.old_blob), contents.of_blob(touch.new_blob))
