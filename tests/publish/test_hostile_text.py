"""Whatever a record says appears as text: in HTML, in Markdown, in every field."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import comrak
from site_reader import PageReader
from small_catalogue import SETTINGS, build, documents

ATTACK = (
    "\"><script>alert(1)</script> ' onmouseover=x {{ 7*7 }} {% raw %} [x](javascript:alert(2)) "
    "| cell <img src=x onerror=alert(3)> `code` *star* \u202egpj"
)
PLAIN = {  # these are held to a form of their own, so no hostile text can stand in them
    "region", "practice", "importer", "exporter", "need", "projects", "status", "kind", "type", "origin", "level",
    "country", "countries", "nuts", "themes", "challenges", "services", "target_groups", "wants", "offers", "priority",
    "derived_from", "successor", "resulting_practice", "capability", "capabilities", "territories", "languages",
    "innovation_group", "qualifier", "currency", "design", "recurring", "event", "form", "host", "travellers", "answer",
    "role", "by", "language", "path", "url", "website", "email", "inferred_fields", "field", "broader", "start", "end",
    "state", "confidence", "service", "challenge", "exchange", "assessment", "assessments", "indicator", "action", "id",
    "practices", "reviewed", "regions", "date", "documented", "verified", "accessed", "stated", "closed", "edit_url", "new_url", "contact", "edition",
}  # fmt: skip


def hostile(value: Any, key: str = "") -> Any:
    """The same records with the attack in every free text."""
    if isinstance(value, dict):
        return {k: hostile(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [hostile(v, key) for v in value]
    return ATTACK if isinstance(value, str) and key not in PLAIN else value


class Tags(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def site_of(root: Path) -> Path:
    records = {kind: {i: hostile(d) for i, d in of_kind.items()} for kind, of_kind in documents().items()}
    settings = hostile(SETTINGS)
    settings["catalogue"]["publisher"].update(url="https://example.org", contact="office@example.org")
    records["practice"]["voucher"]["links"][0]["url"] = "javascript:alert(1)"
    records["practice"]["voucher"]["sources"] = [{"url": "data:text/html,<script>"}, {"url": "//host/x"}]
    records["region"]["north"]["organisations"][0]["url"] = "JaVaScRiPt:alert(1)"
    return build(root, records, settings=settings).home.parent


def test_no_page_holds_a_tag_or_an_attribute_that_a_record_brought(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    shown = 0
    for file in site.rglob("*.html"):
        source = file.read_text("utf-8")
        page = PageReader(source)
        # The site's own scripts come from its folder; what it says to search engines is data.
        own = [v for tag, n, v in page.attributes if tag == "script" and n in ("src", "type")]
        assert all(v == "application/ld+json" or "assets/" in v or v.endswith(".js") for v in own), file
        assert page.tags.count("script") == len(own), file
        assert not [n for _, n, _ in page.attributes if n.startswith("on")], file
        assert page.misnested == [], file
        assert all(v.split(":")[0].lower() not in ("javascript", "vbscript") for v in page.values("href")), (
            file
        )
        assert not [v for v in page.values("href") if v.startswith(("data:text", "//"))], file
        assert "\u202e" not in source
        assert "49" not in re.sub(r"\d{3,}", "", page.text), f"{file}: a template ran what a record says"
        shown += page.text.count("<script>alert(1)</script>")
    assert shown > 100


def test_the_markdown_book_holds_no_html_and_no_unsafe_link_that_a_record_brought(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    options, extensions = comrak.RenderOptions(), comrak.ExtensionOptions()
    options.unsafe_ = True
    extensions.table = extensions.autolink = extensions.strikethrough = True
    ours = {"p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "em", "strong", "a", "hr", "blockquote", "img"}
    ours |= {"table", "thead", "tbody", "tr", "th", "td", "br"}
    seen = 0
    for file in (site / "markdown").rglob("*.md"):
        source = file.read_text("utf-8")
        assert "\u202e" not in source
        for tag, attributes in Tags(comrak.render_markdown(source, extensions, render_options=options)).found:
            assert tag in ours, f"{file}: <{tag}>"
            assert set(attributes) <= {"href", "id", "align", "src", "alt", "start"}, f"{file}: {attributes}"
            if tag == "img":
                assert (attributes["src"] or "").startswith("../../media/")
            address = (attributes.get("href") or "").lower()
            assert not address.startswith(("javascript:", "data:", "//")), f"{file}: {address}"
            seen += 1
    assert seen > 300


def test_a_table_of_the_markdown_book_keeps_its_columns(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    extensions = comrak.ExtensionOptions()
    extensions.table = True
    html = comrak.render_markdown((site / "markdown/regions.md").read_text("utf-8"), extensions)
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    assert len(rows) > 2
    for row in rows:
        assert len(re.findall(r"<t[hd]", row)) == 6
