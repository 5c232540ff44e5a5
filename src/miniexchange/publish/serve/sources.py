"""The files from which the site is made, and what tells that one of them was saved."""

from __future__ import annotations

import os
from pathlib import Path

from miniexchange.catalogue.source import DATA_FOLDER, SETTINGS_FILE

Stamp = dict[str, tuple[int, int]]
"""Size in bytes and time in nanoseconds of every file, by its path."""


class Sources:
    """The settings, the records, the pictures, the templates, and the files that the settings name. Links are not followed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._settings: Stamp | None = None
        self._folders: list[Path] = []
        self._files: list[Path] = []

    def folders(self) -> list[Path]:
        """The folders that are there now."""
        self._read_settings()
        return [folder for folder in self._folders if folder.is_dir()]

    def stamp(self) -> Stamp:
        """The state of all files."""
        files: Stamp = {}
        self._read_settings()
        for file in (self._root / SETTINGS_FILE, *self._files):
            _add(file, files)
        for folder in self._folders:
            _walk(os.fspath(folder), files)
        return files

    def _read_settings(self) -> None:
        """Finds out which files count, when the settings have changed since the last time."""
        from miniexchange.catalogue.cache import Store
        from miniexchange.catalogue.source import WorkingTree
        from miniexchange.check.settings import read_settings

        now: Stamp = {}
        _add(self._root / SETTINGS_FILE, now)
        if now == self._settings:
            return
        self._settings = now
        # The defaults stand in for settings that cannot be read; saying what is wrong is the build's part.
        site = read_settings(WorkingTree(self._root), Store(self._root, enabled=False))[0].site
        templates = [self._root / site.templates] if self._is_below(site.templates) else []
        self._folders = [self._root / DATA_FOLDER, self._root / "media", *templates]
        named = (site.logo, site.map.outlines)
        self._files = [self._root / name for name in named if name and self._is_below(name)]

    def _is_below(self, name: str) -> bool:
        place, root = (self._root / name).resolve(), self._root.resolve()
        return place.is_relative_to(root) and place != root


def _walk(folder: str, files: Stamp) -> None:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.endswith("~"):
                    continue  # what editors put beside a file while it is open
                if entry.is_dir(follow_symlinks=False):
                    _walk(entry.path, files)
                else:
                    _add(entry, files)
    except OSError:
        return  # gone between two looks


def _add(file: os.DirEntry[str] | Path, files: Stamp) -> None:
    try:
        status = os.lstat(file)
    except OSError:
        return
    files[os.fspath(file)] = (status.st_size, status.st_mtime_ns)
