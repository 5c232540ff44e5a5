"""A programme as plain data: the JSON document of `mini pair` and rows for tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from miniexchange.catalogue.model import Catalogue
from miniexchange.pairing.fit.score import shown, shown_points
from miniexchange.pairing.programme import Alternative, Programme, Proposal

SCHEMA_VERSION = 1


def head_of(programme: Programme) -> dict[str, Any]:
    """What every document about a programme begins with."""
    return {
        "schema_version": SCHEMA_VERSION,
        "command": "pair",
        "as_of": programme.as_of.isoformat(),
        "project": programme.project,
        "regions": list(programme.regions),
    }


def document_of(programme: Programme) -> dict[str, Any]:
    """The programme as plain dictionaries, described by `schemas/output/pair.schema.json`. Scores are in hundredths of a point."""
    proof = programme.proof
    return {
        **head_of(programme),
        "weights": dict(programme.weights),
        "choice": programme.choice,
        "total": programme.total,
        "bonus": programme.bonus,
        "proposals": [_proposal(proposal) for proposal in programme.proposals],
        "standing": [asdict(standing) for standing in programme.standing],
        "quotas": [asdict(q) | {"missing": q.missing} for q in programme.quotas],
        "shortages": [
            {**asdict(shortage), "remedies": list(shortage.remedies)} for shortage in programme.shortages
        ],
        "excluded": dict(programme.excluded),
        "warnings": list(programme.warnings),
        "proof": {
            "status": proof.status,
            "method": proof.method,
            "text": proof.text,
            "objective": proof.objective,
            "shortfall": proof.shortfall,
            "penalty": proof.penalty,
            "bound": proof.bound,
        },
        "compared": asdict(programme.compared) if programme.compared else None,
        "rivals": {
            "number": programme.rivals.number,
            "pairs": [
                dict(zip(("importer", "practice", "need", "score"), pair, strict=True))
                for pair in programme.rivals.pairs
            ],
        },
    }


def table_of(programme: Programme, catalogue: Catalogue) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the proposals, one each, ids and names; points with two decimals, exact."""
    parts = list(programme.weights)
    header = ["importer", "importer_name", "practice", "practice_title", "exporter", "exporter_name", "need", "need_title",
              "score", *(f"{part}_points" for part in parts), "confidence", "locked", "reasons", "cautions"]  # fmt: skip
    rows = []
    for proposal in programme.proposals:
        rows.append(
            [
                proposal.importer,
                catalogue.regions[proposal.importer].name,
                proposal.practice,
                catalogue.practices[proposal.practice].title,
                proposal.exporter,
                exporter_name(catalogue, proposal),
                proposal.need,
                need_title(catalogue, proposal),
                _exact(proposal.score),
                *(_exact(part.points) for part in proposal.parts),
                _exact(proposal.confidence),
                "true" if proposal.locked else "false",
                proposal.reason,
                "; ".join(proposal.cautions),
            ]
        )
    return header, rows


def exporter_name(catalogue: Catalogue, of: Proposal | Alternative) -> str:
    """The exporting region's name, else the organisation that owns the practice."""
    if of.exporter:
        return catalogue.regions[of.exporter].name
    owner = catalogue.practices[of.practice].owner
    return owner.organisation if owner else ""


def need_title(catalogue: Catalogue, proposal: Proposal) -> str:
    """The need that a proposal serves, in words; "" where it serves none."""
    needs = catalogue.regions[proposal.importer].needs
    return next((need.title for need in needs if need.id == proposal.need), "")


def _proposal(proposal: Proposal) -> dict[str, Any]:
    points = shown_points(proposal.parts)
    return {
        "importer": proposal.importer,
        "practice": proposal.practice,
        "exporter": proposal.exporter,
        "need": proposal.need,
        "score": proposal.score,
        "score_shown": shown(proposal.score),
        "confidence": proposal.confidence,
        "locked": proposal.locked,
        "parts": [
            {
                "part": part.name,
                "value": part.value,
                "weight": part.weight,
                "points": part.points,
                "points_shown": points[part.name],
                "known": part.known,
            }
            for part in proposal.parts
        ],
        "reasons": list(proposal.reasons),
        "cautions": list(proposal.cautions),
        "alternatives": {
            "importer": [_alternative(other) for other in proposal.importer_alternatives],
            "exporter": [_alternative(other) for other in proposal.exporter_alternatives],
        },
    }


def _alternative(other: Alternative) -> dict[str, Any]:
    return {**asdict(other), "score_shown": shown(other.score)}


def _exact(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"
