"""Records in the canonical style of `mini fmt`, written without a YAML library: thousands of files in a second or two."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
WIDTH = 100
"""Columns at which long texts are wrapped."""


def as_yaml(kind: str, record: Record) -> str:
    """A record in the canonical style of `mini fmt`, for texts that need no quotes: the generator has no others."""
    lines = [f"# yaml-language-server: $schema=../../schemas/{kind}.schema.json"]
    _mapping(record, "", lines)
    return "\n".join(lines) + "\n"


def _mapping(record: Record, pad: str, lines: list[str]) -> None:
    for key, value in record.items():
        _entry(value, f"{pad}{key}:", pad, lines)


def _entry(value: Any, lead: str, pad: str, lines: list[str]) -> None:
    below = pad + "  "
    if isinstance(value, dict):
        lines.append(lead)
        _mapping(value, below, lines)
    elif isinstance(value, list):
        lines.append(lead)
        for entry in value:
            if isinstance(entry, dict):
                first = len(lines)
                _mapping(entry, below + "  ", lines)
                lines[first] = f"{below}- {lines[first].lstrip()}"
            else:
                _entry(entry, f"{below}-", below, lines)
    elif not isinstance(value, str):
        lines.append(f"{lead} {str(value).lower() if isinstance(value, bool) else value}")
    elif value.startswith("https:"):
        lines.append(f'{lead} "{value}"')
    elif "\n" not in value and len(lead) + 1 + len(value) <= WIDTH:
        lines.append(f"{lead} {value}")
    else:
        lines.append(f"{lead} >-")
        for number, paragraph in enumerate(value.split("\n")):
            if number:
                lines.append("")
            _wrap(paragraph, below, lines)


def _wrap(text: str, pad: str, lines: list[str]) -> None:
    line = ""
    for word in text.split(" "):
        if line and len(pad) + len(line) + 1 + len(word) > WIDTH:
            lines.append(pad + line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(pad + line)
