"""The report on a programme, for a steering committee: one page that holds everything, to print or to send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from miniexchange.publish.language import interface
from miniexchange.publish.render import Renderer
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.site import own_templates
from miniexchange.publish.stock import InMemory
from miniexchange.publish.views.report import report_view
from miniexchange.publish.views.scope import Scope
from miniexchange.publish.views.site import site_view

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Programme


def report(programme: Programme, catalogue: Catalogue, root: Path, form: str) -> str:
    """The page in `html` or `markdown`, by the template `report` of that form; `root` is the catalogue's folder.

    It asks nothing of the network and runs no script. The same programme gives the same bytes. Raises UserError when a
    template of the catalogue's own fails.
    """
    scope = Scope(Shelf(InMemory(catalogue), programme), interface(catalogue.settings.catalogue.language))
    context = {"view": report_view(scope, catalogue), "site": site_view(scope)}
    renderer = Renderer(form, own_templates(catalogue.settings, root), scope.interface)
    return renderer.page("report", context, "the report")
