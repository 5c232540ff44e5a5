"""Facets: the kinds of terms by which practices are narrowed down, and the panel that shows them with their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from miniexchange.text.folding import fold

View = dict[str, object]

ORDER: tuple[str, ...] = (
    "theme",
    "place",
    "challenge",
    "service",
    "target-group",
    "evidence",
    "exchanged",
    "project",
)
"""The facets as they follow each other; their names also stand in the address of a page (`?theme=finance`)."""

_LONG = 12


@dataclass(frozen=True, slots=True)
class Term:
    """One option of a facet: `wider` is the id of the term above it, `page` that of its list without ending, "" where there is none.

    `language` is that of the label where it differs from the page's.
    """

    id: str
    label: str
    wider: str = ""
    page: str = ""
    language: str = ""


@dataclass(frozen=True)
class Facet:
    """One kind of terms. A term's number is its place in `terms`, which therefore names all, also those without a practice.

    `ranked` terms (levels of evidence) keep their order in the panel; others stand by label.
    """

    id: str
    title: str
    terms: tuple[Term, ...]
    ranked: bool = False

    def numbers(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these terms and of all wider ones, ascending; ids that the facet does not have are left out."""
        return tuple(sorted({n for i in ids for n in self._with_wider.get(i, ())}))

    @cached_property
    def _with_wider(self) -> dict[str, tuple[int, ...]]:
        place = {term.id: n for n, term in enumerate(self.terms)}
        chains: dict[str, tuple[int, ...]] = {}
        for term in self.terms:
            chain: list[int] = []
            above = term.id
            while above in place and place[above] not in chain:  # a circle is reported elsewhere
                chain.append(place[above])
                above = self.terms[place[above]].wider
            chains[term.id] = tuple(chain)
        return chains


def counted(facets: Sequence[Facet], practices: Iterable[Sequence[Sequence[int]]]) -> list[list[int]]:
    """How many practices have each term: for each facet as many numbers as it has terms.

    Each practice is given by the numbers of its terms, facet by facet.
    """
    counts = [[0] * len(facet.terms) for facet in facets]
    for terms in practices:
        for of_facet, numbers in zip(counts, terms, strict=True):
            for number in numbers:
                of_facet[number] += 1
    return counts


def panel_view(
    facets: Sequence[Facet],
    counts: Sequence[Sequence[int]],
    total: int,
    records: str,
    number: Callable[[int], str] = str,
) -> View:
    """The panel of facets, in `ORDER`, narrower terms below wider ones, without terms that no practice has.

    `counts` are those of `counted`, `total` is the number of practices, `records` the file of the script below the site's
    first folder. `number` writes a number as the page's language does.
    """
    shown = sorted(zip(facets, counts, strict=True), key=lambda pair: ORDER.index(pair[0].id))
    panels = [_facet(facet, of_terms, number) for facet, of_terms in shown]
    return {
        "count": number(total),
        "records": records,
        "facets": [panel for panel in panels if panel["terms"]],
    }


def _facet(facet: Facet, counts: Sequence[int], number: Callable[[int], str]) -> View:
    known = {term.id for term in facet.terms}
    below: dict[str, list[int]] = {}
    for n, term in enumerate(facet.terms):
        if counts[n]:
            below.setdefault(term.wider if term.wider in known else "", []).append(n)

    def level(above: str) -> list[View]:
        numbers = below.get(above, [])
        if not facet.ranked:
            numbers = sorted(numbers, key=lambda n: (fold(facet.terms[n].label), facet.terms[n].id))
        return [_option(facet.terms[n], number(counts[n]), level(facet.terms[n].id)) for n in numbers]

    return {
        "id": facet.id,
        "title": facet.title,
        "long": sum(map(len, below.values())) > _LONG,
        "terms": level(""),
    }


def _option(term: Term, count: str, narrower: list[View]) -> View:
    return {
        "id": term.id,
        "label": term.label,
        "lang": term.language,
        "page": term.page,
        "count": count,
        "narrower": narrower,
    }
