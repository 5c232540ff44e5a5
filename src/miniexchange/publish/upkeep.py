"""Bringing a site into its new state: everything anew, or only the products that a change concerns."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from miniexchange.catalogue.cache import program_digest
from miniexchange.publish.changes import ChangedFolder
from miniexchange.publish.condition import Stamps
from miniexchange.publish.folder import NewFolder
from miniexchange.publish.memory import (
    Memory,
    Notes,
    Recalled,
    changed,
    concerned,
    digest,
    facts_changed,
    packed,
)
from miniexchange.publish.products import Press, Product, products
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.standing import Built, keep_site, look_of
from miniexchange.resources import resource_folder

if TYPE_CHECKING:
    from miniexchange.pairing import Programme


class Remembered(msgspec.Struct, array_like=True, frozen=True):
    """What the cache keeps of a site: what its build knew, and how its files looked."""

    memory: Memory
    stamps: Stamps
    pages: int


@dataclass(frozen=True)
class Keeper:
    """Keeps what a build knew for the next one, in the user's cache: losing it costs nothing but time."""

    load: Callable[[str], bytes | None]
    store: Callable[[str, bytes], None]
    inputs: bytes = b""
    """A digest of all that the site is made from, for `standing.known_site`; empty where nobody asks that."""

    def recall(self, out: Path) -> Remembered | None:
        """What the last build into this folder knew; None where nothing is known."""
        data = self.load(_entry(out))
        try:
            return msgspec.msgpack.decode(data, type=Remembered) if data else None
        except msgspec.DecodeError:  # of another version of the program
            return None

    def remember(self, out: Path, remembered: Remembered) -> None:
        """Keeps it for the next build into this folder."""
        self.store(_entry(out), msgspec.msgpack.encode(remembered))

    def keep(self, out: Path, built: Built, stamps: Stamps, memory: Memory) -> None:
        """Keeps what tells the next build that nothing has to be made."""
        if self.inputs:
            media = {name[5:]: look for name, look in memory.others.items() if name.startswith("file:")}
            keep_site(out, self.inputs, built, stamps, media, self.store)


class Upkeep:
    """One build: what there is to make, and what it depends on."""

    def __init__(self, shelf: Shelf, press: Press, root: Path) -> None:
        self._shelf, self._press, self._root = shelf, press, root
        self.world = _world(shelf, press, root)
        self.pages = 0
        """How many pages for people the site has, over all formats and languages, once it is written."""

    def write_all(self, folder: NewFolder) -> Memory:
        """Writes every product into a new folder."""
        notes = Notes()
        others = self._others()  # before any file is read: what is saved meanwhile counts as a change
        for product in self._products():
            self.pages += product.pages
            notes.add(product.name, *self._made(product, folder))
        return notes.memory(self.world, self._shelf.seen({}), packed(self._shelf.entries), others)

    def renew(self, folder: ChangedFolder, before: Memory) -> Memory:
        """Makes the products again that a change concerns, and removes the files that no product has any more."""
        shelf, records = self._shelf, self._shelf.seen(before.records)
        if facts_changed(before.records, records):
            entries = packed(shelf.entries)
        else:
            entries = before.entries
            shelf.recall(Recalled(entries))
        others = self._others()
        changes = changed(before, records, entries, others)
        if folder.known and not changes and not folder.missing:
            return before
        concern = concerned(before, changes)
        notes = Notes(before)
        gone = {name for files in before.products.values() for name in files} | folder.missing
        if not folder.known:  # somebody else's state: nothing that is remembered of it holds
            gone = set(folder.listed) | folder.missing
        for product in self._products():
            self.pages += product.pages
            old = before.products.get(product.name)
            if folder.known and old and product.name not in concern and folder.missing.isdisjoint(old):
                notes.keep(product.name, old)
                gone.difference_update(old)
            else:
                files, reads = self._made(product, folder)
                notes.add(product.name, files, reads)
                gone.difference_update(files)
        for name in sorted(gone):
            if name in folder.listed or name in folder.missing:
                folder.remove(name)
        return notes.memory(self.world, records, entries, others)

    def _products(self) -> Iterator[Product]:
        return products(self._shelf, self._press, self._root)

    def _made(self, product: Product, folder: NewFolder | ChangedFolder) -> tuple[list[str], Iterable[str]]:
        """Writes a product; returns its files and what it read."""
        files: list[str] = []
        with self._shelf.reading() as read:
            for name, content in product.make(folder.read):
                folder.write(name, content)
                files.append(name)
        return files, {*read, *product.besides}

    def _others(self) -> dict[str, bytes]:
        shelf = self._shelf
        as_of = shelf.programme.as_of.isoformat()
        return {
            "programme": _programme_digest(shelf.programme),
            "as_of": as_of.encode(),
            "year": as_of[:4].encode(),
            "changes": digest(shelf.news),
            "days": digest(sorted(shelf.last_changes.items())),
            **{f"day:{record}": day.encode() for record, day in shelf.last_changes.items()},
            **{f"file:{name}": look_of(self._root / name) for name in shelf.index("media", "shown")},
        }


def _entry(out: Path) -> str:
    place = hashlib.sha256(os.fsencode(out.absolute())).hexdigest()[:16]
    return f"site-{place}"


def _programme_digest(programme: Programme) -> bytes:
    told = {f.name: getattr(programme, f.name) for f in fields(programme) if f.name != "chosen"}
    return digest(told)


def _world(shelf: Shelf, press: Press, root: Path) -> bytes:
    """A digest of all that concerns every page: program, templates, settings, vocabularies, formats and languages."""
    interfaces = [(tag, scope.interface.digest) for tag, scope in press.scopes.items()]
    own = root / shelf.settings.site.templates
    outlines = shelf.settings.site.map.outlines
    return digest(
        program_digest(),
        _code_digest(),
        _folder_digest(resource_folder("templates")),
        _folder_digest(own) if own.is_dir() else b"",
        look_of(root / outlines) if outlines else b"",
        shelf.settings,
        shelf.project,
        interfaces,
        list(press.trees.formats),
        [(v, shelf.document("vocabulary", v)) for v in shelf.vocabularies()],
    )


@cache
def _code_digest() -> bytes:
    return _folder_digest(Path(__file__).parent.parent)


def _folder_digest(folder: Path) -> bytes:
    """Changes with any file below a folder, but for compiled code."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        whole.update(path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.digest()
