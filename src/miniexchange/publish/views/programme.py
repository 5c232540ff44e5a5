"""The proposed programme: each pair with the parts of its score and the reasons, quotas, shortages and the proof.

What the pairing tells in sentences (reasons, cautions, what stands in the way, shortages and remedies, warnings) is English;
`told_lang` marks it on pages in other languages.
"""

from __future__ import annotations

from miniexchange.catalogue.records import Exchange
from miniexchange.pairing.fit.score import shown_points
from miniexchange.pairing.programme import Alternative, Programme, Proposal, Quota
from miniexchange.pairing.telling import warnings
from miniexchange.publish.views import words
from miniexchange.publish.views.exchange import need_link
from miniexchange.publish.views.proof import PART_WORDS, points, proof_view, score
from miniexchange.publish.views.scope import Scope, View, capital, link


def programme_view(scope: Scope) -> View:
    """All that the page of the programme shows. What it tells is computed by the pairing and only put into words here."""
    programme, interface = scope.shelf.programme, scope.interface
    proposals = [_proposal(scope, programme, proposal) for proposal in programme.proposals]
    importers = sorted({p.importer for p in programme.proposals})
    groups: list[View] = []
    for importer in importers:
        own = [p for p in proposals if p["importer_id"] == importer]
        for number, proposal in enumerate(own, 1):
            proposal["anchor"] = f"pair-{importer}-{number}"
        groups.append({"id": importer, "importer": scope.region_link(importer), "proposals": own})
    return {
        "title": interface.gettext("Proposed programme"),
        "told_lang": told_lang(scope),
        "day": interface.date(programme.as_of.isoformat()),
        "count": len(proposals),
        "regions": len(programme.regions),
        "proposals": proposals,
        "groups": groups,
        "standing": [
            {
                **link(_title(scope, s.exchange, s.practice), _page(scope, s.exchange), lang=scope.lang),
                "importer": scope.region_link(s.importer),
                "status": interface.gettext(words.STAGES[s.status][0])
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
        "most": 10 * max(programme.weights.values()),
        "proof": proof_view(interface, programme),
    }


def told_lang(scope: Scope) -> str:
    """How a page marks what the pairing tells: "" on an English page."""
    return "" if scope.interface.tag.split("-")[0] == "en" else "en"


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
        "score": score(scope.interface, proposal.score),
    }


def _proposal(scope: Scope, programme: Programme, proposal: Proposal) -> View:
    interface = scope.interface
    of_part = shown_points(proposal.parts)
    share = interface.percent((proposal.confidence + 50) // 100)
    return {
        **proposal_line(scope, proposal),
        "known": interface.gettext("%(share)s of it known") % {"share": share},
        "reasons": [capital(reason) for reason in programme.told(proposal)],
        "cautions": [capital(caution) for caution in proposal.cautions],
        "parts": [
            {
                "name": interface.gettext(PART_WORDS[part.name]),
                "points": points(interface, int(of_part[part.name].replace(".", ""))),
                "most": part.weight * 10,
                # On a common scale, in points: how much the part could give, and what it gives.
                "full": part.weight * 10,
                "width": part.points / 100,
                "known": part.known > 0,
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
        "score": score(scope.interface, other.score),
        "why_not": other.why_not,
    }


def _quotas(scope: Scope, programme: Programme) -> list[View]:
    sides = {(q.region, q.direction): q for q in programme.quotas}
    return [
        {
            "region": scope.region_link(region),
            "exports": _quota(scope, sides.get((region, "exports"))),
            "imports": _quota(scope, sides.get((region, "imports"))),
        }
        for region in programme.regions
    ]


def _quota(scope: Scope, quota: Quota | None) -> View:
    if quota is None:
        return {"reached": 0, "standing": 0, "asked": "", "missing": 0}
    return {
        "reached": quota.reached,
        "standing": quota.standing,
        "asked": _asked(scope, quota.least, quota.most),
        "missing": quota.missing,
    }


def _asked(scope: Scope, least: int, most: int) -> str:
    if least == most:
        return str(least)
    return scope.interface.pgettext("figures", "%(low)s to %(high)s") % {"low": least, "high": most}


def _title(scope: Scope, exchange_id: str, practice: str) -> str:
    exchange = scope.shelf.find(Exchange, exchange_id)
    return scope.exchange_title(exchange) if exchange else str(scope.practice_link(practice)["title"])


def _page(scope: Scope, exchange_id: str) -> str:
    return scope.shelf.page("exchange", exchange_id)
