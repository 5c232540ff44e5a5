"""The records of a catalogue at one moment: at a commit, or as they lie in the working tree."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from miniexchange.catalogue.document import read_document
from miniexchange.catalogue.faults import MAX_BYTES, YamlFault
from miniexchange.catalogue.kinds import KIND_OF_FOLDER, TITLE_FIELD
from miniexchange.catalogue.reading import list_records
from miniexchange.catalogue.revision import Blobs, Revision, run_git
from miniexchange.catalogue.source import DATA_FOLDER, WorkingTree
from miniexchange.diagnostic import UserError

Key = tuple[str, str]
"""Kind and id."""
Document = dict[str, Any]


class Place(NamedTuple):
    """Where a record's content is: in a blob, or (no blob) in the working tree, where it differs from the last commit."""

    path: str
    blob: str


Moment = Mapping[Key, Place]


class Contents:
    """Reads records, each as plain dictionaries; one process of git for all blobs, none before the first is asked for.

    `known` are the records of the later moment, if they have been read already.
    """

    def __init__(
        self, root: Path, known: Mapping[str, Mapping[str, Mapping[str, Any]]] | None = None
    ) -> None:
        self._known = known or {}
        self._tree = WorkingTree(root)
        self._root = root
        self._blobs: Blobs | None = None
        self.incomplete = False
        """Whether git lacked a blob, as in a partial clone: nothing is said then that could be wrong."""

    def at_the_end(self, key: Key, place: Place) -> Document | None:
        """The record as the later moment has it: as its caller has read it already, else from its place."""
        known = self._known.get(key[0], {}).get(key[1])
        return self.document(place) if known is None else dict(known)

    def document(self, place: Place) -> Document | None:
        """The record; None for one that cannot be read."""
        if place.blob:
            return self.of_blob(place.blob)
        try:
            return parsed(self._tree.read(place.path))
        except OSError:
            return None

    def is_file(self, path: str) -> bool:
        """Whether a plain file lies there on disk."""
        file = self._root / path
        return file.is_file() and not file.is_symlink()

    def of_blob(self, blob: str) -> Document | None:
        """The record in a blob; None for none, or one that cannot be read."""
        if not blob or self.incomplete:
            return None
        self._blobs = self._blobs or Blobs(self._root)
        try:
            return parsed(self._blobs.read(blob))
        except OSError:
            self.incomplete = True
            return None


def parsed(data: bytes) -> Document | None:
    """The record in a file's bytes; None for what cannot be read."""
    try:
        return read_document(data) if len(data) <= MAX_BYTES else None
    except YamlFault:
        return None


def at_commit(root: Path, commit: str) -> Moment:
    """The records at a commit; none before the first commit, or before there was a catalogue."""
    if not commit:
        return {}
    listed, _ = list_records(Revision(root, commit, brief=True).entries())
    return {(record.kind, record.id): Place(record.entry.path, record.entry.stamp) for record in listed}


def in_working_tree(root: Path, head: str, committed: Moment) -> Moment:
    """The records as they lie on disk. One whose bytes are those of the last commit is placed there."""
    touched = touched_paths(root, head)
    blobs = {place.path: place.blob for place in committed.values()}
    listed, _ = list_records(WorkingTree(root).entries())
    return {
        (record.kind, record.id): Place(path, "" if path in touched else blobs.get(path, ""))
        for record in listed
        for path in (record.entry.path,)
    }


def touched_paths(root: Path, head: str) -> dict[str, str]:
    """Path → its blob in the last commit (none: it is not there), for files below `data/` that are not as they were committed."""
    compared = run_git(
        root,
        "diff-index",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-renames",
        "--ignore-submodules",
        "--relative",
        head,
        "--",
        DATA_FOLDER,
    )
    others = run_git(root, "ls-files", "--others", "-z", "--", DATA_FOLDER)
    if compared.returncode or others.returncode:
        raise UserError("git cannot compare the files with the last commit", "`git status` tells why")
    found = dict.fromkeys(_texts(others.stdout), "")
    words = iter(_texts(compared.stdout))
    tree = WorkingTree(root)
    for facts in words:
        old_mode, _, blob, _, _ = facts[1:].split(" ")
        path = next(words)
        if not old_mode.startswith("100"):  # it was not there, or no plain file
            blob = ""
        if not blob or not _holds(tree, path, blob):
            found[path] = blob
    return found


def key_of(path: str) -> Key | None:
    """The kind and id of the record that lies at a path; None for a path where none can lie."""
    steps = path.split("/")
    if (
        len(steps) > 2
        and steps[0] == DATA_FOLDER
        and steps[1] in KIND_OF_FOLDER
        and path.endswith(".yaml")
        and "/." not in path
    ):
        return KIND_OF_FOLDER[steps[1]], steps[-1].removesuffix(".yaml")
    return None


def title_of(key: Key, document: Mapping[str, Any] | None) -> str:
    """The record's title (a region's name); its id where it has none, or cannot be read."""
    kind, record_id = key
    title = (document or {}).get(TITLE_FIELD.get(kind, "title"))
    return title if isinstance(title, str) and title.strip() else record_id


def _texts(told: bytes) -> list[str]:
    return [word.decode("utf-8", "surrogateescape") for word in told.split(b"\0") if word]


def _holds(tree: WorkingTree, path: str, blob: str) -> bool:
    """Whether a file has the content of a blob: git lists as touched whatever has another time than it remembers."""
    try:
        data = tree.read(path)
    except OSError:
        return False
    name = hashlib.sha1 if len(blob) == 40 else hashlib.sha256
    return name(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == blob
