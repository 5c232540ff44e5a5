"""The output folder: written beside its place, swapped in with two renames, and never taken from anybody else."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from miniexchange.diagnostic import UserError
from miniexchange.publish.lock import only_one

MANIFEST = ".miniexchange-site.json"
"""The file that marks a folder as made by `mini` and lists what it holds."""

_OWN_FOLDERS = ("data", "media", ".git")


@contextmanager
def replacing(out: Path, catalogue: Path) -> Iterator[NewFolder]:
    """A new folder to write into, which takes the place of `out` when the block ends without an error.

    Whatever goes wrong, the folder that stood at `out` stays as it was and the new one is removed. An interrupted
    swap of an earlier run is put right first. Raises UserError when `out` is not `mini`'s to replace, or another
    build is at work on it; OSError where the disk does not take the site.
    """
    place = _place(out, catalogue)
    try:
        with _locked_and_swapped(place) as folder:
            yield folder
    except OSError as error:
        beside = f".{place.name}.mini-"
        name = error.filename
        if error.errno is None or (isinstance(name, str) and beside not in name):
            raise
        # A full disk names no file, and nobody knows the hidden folders beside the site.
        raise OSError(error.errno, error.strerror, str(place)) from error


@contextmanager
def _locked_and_swapped(place: Path) -> Iterator[NewFolder]:
    place.parent.mkdir(parents=True, exist_ok=True)
    new, old = (place.with_name(f".{place.name}.mini-{state}") for state in ("new", "old"))
    with only_one(place.with_name(f".{place.name}.mini-lock")):
        _recover(place, new, old)
        refuse_foreign(place)
        new.mkdir()
        try:
            folder = NewFolder(new)
            yield folder
            folder.finish()
            _swap(place, new, old)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)  # what cannot be removed now, the next build removes
            raise
        _remove_own(old)


class NewFolder:
    """A folder under construction. Every file that is written is listed in its manifest."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: dict[str, str] = {}
        self._folders: set[Path] = {path}
        _write(path / MANIFEST, _manifest({}))  # marks the folder as ours from its first moment

    @property
    def count(self) -> int:
        """How many files were written."""
        return len(self._files)

    def write(self, name: str, content: bytes) -> None:
        """Writes a file; `name` is relative, with `/`. Raises ValueError for a name that would leave the folder."""
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or parts[0] == "/" or name in self._files:
            raise ValueError(f"not a name for a new file of the site: {name!r}")
        target = self._path.joinpath(*parts)
        if target.parent not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.update(parent for parent in target.parents if parent.is_relative_to(self._path))
        _write(target, content)
        self._files[name] = hashlib.sha256(content).hexdigest()

    def finish(self) -> None:
        """Writes the manifest and sees everything safely on the disk."""
        _write(self._path / MANIFEST, _manifest(self._files))
        files = [self._path / MANIFEST, *(self._path / name for name in self._files)]
        with ThreadPoolExecutor(16) as pool:  # a disk takes many of these at once as fast as one
            list(pool.map(_sync, [*files, *self._folders]))


def refuse_foreign(folder: Path) -> None:
    """Raises UserError unless the folder is absent, empty, or just as `mini` left it."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    listed = _listed(folder)
    if listed is None:
        raise UserError(
            f"{folder} is not a site made by mini (it has no {MANIFEST}), so it is left alone",
            "choose another folder with --out, or move this one away",
        )
    foreign: list[str] = []
    for path in sorted(_files_below(folder)):
        name = path.relative_to(folder).as_posix()
        if name not in listed:
            foreign.append(f"{name} (not written by mini)")
        elif path.is_symlink() or hashlib.sha256(path.read_bytes()).hexdigest() != listed[name]:
            foreign.append(f"{name} (changed since)")
    if foreign:
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        raise UserError(
            f"{folder} holds files that are not as mini wrote them: {', '.join(foreign[:3])}{more}",
            "move them away (changes to pages belong into templates), or choose another folder with --out",
        )


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
            _sync(place.parent)
        new.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    _sync(place.parent)


def _recover(place: Path, new: Path, old: Path) -> None:
    """Puts right what an interrupted run left: the last good site goes back to its place, the rest goes."""
    if old.exists() and not place.exists():
        old.rename(place)
        _sync(place.parent)
    _remove_own(old)
    if not new.exists():
        return
    if new.is_symlink() or (any(new.iterdir()) and not (new / MANIFEST).is_file()):
        raise UserError(f"{new} is in the way, and mini did not make it", "move it away")
    shutil.rmtree(new)


def _remove_own(folder: Path) -> None:
    """Removes a folder of ours, and of its files only those that are listed and unchanged."""
    if not folder.exists():
        return
    refuse_foreign(folder)
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    folder.rmdir()


def _listed(folder: Path) -> dict[str, str] | None:
    """File → sha256 as the manifest lists them, itself included; None where there is no manifest of ours."""
    manifest = folder / MANIFEST
    if manifest.is_symlink() or not manifest.is_file():
        return None
    content = manifest.read_bytes()
    try:
        files = json.loads(content)["files"]
        listed = {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return {**listed, MANIFEST: hashlib.sha256(content).hexdigest()}


def _files_below(folder: Path) -> Iterator[Path]:
    for base, folders, files in os.walk(folder):
        yield from (Path(base, name) for name in files)
        yield from (path for name in folders if (path := Path(base, name)).is_symlink())


def _manifest(files: dict[str, str]) -> bytes:
    document = {"schema_version": 1, "generator": "miniexchange", "files": dict(sorted(files.items()))}
    return (json.dumps(document, indent=1) + "\n").encode()


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows has no handle for a folder, and keeps its order of renames by itself
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
