"""The JSON documents: valid by their schemas, and joined from fragments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from published import BARE, DATASETS, FILES, PUBLISHED, TEXT

from miniexchange.catalogue.document import read_document
from miniexchange.interchange import api
from miniexchange.interchange.publication import Publication

ROOT = Path(__file__).parents[2]


def check(schema: str, document: bytes) -> Any:
    """The document, once its schema has accepted it."""
    described = json.loads((ROOT / f"schemas/output/{schema}.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(described)
    read = json.loads(document)
    Draft202012Validator(described, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(read)
    return read


RECORDS: dict[str, dict[str, Any]] = {
    "a": {"title": "A <b>", "status": "published", "period": {"start": 2009}, "x-more": [1.5, None, True]},
    "b": {"title": "Ü \u2028", "status": "draft"},
}
FRAGMENTS = [api.fragment("practice", i, f"practices/{i}.html", record) for i, record in RECORDS.items()]


def test_a_record() -> None:
    read = check("api-record", api.record_document(FRAGMENTS[0]))
    assert list(read) == ["schema_version", "kind", "id", "url", "record"]
    assert read["record"] == RECORDS["a"] and list(read["record"]) == list(RECORDS["a"])


@pytest.mark.parametrize("publication", [PUBLISHED, BARE])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_all_records_of_a_kind(publication: Publication, count: int) -> None:
    document = api.bulk_document("practice", publication, count, FRAGMENTS[:count])
    read = check("api-bulk", document)
    assert read["count"] == len(read["records"]) == count
    assert [entry["record"] for entry in read["records"]] == list(RECORDS.values())[:count]
    joined = api.bulk_head("practice", publication, count) + api.BETWEEN.join(FRAGMENTS[:count]) + api.TAIL
    assert joined == document
    assert document.count(b"\n") == max(count, 1) + 2, "a record a line"


def test_every_record_of_the_catalogue_that_ships() -> None:
    for kind in ("practice", "region", "exchange"):
        folder = ROOT / "data" / f"{kind}s"
        documents = {p.stem: read_document(p.read_bytes()) for p in sorted(folder.glob("*.yaml"))[:20]}
        fragments = [api.fragment(kind, i, f"{kind}s/{i}.html", d) for i, d in documents.items()]
        read = check("api-bulk", api.bulk_document(kind, PUBLISHED, len(fragments), fragments))
        assert {entry["id"]: entry["record"] for entry in read["records"]} == documents


@given(TEXT)
def test_texts_come_back(text: str) -> None:
    read = check(
        "api-record", api.record_document(api.fragment("practice", "a", text, {"title": text, text: [text]}))
    )
    assert read["record"] == {"title": text, text: [text]} and read["url"] == text


def test_changes() -> None:
    changes = [
        api.Change(
            "practice", "a", "A", "changed", "2024-05-02", ("summary", "evidence"), path="practices/a.html"
        ),
        api.Change("region", "new", "R", "renamed", "2024-05-01", previous_id="old"),
    ]
    read = check(
        "api-changes", api.changes_document(PUBLISHED, changes, since="v1", until="2024-05", basis="git")
    )
    assert read["count"] == 2 and read["since"] == "v1" and read["basis"] == "git"
    assert read["changes"][0]["url"] == PUBLISHED.url("practices/a.html")
    assert read["changes"][1] | {"title": ""} == {
        "kind": "region", "id": "new", "title": "", "what": "renamed", "day": "2024-05-01", "fields": [],
        "previous_id": "old", "url": None,
    }  # fmt: skip
    check("api-changes", api.changes_document(BARE, [], since="", until="", basis="dates", note="No git."))


@pytest.mark.parametrize("publication", [PUBLISHED, BARE])
def test_the_index(publication: Publication) -> None:
    read = check("api-index", api.index_document(publication, FILES))
    assert [entry["path"] for entry in read["files"]] == [
        file.path for dataset in DATASETS for file in dataset.files
    ]
    assert read["files"][0]["records"] == 3 and read["files"][0]["bytes"] == 1234
    assert "records" not in read["files"][2] and "schema" not in read["files"][2]
    assert read["files"][1]["schema"] == publication.url("schemas/api-bulk.schema.json")
    assert read["url"] == publication.url("index.html")


def test_where_they_lie() -> None:
    assert api.bulk_path("practice") == "api/v1/practices.json"
    assert api.record_path("vocabulary", "themes") == "api/v1/vocabulary/themes.json"
