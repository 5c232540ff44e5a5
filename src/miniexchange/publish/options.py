"""What practices are narrowed down by: for each option of each facet the practices that have it, and how many they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from miniexchange.catalogue.records import Exchange, Region
from miniexchange.publish.facets import ORDER
from miniexchange.publish.stock import PracticeFacts, Stock
from miniexchange.publish.views import words

VOCABULARIES: dict[str, str] = {
    "theme": "themes",
    "challenge": "challenges",
    "service": "services",
    "target-group": "target-groups",
}
"""Facet → the vocabulary of its options, which is also the folder of their pages."""

FIELDS: dict[str, str] = {facet: vocabulary.replace("-", "_") for facet, vocabulary in VOCABULARIES.items()}
"""Facet → the field of a practice that holds its options."""

FOLDERS: dict[str, str] = {"place": "countries", "evidence": "evidence-levels", "exchanged": "exchanged"}
"""Facet → the folder of the pages of its options, where those are neither terms nor records."""

GROUPS = ("current", "lessons", "archived", "stubs")
"""The kinds of practices, as lists show them one after the other."""
_NO_EXCHANGE = ("proposed", "declined", "withdrawn")


def options_of(
    practice: PracticeFacts, countries: Sequence[str], exchanged: bool
) -> dict[str, tuple[str, ...]]:
    """The options that a practice has, by facet, without wider terms; some may have no page (a region of another project).

    Of its levels of evidence the highest on each scale counts, and only those of claims about what was measured.
    """
    levels = [c.levels for c in practice.evidence if c.levels and c.kind in words.MEASURED]
    highest = {
        scale: max((n for level in levels if (n := getattr(level, scale)) is not None), default=None)
        for scale in words.SCALES
    }
    return {
        "theme": practice.themes,
        "place": (*countries, practice.region) if practice.region else tuple(countries),
        "challenge": practice.challenges,
        "service": practice.services,
        "target-group": practice.target_groups,
        "evidence": (
            *(("results",) if any(c.kind == "result" for c in practice.evidence) else ()),
            *(f"{scale}-{n}" for scale, n in highest.items() if n is not None),
        ),
        "exchanged": ("yes" if exchanged else "no",),
        "project": practice.projects,
    }


def option_entries(
    stock: Stock,
    entries: Mapping[str, tuple[str, ...]],
    practices: Iterable[PracticeFacts],
    exchanges: Iterable[Exchange],
) -> dict[str, tuple[str, ...]]:
    """The index entries of finding, from the practices that have a page and the other entries.

    `practices:listed` are all of them as lists show them, `having:theme/finance` those that have an option or a narrower
    one, in the same order, `counts:theme` how many they are, as `finance 12`; `exchanged:<practice>` is there where it took part in
    an exchange. Options that are no terms or records get pages here (`all:option/place`, `page:option/place/SE`).
    """
    listed = tuple(i for group in GROUPS for i in entries[f"practices:{group}"])
    found: dict[str, tuple[str, ...]] = {"practices:listed": listed}
    exchanged = _exchanged(exchanges)
    found.update({f"exchanged:{i}": ("yes",) for i in listed if i in exchanged})
    by_id = {practice.id: practice for practice in practices}
    countries = {i: region.country for i in stock.ids("region") if (region := _region(stock, i))}
    widen = _widener(stock, entries)
    having: dict[str, dict[str, list[str]]] = {facet: {} for facet in ORDER}
    for practice_id in listed:
        practice = by_id[practice_id]
        where = countries.get(practice.region)
        owner = practice.owner.countries if practice.owner else ()
        options = options_of(practice, (where,) if where else owner, practice_id in exchanged)
        for facet, ids in options.items():
            for option in widen(facet, ids):
                having[facet].setdefault(option, []).append(practice_id)
    for facet, of_facet in having.items():
        found[f"counts:{facet}"] = tuple(f"{option} {len(of_facet[option])}" for option in sorted(of_facet))
        found.update({f"having:{facet}/{option}": tuple(ids) for option, ids in of_facet.items()})
        if facet in FOLDERS:
            own = [option for option in sorted(of_facet) if f"page:region/{option}" not in entries]
            found[f"all:option/{facet}"] = tuple(own)
            for option in own:
                found[f"page:option/{facet}/{option}"] = (f"{FOLDERS[facet]}/{option.lower()}",)
    return found


def _exchanged(exchanges: Iterable[Exchange]) -> frozenset[str]:
    """The practices that took part in an exchange, as what was given or as what came of it; a proposal is none yet."""
    taken = [x for x in exchanges if x.status not in _NO_EXCHANGE]
    given = {x.practice for x in taken if x.practice}
    return frozenset(given | {x.outcome.resulting_practice for x in taken if x.outcome})


def _region(stock: Stock, region_id: str) -> Region | None:
    region = stock.slim("region", region_id)
    return region if isinstance(region, Region) else None


def _widener(
    stock: Stock, entries: Mapping[str, tuple[str, ...]]
) -> Callable[[str, tuple[str, ...]], Iterable[str]]:
    """Adds wider terms, and leaves out what the catalogue does not know or the site does not show."""
    wider: dict[str, dict[str, tuple[str, ...]]] = {}
    for facet, vocabulary in VOCABULARIES.items():
        terms = stock.terms(vocabulary)
        wider[facet] = {term: (term, *terms.ancestors(term)) for term in terms.terms}
    wider["project"] = {project: (project,) for project in entries["all:project"]}
    regions = frozenset(entries["all:region"])

    def widened(facet: str, ids: tuple[str, ...]) -> Iterable[str]:
        if facet == "place":  # countries are in capitals
            return dict.fromkeys(i for i in ids if i.isupper() or i in regions)
        if facet not in wider:
            return ids
        known = wider[facet]
        return dict.fromkeys(w for i in ids for w in known.get(i, ()))

    return widened
