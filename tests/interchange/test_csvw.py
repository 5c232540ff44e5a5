"""The flat tables and their CSVW metadata: the metadata fits the files, and what goes in comes out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from published import BARE, HOSTILE, PUBLISHED, TEXT, exchange, practice, region

from miniexchange.catalogue.document import read_document
from miniexchange.catalogue.records import Exchange, Practice, Region
from miniexchange.catalogue.typed import record_from
from miniexchange.interchange.csvw import METADATA_PATH, Table, csvw_metadata, number, words
from miniexchange.interchange.flat_columns import EVIDENCE, EXCHANGES, NEEDS, PRACTICES, REGIONS, TABLES
from miniexchange.interchange.flat_tables import (
    Row,
    evidence_rows,
    exchange_row,
    need_rows,
    practice_row,
    region_row,
)
from miniexchange.interchange.tables import csv_text

ROOT = Path(__file__).parents[2]
SOURCES = [{"url": "https://example.org/a"}, {"url": "https://example.org/b c"}]
CLAIMS = [
    {"claim": "Turnover rose.", "kind": "result", "value": 32000000, "value_max": 3.25e7, "qualifier": "about",
     "unit": "EUR", "target": 0.1, "population": "Firms", "date": "2008-12", "design": "before-after",
     "levels": {"nesta": 2, "maryland": 1}, "independent": True, "sources": SOURCES, "inferred_fields": ["design", "date"],
     "conflicts": [{"field": "value", "value": 3}]},
    {"claim": "Something else.", "levels": {"nesta": 3}, "inferred": True},
]  # fmt: skip
FULL = practice(
    region="north", organisation="Agency", lesson_only=True, themes=["a", "b"], keywords=["x; y", "z"], summary="S",
    location={"place": "P", "nuts": "SE32", "lat": 62.4, "lon": 17.0}, period={"start": 2005, "end": "ongoing"},
    evidence=CLAIMS, resources={"staff_fte": 1.5}, sources=SOURCES, documented="2009-06-01", verified="2023-02",
    transfer={"max_importers": 2, "effort": {"setup_months": 1, "staff_fte": 0.25}}, derived_from="other",
)  # fmt: skip
NORTH = region(
    nuts="SE32", nuts_version=2021, languages=["sv", "en"], sources=SOURCES,
    profile={"population": 370000, "area_km2": 71029.5, "sectors": ["Forestry"], "territories": ["rural"]},
    needs=[
        {"id": "money", "title": "Find money", "priority": "high", "stated": 2009,
         "constraints": {"max_cost": {"amount": 1e5, "currency": "EUR"}, "by": "2027"}},
        {"id": "ideas", "title": "Find ideas", "status": "met"},
    ],
)  # fmt: skip
GIVEN = exchange(
    practice="voucher", importer="north", period={"start": "2010"}, visits=[{"event": "fair"}],
    outcome={"level": "running", "text": "It *runs*.", "evidence": CLAIMS[:1]},
)  # fmt: skip
ROWS: dict[str, list[Row]] = {
    "practices": [
        practice_row(FULL, "../practices/voucher.html", region_name="The North", countries=("SE",)),
        ("other", *practice_row(practice(), "../practices/other.html")[1:]),
    ],
    "evidence": [
        *evidence_rows("practice", "voucher", FULL.evidence),
        *evidence_rows("exchange", "voucher-south", GIVEN.outcome.evidence if GIVEN.outcome else ()),
    ],
    "regions": [region_row(NORTH, "../regions/north.html", practices=1, point=(62.5, 17.25))],
    "needs": list(need_rows(NORTH)),
    "exchanges": [exchange_row(GIVEN, "../exchanges/voucher-south.html", exporter="south")],
}


# A small reading of the specification: https://www.w3.org/TR/tabular-data-model/ and tabular-metadata


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


def _integer(text: str) -> int:
    assert re.fullmatch(r"[-+]?[0-9]+", text), text
    return int(text)


def _number(text: str) -> float:
    assert re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?", text), text
    return float(text)


def _address(text: str) -> str:
    assert re.fullmatch(r"[^\s<>\"{}|\\^`]+", text), text
    return text


READERS: dict[str, Callable[[str], Any]] = {
    "string": str, "boolean": _boolean, "integer": _integer, "number": _number, "anyURI": _address,
}  # fmt: skip


def read_cell(text: str, column: dict[str, Any]) -> Any:
    """The value of a cell by the metadata of its column."""
    separator = column.get("separator")
    if text == "":
        assert not column.get("required"), column["name"]
        return [] if separator else None
    datatype = column["datatype"]
    base = datatype if isinstance(datatype, str) else datatype["base"]
    if isinstance(datatype, dict):
        assert re.fullmatch(datatype["format"], text), f"{column['name']}: {text}"
    values = [READERS[base](part) for part in (text.split(separator) if separator else [text])]
    return values if separator else values[0]


def read_table(text: str, described: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a CSV file by its metadata; the header, the keys and every cell are checked."""
    columns = described["tableSchema"]["columns"]
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == [column["titles"] for column in columns]
    read = []
    for row in rows:
        assert len(row) == len(columns)
        read.append({c["name"]: read_cell(cell, c) for cell, c in zip(row, columns, strict=True)})
    keys = [tuple(row[name] for name in described["tableSchema"]["primaryKey"]) for row in read]
    assert len(set(keys)) == len(keys)
    return read


