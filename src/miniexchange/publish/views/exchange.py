"""The page of an exchange, and the line that stands for it on other pages."""

from __future__ import annotations

from miniexchange.catalogue.records import Evaluation, Event, Exchange, Judgement, Visit
from miniexchange.publish.views import words
from miniexchange.publish.views.claims import evidence
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import Citations, conflicts, deduced, fact, links


def level_of(exchange: Exchange) -> str:
    """How far an exchange got: its outcome level, else its stage; a recorded one without an outcome is `unknown`."""
    if exchange.outcome and exchange.outcome.level:
        return exchange.outcome.level
    return "unknown" if exchange.status == "recorded" else exchange.status


def level_words(scope: Scope, level: str) -> tuple[str, str]:
    """An outcome level or a stage: its name and its meaning."""
    name, meaning = words.OUTCOMES.get(level) or words.STAGES[level]
    return scope.interface.gettext(name), scope.interface.gettext(meaning)


def need_link(scope: Scope, region: str, need: str, title: str) -> View:
    """A need on its region's page."""
    page = scope.shelf.page("region", region)
    return link(title, page, fragment=f"need-{need}" if page else "", lang=scope.lang)


def summary(scope: Scope, exchange: Exchange, without: str = "") -> View:
    """One line about an exchange; `without` names what the page is about already."""
    return {
        **scope.exchange_link(exchange),
        "practice": scope.exchanged(exchange),
        "exporter": scope.party(exchange, "exporter"),
        "importer": scope.party(exchange, "importer"),
        "level": level_of(exchange),
        "level_word": level_words(scope, level_of(exchange))[0],
        "text": exchange.outcome.text if exchange.outcome else "",
        "when": scope.interface.span(exchange.period),
        "without": without,
        "deduced": _parties_deduced(exchange),
    }


def exchange_view(scope: Scope, exchange: Exchange) -> View:
    """All that the page of one exchange shows: its story from the proposal to the evaluation."""
    citations = Citations(scope)
    citations.cite(exchange.sources)
    need = scope.shelf.need(exchange.importer, exchange.need) if exchange.need else None
    outcome = exchange.outcome
    level = level_of(exchange)
    _ = scope.interface.gettext
    view: View = {
        "id": exchange.id,
        "title": scope.exchange_title(exchange),
        "practice": scope.exchanged(exchange),
        "practice_deduced": deduced(exchange, "practice"),
        "exporter": scope.party(exchange, "exporter"),
        "exporter_deduced": deduced(exchange, "exporter"),
        "importer": scope.party(exchange, "importer"),
        "importer_deduced": deduced(exchange, "importer"),
        "recorded": exchange.status == "recorded",
        "stage": _(words.STAGES[exchange.status][0]),
        "stage_meaning": _(words.STAGES[exchange.status][1]),
        "level": level,
        "level_word": level_words(scope, level)[0],
        "level_meaning": level_words(scope, level)[1],
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
        "outcome": {
            "text": outcome.text,
            "deduced": deduced(exchange, "outcome") or outcome.inferred,
            "result": scope.practice_link(outcome.resulting_practice) if outcome.resulting_practice else {},
            "note": outcome.note,
            "cites": citations.cite(outcome.sources),
            "evidence": evidence(outcome.evidence, citations),
        }
        if outcome
        else {},
        "adaptation": _adaptation(scope, exchange),
        "proposal": _proposal(scope, exchange),
        "history": [
            {
                "stage": _(words.STAGES[step.status][0]),
                "date": scope.interface.date(step.date),
                "by": scope.region_link(step.by) if step.by else {},
                "note": step.note,
                "deduced": step.inferred,
            }
            for step in exchange.history
        ],
        "preparation": _preparation(scope, exchange),
        "visits": [_visit(scope, visit, citations) for visit in exchange.visits],
        "evaluation": _evaluation(scope, exchange.evaluation),
        "documents": links(exchange.documents, scope),
        "note": exchange.note,
        "deduced": exchange.inferred,
        "conflicts": conflicts(exchange, citations),
        "edit": scope.edit_url(exchange.path),
    }
    return {**view, "sources": citations.listed()}


def _parties_deduced(exchange: Exchange) -> bool:
    return deduced(exchange) or deduced(exchange, "practice", "exporter", "importer")


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


def _adaptation(scope: Scope, exchange: Exchange) -> list[View]:
    adaptation = exchange.adaptation
    if adaptation is None:
        return []
    _ = scope.interface.gettext
    return [
        {"heading": heading, "text": text, "deduced": deduced(adaptation, field)}
        for field, heading in (("kept", _("Kept")), ("changed", _("Changed")), ("dropped", _("Left out")))
        if (text := getattr(adaptation, field))
    ]


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
                "answer": _(words.ANSWERS[q.answer]) if q.answer else _("Open"),
                "date": scope.interface.date(q.date),
                "note": q.note,
            }
            for q in preparation.feasibility
        ],
    }


def _visit(scope: Scope, visit: Visit, citations: Citations) -> View:
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
    people = f" ({_people(scope, visit.people)})" if visit.people is not None else ""
    form = _(words.FORMS.get(visit.form, words.FORMS["visit"]))
    language = scope.interface.language_name(visit.language) if visit.language else ""
    return {
        **link(_("%(form)s in %(language)s") % {"form": form, "language": language} if language else form),
        "when": scope.interface.span(visit.period),
        "place": visit.place,
        "who": [
            *fact(_("Host"), *host, deduced=deduced(visit, "host")),
            *fact(_("Travellers") + people, *(scope.region_link(region) for region in visit.travellers)),
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
