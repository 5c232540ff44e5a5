"""The page of an assessment: what was looked at, the grid of services and challenges, what was found; and the list by region."""

from __future__ import annotations

from collections.abc import Sequence

from miniexchange.catalogue.records import Assessment, Cell, PeerScore, ReviewFinding
from miniexchange.publish.views import brief, words
from miniexchange.publish.views.exchange import need_link
from miniexchange.publish.views.provenance import excerpt, provenance
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import Citations, conflicts, deduced, fact, links

_HIGHEST_RELEVANCE = 3


def assessment_view(scope: Scope, assessment: Assessment) -> View:
    """All that the page of one assessment shows."""
    citations = Citations(scope)
    citations.cite(assessment.sources)
    _ = scope.interface.gettext
    title = str(scope.assessment_link(assessment.id)["title"])
    findings = (
        ("strengths", _("What works well"), assessment.strengths),
        ("weaknesses", _("What does not"), assessment.weaknesses),
        ("recommendations", _("What is recommended"), assessment.recommendations),
    )
    view: View = {
        "id": assessment.id,
        "title": title,
        "title_lang": "",
        "description": excerpt(assessment.scope) or title,
        "deduced": assessment.inferred,
        "region": scope.region_link(assessment.region),
        "facts": [
            *fact(_("Region"), scope.region_link(assessment.region), deduced=deduced(assessment, "region")),
            *fact(_("Date"), scope.interface.date(assessment.date), deduced=deduced(assessment, "date")),
            *fact(
                _("Round"),
                "" if assessment.round is None else scope.interface.number(assessment.round),
                deduced=deduced(assessment, "round"),
            ),
            *fact(
                _("What was assessed"),
                scope.said(assessment.instrument),
                deduced=deduced(assessment, "instrument"),
            ),
            *fact(
                _("Project"), *scope.projects(assessment.projects), deduced=deduced(assessment, "projects")
            ),
        ],
        "scope": assessment.scope,
        "scope_deduced": deduced(assessment, "scope"),
        "findings": [
            {
                "id": field,
                "heading": heading,
                "deduced": deduced(assessment, field),
                "entries": [_finding(scope, entry, citations) for entry in entries],
            }
            for field, heading, entries in findings
            if entries
        ],
        "grid": _grid(scope, assessment.cells),
        "cells": [_cell(scope, number, cell, citations) for number, cell in enumerate(assessment.cells, 1)],
        "cells_deduced": deduced(assessment, "cells"),
        "scale": [{"level": level, "meaning": _(meaning)} for level, meaning in enumerate(words.MATURITY)],
        "participants": [
            {"organisation": who.organisation, "role": who.role, **provenance(who, citations)}
            for who in assessment.participants
        ],
        "participants_deduced": deduced(assessment, "participants"),
        "events": brief.events(scope, "events-of-assessment", assessment.id),
        "needs": _needs(scope, assessment),
        "plans": brief.plans(scope, "plans-of-assessment", assessment.id),
        "documents": links(assessment.documents, scope),
        "note": assessment.note,
        "conflicts": conflicts(assessment, citations),
        "edit": scope.edit_url(assessment.path),
    }
    return {**view, "sources": citations.listed()}


def assessments_view(scope: Scope) -> View:
    """The list of assessments by region, the earliest of each region first."""
    found: list[tuple[str, str, View]] = []
    for assessment in scope.shelf.every(Assessment):
        region = scope.region_link(assessment.region)
        line: View = {
            **scope.assessment_link(assessment.id),
            "region": region,
            "date": scope.interface.date(assessment.date),
            "round": assessment.round or "",
            "strengths": len(assessment.strengths),
            "weaknesses": len(assessment.weaknesses),
            "recommendations": len(assessment.recommendations),
            "scores": sum(cell.maturity is not None for cell in assessment.cells),
            "deduced": assessment.inferred,
        }
        found.append((str(region["title"]), str(assessment.date or ""), line))
    return {
        "title": scope.interface.gettext("Assessments"),
        "count": len(found),
        "assessments": [line for *_, line in sorted(found, key=lambda entry: entry[:2])],
    }


