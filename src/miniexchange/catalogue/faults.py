"""What can be wrong with a file before it is a record: size, encoding, invisible characters, YAML's grammar."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 1_048_576
MAX_DEPTH = 64


class YamlFault(Exception):
    """One fault of a file: its code, place (line and column from 1, 0 for the whole file), message and remedy."""

    def __init__(self, code: str, line: int, column: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.line, self.column, self.message, self.hint = code, line, column, message, hint


def too_large(size: int) -> YamlFault:
    """The fault of a file of so many bytes."""
    said = f"the file has {size:,} bytes; a record may have {MAX_BYTES:,}"
    return YamlFault("MX101", 0, 0, said, "keep long documents in media/ and link to them")


def no_fields(line: int, column: int, first: str) -> YamlFault:
    """The fault of a file that consists of a list or a text; `first` is a field that it could begin with."""
    said = "a list or a text stands here instead of fields (`key: value` lines)"
    return YamlFault("MX111", line, column, said, f"begin with `{first}: …` at the left margin")


def decode(data: bytes) -> str:
    """The text of a file; raises YamlFault where it is too large, not UTF-8, or holds control characters."""
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "replace")  # counted behind a byte order mark
        line, column = place(before, len(before))
        raise YamlFault(
            "MX103",
            line,
            column,
            f"the byte 0x{error.object[error.start]:02X} is not UTF-8",
            "save the file as UTF-8 in your editor",
        ) from None
    control = CONTROL.search(text)
    if control:
        line, column = place(text, control.start())
        said = f"the control character U+{ord(control[0]):04X} is not allowed"
        raise YamlFault("MX104", line, column, said, "delete the invisible character")
    return text


CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that belong in no text, neither as they are nor as an escape in double quotes."""


class _Story(NamedTuple):
    """What a parser's complaint means to somebody who writes a record."""

    said: str
    message: str
    hint: str
    where_it_began: bool = False
    """Whether the place to look at is the beginning of what was being read, not where the parser gave up."""


_QUOTE_IT = "put the text in double quotes"
_OPEN_QUOTE = "this quotation mark is never closed"
_CLOSE_IT = "add a quotation mark at the end of this line"
_NEXT_FIELD = re.compile(r"\n *(- |[A-Za-z0-9_-]+:[ \r\n])")
"""A line that would begin a field or an entry, were it not inside a quoted text."""
_SYNTAX = (
    _Story("cannot start any token", "a character that cannot begin a text without quotes", _QUOTE_IT),
    _Story("expected node content", "a character that cannot begin a text without quotes", _QUOTE_IT),
    _Story(
        "expected alphabetic or numeric", "a text that begins with * or &, without quotes", _QUOTE_IT, True
    ),
    _Story("tag", "a text that begins with !, without quotes", _QUOTE_IT, True),
    _Story("directive", "a line that begins with %", _QUOTE_IT),
    _Story(
        "could not find expected ':'",
        "a key without its colon",
        "write `key: value`; if this belongs to the text above, indent it like that text",
        True,
    ),
    _Story(
        "',' or ']'",
        "a list in [ ] that is not closed or lacks a comma",
        "close it with ], or write one entry a line with `- `",
        True,
    ),
    _Story(
        "',' or '}'",
        "a group in { } that is not closed or lacks a comma",
        "close it with }, or write one field a line",
        True,
    ),
    _Story("end of stream", _OPEN_QUOTE, _CLOSE_IT, True),
    _Story("document indicator", _OPEN_QUOTE, _CLOSE_IT, True),
    _Story(
        "while parsing a quoted scalar",
        "a backslash that means nothing here",
        "write two backslashes for one, or use single quotes",
    ),
    _Story("a double-quoted scalar", "a backslash that means nothing here", "write two backslashes for one"),
    _Story("a block scalar", "a text on the line of | or >", "begin the text on the next line"),
    _Story("sequence entries are not allowed", "a list on the line of its key", "begin it on the next line"),
    _Story("<document start>", "a bracket too many", "delete it, or put the text in double quotes"),
    _Story(
        "'-' indicator",
        "this line does not fit the list above",
        "begin it with `- `, or check its indentation",
    ),
)


def syntax_fault(text: str, error: yaml.MarkedYAMLError) -> YamlFault:
    """What PyYAML says of a text that is no YAML, in words for people who do not know its grammar."""
    if open_quote := _open_quote(text, error):
        return YamlFault("MX102", *open_quote, _OPEN_QUOTE, _CLOSE_IT)
    said = f"{error.problem or ''} {error.context or ''}"
    story = next((story for story in _SYNTAX if story.said in said), None)
    mark = error.problem_mark or error.context_mark
    line = _line(text, mark.line) if mark else ""
    before, after = (line[: mark.column], line[mark.column :]) if mark else ("", "")
    if after.startswith("\t") or before.endswith("\t"):
        story = _Story("", "a tab where YAML wants spaces", "replace the tab by spaces")
    elif "mapping values are not allowed" in said and ": " in before:
        story = _Story(
            "",
            "a colon followed by a space inside a text",
            "put the text in double quotes, or start it with >- on the line before",
        )
    elif "mapping values are not allowed" in said:
        hint = "indent it like the fields around it; the line above may lack a space after its colon"
        story = _Story("", "this line does not fit the line above", hint)
    elif story is None and before.rstrip().endswith(("'", '"')):
        hint = "put the whole text into one pair of quotes; a quotation mark above may not be closed"
        story = _Story("", "the text goes on after its closing quotation mark", hint)
    elif story is None:
        hint = "check its indentation, and quotes or colons in the lines above"
        story = _Story("", "this line does not fit the lines above", hint)
    if story.where_it_began and error.context_mark:
        mark = error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return YamlFault("MX102", *place, story.message, story.hint)


def _open_quote(text: str, error: yaml.MarkedYAMLError) -> tuple[int, int] | None:
    """Where a quoted text begins that ends on the line of the fault only because it took in the fields below it.

    A quotation mark that is never closed ends at the next one in the file, which may be far below; there the parser gives up.
    """
    import yaml

    fault = error.context_mark if "quoted scalar" in (error.context or "") else error.problem_mark
    if fault is None or not any(mark in _line(text, fault.line)[: fault.column + 1] for mark in "\"'"):
        return None
    last: yaml.ScalarToken | None = None
    with contextlib.suppress(yaml.MarkedYAMLError):
        for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if token.start_mark.index >= fault.index:
                break
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                last = token
    if last is None or last.end_mark.line != fault.line:
        return None
    if not _NEXT_FIELD.search(text[last.start_mark.index : last.end_mark.index]):
        return None
    return last.start_mark.line + 1, last.start_mark.column + 1


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if number < len(lines) else ""


def place(text: str, index: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of a text; lines end as YAML has it."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
