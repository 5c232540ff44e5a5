"""Whether the site that stands is the very one that a build would write: known without the programme, pages or templates."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from miniexchange.catalogue.settings import Settings
from miniexchange.history import Repository, open_repository
from miniexchange.publish.condition import Stamps, stamps_digest
from miniexchange.publish.folder import stands
from miniexchange.resources import resource_folder


@dataclass(frozen=True)
class Built:
    """What a build wrote: pages over all formats and languages, the file to open first, the site's address ("" when unknown),
    which formats of the last site it left out, and what its maker should know, in sentences."""

    pages: int
    home: Path
    address: str = ""
    gone: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Standing(msgspec.Struct, array_like=True, frozen=True):
    """A site as a build left it: digests of all that it was made from and of how its files look, and what `Built` tells."""

    inputs: bytes
    media: dict[str, bytes]
    """Pictures and documents of the catalogue that it shows, and their stamps."""
    files: bytes
    pages: int
    home: str
    address: str
    notes: tuple[str, ...]


def inputs_digest(
    root: Path, settings: Settings, state: str, as_of: date, formats: Sequence[str], project: str
) -> bytes:
    """A digest of all that a site is made from, but for the media that it shows. `state` is that of the records."""
    repository = open_repository(root)
    history: object = repository
    if isinstance(repository, Repository):
        history = [repository.head, repository.shallow, [(tag.name, tag.commit) for tag in repository.tags]]
    own, outlines = settings.site.templates, settings.site.map.outlines
    program = (Path(__file__).parent.parent, resource_folder("templates"))
    files = [sorted(_looks(str(folder))) for folder in (*program, *([root / own] if own else []))]
    facts = [
        state,
        as_of,
        list(formats),
        project,
        history,
        files,
        look_of(root / outlines) if outlines else b"",
    ]
    return hashlib.sha256(msgspec.msgpack.encode(facts, enc_hook=str)).digest()


def known_site(out: Path, root: Path, inputs: bytes, load: Callable[[str], bytes | None]) -> Built | None:
    """What a build would tell, where it would leave every file as it is; None where it has to be made.

    Raises UserError and OSError as a build into this folder does.
    """
    data = load(_entry(out))
    try:
        known = msgspec.msgpack.decode(data, type=Standing) if data else None
    except msgspec.DecodeError:  # of another version of the program
        return None
    if known is None or known.inputs != inputs:
        return None
    if any(look_of(root / name) != look for name, look in known.media.items()):
        return None
    if not stands(out, root, known.files):
        return None
    return Built(known.pages, out / known.home, known.address, (), known.notes)


def keep_site(
    out: Path,
    inputs: bytes,
    built: Built,
    stamps: Stamps,
    media: Mapping[str, bytes],
    store: Callable[[str, bytes], None],
) -> None:
    """Keeps for the next build what `known_site` asks; nothing where some file is too young to be known by its looks."""
    if all(stamps.files.values()):
        home = built.home.relative_to(out).as_posix()
        files = stamps_digest(stamps.files.items())
        kept = Standing(inputs, dict(media), files, built.pages, home, built.address, built.notes)
        store(_entry(out), msgspec.msgpack.encode(kept))


def look_of(path: Path) -> bytes:
    """Size and times of a file, as bytes that change with it; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return b""
    # A copy that keeps the time of its original has a new time of change all the same.
    return b"%d %d %d" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _looks(folder: str) -> Iterator[tuple[str, int, int, int]]:
    """Every file below a folder with its size and times, but for compiled code."""
    if not os.path.isdir(folder):  # noqa: PTH112  (a text is what scandir gives and takes)
        return
    with os.scandir(folder) as scan:
        for item in scan:
            if item.is_dir(follow_symlinks=False):
                if item.name != "__pycache__":
                    yield from _looks(item.path)
            else:
                status = item.stat(follow_symlinks=False)
                yield item.path, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _entry(out: Path) -> str:
    return f"standing-{hashlib.sha256(os.fsencode(out.absolute())).hexdigest()[:16]}"
