"""What a visitor on a slow line has to load: the style sheet, the first page with its fonts, the largest practice."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

STYLE = 14_336
HOME = 120 * 1024
PRACTICE = 40 * 1024
LOADED = re.compile(r'<(?:link[^>]* rel="stylesheet"|script|img)[^>]* (?:href|src)="([^"]+)"')
"""What a page loads by itself. Icons and feeds are links too, and are not."""
IN_STYLE = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


def test_the_style_sheet_fits_in_the_first_packets(site: Path) -> None:
    assert (site / "style.css").stat().st_size <= STYLE


def test_home_with_style_sheets_scripts_and_all_latin_fonts(site: Path) -> None:
    """A browser takes those files of a font that hold letters of the page; a page in Latin letters may need two of each."""
    loaded = {name for name in all_loaded(site, "index.html") if not name.endswith(OTHER_LETTERS)}
    assert any(name.endswith(".woff2") for name in loaded)
    assert weight(site, loaded) <= HOME, told(site, loaded)


def test_the_largest_practice_with_its_style_sheets(site: Path, pages: list[str]) -> None:
    practices = [page for page in pages if "practices/" in page and "/page/" not in page]
    assert practices
    largest = max(practices, key=lambda page: (site / page).stat().st_size)
    loaded = {name for name in all_loaded(site, largest) if name.endswith((".html", ".css"))}
    assert len(loaded) > 1
    assert weight(site, loaded) <= PRACTICE, told(site, loaded)
