"""The first page, and the pages about the catalogue: evidence, accessibility, privacy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from site_reader import PageReader
from small_catalogue import build, documents

from miniexchange.publish.views.words import CLAIMS, OUTCOMES, SCALES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STATED: dict[str, Any] = {
    "status": "partial",
    "exceptions": ["Two documents are scanned pictures."],
    "method": "Examined by the publisher with axe and by keyboard.",
    "date": "2024-05",
    "feedback": "access@example.org",
    "enforcement": "The ombudsman decides where we do not agree.",
}


def page_of(root: Path, name: str, settings: dict[str, Any] | None = None) -> str:
    return (build(root, settings=settings).home.parent / name).read_text("utf-8")


class TestEvidence:
    def test_every_sign_of_other_pages_has_its_place(self, tmp_path: Path) -> None:
        page = PageReader(page_of(tmp_path, "evidence.html"))
        levels = {f"{scale}-{level}" for scale, (_, top) in SCALES.items() for level in range(1, top + 1)}
        kinds = {f"kind-{kind or 'unclassed'}" for kind in CLAIMS}
        assert levels | kinds | {"deduced"} | {f"level-{level}" for level in OUTCOMES} <= set(page.ids)
        assert len(page.ids) == len(set(page.ids))

    def test_tells_the_levels_as_the_vocabulary_does(self, tmp_path: Path) -> None:
        page = page_of(tmp_path, "evidence.html")
        assert re.search(r'id="nesta-2"><dt>2</dt><dd>Data\.</dd>', page)
        assert "Its levels go from 1 to 6; this catalogue does not describe them." in page

    def test_shows_figures_as_other_pages_do(self, tmp_path: Path) -> None:
        page = page_of(tmp_path, "evidence.html")
        example = page[page.index('<figure class="example"') : page.index("</figure>")]
        measured, intended = example.split('<div class="intended">')
        assert "<b>120</b>" in measured and "<b>100</b>" in intended and "<b>120</b>" not in intended
        assert 'href="evidence.html#nesta-2"' in measured
        assert '<span class="kind">Estimate</span>' in intended

    def test_the_examples_are_in_the_language_of_the_page(self, tmp_path: Path) -> None:
        settings = {"catalogue": {"language": "en", "languages": ["de"]}}
        page = page_of(tmp_path, "de/evidence.html", settings)
        example = page[page.index('<figure class="example"') : page.index("</figure>")]
        assert "lang=" not in example
        assert '<dd lang="en">Data.</dd>' in page


class TestAccessibility:
    def test_claims_nothing_when_nothing_was_stated(self, tmp_path: Path) -> None:
        page = page_of(tmp_path, "accessibility.html")
        main = page[page.index("<main") : page.index("</main>")]
        assert "No assessment has been stated for this site." in main
        assert "this site conforms" not in main and "What does not conform" not in main
        assert "How this is known" not in main and "If nobody answers" not in main
        assert 'href="mailto:office@example.org"' in main

    def test_says_so_when_there_is_no_address_either(self, tmp_path: Path) -> None:
        page = page_of(tmp_path, "accessibility.html", {"catalogue": {"title": "Bare"}})
        assert "No address for reports has been stated." in page

    def test_tells_all_that_was_stated(self, tmp_path: Path) -> None:
        page = page_of(tmp_path, "accessibility.html", {"site": {"accessibility": STATED}})
        for told in (
            "this site conforms partly",
            STATED["exceptions"][0],
            STATED["method"],
            "Date of the statement: May 2024",
            'href="mailto:access@example.org"',
            STATED["enforcement"],
        ):
            assert told in page
        assert "No assessment" not in page

    @pytest.mark.parametrize(
        ("status", "told"),
        [
            ("full", "conforms fully"),
            ("partial", "conforms partly"),
            ("none", "does not conform"),
            ("unknown", ""),
        ],
    )
    def test_the_status_is_the_one_that_was_stated(self, tmp_path: Path, status: str, told: str) -> None:
        page = page_of(tmp_path, "accessibility.html", {"site": {"accessibility": {"status": status}}})
        said = re.findall(r"this site (conforms fully|conforms partly|does not conform)", page)
        # In the description of the page for search engines too.
        assert said == ([told, told] if told else [])
        assert ("How the site was examined has not been stated." in page) == bool(told)

    @pytest.mark.parametrize("place", ["javascript:alert(1)", "Call the office", "//example.org/x"])
    def test_only_an_address_becomes_a_link(self, tmp_path: Path, place: str) -> None:
        page = page_of(tmp_path, "accessibility.html", {"site": {"accessibility": {"feedback": place}}})
        main = page[page.index("<main") : page.index("</main>")]
        assert place in main and "<a" not in main


def test_privacy_tells_whom_to_ask(tmp_path: Path) -> None:
    assert 'href="mailto:office@example.org"' in page_of(tmp_path, "privacy.html")
    assert "No address has been stated." in page_of(
        tmp_path, "privacy.html", {"catalogue": {"title": "Bare"}}
    )


class TestHome:
    def test_tells_one_story_of_each_practice(self, tmp_path: Path) -> None:
        records = documents()
        twice = dict(records["exchange"]["voucher-south"])
        records["exchange"]["voucher-again"] = twice
        page = (build(tmp_path, records).home).read_text("utf-8")
        stories = page[page.index('id="stories"') :]
        assert stories.count(">Innovation voucher: The North") == 1

    def test_offers_no_search_where_the_settings_say_so(self, tmp_path: Path) -> None:
        assert 'type="search"' in page_of(tmp_path, "index.html")
        assert 'type="search"' not in page_of(tmp_path, "index.html", {"site": {"search": False}})

    @pytest.mark.browser
    def test_is_light(self, browser: Browser, shipped_site: Path) -> None:
        """At most 120 KiB with style sheets, fonts and scripts."""
        page = browser.new_page()
        asked: set[str] = set()
        page.on("request", lambda request: asked.add(request.url))
        page.goto((shipped_site / "index.html").as_uri())
        page.evaluate("document.fonts.ready.then(() => 0)")
        page.close()
        files = [Path(unquote(urlsplit(url).path)) for url in asked if url.startswith("file:")]
        assert any(file.suffix == ".woff2" for file in files)
        assert sum(file.stat().st_size for file in files) <= 120 * 1024

    @pytest.mark.browser
    def test_the_search_box_leads_to_the_list(self, browser: Browser, shipped_site: Path) -> None:
        page = browser.new_page()
        page.goto((shipped_site / "index.html").as_uri())
        page.get_by_role("searchbox").fill("summer jobs")
        page.keyboard.press("Enter")
        page.wait_for_url("**/practices.html?q=summer*jobs")
        page.close()


@pytest.mark.browser
def test_the_languages_open_by_keyboard_and_lead_to_the_same_page(browser: Browser, tmp_path: Path) -> None:
    settings = {"catalogue": {"language": "en", "languages": ["de", "fr", "it", "es"]}}
    site = build(tmp_path, settings=settings).home.parent
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto((site / "regions/north.html").as_uri())
    choice = page.get_by_role("navigation", name="Languages")
    assert not choice.get_by_role("link", name="Deutsch").is_visible()
    choice.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    choice.get_by_role("link", name="Deutsch").click()
    page.wait_for_url("**/de/regions/north.html")
    assert page.evaluate("document.documentElement.lang") == "de"
    page.close()
