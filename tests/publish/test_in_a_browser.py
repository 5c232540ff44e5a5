"""The built site in a real browser, opened from disk: each page shows what it is for, and the style sheet takes effect."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (
    ("index.html", "Practices by theme"),
    ("practices.html", "Summer Entrepreneur"),
    ("practices/summer-entrepreneur.html", "What it is"),
    ("regions/veneto.html", "What it needs"),
    ("exchanges.html", "Who gave to whom"),
    ("programme.html", "Proven best"),
)

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize(("name", "words"), PAGES)
def test_a_page_shows_what_it_is_for(name: str, words: str, page: Page, shipped_site: Path) -> None:
    page.goto((shipped_site / name).as_uri())
    assert words in page.inner_text("main")


def test_the_style_sheet_is_applied(page: Page, shipped_site: Path) -> None:
    """The same page without its style sheet looks different: the reference is right and the page's own policy lets it in."""
    page.goto((shipped_site / "index.html").as_uri())
    styled = page.screenshot()
    page.route("**/*.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.reload()
    assert page.screenshot() != styled
