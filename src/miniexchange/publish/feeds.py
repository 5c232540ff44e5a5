"""Feeds for readers of news (Atom), and the sitemap for search engines: pages and since when they are as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from miniexchange.catalogue.records import Event, Exchange, Plan, Practice, Project, Region
from miniexchange.interchange.atom import Entry, feed
from miniexchange.interchange.publication import Publication
from miniexchange.interchange.sitemap import Page as Address
from miniexchange.interchange.sitemap import sitemaps
from miniexchange.publish.trees import Trees
from miniexchange.publish.views.scope import Scope

Files = Iterator[tuple[str, bytes]]

ALL = "feed.xml"
"""The feed of the whole catalogue."""
_MOST = 50
"""So many entries a feed has, the newest."""
_SHAPES: tuple[type[Practice | Region | Exchange | Project | Event | Plan], ...] = (
    Practice,
    Region,
    Exchange,
    Project,
    Event,
    Plan,
)


def feed_path(page: str) -> str:
    """The feed of a theme's or a region's page, such as `feeds/themes/finance.xml`."""
    return f"feeds/{page}.xml"


def has_feed(scope: Scope, page: str) -> bool:
    """Whether a page has a feed of its own: regions, and themes that some practice has."""
    folder, _, record_id = page.partition("/")
    if folder == "themes" and "/" not in record_id:
        return bool(record_id and scope.shelf.index("practices-about/themes", record_id))
    return folder == "regions" and bool(record_id) and "/" not in record_id


def whole_feed(scope: Scope, publication: Publication) -> Files:
    """What is new in the whole catalogue."""
    newest = sorted(
        (_negated(day), kind.__name__.lower(), record_id)
        for kind in _SHAPES
        for record_id, day in scope.shelf.days(kind)
    )[:_MOST]
    shapes = {shape.__name__.lower(): shape for shape in _SHAPES}
    entries = [_entry(scope, shapes[kind], record_id) for _, kind, record_id in newest]
    yield ALL, feed(publication, ALL, publication.title, entries).encode("utf-8")


def theme_feed(scope: Scope, publication: Publication, theme: str) -> Files:
    """What is new about a theme."""
    practices = scope.shelf.index("practices-about/themes", theme)
    yield from _own_feed(scope, publication, f"themes/{theme}", scope.labels("themes", [theme])[0], practices)


def region_feed(scope: Scope, publication: Publication, region: str) -> Files:
    """What is new of a region: its practices."""
    practices = scope.shelf.index("practices-of", region)
    yield from _own_feed(
        scope, publication, f"regions/{region}", str(scope.region_link(region)["title"]), practices
    )


def sitemap(scope: Scope, publication: Publication, trees: Trees, pages: Iterable[tuple[str, str]]) -> Files:
    """The sitemap of all pages, (name, kind of its record or "") each, in all languages; none without an address."""
    listed = []
    for name, kind in pages:
        if name == "404" or "html" not in trees.formats:
            continue
        files = {tag: trees.file(name, "html", tag) for tag in trees.languages}
        alternates = tuple(files.items()) if len(files) > 1 else ()
        modified = scope.shelf.day(kind, name.rpartition("/")[2]) if kind else ""
        listed += [Address(file, modified, alternates) for file in files.values()]
    for name, text in sitemaps(publication, listed).items():
        yield name, text.encode("utf-8")


def _own_feed(
    scope: Scope, publication: Publication, page: str, title: str, practices: Iterable[str]
) -> Files:
    days = {p: scope.shelf.day("practice", p) for p in practices}
    newest = sorted(days, key=lambda p: (_negated(days[p]), p))[:_MOST]
    path = feed_path(page)
    entries = [_entry(scope, Practice, p) for p in newest]
    named = scope.interface.gettext("%(catalogue)s: %(page)s") % {
        "catalogue": publication.title,
        "page": title,
    }
    text = feed(publication, path, named, entries, page=f"{page}.html")
    yield path, text.encode("utf-8")


def _entry(
    scope: Scope, shape: type[Practice | Region | Exchange | Project | Event | Plan], record_id: str
) -> Entry:
    shelf = scope.shelf
    record = shelf.get(shape, record_id)
    summary = ""
    categories: tuple[tuple[str, str], ...] = ()
    if isinstance(record, Exchange):
        title = scope.exchange_title(record)
        summary = record.outcome.text if record.outcome else ""
    elif isinstance(record, Region):
        title, summary = record.name, record.summary
    else:
        title = record.title
    if isinstance(record, Practice):
        summary = record.summary
        categories = tuple(zip(record.themes, scope.labels("themes", record.themes), strict=True))
    kind = shape.__name__.lower()
    page = shelf.page(kind, record_id)
    return Entry(f"{page}.html", title, shelf.day(kind, record_id), "", summary, categories)


def _negated(day: str) -> tuple[int, ...]:
    """Sorts the newest first; what has no day comes last."""
    return tuple(-int(part) for part in day.split("-")) if day else (0,)
