"""The page of a practice, in the order in which people decide."""

from __future__ import annotations

from collections.abc import Sequence

from miniexchange.catalogue.records import Cost, Practice
from miniexchange.publish.views import values, words
from miniexchange.publish.views.claims import evidence, strongest
from miniexchange.publish.views.exchange import summary
from miniexchange.publish.views.related import Related
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import Citations, address, conflicts, deduced, fact, links
from miniexchange.text import names, phrases


def practice_view(scope: Scope, practice: Practice, related: Related) -> View:
    """All that the page of one practice shows."""
    citations = Citations()
    citations.cite(practice.sources)
    site = scope.site()
    view: View = {
        "id": practice.id,
        "title": practice.title,
        "summary": practice.summary,
        "summary_deduced": deduced(practice, "summary"),
        "where": scope.where(practice),
        "status": practice.status,
        "stub": practice.status in ("draft", "review"),
        "archived": practice.status == "archived",
        "successor": scope.practice_link(practice.successor) if practice.successor else {},
        "lesson": practice.lesson_only,
        "deduced": practice.inferred,
        "note": practice.note,
        "originals": [{"lang": lang, "text": text} for lang, text in sorted(practice.original_title.items())],
        "facts": _facts(scope, practice, citations),
        "problem": _text(practice, "problem"),
        "description": _text(practice, "description"),
        "stakeholders": list(practice.stakeholders),
        "evidence": evidence(practice.evidence, citations),
        "recognition": [
            {
                "title": r.title,
                "date": values.date(r.date),
                "url": address(r.url),
                "note": r.note,
                "deduced": r.inferred,
                "cites": citations.cite(r.sources),
            }
            for r in practice.recognition
        ],
        "resources": _resources(practice, citations),
        "transfer": _transfer(scope, practice, citations),
        "difficulties": {
            "entries": list(practice.difficulties),
            "deduced": deduced(practice, "difficulties"),
        },
        "opinion": _opinion(practice, citations),
        "ask": _ask(practice),
        "exchanges": [summary(scope, x, "practice") for x in scope.exchanges_of.get(practice.id, [])],
        "lineage": _lineage(scope, practice),
        "related": related.to(practice) if practice.status == "published" else [],
        "links": links(practice.links),
        "pictures": [
            {"file": f"media/{m.path.removeprefix('media/')}", "alt": m.alt, "credit": m.credit}
            for m in practice.media
        ],
        "conflicts": conflicts(practice, citations),
        "cite": _cite(scope, practice, site),
        "edit": address(scope.edit_url(practice.path)),
    }
    return {**view, "sources": citations.listed()}


def _text(practice: Practice, field: str) -> View:
    return {"text": getattr(practice, field), "deduced": deduced(practice, field)}


def _facts(scope: Scope, practice: Practice, citations: Citations) -> list[View]:
    place, period = practice.location, practice.period
    facts = [
        *fact("Type", words.TYPES.get(practice.type, ""), deduced=deduced(practice, "type")),
        *fact("Run by", practice.organisation, deduced=deduced(practice, "organisation")),
        *fact(
            "Place",
            place.place if place else "",
            deduced=deduced(practice, "location") or deduced(place) or deduced(place, "place"),
            note=place.note if place else "",
            others=conflicts(place, citations),
        ),
        *fact(
            "Period",
            values.span(period),
            deduced=deduced(practice, "period")
            or deduced(period)
            or deduced(period, "start", "end", "recurring"),
            note=period.note if period else "",
            cites=citations.cite(period.sources) if period else [],
            others=conflicts(period, citations),
        ),
    ]
    for field, label in words.FIELDS.items():
        terms: Sequence[str] = getattr(practice, field)
        facts += fact(label, *scope.labels(field, terms), deduced=deduced(practice, field))
    return [
        *facts,
        *fact("Beneficiaries", *practice.beneficiaries, deduced=deduced(practice, "beneficiaries")),
        *fact("Strongest evidence", *strongest(practice.evidence)),
        *fact("Origin", words.ORIGINS.get(practice.origin, ""), deduced=deduced(practice, "origin")),
        *fact("Project", *_projects(scope, practice), deduced=deduced(practice, "projects")),
        *fact("First described", values.date(practice.documented), deduced=deduced(practice, "documented")),
        *fact("Last checked by a person", values.date(practice.verified)),
    ]


def _projects(scope: Scope, practice: Practice) -> list[str]:
    found = [scope.catalogue.projects[p] for p in practice.projects if p in scope.catalogue.projects]
    return [project.acronym or project.title for project in found]


