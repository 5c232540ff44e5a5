"""The list of what changes a site from one state into the next. Once it is on the disk, the change is carried to its end.

The new files lie staged in a folder beside the site, the journal among them. Before the journal is there, nothing of the
site was touched; from then on each step may be cut off anywhere, and done again, until the journal is gone.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from miniexchange.diagnostic import UserError
from miniexchange.publish.condition import MANIFEST, digest_of
from miniexchange.publish.disk import is_name, see_on_disk, sync

JOURNAL = ".miniexchange-journal.json"
_UNFINISHED = JOURNAL + ".part"


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One file that is put in its place or removed, by name. `before` and `after` are SHA-256: "" where there is none.

    A removal that makes room for a new file names it, for it must come first and must not be done once that file stands.
    """

    name: str
    before: str = ""
    after: str = ""
    makes_room_for: str = ""


class Journal(msgspec.Struct, frozen=True):
    """Steps in the order in which they are taken: new files, changed ones, removals, the manifest."""

    steps: list[Step]
    schema_version: int = 1

    def check(self, staged: Path, site: Path, *, doubt_staged: bool = False) -> None:
        """Raises UserError unless every file concerned is as it was or as it shall be, so that none of a stranger goes."""
        for folder in {folder for step in self.steps for folder in _folders_above(step.name)}:
            if (site / folder).is_symlink() or (staged / folder).is_symlink():
                raise _refusal(site, folder, "a symbolic link")
        for step in self.steps:
            new, target = staged / step.name, site / step.name
            waiting = bool(step.after) and os.path.lexists(new)
            if doubt_staged and waiting and (not _is_plain(new) or digest_of(new) != step.after):
                raise _refusal(staged, step.name, "changed since")
            if not os.path.lexists(target) or target.is_dir() or _made_room(step, staged):
                continue
            allowed = {step.before, step.after} if waiting or not step.after else {step.after}
            if not _is_plain(target) or digest_of(target) not in allowed:
                raise _refusal(site, step.name, "changed since" if step.before else "not written by mini")

    def mark(self, staged: Path) -> None:
        """Puts the journal on the disk: the point of no return."""
        unfinished = staged / _UNFINISHED
        unfinished.write_bytes(msgspec.json.encode(self))
        sync(unfinished)
        unfinished.replace(staged / JOURNAL)
        sync(staged)

    def carry_out(self, staged: Path, site: Path) -> None:
        """Takes every step that is not taken yet, sees the site on the disk, and removes the journal with its folder."""
        site.mkdir(exist_ok=True)
        for step in self.steps:
            if step.after:
                _put(staged / step.name, site / step.name)
            elif not _made_room(step, staged):
                _remove(site, step.name)
        above = {folder for step in self.steps for folder in _folders_above(step.name)}
        see_on_disk(str(site), [], [folder for folder in sorted(above) if (site / folder).is_dir()])
        sync(site.parent)
        for folder in sorted(above - {"."}, reverse=True):
            with contextlib.suppress(FileNotFoundError):
                (staged / folder).rmdir()
        (staged / _UNFINISHED).unlink(missing_ok=True)
        (staged / JOURNAL).unlink()
        staged.rmdir()
        sync(staged.parent)


def journal_of(before: Mapping[str, str], after: Mapping[str, str], removed: Mapping[str, str]) -> Journal:
    """The journal of a change: name → SHA-256 of what the changed files were, shall be, and of those that go."""
    puts = [Step(name, before.get(name, ""), digest) for name, digest in after.items()]
    # New pages come before the pages that lead to them, and what leads to everything comes last.
    puts.sort(key=lambda step: (step.name == MANIFEST, bool(step.before), -step.name.count("/"), step.name))
    claims: dict[str, str] = {}
    if removed:
        for step in puts:
            for name in (step.name, *_folders_above(step.name)):
                claims.setdefault(name.casefold(), step.name)
    files = {name.casefold(): name for name in after} if removed else {}
    first: list[Step] = []
    last: list[Step] = []
    for name, digest in sorted(removed.items()):
        folded = name.casefold()  # for some systems `A` and `a` are one name
        room = claims.get(folded) or next((files[a] for a in _folders_above(folded) if a in files), "")
        (first if room else last).append(Step(name, digest, "", room))
    return Journal([*first, *puts[:-1], *last, *puts[-1:]])


def roll_forward(staged: Path, site: Path) -> bool:
    """Carries out the journal of an interrupted run; False where there is none, and nothing was done.

    Raises UserError for a journal that is not ours or whose files were changed since.
    """
    path = staged / JOURNAL
    if staged.is_symlink() or path.is_symlink() or not path.is_file():
        return False
    try:
        journal = msgspec.json.decode(path.read_bytes(), type=Journal)
    except msgspec.DecodeError:
        raise _refusal(staged, JOURNAL, "not written by mini") from None
    for step in journal.steps:
        if not is_name(step.name) or step.name == JOURNAL:
            raise _refusal(staged, JOURNAL, "not written by mini")
    journal.check(staged, site, doubt_staged=True)
    journal.carry_out(staged, site)
    return True


def _put(new: Path, target: Path) -> None:
    try:
        new.replace(target)
    except FileNotFoundError:
        if not os.path.lexists(new):
            return  # it stands in its place already
        target.parent.mkdir(parents=True, exist_ok=True)
        new.replace(target)


def _remove(site: Path, name: str) -> None:
    path = site / name
    if path.is_symlink() or not path.is_dir():  # what it makes room for may have its folder already
        path.unlink(missing_ok=True)
    for folder in _folders_above(name)[:-1]:
        try:
            (site / folder).rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            return  # it holds other files


def _made_room(step: Step, staged: Path) -> bool:
    """Whether the file that a removal makes room for stands in its place already."""
    return bool(step.makes_room_for) and not os.path.lexists(staged / step.makes_room_for)


def _folders_above(name: str) -> list[str]:
    """`a/b/c` → `a/b`, `a`, `.`."""
    parts = name.split("/")[:-1]
    return [*("/".join(parts[:end]) for end in range(len(parts), 0, -1)), "."]


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _refusal(folder: Path, name: str, why: str) -> UserError:
    return UserError(
        f"{folder} holds files that are not as mini wrote them: {name} ({why})",
        "move them away (changes to pages belong into templates), or choose another folder with --out",
    )
