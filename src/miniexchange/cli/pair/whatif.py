"""`mini pair --what-if`: what some changes would do to the programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from miniexchange.cli.common import emit

if TYPE_CHECKING:
    from miniexchange.catalogue.model import Catalogue
    from miniexchange.pairing import Programme, Request
    from miniexchange.pairing.compare import Difference


def run(records: Catalogue, request: Request, changes: Sequence[str], *, format: str) -> int:
    """Compares the programme as it is asked for with the one after some changes; returns the exit status.

    Raises UserError for changes that cannot be understood, or that contradict each other.
    """
    import json
    from dataclasses import replace

    from miniexchange.cli.pair.notes import tell_warnings
    from miniexchange.cli.pair.sections import markdown, table
    from miniexchange.pairing import propose
    from miniexchange.pairing.compare import compare, told
    from miniexchange.pairing.telling import context
    from miniexchange.pairing.whatif import changed

    asked = changed(request, changes, records)
    difference = compare(propose(records, request), propose(records, asked))
    known = frozenset(difference.before.warnings)
    tell_warnings([warning for warning in difference.after.warnings if warning not in known])
    if format == "json":
        emit(json.dumps(document_of(difference, changes), ensure_ascii=False, indent=2))
    else:
        in_words = replace(
            told(difference, records, f"What if: {' '.join(changes)}"), context=context(request, records)
        )
        emit(markdown(in_words) if format == "markdown" else table(in_words))
    return 0


def document_of(difference: Difference, changes: Sequence[str]) -> dict[str, Any]:
    """The difference as plain dictionaries, described by `schemas/output/pair-whatif.schema.json`. Scores are in hundredths of a point."""
    from miniexchange.pairing.document import SCHEMA_VERSION

    d = difference
    return {
        "schema_version": SCHEMA_VERSION,
        "command": "pair",
        "as_of": d.before.as_of.isoformat(),
        "project": d.before.project,
        "changes": list(changes),
        "nothing_changes": d.nothing,
        "before": _totals(d.before),
        "after": _totals(d.after),
        "comes": [{**choice._asdict(), "score": d.scores[choice]} for choice in d.moves.come],
        "goes": [{**choice._asdict(), "score": d.scores[choice]} for choice in d.moves.go],
        "moves": [{"before": before._asdict(), "after": after._asdict()} for before, after in d.moves.moved],
        "rescored": [
            {**choice._asdict(), "before": before, "after": after} for choice, before, after in d.rescored
        ],
        "shortages": [change._asdict() for change in d.shortages],
    }


def _totals(programme: Programme) -> dict[str, Any]:
    return {
        "exchanges": len(programme.proposals),
        "total": programme.total,
        "missing": programme.proof.shortfall,
        "status": programme.proof.status,
        "method": programme.proof.method,
    }
