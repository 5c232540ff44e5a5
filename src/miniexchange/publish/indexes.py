"""What the records say together: which practices a region offers, which exchanges a practice took part in, and so on.

Every entry is a tuple of ids under a name and a key (`exports:flevoland`), so that a page can say exactly what it has read,
and an entry that did not change asks no page to be written again.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import TypeVar

from miniexchange.catalogue.records import (
    Assessment,
    Event,
    Exchange,
    Plan,
    Project,
    Region,
)
from miniexchange.publish.options import option_entries
from miniexchange.publish.related import related
from miniexchange.publish.stock import PracticeFacts, Stock
from miniexchange.text.folding import fold

Entries = dict[str, tuple[str, ...]]
Shape = TypeVar("Shape")

FACETS: dict[str, str] = {
    "themes": "themes",
    "challenges": "challenges",
    "services": "services",
    "target_groups": "target-groups",
}
"""Field of a practice or a need → the vocabulary of its terms, which is also the folder of their pages."""


def indexes(stock: Stock, project: str = "") -> Entries:
    """All entries of a site; `project` restricts it to one project's regions, practices and exchanges."""
    practices = tuple(stock.practice_facts())
    regions = _shown_regions(stock, project)
    exchanges = [x for x in _all(stock, "exchange", Exchange) if not project or project in x.projects]
    shown = _shown_practices(practices, exchanges, project)
    entries: Entries = {}
    _pages(entries, "practice", "practices", (p.id for p in shown))
    _pages(entries, "region", "regions", (r.id for r in regions))
    _pages(entries, "exchange", "exchanges", (x.id for x in exchanges))
    current = [p for p in shown if p.status == "published" and not p.lesson_only]
    entries["practices:current"] = _by_title(current)
    entries["practices:lessons"] = _by_title(p for p in shown if p.lesson_only and p.status == "published")
    entries["practices:archived"] = _by_title(p for p in shown if p.status == "archived")
    entries["practices:stubs"] = _by_title(p for p in shown if p.status in ("draft", "review"))
    _lineage(entries, practices, {p.id for p in shown})
    _exchanges(entries, exchanges, {p.id: p.region for p in practices})
    _regions(entries, regions, shown)
    _terms(entries, stock, current, regions)
    _grouped(
        entries, "practices-of-project", ((project_id, p.id) for p in shown for project_id in p.projects)
    )
    _grouped(
        entries, "exchanges-of-project", ((project_id, x.id) for x in exchanges for project_id in x.projects)
    )
    _others(entries, stock, project)
    entries.update(option_entries(stock, entries, shown, exchanges))
    entries["media:shown"] = _media(shown, exchanges, entries, stock)
    entries.update(related([p for p in shown if p.status == "published"]))
    return entries


def _shown_regions(stock: Stock, project: str) -> list[Region]:
    regions = _all(stock, "region", Region)
    if not project:
        return regions
    partnership = stock.slim("project", project)
    members = {p.region for p in partnership.partners} if isinstance(partnership, Project) else set()
    return [region for region in regions if region.id in members]


def _shown_practices(
    practices: Sequence[PracticeFacts], exchanges: Sequence[Exchange], project: str
) -> list[PracticeFacts]:
    """Those that are ready to be read, and every one that an exchange shown here points to."""
    exchanged = {x.practice for x in exchanges} | {
        x.outcome.resulting_practice for x in exchanges if x.outcome
    }
    return [
        p
        for p in practices
        if p.id in exchanged
        or (p.status in ("published", "archived") and (not project or project in p.projects))
    ]


def _pages(entries: Entries, kind: str, folder: str, ids: Iterable[str]) -> None:
    found = tuple(ids)
    entries[f"all:{kind}"] = found
    for record_id in found:
        entries[f"page:{kind}/{record_id}"] = (f"{folder}/{record_id}",)


