"""The one-page report: the programme's page, and what a reader needs who has no site around it."""

from __future__ import annotations

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing import telling
from miniexchange.publish.views.programme import programme_view
from miniexchange.publish.views.scope import Scope, View
from miniexchange.text.phrases import counted

_PLAIN = {
    "certificate": "Every other choice of exchanges was ruled out by a proof that was checked in whole numbers.",
    "search": "Every other choice of exchanges was ruled out by a complete search.",
    "unfinished": "The search was stopped when its time was over.",
    "stable": "All pairs were checked.",
}
"""Method of the proof → what it means."""


def report_view(scope: Scope, catalogue: Catalogue) -> View:
    """All that the report shows."""
    programme = scope.shelf.programme
    shown = programme_view(scope)
    proposals = shown["proposals"]
    assert isinstance(proposals, list)
    for of_view, proposal in zip(proposals, programme.proposals, strict=True):
        of_view["evidence"] = telling.evidence(programme, catalogue, proposal)
        of_view["nearly"] = [
            {"whom": whom, "text": text} for whom, text in telling.alternatives(proposal, catalogue)
        ]
    project = telling.project_name(programme, catalogue)
    return {
        **shown,
        "title": f"{project}: proposed exchanges" if project else "Proposed exchanges",
        "count_text": counted(len(proposals), "exchange") if proposals else "No exchange",
        "regions_text": counted(len(programme.regions), "region"),
        "day": scope.interface.date(programme.as_of.isoformat()),
        "proof_text": telling.proof(programme),
        "proof_meaning": _PLAIN[programme.proof.method],
        "cost": telling.cost_of_choice(programme),
        "rivals": telling.rivals(programme, catalogue) if programme.compared else "",
        "warnings": list(telling.warnings(programme.warnings)),
        "remarks": list(programme.remarks),
        "standing_lines": list(telling.standing(programme, catalogue)),
    }