def read_group(rows: dict[str, list[Row]]) -> dict[str, list[dict[str, Any]]]:
    """All tables by their metadata, the links between them checked."""
    described = json.loads(csvw_metadata(PUBLISHED, TABLES))
    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    read = {}
    for table, part in zip(TABLES, described["tables"], strict=True):
        assert part["url"] == table.path.rpartition("/")[2]
        read[table.name] = read_table(csv_text(table.header, rows[table.name]), part)
    for part in described["tables"]:
        for key in part["tableSchema"].get("foreignKeys", ()):
            target = read[key["reference"]["resource"].removesuffix(".csv")]
            there = {row[key["reference"]["columnReference"]] for row in target}
            assert {row[key["columnReference"]] for row in read[part["url"].removesuffix(".csv")]} <= there
    return read


def test_what_the_rows_say() -> None:
    read = read_group(ROWS)
    first, second = read["practices"]
    assert first["themes"] == ["a", "b"] and first["keywords"] == ["x, y", "z"]
    assert first["sources"] == ["https://example.org/a", "https://example.org/b%20c"]
    assert (first["lat"], first["lon"], first["period_start"], first["period_end"]) == (
        62.4,
        17.0,
        "2005",
        "ongoing",
    )
    assert (first["claims"], first["results"], first["nesta"], first["maryland"], first["oecd"]) == (
        2,
        1,
        3,
        1,
        None,
    )
    assert (
        first["lesson_only"],
        first["setup_months"],
        first["setup_staff_fte"],
        first["max_importers"],
    ) == (True, 1, 0.25, 2)
    assert (first["region_name"], first["countries"], first["derived_from"]) == ("The North", ["SE"], "other")
    assert second["themes"] == [] and second["summary"] is None and second["claims"] == 0
    claim, other, outcome = read["evidence"]
    assert (claim["value"], claim["value_max"], claim["target"], claim["number"]) == (
        32000000,
        32500000,
        0.1,
        1,
    )
    assert (claim["independent"], claim["conflicts"], claim["nesta"], claim["date"]) == (
        True,
        1,
        2,
        "2008-12",
    )
    assert claim["inferred_fields"] == ["design", "date"] and not claim["inferred"] and other["inferred"]
    assert (other["number"], other["kind"], other["value"]) == (2, None, None)
    assert (outcome["record_kind"], outcome["record"]) == ("exchange", "voucher-south")
    (north,) = read["regions"]
    assert (north["population"], north["area_km2"], north["lat"], north["needs"]) == (
        370000,
        71029.5,
        62.5,
        2,
    )
    money, ideas = read["needs"]
    assert (money["status"], money["max_cost"], money["currency"], money["by"]) == (
        "open",
        100000,
        "EUR",
        "2027",
    )
    assert (ideas["region"], ideas["id"], ideas["status"]) == ("north", "ideas", "met")
    (given_,) = read["exchanges"]
    assert (given_["exporter"], given_["outcome"], given_["visits"]) == ("south", "running", 1)


def shipped(kind: str) -> Iterator[Any]:
    for path in sorted((ROOT / "data" / f"{kind}s").glob("*.yaml")):
        yield record_from(kind, path.stem, path.name, read_document(path.read_bytes()))


