"""Sitemaps (sitemaps.org 0.9) and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from miniexchange.interchange.escaping import iri, xml_attribute, xml_text
from miniexchange.interchange.publication import Publication

MOST_PAGES = 50_000
"""How many addresses the protocol allows in one file."""
MOST_BYTES = 50_000_000
"""How long a file may be; the protocol says 52,428,800 bytes."""

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Page(NamedTuple):
    """One page: its path, the day of its last change if that is known, and its other languages (tag and path).

    `alternates` names the page itself too, as the rules of `hreflang` want it.
    """

    path: str
    modified: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


def sitemaps(publication: Publication, pages: Iterable[Page], *, most: int = MOST_PAGES) -> dict[str, str]:
    """File name → content: `sitemap.xml`; of more than `most` pages an index of `sitemap-1.xml` and so on.

    A sitemap holds absolute addresses only, so without a `base_url` there is none.
    """
    if not publication.base_url:
        return {}
    parts = list(_parts((_url(publication, page) for page in pages), most))
    if len(parts) <= 1:
        return {"sitemap.xml": parts[0] if parts else _urlset([])}
    named = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    listed = "".join(f"<sitemap><loc>{_location(publication, name)}</loc></sitemap>\n" for name in named)
    return {"sitemap.xml": f"{_DECLARATION}<sitemapindex {_NAMESPACE}>\n{listed}</sitemapindex>\n"} | named


def robots(publication: Publication) -> str:
    """Everybody may read everything; names the sitemap. Robots look for it at the root of a host only."""
    sitemap = f"\nSitemap: {iri(publication.url('sitemap.xml'))}\n" if publication.base_url else ""
    return f"User-agent: *\nDisallow:\n{sitemap}"


def _parts(urls: Iterable[str], most: int) -> Iterator[str]:
    part: list[str] = []
    size = 0
    for url in urls:
        length = len(url.encode())
        if part and (len(part) == most or size + length > MOST_BYTES):
            yield _urlset(part)
            part, size = [], 0
        part.append(url)
        size += length
    if part:
        yield _urlset(part)


def _urlset(urls: list[str]) -> str:
    return f'{_DECLARATION}<urlset {_NAMESPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(urls)}</urlset>\n'


def _url(publication: Publication, page: Page) -> str:
    modified = f"<lastmod>{xml_text(page.modified)}</lastmod>" if page.modified else ""
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang={xml_attribute(tag)} href={xml_attribute(iri(publication.url(path)))}/>'
        for tag, path in page.alternates
    )
    return f"<url><loc>{_location(publication, page.path)}</loc>{modified}{alternates}</url>\n"


def _location(publication: Publication, path: str) -> str:
    return xml_text(iri(publication.url(path)))
