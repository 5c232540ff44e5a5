"""Which pages a site has. Each names its template and the view that it shows; views are made when a page is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from miniexchange.catalogue.records import Exchange, Practice, Region
from miniexchange.publish.language import N_
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.views.exchange import exchange_view
from miniexchange.publish.views.home import about_view, home_view
from miniexchange.publish.views.lists import exchanges_view, practices_view
from miniexchange.publish.views.practice import practice_view
from miniexchange.publish.views.programme import programme_view
from miniexchange.publish.views.region import region_view, regions_view
from miniexchange.publish.views.scope import Scope, View

if TYPE_CHECKING:
    from miniexchange.pairing import Programme


@dataclass(frozen=True)
class Page:
    """One page in every language and format: its name without ending (`practices/i-creo`) and what it is made from."""

    name: str
    template: str
    show: Callable[[Scope], View]
    record: str
    """What an error message names: a record's file, or the page in words."""
    data: str = ""
    """The same in JSON, below the site's folder; "" where there is no such file."""


MENU: tuple[tuple[str, str], ...] = (
    ("practices", N_("Practices")),
    ("regions", N_("Regions")),
    ("exchanges", N_("Exchanges")),
    ("programme", N_("Programme")),
    ("about", N_("About")),
)
"""The main menu: page and name."""


def pages(shelf: Shelf, programme: Programme) -> Iterator[Page]:
    """Every page of a site: those about the whole first, then one for each record, by kind and id."""
    yield Page("index", "home", lambda scope: home_view(scope, programme), "the first page")
    yield Page("practices", "practices", practices_view, "the list of practices")
    yield Page("regions", "regions", regions_view, "the list of regions")
    yield Page("exchanges", "exchanges", exchanges_view, "the list of exchanges")
    yield Page(
        "programme", "programme", lambda scope: programme_view(scope, programme), "the proposed programme"
    )
    yield Page("about", "about", about_view, "the page about the catalogue")
    yield Page("404", "404", _not_found, "the page for what is not there")
    for practice in shelf.index("all", "practice"):
        yield _of_practice(shelf, practice)
    for region in shelf.index("all", "region"):
        yield _of_region(shelf, region, programme)
    for exchange in shelf.index("all", "exchange"):
        yield _of_exchange(shelf, exchange)


def _of_practice(shelf: Shelf, practice: str) -> Page:
    def show(scope: Scope) -> View:
        return practice_view(scope, shelf.whole(Practice, practice))

    return Page(f"practices/{practice}", "practice", show, shelf.path(Practice, practice))


def _of_region(shelf: Shelf, region: str, programme: Programme) -> Page:
    def show(scope: Scope) -> View:
        return region_view(scope, shelf.whole(Region, region), programme)

    return Page(f"regions/{region}", "region", show, shelf.path(Region, region))


def _of_exchange(shelf: Shelf, exchange: str) -> Page:
    def show(scope: Scope) -> View:
        return exchange_view(scope, shelf.whole(Exchange, exchange))

    return Page(f"exchanges/{exchange}", "exchange", show, shelf.path(Exchange, exchange))


def _not_found(scope: Scope) -> View:
    return {"title": scope.interface.gettext("Page not found")}
