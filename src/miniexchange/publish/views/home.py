"""The first page, the page about the catalogue, and the page for what is not there."""

from __future__ import annotations

from miniexchange.catalogue.records import Project
from miniexchange.publish.views import values, words
from miniexchange.publish.views.exchange import level_of, summary
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import address, links, short

_FAR = ("running", "completed", "adapted", "implementing")
_SHOWN = 4


def home_view(scope: Scope, practices: View, regions: View, programme: View) -> View:
    """The first page, from the views of the pages it leads to."""
    groups = practices["groups"]
    assert isinstance(groups, list)
    order = {level: rank for rank, level in enumerate(_FAR)}
    far = sorted(
        (x for x in scope.exchanges.values() if level_of(x) in order),
        key=lambda x: (order[level_of(x)], not (x.practice and x.importer), x.id),
    )
    return {
        "title": "",
        "counts": {
            "practices": practices["count"],
            "regions": regions["count"],
            "exchanges": len(scope.exchanges),
            "countries": len({region.country for region in scope.regions.values()}),
            "proposals": programme["count"],
        },
        "themes": [
            {"title": group["title"], "id": group["id"], "count": len(group["practices"])} for group in groups
        ],
        "regions": regions["groups"],
        "stories": [summary(scope, exchange) for exchange in far[:_SHOWN]],
        "lessons": practices["lessons"],
    }


def about_view(scope: Scope) -> View:
    """What the catalogue is, the projects behind it, and how to read it."""
    projects = [
        _project(scope, project)
        for project in scope.catalogue.projects.values()
        if not scope.project or project.id == scope.project
    ]
    scales = scope.catalogue.vocabularies.get("evidence-scales")
    terms = scope.catalogue.terms("evidence-scales")
    return {
        "title": "About this catalogue",
        "projects": projects,
        "outcomes": [{"term": word, "text": meaning} for word, meaning in words.OUTCOMES.values()],
        "claims": [
            {"term": word, "text": meaning, "kind": kind}
            for kind, (word, _, meaning) in words.CLAIMS.items()
            if kind
        ],
        "scales": [
            {
                "title": terms.label(scale, "en"),
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
    return {
        "title": project.title,
        "acronym": project.acronym,
        "programme": project.programme,
        "when": values.span(project.period),
        "summary": project.summary,
        "website": address(project.website),
        "partners": [
            {
                "organisation": partner.organisation,
                "region": scope.region_link(partner.region) if partner.region else {},
                "role": {"lead": "lead partner", "associated": "associated partner"}.get(partner.role, ""),
                "deduced": partner.inferred,
            }
            for partner in project.partners
        ],
        "partners_deduced": "partners" in project.inferred_fields,
        "documents": links(project.documents),
        "sources": [
            {"url": address(source.url), "title": source.title or short(source.url)}
            for source in project.sources
        ],
    }
