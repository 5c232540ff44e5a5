"""The list of practices, the pages of terms, and the search on the real page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from site_reader import PageReader, outline_faults
from small_catalogue import Documents, catalogue_of, documents, term

from miniexchange.pairing import Request, propose
from miniexchange.publish.facets import ORDER, counted
from miniexchange.publish.options import VOCABULARIES
from miniexchange.publish.plan import pages as planned
from miniexchange.publish.products import Press, products
from miniexchange.publish.search_script import search_record
from miniexchange.publish.shelf import Shelf
from miniexchange.publish.site import _press
from miniexchange.publish.stock import InMemory
from miniexchange.publish.views.finding import counts_of, facets_of, finder_view
from miniexchange.publish.views.items import A_PAGE, item
from miniexchange.publish.views.scope import Scope

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = '<script>alert(1)</script> "quoted" {{ 7*7 }} [x](javascript:alert(1)) \u202e'


def shelf_of(records: Documents, project: str = "") -> Shelf:
    catalogue = catalogue_of(records)
    return Shelf(InMemory(catalogue), propose(catalogue, Request(as_of=date(2024, 1, 1))), project)


def press_of(shelf: Shelf, root: Path) -> Press:
    return _press(shelf, ["html", "markdown"], root)


def many(number: int) -> Documents:
    """A catalogue of many practices of all kinds, with terms on three levels."""
    chance = Random(5)
    records = documents()
    vocabularies = records["vocabulary"]
    vocabularies["themes"]["terms"]["seed-vouchers"] = term("seed vouchers", broader="vouchers")
    for n in range(number):
        records["practice"][f"p-{n:03}"] = {
            "title": f"Practice {chance.randrange(1000)}",
            "status": chance.choice(["published"] * 6 + ["archived", "draft"]),
            "lesson_only": chance.random() < 0.1,
            "region": chance.choice(["north", "south", ""]),
            "projects": ["swap"] if chance.random() < 0.3 else [],
            "summary": "In short.",
            **{
                field: chance.sample(sorted(vocabularies[vocabulary]["terms"]), chance.randrange(2))
                for field, vocabulary in (("challenges", "challenges"), ("services", "services"))
            },
            "themes": chance.sample(["finance", "vouchers", "seed-vouchers", "entrepreneurship"], chance.randrange(3)),
            "evidence": [
                {"claim": "It worked.", "kind": kind, "levels": {"nesta": chance.randrange(1, 6)}}
                for kind in chance.sample(["result", "output", "target"], chance.randrange(3))
            ],
        }  # fmt: skip
    return records


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return shelf_of(many(420))


@pytest.fixture(scope="module")
def press(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return press_of(shelf, tmp_path_factory.mktemp("catalogue"))


@pytest.fixture(scope="module")
def scope(press: Press) -> Scope:
    return press.scopes["en"]


@pytest.fixture(scope="module")
def site(shelf: Shelf, press: Press, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of lists and terms, with what the browser needs for them."""
    return write(shelf, press, tmp_path_factory.mktemp("site"))


def write(shelf: Shelf, press: Press, out: Path) -> Path:
    shown = {page.name for page in planned(shelf) if page.template in ("practices", "term", "terms")}
    for product in products(shelf, press, out):
        if product.name in {*shown, "records.js", "style.css"} or product.name.startswith("assets/"):
            for name, content in product.make(lambda name: b""):
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                (out / name).write_bytes(content)
    return out


def practices_on(page: Path) -> list[str]:
    """The practices that a page lists, in order."""
    return re.findall(r'<h3><a href="[./]*practices/([a-z0-9-]+)\.html"', page.read_text("utf-8"))


def followed(site: Path, first: str) -> list[str]:
    """The practices on a list's first page and on all that `Next` leads to."""
    found, page, seen = [], site / first, 0
    while True:
        text = page.read_text("utf-8")
        found += practices_on(page)
        seen += 1
        assert seen < 50
        after = re.search(r'<a rel="next" href="([^"]+)"', text)
        if not after:
            return found
        page = (page.parent / after[1]).resolve()


