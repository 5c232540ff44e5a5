"""What RFC 4287 demands of an Atom feed, and what feed readers need besides: the rules of the well-known validators.

The numbers are the sections of the standard.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML_DIV = "{http://www.w3.org/1999/xhtml}div"

# 4.1.1, 4.1.2: children of a feed and of an entry, with the least and the greatest number of each.
_MANY = 1 << 30
_BOTH = {"author": (0, _MANY), "category": (0, _MANY), "contributor": (0, _MANY), "id": (1, 1), "link": (0, _MANY),
         "rights": (0, 1), "title": (1, 1), "updated": (1, 1)}  # fmt: skip
_FEED = {
    **_BOTH,
    "generator": (0, 1),
    "icon": (0, 1),
    "logo": (0, 1),
    "subtitle": (0, 1),
    "entry": (0, _MANY),
}
_ENTRY = {**_BOTH, "content": (0, 1), "published": (0, 1), "source": (0, 1), "summary": (0, 1)}
_PERSON = {"name": (1, 1), "uri": (0, 1), "email": (0, 1)}
_TEXTS = ("title", "subtitle", "summary", "rights")

_DATE = re.compile(
    r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
)
_MEDIA_TYPE = re.compile(r"[^\s/]+/[^\s/;]+(\s*;.*)?")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def faults(source: bytes) -> Iterator[str]:
    """What is wrong with a feed, in words; one that is no XML has one fault."""
    try:
        feed = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        yield f"no XML: {error}"
        return
    if feed.tag != f"{ATOM}feed":
        yield f"the first element is {feed.tag}, not an Atom feed"
        return
    own = next(
        (link.get("href", "") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"), ""
    )
    if urlsplit(own).scheme:
        yield from _relative(feed, "feed")
    yield from _children(feed, _FEED, "feed")
    yield from _common(feed, "feed")
    if not any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link")):
        yield "feed: no link to itself (4.1.1)"
    entries = feed.findall(f"{ATOM}entry")
    for name, count in Counter(entry.findtext(f"{ATOM}id") for entry in entries).items():
        if count > 1:
            yield f"{count} entries have the id {name} (4.1.1)"
    signed = feed.find(f"{ATOM}author") is not None
    for number, entry in enumerate(entries, 1):
        yield from _entry(entry, f"entry {number}", signed)
        if urlsplit(own).scheme:
            yield from _relative(entry, f"entry {number}")


def _relative(parent: Element, where: str) -> Iterator[str]:
    """Links that break when the feed is copied around. Where a feed does not know its own address it has no others."""
    for link in parent.findall(f"{ATOM}link"):
        if link.get("href") and not urlsplit(link.get("href", "")).scheme:
            yield f"{where}: a link that is not absolute: {link.get('href')}"


def _entry(entry: Element, where: str, signed: bool) -> Iterator[str]:
    yield from _children(entry, _ENTRY, where)
    yield from _common(entry, where)
    if not signed and entry.find(f"{ATOM}author") is None:
        yield f"{where}: no author, and the feed has none (4.1.2)"
    content = entry.find(f"{ATOM}content")
    alternate = any(link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{ATOM}link"))
    if content is None and not alternate:
        yield f"{where}: neither content nor a link to the page (4.1.2)"
    if content is not None and content.get("src") is not None and entry.find(f"{ATOM}summary") is None:
        yield f"{where}: content elsewhere and no summary (4.1.2)"
    if content is not None and content.get("src") is None:
        yield from _text(content, f"{where}: content")


def _common(parent: Element, where: str) -> Iterator[str]:
    """What holds for the children of feeds and of entries alike."""
    for name in _TEXTS:
        for text in parent.findall(f"{ATOM}{name}"):
            yield from _text(text, f"{where}: {name}")
    if (
        not (parent.findtext(f"{ATOM}title") or "").strip()
        and parent.find(f"{ATOM}title/{XHTML_DIV}") is None
    ):
        yield f"{where}: the title is empty"
    for name in ("updated", "published"):
        for date in parent.findall(f"{ATOM}{name}"):
            if not _DATE.fullmatch(date.text or ""):
                yield f"{where}: {name} is no date of RFC 3339: {date.text} (3.3)"
    identity = parent.findtext(f"{ATOM}id") or ""
    if not urlsplit(identity).scheme or re.search(r"\s", identity):
        yield f"{where}: the id is no absolute address: {identity} (4.2.6)"
    for name in ("author", "contributor"):
        for person in parent.findall(f"{ATOM}{name}"):
            yield from _children(person, _PERSON, f"{where}: {name}")
            if not (person.findtext(f"{ATOM}name") or "").strip():
                yield f"{where}: {name} without a name (3.2.1)"
    for category in parent.findall(f"{ATOM}category"):
        if not category.get("term"):
            yield f"{where}: a category without a term (4.2.2)"
    yield from _links(parent.findall(f"{ATOM}link"), where)


def _links(links: list[Element], where: str) -> Iterator[str]:
    seen: set[tuple[str | None, str | None]] = set()
    for link in links:
        address, media, language = link.get("href"), link.get("type"), link.get("hreflang")
        if not address:
            yield f"{where}: a link without an address (4.2.7.1)"
        if media is not None and not _MEDIA_TYPE.fullmatch(media):
            yield f"{where}: no media type: {media} (4.2.7.3)"
        if language is not None and not _LANGUAGE.fullmatch(language):
            yield f"{where}: no language: {language} (4.2.7.4)"
        if link.get("rel", "alternate") == "alternate":
            if (media, language) in seen:
                yield f"{where}: two links to the page with the same type and language (4.1.1, 4.1.2)"
            seen.add((media, language))


def _text(text: Element, where: str) -> Iterator[str]:
    kind, children = text.get("type", "text"), list(text)
    if kind == "xhtml":
        if [child.tag for child in children] != [XHTML_DIV]:
            yield f"{where}: XHTML that is not in one div (3.1.1.3)"
    elif kind not in ("text", "html"):
        if not text.tag.endswith("content") or not _MEDIA_TYPE.fullmatch(kind):
            yield f"{where}: unknown type {kind} (3.1.1)"
    elif children:
        yield f"{where}: elements inside a text (3.1.1.1)"


def _children(parent: Element, allowed: dict[str, tuple[int, int]], where: str) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(ATOM) for child in parent if child.tag.startswith(ATOM))
    for name in counts.keys() - allowed.keys():
        yield f"{where}: {name} does not belong here (4.1)"
    for name, (least, most) in allowed.items():
        if not least <= counts[name] <= most:
            yield f"{where}: {counts[name]} × {name} instead of {least if counts[name] < least else most} (4.1)"
