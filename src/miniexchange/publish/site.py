"""Builds the whole site: every page in every format and language, and the files for machines, in a folder swapped in at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from miniexchange.catalogue.settings import Settings
from miniexchange.diagnostic import UserError
from miniexchange.publish.condition import MANIFEST
from miniexchange.publish.folder import replacing, updating
from miniexchange.publish.language import interface
from miniexchange.publish.news import NO_NEWS, News
from miniexchange.publish.outlines import own_outlines
from miniexchange.publish.products import Press
from miniexchange.publish.render import SUFFIXES, Renderer
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.standing import Built
from miniexchange.publish.stock import Stock
from miniexchange.publish.trees import Trees
from miniexchange.publish.upkeep import Keeper, Remembered, Upkeep
from miniexchange.publish.views.scope import Scope

if TYPE_CHECKING:
    from miniexchange.pairing import Programme

__all__ = ["FORMATS", "Built", "build_site", "own_templates"]

_OBJECTS = 50_000
"""After so many new objects cycles are looked for; pages leave some behind."""

FORMATS: tuple[str, ...] = tuple(SUFFIXES)


def build_site(
    stock: Stock,
    programme: Programme,
    out: Path,
    *,
    root: Path,
    formats: Sequence[str] = FORMATS,
    project: str = "",
    news: News = NO_NEWS,
    days: Mapping[str, str] | None = None,
    keeper: Keeper | None = None,
) -> Built:
    """Writes the site of a catalogue into the folder `out`, replacing the one that `mini` made there before.

    `root` is the catalogue's folder, for its templates and pictures. `project` restricts the site to one project's
    regions, practices and exchanges. `news` is what the page of changes tells, `days` the day of
    the last change of each record by path. With a `keeper`, only what a change concerns
    is written again. The same catalogue, programme and news give the same bytes, with it or without. Raises UserError when
    `out` is not `mini`'s to replace, a template fails, a format or the project is unknown.
    """
    unknown = [form for form in formats if form not in FORMATS]
    if unknown or not formats:
        raise UserError(f"no format {', '.join(unknown) or 'named'}", f"the formats are {', '.join(FORMATS)}")
    with _seldom_collecting():
        return _built(stock, programme, out, root, formats, project, news, days, keeper)


def _built(
    stock: Stock,
    programme: Programme,
    out: Path,
    root: Path,
    formats: Sequence[str],
    project: str,
    news: News,
    days: Mapping[str, str] | None,
    keeper: Keeper | None,
) -> Built:
    shelf = Shelf(stock, programme, project, news, outlines=own_outlines(stock.settings, root), days=days)
    press = _press(shelf, [form for form in FORMATS if form in formats], root)
    upkeep = Upkeep(shelf, press, root)
    before = keeper.recall(out) if keeper else None
    gone = tuple(form for form in _formats_at(out) if form not in formats)
    if before and before.memory.world == upkeep.world:
        with updating(out, root, before.stamps) as changed:
            memory = upkeep.renew(changed, before.memory)
        stamps, count = changed.stamps, before.pages if memory is before.memory else upkeep.pages
    else:
        with replacing(out, root, before.stamps if before else None) as folder:
            memory = upkeep.write_all(folder)
        stamps, count = folder.stamps, upkeep.pages
    if keeper and (before is None or memory is not before.memory or stamps is not before.stamps):
        keeper.remember(out, Remembered(memory, stamps, count))
    trees = press.trees
    home = out / trees.file("index", trees.formats[0], trees.languages[0])
    notes = tuple(scope.interface.note for scope in press.scopes.values() if scope.interface.note)
    built = Built(count, home, press.base_url, gone, notes)
    if keeper:
        keeper.keep(out, built, stamps, memory)
    return built


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Lets Python look for cycles less often: of a build's many objects almost all stay, or go without its help."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _press(shelf: Shelf, formats: Sequence[str], root: Path) -> Press:
    """The languages and templates of a site."""
    settings = shelf.settings
    about = settings.catalogue
    trees = Trees(formats, tuple(dict.fromkeys((about.language, *about.languages))))
    scopes = {tag: Scope(shelf, interface(tag)) for tag in trees.languages}
    own = own_templates(settings, root)
    renderers = {
        (form, tag): Renderer(form, own, scope.interface) for form in formats for tag, scope in scopes.items()
    }
    return Press(scopes, renderers, trees, settings.site.base_url.rstrip("/"))


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
