"""A small builder of throw-away catalogues for the tests of the pairing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.settings import settings_from
from miniexchange.catalogue.typed import catalogue_from
from miniexchange.pairing import Programme, Request, propose
from miniexchange.pairing.fit.fit import Fit, NeedOf
from miniexchange.pairing.fit.topics import FACETS
from miniexchange.pairing.past import past_of
from miniexchange.pairing.rules.eligibility import Eligibility

DAY = date(2026, 11, 21)

THEMES = {
    "entrepreneurship": None,
    "youth": "entrepreneurship",
    "women": "entrepreneurship",
    "finance": None,
    "guarantees": "finance",
    "clusters": None,
}
OTHERS = {
    "challenges": ["skills", "money"],
    "services": ["training", "loan"],
    "target-groups": ["young", "smes"],
}

Record = Mapping[str, Any]


def vocabularies() -> dict[str, Record]:
    """A few terms in each vocabulary that the pairing compares."""

    def term(name: str, broader: str | None) -> Record:
        return {"label": {"en": name.capitalize()}} | ({"broader": broader} if broader else {})

    found: dict[str, Record] = {
        "themes": {"title": "Themes", "terms": {t: term(t, b) for t, b in THEMES.items()}}
    }
    for name, terms in OTHERS.items():
        found[name] = {"title": name, "terms": {t: term(t, None) for t in terms}}
    return found


def region(**fields: Any) -> Record:
    """A region; `needs` may be given as {id: {…}}."""
    needs = fields.pop("needs", {})
    listed = [{"id": i, "title": f"Need {i}"} | need for i, need in needs.items()]
    return {"name": fields.pop("name", "A region"), "country": "IT", "needs": listed} | fields


def practice(of: str = "", **fields: Any) -> Record:
    """A published practice of a region."""
    return (
        {"title": fields.pop("title", "A practice"), "status": "published"}
        | ({"region": of} if of else {})
        | fields
    )


def catalogue_of(
    regions: Mapping[str, Record],
    practices: Mapping[str, Record],
    *,
    exchanges: Mapping[str, Record] | None = None,
    projects: Mapping[str, Record] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Catalogue:
    """A catalogue of these records; a region's and a practice's name is its id in capitals where it has none."""
    records: dict[str, Mapping[str, Record]] = {
        "region": {
            i: {**r, "name": i.upper() if r["name"] == "A region" else r["name"]} for i, r in regions.items()
        },
        "practice": {
            i: {**p, "title": i.upper() if p["title"] == "A practice" else p["title"]}
            for i, p in practices.items()
        },
        "exchange": exchanges or {},
        "project": projects or {},
        "vocabulary": vocabularies(),
    }
    return catalogue_from(
        settings_from({"pairing": dict(settings or {})}),
        {
            kind: {i: (f"data/{kind}/{i}.yaml", dict(r)) for i, r in records.get(kind, {}).items()}
            for kind in KINDS
        },
    )


def fit_of(catalogue: Catalogue, *, as_of: date = DAY) -> Fit:
    """The fit of every practice for every need, both in the order of their ids; a region without a need is a row of its own."""
    needs = [NeedOf(r, need) for r in catalogue.regions.values() for need in r.needs or (None,)]
    return Fit(
        needs,
        tuple(catalogue.practices.values()),
        catalogue.regions,
        {name: catalogue.terms(name) for name, _ in FACETS.values()},
        catalogue.settings.pairing.weights,
        past_of(catalogue, project="", as_of=as_of),
        as_of,
    )


def eligibility_of(
    catalogue: Catalogue, *, as_of: date = DAY, min_score: int = 0, **options: Any
) -> Eligibility:
    """The hard rules over `fit_of`, with every region taking part."""
    fit = fit_of(catalogue, as_of=as_of)
    rules = catalogue.settings.pairing.rules
    return Eligibility(fit, catalogue, tuple(catalogue.regions), fit.past, rules, min_score, **options)


def proposed(programme: Programme) -> set[tuple[str, str, str]]:
    """(importer, practice, need) of every proposal."""
    return {(p.importer, p.practice, p.need) for p in programme.proposals}


def pairs_of(catalogue: Catalogue, **options: Any) -> set[tuple[str, str, str]]:
    """What is proposed for a catalogue on the usual day."""
    return proposed(propose(catalogue, Request(**({"as_of": DAY} | options))))


def two(**settings: Any) -> dict[str, Any]:
    """Settings that ask for one exchange on each side at least, and allow two."""
    return {"exports": {"min": 1, "max": 2}, "imports": {"min": 1, "max": 2}} | settings
