"""Where a site's records come from. A page reads its own record whole, and of the others what their rows hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Practice, Record
from miniexchange.catalogue.records.practice import Owner
from miniexchange.catalogue.records.shared import Link, Media
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.terms import Terms

FILLED: tuple[str, ...] = (
    "summary",
    "themes",
    "challenges",
    "services",
    "target_groups",
    "location",
    "period",
    "stakeholders",
    "beneficiaries",
    "resources",
    "evidence",
    "difficulties",
    "transfer",
    "sources",
    "contact",
    "verified",
)
"""The fields of a practice of which it is counted how often they tell something."""


class Seen(msgspec.Struct, array_like=True, frozen=True):
    """A record as it was at a moment: digests of its whole content and of its slim row, and where it lay.

    `facts` is a digest of what lists and indexes ask: of a practice, what `practice_facts` tells; of any other, its row.
    """

    content: bytes
    row: bytes
    facts: bytes
    path: str


class LevelFacts(Protocol):
    """Where a claim stands on the scales of evidence."""

    @property
    def nesta(self) -> int | None: ...
    @property
    def maryland(self) -> int | None: ...
    @property
    def oecd(self) -> int | None: ...


class ClaimFacts(Protocol):
    """What counts ask of a claim."""

    @property
    def kind(self) -> str: ...
    @property
    def levels(self) -> LevelFacts | None: ...


class PracticeFacts(Protocol):
    """What lists, counts and links between pages ask of every practice: little enough to hold ten thousand of."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def lesson_only(self) -> bool: ...
    @property
    def region(self) -> str: ...
    @property
    def owner(self) -> Owner | None: ...
    @property
    def projects(self) -> tuple[str, ...]: ...
    @property
    def derived_from(self) -> str: ...
    @property
    def themes(self) -> tuple[str, ...]: ...
    @property
    def challenges(self) -> tuple[str, ...]: ...
    @property
    def services(self) -> tuple[str, ...]: ...
    @property
    def target_groups(self) -> tuple[str, ...]: ...
    @property
    def evidence(self) -> Sequence[ClaimFacts]: ...
    @property
    def media(self) -> Sequence[Media]: ...
    @property
    def links(self) -> Sequence[Link]: ...
    @property
    def documented(self) -> PartialDate | None: ...
    @property
    def verified(self) -> PartialDate | None: ...


class Stock(Protocol):
    """The records of a catalogue, one by one and in brief."""

    @property
    def settings(self) -> Settings: ...

    def ids(self, kind: str) -> Sequence[str]:
        """The ids of a kind, sorted."""

    def path(self, kind: str, record_id: str) -> str:
        """The file of a record below the catalogue's root; "" where there is none."""

    def slim(self, kind: str, record_id: str) -> Record | None:
        """A record as other pages may show it: without the long texts that its schema marks `x-prose`."""

    def whole(self, kind: str, record_id: str) -> Record:
        """A record with all its texts."""

    def document(self, kind: str, record_id: str) -> Mapping[str, Any]:
        """A record as its file has it: plain dictionaries, lists and scalars."""

    def seen(self, before: Mapping[str, Seen]) -> dict[str, Seen]:
        """`practice/i-creo` → how it is now, for every record.

        `before` is how the same program saw them: the same content at the same place has the same row.
        """

    def practice_facts(self) -> Iterable[PracticeFacts]:
        """Every practice in brief, by id."""

    def filled(self) -> Iterable[tuple[str, frozenset[str]]]:
        """Every practice's id with those of `FILLED` that tell something, by id."""

    def terms(self, vocabulary: str) -> Terms:
        """The terms of a vocabulary such as `themes`."""


@dataclass(frozen=True)
class InMemory:
    """The stock of a catalogue that is in memory already."""

    catalogue: Catalogue

    @property
    def settings(self) -> Settings:
        return self.catalogue.settings

    def ids(self, kind: str) -> Sequence[str]:
        return tuple(self.catalogue.of(kind))

    def path(self, kind: str, record_id: str) -> str:
        record = self.catalogue.of(kind).get(record_id)
        return record.path if record else ""

    def slim(self, kind: str, record_id: str) -> Record | None:
        return self.catalogue.of(kind).get(record_id)

    def whole(self, kind: str, record_id: str) -> Record:
        return self.catalogue.of(kind)[record_id]

    def document(self, kind: str, record_id: str) -> Mapping[str, Any]:
        return self.catalogue.documents[kind][record_id]

    def seen(self, before: Mapping[str, Seen]) -> dict[str, Seen]:
        return {
            f"{kind}/{record_id}": Seen(content, content, content, "")
            for kind, of_kind in self.catalogue.documents.items()
            for record_id, document in of_kind.items()
            for content in (hashlib.blake2b(repr(document).encode(), digest_size=16).digest(),)
        }

    def practice_facts(self) -> Iterable[Practice]:
        return self.catalogue.practices.values()

    def filled(self) -> Iterable[tuple[str, frozenset[str]]]:
        for practice in self.catalogue.practices.values():
            yield practice.id, frozenset(field for field in FILLED if getattr(practice, field))

    def terms(self, vocabulary: str) -> Terms:
        return self.catalogue.terms(vocabulary)
