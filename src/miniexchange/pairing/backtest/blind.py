"""A catalogue that does not know of certain exchanges: they are gone, and so is what came of them and what tells of them.

All exchanges go at once. To hide one at a time would leave the others of the same round in sight, and they tell of one
another: where a practice works with one importer, it is proposed to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import msgspec

from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Exchange, Need, Practice, Region
from miniexchange.text.folding import tokens

Phrases = frozenset[tuple[str, ...]]
"""Names as folded words."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Blind(NamedTuple):
    """The catalogue without the hidden exchanges, and the ids of the practices that are gone because they grew out of them."""

    catalogue: Catalogue
    grown: frozenset[str]


def blind(catalogue: Catalogue, project: str) -> Blind:
    """The catalogue without the exchanges of a project, and without any other that was not over before the project began.

    Without a project, or a beginning of it, every exchange is hidden. Hidden with them are

    - practices that grew out of them: named as resulting practice, or copies of their practice in the importing region, and
      whatever was derived from these;
    - that needs were met by them: these are open again;
    - what a practice says of them: claims, and sentences, that name one of its importers or the project.
    """
    period = catalogue.projects[project].period if project else None
    begun = period.start.span[0] if period and period.start else date.min
    kept = {
        i: x
        for i, x in catalogue.exchanges.items()
        if project and project not in x.projects and _over_before(x, begun)
    }
    hidden = [x for i, x in catalogue.exchanges.items() if i not in kept]
    grown = _grown(catalogue, hidden)
    telling = _telling(catalogue, hidden)
    practices = {
        i: _silent(practice, telling[i]) if i in telling else practice
        for i, practice in catalogue.practices.items()
        if i not in grown
    }
    regions = {i: _open_again(region, hidden) for i, region in catalogue.regions.items()}
    return Blind(replace(catalogue, exchanges=kept, practices=practices, regions=regions), grown)


def _over_before(exchange: Exchange, day: date) -> bool:
    """Whether an exchange is known to have ended before a day; of an undated one nobody knows."""
    end = exchange.period.end if exchange.period else None
    if end is None and exchange.history:
        end = exchange.history[-1].date
    return end is not None and end.span[1] < day


def _grown(catalogue: Catalogue, hidden: Iterable[Exchange]) -> frozenset[str]:
    """Practices that would not be there without the hidden exchanges."""
    taken = {(x.practice, x.importer) for x in hidden if x.practice and x.importer}
    found = {x.outcome.resulting_practice for x in hidden if x.outcome and x.outcome.resulting_practice}
    found |= {p.id for p in catalogue.practices.values() if (p.derived_from, p.region) in taken}
    waiting = found
    while waiting:
        waiting = {p.id for p in catalogue.practices.values() if p.derived_from in waiting} - found
        found |= waiting
    return frozenset(found & catalogue.practices.keys())


def _open_again(region: Region, hidden: Iterable[Exchange]) -> Region:
    """The region with those of its needs open that a hidden exchange met: the one that it names, or where it names none, any."""
    named = {x.need for x in hidden if x.importer == region.id}

    def seen(need: Need) -> Need:
        if need.id in named and need.status != "withdrawn":
            return msgspec.structs.replace(need, status="", closed=None)
        if "" in named and need.status in ("matched", "met"):
            return msgspec.structs.replace(need, status="", closed=None)
        return need

    return msgspec.structs.replace(region, needs=tuple(map(seen, region.needs))) if named else region


def _telling(catalogue: Catalogue, hidden: Iterable[Exchange]) -> dict[str, Phrases]:
    """For each practice of a hidden exchange, the names by which one would speak of it: its importers' and its projects'."""
    found: dict[str, set[str]] = {}
    for exchange in hidden:
        if exchange.practice not in catalogue.practices:
            continue
        names = found.setdefault(exchange.practice, set())
        if region := catalogue.regions.get(exchange.importer):
            names.update((region.id, *region.name.replace(")", "(").split("(")))
        for project in exchange.projects:
            if record := catalogue.projects.get(project):
                names.update((record.id, record.acronym, record.title))
    return {
        practice: frozenset(words for name in names if (words := tuple(tokens(name))))
        for practice, names in found.items()
    }


def _silent(practice: Practice, names: Phrases) -> Practice:
    """The practice without the claims and the sentences that name somebody."""
    return msgspec.structs.replace(
        practice,
        evidence=tuple(c for c in practice.evidence if not _names(f"{c.claim}\n{c.population}", names)),
        translations={
            language: _silenced(fields, names) for language, fields in practice.translations.items()
        },
        **_silenced(
            {field: getattr(practice, field) for field in ("summary", "problem", "description")}, names
        ),
    )


def _silenced(fields: Mapping[str, Any], names: Phrases) -> dict[str, Any]:
    return {
        field: " ".join(s for s in _SENTENCE_END.split(text) if not _names(s, names))
        if isinstance(text, str)
        else text
        for field, text in fields.items()
    }


def _names(text: str, names: Phrases) -> bool:
    """Whether a text holds one of the names, word for word."""
    words = tokens(text)
    return any(
        tuple(words[start : start + len(name)]) == name
        for name in names
        for start in range(len(words) - len(name) + 1)
    )
