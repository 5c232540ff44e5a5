"""The lists of practices and exchanges, and the table of who gave to whom."""

from __future__ import annotations

from collections.abc import Sequence

from miniexchange.catalogue.records import Exchange, Practice
from miniexchange.publish.views import words
from miniexchange.publish.views.claims import strongest
from miniexchange.publish.views.exchange import level_of, level_words, summary
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import deduced

_MARKS = {
    "running": "●",
    "completed": "●",
    "adapted": "◕",
    "implementing": "◑",
    "planned": "◑",
    "visiting": "◑",
    "preparing": "◔",
    "agreed": "◔",
    "learning": "◔",
    "announced": "○",
    "proposed": "○",
    "dropped": "×",
    "declined": "×",
    "withdrawn": "×",
    "failed": "×",
    "unknown": "?",
}


def practices_view(scope: Scope) -> View:
    """All practices by widest theme; one that has several themes stands under each."""
    shelf, _ = scope.shelf, scope.interface.gettext
    current = shelf.index("practices", "current")
    terms = shelf.terms("themes")
    groups: list[View] = [
        {
            **scope.term_links("themes", [top])[0],
            "id": f"theme-{top}",
            "definition": str(terms.terms[top].get("definition", "")),
            "practices": [item(scope, p) for p in shelf.index("practices-about/themes", top)],
        }
        for top in terms.top
        if shelf.index("practices-about/themes", top)
    ]
    groups.sort(key=lambda group: str(group["title"]))
    placed = {p for top in terms.top for p in shelf.index("practices-about/themes", top)}
    rest = [p for p in current if p not in placed]
    if rest:
        other: View = {**link(_("Other")), "id": "theme-none", "definition": ""}
        groups.append({**other, "practices": [item(scope, p) for p in rest]})
    return {
        "title": _("Practices"),
        "count": len(current),
        "groups": groups,
        "lessons": [item(scope, p) for p in shelf.index("practices", "lessons")],
        "archived": [item(scope, p) for p in shelf.index("practices", "archived")],
        "stubs": [item(scope, p) for p in shelf.index("practices", "stubs")],
    }


def exchanges_view(scope: Scope) -> View:
    """All exchanges by how far they got, and the matrix of who gave to whom."""
    _ = scope.interface.gettext
    exchanges = scope.shelf.every(Exchange)
    levels = [*words.OUTCOMES, *(stage for stage in words.STAGES if stage != "recorded")]
    groups: list[View] = []
    for level in levels:
        of_level = [x for x in exchanges if level_of(x) == level]
        if of_level:
            word, meaning = level_words(scope, level)
            groups.append(
                {
                    "id": f"level-{level}",
                    "title": word,
                    "mark": _MARKS[level],
                    "meaning": meaning,
                    "exchanges": sorted((summary(scope, x) for x in of_level), key=lambda v: str(v["title"])),
                }
            )
    return {
        "title": _("Exchanges"),
        "count": len(exchanges),
        "groups": groups,
        "matrix": _matrix(scope, exchanges),
    }


def _matrix(scope: Scope, exchanges: Sequence[Exchange]) -> View:
    """Exporters down, importers across; in each cell the exchanges between them."""
    unknown = scope.interface.gettext("Not known")
    cells: dict[tuple[str, str], list[Exchange]] = {}
    for exchange in exchanges:
        exporter, importer = (str(scope.party(exchange, side)["title"]) for side in ("exporter", "importer"))
        cells.setdefault((exporter or unknown, importer or unknown), []).append(exchange)
    regions = {str(scope.region_link(r)["title"]): r for r in scope.shelf.index("all", "region")}
    # Regions first, then those outside the catalogue.
    rows = sorted({row for row, _ in cells}, key=lambda name: (name not in regions, name))
    columns = sorted({column for _, column in cells}, key=lambda name: (name not in regions, name))
    return {
        "columns": [_heading(scope, regions, column) for column in columns],
        "rows": [
            {
                "heading": _heading(scope, regions, row),
                "cells": [[_mark(scope, x) for x in cells.get((row, column), [])] for column in columns],
                "total": sum(len(cells.get((row, column), [])) for column in columns),
            }
            for row in rows
        ],
    }


def _heading(scope: Scope, regions: dict[str, str], name: str) -> View:
    return scope.region_link(regions[name]) if name in regions else link(name)


def _mark(scope: Scope, exchange: Exchange) -> View:
    level = level_of(exchange)
    return {
        "mark": _MARKS[level],
        "level": level,
        "level_word": level_words(scope, level)[0],
        "title": scope.exchanged(exchange)["title"],
        "page": f"exchanges/{exchange.id}",
    }


def item(scope: Scope, practice_id: str) -> View:
    """A practice as lists show it."""
    practice = scope.shelf.get(Practice, practice_id)
    return {
        **scope.practice_link(practice_id),
        "summary": scope.text(practice, "summary"),
        "deduced": deduced(practice),
        "where": scope.where(practice),
        "themes": scope.term_links("themes", practice.themes),
        "evidence": strongest(practice.evidence, scope),
        "results": sum(claim.kind == "result" for claim in practice.evidence),
        "exchanges": len(scope.shelf.index("exchanges-of", practice_id)),
        "status": scope.interface.gettext(words.STATUSES[practice.status]),
    }
