"""What the last build of a site knew: which product read what, so that the next one makes only those that a change concerns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from miniexchange.catalogue.kinds import KINDS
from miniexchange.publish.indexes import Entries
from miniexchange.publish.stock import Seen


class Written(msgspec.Struct, array_like=True, frozen=True):
    """A product as it was: its files, and what it read (places in `Memory.reads`)."""

    files: tuple[str, ...]
    reads: tuple[int, ...]


class Memory(msgspec.Struct, array_like=True, frozen=True):
    """The state of a site after a build. `world` is a digest of all that concerns every page."""

    world: bytes
    records: dict[str, Seen]
    entries: Entries
    others: dict[str, bytes]
    """Digests of what is neither a record nor an index entry, such as the programme."""
    reads: tuple[str, ...]
    products: dict[str, Written]


def rows_changed(before: Mapping[str, Seen], now: Mapping[str, Seen]) -> set[str]:
    """Records that came, went, or show others something else than before."""
    gone = before.keys() - now.keys()
    return gone | {
        record for record, seen in now.items() if (b := before.get(record)) is None or b.row != seen.row
    }


def changed(
    before: Memory, records: Mapping[str, Seen], entries: Entries, others: Mapping[str, bytes]
) -> set[str]:
    """Everything that a product can have read and that is not as it was, named as the shelf names it."""
    rows = rows_changed(before.records, records)
    contents = {
        r for r, seen in records.items() if (b := before.records.get(r)) is None or b.content != seen.content
    }
    found = rows | {f"{record}!" for record in rows | contents}
    found |= {f"rows:{kind}" for kind in KINDS if any(r.startswith(f"{kind}/") for r in rows)}
    found |= {f"contents:{kind}" for kind in KINDS if any(r.startswith(f"{kind}/") for r in rows | contents)}
    if entries is not before.entries:
        names = before.entries.keys() | entries.keys()
        found |= {name for name in names if before.entries.get(name) != entries.get(name)}
    names = before.others.keys() | others.keys()
    return found | {name for name in names if before.others.get(name) != others.get(name)}


def concerned(before: Memory, changes: set[str]) -> set[str]:
    """The products that read any of the changes."""
    places = {place for place, name in enumerate(before.reads) if name in changes}
    return {name for name, product in before.products.items() if not places.isdisjoint(product.reads)}


class Notes:
    """Collects what a build reads and writes, beginning with the names of what the last one read.

    Names that nothing reads any more stay until everything is made anew: they do no harm.
    """

    def __init__(self, reads: Iterable[str] = ()) -> None:
        self._places: dict[str, int] = {name: place for place, name in enumerate(reads)}
        self.products: dict[str, Written] = {}

    def keep(self, name: str, product: Written) -> None:
        """A product of the last build that did not have to be made again."""
        self.products[name] = product

    def add(self, name: str, files: Iterable[str], reads: Iterable[str]) -> None:
        """A product that was made."""
        places = sorted(self._places.setdefault(read, len(self._places)) for read in reads)
        self.products[name] = Written(tuple(files), tuple(places))

    def memory(
        self, world: bytes, records: dict[str, Seen], entries: Entries, others: dict[str, bytes]
    ) -> Memory:
        return Memory(world, records, entries, others, tuple(self._places), self.products)


def digest(*parts: object) -> bytes:
    """One digest of plain data."""
    return hashlib.blake2b(msgspec.msgpack.encode(parts, enc_hook=str), digest_size=16).digest()
