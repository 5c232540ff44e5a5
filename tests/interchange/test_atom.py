"""Feeds: valid by RFC 4287, read by feedparser, whatever the texts."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

import feedparser
import pytest
from hypothesis import given
from published import BARE, HOSTILE, PUBLISHED, TEXT

from miniexchange.interchange.atom import Entry, day, feed
from miniexchange.text.markdown import neutral

ATOM = "{http://www.w3.org/2005/Atom}"
ENTRIES = (
    Entry(
        "practices/a.html", "A practice", "2024-03", "2009", "It works.", (("finance", "Money & more"),), "sv"
    ),
    Entry("practices/b.html", "Another", "2024-05-01"),
)


def valid(text: str) -> ET.Element:
    """The feed's root, after a look at what RFC 4287 demands (sections 4.1 and 4.2)."""
    root = ET.fromstring(text.encode())
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1
        said = element.findtext(f"{ATOM}id") or ""
        assert urlsplit(said).scheme in ("https", "urn"), "an id is absolute"
        assert len(element.findall(f"{ATOM}link[@rel='alternate']")) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    assert len(root.findall(f"{ATOM}link[@rel='self']")) == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    return root


def test_a_feed_as_readers_show_it() -> None:
    text = feed(PUBLISHED, "feeds/all.xml", "News", ENTRIES, page="practices.html", subtitle="All practices")
    valid(text)
    read = feedparser.parse(text.encode())
    assert not read.bozo and read.version == "atom10"
    base = "https://example.org/a%20catalogue/été/"
    shown = read.feed
    assert (shown.id, shown.title, shown.subtitle, shown.updated) == (
        base + "feeds/all.xml", "News", "All practices", "2024-05-01T00:00:00Z",
    )  # fmt: skip
    assert shown.author_detail == {
        "name": "County of the North", "href": "https://example.org/county", "email": "office@example.org",
    }  # fmt: skip
    assert {link.rel: link.href for link in shown.links} == {
        "self": base + "feeds/all.xml",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "alternate": base + "practices.html",
    }
    first, second = read.entries
    assert (first.title, first.summary, first.updated, first.published) == (
        "A practice", "It works.", "2024-03-01T00:00:00Z", "2009-01-01T00:00:00Z",
    )  # fmt: skip
    assert first.title_detail.language == "sv" and second.title_detail.language == "en"
    assert first.link == base + "practices/a.html"
    assert [(tag.term, tag.label) for tag in first.tags] == [("finance", "Money & more")]


def test_without_an_address() -> None:
    root = valid(feed(BARE, "feeds/all.xml", "News", ENTRIES))
    assert root.findtext(f"{ATOM}id") == BARE.urn("feeds/all.xml")
    hrefs = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert hrefs["self"] == "../feeds/all.xml" and hrefs["alternate"] == "../index.html"
    assert root.find(f"{ATOM}entry/{ATOM}link").get("href") == "../practices/a.html"  # type: ignore[union-attr]


def test_an_empty_feed_is_as_old_as_the_catalogue() -> None:
    assert valid(feed(PUBLISHED, "f.xml", "News", [])).findtext(f"{ATOM}updated") == "2024-05-02T00:00:00Z"
    assert valid(feed(BARE, "f.xml", "News", [])).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("partial", "first"), [("2009", "2009-01-01"), ("2009-02", "2009-02-01"), ("2009-02-28",) * 2]
)
def test_a_partial_date_is_its_first_day(partial: str, first: str) -> None:
    assert day(partial) == first


@given(TEXT, TEXT, TEXT)
def test_texts_come_back(title: str, summary: str, label: str) -> None:
    entry = Entry("practices/a.html", title, "2024", summary=summary, categories=(("finance", label),))
    root = valid(feed(PUBLISHED, "f.xml", title, [entry], subtitle=summary))

    def shown(text: str) -> str:
        return neutral(text).replace("\ufffe", "").replace("\uffff", "")

    found = root.find(f"{ATOM}entry")
    assert found is not None
    assert root.findtext(f"{ATOM}title") == found.findtext(f"{ATOM}title") == shown(title)
    assert (found.findtext(f"{ATOM}summary") or "") == shown(summary)
    assert found.find(f"{ATOM}category").get("label") == shown(label)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", HOSTILE)
def test_feedparser_reads_hostile_texts(text: str) -> None:
    read = feedparser.parse(
        feed(PUBLISHED, "f.xml", text, [Entry("a.html", text, "2024", summary=text)]).encode()
    )
    assert not read.bozo and len(read.entries) == 1
