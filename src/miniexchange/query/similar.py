"""Practices that resemble one another: those that share terms, rare terms counting more than common ones."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from miniexchange.catalogue.rows import Row, Rows

TERM_FIELDS: dict[str, str] = {
    "themes": "themes",
    "challenges": "challenges",
    "services": "services",
    "target_groups": "target-groups",
}
"""Field of a practice → the vocabulary of its terms."""
Term = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Similar:
    """A practice like another one: how like (1 to 100), and the terms that both have, by field."""

    row: Row
    likeness: int
    shared: dict[str, tuple[str, ...]]


def similar(rows: Rows, practice: Row, limit: int = 5) -> list[Similar]:
    """The practices most like one, archived ones left out: the likest first, then by id.

    The likeness is the cosine of the two sets of terms, each term weighted by how rare it is (log of practices per use).
    """
    practices = rows.of("practice")
    uses = Counter(term for row in practices for term in _terms(row))
    weight = {term: math.log(1 + len(practices) / number) for term, number in uses.items()}
    own = _terms(practice)
    found = []
    for row in practices:
        if row.id == practice.id or row.document.get("status") == "archived":
            continue
        shared = [term for term in _terms(row) if term in own]
        if shared:
            whole = sum(weight[term] ** 2 for term in own) * sum(weight[term] ** 2 for term in _terms(row))
            likeness = round(100 * sum(weight[term] ** 2 for term in shared) / math.sqrt(whole))
            found.append(Similar(row, max(1, likeness), _by_field(shared)))
    return sorted(found, key=lambda other: (-other.likeness, other.row.id))[:limit]


def _terms(practice: Row) -> dict[Term, None]:
    document = practice.document
    return {(field, term): None for field in TERM_FIELDS for term in document.get(field, ())}


def _by_field(terms: list[Term]) -> dict[str, tuple[str, ...]]:
    return {
        field: tuple(t for f, t in terms if f == field)
        for field in TERM_FIELDS
        if any(f == field for f, _ in terms)
    }
