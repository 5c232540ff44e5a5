"""The page of a practice, in the order in which people decide."""

from __future__ import annotations

from miniexchange.catalogue.records import Event, Exchange, Practice
from miniexchange.publish.views import words
from miniexchange.publish.views.citing import citation, described
from miniexchange.publish.views.claims import evidence, strongest
from miniexchange.publish.views.exchange import summary
from miniexchange.publish.views.items import item
from miniexchange.publish.views.lineage import lineage_of
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import Citations, address, conflicts, deduced, fact, links
from miniexchange.publish.views.transfer import resources_view, transfer_view


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
        "originals": [
            {"lang": lang, "text": text, "language": scope.interface.language_name(lang)}
            for lang, text in sorted(practice.original_title.items())
        ],
        "untranslated": _untranslated(scope, practice),
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
        "resources": resources_view(scope, practice, citations),
        "transfer": transfer_view(scope, practice, citations),
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
        "lineage": lineage_of(scope, practice),
        "events": _events(scope, practice),
        "plans": [scope.plan_link(p) for p in shelf.index("plans-of-practice", practice.id)],
        "related": _related(scope, practice),
        "links": links(practice.links, scope),
        "pictures": [
            {"file": f"media/{m.path.removeprefix('media/')}", "alt": m.alt, "credit": m.credit}
            for m in practice.media
        ],
        "conflicts": conflicts(practice, citations),
        "cite": citation(scope, practice),
        "citations": True,
        "jsonld": described(scope, practice),
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
        *fact(_("Keywords"), scope.said(", ".join(practice.keywords)), deduced=deduced(practice, "keywords")),
        *fact(_("Described in"), _languages(scope, practice)),
    ]


def _languages(scope: Scope, practice: Practice) -> str:
    """The languages that a practice is described in, where they are several."""
    if not practice.translations:
        return ""
    tags = dict.fromkeys([scope.original, *sorted(practice.translations)])
    return scope.interface.listed([scope.interface.language_name(tag) for tag in tags])


def _untranslated(scope: Scope, practice: Practice) -> str:
    """The language that its texts are in, where that is not the page's and nobody translated them; else empty."""
    translated, lang = scope.translation(practice)
    return scope.interface.language_name(lang) if lang and not translated else ""


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


def _events(scope: Scope, practice: Practice) -> list[View]:
    """The events at which it was shown, and when that was."""
    events = [scope.shelf.get(Event, event) for event in scope.shelf.index("events-of-practice", practice.id)]
    return [{**scope.event_link(event.id), "when": _when(scope, event)} for event in events]


def _when(scope: Scope, event: Event) -> str:
    period = event.period
    return scope.interface.span(period) if not period or period.end else scope.interface.date(period.start)


def _related(scope: Scope, practice: Practice) -> list[View]:
    """The practices nearest to it, each with the terms in common."""
    found: list[View] = []
    for entry in scope.shelf.index("related", practice.id):
        other, *terms = entry.split(" ")
        names = [scope.labels(*field_and_term)[0] for field_and_term in map(_split, terms)]
        found.append(
            {
                **item(scope, other),  # as lists show it, which was made for them
                "reason": scope.interface.listed(names),
            }
        )
    return found


def _split(term: str) -> tuple[str, list[str]]:
    """`themes/finance` → `("themes", ["finance"])`."""
    field, _, name = term.partition("/")
    return field, [name]
