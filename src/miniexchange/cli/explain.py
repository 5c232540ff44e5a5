"""`mini explain`: what a diagnostic means."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from miniexchange.cli.common import emit
from miniexchange.cli.completion import diagnostic_codes, one_of

if TYPE_CHECKING:
    from miniexchange.diagnostic import Code

FORMATS = ("text", "markdown")
_WIDTH = 88


def command(
    code: Annotated[
        str,
        typer.Argument(
            metavar="[CODE]",
            help="Such as MX201 or 201; without it, all are listed.",
            autocompletion=diagnostic_codes,
        ),
    ] = "",
    format: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.", autocompletion=one_of(*FORMATS))
    ] = "text",
) -> int:
    """Say what a diagnostic means and what to do, with a wrong and a right example.

    \b
    Example:
      mini explain MX201
      mini explain
    """
    from miniexchange.diagnostic import UserError, codes
    from miniexchange.diagnostic.page import entry_markdown, page

    if format not in FORMATS:
        raise UserError(f"no format {format!r}", f"the formats are {', '.join(FORMATS)}")
    if not code:
        emit(page() if format == "markdown" else _list())
        return 0
    entry = codes().get(_normal(code))
    if entry is None:
        raise UserError(f"no code {code!r}", _nearest(code))
    emit(entry_markdown(entry) if format == "markdown" else _text(entry))
    return 0


def _normal(code: str) -> str:
    digits = re.fullmatch(r"(?i:mx)?[-_ ]?(\d{3})", code.strip(), re.ASCII)
    return f"MX{digits[1]}" if digits else code.strip().upper()


def _text(entry: Code) -> str:
    return (
        f"{entry.code} {entry.severity}: {entry.title}\n\n{textwrap.fill(entry.why, _WIDTH, break_on_hyphens=False)}\n\n"
        f"Wrong:\n\n{textwrap.indent(entry.wrong, '    ')}\n\nRight:\n\n{textwrap.indent(entry.right, '    ')}\n"
    )


def _list() -> str:
    from miniexchange.diagnostic.page import grouped

    parts = []
    for name, entries in grouped():
        rows = "\n".join(f"  {entry.code}  {entry.severity:<7}  {entry.title}" for entry in entries)
        parts.append(f"{name}\n{rows}\n")
    return "\n".join([*parts, "`mini explain CODE` tells more.\n"])


def _nearest(typed: str) -> str:
    """The codes that may be meant: those whose title has the word that was typed, else those with near numbers."""
    from miniexchange.diagnostic import codes
    from miniexchange.text.folding import fold
    from miniexchange.text.similarity import nearest

    known = codes()
    word = fold(typed.strip())
    found = [c for c, entry in known.items() if len(word) > 2 and word in fold(entry.title)]
    found = found[:5] or nearest(_normal(typed), known)
    if not found:
        return "`mini explain` lists all codes"
    return "did you mean one of these?\n" + "\n".join(f"    {c}  {known[c].title}" for c in found)
