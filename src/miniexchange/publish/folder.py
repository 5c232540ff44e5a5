"""The output folder: replaced as a whole or changed file by file, never half-way, and never taken from anybody else."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from miniexchange.diagnostic import UserError
from miniexchange.publish.changes import ChangedFolder
from miniexchange.publish.condition import (
    MANIFEST,
    Stamp,
    Stamps,
    manifest_of,
    modified_at,
    refuse_foreign,
    refuse_unmarked,
    stamps_below,
    stamps_digest,
)
from miniexchange.publish.disk import Writer, clock_after, is_name, see_on_disk, sync
from miniexchange.publish.journal import JOURNAL, roll_forward
from miniexchange.publish.lock import only_one

__all__ = [
    "MANIFEST",
    "ChangedFolder",
    "NewFolder",
    "Stamps",
    "refuse_foreign",
    "refuse_place",
    "replacing",
    "stands",
    "updating",
]

_OWN_FOLDERS = ("data", "media", ".git")


@contextmanager
def replacing(out: Path, catalogue: Path, stamps: Stamps | None = None) -> Iterator[NewFolder]:
    """A new folder to write into, which takes the place of `out` when the block ends without an error.

    Whatever goes wrong, the folder that stood at `out` stays as it was and the new one is removed. An interrupted
    change of an earlier run is put right first. `stamps` of the site at `out` spare reading its files. Raises UserError
    when `out` is not `mini`'s to replace, or another build is at work on it; OSError where the disk does not take the site.
    """
    with _held(out, catalogue) as (place, new, old):
        refuse_foreign(place, stamps)
        new.mkdir()
        try:
            folder = NewFolder(new)
            yield folder
            folder.finish()
            _swap(place, new, old)
        except BaseException:
            _clear_if_possible(new)
            raise
        _remove_own(old, stamps)


@contextmanager
def updating(out: Path, catalogue: Path, stamps: Stamps | None = None) -> Iterator[ChangedFolder]:
    """The site at `out`, to write files into and remove files from; it changes when the block ends without an error.

    Cut off before it begins to change, it stays as it was; cut off later, the next start brings it into its new state.
    Files with the bytes that they have already are not touched. Errors as of `replacing`.
    """
    with _held(out, catalogue) as (place, new, _):
        condition = refuse_foreign(place, stamps, clock_after(0, place.parent))
        folder = ChangedFolder(place, new, condition)
        try:
            yield folder
            folder.finish()
        except BaseException:
            if not (new / JOURNAL).exists():
                _clear_if_possible(new)
            raise


def stands(out: Path, catalogue: Path, files: bytes) -> bool:
    """Whether the site at `out` looks as `stamps_digest` had it, file by file, after an interrupted change was put right.

    Raises as `updating` does where that place is not for a site.
    """
    with _held(out, catalogue) as (place, _, _):
        return place.is_dir() and stamps_digest(stamps_below(place).items()) == files


def refuse_place(out: Path, catalogue: Path) -> None:
    """Raises UserError where a glance tells that no site may stand: a build need not begin. The others look at each file."""
    place = _place(out, catalogue)
    if not (place.with_name(f".{place.name}.mini-new") / JOURNAL).is_file():  # else a change is ended first
        refuse_unmarked(place)


class NewFolder:
    """A folder under construction. Every file that is written is listed in its manifest."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: dict[str, str] = {}
        self._stamps: dict[str, Stamp] = {}
        self._writer = Writer(path)
        self._writer.write(MANIFEST, manifest_of({}))  # marks the folder as ours from its first moment
        self.stamps = Stamps("", {})
        """How its files look, once it is finished."""

    @property
    def count(self) -> int:
        """How many files were written."""
        return len(self._files)

    def write(self, name: str, content: bytes) -> None:
        """Writes a file; `name` is relative, with `/`. Raises ValueError for a name that would leave the folder."""
        if not is_name(name) or name in self._files or name in (MANIFEST, JOURNAL):
            raise ValueError(f"not a name for a new file of the site: {name!r}")
        self._stamps[name] = self._writer.write(name, content)
        self._files[name] = hashlib.sha256(content).hexdigest()

    def read(self, name: str) -> bytes:
        """The content of a file that was written."""
        return (self._path / name).read_bytes()

    def finish(self) -> None:
        """Writes the manifest and sees everything safely on the disk."""
        content = manifest_of(self._files)
        self._stamps[MANIFEST] = self._writer.write(MANIFEST, content, anew=True)
        see_on_disk(str(self._path), self._stamps, self._writer.folders)
        now = clock_after(max(map(modified_at, self._stamps.values())), self._path.parent)
        files = {name: stamp if modified_at(stamp) < now else b"" for name, stamp in self._stamps.items()}
        self.stamps = Stamps(hashlib.sha256(content).hexdigest(), files)


@contextmanager
def _held(out: Path, catalogue: Path) -> Iterator[tuple[Path, Path, Path]]:
    """The place of the site and the names of the new and the old folder beside it, in order and for us alone."""
    place = _place(out, catalogue)
    beside = f".{place.name}.mini-"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        new, old, lock = (place.with_name(beside + state) for state in ("new", "old", "lock"))
        with only_one(lock):
            _recover(place, new, old)
            yield place, new, old
    except OSError as error:
        name = error.filename
        if error.errno is None or (isinstance(name, str) and beside not in name):
            raise
        # A full disk names no file, and nobody knows the hidden folders beside the site.
        raise OSError(error.errno, error.strerror, str(place)) from error


def _place(out: Path, catalogue: Path) -> Path:
    given = Path(os.path.abspath(out))  # noqa: PTH100  (resolve() would follow the very link that is refused)
    if given.is_symlink():
        raise UserError(f"{out} is a symbolic link", "name the folder itself with --out")
    place, root = given.parent.resolve() / given.name, catalogue.resolve()
    if place in (Path.home().resolve(), Path(place.anchor)) or root.is_relative_to(place):
        raise UserError(
            f"{out} is not a folder that a site may replace", "choose a folder of its own with --out"
        )
    if any(place.is_relative_to(root / own) for own in _OWN_FOLDERS):
        raise UserError(
            f"{out} lies inside the catalogue's own files", "choose a folder beside them with --out"
        )
    if place.exists() and not place.is_dir():
        raise UserError(f"{out} is a file", "choose a folder with --out")
    return place


def _swap(place: Path, new: Path, old: Path) -> None:
    try:
        if place.exists():
            place.rename(old)
            sync(place.parent)
        new.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    sync(place.parent)


def _recover(place: Path, new: Path, old: Path) -> None:
    """Puts right what an interrupted run left: a change that had begun is ended, else the last good site is in its place."""
    if old.exists() and not place.exists():
        old.rename(place)
        sync(place.parent)
    _remove_own(old)
    if roll_forward(new, place) or not new.exists():
        return
    if new.is_symlink() or (any(new.iterdir()) and not (new / MANIFEST).is_file()):
        raise UserError(f"{new} is in the way, and mini did not make it", "move it away")
    _clear(new)


def _remove_own(folder: Path, stamps: Stamps | None = None) -> None:
    """Removes a folder of ours, and of its files only those that are listed and unchanged."""
    if folder.exists():
        refuse_foreign(folder, stamps)
        _clear(folder)


def _clear(folder: Path) -> None:
    """Removes a folder, the file that marks it as ours last: cut off anywhere, it can be taken up again."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MANIFEST:
            path.unlink()
    (folder / MANIFEST).unlink(missing_ok=True)
    folder.rmdir()


def _clear_if_possible(folder: Path) -> None:
    with suppress(OSError):  # what cannot be removed now, the next build removes
        _clear(folder)
