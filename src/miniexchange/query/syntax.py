"""The parts of a filter expression, and how it is written down again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

FIELD_NAME = re.compile(r"[A-Za-z_][\w-]*(?:\.[\w-]+)*")
OPERATORS = (">=", "<=", "!=", ":", "=", ">", "<")
"""Between a field and its values; the longer ones first."""
QUOTES = '"“”„«»'
"""Every one opens and closes a phrase: word processors replace the plain one."""
WORDS_OF_LOGIC = ("and", "or", "not")


@dataclass(frozen=True, slots=True)
class Value:
    """A word, or a quoted phrase, and where it stands in the expression."""

    text: str
    quoted: bool = False
    position: int = field(default=0, compare=False)
    length: int = field(default=1, compare=False)

    @property
    def is_star(self) -> bool:
        """True for the `*` of `field:*`."""
        return self.text == "*" and not self.quoted


@dataclass(frozen=True, slots=True)
class Text:
    """Full text: any one of the words or phrases."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A field compared with values: true when any value of the record meets any of them."""

    name: str
    operator: str
    values: tuple[Value, ...]
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts; without parts, everything."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple[Node, ...]


Node = Text | FieldTest | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed expression; `text` is what was typed."""

    root: Node
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        return "" if self.root == And(()) else write(self.root)


def write(node: Node) -> str:
    """The node as an expression that parses to an equal node."""
    if isinstance(node, Text):
        return ",".join(_written(value, bare=True) for value in node.values)
    if isinstance(node, FieldTest):
        values = ",".join(_written(value, bare=False) for value in node.values)
        return f"{node.name}{node.operator}{values}"
    if isinstance(node, Not):
        return f"not {_grouped(node.part)}"
    if isinstance(node, And):
        return " ".join(map(_grouped, node.parts))
    return " or ".join(map(_grouped, node.parts))


def leaves(node: Node) -> Iterator[Text | FieldTest]:
    """Every test and every text of a node, from left to right."""
    if isinstance(node, Text | FieldTest):
        yield node
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        for part in node.parts:
            yield from leaves(part)


def _grouped(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, And | Or) else write(node)


def _written(value: Value, *, bare: bool) -> str:
    if not value.quoted:
        return value.text
    text = value.text.replace("\\", "\\\\")
    for quote in QUOTES:
        text = text.replace(quote, f"\\{quote}")
    return f'"{text}"'
