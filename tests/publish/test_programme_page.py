"""The page of the programme and the report: the proof in words, scores in the page's language, what stays English."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from site_reader import PageReader
from small_catalogue import Documents, build, catalogue_of, documents

from catalogues import CHECKOUT
from miniexchange.catalogue.model import Catalogue
from miniexchange.check.run import open_catalogue
from miniexchange.pairing import Programme, Request, propose, shown
from miniexchange.pairing.fit.fit import PARTS
from miniexchange.publish.language import interface
from miniexchange.publish.report import report
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.stock import InMemory
from miniexchange.publish.views.programme import programme_view
from miniexchange.publish.views.proof import PART_WORDS, points, proof_view, score
from miniexchange.publish.views.scope import Scope

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def shipped() -> tuple[Programme, Catalogue]:
    catalogue = open_catalogue(CHECKOUT)
    return propose(catalogue, Request(as_of=date(2026, 11, 21))), catalogue


def with_a_pair() -> Documents:
    records = documents()
    records["region"]["south"]["needs"][0].update(status="open")
    del records["region"]["south"]["needs"][0]["closed"]
    del records["exchange"]["voucher-south"]
    return records


def view_in(language: str, programme: Programme, catalogue: Catalogue) -> dict[str, Any]:
    return programme_view(Scope(Shelf(InMemory(catalogue), programme), interface(language)))


@pytest.mark.parametrize("hundredths", [0, 4, 5, 49, 999, 4060, 7055, 10_000, 123_456, 12_345_678])
def test_a_score_is_written_as_the_pairing_writes_it(hundredths: int) -> None:
    assert score(interface("en"), hundredths) == shown(hundredths)


def test_scores_are_written_in_the_pages_language(shipped: tuple[Programme, Catalogue]) -> None:
    assert points(interface("de"), 123_456) == "12.345,6"
    english, german = (view_in(tag, *shipped) for tag in ("en", "de"))
    for one, other in zip(english["proposals"], german["proposals"], strict=True):
        assert other["score"] == one["score"].replace(".", ",")
        assert [p["points"] for p in other["parts"]] == [p["points"].replace(".", ",") for p in one["parts"]]
        assert re.fullmatch(r"\d+% of it known", one["known"]) and "\N{NO-BREAK SPACE}%" in other["known"]


def test_the_parts_of_every_score_add_up(shipped: tuple[Programme, Catalogue]) -> None:
    view = view_in("en", *shipped)
    assert len(view["proposals"]) > 5
    for p in view["proposals"]:
        assert sum(round(10 * float(part["points"])) for part in p["parts"]) == round(10 * float(p["score"]))
        assert all(0 <= part["width"] <= part["full"] <= view["most"] for part in p["parts"])


def test_every_part_of_a_score_has_a_name() -> None:
    assert set(PART_WORDS) == set(PARTS)


def test_the_proof_in_words(shipped: tuple[Programme, Catalogue]) -> None:
    programme = shipped[0]

    def told(method: str, choice: str = "best", **proof: Any) -> dict[str, Any]:
        of = replace(programme, choice=choice, proof=replace(programme.proof, method=method, **proof))  # type: ignore[arg-type]  # words of the model
        return proof_view(interface("en"), of)

    assert "Proven best" in told("certificate")["text"] and "whole numbers" in told("certificate")["text"]
    assert "complete search" in told("search")["text"]
    assert "none of them weaker" in told("search", "fair")["text"]
    assert told("stable")["text"].startswith("Stable")
    assert told("certificate")["gain"] == ""
    value, penalty = programme.proof.value, programme.proof.penalty
    open_end = told("unfinished", "fair", bound=value + 2 * penalty + 340)
    assert open_end["text"].startswith("The best programme found in the time allowed.")
    assert open_end["gain"] == "A better one could gain at most 2 exchanges more and 3.4 points."
    assert told("unfinished", bound=value)["gain"] == ""
    one, none = told("search", shortfall=1), told("search", shortfall=0)
    assert one["missing"] == "1 exchange that was asked for is missing."
    assert none["missing"] == "No exchange that was asked for is missing."
    assert told("search")["total"] == f"Total score {shown(programme.total)}."
    richer = told("search", objective=programme.proof.objective + 250)
    assert richer["total"] == f"Total score {shown(programme.total + 250)}, with bonuses of 2.5."


def test_the_page_leads_from_the_glance_to_each_pair(tmp_path: Path) -> None:
    site = build(tmp_path, with_a_pair()).home.parent
    page = PageReader((site / "programme.html").read_text("utf-8"))
    assert page.misnested == [] and page.tags.count("h1") == 1
    anchors = [value[1:] for value in page.values("href") if value.startswith("#pair-")]
    assert anchors and set(anchors) <= set(page.ids)
    assert 'lang="en"' not in (site / "programme.html").read_text("utf-8").split("<main", 1)[1]


@pytest.mark.parametrize("form", ["page", "report"])
def test_what_the_pairing_tells_is_marked_as_english(form: str, tmp_path: Path) -> None:
    records, settings = with_a_pair(), {"catalogue": {"title": "Klein", "language": "de"}}
    records["practice"]["second"] = {**records["practice"]["copy"], "region": "north", "derived_from": ""}
    if form == "page":
        source = (build(tmp_path, records, settings=settings).home.parent / "programme.html").read_text(
            "utf-8"
        )
    else:
        catalogue = catalogue_of(records, settings)
        source = report(propose(catalogue, Request(as_of=date.max)), catalogue, tmp_path, "html")
    assert '<html lang="de">' in source
    assert re.search(r'<ul lang="en"><li>Answers the need', source)
    assert re.search(r'<li class="line" lang="en">The |<li lang="en">The ', source)
    assert re.search(r'<span lang="en">[^<]*</span></li>', source)


def test_nothing_to_propose_reads_well(tmp_path: Path) -> None:
    empty: Documents = {kind: {} for kind in documents()}
    site = build(tmp_path, empty, settings={}).home.parent
    page = PageReader((site / "programme.html").read_text("utf-8"))
    assert "from what is on record, nothing can be proposed." in page.text
    assert "At a glance" not in page.text and "How to read a score" not in page.text


@pytest.mark.browser
def test_no_pair_and_no_row_is_cut_in_print(browser: Browser, shipped_site: Path) -> None:
    page = browser.new_page(viewport={"width": 673, "height": 1017})  # A4 within the margins
    page.goto((shipped_site / "programme.html").as_uri())
    page.emulate_media(media="print")
    kept = page.evaluate(
        """() => ['.proposal', 'main tr', 'main .line'].map(what =>
            [...document.querySelectorAll(what)].every(e => getComputedStyle(e).breakInside === 'avoid'))"""
    )
    assert kept == [True, True, True]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('.proposal')].every(e => e.offsetHeight < 1017)")
    page.close()
