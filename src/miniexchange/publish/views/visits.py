"""The visits of an exchange."""

from __future__ import annotations

from miniexchange.catalogue.records import Event, Visit
from miniexchange.publish.views import words
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import Citations, deduced, fact


def visit_view(scope: Scope, visit: Visit, citations: Citations) -> View:
    """A visit as the story of its exchange tells it: a link to its event, or its own particulars."""
    _ = scope.interface.gettext
    event = scope.shelf.find(Event, visit.event)
    if event:
        return {
            **scope.event_link(visit.event),
            "when": scope.interface.span(event.period),
            "place": event.place,
            "who": [],
            "agenda": [],
            "training": [],
            "report": "",
            "deduced": visit.inferred or event.inferred,
            "note": visit.note,
            "cites": citations.cite(event.sources),
        }
    host = [scope.region_link(visit.host)] if visit.host else []
    travellers = _("Travellers")
    if visit.people is not None:
        travellers = _("Travellers (%(people)s)") % {"people": _people(scope, visit.people)}
    form = _(words.FORMS.get(visit.form, words.FORMS["visit"]))
    language = scope.interface.language_name(visit.language) if visit.language else ""
    return {
        **link(_("%(form)s in %(language)s") % {"form": form, "language": language} if language else form),
        "when": scope.interface.span(visit.period),
        "place": visit.place,
        "who": [
            *fact(_("Host"), *host, deduced=deduced(visit, "host")),
            *fact(travellers, *(scope.region_link(region) for region in visit.travellers)),
        ],
        "agenda": list(visit.agenda),
        "training": [
            f"{t.topic} ({_people(scope, t.people)})" if t.people is not None else t.topic
            for t in visit.training
        ],
        "report": visit.report,
        "deduced": visit.inferred,
        "note": visit.note,
        "cites": citations.cite(visit.sources),
    }


def _people(scope: Scope, how_many: int) -> str:
    return scope.interface.ngettext("%(num)s person", "%(num)s people", how_many)
