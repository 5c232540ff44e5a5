"""The page of a practice, in the order in which people decide."""

from __future__ import annotations

from miniexchange.catalogue.records import Cost, Exchange, Practice
from miniexchange.publish.views import words
from miniexchange.publish.views.claims import evidence, strongest
from miniexchange.publish.views.exchange import summary
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import Citations, address, conflicts, deduced, fact, links


def practice_view(scope: Scope, practice: Practice) -> View:
    """All that the page of one practice shows."""
    citations = Citations(scope)
    citations.cite(practice.sources)
    shelf = scope.shelf
    view: View = {
        "id": practice.id,
        **scope.titled(practice, "title"),
        "summary": scope.text(practice, "summary"),
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
        "problem": _text(scope, practice, "problem"),
        "description": _text(scope, practice, "description"),
        "stakeholders": list(practice.stakeholders),
        "evidence": evidence(practice.evidence, citations),
        "recognition": [
            {
                "title": r.title,
                "date": scope.interface.date(r.date),
                "url": address(r.url),
                "note": r.note,
                "deduced": r.inferred,
                "cites": citations.cite(r.sources),
            }
            for r in practice.recognition
        ],
        "resources": _resources(scope, practice, citations),
        "transfer": _transfer(scope, practice, citations),
        "difficulties": {
            **scope.texts(practice, "difficulties"),
            "deduced": deduced(practice, "difficulties"),
        },
        "opinion": _opinion(scope, practice, citations),
        "ask": _ask(practice),
        "exchanges": [
            summary(scope, shelf.get(Exchange, x), "practice")
            for x in shelf.index("exchanges-of", practice.id)
        ],
        "lineage": _lineage(scope, practice),
        "related": _related(scope, practice),
        "links": links(practice.links, scope),
        "pictures": [
            {"file": f"media/{m.path.removeprefix('media/')}", "alt": m.alt, "credit": m.credit}
            for m in practice.media
        ],
        "conflicts": conflicts(practice, citations),
        "cite": _cite(scope, practice),
        "edit": scope.edit_url(practice.path),
    }
    return {**view, "sources": citations.listed()}


def _text(scope: Scope, practice: Practice, field: str) -> View:
    return {**scope.text(practice, field), "deduced": deduced(practice, field)}


def _facts(scope: Scope, practice: Practice, citations: Citations) -> list[View]:
    _ = scope.interface.gettext
    place, period = practice.location, practice.period
    facts = [
        *fact(
            _("Type"),
            _(words.TYPES[practice.type]) if practice.type else "",
            deduced=deduced(practice, "type"),
        ),
        *fact(_("Run by"), scope.said(practice.organisation), deduced=deduced(practice, "organisation")),
        *fact(
            _("Place"),
            scope.said(place.place) if place else "",
            deduced=deduced(practice, "location") or deduced(place) or deduced(place, "place"),
            note=place.note if place else "",
            others=conflicts(place, citations),
        ),
        *fact(
            _("Period"),
            scope.interface.span(period),
            deduced=deduced(practice, "period")
            or deduced(period)
            or deduced(period, "start", "end", "recurring"),
            note=period.note if period else "",
            cites=citations.cite(period.sources) if period else [],
            others=conflicts(period, citations),
        ),
    ]
    for field, label in words.FIELDS.items():
        terms = scope.term_links(field, getattr(practice, field))
        facts += fact(_(label), *terms, deduced=deduced(practice, field))
    return [
        *facts,
        *fact(
            _("Beneficiaries"),
            *map(scope.said, practice.beneficiaries),
            deduced=deduced(practice, "beneficiaries"),
        ),
        *fact(_("Strongest evidence"), *strongest(practice.evidence, scope)),
        *fact(
            _("Origin"),
            _(words.ORIGINS[practice.origin]) if practice.origin else "",
            deduced=deduced(practice, "origin"),
        ),
        *fact(_("Project"), *scope.projects(practice.projects), deduced=deduced(practice, "projects")),
        *fact(
            _("First described"),
            scope.interface.date(practice.documented),
            deduced=deduced(practice, "documented"),
        ),
        *fact(_("Last checked by a person"), scope.interface.date(practice.verified)),
    ]


