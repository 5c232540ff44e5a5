"""A builder of repositories with catalogues in them.

history.catalogue.write("practice", "night-market", title="Night market", status="draft")
history.commit("2026-02-01")
assert history.told("2026-02-01") == [("new", "practice", "night-market", "2026-02-01", ())]
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from catalogues import CatalogueFolder
from miniexchange.history import Changes, Since, changes, last_changed

AS_OF = date(2026, 6, 30)
_IDENTITY = (
    "-c",
    "user.name=Somebody",
    "-c",
    "user.email=somebody@example.org",
    "-c",
    "commit.gpgSign=false",
)


def git(folder: Path, *words: str, day: str = "2026-01-05", given: bytes = b"") -> str:
    """What git prints; whatever it commits is of noon of that day, in a time zone far away."""
    moment = {f"GIT_{who}_DATE": f"{day}T12:00:00-0900" for who in ("AUTHOR", "COMMITTER")}
    done = subprocess.run(
        ["git", *_IDENTITY, *words],
        cwd=folder,
        input=given,
        capture_output=True,
        env={**os.environ, **moment},
        check=True,
    )
    return done.stdout.decode().strip()


class History:
    """A catalogue with the repository that keeps it."""

    def __init__(self, catalogue: CatalogueFolder, repository: Path | None = None) -> None:
        self.catalogue = catalogue
        self.root = catalogue.root
        self.repository = repository or catalogue.root

    def git(self, *words: str, day: str = "2026-01-05") -> str:
        return git(self.repository, *words, day=day)

    def commit(self, day: str, message: str = "state") -> str:
        """Commits everything; returns the commit."""
        self.git("add", "--all", ".")
        self.git("commit", "--quiet", "--allow-empty", "--message", message, day=day)
        return self.git("rev-parse", "HEAD")

    def edit(self, kind: str, record_id: str, old: str, new: str) -> None:
        """Replaces a text in a record's file."""
        text = self.catalogue.read(kind, record_id)
        assert old in text
        self.catalogue.write(kind, record_id, text.replace(old, new))

    def rename(self, kind: str, record_id: str, new_id: str) -> None:
        """Gives a record's file another name."""
        (self.root / self.catalogue.path(kind, record_id)).rename(
            self.root / self.catalogue.path(kind, new_id)
        )

    def remove(self, kind: str, record_id: str) -> None:
        (self.root / self.catalogue.path(kind, record_id)).unlink()

    def changes(self, since: str = "", until: str = "", **options: Any) -> Changes:
        return changes(self.root, Since(since), Since(until), as_of=AS_OF, **options)

    def told(self, since: str, until: str = "", **options: Any) -> list[tuple[Any, ...]]:
        """(what, kind, id, day, fields) of each change, and the previous id where there is one."""
        found = self.changes(since, until, **options)
        assert (found.basis, found.note) == ("git", "")
        return [
            (c.what, c.kind, c.id, c.day, c.fields, *([c.previous_id] if c.previous_id else []))
            for c in found.changes
        ]

    def day(self, kind: str, record_id: str, **options: Any) -> str:
        """The day on which a record last changed."""
        return last_changed(self.root, as_of=AS_OF, **options)[self.catalogue.path(kind, record_id)]


def import_states(folder: Path, states: Sequence[Mapping[str, str]], days: Sequence[str]) -> None:
    """A repository whose commits, one a day, hold these files (path → text) and nothing else; nothing is checked out."""
    stream = []
    for state, day in zip(states, days, strict=True):
        seconds = (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400
        stream.append(
            f"commit refs/heads/main\ncommitter Somebody <a@example.org> {seconds} +0000\ndata 1\ns\ndeleteall\n"
        )
        for path, text in state.items():
            stream.append(f"M 100644 inline {path}\ndata {len(text.encode())}\n{text}\n")
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "fast-import", "--quiet", given="".join(stream).encode())
    git(folder, "reset", "--quiet")
