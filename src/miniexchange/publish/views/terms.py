"""The pages of terms: a theme, a challenge, a country, a level of evidence, each with the practices that have it."""

from __future__ import annotations

from typing import Any

from miniexchange.catalogue.records import Region
from miniexchange.publish.language import N_
from miniexchange.publish.options import FIELDS, VOCABULARIES
from miniexchange.publish.views import brief, words
from miniexchange.publish.views.exchange import need_link
from miniexchange.publish.views.finding import TITLES, counts_of, option_label
from miniexchange.publish.views.items import heading, listed
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import address, short

NAMES: dict[str, str] = {
    "theme": N_("Themes"),
    "challenge": N_("Challenges"),
    "service": N_("Kinds of support"),
    "target-group": N_("Target groups"),
}
"""Facet → the name of the page with all its terms."""

_MEANINGS: dict[str, str] = {
    "results": N_("At least one figure or statement tells what changed for firms or people."),
    "yes": N_(
        "Practices that took part in an exchange between regions, as what was given or as what came of it."
    ),
    "no": N_("Practices of which no exchange is on record."),
}


def vocabulary_view(scope: Scope, facet: str) -> View:
    """All terms of a vocabulary as a tree, each with the number of its practices."""
    shelf = scope.shelf
    vocabulary = VOCABULARIES[facet]
    counts = counts_of(scope, facet)
    terms = shelf.terms(vocabulary)

    def branch(term: str, above: tuple[str, ...]) -> View:
        below = [] if term in above else [branch(t, (*above, term)) for t in terms.narrower(term)]
        return {
            **scope.term_links(FIELDS[facet], [term])[0],
            "id": term,
            "count": counts.get(term, 0),
            "definition": str(terms.terms[term].get("definition", "")),
            "narrower": sorted(below, key=lambda view: str(view["title"])),
        }

    return {
        "title": scope.interface.gettext(NAMES[facet]),
        "count": len(terms.terms),
        "terms": sorted((branch(term, ()) for term in terms.top), key=lambda view: str(view["title"])),
    }


def term_view(scope: Scope, facet: str, term: str, number: int = 1) -> View:
    """A term with what is wider and narrower, its practices and those of narrower terms, and who asks for it."""
    shelf = scope.shelf
    vocabulary, field = VOCABULARIES[facet], FIELDS[facet]
    terms = shelf.terms(vocabulary)
    entry = terms.terms[term]
    counts = {t: len(shelf.index("having", f"{facet}/{t}")) for t in terms.narrower(term)}
    narrower: list[View] = [
        {**to, "count": counts[t]} for t, to in zip(counts, scope.term_links(field, counts), strict=True)
    ]
    own = scope.term_links(field, [term])[0]
    above: list[View] = [
        link(scope.interface.gettext(NAMES[facet]), vocabulary),
        *scope.term_links(field, reversed(terms.ancestors(term))),
    ]
    first = number == 1
    key = f"about/{vocabulary}"
    return {
        **_page(scope, facet, term, own, number),
        "above": above,
        "definition": scope.said(str(entry.get("definition", ""))),
        "aliases": list(entry.get("aliases", ())) if first else [],
        "narrower": sorted(narrower, key=lambda view: str(view["title"])),
        "matches": _matches(entry) if first else [],
        "needs": _needs(scope, vocabulary, term) if first else [],
        "assessments": brief.assessments(scope, f"assessments-{key}", term) if first else [],
        "plans": brief.plans(scope, f"plans-{key}", term) if first else [],
    }


def option_view(scope: Scope, facet: str, option: str, number: int = 1) -> View:
    """The practices of a country, of a level of evidence, or of those that were exchanged or not."""
    _ = scope.interface.gettext
    page = scope.shelf.page("option", f"{facet}/{option}")
    return {
        **_page(scope, facet, option, link(option_label(scope, facet, option), page), number),
        "above": [link(_("Practices"), "practices"), link(_(TITLES[facet]))],
        "definition": _meaning(scope, facet, option),
        "aliases": [],
        "narrower": _regions(scope, option) if facet == "place" else [],
        "matches": [],
        "needs": [],
        "assessments": [],
        "plans": [],
    }


def _page(scope: Scope, facet: str, option: str, own: View, number: int) -> View:
    """The practices of an option, `own` being the link to its page."""
    ids = scope.shelf.index("having", f"{facet}/{option}")
    return {
        **heading(scope, str(own["title"]), str(own["lang"]), ids, number),
        "facet": facet,
        "list": listed(scope, ids, str(own["page"]), number),
    }


def _matches(entry: Any) -> list[View]:
    """The same concept in other vocabularies, where its address may be followed."""
    return [link(short(url), url=url) for url in entry.get("exact_match", ()) if address(url)]


def _needs(scope: Scope, vocabulary: str, term: str) -> list[View]:
    """The needs that ask for a term, each with its region, open ones first."""
    found: list[View] = []
    for entry in scope.shelf.index(f"needs-about/{vocabulary}", term):
        region, _, need_id = entry.partition("#")
        need = scope.shelf.need(region, need_id)
        if need:
            closed = need.status not in ("", "open")
            found.append(
                {
                    **need_link(scope, region, need_id, need.title),
                    "region": scope.region_link(region),
                    "status": scope.interface.gettext(words.NEED_STATUSES[need.status]) if closed else "",
                    "deduced": need.inferred,
                }
            )
    return sorted(found, key=lambda view: (bool(view["status"]), str(view["title"])))


def _regions(scope: Scope, country: str) -> list[View]:
    """The regions of a country, each with the number of its practices."""
    return [
        {**scope.region_link(region.id), "count": len(scope.shelf.index("having", f"place/{region.id}"))}
        for i in scope.shelf.index("regions-of-country", country)
        for region in (scope.shelf.get(Region, i),)
    ]


def _meaning(scope: Scope, facet: str, option: str) -> View:
    if facet == "place":
        return link("")
    if option in _MEANINGS:
        return link(scope.interface.gettext(_MEANINGS[option]))
    scale, _, level = option.rpartition("-")
    levels = scope.shelf.terms("evidence-scales").terms.get(scale, {}).get("levels", {})
    return scope.said(str(levels.get(level, "")))
