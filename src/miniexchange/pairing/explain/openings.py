"""Which limits would have to be raised so that the best programme holds a pair, or can hold it at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from miniexchange.pairing.explain.raises import Raise, of_pair, together
from miniexchange.pairing.explain.variations import Price, price, solved, with_pair
from miniexchange.pairing.problem.instance import Choice
from miniexchange.pairing.study import Study


class Opening(NamedTuple):
    """A change that makes room for a pair, and its price even then, against the best programme after the change."""

    change: str
    price: Price


def changes_for(of: Study, cell: tuple[int, int]) -> Iterator[str]:
    """The smallest raises of limits with which the best programme holds the pair: single ones, else two together."""
    limits = list(of_pair(of.instance, cell))
    pair = of.instance.choice(*cell)
    for number in (1, 2):
        working = [raises for raises in combinations(limits, number) if _brings_in(of, raises, pair)]
        yield from (together(raises, of.catalogue, of.instance) for raises in working)
        if working:
            return


def openings_for(of: Study, cell: tuple[int, int]) -> Iterator[Opening]:
    """The single raises of limits that make room for the pair, and what it costs even then."""
    for change in of_pair(of.instance, cell):
        raised = change.applied(of.instance)
        other = with_pair(raised, cell, of.request.seconds)
        if other:
            least = price(solved(raised, of.request.seconds), other)
            yield Opening(together([change], of.catalogue, of.instance), least)


def _brings_in(of: Study, raises: Sequence[Raise], pair: Choice) -> bool:
    instance = of.instance
    for change in raises:
        instance = change.applied(instance)
    found = solved(instance, of.request.seconds).chosen
    return any((c.practice, c.importer) == (pair.practice, pair.importer) for c in found)
