"""The inspection of one HTML page: its frame, its outline, its pictures, its links, and what it would run or ask for."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from miniexchange.publish.inspection.findings import Findings
from miniexchange.publish.inspection.links import Links
from miniexchange.publish.inspection.spoken import is_named, is_passed_over, is_spoken

Element = Any
"""An element of lxml, which has no types."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINKS = frozenset(
    {"href", "xlink:href", "src", "srcset", "imagesrcset", "poster", "data", "action", "formaction"}
)
_LISTS = frozenset({"srcset", "imagesrcset"})
_REFERENCES = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"})
_LINKING_TAGS = frozenset({"a", "area"})
_LOADING_RELATIONS = frozenset(
    [
        "stylesheet",
        "icon",
        "apple-touch-icon",
        "mask-icon",
        "preload",
        "modulepreload",
        "prefetch",
        "preconnect",
        "dns-prefetch",
        "manifest",
    ]
)
_DATA_TYPES = frozenset({"application/ld+json", "application/json"})
_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)")
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*url\s*=\s*[\"']?([^\"']+)", re.IGNORECASE)
_INLINE = "put it into a file of its own: the page's policy does not let it run"
_REFERRED = "give that id to what it means, or take the reference away"


def inspect_page(file: str, content: bytes, links: Links, findings: Findings) -> None:
    """Notes the faults of one page. Links are handed to `links`, which knows the rest of the site."""
    page = _Page(file, links, findings)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        page.note(0, "the page is not in UTF-8", "save its template in UTF-8")
    page.read(content)


def parsed(content: bytes) -> Element | None:
    """The root of an HTML document or fragment; None where there is nothing in it."""
    from lxml import etree

    return etree.HTML(content, _parser()) if content.strip() else None


@cache
def _parser() -> Any:
    from lxml import etree

    return etree.HTMLParser(encoding="utf-8", huge_tree=True)


