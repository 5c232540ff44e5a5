"""Practices that are about the same things, and the terms that they have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log
from typing import TYPE_CHECKING

from miniexchange.publish.stock import PracticeFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FIELDS = ("themes", "challenges", "services", "target_groups")
_MOST = 4
_REASONS = 3
_ENOUGH = 50

Term = tuple[str, str]
"""A field and a term in it."""


def related(practices: Sequence[PracticeFacts]) -> dict[str, tuple[str, ...]]:
    """`related:<id>` → the practices nearest to it, the nearest first: `other-id themes/finance services/voucher`.

    Near are those that share terms, a rare term counting more than a common one; with each stand the terms in common,
    the rarest first. Looked through are the practices that share the rarest term, and the next rarest until they are more
    than fifty: what shares only the commoner terms is no nearer.
    """
    practices = sorted(practices, key=lambda practice: practice.id)
    ids = [practice.id for practice in practices]
    holders: dict[Term, list[int]] = {}
    for place, practice in enumerate(practices):
        for term in _terms(practice):
            holders.setdefault(term, []).append(place)
    weights = {term: round(1000 * log(1 + len(ids) / len(places))) for term, places in holders.items()}
    terms = sorted(weights, key=lambda term: (-weights[term], term))
    number = {term: n for n, term in enumerate(terms)}
    names = [f"{field}/{term}" for field, term in terms]
    own = [sorted({number[term] for term in _terms(practice)}) for practice in practices]
    having = [set(numbers) for numbers in own]
    found: dict[str, tuple[str, ...]] = {f"related:{practice_id}": () for practice_id in ids}
    sharing = [set(holders[term]) for term in terms]
    for place, others in _nearest(own, sharing, [weights[term] for term in terms]):
        found[f"related:{ids[place]}"] = tuple(
            " ".join([ids[other], *[names[n] for n in own[place] if n in having[other]][:_REASONS]])
            for other in others
        )
    return found


def _nearest(
    own: Sequence[Sequence[int]], sharing: Sequence[set[int]], weights: Sequence[int]
) -> Iterator[tuple[int, list[int]]]:
    """The place of each practice with those of the nearest others, the nearest first and of equals the first.

    `own` are the numbers of its terms, the rarest first, `sharing` the practices that have a term, `weights` what it counts.
    """
    import numpy as np

    # Many share the rarest terms, and so look through the same others: those are weighed together.
    groups: dict[tuple[int, ...], list[int]] = {}
    for place, mine in enumerate(own):
        groups.setdefault(_rarest(mine, sharing), []).append(place)
    has = np.zeros((len(own), len(weights)), dtype=np.bool_)
    for term, places in enumerate(sharing):
        has[list(places), term] = True
    for rarest, members in groups.items():
        near = np.array(sorted(set().union(*(sharing[term] for term in rarest))), dtype=np.int64)
        if len(near) > 1:
            yield from zip(members, _best(has, np.array(weights), np.array(members), near), strict=True)


def _rarest(mine: Sequence[int], sharing: Sequence[set[int]]) -> tuple[int, ...]:
    """As many of the terms of a practice, the rarest first, as lead to enough others."""
    near: set[int] = set()
    for count, term in enumerate(mine, 1):
        near = near | sharing[term] if near else sharing[term]
        if len(near) > _ENOUGH:
            return tuple(mine[:count])
    return tuple(mine)


def _best(
    has: NDArray[np.bool_], weights: NDArray[np.int64], members: NDArray[np.int64], near: NDArray[np.int64]
) -> list[list[int]]:
    """For each member the places of the others that weigh most among those `near`, which lie in order and hold it too."""
    import numpy as np

    # Sums of whole numbers, exact as floats. Less than a unit settles which of equals comes first.
    weight = (has[members] * weights).astype(np.float64) @ has[near].T.astype(np.float64)
    order = weight * len(near) - np.arange(len(near))
    order[np.searchsorted(near, members)[:, None] == np.arange(len(near))] = -np.inf
    most = min(_MOST, len(near) - 1)
    first = np.argpartition(-order, most - 1, axis=1)[:, :most]
    ranked = np.take_along_axis(first, np.argsort(-np.take_along_axis(order, first, axis=1), axis=1), axis=1)
    found: list[list[int]] = near[ranked].tolist()
    return found


def _terms(practice: PracticeFacts) -> list[Term]:
    return [(field, term) for field in _FIELDS for term in getattr(practice, field)]
