"""The inspection of files that are no HTML pages: Markdown, style sheets, feeds and other XML, JSON."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from miniexchange.publish.inspection.findings import Findings
from miniexchange.publish.inspection.links import Links
from miniexchange.publish.inspection.pages import parsed

_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_URL = re.compile(
    rb"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\"'\s]*))\s*\)|@import\s+(?:\"([^\"]*)\"|'([^']*)')"
)
_JSON_LINK = re.compile(
    rb'"(?:[\w-]+:)?(?:href|url|\$ref|downloadURL|accessURL|contentUrl)"\s*:\s*(?:\{\s*"@id"\s*:\s*)?"((?:[^"\\]|\\.)*)"'
)
_TEXT_LINKS = frozenset({"loc", "icon", "logo"})
_MARKDOWN_TAGS = ("a", "img", "h1", "h2", "h3", "h4", "h5", "h6")
_XLINK = "{http://www.w3.org/1999/xlink}href"


def inspect_markdown(file: str, content: bytes, links: Links, findings: Findings) -> None:
    """Follows the links of a Markdown file and looks for pictures without words. Headings have ids as on GitHub."""
    import comrak

    extensions, rendering = _markdown_options()
    html = comrak.render_markdown(
        content.decode("utf-8", "replace"), extension_options=extensions, render_options=rendering
    )
    ids: set[str] = set()
    line = 1
    root = parsed(html.encode("utf-8"))
    for element in root.iter(_MARKDOWN_TAGS) if root is not None else ():
        position = element.get("data-sourcepos")
        line = int(position.partition(":")[0]) if position else line
        ids.update(filter(None, (element.get("id"), element.get("name"))))
        href, src = element.get("href"), element.get("src")
        if href is not None and element.get("class") != "anchor":
            links.follow(file, line, href)
        if src is not None:
            links.follow(file, line, src, loads=True)
            if not (element.get("alt") or "").strip():
                findings.note(
                    file, line, f"the image {src} has no alternative text", "say in [ ] what it shows"
                )
    links.has_ids(file, frozenset(ids))


def inspect_style(file: str, content: bytes, links: Links, findings: Findings) -> None:
    """Follows what a style sheet loads."""
    blanked = _COMMENT.sub(lambda match: b"\n" * match[0].count(b"\n"), content)
    for match in _URL.finditer(blanked):
        address = next(filter(None, match.groups()), b"").decode("utf-8", "replace")
        if address:
            links.follow(file, _line(blanked, match.start()), address, loads=True)


def inspect_json(file: str, content: bytes, links: Links, findings: Findings) -> None:
    """Follows what JSON names as an address: the values of `href`, `url`, `$ref` and the like."""
    import json

    # The documents of the API name pages by their path from the site's root, wherever they lie themselves.
    start = "../" * file.count("/") if file.startswith("api/") else ""
    for match in _JSON_LINK.finditer(content):
        try:
            address = json.loads(b'"' + match[1] + b'"')
        except ValueError:
            continue
        if address and address[0] != "#":  # there it points into the file, by rules of its own
            within = "" if ":" in address.partition("/")[0] else start
            links.follow(file, _line(content, match.start(1)), within + address)


def inspect_xml(file: str, path: Path, links: Links, findings: Findings) -> None:
    """Follows the links of a feed, a sitemap or a drawing, element by element; says where it is no XML."""
    from lxml import etree

    try:
        for _, element in etree.iterparse(
            path, resolve_entities=False, no_network=True, remove_comments=True
        ):
            if isinstance(element.tag, str):
                _xml_element(file, element, links)
            element.clear(keep_tail=True)
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        findings.note(file, error.lineno or 0, f"this is no XML: {error.msg}", "mend what writes it")


def _xml_element(file: str, element: Any, links: Links) -> None:
    name = element.tag.rpartition("}")[2]
    loads = name in ("image", "use", "script", "feImage")
    for attribute in ("href", _XLINK, "src"):
        address = element.get(attribute)
        if address and address[0] != "#":
            links.follow(file, element.sourceline, address, loads=loads)
    text = (element.text or "").strip()
    if text and (name in _TEXT_LINKS or (name == "link" and not element.get("href"))):
        links.follow(file, element.sourceline, text)


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


@cache
def _markdown_options() -> tuple[Any, Any]:
    import comrak

    extensions, rendering = comrak.ExtensionOptions(), comrak.RenderOptions()
    extensions.table = extensions.autolink = extensions.footnotes = True
    # The newer name of the same option; the older one warns where both exist.
    setattr(extensions, "header_id_prefix" if hasattr(extensions, "header_id_prefix") else "header_ids", "")
    rendering.sourcepos = True
    rendering.unsafe_ = True  # only read for its anchors, never shown
    return extensions, rendering
