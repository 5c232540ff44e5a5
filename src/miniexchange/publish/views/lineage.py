"""Originals and copies: where a practice comes from, what was made of it, and the page of all such families."""

from __future__ import annotations

from miniexchange.catalogue.records import Exchange, Practice
from miniexchange.publish.views.exchange import level_of, level_words
from miniexchange.publish.views.scope import Scope, View
from miniexchange.publish.views.sources import deduced


def lineage_of(scope: Scope, practice: Practice) -> View:
    """The line of a practice: its origins, the oldest first, and its copies; empty where it has neither."""
    origins = scope.shelf.index("origins", practice.id)
    copies = scope.shelf.index("copies", practice.id)
    if not origins and not copies:
        return {}
    return {
        "origins": [_named(scope, origin) for origin in reversed(origins)],
        "copies": [_named(scope, copy) for copy in copies],
        "deduced": deduced(practice, "derived_from"),
    }


def lineage_view(scope: Scope) -> View:
    """Every practice that was copied, with its copies and theirs, as one list with the depth of each.

    A copy names the exchange that brought it, where one is on record.
    """
    families: list[list[View]] = []
    for first in scope.shelf.index("lineage", "all"):
        lines: list[View] = []
        waiting = [(first, 0)]
        while waiting:
            practice, depth = waiting.pop()
            lines.append({**_named(scope, practice), "depth": depth, "exchange": _brought(scope, practice)})
            copies = scope.shelf.index("copies", practice)
            waiting += [(copy, depth + 1) for copy in reversed(copies)]
        families.append(_with_ends(lines))
    return {
        "title": scope.interface.gettext("Originals and copies"),
        "families": families,
        "copies": sum(len(lines) - 1 for lines in families),
    }


def _named(scope: Scope, practice_id: str) -> View:
    practice = scope.shelf.find(Practice, practice_id)
    return {
        **scope.practice_link(practice_id),
        "where": scope.where(practice) if practice else [],
        "deduced": practice.inferred or deduced(practice, "derived_from") if practice else False,
    }


def _brought(scope: Scope, practice: str) -> View:
    """The exchange whose result a practice is; empty where none is on record."""
    for exchange_id in scope.shelf.index("exchanges-of", practice):
        exchange = scope.shelf.get(Exchange, exchange_id)
        if exchange.outcome and exchange.outcome.resulting_practice == practice:
            level = level_of(exchange)
            return {
                **scope.exchange_link(exchange),
                "level": level,
                "word": level_words(scope, level)[0],
                "when": scope.interface.span(exchange.period),
            }
    return {}


def _with_ends(lines: list[View]) -> list[View]:
    """Tells of every line how many lists end after it, for lists inside lists."""
    depths = [int(str(line["depth"])) for line in lines]
    following = [*depths[1:], 0]
    return [
        {**line, "opens": after > depth, "ends": max(0, depth - after)}
        for line, depth, after in zip(lines, depths, following, strict=True)
    ]
