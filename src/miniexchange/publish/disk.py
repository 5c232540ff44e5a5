"""Files written with as little work as possible, and seen safely on the disk before anything relies on them."""

from __future__ import annotations

import ctypes
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from miniexchange.publish.condition import Stamp, stamp_of

_MANY = 256
"""From so many files on, one call for the whole file system is cheaper than one for each."""
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_FLAGS = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
_GRAIN = 0.005
"""Seconds; the clocks of most file systems advance at least so often."""
_BAD_NAME = re.compile(r"(?:^|/)\.{0,2}(?:/|$)|\x00" + (r"|[\\:]" if os.name == "nt" else ""))


def is_name(name: str) -> bool:
    """Whether a name, relative and with `/`, names a file that stays inside its folder."""
    return not _BAD_NAME.search(name)


class Writer:
    """Writes new files below a folder; makes each folder once."""

    def __init__(self, top: Path) -> None:
        self.top = str(top)
        self.folders = {""}

    def write(self, name: str, content: bytes, *, anew: bool = False) -> Stamp:
        """Writes a file and returns its stamp; raises OSError where the disk does not take it, or has it (unless `anew`)."""
        folder = name.rpartition("/")[0]
        if folder not in self.folders:
            Path(self.top, folder).mkdir(parents=True, exist_ok=True)
            while folder not in self.folders:
                self.folders.add(folder)
                folder = folder.rpartition("/")[0]
        handle = os.open(f"{self.top}/{name}", _FLAGS | (os.O_TRUNC if anew else os.O_EXCL), 0o666)
        try:
            written = os.write(handle, content)
            while written < len(content):  # a disk that fills up takes a part, and only then complains
                written += os.write(handle, content[written:])
            return stamp_of(os.fstat(handle))
        finally:
            os.close(handle)


def read_file(path: str) -> bytes:
    """The content of a file, with less ado than Python's own way: files for machines are put together from thousands."""
    handle = os.open(path, _READ)
    try:
        size = os.fstat(handle).st_size
        content = os.read(handle, size + 1)
        while len(content) != size and (more := os.read(handle, size + 1)):
            content += more
        return content
    finally:
        os.close(handle)


def see_on_disk(top: str, files: Collection[str], folders: Collection[str]) -> None:
    """Waits until the disk has these files and folders below `top`; raises OSError where it does not take them."""
    paths = [f"{top}/{name}" for name in files] + [f"{top}/{name}" for name in folders]
    sync_all = _syncfs() if len(paths) > _MANY else None
    if sync_all:
        sync_all(top)
        return
    with ThreadPoolExecutor(16) as pool:  # a disk takes many of these at once as fast as one
        list(pool.map(sync, paths))


def sync(path: str | Path) -> None:
    """Waits until the disk has a file, or a folder's list of names."""
    if os.name == "nt" and Path(path).is_dir():
        return  # Windows has no handle for a folder, and keeps its order of renames by itself
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clock_after(newest: int, folder: Path) -> int:
    """The time (ns) of the file system that holds `folder`, after it has left `newest` behind if it soon does.

    A file changed from now on gets a later time than any changed before `newest`: so its stamp will tell.
    """
    for _ in range(5):
        with tempfile.TemporaryFile(dir=folder) as probe:
            now = os.fstat(probe.fileno()).st_mtime_ns
        if now > newest:
            break
        time.sleep(_GRAIN)
    return now


def _syncfs() -> Callable[[str], None] | None:
    """Linux' call that writes out one file system and, other than `os.sync`, reports what the disk did not take."""
    if sys.platform != "linux":
        return None
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return None

    def sync_all(folder: str) -> None:
        handle = os.open(folder, os.O_RDONLY)
        try:
            if call(handle):
                number = ctypes.get_errno()
                raise OSError(number, os.strerror(number), folder)
        finally:
            os.close(handle)

    return sync_all
