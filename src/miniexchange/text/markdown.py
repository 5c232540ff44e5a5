"""Texts of records (CommonMark) made safe: as HTML for pages, and as Markdown for hosts that render raw HTML."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import nh3

_SCHEMES = frozenset({"http", "https", "mailto"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_TAGS = frozenset({"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"})
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# The general categories Cc (without tab and line feed) and Cs, and the marks above.
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff" + "".join(sorted(_STEERING)) + "]")

# What our own renderer writes; raw HTML of the author is escaped by then and cannot match.
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>')
_HEADING = re.compile(r"<(/?)h[1-6]>")

_MEANT = {**{mark: "\\" + mark for mark in r"\`*_[]|~$#"}, "&": "&amp;", "<": "&lt;", ">": "&gt;"}
"""What would be markup in a line of Markdown → how it is written so that it shows as it stands."""
_SPECIAL = re.compile(f"[{re.escape(''.join(_MEANT))}]")
_ESCAPES = str.maketrans(_MEANT)
_START = re.compile(r"([-+=])|\d+(?=[.)](?:\s|$))")
_NOT_AUTOLINK = re.compile(r"<(?!(?:https?://|mailto:)[^\s<>]*>)", re.IGNORECASE)


def to_html(text: str) -> str:
    """CommonMark as an HTML fragment that is safe to put into a page.

    Raw HTML appears as text. Links keep only addresses that `safe_address` accepts. Pictures become their
    alternative text, for a page must not call on another host. Headings become strong paragraphs, for they would
    break the page's outline.
    """
    html = _render(neutral(text), escape=True)
    html = _IMAGE.sub(r"\1", html)
    html = _HEADING.sub(lambda m: "</strong></p>" if m.group(1) else "<p><strong>", html)
    return _cleaner().clean(html).strip()


def as_markdown(text: str) -> str:
    """CommonMark that stays CommonMark, but in which raw HTML and pictures are text.

    Inside code, `<` shows as `&lt;`: too much is escaped rather than too little. A text with an unsafe link, in
    whatever disguise, is escaped as a whole.
    """
    text = neutral(text)  # first, for it may write brackets itself
    if "<" not in text and "[" not in text:  # no HTML, no link, no picture
        return text.strip()
    escaped = _NOT_AUTOLINK.sub("&lt;", text).replace("![", "!\\[").strip()
    proof = _Proof()
    proof.feed(_render(escaped, escape=False))
    proof.close()
    if proof.safe:
        return escaped
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(literal(paragraph) for paragraph in paragraphs)


def literal(text: str) -> str:
    """Any text as one line of Markdown that shows just that text: no markup, no HTML, no end of a table's cell."""
    line = " ".join(neutral(text).split())
    if _SPECIAL.search(line):
        line = line.translate(_ESCAPES)
    start = _START.match(line)
    if not start:
        return line
    return "\\" + line if start[1] else f"{start[0]}\\{line[start.end() :]}"


def neutral(text: str) -> str:
    """The text without control characters; those that override the direction of writing are shown by number."""
    if text.isprintable():
        return text
    return _CONTROL.sub(_by_number, text)


def _by_number(found: re.Match[str]) -> str:
    return f"[U+{ord(found.group()):04X}]" if found.group() in _STEERING else ""


def safe_address(url: str) -> bool:
    """True for http, https, mailto and relative addresses; false for `javascript:`, `data:`, `//host`, `/path`."""
    if not url or url != url.strip() or not url.isprintable() or url.startswith(("/", "\\")):
        return False
    scheme = _SCHEME.match(url)
    return scheme.group(1).lower() in _SCHEMES if scheme else ":" not in re.split("[/?#]", url)[0]


def _render(text: str, *, escape: bool) -> str:
    import comrak

    options = comrak.RenderOptions()
    options.escape = escape
    options.unsafe_ = not escape
    html: str = comrak.render_markdown(text, render_options=options)
    return html


@cache
def _cleaner() -> nh3.Cleaner:
    import nh3

    return nh3.Cleaner(
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=lambda tag, name, value: value if name != "href" or safe_address(value) else None,
        url_schemes=set(_SCHEMES),
        link_rel="noopener noreferrer",
    )


class _Proof(HTMLParser):
    """Reads what an unguarded renderer would make of a text, and says whether that is safe."""

    def __init__(self) -> None:
        super().__init__()
        self.safe = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS and not re.fullmatch("h[1-6]", tag):
            self.safe = False
        for name, value in attrs:
            if name == "href" and not safe_address(value or ""):
                self.safe = False

    def handle_comment(self, data: str) -> None:
        self.safe = False

    def handle_decl(self, decl: str) -> None:
        self.safe = False

    def handle_pi(self, data: str) -> None:
        self.safe = False
