"""The one-page report: the programme's page, and what a reader needs who has no site around it."""

from __future__ import annotations

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing import telling
from miniexchange.publish.views.programme import programme_view
from miniexchange.publish.views.scope import Scope, View


def report_view(scope: Scope, catalogue: Catalogue) -> View:
    """All that the report shows."""
    programme = scope.shelf.programme
    shown = programme_view(scope)
    proposals = shown["proposals"]
    assert isinstance(proposals, list)
    for of_view, proposal in zip(proposals, programme.proposals, strict=True):
        of_view["evidence"] = telling.evidence(programme, catalogue, proposal)
    _ = scope.interface.gettext
    project = telling.project_name(programme, catalogue)
    return {
        **shown,
        "title": _("%(project)s: proposed exchanges") % {"project": project}
        if project
        else _("Proposed exchanges"),
        "cost": telling.cost_of_choice(programme),
        "rivals": telling.rivals(programme, catalogue) if programme.compared else "",
        "warnings": list(telling.warnings(programme.warnings)),
        "remarks": list(programme.remarks),
        "program": "mini pair",
    }
