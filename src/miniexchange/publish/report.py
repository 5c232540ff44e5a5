"""The report on a programme, for a steering committee: one page that holds everything, to print or to send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from miniexchange.publish.render import Renderer
from miniexchange.publish.site import own_templates
from miniexchange.publish.views.report import report_view
from miniexchange.publish.views.scope import Scope

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Programme


def report(programme: Programme, catalogue: Catalogue, root: Path, form: str) -> str:
    """The page in `html` or `markdown`, by the template `report` of that form; `root` is the catalogue's folder.

    It asks nothing of the network and runs no script. The same programme gives the same bytes. Raises UserError when a
    template of the catalogue's own fails.
    """
    scope = Scope(catalogue)
    context = {"view": report_view(scope, programme), "site": scope.site()}
    return Renderer(form, own_templates(catalogue, root)).page("report", context, "the report")
