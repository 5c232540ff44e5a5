"""Where files come from: the working tree or a git revision, read through the same interface."""

from __future__ import annotations

import os
import subprocess
import weakref
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol

from miniexchange.diagnostic import UserError

SETTINGS_FILE = "mini.yaml"
DATA_FOLDER = "data"


class Entry(NamedTuple):
    """One file of a catalogue. `path` is relative to its root, with `/`.

    `kind_of_file` is `file`, `link`, `folder` (one named like a record) or `unreadable-name` (one that is no UTF-8; its
    odd bytes are shown as `\\xNN`).
    `stamp` changes when the file does: size and time in a working tree, the blob's hash in git.
    """

    path: str
    kind_of_file: str
    size: int
    stamp: str


class Source(Protocol):
    """Files of a catalogue: `mini.yaml` and everything below `data/`."""

    label: str

    def entries(self) -> list[Entry]:
        """The settings file and every file, link, and record-like folder below `data/`, sorted by path."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises OSError where it cannot be read."""
        ...

    def media(self) -> frozenset[str]:
        """The paths below `media/`, without that prefix."""
        ...


def find_root(option: Path | None = None) -> Path:
    """The folder with a `mini.yaml`: the one named, else the nearest upwards from here; raises UserError without one."""
    if option is not None:
        if (option / SETTINGS_FILE).is_file():
            return option.resolve()
        raise UserError(
            f"{option} is not a catalogue: it has no {SETTINGS_FILE}",
            "name the folder that holds it, or start one with `mini init`",
        )
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
    raise UserError(
        f"no {SETTINGS_FILE} here or in a folder above",
        "go into the catalogue, name it with --catalogue, or start one with `mini init`",
    )


class WorkingTree:
    """The files as they lie on disk. Links are listed, never followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.label = ""

    def entries(self) -> list[Entry]:
        data = self.root / DATA_FOLDER
        found: list[Entry] = []
        if data.is_symlink():
            found.append(Entry(DATA_FOLDER, "link", 0, ""))
        else:
            self._walk(str(data), DATA_FOLDER, found)
        settings = self.root / SETTINGS_FILE
        status = settings.lstat()
        found.append(
            Entry(SETTINGS_FILE, "link" if settings.is_symlink() else "file", status.st_size, _stamp(status))
        )
        return sorted(found)

    def _walk(self, folder: str, relative: str, found: list[Entry]) -> None:
        try:
            scan = os.scandir(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            raise UserError(
                f"the folder {relative} cannot be read: {error.strerror}", "check its permissions"
            ) from None
        with scan:
            for item in scan:
                name = item.name
                if name.startswith("."):
                    continue
                path = f"{relative}/{name}"
                if not name.isascii() and _is_odd(name):
                    found.append(_odd_entry(path))
                elif item.is_symlink():
                    found.append(Entry(path, "link", 0, ""))
                elif item.is_dir(follow_symlinks=False):
                    if name.endswith((".yaml", ".yml")):
                        found.append(Entry(path, "folder", 0, ""))
                    self._walk(item.path, path, found)
                else:
                    status = item.stat(follow_symlinks=False)
                    found.append(Entry(path, "file", status.st_size, _stamp(status)))

    def read(self, path: str) -> bytes:
        # O_NOFOLLOW: a link put in place after the listing is refused by the system itself.
        descriptor = os.open(
            f"{self.root}/{path}",
            os.O_RDONLY
            | getattr(os, "O_NOFOLLOW", 0)
            | getattr(os, "O_BINARY", 0)
            | getattr(os, "O_NONBLOCK", 0),
        )
        try:
            chunk = os.read(descriptor, 1 << 16)
            parts = [chunk]
            while chunk:
                if len(chunk) < 1 << 16 and len(parts) == 1 and len(chunk) == os.fstat(descriptor).st_size:
                    break
                chunk = os.read(descriptor, 1 << 16)
                parts.append(chunk)
            return b"".join(parts)
        finally:
            os.close(descriptor)

    def media(self) -> frozenset[str]:
        base = self.root / "media"
        return frozenset() if base.is_symlink() else frozenset(_files_below(str(base), ""))


def _files_below(folder: str, prefix: str) -> Iterator[str]:
    try:
        scan = os.scandir(folder)
    except OSError:
        return
    with closing(scan):
        for item in scan:
            if item.is_symlink() or _is_odd(item.name):
                continue
            if item.is_dir(follow_symlinks=False):
                yield from _files_below(item.path, f"{prefix}{item.name}/")
            else:
                yield prefix + item.name


def _is_odd(name: str) -> bool:
    """Whether a name holds bytes that are no UTF-8; Python reads those as lone surrogates, which no report can print."""
    return not name.isascii() and any("\ud800" <= character <= "\udfff" for character in name)


def _odd_entry(path: str) -> Entry:
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Entry(shown, "unreadable-name", 0, "")


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}:{status.st_ctime_ns}"


class Revision:
    """The files as they stood at a git revision; nothing is checked out."""

    def __init__(self, root: Path, revision: str) -> None:
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
        self._files = dict(self._list(prefix))
        self._blobs = _Blobs(root)
        if SETTINGS_FILE not in self._files:
            raise UserError(
                f"at {revision} there was no catalogue here ({SETTINGS_FILE} is missing)",
                "name a later revision",
            )

    def entries(self) -> list[Entry]:
        below = DATA_FOLDER + "/"
        found = {self._files[SETTINGS_FILE]}
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
            if p.startswith("media/") and e.kind_of_file == "file" and not _is_odd(p)
        )

    def _list(self, prefix: str) -> Iterator[tuple[str, Entry]]:
        listing = self._git("ls-tree", "-r", "-z", "-l", "--full-tree", self.commit, "--", prefix or ".")
        for line in listing.split(b"\0"):
            if not line:
                continue
            facts, _, name = line.partition(b"\t")
            mode, kind, blob, size = facts.split()
            path = name.decode("utf-8", "surrogateescape").removeprefix(prefix)
            if kind == b"blob":
                length = int(size) if size.isdigit() else 0  # git says `BAD` of a blob that it has lost
                yield path, Entry(path, "link" if mode == b"120000" else "file", length, blob.decode())

    def _git(self, *words: str) -> bytes:
        try:
            done = subprocess.run(["git", *words], cwd=self.root, capture_output=True, check=False)
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
        if _is_odd(steps[length - 1]):
            yield _odd_entry(path)
            return
        if length < len(steps) and steps[length - 1].endswith((".yaml", ".yml")):
            yield Entry(path, "folder", 0, "")
    yield entry


def last_commit_day(root: Path) -> date | None:
    """The day of the last commit of the repository that a catalogue lies in; None outside git or before the first commit."""
    try:
        done = subprocess.run(
            ["git", "log", "-1", "--format=%cs"], cwd=root, capture_output=True, check=False, text=True
        )
        return date.fromisoformat(done.stdout.strip())
    except (FileNotFoundError, ValueError):
        return None


class _Blobs:
    """One `git cat-file --batch` for all blobs: ten thousand processes for ten thousand files would be slow."""

    def __init__(self, root: Path) -> None:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        weakref.finalize(self, _end, self._process)

    def read(self, blob: str) -> bytes:
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
        process.stdin.close()
    if process.stdout is not None:
        process.stdout.close()
    process.wait()