def _lineage(entries: Entries, every: Sequence[PracticeFacts], shown: Container[str]) -> None:
    """What was made of what; and `lineage:all`, the originals of all families that have a page here."""
    practices = [p for p in every if p.id in shown or p.status in ("published", "archived")]
    _grouped(entries, "copies", ((p.derived_from, p.id) for p in practices))
    origins = {p.id: p.derived_from for p in practices if p.derived_from}
    for practice in origins:
        chain: dict[str, None] = {}
        source = origins[practice]
        while source and source != practice and source not in chain:
            chain[source] = None
            source = origins.get(source, "")
        entries[f"origins:{practice}"] = tuple(chain)
    first = {
        entries[f"origins:{copy}"][-1] for copy, origin in origins.items() if copy in shown or origin in shown
    }
    entries["lineage:all"] = _by_title(p for p in practices if p.id in first and p.id not in origins)


def _exchanges(entries: Entries, exchanges: Sequence[Exchange], owner: Mapping[str, str]) -> None:
    given = [(x.practice, x.id) for x in exchanges]
    results = [(x.outcome.resulting_practice, x.id) for x in exchanges if x.outcome]
    # Where a practice was given first, then where it came from; one exchange is told once.
    _grouped(entries, "exchanges-of", dict.fromkeys([*given, *results]))
    _grouped(entries, "exports", ((x.exporter or owner.get(x.practice, ""), x.id) for x in exchanges))
    _grouped(entries, "imports", ((x.importer, x.id) for x in exchanges))


def _regions(entries: Entries, regions: Sequence[Region], shown: Sequence[PracticeFacts]) -> None:
    facts = {p.id: p for p in shown}
    _grouped(entries, "practices-of", ((p.region, p.id) for p in shown))
    for region in regions:
        own = entries.get(f"practices-of:{region.id}", ())
        entries[f"offered:{region.id}"] = (
            tuple(p for p in own if facts[p].status == "published" and not facts[p].lesson_only)
            if region.offers is None
            else tuple(p for p in region.offers if p in facts)
        )
    needs = ((need.assessment, f"{region.id}#{need.id}") for region in regions for need in region.needs)
    _grouped(entries, "needs-of-assessment", needs)
    _grouped(entries, "regions-of-country", ((region.country, region.id) for region in regions))


def _terms(
    entries: Entries, stock: Stock, current: Sequence[PracticeFacts], regions: Sequence[Region]
) -> None:
    """The practices and the needs (`region#need`) of every term and of what is narrower than it."""
    order = {practice: place for place, practice in enumerate(entries["practices:current"])}
    for field, vocabulary in FACETS.items():
        terms = stock.terms(vocabulary)
        wider = {term: (term, *terms.ancestors(term)) for term in terms.terms}
        _pages(entries, f"term/{vocabulary}", vocabulary, terms.terms)
        held: list[tuple[str, str]] = []
        for practice in current:
            mine = dict.fromkeys(w for term in getattr(practice, field) for w in wider.get(term, (term,)))
            held += ((term, practice.id) for term in mine)
        held.sort(key=lambda pair: order[pair[1]])
        _grouped(entries, f"practices-about/{vocabulary}", held)
        asked: list[tuple[str, str]] = []
        for region in regions:
            for need in region.needs:
                mine = dict.fromkeys(w for term in getattr(need, field) for w in wider.get(term, (term,)))
                asked += ((term, f"{region.id}#{need.id}") for term in mine)
        _grouped(entries, f"needs-about/{vocabulary}", asked)


