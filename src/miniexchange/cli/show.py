"""`mini show`: one record for people, with what it is linked to."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from miniexchange.cli.common import (
    CatalogueOption,
    NoCacheOption,
    NoColorOption,
    QuietOption,
    catalogue_root,
    emit,
    wants_color,
)
from miniexchange.cli.completion import record_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from miniexchange.catalogue.rows import Row
    from miniexchange.check.opened import Opened
    from miniexchange.query.outline import Line

FORMATS = ("text", "json", "yaml")
_WIDEST = 100
"""Longer lines are hard to read, however wide the terminal."""


def command(
    record: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="Its id; KIND/ID where several kinds have it.", autocompletion=record_ids
        ),
    ],
    catalogue: CatalogueOption = None,
    format: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "text",
    similar: Annotated[
        bool, typer.Option("--similar", help="Also the practices that resemble it, and why.")
    ] = False,
    no_cache: NoCacheOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
) -> int:
    """Show one record: its facts and texts, evidence, exchanges, what points to it and how complete it is.

    \b
    Example:
      mini show summer-entrepreneur
      mini show region/veneto
      mini show summer-entrepreneur --similar --format json
    """
    from miniexchange.check.run import open_rows
    from miniexchange.cli.found import note_on_invalid
    from miniexchange.diagnostic import UserError
    from miniexchange.query.portrait import as_data, as_lines, portrait

    if format not in FORMATS:
        raise UserError(f"there is no format {format!r}", f"choose one of {', '.join(FORMATS)}")
    opened = open_rows(catalogue_root(catalogue), use_cache=not no_cache)
    row = find_record(opened, record)
    if similar and row.kind != "practice":
        raise UserError(
            f"{row.kind} {row.id} is no practice", "--similar compares practices alone: leave it out"
        )
    if not quiet:
        note_on_invalid(opened)
    shown = portrait(opened, row, with_similar=similar)
    if format == "json":
        import json

        emit(json.dumps(as_data(shown), ensure_ascii=False, indent=2))
    elif format == "yaml":
        from miniexchange.interchange.records import yaml_dump

        emit(yaml_dump(as_data(shown)))
    else:
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        bold = wants_color(sys.stdout, no_color)
        emit("\n".join(_laid_out(as_lines(opened, shown), width, bold=bold)))
    return 0


def find_record(opened: Opened, name: str) -> Row:
    """The record that `ID` or `KIND/ID` names; raises UserError with the nearest ids when there is none."""
    from miniexchange.catalogue.kinds import FOLDERS, KINDS
    from miniexchange.diagnostic import UserError

    before, slash, record_id = name.strip("/").rpartition("/")
    kinds = KINDS
    if slash:
        kinds = tuple(kind for kind in KINDS if before.removeprefix("data/") in (kind, FOLDERS[kind]))
        if not kinds:
            raise UserError(f"there is no kind {before!r}", f"it is one of {', '.join(KINDS)}")
    record_id = record_id.removesuffix(".yaml")
    found = [row for kind in kinds if (row := opened.rows.get(kind, record_id))]
    if len(found) > 1:
        several = " and ".join(f"a {row.kind}" for row in found)
        ways = " or ".join(f"`mini show {row.kind}/{row.id}`" for row in found)
        raise UserError(f"{record_id} is the id of {several}", f"say which: {ways}")
    if not found:
        raise _unknown(opened, record_id, kinds)
    return found[0]


def _unknown(opened: Opened, record_id: str, kinds: tuple[str, ...]) -> Exception:
    from miniexchange.diagnostic import UserError
    from miniexchange.text.folding import hyphenated
    from miniexchange.text.similarity import nearest

    broken = [
        d.path
        for d in opened.report.diagnostics
        if d.severity == "error" and d.path.endswith(f"/{record_id}.yaml")
    ]
    if broken:
        return UserError(
            f"{broken[0]} cannot be read", f"`mini validate {broken[0]}` tells what is wrong with it"
        )
    ids = [row.id for kind in kinds for row in opened.rows.of(kind)]
    near = nearest(hyphenated(record_id), ids)
    if not near:
        by_title = {hyphenated(row.title): row.id for kind in kinds for row in opened.rows.of(kind)}
        near = [by_title[title] for title in nearest(hyphenated(record_id), by_title)]
    what = kinds[0] if len(kinds) == 1 else "record"
    hint = (
        f"did you mean {', '.join(f'`{name}`' for name in near)}?"
        if near
        else "`mini query` lists the records"
    )
    return UserError(f"no {what} has the id {record_id!r}", hint)


def _laid_out(lines: Iterable[Line], width: int, *, bold: bool) -> Iterator[str]:
    """The lines of an outline for a terminal: headings stand out, what is long wraps below its beginning."""
    from miniexchange.diagnostic import plain
    from miniexchange.interchange.layout import wrap

    first = True
    for line in lines:
        lead = "  " * line.depth
        if line.style == "heading":
            if not first:
                yield ""
            yield from (f"\x1b[1m{part}\x1b[0m" if bold else part for part in wrap(plain(line.label), width))
        elif line.style == "fact":
            label = plain(line.label)
            text = f"{label}: {plain(line.text)}" if line.text else label
            yield from _hanging(f"  {lead}", "  ", text, width)
        elif line.style == "item":
            yield from _hanging(f"  {lead}- ", "", plain(line.text), width)
        else:
            for number, paragraph in enumerate(line.text.split("\n\n")):
                if number:
                    yield ""
                label = f"{plain(line.label)} " if line.label else ""
                yield from _hanging(f"  {lead}{label}", "", plain(paragraph), width)
        first = False


def _hanging(lead: str, further: str, text: str, width: int) -> Iterator[str]:
    """A text behind `lead`; its further lines begin below it, `further` to the right."""
    from miniexchange.interchange.layout import wrap

    below = " " * len(lead) + further
    parts = wrap(text, max(20, width - len(below)))
    yield lead + parts[0]
    yield from (below + part for part in parts[1:])
