"""Feeds by feedparser and by the rules of RFC 4287, the sitemap by those of its protocol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import atom
import feedparser
import pytest

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"
ORDER = ("loc", "lastmod", "changefreq", "priority")
MOST_ADDRESSES, MOST_BYTES = 50_000, 50 * 1024 * 1024
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")

GOOD = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>t</title><id>https://example.org/</id><updated>2024-05-06T00:00:00Z</updated><author><name>n</name></author>
<link rel="self" href="https://example.org/feed.xml"/><link href="https://example.org/"/>
<entry><title>e</title><id>https://example.org/e</id><updated>2024-05-06T00:00:00Z</updated>
<link href="https://example.org/e" type="text/html"/><category term="a"/><summary>s</summary></entry>
</feed>"""
SITE_OF_ONE = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://example.org/a.html</loc><lastmod>2024-05</lastmod>
<xhtml:link rel="alternate" hreflang="de" href="https://example.org/de/a.html"/></url></urlset>"""


def test_every_feed(site: Path, subtests: pytest.Subtests) -> None:
    feeds = [
        path for path in sorted(site.rglob("*.xml")) if b"http://www.w3.org/2005/Atom" in path.read_bytes()
    ]
    assert feeds
    for path in feeds:
        source = path.read_bytes()
        parsed = feedparser.parse(source)
        wrong = [*atom.faults(source), *([f"feedparser: {parsed.bozo_exception}"] if parsed.bozo else [])]
        if wrong:
            name = path.relative_to(site).as_posix()
            with subtests.test(name):
                pytest.fail("\n".join(f"{name}: {each}" for each in wrong))


def test_the_sitemap(site: Path) -> None:
    """There is one where the catalogue says where it is published; all it names is there."""
    if not (path := site / "sitemap.xml").exists():
        pytest.skip("this site has no sitemap: its catalogue does not say where it is published")
    source = path.read_bytes()
    assert list(sitemap_faults(source)) == []
    addresses = [loc.text or "" for loc in ElementTree.fromstring(source).iter(f"{SITEMAP}loc")]
    base = min(addresses, key=len).rpartition("/")[0] + "/"
    names = [unquote(address.removeprefix(base)) for address in addresses]
    assert [name for name in names if not (site / (name or "index.html")).is_file()] == []


def test_a_good_feed_is_accepted() -> None:
    assert list(atom.faults(GOOD.encode())) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("</feed>", "", "no XML"),
        ("<title>t</title>", "", "feed: 0 × title instead of 1"),
        ("<title>t</title>", "<title> </title>", "feed: the title is empty"),
        ("<title>t</title>", "<title>t</title><title>u</title>", "feed: 2 × title instead of 1"),
        ("<title>e</title>", "<title>a<b/></title>", "entry 1: title: elements inside a text"),
        ("<title>e</title>", '<title type="text/html">a</title>', "entry 1: title: unknown type"),
        ("<summary>s", '<summary type="xhtml">s', "entry 1: summary: XHTML that is not in one div"),
        ("<id>https://example.org/e</id>", "<id>e</id>", "entry 1: the id is no absolute address"),
        ("<updated>2024-05-06T00:00:00Z", "<updated>2024-05-06", "feed: updated is no date of RFC 3339"),
        ("<author><name>n</name></author>", "", "entry 1: no author"),
        ("<name>n</name>", "<name/>", "feed: author without a name"),
        ('rel="self"', 'rel="via"', "feed: no link to itself"),
        ('href="https://example.org/e"', 'href="e"', "entry 1: a link that is not absolute"),
        ('type="text/html"', 'type="html"', "entry 1: no media type"),
        ('type="text/html"', 'hreflang="d e"', "entry 1: no language"),
        ('term="a"', 'term=""', "entry 1: a category without a term"),
        ('<link href="https://example.org/e" type="text/html"/>', "", "entry 1: neither content nor a link"),
        ("<summary>s</summary>", '<content src="https://example.org/e"/>', "entry 1: content elsewhere"),
        ("<summary>s</summary>", "<subtitle>s</subtitle>", "entry 1: subtitle does not belong here"),
        ("<category", '<link href="https://example.org/f" type="text/html"/><category', "entry 1: two links"),
        ("</feed>", "<entry><id>https://example.org/e</id></entry></feed>", "2 entries have the id"),
    ],
)
def test_what_is_wrong_with_a_feed_is_found(old: str, new: str, told: str) -> None:
    assert old in GOOD
    assert any(fault.startswith(told) for fault in atom.faults(GOOD.replace(old, new, 1).encode()))


def test_a_good_sitemap_is_accepted() -> None:
    assert list(sitemap_faults(SITE_OF_ONE.encode())) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("https://example.org/a.html", "a.html", "not absolute"),
        ("2024-05", "May 2024", "no date"),
        ("<lastmod>", "<changefreq>daily</changefreq><lastmod>", "out of order"),
        ("<loc>https://example.org/a.html</loc>", "", "0 × loc"),
        ('hreflang="de"', "", "a link to another language"),
        ("</urlset>", "<url><loc>https://example.org/a.html</loc></url></urlset>", "twice"),
        ("</urlset>", "<url><loc>https://example.com/</loc></url></urlset>", "several hosts"),
    ],
)
def test_what_is_wrong_with_a_sitemap_is_found(old: str, new: str, told: str) -> None:
    assert old in SITE_OF_ONE
    assert any(told in fault for fault in sitemap_faults(SITE_OF_ONE.replace(old, new, 1).encode()))


def sitemap_faults(source: bytes) -> Iterator[str]:
    """What the protocol of sitemaps.org forbids, and links to translations that search engines would not follow."""
    root = ElementTree.fromstring(source)
    if root.tag != f"{SITEMAP}urlset":
        yield f"the first element is {root.tag}"
    if len(source) > MOST_BYTES or len(root) > MOST_ADDRESSES:
        yield f"too large: {len(source)} bytes, {len(root)} addresses"
    seen: set[str] = set()
    for url in root:
        parts = [child.tag.removeprefix(SITEMAP) for child in url if child.tag != XHTML_LINK]
        if parts != sorted(set(parts), key=lambda part: ORDER.index(part) if part in ORDER else -1):
            yield f"{parts}: unknown, twice or out of order"
        if parts.count("loc") != 1:
            yield f"{parts.count('loc')} × loc instead of 1"
        address = url.findtext(f"{SITEMAP}loc") or ""
        if not urlsplit(address).netloc:
            yield f"{address} is not absolute"
        if address in seen:
            yield f"{address} stands twice"
        seen.add(address)
        if not DATE.fullmatch(url.findtext(f"{SITEMAP}lastmod", "2000")):
            yield f"{url.findtext(f'{SITEMAP}lastmod')} is no date"
        for link in url.findall(XHTML_LINK):
            if not (link.get("hreflang") and urlsplit(link.get("href", "")).netloc):
                yield f"{address}: a link to another language without the language or its address"
    if len({urlsplit(address).netloc for address in seen}) > 1:
        yield "addresses of several hosts"