def shipped_rows() -> dict[str, list[Row]]:
    """The tables of the catalogue that ships."""
    practices: list[Practice] = list(shipped("practice"))
    regions: list[Region] = list(shipped("region"))
    exchanges: list[Exchange] = list(shipped("exchange"))
    return {
        "practices": [practice_row(p, f"../practices/{p.id}.html") for p in practices],
        "evidence": [
            *(row for p in practices for row in evidence_rows("practice", p.id, p.evidence)),
            *(
                row
                for x in exchanges
                if x.outcome
                for row in evidence_rows("exchange", x.id, x.outcome.evidence)
            ),
        ],
        "regions": [region_row(r, f"../regions/{r.id}.html", practices=0) for r in regions],
        "needs": [row for r in regions for row in need_rows(r)],
        "exchanges": [exchange_row(x, f"../exchanges/{x.id}.html", exporter=x.exporter) for x in exchanges],
    }


def test_the_catalogue_that_ships_fits_its_metadata() -> None:
    read = read_group(shipped_rows())
    assert all(read.values())


def test_another_reader_of_csvw_agrees(tmp_path: Path) -> None:
    reader = pytest.importorskip("csvw", reason="the package csvw is not installed")
    for rows in (ROWS, shipped_rows()):
        (tmp_path / "csv-metadata.json").write_bytes(csvw_metadata(PUBLISHED, TABLES))
        for table in TABLES:
            text = csv_text(table.header, rows[table.name])
            (tmp_path / f"{table.name}.csv").write_text(text, encoding="utf-8", newline="")
        group = reader.TableGroup.from_file(tmp_path / "csv-metadata.json")
        group.check_referential_integrity()
        for table in TABLES:
            assert len(list(group.tabledict[f"{table.name}.csv"].iterdicts(strict=True))) == len(
                rows[table.name]
            )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_have_the_columns_of_their_table(table: Table) -> None:
    assert len(set(table.header)) == len(table.header)
    assert all(len(row) == len(table.header) for row in ROWS[table.name])
    assert all(column.title and column.description.endswith(".") for column in table.columns)


def test_the_metadata_says_what_a_spreadsheet_may_do() -> None:
    described = json.loads(csvw_metadata(PUBLISHED, TABLES))
    assert "=, +, -, @ or a tab" in described["dc:description"]
    assert described["dc:license"] == {"@id": PUBLISHED.licence_iri}
    assert date.fromisoformat(described["dc:modified"]["@value"])
    assert "dc:modified" not in json.loads(csvw_metadata(BARE, TABLES))
    assert METADATA_PATH.startswith("data/") and PRACTICES.path == "data/practices.csv"


@given(TEXT, TEXT)
def test_texts_come_back(title: str, summary: str) -> None:
    row = practice_row(practice(title=title, summary=summary), "x.html")
    ((*_,), cells) = csv.reader(io.StringIO(csv_text(PRACTICES.header, [row]), newline=""), strict=True)
    found = dict(zip(PRACTICES.header, cells, strict=True))
    assert (found["title"], found["summary"]) == (title, summary)


@pytest.mark.parametrize("text", HOSTILE)
def test_every_table_holds_any_text(text: str) -> None:
    if not text:
        return
    rows = {
        "practices": [practice_row(practice(title=text, summary=text, keywords=[text]), "x.html")],
        "evidence": list(
            evidence_rows("practice", "a", practice(evidence=[{"claim": text, "unit": text}]).evidence)
        ),
        "regions": [region_row(region(name=text, profile={"sectors": [text]}), "x.html", practices=0)],
        "needs": [],
        "exchanges": [exchange_row(exchange(outcome={"text": text}), "x.html", exporter="")],
    }
    read = read_group(rows)
    assert read["practices"][0]["title"] == read["evidence"][0]["claim"] == read["regions"][0]["name"] == text
    assert read["exchanges"][0]["outcome_text"] == text
    assert read["practices"][0]["keywords"] == [text.replace("; ", ", ")]


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (0.0, "0"), (32e6, "32000000"), (12.5, "12.5"), (-0.1, "-0.1"), (1e22, "1e+22"), (0.1 + 0.2, "0.30000000000000004")],
)  # fmt: skip
def test_numbers(value: float | None, cell: str) -> None:
    assert number(value) == cell


def test_words() -> None:
    assert words([]) == "" and words(["a"]) == "a" and words(["a;", "b; c"]) == "a;; b, c"
    assert words(["a;", "b; c"]).split("; ") == ["a;", "b, c"]


def test_tables() -> None:
    assert [table.name for table in TABLES] == ["practices", "evidence", "regions", "needs", "exchanges"]
    assert (EVIDENCE.key, NEEDS.points_to, REGIONS.key, EXCHANGES.key) == (
        ("record_kind", "record", "number"), ("region", "regions"), ("id",), ("id",),
    )  # fmt: skip
