"""The first page."""

from __future__ import annotations

from itertools import islice

from miniexchange.catalogue.records import Exchange, Region
from miniexchange.publish.views.atlas import ends, exchange_map
from miniexchange.publish.views.exchange import level_of, summary
from miniexchange.publish.views.scope import Scope, View

_FAR = ("running", "completed", "adapted", "implementing")
_SHOWN = 4
_FEW = 20
"""Regions that all stand on the map of the first page. Of more it shows those of its arrows: its weight must not grow with
the catalogue, and the page of the map has them all."""


def home_view(scope: Scope) -> View:
    """The first page: counts, two ways in, themes, practices that travelled."""
    shelf = scope.shelf
    exchanges = shelf.every(Exchange)
    far = _far(exchanges)
    stories = _stories(far)
    regions = len(shelf.index("all", "region"))
    return {
        "title": "",
        "counts": {
            "practices": len(shelf.index("practices", "current")),
            "regions": regions,
            "exchanges": len(exchanges),
            "countries": len({region.country for region in shelf.every(Region)}),
            "proposals": len(shelf.programme.proposals),
        },
        "search": shelf.settings.site.search,
        "lessons": len(shelf.index("practices", "lessons")),
        "themes": _themes(scope),
        "stories": [summary(scope, exchange) for exchange in stories],
        "map": exchange_map(scope, _drawn(scope, [*stories, *far]), others=regions <= _FEW),
        "latest": _latest(scope),
    }


def _themes(scope: Scope) -> list[View]:
    """The widest themes with the number of practices of each, by name."""
    shelf = scope.shelf
    found: list[View] = [
        {**scope.term_links("themes", [top])[0], "count": count}
        for top in shelf.terms("themes").top
        if (count := len(shelf.index("practices-about/themes", top)))
    ]
    return sorted(found, key=lambda theme: str(theme["title"]))


def _far(exchanges: list[Exchange]) -> list[Exchange]:
    """The exchanges that led to something, those that got farthest first, and of these the ones that name both sides."""
    return sorted(
        (x for x in exchanges if level_of(x) in _FAR),
        key=lambda x: (_FAR.index(level_of(x)), not (x.practice and x.importer), x.id),
    )


def _stories(far: list[Exchange]) -> list[Exchange]:
    """The first few, one for each practice."""
    chosen: dict[str, Exchange] = {}
    for exchange in far:
        chosen.setdefault(exchange.practice or exchange.id, exchange)
    return list(chosen.values())[:_SHOWN]


def _drawn(scope: Scope, exchanges: list[Exchange]) -> list[Exchange]:
    """The first few that lead from a region to a region: those told beside the map, and others where these lack an end."""
    distinct = {exchange.id: exchange for exchange in exchanges}.values()
    return list(islice((exchange for exchange in distinct if all(ends(scope, exchange))), _SHOWN))


def _latest(scope: Scope) -> list[View]:
    """The newest practices and exchanges with their days; none where the whole catalogue is new, or nobody looked."""
    periods = scope.shelf.news.periods
    if not periods or (periods[0].changes.basis == "git" and not periods[0].changes.since.commit):
        return []
    shown = [
        change
        for change in periods[0].changes.changes
        if change.what == "new"
        and change.kind in ("practice", "exchange")
        and scope.shelf.page(change.kind, change.id)
    ]
    return [
        {**_link(scope, change.kind, change.id), "day": scope.interface.date(change.day)}
        for change in shown[:_SHOWN]
    ]


def _link(scope: Scope, kind: str, record_id: str) -> View:
    if kind == "practice":
        return scope.practice_link(record_id)
    return scope.exchange_link(scope.shelf.get(Exchange, record_id))
