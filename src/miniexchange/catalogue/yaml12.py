"""YAML 1.2 (core schema) with the position of every value: PyYAML's events, our resolution of plain scalars.

This is the reference: what it reads is what a file says, and it alone finds a file at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml
from yaml import events

from miniexchange.catalogue.faults import CONTROL, MAX_DEPTH, YamlFault, place, syntax_fault

MAX_NODES = 100_000
"""How many values the aliases of a file may stand for; a long text counts as several."""
_LONG = 64  # characters

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]+", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+", re.ASCII)
_HEX = re.compile(r"0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", re.ASCII)
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LARGEST = 2**64 - 1  # what the formats we write can hold
_SMALLEST = -(2**63)
_TEXT_TAG = "tag:yaml.org,2002:str"
_PLAIN_TAGS = (None, _TEXT_TAG, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq")


@dataclass(slots=True)
class Node:
    """A value and where it stands. `children` of a mapping by key, of a list by index as text; lines and columns from 0."""

    value: Any
    line: int
    column: int
    end_line: int
    end_column: int
    children: dict[str, Node]
    key_line: int = -1
    key_column: int = -1
    size: int = 1
    height: int = 0

    def at(self, pointer: str) -> Node:
        """The node at a JSON pointer, or the nearest one above it."""
        node = self
        for step in pointer.split("/")[1:]:
            child = node.children.get(step.replace("~1", "/").replace("~0", "~"))
            if child is None:
                break
            node = child
        return node


def compose(text: str) -> Node:
    """The one document of a text as nodes with positions; raises YamlFault at the first fault."""
    try:
        return _Composer(text).document()
    except yaml.MarkedYAMLError as error:
        raise syntax_fault(text, error) from None
    except yaml.reader.ReaderError as error:
        line, column = place(text, error.position)
        raise YamlFault(
            "MX104", line, column, "a character that YAML does not allow", "delete the invisible character"
        ) from None


def resolve_plain(text: str) -> Any:
    """What an unquoted scalar means in YAML 1.2's core schema; a number too large for 64 bits stays text.

    Raises ValueError for infinity and not-a-number, which records have no use for.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return _integer(text, 10)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return text if number in (float("inf"), float("-inf")) else number
    if _OCTAL.fullmatch(text):
        return _integer(text, 8)
    if _HEX.fullmatch(text):
        return _integer(text, 16)
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(text)
    return text


def _integer(text: str, base: int) -> int | str:
    if len(text) > 40:
        return text
    number = int(text[2:] if base != 10 else text, base)
    return number if _SMALLEST <= number <= _LARGEST else text


