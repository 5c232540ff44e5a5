"""Where files come from: an interface that the working tree (here) and a git revision (`revision.py`) offer alike."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, Protocol

from miniexchange.diagnostic import UserError

SETTINGS_FILE = "mini.yaml"
DATA_FOLDER = "data"
_COMPANIONS = ("LICENSE", "README.md")


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

    @property
    def is_companion(self) -> bool:
        """Whether it is a file for people, which may lie beside records and is no part of the catalogue."""
        return self.kind_of_file == "file" and self.path.rpartition("/")[2] in _COMPANIONS


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
                if not name.isascii() and is_odd(name):
                    found.append(odd_entry(path))
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
            if item.is_symlink() or is_odd(item.name):
                continue
            if item.is_dir(follow_symlinks=False):
                yield from _files_below(item.path, f"{prefix}{item.name}/")
            else:
                yield prefix + item.name


def is_odd(name: str) -> bool:
    """Whether a name holds bytes that are no UTF-8; Python reads those as lone surrogates, which no report can print."""
    return not name.isascii() and any("\ud800" <= character <= "\udfff" for character in name)


def odd_entry(path: str) -> Entry:
    """The entry of a file with such a name, which is shown with its odd bytes as numbers."""
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Entry(shown, "unreadable-name", 0, "")


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ino}:{status.st_ctime_ns}"
