"""The page of a practice: what is proven looks different from what is hoped for, and whatever a record says is text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from site_reader import PageReader, outline_faults
from small_catalogue import SETTINGS, Documents, build, documents
from test_hostile_text import ATTACK, hostile

KINDS = {
    "result": "Results",
    "output": "Outputs",
    "input": "Inputs",
    "target": "Target",
    "estimate": "Estimate",
}


def records() -> Documents:
    """The small catalogue with a family of three generations, an event, a plan and a translation."""
    found = documents()
    found["assessment"] = {}
    found["practice"]["grandchild"] = {
        "title": "Third voucher", "region": "north", "status": "published", "derived_from": "copy",
        "inferred_fields": ["derived_from"], "sources": [{"url": "https://example.org/third"}],
    }  # fmt: skip
    found["practice"]["voucher"]["translations"] = {
        "de": {
            "title": "Innovationsgutschein", "summary": "Ein Betrieb bekommt einen Gutschein.",
            "difficulties": ["Lange Formulare"], "transfer": {"text": "Das geht *gut*."},
        }
    }  # fmt: skip
    found["event"] = {
        "fair": {**documents()["event"]["fair"], "practices": ["voucher"]},
        "opening": {"title": "An opening", "kind": "study-visit", "period": {"start": "2011-02"}, "practices": ["voucher"]},
    }  # fmt: skip
    lessons = [{"practice": "voucher", "text": "Keep forms short."}]
    found["plan"] = {
        "south-plan": {
            "title": "Plan for the South", "region": "south", "projects": ["swap"],
            "actions": [{"id": "one", "title": "One", "lessons": lessons}],
        }
    }  # fmt: skip
    return found


def settings(**catalogue: Any) -> dict[str, Any]:
    return {**SETTINGS, "catalogue": {**SETTINGS["catalogue"], **catalogue}}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """In English and German, at an address of its own."""
    said = settings(languages=["en", "de"])
    said["site"] = {**SETTINGS["site"], "base_url": "https://example.org/catalogue/"}
    return build(tmp_path_factory.mktemp("catalogue"), records(), settings=said).home.parent


@pytest.fixture(scope="module")
def page(site: Path) -> str:
    return (site / "practices/voucher.html").read_text("utf-8")


@pytest.fixture(scope="module")
def book(site: Path) -> str:
    return (site / "markdown/practices/voucher.md").read_text("utf-8")


def section(page: str, name: str) -> str:
    """The section of a page whose heading has this id."""
    found = re.search(rf'<section aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    assert found, name
    return found.group()


def json_ld(page: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(blocks) == 1
    document: dict[str, Any] = json.loads(blocks[0])
    return document


class TestEvidence:
    def test_every_kind_has_its_word_and_a_class_of_its_own(self, page: str) -> None:
        evidence = section(page, "evidence")
        for kind, word in KINDS.items():
            claims = re.findall(rf'<li class="claim {kind}">.*?</li>', evidence, re.DOTALL)
            assert claims, kind
            if kind in ("target", "estimate"):
                assert all(f'<span class="kind">{word}</span>' in claim for claim in claims)
            else:
                assert f"<h3>{word} <small>" in evidence

    def test_what_was_hoped_for_stands_in_a_box_after_what_was_measured(self, page: str) -> None:
        measured, _, intended = section(page, "evidence").partition('<div class="intended">')
        assert "not results" in intended
        box = intended[: intended.index("<h3>Recognition</h3>")]
        for kind in KINDS:
            there = f'<li class="claim {kind}">'
            assert (there in box) == (kind in ("target", "estimate")) == (there not in measured)

    def test_the_shapes_differ_without_colour(self, site: Path) -> None:
        style = (site / "style.css").read_text("utf-8")
        box = re.search(r"\.intended[^{]*\{[^}]*border:\s*1px dashed", style)
        figures = re.search(r"\.intended \.figure b\s*\{([^}]*)\}", style)
        assert box and figures
        assert "italic" in figures[1] and "font-weight" in figures[1]

    def test_figures_that_disagree_stand_side_by_side_each_with_its_source(self, page: str) -> None:
        figures = re.search(r'<div class="figures">((?:(?!</div>).)*<b>39</b>.*?)</div>', page, re.DOTALL)
        assert figures
        values = re.findall(
            r'<p class="figure">.*?<b>(\d+)</b>.*?href="#source-(\d+)"', figures[1], re.DOTALL
        )
        assert values == [("35", "1"), ("39", "2")]
        assert "Sources disagree." in page and "Not resolved." in page

    def test_a_level_leads_to_what_it_means(self, page: str) -> None:
        assert '<a href="../evidence.html#nesta-2">Nesta 2 of 5</a>' in section(page, "evidence")
        assert "found independently" in section(page, "evidence")

    def test_the_book_says_the_same_in_words(self, book: str) -> None:
        assert "*Target, not a result:* **100 firms**" in book
        assert "**35 firms** [[1]](#sources) or **39 firms** [[2]](#sources)" in book
        assert "[Nesta 2 of 5](../evidence.md#nesta-2)" in book


class TestTransfer:
    def test_tells_hard_preconditions_from_soft_ones_by_word(self, page: str) -> None:
        transfer = section(page, "transfer")
        tags = re.findall(r'<li><(?:strong|span) class="(tag[^"]*)">(\w+)<', transfer)
        assert tags == [("tag hard", "required"), ("tag", "helpful")]

    def test_effort_is_told_as_facts(self, page: str) -> None:
        for text in ("1 month", "2 full-time posts", "EUR 100", "Swedish and English", "at most 2"):
            assert text in section(page, "transfer")

    def test_costs_name_what_they_are_paid_for(self, page: str) -> None:
        assert "<b>about EUR 5,000 to 7,500</b> per <span>firm</span>" in section(page, "resources")


class TestFamily:
    def test_the_line_of_a_copy_is_a_tree(self, site: Path) -> None:
        tree = section((site / "practices/copy.html").read_text("utf-8"), "lineage")
        places = [tree.index(text) for text in ("Innovation voucher", "This practice", "Third voucher")]
        assert places == sorted(places)
        assert tree.count('<ul class="tree">') == tree.count("</ul>") == 3
        assert "deduced" in tree[places[2] :]
        assert 'href="../lineage.html"' in tree

    def test_the_book_indents_the_same_tree(self, site: Path) -> None:
        text = (site / "markdown/practices/grandchild.md").read_text("utf-8")
        tree = text[text.index("## Originals and copies") :]
        assert re.findall(r"^( *)- (?:\[|\*\*)([\w ]+)", tree, re.MULTILINE)[:3] == [
            ("", "Innovation voucher"),
            ("  ", "Southern voucher"),
            ("    ", "This practice"),
        ]

    def test_all_families_stand_on_one_page_with_the_exchange_that_made_them(self, site: Path) -> None:
        page = (site / "lineage.html").read_text("utf-8")
        assert "2 copies are on record." in page
        assert page.count('<div class="family">') == 1 and page.count('<ul class="tree">') == 3
        assert PageReader(page).misnested == [] and outline_faults(PageReader(page)) == []
        copy = page[page.index("Southern voucher") : page.index("Third voucher")]
        assert 'href="exchanges/voucher-south.html"' in copy and "Running" in copy
        book = (site / "markdown/lineage.md").read_text("utf-8")
        assert re.findall(r"^( *)- \[", book, re.MULTILINE) == ["", "  ", "    "]

    def test_a_catalogue_without_copies_says_so(self, tmp_path: Path) -> None:
        found = records()
        for copy in ("copy", "grandchild"):
            found["practice"][copy].pop("derived_from")
        del found["exchange"]["voucher-south"]["outcome"]["resulting_practice"]
        built = build(tmp_path, found).home.parent
        assert "No practice here is known to be a copy" in (built / "lineage.html").read_text("utf-8")
        assert 'id="lineage"' not in (built / "practices/copy.html").read_text("utf-8")


def test_tells_where_it_was_shown_and_who_learnt_from_it(page: str, book: str) -> None:
    seen = section(page, "seen")
    assert (
        "A fair" in seen
        and "1 April 2010 to 2 April 2010" in seen
        and "An opening</a> <small>February 2011" in seen
    )
    assert "Plan for the South" in seen
    assert "A fair" in book and "Plan for the South" in book


def test_a_translation_is_shown_and_the_rest_says_its_language(site: Path) -> None:
    page = (site / "de/practices/voucher.html").read_text("utf-8")
    assert "<h1>Innovationsgutschein</h1>" in page
    assert '<p class="lede">Ein Betrieb bekommt einen Gutschein.</p>' in page
    assert '<span lang="sv">Innovationscheck</span>' in page
    assert '<div class="prose" lang="en"><p>Firms <em>cannot pay</em>.</p>' in page
    assert '<div class="prose"><p>Das geht <em>gut</em>.</p>' in page
    assert "<li>Lange Formulare</li>" in page
    assert re.search(r'<span lang="en">Turnover rose\.</span>', page)
    facts = page[page.index('<dl class="facts">') :]
    assert "Englisch und Deutsch" in facts[: facts.index("</dl>")]
    assert 'lang="en"' not in (site / "practices/voucher.html").read_text("utf-8").split("<main", 1)[1]


def test_a_page_without_a_translation_names_the_language_of_its_texts(site: Path) -> None:
    german = (site / "de/practices/copy.html").read_text("utf-8")
    assert '<h1 lang="en">Southern voucher</h1>' in german
    assert re.search(r'<p class="note">[^<]*Englisch', german)
    assert '<p class="note">Not translated' not in (site / "practices/copy.html").read_text("utf-8")


def test_search_engines_and_previews_get_a_description(page: str) -> None:
    document = json_ld(page)
    assert document["@type"] == "Article" and document["headline"] == "Innovation voucher"
    assert document["url"] == "https://example.org/catalogue/practices/voucher.html"
    assert {topic["name"] for topic in document["about"]} >= {"Vouchers", "Access to finance", "Small firms"}
    assert document["spatialCoverage"]["name"] == "The North"
    read = PageReader(page)
    given = dict(
        zip(
            read.values("property"),
            re.findall(r'<meta [^>]*property="[^"]*" content="([^"]*)"', page),
            strict=True,
        )
    )
    assert given["og:title"] == "Innovation voucher" and given["og:type"] == "article"
    assert given["og:url"] == "https://example.org/catalogue/practices/voucher.html"
    assert given["og:description"] == "A firm gets a voucher &amp; spends it."


def test_a_copy_names_its_original_and_no_address_is_made_up(tmp_path: Path) -> None:
    site = build(tmp_path, records()).home.parent
    page = (site / "practices/copy.html").read_text("utf-8")
    document = json_ld(page)
    assert document["isBasedOn"] == document["url"].replace("copy", "voucher") == "../practices/voucher.html"
    assert "og:url" not in page


def test_no_section_is_empty(site: Path) -> None:
    for file in sorted((site / "practices").glob("*.html")):
        page = file.read_text("utf-8")
        for body in re.findall(r"<section.*?</section>", page, re.DOTALL):
            told = re.sub(r"<h2.*?</h2>|<[^>]*>", "", body, flags=re.DOTALL)
            assert told.strip(), f"{file.name}: {body}"
        contents = page[page.index('class="contents"') : page.index("</aside>")]
        assert re.findall(r'href="#([a-z]+)"', contents) == [
            name for name in re.findall(r'<h2 id="([a-z]+)"', page) if name != "cite"
        ]
        assert "<ul></ul>" not in page and "<dd></dd>" not in page


def test_whatever_a_record_says_is_text(tmp_path: Path) -> None:
    attack = f"{ATTACK} </script><script>alert(4)</script> <!-- <![CDATA[ \u2066x\u2069"
    found = json.loads(
        json.dumps(hostile(records())).replace(json.dumps(ATTACK)[1:-1], json.dumps(attack)[1:-1])
    )
    found["practice"]["voucher"]["keywords"] = [attack]
    found["practice"]["voucher"]["contact"]["role"] = attack
    site = build(tmp_path, found).home.parent
    page = (site / "practices/voucher.html").read_text("utf-8")
    read = PageReader(page)
    assert read.tags.count("script") == 1 and read.misnested == []
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    document = json_ld(page)
    assert document["headline"] == attack and document["keywords"] == [attack]
    assert page.count("&lt;script&gt;alert(4)") > 30
    assert "\n# " not in (site / "markdown/practices/voucher.md").read_text("utf-8")[3:]


def test_html_and_style_are_small(site: Path) -> None:
    style = (site / "style.css").stat().st_size
    assert (site / "practices/voucher.html").stat().st_size + style <= 40 * 1024
