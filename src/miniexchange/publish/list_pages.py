"""The pages that follow from the indexes: further pages of the list of practices, and a page for every option of a facet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from miniexchange.publish.options import FOLDERS, GROUPS, VOCABULARIES
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.views.items import page_name, pages_of
from miniexchange.publish.views.practices import apart_view, practices_view
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.terms import option_view, term_view, vocabulary_view


class ListPage(NamedTuple):
    """A page as the plan of a site takes it: name, template, view, and what messages call it."""

    name: str
    template: str
    show: Callable[[Scope], View]
    record: str


def list_pages(shelf: Shelf) -> Iterator[ListPage]:
    """The further pages of practices, then the terms of each vocabulary, then countries, levels of evidence, exchanged or not."""
    yield from _practices(shelf)
    for facet, vocabulary in VOCABULARIES.items():
        show = partial(vocabulary_view, facet=facet)
        yield ListPage(vocabulary, "terms", show, f"the list of {vocabulary}")
        for term in shelf.index("all", f"term/{vocabulary}"):
            yield from _listed(
                shelf, partial(term_view, facet=facet, term=term), f"{vocabulary}/{term}", facet, term
            )
    for facet in FOLDERS:
        for option in shelf.index("all", f"option/{facet}"):
            page = shelf.page("option", f"{facet}/{option}")
            yield from _listed(shelf, partial(option_view, facet=facet, option=option), page, facet, option)


def _practices(shelf: Shelf) -> Iterator[ListPage]:
    """All but the first page, which is one of the site's single pages."""
    for group in GROUPS:
        for number in range(2, pages_of(shelf.index("practices", group)) + 1):
            if group == "current":
                show: Callable[[Scope], View] = partial(practices_view, number=number)
                name = page_name("practices", number)
            else:
                show, name = (
                    partial(apart_view, group=group, number=number),
                    page_name("practices", number, group),
                )
            yield ListPage(name, "practices", show, f"the list of practices, page {number}")


def _listed(
    shelf: Shelf, show: Callable[..., View], name: str, facet: str, option: str
) -> Iterator[ListPage]:
    """The pages of a list, as many as it fills."""
    for number in range(1, pages_of(shelf.index("having", f"{facet}/{option}")) + 1):
        page = page_name(name, number)
        yield ListPage(page, "term", partial(show, number=number), f"the page {page}")
