"""One value as YAML 1.2: unquoted where that reads back the same, in double quotes otherwise, long texts as blocks."""

from __future__ import annotations

import re
from typing import Literal

from miniexchange.catalogue.faults import CONTROL
from miniexchange.catalogue.yaml12 import resolve_plain

WIDTH = 100
"""Columns at which long texts are wrapped."""

Scalar = str | int | float | bool | None

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_BREAKS_PLAIN = re.compile(r":[ \t]|[ \t]#|:\Z")
# What older readers (YAML 1.1) take for a truth value, a number in base 60 or with underscores, or a merge key.
_AMBIGUOUS = re.compile(
    r"(?i:y|n|yes|no|on|off)|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?([0-9][0-9_]*(\.[0-9_]*)?|0b[01_]+|0x[0-9a-fA-F_]+)|=|<<"
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")
# Tabs, line breaks and marks of direction are invisible, so they are spelt out.
_UNSEEN = re.compile("[\t\n\r\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BREAKABLE = re.compile(r"(?<=[^ ]) (?=[^ ])")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar(value: Scalar, indent: int, used: int) -> list[str]:
    """The lines of a value that begins after `used` columns; later lines are indented by `indent`.

    Raises ValueError for what a record cannot hold: an infinite number, one beyond 64 bits, a control character.
    """
    if not isinstance(value, str):
        return [_number(value)]
    line = flat(value)
    if "\n" not in value and (used + len(line) <= WIDTH or not _BREAKABLE.search(value)):
        return [line]
    block = _block(value, indent)
    return block if block else [line]


def flat(text: str) -> str:
    """A text on one line, quoted only where it has to be."""
    return text if is_plain(text) else quoted(text)


def is_plain(text: str) -> bool:
    """Whether an unquoted text is read as that very text, by older readers too. Web addresses are always quoted."""
    if (
        not text
        or text[0] in _INDICATORS
        or text != text.strip()
        or _UNSEEN.search(text)
        or CONTROL.search(text)
    ):
        return False
    if _BREAKS_PLAIN.search(text) or _ADDRESS.match(text):
        return False
    if _AMBIGUOUS.fullmatch(text):
        return False
    try:
        return isinstance(resolve_plain(text), str)
    except ValueError:
        return False


def is_plain_key(text: str) -> bool:
    """Whether a key may stand unquoted: keys are always texts, so that whole numbers need no quotes."""
    if text.startswith("..."):  # at the left margin it would end the document
        return False
    return is_plain(text) or (text.isascii() and text.isdecimal())


def quoted(text: str) -> str:
    """A text in double quotes, with everything invisible spelt out; raises ValueError for control characters."""
    control = CONTROL.search(text)
    if control:
        raise ValueError(f"a record cannot hold the control character U+{ord(control[0]):04X}")
    return '"' + "".join(_escaped(character) for character in text) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\u{ord(character):04X}" if _UNSEEN.match(character) else character


def _number(value: float | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = repr(value)
    if resolve_plain(text) != value:
        raise ValueError(f"a record cannot hold the number {text}")
    return text


def _block(text: str, indent: int) -> list[str]:
    """The text as a folded or literal block; nothing where neither would read back the same."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if (
        _UNSEEN.search(text.replace("\n", ""))
        or not lines[0]
        or not lines[-1]
        or any(line != line.rstrip() for line in lines)
    ):
        return []
    if lines[0][0] == " ":
        return []
    chomping: Literal["", "-"] = "" if text != body else "-"
    room = WIDTH - indent
    pad = " " * indent
    folds = not any(line.startswith(" ") for line in lines)
    if len(lines) > 1 and (not folds or all(len(line) <= room for line in lines)):
        return [f"|{chomping}", *(pad + line if line else "" for line in lines)]
    wrapped = [_wrapped(line, room) for line in lines]
    return [f">{chomping}", *(pad + line if line else "" for line in _folded(wrapped))]


def _folded(paragraphs: list[list[str]]) -> list[str]:
    """Lines of a folded block: one line break of the text is written as an empty line."""
    written: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if number:
            written.append("")
        written += [line for line in paragraph if line]
    return written


def _wrapped(line: str, room: int) -> list[str]:
    """A line broken at single spaces, which alone are restored by folding."""
    written = [""]
    for word in _BREAKABLE.split(line):
        if written[-1] and len(written[-1]) + 1 + len(word) > room:
            written.append(word)
        else:
            written[-1] = f"{written[-1]} {word}" if written[-1] else word
    return written
