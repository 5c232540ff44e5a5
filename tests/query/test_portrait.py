"""One record for people: nothing that is filled is left out, and no target is taken for a result."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from memory_catalogue import DOCUMENTS, Memory, memory

from miniexchange.catalogue.schema import load, resolve
from miniexchange.query.outline import Line, Outline
from miniexchange.query.portrait import as_data, as_lines, portrait
from miniexchange.query.similar import similar
from miniexchange.query.words import money, number, period

CATALOGUE = memory(DOCUMENTS)
BOOKKEEPING = {"inferred", "inferred_fields", "sources", "conflicts"}


def with_practice(record_id: str, document: dict[str, Any]) -> Memory:
    documents = copy.deepcopy({kind: dict(records) for kind, records in DOCUMENTS.items()})
    documents["practice"][record_id] = {"title": "X", "region": "veneto", "status": "draft"} | document
    return memory(documents)


def lines(
    kind: str, record_id: str, catalogue: Memory = CATALOGUE, *, with_similar: bool = False
) -> list[Line]:
    row = catalogue.rows.get(kind, record_id)
    assert row is not None
    return as_lines(catalogue, portrait(catalogue, row, with_similar=with_similar))


def shown(found: list[Line]) -> list[str]:
    return [
        f"{'  ' * line.depth}{line.label}{': ' if line.label and line.text else ''}{line.text}"
        for line in found
    ]


def test_facts_in_words() -> None:
    found = shown(lines("practice", "summer"))
    assert found[:2] == ["Summer Entrepreneur", "Practice: summer"]
    assert "Region: Mid Sweden (mid-sweden)" in found
    assert "Themes: Youth entrepreneurship" in found
    assert "Period: since 1999, ongoing" in found
    assert "Original title: Sommarlovsentreprenör (sv)" in found
    assert "Problem: Too few people think of self-employment." in found
    assert "Starting money: 2000 SEK" in [line.strip() for line in found]


def test_exchanges_and_what_points_to_it() -> None:
    found = shown(lines("practice", "summer"))
    at = found.index("Exchanges")
    assert found[at + 1 : at + 3] == [
        "Mid Sweden → Flevoland: recorded, running (summer-flevoland)",
        "Mid Sweden → Veneto: proposed (summer-veneto)",
    ]
    at = found.index("What points to it")
    assert found[at + 1 : at + 4] == [
        "region Veneto (veneto): needs.wants",
        "practice Zomer, the Dutch copy (zomer): derived from",
        "event Workshop in Venice (venice): practices",
    ]


def test_an_exchange_names_its_exporter_even_where_only_the_practice_says_it() -> None:
    assert "Exporter: Mid Sweden (mid-sweden), whose practice it is" in shown(
        lines("exchange", "summer-veneto")
    )
    assert "Importer text: A northern region" in shown(lines("exchange", "engineering-north"))


def test_completeness_with_what_is_missing() -> None:
    found = shown(lines("practice", "bare"))
    [line] = [text for text in found if " of 100; missing: " in text]
    assert int(line.split()[0]) < 20
    assert "evidence" in line and "description" in line
    assert not any("of 100" in text for text in shown(lines("region", "veneto")))


CLAIMS = [
    {"claim": "Fifty firms are aimed at.", "kind": "target", "value": 50, "unit": "firms"},
    {
        "claim": "Ten jobs came of it.",
        "kind": "result",
        "value": 10,
        "levels": {"nesta": 3, "inferred": True},
    },
    {"claim": "Twenty were advised.", "kind": "output", "value": 20, "target": 30, "qualifier": "about"},
    {"claim": "Sales may double.", "kind": "estimate"},
    {"claim": "It is liked."},
]


def test_targets_and_estimates_stand_apart_from_results() -> None:
    found = shown(lines("practice", "x", with_practice("x", {"evidence": CLAIMS})))
    text = "\n".join(found)
    results, rest = text.split("Targets and estimates, which are not results")
    assert "Ten jobs came of it." in results
    assert "Fifty firms" not in results and "Sales may double" not in results
    assert "target: Fifty firms are aimed at." in rest
    assert "estimate: Sales may double." in rest
    assert "about 20 (aimed at: 30)" in results
    assert "nesta: level 3 (inferred)" in results
    assert "It is liked." in rest.split("Statements of unknown kind")[1]


def test_without_a_result_it_says_so() -> None:
    catalogue = with_practice("x", {"evidence": [CLAIMS[0]]})
    assert "Results: none stated" in shown(lines("practice", "x", catalogue))


def test_what_was_deduced_is_marked_in_words() -> None:
    document = {
        "themes": ["youth"],
        "inferred_fields": ["themes"],
        "transfer": {"text": "It is cheap.", "inferred": True},
        "period": {"start": 2010, "inferred": True},
    }
    found = shown(lines("practice", "x", with_practice("x", document)))
    assert "Themes (inferred): Youth entrepreneurship" in found
    assert "Transfer (inferred)" in found
    assert "Period: from 2010 (inferred)" in found
    assert found[-1].startswith("(inferred) means")
    assert not any("(inferred)" in text for text in shown(lines("practice", "zomer")))


def test_sources_are_numbered_once_and_conflicts_are_told() -> None:
    document = {
        "sources": [
            {"url": "https://a.example", "title": "A", "accessed": "2024-01-02", "partly_read": True}
        ],
        "evidence": [
            {
                "claim": "Ten.",
                "kind": "result",
                "sources": [{"url": "https://b.example"}, {"url": "https://a.example"}],
                "conflicts": [
                    {
                        "field": "value",
                        "value": 12,
                        "sources": [{"url": "https://c.example"}],
                        "resolution": "Ten it is.",
                    }
                ],
            }
        ],
    }
    found = shown(lines("practice", "x", with_practice("x", document)))
    assert "  Ten. [2][1]" in found
    assert any("Another source says: value 12 [3]. Ten it is." in text for text in found)
    assert found[-3:] == [
        "[1]: A: https://a.example (read 2024-01-02; only its opening could be read)",
        "[2]: https://b.example",
        "[3]: https://c.example",
    ]


def _filled(kind: str, schema: dict[str, Any], marks: list[str]) -> Any:
    """A value for a schema in which every text is one of a kind."""
    schema = resolve(kind, schema)
    if "x-reference" in schema or "x-vocabulary" in schema or "enum" in schema:
        return schema["enum"][0] if "enum" in schema else "some-id"
    if schema.get("format") or "pattern" in schema:
        forms = {
            "web-address": "https://example.org/",
            "email-address": "office@example.org",
            "media-path": "a.png",
        }
        forms |= {"country-code": "IT", "currency-code": "EUR", "nuts-code": "ITH3", "language-tag": "it"}
        return forms.get(
            schema.get("format", ""), "2011" if "date" in schema.get("format", "") else "some-id"
        )
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        filled = {key: _filled(kind, properties[key], marks) for key in properties if key not in BOOKKEEPING}
        below = schema.get("additionalProperties")
        if isinstance(below, dict):
            filled["nl"] = _filled(kind, below, marks)
        return filled
    if schema.get("type") == "array":
        return [_filled(kind, schema.get("items", {}), marks)]
    if schema.get("type") == "boolean":
        return True
    if schema.get("type") in ("number", "integer"):
        return 3
    marks.append(f"Mark{len(marks)}x")
    return marks[-1]


@pytest.mark.parametrize(
    "kind", ["practice", "region", "exchange", "project", "event", "assessment", "plan", "vocabulary"]
)
def test_no_text_of_any_field_is_left_out(kind: str) -> None:
    marks: list[str] = []
    schema = load(kind)
    document = {
        key: _filled(kind, below, marks)
        for key, below in schema["properties"].items()
        if key not in BOOKKEEPING
    }
    assert marks
    outline = Outline(kind, CATALOGUE.rows, "en")
    outline.record(document)
    text = "\n".join(shown(outline.lines))
    assert [mark for mark in marks if mark not in text] == []


def test_similar_practices_share_terms_and_say_which() -> None:
    found = similar(CATALOGUE.rows, CATALOGUE.rows.by_id("practice")["summer"])
    assert [(other.row.id, other.likeness, other.shared) for other in found] == [
        ("zomer", 100, {"themes": ("youth",)})
    ]
    text = "\n".join(shown(lines("practice", "summer", with_similar=True)))
    assert "Zomer, the Dutch copy (zomer), 100% alike: themes Youth entrepreneurship" in text
    assert "none shares a theme" in "\n".join(shown(lines("practice", "bare", with_similar=True)))


def test_rare_terms_count_more_and_archived_practices_are_left_out() -> None:
    documents = copy.deepcopy({kind: dict(records) for kind, records in DOCUMENTS.items()})
    new = {"region": "veneto", "status": "draft"}
    documents["practice"] = {
        "a": new | {"title": "A", "themes": ["clusters", "youth"]},
        "common": new | {"title": "B", "themes": ["youth", "finance"]},
        "rare": new | {"title": "C", "themes": ["clusters", "seed-capital"]},
        "more": new | {"title": "D", "themes": ["youth"]},
        "old": new | {"title": "E", "themes": ["clusters", "youth"], "status": "archived"},
    }
    documents["exchange"] = documents["event"] = {}
    rows = memory(documents).rows
    found = similar(rows, rows.by_id("practice")["a"])
    assert [other.row.id for other in found][-1] == "common"
    assert "old" not in {other.row.id for other in found}
    assert [other.row.id for other in similar(rows, rows.by_id("practice")["a"], limit=1)] == [
        found[0].row.id
    ]


def test_data_says_what_the_lines_say() -> None:
    row = CATALOGUE.rows.by_id("practice")["summer"]
    data = as_data(portrait(CATALOGUE, row, with_similar=True))
    assert data["record"] == DOCUMENTS["practice"]["summer"]
    assert data["exchanges"][0] == {
        "id": "summer-flevoland",
        "status": "recorded",
        "practice": {"id": "summer", "name": "Summer Entrepreneur"},
        "exporter": {"id": "mid-sweden", "name": "Mid Sweden"},
        "importer": {"id": "flevoland", "name": "Flevoland"},
        "level": "running",
    }
    pointing = {(p["kind"], p["id"], p["field"]) for p in data["pointed_to_by"]}
    assert ("practice", "zomer", "derived_from") in pointing
    assert ("exchange", "summer-veneto", "practice") in pointing
    assert data["similar"][0]["shared"] == {"themes": ["youth"]}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"start": 1999}, "from 1999"),
        ({"end": 2010}, "until 2010"),
        ({"start": 2009, "end": "2011-05"}, "2009 to 2011-05"),
        ({"start": 2009, "end": 2009}, "2009"),
        ({"start": 2009, "end": "ongoing"}, "since 2009, ongoing"),
        ({"end": "ongoing"}, "ongoing"),
        ({"start": 2010, "recurring": "yearly"}, "from 2010, every year"),
        ({"recurring": "yearly"}, "every year"),
    ],
)
def test_periods(value: dict[str, Any], text: str) -> None:
    assert period(value) == text


def test_money_and_numbers() -> None:
    assert money({"amount": 2_350_000, "currency": "EUR"}) == "2,350,000 EUR"
    assert money(
        {
            "amount": 5,
            "amount_max": 7.5,
            "currency": "SEK",
            "qualifier": "about",
            "item": "Fee",
            "per": "firm",
        }
    ) == ("Fee: about 5–7.5 SEK per firm")
    assert (
        money({"amount": 1, "currency": "EUR", "note": "In 2010.", "inferred": True})
        == "1 EUR (inferred) (In 2010)"
    )
    assert number(2010) == "2010"
