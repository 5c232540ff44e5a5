"""Feeds in Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from miniexchange.catalogue.dates import date_span
from miniexchange.interchange.escaping import iri, xml_attribute, xml_text
from miniexchange.interchange.publication import Publication
from miniexchange.text.markdown import neutral

MEDIA_TYPE = "application/atom+xml"
_NO_DAY = "1970-01-01"


class Entry(NamedTuple):
    """One entry of a feed: a page of the site at `path`, and since when it is as it is.

    `updated` and `published` are partial dates, `categories` pairs of a term's id and its label, `language` the tag of
    a language other than the feed's.
    """

    path: str
    title: str
    updated: str
    published: str = ""
    summary: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    language: str = ""


def feed(
    publication: Publication,
    path: str,
    title: str,
    entries: Iterable[Entry],
    *,
    page: str = "",
    subtitle: str = "",
) -> str:
    """The feed at `path`, entries in the order given; `page` is the page that says the same to people.

    A partial date counts as its first day. The feed was updated when its newest entry was; an empty one when the
    publication was modified. An identifier does not depend on texts of the entry (see `publication.py`). Texts are
    plain: control characters are left out and marks that turn the direction of writing are shown by number.
    """
    listed = list(entries)
    days = [day(entry.updated) for entry in listed]
    updated = max(days, default=day(publication.modified or publication.issued))
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={xml_attribute(publication.language)}>',
        f"<id>{xml_text(iri(publication.lasting(path)))}</id>",
        f"<title>{_text(title)}</title>",
        *([f"<subtitle>{_text(subtitle)}</subtitle>"] if subtitle else []),
        f"<updated>{updated}T00:00:00Z</updated>",
        f"<author>{_author(publication)}</author>",
        f"<rights>{xml_text(publication.licence)}: {xml_text(publication.licence_page)}</rights>",
        f'<link rel="self" type="{MEDIA_TYPE}" href={_href(publication, path, path)}/>',
        f'<link rel="license" href={xml_attribute(publication.licence_page)}/>',
        f'<link rel="alternate" type="text/html" href={_href(publication, page or publication.landing_page, path)}/>',
    ]
    lines += (_entry(entry, publication, path, on) for entry, on in zip(listed, days, strict=True))
    return "\n".join([*lines, "</feed>", ""])


def day(partial: str) -> str:
    """The first day that a partial date may mean; 1970-01-01 where none is known."""
    return date_span(partial)[0].isoformat() if partial else _NO_DAY


def _entry(entry: Entry, publication: Publication, path: str, updated: str) -> str:
    published = f"<published>{day(entry.published)}T00:00:00Z</published>\n" if entry.published else ""
    summary = f'<summary type="text">{_text(entry.summary)}</summary>\n' if entry.summary else ""
    categories = "".join(
        f"<category term={xml_attribute(term)} label={xml_attribute(neutral(label))}/>\n"
        for term, label in entry.categories
    )
    language = f" xml:lang={xml_attribute(entry.language)}" if entry.language else ""
    return (
        f"<entry{language}>\n<id>{xml_text(iri(publication.lasting(entry.path)))}</id>\n"
        f"<title>{_text(entry.title)}</title>\n<updated>{updated}T00:00:00Z</updated>\n{published}"
        f'<link rel="alternate" type="text/html" href={_href(publication, entry.path, path)}/>\n'
        f"{categories}{summary}</entry>"
    )


def _author(publication: Publication) -> str:
    parts = [f"<name>{_text(publication.publisher_name)}</name>"]
    if publication.publisher_url:
        parts.append(f"<uri>{xml_text(iri(publication.publisher_url))}</uri>")
    if publication.contact:
        parts.append(f"<email>{xml_text(publication.contact)}</email>")
    return "".join(parts)


def _href(publication: Publication, path: str, start: str) -> str:
    return xml_attribute(iri(publication.address(path, start)))


def _text(text: str) -> str:
    return xml_text(neutral(text))
