"""Templates: found in the catalogue's own folder first, run in a sandbox, and escaping whatever they print."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from miniexchange.diagnostic import UserError
from miniexchange.interchange.schema_org import json_script
from miniexchange.publish.compact import compact_css
from miniexchange.publish.compiling import QuickMacro, compile_quickly
from miniexchange.publish.language import Interface, install
from miniexchange.resources import resource_folder
from miniexchange.text.markdown import as_markdown, literal, neutral, to_html

SUFFIXES: dict[str, str] = {"html": ".html", "markdown": ".md"}
"""Format → ending of its pages. The templates of a format lie in a folder of its name."""


_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LOOP = frozenset({"first", "last", "index", "index0", "previtem", "nextitem"})
_SHARED = ("root", "assets", "site")
"""What the part for a practice in a list may know of the page that it stands on: the same for all of one depth."""
_STEADY = frozenset({*_SHARED, "interface", "items"})
"""What is the same for all pages of one depth, and therefore the macros that know nothing else."""
_MOST = 12_000
"""How many of these are kept: the first, for lists are gone through in the same order."""


class Renderer:
    """Turns views into pages of one format, `html` or `markdown`, and one language.

    `own` is the catalogue's folder of templates: a file `html/practice.html` in it replaces the one that ships.
    """

    def __init__(self, form: str, own: Path | None, interface: Interface) -> None:
        self._form = form
        shipped = resource_folder("templates") / form
        self._folders = [own / form, shipped] if own else [shipped]
        self._environment = (
            _environment(form, interface, *self._folders)
            if own
            else _shipped(form, interface, shipped, _state(shipped))
        )
        self._spoken = {"tag": interface.tag, "direction": interface.direction}
        self._items: dict[tuple[str, object], str] = {}
        self._listing = self._list  # one thing for all pages: macros that know it are then made once

    def let_go(self) -> None:
        """Forgets the practices in lists that were kept for further pages."""
        self._items.clear()

    def style(self) -> bytes:
        """The style sheet as it is served: the catalogue's own as it stands, else the one that ships, made small."""
        *own, shipped = [folder / "style.css" for folder in self._folders]
        for path in own:
            if path.is_file():
                return path.read_bytes()
        return compact_css(shipped.read_text("utf-8")).encode("utf-8")

    def page(self, template: str, view: Mapping[str, object], record: str) -> str:
        """One page. Raises UserError naming template, line and record when the template fails."""
        name = template + SUFFIXES[self._form]
        try:
            text = self._environment.get_template(name).render(
                view, interface=self._spoken, items=self._listing
            )
        except Exception as error:
            if isinstance(error, OSError) and not isinstance(error, TemplateError):
                raise  # the disk's fault, not the template's
            where, line = self._place(error, name)
            raise UserError(
                f"template {self._form}/{where}, line {line}: {_told(error)} (while writing {record})",
                "mend the template, or remove it from the catalogue's folder of templates to use the one that ships",
            ) from error
        return _one_blank_line(text).lstrip("\n") if self._form == "markdown" else text

    @pass_context
    def _list(self, context: Context, practices: Iterable[Mapping[str, object]]) -> Markup:
        """`items(practices)` in a template: each by `parts/item`, which is run once for all pages of the same depth."""
        root, kept = str(context["root"]), self._items
        return Markup("".join(kept.get((root, p["id"])) or self._item(context, root, p) for p in practices))

    def _item(self, context: Context, root: str, practice: Mapping[str, object]) -> str:
        shared = {name: context[name] for name in _SHARED}
        made = self._part.render(shared, p=practice, interface=self._spoken)
        if len(self._items) < _MOST:
            self._items[root, practice["id"]] = made
        return made

    @cached_property
    def _part(self) -> Template:
        return self._environment.get_template(f"parts/item{SUFFIXES[self._form]}")

    def _place(self, error: Exception, name: str) -> tuple[str, int]:
        """Template and line of the innermost frame that is a template."""
        if isinstance(error, TemplateSyntaxError):
            return error.name or name, error.lineno
        places = [self._named(frame) for frame in traceback.extract_tb(error.__traceback__)]
        return next((place for place in reversed(places) if place), (name, 1))

    def _named(self, frame: traceback.FrameSummary) -> tuple[str, int] | None:
        for folder in self._folders:
            if Path(frame.filename).is_relative_to(folder):
                return Path(frame.filename).relative_to(folder).as_posix(), frame.lineno or 1
        return None


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, with a short way for what templates do most: reading a key of a view, and calling a macro.

    Both are harmless: a view is plain data, and a macro is a piece of a template that runs in the sandbox itself.
    """

    def getattr(self, obj: object, attribute: str) -> object:
        # A key comes before a method of the dictionary, which no template needs.
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if type(obj) is TemplateModule and type(part := obj.__dict__.get(attribute)) in (QuickMacro, Markup):
            return part
        if type(obj) is LoopContext and attribute in _LOOP:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        # The names are the overridden method's: a macro may have parameters called `self` or `context`.
        if type(__obj) is QuickMacro:
            kwargs.pop("_loop_vars", None)  # what Jinja hands to functions that ask for the context
            kwargs.pop("_block_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__context, __obj, *args, **kwargs)


def _environment(form: str, interface: Interface, *folders: Path) -> ImmutableSandboxedEnvironment:
    environment = _Sandbox(
        loader=FileSystemLoader(folders),
        # Markdown too: the finalizer marks what it has escaped, and macros hand on marked text.
        autoescape=True,
        finalize=_for_html if form == "html" else _for_markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=-1,
        auto_reload=False,
    )
    environment.filters["commonmark"] = _prose_html if form == "html" else _prose_markdown
    if form == "html":
        environment.filters["jsonld"] = _data_block
    install(environment, interface)
    compile_quickly(environment, _for_html if form == "html" else _for_markdown, _STEADY)
    return environment


@cache
def _shipped(
    form: str, interface: Interface, folder: Path, state: tuple[int, ...]
) -> ImmutableSandboxedEnvironment:
    """The templates that ship, compiled once a process: that takes longer than rendering a hundred pages."""
    return _environment(form, interface, folder)


def _state(folder: Path) -> tuple[int, ...]:
    """When the templates in a folder were last saved: another answer after somebody has worked on them."""
    return tuple(sorted(path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()))


def _one_blank_line(text: str) -> str:
    """The text with one empty line wherever there are several."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _told(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}"
    if isinstance(error, TemplateError):
        return error.message or type(error).__name__
    return f"{type(error).__name__}: {error}"


def _for_html(value: object) -> Markup:
    """What a template prints, escaped for HTML unless it is marked already."""
    if isinstance(value, Markup):
        return value
    return escape(neutral(value) if isinstance(value, str) else value)


def _for_markdown(value: object) -> Markup:
    """What a template prints, escaped for Markdown unless it is marked already."""
    if isinstance(value, Markup):
        return value
    return Markup(literal(str(value)))


def _data_block(document: dict[str, Any]) -> Markup:
    """What stands in `<script type="application/ld+json">`; marks that turn the direction of writing are spelt out."""
    return Markup(_STEERING.sub(lambda m: f"\\u{ord(m.group()):04x}", json_script(document)))


def _prose_html(text: str) -> Markup:
    return Markup(to_html(text))


def _prose_markdown(text: str) -> Markup:
    return Markup(as_markdown(text))