class TestTheList:
    def test_shows_every_practice_once_in_the_order_of_titles(self, site: Path, shelf: Shelf) -> None:
        current = shelf.index("practices", "current")
        pages = [site / "practices.html", *sorted((site / "practices/page").glob("[0-9]*.html"))]
        assert len(pages) == -(-len(current) // A_PAGE) > 2
        first = (site / "practices.html").read_text("utf-8").split('<h2 id="lessons"')[0]
        on_first = re.findall(r'<h3><a href="practices/([a-z0-9-]+)\.html"', first)
        listed = [*on_first, *(p for page in pages[1:] for p in practices_on(page))]
        assert tuple(listed) == current
        assert len(on_first) == A_PAGE

    def test_tells_lessons_archived_and_what_is_not_described_apart(self, site: Path, shelf: Shelf) -> None:
        text = (site / "practices.html").read_text("utf-8")
        parts = re.split(r'<h2 id="(lessons|archived|stubs)"', text)
        for group, part in zip(parts[1::2], parts[2::2], strict=True):
            found = re.findall(r'<h3><a href="practices/([a-z0-9-]+)\.html"', part.split("</section>")[0])
            assert tuple(found) == shelf.index("practices", group)[:A_PAGE] != ()

    def test_goes_on_where_even_those_apart_are_many(self, tmp_path: Path) -> None:
        records = documents()
        for n in range(A_PAGE + 1):
            records["practice"][f"a-{n}"] = {"title": f"A {n}", "status": "archived"}
        shelf = shelf_of(records)
        write(shelf, press_of(shelf, tmp_path), tmp_path)
        rest = tmp_path / "practices/page/archived-2.html"
        assert tuple(practices_on(rest)) == shelf.index("practices", "archived")[A_PAGE:]
        assert 'href="../../practices.html#archived"' in rest.read_text("utf-8")

    def test_a_practice_may_be_called_as_a_page_is(self) -> None:
        records = many(120)
        for name in ("page", "page-2", "lessons", "2"):
            records["practice"][name] = records["practice"]["voucher"] | {"title": name}
        names = [page.name for page in planned(shelf_of(records))]
        assert len(names) == len(set(names))

    def test_an_empty_catalogue_has_its_pages_too(self, tmp_path: Path) -> None:
        empty: Documents = {kind: {} for kind in documents()}
        shelf = shelf_of(empty)
        site = write(shelf, press_of(shelf, tmp_path), tmp_path)
        assert "No practice is published yet." in (site / "practices.html").read_text("utf-8")
        assert "no such terms yet" in (site / "themes.html").read_text("utf-8")


class TestThePanel:
    def options(self, scope: Scope) -> Iterator[tuple[str, Any]]:
        def each(terms: list[Any]) -> Iterator[Any]:
            for entry in terms:
                yield entry
                yield from each(entry["narrower"])

        facets: Any = finder_view(scope)["facets"]
        for facet in facets:
            for option in each(facet["terms"]):
                yield facet["id"], option

    def test_has_all_facets_and_every_option_leads_to_a_page(self, scope: Scope, shelf: Shelf) -> None:
        names = {page.name for page in planned(shelf)}
        options = list(self.options(scope))
        assert list(dict.fromkeys(facet for facet, _ in options)) == [
            "theme", "place", "challenge", "service", "target-group", "evidence", "exchanged", "project"
        ]  # fmt: skip
        assert [option["id"] for _, option in options if option["page"] not in names] == []

    def test_numbers_are_those_of_the_pages_and_of_the_records_in_the_browser(
        self, scope: Scope, shelf: Shelf, site: Path
    ) -> None:
        """What stands in the page before the script runs is what the script counts."""
        facets = facets_of(scope)
        listed = shelf.index("practices", "listed")
        assert set(listed) == set(shelf.index("all", "practice"))
        by_script = counted(facets, (search_record(scope, facets, i).terms for i in listed))
        expected = {
            (facet.id, option.id): count
            for facet, counts in zip(facets, by_script, strict=True)
            for option, count in zip(facet.terms, counts, strict=True)
        }
        shown = {(facet, option["id"]) for facet, option in self.options(scope)}
        assert shown == {(facet, option) for facet in ORDER for option in counts_of(scope, facet)}
        for facet, option in self.options(scope):
            assert int(option["count"]) == expected[facet, option["id"]]
            page = site / f"{option['page']}.html"
            if page.exists():  # regions and projects have pages of their own
                assert len(set(followed(site, f"{option['page']}.html"))) == int(option["count"])

    def test_of_one_project_leads_to_pages_that_are_there(self) -> None:
        records = documents()
        records["region"]["east"] = {"name": "The East", "country": "PL"}
        records["practice"]["outside"].update(region="east")
        records["exchange"]["proposed"]["projects"] = ["swap"]
        shelf = shelf_of(records, "swap")
        scope = press_of(shelf, Path("/nowhere")).scopes["en"]
        names = {page.name for page in planned(shelf)}
        places = [option for facet, option in self.options(scope) if facet == "place"]
        assert {option["id"] for option in places} == {"SE", "IT", "PL", "north", "south"}
        assert {option["page"] for option in places} <= names


class TestTermPages:
    def test_hold_the_practices_of_narrower_terms(self, site: Path, shelf: Shelf) -> None:
        shown = shelf.practice_facts()
        for wide in ("finance", "vouchers", "seed-vouchers"):
            below = shelf.terms("themes").with_narrower(wide)
            assert set(followed(site, f"themes/{wide}.html")) == {
                p.id for p in shown if not below.isdisjoint(p.themes)
            }
        assert len(followed(site, "themes/finance.html")) > A_PAGE

    def test_name_wider_and_narrower_terms(self, site: Path) -> None:
        text = (site / "themes/vouchers.html").read_text("utf-8")
        assert re.search(
            r'class="kicker">.*themes\.html">Themes</a>.*themes/finance\.html">Finance</a>', text
        )
        assert '<a href="../themes/seed-vouchers.html">Seed vouchers</a>' in text
        assert "kicker" in text and "Page 2" not in text.split("<title>")[1].split("</title>")[0]

    def test_say_on_further_pages_which_they_are(self, site: Path) -> None:
        text = (site / "themes/finance/page-2.html").read_text("utf-8")
        assert "<title>Finance · Page 2 of" in text
        assert re.search(r'<span aria-current="page"><span class="hidden">Page </span>2</span>', text)
        assert "Money for firms." in text and "Who asks" not in text

    def test_tell_who_asks_for_it_and_what_it_is_elsewhere(self, tmp_path: Path) -> None:
        records = documents()
        records["vocabulary"]["themes"]["terms"]["finance"].update(
            exact_match=["https://example.org/concept/1", "javascript:alert(1)"], aliases=["money", HOSTILE]
        )
        shelf = shelf_of(records)
        site = write(shelf, press_of(shelf, tmp_path), tmp_path)
        text = (site / "themes/finance.html").read_text("utf-8")
        assert 'href="https://example.org/concept/1"' in text and 'href="javascript' not in text
        assert '<a href="../regions/south.html#need-money">Find money for small firms</a>' in text
        assert '<a href="../regions/south.html#need-ideas">Find ideas</a>' in text  # a narrower term
        assert "<script>alert" not in text
        book = (site / "markdown/themes/finance.md").read_text("utf-8")
        assert "[Find ideas](../regions/south.md#need-ideas)" in book

    def test_a_country_shows_its_regions_and_a_level_what_it_means(self, site: Path) -> None:
        sweden = (site / "countries/se.html").read_text("utf-8")
        assert "<h1>Sweden</h1>" in sweden and '<a href="../regions/north.html">The North</a>' in sweden
        assert "Data." in (site / "evidence-levels/nesta-2.html").read_text("utf-8")

    def test_only_claims_about_what_was_measured_reach_a_level(self) -> None:
        records = documents()
        records["practice"]["copy"]["evidence"] = [
            {"claim": "Hoped.", "kind": "target", "levels": {"nesta": 5}},
            {"claim": "Seen.", "kind": "output", "levels": {"nesta": 1}},
            {"claim": "Seen better.", "kind": "output", "levels": {"nesta": 2}},
        ]
        shelf = shelf_of(records)
        assert shelf.index("counts", "evidence") == ("maryland-1 1", "nesta-2 2", "results 1")

    def test_a_proposal_is_no_exchange(self) -> None:
        shelf = shelf_of(documents())
        assert set(shelf.index("having", "exchanged/yes")) == {"voucher", "copy", "draft"}
        assert "outside" in shelf.index("having", "exchanged/no")

    def test_lists_of_terms_count_as_the_panel_does(self, site: Path, shelf: Shelf) -> None:
        for facet, vocabulary in VOCABULARIES.items():
            text = (site / f"{vocabulary}.html").read_text("utf-8")
            found = re.findall(
                rf'<a href="{vocabulary}/([a-z-]+)\.html">[^<]+</a> <span class="n">(\d+)<', text
            )
            counts = dict(entry.split() for entry in shelf.index("counts", facet))
            assert dict(found) == {t: counts.get(t, "0") for t in shelf.terms(vocabulary).terms}


def test_every_link_between_these_pages_leads_to_a_planned_page(site: Path, shelf: Shelf) -> None:
    files = {f"{page.name}.html" for page in planned(shelf)}
    for file in sorted(site.rglob("*.html")):
        page = PageReader(file.read_text("utf-8"))
        assert outline_faults(page) == [], file
        for to in page.values("href"):
            if not to.startswith(("#", "http", "mailto:")) and to.partition("#")[0].endswith(".html"):
                target = (file.parent / to.partition("#")[0]).resolve().relative_to(site.resolve())
                assert target.as_posix() in files, (file, to)


def test_every_link_of_the_book_leads_to_a_planned_page(site: Path, shelf: Shelf) -> None:
    book = site / "markdown"
    files = {f"{page.name}.md" for page in planned(shelf)} | {"README.md"}
    for file in sorted(book.rglob("*.md")):
        for to in re.findall(r"\]\(([^)#]+)", file.read_text("utf-8")):
            target = (file.parent / to).resolve()
            if target.suffix == ".md":
                assert target.relative_to(book.resolve()).as_posix() in files, (file, to)


def test_hostile_texts_stay_texts_in_lists_and_records(tmp_path: Path) -> None:
    records = documents()
    records["practice"]["voucher"].update(title=HOSTILE, summary=HOSTILE, keywords=[HOSTILE])
    records["vocabulary"]["themes"]["terms"]["vouchers"]["label"]["en"] = HOSTILE
    records["region"]["north"]["name"] = HOSTILE
    shelf = shelf_of(records)
    site = write(shelf, press_of(shelf, tmp_path), tmp_path)
    for file in [*site.rglob("*.html"), site / "records.en.js"]:
        text = file.read_text("utf-8")
        assert "<script>alert" not in text and "\u202e" not in text
    for file in (site / "markdown").rglob("*.md"):
        text = file.read_text("utf-8")
        assert not re.search(r"(?<!\\)\]\(javascript", text) and "<script" not in text
    assert "{{ 7*7 }}" in (site / "practices.html").read_text("utf-8")


def test_records_are_in_the_language_of_the_page_and_found_by_the_other(tmp_path: Path) -> None:
    records = documents()
    records["practice"]["voucher"]["translations"] = {
        "de": {"title": "Innovationsscheck", "summary": "Kurz."}
    }
    settings = {"catalogue": {"title": "C", "publisher": {"name": "P"}, "languages": ["de"]}}
    catalogue = catalogue_of(records, settings)
    shelf = Shelf(InMemory(catalogue), propose(catalogue, Request(as_of=date(2024, 1, 1))))
    site = write(shelf, press_of(shelf, tmp_path), tmp_path)
    rows = {}
    for tag in ("en", "de"):
        script = (site / f"records.{tag}.js").read_text("utf-8")
        told = json.loads(script.removeprefix("window.miniRecords=").rstrip().removesuffix(";"))
        rows[tag] = next(row for row in told["rows"] if row[0] == "voucher")
    assert (rows["en"][1], rows["de"][1], rows["de"][2]) == ("Innovation voucher", "Innovationsscheck", "")
    assert "Innovationsscheck" in rows["en"][8] and "Innovation voucher" in rows["de"][8]
    assert 'data-records="../records.de.js"' in (site / "de/practices.html").read_text("utf-8")


def test_the_catalogue_may_change_how_a_practice_looks_in_lists(tmp_path: Path) -> None:
    own = tmp_path / "site/templates/html/parts/item.html"
    own.parent.mkdir(parents=True)
    own.write_text('<li class="mine"><h3><a href="{{ root }}{{ p.page }}.html">{{ p.title }}</a></h3></li>')
    shelf = shelf_of(documents())
    site = write(shelf, press_of(shelf, tmp_path), tmp_path / "out")
    for name in ("practices.html", "themes/finance.html"):
        assert '<li class="mine">' in (site / name).read_text("utf-8")
    assert '"../practices/voucher.html"' in (site / "themes/finance.html").read_text("utf-8")


def test_a_practice_shown_on_many_pages_is_read_by_each(tmp_path: Path) -> None:
    shelf = shelf_of(documents())
    scope = press_of(shelf, tmp_path).scopes["en"]
    with shelf.reading() as first:
        before = item(scope, "voucher")
        shelf.index("exports", "north")
    with shelf.reading() as second:
        assert item(scope, "voucher") is before
        shelf.index("imports", "north")
    assert first - second == {"exports:north"} and second - first == {"imports:north"}
    assert {"practice/voucher", "region/north", "exchanged:voucher"} <= first


# In a browser


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    opened = browser.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto((site / "practices.html").as_uri())
    yield opened
    opened.close()
    assert said == []


def until(page: Page, holds: Callable[[], Any]) -> None:
    """Waits until something holds."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, page.inner_text("main")[:2000]
        page.wait_for_timeout(10)


@pytest.mark.browser
def test_finding_on_the_real_page(page: Page, site: Path, shelf: Shelf) -> None:
    total = str(len(shelf.index("practices", "listed")))
    shown = page.locator("[role=status] [data-find=count]")
    assert shown.inner_text() == total
    before = page.locator("[data-count]").all_inner_texts()
    page.get_by_role("searchbox", name="Search in practices").fill("innovation voucher")
    titles = page.locator("[data-find=list] h3 a[data-slot]")
    until(page, lambda: titles.count() and titles.first.inner_text() == "Innovation voucher")
    assert not page.locator("[data-find=static]").is_visible()
    until(page, lambda: page.url.endswith("?q=innovation+voucher"))
    assert titles.first.get_attribute("href") == "practices/voucher.html"
    page.get_by_role("searchbox", name="Search in practices").fill("")
    until(page, lambda: page.locator("[data-find=static]").is_visible())
    assert page.locator("[data-count]").all_inner_texts() == before  # the page counts as the script does
    page.get_by_role("checkbox", name="Seed vouchers").click()
    narrow = str(len(shelf.index("having", "theme/seed-vouchers")))
    until(page, lambda: shown.inner_text() == narrow)
    assert page.url.endswith("theme=seed-vouchers")
    page.get_by_role("button", name="Clear all filters").click()
    until(page, lambda: shown.inner_text() == total)
    page.go_back()
    until(page, lambda: shown.inner_text() == narrow)


@pytest.mark.browser
def test_without_javascript_the_panel_is_links(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto((site / "practices.html").as_uri())
    assert not page.get_by_role("searchbox", name="Search in practices").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("group", name="Country and region").get_by_role("link", name="Sweden").click()
    assert page.inner_text("h1") == "Sweden"
    page.get_by_role("link", name="Next").click()
    assert page.url.endswith("countries/se/page-2.html")
    context.close()
