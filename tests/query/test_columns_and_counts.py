"""Columns, order and counts of what was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_catalogue import DOCUMENTS, memory

from miniexchange.catalogue.kinds import KINDS
from miniexchange.diagnostic import UserError
from miniexchange.query import Columns, Hit, counts_by, find, parse, sort_hits, usual_columns

CATALOGUE = memory(DOCUMENTS)
PRACTICES = find(parse(""), ["practice"], CATALOGUE)


def texts(record_id: str, *names: str, in_words: bool = False) -> list[str]:
    columns = Columns(names, ["practice"], CATALOGUE)
    row = CATALOGUE.rows.get("practice", record_id)
    assert row is not None
    return columns.texts(row, in_words=in_words)


def test_cells_as_written_and_in_words() -> None:
    names = ("id", "title", "themes", "region", "country", "region.name")
    assert texts("engineering", *names) == [
        "engineering",
        "Financial Engineering",
        "seed-capital; clusters",
        "veneto",
        "IT",
        "Veneto",
    ]
    assert texts("engineering", *names, in_words=True) == [
        "engineering",
        "Financial Engineering",
        "Seed capital; Clusters",
        "Veneto",
        "IT",
        "Veneto",
    ]


def test_cells_of_every_type() -> None:
    assert texts("engineering", "resources.costs", "period.start", "lesson_only", "exchanges") == [
        "90000–150000 EUR",
        "2010",
        "",
        "engineering-north",
    ]
    assert texts("mikrofond", "lesson_only", "owner", "country") == [
        "true",
        '{"organisation": "A county", "countries": ["SE", "NO"]}',
        "SE; NO",
    ]
    assert texts("summer", "description") == [
        "Young people start with a short course and receive starting money."
    ]


def test_a_value_that_comes_twice_is_shown_once() -> None:
    columns = Columns(["exchanges.importer.country", "exchanges.practice"], ["region"], CATALOGUE)
    row = CATALOGUE.rows.get("region", "mid-sweden")
    assert row is not None
    assert columns.texts(row) == ["NL; IT", "summer"]


def test_data_is_a_list_where_there_can_be_several_and_none_where_there_is_none() -> None:
    columns = Columns(
        ["title", "themes", "country", "type", "evidence.nesta", "exchanges"], ["practice"], CATALOGUE
    )
    row = CATALOGUE.rows.get("practice", "zomer")
    assert row is not None
    assert columns.data(row) == {
        "title": "Zomer, the Dutch copy",
        "themes": ["youth"],
        "country": ["NL"],
        "type": None,
        "evidence.nesta": [],
        "exchanges": [],
    }


def test_the_kind_of_several_kinds_is_that_of_the_record() -> None:
    event = CATALOGUE.rows.get("event", "venice")
    assert event is not None
    assert Columns(["kind"], KINDS, CATALOGUE).texts(event) == ["event"]
    assert Columns(["kind"], ["event"], CATALOGUE).texts(event) == ["workshop"]


def test_an_unknown_column_names_the_nearest() -> None:
    with pytest.raises(UserError, match="no field `tilte`") as caught:
        Columns(["id", "tilte"], ["practice"], CATALOGUE)
    assert "`title`" in caught.value.hint
    with pytest.raises(UserError, match="no kind of record has a field `tilte`"):
        Columns(["tilte"], KINDS, CATALOGUE)


@pytest.mark.parametrize("kinds", [*((kind,) for kind in KINDS), KINDS])
def test_the_usual_columns_exist(kinds: tuple[str, ...]) -> None:
    assert Columns(usual_columns(kinds), kinds, CATALOGUE).names[-1]


def order(*names: str) -> list[str]:
    return [hit.row.id for hit in sort_hits(PRACTICES, names, ["practice"], CATALOGUE)]


def test_order_by_fields() -> None:
    assert order("title") == ["mikrofond", "engineering", "bare", "summer", "zomer"]
    assert order("-title") == ["zomer", "summer", "bare", "engineering", "mikrofond"]
    assert order("status", "-id") == ["mikrofond", "bare", "zomer", "summer", "engineering"]


def test_records_without_a_value_come_last_both_ways() -> None:
    assert order("period.start") == ["summer", "engineering", "zomer", "bare", "mikrofond"]
    assert order("-period.start") == ["zomer", "engineering", "summer", "bare", "mikrofond"]


def test_numbers_and_money_sort_by_size() -> None:
    assert order("resources.costs")[:2] == ["summer", "engineering"]  # not "90000" after "2000" as text
    assert order("-evidence.value")[0] == "summer"
    assert order("-completeness")[0] == "summer"


@given(st.permutations(PRACTICES), st.sampled_from(["status", "-status"]))
def test_equal_records_keep_their_order(shuffled: list[Hit], name: str) -> None:
    before = [hit.row.id for hit in shuffled]
    after = sort_hits(shuffled, [name], ["practice"], CATALOGUE)
    published = [hit.row.id for hit in after if hit.row.document["status"] == "published"]
    assert published == sorted(published, key=before.index)
    assert {hit.row.id for hit in after} == set(before)


def counts(name: str, kind: str = "practice") -> list[tuple[str, str, int]]:
    hits = find(parse(""), [kind], CATALOGUE)
    return [(count.value, count.label, count.records) for count in counts_by(hits, name, [kind], CATALOGUE)]


def test_counts_with_labels_the_commonest_first_and_those_without_last() -> None:
    assert counts("theme") == [
        ("youth", "Youth entrepreneurship", 2),
        ("clusters", "Clusters", 1),
        ("microcredit", "Microcredit", 1),
        ("seed-capital", "Seed capital", 1),
        ("", "(none)", 1),
    ]


def test_a_record_counts_for_each_of_its_values_once() -> None:
    assert counts("country") == [("IT", "IT", 2), ("SE", "SE", 2), ("NL", "NL", 1), ("NO", "NO", 1)]
    assert counts("exchanges.practice", "region") == [
        ("summer", "Summer Entrepreneur", 3),
        ("engineering", "Financial Engineering", 1),
    ]


@given(st.sampled_from(["theme", "country", "status", "region", "evidence.kind", "period.start"]), st.data())
def test_each_count_is_what_the_same_query_finds(name: str, data: st.DataObject) -> None:
    count = data.draw(st.sampled_from(counts_by(PRACTICES, name, ["practice"], CATALOGUE)))
    expression = f'{name}:"{count.value}"' if count.value else f"-{name}:*"
    found = find(parse(expression), ["practice"], CATALOGUE)
    # Dates also match what they leave open; every other count is exact.
    assert len(found) == count.records or (name == "period.start" and len(found) > count.records)
