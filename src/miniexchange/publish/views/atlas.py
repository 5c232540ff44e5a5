"""Regions and exchanges as the maps show them: regions as points where they lie, exchanges as arrows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from miniexchange.catalogue import nuts
from miniexchange.catalogue.records import Exchange, Practice, Region
from miniexchange.publish.pictures.map import Arc, Place, draw_map
from miniexchange.publish.pictures.text_width import shortened
from miniexchange.publish.views.exchange import level_of, level_words
from miniexchange.publish.views.scope import Scope, View
from miniexchange.text.folding import fold

_LONGEST_TITLE = 160  # characters, as on the large map


def exchange_map(scope: Scope, exchanges: Sequence[Exchange], *, others: bool = True) -> View:
    """The map of these exchanges and, with `others`, of all regions of the site; with the catalogue's own outlines."""
    ways = {x.id: ends(scope, x) for x in exchanges}
    regions = {region for way in ways.values() for region in way if region}
    if others:
        regions.update(scope.shelf.index("all", "region"))
    return draw_map(
        [_place(scope, region) for region in sorted(regions)],
        [_arc(scope, x, ways[x.id]) for x in exchanges],
        outlines=scope.shelf.outlines,
    )


def region_map(scope: Scope) -> View:
    """The map of all regions of the site, without exchanges."""
    places = [_place(scope, region) for region in scope.shelf.index("all", "region")]
    return draw_map(places, [], outlines=scope.shelf.outlines)


def small_map(scope: Scope, exchanges: Sequence[Exchange], region: str = "") -> View:
    """A small map without names: these exchanges, and a region; {} where nothing of it has a place on the map."""
    ways = [(x, ends(scope, x)) for x in exchanges]
    ids = {region, *(end for _, way in ways for end in way)} - {""}
    places = {i: place for i in sorted(ids) if (place := _place(scope, i)).lon is not None}
    drawable = [(x, way) for x, way in ways if way[0] in places and way[1] in places]
    if region not in places if region else not drawable:
        return {}
    shown = places if region else {i: p for i, p in places.items() if any(i in way for _, way in drawable)}
    # Names and pages are filled in afterwards: all languages, and all exchanges on the same way, share one drawing.
    drawn = _drawn(
        tuple(Place(i, "", "", p.lon, p.lat, 4 if i == region else 1) for i, p in shown.items()),
        tuple(Arc(f"{n:06}", *way, level_of(x), "", "") for n, (x, way) in enumerate(drawable)),
    )
    if not drawn["places"]:
        return {}
    return {
        **drawn,
        "places": [_named(view, places[str(view["id"])]) for view in _views(drawn, "places")],
        "outside": [_named(view, places[str(view["id"])]) for view in _views(drawn, "outside")],
        "arcs": [
            _named(view, _arc(scope, *drawable[int(str(view["id"]))])) for view in _views(drawn, "arcs")
        ],
    }


def map_view(scope: Scope) -> View:
    """The page of the map: the picture, and as lists what its arrows and points say."""
    shelf, _ = scope.shelf, scope.interface.gettext
    exchanges = shelf.every(Exchange)
    picture = exchange_map(scope, exchanges)
    by_id = {x.id: x for x in exchanges}
    arrows = [by_id[str(view["id"])] for view in reversed(_views(picture, "arcs"))]
    points = [shelf.get(Region, str(view["id"])) for view in _views(picture, "places")]
    return {
        "title": _("Map"),
        "map": picture,
        "count": len(exchanges),
        "arrows": [
            {
                "exchange": {**scope.exchanged(x), "page": shelf.page("exchange", x.id)},
                "exporter": scope.party(x, "exporter"),
                "importer": scope.party(x, "importer"),
                "level": level_of(x),
                "level_word": level_words(scope, level_of(x))[0],
            }
            for x in arrows
        ],
        "points": sorted(
            (
                {
                    **scope.region_link(region.id),
                    "exports": len(shelf.index("exports", region.id)),
                    "imports": len(shelf.index("imports", region.id)),
                }
                for region in points
            ),
            key=lambda view: fold(str(view["title"])),
        ),
    }


def ends(scope: Scope, exchange: Exchange) -> tuple[str, str]:
    """The ids of the regions that gave and took; "" for an end that is no region of the catalogue."""
    practice = scope.shelf.find(Practice, exchange.practice) if not exchange.exporter else None
    exporter = exchange.exporter or (practice.region if practice else "")
    return _region(scope, exporter), _region(scope, exchange.importer)


def coordinates(region: Region) -> tuple[float, float] | None:
    """(longitude, latitude) of a region in degrees: its own point, else one inside its NUTS unit, else None."""
    at = region.location
    if at and at.lon is not None and at.lat is not None:
        return at.lon, at.lat
    found = nuts.point(region.nuts)
    return (found[1], found[0]) if found else None


def _region(scope: Scope, region: str) -> str:
    return region if scope.shelf.find(Region, region) else ""


def _place(scope: Scope, region: str) -> Place:
    """A region as a point, the larger the more exchanges it took part in."""
    shelf = scope.shelf
    to = scope.region_link(region)
    lon, lat = coordinates(shelf.get(Region, region)) or (None, None)
    weight = len(shelf.index("exports", region)) + len(shelf.index("imports", region))
    return Place(region, str(to["title"]), str(to["page"]), lon, lat, weight)


def _arc(scope: Scope, exchange: Exchange, way: tuple[str, str]) -> Arc:
    page = scope.shelf.page("exchange", exchange.id)
    return Arc(exchange.id, *way, level_of(exchange), scope.exchange_title(exchange), page)


@lru_cache(maxsize=1024)
def _drawn(places: tuple[Place, ...], arcs: tuple[Arc, ...]) -> View:
    return draw_map(places, arcs)


def _named(view: View, thing: Place | Arc) -> View:
    return {**view, "id": thing.id, "title": shortened(thing.title, _LONGEST_TITLE), "page": thing.page}


def _views(drawn: View, key: str) -> list[View]:
    found = drawn[key]
    assert isinstance(found, list)
    return found
