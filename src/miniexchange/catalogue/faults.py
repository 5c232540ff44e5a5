"""What can be wrong with a file before it is a record: size, encoding, invisible characters, YAML's grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
        before = data[: error.start].decode("utf-8-sig", "replace")
        line, column = place(before, len(before))
        raise YamlFault(
            "MX103",
            line,
            column,
            f"the byte 0x{data[error.start]:02X} is not UTF-8",
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


_SYNTAX = (
    (
        "mapping values are not allowed",
        "a colon followed by a space inside a text",
        "put the text in double quotes, or start it with >- on the line before",
    ),
    (
        "cannot start any token",
        "a character that cannot begin a text without quotes",
        "put the text in double quotes",
    ),
    (
        "could not find expected ':'",
        "a key without its colon",
        "write `key: value`; if this belongs to the text above, indent it like that text",
    ),
    (
        "did not find expected key",
        "this line does not fit the lines above",
        "check its indentation, and quotes or colons in the lines above",
    ),
    (
        "expected <block end>",
        "this line does not fit the lines above",
        "check its indentation, and quotes or colons in the lines above",
    ),
    (
        "did not find expected '-' indicator",
        "this line does not fit the list above",
        "begin it with `- `, or check its indentation",
    ),
    (
        "did not find expected ',' or ']'",
        "a list in [ ] that is not closed or lacks a comma",
        "close it with ], or write one entry a line with `- `",
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping in { } that is not closed or lacks a comma",
        "close it with }, or write one key a line",
    ),
    ("unexpected end of stream", "a quote that is not closed", "close the quote"),
    ("undefined alias", "an alias (*name) that points to nothing", "quote a text that begins with *"),
    ("undefined tag handle", "a tag (!name) that means nothing here", "quote a text that begins with !"),
)


def syntax_fault(text: str, error: yaml.MarkedYAMLError) -> YamlFault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    problem = f"{error.problem or ''} {error.context or ''}"
    if mark and _line(text, mark.line)[mark.column : mark.column + 1] == "\t":
        return YamlFault("MX102", line, column, "a tab where YAML wants spaces", "replace the tab by spaces")
    for part, message, hint in _SYNTAX:
        if part in problem:
            return YamlFault("MX102", line, column, message, hint)
    return YamlFault(
        "MX102",
        line,
        column,
        f"not readable as YAML: {(error.problem or 'unknown fault').strip()}",
        "check this line and the one above it",
    )


def _line(text: str, number: int) -> str:
    lines = text.splitlines()
    return lines[number] if number < len(lines) else ""


def place(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1
