"""Columns for a terminal: cells wrap at words, an id stays whole, wide letters count double."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_GAP = 2
_NARROWEST = 8


class TextTable(NamedTuple):
    """The lines of a table; its header may take several."""

    head: list[str]
    body: list[str]


def text_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, whole: Sequence[int] = (0,)
) -> TextTable:
    """Rows of cells as lines.

    Columns fit into `width` cells together; those numbered in `whole` are never wrapped, even if the table grows wider.
    """
    natural = [max(map(display_width, column)) for column in zip(header, *rows, strict=True)]
    widths = _shared(natural, width - _GAP * (len(header) - 1), frozenset(whole))
    return TextTable(_row(header, widths), [line for row in rows for line in _row(row, widths)])


def display_width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1
        for c in text
    )


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken at spaces, and within a longer word; an address stays whole."""
    if display_width(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and display_width(line) + 1 + display_width(word) <= width:
            line += " " + word
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width)
        lines += full
    return [*lines, line]


def _pieces(word: str, width: int) -> list[str]:
    if display_width(word) <= width or "://" in word:
        return [word]
    pieces, piece = [], ""
    for character in word:
        if piece and display_width(piece + character) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def _shared(natural: Sequence[int], room: int, whole: frozenset[int]) -> list[int]:
    """The widths of the columns: narrow ones get what they need, the rest is shared equally among the wide ones."""
    widths = list(natural)
    room -= sum(width for column, width in enumerate(natural) if column in whole)
    waiting = sorted(
        (column for column in range(len(natural)) if column not in whole), key=lambda column: natural[column]
    )
    for place, column in enumerate(waiting):
        share = max(_NARROWEST, room // (len(waiting) - place))
        widths[column] = min(natural[column], share)
        room -= widths[column]
    return widths


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(map(len, wrapped))):
        parts = [lines_of[number] if number < len(lines_of) else "" for lines_of in wrapped]
        padded = [
            part + " " * (width - display_width(part)) for part, width in zip(parts, widths, strict=True)
        ]
        lines.append((" " * _GAP).join(padded).rstrip())
    return lines
