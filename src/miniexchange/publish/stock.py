"""Where a site's records come from. A page reads its own record whole, and of the others what their rows hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Practice, Record
from miniexchange.catalogue.records.practice import Owner
from miniexchange.catalogue.records.shared import Link, Media
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.terms import Terms


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

    def slim(self, kind: str, record_id: str) -> Record | None:
        """A record as other pages may show it: without the long texts that its schema marks `x-prose`."""

    def whole(self, kind: str, record_id: str) -> Record:
        """A record with all its texts."""

    def practice_facts(self) -> Iterable[PracticeFacts]:
        """Every practice in brief, by id."""

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

    def slim(self, kind: str, record_id: str) -> Record | None:
        return self.catalogue.of(kind).get(record_id)

    def whole(self, kind: str, record_id: str) -> Record:
        return self.catalogue.of(kind)[record_id]

    def practice_facts(self) -> Iterable[Practice]:
        return self.catalogue.practices.values()

    def terms(self, vocabulary: str) -> Terms:
        return self.catalogue.terms(vocabulary)
