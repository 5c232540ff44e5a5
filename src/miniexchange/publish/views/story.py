"""The page of an exchange: its story from the proposal to the evaluation, as far as it is known."""

from __future__ import annotations

from miniexchange.catalogue.records import Evaluation, Exchange, Judgement, Plan, Step
from miniexchange.publish.pictures.text_width import shortened
from miniexchange.publish.views import words
from miniexchange.publish.views.atlas import small_map
from miniexchange.publish.views.claims import evidence
from miniexchange.publish.views.exchange import level_of, level_words, need_link
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import Citations, conflicts, deduced, fact, links
from miniexchange.publish.views.visits import visit_view

_CHAPTERS: dict[str, tuple[str, ...]] = {
    "proposal": ("proposed",),
    "agreed": ("agreed",),
    "preparation": ("preparing",),
    "visits": ("visiting",),
    "adaptation": ("implementing",),
    "outcome": ("completed", "declined", "withdrawn", "failed", "recorded"),
    "evaluation": (),
}
"""Chapter of the story → the stages that it tells of."""

_LONGEST_DESCRIPTION = 300  # characters, in the head of the page


def exchange_view(scope: Scope, exchange: Exchange) -> View:
    """All that the page of one exchange shows: its story from the proposal to the evaluation."""
    citations = Citations(scope)
    citations.cite(exchange.sources)
    need = scope.shelf.need(exchange.importer, exchange.need) if exchange.need else None
    level = level_of(exchange)
    level_word, level_meaning = level_words(scope, level)
    title = scope.exchange_title(exchange)
    _ = scope.interface.gettext
    said = _("%(word)s: %(meaning)s") % {"word": level_word, "meaning": level_meaning}
    view: View = {
        "id": exchange.id,
        "title": title,
        "description": shortened(f"{title}. {said}", _LONGEST_DESCRIPTION),
        "practice": scope.exchanged(exchange),
        "practice_deduced": deduced(exchange, "practice"),
        "exporter": scope.party(exchange, "exporter"),
        "exporter_deduced": deduced(exchange, "exporter"),
        "importer": scope.party(exchange, "importer"),
        "importer_deduced": deduced(exchange, "importer"),
        "stage": _(words.STAGES[exchange.status][0]),
        "stage_meaning": _(words.STAGES[exchange.status][1]),
        "level": level,
        "level_word": level_word,
        "level_meaning": level_meaning,
        "map": small_map(scope, [exchange]),
        "facts": [
            *fact(
                _("Need"),
                need_link(scope, exchange.importer, need.id, need.title) if need else "",
                deduced=deduced(exchange, "need"),
            ),
            *fact(
                _("Period"),
                scope.interface.span(exchange.period),
                deduced=deduced(exchange, "period")
                or deduced(exchange.period)
                or deduced(exchange.period, "start", "end"),
                note=exchange.period.note if exchange.period else "",
                others=conflicts(exchange.period, citations),
            ),
            *fact(_("Project"), *scope.projects(exchange.projects), deduced=deduced(exchange, "projects")),
            *_costs(scope, exchange),
        ],
        "story": _story(scope, exchange, citations),
        "plans": [_plan(scope, plan) for plan in scope.shelf.index("plans-of-exchange", exchange.id)],
        "documents": links(exchange.documents, scope),
        "note": exchange.note,
        "deduced": exchange.inferred,
        "conflicts": conflicts(exchange, citations),
        "edit": scope.edit_url(exchange.path),
    }
    return {**view, "sources": citations.listed()}


def _story(scope: Scope, exchange: Exchange, citations: Citations) -> View:
    """The chapters in their order, {} for one of which nothing is known; `told` says whether there is any."""
    visits = [visit_view(scope, visit, citations) for visit in exchange.visits]
    told: dict[str, View] = {
        "proposal": _proposal(scope, exchange),
        "agreed": {},
        "preparation": _preparation(scope, exchange),
        "visits": {"list": visits} if visits else {},
        "adaptation": _adaptation(scope, exchange),
        "outcome": _outcome(scope, exchange, citations),
        "evaluation": _evaluation(scope, exchange.evaluation),
    }
    story: View = {}
    for chapter, stages in _CHAPTERS.items():
        steps = [_step(scope, step) for step in exchange.history if step.status in stages]
        known = bool(told[chapter] or steps)
        story[chapter] = {**told[chapter], "more": bool(told[chapter]), "steps": steps} if known else {}
    return {**story, "told": any(story.values())}


