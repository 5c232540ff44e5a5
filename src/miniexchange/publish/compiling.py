"""Templates compiled to less work: what pages do a thousand times each, done without a call where nothing asks for one.

Jinja2 asks its environment for every key, every macro and every printed value. Most keys are those of a view, most macros
take what they are given in order, and most texts stand on many pages. The code made here does these at once and hands
everything else to the environment as before, so a template means the same, and the sandbox decides wherever it did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, Template, meta, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

_CHANGING = frozenset({"cycler", "joiner", "namespace"})
"""What gives a template something that remembers: macros that hold one are made anew for each page."""
_LONG = 80
_MOST = 8192
"""So many printed texts are kept, and those that are no longer than `_LONG`: labels, terms, links and numbers."""


def compile_quickly(
    environment: Environment, finalize: Callable[[object], Markup], steady: frozenset[str] = frozenset()
) -> None:
    """Makes an environment compile its templates to such code; `finalize` escapes and marks whatever they print.

    `steady` are names in a page's context that stay the same over many pages. Macros imported with the context that know
    no others are made once for the same values of all of them.
    To be called last, for it builds on the generator of code that the environment has by then.
    """
    environment.imported = _Imported(steady)  # type: ignore[attr-defined]
    environment.printed = Printed(finalize)  # type: ignore[attr-defined]  # for the compiled templates
    environment.macro = QuickMacro  # type: ignore[attr-defined]
    environment.calling = partial(partial, environment.call)  # type: ignore[attr-defined]
    environment.code_generator_class = _quick(environment.code_generator_class)


class Printed(dict[str, Markup]):
    """Text → how a page shows it. The short ones are kept, for they come again."""

    def __init__(self, finalize: Callable[[object], Markup]) -> None:
        super().__init__()
        self._finalize = finalize

    def __missing__(self, text: str) -> Markup:
        shown = self._finalize(text)
        if len(text) <= _LONG:
            if len(self) >= _MOST:
                self.clear()
            self[text] = shown
        return shown


class _Imported:
    """The macros of a template that another one imports with its context, kept for pages with the same context."""

    def __init__(self, steady: frozenset[str]) -> None:
        self._steady = sorted(steady)
        self._kept: dict[tuple[str, ...], tuple[Template, list[Any], TemplateModule]] = {}

    def __call__(self, template: Template, context: Context, local: Mapping[str, Any]) -> TemplateModule:
        values = [local[name] if name in local else context.resolve_or_missing(name) for name in self._steady]
        # Texts are compared by what they say. Of all else the very thing has to be there, which is therefore kept.
        key = (template.name or "", *(value for value in values if type(value) is str))
        known = self._kept.get(key)
        if known and known[0] is template and all(map(_same, known[1], values)):
            return known[2]
        module = template.make_module(context.get_all(), True, local)
        free = template.root_render_func.__globals__["free"]
        if free is not None and free <= context.environment.globals.keys() | set(self._steady):
            self._kept[key] = template, values, module
        return module


def _same(one: Any, other: Any) -> bool:
    return one is other or (type(one) is str and one == other)


class QuickMacro(Macro):
    """A macro that takes its arguments by their order without looking at their names."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        special = self.catch_kwargs or self.catch_varargs or self.caller or self.explicit_caller
        self._most = -1 if special else self._argument_count

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        absent = self._most - len(args)
        if absent < 0 or kwargs:
            return super().__call__(*args, **kwargs)
        # `missing` asks for the default. Autoescape is always on, and macros escape what they print.
        return str.__new__(Markup, self._func(*args, *(missing,) * absent))


def _quick(generator: type[CodeGenerator]) -> type[CodeGenerator]:
    """A generator of code that adds to another one. In the code, `held` is the value that is looked at."""

    class QuickGenerator(generator):  # type: ignore[valid-type,misc]
        def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
            """The template, and in `free` the names that its macros take from the context; None where that is not known."""
            parts = node.find_all(
                (nodes.Macro, nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport, nodes.Block)
            )
            alone = {type(part) for part in parts} == {nodes.Macro} and not any(
                name.name in _CHANGING for name in node.find_all(nodes.Name)
            )
            free = f"frozenset({sorted(meta.find_undeclared_variables(node))})" if alone else "None"
            super().visit_Template(node, frame)
            self.writeline(f"free = {free}")

        def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
            if not node.with_context:
                super()._import_common(node, frame)
                return
            self.write("environment.imported(environment.get_template(")
            self.visit(node.template, frame)
            self.write(f", {self.name!r}), context, {self.dump_local_context(frame)})")

        def write_commons(self) -> None:
            super().write_commons()
            self.writeline(
                "printed = environment.printed; ask = environment.getattr; finalize = environment.finalize"
            )

        def blockvisit(self, body: Sequence[nodes.Node], frame: Frame) -> None:
            """A block, and a template as a whole, hands on one text and not each piece of it."""
            whole = frame.parent is None and (frame.block_frame or frame.rootlevel) and frame.buffer is None
            if whole:
                self.buffer(frame)
            super().blockvisit(body, frame)
            if whole:
                self.writeline(f"yield concat({frame.buffer})")

        def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
            """A key of a view, which is a dictionary."""
            self.write("(held[")
            self.write(f"{node.attr!r}] if type(held := ")
            self.visit(node.node, frame)
            self.write(f") is dict and {node.attr!r} in held else ask(held, {node.attr!r}))")

        def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
            """A macro."""
            if (
                forward_caller
                or node.dyn_args
                or node.dyn_kwargs
                or any(iskeyword(k.key) for k in node.kwargs)
            ):
                super().visit_Call(node, frame, forward_caller=forward_caller)
                return
            known = "".join(
                f", {name}={name}"
                for name, there in (("_loop_vars", frame.loop_frame), ("_block_vars", frame.block_frame))
                if there
            )
            self.write("(held if type(held := ")
            self.visit(node.node, frame)
            self.write(f") is environment.macro else environment.calling(context, held{known}))(")
            for number, argument in enumerate((*node.args, *node.kwargs)):
                self.write(", " if number else "")
                self.visit(argument, frame)
            self.write(")")

        def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
            node = macro_ref.node
            names = tuple(argument.name for argument in node.args)
            self.write(
                f"environment.macro(environment, macro, {getattr(node, 'name', None)!r}, {names!r},"
                f" {macro_ref.accesses_kwargs!r}, {macro_ref.accesses_varargs!r},"
                f" {macro_ref.accesses_caller!r}, True)"
            )

        def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
            """What is printed: the finalizer has escaped and marked it, so Jinja's own escaping would change nothing."""
            if finalize.src is None:
                super()._output_child_pre(node, frame, finalize)
            else:
                self.write("(held if type(held := ")

        def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
            if finalize.src is None:
                super()._output_child_post(node, frame, finalize)
            else:
                self.write(") is Markup else printed[held] if type(held) is str else finalize(held))")

    return QuickGenerator
