"""The page of an exchange, and the line that stands for it on other pages."""

from __future__ import annotations

from miniexchange.catalogue.records import Evaluation, Exchange, Judgement, Visit
from miniexchange.publish.views import values, words
from miniexchange.publish.views.claims import evidence
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import Citations, address, conflicts, deduced, fact, links
from miniexchange.text import names


def level_of(exchange: Exchange) -> str:
    """How far an exchange got: its outcome level, else its stage; a recorded one without an outcome is `unknown`."""
    if exchange.outcome and exchange.outcome.level:
        return exchange.outcome.level
    return "unknown" if exchange.status == "recorded" else exchange.status


def level_word(level: str) -> str:
    """An outcome level or a stage in words."""
    return (words.OUTCOMES.get(level) or words.STAGES[level])[0]


def need_link(scope: Scope, region: str, need: str, title: str) -> View:
    """A need on its region's page."""
    shown = region in scope.regions
    return link(title, f"regions/{region}" if shown else "", fragment=f"need-{need}" if shown else "")


def summary(scope: Scope, exchange: Exchange, without: str = "") -> View:
    """One line about an exchange; `without` names what the page is about already."""
    return {
        **scope.exchange_link(exchange),
        "practice": scope.exchanged(exchange),
        "exporter": scope.party(exchange, "exporter"),
        "importer": scope.party(exchange, "importer"),
        "level": level_of(exchange),
        "level_word": level_word(level_of(exchange)),
        "text": exchange.outcome.text if exchange.outcome else "",
        "when": values.span(exchange.period),
        "without": without,
        "deduced": _parties_deduced(exchange),
    }


def exchange_view(scope: Scope, exchange: Exchange) -> View:
    """All that the page of one exchange shows: its story from the proposal to the evaluation."""
    citations = Citations()
    citations.cite(exchange.sources)
    need = scope.catalogue.need(exchange)
    outcome = exchange.outcome
    level = level_of(exchange)
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
        "stage": words.STAGES[exchange.status][0],
        "stage_meaning": words.STAGES[exchange.status][1],
        "level": level,
        "level_word": level_word(level),
        "level_meaning": (words.OUTCOMES.get(level) or words.STAGES[level])[1],
        "facts": [
            *fact(
                "Need",
                need_link(scope, exchange.importer, need.id, need.title) if need else "",
                deduced=deduced(exchange, "need"),
            ),
            *fact(
                "Period",
                values.span(exchange.period),
                deduced=deduced(exchange, "period")
                or deduced(exchange.period)
                or deduced(exchange.period, "start", "end"),
                note=exchange.period.note if exchange.period else "",
                others=conflicts(exchange.period, citations),
            ),
            *fact("Project", *_projects(scope, exchange), deduced=deduced(exchange, "projects")),
            *_costs(exchange),
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
        "adaptation": _adaptation(exchange),
        "proposal": _proposal(exchange),
        "history": [
            {
                "stage": words.STAGES[step.status][0],
                "date": values.date(step.date),
                "by": scope.region_link(step.by) if step.by else {},
                "note": step.note,
                "deduced": step.inferred,
            }
            for step in exchange.history
        ],
        "preparation": _preparation(exchange),
        "visits": [_visit(scope, visit, citations) for visit in exchange.visits],
        "evaluation": _evaluation(exchange.evaluation),
        "documents": links(exchange.documents),
        "note": exchange.note,
        "deduced": exchange.inferred,
        "conflicts": conflicts(exchange, citations),
        "edit": address(scope.edit_url(exchange.path)),
    }
    return {**view, "sources": citations.listed()}


def _parties_deduced(exchange: Exchange) -> bool:
    return deduced(exchange) or deduced(exchange, "practice", "exporter", "importer")


def _projects(scope: Scope, exchange: Exchange) -> list[str]:
    found = [scope.catalogue.projects[p] for p in exchange.projects if p in scope.catalogue.projects]
    return [project.acronym or project.title for project in found]


def _costs(exchange: Exchange) -> list[View]:
    costs = exchange.costs
    if costs is None:
        return []
    days = "" if costs.staff_days is None else values.number(costs.staff_days)
    return [
        *fact("Travel", values.money(costs.travel), deduced=deduced(costs, "travel")),
        *fact("Staff days", days, deduced=deduced(costs, "staff_days")),
    ]


def _adaptation(exchange: Exchange) -> list[View]:
    adaptation = exchange.adaptation
    if adaptation is None:
        return []
    return [
        {"heading": heading, "text": text, "deduced": deduced(adaptation, field)}
        for field, heading in (("kept", "Kept"), ("changed", "Changed"), ("dropped", "Left out"))
        if (text := getattr(adaptation, field))
    ]


def _proposal(exchange: Exchange) -> View:
    proposal = exchange.proposal
    if proposal is None:
        return {}
    return {
        "date": values.date(proposal.date),
        "score": "" if proposal.score is None else values.number(proposal.score),
        "reasons": list(proposal.reasons),
    }


def _preparation(exchange: Exchange) -> View:
    preparation = exchange.preparation
    if preparation is None:
        return {}
    return {
        "briefing": preparation.briefing,
        "local_owner": preparation.local_owner,
        "feasibility": [
            {
                "question": q.question,
                "answer": words.ANSWERS.get(q.answer, "Open"),
                "date": values.date(q.date),
                "note": q.note,
            }
            for q in preparation.feasibility
        ],
    }


def _visit(scope: Scope, visit: Visit, citations: Citations) -> View:
    event = scope.catalogue.events.get(visit.event)
    if event:
        return {
            "title": event.title,
            "when": values.span(event.period),
            "place": event.place,
            "who": [],
            "agenda": [],
            "training": [],
            "report": event.summary,
            "deduced": visit.inferred or event.inferred,
            "note": visit.note,
            "cites": citations.cite(event.sources),
        }
    host = [scope.region_link(visit.host)] if visit.host else []
    people = f" ({values.count(visit.people, 'person', 'people')})" if visit.people is not None else ""
    language = f" in {names.language(visit.language)}" if visit.language else ""
    return {
        "title": words.FORMS.get(visit.form, "Visit") + language,
        "when": values.span(visit.period),
        "place": visit.place,
        "who": [
            *fact("Host", *host, deduced=deduced(visit, "host")),
            *fact(f"Travellers{people}", *(scope.region_link(region) for region in visit.travellers)),
        ],
        "agenda": list(visit.agenda),
        "training": [
            f"{t.topic} ({values.count(t.people, 'person', 'people')})" if t.people is not None else t.topic
            for t in visit.training
        ],
        "report": visit.report,
        "deduced": visit.inferred,
        "note": visit.note,
        "cites": citations.cite(visit.sources),
    }


def _evaluation(evaluation: Evaluation | None) -> View:
    if evaluation is None:
        return {}
    sides = (("Exporter", evaluation.exporter), ("Importer", evaluation.importer))
    return {
        "judgements": [_judgement(side, judgement) for side, judgement in sides if judgement],
        "lessons": evaluation.lessons,
        "follow_up": evaluation.follow_up,
    }


def _judgement(side: str, judgement: Judgement) -> View:
    return {
        "side": side,
        "rating": f"{judgement.rating} of 5" if judgement.rating is not None else "",
        "text": judgement.text,
        "date": values.date(judgement.date),
    }