class _Composer:
    """Builds nodes from PyYAML's events without recursion, so that no nesting can exhaust the stack."""

    def __init__(self, text: str) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self.anchors: dict[str, Node | None] = {}
        self.expanded = 0

    def document(self) -> Node:
        root: Node | None = None
        documents = 0
        open_nodes: list[
            tuple[Node, str | None, Any]
        ] = []  # collection, its anchor, its pending key (a scalar event)
        for event in self.events:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fail(
                        "MX109",
                        event,
                        "a second document begins here",
                        "one file holds one record: delete the `---` or split the file",
                    )
                continue
            if isinstance(event, (events.MappingEndEvent, events.SequenceEndEvent)):
                node, anchor, _ = open_nodes.pop()
                end: Any = event.end_mark
                node.end_line, node.end_column = end.line, end.column
                node.size = 1 + sum(child.size for child in node.children.values())
                node.height = 1 + max((child.height for child in node.children.values()), default=0)
                if anchor:
                    self.anchors[anchor] = node
                continue
            if not isinstance(event, events.NodeEvent):
                continue
            parent, _, key = open_nodes[-1] if open_nodes else (None, None, None)
            if parent is not None and isinstance(parent.value, dict) and key is None:
                open_nodes[-1] = (parent, open_nodes[-1][1], self._key(parent, event))
                continue
            node = self._node(event)
            self._limit_depth(event, len(open_nodes) + node.height)
            if parent is None:
                root = node
            else:
                self._attach(parent, key, node)
                open_nodes[-1] = (parent, open_nodes[-1][1], None)
            if isinstance(event, (events.MappingStartEvent, events.SequenceStartEvent)):
                self._limit_depth(event, len(open_nodes) + 1)
                if event.anchor:
                    self.anchors[event.anchor] = None  # still open: an alias to it would contain itself
                open_nodes.append((node, event.anchor, None))
            elif isinstance(event, events.ScalarEvent) and event.anchor:
                self.anchors[event.anchor] = node
        return root or Node(None, 0, 0, 0, 0, {})

    def _key(self, parent: Node, event: Any) -> Any:
        if not isinstance(event, events.ScalarEvent):
            self._fail(
                "MX114",
                event,
                "a key must be a plain word",
                "write the key as a word followed by a colon; quote texts that begin with [, { or *",
            )
        if event.tag not in (None, "!", _TEXT_TAG):
            self._fail("MX108", event, f"the tag `{_shown(event.tag)}` is not allowed", "delete the tag")
        self._refuse_control(event)
        if event.value == "<<" and not event.style:
            self._fail("MX106", event, "merge keys (`<<`) are not YAML 1.2", "write the fields out")
        if event.value in parent.children:
            first = parent.children[event.value].key_line + 1
            self._fail(
                "MX105",
                event,
                f"the key `{event.value}` stands here a second time (first on line {first})",
                "keep one of the two",
            )
        return event

    def _attach(self, parent: Node, key: Any, node: Node) -> None:
        if isinstance(parent.value, dict):
            node.key_line, node.key_column = key.start_mark.line, key.start_mark.column
            parent.value[key.value] = node.value
            parent.children[key.value] = node
        else:
            parent.children[str(len(parent.value))] = node
            parent.value.append(node.value)

    def _node(self, event: Any) -> Node:
        start, end = event.start_mark, event.end_mark
        if isinstance(event, events.AliasEvent):
            return self._alias(event)
        if event.tag not in _PLAIN_TAGS and not (event.tag == "!" and isinstance(event, events.ScalarEvent)):
            self._fail(
                "MX108",
                event,
                f"the tag `{_shown(event.tag)}` is not allowed",
                "delete the tag: records hold plain texts, numbers, lists and mappings",
            )
        if isinstance(event, events.MappingStartEvent):
            return Node({}, start.line, start.column, end.line, end.column, {})
        if isinstance(event, events.SequenceStartEvent):
            return Node([], start.line, start.column, end.line, end.column, {})
        self._refuse_control(event)
        value: Any = event.value
        if not event.style and event.tag is None:
            try:
                value = resolve_plain(value)
            except ValueError:
                self._fail(
                    "MX112",
                    event,
                    f"{event.value} is not a number that a record can hold",
                    "write the figure, or quote it if it is a text",
                )
        size = 1 + len(event.value) // _LONG
        return Node(value, start.line, start.column, end.line, end.column, {}, size=size)

    def _alias(self, event: Any) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            known = event.anchor in self.anchors
            said = f"*{event.anchor} contains itself" if known else f"*{event.anchor} points to nothing"
            self._fail("MX107", event, said, "write the value out; quote a text that begins with *")
        self.expanded += target.size
        if self.expanded > MAX_NODES:
            said = f"the aliases of the file stand for more than {MAX_NODES:,} values"
            self._fail("MX107", event, said, "write the values out instead of using & and *")
        start, end = event.start_mark, event.end_mark
        return Node(
            target.value,
            start.line,
            start.column,
            end.line,
            end.column,
            target.children,
            size=target.size,
            height=target.height,
        )

    def _limit_depth(self, event: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            hint = "records are flat: check the indentation or the brackets"
            self._fail("MX113", event, f"nested deeper than {MAX_DEPTH} levels", hint)

    def _refuse_control(self, event: Any) -> None:
        control = CONTROL.search(event.value) if event.style == '"' else None
        if control:
            said = f"the control character U+{ord(control[0]):04X} is not allowed"
            self._fail("MX104", event, said, "delete the escape that stands for it")

    def _fail(self, code: str, event: Any, message: str, hint: str) -> NoReturn:
        raise YamlFault(code, event.start_mark.line + 1, event.start_mark.column + 1, message, hint)


def _shown(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)
