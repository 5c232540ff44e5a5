"""Builds the whole site: every page in every format asked for, in a folder that is swapped in at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from miniexchange.catalogue.model import Catalogue
from miniexchange.diagnostic import UserError
from miniexchange.publish.folder import MANIFEST, NewFolder, replacing
from miniexchange.publish.render import SUFFIXES, Renderer
from miniexchange.publish.views.exchange import exchange_view
from miniexchange.publish.views.home import about_view, home_view
from miniexchange.publish.views.lists import exchanges_view, practices_view
from miniexchange.publish.views.practice import practice_view
from miniexchange.publish.views.programme import programme_view
from miniexchange.publish.views.region import region_view, regions_view
from miniexchange.publish.views.related import Related
from miniexchange.publish.views.scope import Scope, View

if TYPE_CHECKING:
    from miniexchange.pairing import Programme

FORMATS: tuple[str, ...] = tuple(SUFFIXES)
HOME = {"html": "index", "markdown": "README"}
_FOLDER = {"html": "", "markdown": "markdown/"}


@dataclass(frozen=True)
class Page:
    """One page: its name without ending (`practices/i-creo`), its template, what it shows, of which record."""

    name: str
    template: str
    view: View
    record: str


@dataclass(frozen=True)
class Built:
    """What a build wrote: pages over all formats, the file to open first, and which formats of the last site it left out."""

    pages: int
    home: Path
    gone: tuple[str, ...] = ()


def build_site(
    catalogue: Catalogue,
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
    scope = Scope(catalogue, project)
    own = own_templates(catalogue, root)
    renderers = {form: Renderer(form, own) for form in FORMATS if form in formats}
    count = 0
    with replacing(out, root) as folder:
        gone = tuple(form for form in _formats_at(out) if form not in renderers)
        site = scope.site()
        for page in pages(scope, programme):
            for form, renderer in renderers.items():
                context = {**_context(page, form, list(renderers), site), "view": page.view}
                text = renderer.page(page.template, context, page.record)
                folder.write(file_name(page.name, form), text.encode("utf-8"))
                count += 1
        if "html" in renderers:
            folder.write("style.css", renderers["html"].style())
        _copy_media(scope, root, folder)
    first = next(iter(renderers))
    return Built(count, out / file_name("index", first), gone)


def pages(scope: Scope, programme: Programme) -> Iterator[Page]:
    """Every page of the site, one after another so that only one view is held at a time."""
    planned = programme_view(scope, programme)
    practices, regions = practices_view(scope), regions_view(scope)
    yield Page("index", "home", home_view(scope, practices, regions, planned), "the first page")
    yield Page("practices", "practices", practices, "the list of practices")
    yield Page("regions", "regions", regions, "the list of regions")
    yield Page("exchanges", "exchanges", exchanges_view(scope), "the list of exchanges")
    yield Page("programme", "programme", planned, "the proposed programme")
    yield Page("about", "about", about_view(scope), "the page about the catalogue")
    yield Page("404", "404", {"title": "Page not found"}, "the page for what is not there")
    related = Related(scope)
    for practice in scope.practices.values():
        yield Page(
            f"practices/{practice.id}", "practice", practice_view(scope, practice, related), practice.path
        )
    proposals = planned["proposals"]
    assert isinstance(proposals, list)
    for region in scope.regions.values():
        yield Page(f"regions/{region.id}", "region", region_view(scope, region, proposals), region.path)
    for exchange in scope.exchanges.values():
        yield Page(f"exchanges/{exchange.id}", "exchange", exchange_view(scope, exchange), exchange.path)


def file_name(page: str, form: str) -> str:
    """The file of a page in a format, below the output folder: `markdown/practices/i-creo.md`."""
    return f"{_FOLDER[form]}{HOME[form] if page == 'index' else page}{SUFFIXES[form]}"


def _formats_at(out: Path) -> Iterator[str]:
    """The formats of the site that stands in a folder; none where no site of ours stands."""
    if (out / MANIFEST).is_file():
        yield from (form for form in FORMATS if (out / file_name("index", form)).is_file())


def _context(page: Page, form: str, formats: list[str], site: View) -> View:
    depth = page.name.count("/")
    top = "../" * depth
    other = next((f for f in formats if f != form), "")
    # A page for what is not there is shown at any depth, so it can only start from the site's own address.
    absolute = f"{site['base_url']}/" if page.name == "404" and site["base_url"] else ""
    return {
        "site": site,
        "page": page.name,
        "section": page.name.split("/", 1)[0],
        "root": absolute or top,
        "assets": absolute or top + "../" * _FOLDER[form].count("/"),
        "home": f"{absolute or top}{HOME[form]}{SUFFIXES[form]}",
        "suffix": SUFFIXES[form],
        "other": f"{top}{'../' * _FOLDER[form].count('/')}{file_name(page.name, other)}" if other else "",
    }


def own_templates(catalogue: Catalogue, root: Path) -> Path | None:
    """The catalogue's own folder of templates; None where it has none.

    Raises UserError when it lies outside the catalogue or holds a symbolic link.
    """
    folder = root / catalogue.settings.site.templates
    if not folder.resolve().is_relative_to(root.resolve()):
        raise UserError(
            f"the setting site.templates leads out of the catalogue: {catalogue.settings.site.templates}",
            "name a folder inside it, such as site/templates",
        )
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():  # whatever it leads to would be published
            raise UserError(f"the template {path} is a symbolic link", "put the file itself there")
    return folder if folder.is_dir() else None


def _copy_media(scope: Scope, root: Path, folder: NewFolder) -> None:
    """Copies the pictures and documents that the pages show."""
    for path in sorted(set(_media(scope))):
        source = root / "media" / path
        if source.is_file() and not source.is_symlink() and source.resolve().is_relative_to(root.resolve()):
            folder.write(f"media/{path}", source.read_bytes())


def _media(scope: Scope) -> Iterable[str]:
    for practice in scope.practices.values():
        yield from (media.path for media in practice.media)
        yield from (link.path for link in practice.links if link.path)
    for exchange in scope.exchanges.values():
        yield from (link.path for link in exchange.documents if link.path)
