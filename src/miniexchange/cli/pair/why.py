"""`mini pair --why`: why an exchange is proposed, or not, and what the other way would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from miniexchange.cli.common import emit

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Request
    from miniexchange.pairing.explain.sections import Told
    from miniexchange.pairing.explain.variations import Price
    from miniexchange.pairing.explain.why import Why
    from miniexchange.pairing.problem.instance import Choice


def run(records: Catalogue, request: Request, practice: str, region: str, *, format: str) -> int:
    """Tells why a practice is proposed to a region, or not; returns the exit status.

    Raises UserError for ids that do not exist or do not take part.
    """
    import json
    from dataclasses import replace

    from miniexchange.cli.pair.sections import markdown, table
    from miniexchange.pairing.explain.why import why
    from miniexchange.pairing.explain.why_told import told
    from miniexchange.pairing.study import study
    from miniexchange.pairing.telling import context

    found = why(study(records, request), practice, region)
    in_words = replace(told(found, records), context=context(request, records))
    if format == "json":
        emit(json.dumps(document_of(found, in_words, request), ensure_ascii=False, indent=2))
    else:
        emit(markdown(in_words) if format == "markdown" else table(in_words))
    return 0


def document_of(why: Why, told: Told, request: Request) -> dict[str, Any]:
    """The answer as plain dictionaries, described by `schemas/output/pair-why.schema.json`. Scores are in hundredths of a point."""
    from miniexchange.pairing.document import SCHEMA_VERSION

    return {
        "schema_version": SCHEMA_VERSION,
        "command": "pair",
        "as_of": request.as_of.isoformat(),
        "project": request.project,
        "practice": why.practice,
        "importer": why.importer,
        "exporter": why.exporter,
        "case": why.case,
        "answer": list(told.answer),
        "locked": why.locked,
        "need": why.need,
        "score": why.score,
        "confidence": why.confidence,
        "parts": [
            {"part": p.name, "value": p.value, "weight": p.weight, "points": p.points, "known": p.known}
            for p in why.parts
        ],
        "reasons": list(why.reasons),
        "cautions": list(why.cautions),
        "price": _price(why.price) if why.price else None,
        "comes": [_exchange(choice) for choice in why.moves.come],
        "goes": [_exchange(choice) for choice in why.moves.go],
        "moves": [
            {"before": _exchange(before), "after": _exchange(after)} for before, after in why.moves.moved
        ],
        "contested": list(why.contested),
        "changes": list(why.changes),
        "openings": [{"change": o.change, "price": _price(o.price)} for o in why.openings],
        "kept_out": [
            {"rule": kept.rule, "needs": list(kept.needs), "why": kept.why, "remedy": kept.remedy}
            for kept in why.kept
        ],
        "proposed_if_let_in": why.proposed_if_lifted,
    }


def _price(price: Price) -> dict[str, int | bool]:
    return {"missing": price.missing, "score": price.score, "exact": price.exact}


def _exchange(choice: Choice) -> dict[str, str]:
    return choice._asdict()
