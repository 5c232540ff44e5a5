"""A lock between processes: one build of a folder at a time."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from miniexchange.diagnostic import UserError

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)  # Linux and macOS say the first, Windows the others


@contextlib.contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Holds the lock file for the block; raises UserError when another process holds it.

    The system lets go of the lock when a process dies, however it dies, so a file left behind blocks nobody.
    """
    handle = _held(lock)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows does not remove a file that is open
            lock.unlink()
        os.close(handle)


def _held(lock: Path) -> int:
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            _take(handle)
            here, there = os.fstat(handle), lock.stat()
        except FileNotFoundError:
            os.close(handle)  # the other process ended and removed the file between the two calls: once more
            continue
        except OSError as error:
            os.close(handle)
            if error.errno not in _TAKEN:
                raise  # a disk without locks, say
            raise UserError("another build is writing to this folder", "wait until it has ended") from error
        if (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino):
            return handle
        os.close(handle)
