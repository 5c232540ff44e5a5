"""The files of a catalogue as they stood at a git revision, and how git is asked: it runs nothing else and calls nobody."""

from __future__ import annotations

import contextlib
import os
import subprocess
import weakref
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from miniexchange.catalogue.source import DATA_FOLDER, SETTINGS_FILE, Entry, is_odd, odd_entry
from miniexchange.diagnostic import UserError


class Revision:
    """The files as they stood at a git revision; nothing is checked out.

    `brief=True` leaves sizes out (they are 0), and takes a revision from before the catalogue too: it has no entries.
    """

    def __init__(self, root: Path, revision: str, *, brief: bool = False) -> None:
        self.root = root
        self.label = revision
        if revision.startswith("-"):
            raise UserError(f"{revision!r} is not a git revision", "name a commit, a branch or a tag")
        self.commit = (
            self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            .decode()
            .strip()
        )
        prefix = self._git("rev-parse", "--show-prefix").decode().strip()
        self._files = dict(self._list(prefix, ["-l"] if not brief else []))
        self._blobs = Blobs(root)
        if not brief and SETTINGS_FILE not in self._files:
            raise UserError(
                f"at {revision} there was no catalogue here ({SETTINGS_FILE} is missing)",
                "name a later revision",
            )

    def entries(self) -> list[Entry]:
        below = DATA_FOLDER + "/"
        found = {self._files[SETTINGS_FILE]} if SETTINGS_FILE in self._files else set()
        for path, entry in self._files.items():
            if path == DATA_FOLDER or (path.startswith(below) and "/." not in path):
                found.update(_as_in_a_folder(entry))
        return sorted(found)

    def read(self, path: str) -> bytes:
        if path not in self._files:
            raise FileNotFoundError(path)
        return self._blobs.read(self._files[path].stamp)

    def media(self) -> frozenset[str]:
        return frozenset(
            p.removeprefix("media/")
            for p, e in self._files.items()
            if p.startswith("media/") and e.kind_of_file == "file" and not is_odd(p)
        )

    def _list(self, prefix: str, with_sizes: list[str]) -> Iterator[tuple[str, Entry]]:
        listing = self._git(
            "ls-tree", "-r", "-z", *with_sizes, "--full-tree", self.commit, "--", prefix or "."
        )
        for line in listing.split(b"\0"):
            if not line:
                continue
            facts, _, name = line.partition(b"\t")
            mode, kind, blob, *size = facts.split()
            path = name.decode("utf-8", "surrogateescape").removeprefix(prefix)
            if kind == b"blob":
                length = (
                    int(size[0]) if size and size[0].isdigit() else 0
                )  # git says `BAD` of a blob that it has lost
                yield path, Entry(path, "link" if mode == b"120000" else "file", length, blob.decode())

    def _git(self, *words: str) -> bytes:
        try:
            done = run_git(self.root, *words)
        except FileNotFoundError:
            raise UserError(
                "git is not installed", "install git to read an earlier state of the catalogue"
            ) from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise UserError(
                f"git knows no revision {self.label!r} here{': ' + said if said else ''}",
                "`git log --oneline` lists revisions",
            )
        return done.stdout


def _as_in_a_folder(entry: Entry) -> Iterator[Entry]:
    """The entries that a working tree would list for a file: itself, or what is wrong with the folders that it lies in."""
    steps = entry.path.split("/")
    for length in range(2, len(steps) + 1):
        path = "/".join(steps[:length])
        if is_odd(steps[length - 1]):
            yield odd_entry(path)
            return
        if length < len(steps) and steps[length - 1].endswith((".yaml", ".yml")):
            yield Entry(path, "folder", 0, "")
    yield entry


def last_commit_day(root: Path) -> date | None:
    """The day of the last commit of the repository that a catalogue lies in; None outside git or before the first commit."""
    try:
        return date.fromisoformat(run_git(root, "log", "-1", "--format=%cs").stdout.decode().strip())
    except (FileNotFoundError, ValueError):
        return None


def run_git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """One call of git in a folder, whatever it ends with; raises FileNotFoundError where git is not installed.

    Of the caller's environment it hears only where settings lie and how far up to look: a hook that runs `mini` would point
    it to another repository. Neither it nor what it starts asks, pages, or calls another host.
    """
    return subprocess.run(
        ["git", *_QUIETLY, *words],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


_QUIETLY = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    "--no-optional-locks",
    *(
        word
        for setting in (
            f"core.hooksPath={os.devnull}",
            "core.fsmonitor=false",
            "log.showSignature=false",
            "i18n.logOutputEncoding=UTF-8",
        )
        for word in ("-c", setting)
    ),
)
_HEARD = ("GIT_CONFIG", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_HEARD)
    }
    alone = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    return {**kept, **alone, "LC_ALL": "C"}


class Blobs:
    """One `git cat-file --batch` for all blobs: ten thousand processes for ten thousand files would be slow."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            ["git", *_QUIETLY, "cat-file", "--batch"],
            cwd=root,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        weakref.finalize(self, _end, self._process)

    def read(self, blob: str) -> bytes:
        """The content of a blob; raises OSError where git does not have it."""
        ask, answer = self._process.stdin, self._process.stdout
        assert ask is not None and answer is not None  # both are pipes
        ask.write(f"{blob}\n".encode())
        ask.flush()
        facts = answer.readline().split()
        if len(facts) != 3:
            raise OSError(f"git cannot read the blob {blob}")
        data = answer.read(int(facts[2]))
        answer.read(1)
        return data


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # git may have ended by itself, over a blob that it lacks
            process.stdin.close()
    if process.stdout is not None:
        process.stdout.close()
    process.wait()
