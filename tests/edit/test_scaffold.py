"""New records: ids from titles, values as people type them, and the file that waits to be filled in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miniexchange.catalogue.formats import fits
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.schema import load
from miniexchange.catalogue.verdict import schema_findings
from miniexchange.catalogue.yaml12 import compose
from miniexchange.diagnostic import UserError
from miniexchange.edit.assign import assign
from miniexchange.edit.naming import suggested_id
from miniexchange.edit.scaffold import USUAL, scaffold
from miniexchange.text.slugs import MAX_LENGTH, slug

patient = settings(deadline=None)
"""No time limit for one example: a busy machine is no fault."""

REQUIRED: dict[str, dict[str, Any]] = {
    "vocabulary": {"title": "Stages", "terms": {"seed": {"label": {"en": "Seed"}}}},
    "project": {"title": "Markets for Europe"},
    "region": {"name": "Flevoland", "country": "NL"},
    "practice": {"title": "Night market", "region": "flevoland", "status": "draft"},
    "exchange": {"status": "proposed", "practice": "night-market", "importer": "veneto"},
    "event": {"title": "Visit", "kind": "study-visit", "period": {"start": "2026-05-11"}},
    "assessment": {"region": "flevoland", "date": "2026-03"},
    "plan": {"region": "flevoland", "title": "Action plan"},
}


# Ids


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Länsstyrelsen’s Summer – Entrepreneur (2010)", "lansstyrelsens-summer-entrepreneur-2010"),
        ("Δυτική Ελλάδα", "dytiki-ellada"),
        ("Θεσσαλία & Χίος", "thessalia-chios"),
        ("Győr–Moson Łódź straße", "gyor-moson-lodz-strasse"),
        ("Пловдив", "plovdiv"),
        ("夜市", ""),
        ("…", ""),
        ("one " * 40, "-".join(["one"] * 15)),
        ("x" * 100, "x" * 60),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


@patient
@given(st.text(max_size=120))
def test_a_slug_is_an_id_or_nothing(title: str) -> None:
    made = slug(title)
    assert made == "" or (fits("slug", made) and len(made) <= MAX_LENGTH)
    assert slug(made) == made


def test_suggested_ids() -> None:
    assert (
        suggested_id("exchange", {"practice": "night-market", "importer": "veneto"}) == "night-market-veneto"
    )
    assert suggested_id("exchange", {"practice": "night-market"}) == ""
    assert suggested_id("assessment", {"region": "donegal", "date": "2017-06"}) == "donegal-2017"
    assert suggested_id("region", {"name": "Észak-Alföld"}) == "eszak-alfold"
    assert suggested_id("plan", {}) == ""


# Values


def assigned(kind: str, *pairs: str) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        assign(kind, document, name, text)
    return document


def test_values_get_the_type_that_the_schema_asks_for() -> None:
    document = assigned(
        "practice",
        *("title=2010", "period.start=2010", "period.end=2011-06", "lesson_only=true", "location.lat=52.5"),
        *(
            "transfer.max_importers=3",
            "x-file=012",
            "x-note=NO",
            'organisation="quoted: yes"',
            "summary=a = b",
        ),
        *("translations.nl.title=Nachtmarkt", "original_title.nl=on"),
    )
    assert document == {
        "title": "2010",
        "period": {"start": 2010, "end": "2011-06"},
        "lesson_only": True,
        "location": {"lat": 52.5},
        "transfer": {"max_importers": 3},
        "x-file": 12,
        "x-note": "NO",
        "organisation": "quoted: yes",
        "summary": "a = b",
        "translations": {"nl": {"title": "Nachtmarkt"}},
        "original_title": {"nl": "on"},
    }


def test_lists_grow_by_repetition() -> None:
    document = assigned(
        "practice",
        *("themes=clusters", "themes=networking", "sources.url=https://example.org/a", "sources.title=A"),
        *("sources.url=https://example.org/b", "evidence.claim=It works", "evidence.levels.nesta=2"),
        *("evidence.sources.url=https://example.org/c", "evidence.sources.url=https://example.org/d"),
    )
    assert document["themes"] == ["clusters", "networking"]
    assert document["sources"] == [
        {"url": "https://example.org/a", "title": "A"},
        {"url": "https://example.org/b"},
    ]
    assert document["evidence"] == [
        {
            "claim": "It works",
            "levels": {"nesta": 2},
            "sources": [{"url": "https://example.org/c"}, {"url": "https://example.org/d"}],
        }
    ]


@pytest.mark.parametrize(
    ("pair", "hint"),
    [
        ("regoin=flevoland", "`region`"),
        ("period.strat=2010", "`period.start`"),
        ("title.en=x", ""),
        ("period=2010", "period.start"),
        ("evidence=x", "evidence.claim"),
        ("location.lat=.nan", "location.lat"),
        ("=x", ""),
        ("translations..title=x", ""),
    ],
)
def test_wrong_names_and_values_are_told(pair: str, hint: str) -> None:
    with pytest.raises(UserError) as error:
        assigned("practice", pair)
    assert hint in error.value.hint


def test_a_field_given_twice_is_told() -> None:
    with pytest.raises(UserError, match="twice"):
        assigned("practice", "title=a", "title=b")


# Files


@pytest.mark.parametrize("kind", KINDS)
def test_a_scaffold_holds_exactly_what_was_given_and_is_valid(kind: str) -> None:
    read = compose(scaffold(kind, {**REQUIRED[kind], "x-own": 1}, f"data/x/{kind}.yaml")).value
    assert read == {**REQUIRED[kind], "x-own": 1}
    assert schema_findings(kind, read) == []


@pytest.mark.parametrize("kind", KINDS)
def test_uncommented_a_scaffold_shows_every_field_in_canonical_order(kind: str) -> None:
    written = scaffold(kind, REQUIRED[kind], f"data/x/{kind}.yaml")
    uncommented = re.sub(r"(?m)^# (?!yaml-language-server)", "", written)
    read = compose(uncommented).value
    assert list(read) == list(load(kind)["properties"])
    # Texts and entries apart, which are empty places, nothing stands there that the schema does not know.
    assert not [finding for finding in schema_findings(kind, read) if finding.code == "MX201"]
    assert max(map(len, written.split("\n"))) <= 100


@pytest.mark.parametrize("kind", KINDS)
def test_a_required_field_without_value_waits_as_an_empty_place(kind: str) -> None:
    read = compose(scaffold(kind, {}, f"data/x/{kind}.yaml")).value
    assert read == dict.fromkeys(key for key in load(kind)["properties"] if key in load(kind)["required"])


@pytest.mark.parametrize("kind", KINDS)
def test_usual_fields_exist(kind: str) -> None:
    assert set(USUAL[kind]) <= set(load(kind)["properties"])
