"""Translated texts in templates: Jinja's i18n extension in its new style, escaping as the page's format needs it.

A message is plain text, the same for every format: `_("Practices")`. What varies, and every markup, comes in through
a placeholder: `_("Its successor: %(link)s.", link=m.link(view.successor))`. A value is shown exactly as the
environment shows `{{ value }}`: escaped, unless it is marked as markup already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from miniexchange.publish.language.interface import Interface

_PLACEHOLDER = re.compile(r"(%\(\w+\)s)")


def install(environment: Environment, interface: Interface) -> None:
    """Lets the templates of an environment speak the language of an interface.

    They get `{% trans %}`, `_`, `gettext`, `ngettext`, `pgettext`, `npgettext` and the filter `listed`. In texts that
    depend on a number, `%(num)s` is that number as the language writes it. The environment's finalizer must be set
    before. One environment speaks one language: its templates are compiled with the translations in them.
    """
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    show = _shower(environment)

    # A text comes here once a place where it stands, values many times: only the texts are kept.
    @lru_cache(maxsize=4096)
    def message(text: str) -> str:
        return "".join(
            part if _PLACEHOLDER.fullmatch(part) else _at_its_place(part, show)
            for part in _PLACEHOLDER.split(text)
        )

    def filled(text: str, values: dict[str, Any]) -> Markup:
        return Markup(message(text) % {name: show(value) for name, value in values.items()})

    def gettext(text: str, /, **values: Any) -> Markup:
        return filled(interface.gettext(text), values)

    def pgettext(context: str, text: str, /, **values: Any) -> Markup:
        return filled(interface.pgettext(context, text), values)

    @lru_cache(maxsize=16384)
    def counted(one: str, many: str, n: float) -> Markup:
        return filled(interface.plural(one, many, n), {"num": interface.number(n)})

    def ngettext(one: str, many: str, n: float, /, **values: Any) -> Markup:
        if not values:
            return counted(one, many, n)
        return filled(interface.plural(one, many, n), {**values, "num": interface.number(n)})

    def npgettext(context: str, one: str, many: str, n: float, /, **values: Any) -> Markup:
        return filled(interface.plural(one, many, n, context), {**values, "num": interface.number(n)})

    def listed(values: list[Any]) -> Markup:
        return Markup(interface.listed([show(value) for value in values]))

    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension's own attribute
    environment.globals.update(
        {"_": gettext, "gettext": gettext, "ngettext": ngettext, "pgettext": pgettext, "npgettext": npgettext}
    )
    environment.filters["listed"] = listed
    environment.code_generator_class = _with_constants(gettext, pgettext)


def _shower(environment: Environment) -> Callable[[Any], str]:
    """What the environment does to a value in `{{ }}`."""
    finalize = environment.finalize

    def show(value: Any) -> str:
        if isinstance(value, Markup):
            return value
        text = str(value)  # fails for what a template does not have
        return escape(finalize(text) if finalize else text)

    return show


def _at_its_place(part: str, show: Callable[[Any], str]) -> str:
    """A piece of a message between placeholders; the spaces at its edges count."""
    middle = part.strip()
    if not middle:
        return part
    start = part.index(middle)
    return part[:start] + show(middle) + part[start + len(middle) :]


class _Constants(NodeTransformer):
    """Puts the translation in the place of each call that has nothing but constant texts."""

    def __init__(self, functions: dict[str, Callable[..., Markup]]) -> None:
        self._functions = functions

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        function = self._functions.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        texts = [
            arg.value for arg in node.args if isinstance(arg, nodes.Const) and isinstance(arg.value, str)
        ]
        if (
            function is None
            or node.kwargs
            or node.dyn_args
            or node.dyn_kwargs
            or len(texts) != len(node.args)
        ):
            return node
        try:
            text = function(*texts)
        except (KeyError, TypeError, ValueError) as error:
            raise TemplateSyntaxError(
                f"the placeholders of {texts[-1]!r} get no values", node.lineno
            ) from error
        return nodes.Const(text, lineno=node.lineno, environment=node.environment)


def _with_constants(gettext: Callable[..., Markup], pgettext: Callable[..., Markup]) -> type[CodeGenerator]:
    """Translates what does not vary when a template is compiled, not each time a page is written."""
    constants = _Constants({"_": gettext, "gettext": gettext, "pgettext": pgettext})

    class TranslatingCodeGenerator(CodeGenerator):
        def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
            super().visit_Template(constants.visit(node), frame)

    return TranslatingCodeGenerator
