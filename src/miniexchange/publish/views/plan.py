"""The page of an action plan: why, what will be done, how it goes; and the list of plans by region."""

from __future__ import annotations

from collections.abc import Sequence

from miniexchange.catalogue.records import Action, Exchange, Indicator, Lesson, Monitoring, Plan
from miniexchange.catalogue.records.plan import Player
from miniexchange.publish.views import brief, words
from miniexchange.publish.views.provenance import excerpt, provenance
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import Citations, conflicts, deduced, fact, links


def plan_view(scope: Scope, plan: Plan) -> View:
    """All that the page of one action plan shows."""
    citations = Citations(scope)
    citations.cite(plan.sources)
    _ = scope.interface.gettext
    background, instrument = scope.text(plan, "background"), plan.instrument
    region = scope.region_link(plan.region)
    view: View = {
        "id": plan.id,
        **scope.titled(plan),
        "description": excerpt(str(background["text"]))
        or _("An action plan of %(region)s") % {"region": region["title"]},
        "deduced": plan.inferred,
        "region": region,
        "facts": _facts(scope, plan, citations),
        "background": background,
        "background_deduced": deduced(plan, "background"),
        "improvement": instrument.improvement if instrument else "",
        "improvement_deduced": deduced(plan, "instrument") or deduced(instrument, "improvement"),
        "actions": [_action(scope, plan, action, citations) for action in plan.actions],
        "actions_deduced": deduced(plan, "actions"),
        "players": _players(plan.players, citations),
        "players_deduced": deduced(plan, "players"),
        "monitoring": [_look(scope, plan, look, citations) for look in plan.monitoring],
        "monitoring_deduced": deduced(plan, "monitoring"),
        "assessments": brief.assessments(scope, "assessments-of-region", plan.region),
        "documents": links(plan.documents, scope),
        "note": plan.note,
        "conflicts": conflicts(plan, citations),
        "edit": scope.edit_url(plan.path),
    }
    told = ("improvement", "actions", "players", "monitoring", "documents")
    only_known = not background["text"] and not any(view[name] for name in told)
    measured = any(action.indicators for action in plan.actions)
    return {**view, "only_known": only_known, "measured": measured, "sources": citations.listed()}


def plans_view(scope: Scope) -> View:
    """The list of action plans by region."""
    _ = scope.interface.gettext
    lines: list[View] = []
    for plan in scope.shelf.every(Plan):
        region = scope.region_link(plan.region)
        last = max(plan.monitoring, key=lambda look: str(look.date or ""), default=None)
        lines.append(
            {
                **scope.plan_link(plan.id),
                "region": region,
                "place": region["title"],
                "when": scope.interface.span(plan.period) or scope.interface.date(plan.date),
                "actions": len(plan.actions),
                "monitored": scope.interface.date(last.date) if last else "",
                "change": _change(scope, plan),
                "deduced": plan.inferred,
            }
        )
    return {
        "title": _("Action plans"),
        "count": len(lines),
        "followed": any(line["monitored"] for line in lines),
        "plans": sorted(lines, key=lambda line: (str(line["place"]), str(line["title"]))),
    }


def _facts(scope: Scope, plan: Plan, citations: Citations) -> list[View]:
    _ = scope.interface.gettext
    instrument, period, endorsement = plan.instrument, plan.period, plan.endorsement
    facts = [
        *fact(_("Region"), scope.region_link(plan.region), deduced=deduced(plan, "region")),
        *fact(_("Led by"), scope.said(plan.organisation), deduced=deduced(plan, "organisation")),
        *fact(_("Adopted or posted"), scope.interface.date(plan.date), deduced=deduced(plan, "date")),
        *fact(
            _("Period"),
            scope.interface.span(period),
            deduced=deduced(plan, "period") or deduced(period) or deduced(period, "start", "end"),
            note=period.note if period else "",
            cites=citations.cite(period.sources) if period else [],
            others=conflicts(period, citations),
        ),
    ]
    if instrument:
        whole = deduced(plan, "instrument") or deduced(instrument)
        named = [
            *fact(
                _("Policy instrument"),
                scope.said(instrument.name),
                deduced=whole or deduced(instrument, "name"),
            ),
            *fact(
                scope.interface.pgettext("that pays", "Programme"),
                scope.said(instrument.programme),
                deduced=whole or deduced(instrument, "programme"),
            ),
            *fact(
                _("Managed by"),
                scope.said(instrument.managing_body),
                deduced=whole or deduced(instrument, "managing_body"),
            ),
        ]
        if named:
            cites = citations.cite(instrument.sources)
            others = conflicts(instrument, citations)
            named[0] = {**named[0], "note": instrument.note, "cites": cites, "conflicts": others}
        facts += named
    facts += fact(_("Project"), *scope.projects(plan.projects), deduced=deduced(plan, "projects"))
    if endorsement:
        facts += fact(
            _("Endorsed by"),
            scope.said(endorsement.by),
            scope.interface.date(endorsement.date),
            deduced=deduced(plan, "endorsement") or deduced(endorsement),
            note=endorsement.note,
            cites=citations.cite(endorsement.sources),
            others=conflicts(endorsement, citations),
        )
    return facts