def _resources(practice: Practice, citations: Citations) -> View:
    resources = practice.resources
    if resources is None:
        return {}
    return {
        "costs": [_cost(cost, citations) for cost in resources.costs],
        "funding": list(resources.funding),
        "staff": _posts(resources.staff_fte),
        "note": resources.note,
        "deduced": deduced(practice, "resources") or resources.inferred,
        "cites": citations.cite(resources.sources),
        "conflicts": conflicts(resources, citations),
    }


def _cost(cost: Cost, citations: Citations) -> View:
    return {
        "item": cost.item,
        "amount": values.money(cost),
        "per": cost.per,
        "note": cost.note,
        "deduced": deduced(cost) or deduced(cost, "item", "amount", "amount_max", "currency", "per"),
        "cites": citations.cite(cost.sources),
        "conflicts": conflicts(cost, citations),
    }


def _transfer(scope: Scope, practice: Practice, citations: Citations) -> View:
    transfer = practice.transfer
    if transfer is None:
        return {}
    effort = transfer.effort
    return {
        "text": transfer.text,
        "core": list(transfer.core),
        "core_deduced": deduced(transfer, "core"),
        "adaptable": list(transfer.adaptable),
        "adaptable_deduced": deduced(transfer, "adaptable"),
        "preconditions": [
            {
                "text": p.text or "".join(scope.labels("capabilities", [p.capability])),
                "hard": p.hard,
                "deduced": deduced(p)
                or deduced(p, "text", "capability")
                or deduced(transfer, "preconditions"),
                "note": p.note,
                "cites": citations.cite(p.sources),
            }
            for p in transfer.preconditions
        ],
        "effort": [
            *fact("Time to set up", _months(effort.setup_months), deduced=deduced(effort, "setup_months")),
            *fact("Staff", _posts(effort.staff_fte), deduced=deduced(effort, "staff_fte")),
            *fact("Cost", values.money(effort.cost), deduced=deduced(effort, "cost")),
        ]
        if effort
        else [],
        "effort_note": effort.note if effort else "",
        "languages": phrases.listed([names.language(tag) for tag in transfer.languages]),
        "max_importers": transfer.max_importers if transfer.max_importers is not None else "",
        "deduced": deduced(practice, "transfer") or transfer.inferred,
        "note": transfer.note,
        "cites": citations.cite(transfer.sources),
        "conflicts": conflicts(transfer, citations),
    }


def _months(months: float | None) -> str:
    return "" if months is None else f"{values.number(months)} month{'s' * (months != 1)}"


def _posts(posts: float | None) -> str:
    return "" if posts is None else f"{values.number(posts)} full-time post{'s' * (posts != 1)}"


def _opinion(practice: Practice, citations: Citations) -> View:
    opinion = practice.expert_opinion
    if opinion is None:
        return {}
    return {
        "by": opinion.by,
        "date": values.date(opinion.date),
        "text": opinion.text,
        "deduced": opinion.inferred,
        "cites": citations.cite(opinion.sources),
    }


def _ask(practice: Practice) -> View:
    contact = practice.contact
    return {
        "role": contact.role if contact else "",
        "organisation": contact.organisation if contact else "",
        "email": contact.email if contact else "",
        "url": address(contact.url) if contact else "",
        "body": practice.organisation or (practice.owner.organisation if practice.owner else ""),
    }


def _lineage(scope: Scope, practice: Practice) -> View:
    """Where it was copied from, step by step, and what was copied from it."""
    origins: list[View] = []
    seen = {practice.id}
    source = practice.derived_from
    while source and source not in seen:
        seen.add(source)
        origins.append(scope.practice_link(source))
        original = scope.catalogue.practices.get(source)
        source = original.derived_from if original else ""
    copies = [scope.practice_link(p.id) for p in scope.copies.get(practice.id, [])]
    return {"origins": origins, "copies": copies, "deduced": deduced(practice, "derived_from")}


def _cite(scope: Scope, practice: Practice, site: View) -> str:
    """How to refer to the page in a document; the edition stands for a date, so that no clock is asked."""
    where = ", ".join(str(part["title"]) for part in scope.where(practice))
    base = site["base_url"]
    edition = f", edition {site['edition']}" if site["edition"] else ""
    publisher = f" {site['publisher']}." if site["publisher"] else ""
    link = f" {base}/practices/{practice.id}.html" if base else f" Record {practice.id}."
    return (
        f"“{practice.title}”{f' ({where})' if where else ''}. In: {site['title']}{edition}.{publisher}{link}"
    )
