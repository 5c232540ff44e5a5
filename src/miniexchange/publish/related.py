"""Practices that are about the same things, and the terms that they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from miniexchange.publish.stock import PracticeFacts

_FIELDS = ("themes", "challenges", "services", "target_groups")
_MOST = 4
_REASONS = 3
_ENOUGH = 50

Term = tuple[str, str]
"""A field and a term in it."""


def related(practices: Sequence[PracticeFacts]) -> dict[str, tuple[str, ...]]:
    """`related:<id>` → the practices nearest to it, the nearest first: `other-id themes/finance services/voucher`.

    Near are those that share terms, a rare term counting more than a common one; with each stand the terms in common,
    the rarest first.
    """
    terms = {practice.id: frozenset(_terms(practice)) for practice in practices}
    holders: dict[Term, list[str]] = {}
    for practice in practices:
        for term in _terms(practice):
            holders.setdefault(term, []).append(practice.id)
    total = max(len(practices), 1)
    weights = {term: round(1000 * log(1 + total / len(ids))) for term, ids in holders.items()}
    rank = {
        term: place for place, term in enumerate(sorted(weights, key=lambda term: (-weights[term], term)))
    }
    found: dict[str, tuple[str, ...]] = {}
    for practice in practices:
        mine = terms[practice.id]
        own = sorted(mine, key=rank.__getitem__)
        near: set[str] = set()
        for term in own:
            if len(near) > _ENOUGH:
                break  # what shares only the commoner terms is no nearer
            near.update(holders[term])
        near.discard(practice.id)
        weight = {other: sum(map(weights.__getitem__, mine & terms[other])) for other in near}
        nearest = sorted(near, key=lambda other: (-weight[other], other))[:_MOST]
        found[f"related:{practice.id}"] = tuple(
            " ".join(
                [other, *(f"{field}/{term}" for field, term in own if (field, term) in terms[other])][
                    : _REASONS + 1
                ]
            )
            for other in nearest
        )
    return found


def _terms(practice: PracticeFacts) -> list[Term]:
    return [(field, term) for field in _FIELDS for term in getattr(practice, field)]
