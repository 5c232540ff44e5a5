"""Texts of records in pages and in Markdown: what is markup stays, what is hostile becomes text."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import comrak
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miniexchange.text.markdown import as_markdown, literal, neutral, safe_address, to_html

ALLOWED = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}

# Pieces that mean something to CommonMark or HTML, so that random texts are nasty ones.
PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<script>", "</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<?php", "<![CDATA[",
                "[a](", "javascript:alert(1)", "java&#115;cript:x", "data:text/html,x", "//host", ")", "]", "![i](",
                "http://x.org/y.png", "<https://x.org>", "<mailto:a@b.c>", "<b", ">", "`", "```\n", "    ", "\n\n",
                "\n", "# ", "- ", "1. ", "> ", "***", "---\n", "|", "&lt;", "&amp;", "&", "\\", '"', "'", "[x]: ", "{{ 7*7 }}",
                "\u202e", "\u202e(javascript:alert(1))", "!\u202e(http://x.org/y.png)", "\u202e: javascript:x\n\n",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=14,
).map("".join)  # fmt: skip


class Tags(HTMLParser):
    """Every tag and attribute of a piece of HTML, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(markdown: str) -> Tags:
    """What a renderer that lets everything through makes of a Markdown text."""
    options = comrak.RenderOptions()
    options.unsafe_ = True
    return Tags(comrak.render_markdown(markdown, render_options=options))


class TestHtml:
    def test_keeps_commonmark(self) -> None:
        assert to_html("One *two* **three** `four`.\n\n- five\n- six") == (
            "<p>One <em>two</em> <strong>three</strong> <code>four</code>.</p>\n<ul>\n<li>five</li>\n<li>six</li>\n</ul>"
        )

    def test_raw_html_appears_as_text(self) -> None:
        shown = Tags(to_html('<script>alert(1)</script> <b onclick="x">bold</b>\n\n<div>block</div>'))
        assert shown.tags <= {"p"}
        assert "<script>alert(1)</script>" in shown.text
        assert '<b onclick="x">bold</b>' in shown.text
        assert "<div>block</div>" in shown.text

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "JAVASCRIPT:x",
            "java&#115;cript:x",
            "data:text/html,x",
            "//host/x",
            "/top",
            "vbscript:x",
        ],
    )
    def test_unsafe_links_lose_their_address(self, address: str) -> None:
        shown = Tags(to_html(f"[words]({address})"))
        assert "words" in shown.text
        assert not [a for a in shown.attributes if a[1] == "href"]

    @pytest.mark.parametrize(
        "address", ["https://x.org/a?b=1", "http://x.org", "mailto:a@b.eu", "../regions/x.html", "#y"]
    )
    def test_safe_links_stay(self, address: str) -> None:
        assert ("a", "href", address) in Tags(to_html(f"[words]({address})")).attributes

    def test_pictures_become_their_alternative_text(self) -> None:
        assert to_html("![a fair](https://elsewhere.org/x.png)") == "<p>a fair</p>"

    def test_headings_become_strong_paragraphs(self) -> None:
        assert to_html("# Big *one*") == "<p><strong>Big <em>one</em></strong></p>"

    def test_direction_overrides_are_shown(self) -> None:
        assert to_html("a\u202egpj.exe") == "<p>a[U+202E]gpj.exe</p>"

    @given(PIECES)
    def test_whatever_the_text_only_harmless_tags_come_out(self, text: str) -> None:
        shown = Tags(to_html(text))
        assert shown.tags <= ALLOWED
        for tag, name, value in shown.attributes:
            assert (tag, name) in {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start")}
            assert name != "href" or safe_address(value)


class TestMarkdown:
    def test_keeps_commonmark(self) -> None:
        text = "One *two* `three` [four](https://x.org) <https://y.org>.\n\n- five"
        assert as_markdown(text) == text

    def test_raw_html_and_pictures_are_text(self) -> None:
        shown = rendered(as_markdown("<script>x</script> ![i](http://x/y.png) a < b"))
        assert shown.tags == {"p"}
        assert shown.text.strip() == "<script>x</script> ![i](http://x/y.png) a < b"

    def test_a_text_with_an_unsafe_link_is_escaped_as_a_whole(self) -> None:
        shown = rendered(as_markdown("*one* [x](java&#115;cript:y)\n\ntwo"))
        assert shown.tags == {"p"}
        assert shown.text.split() == ["*one*", "[x](java&#115;cript:y)", "two"]

    @given(PIECES)
    def test_whatever_the_text_only_harmless_tags_come_out(self, text: str) -> None:
        shown = rendered(as_markdown(text))
        assert shown.tags <= ALLOWED | HEADINGS
        assert all(safe_address(value) for _, name, value in shown.attributes if name == "href")


class TestLiteral:
    @given(PIECES)
    def test_shows_exactly_the_text(self, text: str) -> None:
        words = " ".join(neutral(text).split())
        page = comrak.render_markdown(literal(text)).strip()
        match = re.fullmatch("<p>(.*)</p>", page, re.DOTALL) if page else re.match("()", "")
        assert match and html.unescape(match[1]) == words

    @given(PIECES)
    def test_never_ends_a_cell_of_a_table(self, text: str) -> None:
        options = comrak.ExtensionOptions()
        options.table = True
        table = f"| a | b |\n| --- | --- |\n| {literal(text)} | end |\n"
        cells = re.findall(
            "<td>(.*?)</td>", comrak.render_markdown(table, extension_options=options), re.DOTALL
        )
        assert [html.unescape(cell) for cell in cells] == [" ".join(neutral(text).split()), "end"]


class TestNeutral:
    def test_keeps_what_belongs_to_writing(self) -> None:
        text = "Łódź\n\tΔυτική\u200d\u00ad\u00a0Ελλάδα"
        assert neutral(text) == text

    def test_drops_control_characters(self) -> None:
        assert neutral("a\x00\x1b[31mb\x85") == "a[31mb"


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://x.org", True), ("HTTP://x.org", True), ("mailto:a@b.c", True), ("a/b.html", True), ("?q=a:b", True),
        ("", False), (" https://x.org", False), ("//x.org", False), ("/x", False), ("\\\\x", False), ("a:b", False),
        ("javascript:x", False), ("java\nscript:x", False), ("data:,x", False), ("file:///etc", False),
    ],
)  # fmt: skip
def test_addresses(address: str, safe: bool) -> None:
    assert safe_address(address) is safe
