"""Which pages a site has: a table of single pages, one of pages by record, and the pages of terms.

Each names its template (in `templates/html/` and `templates/markdown/`) and the view function that it shows. Views are made when
a page is written, so that only one is held at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from miniexchange.catalogue.records import Exchange, Practice, Record, Region
from miniexchange.publish.language import N_
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.views.exchange import exchange_view
from miniexchange.publish.views.home import about_view, home_view
from miniexchange.publish.views.lists import exchanges_view, practices_view
from miniexchange.publish.views.missing import missing_view
from miniexchange.publish.views.practice import practice_view
from miniexchange.publish.views.programme import programme_view
from miniexchange.publish.views.region import region_view, regions_view
from miniexchange.publish.views.scope import Scope, View

ShowRecord = Callable[..., View]
"""A view function of a record's page: it takes the scope and the record."""


@dataclass(frozen=True)
class Page:
    """One page in every language and format: its name without ending (`practices/i-creo`) and what it is made from."""

    name: str
    template: str
    show: Callable[[Scope], View]
    record: str
    """What an error message names: a record's file, or the page in words."""
    kind: str = ""
    """The kind of the record whose page it is; "" for others."""


SINGLES: tuple[Page, ...] = (
    Page("index", "home", home_view, "the first page"),
    Page("practices", "practices", practices_view, "the list of practices"),
    Page("regions", "regions", regions_view, "the list of regions"),
    Page("exchanges", "exchanges", exchanges_view, "the list of exchanges"),
    Page("programme", "programme", programme_view, "the proposed programme"),
    Page("about", "about", about_view, "the page about the catalogue"),
    Page("404", "404", missing_view, "the page for what is not there"),
)
"""Pages about the whole catalogue."""

RECORDS: tuple[tuple[type[Record], str, str, ShowRecord], ...] = (
    (Practice, "practices", "practice", practice_view),
    (Region, "regions", "region", region_view),
    (Exchange, "exchanges", "exchange", exchange_view),
)
"""Kinds whose records have pages: the kind, the folder, the template, the view."""

MENU: tuple[tuple[str, str], ...] = (
    ("practices", N_("Practices")),
    ("regions", N_("Regions")),
    ("exchanges", N_("Exchanges")),
    ("programme", N_("Programme")),
    ("about", N_("About")),
)
"""The menu in the head of every page: page and name."""

MORE: tuple[tuple[str, str], ...] = ()
"""The further pages that the foot of every page leads to."""


def pages(shelf: Shelf) -> Iterator[Page]:
    """Every page of a site: those about the whole first, then one for each record, by kind and id."""
    yield from SINGLES
    for shape, folder, template, show in RECORDS:
        for record_id in shelf.index("all", shape.__name__.lower()):
            yield _of_record(shelf, shape, record_id, folder, template, show)


def _of_record(
    shelf: Shelf, shape: type[Record], record_id: str, folder: str, template: str, show: ShowRecord
) -> Page:
    def shown(scope: Scope) -> View:
        return show(scope, shelf.whole(shape, record_id))

    path = shelf.path(shape, record_id)
    return Page(f"{folder}/{record_id}", template, shown, path, shape.__name__.lower())