def _step(scope: Scope, step: Step) -> View:
    """When a stage was reached; its name where the chapter does not say it."""
    return {
        "stage": scope.interface.gettext(words.STAGES[step.status][0])
        if step.status in _CHAPTERS["outcome"]
        else "",
        "date": scope.interface.date(step.date),
        "by": scope.region_link(step.by) if step.by else {},
        "note": step.note,
        "deduced": step.inferred,
    }


def _outcome(scope: Scope, exchange: Exchange, citations: Citations) -> View:
    outcome = exchange.outcome
    if outcome is None:
        return {}
    return {
        "text": outcome.text,
        "deduced": deduced(exchange, "outcome") or outcome.inferred,
        "result": scope.practice_link(outcome.resulting_practice) if outcome.resulting_practice else {},
        "note": outcome.note,
        "cites": citations.cite(outcome.sources),
        "evidence": evidence(outcome.evidence, citations),
    }


def _plan(scope: Scope, plan_id: str) -> View:
    plan = scope.shelf.get(Plan, plan_id)
    return {**scope.plan_link(plan_id), "region": scope.region_link(plan.region)}


def _costs(scope: Scope, exchange: Exchange) -> list[View]:
    costs = exchange.costs
    if costs is None:
        return []
    _ = scope.interface.gettext
    days = "" if costs.staff_days is None else scope.interface.number(costs.staff_days)
    return [
        *fact(_("Travel"), scope.interface.money(costs.travel), deduced=deduced(costs, "travel")),
        *fact(_("Staff days"), days, deduced=deduced(costs, "staff_days")),
    ]


def _adaptation(scope: Scope, exchange: Exchange) -> View:
    adaptation = exchange.adaptation
    if adaptation is None:
        return {}
    _ = scope.interface.gettext
    parts: list[View] = [
        {"heading": heading, "text": text, "deduced": deduced(adaptation, field)}
        for field, heading in (
            ("kept", _("Kept")),
            ("changed", scope.interface.pgettext("what the importer did", "Changed")),
            ("dropped", _("Left out")),
        )
        if (text := getattr(adaptation, field))
    ]
    return {"parts": parts} if parts else {}


def _proposal(scope: Scope, exchange: Exchange) -> View:
    proposal = exchange.proposal
    if proposal is None:
        return {}
    return {
        "date": scope.interface.date(proposal.date),
        "score": "" if proposal.score is None else scope.interface.number(proposal.score),
        "reasons": list(proposal.reasons),
    }


def _preparation(scope: Scope, exchange: Exchange) -> View:
    preparation = exchange.preparation
    if preparation is None:
        return {}
    _ = scope.interface.gettext
    return {
        "briefing": preparation.briefing,
        "local_owner": preparation.local_owner,
        "feasibility": [
            {
                "question": q.question,
                "answer": _(words.ANSWERS[q.answer])
                if q.answer
                else scope.interface.pgettext("a question", "Open"),
                "date": scope.interface.date(q.date),
                "note": q.note,
            }
            for q in preparation.feasibility
        ],
    }


def _evaluation(scope: Scope, evaluation: Evaluation | None) -> View:
    if evaluation is None:
        return {}
    _ = scope.interface.gettext
    sides = ((_("Exporter"), evaluation.exporter), (_("Importer"), evaluation.importer))
    return {
        "judgements": [_judgement(scope, side, judgement) for side, judgement in sides if judgement],
        "lessons": evaluation.lessons,
        "follow_up": evaluation.follow_up,
    }


def _judgement(scope: Scope, side: str, judgement: Judgement) -> View:
    _ = scope.interface.gettext
    return {
        "side": side,
        "rating": _("%(rating)s of 5") % {"rating": judgement.rating} if judgement.rating is not None else "",
        "text": judgement.text,
        "date": scope.interface.date(judgement.date),
    }
