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

MAX_BYTES = 1_048_576
MAX_DEPTH = 64
MAX_NODES = 100_000
"""How many values a file may hold once its aliases are expanded."""

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


class YamlFault(Exception):
    """One fault of a file: its code, place (line and column from 1, 0 for the whole file), message and remedy."""

    def __init__(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.line, self.column, self.message, self.hint = code, line, column, message, hint


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

    def at(self, pointer: str) -> Node:
        """The node at a JSON pointer, or the nearest one above it."""
        node = self
        for step in pointer.split("/")[1:]:
            child = node.children.get(step.replace("~1", "/").replace("~0", "~"))
            if child is None:
                break
            node = child
        return node


def decode(data: bytes) -> str:
    """The text of a file; raises YamlFault where it is too large, not UTF-8, or holds control characters."""
    if len(data) > MAX_BYTES:
        raise YamlFault("MX101", 0, 0, f"the file has {len(data):,} bytes; a record may have {MAX_BYTES:,}", "keep long documents in media/ and link to them")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        raise YamlFault("MX103", line, column, f"the byte 0x{data[error.start]:02X} is not UTF-8", "save the file as UTF-8 in your editor") from None
    control = _CONTROL.search(text)
    if control:
        line, column = _place(text, control.start())
        raise YamlFault("MX104", line, column, f"the control character U+{ord(control[0]):04X} is not allowed", "delete the invisible character")
    return text


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def compose(text: str) -> Node:
    """The one document of a text as nodes with positions; raises YamlFault at the first fault."""
    try:
        return _Composer(text).document()
    except yaml.MarkedYAMLError as error:
        raise _syntax_fault(text, error) from None
    except yaml.reader.ReaderError as error:
        line, column = _place(text, error.position)
        raise YamlFault("MX104", line, column, "a character that YAML does not allow", "delete the invisible character") from None


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
        self.total = 0

    def document(self) -> Node:
        root: Node | None = None
        documents = 0
        open_nodes: list[tuple[Node, str | None, Any]] = []  # collection, its anchor, its pending key (a scalar event)
        for event in self.events:
            if isinstance(event, events.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fail("MX109", event, "a second document begins here", "one file holds one record: delete the `---` or split the file")
                continue
            if isinstance(event, (events.MappingEndEvent, events.SequenceEndEvent)):
                node, anchor, _ = open_nodes.pop()
                node.end_line, node.end_column = event.end_mark.line, event.end_mark.column
                node.size = 1 + sum(child.size for child in node.children.values())
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
            if parent is None:
                root = node
            else:
                self._attach(parent, key, node)
                open_nodes[-1] = (parent, open_nodes[-1][1], None)
            if isinstance(event, (events.MappingStartEvent, events.SequenceStartEvent)):
                if len(open_nodes) >= MAX_DEPTH:
                    self._fail("MX113", event, f"nested deeper than {MAX_DEPTH} levels", "records are flat: check the indentation or the brackets")
                if event.anchor:
                    self.anchors[event.anchor] = None  # still open: an alias to it would contain itself
                open_nodes.append((node, event.anchor, None))
            elif isinstance(event, events.ScalarEvent) and event.anchor:
                self.anchors[event.anchor] = node
        return root or Node(None, 0, 0, 0, 0, {})

    def _key(self, parent: Node, event: Any) -> Any:
        if not isinstance(event, events.ScalarEvent):
            self._fail("MX114", event, "a key must be a plain word", "write the key as a word followed by a colon; quote texts that begin with [, { or *")
        if event.tag not in (None, "!", _TEXT_TAG):
            self._fail("MX108", event, f"the tag {event.tag} is not allowed", "delete the tag")
        if event.value == "<<" and not event.style:
            self._fail("MX106", event, "merge keys (`<<`) are not YAML 1.2", "write the fields out")
        if event.value in parent.children:
            first = parent.children[event.value].key_line + 1
            self._fail("MX105", event, f"the key {event.value!r} stands here a second time (first on line {first})", "keep one of the two")
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
            self._fail("MX108", event, f"the tag {event.tag} is not allowed", "delete the tag: records hold plain texts, numbers, lists and mappings")
        self._count(event, 1)
        if isinstance(event, events.MappingStartEvent):
            return Node({}, start.line, start.column, end.line, end.column, {})
        if isinstance(event, events.SequenceStartEvent):
            return Node([], start.line, start.column, end.line, end.column, {})
        value: Any = event.value
        if not event.style and event.tag is None:
            try:
                value = resolve_plain(value)
            except ValueError:
                self._fail("MX112", event, f"{event.value} is not a number that a record can hold", "write the figure, or quote it if it is a text")
        return Node(value, start.line, start.column, end.line, end.column, {})

    def _alias(self, event: Any) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            known = event.anchor in self.anchors
            said = f"*{event.anchor} contains itself" if known else f"*{event.anchor} points to nothing"
            self._fail("MX107", event, said, "write the value out; quote a text that begins with *")
        self._count(event, target.size)
        start, end = event.start_mark, event.end_mark
        return Node(target.value, start.line, start.column, end.line, end.column, target.children, size=target.size)

    def _count(self, event: Any, size: int) -> None:
        self.total += size
        if self.total > MAX_NODES:
            self._fail("MX107", event, f"the file holds more than {MAX_NODES:,} values once its aliases are expanded", "write the values out instead of using & and *")

    def _fail(self, code: str, event: Any, message: str, hint: str) -> NoReturn:
        raise YamlFault(code, event.start_mark.line + 1, event.start_mark.column + 1, message, hint)


_SYNTAX = (
    ("mapping values are not allowed", "a colon followed by a space inside a text", "put the text in double quotes, or start it with >- on the line before"),
    ("cannot start any token", "a character that cannot begin a text without quotes", "put the text in double quotes"),
    ("could not find expected ':'", "a key without its colon", "write `key: value`; if this belongs to the text above, indent it like that text"),
    ("did not find expected key", "this line does not fit the lines above", "check its indentation, and quotes or colons in the lines above"),
    ("expected <block end>", "this line does not fit the lines above", "check its indentation, and quotes or colons in the lines above"),
    ("did not find expected '-' indicator", "this line does not fit the list above", "begin it with `- `, or check its indentation"),
    ("did not find expected ',' or ']'", "a list in [ ] that is not closed or lacks a comma", "close it with ], or write one entry a line with `- `"),
    ("did not find expected ',' or '}'", "a mapping in { } that is not closed or lacks a comma", "close it with }, or write one key a line"),
    ("unexpected end of stream", "a quote that is not closed", "close the quote"),
    ("undefined alias", "an alias (*name) that points to nothing", "quote a text that begins with *"),
    ("undefined tag handle", "a tag (!name) that means nothing here", "quote a text that begins with !"),
)


def _syntax_fault(text: str, error: yaml.MarkedYAMLError) -> YamlFault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    problem = f"{error.problem or ''} {error.context or ''}"
    if mark and _line(text, mark.line)[mark.column : mark.column + 1] == "\t":
        return YamlFault("MX102", line, column, "a tab where YAML wants spaces", "replace the tab by spaces")
    for part, message, hint in _SYNTAX:
        if part in problem:
            return YamlFault("MX102", line, column, message, hint)
    return YamlFault("MX102", line, column, f"not readable as YAML: {(error.problem or 'unknown fault').strip()}", "check this line and the one above it")


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if number < len(lines) else ""


def _place(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1