class _Page:
    def __init__(self, file: str, links: Links, findings: Findings) -> None:
        self._file = file
        self._links = links
        self._findings = findings
        self._ids: set[str] = set()
        self._references: list[tuple[int, str]] = []
        self._level = 1
        self._main_headings = 0

    def note(self, line: int, what: str, remedy: str) -> None:
        self._findings.note(self._file, line, what, remedy)

    def read(self, content: bytes) -> None:
        from lxml import etree

        root = parsed(content)
        if root is None:
            self.note(0, "the page is empty", "mend its template")
            return
        self._frame(root)
        for element in root.iter(etree.Element):
            attributes = element.items()
            if attributes:
                self._attributes(element, attributes)
            check = _CHECKS.get(element.tag)
            if check:
                check(self, element)
        for line, name in self._references:
            if name not in self._ids:
                self.note(line, f"the id “{name}” is referred to, and nothing on the page has it", _REFERRED)
        if self._main_headings != 1:
            count = "no main heading" if not self._main_headings else f"{self._main_headings} main headings"
            self.note(0, f"the page has {count} (h1)", "give it exactly one")
        self._links.has_ids(self._file, frozenset(self._ids))

    def _frame(self, root: Element) -> None:
        if not (root.get("lang") or "").strip():
            self.note(
                root.sourceline or 0, "the page does not say its language", 'write it: <html lang="en">'
            )
        title = root.find("head/title")
        if title is None or not "".join(title.itertext()).strip():
            self.note(0, "the page has no title", "fill the <title> in its head")

    def _attributes(self, element: Element, attributes: list[tuple[str, str]]) -> None:
        for name, value in attributes:
            if name == "id":
                self._id(element, value)
            elif name in _LINKS:
                self._link(element, name, value)
            elif name == "style":
                self.note(element.sourceline, "a style stands in an attribute of the page", _INLINE)
            elif name in _REFERENCES:
                self._references += [(element.sourceline, word) for word in value.split()]
            elif name == "name" and element.tag == "a":
                self._ids.add(value)
            elif name[:2] == "on":
                self.note(element.sourceline, f"a script stands in the attribute {name}", _INLINE)

    def _id(self, element: Element, value: str) -> None:
        if value in self._ids:
            self.note(element.sourceline, f"the id “{value}” stands on its page twice", "give every id once")
        self._ids.add(value)

    def _link(self, element: Element, name: str, value: str) -> None:
        tag = element.tag
        if name in _LISTS:
            for match in _CANDIDATE.finditer(value):
                self._links.follow(self._file, element.sourceline, match[1], loads=True)
            return
        if name == "data" and tag != "object":
            return
        if name in ("href", "xlink:href"):
            relations = (element.get("rel") or "").lower().split() if tag == "link" else ()
            loads = tag not in _LINKING_TAGS and (
                tag != "link" or not _LOADING_RELATIONS.isdisjoint(relations)
            )
        else:
            loads = True
        self._links.follow(self._file, element.sourceline, value, loads=loads)

    def _heading(self, element: Element) -> None:
        level = _HEADINGS[element.tag]
        self._main_headings += level == 1
        if level > self._level + 1:
            self.note(
                element.sourceline,
                f"a heading of level {level} follows one of level {self._level}",
                "take the next level: readers jump from heading to heading",
            )
        self._level = level
        if not is_spoken(element):
            self.note(element.sourceline, "a heading is empty", "write it, or leave it out")

    def _clickable(self, element: Element) -> None:
        text = element.text
        if (text and not text.isspace()) or (element.tag == "a" and element.get("href") is None):
            return
        if not is_spoken(element) and not is_passed_over(element):
            what = "link" if element.tag == "a" else element.tag
            self.note(element.sourceline, f"a {what} has no text", "write where it leads or what it does")

    def _image(self, element: Element) -> None:
        if element.get("alt") is None and not is_named(element) and not is_passed_over(element):
            self.note(
                element.sourceline,
                f"the image {element.get('src') or ''} has no alternative text".replace("  ", " "),
                'say in alt what it shows; alt="" where it only decorates',
            )

    def _drawing(self, element: Element) -> None:
        title = element.find("title")
        told = title is not None and "".join(title.itertext()).strip()
        if not told and not is_named(element) and not is_passed_over(element):
            self.note(
                element.sourceline,
                "a drawing (svg) has no title",
                'begin it with <title>, or mark it aria-hidden="true" where it only decorates',
            )

    def _frame_inside(self, element: Element) -> None:
        if not is_named(element) and not is_passed_over(element):
            self.note(
                element.sourceline, "an embedded page (iframe) has no title", "say in title what it shows"
            )

    def _script(self, element: Element) -> None:
        kind = (element.get("type") or "").strip().lower()
        if kind in _DATA_TYPES:
            try:
                json.loads(element.text or "")
            except ValueError as error:
                self.note(element.sourceline, f"the data ({kind}) are no JSON: {error}", "mend the template")
        elif not (element.get("src") or element.get("href") or element.get("xlink:href")):
            self.note(element.sourceline, "a script stands in the page itself", _INLINE)

    def _style(self, element: Element) -> None:
        self.note(element.sourceline, "a style sheet stands in the page itself", _INLINE)

    def _base(self, element: Element) -> None:
        self.note(
            element.sourceline,
            "the page sets another base for its links",
            "leave <base> out; write relative links",
        )

    def _meta(self, element: Element) -> None:
        content = element.get("content") or ""
        if (element.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(content)
            if match:
                self._links.follow(self._file, element.sourceline, match[1])
        elif self._links.into_the_site(content):
            self._links.follow(self._file, element.sourceline, content)


_CHECKS = {
    **dict.fromkeys(_HEADINGS, _Page._heading),
    **dict.fromkeys(("a", "button", "summary"), _Page._clickable),
    **dict.fromkeys(("img", "area"), _Page._image),
    "svg": _Page._drawing,
    "iframe": _Page._frame_inside,
    "script": _Page._script,
    "style": _Page._style,
    "base": _Page._base,
    "meta": _Page._meta,
}
