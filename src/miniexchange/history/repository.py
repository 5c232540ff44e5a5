"""The git repository that keeps a catalogue: its commits along the first parents, its tags, its editions."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from miniexchange.catalogue.document import read_document
from miniexchange.catalogue.faults import YamlFault
from miniexchange.catalogue.revision import Blobs, run_git
from miniexchange.catalogue.source import SETTINGS_FILE
from miniexchange.history.log import NO_BLOB, day_in, read_log
from miniexchange.history.model import Edition, Reason, Tag


def open_repository(root: Path) -> Repository | Reason:
    """The repository that keeps the catalogue, or why its history cannot be told."""
    try:
        said = run_git(root, "rev-parse", "--is-shallow-repository", "HEAD^{commit}")
    except FileNotFoundError:
        return "no-git"
    words = said.stdout.decode("ascii", "replace").split()
    if said.returncode or len(words) != 2:
        return "no-commit" if words else "no-repository"
    if run_git(root, "cat-file", "-e", f"HEAD:./{SETTINGS_FILE}").returncode:
        return "untracked"
    return Repository(root, head=words[1], shallow=words[0] == "true")


class Repository:
    """A repository with at least one commit, in which the catalogue is kept. Each question is asked of git once."""

    def __init__(self, root: Path, head: str, *, shallow: bool) -> None:
        self.root = root
        self.head = head
        self.shallow = shallow

    @cached_property
    def commits(self) -> tuple[tuple[str, str], ...]:
        """(commit, day), the newest first, along the first parents: each merge is one step, the day when it was taken in."""
        return self._days("--first-parent", self.head)

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Every tag of a commit, the newest first."""
        return self._tags()

    @cached_property
    def tags_before_head(self) -> tuple[Tag, ...]:
        """The tags of earlier commits that led to this one, the newest first."""
        return tuple(tag for tag in self._tags("--merged", self.head) if tag.commit != self.head)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The editions that `mini.yaml` has named, the newest first; one that was named twice counts from the first time."""
        found: dict[str, Edition] = {}
        blobs = Blobs(self.root)
        for commit in reversed(read_log(self.root, self.head, paths=(SETTINGS_FILE,)) or ()):
            for touch in commit.touches:
                name = _edition(blobs, touch.new_blob)
                if name and name not in found:
                    found[name] = Edition(name, commit.hash, commit.day)
        return tuple(reversed(found.values()))

    def day_of(self, commit: str) -> str:
        """The day of a commit, in the time zone of whoever committed it."""
        return next((day for _, day in self._days("-1", commit)), "")

    def commit_of(self, revision: str) -> str:
        """The commit that a tag, branch or other revision means; empty where git knows none."""
        if revision.startswith("-") or "\0" in revision:
            return ""
        return self._told(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        ).strip()

    def _days(self, *which: str) -> tuple[tuple[str, str], ...]:
        told = self._told("log", "--no-show-signature", "--format=%H %cs", *which)
        return tuple(
            (commit, day_in(day)) for line in told.splitlines() for commit, _, day in (line.partition(" "),)
        )

    def _tags(self, *which: str) -> tuple[Tag, ...]:
        told = self._told(
            "for-each-ref",
            *which,
            "--format=%(creatordate:unix)%00%(objectname)%00%(*objectname)%00%(refname:strip=2)",
            "refs/tags",
        )
        found = []
        for line in told.splitlines():
            set_at, own, peeled, name = line.split("\0", 3)
            found.append(Tag(name, peeled or own, int(set_at) if set_at.isdigit() else 0))
        return tuple(sorted(found, key=lambda tag: (tag.set_at, tag.name), reverse=True))

    def _told(self, *words: str) -> str:
        done = run_git(self.root, *words)
        return "" if done.returncode else done.stdout.decode("utf-8", "replace")


def edition_of(data: bytes) -> str:
    """The edition that the text of a `mini.yaml` names; empty where it names none or cannot be read."""
    try:
        about = read_document(data).get("catalogue")
    except YamlFault:
        return ""
    named = about.get("edition") if isinstance(about, dict) else None
    return named if isinstance(named, str) else ""


def _edition(blobs: Blobs, blob: str) -> str:
    try:
        return "" if blob == NO_BLOB else edition_of(blobs.read(blob))
    except OSError:  # a partial clone
        return ""
