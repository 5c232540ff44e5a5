"""What a site consists of: products, each of which writes some files and says, by reading the shelf, what they depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from miniexchange.publish.plan import MENU, MORE, Page, pages
from miniexchange.publish.render import Renderer
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.trees import Trees
from miniexchange.publish.views.scope import Scope
from miniexchange.resources import resource_folder

Files = Iterator[tuple[str, bytes]]
"""Names below the site's folder, with `/`, and contents."""


@dataclass(frozen=True)
class Product:
    """Files that come and go together: a page in all its languages and formats, a feed, a table."""

    name: str
    make: Callable[[], Files]
    pages: int = 0
    """How many pages for people it holds."""


@dataclass(frozen=True)
class Press:
    """All that turns views into files: the languages, the templates of every format, and where files lie."""

    scopes: dict[str, Scope]
    renderers: dict[tuple[str, str], Renderer]
    trees: Trees
    base_url: str

    def files(self, page: Page) -> Files:
        """A page in every language and format."""
        for language, scope in self.scopes.items():
            view = page.show(scope)
            for form in self.trees.formats:
                context = {
                    **self.trees.context(page.name, form, language, self.base_url),
                    "site": scope.site,
                    "menu": MENU,
                    "more": MORE,
                    "data": f"api/v1/{page.name}.json" if page.kind else "",
                    "view": view,
                }
                text = self.renderers[form, language].page(page.template, context, page.record)
                yield self.trees.file(page.name, form, language), text.encode("utf-8")


def products(shelf: Shelf, press: Press, root: Path) -> Iterator[Product]:
    """Everything that the site consists of; `root` is the catalogue's folder, for its pictures."""
    each = len(press.scopes) * len(press.trees.formats)
    for page in pages(shelf):
        yield Product(page.name, _made(press, page), each)
    if "html" in press.trees.formats:
        yield Product("style.css", lambda: iter([("style.css", _style(press))]))
        for name, file in _assets():
            yield Product(name, _copied(name, file))
    for name in shelf.index("media", "shown"):
        path = root / name
        if path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(root.resolve()):
            yield Product(name, _copied(name, path))


def _made(press: Press, page: Page) -> Callable[[], Files]:
    return lambda: press.files(page)


def _copied(name: str, path: Path) -> Callable[[], Files]:
    return lambda: iter([(name, path.read_bytes())])


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
