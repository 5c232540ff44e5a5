"""From a pointer in a record to a line and a column in its file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from miniexchange.catalogue.faults import YamlFault, decode
from miniexchange.catalogue.findings import Finding
from miniexchange.diagnostic import Diagnostic, severity_of

if TYPE_CHECKING:
    from miniexchange.catalogue.yaml12 import Node


def locate(path: str, data: bytes, findings: Iterable[Finding]) -> list[Diagnostic]:
    """The findings of one file with the place of the very value, key or excerpt that each is about."""
    waiting = list(findings)
    if not waiting:
        return []
    from miniexchange.catalogue.yaml12 import compose

    try:
        text = decode(data)
        root: Node | None = compose(text)
    except YamlFault:  # the file changed under our hands, or is not YAML at all
        text, root = "", None
    lines = text.splitlines()
    return [_placed(path, finding, root, lines) for finding in waiting]


def fault(path: str, error: YamlFault) -> Diagnostic:
    """A fault of the YAML itself as a diagnostic."""
    return Diagnostic(
        error.code, severity_of(error.code), path, error.line, error.column, "", error.message, error.hint
    )


def unplaced(finding: Finding) -> Diagnostic:
    """A finding about a file as a whole."""
    return Diagnostic(
        finding.code,
        severity_of(finding.code),
        finding.path,
        0,
        0,
        finding.pointer,
        finding.message,
        finding.hint,
    )


def unreadable(path: str, error: OSError) -> Diagnostic:
    """A file that the system does not let us read."""
    said = f"the file cannot be read: {error.strerror or error}"
    return unplaced(Finding("MX116", "", said, "check its permissions", path=path))


def _placed(path: str, finding: Finding, root: Node | None, lines: list[str]) -> Diagnostic:
    line = column = 0
    length = 1
    if root is not None:
        node = root.at(finding.pointer)
        line, column, length = _place(node, finding, lines)
    return Diagnostic(
        finding.code,
        severity_of(finding.code),
        path,
        line,
        column,
        finding.pointer,
        finding.message,
        finding.hint,
        length,
    )


def _place(node: Node, finding: Finding, lines: list[str]) -> tuple[int, int, int]:
    if finding.excerpt:
        found = _find(finding.excerpt, node, lines)
        if found:
            return found
    if finding.at_key and node.key_line >= 0:
        key = finding.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        return node.key_line + 1, node.key_column + 1, max(1, len(key))
    if isinstance(node.value, (dict, list)) and node.key_line >= 0 and node.line > node.key_line:
        return node.key_line + 1, node.key_column + 1, max(1, len(finding.pointer.rpartition("/")[2]))
    length = node.end_column - node.column if node.end_line == node.line else 1
    return node.line + 1, node.column + 1, max(1, length)


def _find(excerpt: str, node: Node, lines: list[str]) -> tuple[int, int, int] | None:
    """Where a part of a text stands between the start and the end of its node; None when it is broken over lines."""
    for number in range(node.line, min(node.end_line + 1, len(lines))):
        start = node.column if number == node.line else 0
        column = lines[number].find(excerpt, start)
        if column >= 0:
            return number + 1, column + 1, len(excerpt)
    return None
