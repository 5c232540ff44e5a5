"""The lists of practices and exchanges, and the table of who gave to whom."""

from __future__ import annotations

from miniexchange.catalogue.records import Exchange, Practice
from miniexchange.publish.views import words
from miniexchange.publish.views.claims import strongest
from miniexchange.publish.views.exchange import level_of, level_word, summary
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
    current = [p for p in scope.practices.values() if p.status == "published" and not p.lesson_only]
    terms = scope.catalogue.terms("themes")
    themes: dict[str, list[Practice]] = {}
    for practice in current:
        tops = {(terms.ancestors(theme) or (theme,))[-1] for theme in practice.themes}
        for top in sorted(tops) or [""]:
            themes.setdefault(top, []).append(practice)
    groups: list[View] = [
        {
            "id": f"theme-{top or 'none'}",
            "title": scope.labels("themes", [top])[0] if top else "Other",
            "definition": str(terms.terms.get(top, {}).get("definition", "")),
            "practices": [_item(scope, practice) for practice in _by_title(practices)],
        }
        for top, practices in themes.items()
    ]
    groups.sort(key=lambda group: (group["id"] == "theme-none", str(group["title"])))
    lessons = [p for p in scope.practices.values() if p.lesson_only and p.status == "published"]
    return {
        "title": "Practices",
        "count": len(current),
        "groups": groups,
        "lessons": [_item(scope, p) for p in _by_title(lessons)],
        "archived": [_item(scope, p) for p in _by_title(_of_status(scope, "archived"))],
        "stubs": [_item(scope, p) for p in _by_title(_of_status(scope, "draft", "review"))],
    }


def exchanges_view(scope: Scope) -> View:
    """All exchanges by how far they got, and the matrix of who gave to whom."""
    levels = [*words.OUTCOMES, *(stage for stage in words.STAGES if stage != "recorded")]
    groups: list[View] = []
    for level in levels:
        of_level = [x for x in scope.exchanges.values() if level_of(x) == level]
        if of_level:
            word, meaning = words.OUTCOMES.get(level) or words.STAGES[level]
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
        "title": "Exchanges",
        "count": len(scope.exchanges),
        "groups": groups,
        "matrix": _matrix(scope),
    }


def _matrix(scope: Scope) -> View:
    """Exporters down, importers across; in each cell the exchanges between them."""
    cells: dict[tuple[str, str], list[Exchange]] = {}
    for exchange in scope.exchanges.values():
        exporter, importer = (str(scope.party(exchange, side)["title"]) for side in ("exporter", "importer"))
        cells.setdefault((exporter or "Not known", importer or "Not known"), []).append(exchange)
    regions = {region.name: region.id for region in scope.regions.values()}
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
        "level_word": level_word(level),
        "title": scope.exchanged(exchange)["title"],
        "page": f"exchanges/{exchange.id}",
    }


def _of_status(scope: Scope, *statuses: str) -> list[Practice]:
    return [p for p in scope.practices.values() if p.status in statuses]


def _by_title(practices: list[Practice]) -> list[Practice]:
    return sorted(practices, key=lambda practice: (practice.title.casefold(), practice.id))


def _item(scope: Scope, practice: Practice) -> View:
    return {
        **scope.practice_link(practice.id),
        "summary": practice.summary,
        "deduced": deduced(practice),
        "where": scope.where(practice),
        "themes": scope.labels("themes", practice.themes),
        "evidence": strongest(practice.evidence),
        "results": sum(claim.kind == "result" for claim in practice.evidence),
        "exchanges": sum(x.practice == practice.id for x in scope.exchanges_of.get(practice.id, [])),
        "status": words.STATUSES[practice.status],
    }