def _needs(scope: Scope, assessment: Assessment) -> list[View]:
    """The needs that regions say come from it."""
    found = []
    for place in scope.shelf.index("needs-of-assessment", assessment.id):
        region, _, need_id = place.partition("#")
        need = scope.shelf.need(region, need_id)
        if need:
            found.append(need_link(scope, region, need_id, need.title))
    return found


def _finding(scope: Scope, entry: ReviewFinding, citations: Citations) -> View:
    about = [
        *scope.term_links("challenges", [entry.challenge] if entry.challenge else []),
        *scope.term_links("services", [entry.service] if entry.service else []),
    ]
    return {"text": entry.text, "about": about, "by": entry.by, **provenance(entry, citations)}


# The grid


def _grid(scope: Scope, cells: Sequence[Cell]) -> View:
    """Services down, challenges across; each in the order in which the record names them first."""
    services = list(dict.fromkeys(cell.service for cell in cells))
    challenges = list(dict.fromkeys(cell.challenge for cell in cells))
    marks = {(cell.service, cell.challenge): _mark(scope, n, cell) for n, cell in enumerate(cells, 1)}
    return {
        "columns": scope.term_links("challenges", challenges),
        "rows": [
            {
                "heading": heading,
                "marks": [marks.get((service, challenge), {}) for challenge in challenges],
            }
            for service, heading in zip(services, scope.term_links("services", services), strict=True)
        ],
    }


def _mark(scope: Scope, number: int, cell: Cell) -> View:
    """What stands in the grid for a cell: the maturity now and the one aimed at, else its state in a word."""
    _ = scope.interface.gettext
    state = _(words.CELL_STATES[cell.state]) if cell.state else _("Not scored")
    return {
        "number": number,
        "now": "" if cell.maturity is None else str(cell.maturity),
        "aimed": "" if cell.target is None else str(cell.target),
        "state": state if cell.maturity is None else "",
    }


def _cell(scope: Scope, number: int, cell: Cell, citations: Citations) -> View:
    _ = scope.interface.gettext
    relevance = (
        ""
        if cell.relevance is None
        else _("%(level)s of %(top)s") % {"level": cell.relevance, "top": _HIGHEST_RELEVANCE}
    )
    view: View = {
        "number": number,
        "service": scope.term_links("services", [cell.service])[0],
        "challenge": scope.term_links("challenges", [cell.challenge])[0],
        "facts": [
            *fact(
                _("State"),
                _(words.CELL_STATES[cell.state]) if cell.state else "",
                deduced=deduced(cell, "state"),
            ),
            *fact(_("Maturity now"), _maturity(scope, cell.maturity), deduced=deduced(cell, "maturity")),
            *fact(_("Maturity aimed at"), _maturity(scope, cell.target), deduced=deduced(cell, "target")),
            *fact(_("Relevance"), relevance, deduced=deduced(cell, "relevance")),
            *fact(
                _("How sure the assessors are"),
                _(words.CONFIDENCES[cell.confidence]) if cell.confidence else "",
                deduced=deduced(cell, "confidence"),
            ),
        ],
        "rationale": cell.rationale,
        "rationale_deduced": deduced(cell, "rationale"),
        "evidence": cell.evidence,
        "evidence_deduced": deduced(cell, "evidence"),
        "peers": [_peer(scope, peer, citations) for peer in cell.peers],
        "peers_deduced": deduced(cell, "peers"),
    }
    # Which fields were deduced stands with the facts.
    return {**view, **provenance(cell, citations), "deduced_fields": ""}


def _maturity(scope: Scope, level: int | None) -> str:
    if level is None:
        return ""
    _ = scope.interface.gettext
    return _("%(level)s of %(top)s: %(meaning)s") % {
        "level": level,
        "top": len(words.MATURITY) - 1,
        "meaning": _(words.MATURITY[level]),
    }


def _peer(scope: Scope, peer: PeerScore, citations: Citations) -> View:
    return {
        "region": scope.region_link(peer.region),
        "maturity": _maturity(scope, peer.maturity),
        "comment": peer.comment,
        "date": scope.interface.date(peer.date),
        **provenance(peer, citations),
    }
