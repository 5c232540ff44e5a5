"""Sitemaps and robots.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from urllib.parse import unquote
from urllib.robotparser import RobotFileParser

import pytest
from published import BARE, PUBLISHED

from miniexchange.interchange import sitemap
from miniexchange.interchange.sitemap import Page, robots, sitemaps

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
BASE = "https://example.org/a%20catalogue/été/"


def locations(text: str) -> list[str | None]:
    return [loc.text for loc in ET.fromstring(text.encode()).iterfind(".//s:loc", NAMES)]


def test_pages_with_their_languages() -> None:
    pages = [
        Page(
            "index.html",
            "2024-05-02",
            (("en", "index.html"), ("de", "de/index.html"), ("x-default", "index.html")),
        )
    ]
    (text,) = sitemaps(PUBLISHED, pages).values()
    (url,) = ET.fromstring(text.encode()).iterfind("s:url", NAMES)
    assert [child.tag.rpartition("}")[2] for child in url] == ["loc", "lastmod", "link", "link", "link"]
    assert url.findtext("s:loc", "", NAMES) == BASE + "index.html"
    assert url.findtext("s:lastmod", "", NAMES) == "2024-05-02"
    assert [
        (link.get("rel"), link.get("hreflang"), link.get("href")) for link in url.iterfind("x:link", NAMES)
    ] == [
        ("alternate", "en", BASE + "index.html"),
        ("alternate", "de", BASE + "de/index.html"),
        ("alternate", "x-default", BASE + "index.html"),
    ]


def test_addresses_are_escaped() -> None:
    (text,) = sitemaps(PUBLISHED, [Page("a&b<c>'\"\x00.html")]).values()
    assert locations(text) == [BASE + "a&b%3Cc%3E'%22%00.html"]


def test_many_pages_need_an_index() -> None:
    files = sitemaps(PUBLISHED, [Page(f"{n}.html") for n in range(5)], most=2)
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    assert ET.fromstring(files["sitemap.xml"].encode()).tag.endswith("}sitemapindex")
    assert locations(files["sitemap.xml"]) == [f"{BASE}sitemap-{n}.xml" for n in (1, 2, 3)]
    assert [len(locations(files[f"sitemap-{n}.xml"])) for n in (1, 2, 3)] == [2, 2, 1]
    assert list(sitemaps(PUBLISHED, [Page("a.html"), Page("b.html")], most=2)) == ["sitemap.xml"]


def test_a_file_does_not_grow_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST_BYTES", 400)
    files = sitemaps(PUBLISHED, [Page(f"{n}.html") for n in range(12)])
    assert len(files) > 2
    assert all(len(text.encode()) < 700 for name, text in files.items() if name != "sitemap.xml")
    assert sum(len(locations(text)) for name, text in files.items() if name != "sitemap.xml") == 12


def test_the_limit_of_the_protocol() -> None:
    pages = [Page("x")] * 50_001
    assert len(sitemaps(PUBLISHED, pages)) == 3
    assert len(sitemaps(PUBLISHED, pages[1:])) == 1


def test_without_an_address_there_is_none() -> None:
    assert sitemaps(BARE, [Page("index.html")]) == {}
    assert "Sitemap" not in robots(BARE)


def test_robots() -> None:
    reader = RobotFileParser()
    reader.parse(robots(PUBLISHED).splitlines())
    assert reader.can_fetch("AnyBot", "/practices/a.html")
    assert reader.site_maps() == [unquote(BASE) + "sitemap.xml"]
