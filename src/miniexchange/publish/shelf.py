"""The records of one site as its pages read them: by id and by index, every reading noted.

A page is made from its own record, from the slim records of others and from index entries. Because the shelf notes which,
the next build knows which pages a change concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.records import Need, Practice, Record, Region
from miniexchange.catalogue.settings import Settings
from miniexchange.catalogue.terms import Terms
from miniexchange.diagnostic import UserError
from miniexchange.publish.indexes import indexes
from miniexchange.publish.news import NO_NEWS, News
from miniexchange.publish.stock import PracticeFacts, Seen, Stock

if TYPE_CHECKING:
    from miniexchange.pairing import Programme

R = TypeVar("R", bound=Record)
Made = TypeVar("Made")

_MOST = 24_000
"""How many things are kept that were made once for many pages: the first, for a list is gone through in the same order."""


class Shelf:
    """All that pages may ask.

    `project` restricts the site to one project; raises UserError when there is none of that id.
    """

    def __init__(
        self,
        stock: Stock,
        programme: Programme,
        project: str = "",
        news: News = NO_NEWS,
        *,
        outlines: Path | None = None,
        days: Mapping[str, str] | None = None,
    ) -> None:
        if project and project not in stock.ids("project"):
            known = ", ".join(stock.ids("project")) or "none"
            raise UserError(f"the catalogue has no project {project!r}", f"its projects: {known}")
        self.project = project
        self._stock = stock
        self._programme = programme
        self._news = news
        self.outlines = outlines
        """The file of outlines that maps show over the land. It concerns every page, like the settings that name it."""
        self._changed = days or {}
        self._read: set[str] = set()
        self._made: dict[object, tuple[Any, frozenset[str]]] = {}

    @property
    def settings(self) -> Settings:
        return self._stock.settings

    @property
    def programme(self) -> Programme:
        """The proposed programme."""
        self._read.add("programme")
        return self._programme

    def day(self, kind: str, record_id: str) -> str:
        """The day on which a record last changed what it says (`2026-11-30`); "" where nobody knows."""
        self._read.add(f"day:{kind}/{record_id}")
        return self.last_changes.get(f"{kind}/{record_id}", "")

    def days(self, shape: type[Record]) -> list[tuple[str, str]]:
        """(id, day of the last change) of every record of a kind that has a page."""
        self._read.add("days")
        kind = shape.__name__.lower()
        ids = self.index("all", kind)
        return [(record_id, self.last_changes.get(f"{kind}/{record_id}", "")) for record_id in ids]

    @cached_property
    def last_changes(self) -> Mapping[str, str]:
        """`practice/i-creo` → day of the last change, as far as it is known.

        Named by id and not by path: whoever asks notes a name that stays when the file moves to another folder.
        """
        places = ((kind, i, self._stock.path(kind, i)) for kind in KINDS for i in self._stock.ids(kind))
        return {f"{kind}/{i}": self._changed[path] for kind, i, path in places if path in self._changed}

    @property
    def news(self) -> News:
        """What became of the records, period by period."""
        self._read.add("changes")
        return self._news

    @cached_property
    def entries(self) -> Mapping[str, tuple[str, ...]]:
        """Every index entry: `exports:flevoland` → ids."""
        return indexes(self._stock, self.project)

    def recall(self, entries: Mapping[str, tuple[str, ...]]) -> None:
        """Takes the entries of an earlier build, where indexes are told of no record anything else than then."""
        self.entries = entries

    def seen(self, before: Mapping[str, Seen]) -> dict[str, Seen]:
        """`practice/i-creo` → digests of the record as it is now, for every record; `before` as an earlier build saw them."""
        return self._stock.seen(before)

    def once(self, key: object, make: Callable[[], Made]) -> Made:
        """What `make` gives, made once for many pages; each of them counts as having read what it was made from."""
        known = self._made.get(key)
        if known is None:
            with self.reading() as read:
                new = make()
            known = new, frozenset(read)
            if len(self._made) < _MOST:
                self._made[key] = known
        self._read |= known[1]
        made: Made = known[0]  # a key stands for one kind of thing
        return made

    def let_go(self) -> None:
        """Forgets what was made once for many pages."""
        self._made.clear()

    @contextmanager
    def reading(self) -> Iterator[set[str]]:
        """Notes what is read inside the block: `practice/i-creo` (slim), `practice/i-creo!` (whole), `exports:flevoland`."""
        before, self._read = self._read, set()
        try:
            yield self._read
        finally:
            before |= self._read  # in place: whoever began to note before goes on
            self._read = before

    # Records

    def find(self, shape: type[R], record_id: str) -> R | None:
        """The slim record of an id, such as `find(Region, "flevoland")`; None where the catalogue holds none."""
        kind = shape.__name__.lower()
        self._read.add(f"{kind}/{record_id}")
        record = self._stock.slim(kind, record_id) if record_id else None
        return record if isinstance(record, shape) else None

    def get(self, shape: type[R], record_id: str) -> R:
        """The slim record of an id that is known to exist. Raises KeyError otherwise."""
        record = self.find(shape, record_id)
        if record is None:
            raise KeyError(f"{shape.__name__.lower()}/{record_id}")
        return record

    def whole(self, shape: type[R], record_id: str) -> R:
        """A record with all its texts, for its own page. Raises KeyError for an unknown id."""
        kind = shape.__name__.lower()
        self._read.add(f"{kind}/{record_id}!")
        record = self._stock.whole(kind, record_id)
        assert isinstance(record, shape)
        return record

    def path(self, shape: type[R], record_id: str) -> str:
        """The file of a record below the catalogue's root, for messages alone: it is not noted as read."""
        return self._stock.path(shape.__name__.lower(), record_id) or record_id

    def document(self, kind: str, record_id: str) -> Mapping[str, Any]:
        """A record as its file has it, for data files."""
        self._read.add(f"{kind}/{record_id}!")
        return self._stock.document(kind, record_id)

    def contents(self, kind: str) -> tuple[str, ...]:
        """The ids of a kind that have a page, for files that are made of their whole contents."""
        self._read.add(f"contents:{kind}")
        return self.index("all", kind)

    def every(self, shape: type[R]) -> list[R]:
        """All records of a kind that have a page, slim, by id. Not for practices, of which there may be ten thousand."""
        return [self.get(shape, record_id) for record_id in self.index("all", shape.__name__.lower())]

    def practice_facts(self) -> list[PracticeFacts]:
        """Every practice that has a page, in brief, by id: for counts over the whole catalogue."""
        shown = set(self.index("all", "practice"))
        self._read.add("facts:practice")
        return [facts for facts in self._stock.practice_facts() if facts.id in shown]

    def filled(self) -> Iterable[tuple[str, frozenset[str]]]:
        """Every practice's id with the fields that tell something, for counts over the whole catalogue."""
        self._read.add("rows:practice")
        return self._stock.filled()

    def need(self, region_id: str, need_id: str) -> Need | None:
        """A need of a region; None where it states none of that id."""
        region = self.find(Region, region_id)
        return next((need for need in region.needs if need.id == need_id), None) if region else None

    # Indexes

    def index(self, name: str, key: str) -> tuple[str, ...]:
        """An entry such as `index("exports", "flevoland")`; empty where there is none."""
        entry = f"{name}:{key}"
        self._read.add(entry)
        return self.entries.get(entry, ())

    def page(self, kind: str, record_id: str) -> str:
        """The page of a record, such as `regions/flevoland`; "" when it has none."""
        found = self.index("page", f"{kind}/{record_id}") if record_id else ()
        return found[0] if found else ""

    def term_page(self, vocabulary: str, term: str) -> str:
        """The page of a term, such as `themes/finance`; "" when it has none."""
        return self.page(f"term/{vocabulary}", term)

    # Words

    def vocabularies(self) -> Sequence[str]:
        """The ids of all vocabularies."""
        return self._stock.ids("vocabulary")

    def terms(self, vocabulary: str) -> Terms:
        """The terms of a vocabulary such as `themes`. Every page depends on all vocabularies."""
        return self._stock.terms(vocabulary)

    def countries(self, practice: PracticeFacts | Practice) -> Sequence[str]:
        """The countries of a practice: its region's, else its owner's."""
        region = self.find(Region, practice.region)
        if region:
            return (region.country,)
        return practice.owner.countries if practice.owner else ()
