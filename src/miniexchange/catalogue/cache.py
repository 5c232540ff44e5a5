"""The cache: derived data in the user's cache folder. Deleting it, damaging it or sharing it changes no answer.

Every entry is one file that begins with the SHA-256 of its name and of the rest; what does not match is not there. Entries are replaced
atomically, so two commands at once each see a whole entry, and the last one wins. A full disk only means no cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from functools import cache as remember
from pathlib import Path

import msgspec

from miniexchange.resources import resource_folder


class Store:
    """Named entries of bytes for one catalogue; `enabled=False` (`--no-cache`) neither reads nor writes."""

    def __init__(self, root: Path, *, enabled: bool = True) -> None:
        self._folder: Path | None = None
        if enabled:
            from platformdirs import user_cache_path

            name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:20]
            self._folder = user_cache_path("miniexchange", appauthor=False) / name

    @property
    def enabled(self) -> bool:
        return self._folder is not None

    def load(self, name: str) -> bytes | None:
        """The bytes stored under a name; None when there are none, or they are damaged."""
        data = self.view(name)
        return None if data is None else bytes(data)

    def view(self, name: str) -> memoryview | None:
        """Like `load`, without copying: for entries of many megabytes."""
        if self._folder is None:
            return None
        try:
            data = memoryview((self._folder / f"{name}.pack").read_bytes())
        except OSError:
            return None
        digest = hashlib.sha256(name.encode())  # so that no entry can stand in for another
        digest.update(data[32:])
        return data[32:] if digest.digest() == data[:32] else None

    def store(self, name: str, *parts: bytes | bytearray) -> None:
        """Stores bytes, given in one or more parts, under a name; does nothing where there is no room or no right to write."""
        if self._folder is None:
            return
        import tempfile

        digest = hashlib.sha256(name.encode())
        for part in parts:
            digest.update(part)
        temporary = ""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=f".{name}-")
            with os.fdopen(handle, "wb") as file:
                file.write(digest.digest())
                file.writelines(parts)
            Path(temporary).replace(self._folder / f"{name}.pack")
        except OSError:
            if temporary:
                with contextlib.suppress(OSError):
                    Path(temporary).unlink()


@remember
def program_digest() -> bytes:
    """A digest of what a cached answer depends on besides the catalogue: our code and schemas, Python, the libraries."""
    libraries = Path(
        msgspec.__file__
    ).parent.parent  # its time changes whenever a library is installed or removed
    facts = f"{sys.version}\0{libraries}\0{libraries.stat().st_mtime_ns}"
    digest = hashlib.sha256(facts.encode("utf-8", "surrogateescape"))
    for file in program_files():
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.digest()


def program_files() -> list[Path]:
    """The schemas, and the code and lists of the rooms that read and judge."""
    package = Path(__file__).parent.parent
    rooms = [package / room for room in ("catalogue", "check", "text", "diagnostic")]
    return [
        file
        for folder in (*rooms, resource_folder("schemas"))
        for file in sorted(folder.rglob("*"))
        if file.suffix in (".py", ".json", ".toml") and file.is_file()
    ]
