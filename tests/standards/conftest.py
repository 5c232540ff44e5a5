"""The site that is judged, and the pages that stand for all of its kinds."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest


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
    """A few pages of every kind, so that a new kind is looked at without a change here."""
    return representatives(site, pages)


@pytest.fixture(scope="session")
def untranslated(site: Path, pages: list[str]) -> list[str]:
    """All pages in the language of the catalogue."""
    return [page for page in pages if not translated_to(site, page)]


@pytest.fixture(scope="session")
def largest(site: Path, kinds: list[str], untranslated: list[str]) -> list[str]:
    """Of those the largest of each kind, in the language of the catalogue."""
    own = sorted(set(kinds) & set(untranslated), key=lambda page: ((site / page).stat().st_size, page))
    return sorted({kind_of(page): page for page in own}.values())


def representatives(site: Path, pages: list[str]) -> list[str]:
    """The smallest and the largest page of each kind, and the largest in another language: one kind in one, the next in
    the next, so that each language and each kind in some translation is looked at.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for page in sorted(pages, key=lambda page: ((site / page).stat().st_size, page)):
        language = translated_to(site, page)
        kind = kind_of(page.removeprefix(f"{language}/"))
        groups.setdefault(kind, {}).setdefault(language, []).append(page)
    languages = sorted({language for kind in groups.values() for language in kind if language})
    chosen: set[str] = set()
    for number, kind in enumerate(sorted(groups)):
        own = groups[kind].get("", [])
        chosen.update(own[:1] + own[-1:])
        if languages:
            chosen.update(groups[kind].get(languages[number % len(languages)], [])[-1:])
    return sorted(chosen)


def kind_of(page: str) -> str:
    """Pages of one kind share their folder. At the top each page is a kind of its own, a number in its name aside."""
    folder, _, name = page.rpartition("/")
    return folder or re.sub(r"\d+", "0", name)


def translated_to(site: Path, page: str) -> str:
    """The folder of a page that belongs to the site in another language; empty for the others."""
    folder, below, _ = page.partition("/")
    return folder if below and (site / folder / "index.html").is_file() else ""
