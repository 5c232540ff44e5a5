"""What the last build of a site knew: which product read what, so that the next one makes only those that a change concerns."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from zlib import crc32

import msgspec

from miniexchange.catalogue.kinds import KINDS
from miniexchange.publish.stock import Seen

Packed = dict[str, msgspec.Raw]
"""Name → something encoded: of a hundred thousand a build looks at few, so the others need not be decoded."""


class Memory(msgspec.Struct, array_like=True, frozen=True):
    """The state of a site after a build. `world` is a digest of all that concerns every page."""

    world: bytes
    records: dict[str, Seen]
    entries: Packed
    """The index entries: `exports:flevoland` → ids."""
    others: dict[str, bytes]
    """Digests of what is neither a record nor an index entry, such as the programme."""
    names: tuple[str, ...]
    """Every product that was made since everything was made anew."""
    readers: list[msgspec.Raw]
    """Name → places in `names` of the products that read it, in `_SHARES` encoded parts by `_share` of the name. Some may no
    longer read it: they are made once too often."""
    products: dict[str, tuple[str, ...]]
    """Every product that the site has → its files."""


class Recalled(Mapping[str, tuple[str, ...]]):
    """The index entries of an earlier build, each decoded when it is first asked for."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed
        self._known: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name not in self._known:
            self._known[name] = msgspec.msgpack.decode(self._packed[name], type=tuple[str, ...])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def packed(entries: Mapping[str, tuple[str, ...]]) -> Packed:
    """Each entry encoded by itself."""
    encode = msgspec.msgpack.Encoder().encode
    return {name: msgspec.Raw(encode(entry)) for name, entry in entries.items()}


_SHARES = 512
_Readers = dict[str, list[int]]


def _share(name: str) -> int:
    """In which part a name is: to know the readers of a few names, a few parts have to be decoded."""
    return crc32(name.encode("utf-8", "surrogateescape")) % _SHARES


def rows_changed(before: Mapping[str, Seen], now: Mapping[str, Seen]) -> set[str]:
    """Records that came, went, or show others something else than before."""
    gone = before.keys() - now.keys()
    return gone | {
        record for record, seen in now.items() if (b := before.get(record)) is None or b.row != seen.row
    }


def facts_changed(before: Mapping[str, Seen], now: Mapping[str, Seen]) -> set[str]:
    """Records that came, went, or of which lists and indexes are told something else than before."""
    gone = before.keys() - now.keys()
    return gone | {
        record for record, seen in now.items() if (b := before.get(record)) is None or b.facts != seen.facts
    }


def changed(
    before: Memory, records: Mapping[str, Seen], entries: Packed, others: Mapping[str, bytes]
) -> set[str]:
    """Everything that a product can have read and that is not as it was, named as the shelf names it."""
    rows = rows_changed(before.records, records)
    contents = {
        r for r, seen in records.items() if (b := before.records.get(r)) is None or b.content != seen.content
    }
    found = rows | {f"{record}!" for record in rows | contents}
    if any(r.startswith("practice/") for r in facts_changed(before.records, records)):
        found.add("facts:practice")
    found |= {f"rows:{kind}" for kind in KINDS if any(r.startswith(f"{kind}/") for r in rows)}
    found |= {f"contents:{kind}" for kind in KINDS if any(r.startswith(f"{kind}/") for r in rows | contents)}
    if entries is not before.entries:
        names = before.entries.keys() | entries.keys()
        found |= {name for name in names if before.entries.get(name) != entries.get(name)}
    names = before.others.keys() | others.keys()
    return found | {name for name in names if before.others.get(name) != others.get(name)}


def concerned(before: Memory, changes: set[str]) -> set[str]:
    """The products that read any of the changes."""
    found: set[int] = set()
    for share, names in _shared_out(changes).items():
        readers = msgspec.msgpack.decode(before.readers[share], type=_Readers)
        found.update(*(readers.get(name, ()) for name in names))
    return {before.names[place] for place in found}


def _shared_out(names: Iterable[str]) -> dict[int, list[str]]:
    """The names by their part."""
    found: dict[int, list[str]] = {}
    for name in names:
        found.setdefault(_share(name), []).append(name)
    return found


class Notes:
    """Collects what a build reads and writes, beginning with what the last one did."""

    def __init__(self, before: Memory | None = None) -> None:
        self._places = {name: place for place, name in enumerate(before.names if before else ())}
        self._before = before.readers if before else [msgspec.Raw(msgspec.msgpack.encode({}))] * _SHARES
        self._readers: _Readers = {}
        self.products: dict[str, tuple[str, ...]] = {}

    def keep(self, name: str, files: tuple[str, ...]) -> None:
        """A product of the last build that did not have to be made again."""
        self.products[name] = files

    def add(self, name: str, files: Iterable[str], reads: Iterable[str]) -> None:
        """A product that was made."""
        self.products[name] = tuple(files)
        place = self._places.setdefault(name, len(self._places))
        for read in reads:
            self._readers.setdefault(read, []).append(place)

    def memory(
        self, world: bytes, records: dict[str, Seen], entries: Packed, others: dict[str, bytes]
    ) -> Memory:
        """All of it, for the next build."""
        readers = list(self._before)
        for share, names in _shared_out(self._readers).items():
            of_share = msgspec.msgpack.decode(readers[share], type=_Readers)
            for name in names:
                of_share[name] = sorted({*of_share.get(name, ()), *self._readers[name]})
            readers[share] = msgspec.Raw(msgspec.msgpack.encode(of_share))
        return Memory(world, records, entries, others, tuple(self._places), readers, self.products)


def digest(*parts: object) -> bytes:
    """One digest of plain data."""
    return hashlib.blake2b(msgspec.msgpack.encode(parts, enc_hook=str), digest_size=16).digest()
