"""What nobody offers and what nobody asks for: needs and practices, compared by the themes and challenges that they name.

A practice answers a need of another region when they have a theme or a challenge in common, or the practice has one that is
narrower than the need's; or when the need names the practice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from miniexchange.catalogue.records import Need, Region
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import PracticeFacts

COMPARED = ("themes", "challenges")
"""Fields of a need and a practice, and the vocabularies of their terms."""

Term = tuple[str, str]
"""A field and a term in it."""

_SEVERAL = "\0"  # no region's id


class Demand(NamedTuple):
    """Open needs that no practice answers (with their region), and practices that answer no open need and were never exchanged."""

    unanswered: list[tuple[str, Need]]
    unasked: list[PracticeFacts]


def demand(shelf: Shelf, practices: Sequence[PracticeFacts]) -> Demand:
    """Compares the open needs of all regions with these practices, in time that grows with their number, not its square."""
    needs = [(region.id, need) for region in shelf.every(Region) for need in region.needs if is_open(need)]
    wanted = {(practice, region) for region, need in needs for practice in need.wants}
    owners = {practice.id: practice.region for practice in practices}
    above, below = _relatives(shelf)
    offered = _holders((term, p.region) for p in practices for t in _terms(p) for term in above.get(t, (t,)))
    asked = _holders(
        (term, region) for region, need in needs for t in _terms(need) for term in below.get(t, (t,))
    )
    for practice, region in wanted:
        asked_by_name = ("", practice)
        asked[asked_by_name] = region if asked.get(asked_by_name, region) == region else _SEVERAL
    return Demand(
        [
            (region, need)
            for region, need in needs
            if not _held_elsewhere(offered, _terms(need), region)
            and not any(owners.get(practice, region) != region for practice in need.wants)
        ],
        [
            p
            for p in practices
            if not _held_elsewhere(asked, (*_terms(p), ("", p.id)), p.region)
            and not shelf.index("exchanges-of", p.id)
        ],
    )


def is_open(need: Need) -> bool:
    """Whether a need still waits for an answer."""
    return need.status in ("", "open")


def _terms(of: PracticeFacts | Need) -> Iterator[Term]:
    for field in COMPARED:
        for term in getattr(of, field):
            yield field, term


def _relatives(shelf: Shelf) -> tuple[dict[Term, list[Term]], dict[Term, list[Term]]]:
    """Each term with all that are wider, and with all that are narrower."""
    above: dict[Term, list[Term]] = {}
    below: dict[Term, list[Term]] = {}
    for field in COMPARED:
        terms = shelf.terms(field)
        for term in terms.terms:
            above[field, term] = [(field, t) for t in (term, *terms.ancestors(term))]
            for wider in above[field, term]:
                below.setdefault(wider, []).append((field, term))
    return above, below


def _holders(pairs: Iterable[tuple[Term, str]]) -> dict[Term, str]:
    """Term → the one region that holds it ("" is one outside the catalogue), or `_SEVERAL`."""
    found: dict[Term, str] = {}
    for term, region in pairs:
        if found.setdefault(term, region) != region:
            found[term] = _SEVERAL
    return found


def _held_elsewhere(holders: dict[Term, str], terms: Iterable[Term], region: str) -> bool:
    """Whether another region holds one of the terms; whoever is outside the catalogue is always another."""
    return any(
        (holder := holders.get(term)) is not None and (holder != region or not holder) for term in terms
    )
