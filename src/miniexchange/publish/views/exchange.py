"""An exchange as other pages tell of it: how far it got, in a sign and in words, and the line that stands for it."""

from __future__ import annotations

from miniexchange.catalogue.records import Exchange
from miniexchange.publish.views import words
from miniexchange.publish.views.scope import Scope, View, link
from miniexchange.publish.views.sources import deduced

MARKS = {
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
"""How far an exchange got → the sign for it; the word stands beside it or is its name."""

LEVELS: tuple[str, ...] = tuple(MARKS)
"""All that `level_of` can say, the farthest first."""


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


def _parties_deduced(exchange: Exchange) -> bool:
    return deduced(exchange) or deduced(exchange, "practice", "exporter", "importer")
