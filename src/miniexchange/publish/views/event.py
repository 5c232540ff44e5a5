"""The page of an event, and the list of events by year."""

from __future__ import annotations

from math import ceil

from miniexchange.catalogue.records import Event
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.views import brief, words
from miniexchange.publish.views.provenance import excerpt
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import Citations, conflicts, deduced, fact, links

PER_PAGE = 200
"""How many events one page of the list holds."""


def event_view(scope: Scope, event: Event) -> View:
    """All that the page of one event shows."""
    citations = Citations(scope)
    citations.cite(event.sources)
    _ = scope.interface.gettext
    summary = scope.text(event, "summary")
    kind = _(words.EVENT_KINDS[event.kind])
    where = [text for text in (event.place, _country(scope, event)) if text]
    when = brief.held(scope, event)
    view: View = {
        "id": event.id,
        **scope.titled(event),
        "description": excerpt(str(summary["text"])) or " · ".join(t for t in (kind, when, *where) if t),
        "kind": kind,
        "deduced": event.inferred,
        "summary": summary,
        "summary_deduced": deduced(event, "summary"),
        "facts": [
            *fact(_("Kind"), kind, deduced=deduced(event, "kind")),
            *_when(scope, event, citations),
            *fact(_("Place"), scope.said(event.place), deduced=deduced(event, "place")),
            *fact(_("Country"), _country(scope, event), deduced=deduced(event, "country")),
            *fact(
                _("Host"),
                *([scope.region_link(event.host)] if event.host else []),
                deduced=deduced(event, "host"),
            ),
            *_participants(scope, event, citations),
            *fact(_("Project"), *scope.projects(event.projects), deduced=deduced(event, "projects")),
        ],
        "reviewed": [scope.region_link(region) for region in event.reviewed],
        "reviewed_deduced": deduced(event, "reviewed"),
        "assessments": [scope.assessment_link(a) for a in event.assessments],
        "practices": [scope.practice_link(practice) for practice in event.practices],
        "practices_deduced": deduced(event, "practices"),
        "exchanges": brief.exchanges(scope, "exchanges-of-event", event.id),
        "documents": links(event.documents, scope),
        "note": event.note,
        "conflicts": conflicts(event, citations),
        "edit": scope.edit_url(event.path),
    }
    told = ("reviewed", "assessments", "practices", "exchanges", "documents", "note")
    nothing = not summary["text"] and not any(view[name] for name in told)
    return {**view, "nothing_told": nothing, "sources": citations.listed()}


def events_view(scope: Scope, part: int = 1) -> View:
    """One page of the list of events, by year, the latest year first; `part` counts from 1."""
    order = _order(scope.shelf)
    shown = order[(part - 1) * PER_PAGE : part * PER_PAGE]
    years: dict[str, list[View]] = {}
    for event in shown:
        line: View = {
            **brief.event_line(scope, event),
            "host": scope.region_link(event.host) if event.host else {},
            "projects": scope.projects(event.projects),
        }
        years.setdefault(brief.began(event)[:4], []).append(line)
    _ = scope.interface.gettext
    title = _("Events")
    if part > 1:
        title = _("Events, page %(num)s") % {"num": scope.interface.number(part)}
    last = event_pages(scope.shelf)
    return {
        "title": title,
        "count": len(order),
        "years": [
            {"id": f"year-{year or 'unknown'}", "title": year or _("Without a date"), "events": events}
            for year, events in years.items()
        ],
        "pages": [
            {**link(scope.interface.number(n), _page(n)), "current": n == part} for n in range(1, last + 1)
        ]
        if last > 1
        else [],
    }


def event_pages(shelf: Shelf) -> int:
    """How many pages the list of events takes."""
    return max(1, ceil(len(shelf.index("all", "event")) / PER_PAGE))


def _page(number: int) -> str:
    return "events" if number == 1 else f"events-{number}"


def _order(shelf: Shelf) -> list[Event]:
    """All events, the latest first, those without a date last."""
    events = sorted(shelf.every(Event), key=lambda event: event.id)
    return sorted(events, key=brief.began, reverse=True)


def _country(scope: Scope, event: Event) -> str:
    return scope.interface.country(event.country) if event.country else ""


def _when(scope: Scope, event: Event, citations: Citations) -> list[View]:
    period = event.period
    _ = scope.interface.gettext
    return fact(
        _("When"),
        brief.held(scope, event) or scope.interface.pgettext("a time", "Not known"),
        deduced=deduced(event, "period") or deduced(period) or deduced(period, "start", "end"),
        note=period.note if period else "",
        cites=citations.cite(period.sources) if period else [],
        others=conflicts(period, citations),
    )


def _participants(scope: Scope, event: Event, citations: Citations) -> list[View]:
    """Who came: how many, which regions, who else; what is known of how sure that is stands with the first."""
    who = event.participants
    if who is None:
        return []
    _ = scope.interface.gettext
    count = scope.interface.figure(who.count, None, who.qualifier, "")[0]
    all_deduced = deduced(event, "participants") or deduced(who)
    facts = [
        *fact(_("Number of participants"), count, deduced=all_deduced or deduced(who, "count")),
        *fact(
            _("Regions taking part"),
            *(scope.region_link(region) for region in who.regions),
            deduced=all_deduced or deduced(who, "regions"),
        ),
        *fact(
            _("Others taking part"),
            *map(scope.said, who.others),
            deduced=all_deduced or deduced(who, "others"),
        ),
    ]
    more: View = {"cites": citations.cite(who.sources), "conflicts": conflicts(who, citations)}
    if not facts:
        return fact(_("Participants"), scope.interface.pgettext("participants", "Not known"), note=who.note)
    return [{**facts[0], "note": who.note, **more}, *facts[1:]]
