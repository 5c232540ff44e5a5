"""Finds the words of templates that no gettext function sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, nodes

_GETTEXT = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
_SHOWN_ATTRIBUTES = frozenset({"aria-label", "aria-description", "title", "alt", "placeholder", "label"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')
_SENTENCE = re.compile(r"\s*[A-Z][a-z]|.*[a-z]{2,},? [a-z]{2,}|.*[a-z]{2,}[.:!?]\s*$", re.DOTALL)
_PRINTED = nodes.CondExpr | nodes.Concat | nodes.Or | nodes.And
_NOT_SHOWN = (
    nodes.Getitem
    | nodes.Compare
    | nodes.Test
    | nodes.FromImport
    | nodes.Import
    | nodes.Extends
    | nodes.Include
)
_HOLE = "\ue000"
"""Stands for a value: a character that HTML allows anywhere, in the name of a tag too, and that is no letter."""

# Left out of the text of a Markdown template: addresses, and names of fields before a page's text.
_MARKDOWN_ADDRESS = re.compile(r"\]\([^)\n]*\)|<[^<>\n]*>")


def untranslated(template: Path) -> list[str]:
    """Texts with words that a reader would see and gettext would not, in the order of the template."""
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    environment.newstyle_gettext = True
    tree = environment.parse(template.read_text(encoding="utf-8"))
    page = "".join(_flat(tree))
    texts = _html_texts(page) if template.suffix == ".html" else _markdown_texts(page)
    return [*(text for text in texts if _WORD.search(text)), *_handed_on(tree)]


def _flat(node: nodes.Node) -> Iterator[str]:
    """The template as one page: all branches one after the other, a hole for each value."""
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.Output | _PRINTED):
        for child in node.iter_child_nodes(exclude=("test",)):
            yield from _flat(child)
    elif isinstance(node, nodes.If):
        for branch in (node.body, node.elif_, node.else_):
            for child in branch:
                yield from _flat(child)
            yield _HOLE
    elif isinstance(node, nodes.Stmt | nodes.Template):
        for child in node.iter_child_nodes():
            if not isinstance(child, nodes.Expr):
                yield from _flat(child)
    else:
        yield _HOLE


def _handed_on(node: nodes.Node) -> Iterator[str]:
    """Texts that look like words for people and are given to a macro or kept in a variable."""
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in _GETTEXT:
        return
    for child in node.iter_child_nodes(exclude=("name", "key", "template")):
        if isinstance(child, nodes.Const):
            # What an Output prints itself is seen in its place in the page.
            if (
                not isinstance(node, nodes.Output)
                and isinstance(child.value, str)
                and _SENTENCE.match(child.value)
            ):
                yield child.value
        elif not isinstance(child, _NOT_SHOWN):  # names of keys, pages and templates
            yield from _handed_on(child)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self.texts += [value for name, value in attrs if name in _SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            # A macro that writes an attribute has it where this reader sees text.
            self.texts += [text.strip() for text in _ATTRIBUTE.sub("", data).split(_HOLE)]


def _html_texts(page: str) -> list[str]:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.texts


def _markdown_texts(page: str) -> list[str]:
    return [text.strip() for text in re.split(rf"[{_HOLE}\n]", _MARKDOWN_ADDRESS.sub("", page))]
