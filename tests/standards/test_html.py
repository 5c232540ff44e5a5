"""Every page by a parser that follows the HTML standard and counts each of its parse errors, and by what ids are for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5rdf
import pytest

HTML = "{http://www.w3.org/1999/xhtml}"
NAMES_IDS = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "headers", "list")
"""Attributes that name other elements of the page by their ids."""


def test_pages(site: Path, untranslated: list[str], kinds: list[str], subtests: pytest.Subtests) -> None:
    """All pages in the language of the catalogue, a few of every kind in the others. One subtest for each that is wrong."""
    assert untranslated
    for page in sorted({*untranslated, *kinds}):
        wrong = list(faults((site / page).read_text(encoding="utf-8")))
        if wrong:
            with subtests.test(page):
                pytest.fail("\n".join(f"{page}: {each}" for each in wrong))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>a<div>b</p></div>", "unexpected-end-tag"),
        ('<p id="a" id="b">', "duplicate-attribute"),
        ('<p title="a"lang="en">', "unexpected-character-after-attribute-value"),
        ("a &amp b", "named-entity-without-semicolon"),
        ("<table><p>a</table>", "unexpected-start-tag-implies-table-voodoo"),
        ("<svg><path d='M0'></svg>", "unexpected-end-tag"),
        ('<p id="a"></p><p id="a"></p>', "the id “a” stands 2 times"),
        ('<section aria-labelledby="b"></section>', "aria-labelledby names “b”, which is not there"),
        ("<main></main>", "2 elements “main” instead of one"),
        ("<h1>a</h1>", "2 elements “h1” instead of one"),
        ("<h2>a</h2><h4>b</h4>", "h4 follows h2"),
        ('<img src="a.png">', "a picture without the attribute alt"),
    ],
)
def test_what_is_wrong_is_found(text: str, told: str) -> None:
    assert any(told in fault for fault in faults(around(text)))


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    svg = '<svg viewBox="0 0 1 1"><title>t</title><a href="#a"><path d="M0 0"/></a></svg>'
    assert list(faults(around(f'<p id="a" lang="de">ä &amp; <br>ö{svg}<label for="a">b</label>'))) == []


def around(text: str) -> str:
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head>'
    return f"{head}<body><main><h1>a</h1></main>{text}</body></html>"


def faults(source: str) -> Iterator[str]:
    """What is wrong with a page, in words."""
    parser = html5rdf.HTMLParser(tree=html5rdf.getTreeBuilder("etree"))
    root: Element = parser.parse(source)
    for (line, column), code, details in parser.errors:
        yield f"line {line}, column {column}: {code} {details}"
    if not root.get("lang"):
        yield "the page does not say its language"
    if not (root.findtext(f"{HTML}head/{HTML}title") or "").strip():
        yield "the page has no title"
    for name in ("main", "h1"):
        count = len(root.findall(f".//{HTML}{name}"))
        if count != 1:
            yield f"{count} elements “{name}” instead of one"
    yield from _ids(root)
    yield from _outline(root)
    for picture in root.iter(f"{HTML}img"):
        if picture.get("alt") is None:
            yield f"a picture without the attribute alt: {picture.get('src')}"


def _ids(root: Element) -> Iterator[str]:
    counts: dict[str, int] = {}
    for element in root.iter():
        if (name := element.get("id")) is not None:
            counts[name] = counts.get(name, 0) + 1
    for name, count in counts.items():
        if count > 1:
            yield f"the id “{name}” stands {count} times"
    for element in root.iter():
        for attribute in NAMES_IDS:
            for name in (element.get(attribute) or "").split():
                if name not in counts:
                    yield f"{attribute} names “{name}”, which is not there"


def _outline(root: Element) -> Iterator[str]:
    levels = {f"{HTML}h{level}": level for level in range(1, 7)}
    before = 0
    for element in root.iter():
        level = levels.get(element.tag) if isinstance(element.tag, str) else None
        if level and level > before + 1:
            yield f"h{level} follows h{before}" if before else f"the first heading is h{level}"
        before = level or before
