"""The report for people: place, message, the line with a caret below it, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby

from miniexchange.diagnostic.model import Diagnostic, Report
from miniexchange.diagnostic.reporters.wording import MARKER, inert, place, sorted_diagnostics, totals
from miniexchange.diagnostic.terminal import plain

WIDTH = 96
"""How many columns of a line are shown; what is longer is cut around the caret."""

_TAB = 4
_Painter = Callable[[str, str], str]
_COLOURS = {"error": "1;31", "warning": "1;33", "hint": "1;36", "path": "1", "caret": "32", "gutter": "2"}


def render(report: Report, *, style: bool = False) -> str:
    """The findings, one block each, grouped by file; counts last. `style` adds ANSI colours."""
    paint = _paint if style else _unpainted
    blocks: list[str] = []
    for _, of_file in groupby(sorted_diagnostics(report), key=lambda d: d.path):
        blocks.append("\n".join(line for d in of_file for line in _lines(d, report, paint)) + "\n")
    return "\n".join([*blocks, totals(report) + "\n"])


def _lines(diagnostic: Diagnostic, report: Report, paint: _Painter) -> Iterator[str]:
    severity = diagnostic.severity
    yield f"{paint('path', place(diagnostic))}: {paint(severity, severity)} {diagnostic.code} {inert(diagnostic.message)}"
    line = report.line_of(diagnostic.path, diagnostic.line) if diagnostic.line > 0 else None
    number = str(diagnostic.line)
    if line is not None:
        shown, before, marked = excerpt(line.rstrip("\r\n"), diagnostic.column, diagnostic.length)
        # The gutter also keeps a record's text from beginning a line, where `::` would be a command.
        yield f"  {paint('gutter', number + ' |')} {shown}"
        yield f"  {paint('gutter', ' ' * len(number) + ' |')} {' ' * before}{paint('caret', '^' * marked)}"
    if diagnostic.hint:
        yield f"  → {inert(diagnostic.hint)}"


def excerpt(line: str, column: int, length: int) -> tuple[str, int, int]:
    """A line as it is shown, and where its caret goes: (text, columns before the caret, columns it marks).

    `column` counts characters of the line from 1. Tabs become spaces, control characters vanish, East Asian
    characters take two columns; a long line is cut around the caret, with `…` where something was left out.
    """
    start = max(column - 1, 0)
    pieces = [_displayed(character) for character in line]
    _disarm(pieces)
    widths = [_width(piece) for piece in pieces]
    before = sum(widths[:start])
    marked = max(sum(widths[start : start + max(length, 1)]), 1)
    if sum(widths) <= WIDTH:
        return "".join(pieces).rstrip(), before, min(marked, WIDTH)
    first, last = _window(widths, start)
    shown = "".join(pieces[first:last])
    lead = "…" if first else ""
    tail = "…" if last < len(pieces) else ""
    left = len(lead) + sum(widths[first : min(start, last)])
    return lead + shown + tail, left, min(marked, max(WIDTH - left, 1))


def _window(widths: list[int], start: int) -> tuple[int, int]:
    """Which characters to show: a third of the room before the caret, the rest after it."""
    room = WIDTH - 2
    first, used = min(start, len(widths)), 0
    while first > 0 and used + widths[first - 1] <= room // 3:
        first -= 1
        used += widths[first]
    last = first
    used = 0
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    return first, last


def _disarm(pieces: list[str]) -> None:
    """Puts a space into markers of build servers, in the piece that ends their `##`, so that columns stay countable."""
    ends = {match.end() for match in MARKER.finditer("".join(pieces))}
    position = 0
    for index, piece in enumerate(pieces):
        position += len(piece)
        if piece and position in ends:
            pieces[index] = piece + " "


def _displayed(character: str) -> str:
    return " " * _TAB if character == "\t" else plain(character)


def _width(piece: str) -> int:
    return sum(_columns(character) for character in piece)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _paint(role: str, text: str) -> str:
    return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m"


def _unpainted(role: str, text: str) -> str:
    return text
