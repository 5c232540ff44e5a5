"""One line for an exchange, an event, an assessment or an action plan on the page of another record."""

from __future__ import annotations

from miniexchange.catalogue.records import Assessment, Event, Exchange, Plan
from miniexchange.publish.views import words
from miniexchange.publish.views.exchange import level_of, level_words
from miniexchange.publish.views.scope import Scope, View


def exchanges(scope: Scope, index: str, key: str) -> list[View]:
    """The exchanges of an index entry, each with how far it got."""
    return [_exchange(scope, scope.shelf.get(Exchange, i)) for i in scope.shelf.index(index, key)]


def events(scope: Scope, index: str, key: str) -> list[View]:
    """The events of an index entry, the earliest first, those without a date last."""
    found = [scope.shelf.get(Event, i) for i in scope.shelf.index(index, key)]
    found.sort(key=lambda event: (began(event) or "9999", event.id))
    return [event_line(scope, event) for event in found]


def assessments(scope: Scope, index: str, key: str) -> list[View]:
    """The assessments of an index entry, the earliest first."""
    found = [scope.shelf.get(Assessment, i) for i in scope.shelf.index(index, key)]
    found.sort(key=lambda assessment: (str(assessment.date or "9999"), assessment.id))
    return [_line(scope.assessment_link(a.id), a.inferred) for a in found]


def plans(scope: Scope, index: str, key: str) -> list[View]:
    """The action plans of an index entry, by title."""
    found = [scope.shelf.get(Plan, i) for i in scope.shelf.index(index, key)]
    lines = [_line(scope.plan_link(plan.id), plan.inferred) for plan in found]
    return sorted(lines, key=lambda line: str(line["title"]))


def event_line(scope: Scope, event: Event) -> View:
    """An event with its kind, when and where."""
    return {
        **_line(scope.event_link(event.id), event.inferred, held(scope, event)),
        "kind": scope.interface.gettext(words.EVENT_KINDS[event.kind]),
        "place": event.place,
        "country": scope.interface.country(event.country) if event.country else "",
    }


def held(scope: Scope, event: Event) -> str:
    """When an event took place, in words; one that has no end took place on the day of its start, not from then on."""
    period = event.period
    if period and period.start and not period.end and not period.recurring:
        return scope.interface.date(period.start)
    return scope.interface.span(period)


def began(event: Event) -> str:
    """When an event began, as far as it is known: `2017-06-27`; else when it ended, else empty."""
    period = event.period
    return str(period.start or period.end or "") if period else ""


def _exchange(scope: Scope, exchange: Exchange) -> View:
    level = level_of(exchange)
    line = _line(scope.exchange_link(exchange), exchange.inferred, scope.interface.span(exchange.period))
    return {**line, "level": level, "level_word": level_words(scope, level)[0]}


def _line(to: View, deduced: bool, when: str = "") -> View:
    """What every line has: `level` is how far an exchange got, "" for anything else."""
    return {**to, "deduced": deduced, "when": when, "level": "", "level_word": ""}
