"""The site that is judged, and the pages that stand for all of its kinds."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")
"""The name of a folder that holds the whole site once more, in another language."""


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Path:
    """The built site: of the catalogue that ships, or the folder that MINI_SITE names."""
    if folder := os.environ.get("MINI_SITE"):
        assert (Path(folder) / "index.html").is_file(), f"MINI_SITE: there is no site in {folder}"
        return Path(folder).resolve()
    return request.getfixturevalue("shipped_site")  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """All pages of the site, by their name below it."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.fixture(scope="session")
def kinds(site: Path, pages: list[str]) -> list[str]:
    """One or two pages of every kind, so that a new kind is looked at without a change here."""
    return representatives(site, pages)


def representatives(site: Path, pages: list[str]) -> list[str]:
    """The smallest and the largest page of each kind; of a kind in another language the largest alone.

    Pages of one kind share their folder. At the top of a language each page is a kind of its own, a number in its
    name aside.
    """
    groups: dict[str, list[str]] = {}
    for page in pages:
        folder, _, name = page.rpartition("/")
        at_the_top = not folder or LANGUAGE.fullmatch(folder)
        kind = re.sub(r"\d+", "0", name) if at_the_top and name != "404.html" else ""
        groups.setdefault(f"{folder}/{kind}", []).append(page)
    chosen: set[str] = set()
    for group, alike in groups.items():
        alike.sort(key=lambda page: ((site / page).stat().st_size, page))
        chosen.add(alike[-1])
        if not LANGUAGE.fullmatch(group.partition("/")[0]):
            chosen.add(alike[0])
    return sorted(chosen)
