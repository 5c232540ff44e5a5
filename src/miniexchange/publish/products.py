"""What a site consists of: products, each of which writes some files and says, by reading the shelf, what they depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from miniexchange.interchange.api import CHANGES_PATH, bulk_path
from miniexchange.interchange.publication import Publication
from miniexchange.publish.data_files import (
    KINDS,
    bulk_file,
    changes,
    publication_of,
    record_files,
    tables,
    vocabularies,
)
from miniexchange.publish.datasets import description
from miniexchange.publish.feeds import (
    ALL,
    feed_path,
    has_feed,
    region_feed,
    sitemap,
    theme_feed,
    whole_feed,
)
from miniexchange.publish.plan import MENU, MORE, Page, pages
from miniexchange.publish.render import Renderer
from miniexchange.publish.search_script import search_script
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.trees import Trees
from miniexchange.publish.views.finding import records_file
from miniexchange.publish.views.scope import Scope
from miniexchange.publish.views.site import site_view
from miniexchange.resources import resource_folder

Files = Iterator[tuple[str, bytes]]
"""Names below the site's folder, with `/`, and contents."""
Read = Callable[[str], bytes]
"""Gives the content of a file of the site that is being written."""


class Product(NamedTuple):
    """Files that come and go together: a page in all its languages and formats, a feed, a table."""

    name: str
    make: Callable[[Read], Files]
    pages: int = 0
    """How many pages for people it holds."""
    besides: tuple[str, ...] = ()
    """What it depends on and does not read from the shelf: `file:media/fair.jpg`, `as_of`."""


_DATED = ("as_of",)
"""Besides, of what tells when the catalogue was last modified. A record's citation tells the year alone."""


@dataclass(frozen=True)
class Press:
    """All that turns views into files: the languages, the templates of every format, and where files lie."""

    scopes: dict[str, Scope]
    renderers: dict[tuple[str, str], Renderer]
    trees: Trees
    base_url: str
    menus: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = field(default_factory=dict)

    def _menus(self, scope: Scope) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The menus in the language of a scope, page and name: translated once, and not once a page."""
        if scope.interface.tag not in self.menus:
            translate = scope.interface.gettext
            self.menus[scope.interface.tag] = (
                [(name, translate(word)) for name, word in MENU],
                [(name, translate(word)) for name, word in MORE],
            )
        return self.menus[scope.interface.tag]

    def let_go(self) -> None:
        """Forgets what was made once for many pages, when no more of them come."""
        for scope in self.scopes.values():
            scope.shelf.let_go()
        for renderer in self.renderers.values():
            renderer.let_go()

    def files(self, page: Page) -> Files:
        """A page in every language and format."""
        for language, scope in self.scopes.items():
            view = page.show(scope)
            menus = self._menus(scope)
            for form in self.trees.formats:
                context = {
                    **self.trees.context(page.name, form, language, self.base_url),
                    "site": site_view(scope),
                    "menu": menus[0],
                    "more": menus[1],
                    "feed": feed_path(page.name) if has_feed(scope, page.name) else ALL,
                    "data": f"api/v1/{page.name}.json" if page.kind else "",
                    "view": view,
                }
                text = self.renderers[form, language].page(page.template, context, page.record)
                yield self.trees.file(page.name, form, language), text.encode("utf-8")


def products(shelf: Shelf, press: Press, root: Path) -> Iterator[Product]:
    """Everything that the site consists of; `root` is the catalogue's folder, for its pictures."""
    each = len(press.scopes) * len(press.trees.formats)
    publication, main = publication_of(shelf), press.scopes[press.trees.languages[0]]
    names: list[str] = []
    for page in pages(shelf):
        names.append(page.name)
        yield Product(page.name, _page(press, page), each)
        if page.kind:
            record_id = page.name.rpartition("/")[2]
            make = _record(shelf, publication, main, page.kind, record_id)
            yield Product(f"{page.name} data", make, besides=("year",))
    if "html" in press.trees.formats:
        yield Product("records.js", lambda read: _search(press))
    press.let_go()  # before the largest files
    yield from _data(shelf, publication)
    yield from _feeds(main, publication, press, names)
    if "html" in press.trees.formats:
        yield Product("style.css", lambda read: iter([("style.css", _style(press))]))
        for name, file in _assets():
            yield Product(name, _copied(name, file))
    for name in shelf.index("media", "shown"):
        path = root / name
        if path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(root.resolve()):
            yield Product(name, _copied(name, path), besides=(f"file:{name}",))


def _data(shelf: Shelf, publication: Publication) -> Iterator[Product]:
    for kind in KINDS:
        yield Product(bulk_path(kind), _bulk(shelf, publication, kind), besides=_DATED)
    yield Product("tables", lambda read: tables(shelf, publication), besides=_DATED)
    yield Product("vocabularies", lambda read: vocabularies(shelf, publication), besides=_DATED)
    yield Product(CHANGES_PATH, lambda read: changes(shelf, publication), besides=_DATED)
    yield Product("description", lambda read: description(shelf, publication), besides=_DATED)


def _feeds(scope: Scope, publication: Publication, press: Press, names: Sequence[str]) -> Iterator[Product]:
    yield Product(ALL, lambda read: whole_feed(scope, publication), besides=_DATED)
    for name in names:
        if has_feed(scope, name):
            yield Product(feed_path(name), _feed(scope, publication, *name.split("/")), besides=_DATED)
    if publication.base_url:
        yield Product("sitemap.xml", lambda read: sitemap(scope, publication, press.trees, _listed(scope)))


def _listed(scope: Scope) -> Iterator[tuple[str, str]]:
    """Every page with the kind of its record, asked of the shelf anew: so a new page is known to concern who lists them."""
    for page in pages(scope.shelf):
        yield page.name, page.kind


def _feed(scope: Scope, publication: Publication, folder: str, record_id: str) -> Callable[[Read], Files]:
    make = theme_feed if folder == "themes" else region_feed
    return lambda read: make(scope, publication, record_id)


def _page(press: Press, page: Page) -> Callable[[Read], Files]:
    return lambda read: press.files(page)


def _record(
    shelf: Shelf, publication: Publication, scope: Scope, kind: str, record_id: str
) -> Callable[[Read], Files]:
    return lambda read: record_files(shelf, publication, scope, kind, record_id)


def _bulk(shelf: Shelf, publication: Publication, kind: str) -> Callable[[Read], Files]:
    return lambda read: bulk_file(shelf, publication, kind, read)


def _copied(name: str, path: Path) -> Callable[[Read], Files]:
    return lambda read: iter([(name, path.read_bytes())])


def _search(press: Press) -> Files:
    """What the browser searches, in each language."""
    for scope in press.scopes.values():
        yield records_file(scope), search_script(scope)


def _style(press: Press) -> bytes:
    return press.renderers["html", press.trees.languages[0]].style()


def _assets() -> Sequence[tuple[str, Path]]:
    """Fonts and scripts, with their licences."""
    folder = resource_folder("templates") / "assets"
    return [
        (f"assets/{path.relative_to(folder).as_posix()}", path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
