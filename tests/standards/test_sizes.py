"""What a visitor on a slow line has to load: the style sheet, the first page with its fonts, the largest practice."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

STYLE_SHEET = 12 * 1024
"""It fits into what a server sends before it waits for the first answer."""
HOME = 120 * 1024
PRACTICE = 40 * 1024


def test_the_style_sheet(site: Path) -> None:
    assert (site / "style.css").stat().st_size <= STYLE_SHEET


@pytest.mark.browser
def test_home_with_all_that_it_loads(browser: Browser, site: Path, pages: list[str]) -> None:
    homes = [page for page in pages if page == "index.html" or page.endswith("/index.html")]
    for home in homes:
        loaded = loaded_with(browser, site / home)
        assert {path.suffix for path in loaded} >= {".html", ".css", ".js", ".woff2"}
        sizes = {path.name: path.stat().st_size for path in loaded}
        assert sum(sizes.values()) <= HOME, f"{home}: {sizes}"


@pytest.mark.browser
def test_the_largest_practice_with_its_style_sheets(browser: Browser, site: Path, pages: list[str]) -> None:
    practices = [
        site / page for page in pages if Path(page).parent.name == "practices"
    ]  # and no list of them
    largest = max(practices, key=lambda path: path.stat().st_size)
    loaded = [path for path in loaded_with(browser, largest) if path.suffix in (".html", ".css")]
    assert len(loaded) > 1
    sizes = {path.name: path.stat().st_size for path in loaded}
    assert sum(sizes.values()) <= PRACTICE, f"{largest}: {sizes}"


def loaded_with(browser: Browser, page: Path) -> set[Path]:
    """The files that a browser fetches to show a page, itself among them."""
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: set[str] = set()
    opened.on("request", lambda request: asked.add(request.url))
    opened.goto(page.as_uri())
    opened.evaluate("document.fonts.ready.then(() => null)")
    opened.close()
    return {Path(unquote(urlsplit(url).path)) for url in asked if url.startswith("file:")}