def _players(players: Sequence[Player], citations: Citations) -> list[View]:
    return [{"organisation": p.organisation, "role": p.role, **provenance(p, citations)} for p in players]


# Actions


def _action(scope: Scope, plan: Plan, action: Action, citations: Citations) -> View:
    _ = scope.interface.gettext
    period = action.period
    costs: list[View] = []
    for cost in action.costs:
        per = _("per %(what)s") % {"what": cost.per} if cost.per else ""
        amount = " ".join(text for text in (scope.interface.money(cost), per) if text)
        costs.append({"item": cost.item, "amount": amount, **provenance(cost, citations)})
    return {
        "id": action.id,
        "title": action.title,
        "background": action.background,
        "challenges": scope.term_links("challenges", action.challenges),
        "lessons": [_lesson(scope, lesson, citations) for lesson in action.lessons],
        "activities": list(action.activities),
        "adaptation": action.adaptation,
        "players": _players(action.players, citations),
        "facts": fact(
            _("Period"),
            scope.interface.span(period),
            deduced=deduced(period) or deduced(period, "start", "end"),
            note=period.note if period else "",
            cites=citations.cite(period.sources) if period else [],
            others=conflicts(period, citations),
        ),
        "costs": costs,
        "funding": list(action.funding),
        "indicators": [_indicator(scope, plan, entry, citations) for entry in action.indicators],
        **provenance(action, citations),
    }


def _lesson(scope: Scope, lesson: Lesson, citations: Citations) -> View:
    """Where the idea of an action comes from: links, each with what it leads to, and the lesson in words."""
    _ = scope.interface.gettext
    exchange = scope.shelf.find(Exchange, lesson.exchange)
    origins = [
        *fact(_("Practice"), *([scope.practice_link(lesson.practice)] if lesson.practice else [])),
        *fact(_("Exchange"), *([scope.exchange_link(exchange)] if exchange else [])),
        *fact(_("Assessment"), *([scope.assessment_link(lesson.assessment)] if lesson.assessment else [])),
        *fact(_("Region"), *([scope.region_link(lesson.region)] if lesson.region else [])),
    ]
    return {"origins": origins, "text": lesson.text, **provenance(lesson, citations)}


def _indicator(scope: Scope, plan: Plan, indicator: Indicator, citations: Citations) -> View:
    """An indicator, and what was measured of it over time, the earliest first."""
    number = scope.interface.figure
    measured = [
        {
            "value": number(value.actual, None, "", indicator.unit)[0],
            "date": scope.interface.date(look.date),
            **provenance(value, citations),
        }
        for look in sorted(plan.monitoring, key=lambda look: str(look.date or ""))
        for value in look.values
        if value.indicator == indicator.id and value.actual is not None
    ]
    unit = number(1, None, "", indicator.unit)[1]
    return {
        "title": indicator.title,
        "unit": unit,
        "baseline": number(indicator.baseline, None, "", indicator.unit)[0],
        "target": number(indicator.target, None, "", indicator.unit)[0],
        "due": scope.interface.date(indicator.due),
        "measured": measured,
        **provenance(indicator, citations),
    }


# How it goes


def _look(scope: Scope, plan: Plan, look: Monitoring, citations: Citations) -> View:
    _ = scope.interface.gettext
    title = next((action.title for action in plan.actions if action.id == look.action), "")
    change = look.policy_change
    return {
        "date": scope.interface.date(look.date),
        "action": look.action if title else "",
        "title": title or look.action,
        "status": look.status,
        "status_word": _(words.PROGRESS[look.status]),
        "explanation": look.explanation,
        "change": {
            "achieved": change.achieved,
            "proof": change.proof,
            **provenance(change, citations),
        }
        if change
        else {},
        **provenance(look, citations),
    }


def _change(scope: Scope, plan: Plan) -> str:
    """Whether the policy instrument changed, by what was reported last."""
    _ = scope.interface.gettext
    told = [look for look in plan.monitoring if look.policy_change]
    if not told:
        return ""
    last = max(told, key=lambda look: str(look.date or ""))
    return _("Yes") if last.policy_change and last.policy_change.achieved else _("Not yet")
