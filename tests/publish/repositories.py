"""A catalogue in a repository of its own, for tests of what the site tells of its history."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from catalogues import CatalogueFolder

_IDENTITY = (
    "-c", "user.name=Somebody", "-c", "user.email=somebody@example.org",
    "-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false", "-c", "tag.forceSignAnnotated=false",
)  # fmt: skip


class Kept(CatalogueFolder):
    """A catalogue that git keeps. Commits are of noon of their day, in a time zone far away."""

    def git(self, *words: str, day: str = "2026-01-05") -> str:
        moment = {f"GIT_{who}_DATE": f"{day}T12:00:00-0900" for who in ("AUTHOR", "COMMITTER")}
        done = subprocess.run(
            ["git", *_IDENTITY, *words],
            cwd=self.root,
            capture_output=True,
            env={**os.environ, **moment},
            check=True,
        )
        return done.stdout.decode().strip()

    def commit(self, day: str, tag: str = "") -> None:
        self.git("add", "--all", ".")
        self.git("commit", "--quiet", "--allow-empty", "--message", "state", day=day)
        if tag:
            self.git("tag", "--annotate", "--message", tag, tag, day=day)

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text("utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new), "utf-8")


def kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """The base catalogue, first committed on 5 January 2026; git reads no settings of the machine."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in (
        ("HOME", str(root.parent)),
        ("GIT_CONFIG_NOSYSTEM", "1"),
        ("GIT_CEILING_DIRECTORIES", str(root.parent)),
    ):
        monkeypatch.setenv(name, value)
    made = Kept.copy_of_base(root)
    assert isinstance(made, Kept)
    made.git("init", "--quiet", "--initial-branch=main")
    made.commit("2026-01-05")
    return made