def _resources(scope: Scope, practice: Practice, citations: Citations) -> View:
    resources = practice.resources
    if resources is None:
        return {}
    return {
        "costs": [_cost(scope, cost, citations) for cost in resources.costs],
        "funding": list(resources.funding),
        "staff": _posts(scope, resources.staff_fte),
        "note": resources.note,
        "deduced": deduced(practice, "resources") or resources.inferred,
        "cites": citations.cite(resources.sources),
        "conflicts": conflicts(resources, citations),
    }


def _cost(scope: Scope, cost: Cost, citations: Citations) -> View:
    return {
        "item": cost.item,
        "amount": scope.interface.money(cost),
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
    _ = scope.interface.gettext
    effort = transfer.effort
    translated, lang = scope.translation(practice)
    text = translated.get("transfer", {}).get("text")
    return {
        "text": text or transfer.text,
        "lang": lang if text else scope.lang,
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
            *fact(
                _("Time to set up"),
                _months(scope, effort.setup_months),
                deduced=deduced(effort, "setup_months"),
            ),
            *fact(_("Staff"), _posts(scope, effort.staff_fte), deduced=deduced(effort, "staff_fte")),
            *fact(_("Cost"), scope.interface.money(effort.cost), deduced=deduced(effort, "cost")),
        ]
        if effort
        else [],
        "effort_note": effort.note if effort else "",
        "languages": scope.interface.listed(
            [scope.interface.language_name(tag) for tag in transfer.languages]
        ),
        "max_importers": transfer.max_importers if transfer.max_importers is not None else "",
        "deduced": deduced(practice, "transfer") or transfer.inferred,
        "note": transfer.note,
        "cites": citations.cite(transfer.sources),
        "conflicts": conflicts(transfer, citations),
    }


def _months(scope: Scope, months: float | None) -> str:
    if months is None:
        return ""
    return scope.interface.ngettext("%(num)s month", "%(num)s months", months)


def _posts(scope: Scope, posts: float | None) -> str:
    if posts is None:
        return ""
    return scope.interface.ngettext("%(num)s full-time post", "%(num)s full-time posts", posts)


def _opinion(scope: Scope, practice: Practice, citations: Citations) -> View:
    opinion = practice.expert_opinion
    if opinion is None:
        return {}
    return {
        "by": opinion.by,
        "date": scope.interface.date(opinion.date),
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
    return {
        "origins": [scope.practice_link(p) for p in scope.shelf.index("origins", practice.id)],
        "copies": [scope.practice_link(p) for p in scope.shelf.index("copies", practice.id)],
        "deduced": deduced(practice, "derived_from"),
    }


def _related(scope: Scope, practice: Practice) -> list[View]:
    """The practices nearest to it, each with the terms in common."""
    found: list[View] = []
    for entry in scope.shelf.index("related", practice.id):
        other, *terms = entry.split(" ")
        names = [scope.labels(*field_and_term)[0] for field_and_term in map(_split, terms)]
        found.append(
            {
                **scope.practice_link(other),
                "where": scope.where(scope.shelf.get(Practice, other)),
                "reason": scope.interface.listed(names),
            }
        )
    return found


def _split(term: str) -> tuple[str, list[str]]:
    """`themes/finance` → `("themes", ["finance"])`."""
    field, _, name = term.partition("/")
    return field, [name]


def _cite(scope: Scope, practice: Practice) -> str:
    """How to refer to the page in a document; the edition stands for a date, so that no clock is asked."""
    site, _ = scope.site, scope.interface.gettext
    where = ", ".join(str(part["title"]) for part in scope.where(practice))
    base = site["base_url"]
    edition = ", " + _("edition %(edition)s") % {"edition": site["edition"]} if site["edition"] else ""
    publisher = f" {site['publisher']}." if site["publisher"] else ""
    record = _("Record %(id)s.") % {"id": practice.id}
    address = f" {base}/practices/{practice.id}.html" if base else f" {record}"
    title = f"“{practice.title}”{f' ({where})' if where else ''}"
    return f"{title}. {_('In:')} {site['title']}{edition}.{publisher}{address}"
