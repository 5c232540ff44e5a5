"""`mini changes`: what is new, changed, renamed and archived since a date, a tag or an edition."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from miniexchange.cli.common import (
    CatalogueOption,
    NoCacheOption,
    NoColorOption,
    QuietOption,
    catalogue_root,
    day,
    emit,
    wants_color,
)
from miniexchange.cli.completion import one_of, record_folders

if TYPE_CHECKING:
    from miniexchange.history import Change, Changes

FORMATS = ("table", "markdown", "json")
_INDENT = 14  # two spaces, a day, two spaces


def command(
    catalogue: CatalogueOption = None,
    since: Annotated[
        str,
        typer.Option(
            "--since",
            metavar="DATE|TAG|EDITION",
            help="From when on (default: the latest tag before the last commit, else the begin of the edition, "
            "else 90 days before the last commit).",
        ),
    ] = "",
    until: Annotated[
        str,
        typer.Option(
            "--until", metavar="DATE|TAG|EDITION", help="Until when (default: the files as they are now)."
        ),
    ] = "",
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="KIND", help="Only records of this kind.", autocompletion=record_folders
        ),
    ] = "",
    format: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.", autocompletion=one_of(*FORMATS))
    ] = "table",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="DATE", help="The day of what is not yet committed (default: today)."
        ),
    ] = "",
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Tell which records are new, changed, renamed, archived or removed, and which of their parts changed.

    Git's history tells it; another order of the fields, other quotes or comments are no change. Without the whole history the
    records' own dates do (verified, documented, the steps of exchanges, needs stated and closed).

    \b
    Example:
      mini changes
      mini changes --since 2026-06-01 --kind practices
      mini changes --since v1.0 --format markdown
    """
    from miniexchange.diagnostic import UserError
    from miniexchange.history import Since, changes

    if format not in FORMATS:
        raise UserError(f"there is no format {format!r}", f"choose one of {', '.join(FORMATS)}")
    wanted = _kind(kind) if kind else ""
    found = changes(
        catalogue_root(catalogue),
        Since(since),
        Since(until),
        as_of=day(as_of) if as_of else date.today(),
        use_cache=not no_cache,
    )
    if wanted:
        found = found.of_kind(wanted)
    if format == "table":
        _write_table(found, quiet=quiet, color=wants_color(sys.stdout, no_color))
    else:
        emit(_written(found, format))
    return 0


def _kind(typed: str) -> str:
    """The kind that somebody typed, in the singular or plural."""
    from miniexchange.catalogue.kinds import FOLDERS
    from miniexchange.diagnostic import UserError
    from miniexchange.text.similarity import nearest

    names = {name: kind for kind, folder in FOLDERS.items() for name in (kind, folder)}
    names["vocabularies"] = "vocabulary"
    if typed.lower() in names:
        return names[typed.lower()]
    near = nearest(typed[:100], names, 1)
    raise UserError(
        f"there is no kind {typed!r}",
        f"did you mean {near[0]}?" if near else f"choose one of {', '.join(FOLDERS)}",
    )


def _written(found: Changes, format: str) -> str:
    import json

    from miniexchange.history.document import document_of, markdown_of

    if format == "markdown":
        return markdown_of(found)
    return json.dumps(document_of(found), ensure_ascii=False, indent=2)


def _write_table(found: Changes, *, quiet: bool, color: bool) -> None:
    from miniexchange.diagnostic import plain
    from miniexchange.history import WHATS
    from miniexchange.history.document import HEADINGS, span_of

    width = max(shutil.get_terminal_size().columns, 40)
    lines = [] if quiet else [plain(span_of(found)), ""]
    for what in WHATS:
        if found.of(what):
            lines.append(f"\x1b[1m{HEADINGS[what]}\x1b[0m" if color else HEADINGS[what])
            for change in found.of(what):
                lines += _lines(change, width)
            lines.append("")
    if found.changes:
        emit("\n".join(lines).rstrip("\n"))
    elif not quiet:
        emit(f"{plain(span_of(found))}: nothing")
    if found.note and not quiet:
        print(f"\n{plain(found.note)}", file=sys.stderr)


def _lines(change: Change, width: int) -> list[str]:
    from miniexchange.diagnostic import plain
    from miniexchange.history.document import title_and_more
    from miniexchange.interchange.layout import wrap

    first, *others = wrap(plain(" ".join(title_and_more(change))), width - _INDENT)
    return [f"  {change.day}  {first}", *(" " * _INDENT + line for line in others)]
