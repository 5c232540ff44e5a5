"""The facets of a site in one language: their options in words, the page of each, and how many practices have it."""

from __future__ import annotations

from collections.abc import Sequence

from miniexchange.catalogue.records import Project, Region
from miniexchange.publish.facets import ORDER, Facet, Term, panel_view
from miniexchange.publish.language import N_
from miniexchange.publish.options import FIELDS, VOCABULARIES
from miniexchange.publish.views import words
from miniexchange.publish.views.claims import level_link
from miniexchange.publish.views.scope import Scope, View, capital

TITLES: dict[str, str] = {
    "theme": N_("Theme"),
    "place": N_("Country and region"),
    "challenge": N_("Challenge"),
    "service": N_("Kind of support"),
    "target-group": N_("For whom"),
    "evidence": N_("Evidence"),
    "exchanged": N_("Exchange"),
    "project": N_("Project"),
}
"""Facet → its name."""

EXCHANGED: dict[str, str] = {"yes": N_("Exchanged"), "no": N_("Not yet exchanged")}


def finder_view(scope: Scope) -> View:
    """The panel of facets. Its numbers are those of the index, so that no practice is read for it."""
    facets = facets_of(scope)
    counted = {facet.id: counts_of(scope, facet.id) for facet in facets}
    counts = [[counted[facet.id].get(term.id, 0) for term in facet.terms] for facet in facets]
    total = len(scope.shelf.index("practices", "listed"))
    return panel_view(facets, counts, total, records_file(scope), scope.interface.number)


def records_file(scope: Scope) -> str:
    """The script with the records that the browser searches, below the site's folder."""
    return f"records.{scope.interface.asked}.js"


def counts_of(scope: Scope, facet: str) -> dict[str, int]:
    """Option → how many practices have it, without those that nobody has."""
    pairs = (entry.rpartition(" ") for entry in scope.shelf.index("counts", facet))
    return {option: int(count) for option, _, count in pairs}


def facets_of(scope: Scope) -> tuple[Facet, ...]:
    """All facets, in the order in which a record names their terms."""
    title = {facet: scope.interface.gettext(word) for facet, word in TITLES.items()}
    facets = [
        *(Facet(facet, title[facet], _terms(scope, facet)) for facet in VOCABULARIES),
        Facet("place", title["place"], (*_countries(scope), *_regions(scope))),
        Facet("evidence", title["evidence"], _evidence(scope), ranked=True),
        Facet("exchanged", title["exchanged"], _own(scope, "exchanged", tuple(EXCHANGED)), ranked=True),
        Facet("project", title["project"], _projects(scope)),
    ]
    return tuple(sorted(facets, key=lambda facet: ORDER.index(facet.id)))


def option_label(scope: Scope, facet: str, option: str) -> str:
    """An option that is neither a term nor a record, in words: `SE` → Sweden, `nesta-2` → Nesta 2 of 5."""
    _ = scope.interface.gettext
    if facet == "place":
        return scope.interface.country(option)
    if facet == "exchanged":
        return _(EXCHANGED[option])
    if option == "results":
        return _("Results reported")
    scale, _dash, level = option.rpartition("-")
    return str(level_link(scope, scale, int(level))["title"])


def _terms(scope: Scope, facet: str) -> tuple[Term, ...]:
    vocabulary = VOCABULARIES[facet]
    return tuple(
        Term(term, str(to["title"]), str(entry.get("broader") or ""), str(to["page"]), str(to["lang"]))
        for term, entry in scope.shelf.terms(vocabulary).terms.items()
        for to in scope.term_links(FIELDS[facet], [term])
    )


def _countries(scope: Scope) -> tuple[Term, ...]:
    return _own(scope, "place", scope.shelf.index("all", "option/place"))


def _regions(scope: Scope) -> tuple[Term, ...]:
    return tuple(
        Term(region.id, str(to["title"]), region.country, str(to["page"]), str(to["lang"]))
        for region in scope.shelf.every(Region)
        for to in (scope.region_link(region.id),)
    )


def _evidence(scope: Scope) -> tuple[Term, ...]:
    """Reported results first, then each scale from its highest level."""
    there = scope.shelf.index("all", "option/evidence")
    ranks = ["results", *(f"{s}-{n}" for s, (_, top) in words.SCALES.items() for n in range(top, -1, -1))]
    return _own(scope, "evidence", [option for option in ranks if option in there])


def _own(scope: Scope, facet: str, options: Sequence[str]) -> tuple[Term, ...]:
    return tuple(
        Term(option, option_label(scope, facet, option), page=scope.shelf.page("option", f"{facet}/{option}"))
        for option in options
    )


def _projects(scope: Scope) -> tuple[Term, ...]:
    return tuple(
        Term(project.id, capital(str(to["title"])), page=str(to["page"]), language=str(to["lang"]))
        for project in scope.shelf.every(Project)
        for to in (scope.project_link(project.id),)
    )
