"""The history of the record files, from one call of git."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from miniexchange.catalogue.revision import run_git
from miniexchange.catalogue.source import DATA_FOLDER

NO_BLOB = ""
"""Stands for a file that is not there, or is no plain file."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Touch(NamedTuple):
    """What a commit did to one file: its path and blob before and after, the same path unless it was renamed."""

    old: str
    new: str
    old_blob: str
    new_blob: str


class Commit(NamedTuple):
    """One step of the history: all that came with it, compared with its first parent."""

    hash: str
    day: str
    touches: tuple[Touch, ...]


def read_log(
    root: Path, until: str, *, after: str = "", paths: Sequence[str] = (DATA_FOLDER,)
) -> list[Commit] | None:
    """The commits that lead to `until` along the first parents and not to `after`, the newest first.

    Those that leave the paths alone are among them, without touches. None where git cannot tell all of it, as in a partial
    clone. A merge counts as one step, so that the steps add up exactly. Paths are relative to the catalogue's root. Renames
    are found by git: half of the content has to be the same. Messages and names of authors are not read.
    """
    done = run_git(
        root,
        "log",
        "--first-parent",
        "-m",  # with --first-parent: a merge against its first parent
        "--sparse",  # comparing trees once to show them is enough, once more to leave commits out doubles the time
        "--no-show-signature",
        "--raw",
        "-z",
        "--find-renames=50%",
        "-l1000",
        "--no-abbrev",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules",
        "--relative",
        "--format=%H %cs",
        *([f"{after}..{until}"] if after else [until]),
        "--",
        *paths,
    )
    return None if done.returncode else _commits(done.stdout)


def day_in(said: str) -> str:
    """A commit's day as git says it; 1970-01-01, as git has it, for a time that cannot be."""
    return said if _DAY.fullmatch(said) else "1970-01-01"


def _commits(told: bytes) -> list[Commit]:
    commits: list[tuple[str, str, list[Touch]]] = []
    words = iter(told.split(b"\0"))
    for word in words:
        facts = word.lstrip(b"\n")
        if facts.startswith(b":"):
            commits[-1][2].append(_touch(facts, words))
        elif facts:
            commit, _, day = facts.decode().partition(" ")
            commits.append((commit, day_in(day), []))
    return [Commit(commit, day, tuple(touches)) for commit, day, touches in commits]


def _touch(facts: bytes, words: Iterator[bytes]) -> Touch:
    """One file from `:MODE MODE BLOB BLOB STATUS` and the path or, after a rename, the two paths that follow."""
    old_mode, new_mode, old_blob, new_blob, status = facts[1:].split(b" ")
    old = new = next(words).decode("utf-8", "surrogateescape")
    if status.startswith(b"R"):
        new = next(words).decode("utf-8", "surrogateescape")
    return Touch(old, new, _blob(old_mode, old_blob), _blob(new_mode, new_blob))


def _blob(mode: bytes, blob: bytes) -> str:
    return blob.decode() if mode.startswith(b"100") else NO_BLOB  # links and submodules hold no record
