"""Builds the whole site: every page in every format and language, and the files for machines, in a folder swapped in at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from miniexchange.catalogue.records import Exchange, Practice
from miniexchange.catalogue.settings import Settings
from miniexchange.diagnostic import UserError
from miniexchange.publish.folder import MANIFEST, NewFolder, replacing
from miniexchange.publish.language import interface
from miniexchange.publish.plan import MENU, MORE, pages
from miniexchange.publish.render import SUFFIXES, Renderer
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import Stock
from miniexchange.publish.trees import Trees
from miniexchange.publish.views.scope import Scope
from miniexchange.resources import resource_folder

if TYPE_CHECKING:
    from miniexchange.pairing import Programme

FORMATS: tuple[str, ...] = tuple(SUFFIXES)


@dataclass(frozen=True)
class Built:
    """What a build wrote: pages over all formats, the file to open first, and which formats of the last site it left out."""

    pages: int
    home: Path
    gone: tuple[str, ...] = ()


def build_site(
    stock: Stock,
    programme: Programme,
    out: Path,
    *,
    root: Path,
    formats: Sequence[str] = FORMATS,
    project: str = "",
) -> Built:
    """Writes the site of a catalogue into the folder `out`, replacing the one that `mini` made there before.

    `root` is the catalogue's folder, for its templates and pictures. `project` restricts the site to one project's
    regions, practices and exchanges. The same catalogue and programme give the same bytes. Raises UserError when
    `out` is not `mini`'s to replace, a template fails, a format or the project is unknown.
    """
    unknown = [form for form in formats if form not in FORMATS]
    if unknown or not formats:
        raise UserError(f"no format {', '.join(unknown) or 'named'}", f"the formats are {', '.join(FORMATS)}")
    shelf = Shelf(stock, programme, project)
    settings = stock.settings
    about = settings.catalogue
    trees = Trees(
        [f for f in FORMATS if f in formats], tuple(dict.fromkeys((about.language, *about.languages)))
    )
    scopes = {tag: Scope(shelf, interface(tag)) for tag in trees.languages}
    own = own_templates(settings, root)
    renderers = {
        (form, tag): Renderer(form, own, scope.interface)
        for form in trees.formats
        for tag, scope in scopes.items()
    }
    base_url = settings.site.base_url.rstrip("/")
    count = 0
    with replacing(out, root) as folder:
        gone = tuple(form for form in _formats_at(out) if form not in trees.formats)
        for page in pages(shelf):
            for language, scope in scopes.items():
                view = page.show(scope)
                for form in trees.formats:
                    context = {
                        **trees.context(page.name, form, language, base_url),
                        "site": scope.site,
                        "menu": MENU,
                        "more": MORE,
                        "data": f"api/v1/{page.name}.json" if page.kind else "",
                        "view": view,
                    }
                    text = renderers[form, language].page(page.template, context, page.record)
                    folder.write(trees.file(page.name, form, language), text.encode("utf-8"))
                    count += 1
        if "html" in trees.formats:
            folder.write("style.css", renderers["html", trees.languages[0]].style())
            _copy_assets(folder)
        _copy_media(shelf, root, folder)
    return Built(count, out / trees.file("index", trees.formats[0], trees.languages[0]), gone)


def _formats_at(out: Path) -> Iterator[str]:
    """The formats of the site that stands in a folder; none where no site of ours stands."""
    if (out / MANIFEST).is_file():
        homes = {form: Trees(FORMATS, ("",)).file("index", form, "") for form in FORMATS}
        yield from (form for form, home in homes.items() if (out / home).is_file())


def own_templates(settings: Settings, root: Path) -> Path | None:
    """The catalogue's own folder of templates; None where it has none.

    Raises UserError when it lies outside the catalogue or holds a symbolic link.
    """
    folder = root / settings.site.templates
    if not folder.resolve().is_relative_to(root.resolve()):
        raise UserError(
            f"the setting site.templates leads out of the catalogue: {settings.site.templates}",
            "name a folder inside it, such as site/templates",
        )
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():  # whatever it leads to would be published
            raise UserError(f"the template {path} is a symbolic link", "put the file itself there")
    return folder if folder.is_dir() else None


def _copy_assets(folder: NewFolder) -> None:
    """Copies fonts and scripts, with their licences."""
    assets = resource_folder("templates") / "assets"
    for path in sorted(p for p in assets.rglob("*") if p.is_file()):
        folder.write(f"assets/{path.relative_to(assets).as_posix()}", path.read_bytes())


def _copy_media(shelf: Shelf, root: Path, folder: NewFolder) -> None:
    """Copies the pictures and documents that the pages show."""
    for path in sorted(set(_media(shelf))):
        source = root / "media" / path
        if source.is_file() and not source.is_symlink() and source.resolve().is_relative_to(root.resolve()):
            folder.write(f"media/{path}", source.read_bytes())


def _media(shelf: Shelf) -> Iterable[str]:
    for practice in shelf.every(Practice):
        yield from (media.path for media in practice.media)
        yield from (link.path for link in practice.links if link.path)
    for exchange in shelf.every(Exchange):
        yield from (link.path for link in exchange.documents if link.path)
