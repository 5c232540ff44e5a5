"""A small catalogue in memory that uses every field that a page shows."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

from miniexchange.catalogue.kinds import FOLDERS
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.settings import settings_from
from miniexchange.catalogue.typed import catalogue_from
from miniexchange.pairing import Request, propose
from miniexchange.publish.site import Built, build_site
from miniexchange.publish.stock import InMemory

Documents = dict[str, dict[str, dict[str, Any]]]

SOURCE = {
    "url": "https://example.org/report_1(a)",
    "title": "A report",
    "publisher": "An agency",
    "partly_read": True,
}
OTHER = {"url": "https://example.org/other?a=1&b=2", "accessed": "2020-05"}

SETTINGS: dict[str, Any] = {
    "catalogue": {
        "title": "Small catalogue",
        "tagline": "Two regions that learn",
        "publisher": {"name": "The publisher", "url": "https://example.org", "contact": "office@example.org"},
        "edition": "2024-05",
    },
    "site": {"edit_url": "https://example.org/edit/main/", "new_url": "https://example.org/new"},
}


def term(label: str, **more: Any) -> dict[str, Any]:
    return {"label": {"en": label}, **more}


DOCUMENTS: Documents = {
    "vocabulary": {
        "themes": {
            "title": "Themes",
            "terms": {
                "finance": term("finance", definition="Money for firms."),
                "vouchers": term("vouchers", broader="finance"),
                "entrepreneurship": term("entrepreneurship"),
            },
        },
        "challenges": {"title": "Challenges", "terms": {"access-to-finance": term("access to finance"),
                                                      "few-advisers": term("few advisers")}},
        "services": {"title": "Services", "terms": {"voucher": term("voucher"), "advice": term("advice")}},
        "target-groups": {"title": "Target groups", "terms": {"smes": term("small firms")}},
        "territories": {"title": "Territories", "terms": {"rural": term("rural")}},
        "capabilities": {"title": "Capabilities", "terms": {"fund-managers": term("fund managers")}},
        "evidence-scales": {
            "title": "Scales",
            "terms": {"nesta": term("Nesta", definition="Five steps.", levels={"1": "A reason.", "2": "Data."})},
        },
    },
    "project": {
        "swap": {
            "title": "Swapping practices",
            "acronym": "SWAP",
            "programme": "A programme",
            "period": {"start": "2008", "end": "2011"},
            "website": "https://example.org/swap",
            "summary": "Two regions.",
            "partners": [
                {"region": "north", "organisation": "County of the North", "role": "lead"},
                {"region": "south", "role": "partner", "inferred": True},
                {"organisation": "A university", "role": "associated", "country": "FI", "note": "From the second year."},
            ],
            "documents": [{"title": "Brochure", "url": "https://example.org/brochure.pdf", "note": "Read in part."}],
            "reference": "0001R9",
            "budget": {"amount": 1500000, "currency": "EUR", "qualifier": "about", "note": "Without own work."},
            "funding": [{"source": "A structural fund", "amount": 1200000.5, "currency": "EUR", "note": "Four fifths.",
                         "sources": [OTHER]}],
            "themes": ["finance"],
            "targets": {"transfers": 9, "study-visits": 3, "happy_firms": 1000},
            "follow_up": "They *met* again.",
            "note": "A note on the project.",
            "inferred_fields": ["partners"],
            "sources": [SOURCE],
        }
    },
    "region": {
        "north": {
            "name": "The North",
            "country": "SE",
            "nuts": "SE32",
            "nuts_version": 2021,
            "organisations": [
                {"name": "County", "city": "Sundsvall", "url": "https://example.org/c", "inferred_fields": ["url"]}
            ],
            "stakeholders": ["Firms"],
            "languages": ["sv", "en"],
            "profile": {
                "population": 370000,
                "area_km2": 71029.5,
                "gdp_pps_index": 98,
                "innovation_group": "strong",
                "territories": ["rural"],
                "sectors": ["Forestry"],
                "inferred_fields": ["sectors"],
            },
            "capabilities": ["fund-managers"],
            "capacity": {"exports": {"min": 1, "max": 2}, "budget": {"amount": 5000, "currency": "EUR"}},
            "contact": {"role": "Office for exchange", "organisation": "County", "email": "swap@example.org"},
            "summary": "A region.",
            "note": "A note.",
            "sources": [SOURCE],
        },
        "south": {
            "name": "The South",
            "country": "IT",
            "languages": ["it"],
            "offers": ["copy"],
            "needs": [
                {
                    "id": "money",
                    "title": "Find money for small firms",
                    "description": "Banks *lend* little.",
                    "themes": ["finance"],
                    "challenges": ["access-to-finance"],
                    "target_groups": ["smes"],
                    "priority": "high",
                    "wants": ["voucher"],
                    "constraints": {"max_cost": {"amount": 100000, "currency": "EUR"}, "by": "2027"},
                    "stated": "2009-03",
                    "closed": "2011",
                    "status": "met",
                    "origin": "assessment",
                    "note": "Said at a meeting.",
                    "inferred_fields": ["challenges"],
                    "conflicts": [{"field": "stated", "value": "2008", "sources": [OTHER]}],
                    "sources": [SOURCE],
                },
                {"id": "ideas", "assessment": "south-2009", "title": "Find ideas", "themes": ["vouchers"], "inferred": True},
            ],
            "sources": [OTHER],
        },
    },
    "practice": {
        "voucher": {
            "title": "Innovation voucher",
            "original_title": {"sv": "Innovationscheck"},
            "type": "instrument",
            "region": "north",
            "organisation": "County",
            "origin": "partner",
            "projects": ["swap"],
            "status": "published",
            "documented": "2009-06-01",
            "themes": ["vouchers"],
            "challenges": ["access-to-finance"],
            "services": ["voucher"],
            "target_groups": ["smes"],
            "keywords": ["innovation"],
            "summary": "A firm gets a voucher & spends it.",
            "problem": "Firms *cannot pay*.",
            "description": "First one thing.\n\n- then **another**\n- see [more](https://example.org/more)",
            "location": {"place": "Sundsvall", "note": "Later elsewhere.", "inferred_fields": ["place"]},
            "period": {"start": "2005", "end": "ongoing", "recurring": "yearly", "conflicts": [
                {"field": "start", "value": "2004-11", "sources": [OTHER], "resolution": "The law is followed."}]},
            "stakeholders": ["County"],
            "beneficiaries": ["Small firms"],
            "resources": {
                "costs": [
                    {"item": "A voucher", "amount": 5000, "amount_max": 7500, "currency": "EUR", "qualifier": "about",
                     "per": "firm", "note": "Before tax.", "inferred": True, "sources": [SOURCE]}
                ],
                "funding": ["Innovation fund"],
                "staff_fte": 1.5,
                "note": "Counted once.",
                "sources": [SOURCE],
            },
            "evidence": [
                {"claim": "Turnover rose.", "kind": "result", "value": 32000000, "unit": "EUR of extra turnover",
                 "date": "2008", "design": "before-after", "levels": {"nesta": 2, "maryland": 1},
                 "inferred_fields": ["design", "levels"], "independent": True, "sources": [SOURCE]},
                {"claim": "Firms took part.", "kind": "output", "value": 35, "unit": "firms", "target": 40,
                 "population": "The county", "sources": [SOURCE],
                 "conflicts": [{"field": "value", "value": 39, "sources": [OTHER], "resolution": "Not resolved."}]},
                {"claim": "Contracts were signed.", "kind": "output", "inferred_fields": ["kind"], "note": "No number."},
                {"claim": "Money was spent.", "kind": "input", "value": 12.5, "unit": "%", "inferred": True},
                {"claim": "A hundred firms were to take part.", "kind": "target", "value": 100, "unit": "firms"},
                {"claim": "Jobs were expected.", "kind": "estimate", "value": 7, "value_max": 9, "unit": "jobs"},
                {"claim": "Something else was said.", "value": 3, "unit": "things"},
            ],
            "difficulties": ["Forms are long"],
            "transfer": {
                "text": "It travels *well*.",
                "core": ["The voucher"],
                "adaptable": ["The amount"],
                "preconditions": [
                    {"capability": "fund-managers", "hard": True, "note": "Two of them.", "sources": [SOURCE]},
                    {"text": "Patience", "inferred": True},
                ],
                "effort": {"setup_months": 1, "staff_fte": 2, "cost": {"amount": 100, "currency": "EUR"}, "note": "Once."},
                "languages": ["sv", "en"],
                "max_importers": 2,
                "note": "Read off from the copy.",
                "inferred_fields": ["core"],
                "sources": [SOURCE],
            },
            "recognition": [{"title": "A prize", "date": "2010", "url": "https://example.org/prize", "sources": [OTHER]}],
            "contact": {"role": "Desk", "email": "desk@example.org", "url": "https://example.org/desk"},
            "links": [{"title": "The scheme", "url": "https://example.org/s", "language": "sv"},
                      {"title": "Leaflet", "path": "leaflet.pdf"}],
            "media": [{"path": "fair/stand.png", "alt": "A stand at a fair", "credit": "County"}],
            "expert_opinion": {"by": "An evaluator", "date": "2012", "text": "It is *good*."},
            "verified": "2023-02",
            "inferred_fields": ["problem", "target_groups"],
            "note": "A note on the practice.",
            "sources": [SOURCE, OTHER],
        },
        "copy": {
            "title": "Southern voucher", "region": "south", "status": "published", "derived_from": "voucher",
            "projects": ["swap"], "themes": ["vouchers", "entrepreneurship"], "services": ["voucher"],
            "summary": "The same further south.", "description": "As in the North.", "sources": [OTHER],
        },
        "attempt": {
            "title": "Fund that did not start", "region": "north", "status": "published", "lesson_only": True,
            "themes": ["finance"], "summary": "It failed.", "description": "Nobody came.", "sources": [SOURCE],
        },
        "old": {
            "title": "Old scheme", "region": "north", "status": "archived", "successor": "voucher",
            "themes": ["finance"], "inferred": True, "sources": [SOURCE],
        },
        "outside": {
            "title": "Elsewhere", "owner": {"organisation": "A bank", "place": "Vilnius, Lithuania", "countries": ["LT"]},
            "status": "published", "summary": "Abroad.", "description": "There.", "challenges": ["access-to-finance"],
            "sources": [SOURCE],
        },
        "draft": {"title": "Being written", "region": "south", "status": "draft"},
        "hidden": {"title": "Nobody points here", "region": "south", "status": "draft"},
    },
    "exchange": {
        "voucher-south": {
            "status": "recorded", "practice": "voucher", "importer": "south", "need": "money", "projects": ["swap"],
            "period": {"start": "2010"}, "inferred_fields": ["need"],
            "visits": [{"event": "fair"}],
            "adaptation": {"kept": "The *voucher*.", "changed": "The amount.", "inferred_fields": ["changed"]},
            "outcome": {"level": "running", "text": "It *runs*.", "resulting_practice": "copy", "note": "So it is said.",
                        "evidence": [{"claim": "Ten firms.", "kind": "output", "value": 10, "unit": "firms"}],
                        "sources": [SOURCE]},
            "note": "A note.", "sources": [SOURCE, OTHER],
        },
        "attempt-south": {
            "status": "completed", "practice": "draft", "importer": "north", "exporter": "south", "locked": True,
            "history": [{"status": "proposed", "date": "2012-01-05", "by": "south", "note": "By letter."},
                        {"status": "agreed", "date": "2012-02"}, {"status": "completed", "date": "2013"}],
            "proposal": {"date": "2012-01", "score": 71.5, "reasons": ["Both are rural"]},
            "preparation": {"briefing": "Read *this*.", "local_owner": "A chamber", "feasibility": [
                {"question": "Is there money?", "answer": "partly", "date": "2012-03", "note": "Half of it."},
                {"question": "Is there time?"}]},
            "visits": [{"form": "workshop", "period": {"start": "2012-05-02", "end": "2012-05-03"}, "host": "north",
                        "travellers": ["south"], "people": 1, "place": "Sundsvall", "language": "en",
                        "agenda": ["A walk"], "training": [{"topic": "Forms", "people": 4}, {"topic": "Law"}],
                        "report": "It *rained*.", "note": "Short."}],
            "evaluation": {"exporter": {"rating": 4, "text": "Good.", "date": "2013"}, "importer": {"rating": 3},
                           "lessons": "Begin *early*.", "follow_up": "None."},
            "costs": {"travel": {"amount": 900, "currency": "EUR"}, "staff_days": 6},
            "documents": [{"title": "Report", "url": "https://example.org/r"}],
            "sources": [SOURCE],
        },
        "unnamed": {
            "status": "recorded", "practice_text": "A scheme that is not named", "exporter_text": "Some region",
            "importer_text": "Several regions", "outcome": {"level": "announced"}, "sources": [OTHER],
        },
        "proposed": {"status": "proposed", "practice": "outside", "importer": "north"},
    },
    "event": {
        "fair": {"title": "A fair", "kind": "study-visit", "period": {"start": "2010-04-01", "end": "2010-04-02"},
                 "place": "Padua", "summary": "Many *came*.", "sources": [OTHER],
                 "projects": ["swap"], "country": "IT", "host": "south", "reviewed": ["south"],
                 "practices": ["voucher"], "assessments": ["south-2009"], "inferred_fields": ["host"],
                 "participants": {"count": 40, "qualifier": "about", "regions": ["north", "south"],
                                  "others": ["A bank"], "note": "Counted at the door.", "sources": [SOURCE]},
                 "documents": [{"title": "Minutes of the fair", "path": "minutes.pdf"}], "note": "A note on the fair.",
                 "conflicts": [{"field": "place", "value": "Venice", "sources": [SOURCE]}]},
        "undated": {"title": "A talk by video", "kind": "meeting", "period": {"note": "No date is known."}},
    },
    "assessment": {
        "south-2009": {
            "region": "south", "projects": ["swap"], "round": 2, "date": "2009-11", "instrument": "Loans for small firms",
            "scope": "How *small firms* get money.",
            "participants": [
                {"organisation": "Peers from the North", "role": "reviewers", "note": "Five of them.", "sources": [SOURCE]},
                {"organisation": "Chamber of the South", "inferred": True},
            ],
            "cells": [
                {"service": "voucher", "challenge": "access-to-finance", "relevance": 3, "state": "assessed", "maturity": 3,
                 "target": 4, "rationale": "It is *counted*.", "evidence": "A yearly **report**.", "confidence": "high",
                 "peers": [{"region": "north", "maturity": 2, "comment": "Nobody reads the report.", "date": "2009-12",
                            "note": "Said aloud.", "sources": [OTHER]}],
                 "inferred_fields": ["relevance"], "note": "Scored once.", "sources": [SOURCE],
                 "conflicts": [{"field": "maturity", "value": 1, "sources": [OTHER], "resolution": "The later one counts."}]},
                {"service": "voucher", "challenge": "few-advisers", "state": "unknown"},
                {"service": "advice", "challenge": "few-advisers", "state": "not-applicable", "confidence": "low"},
            ],
            "strengths": [{"text": "Banks know the voucher.", "service": "voucher", "by": "The region itself",
                           "sources": [SOURCE]}],
            "weaknesses": [{"text": "Forms are far too long.", "challenge": "access-to-finance", "by": "Peers",
                            "inferred": True, "note": "Said twice.",
                            "conflicts": [{"field": "text", "value": "Forms are fine.", "sources": [OTHER]}]}],
            "recommendations": [{"text": "Shorten the forms.", "challenge": "access-to-finance", "service": "voucher",
                                 "by": "Reviewers", "inferred_fields": ["challenge"]}],
            "documents": [{"title": "The review", "path": "review.pdf"}],
            "inferred_fields": ["scope"], "note": "A note on the assessment.", "sources": [SOURCE],
        },
    },
    "plan": {
        "south-plan": {
            "region": "south", "organisation": "Region of the South", "title": "Plan of the South",
            "translations": {"de": {"title": "Plan des Südens", "background": "Die Prüfung riet dazu."}},
            "projects": ["swap"], "date": "2010-01-15",
            "instrument": {"name": "Regional fund", "programme": "Fund programme", "managing_body": "Ministry of the South",
                           "improvement": "A new *measure*.", "inferred_fields": ["programme"], "note": "The fifth axis.",
                           "sources": [SOURCE]},
            "period": {"start": "2010", "end": "2012", "note": "Two years.", "sources": [OTHER]},
            "background": "The review *advised* it.",
            "actions": [
                {"id": "short-forms", "title": "Shorten the forms", "background": "They are **long**.",
                 "challenges": ["access-to-finance"],
                 "lessons": [
                     {"practice": "voucher", "exchange": "voucher-south", "assessment": "south-2009", "region": "north",
                      "text": "One page is enough.", "inferred": True, "note": "Seen there.", "sources": [SOURCE]},
                     {"exchange": "unnamed", "inferred_fields": ["exchange"]}],
                 "activities": ["Write a form", "Try it"], "adaptation": "Into *Italian*.",
                 "players": [{"organisation": "Print shop", "role": "printer", "note": "For nothing."}],
                 "period": {"start": "2010-02", "end": "2010-06", "inferred": True},
                 "costs": [{"item": "Paper", "amount": 300, "amount_max": 400, "currency": "EUR", "per": "year",
                            "qualifier": "about", "note": "With tax.", "sources": [OTHER]}],
                 "funding": ["The budget of the region"],
                 "indicators": [
                     {"id": "pages", "title": "Length of the form", "unit": "pages", "baseline": 12, "target": 2,
                      "due": "2011-06", "note": "Of A4.", "sources": [SOURCE]},
                     {"id": "money", "title": "Money saved", "unit": "EUR", "target": 5000}],
                 "inferred_fields": ["adaptation"], "note": "A note on the action.", "sources": [SOURCE]},
                {"id": "nothing-known", "title": "Something else", "inferred": True},
            ],
            "players": [{"organisation": "Bankers", "role": "advisers", "inferred": True, "sources": [OTHER]}],
            "endorsement": {"by": "Council of the South", "date": "2010-03", "note": "By a vote."},
            "monitoring": [
                {"date": "2010-12", "action": "short-forms", "status": "delayed", "explanation": "The printer was *ill*.",
                 "values": [{"indicator": "pages", "actual": 7, "note": "Counted by hand.", "sources": [SOURCE]}],
                 "policy_change": {"achieved": False}, "sources": [OTHER]},
                {"date": "2011-07", "status": "done",
                 "values": [{"indicator": "pages", "actual": 2.5, "inferred": True}, {"indicator": "money", "actual": 4800}],
                 "policy_change": {"achieved": True, "proof": "The call *says so*.", "note": "In its annex.",
                                   "sources": [SOURCE]}, "note": "Told by telephone."},
            ],
            "documents": [{"title": "The plan itself", "url": "https://example.org/plan.pdf", "language": "it"}],
            "inferred_fields": ["background"], "note": "A note on the plan.", "sources": [SOURCE],
            "conflicts": [{"field": "date", "value": "2010-02", "sources": [OTHER], "resolution": "The copy is followed."}],
        },
        "north-plan": {"region": "north", "title": "Plan of the North", "sources": [OTHER]},
    },
}  # fmt: skip


def documents() -> Documents:
    """A copy of the records, to be changed at will."""
    return copy.deepcopy(DOCUMENTS)


def catalogue_of(records: Documents, settings: dict[str, Any] | None = None) -> Catalogue:
    """The linked catalogue of plain records."""
    placed = {
        kind: {i: (f"data/{FOLDERS[kind]}/{i}.yaml", d) for i, d in of_kind.items()}
        for kind, of_kind in records.items()
    }
    return catalogue_from(settings_from(SETTINGS if settings is None else settings), placed)


def build(
    root: Path,
    records: Documents | None = None,
    *,
    settings: dict[str, Any] | None = None,
    out: Path | None = None,
    project: str = "",
    formats: tuple[str, ...] = ("html", "markdown"),
) -> Built:
    """Builds the site of records in the folder `site-build` below `root`, the programme being the real one."""
    (root / "media/fair").mkdir(parents=True, exist_ok=True)
    (root / "media/fair/stand.png").write_bytes(b"\x89PNG\r\n")
    for name in ("leaflet", "minutes", "review"):
        (root / f"media/{name}.pdf").write_bytes(b"%PDF-1.4")
    catalogue = catalogue_of(records or documents(), settings)
    programme = propose(catalogue, Request(as_of=date.max, project=project))
    return build_site(
        InMemory(catalogue),
        programme,
        out or root / "site-build",
        root=root,
        formats=formats,
        project=project,
    )
