"""The first page, the page about the catalogue, and the page for what is not there."""

from __future__ import annotations

from miniexchange.catalogue.records import Exchange, Project, Region, Vocabulary
from miniexchange.publish.language import N_
from miniexchange.publish.views import words
from miniexchange.publish.views.exchange import level_of, summary
from miniexchange.publish.views.lists import practices_view
from miniexchange.publish.views.region import regions_view
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import address, links, short

_FAR = ("running", "completed", "adapted", "implementing")
_SHOWN = 4
_ROLES = {"lead": N_("lead partner"), "associated": N_("associated partner")}


def home_view(scope: Scope) -> View:
    """The first page: counts, themes, regions, exchanges that got far."""
    shelf = scope.shelf
    exchanges = shelf.every(Exchange)
    order = {level: rank for rank, level in enumerate(_FAR)}
    far = sorted(
        (x for x in exchanges if level_of(x) in order),
        key=lambda x: (order[level_of(x)], not (x.practice and x.importer), x.id),
    )
    practices, regions = practices_view(scope), regions_view(scope)
    groups = practices["groups"]
    assert isinstance(groups, list)
    return {
        "title": "",
        "counts": {
            "practices": len(shelf.index("practices", "current")),
            "regions": len(shelf.index("all", "region")),
            "exchanges": len(exchanges),
            "countries": len({region.country for region in shelf.every(Region)}),
            "proposals": len(shelf.programme.proposals),
        },
        "themes": [
            {**{key: group[key] for key in ("title", "page", "lang", "id")}, "count": len(group["practices"])}
            for group in groups
        ],
        "regions": regions["groups"],
        "stories": [summary(scope, exchange) for exchange in far[:_SHOWN]],
        "lessons": practices["lessons"],
    }


def about_view(scope: Scope) -> View:
    """What the catalogue is, the projects behind it, and how to read it."""
    _, shelf = scope.interface.gettext, scope.shelf
    projects = [_project(scope, shelf.whole(Project, project)) for project in shelf.index("all", "project")]
    scales = shelf.find(Vocabulary, "evidence-scales")
    terms = shelf.terms("evidence-scales")
    return {
        "title": _("About this catalogue"),
        "projects": projects,
        "outcomes": [{"term": _(word), "text": _(meaning)} for word, meaning in words.OUTCOMES.values()],
        "claims": [
            {"term": _(word), "text": _(meaning), "kind": kind}
            for kind, (word, _heading, meaning) in words.CLAIMS.items()
            if kind
        ],
        "scales": [
            {
                "id": scale,
                "title": terms.label(scale, scope.interface.tag),
                "definition": entry.definition,
                "levels": [
                    {"level": level, "text": text}
                    for level, text in sorted(entry.levels.items(), key=lambda pair: int(pair[0]))
                ],
            }
            for scale, entry in (scales.terms.items() if scales else ())
        ],
    }


def _project(scope: Scope, project: Project) -> View:
    _ = scope.interface.gettext
    return {
        **scope.titled(project, "title"),
        "acronym": project.acronym,
        "programme": project.programme,
        "when": scope.interface.span(project.period),
        "summary": scope.text(project, "summary"),
        "website": address(project.website),
        "partners": [
            {
                "organisation": partner.organisation,
                "region": scope.region_link(partner.region) if partner.region else {},
                "role": _(_ROLES[partner.role]) if partner.role in _ROLES else "",
                "deduced": partner.inferred,
            }
            for partner in project.partners
        ],
        "partners_deduced": "partners" in project.inferred_fields,
        "documents": links(project.documents, scope),
        "sources": [
            {"url": address(source.url), "title": source.title or short(source.url)}
            for source in project.sources
        ],
    }
