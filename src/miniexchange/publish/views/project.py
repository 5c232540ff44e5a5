"""The page of a project: what it was, who took part, what it aimed at beside what is on record; and the list of projects."""

from __future__ import annotations

from miniexchange.catalogue.dates import PartialDate
from miniexchange.catalogue.records import Practice, Project
from miniexchange.catalogue.records.project import Funding, Partner
from miniexchange.catalogue.records.shared import Money, Period
from miniexchange.publish.views import brief, words
from miniexchange.publish.views.provenance import excerpt, provenance
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import Citations, address, conflicts, deduced, fact, links
from miniexchange.publish.views.targets import target_view

_NAMED = 100
"""Up to so many practices are named on the page; of more it shows the counts by theme alone."""


def project_view(scope: Scope, project: Project) -> View:
    """All that the page of one project shows."""
    citations = Citations(scope)
    citations.cite(project.sources)
    _ = scope.interface.gettext
    summary = scope.text(project, "summary")
    when = scope.interface.span(project.period)
    facts = _facts(scope, project, citations)
    partners = _partners(scope, project, citations)
    practices = scope.shelf.index("practices-of-project", project.id)
    view: View = {
        "id": project.id,
        **scope.titled(project),
        "acronym": project.acronym if project.acronym != project.title else "",
        "description": excerpt(str(summary["text"]))
        or " · ".join(text for text in (project.acronym, project.programme, when) if text),
        "deduced": project.inferred,
        "facts": facts,
        "summary": summary,
        "summary_deduced": deduced(project, "summary"),
        "partners": partners,
        "partners_deduced": deduced(project, "partners"),
        "targets": [target_view(scope, project, name) for name in project.targets],
        "targets_deduced": deduced(project, "targets"),
        "practices": len(practices),
        "themes": _themes(scope, practices),
        "named": _named(scope, practices),
        "exchanges": brief.exchanges(scope, "exchanges-of-project", project.id),
        "events": brief.events(scope, "events-of-project", project.id),
        "assessments": brief.assessments(scope, "assessments-of-project", project.id),
        "plans": brief.plans(scope, "plans-of-project", project.id),
        "documents": links(project.documents, scope),
        "follow_up": project.follow_up,
        "follow_up_deduced": deduced(project, "follow_up"),
        "note": project.note,
        "conflicts": conflicts(project, citations),
        "edit": scope.edit_url(project.path),
    }
    return {**view, "sources": citations.listed()}


def projects_view(scope: Scope) -> View:
    """The list of projects, the latest first."""
    shelf = scope.shelf
    projects = sorted(shelf.every(Project), key=lambda project: project.id)
    projects.sort(key=lambda p: str(p.period.start or "") if p.period else "", reverse=True)
    return {
        "title": scope.interface.gettext("Projects"),
        "count": len(projects),
        "projects": [
            {
                **link(str(scope.project_link(project.id)["title"]), shelf.page("project", project.id)),
                "full": scope.text(project, "title") if project.acronym not in ("", project.title) else {},
                "programme": project.programme,
                "when": _years(scope, project.period),
                "regions": len({p.region for p in project.partners if p.region}),
                "practices": len(shelf.index("practices-of-project", project.id)),
                "exchanges": len(shelf.index("exchanges-of-project", project.id)),
                "deduced": project.inferred,
            }
            for project in projects
        ],
    }


def _years(scope: Scope, period: Period | None) -> str:
    """`2008 to 2011`."""
    if period is None:
        return ""
    start, end = (
        PartialDate(date if date == "ongoing" else date[:4]) if date else None
        for date in (period.start, period.end)
    )
    return scope.interface.span(Period(start=start, end=end))


def _facts(scope: Scope, project: Project, citations: Citations) -> list[View]:
    _ = scope.interface.gettext
    period, budget = project.period, project.budget
    website = address(project.website)
    shown = project.website.split("://", 1)[-1].rstrip("/") if website else ""
    facts = [
        *fact(_("Short name"), scope.said(project.acronym), deduced=deduced(project, "acronym")),
        *fact(
            scope.interface.pgettext("that pays", "Programme"),
            scope.said(project.programme),
            deduced=deduced(project, "programme"),
        ),
        *fact(_("Number in the programme"), project.reference, deduced=deduced(project, "reference")),
        *fact(
            _("Period"),
            scope.interface.span(period),
            deduced=deduced(project, "period") or deduced(period) or deduced(period, "start", "end"),
            note=period.note if period else "",
            cites=citations.cite(period.sources) if period else [],
            others=conflicts(period, citations),
        ),
        *fact(
            _("Budget"),
            scope.interface.money(budget),
            deduced=deduced(project, "budget") or deduced(budget) or deduced(budget, "amount"),
            note=budget.note if budget else "",
            cites=citations.cite(budget.sources) if budget else [],
            others=conflicts(budget, citations),
        ),
    ]
    for source in project.funding:
        facts += fact(
            _("Paid by"),
            scope.said(source.source),
            *([amount] if (amount := _amount(scope, source)) else []),
            deduced=deduced(project, "funding") or deduced(source) or deduced(source, "amount", "source"),
            note=source.note,
            cites=citations.cite(source.sources),
            others=conflicts(source, citations),
        )
    return [
        *facts,
        *fact(_("Website"), link(shown, url=website), deduced=deduced(project, "website")),
        *fact(_("Themes"), *scope.term_links("themes", project.themes), deduced=deduced(project, "themes")),
    ]


def _amount(scope: Scope, source: Funding) -> str:
    if source.amount is None:
        return ""
    if not source.currency:
        return scope.interface.figure(source.amount, source.amount_max, source.qualifier, "")[0]
    money = Money(
        amount=source.amount,
        amount_max=source.amount_max,
        currency=source.currency,
        qualifier=source.qualifier,
    )
    return scope.interface.money(money)


def _partners(scope: Scope, project: Project, citations: Citations) -> list[View]:
    """The partners of each region, the lead partner's region first; those that stand for no region last."""
    regions: dict[str, list[Partner]] = {}
    for partner in sorted(project.partners, key=lambda p: (not p.region, p.role != "lead")):
        regions.setdefault(partner.region, []).append(partner)
    return [
        {
            "region": scope.region_link(region) if region else {},
            "bodies": [_body(scope, partner, citations) for partner in partners],
        }
        for region, partners in regions.items()
    ]


def _body(scope: Scope, partner: Partner, citations: Citations) -> View:
    _ = scope.interface.gettext
    return {
        "organisation": partner.organisation,
        "role": _(words.ROLES[partner.role]) if partner.role else "",
        "lead": partner.role == "lead",
        "country": scope.interface.country(partner.country) if partner.country else "",
        **provenance(partner, citations),
    }


def _themes(scope: Scope, practices: tuple[str, ...]) -> list[View]:
    """The widest themes with how many of the project's practices have each, by name."""
    own = set(practices)
    found: list[View] = [
        {**scope.term_links("themes", [top])[0], "count": count}
        for top in scope.shelf.terms("themes").top
        if (count := len(own.intersection(scope.shelf.index("practices-about/themes", top))))
    ]
    return sorted(found, key=lambda theme: str(theme["title"]))


def _named(scope: Scope, practices: tuple[str, ...]) -> list[View]:
    if len(practices) > _NAMED:
        return []
    lines: list[View] = [
        {**scope.practice_link(p), "deduced": scope.shelf.get(Practice, p).inferred} for p in practices
    ]
    return sorted(lines, key=lambda line: str(line["title"]))
