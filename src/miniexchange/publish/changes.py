"""A site under change: only what differs is written, and everything that is not named stays."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from miniexchange.publish.condition import (
    MANIFEST,
    Condition,
    Stamp,
    Stamps,
    listing,
    manifest_of,
    modified_at,
    same_content,
    stamp_of,
)
from miniexchange.publish.disk import Writer, clock_after, is_name, read_file, see_on_disk
from miniexchange.publish.journal import JOURNAL, journal_of


class ChangedFolder:
    """The site at a place, to write files into and to remove files from.

    `known`: it is the very site of which the caller's stamps were taken, so that what the caller remembers of it holds.
    `missing`: files that its manifest lists and that are gone; each has to be written or removed.
    `stamps`: how its files look; after the block, how the new ones look.
    """

    def __init__(self, place: Path, staged: Path, condition: Condition | None) -> None:
        self._place, self._staged = place, staged
        self._condition = condition
        self.known = condition is not None and condition.known
        self.missing: frozenset[str] = condition.missing if condition else frozenset()
        self.stamps = condition.stamps if condition else Stamps("", {})
        self._written: dict[str, str] = {}
        self._new_stamps: dict[str, Stamp] = {}
        self._named: set[str] = set()
        self._removed: dict[str, str] = {}

    @cached_property
    def listed(self) -> Mapping[str, str]:
        """Name → SHA-256 of every file that is there, the manifest left out."""
        files = (listing(self._condition.manifest) or {}) if self._condition else {}
        return {name: digest for name, digest in files.items() if name not in self.missing}

    @property
    def count(self) -> int:
        """How many files get other bytes than they had."""
        return len(self._written)

    @property
    def removed(self) -> int:
        """How many files go."""
        return len(self._removed)

    def write(self, name: str, content: bytes) -> None:
        """Gives a file this content; one that has it already is left as it is.

        `name` is relative, with `/`. Raises ValueError for a name that would leave the folder or was named before.
        """
        self._name(name)
        digest = hashlib.sha256(content).hexdigest()
        if self.listed.get(name) != digest:
            self._new_stamps[name] = self._writer.write(name, content)
            self._written[name] = digest

    def read(self, name: str) -> bytes:
        """The content of a file as it will be."""
        return read_file(f"{self._staged if name in self._written else self._place}/{name}")

    def remove(self, name: str) -> None:
        """Removes a file of the site. Raises ValueError for one that it does not have or that was named before."""
        if name not in self.listed and name not in self.missing:
            raise ValueError(f"not a file of the site: {name!r}")
        self._name(name)
        self._removed[name] = self.listed.get(name, "")

    def finish(self) -> None:
        """Brings the site into its new state; raises ValueError while a missing file is neither written nor removed."""
        if self.missing - self._named:
            raise ValueError(f"gone, and neither written nor removed: {min(self.missing - self._named)}")
        if self._condition and not self._written and not self._removed:
            return
        files = {name: digest for name, digest in self.listed.items() if name not in self._removed}
        content = manifest_of({**files, **self._written})
        self._new_stamps[MANIFEST] = self._writer.write(MANIFEST, content, anew=True)
        after = {**self._written, MANIFEST: hashlib.sha256(content).hexdigest()}
        before = {**self.listed, MANIFEST: self.stamps.manifest}
        journal = journal_of(before, after, self._removed)
        journal.check(self._staged, self._place)
        see_on_disk(str(self._staged), after, self._writer.folders)
        # Whatever is changed after this gets a later time than the new files have.
        clock_after(max(map(modified_at, self._new_stamps.values())), self._place.parent)
        journal.mark(self._staged)
        journal.carry_out(self._staged, self._place)
        self._restamp(after[MANIFEST])

    def _restamp(self, manifest: str) -> None:
        files = {name: stamp for name, stamp in self.stamps.files.items() if name not in self._removed}
        for name, written in self._new_stamps.items():
            moved = stamp_of((self._place / name).lstat())
            files[name] = moved if same_content(written, moved) else b""
        self.stamps = Stamps(manifest, files)

    def _name(self, name: str) -> None:
        if not is_name(name) or name in (MANIFEST, JOURNAL) or name in self._named:
            raise ValueError(f"not a name for a file of the site, or named twice: {name!r}")
        self._named.add(name)

    @cached_property
    def _writer(self) -> Writer:
        self._staged.mkdir()
        writer = Writer(self._staged)
        writer.write(MANIFEST, manifest_of({}))  # marks the folder as ours from its first moment
        return writer
