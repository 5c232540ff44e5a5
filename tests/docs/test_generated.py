"""Pages that are generated are current, and the data dictionary leaves no field out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from miniexchange.catalogue.dictionary import dictionary
from miniexchange.catalogue.kinds import KINDS
from miniexchange.catalogue.schema import SETTINGS_KIND, field_names, load
from miniexchange.diagnostic.page import page as diagnostics

DOCS = Path(__file__).parents[2] / "docs"


class Section(NamedTuple):
    """A part of the page: the sentence under its heading, and its rows: field → what it holds."""

    about: str
    rows: dict[str, str]


Sections = dict[str, Section]


@pytest.mark.parametrize(
    ("name", "generate"),
    [("data-dictionary.md", dictionary), ("diagnostics.md", diagnostics)],
    ids=["data-dictionary", "diagnostics"],
)
def test_page_is_current(name: str, generate: Callable[[], str]) -> None:
    on_disk = (DOCS / name).read_bytes().decode("utf-8")
    assert on_disk == generate(), f"docs/{name} is out of date: run `make docs`"


@pytest.fixture(scope="module")
def sections() -> Sections:
    """The page by anchor."""
    found: Sections = {}
    for part in re.split(r"^#{2,3} ", dictionary(), flags=re.M)[1:]:
        heading, _, body = part.partition("\n")
        anchor = heading.lower().replace(" ", "-")
        assert anchor not in found, f"two sections are called {heading}"
        rows = re.findall(r"^\| `([^`]+)` \| (.*?) \|", body, flags=re.M)
        found[anchor] = Section(body.partition("|")[0], dict(rows))
    return found


@pytest.mark.parametrize("kind", [*KINDS, SETTINGS_KIND])
def test_every_field_is_told(kind: str, sections: Sections) -> None:
    anchor = load(kind)["title"].lower().replace(" ", "-")
    names = field_names(kind)
    assert len(names) > 5
    assert not [name for name in names if not _told(name, anchor, sections)]


def _told(name: str, anchor: str, sections: Sections) -> bool:
    """A field has a row, or its row is in the section that the row of a field above it links to."""
    section = sections[anchor]
    if name in section.rows:
        return True
    steps = name.split(".")
    for length in range(len(steps) - 1, -1, -1):
        owner, rest = ".".join(steps[:length]), ".".join(steps[length:])
        holds = section.rows.get(owner, "") if owner else section.about
        links = re.findall(r"\(#([a-z-]+)\)", holds)
        if any(_told(rest, link, sections) for link in links if link != anchor):
            return True
    return False


def test_links_lead_somewhere(sections: Sections) -> None:
    links = set(re.findall(r"\]\(([^)]+)\)", dictionary()))
    broken = [
        link
        for link in links
        if (link[1:] not in sections if link.startswith("#") else not (DOCS / link).exists())
    ]
    assert links
    assert not broken
