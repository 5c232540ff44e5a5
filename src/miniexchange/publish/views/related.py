"""Practices that are about the same things, and what they have in common."""

from __future__ import annotations

from math import log

from miniexchange.catalogue.records import Practice
from miniexchange.publish.views.scope import Scope, View
from miniexchange.text.phrases import listed

_FIELDS = ("themes", "challenges", "services", "target_groups")
_MOST = 4
_REASONS = 3
_ENOUGH = 50

Term = tuple[str, str]
"""A field and a term in it."""


class Related:
    """Finds the practices nearest to each one by the terms they share, a rare term counting more than a common one."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._holders: dict[Term, list[str]] = {}
        self._terms: dict[str, frozenset[Term]] = {}
        for practice in scope.practices.values():
            if practice.status == "published":
                self._terms[practice.id] = frozenset(_terms(practice))
                for term in _terms(practice):
                    self._holders.setdefault(term, []).append(practice.id)
        total = max(len(scope.practices), 1)
        self._weights = {term: round(1000 * log(1 + total / len(ids))) for term, ids in self._holders.items()}

    def to(self, practice: Practice) -> list[View]:
        """The practices nearest to one, the nearest first, each with the terms in common."""
        own = sorted(_terms(practice), key=lambda term: (-self._weights.get(term, 0), term))
        near: set[str] = set()
        for term in own:
            if len(near) > _ENOUGH:
                break  # what shares only the commoner terms is no nearer
            near.update(self._holders.get(term, ()))
        near.discard(practice.id)
        mine = frozenset(own)
        weight = {other: sum(map(self._weights.__getitem__, mine & self._terms[other])) for other in near}
        nearest = sorted(near, key=lambda other: (-weight[other], other))[:_MOST]
        return [self._view(own, self._scope.practices[other]) for other in nearest]

    def _view(self, own: list[Term], other: Practice) -> View:
        common = [term for term in own if term in self._terms[other.id]][:_REASONS]
        # Only the first keeps its capital: the labels become one phrase.
        names = [self._scope.labels(field, [term])[0] for field, term in common]
        return {
            **self._scope.practice_link(other.id),
            "where": self._scope.where(other),
            "reason": listed(names[:1] + [name[:1].lower() + name[1:] for name in names[1:]]),
        }


def _terms(practice: Practice) -> list[Term]:
    return [(field, term) for field in _FIELDS for term in getattr(practice, field)]
