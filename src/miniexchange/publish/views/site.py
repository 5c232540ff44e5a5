"""What every page shows of the catalogue itself: its title, publisher, licence and logo."""

from __future__ import annotations

from miniexchange.catalogue.records import Project
from miniexchange.publish.views.scope import Scope, View
from miniexchange.text.markdown import safe_address


def site_view(scope: Scope) -> View:
    """What templates know as `site`, in the language of the scope."""
    return scope.shelf.once(("site", scope.interface.asked), lambda: _site(scope))


def _site(scope: Scope) -> View:
    settings = scope.shelf.settings
    about = settings.catalogue
    project = scope.shelf.find(Project, scope.shelf.project)
    return {
        "title": about.title,
        "tagline": about.tagline,
        "project": (project.acronym or project.title) if project else "",
        "publisher": about.publisher.name,
        "publisher_url": about.publisher.url if safe_address(about.publisher.url) else "",
        "contact": about.publisher.contact,
        "licence": about.licence,
        "edition": about.edition,
        "base_url": settings.site.base_url.rstrip("/"),
        "logo": f"media/{settings.site.logo.removeprefix('media/')}" if settings.site.logo else "",
        "new_url": settings.site.new_url if safe_address(settings.site.new_url) else "",
        "lang": scope.lang,
    }
