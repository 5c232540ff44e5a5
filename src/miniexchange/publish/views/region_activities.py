"""What a region took part in: its self-assessments, action plans, projects and events."""

from __future__ import annotations

from miniexchange.catalogue.records import Assessment, Event, Plan, Project, Region
from miniexchange.publish.views.scope import Scope, View, link


def activities(scope: Scope, region: Region) -> list[View]:
    """Each kind of which there is something: its name, and links to the pages with the time of each."""
    _ = scope.interface.gettext
    groups = (
        (_("Self-assessments"), _assessments(scope, region)),
        (_("Action plans"), _plans(scope, region)),
        (_("Projects"), _projects(scope, region)),
        (_("Events"), _events(scope, region)),
    )
    return [{"label": label, "entries": entries} for label, entries in groups if entries]


def _assessments(scope: Scope, region: Region) -> list[View]:
    shelf, interface = scope.shelf, scope.interface
    found: list[View] = []
    for assessment_id in shelf.index("assessments-of-region", region.id):
        assessment = shelf.get(Assessment, assessment_id)
        date, page = interface.date(assessment.date), shelf.page("assessment", assessment_id)
        if assessment.round is None:
            title = interface.gettext("Self-assessment")
        else:
            title = interface.gettext("Self-assessment, round %(number)s") % {"number": assessment.round}
        found.append({**link(title, page), "when": date})
    return found


def _plans(scope: Scope, region: Region) -> list[View]:
    shelf, interface = scope.shelf, scope.interface
    return [
        {
            **scope.plan_link(plan_id),
            "when": interface.span(plan.period) if plan.period else interface.date(plan.date),
        }
        for plan_id in shelf.index("plans-of-region", region.id)
        for plan in [shelf.get(Plan, plan_id)]
    ]


def _projects(scope: Scope, region: Region) -> list[View]:
    shelf = scope.shelf
    return [
        {
            **scope.project_link(project_id),
            "when": scope.interface.span(shelf.get(Project, project_id).period),
        }
        for project_id in shelf.index("projects-of-region", region.id)
    ]


def _events(scope: Scope, region: Region) -> list[View]:
    """The latest first."""
    shelf = scope.shelf
    events = [shelf.get(Event, event_id) for event_id in shelf.index("events-of-region", region.id)]
    events.sort(key=lambda e: str(e.period.start or "") if e.period else "", reverse=True)
    return [{**scope.event_link(e.id), "when": scope.interface.span(e.period)} for e in events]
