"""Options and small helpers that every command shares."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, TextIO

import typer

CatalogueOption = Annotated[
    Path | None,
    typer.Option(
        "--catalogue",
        metavar="DIR",
        help="The catalogue's folder (default: the nearest one upwards with a mini.yaml).",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what was asked for.")]
NoColorOption = Annotated[bool, typer.Option("--no-color", help="No colours (NO_COLOR does the same).")]
NoCacheOption = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write the cache.")]


def catalogue_root(option: Path | None) -> Path:
    """The catalogue that a command works on; raises UserError when there is none."""
    from miniexchange.catalogue.source import find_root

    return find_root(option)


def emit(text: str) -> None:
    """Writes machine output to stdout, in UTF-8 whatever the locale, with one newline at its end."""
    data = text if text.endswith("\n") or not text else text + "\n"
    sys.stdout.buffer.write(data.encode("utf-8"))
    sys.stdout.flush()


def day(text: str) -> date:
    """The first day of a partial date that somebody typed; raises UserError for anything else."""
    from miniexchange.catalogue.dates import date_span
    from miniexchange.diagnostic import UserError

    try:
        return date_span(text)[0]
    except ValueError as error:
        raise UserError(str(error), "write a day such as 2026-11-21") from None


def wants_color(stream: TextIO, no_color: bool) -> bool:
    """Whether a stream is a terminal that shows colours and nobody asked for none."""
    return (
        stream.isatty()
        and not no_color
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
