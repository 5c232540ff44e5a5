"""The proposed programme: each pair with the parts of its score and the reasons, quotas, shortages and the proof."""

from __future__ import annotations

from miniexchange.catalogue.records import Exchange
from miniexchange.pairing.fit.score import shown, shown_points
from miniexchange.pairing.programme import Alternative, Programme, Proposal
from miniexchange.pairing.telling import known, known_of, warnings
from miniexchange.publish.views import words
from miniexchange.publish.views.exchange import need_link
from miniexchange.publish.views.scope import Scope, View, capital, link


def programme_view(scope: Scope) -> View:
    """All that the page of the programme shows. What it tells is computed by the pairing and only put into words here."""
    programme = scope.shelf.programme
    proposals = [_proposal(scope, programme, proposal) for proposal in programme.proposals]
    importers = sorted({p.importer for p in programme.proposals})
    return {
        "title": scope.interface.gettext("Proposed programme"),
        "count": len(proposals),
        "proposals": proposals,
        "groups": [
            {
                "id": importer,
                "importer": scope.region_link(importer),
                "proposals": [p for p in proposals if p["importer_id"] == importer],
            }
            for importer in importers
        ],
        "standing": [
            {
                **link(_title(scope, s.exchange, s.practice), _page(scope, s.exchange)),
                "importer": scope.region_link(s.importer),
                "status": scope.interface.gettext(words.STAGES[s.status][0])
                if s.status in words.STAGES
                else s.status,
                "locked": s.locked,
            }
            for s in programme.standing
        ],
        "quotas": _quotas(scope, programme),
        "shortages": [
            {"text": shortage.text, "remedies": [capital(remedy) for remedy in shortage.remedies]}
            for shortage in programme.shortages
        ],
        "warnings": [*warnings(programme.warnings), *programme.remarks],
        "weights": [
            {"name": capital(name), "most": 10 * weight}
            for name, weight in programme.weights.items()
            if weight
        ],
        "most": 10 * max(programme.weights.values()),
        "proof": {
            "text": f"{capital(programme.proof.text)}.",
            "total": shown(programme.total),
            "shortfall": programme.proof.shortfall,
            "best": programme.proof.status == "optimal",
        },
    }


def proposal_line(scope: Scope, proposal: Proposal) -> View:
    """A proposal as other pages name it: who, what, for which need, and its score."""
    need = scope.shelf.need(proposal.importer, proposal.need)
    return {
        "importer_id": proposal.importer,
        "exporter_id": proposal.exporter,
        "need_id": proposal.need,
        "importer": scope.region_link(proposal.importer),
        "exporter": scope.region_link(proposal.exporter) if proposal.exporter else link(""),
        "practice": scope.practice_link(proposal.practice),
        "need": need_link(scope, proposal.importer, need.id, need.title) if need else link(""),
        "locked": proposal.locked,
        "score": shown(proposal.score),
    }


def _proposal(scope: Scope, programme: Programme, proposal: Proposal) -> View:
    points = shown_points(proposal.parts)
    return {
        **proposal_line(scope, proposal),
        "known": known(proposal),
        "reasons": [capital(reason) for reason in programme.told(proposal)],
        "cautions": [capital(caution) for caution in proposal.cautions],
        "parts": [
            {
                "name": capital(part.name),
                "points": points[part.name],
                "most": part.weight * 10,
                # On a common scale, in points: how much the part could give, and what it gives.
                "full": part.weight * 10,
                "width": part.points / 100,
                "known": part.known > 0,
                "known_text": known_of(part.known),
            }
            for part in proposal.parts
            if part.weight
        ],
        "alternatives": [_alternative(scope, other, "importer") for other in proposal.importer_alternatives]
        + [_alternative(scope, other, "exporter") for other in proposal.exporter_alternatives],
    }


def _alternative(scope: Scope, other: Alternative, side: str) -> View:
    """What nearly was proposed, for the region on one `side`, and why it is not."""
    return {
        "side": side,
        "importer": scope.region_link(other.importer),
        "exporter": scope.region_link(other.exporter) if other.exporter else link(""),
        "practice": scope.practice_link(other.practice),
        "score": shown(other.score),
        "why_not": other.why_not,
    }


def _quotas(scope: Scope, programme: Programme) -> list[View]:
    sides = {(q.region, q.direction): q for q in programme.quotas}
    rows: list[View] = []
    for region in programme.regions:
        row: View = {"region": scope.region_link(region)}
        for direction in ("exports", "imports"):
            quota = sides.get((region, direction))
            row[direction] = (
                {
                    "reached": quota.reached,
                    "standing": quota.standing,
                    "asked": _asked(quota.least, quota.most),
                    "missing": quota.missing,
                }
                if quota
                else {"reached": 0, "standing": 0, "asked": "", "missing": 0}
            )
        rows.append(row)
    return rows


def _asked(least: int, most: int) -> str:
    return str(least) if least == most else f"{least} to {most}"


def _title(scope: Scope, exchange_id: str, practice: str) -> str:
    exchange = scope.shelf.find(Exchange, exchange_id)
    return scope.exchange_title(exchange) if exchange else str(scope.practice_link(practice)["title"])


def _page(scope: Scope, exchange_id: str) -> str:
    return scope.shelf.page("exchange", exchange_id)
