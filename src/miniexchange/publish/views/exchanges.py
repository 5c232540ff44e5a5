"""The list of exchanges by how far they got, and the table of who gave to whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from miniexchange.catalogue.records import Exchange
from miniexchange.publish.pictures.text_width import shortened
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.views.atlas import exchange_map
from miniexchange.publish.views.exchange import LEVELS, MARKS, level_of, level_words, summary
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.text.folding import fold

PER_PAGE = 200
"""Exchanges on one page of the list."""

_MOST_PARTIES = 25  # rows, and columns, of the table of who gave to whom
_MOST_MARKS = 3  # in one of its cells
_LONGEST_HEAD = 60  # characters

_Party = tuple[int, str, str, str]
"""Who gave or took, as the table sorts it: regions first, then others, then nobody known; the name; the page; the language of the name."""


def exchange_pages(shelf: Shelf) -> int:
    """How many pages the list of exchanges takes."""
    return max(1, -(-len(shelf.index("all", "exchange")) // PER_PAGE))


def exchanges_view(scope: Scope, part: int = 1) -> View:
    """One page of the list of exchanges, the farthest first; the first one has the board, the map and the matrix too."""
    interface = scope.interface
    exchanges = sorted(scope.shelf.every(Exchange), key=lambda x: _order(scope, x))
    shown = exchanges[(part - 1) * PER_PAGE : part * PER_PAGE]
    last = exchange_pages(scope.shelf)
    title = interface.gettext("Exchanges")
    if part > 1:
        title = interface.gettext("Exchanges, page %(num)s") % {"num": interface.number(part)}
    return {
        "title": title,
        "first": part == 1,
        "count": len(exchanges),
        "board": list(_board(scope, exchanges)) if part == 1 else [],
        "map": exchange_map(scope, exchanges) if part == 1 and exchanges else {},
        "matrix": _matrix(scope, exchanges) if part == 1 else {},
        "groups": [
            {
                "id": f"level-{level}",
                "title": level_words(scope, level)[0],
                "mark": MARKS[level],
                "exchanges": [summary(scope, x) for x in of_level],
            }
            for level, of_level in groupby(shown, key=level_of)
        ],
        "pages": [{**link(interface.number(n), _page(n)), "current": n == part} for n in range(1, last + 1)]
        if last > 1
        else [],
    }


def _order(scope: Scope, exchange: Exchange) -> tuple[int, str, str]:
    return LEVELS.index(level_of(exchange)), fold(str(scope.exchanged(exchange)["title"])), exchange.id


def _page(part: int) -> str:
    return "exchanges" if part == 1 else f"exchanges-{part}"


def _board(scope: Scope, exchanges: Sequence[Exchange]) -> Iterator[View]:
    """Each level that occurs, with how many exchanges got so far; a link to the first of them."""
    place = 0
    for level, of_level in groupby(exchanges, key=level_of):
        word, meaning = level_words(scope, level)
        count = sum(1 for _ in of_level)
        to = link(word, _page(place // PER_PAGE + 1), fragment=f"level-{level}")
        yield {**to, "level": level, "mark": MARKS[level], "meaning": meaning, "count": count}
        place += count


def _matrix(scope: Scope, exchanges: Sequence[Exchange]) -> View:
    """Exporters down, importers across, in each cell the exchanges between them.

    Those with the most exchanges are shown, and of a full cell the farthest; `left_out` counts the exchanges that
    are in none of its rows and columns.
    """
    ways = [(_party(scope, x, "exporter"), _party(scope, x, "importer")) for x in exchanges]
    rows = _busiest(Counter(exporter for exporter, _ in ways))
    columns = _busiest(Counter(importer for _, importer in ways))
    cells: dict[tuple[_Party, _Party], list[Exchange]] = {}
    for exchange, (exporter, importer) in zip(exchanges, ways, strict=True):
        if exporter in rows and importer in columns:
            cells.setdefault((exporter, importer), []).append(exchange)
    rows = [row for row in rows if any((row, column) in cells for column in columns)]
    columns = [column for column in columns if any((row, column) in cells for row in rows)]
    found = Counter({way: len(of_way) for way, of_way in cells.items()})
    return {
        "columns": [_head(scope, column) for column in columns],
        "rows": [
            {
                "heading": _head(scope, row),
                "cells": [_cell(scope, cells.get((row, column), [])) for column in columns],
                "total": sum(found[row, column] for column in columns),
            }
            for row in rows
        ],
        "totals": [sum(found[row, column] for row in rows) for column in columns],
        "total": found.total(),
        "left_out": len(exchanges) - found.total(),
        "legend": [
            {"mark": MARKS[level], "title": level_words(scope, level)[0]}
            for level in dict.fromkeys(map(level_of, exchanges))
        ],
    }


def _party(scope: Scope, exchange: Exchange, side: str) -> _Party:
    to = scope.party(exchange, side)
    title, page = str(to["title"]), str(to["page"])
    return 0 if page else 1 if title else 2, title, page, str(to["lang"]) if title else ""


def _busiest(counts: Counter[_Party]) -> list[_Party]:
    """The parties with the most exchanges, by name."""
    chosen = sorted(counts, key=lambda party: (-counts[party], party))[:_MOST_PARTIES]
    return sorted(chosen, key=lambda party: (party[0], fold(party[1]), party))


def _head(scope: Scope, party: _Party) -> View:
    _, title, page, lang = party
    shown = shortened(title, _LONGEST_HEAD) or scope.interface.pgettext("a region", "Not known")
    return link(shown, page, lang=lang)


def _cell(scope: Scope, exchanges: Sequence[Exchange]) -> View:
    return {
        "marks": [_mark(scope, x) for x in exchanges[:_MOST_MARKS]],
        "more": max(0, len(exchanges) - _MOST_MARKS),
    }


def _mark(scope: Scope, exchange: Exchange) -> View:
    level = level_of(exchange)
    return {
        "mark": MARKS[level],
        "level_word": level_words(scope, level)[0],
        "title": scope.exchanged(exchange)["title"],
        "lang": scope.exchanged(exchange)["lang"],
        "page": scope.shelf.page("exchange", exchange.id),
    }
