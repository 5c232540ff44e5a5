"""Statistics: practices by theme, place, evidence, age and completeness, exchanges by how far they got, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from miniexchange.catalogue.records import Exchange
from miniexchange.publish.language import N_
from miniexchange.publish.pictures.bars import Row, bars
from miniexchange.publish.stock import PracticeFacts
from miniexchange.publish.views import words
from miniexchange.publish.views.demand import COMPARED, demand
from miniexchange.publish.views.exchange import need_link
from miniexchange.publish.views.scope import Scope, View
from miniexchange.text.folding import fold

PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("A summary"), ("summary",)),
    (N_("A theme or a challenge"), ("themes", "challenges")),
    (N_("The kind of support"), ("services",)),
    (N_("For whom it is"), ("target_groups",)),
    (N_("The place"), ("location",)),
    (N_("The period"), ("period",)),
    (N_("Who takes part"), ("stakeholders",)),
    (N_("Who benefits"), ("beneficiaries",)),
    (N_("What it costs and needs"), ("resources",)),
    (N_("Evidence"), ("evidence",)),
    (N_("Difficulties"), ("difficulties",)),
    (N_("How to transfer it"), ("transfer",)),
    (N_("Sources"), ("sources",)),
    (N_("Who to ask"), ("contact",)),
    (N_("When it was last checked"), ("verified",)),
)
"""What a complete record tells, and the fields that tell it; long texts are left out, as rows do not have them."""

_BEST: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"result"}), N_("Results: what changed for firms and people")),
    (frozenset({"output", "input"}), N_("Outputs or inputs, but no result")),
    (frozenset({"target", "estimate"}), N_("Targets or estimates alone")),
    (frozenset({""}), N_("Figures whose kind is not stated")),
)
_NO_EVIDENCE = N_("No evidence on record")
_MOST_YEARS = 12
_MOST_REGIONS = 20
_SHOWN = 100


def statistics_view(scope: Scope) -> View:
    """All counts, each as a chart that is a table, and the two lists of what is missing."""
    shelf, _ = scope.shelf, scope.interface.gettext
    current = set(shelf.index("practices", "current"))
    practices = [facts for facts in shelf.practice_facts() if facts.id in current]
    exchanges = shelf.every(Exchange)
    return {
        "title": _("Statistics"),
        "practices": len(practices),
        "exchanges": len(exchanges),
        "themes": _themes(scope),
        "countries": _countries(scope, practices),
        "regions": _regions(scope, practices),
        "kinds": _kinds(scope, practices),
        "scales": _scales(scope, practices),
        "documented": _years(scope, [facts.documented for facts in practices]),
        "verified": _years(scope, [facts.verified for facts in practices]),
        "parts": _parts(scope, current),
        "stages": _coded(scope, words.STAGES, [x.status for x in exchanges]),
        "outcomes": _coded(
            scope, words.OUTCOMES, [x.outcome.level or "unknown" for x in exchanges if x.outcome]
        ),
        **_missing(scope, practices),
    }


def _themes(scope: Scope) -> View:
    counts = {t: len(scope.shelf.index("practices-about/themes", t)) for t in scope.shelf.terms("themes").top}
    terms = sorted((t for t in counts if counts[t]), key=lambda t: (-counts[t], t))
    links = scope.term_links("themes", terms)
    return bars(
        [
            _row(scope, str(to["title"]), counts[term], str(to["page"]), str(to["lang"]))
            for term, to in zip(terms, links, strict=True)
        ]
    )


def _countries(scope: Scope, practices: Sequence[PracticeFacts]) -> View:
    counts: Counter[str] = Counter()
    for facts in practices:
        counts.update(scope.shelf.countries(facts))
    return _named(scope, {scope.interface.country(code): number for code, number in counts.items()})


def _regions(scope: Scope, practices: Sequence[PracticeFacts]) -> View:
    counts = Counter(facts.region for facts in practices if scope.shelf.page("region", facts.region))
    ranked = sorted(counts, key=lambda region: (-counts[region], region))[:_MOST_REGIONS]
    links = [(scope.region_link(region), counts[region]) for region in ranked]
    return bars([_row(scope, str(to["title"]), n, str(to["page"]), str(to["lang"])) for to, n in links])


def _kinds(scope: Scope, practices: Sequence[PracticeFacts]) -> View:
    """Each practice once, by the best kind of evidence that it has."""
    counts: Counter[str] = Counter()
    for facts in practices:
        kinds = {claim.kind for claim in facts.evidence}
        counts[next((word for of, word in _BEST if of & kinds), _NO_EVIDENCE)] += 1
    order = [*(word for _kinds, word in _BEST), _NO_EVIDENCE]
    return bars([_row(scope, scope.interface.gettext(word), counts[word]) for word in order if counts[word]])


def _scales(scope: Scope, practices: Sequence[PracticeFacts]) -> list[View]:
    """For each scale that is used: the practices by the highest level that something measured reaches."""
    _ = scope.interface.gettext
    reached: dict[str, Counter[int]] = {scale: Counter() for scale in words.SCALES}
    for facts in practices:
        levels = [claim.levels for claim in facts.evidence if claim.levels and claim.kind in words.MEASURED]
        for scale, counts in reached.items():
            if levels:
                counts[max(getattr(of_claim, scale) or 0 for of_claim in levels)] += 1
    found: list[View] = []
    for scale, (name, top) in words.SCALES.items():
        on_scale = {level: reached[scale][level] for level in range(1, top + 1)}
        if any(on_scale.values()):
            rest = len(practices) - sum(on_scale.values())
            rows = [
                _row(scope, _("Level %(level)s") % {"level": level}, number)
                for level, number in on_scale.items()
            ]
            title = _("%(scale)s, levels 1 to %(top)s") % {"scale": _(name), "top": top}
            found.append({"title": title, "chart": bars([*rows, _row(scope, _("No level is known"), rest)])})
    return found


def _years(scope: Scope, days: Iterable[str | None]) -> View:
    """By year, or by five years where there are many years; those without a date last. Empty where none has a date."""
    _ = scope.interface.gettext
    years = Counter(int(day[:4]) if day else 0 for day in days)
    unknown = years.pop(0, 0)
    if not years:
        return bars([])
    if len(years) > _MOST_YEARS:
        spans: Counter[int] = Counter()
        for year, number in years.items():
            spans[year - year % 5] += number
        rows = [
            _row(scope, _("%(start)s to %(end)s") % {"start": year, "end": year + 4}, spans[year])
            for year in sorted(spans)
        ]
    else:
        rows = [_row(scope, str(year), years[year]) for year in sorted(years)]
    return bars([*rows, _row(scope, _("No date"), unknown)] if unknown else rows)


def _parts(scope: Scope, current: set[str]) -> View:
    """How many practices tell each part of what a complete record tells."""
    filled = Counter(fields for practice, fields in scope.shelf.filled() if practice in current)
    counts = [
        (word, sum(number for fields, number in filled.items() if not fields.isdisjoint(of_part)))
        for word, of_part in PARTS
    ]
    return bars([_row(scope, scope.interface.gettext(word), number) for word, number in counts])


def _coded(scope: Scope, table: dict[str, tuple[str, str]], codes: Iterable[str]) -> View:
    counts = Counter(codes)
    return bars([_row(scope, scope.interface.gettext(table[c][0]), counts[c]) for c in table if counts[c]])


def _missing(scope: Scope, practices: Sequence[PracticeFacts]) -> View:
    found = demand(scope.shelf, practices)
    unasked = sorted(found.unasked, key=lambda facts: (fold(facts.title), facts.id))
    return {
        "unanswered": [
            {
                **need_link(scope, region, need.id, need.title),
                "region": scope.region_link(region),
                "terms": [to for field in COMPARED for to in scope.term_links(field, getattr(need, field))],
            }
            for region, need in found.unanswered
        ],
        "unasked": [
            {**scope.practice_link(facts.id), "where": scope.where(facts)} for facts in unasked[:_SHOWN]
        ],
        "unasked_more": max(0, len(unasked) - _SHOWN),
        "unasked_count": len(unasked),
    }


def _named(scope: Scope, counts: dict[str, int]) -> View:
    return bars([_row(scope, name, counts[name]) for name in sorted(counts, key=lambda n: (-counts[n], n))])


def _row(scope: Scope, label: str, value: int, page: str = "", lang: str = "") -> Row:
    return Row(label, value, page, scope.interface.number(value), lang)
