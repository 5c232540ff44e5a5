"""Whether a folder is as `mini` left it: its manifest against what lies there, by stamps where they are known, else by hash."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

import msgspec

from miniexchange.diagnostic import UserError

MANIFEST = ".miniexchange-site.json"
"""The file that marks a folder as made by `mini` and lists what it holds."""

Stamp = bytes
"""Size, time of change, time of the last change of anything, and number of a file: another one when the file changes."""
_pack = struct.Struct("<QqqQ").pack
_unpack = struct.Struct("<QqqQ").unpack
_LARGEST = 2**64 - 1


class Stamps(NamedTuple):
    """How the files of a site looked when they were known to be as its manifest tells. Not published; kept by the caller.

    `manifest` is the SHA-256 of that manifest; `files` has every file of the folder, with an empty stamp where the file
    was too young for its stamp to be trusted.
    """

    manifest: str
    files: dict[str, Stamp]


class Condition(NamedTuple):
    """A folder of ours and untouched: its manifest as written, its stamps, and the listed files that are gone."""

    manifest: bytes
    stamps: Stamps
    missing: frozenset[str]
    known: bool
    """Whether it is the very site that the stamps handed in were taken of."""


class _Listing(msgspec.Struct):
    files: dict[str, str]


def refuse_unmarked(folder: Path) -> None:
    """Raises UserError for a folder that holds something and has no manifest; what it holds is not looked at."""
    path = folder / MANIFEST
    if folder.exists() and any(folder.iterdir()) and (path.is_symlink() or not path.is_file()):
        raise _not_ours(folder)


def refuse_foreign(folder: Path, stamps: Stamps | None = None, now: int = 0) -> Condition | None:
    """The condition of a folder that is just as `mini` left it, None of one that is absent or empty.

    Raises UserError for any other folder. `stamps` of the site spare the reading of files that still have them; `now` is
    the time of the file system (ns): stamps of files changed then or later are not trusted in the answer.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return None
    path = folder / MANIFEST
    content = b"" if path.is_symlink() or not path.is_file() else path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    known = stamps is not None and stamps.manifest == digest
    trusted = stamps.files if stamps and known else {}
    listed = None if trusted else listing(content)
    if listed is None and not trusted:
        raise _not_ours(folder)
    found = stamps_below(folder)
    doubtful = [name for name, stamp in found.items() if not stamp or trusted.get(name) != stamp]
    if not doubtful and stamps and len(found) == len(trusted):
        return Condition(content, stamps, frozenset(), known)
    listed = listed if listed is not None else listing(content) or {}
    _refuse(folder, {**listed, MANIFEST: digest}, found, doubtful)
    for name in doubtful:
        _, modified, changed, _ = _unpack(found[name])
        if max(modified, changed) >= now:
            found[name] = b""
    return Condition(content, Stamps(digest, found), frozenset(listed.keys() - found.keys()), known)


def _not_ours(folder: Path) -> UserError:
    return UserError(
        f"{folder} is not a site made by mini (it has no {MANIFEST}), so it is left alone",
        "choose another folder with --out, or move this one away",
    )


def _refuse(folder: Path, listed: Mapping[str, str], found: Mapping[str, Stamp], doubtful: list[str]) -> None:
    foreign: list[str] = []
    for name in sorted(doubtful):
        if name not in listed:
            foreign.append(f"{name} (not written by mini)")
        elif not found[name] or digest_of(folder / name) != listed[name]:
            foreign.append(f"{name} (changed since)")
    if foreign:
        more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
        raise UserError(
            f"{folder} holds files that are not as mini wrote them: {', '.join(foreign[:3])}{more}",
            "move them away (changes to pages belong into templates), or choose another folder with --out",
        )


def listing(content: bytes) -> dict[str, str] | None:
    """File → SHA-256 as a manifest lists them, itself left out; None where it is no manifest of ours."""
    try:
        return msgspec.json.decode(content, type=_Listing).files
    except msgspec.DecodeError:
        return None


def manifest_of(files: Mapping[str, str]) -> bytes:
    """The manifest of a site that holds these files: name → SHA-256."""
    document = {"schema_version": 1, "generator": "miniexchange", "files": dict(sorted(files.items()))}
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamps_below(folder: Path) -> dict[str, Stamp]:
    """Name → stamp of everything in a folder that is no folder; an empty stamp where it is no plain file either."""
    found: dict[str, Stamp] = {}
    _look_below(str(folder), "", found)
    return found


def stamps_digest(stamps: Iterable[tuple[str, Stamp]]) -> bytes:
    """A digest of names and stamps, in whatever order they come."""
    return hashlib.sha256(
        b"\0".join(sorted([name.encode("utf-8", "surrogateescape") + stamp for name, stamp in stamps]))
    ).digest()


def stamp_of(status: os.stat_result) -> Stamp:
    """The stamp of a file."""
    return _pack(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & _LARGEST)


def modified_at(stamp: Stamp) -> int:
    """When the file's content was last changed, in ns of its file system's clock."""
    return int(_unpack(stamp)[1])


def same_content(one: Stamp, other: Stamp) -> bool:
    """Whether two stamps are of the same file with the same content, which may have been renamed between them."""
    return one[:16] == other[:16] and one[24:] == other[24:]


def _look_below(folder: str, prefix: str, found: dict[str, Stamp]) -> None:
    # Fifty thousand files are looked at for every build, so this does nothing that it need not.
    with os.scandir(folder) as scan:
        for item in scan:
            if item.is_dir(follow_symlinks=False):
                _look_below(item.path, f"{prefix}{item.name}/", found)
            else:
                status = item.stat(follow_symlinks=False)
                found[prefix + item.name] = stamp_of(status) if S_ISREG(status.st_mode) else b""
