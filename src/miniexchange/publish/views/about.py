"""The page about the catalogue."""

from __future__ import annotations

from miniexchange.catalogue.records import Project
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import address


def about_view(scope: Scope) -> View:
    """What the catalogue is, the projects behind it, and how it may be used."""
    return {
        "title": scope.interface.gettext("About this catalogue"),
        "projects": [_project(scope, project) for project in scope.shelf.every(Project)],
    }


def _project(scope: Scope, project: Project) -> View:
    return {
        **scope.project_link(project.id),
        "name": scope.text(project, "title") if project.acronym and project.acronym != project.title else {},
        "programme": project.programme,
        "when": scope.interface.span(project.period),
        "website": address(project.website),
        "deduced": project.inferred,
    }