def _others(entries: Entries, stock: Stock, project: str) -> None:
    """Projects, events, assessments and plans: their pages, and where other pages tell of them."""
    projects = [p for p in _all(stock, "project", Project) if not project or p.id == project]
    events = [e for e in _all(stock, "event", Event) if not project or project in e.projects]
    assessments = [a for a in _all(stock, "assessment", Assessment) if not project or project in a.projects]
    plans = [p for p in _all(stock, "plan", Plan) if not project or project in p.projects]
    _pages(entries, "project", "projects", (p.id for p in projects))
    _pages(entries, "event", "events", (e.id for e in events))
    _pages(entries, "assessment", "assessments", (a.id for a in assessments))
    _pages(entries, "plan", "plans", (p.id for p in plans))
    _grouped(entries, "projects-of-region", ((m.region, p.id) for p in projects for m in p.partners))
    for kind, records in (("events", events), ("assessments", assessments), ("plans", plans)):
        _grouped(entries, f"{kind}-of-project", ((p, r.id) for r in records for p in r.projects))
    _grouped(entries, "assessments-of-region", ((a.region, a.id) for a in assessments))
    _grouped(entries, "events-of-assessment", ((a, e.id) for e in events for a in e.assessments))
    _grouped(entries, "plans-of-region", ((p.region, p.id) for p in plans))
    _grouped(
        entries,
        "events-of-region",
        (
            (region, e.id)
            for e in events
            for region in (e.host, *e.reviewed, *(e.participants.regions if e.participants else ()))
        ),
    )
    _grouped(entries, "events-of-practice", ((practice, e.id) for e in events for practice in e.practices))
    lessons = [(lesson, p.id) for p in plans for action in p.actions for lesson in action.lessons]
    _grouped(entries, "plans-of-practice", ((lesson.practice, plan) for lesson, plan in lessons))
    _grouped(entries, "plans-of-exchange", ((lesson.exchange, plan) for lesson, plan in lessons))
    _grouped(entries, "plans-of-assessment", ((lesson.assessment, plan) for lesson, plan in lessons))
    named = [
        (cell.challenge, cell.service, a.id)
        for a in assessments
        for cell in a.cells
        if (cell.relevance or 0) > 1
    ]
    _grouped(entries, "assessments-about/challenges", ((challenge, i) for challenge, _, i in named))
    _grouped(entries, "assessments-about/services", ((service, i) for _, service, i in named))
    meant = [(challenge, p.id) for p in plans for action in p.actions for challenge in action.challenges]
    _grouped(entries, "plans-about/challenges", meant)
    _grouped(
        entries,
        "exchanges-of-event",
        (
            (visit.event, x)
            for x in entries["all:exchange"]
            if isinstance(exchange := stock.slim("exchange", x), Exchange)
            for visit in exchange.visits
        ),
    )


def _media(
    practices: Iterable[PracticeFacts], exchanges: Iterable[Exchange], entries: Entries, stock: Stock
) -> tuple[str, ...]:
    """The pictures and documents that pages show, below the catalogue's folder."""
    shown = {media.path for practice in practices for media in practice.media}
    shown |= {link.path for practice in practices for link in practice.links if link.path}
    shown |= {link.path for exchange in exchanges for link in exchange.documents if link.path}
    for kind in ("project", "event", "assessment", "plan"):
        records = (stock.slim(kind, i) for i in entries[f"all:{kind}"])
        documents = (r.documents for r in records if isinstance(r, Project | Event | Assessment | Plan))
        shown |= {link.path for links in documents for link in links if link.path}
    shown |= {stock.settings.site.logo} - {""}
    return tuple(sorted(f"media/{path.removeprefix('media/')}" for path in shown))


def _grouped(entries: Entries, name: str, pairs: Iterable[tuple[str, str]]) -> None:
    """One entry for each first part of the pairs, which holds the second parts in order, each once; "" is no key."""
    groups: dict[str, dict[str, None]] = {}
    for key, value in pairs:
        if key:
            groups.setdefault(key, {})[value] = None
    entries.update({f"{name}:{key}": tuple(values) for key, values in groups.items()})


def _by_title(practices: Iterable[PracticeFacts]) -> tuple[str, ...]:
    return tuple(i for _, i in sorted((fold(practice.title), practice.id) for practice in practices))


def _all(stock: Stock, kind: str, shape: type[Shape]) -> list[Shape]:
    return [record for i in stock.ids(kind) if isinstance(record := stock.slim(kind, i), shape)]
