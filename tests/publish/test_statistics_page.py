"""The page of statistics: what is counted, and the two lists of what is missing."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from site_reader import PageReader
from small_catalogue import Documents, build, catalogue_of, documents, term

from catalogues import CHECKOUT, CatalogueFolder
from miniexchange.catalogue.completeness import _PARTS
from miniexchange.catalogue.model import Catalogue
from miniexchange.catalogue.records import Region
from miniexchange.catalogue.schema import load
from miniexchange.check.run import open_catalogue, open_rows
from miniexchange.pairing import Request, propose
from miniexchange.publish.language import interface
from miniexchange.publish.on_disk import OnDisk
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import FILLED, InMemory, Stock
from miniexchange.publish.views.cloud import cloud_view
from miniexchange.publish.views.demand import demand
from miniexchange.publish.views.scope import Scope
from miniexchange.publish.views.statistics import PARTS, statistics_view

View = Mapping[str, Any]


def scope_of(catalogue: Catalogue, stock: Stock | None = None, language: str = "en") -> Scope:
    programme = propose(catalogue, Request(as_of=date.max))
    return Scope(Shelf(stock or InMemory(catalogue), programme), interface(language))


def view_of(records: Documents) -> View:
    return statistics_view(scope_of(catalogue_of(records)))


def told(chart: Any) -> dict[str, str]:
    """What the rows of a chart say."""
    return {row["title"]: row["told"] for row in chart["rows"]}


def test_what_the_small_catalogue_counts() -> None:
    view = view_of(documents())
    assert (view["practices"], view["exchanges"]) == (3, 4)
    assert told(view["themes"]) == {"Finance": "2", "Entrepreneurship": "1"}
    assert told(view["countries"]) == {"Italy": "1", "Lithuania": "1", "Sweden": "1"}
    assert told(view["regions"]) == {"The North": "1", "The South": "1"}
    assert told(view["kinds"]) == {
        "Results: what changed for firms and people": "1",
        "No evidence on record": "2",
    }
    assert [s["title"] for s in view["scales"]] == ["Nesta, levels 1 to 5", "Maryland scale, levels 1 to 5"]
    assert told(view["scales"][0]["chart"]) == {
        "Level 1": "0", "Level 2": "1", "Level 3": "0", "Level 4": "0", "Level 5": "0", "No level is known": "2",
    }  # fmt: skip
    assert told(view["documented"]) == {"2009": "1", "No date": "2"}
    assert told(view["verified"]) == {"2023": "1", "No date": "2"}
    assert told(view["stages"]) == {"Completed": "1", "Proposed": "1", "Recorded": "2"}
    assert told(view["outcomes"]) == {"Running": "1", "Announced": "1"}
    assert told(view["parts"])["Evidence"] == "1" and told(view["parts"])["Sources"] == "3"
    assert told(view["parts"])["A theme or a challenge"] == "3"


@pytest.mark.parametrize(
    ("kinds", "best"),
    [
        (("target", "result", "output"), "Results: what changed for firms and people"),
        (("target", "input"), "Outputs or inputs, but no result"),
        (("estimate", ""), "Targets or estimates alone"),
        (("",), "Figures whose kind is not stated"),
        ((), "No evidence on record"),
    ],
)
def test_a_practice_counts_once_by_its_best_evidence(kinds: tuple[str, ...], best: str) -> None:
    records = documents()
    records["practice"] = {"one": {**records["practice"]["copy"], "derived_from": ""}}
    records["practice"]["one"]["evidence"] = [
        {"claim": "So it is.", **({"kind": k} if k else {})} for k in kinds
    ]
    assert told(view_of(records)["kinds"]) == {best: "1"}


def test_a_level_of_a_target_does_not_count() -> None:
    records = documents()
    for claim in records["practice"]["voucher"]["evidence"]:
        if claim.get("levels"):
            claim["kind"] = "target"
    assert view_of(records)["scales"] == []


def test_many_years_are_told_by_five() -> None:
    records = documents()
    for year in range(1990, 2003):
        records["practice"][f"p{year}"] = {
            "title": f"P {year}", "region": "north", "status": "published", "documented": f"{year}-05",
        }  # fmt: skip
    assert told(view_of(records)["documented"]) == {
        "1990 to 1994": "5", "1995 to 1999": "5", "2000 to 2004": "3", "2005 to 2009": "1", "No date": "2",
    }  # fmt: skip


def test_completeness_counts_what_the_score_counts() -> None:
    """The parts are those of the completeness of a record, but for the long texts, which rows do not have."""
    rows = [
        fields
        for _, fields, _ in _PARTS
        if not any(load("practice")["properties"][f].get("x-prose") for f in fields)
    ]
    assert [fields for _, fields in PARTS] == rows
    assert {field for _, fields in PARTS for field in fields} == set(FILLED)


def test_rows_and_records_tell_the_same_fields(catalogue: CatalogueFolder) -> None:
    catalogue.write("practice", "bare", title="Bare", region="veneto", status="draft", themes=[])
    in_memory = dict(InMemory(open_catalogue(catalogue.root)).filled())
    assert {"evidence", "contact"} <= in_memory["summer-school"]
    assert not {"themes", "summary", "evidence"} & in_memory["bare"]
    for use_cache in (False, True, True):  # rows in memory, stored, and read again
        opened = open_rows(catalogue.root, use_cache=use_cache)
        assert dict(OnDisk(opened).filled()) == in_memory
        opened.rows.of("practice")
        assert dict(OnDisk(opened).filled()) == in_memory


# What nobody offers, and what nobody asks for


def two_regions(
    practice: dict[str, Any], need: dict[str, Any], owner: str = "north"
) -> tuple[list[str], list[str]]:
    """The needs of the South that nothing answers and the practices that nobody asks for, of one of each."""
    records = documents()
    records["exchange"], records["practice"] = {}, {}
    where = {"region": owner} if owner else {"owner": {"organisation": "A bank", "countries": ["LT"]}}
    records["practice"]["one"] = {"title": "One", "status": "published", **where, **practice}
    records["region"]["south"].update(needs=[{"id": "n", "title": "N", **need}], offers=[])
    catalogue = catalogue_of(records)
    shelf = scope_of(catalogue).shelf
    found = demand(shelf, shelf.practice_facts())
    return [need.id for _, need in found.unanswered], [facts.id for facts in found.unasked]


MATCHED: tuple[list[str], list[str]] = ([], [])
APART = (["n"], ["one"])


@pytest.mark.parametrize(
    ("practice", "need", "expected"),
    [
        ({"themes": ["finance"]}, {"themes": ["finance"]}, MATCHED),
        ({"themes": ["vouchers"]}, {"themes": ["finance"]}, MATCHED),
        ({"themes": ["finance"]}, {"themes": ["vouchers"]}, APART),
        ({"challenges": ["access-to-finance"]}, {"challenges": ["access-to-finance"]}, MATCHED),
        ({"themes": ["finance"], "target_groups": ["smes"]}, {"themes": ["entrepreneurship"], "target_groups": ["smes"]}, APART),
        ({"themes": ["finance"]}, {"themes": ["entrepreneurship"], "wants": ["one"]}, MATCHED),
        ({"themes": ["finance"]}, {"themes": ["finance"], "status": "met"}, ([], ["one"])),
        ({}, {}, APART),
        ({"themes": ["unknown"]}, {"themes": ["unknown"]}, MATCHED),
    ],
)  # fmt: skip
def test_what_answers_a_need(
    practice: dict[str, Any], need: dict[str, Any], expected: tuple[list[str], list[str]]
) -> None:
    assert two_regions(practice, need) == expected
    assert two_regions(practice, need, owner="") == expected


def test_no_region_answers_its_own_need() -> None:
    practice = {"themes": ["finance"]}
    assert two_regions(practice, {"themes": ["finance"]}, owner="south") == APART
    assert two_regions(practice, {"themes": ["finance"], "wants": ["one"]}, owner="south") == APART


def test_an_exchanged_practice_was_asked_for() -> None:
    assert [p["title"] for p in view_of(documents())["unasked"]] == []
    records = documents()
    del records["exchange"]["proposed"]
    assert [p["title"] for p in view_of(records)["unasked"]] == ["Elsewhere"]


def test_the_fast_way_says_what_comparing_every_pair_says() -> None:
    catalogue = open_catalogue(CHECKOUT)
    shelf = scope_of(catalogue).shelf
    practices = shelf.practice_facts()
    needs = [(r.id, n) for r in shelf.every(Region) for n in r.needs if n.status in ("", "open")]

    def answers(p: Any, region: str, need: Any) -> bool:
        shared = any(
            term in shelf.terms(field).with_narrower(asked)
            for field in ("themes", "challenges")
            for asked in getattr(need, field)
            for term in getattr(p, field)
        )
        return (p.region != region or not p.region) and (shared or p.id in need.wants)

    found = demand(shelf, practices)
    assert [(r, n.id) for r, n in found.unanswered] == [
        (r, n.id) for r, n in needs if not any(answers(p, r, n) for p in practices)
    ]
    assert [p.id for p in found.unasked] == [
        p.id
        for p in practices
        if not any(answers(p, r, n) for r, n in needs) and not shelf.index("exchanges-of", p.id)
    ]


# The page


def test_the_page_has_each_number_as_text(tmp_path: Path) -> None:
    page = PageReader(build(tmp_path).home.with_name("statistics.html").read_text("utf-8"))
    assert page.misnested == [] and page.headings[0] == 1 and page.tags.count("h1") == 1
    assert all(level - before <= 1 for before, level in zip(page.headings, page.headings[1:], strict=False))
    text = " ".join(page.text.split())
    assert "3 practices can be taken over now. 4 exchanges are on record." in text
    assert re.search("Finance ?2 ", text) and "Every practice is asked for or was exchanged." in text
    assert "themes/finance.html" in page.values("href") and "regions/north.html" in page.values("href")


def test_an_empty_catalogue_reads_well(tmp_path: Path) -> None:
    empty: Documents = {kind: {} for kind in documents()}
    site = build(tmp_path, empty, settings={}).home.parent
    text = " ".join(PageReader((site / "statistics.html").read_text("utf-8")).text.split())
    assert "0 practices can be taken over now." in text and "By theme" not in text
    assert "No practice has a term yet." in (site / "cloud.html").read_text("utf-8")


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    records = documents()
    for n in range(130):
        records["practice"][f"p{n:03}"] = {"title": f"P {n:03}", "region": "north", "status": "published"}
    view = view_of(records)
    assert (len(view["unasked"]), view["unasked_more"], view["unasked_count"]) == (100, 30, 130)


def test_ten_thousand_practices_are_counted_at_once() -> None:
    """The limit is ten times what it takes, for busy machines; a loop over all pairs would take minutes."""
    records = documents()
    themes = [f"t{n}" for n in range(100)]
    records["vocabulary"]["themes"]["terms"] |= {t: term(t, broader="finance") for t in themes}
    one = records["practice"]["voucher"]
    for n in range(10_000):
        records["practice"][f"p{n}"] = {
            "title": f"P {n}", "region": "north", "status": "published", "evidence": one["evidence"],
            "themes": [themes[n % 100], themes[n % 99]], "services": ["voucher"], "target_groups": ["smes"],
        }  # fmt: skip
    scope = scope_of_many(records)
    for view in (statistics_view, cloud_view):
        started = time.process_time()
        view(scope)
        assert time.process_time() - started < 1.5, view


def scope_of_many(records: Documents) -> Scope:
    """With the programme of the small catalogue: none is computed for ten thousand practices."""
    programme = propose(catalogue_of(documents()), Request(as_of=date.max))
    scope = Scope(Shelf(InMemory(catalogue_of(records)), programme), interface("en"))
    assert scope.shelf.entries and len(scope.shelf.practice_facts()) > 10_000
    return scope
