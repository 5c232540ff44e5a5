"""How a practice is referred to: by people in a document, and by search engines."""

from __future__ import annotations

from typing import Any

from miniexchange.catalogue.records import Practice, Region
from miniexchange.interchange.publication import Publication
from miniexchange.interchange.schema_org import Place, Topic, practice_article
from miniexchange.interchange.skos import concept_iri
from miniexchange.publish.indexes import FACETS
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.site import site_view


def citation(scope: Scope, practice: Practice) -> View:
    """How to refer to the page in a document: the `text`, and the `address` that follows it where the site has one.

    The edition stands for a date, so that no clock is asked.
    """
    site, _ = site_view(scope), scope.interface.gettext
    where = ", ".join(str(part["title"]) for part in scope.where(practice))
    base = site["base_url"]
    edition = ", " + _("edition %(edition)s") % {"edition": site["edition"]} if site["edition"] else ""
    publisher = f" {site['publisher']}." if site["publisher"] else ""
    record = _("Record %(id)s.") % {"id": practice.id}
    named = _("“%(title)s”%(where)s. In: %(catalogue)s") % {
        "title": practice.title,
        "where": f" ({where})" if where else "",
        "catalogue": site["title"],
    }
    return {
        "text": f"{named}{edition}.{publisher}" + ("" if base else f" {record}"),
        "address": f"{base}/practices/{practice.id}.html" if base else "",
    }


def described(scope: Scope, practice: Practice) -> dict[str, Any]:
    """The practice in the words of schema.org, for search engines: a plain dictionary.

    It names the page in the catalogue's own language, of which the others are translations.
    """
    settings = scope.shelf.settings
    about = settings.catalogue
    publication = Publication(
        title=about.title,
        publisher=about.publisher.name,
        publisher_url=str(site_view(scope)["publisher_url"]),
        contact=about.publisher.contact,
        licence=about.licence,
        languages=(about.language,),
        base_url=settings.site.base_url,
    )
    path = f"practices/{practice.id}.html"
    topics = [
        Topic(concept_iri(publication, vocabulary, term, path), str(shown["title"]))
        for field, vocabulary in FACETS.items()
        for term, shown in zip(
            getattr(practice, field), scope.term_links(field, getattr(practice, field)), strict=True
        )
    ]
    origin = scope.shelf.page("practice", practice.derived_from)
    return practice_article(
        practice,
        publication,
        path,
        place=_place(scope, practice),
        topics=topics,
        based_on=f"{origin}.html" if origin else "",
    )


def _place(scope: Scope, practice: Practice) -> Place | None:
    place, region = practice.location, scope.shelf.find(Region, practice.region)
    point = (place.lat, place.lon) if place else (None, None)
    countries = scope.shelf.countries(practice)
    country = countries[0] if len(countries) == 1 else ""
    if region:
        page = scope.shelf.page("region", region.id)
        return Place(region.name, country, *point, path=f"{page}.html" if page else "")
    owner = practice.owner
    name = (place.place if place else "") or (owner.place if owner else "")
    return Place(name, country, *point) if name else None
