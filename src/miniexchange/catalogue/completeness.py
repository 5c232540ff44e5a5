"""How complete a practice's record is: a score from what is filled, computed and shown, never typed.

The weights follow what a region needs to decide on a transfer: what it is and whether it worked first, then how to take it over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PARTS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("summary", ("summary",), 8),
    ("problem", ("problem",), 8),
    ("description", ("description",), 10),
    ("themes or challenges", ("themes", "challenges"), 6),
    ("services", ("services",), 3),
    ("target groups", ("target_groups",), 5),
    ("location", ("location",), 3),
    ("period", ("period",), 4),
    ("stakeholders", ("stakeholders",), 4),
    ("beneficiaries", ("beneficiaries",), 3),
    ("resources", ("resources",), 8),
    ("evidence", ("evidence",), 12),
    ("difficulties", ("difficulties",), 6),
    ("transfer", ("transfer",), 8),
    ("sources", ("sources",), 6),
    ("contact", ("contact",), 3),
    ("verified", ("verified",), 3),
)
"""(what is missing in words, the fields of which one fills the part, points); the points sum to 100."""
_NO_RESULT = 6
"""Points of evidence that only a result earns; targets, estimates and outputs alone earn the rest."""


def completeness(kind: str, document: Mapping[str, Any]) -> int:
    """0 to 100 for a practice, from what is filled; 100 for other kinds, which are not scored."""
    if kind != "practice":
        return 100
    score = sum(points for _, fields, points in _PARTS if any(document.get(field) for field in fields))
    if document.get("evidence") and not _has_result(document):
        score -= _NO_RESULT
    return score


def missing_parts(document: Mapping[str, Any]) -> tuple[str, ...]:
    """What a practice's record lacks, in words, the weightiest first."""
    lacking = [
        (-points, name) for name, fields, points in _PARTS if not any(document.get(field) for field in fields)
    ]
    if document.get("evidence") and not _has_result(document):
        lacking.append((-_NO_RESULT, "a result among the evidence"))
    return tuple(name for _, name in sorted(lacking))


def _has_result(document: Mapping[str, Any]) -> bool:
    return any(claim.get("kind") == "result" for claim in document.get("evidence", ()))
