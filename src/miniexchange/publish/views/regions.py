"""The list of regions."""

from __future__ import annotations

from miniexchange.catalogue.records import Region
from miniexchange.publish.views.atlas import region_map
from miniexchange.publish.views.scope import Scope, View
from miniexchange.text.folding import fold


def regions_view(scope: Scope) -> View:
    """All regions by country, with what each offers and needs, and how often it gave and took; a map of them."""
    shelf = scope.shelf
    countries: dict[str, list[View]] = {}
    for region in shelf.every(Region):
        countries.setdefault(scope.interface.country(region.country), []).append(
            {
                **scope.region_link(region.id),
                "offers": len(shelf.index("offered", region.id)),
                "needs": len(region.needs),
                "exports": len(shelf.index("exports", region.id)),
                "imports": len(shelf.index("imports", region.id)),
            }
        )
    groups: list[View] = [
        {"title": country, "regions": sorted(regions, key=lambda view: fold(str(view["title"])))}
        for country, regions in sorted(countries.items(), key=lambda group: fold(group[0]))
    ]
    return {
        "title": scope.interface.gettext("Regions"),
        "count": len(shelf.index("all", "region")),
        "groups": groups,
        "map": region_map(scope) if groups else {},
    }
