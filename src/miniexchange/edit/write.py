"""Writing files: whole or not at all, never over what somebody else wrote meanwhile, and leaving nothing behind on failure."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from miniexchange.diagnostic import UserError


class ChangedMeanwhile(UserError):
    """A file is not the one that was read before."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} was changed by somebody else in the meantime; nothing was written",
            "look at the new state and run the command again",
        )


def digest(data: bytes) -> str:
    """What identifies the content of a file: its SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write(path: Path, text: str, *, expected: str | None = None) -> None:
    """Writes a file in UTF-8 by way of a temporary file beside it, so that every reader sees the old or the new text whole.

    `expected` is the `digest` of what was read before; ChangedMeanwhile is raised when the file is another now, or gone.
    The file keeps its permissions. Raises OSError where it cannot be written; then nothing has changed.
    """
    data = text.encode("utf-8")
    with _naming(path), _temporary(path, data, _mode(path)) as temporary:
        if expected is not None and _digest_of_file(path) != expected:
            raise ChangedMeanwhile(path)
        temporary.replace(path)
    _sync_folder(path.parent)


def write_new(path: Path, text: str) -> None:
    """Writes a file that must not exist yet; raises FileExistsError when anything of that name is there, be it a broken link.

    Missing folders are made, and removed again should the writing fail.
    """
    with _folders_for(path), _naming(path), _temporary(path, text.encode("utf-8"), None) as temporary:
        _place_new(temporary, path)
    _sync_folder(path.parent)


def write_all_new(root: Path, files: Mapping[str, str]) -> None:
    """Writes several files (paths relative to `root` → texts) of which none may exist yet: all of them, or none.

    Raises FileExistsError, naming every file that is in the way, before anything is written.
    """
    taken = [path for path in files if os.path.lexists(root / path)]
    if taken:
        raise FileExistsError(", ".join(sorted(taken)))
    with contextlib.ExitStack() as undo:
        for path, text in files.items():
            undo.enter_context(_folders_for(root / path))
            write_new(root / path, text)
            undo.enter_context(_gone_on_failure(root / path))


@contextlib.contextmanager
def _gone_on_failure(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Makes the system's errors name the file that was asked for, not the temporary one, or none, as on a full disk."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


@contextlib.contextmanager
def _temporary(path: Path, data: bytes, mode: int | None) -> Iterator[Path]:
    """A file beside `path` that holds `data` safely on disk; gone at the end unless it was moved away."""
    # Hidden, so that a reader of the folder passes it by; the random part cannot be foreseen by a link.
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _place_new(temporary: Path, path: Path) -> None:
    """Gives the file its name, unless that is taken: by a hard link, which is refused where something stands."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise FileExistsError(f"{path} exists already") from None
    except OSError:  # a file system without hard links: claim the name first, then move the file there
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        try:
            temporary.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def _folders_for(path: Path) -> Iterator[None]:
    """Makes the folders above `path` that are missing, and takes them away again when the block fails."""
    missing = []
    folder = path.parent
    while not folder.is_dir() and folder != folder.parent:
        missing.append(folder)
        folder = folder.parent
    made: list[Path] = []
    try:
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            made.append(folder)
        yield
    except BaseException:
        for folder in reversed(made):
            with contextlib.suppress(OSError):  # somebody else's file is in it by now
                folder.rmdir()
        raise


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        return None


def _digest_of_file(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except FileNotFoundError:
        return ""


def _sync_folder(folder: Path) -> None:
    """Makes the new name itself survive a power cut, where the system can."""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
