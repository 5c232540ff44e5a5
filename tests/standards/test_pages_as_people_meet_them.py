"""Every kind of page in a browser: WCAG 2.2 A and AA by axe, silence, narrow windows, no JavaScript, paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from visit import CROSSED, GLANCE, LOOKS, Visit, visit_all

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HIDDEN = """() => [...document.querySelectorAll("main :is(h1, h2, h3, p, li, td, dd)")]
  .filter(e => !e.closest("details:not([open]), [data-find][hidden]"))
  .filter(e => !e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map(e => e.outerHTML.slice(0, 120))"""
"""All but what unfolds, and what the search has to say: it needs JavaScript, and the list stands there without it."""


@pytest.fixture(scope="module")
def visits(browser: Browser, site: Path, kinds: list[str], largest: list[str]) -> dict[str, Visit]:
    """All kinds of pages; translations and the smallest of each kind at a glance."""
    others = [name for name in kinds if name not in largest]
    looks = [(largest[::2], LOOKS), (largest[1::2], CROSSED), (others, GLANCE)]
    return {
        page: seen for names, look in looks for page, seen in visit_all(browser, site, names, look).items()
    }


@pytest.fixture
def without_javascript(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_axe_finds_nothing(visits: dict[str, Visit], subtests: pytest.Subtests) -> None:
    nothing(subtests, {name: seen.violations for name, seen in visits.items()})


def test_the_console_stays_empty(visits: dict[str, Visit], subtests: pytest.Subtests) -> None:
    nothing(subtests, {name: seen.console for name, seen in visits.items()})


def test_nothing_is_asked_from_elsewhere(visits: dict[str, Visit], subtests: pytest.Subtests) -> None:
    nothing(subtests, {name: seen.requests for name, seen in visits.items()})


def test_a_narrow_window_scrolls_one_way(visits: dict[str, Visit], subtests: pytest.Subtests) -> None:
    nothing(subtests, {name: seen.too_wide for name, seen in visits.items()})


def nothing(subtests: pytest.Subtests, wrong: dict[str, list[str]]) -> None:
    """Nothing is wrong on any page, and there are pages."""
    assert wrong
    for page, told in wrong.items():
        with subtests.test(page):
            assert not told, "\n".join(f"{page}: {each}" for each in told)


def test_all_is_there_without_javascript(
    without_javascript: Page, site: Path, largest: list[str], subtests: pytest.Subtests
) -> None:
    for name in largest:
        with subtests.test(name):
            without_javascript.goto((site / name).as_uri())
            assert without_javascript.inner_text("main h1").strip()
            hidden = without_javascript.evaluate(HIDDEN)
            assert not hidden, f"{name}: {hidden}"


def test_a_practice_prints_on_two_pages(browser: Browser, site: Path, pages: list[str]) -> None:
    """The longest one, on A4."""
    practices = [site / page for page in pages if Path(page).parent.as_posix() == "practices"]
    longest = max(practices, key=lambda path: path.stat().st_size)
    assert sheets(browser, longest) <= 2, longest.name


def test_sheets_are_counted(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "three.html"
    page.write_text("<!doctype html><style>p + p { break-before: page }</style><p>1<p>2<p>3")
    assert sheets(browser, page) == 3


def sheets(browser: Browser, page: Path) -> int:
    """How many sheets of A4 a page fills when it is printed."""
    opened = browser.new_page()
    opened.goto(page.as_uri())
    pdf = opened.pdf(format="A4", prefer_css_page_size=True)
    opened.close()
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
