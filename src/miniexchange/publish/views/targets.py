"""What a project set out to reach, beside what the catalogue has on record of it. A target is no result, and a record no proof."""

from __future__ import annotations

from miniexchange.catalogue.records import Event, Exchange, Project
from miniexchange.publish.views import words
from miniexchange.publish.views.exchange import level_of
from miniexchange.publish.views.scope import Scope, View, capital, link

_AT_WORK = ("running", "completed", "adapted")


def target_view(scope: Scope, project: Project, name: str) -> View:
    """One target: its name as a link's title, the number aimed at, and in sentences what is on record."""
    _ = scope.interface.gettext
    usual = name.replace("_", "-")
    known = words.TARGETS.get(usual)
    label = link(_(known)) if known else link(capital(usual.replace("-", " ")), lang=scope.lang)
    return {
        **label,
        "target": scope.interface.number(project.targets[name]),
        "recorded": _recorded(scope, project, usual) or [_("Not counted in this catalogue")],
    }


def _recorded(scope: Scope, project: Project, name: str) -> list[str]:
    """What the catalogue counts for the usual names of targets; nothing for others."""
    interface = scope.interface
    if name in ("transfers", "exchanges"):
        return _exchanges(scope, project)
    if name in ("practices", "good-practices"):
        return [
            interface.ngettext("%(num)s practice", "%(num)s practices", _count(scope, project, "practices"))
        ]
    if name == "events":
        return [interface.ngettext("%(num)s event", "%(num)s events", _count(scope, project, "events"))]
    if name in ("assessments", "peer-reviews"):
        count = _count(scope, project, "assessments")
        return [interface.ngettext("%(num)s assessment", "%(num)s assessments", count)]
    if name in ("plans", "action-plans"):
        return [
            interface.ngettext("%(num)s action plan", "%(num)s action plans", _count(scope, project, "plans"))
        ]
    if name == "regions":
        regions = {partner.region for partner in project.partners if partner.region}
        return [interface.ngettext("%(num)s region", "%(num)s regions", len(regions))]
    if name == "partners":
        return [interface.ngettext("%(num)s partner", "%(num)s partners", len(project.partners))]
    kind = name.removesuffix("s")
    if kind in words.EVENT_KINDS:
        events = [scope.shelf.get(Event, e) for e in scope.shelf.index("events-of-project", project.id)]
        return [interface.ngettext("%(num)s event", "%(num)s events", sum(e.kind == kind for e in events))]
    return []


def _exchanges(scope: Scope, project: Project) -> list[str]:
    """How many exchanges there are, and how many of them are known to have worked: the rest may have, or not."""
    exchanges = [scope.shelf.get(Exchange, x) for x in scope.shelf.index("exchanges-of-project", project.id)]
    at_work = sum(level_of(exchange) in _AT_WORK for exchange in exchanges)
    interface = scope.interface
    return [
        interface.ngettext(
            "%(num)s exchange, whatever came of it",
            "%(num)s exchanges, whatever came of them",
            len(exchanges),
        ),
        interface.ngettext(
            "%(num)s is known to be completed, adapted or running",
            "%(num)s are known to be completed, adapted or running",
            at_work,
        ),
    ]


def _count(scope: Scope, project: Project, kind: str) -> int:
    return len(scope.shelf.index(f"{kind}-of-project", project.id))
